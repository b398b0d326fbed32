#include "run/deadline.h"

#include <limits.h>
#include <math.h>

struct timespec deadline_now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t;
}

double deadline_since(const struct timespec *moment) {
    struct timespec now = deadline_now();
    return (double)(now.tv_sec - moment->tv_sec) + (double)(now.tv_nsec - moment->tv_nsec) / 1e9;
}

struct timespec deadline_in(double seconds) {
    struct timespec t = deadline_now();
    double whole = floor(seconds);
    t.tv_sec += (time_t)whole;
    t.tv_nsec += (long)((seconds - whole) * 1e9);
    return t;
}

int deadline_left(const struct timespec *deadline) {
    double left = -1e3 * deadline_since(deadline);
    return left <= 0 ? 0 : left > INT_MAX ? INT_MAX : (int)ceil(left);
}
