#!/bin/sh
# golden.sh BUILD [FILE.txt...]: commands with their whole output, run in a folder that has the
# datasets and the scripts. BLESS=1 rewrites the outputs; look at the difference before committing.
set -eu
BUILD=$1
shift
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
[ $# -gt 0 ] || set -- "$root"/tests/golden/*.txt
for file in "$@"; do
    [ -e "$file" ] || continue
    make_box
    ln -s "$root/datasets" "$root/scripts" "$box/"
    mkdir "$box/runs"
    transcript "$file" txt
    rm -rf "$work"
done
finish
