# Shared by the scripts that rebuild our tables, which source it.
# shellcheck shell=sh
LC_ALL=C
export LC_ALL
here=$(dirname "$0")

usage() {
    echo "usage: sh tools/datasets/$(basename "$0") $1" >&2
    exit 2
}

# tidy HEADER FILE...: the table on standard output. The awk program on standard input makes rows with
# row(key, text) from the records of the files.
tidy() {
    header=$1
    shift
    made=$(mktemp)
    trap 'rm -f "$made"' EXIT
    awk -f "$here/csv.awk" -f "$here/england.awk" -f - "$@" >"$made" || exit 1
    [ -s "$made" ] || { echo "$(basename "$0"): no rows in $*" >&2; exit 1; }
    echo "$header"
    sort "$made" | cut -f 2-
}
