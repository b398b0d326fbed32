/* The one source that a command is about: a dataset, or a file. Its holder asks, so all of it is
 * read, public or not; in a worker, because strangers may have written it. */
#ifndef FOISTAT_CLI_SOURCE_WORD_H
#define FOISTAT_CLI_SOURCE_WORD_H

#include "cli/command.h"
#include "data/read.h"
#include "run/worker.h"

/* A word on the command line: a file when it looks like a path or one is there. */
struct source_word {
    const char *word;
    bool file;
};
struct source_word source_word_of(const char *word);

/* Runs a worker_main with the struct source_word of the command's first word as its data; with
 * 'hashes' the inputs of the document have theirs. */
bool source_word_run(worker_main *body, const struct invocation *v, bool hashes, struct document *d,
                     struct err *e);

/* In the worker: opens it; reads what was opened. */
bool source_word_open(const struct source_word *w, const struct files *files, struct opened *o,
                      struct err *e);
bool source_word_read(const struct opened *o, struct table *t, struct read_report *report,
                      struct err *e);
void source_word_close(const struct opened *o);

#endif
