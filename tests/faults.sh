#!/bin/sh
# faults.sh BUILD [full-disk]: a run replaces an earlier one wholly or not at all, whatever call that changes the disk
# fails (ENOSPC, EDQUOT, EIO), wherever the process is killed, on a disk that is really full, and where
# runs go into one folder at once. Data are on the disk before the run takes its name.
# Some calls and moments in `make check`; all calls and 200 moments with FOISTAT_ALL=1, as in
# `make check-all`.
set -eu
BUILD=$1
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
make_box
runs=$box/runs target=$box/runs/x said=$work/said
if [ -n "${FOISTAT_ALL:-}" ]; then every=1 moments=200; else every=5 moments=10; fi

# Most files of the new run differ from those of the old one, and it has more.
write_old() { foistat run -q "$root/scripts/early_help.lua" -o "$target" >"$said" 2>&1; }
write_new() {
    foistat run -q "$root/scripts/early_help.lua" -s 'reference=Mixed/multiple ethnic group' --vega-lite -o "$target" >"$said" 2>&1
}
hashes() { (cd "$1" && find . -type f -exec cksum {} + | sort); }
is() { hashes "$target" 2>/dev/null | cmp -s - "$work/$1.sums"; }
which_run() { if is old; then echo old; elif is new; then echo new; else echo 'neither run'; fi; }
restore() {
    is "$1" && return
    rm -rf "$target"
    cp -a "$work/$1" "$target"
}
# What a folder holds besides the one thing that it may.
left_in() { find "$1" -mindepth 1 -maxdepth 1 ! -name "$2" | tr '\n' ' '; }
# alone: adds to the verdict what stands beside the run.
alone() {
    left=$(left_in "$runs" x)
    [ -z "$left" ] || verdict="$verdict; left: $left"
}

failures=0
write_old && cp -a "$target" "$work/old" && hashes "$target" >"$work/old.sums"
write_new && cp -a "$target" "$work/new" && hashes "$target" >"$work/new.sums"
if is new && [ "$(comm -23 "$work/new.sums" "$work/old.sums" | wc -l)" -ge 8 ]; then
    pass
else
    failure 'faults: the two runs to compare are too much alike'
fi

# at_least_failed N: or the faults were none.
at_least_failed() {
    if [ "$failures" -ge "$1" ]; then pass; else failure "faults: only $failures of the calls failed, $1 were to"; fi
}

# ended CODE WHAT: how a run that was to replace the old one ended, and what is there now.
ended() {
    case $1/$(which_run) in
    0/new) verdict=whole ;;
    2/old)
        failures=$((failures + 1))
        if grep -q . "$said"; then verdict=whole; else verdict='it says nothing'; fi
        ;;
    *) verdict="exit code $1, and there is the $(which_run)" ;;
    esac
    alone
    judge "$2"
}
judge() {
    if [ "$verdict" = whole ]; then
        pass
    else
        failure "faults: $1: $verdict"
        head -n 3 "$said" | sed 's/^/    /'
    fi
}

# --- every call that changes the disk ---------------------------------------------------------------

shim=$(absolute "$BUILD")/shims/failing_disk.so
with_shim() { LD_PRELOAD=$shim "$@"; }

# calls COMMAND: how many of them it makes.
calls() {
    FAULT_LOG=$work/log with_shim "$@" || failure "faults: $1 does not go through: $(head -n 1 "$said")"
    awk 'END { print NR }' "$work/log"
}
# some_of N: numbers of calls, the last ones among them: those are where one run takes the place of another.
some_of() { { seq 1 "$every" "$1" && seq $(($1 - 3)) "$1"; } | sort -n -u; }
error_for() { case $(($1 % 3)) in 0) echo ENOSPC ;; 1) echo EDQUOT ;; 2) echo EIO ;; esac }

fail_each() {
    restore old
    n=$(calls write_new)
    failures=0
    for k in $(some_of "$n") $((n + 1)); do
        restore old
        code=0
        FAULT=$(error_for "$k") FAULT_AT=$k with_shim write_new || code=$?
        ended "$code" "call $k of $n fails ($(sed -n "${k}p" "$work/log" | cut -d ' ' -f 2))"
    done
    [ "$code" = 0 ] || failure 'faults: no call fails, and neither does the run go through'
    at_least_failed $(($(some_of "$n" | wc -l) - 1)) # the last call may
}

# The same where there was nothing, not even the folder above.
fail_first() {
    rm -rf "$runs"
    n=$(calls write_new)
    for k in $(some_of "$n"); do
        rm -rf "$runs"
        code=0 verdict=whole
        FAULT=$(error_for "$k") FAULT_AT=$k with_shim write_new || code=$?
        case $code in
        0) is new || verdict='not the whole run' ;;
        2) [ ! -e "$runs" ] || verdict="left: $(find "$runs" | head -n 5 | tr '\n' ' ')" ;;
        *) verdict="exit code $code" ;;
        esac
        judge "call $k of $n fails, where nothing was"
    done
    mkdir -p "$runs"
}

# Every write is done in pieces, or interrupted by signals: the same bytes come out.
in_pieces() {
    restore old
    code=0
    FAULT=$1 with_shim write_new || code=$?
    [ "$code" = 0 ] || code="$code ($1)"
    ended "$code" "writes that are $1"
}

# One file: foistat index -o, and foistat report --pdf.
write_page() { foistat index -q "$runs" -o "$box/pages/page" --title "$1" >"$said" 2>&1; }
write_paper() { foistat report -q "$work/$1" --pdf -o "$box/pages/page" >"$said" 2>&1; }
fail_file() {
    rm -rf "$box/pages"
    restore new
    "$1" old
    cp "$box/pages/page" "$work/page.old"
    n=$(calls "$1" new)
    cp "$box/pages/page" "$work/page.new"
    failures=0
    for k in $(seq 1 "$n"); do
        cp "$work/page.old" "$box/pages/page"
        code=0 verdict=whole
        FAULT=$(error_for "$k") FAULT_AT=$k with_shim "$1" new || code=$?
        case $code in
        0) cmp -s "$work/page.new" "$box/pages/page" || verdict='exit code 0, but not the new file' ;;
        2) cmp -s "$work/page.old" "$box/pages/page" || verdict='exit code 2, but not the old file' ;;
        70) sed -n "${k}p" "$work/log" | grep -q memfd || verdict='exit code 70, and not for want of memory' ;;
        *) verdict="exit code $code" ;;
        esac
        [ "$code" = 0 ] || failures=$((failures + 1))
        left=$(left_in "$box/pages" page)
        [ -z "$left" ] || verdict="$verdict; left: $left"
        judge "$1: call $k of $n fails"
    done
    at_least_failed $((n - 4)) # calls after the file has its name may fail, and closing what weasyprint read
}

# Runs of sources that are not public, with a ledger of what was released: nothing is there for others to
# see that the ledger does not know. A run that fails leaves the ledger as it was; one that is killed may
# leave it saying too much.
private_sources() {
    printf 'area,cases\nNorth,41\nSouth,3\nWest,30\n' >"$box/old.csv"
    printf 'area,cases\nNorth,12\nSouth,52\nWest,2\n' >"$box/new.csv"
    cat >"$box/private.lua" <<'LUA'
local foi = require "foi"
local name = foi.setting("name", "old")
foi.report { title = name }:table(foi.read(name .. ".csv"))
LUA
    rm -rf "$runs" "$box/ledger"
    for run in old new; do
        write_private "$run"
        rm -rf "$work/private-$run"
        cp -a "$target" "$work/private-$run"
        hashes "$target" >"$work/private-$run.sums"
        cp "$box/ledger" "$work/ledger-$run"
    done
}
write_private() {
    foistat run -q "$box/private.lua" "$box/$1.csv" -s "name=$1" --ledger "$box/ledger" -o "$target" >"$said" 2>&1
}
restore_private() {
    rm -rf "$runs"
    mkdir "$runs"
    cp -a "$work/private-old" "$target"
    cp "$work/ledger-old" "$box/ledger"
}
# private_state: "old old" where the run and the ledger are the old ones.
private_state() {
    for run in old new neither; do
        ! is "private-$run" || break
    done
    for ledger in old new neither; do
        ! cmp -s "$box/ledger" "$work/ledger-$ledger" || break
    done
    echo "$run $ledger"
}
fault_private() {
    private_sources
    restore_private
    n=$(calls write_private new)
    failures=0
    for k in $(some_of "$n"); do
        for fault in "$(error_for "$k")" before after; do
            restore_private
            code=0 verdict=whole
            (FAULT=$fault FAULT_AT=$k with_shim write_private new) 2>"$work/shell" || code=$?
            state=$(private_state)
            case $code/$state in
            0/'new new' | 2/'old old') ;;
            137/'old old' | 137/'old new' | 137/'new new') ;;
            *) verdict="exit code $code, run and ledger: $state" ;;
            esac
            [ "$code" = 0 ] || failures=$((failures + 1))
            [ "$code" = 137 ] || alone
            judge "with a ledger: $fault at call $k of $n ($(sed -n "${k}p" "$work/log" | cut -d ' ' -f 2,3))"
        done
    done
    at_least_failed $(($(some_of "$n" | wc -l) * 3 - 3)) # calls after the run has its name may fail
    write_private new
    verdict=whole
    alone
    judge 'the run after those with a ledger'
    rm -rf "$runs" "$box/ledger"
    mkdir "$runs"
    calls write_private new >"$work/count"
    verdict=$(awk -v ledger="$box/ledger" -v box="$box" '
        $2 == "fsync" { synced[$3] = $1 }
        $2 == "rename" { named = $1 }
        END {
            early = synced[ledger] && synced[box] && synced[ledger] < named && synced[box] < named
            print early ? "whole" : "not before the run"
        }' "$work/log")
    judge 'a new ledger, on the disk'
    rm -rf "$target"
}

# Killed before and after every call: the old run or the new one, and the next run tidies up.
kill_each() {
    restore old
    olds=0 news=0
    n=$(calls write_new)
    for k in $(some_of "$n"); do
        for when in before after; do
            restore old
            verdict=whole
            (FAULT=$when FAULT_AT=$k with_shim write_new) 2>"$work/shell" || true
            case $(which_run) in
            old) olds=$((olds + 1)) ;;
            new) news=$((news + 1)) ;;
            *) verdict='neither the old run nor the new one' ;;
            esac
            judge "killed $when call $k of $n"
        done
    done
    after_kills "killed at $n calls"
    # After the exchange of names, and before and after the call that puts it on the disk.
    if [ "$news" -ge 3 ] && [ "$olds" -gt "$news" ]; then pass; else failure "faults: kills left the old run $olds times, the new one $news times"; fi
}
after_kills() {
    verdict=whole
    write_new || verdict="exit code $?"
    is new || verdict='not the new run'
    alone
    judge "the run after those that were $1"
}

# Before the run takes its name, every file and folder of it is on the disk, and afterwards its name is.
# The numbers of calls are those of the log.
synced_before_named() {
    rm -rf "$runs"
    calls write_new >"$work/count"
    verdict=$(awk '
        $2 == "write" { written[$3] = $1 }
        $2 == "fsync" || $2 == "fdatasync" { synced[$3] = $1 }
        $2 == "rename" { named = $1 }
        $2 == "open" && named { late = $3 }
        END {
            for (file in written) {
                files++
                if (!(file in synced) || synced[file] < written[file] || synced[file] > named) { print file " is not on the disk"; exit }
                folder = file; sub(/\/[^\/]*$/, "", folder)
                if (!(folder in synced) || synced[folder] < synced[file] || synced[folder] > named) { print folder " is not on the disk"; exit }
            }
            if (files < 10) print "only " files + 0 " files were written"
            else if (late) print late " was opened after the run had its name"
            else if (synced[above] < named || synced[above_it] < named) print "the name is not on the disk"
            else print "whole"
        }' above="$runs" above_it="$box" "$work/log")
    judge 'what is on the disk when'
}

# --- a disk that is full -----------------------------------------------------------------------------

# In a name space of mounts: a disk of 4 MiB with the old run and so much room.
full_disk() {
    mount -t tmpfs -o size=4m foistat "$runs"
    for room in 0 4 16 32 64 96 128 160 192 256 320 384 512 768 1024; do
        rm -rf "$target" "$runs/filler"
        cp -a "$work/old" "$target"
        used=$(($(stat -f -c '%b - %f' "$runs") + 1))
        head -c $(((1024 - used) * 4096 - room * 1024)) /dev/zero >"$runs/filler"
        code=0
        write_new || code=$?
        [ "$code" = 0 ] || grep -q 'disk is full' "$said" || code="$code without a hint"
        rm "$runs/filler"
        ended "$code" "a disk with $room KiB left"
        ended_with="${ended_with:-}$code "
    done
    case $ended_with in 2*' 0 '*) pass ;; *) failure "faults: full disks: exit codes $ended_with" ;; esac
    umount "$runs"
}

# Where this user may mount one, in a name space of mounts: this program again.
on_full_disk() {
    for apart in 'unshare -m' 'unshare -rm'; do
        $apart mount -t tmpfs -o size=4m foistat "$runs" 2>/dev/null || continue
        $apart sh "$0" "$BUILD" full-disk >"$work/full" 2>&1 || true
        grep -v '^[0-9]* passed, ' "$work/full" || true
        counted=$(sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' "$work/full")
        [ -n "$counted" ] || { failure 'faults: full disks: no end' && return; }
        passed=$((passed + ${counted% *}))
        failed=$((failed + ${counted#* }))
        return
    done
    skip 'faults: a disk that is full: this user may not mount a small one'
}

# --- signals and others at any moment ----------------------------------------------------------------

# N lines "SIGNAL WHOM PART" from a seed: when, as a part of the time that a run takes.
plan() {
    awk -v n="$1" -v seed="$2" 'BEGIN {
        srand(seed)
        for (i = 0; i < n; i++) {
            r = rand()
            print (r < 0.6 ? "KILL" : r < 0.8 ? "TERM" : "INT"), (rand() < 0.75 ? "run" : "worker"), rand() * 1.1
        }
    }'
}

milliseconds() { echo $(($(date +%s%N) / 1000000)); }
strike_at_random() {
    restore old
    started=$(milliseconds)
    write_new
    took=$(($(milliseconds) - started + 1))
    plan "$moments" 20130401 >"$work/plan"
    olds=0 news=0
    while read -r signal whom part; do
        was=$(which_run)
        next=old
        [ "$was" = new ] || next=new
        # A background process of a shell ignores SIGINT, unless the program says otherwise.
        "write_$next" &
        shell=$!
        sleep "$(awk -v t="$took" -v p="$part" 'BEGIN { printf "%.3f", t * p / 1000 }')"
        strike "$shell" "$signal" "$whom"
        wait "$shell" 2>/dev/null || true
        is="$(which_run)"
        verdict=whole
        case $is in "$was") olds=$((olds + 1)) ;; "$next") news=$((news + 1)) ;; *) verdict="$is" ;; esac
        judge "SIG$signal to the $whom after $part of a run"
        [ "$verdict" = whole ] || restore old
    done <"$work/plan"
    [ -z "${V:-}" ] || echo "    $moments strikes: the old run $olds times, the new one $news times" >&2
    after_kills 'struck at random'
}

# children PID: of a process.
children() { cat "/proc/$1/task/$1/children" 2>/dev/null || true; }
strike() {
    run=$(children "$1" | cut -d ' ' -f 1)
    [ "$3" = run ] || run=$(children "${run:-0}" | cut -d ' ' -f 1)
    [ -z "$run" ] || kill "-$2" "$run" 2>/dev/null || true
}

write_of() {
    said=$2
    if [ "$1" = 0 ]; then write_old; else write_new; fi
}
# Writers of one folder at once: each succeeds or says why not; one run is there, whole.
together() {
    for round in $(seq "$1"); do
        rm -rf "$target"
        [ $((round % 2)) = 0 ] || cp -a "$work/old" "$target"
        writers=''
        for i in 1 2 3 4; do
            write_of $((i % 2)) "$work/said.$i" &
            writers="$writers $!"
        done
        codes=''
        for writer in $writers; do
            code=0
            wait "$writer" || code=$?
            codes="$codes $code"
        done
        verdict=whole
        case $(which_run) in neither*) verdict='a mix of runs' ;; esac
        case "$codes " in *' 0 '*) ;; *) verdict='no run succeeded' ;; esac
        case $codes in *[!02\ ]*) verdict="exit codes$codes" ;; esac
        alone
        cat "$work"/said.* >"$work/said"
        judge "four runs at once, round $round"
    done
}

if [ "${2:-}" = full-disk ]; then
    full_disk
    finish
    exit
fi
if grep -q __asan_init "$work/bin/foistat"; then
    skip 'faults of the disk: no library can be loaded before that of the sanitizer'
else
    fail_each
    fail_first
    in_pieces short
    in_pieces interrupted
    fail_file write_page
    if command -v weasyprint >/dev/null 2>&1; then
        [ -z "${FOISTAT_ALL:-}" ] || fail_file write_paper
    else
        skip 'faults: report --pdf: weasyprint is not installed (make deps-publish)'
    fi
    fault_private
    kill_each
    synced_before_named
fi
on_full_disk
strike_at_random
together $((moments / 4 + 1))
finish
