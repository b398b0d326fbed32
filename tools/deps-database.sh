#!/bin/sh
# deps-database.sh: drivers of ODBC for PostgreSQL and SQLite, and the servers that the tests of databases
# start for themselves; without them those tests are skipped by name.
set -eu
sudo=''
[ "$(id -u)" = 0 ] || sudo=sudo
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -qq
$sudo apt-get install -y -qq --no-install-recommends libodbc2 odbc-postgresql libsqliteodbc sqlite3 postgresql >/dev/null
