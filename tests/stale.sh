#!/bin/sh
# stale.sh BUILD: the pages in docs/reference that the program writes are those it writes now.
set -eu
BUILD=$1
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
make_box
sh "$root/tools/docs.sh" "$BUILD/foistat" "$box" >/dev/null
for page in "$box"/*.md; do
    name=docs/reference/$(basename "$page")
    if cmp -s "$page" "$root/$name"; then
        pass
    else
        failure "$name is not what the program writes now; run \`make docs\`"
        diff "$root/$name" "$page" 2>&1 | head -n 6 | sed 's/^/    /' || true
    fi
done
finish
