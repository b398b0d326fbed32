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

# Files that do not stand well in a text file, made once.
bytes=$(mktemp -d)
trap 'rm -rf "$bytes" "$work"' EXIT
make_bytes() {
    : >"$bytes/empty.csv"
    printf 'group,cases\nWhite,2580\nOther\000,68\n' >"$bytes/nul.csv"
    printf '\377\376g\000r\000o\000u\000p\000\n\000' >"$bytes/utf16le.csv"
    printf '\376\377\000g\000r\000o\000u\000p\000\n' >"$bytes/utf16be.csv"
    printf 'PK\003\004\024\000\006\000\010\000' >"$bytes/answer.csv"
    printf 'SQLite format 3\000\020\000\001\001' >"$bytes/cases.db"
    printf 'group,cases\nCaf\351 owners,12\n' >"$bytes/windows.csv"
    printf 'group,cases\nWhite,2580\nOther,"68' >"$bytes/cut_in_quotes.csv"
    printf 'group,opened,closed\nWhite,2580,2511\nOther,6' >"$bytes/cut_short.csv"
    printf '\357\273\277group,cases\r\nWhite,2580\r\n\302\240,\302\240\r\nOther,6x\r\n' >"$bytes/bom.csv"
    # "group,cases White,2580 Other,6x" in three lines, compressed.
    printf '\037\213\010\000\000\000\000\000\002\003\113\057\312\057\055\320\111\116\054\116\055\346\012\317\310\054\111\325\061\062\265\060\340\362\057\311\110\055\322\061\253\340\002\000\255\171\130\141\040\000\000\000' >"$bytes/bad_number.csv.gz"
    printf '\050\265\057\375\044\040\001\001\000\147\162\157\165\160\054\143\141\163\145\163\012\127\150\151\164\145\054\062\065\070\060\012\117\164\150\145\162\054\066\170\012\243\015\067\334' >"$bytes/bad_number.csv.zst"
    printf '\037\213\010\000\000\000\000\000\002\003\013\360\146\146\021\141\140\143\000\000\014\276\075\214\010\000\000\000' >"$bytes/spreadsheet.csv.gz"
    for kind in gz zst; do
        whole=$bytes/bad_number.csv.$kind
        head -c 30 "$whole" >"$bytes/cut_short.csv.$kind"
        { head -c 40 "$whole" && tail -c +42 "$whole"; } >"$bytes/changed.csv.$kind"
        { cat "$whole" && printf '\000\000and more'; } >"$bytes/tail.csv.$kind"
    done
    printf '\375\067\172\130\132\000\000\004' >"$bytes/answer.csv.xz"
    printf 'print("\033[2J")\nlocal x = \033\n' >"$bytes/escape.lua"
    printf '\033Lua\124\000\031\223\r\n\032\n' >"$bytes/bytecode.lua"
    printf 'print(1)\000print(2)\n' >"$bytes/nul.lua"
}

make_bytes
for file in "$@"; do
    make_box
    ! grep -q 'bytes/' "$file" || cp -R "$bytes" "$box/bytes"
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
