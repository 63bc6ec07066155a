#!/usr/bin/env bash
# Packs what is released into artifacts/packages, checks it, and prints a line a package. ./pack.sh 0.2.0 packs that version.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export SESSIONS_PACKAGES=$PWD/artifacts/packages
log=$PWD/artifacts/pack.log
version=${1:-$(dotnet msbuild src/Sessions.Runtime -getProperty:Version)}

rm -rf "$SESSIONS_PACKAGES"
mkdir -p "$SESSIONS_PACKAGES"
: >"$log"

quietly() {
    "$@" >>"$log" 2>&1 && return
    grep -E '(error|warning) [A-Z]+[0-9]+:' "$log" | sort -u || tail -n 40 "$log"
    echo "'$*' failed. All that it said is in artifacts/pack.log."
    exit 1
}

if [[ -n $(git status --porcelain 2>&1) ]]; then
    echo "Not all of this is in a commit: Source Link will lead to files that differ."
fi

for project in $(grep -l '<IsPackable>true</IsPackable>' src/*/*.csproj); do
    quietly dotnet pack "$project" --configuration Release --output "$SESSIONS_PACKAGES" -p:Version="$version"
    package=$SESSIONS_PACKAGES/$(basename "$project" .csproj).$version
    ls "$package.nupkg" "$package.snupkg" >/dev/null
done

# What a package must have, and must not, is what the tests say.
quietly dotnet run --project tests/Sessions.Package.Tests --configuration Release -- --filter-class 'Sessions.Package.Tests.Package*'

cd "$SESSIONS_PACKAGES"
wc -c -- *.nupkg *.snupkg | awk '$2 != "total" { printf "%-44s %6d KB\n", $2, $1 / 1024 }'
