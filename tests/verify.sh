#!/bin/sh
# verify.sh BUILD: runs are verified, made again, compared and packed. Every analysis comes out the
# same again, each kind of change is named, and what a stranger made up ends in a clean error.
set -eu
BUILD=$1
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
make_box
place=$box # where commands are run

# says NAME CODE PATTERN COMMAND...: how it ends, and a line that it prints.
says() {
    name=$1 wanted=$2 pattern=$3 code=0
    shift 3
    # shellcheck disable=SC2086
    (cd "$place" && $limited "$@") >"$work/said" 2>&1 </dev/null || code=$?
    if [ "$code" = "$wanted" ] && grep -q -e "$pattern" "$work/said"; then
        pass
    else
        failure "verify: $name: exit code $code, wanted $wanted with '$pattern'"
        head -n 12 "$work/said" | sed 's/^/    /'
    fi
}

# also NAME PATTERN: the last command printed this line too. never NAME PATTERN: it did not.
also() {
    if grep -q -e "$2" "$work/said"; then pass; else
        failure "verify: $1: no line with '$2'"
        head -n 12 "$work/said" | sed 's/^/    /'
    fi
}
never() {
    if grep -q -e "$2" "$work/said"; then
        failure "verify: $1: a line with '$2'"
        head -n 12 "$work/said" | sed 's/^/    /'
    else pass; fi
}

run() { (cd "$place" && $limited foistat run -q "$@"); }

# change FILE SED: another text of a file.
change() {
    sed "$2" "$1" >"$work/changed"
    if cmp -s "$1" "$work/changed"; then failure "verify: nothing to change in $1: $2"; fi
    cp "$work/changed" "$1"
}

# Every analysis, made again; and from its archive in a place where there is nothing else.
mkdir "$box/empty"
for script in "$root"/scripts/*.lua; do
    name=$(basename "$script" .lua)
    place=$root
    run "scripts/$name.lua" -o "$box/runs/$name"
    says "$name" 0 '^identical: \([0-9]*\) of \1 files$' foistat verify "$box/runs/$name" --rerun
    says "$name" 0 '^Wrote ' foistat archive "$box/runs/$name" -o "$box/empty/$name.tar"
    place=$box/empty
    says "$name in an archive" 0 '^identical: \([0-9]*\) of \1 files$' foistat verify "$name.tar" --rerun
done
rm -rf "$box/runs" "$box/empty"

# A project of its own, to change things in.
place=$box
mkdir "$box/scripts" "$box/datasets"
cp "$root/scripts/early_help.lua" "$box/scripts/"
cp -r "$root/datasets/leicester_early_help_2017" "$root/datasets/leicester_population_2011" "$box/datasets/"
printf 'area,year,cases\nAshby,2020,12\nBlaby,2020,30\nAshby,2021,15\n"Never told",2021,3\n' >"$box/answer.csv"
cat >"$box/drawn.lua" <<'EOF'
local foi = require "foi"
local t = foi.read(foi.files[1])
local seed = tonumber(foi.setting("seed", "1"))
local b = foi.stats.bootstrap.ci.percentile{ x = {12, 30, 15}, seed = seed, replicates = 199 }
foi.report{ title = "Drawn" }:table(t:where{ year = 2020 }):text("Mean at least " .. b.lower)
EOF
fresh() {
    rm -rf "$box/run"
    run scripts/early_help.lua -o run
}
fresh
says 'as recorded' 0 '^run: as recorded$' foistat verify run
also 'the script that was found' 'script   as recorded in scripts/early_help.lua'
says 'JSON' 0 '"as_recorded": true' foistat verify run --json

# An output.
change "$box/run/tables/table-1.csv" 's/2580/2581/'
says 'an output byte' 1 'changed: output tables/table-1.csv: its SHA-256 is' foistat verify run
also 'how much is left' 'files    .* as recorded'
says 'the line of an output byte' 1 '2 - White,2581' foistat verify run --rerun
also 'the run is the same again' '^identical:'
fresh
rm "$box/run/report.md"
echo mine >"$box/run/notes.txt"
ln -s /etc/passwd "$box/run/charts/link.svg"
says 'a missing output' 1 'missing: output report.md' foistat verify run
also 'an added file' 'added: output notes.txt'
also 'an added link' 'added: output charts/link.svg'

# The script.
fresh
change "$box/run/script/early_help.lua" '5s/^/ /'
says 'a byte of the copy' 1 'changed: script script/early_help.lua: first in line 5: ' foistat verify run
fresh
change "$box/scripts/early_help.lua" '5s/^/ /'
says 'a byte of the script' 1 'changed: script scripts/early_help.lua: first in line 5: ' foistat verify run
says 'the copy is what is run' 1 '^identical: ' foistat verify run --rerun
run scripts/early_help.lua -o other
says 'a byte of the script between two runs' 1 'script file: ' foistat diff run other
also 'its lines' 'script, lines: 1 line removed, 1 added, first in line 5'
cp "$root/scripts/early_help.lua" "$box/scripts/"
says 'a script by name' 1 'changed: script drawn.lua' foistat verify run --script drawn.lua

# An input cell.
data=datasets/leicester_early_help_2017
change "$box/$data/leicester_early_help_2017.csv" 's/,opened,2165,/,opened,2166,/'
says 'an input cell' 1 "changed: input $data/leicester_early_help_2017.csv: its SHA-256 is" foistat verify run
also 'the other input' 'inputs   1 of 2 as recorded'
says 'numbers that move with it' 1 '^different: 2 of 12 files have the same bytes' foistat verify run --rerun
also 'by how much' 'numbers move; the largest relative difference is 0.42$'
also 'why' 'input leicester_early_help_2017, file: '
run scripts/early_help.lua -o other
says 'an input cell between two runs' 1 'input leicester_early_help_2017, file: ' foistat diff run other
also 'a number that moved' 'number: forest-1, Black.*, excess_upper: 0.258649374938 -> 0.148743600201 (relative difference 0.42)'
says 'counts have no tolerance' 1 'number: forest-1, White, cases: 2580 -> 2581 (relative difference 0.00039)' foistat diff run other --tolerance 0.5
never 'the rest has' 'rate: '
says 'diff as JSON' 1 '"schema": "foistat.diff/1"' foistat diff run other --json
also 'all numbers' '"row": "White", "column": "cases", "before": "2580", "after": "2581"'
rm -r "${box:?}/$data"
says 'an input that is not there' 0 "not checked: input $data/.*: there is no dataset" foistat verify run
also 'it is not said to be verified' 'as recorded, as far as it could be checked'
says 'made again without it' 2 'the run cannot be made again: there is no dataset' foistat verify run --rerun
cp -r "$root/$data" "$box/datasets/"
change "$box/$data/datapackage.json" 's/Leicester City Council/Leicester/'
says 'a description' 1 'input .*: its datapackage.json has changed' foistat verify run
cp "$root/$data/datapackage.json" "$box/$data/"

# Settings and seeds.
run scripts/early_help.lua -s 'reference=Asian/Asian British' -o other
says 'a setting' 1 'setting reference: nothing -> Asian/Asian British' foistat diff run other
also 'what it changes' 'meaning: .*, comparator: White -> Asian/Asian British'
says 'a setting, made again' 0 '^identical: ' foistat verify other --rerun
run drawn.lua answer.csv -s seed=4711 -o drawn
run drawn.lua answer.csv -s seed=4712 -o redrawn
says 'a seed' 1 'seed 4711, numbers drawn: ' foistat diff drawn redrawn
says 'the same seed, the same draws' 0 '^identical: ' foistat verify drawn answer.csv --rerun
change "$box/drawn/ro-crate-metadata.json" 's/: 4711/: 4712/'
says 'a seed in the manifest' 1 'changed: manifest .* does not have the name' foistat verify drawn answer.csv
says 'which seed it was' 1 'seed 4712' foistat verify drawn answer.csv --rerun

# The engine and its libraries, as an edited manifest has them.
cp -r "$box/run" "$box/older"
change "$box/older/ro-crate-metadata.json" 's/"softwareVersion": "0\.1\.0"/"softwareVersion": "0.0.9"/
s/"softwareVersion": "2\.7\.1"/"softwareVersion": "2.7.0"/'
says 'the engine here' 1 'differs: engine version: was 0.0.9, here 0.1.0' foistat verify older
also 'a library here' 'differs: library GSL: was 2.7.0, here 2.7.1'
says 'two engines' 1 'engine version: 0.1.0 -> 0.0.9' foistat diff run older
also 'two libraries' 'library GSL: 2.7.1 -> 2.7.0'
also 'a manifest that was changed' 'the manifest of older was changed'
says 'what may explain it' 1 'engine version: 0.0.9 -> 0.1.0' foistat verify older --rerun

# What was allowed then is not allowed here.
cat >"$box/large.lua" <<'EOF'
local foi = require "foi"
local kept = {}
for i = 1, 210 do kept[i] = string.rep(tostring(i), 512 * 1024) end
foi.report{ title = "Large" }:text(#kept .. " texts")
EOF
run large.lua --limit-memory 1024 --limit-seconds 600 -o large
says 'memory that was allowed then' 4 'L502' foistat verify large --rerun
says 'memory that is allowed here' 0 '^identical: ' foistat verify large --rerun --limit-memory 1024

# Archives.
says 'an archive' 0 'Wrote run.tar: [0-9]* files, with 2 of 2 inputs' foistat archive run
cp -r "$box/run" "$box/renamed"
says 'the same run' 0 'Wrote same.tar' foistat archive renamed -o same.tar
if cmp -s "$box/run.tar" "$box/same.tar"; then pass; else failure 'verify: an archive has other bytes'; fi
mkdir "$box/far"
if command -v tar >/dev/null 2>&1; then
    (cd "$box/far" && tar xf ../run.tar)
    place=$box/far
    says 'unpacked by tar' 0 '^identical: ' foistat verify "$(ls "$box/far")" --rerun
    place=$box
else
    skip 'verify: unpacking an archive: tar is not installed'
fi
rm -rf "$box/far"
run drawn.lua answer.csv -o drawn
says 'the hash of what was released' 0 'not checked: input answer.csv: it is not public' foistat verify drawn answer.csv
also 'that is said' '^drawn: as recorded, as far as it could be checked$'
says 'it is released again' 0 '^identical: ' foistat verify drawn answer.csv --rerun
run drawn.lua answer.csv --ledger "$work/ledger" -o released
says 'a ledger of then' 0 'option ledger: yes -> no' foistat verify released answer.csv --rerun
says 'an input that is not published' 0 'without answer.csv: it is not published; --with-data' foistat archive drawn answer.csv
if grep -q 'Never told' "$box/drawn.tar"; then
    failure 'verify: people are in an archive'
else pass; fi
says 'it goes in by name' 0 'with 1 of 1 input' foistat archive drawn answer.csv --with-data answer.csv
mkdir "$box/far"
place=$box/far
says 'it is enough' 0 '^identical: ' foistat verify ../drawn.tar --rerun
place=$box
says 'a name that is none' 2 "the run read nothing called 'answr.csv'" foistat archive drawn answer.csv --with-data answr.csv
rm "$box/drawn/report.md"
says 'a run that is broken' 2 "'report.md' is missing, so this is no longer the run" foistat archive drawn
echo mine >"$box/mine.tar"
says 'a file of somebody' 2 "'mine.tar' is there already" foistat archive run -o mine.tar

# What strangers send. Nothing is written.
listing "$box" >"$work/before"
mkdir "$work/bad"
cp -r "$box/run" "$work/bad/run"
hostile() { # NAME CODE PATTERN: the manifest of the stranger's run stands in $work/bad/m
    cp "$work/bad/m" "$work/bad/run/ro-crate-metadata.json"
    says "$1" "$2" "$3" foistat verify "$work/bad/run" --rerun
}
head -c 3000 "$box/run/ro-crate-metadata.json" >"$work/bad/m"
hostile 'a manifest that ends' 2 'is not one that foistat wrote'
: >"$work/bad/m"
hostile 'an empty manifest' 2 'is not one that foistat wrote'
sed 's/"contentSize": "[0-9]*"/"contentSize": "1e999"/; s/"value": 10000000000/"value": 1e400/' \
    "$box/run/ro-crate-metadata.json" >"$work/bad/m"
hostile 'huge numbers' 2 'is not one that foistat wrote'
sed 's|script/early_help.lua|../../../etc/passwd|' "$box/run/ro-crate-metadata.json" >"$work/bad/m"
hostile 'a script elsewhere' 2 'is not one that foistat wrote'
sed 's|"name": "early_help.lua"|"name": "../answer.csv"|' "$box/run/ro-crate-metadata.json" >"$work/bad/m"
hostile 'a script by another name' 1 'changed: manifest'
never 'it is not read' 'Ashby'
head -c 4000 "$box/run.tar" >"$work/bad/cut.tar"
says 'an archive that ends' 2 'cannot be read as an archive' foistat verify "$work/bad/cut.tar"
head -c 4000 /dev/zero >"$work/bad/zero.tar"
says 'an archive of nothing' 2 'is neither the folder of a run nor an archive' foistat verify "$work/bad/zero.tar"
says 'no run' 2 "'$work' is no run\|it has no ro-crate-metadata.json\|cannot look" foistat verify "$work/bad"
says 'nothing' 2 'there is no file' foistat verify nowhere
says 'no word' 2 'verify needs a run' foistat verify
says 'one run' 2 'diff needs two runs' foistat diff run
says 'a tolerance' 2 'takes a number from 0' foistat diff run run --tolerance -1
says 'the same run' 0 'are the same' foistat diff run run.tar
listing "$box" >"$work/after"
if cmp -s "$work/before" "$work/after"; then pass; else
    failure 'verify: something was written'
    diff "$work/before" "$work/after" | sed 's/^/    /' || true
fi
finish
