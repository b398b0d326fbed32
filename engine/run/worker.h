/* A parent that never runs a script, and the worker that does.
 *
 * The worker is a forked process that gives up what it does not need (jail.h), asks the parent for
 * every file, and hands its document back through a pipe. Whatever it does (crash, loop, print,
 * lie) ends as a struct err here. It dies with its parent: an interrupt leaves no orphan, because
 * the kernel kills the worker when the thread that called worker_run ends. */
#ifndef FOISTAT_RUN_WORKER_H
#define FOISTAT_RUN_WORKER_H

#include <stddef.h>

#include "data/document.h"
#include "data/files.h"
#include "run/progress.h"
#include "run/sandbox.h"

/* What a worker does: fills *d, or *e and whatever of *d is of use (what was printed). */
typedef bool worker_main(void *data, const struct files *files, struct document *d, struct err *e);

/* Of wall-clock time, where nothing else is said. */
static const double worker_usual_seconds = 60;

/* {0} means the usual. */
struct worker_limits {
    double seconds;       /* of wall-clock time; 0: 60 */
    double limit;         /* as it was given, where some of it is used up; 0: 'seconds' */
    unsigned cpu_seconds; /* of processor time, summed over threads; 0: 'seconds' of each, + 1 */
    size_t memory;        /* bytes beyond what the program has at its start; 0: 4 GiB */
    size_t output;        /* bytes handed back; 0: 64 MiB */
    size_t threads;       /* of scan/pool.h that share the work; 0 or 1: there are none */
    bool weak;            /* run even where the kernel refuses a part of the sandbox */
    /* Gets what the body needs and could not have later, a connection; NULL: nothing. The body may
     * then use the sockets and files that it has opened. */
    bool (*prepare)(void *data, struct err *e);
    struct sandbox_facts *facts; /* filled with what was in force; NULL: nobody asks */
    /* 'seconds' are those in which the worker could go on and did not show that it does: none in
     * which it waits for an answer of 'opener', in which its input grows less, or in which nobody
     * writes into the pipe that it reads. False: all of them. */
    bool patient;
    struct progress *progress; /* NULL: nobody looks how far it is */
    double *counted;           /* set to the seconds that were counted; NULL: nobody asks */
};

/* Runs body(data, ...) in a worker whose files come from 'opener', in this process. On success *d
 * is what it made. On failure *e says why and *d holds what was printed before the body's own
 * error, or nothing. What the worker writes on stdout or stderr (the first 64 KiB; libRmath warns
 * on stdout) goes to stderr. ERR_LIMIT_TIME, ERR_LIMIT_OUTPUT, ERR_LIMIT_MEMORY, ERR_LIMIT_SYSTEM
 * when it tried what the sandbox forbids, ERR_SANDBOX when there is none, ERR_INTERNAL when it
 * crashed, or the body's error.
 *
 * At an interrupt the worker is ended, and then this process is, by the signal, with a word on
 * stderr: nothing may have been written by then. */
bool worker_run(worker_main *body, void *data, const struct files *opener,
                const struct worker_limits *limits, struct document *d, struct err *e);

#endif
