#!/bin/sh
# deps-bench.sh FOLDER: what `make bench` compares with: Miller, R with data.table, and DuckDB as a module of
# Node, the module into FOLDER. What is not there is left out by name.
set -eu
modules=$1
sudo=''
[ "$(id -u)" = 0 ] || sudo=sudo
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -qq
$sudo apt-get install -y -qq --no-install-recommends miller r-base-core r-cran-data.table nodejs npm zstd >/dev/null
mkdir -p "$modules"
cd "$modules"
npm install --no-audit --no-fund --no-save @duckdb/node-api@1.5.6-r.1
