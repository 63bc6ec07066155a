#!/usr/bin/env bash
# Builds everything, runs every test, and ends with the line "N passed, N failed, N skipped".
# SESSIONS_TEST_SCALE (1 by default) multiplies the tests that take their strength from repetition; 10 is full evidence.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

configuration=${CONFIGURATION:-Release}
dotnet build Sessions.sln --configuration "$configuration"

report=$(mktemp)
trap 'rm -f "$report"' EXIT
outcome=0
dotnet test --solution Sessions.sln --configuration "$configuration" --no-build --output Detailed 2>&1 | tee "$report" || outcome=$?

# The summary is the last of each of these lines.
count() { sed -nE "s/^ *$1: *([0-9]+).*/\1/p" "$report" | tail -n 1; }
passed=$(count succeeded) failed=$(count failed) skipped=$(count skipped)
echo
grep -E '^ *skipped ' "$report" || true
echo "${passed:-0} passed, ${failed:-0} failed, ${skipped:-0} skipped"
[[ ${passed:-0} -gt 0 ]] || outcome=1
exit "$outcome"
