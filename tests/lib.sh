# Shared by the test runners, which source it: counting, one closing line, a box to work in, and
# transcripts ("$ command" with the output that must follow). The caller has set BUILD.
# shellcheck shell=sh

LC_ALL=C TZ=UTC NO_COLOR=1
export LC_ALL TZ NO_COLOR
unset FOISTAT_DATASETS

root=$(cd "$(dirname "$0")/.." && pwd)
passed=0 failed=0 skipped=0
work=''
trap '[ -z "$work" ] || rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

pass() { passed=$((passed + 1)); }
failure() {
    failed=$((failed + 1))
    printf 'FAILED %s\n' "$1"
}
skip() {
    skipped=$((skipped + 1))
    printf 'skipped: %s\n' "$1"
}

# The closing line of every runner; the exit status says the same.
finish() {
    closing="$passed passed, $failed failed"
    [ "$skipped" = 0 ] || closing="$closing, $skipped skipped"
    echo "$closing"
    [ "$failed" = 0 ]
}

absolute() { case $1 in /*) echo "$1" ;; *) echo "$PWD/$1" ;; esac; }

# No test may hang the rest.
if command -v timeout >/dev/null 2>&1; then limited='timeout 60'; else limited=''; fi

# Where this machine refuses a part of the sandbox, as containers may, the tests go on without it: a
# program in front of the real one says --allow weak-sandbox, and keeps the warning to itself.
program=$(absolute "$BUILD")/foistat
confined=''
is_confined() {
    if [ -z "$confined" ]; then
        confined=yes
        : >"$work/probe.lua"
        "$program" run -q "$work/probe.lua" >/dev/null 2>"$work/refused" || confined=no
        grep -q 'error.I405' "$work/refused" || confined=yes
        rm -f "$work/probe.lua" "$work/refused"
        [ $confined = yes ] || skip "the sandbox: this machine refuses it, and the tests run without"
    fi
    [ $confined = yes ]
}

place_program() {
    if is_confined; then
        ln -s "$program" "$1"
        return 0
    fi
    cat >"$1" <<EOF
#!/bin/sh
case \${1:-} in
run | describe | verify | diff) command=\$1 ;;
*) exec '$program' "\$@" ;;
esac
shift
said=\$(PATH=/usr/bin:/bin mktemp) code=0
'$program' "\$command" --allow weak-sandbox "\$@" 2>"\$said" || code=\$?
PATH=/usr/bin:/bin grep -v '^warning: the sandbox was weak' "\$said" >&2
PATH=/usr/bin:/bin rm -f "\$said"
exit \$code
EOF
    chmod +x "$1"
}

# An empty folder 'box' with the program first in PATH.
path_before=$PATH
make_box() {
    work=$(mktemp -d)
    box=$work/box
    mkdir "$box" "$work/bin"
    place_program "$work/bin/foistat"
    PATH=$work/bin:$path_before
}

# What a folder holds: names, kinds and contents.
listing() { (cd "$1" && find . -print | sort; find . -type f -exec cksum {} + | sort); }

# Writes the input files of a transcript into the box.
place_inputs() {
    inputs=$(absolute "$1")
    awk '/^\$ /{exit} /^=== /{print $2}' "$inputs" | while read -r place; do
        mkdir -p "$box/$(dirname "$place")"
    done
    (cd "$box" && awk '/^\$ /{exit} /^=== /{file=$2; printf "" > file; next} file{print > file}' "$inputs")
}

# transcript FILE txt|md: runs its commands in the box, in order, and compares what they print and
# how they end. With BLESS=1 the outputs of a txt file are rewritten instead.
transcript() {
    pieces=$work/pieces
    rm -rf "$pieces"
    mkdir "$pieces"
    awk -v kind="$2" -v dir="$pieces" -f "$root/tests/console.awk" "$1"
    [ "$2" = md ] || place_inputs "$1"
    for piece in "$pieces"/*.command; do
        [ -e "$piece" ] || break
        run_piece "$1" "${piece%.command}"
    done
    [ -z "${BLESS:-}" ] || bless "$1"
}

run_piece() {
    code=0
    # shellcheck disable=SC2086 # two words
    (cd "$box" && $limited sh "$2.command" >"$2.got" 2>&1 </dev/null) || code=$?
    [ "$code" = 0 ] || printf '[exit %s]\n' "$code" >>"$2.got"
    [ -z "${BLESS:-}" ] || return 0
    if awk -f "$root/tests/match.awk" "$2.want" "$2.got" >"$2.difference"; then
        pass
    else
        failure "${1#"$root/"}:$(cat "$2.line"): $(head -n 1 "$2.command")"
        cat "$2.difference"
        [ -z "${V:-}" ] || sed 's/^/    | /' "$2.got"
    fi
}

bless() {
    awk '/^\$ /{exit} {print}' "$1" >"$pieces/new"
    for piece in "$pieces"/*.command; do
        sed '1s/^/$ /' "$piece"
        cat "${piece%.command}.got"
    done >>"$pieces/new"
    cmp -s "$1" "$pieces/new" || cp "$pieces/new" "$1"
}

# check_script NAME FILE: runs a script on files that are public; what it prints must be what follows "-->" in its lines, in
# order. NAME is the script, as messages show it.
check_script() {
    code=0
    # shellcheck disable=SC2086
    $limited foistat run --published "$2" "$root"/tests/data/*.csv "$root"/scripts/examples/*.csv >/dev/null 2>"$work/printed" </dev/null || code=$?
    if [ "$code" != 0 ]; then
        failure "$1: ended with exit code $code"
        tail -n 6 "$work/printed" | sed 's/^/    /'
        return 0
    fi
    awk -v name="$1" -f "$root/tests/expect.awk" "$2" "$work/printed" >"$work/expected" || true
    grep -v '^agreed ' "$work/expected" || true
    passed=$((passed + $(sed -n 's/^agreed //p' "$work/expected")))
    failed=$((failed + $(grep -c '^FAILED ' "$work/expected" || true)))
}
