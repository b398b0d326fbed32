#!/bin/sh
# disclosure.sh BUILD: what is hidden of a source that is not public stays hidden. Scripts try to get
# at made-up counts: 619 cases in "secret.csv", 317 rows of "cases.csv". Each is run twice: as it is,
# none of the counts and of the figures made of them may be anywhere in what it leaves; with
# --published, where nothing is hidden, the same script must show them, or it tries nothing.
set -eu
BUILD=$1
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
make_box
cp "$root"/tests/disclosure/* "$box/"
cd "$box"

awk 'BEGIN {
    print "area,group,sex"
    for (i = 0; i < 317; i++) print "North,Asian," (i % 3 ? "F" : "M")
    for (i = 0; i < 1200; i++) print "North,White," (i % 2 ? "F" : "M")
    for (i = 0; i < 1411; i++) print "South,Asian,F"
    for (i = 0; i < 1523; i++) print "South,White,M"
}' >cases.csv
printf 'area,cases\nNorth,12347\nNorth,619x\n' >bad_number.csv
printf 'area,cases\nNorth,12347\nSouth,"619\n' >bad_quote.csv
printf 'area,cases\nNorth,12347\nSouth,619,619\n' >bad_row.csv
printf 'area,cases\nNorth,12347\nSouth,619.5\n' >bad_label.csv

# 619, 619 of 40,000 people and of 14,839 cases, the ratio of its rate to that of the others, 317.
secrets='(^|[^0-9.,])(619|154\.7|154\.8|4\.17[0-9]*|0\.6266|0\.627|317)([^0-9]|$)'
rules='threshold=900,width=900'

# What a run leaves, without the tags of HTML and SVG, whose numbers are places on the page; and
# without the script, which is its author's, the machine and hashes, in which any digits may stand.
left() { # left FOLDER OUTPUT
    {
        [ ! -d "$1" ] || find "$1" -type f ! -path '*/script/*' ! -name machine.json ! -name '*.html' ! -name '*.svg' \
            -exec cat {} +
        [ ! -d "$1" ] || find "$1" -type f \( -name '*.html' -o -name '*.svg' \) -exec sed 's/<[^>]*>/ /g' {} +
        cat "$2"
    } | sed -E 's/[0-9a-f]{32,}//g; s,sha-256;[A-Za-z0-9_-]*,,g'
}

# shows NAME OPTIONS...: does the script's run leave a secret? They are then in "$work/found".
shows() {
    script=$1
    shift
    rm -rf run
    $limited foistat run --vega-lite "$script.lua" -o run "$@" >"$work/output" 2>&1 </dev/null || true
    left run "$work/output" | grep -aE "$secrets" >"$work/found"
}

for file in *.lua; do
    name=${file%.lua}
    if shows "$name" --disclosure "$rules"; then
        failure "tests/disclosure/$file: shows what is hidden"
        head -n 5 "$work/found" | cut -c 1-200 | sed 's/^/    /'
    else
        pass
    fi
    if [ -d run ]; then pass; else failure "tests/disclosure/$file: $(head -n 1 "$work/output")"; fi
    case $name in
    words) ;; # its guesses are told apart below
    *) if shows "$name" --published; then pass; else
        failure "tests/disclosure/$file: shows nothing of a public file either"
    fi ;;
    esac
done

# A good guess and a bad one must look the same.
guess() {
    foistat run -q words.lua -s guess="$1" --disclosure "$rules" -o "run$1" >/dev/null 2>&1 || true
    left "run$1" /dev/null | sed "s/$1/GUESS/g"
}
guess 619 >"$work/good"
guess 618 >"$work/bad"
if [ -s "$work/good" ] && cmp -s "$work/good" "$work/bad"; then pass; else
    failure 'tests/disclosure/words.lua: a good guess looks unlike a bad one'
    diff "$work/good" "$work/bad" | head -n 8 | cut -c 1-200 | sed 's/^/    /'
fi
finish
