/* What a run is: what it was made from, with which engine and settings, and what it gave.
 *
 * It stands in the run as ro-crate-metadata.json, an RO-Crate 1.1 that conforms to the Process Run
 * Crate profile 0.5. The same engine, libraries, script, inputs and settings give the same bytes on
 * every machine: no clock, locale, path, host or user enters. What is known of the machine stands
 * in machine.json, which no run depends on.
 *
 *   https://w3id.org/ro/crate/1.1    https://w3id.org/ro/wfrun/process/0.5 */
#ifndef FOISTAT_RUN_MANIFEST_H
#define FOISTAT_RUN_MANIFEST_H

#include "base/library.h"
#include "data/document.h"
#include "run/hash.h"

#define MANIFEST_PATH "ro-crate-metadata.json"
#define MANIFEST_TYPE "application/ld+json"
#define MANIFEST_GENERATOR "mt19937" /* of random numbers: stats/random.h */

/* A name and what it is set to. */
struct manifest_pair {
    const char *name, *value;
};

struct manifest_engine {
    const char *version;        /* "0.1.0" */
    const char *commit;         /* of git, when it was built; NULL: built without git */
    bool dirty;                 /* with changes that were not committed */
    const char *prelude_sha256; /* of all modules of the Lua side, each as name, NUL, text, NUL */
};

struct manifest_script {
    const char *name;   /* as the user named it, without folders: "early_help.lua" */
    const char *path;   /* of its copy in the run: "script/early_help.lua" */
    const char *sha256; /* of script and copy */
    size_t bytes;
};

/* What changes the outputs besides the script and its settings. */
struct manifest_options {
    bool png, pdf, vega_lite;
    size_t n_sizes; /* of charts, besides the page's: "slide", "phone" */
    const char *const *size;
    bool published;         /* --published: the user said that all sources are public */
    const char *disclosure; /* --disclosure; NULL: not given */
    bool ledger;            /* --ledger: what was released before was protected, too */
    size_t n_allowed;       /* --allow, in the order given, each once */
    const char *const *allowed;
};

/* As they were in force, defaults written out. */
struct manifest_limits {
    double seconds; /* of wall-clock time */
    double steps;   /* Lua instructions */
    double memory;  /* bytes of the script's own values */
};

/* Something that a reader was warned of: a caution of the report, or results that cannot be
 * computed. */
struct manifest_warning {
    const char *part; /* of the report: "table-1" */
    const char *text;
};

struct manifest_output {
    const char *path, *media_type, *sha256;
    size_t bytes;
    const char *tool; /* the program of others that made it; NULL: the engine */
    bool table;       /* has rows and columns */
    size_t rows, columns;
};

struct manifest {
    struct arena arena; /* of what was read; else texts are the caller's */
    const char *run_id; /* manifest_identify */
    const char *title;  /* of the report */
    const char *date;   /* "2026-11-22": of publication, which RO-Crate demands ... */
    bool date_given;    /* ... by SOURCE_DATE_EPOCH; else that of the engine's release */
    struct manifest_engine engine;
    size_t n_libraries;
    const struct library *library;
    struct manifest_script script;
    size_t n_settings;
    const char *const *setting; /* "reference=White" */
    size_t n_files;
    const char *const *file; /* data files named on the command line, without folders */
    struct manifest_options options;
    struct manifest_limits limits;
    size_t n_seeds;
    const struct seed_use *seed; /* of all random numbers; the generator is mt19937 */
    size_t n_inputs;
    const struct input *input; /* without their notes */
    size_t n_warnings;
    const struct manifest_warning *warning;
    size_t n_checks;
    const struct check *check; /* of the data, those that failed */
    size_t n_ran, n_noted;     /* checks in all; those that noted something */
    size_t n_disclosure;
    const struct manifest_pair *disclosure; /* what was hidden and how, in the order of releases */
    size_t n_numerics;
    const struct manifest_pair *numerics; /* how it computes: see manifest_numerics */
    size_t n_outputs;
    const struct manifest_output *output; /* all files but this one and machine.json */
};
void manifest_free(struct manifest *m); /* leaves it empty; harmless twice */

/* The run's name: the SHA-256 of the manifest without its name, its date and what other programs
 * made. Two runs with the same name are one run, made twice. */
bool manifest_identify(const struct manifest *m, char run_id[HASH_HEX_SIZE], struct err *e);

/* Appends ro-crate-metadata.json: keys sorted, UTF-8, two blanks of indentation, LF. Texts that are
 * not UTF-8 come with U+FFFD in the place of the bytes that are not; paths as %XX. ERR_NOMEM. */
bool manifest_write(const struct manifest *m, struct buf *out, struct err *e);

/* Reads what manifest_write writes, from anybody: kinds, ranges, hashes and paths are checked, and
 * texts live in m->arena. *genuine says whether the run's name is that of the rest; where it is
 * NULL, another one is refused. ERR_READ says what is wrong; *m is then empty. */
bool manifest_read(const char *bytes, size_t n, struct manifest *m, bool *genuine, struct err *e);

/* How the engine computes: format of numbers, contraction, rounding, digits. */
#define MANIFEST_NUMERICS 5
void manifest_numerics(struct manifest_pair pair[MANIFEST_NUMERICS]);

#endif
