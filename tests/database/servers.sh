# Private servers of PostgreSQL, for tests and benchmarks, which source it: no port, a socket in a folder of
# their own, stopped and removed at the end. The caller has set 'work', a temporary folder.
# shellcheck shell=sh disable=SC2034,SC2154

server_bin=$(find /usr/lib/postgresql/*/bin -name initdb -exec dirname {} \; 2>/dev/null | sort | tail -n 1)
driver() { find /usr/lib /usr/local/lib -name "$1" -path '*odbc*' 2>/dev/null | head -n 1; }
postgres_driver=$(driver psqlodbcw.so)
sqlite_driver=$(driver libsqlite3odbc.so)
servers=''

# PostgreSQL does not run as root.
as_server() {
    if [ "$(id -u)" = 0 ]; then su postgres -s /bin/sh -c "$1"; else sh -c "$1"; fi
}

# server NAME: a server without rows in $servers_in/NAME; the first is the pattern of the others.
server() {
    if [ -z "$servers" ]; then
        servers_in=$(mktemp -d /tmp/foistat-pg-XXXXXX)
        [ "$(id -u)" != 0 ] || chown postgres "$servers_in"
        as_server "'$server_bin/initdb' -A trust -U postgres -E UTF8 --locale=C.UTF-8 --no-sync -D '$servers_in/pattern'" >/dev/null
    fi
    servers="$servers $1"
    as_server "cp -r '$servers_in/pattern' '$servers_in/$1' && mkdir '$servers_in/at_$1'"
    as_server "'$server_bin/pg_ctl' -w -D '$servers_in/$1' -l '$servers_in/$1.log' -o '-k $servers_in/at_$1 -c listen_addresses= -c fsync=off -c enable_partitionwise_aggregate=on' start" >/dev/null
}
stop_servers() {
    for name in $servers; do
        as_server "'$server_bin/pg_ctl' -m immediate -D '$servers_in/$name' stop" >/dev/null 2>&1 || true
    done
    [ -z "$servers" ] || rm -rf "$servers_in"
    servers=''
}

# sql NAME [TEXT]: runs statements, of the text or of standard input.
sql() {
    if [ $# = 2 ]; then set -- "$1" -c "$2"; fi
    at=$1
    shift
    PGOPTIONS='--client-min-messages=warning' "$server_bin/psql" -X -q -At -v ON_ERROR_STOP=1 -h "$servers_in/at_$at" -U postgres postgres "$@"
}

columns='"case" integer, year integer, area text, ethnicity varchar(40), "x""; drop table cases; --" text, visits smallint, score text, share text, open boolean'

# load NAME FILE: a table of its rows.
load() {
    sql "$1" "CREATE TABLE cases ($columns)"
    sql "$1" '\copy cases from '"'$2'"' csv header'
    sql "$1" 'ANALYZE cases'
}

# shard NAME SHARD...: the same rows, of which each other server has those of some years.
shard() {
    whole=$1
    shift
    sql "$whole" "CREATE EXTENSION postgres_fdw; CREATE TABLE sharded ($columns) PARTITION BY LIST (year)"
    n=$#
    i=0
    for shard in "$@"; do
        years=$(sql "$whole" "SELECT string_agg(DISTINCT year::text, ',') FROM cases WHERE year % $n = $i")
        sql "$shard" "CREATE TABLE cases ($columns)"
        sql "$whole" "\\copy (SELECT * FROM cases WHERE year % $n = $i) to '$work/shard.csv' csv"
        sql "$shard" "\\copy cases from '$work/shard.csv' csv"
        sql "$shard" 'ANALYZE cases'
        sql "$whole" "CREATE SERVER $shard FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '$servers_in/at_$shard', dbname 'postgres', async_capable 'true', fetch_size '10000');
            CREATE USER MAPPING FOR postgres SERVER $shard OPTIONS (user 'postgres');
            CREATE FOREIGN TABLE cases_$shard PARTITION OF sharded FOR VALUES IN ($years) SERVER $shard OPTIONS (table_name 'cases')"
        i=$((i + 1))
    done
    sql "$whole" 'ANALYZE sharded'
}

# data_source NAME LINE...: one more in the file that ODBCINI names.
data_source() {
    {
        echo "[$1]"
        shift
        printf '%s\n' "$@"
        echo
    } >>"$ODBCINI"
}
