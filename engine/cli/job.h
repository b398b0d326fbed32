/* One run of a script, from what is asked for to the files in memory. The command line asks for it,
 * and so does a manifest whose run is to be made again. */
#ifndef FOISTAT_CLI_JOB_H
#define FOISTAT_CLI_JOB_H

#include "cli/allow.h"
#include "cli/custodian.h"
#include "cli/outputs.h"
#include "lua/host.h"
#include "run/handed.h"
#include "run/manifest.h"
#include "run/roots.h"
#include "run/worker.h"

/* A run that is made again: the script's text, and the inputs, which are all that it may read. */
struct again {
    struct span text;
    size_t n_known;
    const struct known_input *known;
    /* As recorded. What is made may be less, where a program is missing; what is allowed here, and
     * how long it may take, the user says. */
    struct outputs asked;
    struct allow allowed;
    struct manifest_limits limits;
};

/* What is asked for; texts must live as long as the job. */
struct job_request {
    const char *script; /* its path */
    size_t n_files;     /* data files */
    const char *const *file;
    size_t n_folders; /* in which datasets are looked for first */
    const char *const *folder;
    size_t n_settings; /* "reference=White" */
    const char *const *setting;
    struct outputs outputs;
    double seconds, steps, memory; /* limits, memory in bytes; 0: the usual */
    bool
        patient; /* the seconds are not the user's own word: see run/worker.h; true if they are 0 */
    size_t threads; /* that count; 0: one a processor */
    struct allow allow;
    bool quiet;                /* nothing is shown but errors */
    bool json;                 /* the results will be written as JSON, which has hashes */
    bool published;            /* sources that do not say otherwise are public */
    const char *disclosure;    /* rules, as custodian_rules reads them; NULL: the usual */
    const char *ledger;        /* a file; NULL: none */
    const struct again *again; /* NULL: a new run */
    const char *date; /* of publication; NULL: SOURCE_DATE_EPOCH, else that of the release ... */
    bool date_given;  /* ... and whether this one was given by SOURCE_DATE_EPOCH */
};

/* What one run is made of. */
struct job {
    struct arena arena;
    const struct job_request *request;
    struct buf text; /* of the script */
    char sha256[HASH_HEX_SIZE];
    struct host_script script;
    struct host_limits lua;
    struct worker_limits worker;
    struct progress progress;
    struct roots roots;
    struct custodian custodian;
    struct handed handed;         /* files that the worker was given */
    struct sandbox_facts sandbox; /* what was in force */
};

/* Checks what is asked for, reads the script and opens the roots. On failure call job_end, too. */
bool job_begin(struct job *j, const struct job_request *r, struct err *e);
void job_end(struct job *j); /* harmless twice */

/* Runs the script in a worker. *d holds what it reported; on failure what it printed. */
bool job_run(struct job *j, struct document *d, struct err *e);

/* What the report says about the run besides the document; valid as long as the job. */
struct report_info job_info(const struct job *j);

/* Makes all files of the run: those of outputs.h, the script, the manifest, machine.json. */
bool job_files(const struct job *j, const struct document *d, struct output_set *set,
               struct err *e);

#endif
