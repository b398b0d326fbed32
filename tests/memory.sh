#!/bin/sh
# memory.sh BUILD: whichever allocation fails, in the process that writes or in the one that runs the
# script, the program says so and ends with code 70 or 4, or does without it; it never crashes, and writes
# a whole run or none. Once, or with all that follow. Some allocations in `make check`, all of the process
# that writes and every fifth of the other with FOISTAT_ALL=1, as in `make check-all`.
set -eu
BUILD=$1
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
make_box

if grep -q __asan_init "$work/bin/foistat"; then
    skip 'memory: no library can be loaded before that of the sanitizer'
    finish
    exit
fi
shim=$(absolute "$BUILD")/shims/failing_memory.so
if [ -n "${FOISTAT_ALL:-}" ]; then parents=1 children=5; else parents=401 children=2003; fi

refused=0
hashes() { (cd "$box/runs/x" && find . -type f -exec cksum {} + | sort); }

# A source that is public, and one that is not, of which a ledger is kept.
write() {
    set -- -o "$box/runs/x" --limit-seconds 10
    if [ "$source" = public ]; then
        set -- "$@" --vega-lite "$root/scripts/early_help.lua"
    else
        set -- "$@" --ledger "$box/ledger" "$box/private.lua" "$box/small.csv"
    fi
    LD_PRELOAD=$shim $limited foistat run -q "$@" >"$work/said" 2>&1
}
printf 'area,cases\nNorth,12\nSouth,52\nWest,2\nEast,70\n' >"$box/small.csv"
cat >"$box/private.lua" <<'LUA'
local foi = require "foi"
foi.report { title = "Small" }:table(foi.read "small.csv")
LUA

# Code and folder after one run.
judged() {
    case $1/$2 in
    0/whole) ;;
    70/none | 4/none)
        refused=$((refused + 1))
        grep -q . "$work/said" || echo "exit code $1 without a word"
        ;;
    2/none) # libseccomp does not tell want of memory from a kernel that refuses
        refused=$((refused + 1))
        grep -q 'I405.*\(rules of the filter cannot be made\|Cannot allocate memory\)' "$work/said" || echo "exit code 2: $(head -n 1 "$work/said")"
        ;;
    *) echo "exit code $1, and there is $2" ;;
    esac
}
found() {
    if [ ! -e "$box/runs" ]; then
        echo none
    elif hashes 2>/dev/null | cmp -s - "$work/sums" && [ "$(find "$box/runs" -mindepth 1 -maxdepth 1 | wc -l)" = 1 ]; then
        echo whole
    else
        echo 'something else'
    fi
}

# each WHERE N STEP: the first, and every so many of N allocations there, once and with all that follow.
each() {
    refused=0
    for k in $(seq 1 "$3" "$2"); do
        for go_on in '' 1; do
            rm -rf "$box/runs" "$box/ledger"
            code=0
            if [ -n "$go_on" ]; then
                NOMEM_ON=1 NOMEM_AT=$k NOMEM_IN=$1 write || code=$?
            else
                NOMEM_AT=$k NOMEM_IN=$1 write || code=$?
            fi
            judged "$code" "$(found)" >"$work/judged"
            if [ -s "$work/judged" ]; then
                failure "memory: $source source: allocation $k of $2 of the $1 fails${go_on:+, and all that follow}: $(cat "$work/judged")"
                head -n 3 "$work/said" | sed 's/^/    /'
            else
                pass
            fi
        done
    done
    [ "$refused" -gt 0 ] || failure "memory: $source source: no failed allocation of the $1 was noticed"
}
for source in public private; do
    rm -rf "$box/runs" "$box/ledger"
    NOMEM_COUNT=$work/count write
    hashes >"$work/sums"
    # shellcheck disable=SC2046 # two numbers
    set -- $(od -An -td8 "$work/count")
    each parent "$1" "$parents"
    each child "$2" "$children"
done
finish
