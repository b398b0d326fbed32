/* What a worker gives up before it touches data or scripts. */
#ifndef FOISTAT_RUN_JAIL_H
#define FOISTAT_RUN_JAIL_H

#include "run/worker.h"

/* The descriptors that a worker keeps besides 0, 1, 2; and how many there are in all. */
enum { JAIL_LINK = 3, JAIL_RESULT = 4, JAIL_DESCRIPTORS = 5 };

/* Gives n descriptors, at most JAIL_DESCRIPTORS, the numbers 0 .. n-1 and closes all others. False
 * when that cannot be done. */
bool jail_arrange(const int *from, int n);

/* Standard input from /dev/null, stdout and stderr into 'noise', the link and the result pipe at
 * their numbers, everything else closed. False when that cannot be done. */
bool jail_descriptors(int link, int result, int noise);

/* Limits of processor time, address space, descriptors, files and core dumps; no new privileges;
 * not traceable; killed when 'parent' ends. What it can still ask of the kernel sandbox.h takes.
 * False with ERR_INTERNAL when the kernel refuses any of it: then nothing may run. */
bool worker_jail(const struct worker_limits *limits, int parent, struct err *e);

/* Starts n threads (scan/pool.h), which inherit what has been given up; after that no thread and no
 * process can be started any more. ERR_INTERNAL as above. */
bool jail_threads(size_t n, struct err *e);

#endif
