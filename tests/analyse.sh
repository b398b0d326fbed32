#!/bin/sh
# analyse.sh: static analysis of the C and of the shell scripts; a tool that is not installed is
# skipped by name. Closes with "N passed, N failed".
set -eu
cd "$(dirname "$0")/.."
flags=$(pkg-config --cflags lua5.4 gsl libRmath jansson nettle libutf8proc libcmark-gfm libseccomp libarchive zlib libzstd)
# Without the files that define what analyse.h wraps.
sources=$(find engine -name '*.c' ! -path engine/base/err.c ! -path engine/stats/measure.c | sort)
output=$(mktemp) object=$(mktemp) # an object at /dev/null would replace it, where root runs this
trap 'rm -f "$output" "$object"' EXIT
passed=0 failed=0 skipped=0

# analyse TOOL COMMAND...: any word of it is a finding.
analyse() {
    name=$1
    shift
    if ! command -v "$name" >/dev/null 2>&1; then
        echo "skipped: $name is not installed"
        skipped=$((skipped + 1))
    elif "$@" >"$output" 2>&1 && [ ! -s "$output" ]; then
        passed=$((passed + 1))
    else
        echo "FAILED $name"
        grep -E '(error|warning|style|portability|note \(|SC[0-9]+)' "$output" | grep -v 'generated\.$' | sed 's/^/    /'
        failed=$((failed + 1))
    fi
}

# each COMPILER OPTIONS...: every source by itself.
each() {
    for file in $sources; do
        # shellcheck disable=SC2086 # one word a flag
        "$@" -std=c11 -D_GNU_SOURCE -Iengine -Ibuild -include tests/analyse.h -DFOISTAT_VERSION='"0"' -DFOISTAT_PREFIX='"/"' $flags \
            -o "$object" "$file" || return 1
    done
}
with_clang() { each clang --analyze --analyzer-output text; }
with_gcc() { each gcc -fanalyzer -O1 -c; }
# Knows nothing of the libraries' headers, and need not: it looks for slips within a function.
with_cppcheck() {
    # shellcheck disable=SC2086
    cppcheck --quiet --std=c11 --enable=warning,portability --inline-suppr --error-exitcode=1 \
        --suppress=missingIncludeSystem --suppress=unknownMacro -D__GNUC__ -Iengine -Ibuild $sources
}

if command -v clang >/dev/null 2>&1; then analyse clang with_clang; else analyse gcc with_gcc; fi
analyse cppcheck with_cppcheck
analyse shellcheck shellcheck -x .ci/run tests/*.sh tests/*/*.sh tools/*.sh

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
