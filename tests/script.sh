#!/bin/sh
# script.sh BUILD [FILE.lua...]: scripts whose lines say what they print ("print(x) --> value").
set -eu
BUILD=$1
shift
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
make_box
FOISTAT_DATASETS=$root/tests/data:$root/datasets
export FOISTAT_DATASETS
[ $# -gt 0 ] || set -- tests/script/*.lua scripts/examples/*.lua
cd "$root"
for file in "$@"; do
    [ ! -e "$file" ] || check_script "${file#"$root/"}" "$file"
done
finish
