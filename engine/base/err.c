#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"

#define ROW(id_, class_, title_, help_)                                                            \
    { .id = id_, .class = class_, .title = title_, .help = help_ }

const struct err_code err_codes[ERR_COUNT_OF_IDS] = {
    [ERR_NONE] = ROW("", CLASS_NONE, "no error", ""),
    [ERR_ARG_UNKNOWN] =
        ROW("A101", CLASS_ARGUMENT, "unknown argument",
            "A function was given a named argument it does not have. The message names the nearest "
            "one; `foistat help NAME` lists them all."),
    [ERR_ARG_MISSING] = ROW(
        "A102", CLASS_ARGUMENT, "missing argument",
        "An argument without a default was left out. `foistat help NAME` lists what is needed."),
    [ERR_ARG_TYPE] =
        ROW("A103", CLASS_ARGUMENT, "wrong type of argument",
            "A number, text, list or column was expected and something else was given."),
    [ERR_ARG_RANGE] =
        ROW("A104", CLASS_ARGUMENT, "argument out of range",
            "Counts are whole numbers from 0 to 2^53, numbers at risk are at least as large as the "
            "events among them, confidence levels lie strictly between 0 and 1. The value is never "
            "rounded or clamped for you."),
    [ERR_ARG_LENGTH] = ROW("A105", CLASS_ARGUMENT, "columns of different lengths",
                           "Columns that are used together must have the same number of rows."),
    [ERR_METHOD] =
        ROW("A106", CLASS_ARGUMENT, "unknown measure",
            "No measure has this name. `foistat help` lists the families, `foistat help find WORD` "
            "searches."),
    [ERR_CSV_QUOTE] = ROW(
        "D201", CLASS_DATA, "quote that does not close",
        "A quoted cell has no closing quote, or text follows the closing quote. Everything after "
        "it would be read as one cell, so nothing is read."),
    [ERR_CSV_RAGGED] =
        ROW("D202", CLASS_DATA, "row of another length than the header",
            "A row has more or fewer cells than the header. Often a value holds a comma and needs "
            "quotes, or the file was cut off."),
    [ERR_CSV_HEADER] =
        ROW("D203", CLASS_DATA, "empty or duplicate column name",
            "Every column needs a name of its own, because scripts find columns by name."),
    [ERR_CSV_NUMBER] = ROW(
        "D204", CLASS_DATA, "not a number",
        "A cell in a column of numbers is neither a number nor a declared symbol for a missing "
        "value. Nothing is guessed: declare the symbol (foi:marks in datapackage.json, or "
        "foi.read(path, {marks = {[\"*\"] = \"suppressed\"}})) or correct the cell. A whole number "
        "beyond 2^53 that reading would change (9007199254740993) is refused too: if it names "
        "something, read it as a label."),
    [ERR_CSV_ENCODING] =
        ROW("D205", CLASS_DATA, "not UTF-8",
            "The bytes are not UTF-8 text. If the file comes from a spreadsheet it is usually "
            "Windows-1252: say so with encoding = \"windows-1252\"."),
    [ERR_CSV_BINARY] =
        ROW("D206", CLASS_DATA, "not a text file",
            "The file holds NUL bytes: it is a spreadsheet, a PDF, an archive or UTF-16 text, not "
            "CSV. Save it as CSV (UTF-8) first."),
    [ERR_CSV_EMPTY] =
        ROW("D207", CLASS_DATA, "no data", "The file is empty, or has a header and no rows."),
    [ERR_CSV_LIMIT] =
        ROW("D208", CLASS_DATA, "too large",
            "A cell is larger than 128 MiB, or a row has more than 65,536 cells. An unclosed quote "
            "or a lost line end is the usual cause."),
    [ERR_PACKAGE] =
        ROW("D209", CLASS_DATA, "datapackage.json is wrong",
            "The description of the dataset cannot be read or contradicts itself or the file."),
    [ERR_COLUMN] =
        ROW("D210", CLASS_DATA, "no such column",
            "The table has no column of that name. The message lists the columns there are."),
    [ERR_COLUMN_TYPE] =
        ROW("D211", CLASS_DATA, "wrong kind of column",
            "The operation needs numbers and the column holds labels, or the other way round."),
    [ERR_NOT_ADDITIVE] =
        ROW("D212", CLASS_DATA, "these rows must not be added up",
            "The dataset says that these values may not be summed: parts overlap (several answers "
            "per case), stocks and flows are mixed, units differ, or a total is among its parts. "
            "Choose one with :where first."),
    [ERR_JOIN] =
        ROW("D213", CLASS_DATA, "tables do not match",
            "A join found labels without a partner, or several partners. Nothing is dropped "
            "silently: the message lists what did not match."),
    [ERR_DATASET] =
        ROW("D214", CLASS_DATA, "no such dataset",
            "No folder of that name with a datapackage.json lies under the dataset roots. "
            "`foistat describe` lists the datasets found."),
    [ERR_COUNT] =
        ROW("D215", CLASS_DATA, "not a count",
            "The column is declared as a count, and the value is negative, fractional or beyond "
            "2^53. Negative values are often codes for missing data."),
    [ERR_LABEL] = ROW(
        "D216", CLASS_DATA, "no such label",
        "No row has this label. A filter or a reference group that matches nothing is an error, "
        "because an empty result looks like a finding."),
    [ERR_COMPARE] =
        ROW("D217", CLASS_DATA, "not comparable",
            "The dataset says that these figures are of different kinds: stocks, counted as at a "
            "date, beside flows, counted during a period; figures in different units; a part of a "
            "year beside whole years. A comparison, a trend or one column of both would set unlike "
            "beside like. Choose rows of one kind with :where first."),
    [ERR_LABELS] =
        ROW("D218", CLASS_DATA, "labels that are not declared",
            "The column has labels that the table of labels does not have. The message lists all "
            "of them, each with the nearest that is declared. Nothing is guessed: correct the "
            "label, declare it in the table of labels, or give a table of your own."),
    [ERR_SYSTEMS] =
        ROW("D219", CLASS_DATA, "groups that cannot be put together so",
            "The groups of one system are not groups of the other (five groups cannot be divided "
            "into eighteen), the labels can be read in two ways that differ, or a total or a group "
            "that is not known would become a part of a group."),
    [ERR_LABEL_TABLE] =
        ROW("D220", CLASS_DATA, "a table of labels is wrong",
            "A row of the table of labels contradicts another, or names a kind or a group that "
            "there is not. docs/reference/labels.md says what the rows mean."),
    [ERR_PARTS] = ROW(
        "D221", CLASS_DATA, "not a part of the whole",
        "A share divides a part by the whole that it belongs to, and here there are more of the "
        "part than of the whole. Count the same people at every stage, or compare rates instead "
        "of shares."),
    [ERR_SUMS] = ROW(
        "D222", CLASS_DATA, "totals contradict their parts",
        "No values of the hidden cells make the total. The range that was taken for them is too "
        "narrow (cells that protect others can be larger), figures are rounded, or the source "
        "has a slip: `foistat help C101`."),
    [ERR_HIDDEN] = ROW(
        "D223", CLASS_DATA, "would show what is hidden",
        "Bounds from totals can leave one value for a suppressed cell. They are computed for "
        "figures that are public as they stand (foi:published in datapackage.json, "
        "--published, or published = true here), where they show nothing new. Of a source that "
        "is not public a script has protected figures alone, and their bounds show no more than "
        "those do."),
    [ERR_RELEASE] =
        ROW("D224", CLASS_DATA, "not released",
            "The source is not public, so scripts are handed counts that are protected and nothing "
            "else: not its rows, if they may be people, and nothing that would show which cell "
            "holds which count. A datapackage.json says what the columns are; --published says "
            "that the file is public as it stands. docs/how-to/work-with-private-data.md says "
            "more."),
    [ERR_UNSETTLED] =
        ROW("M301", CLASS_MATH, "no reliable answer",
            "An iteration did not settle, or its answer did not satisfy the equation it solves. "
            "No number is given, because it would be wrong."),
    [ERR_UNDEFINED] =
        ROW("M302", CLASS_UNDEFINED, "cannot be computed",
            "The quantity is not defined for these values, for example a ratio of two zero rates. "
            "The row is kept, marked, counted and explained."),
    [ERR_READ] =
        ROW("I401", CLASS_IO, "cannot read",
            "The file does not exist, is a folder, or may not be read; or it is compressed, and "
            "damaged or cut short."),
    [ERR_WRITE] = ROW("I402", CLASS_IO, "cannot write",
                      "The output could not be written. Nothing half-written is left behind."),
    [ERR_TOOL_MISSING] =
        ROW("I403", CLASS_IO, "another program is not installed",
            "PNG pictures are made by rsvg-convert (package librsvg2-bin) and PDF by WeasyPrint "
            "(package weasyprint); an archive is written and read by the library libarchive; "
            "databases are reached through unixODBC (libodbc2) and a driver of their own. "
            "foistat needs none of them for anything else: charts are written as SVG, and a "
            "browser prints report.html."),
    [ERR_TOOL_FAILED] =
        ROW("I404", CLASS_IO, "another program failed",
            "rsvg-convert or WeasyPrint was started and did not make what was asked for. The "
            "message has its own last words. Nothing was written."),
    [ERR_SANDBOX] =
        ROW("I405", CLASS_IO, "scripts cannot be confined here",
            "A script and the data it reads may come from strangers, so they run in a process of "
            "their own that Landlock and a filter of system calls (seccomp) hold. The kernel, or "
            "the container around it, refuses one of them, and nothing was run. "
            "`--allow weak-sandbox` runs with what there is; the run says what was missing."),
    [ERR_DATABASE] =
        ROW("I406", CLASS_IO, "the database does not answer",
            "The database was asked for counts and answered with an error, or not at all. The "
            "message has its own words. What a script asks for is one SELECT in a transaction that "
            "only reads; docs/how-to/query-a-database.md says what the connection needs."),
    [ERR_SCRIPT_SYNTAX] =
        ROW("E101", CLASS_SCRIPT, "the script cannot be read",
            "Lua does not understand the script at this place; often a comma, a bracket or an "
            "'end' is missing just before it."),
    [ERR_SCRIPT_RUNTIME] = ROW("E102", CLASS_SCRIPT, "the script failed",
                               "The script stopped with an error of its own."),
    [ERR_SCRIPT_NAME] =
        ROW("E103", CLASS_SCRIPT, "undeclared name",
            "The script used a global name that nobody defined, usually a misspelt local. Scripts "
            "have no globals of their own: write 'local'."),
    [ERR_LIMIT_STEPS] =
        ROW("L501", CLASS_LIMIT, "too many steps",
            "The script ran more instructions than its limit allows; usually a loop that does not "
            "end. Raise it with --limit-steps."),
    [ERR_LIMIT_MEMORY] = ROW(
        "L502", CLASS_LIMIT, "too much memory",
        "The script asked for more memory than its limit allows. Raise it with --limit-memory."),
    [ERR_LIMIT_TIME] =
        ROW("L503", CLASS_LIMIT, "too slow",
            "The script was stopped because it ran longer than its limit in seconds. Raise it with "
            "--limit-seconds."),
    [ERR_LIMIT_OUTPUT] =
        ROW("L504", CLASS_LIMIT, "too much output", "The script reported more than 64 MiB."),
    [ERR_LIMIT_SYSTEM] =
        ROW("L505", CLASS_LIMIT, "what no script may do",
            "The script's process asked the kernel for something that the sandbox forbids, such as "
            "opening a file or starting a program, and was ended at once. No script can ask for "
            "that in Lua: the script has found a fault in Lua or in a library, or foistat has one. "
            "Nothing was written."),
    [ERR_DISCLOSURE] =
        ROW("L506", CLASS_LIMIT, "would show what must stay hidden",
            "The table that was asked for, together with what was released of the same source "
            "before, leaves too little doubt about counts that are hidden, and no further cell can "
            "help. Nothing is written. Ask for less detail, or write it all the same with "
            "--allow disclosure, which the run records and says."),
    [ERR_USAGE] = ROW("U601", CLASS_USAGE, "wrong usage",
                      "The command line is not understood. `foistat help` shows the commands."),
    [ERR_NOMEM] =
        ROW("X901", CLASS_INTERNAL, "out of memory", "The machine has no memory left for this."),
    [ERR_INTERNAL] =
        ROW("X902", CLASS_INTERNAL, "internal error",
            "foistat found itself in a state that should not be possible. Please report it."),
};

bool fail(struct err *e, enum err_id id, const char *format, ...) {
    if (e->id != ERR_NONE)
        return false;
    e->id = id;
    va_list args;
    va_start(args, format);
    vsnprintf(e->message, sizeof e->message, format, args);
    va_end(args);
    return false;
}

bool err_hint(struct err *e, const char *format, ...) {
    va_list args;
    va_start(args, format);
    vsnprintf(e->hint, sizeof e->hint, format, args);
    va_end(args);
    return false;
}

bool err_at(struct err *e, const char *file, size_t line, size_t column, size_t width) {
    snprintf(e->file, sizeof e->file, "%s", file);
    e->line = line;
    e->column = column;
    e->width = width;
    return false;
}

/* Where the excerpt starts, in bytes, so that the column stays within its room. */
static size_t excerpt_start(const struct err *e, const char *line, size_t n, size_t room) {
    if (n <= room || e->column <= room / 2)
        return 0;
    size_t start = utf8_offset(line, n, e->column - room / 2);
    return start < n ? start : 0;
}

void err_excerpt(struct err *e, const char *line, size_t n) {
    size_t room = 150;
    size_t start = excerpt_start(e, line, n, room);
    size_t take = n - start < room ? n - start : room;
    take = utf8_whole(line + start, take);
    e->caret = e->column > 0 ? e->column - utf8_count(line, start) : 0;
    for (size_t i = 0; i < take; i++) {
        char c = line[start + i];
        e->excerpt[i] = (unsigned char)c < 0x20 || c == 0x7f ? ' ' : c;
    }
    e->excerpt[take] = '\0';
}

const char *err_code_text(const struct err *e) {
    return err_codes[e->id].id;
}

enum err_class err_class(const struct err *e) {
    return err_codes[e->id].class;
}

const char *err_class_name(enum err_class c) {
    static const char *const names[] = {
        [CLASS_NONE] = "none",        [CLASS_ARGUMENT] = "argument",   [CLASS_DATA] = "data",
        [CLASS_MATH] = "math",        [CLASS_UNDEFINED] = "undefined", [CLASS_IO] = "io",
        [CLASS_SCRIPT] = "script",    [CLASS_LIMIT] = "limit",         [CLASS_USAGE] = "usage",
        [CLASS_INTERNAL] = "internal"};
    return names[c];
}

static void format_excerpt(const struct err *e, struct buf *out) {
    if (e->excerpt[0] == '\0')
        return;
    buf_addf(out, "%6zu | %s\n", e->line, e->excerpt);
    if (e->caret == 0)
        return;
    buf_addf(out, "       | ");
    for (size_t i = 1; i < e->caret; i++)
        buf_add(out, " ", 1);
    size_t width = e->width == 0 ? 1 : e->width;
    for (size_t i = 0; i < width && i < 80; i++)
        buf_add(out, "^", 1);
    buf_add(out, "\n", 1);
}

void err_format(const struct err *e, struct buf *out) {
    if (e->file[0] != '\0')
        buf_addf(out, "%s:", e->file);
    if (e->line > 0)
        buf_addf(out, "%zu:", e->line);
    if (e->line > 0 && e->column > 0)
        buf_addf(out, "%zu:", e->column);
    buf_addf(out, "%serror[%s]: %s\n", e->file[0] != '\0' ? " " : "", err_code_text(e), e->message);
    format_excerpt(e, out);
    if (e->hint[0] != '\0')
        buf_addf(out, "hint: %s\n", e->hint);
}

const struct err_code *err_code_find(const char *id) {
    for (size_t i = 1; i < ERR_COUNT_OF_IDS; i++) {
        if (strcmp(err_codes[i].id, id) == 0)
            return &err_codes[i];
    }
    return NULL;
}
