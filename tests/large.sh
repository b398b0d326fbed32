#!/bin/sh
# large.sh BUILD: what is too long to be kept or waited for. A pipe of more than 16 MiB is read once, in flat
# memory, and gives what the file gives; whoever writes into it or reads from it may end early.
set -eu
BUILD=$1
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
make_box
cd "$box"

# says WHAT CODE TEXT COMMAND...: it ends so, and says the text.
says() {
    what=$1 want=$2 text=$3
    shift 3
    code=0
    "$@" >"$work/said" 2>&1 || code=$?
    if [ "$code" = "$want" ] && { [ -z "$text" ] || grep -qF -- "$text" "$work/said"; }; then
        pass
    else
        failure "large: $what: exit code $code, and not '$text'"
        head -n 4 "$work/said" | sed 's/^/    /'
    fi
}

# rows N: as CSV, 120 bytes each.
rows() {
    awk -v n="$1" 'BEGIN {
        print "area,group,note"
        note = sprintf("%100s", "")
        gsub(" ", "x", note)
        for (i = 0; i < n; i++)
            print "a" i % 7 "," substr("ABCDEFGH", i % 8 + 1, 1) "," note i
    }'
}
for name in pipe file named; do
    case $name in pipe) source=- ;; file) source=long.csv ;; *) source=$name ;; esac
    printf 'local foi = require "foi"\nfoi.report{title = "Groups"}:table(foi.read("%s", {by = {"group"}, rows = true}))\n' "$source" >$name.lua
done
printf 'local foi = require "foi"\nfoi.read("-", {by = {"area"}, rows = true})\nfoi.read("-", {by = {"group"}, rows = true})\n' >twice.lua
printf 'local foi = require "foi"\nlocal t = foi.read "-"\nfoi.report{title = "All"}:text(t.name)\n' >all.lua
printf 'local foi = require "foi"\nprint(pcall(foi.read, "-", {by = {"nothing"}, rows = true}))\n' >caught.lua
rows 160000 >long.csv

# --- pipes --------------------------------------------------------------------------------------------

through() { $limited foistat "$@" <"$work/fifo"; }
# piped COMMAND...: with the file through a pipe; the writer may find it closed.
mkfifo "$work/fifo"
piped() {
    cat long.csv >"$work/fifo" 2>/dev/null &
    code=0
    through "$@" || code=$?
    wait
    return "$code"
}
piped_q() { piped run -q "$@"; }

says 'a file' 0 '' foistat run -q file.lua long.csv -o file
says 'more time than any count takes' 0 '' foistat run -q --limit-seconds 9999999 file.lua long.csv
says 'a pipe' 0 '' piped_q pipe.lua - -o pipe
tables() { cat "$1"/tables/*.csv; }
if [ "$(tables file)" = "$(tables pipe)" ] && [ "$(tables pipe | wc -l)" = 9 ]; then pass; else failure 'large: a pipe gives another table than the file'; fi
says 'a named pipe' 0 '20,000' sh -c 'mkfifo named; cat long.csv >named & foistat run named.lua named; wait'
says 'twice' 2 "what came through '-' was read once and is gone" piped_q twice.lua -
says 'its hash is that of the file' 0 "$(sha256sum <long.csv | cut -d ' ' -f 1)" piped describe --json -
says 'describe' 0 '160,000 rows, 3 columns' piped describe -
says 'check' 0 'no count is hidden' piped check -
says 'a ledger that is new' 0 '' piped_q pipe.lua - --ledger ledger
says 'a ledger with entries' 2 'its hash is needed before it is' piped_q pipe.lua - --ledger ledger
says 'verify' 0 'its hash is needed before it is' sh -c 'cat long.csv | foistat verify pipe -'
says 'a reader that stops early' 0 'false' piped run caught.lua -
endless() { yes 'a,b,c' | "$@"; }
if grep -q __asan_init "$program"; then
    skip 'large: a writer that never ends: memory has no limit under the sanitizer'
else
    # shellcheck disable=SC2086 # two words
    says 'a writer that never ends' 0 'false' endless $limited foistat run --limit-memory 64 caught.lua -
fi
says 'a script as long as that' 2 'is larger than 4194304 bytes' piped run -

# --- foi.count, which goes on as long as data come ---------------------------------------------------

for name in - long.csv named; do
    printf 'local foi = require "foi"\nfoi.report{title = "Groups"}:table(foi.count{source = "%s", by = {"group"}})\n' "$name" >"count_${name%.csv}.lua"
done
says 'a count of a pipe' 0 '' piped_q --published count_-.lua - -o counted_pipe
says 'a count of a file' 0 '' foistat run -q --published count_long.lua long.csv -o counted_file
sum=$(sha256sum <long.csv | cut -d ' ' -f 1)
for name in pipe file; do
    if [ "$(tables counted_$name)" = "$(tables file)" ] && grep -q "$sum" counted_$name/ro-crate-metadata.json; then
        pass
    else
        failure "large: foi.count of a $name: another table, or not the hash of the file"
    fi
done

# slowly N: writes the file into the named pipe, in the background, with a wait of N seconds in the middle.
cat >"$work/slowly" <<'SH'
exec 2>/dev/null >named
head -c 17500000 long.csv
sleep "$1"
tail -c +17500001 long.csv
SH
# shellcheck disable=SC2086 # two words
slowly() { $limited sh "$work/slowly" "$1" & writer=$!; }
# Whoever should have read may have ended without.
written() { { kill "$writer" && wait "$writer"; } 2>/dev/null || true; }

# Nobody writes for longer than the script may take: its clock stands still, but for a limit that was given.
slowly 1.5
says 'a limit that was given' 4 'longer than 1 second' foistat run -q --published --limit-seconds 1 count_named.lua named
wait

# --- the terminal --------------------------------------------------------------------------------------

# on_terminal COLUMNS SETTINGS OPTIONS...: a slow run of foistat as a terminal shows it.
on_terminal() {
    columns=$1 settings=$2
    shift 2
    slowly 1.8
    script -qec "stty cols $columns; $settings foistat run --published $* count_named.lua named" "$work/typed" </dev/null >"$work/shown" 2>&1 || true
    written
}
shows() { if grep -q "$2" "$work/shown"; then pass; else failure "large: $1: no '$2'"; fi; }
shows_no() { if grep -q "$2" "$work/shown"; then failure "large: $1: '$2'"; else pass; fi; }
line='named: [0-9,]* rows, [0-9]* MB, '
if ! command -v script >/dev/null 2>&1; then
    skip 'large: what is shown on a terminal: script is not installed'
elif ! script -qec true "$work/typed" </dev/null >/dev/null 2>&1; then
    skip 'large: what is shown on a terminal: this machine has none to give'
elif ! is_confined; then
    skip 'large: what is shown on a terminal: another program stands before the real one'
else
    on_terminal 80 TERM=xterm
    shows 'a terminal' "${line}[0-9]* MB/s"
    shows 'a terminal' '20,000'
    if tr '\r' '\n' <"$work/shown" | awk 'length > 79 && /rows/ { bad = 1 } END { exit bad }'; then pass; else failure 'large: a line is wider than the terminal'; fi
    on_terminal 30 TERM=xterm
    if tr '\r' '\n' <"$work/shown" | awk '/^named/ { n++ } length > 29 && /^named/ { bad = 1 } END { exit bad || n == 0 }'; then pass; else failure 'large: a narrow terminal'; fi
    on_terminal 80 TERM=dumb
    shows_no 'a terminal that cannot' "$line"
    on_terminal 80 TERM=xterm -q
    shows_no 'with --quiet' "$line"
fi
slowly 1.5
TERM=xterm foistat run --published count_named.lua named >"$work/shown" 2>&1 || failure 'large: a slow pipe'
wait
shows 'no terminal' '20,000'
shows_no 'no terminal' "$line"

# --- interrupts ----------------------------------------------------------------------------------------

# A background process of a shell ignores SIGINT, so that the signal comes from timeout.
for signal in $(is_confined && echo INT TERM HUP); do
    case $signal in INT) code=130 ;; TERM) code=143 ;; HUP) code=129 ;; esac
    slowly 2
    says "SIG$signal" $code 'stopped; nothing was written' timeout --preserve-status -s "$signal" 1 foistat run -q --published count_named.lua named -o stopped
    wait
    if [ -e stopped ]; then failure "large: SIG$signal left a folder"; else pass; fi
done

finish
