#!/bin/sh
# browser.sh BUILD: reports in headless Chromium, on a desktop and on a phone: axe-core, nothing loaded,
# nothing run, labels apart (152 authorities too), print,
# and the phone says what the desktop says. Two reports and an index of them; every analysis
# with FOISTAT_ALL=1, as in `make check-all`.
# `make deps-browser` installs what it needs. Pictures are left in BUILD/browser/pictures.
set -eu
BUILD=$1
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

FOISTAT_CHROMIUM=$(command -v chromium || command -v chromium-browser || true)
FOISTAT_BROWSER_MODULES=$root/build/browser
export FOISTAT_CHROMIUM FOISTAT_BROWSER_MODULES
pictures=$root/build/browser/pictures

for needed in "${FOISTAT_CHROMIUM:-chromium}" node; do
    if ! command -v "$needed" >/dev/null 2>&1; then
        skip "the browser: $needed is not installed (make deps-browser)"
        finish
        exit
    fi
done
if [ ! -d "$FOISTAT_BROWSER_MODULES/node_modules/axe-core" ]; then
    skip 'the browser: axe-core is not installed (make deps-browser)'
    finish
    exit
fi

# report SCRIPT: its run, under the script's name.
report() {
    (cd "$root" && foistat run -q --published "$1" -o "$work/runs/$(basename "$1" .lua)" >/dev/null)
}

# look NAME REPORT...: adds what check.mjs counts.
look() {
    node "$root/tests/browser/check.mjs" "$pictures" "$@" >"$work/seen" 2>&1 || true
    counted=$(sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' "$work/seen")
}

# A page with every fault at once: all checks but printing must find theirs.
finds_faults() {
    mkdir -p "$work/runs/faulty"
    cp "$root/tests/browser/faulty.html" "$work/runs/faulty/report.html"
    look "$work/runs/faulty/report.html"
    if [ "$counted" = '1 17' ]; then
        pass
    else
        failure 'the browser: faults on tests/browser/faulty.html are not found'
        sed 's/^/    /' "$work/seen"
    fi
}

make_box
mkdir -p "$work/runs" "$pictures"
finds_faults
report "$root/tests/browser/hostile.lua"
report scripts/looked_after_every_authority.lua
if [ -n "${FOISTAT_ALL:-}" ]; then
    for script in "$root"/scripts/*.lua; do
        report "scripts/$(basename "$script")"
    done
fi
rm -r "$work/runs/faulty"
foistat index -q "$work/runs" -o "$work/pages/index/index.html"
look "$work"/runs/*/report.html "$work/pages/index/index.html"
if [ -z "$counted" ]; then
    failure 'the browser: tests/browser/check.mjs did not end'
    sed 's/^/    /' "$work/seen"
else
    grep -v ' passed, ' "$work/seen" || true
    passed=$((passed + ${counted% *}))
    failed=$((failed + ${counted#* }))
fi
finish
