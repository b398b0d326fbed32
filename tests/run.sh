#!/bin/sh
# run.sh BUILD [GROUP]: every test. Each group says what failed, what was wanted and what came; the last line
# is "N passed, N failed". V=1 shows the time of each group, and whole outputs of failures.
set -eu
BUILD=${1:-build}
cd "$(dirname "$0")/.."
results=${RESULTS:-}
if [ -z "$results" ]; then
    results=$(mktemp -d)
    trap 'rm -rf "$results"' EXIT
fi
trap 'exit 130' INT
trap 'exit 143' TERM
export V="${V:-}"

now() { date +%s; }
took() { [ -z "$V" ] || echo "  $2 s  $1" >&2; }

# The closing line of a group, "N passed, N failed, N skipped", as "passed failed skipped".
counts() {
    sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed\(, \([0-9]*\) skipped\)*$/\1 \2 \4/p' "$1" | tail -n 1
}

# agrees CODE "PASSED FAILED ...": 0 and no failure, or 1 and some.
agrees() {
    case $1/$(echo "$2" | awk '{ print ($2 > 0) }') in 0/0 | 1/1) [ -n "$2" ] ;; *) return 1 ;; esac
}

# group NAME COMMAND...: a runner that closes with a line of counts. One that ends without it, or
# that fails without a failure, is itself a failure.
group() {
    name=$1
    shift
    started=$(now)
    code=0
    "$@" >"$results/$name.out" 2>&1 || code=$?
    took "$name" $(($(now) - started))
    found=$(counts "$results/$name.out")
    if ! agrees "$code" "$found"; then
        found=$(echo "${found:-0 0}" | awk '{ print $1, $2 + 1, $3 }')
        echo "FAILED $name: ended with exit code $code" >>"$results/$name.out"
    fi
    echo "$found" >"$results/$name.counts"
}

# cmocka's TAP: one line a test, "ok 1 - name" or "not ok 2 - name". What is missing of the plan was
# not reached.
tap_counts() {
    awk '
        /^1\.\.[0-9]+$/ { planned += substr($0, 4) }
        /^(not )?ok .*# SKIP/ { skipped++; next }
        /^ok [0-9]/ { passed++ }
        /^not ok [0-9]/ { failed++ }
        END {
            failed += planned - passed - failed - skipped
            print passed + 0, failed + 0, skipped + 0
        }' "$1"
}

# unit PROGRAM: a test program in C; those that count by themselves close with a line of counts.
unit() {
    tap=$results/${1##*/}.tap
    code=0
    CMOCKA_MESSAGE_OUTPUT=TAP "$1" >"$tap" 2>&1 || code=$?
    found=$(counts "$tap")
    [ -n "$found" ] || found=$(tap_counts "$tap")
    # cmocka exits with the number of failures; a crash outside a test is one that it did not count,
    # and a program that says nothing has tested nothing.
    if [ "$found" = '0 0 0' ] || { [ "$code" != 0 ] && { [ "$code" -ge 126 ] || agrees 0 "$found"; }; }; then
        echo "ended with exit code $code, $found counted" >>"$tap"
        found=$(echo "$found" | awk '{ print $1, $2 + 1, $3 }')
    fi
    grep '^skipped:' "$tap" || true
    if ! agrees 0 "$found"; then
        echo "FAILED in $(basename "$1"):"
        grep -vE '^(ok |1\.\.|# ok|skipped:|[0-9]+ passed)' "$tap" | sed 's/^/    /'
    fi
    echo "$found" | awk -v named="$(grep -c '^skipped:' "$tap" || true)" '{
        printf "%d passed, %d failed, %d skipped\n", $1, $2, $3 + named
        exit $2 > 0 }'
}

lua_style() {
    if ! command -v luacheck >/dev/null 2>&1; then
        echo 'skipped: luacheck is not installed'
        echo '0 passed, 0 failed, 1 skipped'
    elif luacheck --no-color -q scripts engine/prelude tests/script tests/disclosure; then
        echo '1 passed, 0 failed'
    else
        echo '0 passed, 1 failed'
        return 1
    fi
}

# All groups, in the order in which their findings are shown: scripts of this folder, and programs in C.
scripts='layers self script golden bad datasets messy docs stale links luacheck disclosure browser vega runs verify
    determinism records faults memory large paper pictures hostile database'
programs=$(cd "$BUILD/tests" && echo *_test)
# Those that take long begin first, so that the last to end is short.
long='paper large database determinism browser hostile bad verify disclosure_test pictures faults vega stale runs docs rows_test memory
    script coverage_test jail_test golden self worker_test forms_test'

# one NAME: a group by its name.
one() {
    case $1 in
    luacheck) group "$1" lua_style ;;
    layers | self | links) group "$1" sh "tests/$1.sh" ;;
    paper | pictures) group "$1" sh tests/delivery.sh "$BUILD" "$1" ;;
    *_test) group "$1" unit "$BUILD/tests/$1" ;;
    *) group "$1" sh "tests/$1.sh" "$BUILD" ;;
    esac
}
if [ $# -gt 1 ]; then
    one "$2"
    exit 0
fi

# As many at a time as there are processors, and one more, because some wait for clocks and children.
processors=$(nproc 2>/dev/null || echo 2)
for name in $long $programs $scripts; do echo "$name"; done | awk '!seen[$0]++' |
    RESULTS=$results xargs -P $((processors + 1)) -n 1 sh tests/run.sh "$BUILD"

for name in $programs $scripts; do
    grep -vE '^[0-9]+ passed, |^Total: ' "$results/$name.out" || true
    cat "$results/$name.counts" >>"$results/all"
done
awk '{ p += $1; f += $2; s += $3 }
    END {
        printf "%d passed, %d failed", p, f
        if (s > 0) printf ", %d skipped", s
        print ""
        exit f > 0
    }' "$results/all"
