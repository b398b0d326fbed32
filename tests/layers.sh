#!/bin/sh
# layers.sh [ENGINE]: the arrows of the design point down, and each library has one home.
#   base <- scan <- data, base <- stats; data <- disclosure, database; lua over base, data, stats, disclosure; report
#   and run beside it; cli on top.
set -eu
cd "${1:-$(dirname "$0")/../engine}"
for folder in base scan data database stats disclosure lua report run cli; do
    [ -d "$folder" ] || { echo "there is no $folder/ in $PWD" && exit 1; }
done

# rule NAME: says whether there are lines on standard input, which would be violations.
rule() {
    lines=$(cat)
    if [ -z "$lines" ]; then
        echo "agreed $1"
        return 0
    fi
    printf 'FAILED layers: %s\n' "$1"
    printf '%s\n' "$lines" | sed 's/^/    /'
}

# search PATTERN FILES...: file:line:text, without lines that are comments.
search() {
    pattern=$1
    shift
    grep -nE "$pattern" /dev/null "$@" | grep -vE '^[^:]*:[0-9]+: *(/?\*|//)' || true
}

# without PATTERN: the lines that do not match.
without() { grep -vE "$1" || true; }

# layer FOLDER ALLOWED...: which of our own headers its files may include.
layer() {
    folder=$1
    shift
    allowed=$(echo "$*" | tr ' ' '|')
    # shellcheck disable=SC2046 # our own file names have no blanks
    search '^ *# *include *"' $(find "$folder" -name '*.[ch]' 2>/dev/null | sort) |
        without "include *\"($allowed)/" | rule "$folder/ includes only: $*"
}

# home PATTERN FOLDERS...: a library's headers are included nowhere else.
home() {
    pattern=$1
    shift
    allowed=$(echo "$*" | tr ' ' '|')
    # shellcheck disable=SC2086
    search "^ *# *include *[<\"]$pattern" $all | without "^($allowed)/" |
        rule "$pattern is included only in: $*"
}

# banned PATTERN WHY
banned() {
    # shellcheck disable=SC2086
    search "$1" $all | rule "$2"
}

check() {
    layer base base
    layer scan base scan
    layer data base scan data
    layer database base data database
    layer stats base stats
    layer lua base data stats disclosure lua
    layer disclosure base data disclosure
    layer report base data report
    layer run base scan data run
    layer cli base scan data database stats disclosure lua report run cli

    home '(lua|lauxlib|lualib|luaconf)\.h' lua cli
    home 'gsl/' stats
    home 'Rmath\.h' stats
    home 'csv\.h' data
    home '(zlib|zstd)\.h' scan
    home 'pthread\.h' scan run stats
    home '(sql|sqlext|sqlucode|sqltypes|odbcinst)\.h' database
    home 'glpk\.h' disclosure
    home '(seccomp|linux/landlock)\.h' run
    home 'jansson\.h' data run cli
    home 'nettle/' run report
    home 'cmark-gfm' report
    home 'archive(_entry)?\.h' run

    banned '_(P|Q)inv\>' 'no GSL inverse: they are silently wrong or never return'
    banned '\<setlocale *\( *LC_(ALL|NUMERIC|TIME|COLLATE)' 'numbers and order never follow the locale'
    banned '\<(time|ctime|localtime|localtime_r|gmtime|gmtime_r|gettimeofday|clock|strftime)\(' \
        'time of day never enters an output'
    banned '\<(rand|random|srand|srandom|drand48)\(' 'no chance without a seed'
    # shellcheck disable=SC2086
    search '\<CLOCK_[A-Z_]+' $all | without '^run/.*CLOCK_MONOTONIC' |
        rule 'clocks only in run/, for the limit of seconds'
}

all=$(find ./* -name '*.[ch]' | sed 's|^\./||' | sort)
found=$(check)
printf '%s\n' "$found" | grep -v '^agreed ' || true
failed=$(printf '%s\n' "$found" | grep -c '^FAILED ' || true)
echo "$(printf '%s\n' "$found" | grep -c '^agreed ' || true) passed, $failed failed"
[ "$failed" = 0 ]
