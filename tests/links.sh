#!/bin/sh
# links.sh: every link between the pages leads somewhere.
set -eu
# shellcheck disable=SC2034 # the library wants one; nothing here runs the program
BUILD=.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$root"
work=$(mktemp -d)
find . -name '*.md' ! -path './build/*' ! -path './runs/*' | sed 's#^\./##' | sort >"$work/pages"
# shellcheck disable=SC2046 # names of pages have no blanks
awk -f tests/links.awk $(cat "$work/pages") >"$work/found"
while read -r place target; do
    case $place in
    links) passed=$((passed + target - failed)) ;;
    *) failure "$place leads nowhere: $target" ;;
    esac
done <"$work/found"
finish
