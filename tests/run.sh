#!/bin/sh
# run.sh BUILD: every test. Each group says what failed, what was wanted and what came; the last line
# is "N passed, N failed". V=1 shows the time of each group, and whole outputs of failures.
set -eu
BUILD=${1:-build}
cd "$(dirname "$0")/.."
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
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
    code=0
    CMOCKA_MESSAGE_OUTPUT=TAP "$1" >"$results/tap" 2>&1 || code=$?
    found=$(counts "$results/tap")
    [ -n "$found" ] || found=$(tap_counts "$results/tap")
    # cmocka exits with the number of failures; a crash outside a test is one that it did not count,
    # and a program that says nothing has tested nothing.
    if [ "$found" = '0 0 0' ] || { [ "$code" != 0 ] && { [ "$code" -ge 126 ] || agrees 0 "$found"; }; }; then
        echo "ended with exit code $code, $found counted" >>"$results/tap"
        found=$(echo "$found" | awk '{ print $1, $2 + 1, $3 }')
    fi
    named=$(grep -c '^skipped:' "$results/tap" || true)
    echo "$found" | awk -v named="$named" '{ print $1, $2, $3 + named }' >>"$results/units"
    grep '^skipped:' "$results/tap" || true
    if ! agrees 0 "$found"; then
        echo "FAILED in $(basename "$1"):"
        grep -vE '^(ok |1\.\.|# ok|skipped:|[0-9]+ passed)' "$results/tap" | sed 's/^/    /'
    fi
}

units() {
    : >"$results/units"
    for program in "$BUILD"/tests/*_test; do
        unit "$program"
    done
    awk '{ p += $1; f += $2; s += $3 }
        END { printf "%d passed, %d failed, %d skipped\n", p, f, s; exit f > 0 }' "$results/units"
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

# The unit tests wait for clocks and children a good deal, and programs that print and the browser take
# their time; the rest runs beside them.
group unit units &
group delivery sh tests/delivery.sh "$BUILD" &
group hostile sh tests/hostile.sh "$BUILD" &
{
    group determinism sh tests/determinism.sh "$BUILD"
    group faults sh tests/faults.sh "$BUILD"
    group memory sh tests/memory.sh "$BUILD"
} &
{
    group browser sh tests/browser.sh "$BUILD"
    group vega sh tests/vega.sh "$BUILD"
    group verify sh tests/verify.sh "$BUILD"
} &
group layers sh tests/layers.sh
group self sh tests/self.sh
group script sh tests/script.sh "$BUILD"
group golden sh tests/golden.sh "$BUILD"
group bad sh tests/bad.sh "$BUILD"
group datasets sh tests/datasets.sh "$BUILD"
group messy sh tests/messy.sh "$BUILD"
group runs sh tests/runs.sh "$BUILD"
group docs sh tests/docs.sh "$BUILD"
group stale sh tests/stale.sh "$BUILD"
group disclosure sh tests/disclosure.sh "$BUILD"
group links sh tests/links.sh
group luacheck lua_style
wait

for name in unit layers self script golden bad datasets messy docs stale links luacheck disclosure browser vega runs verify determinism faults memory delivery hostile; do
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
