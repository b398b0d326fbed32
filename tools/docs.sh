#!/bin/sh
# docs.sh BUILD ROOT: writes everything that comes from the rows in the code below ROOT: the
# reference pages, the pages on method validation and coverage, the definitions for editors.
set -eu
build=$(cd "$1" && pwd) root=$2

# put FILE COMMAND...: what the command prints, whole or not at all.
put() {
    file=$root/$1
    shift
    mkdir -p "$(dirname "$file")"
    "$@" >"$file.part"
    mv "$file.part" "$file"
    echo "  $file"
}

for topic in measures lua-api datapackage errors checks manifest commands exit-codes; do
    put "docs/reference/$topic.md" "$build/foistat" help --markdown "$topic"
done
"$build/foistat" help measures | while read -r family _; do
    put "docs/reference/measures/$family.md" "$build/foistat" help --markdown "$family"
done
put docs/method-validation.md "$build/tests/reference_test" --markdown
put docs/explanation/coverage.md "$build/tests/coverage_test" --markdown
gallery() {
    folder=$(mktemp -d)
    (cd "$(dirname "$0")/.." && "$build/foistat" run -q scripts/gallery.lua -o "$folder/gallery")
    cat "$folder/gallery/report.html"
    rm -rf "$folder"
}
put docs/gallery.html gallery
put share/luals/library/foi.lua "$build/foistat" help --luals
