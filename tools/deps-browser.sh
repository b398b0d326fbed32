#!/bin/sh
# deps-browser.sh FOLDER: Chromium, Node and the modules that tests/browser.sh needs, the modules into FOLDER.
set -eu
modules=$1
here=$(cd "$(dirname "$0")" && pwd)
if ! command -v chromium >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1; then
    sudo=''
    [ "$(id -u)" = 0 ] || sudo=sudo
    export DEBIAN_FRONTEND=noninteractive
    $sudo apt-get update -qq
    $sudo apt-get install -y -qq --no-install-recommends chromium nodejs npm >/dev/null
fi
mkdir -p "$modules"
cp "$here/../tests/browser/package.json" "$here/../tests/browser/package-lock.json" "$modules/"
cd "$modules"
npm ci --no-audit --no-fund --ignore-scripts
