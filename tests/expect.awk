# expect.awk SCRIPT PRINTED: each "--> text" in the script, against the printed lines in order.
# Prints "agreed N" and a FAILED paragraph for the first that differs; the rest would only echo it.
FNR == NR {
    if ((at = index($0, "-->")) > 0) {
        want[++nw] = substr($0, at + 3)
        sub(/^ /, "", want[nw])
        line[nw] = FNR
    }
    next
}
{ got[++ng] = $0 }
END {
    for (i = 1; i <= nw && i <= ng && want[i] == got[i]; i++)
        continue
    print "agreed " i - 1
    if (i > nw && i > ng)
        exit 0
    print "FAILED " name ":" (i <= nw ? line[i] : "(behind the last expectation)")
    print "    wanted: " (i <= nw ? want[i] : "(nothing more)")
    print "    got:    " (i <= ng ? got[i] : "(nothing more)")
    exit 1
}
