/* From a file of any length to a tally, by all threads of the pool (scan/pool.h) at the speed of
 * memory: vector instructions find delimiters and line ends, cells of unused columns are never
 * touched, texts of the others are looked up by their bytes, and what a text is without its quotes
 * and blanks is asked once for each different one. Quoted cells that are plainly right (a quote at
 * both ends, each one inside doubled) are taken as they stand; from any other quote on, and where
 * there is anything else unusual (other line ends, rows of another length, bytes that are no text),
 * the rest of a part goes through the exact reader and libcsv (csv.h). The tally is the one that
 * the exact reader alone would give, whatever the number of threads and wherever parts are cut, and
 * errors are the same. */
#ifndef FOISTAT_DATA_SCAN_FILE_H
#define FOISTAT_DATA_SCAN_FILE_H

#include "data/tally.h"
#include "scan/stream.h"

/* How far it is; written by the scan now and then, read by whoever shows it (another process). */
struct scan_progress {
    _Atomic uint64_t bytes, rows; /* done, of the bytes of the file as it is stored */
};

/* What follows from the header: fills the plan (the header's cells are borrowed). */
typedef bool scan_choose(void *data, const struct cell *header, size_t n_columns,
                         struct tally_plan *plan, struct err *e);

struct scan {
    struct arena arena;
    size_t n_columns;
    const struct cell *header; /* of the reader below */
    struct tally_plan plan;    /* as chosen */
    struct tally tally;
    size_t n_repairs;
    const char **repair; /* as csv_repairs; blanks around texts are counted in the columns used */
    struct csv_reader *blame; /* for csv_blame of cells of the tally */
};

/* Reads all of fd. 'progress' may be NULL. On failure *s is left empty. Errors as csv_open and
 * csv_next, and of 'choose'. */
bool scan_file(int fd, const char *name, const struct csv_options *options, scan_choose *choose,
               void *data, struct scan_progress *progress, struct scan *s, struct err *e);

/* The sizes in bytes of the parts that threads take, and of what is looked at for the header, from
 * now on: for tests, which cut files everywhere. */
void scan_use_parts(size_t part, size_t head);
void scan_free(struct scan *s); /* leaves it empty; harmless twice */

#endif
