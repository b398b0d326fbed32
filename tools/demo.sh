#!/bin/sh
# demo.sh FOISTAT: runs every analysis in scripts/, each into runs/NAME, and says what to open.
set -eu
foistat=$1
mkdir -p runs
for script in scripts/*.lua; do
    name=$(basename "$script" .lua)
    "$foistat" run --quiet "$script" -o "runs/$name"
    printf '  %-46s %s\n' "runs/$name/report.html" "$(sed -n '1s/^# //p' "runs/$name/report.md")"
done
echo 'Open runs/early_help/report.html'
