#!/bin/sh
# determinism.sh BUILD: every analysis gives the same bytes whatever machine and user runs it: two builds,
# two locales, two time zones, one processor and all; and, turn about, another umask and folder, address
# space at random or not, processors without fused multiply-add, environments of all kinds, a C library
# that sorts otherwise. What is drawn, said and decided stands also where about half of all answers of the
# mathematical library differ in their last bit.
# In `make check` each of these once, in a few runs of one build; with FOISTAT_ALL=1, as in `make check-all`, gcc -O2 and
# clang -O0, and 20 runs of each combination.
set -eu
BUILD=$1
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
make_box
shims=$(absolute "$BUILD")/shims
sanitized() { grep -q __asan_init "$work/bin/foistat"; }

# --- worlds: "NAME=VALUE..." or "program argument... " before the program ---------------------------

masked=-AVX2,-FMA,-FMA4
bare=$masked,-AVX,-AVX512F,-SSE4_1,-SSE4_2,-SSSE3

# other_locale: its name, and LOCPATH where it had to be made.
find_locale() {
    other_locale=$(locale -a 2>/dev/null | grep -i '^de_DE\.utf-*8$' | head -n 1 || true)
    [ -z "$other_locale" ] || return 0
    mkdir "$work/locales"
    if localedef -i de_DE -f UTF-8 "$work/locales/de_DE.UTF-8" >/dev/null 2>&1; then
        LOCPATH=$work/locales
        export LOCPATH
        other_locale=de_DE.UTF-8
    else
        skip 'determinism: the locale de_DE.UTF-8 is neither installed nor can it be made; C.UTF-8 instead'
        other_locale=C.UTF-8
    fi
}

# other WORLD NUMBER: a command that the program runs under.
other() {
    case $1 in
    plain) echo env ;;
    masked) echo env "GLIBC_TUNABLES=glibc.cpu.hwcaps=$masked" ;;
    bare) echo env "GLIBC_TUNABLES=glibc.cpu.hwcaps=$bare" ;;
    fixed) echo "$fixed" ;;
    strange) echo env COLUMNS=40 LANG=de_DE.UTF-8 TERM=dumb GSL_RNG_SEED=7 GSL_RNG_TYPE=ranlxd2 HOME=/nowhere ;;
    stirred) echo env MALLOC_PERTURB_=165 MALLOC_ARENA_MAX=1 MALLOC_TOP_PAD_=1000000 ;;
    library) echo env "LD_PRELOAD=$shims/other_libc.so" "SHAKEN=${run:-1}" ;;
    esac
}
worlds='plain masked bare strange stirred'
fixed='env'
if setarch -R true 2>/dev/null; then
    fixed='setarch -R'
    worlds="$worlds fixed"
else
    skip 'determinism without a random address space: setarch -R does not work here'
fi
sanitized || worlds="$worlds library"

one_processor='env'
if command -v taskset >/dev/null 2>&1 && taskset -c 0 true 2>/dev/null; then
    one_processor='taskset -c 0'
else
    skip 'determinism on one processor: no taskset'
fi

# --- runs -----------------------------------------------------------------------------------------

every_file='--vega-lite --chart-size slide --chart-size phone'

# analyses OUT COMMAND...: every analysis in scripts/ into the folder OUT, by PROGRAM, under COMMAND.
# OTHER_FOLDER=1 stands elsewhere, and lets nobody else read.
analyses() (
    out=$1
    shift
    mkdir -p "$out" "$work/stand"
    way=
    if [ -n "${OTHER_FOLDER:-}" ]; then
        umask 077
        way=$root/
        cd "$work/stand"
    else
        umask 022
        cd "$root"
    fi
    for script in "$root"/scripts/*.lua; do
        name=$(basename "$script" .lua)
        # shellcheck disable=SC2086 # words
        "$@" "$PROGRAM" run --json "${way}scripts/$name.lua" -o "$out/$name" $every_file >"$out/$name.json" 2>"$out/$name.said" ||
            echo "ended with exit code $?" >>"$out/$name.said"
        sed -i 's/^Wrote [^:]*:/Wrote it:/' "$out/$name.said"
    done
    for script in "$root"/scripts/examples/*.lua; do
        name=$(basename "$script" .lua)
        "$@" "$PROGRAM" run --json "${way}scripts/examples/$name.lua" "$root"/scripts/examples/*.csv -o "$out/$name" >"$out/$name.json" 2>"$out/$name.said" ||
            echo "ended with exit code $?" >>"$out/$name.said"
        sed -i 's/^Wrote [^:]*:/Wrote it:/' "$out/$name.said"
    done
    "$@" "$PROGRAM" index -q "$out" -o "$out/index.html" >/dev/null
)

# What the analyses gave: a hash of each file. machine.json is about the machine.
hashes() { (cd "$1" && find . -type f ! -name machine.json -exec cksum {} + | sort -k 3); }

# same NAME COMMAND...: all analyses under COMMAND give the bytes of the first time.
same() {
    named=$1
    shift
    rm -rf "$work/again"
    analyses "$work/again" "$@"
    hashes "$work/again" >"$work/again.sums"
    if cmp -s "$work/first.sums" "$work/again.sums"; then
        pass
    else
        failure "determinism: $named: other bytes"
        diff "$work/first.sums" "$work/again.sums" | sed -n 's/^> /    /p' | head -n 10
        diff -r "$work/first" "$work/again" | cut -c1-200 | sed 's/^/    /' | head -n 10
    fi
}

# verified NAME COMMAND...: so says the program itself, of the runs of the first time.
verified() {
    named=$1
    shift
    for script in "$root"/scripts/*.lua; do
        name=$(basename "$script" .lua)
        (cd "$box" && "$@" "$PROGRAM" verify "$work/first/$name" --rerun --script "$script" -d "$root/datasets") >"$work/verified" 2>&1 || true
        grep -q '^identical: ' "$work/verified" || { echo "    $name:" && sed 's/^/        /' "$work/verified" | head -n 8; }
    done >"$work/differs"
    if [ -s "$work/differs" ]; then
        failure "determinism: foistat verify --rerun: $named"
        cat "$work/differs"
    else
        pass
    fi
}

# combination BUILD_NAME LOCALE ZONE PROCESSORS RUNS: so many runs, each in the next world.
combination() {
    for run in $(seq "$5"); do
        # shellcheck disable=SC2086 # words
        world=$(echo $worlds | awk -v n="$run" '{ print $((n - 1) % NF + 1) }')
        processors='env'
        [ "$4" != one ] || processors=$one_processor
        OTHER_FOLDER=$((run % 2))
        [ "$OTHER_FOLDER" = 1 ] || OTHER_FOLDER=''
        # shellcheck disable=SC2046,SC2086 # words
        same "$1, $2, $3, $4, $world, run $run" env LC_ALL="$2" TZ="$3" $processors $(other "$world")
    done
}

# --- another mathematical library -----------------------------------------------------------------

# Numbers of two texts that are alike but for them, further apart than the 11th digit.
apart() {
    awk -v file="$1" '
        function next_number(s) { return match(s, /-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?/) }
        { getline other < file }
        $0 == other { next }
        {
            a = $0; b = other
            while (next_number(a)) {
                x = substr(a, RSTART, RLENGTH); before = substr(a, 1, RSTART - 1); a = substr(a, RSTART + RLENGTH)
                next_number(b)
                y = substr(b, RSTART, RLENGTH); if (before != substr(b, 1, RSTART - 1)) { print "text: " before; exit }
                b = substr(b, RSTART + RLENGTH)
                gap = x - y; size = x < 0 ? -x : x
                if (gap > 2e-11 * size || -gap > 2e-11 * size) print x, y
            }
            if (a != b) print "text: " a
        }' "$2" | head -n 3
}

# What is drawn and said: the same bytes. Numbers: the same, but for the last digit that is written.
shaken() {
    rm -rf "$work/again"
    analyses "$work/again" env LD_PRELOAD="$shims/other_libm.so" SHAKEN="$1"
    (cd "$work/first" && find . -name '*.svg' -o -name report.md -o -name '*.said') | sort >"$work/drawn"
    while read -r file; do
        cmp -s "$work/first/$file" "$work/again/$file" || echo "    $file: not the same"
    done <"$work/drawn" >"$work/differs"
    for file in "$work"/first/*/results.json; do
        name=${file#"$work/first/"}
        found=$(apart "$file" "$work/again/$name")
        [ -z "$found" ] || printf '    %s: %s\n' "$name" "$found"
    done >>"$work/differs"
    if [ -s "$work/differs" ]; then
        failure "determinism: with last bits of exp, log, ... shaken (SHAKEN=$1)"
        cat "$work/differs"
    else
        pass
    fi
}

# Random numbers: those of the seed, whatever the environment says; others of another seed, and both are
# named in the manifest.
random_numbers() {
    cat >"$box/chance.lua" <<'LUA'
local foi = require "foi"
local seed = foi.setting("seed", 1)
local s = foi.stats.bootstrap.ci.percentile { x = { 1, 2, 3, 4, 9, 11.5 }, seed = seed, replicates = 999 }
local t = foi.table("mean", { { "lower", { s.lower } }, { "upper", { s.upper } } })
foi.report { title = "By chance" }:table(t)
LUA
    chance 42 plain
    cp "$work/drawn" "$work/drawn.first"
    if grep -q '"value": 42' "$work/drawn" && grep -q 'mt19937' "$work/drawn"; then
        pass
    else
        failure 'determinism: no seed or no generator in the manifest'
    fi
    for world in $worlds; do
        chance 42 "$world"
        if cmp -s "$work/drawn" "$work/drawn.first"; then pass; else failure "determinism: other random numbers: $world"; fi
    done
    chance 43 plain
    if grep -q lower "$work/drawn" && ! cmp -s "$work/drawn" "$work/drawn.first"; then pass; else failure 'determinism: one answer for two seeds'; fi
}
chance() {
    rm -rf "$box/chance"
    # shellcheck disable=SC2046 # words
    $(other "$2") "$PROGRAM" run -q "$box/chance.lua" -s "seed=$1" -o "$box/chance" >/dev/null 2>&1 &&
        cat "$box"/chance/tables/*.csv "$box/chance/ro-crate-metadata.json" >"$work/drawn"
}

# Other suites, where tables of Lua have their keys in another order: messages are the same, too.
messages() {
    for suite in bad script messy; do
        for seed in $(seq 10); do
            if LD_PRELOAD=$shims/other_libc.so SHAKEN=$seed sh "$root/tests/$suite.sh" "$BUILD" >"$work/suite" 2>&1; then
                pass
            else
                failure "determinism: tests/$suite.sh under other_libc.so, SHAKEN=$seed"
                head -n 5 "$work/suite" | sed 's/^/    /'
            fi
        done
    done
}

# --- measures -------------------------------------------------------------------------------------

# The questions of the reference files, each once.
questions() {
    sed -n 's/^\([^,]*\),"\({.*}\)",.*/{"id":"q","method":"\1","inputs":\2}/p' "$root/tests/reference/values.csv" |
        sed 's/""/"/g' | sort -u
    awk -F , 'NR > 1 {
        n = split($2, pair, " "); inputs = ""
        for (i = 1; i <= n; i++) {
            split(pair[i], part, "=")
            value = part[2] ~ /^[-0-9.]/ ? part[2] : "\"" part[2] "\""
            inputs = inputs (i > 1 ? "," : "") "\"" part[1] "\":" value
        }
        printf "{\"id\":\"q\",\"method\":\"distribution.%s\",\"inputs\":{%s}}\n", $1, inputs
    }' "$root/tests/reference/distribution.csv" | sort -u
}

# measures NAME COMMAND...: answers agree in 12 digits; says how many differ in the last bits.
measures() {
    named=$1
    shift
    "$@" "$PROGRAM" calc --jsonl <"$work/questions" >"$work/answers.again"
    found=$(awk -v file="$work/answers" '
        { getline other < file; n++ }
        $0 == other { next }
        {
            k = split($0, a, /[":,{}\[\]]+/); split(other, b, /[":,{}\[\]]+/)
            for (i = 1; i <= k; i++) {
                if (a[i] == b[i]) continue
                differ++
                if (sprintf("%.12g", a[i]) != sprintf("%.12g", b[i])) wrong++
            }
        }
        END { printf "%d %d %d\n", n, differ, wrong }' "$work/answers.again")
    if [ "${found##* }" = 0 ] && ! grep -q '"code":"U' "$work/answers.again"; then
        pass
        [ -z "${V:-}" ] || echo "    measures, $named: of ${found%% *} answers these differ in the last bits: $(echo "$found" | cut -d ' ' -f 2)" >&2
    else
        failure "determinism: measures, $named: answers, differing numbers, differing in 12 digits: $found"
    fi
}

# --- disclosure control ---------------------------------------------------------------------------

# patterns NAME COMMAND...: the same counts are hidden in tables of which many choices are equally good.
# Not under other_libc.so: GLPK's choice among those depends on how qsort() leaves equal items.
patterns() {
    named=$1
    shift
    "$@" "$PATTERNS" >"$work/patterns.again"
    if [ -s "$work/patterns" ] && cmp -s "$work/patterns" "$work/patterns.again"; then
        pass
    else
        failure "determinism: $named: other counts are hidden"
        diff "$work/patterns" "$work/patterns.again" | head -n 5 | sed 's/^/    /'
    fi
}
# all_patterns SEEDS
all_patterns() {
    for world in masked bare stirred; do
        # shellcheck disable=SC2046 # words
        patterns "$world" $(other "$world")
    done
    for seed in $(sanitized || seq "$1"); do
        patterns "last bits shaken (SHAKEN=$seed)" env LD_PRELOAD="$shims/other_libm.so" SHAKEN="$seed"
    done
}

# --- all ------------------------------------------------------------------------------------------

PROGRAM=$work/bin/foistat
find_locale
analyses "$work/first" env
hashes "$work/first" >"$work/first.sums"
if grep -l . "$work"/first/*.said | grep -q . && ! grep -q 'exit code' "$work"/first/*.said; then
    pass
else
    failure 'determinism: an analysis does not end well'
    grep -H 'exit code' "$work"/first/*.said | sed 's/^/    /'
fi
random_numbers
questions >"$work/questions"
"$PROGRAM" calc --jsonl <"$work/questions" >"$work/answers"
measures 'without FMA' env "GLIBC_TUNABLES=glibc.cpu.hwcaps=$masked"
measures 'without all that is newer than SSE3' env "GLIBC_TUNABLES=glibc.cpu.hwcaps=$bare"
if ! sanitized; then
    measures 'a C library that sorts otherwise' env LD_PRELOAD="$shims/other_libc.so"
fi

PATTERNS=$(absolute "$BUILD")/tests/disclosure_patterns
"$PATTERNS" >"$work/patterns"

if [ -z "${FOISTAT_ALL:-}" ]; then
    all_patterns 3
    # shellcheck disable=SC2046,SC2086 # words
    OTHER_FOLDER=1 same 'another user on another machine' env LC_ALL="$other_locale" TZ=Pacific/Kiritimati \
        $one_processor $(other strange) $(other stirred) $(other bare)
    # shellcheck disable=SC2046 # words
    verified 'without FMA, in another locale' env LC_ALL="$other_locale" TZ=Pacific/Kiritimati $(other masked)
    if ! sanitized; then
        # shellcheck disable=SC2046,SC2086 # words
        same 'another C library' $(other fixed) $(other library)
        shaken 1
    fi
    finish
    exit
fi

# both BUILD_NAME: all combinations by the PROGRAM.
both() {
    for locale in C "$other_locale"; do
        for zone in UTC Pacific/Kiritimati; do
            for processors in one all; do
                combination "$1" "$locale" "$zone" "$processors" 20
            done
        done
    done
}
both 'this build'
for world in $worlds; do
    # shellcheck disable=SC2046 # words
    verified "$world" env LC_ALL="$other_locale" TZ=Pacific/Kiritimati $(other "$world")
done
all_patterns 100
sanitized || messages
for seed in $(seq 20); do
    sanitized || shaken "$seed"
done
if command -v clang >/dev/null 2>&1; then
    other_build=$(absolute "$BUILD")/clang-O0
    if make -s -C "$root" CC=clang CFLAGS=-O0 BUILD="$other_build" "$other_build/foistat" "$other_build/tests/disclosure_patterns" >"$work/made" 2>&1; then
        pass
        PATTERNS=$other_build/tests/disclosure_patterns
        patterns 'clang -O0' env
        PROGRAM=$other_build/foistat
        measures 'clang -O0' env
        verified 'clang -O0' env
        both 'clang -O0'
    else
        failure 'determinism: clang -O0 does not build'
        tail -n 5 "$work/made" | sed 's/^/    /'
    fi
else
    skip 'determinism of another build: clang is not installed'
fi
finish
