# Rows of a file of records, seeded: awk -v rows=30000 -f cases.awk. With blanks, no-break spaces, marks,
# commas and quotes in labels, percentages, and a column whose name is an attack.
function chance(n) { # 0 .. n - 1, by a linear congruential generator that is the same in every awk
    seed = (seed * 16807) % 2147483647
    return seed % n
}
function csv(text) {
    if (text !~ /[",]/) return text
    gsub(/"/, "\"\"", text)
    return "\"" text "\""
}
BEGIN {
    seed = 20240101
    n = split("White|Asian|Black|Mixed|Gypsy, or \"Roma\"|it's not known|\302\240", group, "|")
    print "case,year,area,ethnicity,\"x\"\"; drop table cases; --\",visits,score,share,open"
    for (i = 1; i <= rows; i++) {
        score = chance(40) == 0 ? "[c]" : chance(30) == 0 ? "<5" : chance(25) == 0 ? "" : chance(12)
        printf "%d,%d,%s,%s,%s,%s,%s,%s,%s\n", i, 2015 + chance(9), "Area " chance(40), csv(group[chance(n) + 1]),
            chance(3) == 0 ? "" : "plan " chance(3), chance(20) == 0 ? "" : chance(30), score,
            (chance(2000) / 10) "%", chance(2) ? "t" : "f"
    }
}
