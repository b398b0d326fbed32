#!/bin/sh
# count.sh BUILD: counting records of national size, beside the programs that are made for it, all in one
# run: contacts by year and ethnic group among those with one outcome, in a made-up file of 5 million rows
# (412 MB), from memory (the file has been read before). Every answer is checked before its time is shown.
#
#   ROWS=5000000  rows of the file             RUNS=5  repetitions: the least and the median are shown
#   LARGEST=10000000  rows of the largest file of the last part (100000000 are 8 GB)
# `make deps-bench` installs the others; what is not installed is left out by name.
set -eu
build=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
bench=$build/bench
rows=${ROWS:-5000000}
runs=${RUNS:-5}
largest=${LARGEST:-10000000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LC_ALL=C
outcome='Child protection plan'

has() { command -v "$1" >/dev/null 2>&1; }
has_duckdb() { has node && [ -d "$bench/node/node_modules/@duckdb/node-api" ]; }
has_datatable() { has Rscript && Rscript --vanilla -e 'library(data.table)' >/dev/null 2>&1; }

# made ROWS QUOTED: the file, made once.
made() {
    file=$bench/records-$1-$2.csv
    [ -s "$file" ] || { "$bench/count/records" "$1" "$2" >"$file.part" && mv "$file.part" "$file"; }
    echo "$file"
}

# Each on its processors: $one is empty, or the command that leaves only one.
one=''
on() {
    one=''
    [ "$1" != 1 ] || one='taskset -c 0'
}

# Each asks for the same: NAME FILE THREADS RUNS COLUMN... "least median" in ms within the process goes to
# standard output, the answer to $work/answer: the labels and the number, in any order.
duckdb() { (cd "$bench/node" && exec $one node "$here/count/duckdb.mjs" "$@" 2>"$work/answer"); }
datatable() { $one Rscript --vanilla "$here/count/datatable.R" "$@" 2>"$work/answer"; }
library() {
    file=$1 threads=$2 times=$3
    shift 3
    $one "$bench/count/scan" "$file" "$threads" "$times" "$@" outcome 2>"$work/all" &&
        sed -n "s/,$outcome,\([0-9]*\)\$/,\1/p" "$work/all" >"$work/answer"
}
foistat() {
    file=$1
    shift 3
    rm -rf "$work/run"
    "$build/foistat" run -q --published -o "$work/run" -s by="$(echo "$*" | tr ' ' ,)" "$here/count/count.lua" "$file" &&
        sed '1d; s/"//g; /,0$/d' "$work/run/tables/table-1.csv" >"$work/answer"
}
miller() {
    file=$1
    shift 3
    mlr --icsv --ocsv --headerless-csv-output filter "\$outcome == \"$outcome\"" \
        'then' count -g "$(echo "$*" | tr ' ' ,)" "$file" >"$work/answer"
}

# agree NAME FILE COLUMN...: does it give the answer that was given first for this file?
agree() {
    name=$1 file=$2
    shift 2
    on 2
    rm -f "$work/answer"
    "$name" "$file" 2 1 "$@" >/dev/null || { echo "$name failed" >&2 && exit 1; }
    sort "$work/answer" >"$work/sorted"
    [ -e "$work/right" ] || cp "$work/sorted" "$work/right"
    if ! [ -s "$work/sorted" ] || ! cmp -s "$work/sorted" "$work/right"; then
        echo "$name has another answer" >&2
        exit 1
    fi
}

# Each as a whole process. WALL is what else than $runs the program wall should do.
whole() { # whole NAME FILE THREADS COLUMN...
    name=$1 file=$2 threads=$3
    shift 3
    by=$(echo "$*" | tr ' ' ,)
    case $name in
    duckdb) set -- sh -c "cd '$bench/node' && exec node '$here/count/duckdb.mjs' '$file' $threads 0 $*" ;;
    datatable) set -- Rscript --vanilla "$here/count/datatable.R" "$file" "$threads" 0 "$@" ;;
    miller) set -- mlr --icsv --ocsv filter "\$outcome == \"$outcome\"" 'then' count -g "$by" "$file" ;;
    foistat) set -- "$build/foistat" run --published -s by="$by" "$here/count/count.lua" "$file" ;;
    wc) set -- wc -l "$file" ;;
    esac
    on "$threads"
    # shellcheck disable=SC2086 # two words, three, or none
    "$bench/wall" ${WALL:-$runs} $one "$@"
}

# Those that can be asked, in the order of the lines.
names=''
add() { if "$2"; then names="$names $1"; else echo "  $1: not installed (make deps-bench), left out"; fi; }
yes() { true; }
has_miller() { has mlr; }
can_count() { "$build/foistat" help foi.count >/dev/null 2>&1; }

# line NAME "LEAST MEDIAN" BYTES BASE: BASE is the least of what the ratio is to.
line() {
    [ -n "$2" ] || { echo "$1 failed" >&2 && exit 1; }
    echo "$2 $3 $4" | awk -v name="$1" '{
        printf "  %-34s %9.1f ms  (median %9.1f) %8.2f GB/s", name, $1, $2, $3 / $1 / 1e6
        if ($4 > 0) printf " %7.2f x", $1 / $4
        print ""
    }'
}
least() { echo "${1%% *}"; }

# beside FILE THREADS COLUMN...: all of them on one file, as whole processes and within theirs. "3.00 x" takes
# three times as long as ours.
beside() {
    file=$1 threads=$2
    shift 2
    bytes=$(wc -c <"$file")
    on "$threads"
    scan=$(library "$file" "$threads" "$runs" "$@")
    bare=$($one "$bench/count/bare" "$file" "$threads" "$runs" 2>/dev/null)
    base=$(least "$scan")
    ! can_count || { ours=$(whole foistat "$file" "$threads" "$@") && base=$(least "$ours"); }
    echo "  (ratios to foistat's whole process, or to its scan where it cannot count)"
    ! can_count || line 'foistat, whole process' "$ours" "$bytes" "$base"
    line 'foistat, the scan alone' "$scan" "$bytes" "$base"
    line 'delimiters alone, by vectors' "$bare" "$bytes" "$base"
    line 'libcsv alone, one thread' "$("$bench/count/libcsv" "$file" 1)" "$bytes" "$base"
    line 'wc -l, one thread' "$(whole wc "$file" "$threads")" "$bytes" "$base"
    for name in $names; do
        case $name in
        duckdb | datatable)
            line "$name, the query alone" "$(on "$threads" && "$name" "$file" "$threads" "$runs" "$@")" "$bytes" "$base"
            line "$name, whole process" "$(whole "$name" "$file" "$threads" "$@")" "$bytes" "$base"
            ;;
        miller) line "$name, whole process" "$(WALL=1 whole "$name" "$file" "$threads" "$@")" "$bytes" "$base" ;;
        esac
    done
}

memory() { # memory FILE COLUMN...
    file=$1
    shift
    for name in $names; do
        WALL=-m whole "$name" "$file" 2 "$@" | awk -v name="$name" '{
            printf "  %-34s %9.1f MiB in its largest process, %9.1f in all\n", name, $1, $2 }'
    done
}

check() { # check FILE COLUMN...
    rm -f "$work/right"
    for name in $names library; do agree "$name" "$@"; done
    echo "  $(echo "$names" | wc -w) programs and the library give the same $(wc -l <"$work/right") numbers"
}

echo "Counting records: $rows rows, contacts by year and ethnic group with one outcome; least of $runs:"
add foistat can_count
add duckdb has_duckdb
add datatable has_datatable
add miller has_miller
plain=$(made "$rows" 0)
cat "$plain" >/dev/null
check "$plain" year ethnicity
for threads in 2 1; do
    echo "On $threads thread(s):"
    beside "$plain" "$threads" year ethnicity
done
echo 'The most memory held:'
memory "$plain" year ethnicity

for quoted in 100 1; do
    echo "Quotes in one row of $quoted, 2 threads:"
    file=$(made "$rows" "$quoted")
    cat "$file" >/dev/null
    check "$file" year ethnicity
    beside "$file" 2 year ethnicity
done

echo 'A hundred thousand groups (year, authority, ethnic group, sex), 2 threads:'
check "$plain" year authority ethnicity sex
for name in $names; do
    [ "$name" = miller ] || line "$name, whole process" "$(whole "$name" "$plain" 2 year authority ethnicity sex)" "$(wc -c <"$plain")" 0
done
memory "$plain" year authority ethnicity sex

can_count || exit 0
rm -f "$work/right"
agree foistat "$plain" year ethnicity
echo 'Compressed, whole process, 2 threads (GB/s of the text):'
for with in gzip:gz zstd:zst; do
    packed=$plain.${with#*:}
    has "${with%:*}" || { echo "  ${with%:*} is not installed" && continue; }
    [ -s "$packed" ] || "${with%:*}" -c "$plain" >"$packed"
    agree foistat "$packed" year ethnicity
    line "foistat, .${with#*:}" "$(whole foistat "$packed" 2 year ethnicity)" "$(wc -c <"$plain")" 0
done

echo 'From small to large, whole process, 2 threads:'
for n in 100000 1000000 10000000 100000000; do
    [ "$n" -le "$largest" ] || continue
    file=$(made "$n" 0)
    cat "$file" >/dev/null
    line "$n rows" "$(whole foistat "$file" 2 year ethnicity)" "$(wc -c <"$file")" 0
    WALL=-m whole foistat "$file" 2 year ethnicity | awk '{ printf "  %34s %.1f MiB in its largest process, %.1f in all\n", "", $1, $2 }'
done
