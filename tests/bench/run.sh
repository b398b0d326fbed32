#!/bin/sh
# bench/run.sh BUILD: time of a measure for each row, all in one run, so that the ratios mean
# something on any machine. "JSON alone" is the same number of lines that name no measure: reading
# and answering them is what `foistat calc --jsonl` costs without a computation.
set -eu
foistat=$1/foistat
rows=${ROWS:-100000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Counts from 0 to 10^6 and shares from 0 to 1, the same in every run.
awk -v n="$rows" -v dir="$work" 'BEGIN {
    for (i = 0; i < n; i++) {
        count = (i * 7919) % 1000003
        at_risk = count + (i * 104729) % 999983
        printf "{\"id\":%d,\"method\":\"rate.ci.garwood_exact\",\"inputs\":{\"count\":%d,\"exposure\":329839}}\n", i, count > (dir "/garwood")
        printf "{\"id\":%d,\"method\":\"prop.ci.clopper_pearson\",\"inputs\":{\"x\":%d,\"n\":%d}}\n", i, count, at_risk > (dir "/clopper")
        printf "{\"id\":%d,\"method\":\"prop.ci.wilson\",\"inputs\":{\"x\":%d,\"n\":%d}}\n", i, count, at_risk > (dir "/wilson")
        printf "{\"id\":%d,\"method\":\"rate.ci.none_of_this\",\"inputs\":null}\n", i > (dir "/json")
        printf "%d %d\n", count, at_risk > (dir "/table")
    }
}'

least() { # least INPUT [ARGUMENT...]: user + sys of calc --jsonl, or of the program with these arguments
    input=$1
    shift
    [ $# -gt 0 ] || set -- calc --jsonl
    for _ in 1 2 3; do
        # shellcheck disable=SC2016 # for the inner shell
        (LC_ALL=C sh -c 'from=$1; shift; "$@" <"$from" >/dev/null; times' bench "$input" "$foistat" "$@")
    done | awk 'NR % 2 == 0 {
        split($1, u, /[ms]/); split($2, s, /[ms]/)
        t = u[1] * 60 + u[2] + s[1] * 60 + s[2]
        if (best == "" || t < best) best = t
    } END { print best }'
}

json=$(least "$work/json")
line() { # line NAME SECONDS
    awk -v name="$1" -v t="$2" -v json="$json" -v n="$rows" 'BEGIN {
        printf "  %-28s %8.2f us a row, %6.2f without the JSON: %6.2f x JSON alone\n", name, t / n * 1e6,
            (t - json) / n * 1e6, t / json
    }'
}
echo "$rows rows each, processor time, least of three:"
line 'JSON alone' "$json"
line 'prop.ci.wilson' "$(least "$work/wilson")"
line 'rate.ci.garwood_exact' "$(least "$work/garwood")"
line 'prop.ci.clopper_pearson' "$(least "$work/clopper")"

awk -f tests/bench/national.awk >"$work/national.csv"
job() { # job PART: the national job, from the file to the table
    least /dev/null run -q --published tests/bench/national.lua "$work/national.csv" -s "part=$1"
}
echo
echo 'A national table, 152 areas x 10 years x 5 decisions x 19 groups against one, processor time from the file on:'
echo "$(job read) $(job measures) $(job door)" | awk '{
    printf "  %.2f s to read 159,600 rows\n", $1
    printf "  %.2f s with 144,400 ratios, score limits, adjusted p-values, unknown bounds\n", $2
    printf "  %.2f s by t:disproportionality, which adds rates, index and excess with their limits\n", $3
}'

echo
echo 'One call of a measure with its checks, and R in the same run, microseconds of processor time:'
"$1/bench/measures" >"$work/ours"
if command -v Rscript >/dev/null 2>&1; then
    Rscript --vanilla tests/bench/peers.R >"$work/peers"
else
    echo '  R is not installed: not compared'
    : >"$work/peers"
fi
awk 'NR == FNR { ours[$1] = $2; order[++n] = $1; next } { peer[$1] = $2; name[$1] = $3 }
    END {
        for (i = 1; i <= n; i++) {
            m = order[i]
            if (peer[m] == "skipped") note = "not compared: " name[m] " is not installed"
            else if (m in peer) note = sprintf("%10.2f %-28s %8.1f times as fast", peer[m], name[m], peer[m] / ours[m])
            else note = ""
            printf "  %-20s %8.3f   %s\n", m, ours[m], note
        }
    }' "$work/ours" "$work/peers"

echo
echo 'Charts and reports, processor time of one core, least of five:'
"$1/bench/reports" | sed 's/^/  /'

echo
echo 'Disclosure control of random tables with two margins, rows x columns (policy foi-uk, one core):'
"$1/bench/disclosure"

echo
echo 'Children looked after in England by ethnic group: the published pattern, and ours:'
"$1/bench/looked_after"

echo
echo 'Ten lines on letter 002, from start to end of the process, 50 runs of each:'
same() { # same OURS THEIRS: two CSVs with a row for each group; 9 digits agree wherever both have a number
    awk -F, 'FNR == 1 { next }
        NR == FNR { for (i = 2; i <= NF; i++) ours[$1, i] = $i; n++; next }
        { for (i = 2; i <= NF; i++) {
              x = ours[$1, i]; off = (x - $i) / $i
              if (x ~ /^[0-9]/ && (off > 5e-10 || off < -5e-10)) exit 1
          }
          m++ }
        END { exit n != m }' "$1" "$2"
}
"$foistat" run -q -o "$work/ten" tests/bench/ten_lines.lua
ours=$("$1/bench/wall" 50 "$foistat" run tests/bench/ten_lines.lua)
if ! command -v Rscript >/dev/null 2>&1; then
    echo "$ours" | awk '{ printf "  %.1f ms (median %.1f); R is not installed: not compared\n", $1, $2 }'
elif Rscript --vanilla tests/bench/ten_lines.R >"$work/ten.csv" && same "$work/ten/tables/table-1.csv" "$work/ten.csv"; then
    echo "$ours $("$1/bench/wall" 50 Rscript --vanilla tests/bench/ten_lines.R)" | awk '{
        printf "  %.1f ms (median %.1f); Rscript, with the same numbers, %.0f ms (median %.0f): %.0f times as long (median %.0f)\n",
            $1, $2, $3, $4, $3 / $1, $4 / $2 }'
else
    echo '  R has other numbers' >&2
    exit 1
fi
