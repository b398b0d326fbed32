#!/bin/sh
# messy.sh BUILD [print]: what happens to published files that were not made for machines. Each is read
# as it stands, and, where the message advises it, with what the message advises. docs/messy-files.md
# holds the table; this compares every row with what the program does now, where the file is at hand
# (../shared/data). With 'print' it writes the table instead.
set -eu
BUILD=$1
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
sources=$root/../shared/data
page=$root/docs/messy-files.md
make_box

# What a reader of the message would say to foi.read.
advice() {
    case $1 in
        2013__SFR36*) echo 'text = { "geog_c" }, marks = { x = "suppressed", ["#VALUE!"] = "not_available" }' ;;
        2014__SFR36*) ;;
        *SFR*) echo 'text = { "geog_c" }, marks = { x = "suppressed" }' ;;
        DERIVED_cla*) echo 'text = { "old_la_code" }, marks = { x = "suppressed" }' ;;
        *outturn_1112*) echo 'encoding = "windows-1252", marks = { NULL = "not_available" }' ;;
        *outturn_1314* | *cp1252*) echo 'encoding = "windows-1252"' ;;
        *joiners_leavers*) echo 'text = { "URN" }' ;;
        *comparison_la_data*)
            echo 'marks = { x = "not_available", ["."] = "not_applicable", NULL = "not_available", NA = "not_available" }' ;;
    esac
}

# The answer to a file that was read: "162 rows, 17 columns; 732 [c]; title rows were skipped".
read_as() {
    awk '
        /^  Size: /                       { sub(/^  Size: /, ""); size = $0 }
        /^  Cells that are not figures: / { sub(/^  [^:]*: /, ""); cells = $0 }
        /^  Repairs on reading: /         { sub(/^  [^:]*: /, ""); repairs = $0 }
        END {
            printf "read: %s; %s", size, cells == "none" ? "no marks" : cells
            if (repairs != "none")
                printf "; %s", repairs
            print ""
        }' "$1"
}

# The first line of a message without the name of the file. One file lists providers of homes: no
# identifier of one goes into the documentation.
refused_as() {
    place=$(sed -n '1s/^.*\.csv:\([0-9]*:[0-9]*\): error\[\([A-Z0-9]*\)\]: \(.*\)$/refused at \1, \2: \3/p' "$1")
    case $2 in *Provider_level*) place=$(echo "$place" | sed 's/"[^"]*" is not/"..." is not/') ;; esac
    echo "${place:-REFUSED WITHOUT A PLACE: $(head -n 1 "$1")}"
}

# answer NAME COMMAND...: what the program says about box/file.csv.
answer() {
    name=$1
    shift
    code=0
    # shellcheck disable=SC2086
    (cd "$box" && $limited "$@") >"$work/said" 2>&1 </dev/null || code=$?
    case $code in
        0) read_as "$work/said" ;;
        2 | 3) refused_as "$work/said" "$name" ;;
        *) echo "ENDED WITH EXIT CODE $code" ;;
    esac
}

# One row of the table.
describe_file() {
    cp "$1" "$box/file.csv"
    chmod u+w "$box/file.csv"
    name=$(basename "$1" .csv)
    options=$(advice "$name")
    echo "| \`$name\` | $(answer "$name" foistat describe file.csv) | $(read_with "$name" "$options") |"
}

# A description in which the column with codes for missing cells is one of counts, the rest text.
declare_counts() {
    mkdir -p "$box/datasets/coded"
    cp "$box/file.csv" "$box/datasets/coded/file.csv"
    {
        printf '{"resources": [{"path": "file.csv", "schema": {"fields": ['
        head -n 1 "$box/file.csv" | tr -d '"\r' | tr ',' '\n' | awk '
            /^CIN_number$/ { role = "\"integer\", \"foi:role\": \"count\"" }
            !/^CIN_number$/ { role = "\"string\"" }
            { printf "%s{\"name\": \"%s\", \"type\": %s}", (NR > 1 ? ", " : ""), $0, role }'
        printf ']}}]}\n'
    } >"$box/datasets/coded/datapackage.json"
}

read_with() {
    case $1 in
        cin_rate_*)
            declare_counts
            echo "\`CIN_number\` declared as counts: $(answer "$1" foistat describe coded)"
            return 0 ;;
    esac
    [ -n "$2" ] || return 0
    printf 'local foi = require "foi"\nfoi.read("file.csv", { %s })\n' "$2" >"$box/read.lua"
    echo "\`$2\`: $(answer "$1" foistat run --published read.lua file.csv)"
}

files() {
    for file in "$sources"/messy/*.csv "$sources"/dfe_csc/*.csv "$sources"/dfe_csc/cla_ud_2010_2017/*.csv; do
        [ ! -e "$file" ] || echo "$file"
    done
}

find_file() {
    for folder in messy dfe_csc dfe_csc/cla_ud_2010_2017; do
        [ ! -e "$sources/$folder/$1.csv" ] || { echo "$sources/$folder/$1.csv" && return 0; }
    done
}

# check_row ROW: one row of the page against what the program says now.
check_row() {
    name=${1#"| \`"}
    name=${name%%"\`"*}
    file=$(find_file "$name")
    [ -n "$file" ] || { skip "messy: $name.csv is not at hand" && return 0; }
    now=$(describe_file "$file")
    if [ "$now" = "$1" ]; then
        pass
    else
        failure "docs/messy-files.md: $name: run \`sh tests/messy.sh $BUILD print\`"
        printf '    page: %s\n    now:  %s\n' "$1" "$now"
    fi
    case $now in *WITHOUT* | *ENDED*) failure "messy: $name: $now" ;; *) pass ;; esac
}

if [ "${2:-}" = print ]; then
    files | while read -r file; do describe_file "$file"; done
    exit 0
fi
grep '^| [^ a-z]' "$page" >"$work/rows"
while read -r row; do
    check_row "$row"
done <"$work/rows"
files | while read -r file; do
    grep -qF "| \`$(basename "$file" .csv)\` |" "$page" || echo "$file"
done >"$work/unlisted"
if [ -s "$work/unlisted" ]; then
    failure "docs/messy-files.md does not list: $(tr '\n' ' ' <"$work/unlisted")"
else
    pass
fi
finish
