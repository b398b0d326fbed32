#!/bin/sh
# records.sh BUILD: a file of records larger than what is read at once, counted by one thread and by
# several, plain, compressed and through a pipe: the same run to the byte, the same table in every form. And
# foi.read of the same file, grouped and counted, agrees.
set -eu
BUILD=$1
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
make_box
cd "$box"

# 60,000 rows, 2 MB: no chance in them. Some cells have quotes, blanks, marks, or a line end inside.
awk 'BEGIN {
    print "number,year,branch,kind,late,days"
    branch[0] = "Hill"; branch[1] = "\"North, by the river\""; branch[2] = "Mill "; branch[3] = "\"Old \"\"Town\"\"\""
    branch[4] = "\"two\nlines\""; branch[5] = "Quay"; branch[6] = "caf\303\251"
    kind[0] = "history"; kind[1] = "poems"; kind[2] = ""; kind[3] = "\302\240"
    for (i = 1; i <= 60000; i++) {
        b = (i * 7919) % 97; b = b < 60 ? 0 : b < 90 ? 5 : b % 7
        days = (i * 31) % 41; d = days == 7 ? "[c]" : days == 9 ? "1,00" days : days == 11 ? days ".5" : days
        if (days == 9) d = "\"" d "\""
        printf "%d,%d,%s,%s,%s,%s\n", i, 2012 + i % 12, branch[b], kind[int(i / 12) % 4], int(i / 7) % 3 ? "no" : "yes", d
    }
}' >records.csv

cat >count.lua <<'E2'
local foi = require "foi"
local t = foi.count { source = foi.files[1], by = { "year", "branch", "kind" }, where = { late = "yes" }, sum = "days" }
foi.report { title = "Late" }:table(t)
E2
cat >read.lua <<'E2'
local foi = require "foi"
local counted = foi.count { source = foi.files[1], by = { "year", "branch", "kind" }, where = { late = "yes" }, sum = "days" }
local rows = foi.read(foi.files[1], { repeated = "keep" }):where { late = "yes" }
local added, n = rows:by("year", "branch", "kind"):sum "days", rows:by("year", "branch", "kind"):count()
local function name(t, i) return tostring(t.year[i]) .. "|" .. tostring(t.branch[i]) .. "|" .. tostring(t.kind[i]) end
local days, number, groups = {}, {}, 0
for i = 1, #added do days[name(added, i)], number[name(n, i)] = tostring(added.days[i]), n.rows[i] end
for i = 1, #counted do
  local group = name(counted, i)
  groups = groups + (counted.rows[i] > 0 and 1 or 0)
  assert(counted.rows[i] == (number[group] or 0), group)
  assert(counted.rows[i] == 0 or tostring(counted.days[i]) == days[group], group .. ": " .. tostring(counted.days[i]))
end
assert(groups == #added and groups > 60)
E2

# same WHAT A B: are the two files or folders the same?
same() {
    if diff -r -q --exclude=machine.json "$2" "$3" >/dev/null 2>&1; then pass; else failure "records: $1"; fi
}

# stored WHAT RUN TYPE: does its manifest say so of the input?
stored() {
    if grep -B 2 '"encodingFormat": "application/'"$3"'"' "$2/ro-crate-metadata.json" | grep -q contentSize; then
        pass
    else
        failure "records: the manifest does not say how $1 ($2) is stored"
    fi
}

run() { foistat run -q --published "$@" || failure "records: foistat run $*"; }

run --threads 1 count.lua records.csv -o one
for threads in 2 3 16; do
    run --threads $threads count.lua records.csv -o "some$threads"
    same "$threads threads" one "some$threads"
done
# The table that is counted has 0 where there is no such group.
if foistat run -q --published read.lua records.csv; then pass; else failure 'records: foi.count and foi.read differ'; fi

# Is the counting shared at all? While a long pipe stays open, the worker that counts has its threads.
tasks() { # the most threads that one process of the program has
    for p in /proc/[0-9]*; do
        [ "$(readlink "$p/exe" 2>/dev/null)" = "$(readlink -f "$program")" ] && find "$p/task" -mindepth 1 -maxdepth 1 2>/dev/null | wc -l
    done | sort -n | tail -n 1
}
{
    for _ in 1 2 3 4 5 6 7 8 9 10 11; do cat records.csv; done
    for _ in 1 2 3 4 5 6 7 8 9 10; do [ -e seen ] || sleep 0.5; done
} | foistat run -q --published --threads 3 count.lua - >/dev/null 2>&1 &
most=0
for _ in 1 2 3 4 5 6 7 8 9 10; do
    most=$(tasks)
    [ "${most:-0}" -lt 4 ] || break
    sleep 0.5
done
: >seen
wait
if [ "${most:-0}" = 4 ]; then pass; else failure "records: $most threads, not 3 and one that decompresses"; fi

cat one/tables/*.csv >plain.table
for form in gz zst; do
    case $form in gz) tool=gzip ;; zst) tool=zstd ;; esac
    if command -v "$tool" >/dev/null 2>&1; then
        $tool -q -c <records.csv >records.csv.$form
        run --threads 2 count.lua records.csv.$form -o $form
        cat $form/tables/*.csv >$form.table
        same ".$form" plain.table $form.table
        stored 'a file' $form "$tool"
    else
        skip "records: .$form, $tool is not installed"
    fi
done
# What does not fit into memory, held or as groups: the message says what would.
if grep -q __asan_init "$work/bin/foistat"; then
    skip 'records: memory is not limited under the sanitizer'
else
    for _ in 1 2 3 4 5; do sed 1d records.csv; done | cat records.csv - >held.csv
    echo 'require("foi").read(require("foi").files[1], { repeated = "keep" })' >held.lua
    foistat run --published --limit-memory 2 held.lua held.csv >said 2>&1 || :
    if grep -q L502 said && grep -q '^hint: records can be counted.*foi.count' said; then pass; else failure "records: held: $(cat said)"; fi
    seq 300000 | sed '1s/.*/row/; 2,$s/^/r/' >groups.csv
    echo 'require("foi").count { source = require("foi").files[1], by = "row" }' >groups.lua
    foistat run --published --limit-memory 2 groups.lua groups.csv >said 2>&1 || :
    if grep -q L502 said && grep -q '^hint: count by columns that name groups' said; then pass; else failure "records: groups: $(cat said)"; fi
fi

# Far behind the first rows a cell that is none: it is shown, unless the line has gone through a pipe.
blamed() { sed '2,$d' said | sed "s/^$1:/FILE:/"; sed -n '2,3p' said; }
sed '59999s/,yes,.*/,yes,none/; 59999s/,no,.*/,no,none/' records.csv >broken.csv
if foistat run -q --published count.lua broken.csv 2>said; then failure 'records: a bad cell counts'; fi
blamed broken.csv >wanted
if grep -q '^FILE:[0-9]*:[0-9]*: error.D204.: "none" is not a number' wanted && [ "$(wc -l <wanted)" = 3 ]; then pass; else failure "records: $(cat said)"; fi
for form in gz zst; do
    case $form in gz) tool=gzip ;; zst) tool=zstd ;; esac
    command -v "$tool" >/dev/null 2>&1 || continue
    "$tool" -q -c <broken.csv >broken.csv.$form
    foistat run -q --published count.lua broken.csv.$form 2>said || :
    blamed broken.csv.$form >got
    same "the place of a bad cell in .$form: $(cat said)" wanted got
done
# Longer than what is kept of a pipe, 16 MiB.
head -n 1 broken.csv >long.csv
for _ in 1 2 3 4 5 6 7 8 9 10; do sed 1d records.csv; done >>long.csv
sed 1d broken.csv >>long.csv
# shellcheck disable=SC2002 # a pipe, not a file
cat long.csv | foistat run -q --published count.lua - 2>said || :
if head -n 1 said | grep -q '^-:[0-9]*:[0-9]*: error.D204.: "none" is not a number'; then pass; else failure "records: a bad cell far into a pipe: $(cat said)"; fi

# shellcheck disable=SC2002
cat records.csv | foistat run -q --published --threads 2 count.lua - -o piped || failure 'records: a pipe'
cat piped/tables/*.csv >piped.table
same 'a pipe' plain.table piped.table
if command -v gzip >/dev/null 2>&1; then
    gzip -c records.csv | foistat run -q --published count.lua - -o piped_gz || failure 'records: a compressed pipe'
    stored 'a pipe' piped_gz gzip
    foistat verify piped_gz >/dev/null || failure 'records: a run of a compressed pipe is not verified'
    foistat verify --rerun gz count.lua records.csv.gz >said 2>&1 || failure "records: a run of a compressed file is not made again: $(cat said)"
fi
finish
