#!/bin/sh
# database.sh BUILD: the same script on a CSV, on PostgreSQL, on PostgreSQL in shards and on SQLite gives
# the same bytes; nothing is written, whatever a script tries; and what goes wrong is said. The servers
# are the test's own.
set -eu
BUILD=$1
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
make_box
# shellcheck source=tests/database/servers.sh
. "$root/tests/database/servers.sh"
trap 'stop_servers; rm -rf "$work"' EXIT

if grep -q __asan_init "$program"; then
    skip 'databases: their drivers do not run under the sanitizer'
    finish
    exit
fi
ODBCINI=$work/odbc.ini
export ODBCINI
: >"$ODBCINI"

# holds MESSAGE COMMAND...: it must succeed.
holds() {
    message=$1
    shift
    if "$@"; then pass; else failure "databases: $message"; fi
}

# --- the rows ------------------------------------------------------------------------------------

awk -v rows=30000 -f "$root/tests/database/cases.awk" >"$work/made.csv"
sources=''
if [ -z "$server_bin" ] || [ -z "$postgres_driver" ]; then
    skip 'databases: no server of PostgreSQL with its ODBC driver is installed (make deps-database)'
    cp "$work/made.csv" "$box/cases.csv"
else
    server whole && server first && server second
    load whole "$work/made.csv"
    shard whole first second
    # As people export it, in the order of its labels, in which a database answers too.
    sql whole '\copy (SELECT * FROM cases ORDER BY ethnicity NULLS FIRST, year, area, 5 NULLS FIRST, open, "case") to '"'$box/cases.csv'"' csv header'
    data_source whole "Driver=$postgres_driver" "Servername=$servers_in/at_whole" Database=postgres Username=postgres
    sources='postgresql sharded'
fi
if [ -z "$sqlite_driver" ] || ! command -v sqlite3 >/dev/null 2>&1; then
    skip 'databases: SQLite with its ODBC driver is not installed (make deps-database)'
else
    sqlite3 "$box/cases.db" "CREATE TABLE cases ($columns)" '.import --csv --skip 1 '"$work/made.csv"' cases'
    data_source lite "Driver=$sqlite_driver" "Database=$box/cases.db"
    sources="$sources sqlite"
fi
[ -n "$sources" ] || { finish && exit; }

# --- the same answers ----------------------------------------------------------------------------

# script NAME: from standard input, once for each source, in which SOURCE is 'source = ...'.
script() {
    cat >"$work/script.lua"
    sed 's/SOURCE/source = "cases.csv"/' "$work/script.lua" >"$box/csv.$1.lua"
    sed 's/SOURCE/source = "odbc:DSN=whole", table = "cases"/' "$work/script.lua" >"$box/postgresql.$1.lua"
    sed 's/SOURCE/source = "odbc:DSN=whole", table = "sharded"/' "$work/script.lua" >"$box/sharded.$1.lua"
    sed 's/SOURCE/source = "odbc:DSN=lite", table = "cases"/' "$work/script.lua" >"$box/sqlite.$1.lua"
}
word() { case $1 in csv) echo cases.csv ;; sqlite) echo odbc:DSN=lite ;; *) echo odbc:DSN=whole ;; esac; }

# answer SOURCE SCRIPT OPTION...: the table that comes of it, in $work/SOURCE.
answer() {
    source=$1 name=$2
    shift 2
    rm -rf "$box/run"
    if (cd "$box" && $limited foistat run -q "$@" -o run "$source.$name.lua" "$(word "$source")") >"$work/said" 2>&1; then
        cp "$box/run/tables/table-1.csv" "$work/$source"
    else
        cp "$work/said" "$work/$source"
        echo "failed" >>"$work/$source"
    fi
}
same() {
    name=$1
    shift
    answer csv "$name" "$@"
    if tail -n 1 "$work/csv" | grep -q '^failed$' || [ "$(wc -l <"$work/csv")" -lt 2 ]; then
        failure "databases: $name on the CSV: $(cat "$work/csv")"
        return 0
    fi
    for other in $sources; do
        answer "$other" "$name" "$@"
        if cmp -s "$work/csv" "$work/$other"; then
            pass
        else
            failure "databases: $name on $other is not what it is on the CSV"
            diff "$work/csv" "$work/$other" | head -n 6 | sed 's/^/    /'
        fi
    done
}

script by <<'LUA'
local foi = require "foi"
foi.report { title = "By" }:table(foi.count { SOURCE, by = { "ethnicity", "year" }, where = { area = { "Area 1", "Area 7" } } })
LUA
script sums <<'LUA'
local foi = require "foi"
foi.report { title = "Sums" }:table(foi.count { SOURCE, by = { "year", "open" }, sum = { "visits", "score" }, with_totals = true })
LUA
script hostile <<'LUA'
local foi = require "foi"
foi.report { title = "Hostile" }:table(foi.count { SOURCE, by = { "x\"; drop table cases; --", "ethnicity" },
  where = { ethnicity = { "it's not known", "Gypsy, or \"Roma\"" } } })
LUA
script number <<'LUA'
local foi = require "foi"
foi.report { title = "Number" }:table(foi.count { SOURCE, by = { "area" }, where = { year = { 2016, 2019 } }, text = "case", sum = "visits" })
LUA
script all <<'LUA'
local foi = require "foi"
foi.report { title = "All" }:table(foi.count { SOURCE, sum = { "visits" } })
LUA
script small <<'LUA'
local foi = require "foi"
foi.report { title = "Small" }:table(foi.count { SOURCE, by = { "area", "ethnicity" }, where = { open = "t" }, with_totals = true })
LUA
for name in by sums hostile number all; do same $name --published; done
same small
same small --disclosure threshold=10,round=5

# --- errors --------------------------------------------------------------------------------------

# wrong NAME PATTERN WORD ARGUMENTS...: foi.count with these ends with this on standard error.
wrong() {
    name=$1 pattern=$2 given=$3
    printf 'local foi = require "foi"\nfoi.report { title = "Wrong" }:table(foi.count { %s })\n' "$4" >"$box/wrong.lua"
    shift 4
    code=0
    (cd "$box" && $limited foistat run --published "$@" wrong.lua "$given") >"$work/said" 2>&1 || code=$?
    if [ "$code" != 0 ] && grep -q "$pattern" "$work/said" && ! grep -v '^ *[0-9]* |' "$work/said" | grep -q geheim; then
        pass
    else
        failure "databases: $name: exit code $code, without '$pattern'"
        sed 's/^/    /' "$work/said"
    fi
}
case $sources in
*sqlite*)
    lite='source = "odbc:DSN=lite", by = "year"'
    wrong 'not named' 'not named on the command line' cases.csv "$lite, table = 'cases'"
    wrong 'table or query' "needs 'table' or 'query'" odbc:DSN=lite "$lite"
    wrong 'of a file' 'is a file' cases.csv 'source = "cases.csv", table = "x"'
    wrong 'a password' 'does not hold passwords' odbc:DSN=lite 'source = "odbc:DSN=lite;PWD=geheim", table = "cases"'
    wrong 'unknown source' 'did you mean odbc:DSN=lite' odbc:DSN=lit 'source = "odbc:DSN=lit", table = "cases"'
    wrong 'unknown table' 'did you mean table = "cases"' odbc:DSN=lite "$lite, table = 'casse'"
    wrong 'unknown column' 'did you mean "year"' odbc:DSN=lite 'source = "odbc:DSN=lite", table = "cases", by = "yaer"'
    wrong 'the place of an unknown label' '^wrong.lua:2:.*no row has "Area 99"' odbc:DSN=lite "$lite, table = 'cases', where = { area = 'Area 99' }"
    wrong 'marks' 'hint: if it stands.*foi.count {source = ..., marks = ' odbc:DSN=lite "$lite, query = [[select year, case when visits = 3 then 'n/k' else visits end as visits from cases]], sum = 'visits'"
    wrong 'unknown driver' 'odbcinst -q -d' "odbc:Driver=No such driver;Database=cases.db" 'source = "odbc:Database=cases.db", table = "cases"'
    wrong 'a file not named' 'hint: if it may: foistat run SCRIPT "odbc:Driver=SQLite3;Database=cases.db"' cases.csv 'source = "odbc:Database=cases.db", table = "cases"'
    wrong 'a bad cell' 'odbc:DSN=lite query select.*D204.*"three" is not a number (column "score")' odbc:DSN=lite 'source = "odbc:DSN=lite", query = "select year, case when score = 3 then chr else score end as score from cases, (select '"'three'"' as chr)", by = "year", sum = "score"'
    wrong 'two statements' 'one statement' odbc:DSN=lite "$lite, query = 'select year from cases; delete from cases'"
    wrong 'a write' 'I406' odbc:DSN=lite "$lite, query = 'delete from cases'"
    ;;
esac

# A query of what is not public could leave one person out.
case $sources in
*sqlite*)
    printf 'local foi = require "foi"\nfoi.report { title = "x" }:table(foi.count { source = "odbc:DSN=lite", by = "year", query = "select * from cases where \\"case\\" <> 7" })\n' >"$box/without.lua"
    code=0
    (cd "$box" && $limited foistat run without.lua odbc:DSN=lite) >"$work/said" 2>&1 || code=$?
    holds "a query of a private database: $(cat "$work/said")" grep -q 'D224.*not for a script to say' "$work/said"
    printf 'local foi = require "foi"\nfoi.report { title = "x" }:table(foi.count { source = "odbc:DSN=lite", table = "cases", by = "year", sum = "visits" })\n' >"$box/sums.lua"
    code=0
    (cd "$box" && $limited foistat run sums.lua odbc:DSN=lite) >"$work/said" 2>&1 || code=$?
    holds "a sum of a private database: $(cat "$work/said")" grep -q "hint: leave 'sum' out.*--published" "$work/said"
    # By another name it would be another source, and not be protected together with the first.
    for name in CASES main.cases '"cases"' '"Cases"'; do
        printf 'local foi = require "foi"\nlocal s = "odbc:DSN=lite"\nfoi.count { source = s, table = "cases", by = "year" }\nfoi.report { title = "x" }:table(foi.count { source = s, table = [[%s]], by = "year" })\n' "$name" >"$box/twice.lua"
        code=0
        (cd "$box" && $limited foistat run twice.lua odbc:DSN=lite) >"$work/said" 2>&1 || code=$?
        holds "a private table by the name $name: $(cat "$work/said")" grep -q 'D224.*may be the table that was called "cases"' "$work/said"
    done
    ;;
esac

answers() { (cd "$box" && $limited foistat run -q --published "$@" postgresql.by.lua odbc:DSN=whole) >"$work/said" 2>&1 || { cat "$work/said" && false; }; }
rows() { sql whole 'SELECT count(*) FROM cases'; }
case $sources in
*postgresql*)
    sql whole "CREATE ROLE guarded LOGIN PASSWORD 'right'; CREATE SEQUENCE counter"
    as_server "sed -i '1i local all guarded scram-sha-256' '$servers_in/whole/pg_hba.conf' && '$server_bin/pg_ctl' -D '$servers_in/whole' reload" >/dev/null
    whole='source = "odbc:DSN=whole", by = "year"'
    wrong 'wrong password' 'password authentication failed' 'odbc:DSN=whole;UID=guarded;PWD=geheim' "$whole, table = 'cases'"
    wrong 'no right' 'right to SELECT\|permission denied' 'odbc:DSN=whole;UID=guarded;PWD=right' "$whole, table = 'cases'"
    wrong 'unknown table' 'did you mean table = "cases"' odbc:DSN=whole "$whole, table = 'casse'"
    wrong 'a write in a query' 'must be at the top level' odbc:DSN=whole "$whole, query = 'with i as (insert into cases (year) values (1) returning year) select year from i'"
    wrong 'a write by a function' 'only reads' odbc:DSN=whole "$whole, query = [[select nextval('counter') as year]]"
    wrong 'a transaction that writes' 'read-write mode' odbc:DSN=whole "$whole, query = [[select set_config('transaction_read_only', 'off', false) as year]]"
    wrong 'too long' 'L503' odbc:DSN=whole "$whole, query = 'select x as year from (select 1 as x, pg_sleep(20) as y) z where y is not null or x = 1'" --limit-seconds 1
    holds "a limit beyond that of the server" answers --limit-seconds 9999999
    # While it waits for the answer, the server ends the connection.
    (
        for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
            [ "$(sql whole "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep(21%' AND pid <> pg_backend_pid()")" != t ] || break
            sleep 0.2
        done
    ) &
    wrong 'the server goes away' 'terminating connection\|connection.*lost' odbc:DSN=whole "$whole, query = 'select x as year from (select 1 as x, pg_sleep(21) as y) z where y is not null or x = 1'"
    wait $!
    holds 'the rows of PostgreSQL have changed' [ "$(rows)" = 30000 ]

    # What the shards are asked is the aggregate, and each other row stays where it is.
    sql whole 'EXPLAIN (VERBOSE, COSTS OFF) SELECT COUNT(*), year, ethnicity, SUM(visits) FROM sharded GROUP BY year, ethnicity' >"$work/plan"
    holds "the shards are not asked to add up: $(cat "$work/plan")" [ "$(grep -c 'Relations: Aggregate on' "$work/plan")" = 2 ]
    ;;
esac

# --- the record ----------------------------------------------------------------------------------

first=${sources%% *}
given=$(word "$first")
[ "$first" != postgresql ] || given="$given;PWD=geheim"
(cd "$box" && $limited foistat run -q --published -o recorded "$first.sums.lua" "$given") >"$work/said" 2>&1 || failure "databases: a run with a record: $(cat "$work/said")"
if grep -rq geheim "$box/recorded"; then failure 'databases: a password is in the run'; else pass; fi
holds 'the run does not name its table' grep -q "$(word "$first") table cases" "$box/recorded/results.json"
sum=$(sha256sum "$box/recorded/tables/table-1.csv" | cut -d ' ' -f 1)
holds 'the run does not record what was answered' grep -q "$sum" "$box/recorded/ro-crate-metadata.json"
code=0
(cd "$box" && foistat verify recorded) >"$work/said" 2>&1 || code=$?
holds "verify does not say that the source is a database (exit code $code): $(cat "$work/said")" grep -q 'is a database' "$work/said"

# Asked three times, it is one input, of all that it answered.
cat >"$box/often.lua" <<LUA
local foi = require "foi"
local function ask(by) return foi.count { source = "$(word "$first")", table = "cases", by = by } end
ask "year"
foi.report { title = "Often" }:table(ask "year"):table(ask "ethnicity")
LUA
(cd "$box" && $limited foistat run -q --published -o often often.lua "$given") >"$work/said" 2>&1 || failure "databases: asked often: $(cat "$work/said")"
sum=$(cd "$box/often/tables" && cat table-1.csv table-1.csv table-2.csv | sha256sum | cut -d ' ' -f 1)
holds 'a database that was asked often is not one input' [ "$(grep -c '"path"' "$box/often/results.json")" = 1 ]
holds 'the run does not record all that was answered' grep -q "$sum" "$box/often/results.json"

# --- the tally -----------------------------------------------------------------------------------

case $sources in
*postgresql*)
    # The unit test, on the server; it has a table of its own of the same name.
    if FOISTAT_TEST_DATABASE="odbc:DSN=whole" "$(absolute "$BUILD")/tests/database_test" >"$work/said" 2>&1; then
        pass
    else
        failure 'databases: the tally of PostgreSQL is not that of a file'
        sed 's/^/    /' "$work/said"
    fi
    ;;
esac
finish
