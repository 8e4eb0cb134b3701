# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Runs lanes of ./dev one after the other and counts their tests; read by run and long.
#
# A lane fails when it ends badly, or runs fewer tests than the file expected_tests says.

passed=0 failed=0 summary=() row=

# attribute FILE NAME: an attribute of the testsuite in a JUnit file.
attribute() { sed -n "s/^[[:space:]]*$2=\"\([0-9]*\)\"$/\1/p" "$1" | head -n 1; }

# run NAME COMMAND...: runs a lane whose build folder is build/NAME; sets row, its cells in the table of .ci/long.
run() {
    local name=$1 start=$SECONDS status=0 results=build/$1/results.xml
    shift
    rm -f "$results"
    printf '\n=== %s: %s\n' "$name" "$*"
    "$@" || status=$?
    [ "$status" != 77 ] || { absent "$name" "it has nothing to say on this machine"; return; }

    local all=0 bad=0 skipped=0 note='' expected
    if [ -f "$results" ]; then
        all=$(attribute "$results" tests) bad=$(attribute "$results" failures)
        skipped=$(($(attribute "$results" skipped) + $(attribute "$results" disabled)))
    fi
    expected=$(sed -n "s/^$name //p" .ci/expected_tests)
    [ -n "$expected" ] || expected=$(sed -n "s/^${name%-*} //p" .ci/expected_tests)
    if [ $((all - skipped)) -lt "${expected:-1}" ]; then
        note="only $((all - skipped)) tests ran, ${expected:-1} were expected"
    elif [ "$status" != 0 ] && [ "$bad" = 0 ]; then
        note="ended with status $status"
    fi
    [ -z "$note" ] || bad=$((bad + 1))

    local good=$((all - skipped - bad)) seconds=$((SECONDS - start))
    [ "$good" -ge 0 ] || good=0
    passed=$((passed + good)) failed=$((failed + bad))
    summary+=("$name: $good passed, $bad failed, $skipped skipped, $seconds s${note:+ ($note)}")
    row="$(cat "build/$name/versions.txt" 2>/dev/null) | $good | $bad | $skipped | $seconds | $note"
}

# glance NAME COMMAND...: as run, but what fails there is told and fails nothing.
glance() {
    local before=$failed
    run "$@"
    failed=$before
}

# absent NAME REASON: names a lane that cannot run here.
absent() {
    summary+=("$1: skipped, $2")
    row=" | | | | | skipped, $2"
}

# other_versions: the CPython versions that ./dev python accepts, without the one that the other lanes use.
other_versions() { ./dev versions | sed -n '/(default)$/!s/ .*//p'; }

# finish: prints all lanes and the total; fails when anything failed.
finish() {
    printf '\n'
    printf '%s\n' "${summary[@]}"
    printf '%d passed, %d failed\n' "$passed" "$failed"
    [ "$failed" = 0 ]
}
