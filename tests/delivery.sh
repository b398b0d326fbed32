#!/bin/sh
# delivery.sh BUILD [pictures | paper]: pictures and paper by rsvg-convert and WeasyPrint, where they are installed: the
# same bytes each time, and of nothing else another byte. `make deps-publish` installs them.
set -eu
BUILD=$1
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
make_box

# installed PROGRAM WHAT: false, and skipped by name, where it is not.
installed() {
    command -v "$1" >/dev/null 2>&1 || { skip "$2: $1 is not installed (make deps-publish)" && return 1; }
}

# holds NAME COMMAND...: the command must end well; what it says is shown otherwise.
holds() {
    name=$1
    shift
    if message=$("$@" 2>&1); then
        pass
    else
        failure "$name"
        printf '%s\n' "$message" | head -n 10 | sed 's/^/    /'
    fi
}

run() { (cd "$root" && $limited foistat run -q "$@"); }
elsewhere() { (cd "$work" && export LC_ALL=C.UTF-8 LANG=de_DE.UTF-8 TZ=Pacific/Kiritimati HOME=/nowhere && $limited foistat "$@"); }

# Width of a picture, from the first chunk of a PNG, or from the attributes of an SVG.
png_width() { od -An -tu1 -j16 -N4 "$1" | awk '{ print (($1 * 256 + $2) * 256 + $3) * 256 + $4 }'; }
svg_width() { sed -n '1s/.* width="\([0-9]*\)".*/\1/p' "$1"; }

twice_as_wide() {
    found=0
    for svg in "$1"/charts/*.svg; do
        [ "$(png_width "${svg%.svg}.png")" = "$((2 * $(svg_width "$svg")))" ] || { echo "${svg##*/}" && return 1; }
        found=1
    done
    [ "$found" = 1 ]
}

# The manifest lists what there is, so that it differs.
same_files() { diff -r -x ro-crate-metadata.json "$1" "$2"; }

without_pictures() { rm "$box"/second/charts/*.png && same_files "$box/plain" "$box/second"; }

without_slides() { rm "$box"/second/charts/*-slide.* && same_files "$box/first" "$box/second"; }
sized_16_to_9() { for svg in "$1"/charts/*-slide.svg; do [ "$(svg_width "$svg")" = 1280 ] || return 1; done; }

pictures() {
    run "$1" -o "$box/plain"
    holds "$1 --png" run "$1" -o "$box/first" --png
    holds "$1 --png, elsewhere" elsewhere run -q "$root/$1" -o "$box/second" --png
    holds "$1 --png: the same bytes" diff -r "$box/first" "$box/second"
    holds "$1 --png: pictures are twice as wide as their charts" twice_as_wide "$box/first"
    rm -rf "$box/second"
    holds "$1 --chart-size slide" run "$1" -o "$box/second" --png --chart-size slide
    holds "$1 --chart-size slide: as wide as a slide" sized_16_to_9 "$box/second"
    holds "$1 --chart-size slide: pictures of slides too" twice_as_wide "$box/second"
    holds "$1 --chart-size slide: nothing else differs" without_slides
    holds "$1 --png: nothing else differs" without_pictures
    rm -rf "$box/plain" "$box/first" "$box/second"
}

says() { pdftotext -layout "$1" - | tr -s ' \n' ' ' | grep -qF "$2"; }
without_paper() { rm "$box/first/report.pdf" && same_files "$box/plain" "$box/first"; }

# paper SCRIPT TEXT TWICE: the paper holds the text; and TWICE, if it is not empty, the same bytes come again.
paper() {
    run "$1" -o "$box/plain"
    holds "$1 --pdf" run "$1" -o "$box/first" --pdf
    if [ -n "$3" ]; then
        holds "report --pdf of $1" elsewhere report -q "$box/plain" --pdf -o "$box/pages/one.pdf"
        holds "$1 --pdf: the same bytes" cmp "$box/first/report.pdf" "$box/pages/one.pdf"
    fi
    if installed pdftotext "$1 --pdf, read again"; then
        holds "$1 --pdf says what the report says" says "$box/first/report.pdf" "$2"
    fi
    holds "$1 --pdf: nothing else differs" without_paper
    rm -rf "$box/plain" "$box/first"
}

part=${2:-both}
if [ "$part" != paper ] && installed rsvg-convert 'pictures as PNG'; then
    pictures scripts/early_help.lua
    pictures tests/browser/hostile.lua
fi
if [ "$part" != pictures ] && installed weasyprint 'reports as PDF'; then
    paper scripts/early_help.lua 'Mixed/multiple ethnic group 1.684 1.490 to 1.898' twice
    paper tests/browser/hostile.lua 'Raw <script>alert(11)</script> and a link and a picture.' "${FOISTAT_ALL:+twice}"
fi
finish
