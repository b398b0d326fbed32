/* Axes with ticks that people find easy to read. */
#ifndef FOISTAT_REPORT_AXIS_H
#define FOISTAT_REPORT_AXIS_H

#include <stdbool.h>
#include <stddef.h>

enum { AXIS_MOST_TICKS = 12 };

/* From 'low' to 'high', which are ticks themselves. */
struct axis {
    double low, high;
    bool logarithmic, rooted; /* neither: linear */
    size_t n;
    double tick[AXIS_MOST_TICKS];
};

/* The axis that covers low..high (finite, low < high; both above 0 when logarithmic): multiples of
 * 1, 2 or 5 times a power of ten; on a wide log axis powers of 2, then 1-2-5 steps, then powers of
 * ten. */
struct axis axis_make(double low, double high, bool logarithmic);

/* The axis from 0 to 'high' (finite, above 0) on which places lie as far apart as their square
 * roots do: ticks at the squares 1, 4, 9, ... times a power of ten, which are equally far apart. */
struct axis axis_make_rooted(double high);

/* Where x lies: 0 at the low end, 1 at the high end, outside that beyond them. x must be above 0
 * on a log axis, and not below on a rooted one. */
double axis_share(const struct axis *a, double x);

#endif
