#!/bin/sh
# embed.sh COMPILE FILE.lua...: the Lua side of the foi module as one C table on standard output: each file's name
# and what COMPILE (tools/compile.c) makes of it; and the SHA-256 of the texts, which runs name.
set -eu
compile=$1
shift
compiled=$(mktemp)
trap 'rm -f "$compiled"' EXIT

texts() {
    for file in "$@"; do
        printf '%s\0' "$(basename "$file" .lua)"
        cat "$file"
        printf '\0'
    done
}

echo '/* Generated from engine/prelude by tools/embed.sh. Do not edit. */'
echo '#include "lua/prelude.h"'
for file in "$@"; do
    name=$(basename "$file" .lua)
    "$compile" "$file" "foi.$name" > "$compiled"
    printf 'static const unsigned char module_%s[] = {\n' "$name"
    od -An -v -tu1 "$compiled" | sed 's/[0-9][0-9]*/&,/g'
    echo '};'
done
echo 'const struct prelude_module prelude_modules[] = {'
for file in "$@"; do
    name=$(basename "$file" .lua)
    printf '    {"%s", module_%s, sizeof module_%s},\n' "$name" "$name" "$name"
done
echo '    {0, 0, 0},'
echo '};'
printf 'const char prelude_sha256[] = "%s";\n' "$(texts "$@" | sha256sum | cut -d ' ' -f 1)"
