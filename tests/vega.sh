#!/bin/sh
# vega.sh BUILD: the Vega-Lite files of reports are valid by Vega-Lite's own schema, compile and draw. All
# analyses with FOISTAT_ALL=1, as in `make check-all`. `make deps-browser` installs what it needs.
set -eu
BUILD=$1
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

FOISTAT_BROWSER_MODULES=$root/build/browser
export FOISTAT_BROWSER_MODULES
if ! command -v node >/dev/null 2>&1; then
    skip 'Vega-Lite: node is not installed (make deps-browser)'
    finish
    exit
fi
for module in vega vega-lite ajv ajv-formats; do
    if [ ! -d "$FOISTAT_BROWSER_MODULES/node_modules/$module" ]; then
        skip "Vega-Lite: $module is not installed (make deps-browser)"
        finish
        exit
    fi
done

# look FILE...: what vega.mjs says is in $work/seen, what it counted in $counted.
look() {
    node "$root/tests/browser/vega.mjs" "$@" >"$work/seen" 2>&1 || true
    counted=$(sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' "$work/seen")
}

# report SCRIPT: its run with the Vega-Lite files, charts under the script's name.
report() {
    (cd "$root" && foistat run -q --published "$1" -o "$work/run" --vega-lite >/dev/null)
    for file in "$work"/run/charts/*.vl.json; do
        [ ! -e "$file" ] || mv "$file" "$work/files/$(basename "$1" .lua)-${file##*/}"
    done
}

make_box
mkdir "$work/files"
cp "$root/tests/browser/faulty.vl.json" "$work/"
look "$work/faulty.vl.json"
if [ "$counted" = '2 4' ]; then
    pass
else
    failure 'Vega-Lite: faults in tests/browser/faulty.vl.json are not found'
    sed 's/^/    /' "$work/seen"
fi
report tests/browser/hostile.lua
report tests/forms/made_up.lua
report tests/forms/hidden.lua
report scripts/leicester_referrals.lua
report scripts/looked_after_every_authority.lua
if [ -n "${FOISTAT_ALL:-}" ]; then
    for script in "$root"/scripts/*.lua; do
        report "scripts/$(basename "$script")"
    done
fi
look "$work"/files/*.vl.json
if [ -z "$counted" ]; then
    failure 'Vega-Lite: tests/browser/vega.mjs did not end'
    sed 's/^/    /' "$work/seen"
else
    grep -v ' passed, ' "$work/seen" || true
    passed=$((passed + ${counted% *}))
    failed=$((failed + ${counted#* }))
fi
finish
