#!/bin/sh
# docs.sh FOISTAT DIR: writes the reference pages that come from the rows in the code.
set -eu
mkdir -p "$2"
for topic in measures errors checks commands exit-codes; do
    "$1" help --markdown "$topic" >"$2/$topic.md.part"
    mv "$2/$topic.md.part" "$2/$topic.md"
    echo "  $2/$topic.md"
done
