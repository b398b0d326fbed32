#!/bin/sh
# deps-publish.sh: rsvg-convert, which makes PNG of charts, and WeasyPrint, which makes PDF of reports; and
# pdftotext, with which the tests read them again.
set -eu
sudo=''
[ "$(id -u)" = 0 ] || sudo=sudo
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -qq
$sudo apt-get install -y -qq --no-install-recommends librsvg2-bin weasyprint poppler-utils >/dev/null
