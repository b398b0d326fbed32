#!/bin/sh
# deps-bench.sh FOLDER: what `make bench` compares with: Miller, R with data.table, and DuckDB as a module of
# Node, the module into FOLDER. What is not there is left out by name.
set -eu
modules=$1
sudo=''
[ "$(id -u)" = 0 ] || sudo=sudo
export DEBIAN_FRONTEND=noninteractive
node=''
{ command -v node && command -v npm; } >/dev/null 2>&1 || node='nodejs npm'
$sudo apt-get update -qq
# shellcheck disable=SC2086 # one word a package
$sudo apt-get install -y -qq --no-install-recommends miller r-base-core r-cran-data.table zstd $node >/dev/null
mkdir -p "$modules"
cd "$modules"
npm install --no-audit --no-fund --no-save @duckdb/node-api@1.5.6-r.1
