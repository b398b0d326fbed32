/* How far a worker is with a large input: for people, a line on the terminal that is written over
 * itself; for the clock, the sign that it goes on. */
#ifndef FOISTAT_RUN_PROGRESS_H
#define FOISTAT_RUN_PROGRESS_H

#include <stdint.h>
#include <time.h>

#include "base/str.h"
#include "run/identity.h"

struct scan_progress;
struct progress {
    struct scan_progress *done;      /* data/scan_file.h; shared with workers, which set it; NULL
                                        until one begins, and where there is no memory */
    const struct identities *inputs; /* a pipe of which may wait for whoever writes */
    bool shows;                      /* stderr is a terminal, and the user wants to know */
    const char *name;                /* of what is read now; NULL: nothing */
    uint64_t size;                   /* of it, as it is stored; 0: not known */
    struct timespec began, drawn;
    uint64_t seen;  /* bytes at the last look */
    size_t columns; /* that are written on the terminal */
};

/* {0} is one of which nothing is ever heard. Nothing is shown on what is no terminal, or one that
 * cannot go back to the start of a line. */
void progress_open(struct progress *p, const struct identities *inputs, bool quiet);
void progress_close(struct progress *p); /* leaves it empty; harmless twice */

/* A worker that is started next begins with an input, and ends. 'name' must live until then. Those
 * that were started before the first, as a script's, have no part in what is shared: how much is in
 * a file may be for its holder only. */
void progress_begin(struct progress *p, const char *name, uint64_t size);
void progress_end(struct progress *p);

/* Looks, and shows what there is to show, after the first second at most five times a second. True
 * if the worker has gone on since the last look, or cannot because nobody writes into its pipe. */
bool progress_look(struct progress *p);

/* Takes the line off the terminal, for something else to be written there. */
void progress_clear(struct progress *p);

/* Appends the line for what was done after so many seconds, in at most 'most' columns:
 * "national.csv: 12,300,000 rows, 1.02 of 9.80 GB, 2.9 GB/s, 2 s left". */
void progress_words(const struct progress *p, uint64_t bytes, uint64_t rows, double seconds,
                    size_t most, struct buf *out);

#endif
