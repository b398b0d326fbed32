/* How long something may take, on a clock that nobody can set. */
#ifndef FOISTAT_RUN_DEADLINE_H
#define FOISTAT_RUN_DEADLINE_H

#include <time.h>

struct timespec deadline_now(void);

/* Seconds from that moment to now. */
double deadline_since(const struct timespec *moment);

/* The moment so many seconds from now. */
struct timespec deadline_in(double seconds);

/* Milliseconds to it, rounded up, at most what poll() takes; 0 when it is over. */
int deadline_left(const struct timespec *deadline);

#endif
