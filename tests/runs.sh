#!/bin/sh
# runs.sh BUILD: every analysis leaves a run that is what RO-Crate 1.1 and Process Run Crate 0.5 ask for,
# field by field (tests/unit/crate_check.c), and so does one whose names are as awkward as they come.
# No byte of any of them tells where, when, by whom or under which locale it was made.
set -eu
BUILD=$1
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
make_box
check=$(absolute "$BUILD")/tests/crate_check

# Where the runs are made: all of it tells a tale.
place="$work/box/telltale folder"
mkdir "$place"
cp -r "$root/datasets" "$root/scripts" "$place/"
host=''
if unshare --uts true 2>/dev/null; then
    host='unshare --uts sh -c "hostname telltalehost && exec \"\$@\"" sh'
else
    skip 'runs on a host of a tell-tale name: there is no right to rename one'
fi
# SC2030, SC2031: the environment is that of one command, and meant to be.
# shellcheck disable=SC2030
told() {
    (cd "$place" && export USER=telltaleuser LOGNAME=telltaleuser HOSTNAME=telltalehost \
        HOME="$place" TMPDIR="$place" TZ=Telltale/Zone LANG=telltale_XX.UTF-8 MAIL=telltale@telltale &&
        eval "$host"' $limited foistat run "$@"') 2>&1
}

# made NAME COMMAND...: a run that must come about.
made() {
    name=$1
    shift
    if message=$("$@"); then
        pass
    else
        failure "$name"
        printf '%s\n' "$message" | head -n 5 | sed 's/^/    /'
    fi
}

for script in "$place"/scripts/*.lua; do
    name=$(basename "$script" .lua)
    made "scripts/$name.lua" told -q "scripts/$name.lua" -o "runs/$name"
done

awkward='Ärger "quoted" & 100% #1?.lua'
mkdir "$place/a b"
cp "$root/tests/browser/hostile.lua" "$place/a b/"
printf 'area,cases\n"A ""b""",3\nÉ,<5\n' >"$place/a b/answer 'é' 50%.csv"
cat >"$place/a b/$awkward" <<'LUA'
local foi = require "foi"
local t = foi.read "answer 'é' 50%.csv"
local way = foi.setting("the way", "none")
local s = foi.stats.bootstrap.ci.percentile { x = { 1, 2, 3, 4, 9 }, seed = 42, replicates = 99 }
foi.report { title = 'A "title" \\ <with> ' .. way }
  :table(t)
  :caution("Mind the \226\128\174gap\t.")
  :text("From " .. s.lower)
LUA
made 'a run of awkward names' told -q "a b/$awkward" "a b/answer 'é' 50%.csv" -s "the way=\"ü=\\\\" -o 'runs/an "awkward" é'
made 'a hostile report' told -q 'a b/hostile.lua' -o runs/hostile
made 'a run of standard input' told -q - -o runs/piped <"$root/scripts/early_help.lua"
others=''
if command -v rsvg-convert >/dev/null 2>&1; then others="$others --png"; else skip 'runs with PNG: rsvg-convert is not installed'; fi
if command -v weasyprint >/dev/null 2>&1; then others="$others --pdf"; else skip 'runs with PDF: WeasyPrint is not installed'; fi
# shellcheck disable=SC2086 # words
made 'a run with an option of each kind' told -q scripts/early_help.lua --vega-lite --chart-size slide $others \
    --limit-seconds 99 -s reference='Asian/Asian British' -o runs/options

# What a run is, field by field.
outcome=$("$check" "$place"/runs/*) || true
printf '%s\n' "$outcome" | grep -v '^[0-9]* passed, ' || true
passed=$((passed + $(printf '%s\n' "$outcome" | sed -n 's/^\([0-9]*\) passed, .*/\1/p')))
failed=$((failed + $(printf '%s\n' "$outcome" | sed -n 's/.* passed, \([0-9]*\) failed$/\1/p')))

# silent WORD: it stands in no file of any run, nor in a name, whatever its letters.
silent() {
    found=$(grep -rliaF -e "$1" "$place/runs" || true; (cd "$place" && find runs | grep -iF -e "$1") || true)
    if [ -n "$found" ]; then
        failure "a run tells '$1'"
        printf '%s\n' "$found" | head -n 3 | sed 's/^/    /'
    else
        pass
    fi
}
silent telltale
silent "$work"
silent "$root"
silent /tmp/
# shellcheck disable=SC2031
[ "${#HOME}" -lt 3 ] || silent "$HOME/"
this_host=$(uname -n)
[ "${#this_host}" -lt 5 ] || silent "$this_host"

# No time of day in what says how a run was made.
if grep -rnE '[0-2][0-9]:[0-5][0-9](:[0-5][0-9])?' "$place"/runs/*/ro-crate-metadata.json "$place"/runs/*/machine.json; then
    failure 'a manifest tells the time'
else
    pass
fi

# holds NAME COMMAND...
holds() {
    name=$1
    shift
    if "$@"; then pass; else failure "$name"; fi
}
in_manifest() { grep -qF -e "$2" "$place/runs/$1/ro-crate-metadata.json"; }

holds 'the script is copied byte for byte' cmp "$place/a b/$awkward" "$place/runs/an \"awkward\" é/script/$awkward"
holds 'standard input is copied too' cmp "$root/scripts/early_help.lua" "$place/runs/piped/script/script.lua"
holds 'its name is escaped where it is an address' in_manifest 'an "awkward" é' '"@id": "script/Ärger%20%22quoted%22%20%26%20100%25%20%231%3F.lua"'
holds 'the seed is named' in_manifest 'an "awkward" é' '"value": 42'
holds 'the numbers drawn are counted' in_manifest 'an "awkward" é' '"value": 495'
holds 'a limit that was given is named' in_manifest options '"value": 99'
holds 'a setting is named' in_manifest options '"value": "Asian/Asian British"'

# The hash of the Lua side is that of its files, in order, each as its name, NUL, its text, NUL.
prelude_hash() {
    for file in "$root"/engine/prelude/*.lua; do
        printf '%s\000' "$(basename "$file" .lua)"
        cat "$file"
        printf '\000'
    done | sha256sum | cut -d ' ' -f 1
}
holds 'the Lua modules are named by their hash' in_manifest early_help "\"value\": \"$(prelude_hash)\""

# The date that RO-Crate demands is the release's, or one that is given.
identifier() { grep -o '"identifier": "[0-9a-f]*"' "$place/runs/$1/ro-crate-metadata.json"; }
dated() { SOURCE_DATE_EPOCH=$1 told -q scripts/early_help.lua -o runs/dated && in_manifest dated "\"datePublished\": \"$2\""; }
holds 'SOURCE_DATE_EPOCH gives the date' dated 951782400 2000-02-29
holds 'the last day of a year' dated 978307199 2000-12-31
holds 'the first day of 1970' dated 0 1970-01-01
holds 'a long time from now' dated 4107542400 2100-03-01
holds 'the date is no part of the run id' [ "$(identifier dated)" = "$(identifier early_help)" ]
holds 'a setting is part of the run id' [ "$(identifier options)" != "$(identifier early_help)" ]

# Without -o nothing is written.
before=$(listing "$place")
told -q scripts/early_help.lua
holds 'a run without -o writes nothing' [ "$before" = "$(listing "$place")" ]
finish
