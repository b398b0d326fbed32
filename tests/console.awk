# Cuts a transcript into numbered pieces in 'dir': N.command, N.want, N.line.
# kind "txt": commands are lines "$ command"; a command that ends with \ goes on in the next line.
# kind "md": the same inside blocks fenced ```console. Commands for make, git and sudo build or
# install: they are shown in pages, not run.
function start(command) {
    n++
    path = sprintf("%s/%03d", dir, n)
    printf "" > (path ".want")
    print FNR > (path ".line")
    close(path ".line")
    add(command)
}
function add(command) {
    print command > (path ".command")
    continued = command ~ /\\$/
    if (!continued)
        close(path ".command")
}
kind == "md" && /^```/ {
    inside = !inside && $0 == "```console"
    path = ""
    next
}
kind == "md" && !inside { next }
continued { add($0); next }
/^\$ (make|git|sudo|cd) / && kind == "md" { path = ""; next }
/^\$ / { start(substr($0, 3)); next }
path != "" { print > (path ".want") }
