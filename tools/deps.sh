#!/bin/sh
# Installs the libraries foistat is built on, where apt can; elsewhere says what is missing.
set -eu
packages='gcc make pkg-config liblua5.4-dev libgsl-dev r-mathlib libcsv-dev libjansson-dev nettle-dev
          libutf8proc-dev libcmark-gfm-dev libcmark-gfm-extensions-dev libseccomp-dev libarchive-dev zlib1g-dev libzstd-dev libglpk-dev libltdl-dev unixodbc-dev libcmocka-dev lua-check'

if command -v dpkg-query >/dev/null 2>&1; then
    missing=''
    for package in $packages; do
        state=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
        [ "$state" = 'install ok installed' ] || missing="$missing $package"
    done
    [ -n "$missing" ] || exit 0
    echo "Installing:$missing"
    sudo=''
    [ "$(id -u)" = 0 ] || sudo=sudo
    export DEBIAN_FRONTEND=noninteractive
    $sudo apt-get update -qq
    # shellcheck disable=SC2086 # one word a package
    $sudo apt-get install -y -qq --no-install-recommends $missing >/dev/null
    exit 0
fi

if pkg-config --exists lua5.4 gsl libRmath jansson nettle libutf8proc libcmark-gfm libseccomp libarchive zlib libzstd odbc cmocka 2>/dev/null; then
    exit 0
fi
echo 'foistat needs these libraries with their headers; please install them with your package manager:' >&2
echo '  Lua 5.4, GSL 2.7, libRmath (standalone R nmath), libcsv, jansson, nettle, utf8proc, cmark-gfm, libseccomp, libarchive, zlib, libzstd, GLPK, unixODBC, cmocka' >&2
exit 2
