#!/bin/sh
# Writes the Lua files named as arguments as one C table: name, bytes, length.
set -eu
echo '/* Generated from engine/prelude by tools/embed.sh. Do not edit. */'
echo '#include "lua/prelude.h"'
for file in "$@"; do
    name=$(basename "$file" .lua)
    printf 'static const unsigned char text_%s[] = {\n' "$name"
    od -An -v -tu1 "$file" | sed 's/[0-9][0-9]*/&,/g'
    echo '};'
done
echo 'const struct prelude_module prelude_modules[] = {'
for file in "$@"; do
    name=$(basename "$file" .lua)
    printf '    {"%s", text_%s, sizeof text_%s},\n' "$name" "$name" "$name"
done
echo '    {0, 0, 0},'
echo '};'
