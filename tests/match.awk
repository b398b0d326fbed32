# match.awk WANT GOT: are they the same? A line "..." in WANT stands for any number of lines; blank
# lines at the end do not count. Prints the first difference.
FNR == NR { want[++nw] = $0; next }
{ got[++ng] = $0 }

function matches(i, j,    k) {
    for (; i <= nw; i++) {
        if (want[i] == "...") {
            for (k = ng + 1; k >= j; k--)
                if (matches(i + 1, k))
                    return 1
            return 0
        }
        if (j > ng || want[i] != got[j]) {
            if (i > furthest) { furthest = i; against = j }
            return 0
        }
        j++
    }
    if (j <= ng && nw + 1 > furthest) { furthest = nw + 1; against = j }
    return j == ng + 1
}

END {
    while (nw > 0 && want[nw] == "") nw--
    while (ng > 0 && got[ng] == "") ng--
    if (matches(1, 1))
        exit 0
    print "    wanted: " (furthest > nw ? "(the end)" : want[furthest])
    print "    got:    " (against > ng ? "(the end)" : got[against])
    exit 1
}
