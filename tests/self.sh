#!/bin/sh
# self.sh: the test runners notice what they are there to notice, and a build knows its commit.
set -eu
# shellcheck disable=SC2034 # the library wants one; nothing here runs the program
BUILD=.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
work=$(mktemp -d)

# notices NAME COMMAND...: the command must fail.
notices() {
    name=$1
    shift
    if "$@" >/dev/null 2>&1; then failure "self: $name goes unnoticed"; else pass; fi
}
accepts() {
    name=$1
    shift
    if "$@" >/dev/null 2>&1; then pass; else failure "self: $name is not accepted"; fi
}

# What breaks a rule of layers.sh is found in a copy of the engine, each by the name of its rule.
cp -R "$root/engine" "$work/engine"
plant() { printf '%s\n' "$2" >>"$work/engine/$1/planted.c"; }
plant report '/* not time(NULL) */'
accepts 'a comment about time()' sh "$root/tests/layers.sh" "$work/engine"
plant data '#include "stats/measure.h"'
plant base '#include "data/table.h"'
plant stats '# include <lua.h>'
plant lua '#include <gsl/gsl_math.h>'
plant stats 'double f(void) { return gsl_cdf_chisq_Qinv(0.1, 2); }'
plant report 'long f(void) { return time(NULL); }'
plant cli 'void f(void) { setlocale(LC_ALL, ""); }'
broken=$(sh "$root/tests/layers.sh" "$work/engine" | sed -n 's/^FAILED layers: //p')
finds() { accepts "$1" test "$(printf '%s\n' "$broken" | grep -cF -e "$2")" = 1; }
finds 'stats/ seen from data/' 'data/ includes only: base'
finds 'data/ seen from base/' 'base/ includes only: base'
finds 'Lua below lua/' 'lualib|luaconf'
finds 'GSL outside stats/' 'gsl/ is included only in'
finds 'a GSL inverse' 'no GSL inverse'
finds 'the time of day' 'time of day never'
finds 'the whole locale' 'numbers and order never follow'
notices 'a rule that is broken' sh "$root/tests/layers.sh" "$work/engine"

# match WANT GOT
match() {
    printf '%b' "$1" >"$work/want"
    printf '%b' "$2" >"$work/got"
    awk -f "$root/tests/match.awk" "$work/want" "$work/got"
}
accepts 'the same text' match 'a\nb\n' 'a\nb\n'
accepts 'any lines between' match 'a\n...\nd\n' 'a\nb\nc\nd\n'
accepts 'no lines between' match 'a\n...\nd\n' 'a\nd\n'
accepts 'blank lines at the end' match 'a\n\n' 'a\n'
notices 'another line' match 'a\nb\n' 'a\nc\n'
notices 'a line too few' match 'a\nb\n' 'a\n'
notices 'a line too many' match 'a\n' 'a\nb\n'
notices 'a missing end behind any lines' match 'a\n...\nd\n' 'a\nb\n'
notices 'text where none is wanted' match '' 'a\n'

# expect SCRIPT PRINTED
expect() {
    printf '%b' "$1" >"$work/script"
    printf '%b' "$2" >"$work/printed"
    awk -f "$root/tests/expect.awk" "$work/script" "$work/printed"
}
accepts 'what a script says it prints' expect 'print(1) --> 1\n--> two\n' '1\ntwo\n'
notices 'another value' expect 'print(1) --> 1\n' '2\n'
notices 'a value that is not printed' expect 'print(1) --> 1\nprint(2) --> 2\n' '1\n'
notices 'a value that is not expected' expect 'print(1) --> 1\nprint(2)\n' '1\n2\n'
# facts ROOT: what tools/build-facts.sh of a project says of its commit.
facts() {
    sh "$1/tools/build-facts.sh" "$1/build/facts.h" 2026-01-01 '-O2  -DX="y"'
    sed -n 's/^#define FOISTAT_//p' "$1/build/facts.h"
}
says() { facts "$1" | grep -qxF -e "$2"; }
project=$work/outer/project
mkdir -p "$project/tools"
cp "$root/tools/build-facts.sh" "$project/tools/"
accepts 'a build without git' says "$project" 'COMMIT NULL'
accepts 'flags with quotes' says "$project" 'FLAGS "-O2 -DX=\"y\""'
if command -v git >/dev/null 2>&1; then
    here() { git -C "$1" -c user.name=x -c user.email=x@x -c commit.gpgsign=false "$2" -q ${3:+-m} ${3:+"$3"} ${3:+--allow-empty}; }
    here "$work/outer" init
    here "$work/outer" commit x
    accepts 'a folder in the repository of something else' says "$project" 'COMMIT NULL'
    here "$project" init
    accepts 'a repository without a commit' says "$project" 'COMMIT NULL'
    git -C "$project" add tools
    here "$project" commit x
    accepts 'a commit' says "$project" "COMMIT \"$(git -C "$project" rev-parse HEAD)\""
    accepts 'a clean commit' says "$project" 'DIRTY false'
    touch -d 2001-01-01 "$project/build/facts.h"
    facts "$project" >/dev/null
    notices 'a file that says nothing new being touched' [ "$project/build/facts.h" -nt "$root/Makefile" ]
    echo '# more' >>"$project/tools/build-facts.sh"
    accepts 'a change that is not in the commit' says "$project" 'DIRTY true'
else
    skip 'the commit in a build: git is not installed'
fi
finish
