# A national table, made up: awk -f national.awk. 152 areas, 10 years, 5 decision points, 20 groups and
# the unknown; counts by a linear congruential generator, the same on every machine.
BEGIN {
    seed = 20260101
    print "area,year,decision,group,events,people"
    for (area = 1; area <= 152; area++)
        for (year = 2016; year <= 2025; year++)
            for (decision = 1; decision <= 5; decision++) {
                for (group = 1; group <= 20; group++)
                    row(area, year, decision, sprintf("Group %02d", group), 1000 + draw(9000))
                row(area, year, decision, "Unknown", 0)
            }
}
function draw(n) {
    seed = (seed * 1103515 + 12345) % 2147483
    return int(n * seed / 2147483)
}
function row(area, year, decision, group, people) {
    printf "Area %03d,%d,Decision %d,%s,%d,%d\n", area, year, decision, group, 5 + draw(60), people
}
