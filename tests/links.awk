# links.awk FILES: every link between the pages leads to a file, and to a heading of it where it names
# one. Prints "FILE:LINE: TARGET" for each that does not, then "links N".
function folder(path) { return path ~ /\// ? substr(path, 1, match(path, /\/[^\/]*$/)) : "" }

# "docs/a/../b.md" as "docs/b.md"
function plain(path) {
    while (match(path, /[^\/.][^\/]*\/\.\.\//))
        path = substr(path, 1, RSTART - 1) substr(path, RSTART + RLENGTH)
    return path
}

# The anchor of a heading, as GitHub makes it: a link in it counts as its text.
function anchor(heading,    n) {
    while (match(heading, /\]\([^)]*\)/))
        heading = substr(heading, 1, RSTART - 1) substr(heading, RSTART + RLENGTH)
    heading = tolower(heading)
    gsub(/[^a-z0-9_ -]/, "", heading)
    gsub(/ /, "-", heading)
    return heading
}

function exists(path) {
    if (!(path in known))
        known[path] = path !~ /'/ && system("test -e '" path "'") == 0
    return known[path]
}

FNR == 1 { fenced = 0; known[FILENAME] = 1 }
/^```/ { fenced = !fenced; next }
fenced { next }
/^#+ / { heading = $0; sub(/^#+ /, "", heading); anchors[FILENAME "#" anchor(heading)] = 1 }
{
    rest = $0
    while (match(rest, /\]\([^) ]+\)/)) {
        target = substr(rest, RSTART + 2, RLENGTH - 3)
        rest = substr(rest, RSTART + RLENGTH)
        if (target !~ /^[a-z]+:/) {
            n++
            link[n] = target
            place[n] = FILENAME ":" FNR
            from[n] = FILENAME
        }
    }
}
END {
    for (i = 1; i <= n; i++) {
        path = link[i]
        name = ""
        if ((at = index(path, "#")) > 0) {
            name = substr(path, at + 1)
            path = substr(path, 1, at - 1)
        }
        path = path == "" ? from[i] : plain(folder(from[i]) path)
        if (!exists(path) || (name != "" && !((path "#" name) in anchors)))
            print place[i] ": " link[i]
    }
    print "links " n + 0
}
