#!/bin/sh
# docs.sh BUILD [PAGE.md...]: the examples in the pages are run. In ```console blocks every
# "$ command" must print what follows it ("..." stands for any lines); ```lua blocks with "-->" must
# print that. Commands for make, git and sudo are shown only.
set -eu
BUILD=$1
shift
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
[ $# -gt 0 ] || set -- "$root"/*.md "$root"/docs/*.md "$root"/docs/*/*.md

# The n-th ```lua block of a page as a script whose lines keep the page's numbers.
lua_block() {
    awk -v n="$2" '
        /^```/ { inside = !inside && $0 == "```lua" && ++found == n; print ""; next }
        { print inside ? $0 : "" }' "$1"
}

check_page() {
    make_box
    ln -s "$root/datasets" "$root/scripts" "$box/"
    ln -s "$work/bin" "$box/build"
    mkdir "$box/runs"
    transcript "$1" md
    blocks=$(grep -c '^```lua$' "$1" || true)
    block=0
    while [ "$block" -lt "$blocks" ]; do
        block=$((block + 1))
        lua_block "$1" "$block" >"$box/example.lua"
        ! grep -q -e '-->' "$box/example.lua" || check_script "${1#"$root/"}" "$box/example.lua"
    done
    rm -rf "$work"
}

for page in "$@"; do
    [ ! -e "$page" ] || check_page "$page"
done
finish
