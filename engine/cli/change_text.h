/* Changes between two runs, for people and for programs: what both `verify` and `diff` say. */
#ifndef FOISTAT_CLI_CHANGE_TEXT_H
#define FOISTAT_CLI_CHANGE_TEXT_H

#include "cli/command.h"
#include "report/json_writer.h"
#include "run/compare.h"
#include "run/traits.h"

/* Appends a line for each, at most so many of them, and how many more there are. */
enum { CHANGES_SHOWN = 20 };
void change_lines(const struct comparison *c, struct buf *out);
void trait_lines(const struct trait_change *change, size_t n, struct buf *out);

/* All of them, as members of the object that is open: "figures", "changes"; and under 'key'. */
void change_members(const struct comparison *c, struct json_writer *j);
void trait_members(const char *key, const struct trait_change *change, size_t n,
                   struct json_writer *j);

/* "3 files", "1 file". */
void put_count(struct buf *out, size_t n, const char *one, const char *many);

/* "3 of 75 numbers move; the largest relative difference is 0.38" as a line. */
void put_moved(struct buf *out, const struct comparison *c);

/* Prints what was found as the command's result. ERR_NOMEM, ERR_WRITE. */
bool print_found(const struct invocation *v, const struct buf *text, struct err *e);

/* Appends text without control characters that a terminal would obey: they become '?'. Line ends
 * stay. */
void put_harmless(struct buf *out, const struct buf *text);

#endif
