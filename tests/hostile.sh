#!/bin/sh
# hostile.sh BUILD [FILE.lua...]: scripts that mean harm. The first lines of each say what it tries,
# with which flags it is run, and how it must end: "4 L501" is the exit code and the error; several may
# be right. Whatever it tries, nothing is written, nothing is left running, and a limit of seconds
# holds. FOISTAT_ALL=1 prints what each took, and holds the limit to 10 % (and the start of a process).
set -eu
BUILD=$1
shift
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
[ $# -gt 0 ] || set -- "$root"/tests/hostile/*.lua

# The flags and the ends of a script.
read_header() {
    flags='' ends=''
    while read -r dashes word rest; do
        case $dashes$word in
        --flags:) flags=$rest ;;
        --ends:) ends=$rest ;;
        --*) ;;
        *) break ;;
        esac
    done <"$1"
}

# The last error that was said: "L501".
read_error() {
    said=none
    while IFS= read -r line; do
        case $line in *'error['*']'*)
            said=${line#*error\[}
            said=${said%%\]*}
            ;;
        esac
    done <"$work/said"
}

# May it end so? "4 L501 or 3 any", the exit code and the error.
may_end() {
    # shellcheck disable=SC2086 # words
    set -- $ends
    while [ $# -ge 2 ]; do
        case $1:$2 in "$code:any" | "$code:$said") return 0 ;; esac
        shift 2
        [ $# = 0 ] || shift
    done
    return 1
}

# The box holds the script and nothing else.
untouched() {
    set -- "$box"/* "$box"/.[!.]*
    [ "$1:$2:$#" = "$box/hostile.lua:$box/.[!.]*:2" ] && cmp -s "$box/hostile.lua" "$file"
}

# The longest it may take, in milliseconds; half a minute where the limit is not one of time.
longest() {
    seconds=27 slack=3000
    case $flags in *--limit-seconds*)
        seconds=${flags#*--limit-seconds }
        seconds=${seconds%% *}
        ;;
    esac
    [ -z "${FOISTAT_ALL:-}" ] || slack=100
    case $BUILD in *sanitize*) slack=60000 ;; esac # ten times as slow
    echo $((seconds * 1100 + slack))
}

judge() {
    wrong=''
    read_error
    may_end || wrong="ended with exit code $code and error $said, not $ends"
    untouched || wrong='wrote files'
    [ "$took" -le "$(longest)" ] || wrong="took $took ms"
    [ -z "${FOISTAT_ALL:-}" ] || printf '%6d ms  exit %s %s  %s\n' "$took" "$code" "$said" "$name"
    if [ -z "$wrong" ]; then
        pass
        return 0
    fi
    failure "$name: $wrong"
    tail -n 5 "$work/said" | cut -c 1-300 | sed 's/^/    /'
    rm -rf "${box:?}"/*
}

milliseconds() { echo $(($(date +%s%N) / 1000000)); }

attack() {
    cp "$file" "$box/hostile.lua"
    code=0
    started=$(milliseconds)
    # shellcheck disable=SC2086 # one word a flag
    (cd "$box" && $limited foistat run -o run $flags hostile.lua >"$work/out" 2>"$work/said" </dev/null) || code=$?
    took=$(($(milliseconds) - started))
    judge
}

make_box
for file in "$@"; do
    name=tests/hostile/${file##*/}
    read_header "$file"
    case $BUILD$ends in
    *sanitize*kernel) skip "$name: a sanitizer cannot live under a limit of address space" ;;
    *) attack ;;
    esac
done
if find /proc/[0-9]*/cwd -maxdepth 0 -lname "$box*" 2>/dev/null | grep .; then
    failure 'tests/hostile: these processes were left running'
else
    pass
fi
finish
