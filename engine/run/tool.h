/* Other people's programs that make pictures and paper of what foistat wrote. None is linked, and
 * nothing but PNG and PDF needs one.
 *
 * A tool is started without a shell, by its whole path and a fixed list of words. It reads its
 * standard input and writes its standard output, both held in memory here; it stands in "/", has no
 * other descriptor, and knows of the environment PATH, LC_ALL=C.UTF-8 and SOURCE_DATE_EPOCH=0, so
 * that one version of it makes the same bytes every time. When its time is over it is killed, with
 * whatever it started. */
#ifndef FOISTAT_RUN_TOOL_H
#define FOISTAT_RUN_TOOL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

struct tool {
    const char *const *words; /* its name, looked up in PATH, and what follows; ends with NULL */
    const char *makes;        /* "PNG" */
    const char *begins;       /* how that begins */
    const char *package;      /* of Debian's that has it */
    const char *without;      /* what can be done where it is not installed, or fails */
    double seconds;           /* of wall-clock time that it may take */
    size_t most;              /* bytes that it may make */
};
extern const struct tool tool_png; /* rsvg-convert: a chart's SVG to PNG, at twice its size */
extern const struct tool tool_pdf; /* WeasyPrint: a page to PDF/UA */

/* Is it installed? ERR_TOOL_MISSING. Folders of PATH that are not absolute do not count: what lies
 * beside somebody's data is not a program to run. */
bool tool_need(const struct tool *t, struct err *e);

/* Gives it n bytes and appends what it makes of them. ERR_TOOL_MISSING, ERR_TOOL_FAILED. An
 * interrupt that is held back (folder.h) ends it too. */
bool tool_run(const struct tool *t, const void *bytes, size_t n, struct buf *out, struct err *e);

#endif
