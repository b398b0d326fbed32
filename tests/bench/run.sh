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

least() { # least INPUT: user + sys of calc --jsonl
    for _ in 1 2 3; do
        (LC_ALL=C sh -c 'times_of() { "$1" calc --jsonl <"$2" >/dev/null; }; times_of "$@"; times' bench "$foistat" "$1")
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

if command -v Rscript >/dev/null 2>&1; then
    Rscript --vanilla - "$work/table" <<'EOF'
t <- read.table(commandArgs(TRUE)[1])
x <- t[[1]]; n <- t[[2]]
us <- function(expr) {
  best <- Inf
  for (i in 1:3) best <- min(best, sum(system.time(eval(expr))[1:2]))
  best / length(x) * 1e6
}
garwood <- us(quote({ qgamma(0.025, x); qgamma(0.975, x + 1) }))
clopper <- us(quote({ qbeta(0.025, x, n - x + 1); qbeta(0.975, x + 1, n - x) }))
cat(sprintf("  %-28s %8.2f us a row, the two Poisson limits alone, vectorised\n", "R qgamma", garwood))
cat(sprintf("  %-28s %8.2f us a row, the two binomial limits alone, vectorised\n", "R qbeta", clopper))
EOF
else
    echo '  R is not installed: not compared'
fi
