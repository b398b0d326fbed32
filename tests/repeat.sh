#!/bin/sh
# repeat.sh BUILD: each analysis gives the same bytes when it is run again under another locale,
# in another time zone, from another folder.
set -eu
BUILD=$1
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
make_box

other_locale=$(locale -a 2>/dev/null | grep -i '^de_DE\.utf-*8$' | head -n 1 || true)
if [ -z "$other_locale" ]; then
    skip 'repeat under LC_ALL=de_DE.UTF-8: the locale is not installed; LANG and LC_ALL=C.UTF-8 instead'
    other_locale=C.UTF-8
fi

first_run() { (cd "$root" && $limited foistat run -q "scripts/$1.lua" -o "$box/first") 2>&1; }
second_run() {
    (cd "$work" && export LC_ALL="$other_locale" LANG=de_DE.UTF-8 TZ=Pacific/Kiritimati COLUMNS=40 &&
        $limited foistat run -q "$root/scripts/$1.lua" -o box/second) 2>&1
}

for script in "$root"/scripts/*.lua; do
    name=$(basename "$script" .lua)
    rm -rf "$box/first" "$box/second"
    if message=$(first_run "$name" && second_run "$name" && diff -r "$box/first" "$box/second"); then
        pass
    else
        failure "scripts/$name.lua: run twice"
        printf '%s\n' "$message" | head -n 10 | sed 's/^/    /'
    fi
done
finish
