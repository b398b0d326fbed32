#!/bin/sh
# bad.sh BUILD [FILE.txt...]: bad input, one case a file: the files it needs ("=== NAME" and their
# lines), a command, the whole message and the exit code. Each case has a folder to itself, and when
# it is over the folder must be as it was: nothing half-written is left.
set -eu
BUILD=$1
shift
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
[ $# -gt 0 ] || set -- "$root"/tests/bad/*.txt

# Files that do not stand well in a text file.
place_bytes() {
    mkdir "$box/bytes"
    : >"$box/bytes/empty.csv"
    printf 'group,cases\nWhite,2580\nOther\000,68\n' >"$box/bytes/nul.csv"
    printf '\377\376g\000r\000o\000u\000p\000\n\000' >"$box/bytes/utf16le.csv"
    printf '\376\377\000g\000r\000o\000u\000p\000\n' >"$box/bytes/utf16be.csv"
    printf 'PK\003\004\024\000\006\000\010\000' >"$box/bytes/answer.csv"
    printf 'group,cases\nCaf\351 owners,12\n' >"$box/bytes/windows.csv"
    printf 'group,cases\nWhite,2580\nOther,"68' >"$box/bytes/cut_in_quotes.csv"
    printf 'group,opened,closed\nWhite,2580,2511\nOther,6' >"$box/bytes/cut_short.csv"
    printf '\357\273\277group,cases\r\nWhite,2580\r\n\302\240,\302\240\r\nOther,6x\r\n' >"$box/bytes/bom.csv"
    printf 'print("\033[2J")\nlocal x = \033\n' >"$box/bytes/escape.lua"
    printf '\033Lua\124\000\031\223\r\n\032\n' >"$box/bytes/bytecode.lua"
    printf 'print(1)\000print(2)\n' >"$box/bytes/nul.lua"
}

for file in "$@"; do
    make_box
    place_bytes
    place_inputs "$file"
    listing "$box" >"$work/before"
    transcript "$file" txt
    listing "$box" >"$work/after"
    if cmp -s "$work/before" "$work/after"; then
        pass
    else
        failure "${file#"$root/"}: the folder has changed"
        diff "$work/before" "$work/after" | sed 's/^/    /' || true
    fi
    rm -rf "$work"
done
finish
