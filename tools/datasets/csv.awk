# Reads CSV for the programs that follow it: `awk -f csv.awk -f PROGRAM FILE...`. Quoted commas, doubled
# quotes, line breaks in quotes, CRLF and a byte order mark are understood. The rules of PROGRAM see one
# record at a time, without the header, and take its cells by name: value("la_name").

BEGIN {
    FS = "\001" # the records are split here, not by awk
}

function refuse(message) {
    print FILENAME ":" FNR ": " message >"/dev/stderr"
    refused = 1
    exit 1
}

# The pieces between commas, put together again while a quote is open.
function split_record(text, pieces, n, i, cell, open) {
    if (index(text, "\"") == 0)
        return split(text, cells, ",")
    n = split(text, pieces, ",")
    n_cells = 0
    open = 0
    for (i = 1; i <= n; i++) {
        cell = open ? cell "," pieces[i] : pieces[i]
        open = gsub(/"/, "\"", cell) % 2
        if (!open)
            cells[++n_cells] = unquoted(cell)
    }
    return n_cells
}

function unquoted(cell) {
    if (substr(cell, 1, 1) != "\"")
        return cell
    cell = substr(cell, 2, length(cell) - 2)
    gsub(/""/, "\"", cell)
    return cell
}

function quoted(text) {
    if (text !~ /[",]/)
        return text
    gsub(/"/, "\"\"", text)
    return "\"" text "\""
}

function value(name) {
    if (!(name in position))
        refuse("there is no column \"" name "\"")
    return cells[position[name]]
}

# One row to be sorted by 'key'; sort_rows (lib.sh) takes the key away again.
function row(key, text) {
    print key "\t" text
}

{
    sub(/\r$/, "")
    record = unfinished ? record "\n" $0 : $0
    unfinished = gsub(/"/, "\"", record) % 2
    if (unfinished)
        next
    if (FNR == 1) {
        sub(/^\357\273\277/, "", record)
        split("", position)
        columns = split_record(record)
        for (i = 1; i <= columns; i++)
            position[cells[i]] = i
        next
    }
    if (split_record(record) != columns)
        refuse("a row of another length than the header")
}

END {
    if (refused)
        exit 1
    if (unfinished)
        refuse("a quote is not closed")
}
