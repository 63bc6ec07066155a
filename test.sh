#!/usr/bin/env bash
# Builds everything, runs every test, and ends with the line "N passed, N failed, N skipped". All that was said is in artifacts/test.
# SESSIONS_TEST_SCALE (1 by default) multiplies the tests that take their strength from repetition; 10 is full evidence.
# SESSIONS_TEST_TIMEOUT (60m by default) is how long one project may take.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export configuration=${CONFIGURATION:-Release} framework=net10.0
export results=$PWD/artifacts/test
export limit=${SESSIONS_TEST_TIMEOUT:-60m}

build() {
    dotnet build Sessions.sln --configuration "$configuration" >"$results/build.log" 2>&1 && return
    grep -E '(error|warning) [A-Z]+[0-9]+:' "$results/build.log" | sed -E 's/ \[[^]]*\]$//' | sort -u || tail -n 20 "$results/build.log"
    echo "The build failed. All that it said is in artifacts/test/build.log."
    exit 1
}

# Runs one project, prints a line of it and the tests that did not pass, and leaves its three counts in a file.
run_project() {
    local name=$1 code=0 start=$SECONDS
    local log=$results/$name.log
    local run=(dotnet "tests/$name/bin/$configuration/$framework/$name.dll" --output Detailed --no-ansi)
    if command -v timeout >/dev/null; then
        run=(timeout --kill-after=20 "$limit" "${run[@]}")
    fi
    # The shell's own word on a process that a signal ended is not shown.
    { "${run[@]}" >"$log" 2>&1 </dev/null || code=$?; } 2>/dev/null

    local passed skipped failed reason=
    passed=$(counter succeeded) failed=$(counter failed) skipped=$(not_passed | grep -c '^skipped ' || true)
    # A run that ends badly, or too early to have counted, has failed even if no test of it has.
    if [[ $failed -eq 0 && ($code -ne 0 || $((passed + skipped)) -eq 0) ]]; then
        failed=1 reason=$(why_it_failed)
    fi
    echo "$passed $failed $skipped" >"$results/$name.counts"
    {
        printf '%-28s %s passed, %s failed, %s skipped in %s s' "$name" "$passed" "$failed" "$skipped" $((SECONDS - start))
        [[ $failed -eq 0 ]] && echo || echo ", see artifacts/test/$name.log"
        echo "${reason:-$(not_passed)}" | grep . | cut -c 1-240 | sed 's/^/  /' || true
    } >"$results/$name.summary"
    cat "$results/$name.summary"
}

# One of the counts in the summary that a run ends with.
counter() {
    { sed -nE "s/^ +$1: *([0-9]+).*/\1/p" "$log" || true; } | tail -n 1 | grep . || echo 0
}

# The failed and the skipped tests, each with what is told of it. A test that runs only when it is asked for has not been skipped.
not_passed() {
    sed -E '/^skipped /{N;/explicit test filtering/d}' "$log" |
        awk '/^(failed|skipped) / { left = 40 } /^(passed |running\.\.\. |\[|  In process file|Test run summary)/ { left = 0 } left-- > 0'
}

why_it_failed() {
    case $code in
        8) echo "It has no test." ;;
        124 | 137)
            echo "It did not end within $limit. What it said last:"
            grep -v '^passed ' "$log" | tail -n 5
            ;;
        *)
            echo "It ended with $code$(grep -q '^Test run summary' "$log" || echo ', before all its tests had'). Besides the tests that passed, it said:"
            grep -vE '^(passed |running\.\.\. |\[)' "$log" | head -n 12
            ;;
    esac
}

rm -rf "$results"
mkdir -p "$results"
build

# As many at a time as there are processors. What takes longest begins first.
export -f run_project counter not_passed why_it_failed
{ echo Sessions.Package.Tests; for project in tests/*.Tests/*.csproj; do basename "$project" .csproj; done; } | awk '!seen[$0]++' |
    xargs -n 1 -P "$(getconf _NPROCESSORS_ONLN)" bash -c 'set -uo pipefail; run_project "$0"'

cat "$results"/*.counts | awk '{ passed += $1; failed += $2; skipped += $3 }
    END { print passed + 0 " passed, " failed + 0 " failed, " skipped + 0 " skipped"; exit !(passed > 0 && failed == 0) }'
