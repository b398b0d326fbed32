#!/bin/sh
# database.sh [ROWS] [BUILD]: the same count of a file of records on the CSV, on PostgreSQL, on PostgreSQL in
# two shards and on SQLite: seconds, memory, and the bytes that come over the wire (strace) as against those
# of the rows. Starts servers of its own; needs what `make deps-database` installs, and strace.
set -eu
rows=${1:-1000000}
case $rows in *[!0-9]*)
    echo "usage: database.sh [ROWS] [BUILD]" >&2
    exit 2
    ;;
esac
root=$(cd "$(dirname "$0")/../.." && pwd)
program=$root/${2:-build}/foistat
LC_ALL=C
export LC_ALL
work=$(mktemp -d)
# shellcheck source=tests/database/servers.sh
. "$root/tests/database/servers.sh"
trap 'stop_servers; rm -rf "$work"' EXIT
ODBCINI=$work/odbc.ini
export ODBCINI
if [ -z "$server_bin" ] || [ -z "$postgres_driver" ] || [ -z "$sqlite_driver" ] || ! command -v strace >/dev/null; then
    echo 'skipped: PostgreSQL and SQLite with their ODBC drivers, or strace, are not installed'
    exit 0
fi

awk -v rows="$rows" -f "$root/tests/database/cases.awk" >"$work/cases.csv"
server whole && server first && server second
load whole "$work/cases.csv"
shard whole first second
data_source whole "Driver=$postgres_driver" "Servername=$servers_in/at_whole" Database=postgres Username=postgres
sqlite3 "$work/cases.db" "CREATE TABLE cases ($columns)" '.import --csv --skip 1 '"$work/cases.csv"' cases'
data_source lite "Driver=$sqlite_driver" "Database=$work/cases.db"

script() {
    cat >"$work/$1.lua" <<LUA
local foi = require "foi"
foi.report { title = "x" }:table(foi.count { $2, by = { "year", "ethnicity" }, where = { open = "t" }, sum = { "visits" } })
LUA
}
script csv 'source = "cases.csv"'
script postgresql 'source = "odbc:DSN=whole", table = "cases"'
script sharded 'source = "odbc:DSN=whole", table = "sharded"'
script sqlite 'source = "odbc:DSN=lite", table = "cases"'

# received: the sum of what recvfrom brought, in a trace.
received() { awk -F'= ' '/recvfrom/ && $NF + 0 > 0 { n += $NF } END { print n + 0 }' "$1"; }
postmaster=$(as_server "head -n 1 '$servers_in/whole/postmaster.pid'")

echo "rows: $rows, CSV: $(wc -c <"$work/cases.csv") bytes"
printf '%-11s %9s %9s %14s %16s\n' source seconds 'peak kB' 'bytes received' 'from the shards'
for source in csv postgresql sharded sqlite; do
    case $source in csv) word=$work/cases.csv ;; sqlite) word=odbc:DSN=lite ;; *) word=odbc:DSN=whole ;; esac
    cd "$work"
    "$program" run -q --published "$source.lua" "$word" # warm
    /usr/bin/time -f '%e %M' -o took "$program" run -q --published "$source.lua" "$word"
    strace -f -qq -e trace=recvfrom -e signal=none -o trace "$program" run -q --published "$source.lua" "$word"
    shards=-
    if [ $source = sharded ]; then
        strace -f -qq -e trace=recvfrom -e signal=none -o shards.trace -p "$postmaster" 2>/dev/null &
        tracer=$!
        sleep 1
        "$program" run -q --published "$source.lua" "$word"
        kill $tracer 2>/dev/null || true
        wait $tracer 2>/dev/null || true
        shards=$(received shards.trace)
    fi
    read -r seconds peak <took
    printf '%-11s %9s %9s %14s %16s\n' "$source" "$seconds" "$peak" "$(received trace)" "$shards"
done
