#include "report/chart/axis.h"

#include <math.h>

/* 10^k: exact up to 22, and rounded once when negative, so that ticks print as people write them.
 */
static double times_ten(double x, int k) {
    double power = 1;
    for (int i = 0; i < (k < 0 ? -k : k); i++)
        power *= 10;
    return k < 0 ? x / power : x * power;
}

/* Value number i of a ladder of ticks; i may be negative. */
typedef double ladder(int i, int stride);

static double twos(int i, int stride) {
    return ldexp(1, i * stride);
}

static double tens(int i, int stride) {
    return times_ten(1, i * stride);
}

static double one_two_five(int i, int stride) {
    static const double step[] = {1, 2, 5};
    int decade = i >= 0 ? i / 3 : -((2 - i) / 3);
    (void)stride;
    return times_ten(step[i - 3 * decade], decade);
}

/* Fills the axis with the rungs from the last at or below low to the first at or above high; false
 * when they are too many. */
static bool climb(struct axis *a, double low, double high, ladder *rung, int stride) {
    int i = 0;
    while (rung(i, stride) > low)
        i--;
    while (rung(i + 1, stride) <= low)
        i++;
    a->n = 0;
    do {
        if (a->n == AXIS_MOST_TICKS)
            return false;
        a->tick[a->n++] = rung(i, stride);
    } while (rung(i++, stride) < high);
    a->low = a->tick[0];
    a->high = a->tick[a->n - 1];
    return true;
}

/* Equal steps of 1, 2 or 5 times a power of ten, about five of them. */
static void equal_steps(struct axis *a, double low, double high) {
    int rung = 0;
    double wanted = (high - low) / 5;
    while (one_two_five(rung, 1) > wanted)
        rung--;
    while (one_two_five(rung + 1, 1) <= wanted)
        rung++;
    if (wanted / one_two_five(rung, 1) > one_two_five(rung + 1, 1) / wanted)
        rung++; /* the nearer of the two, on a log scale */
    int decade = rung >= 0 ? rung / 3 : -((2 - rung) / 3);
    double mantissa = one_two_five(rung - 3 * decade, 1), step = one_two_five(rung, 1);
    double first = floor(low / step), last = ceil(high / step);
    a->n = 0;
    for (double i = first; i <= last && a->n < AXIS_MOST_TICKS; i++)
        a->tick[a->n++] = times_ten(i * mantissa, decade);
    a->low = a->tick[0];
    a->high = a->tick[a->n - 1];
}

/* Numbers as figures have them: what lies beyond is drawn at the ends of the axis. */
static const double largest = 1e100, smallest = 1e-100;

static double confined(double x, double least, double most) {
    return x < least ? least : x > most ? most : x;
}

/* Wide enough for steps that can be told apart in a double. */
static void set_apart(double *low, double *high, bool logarithmic) {
    const double share = 1e-9;
    *low = confined(*low, logarithmic ? smallest : -largest, largest);
    *high = confined(*high, logarithmic ? smallest : -largest, largest);
    double least = fmax(smallest, share * fmax(fabs(*low), fabs(*high)));
    if (*high - *low < least)
        *high = *low + least;
}

struct axis axis_make(double low, double high, bool logarithmic) {
    const double narrow = 2.5, few_doublings = 100, few_decades = 1000;
    struct axis a = {.logarithmic = logarithmic};
    set_apart(&low, &high, logarithmic);
    double span = logarithmic ? high / low : 1;
    if (span < narrow)
        equal_steps(&a, low, high);
    else if (!(span <= few_doublings && climb(&a, low, high, twos, 1)) &&
             !(span <= few_decades && climb(&a, low, high, one_two_five, 1))) {
        int stride = 1;
        while (!climb(&a, low, high, tens, stride))
            stride++;
    }
    return a;
}

struct axis axis_make_rooted(double high) {
    struct axis a = {.rooted = true};
    int power = 0;
    high = confined(high, smallest, largest);
    while (high > 100 * times_ten(1, power))
        power++;
    while (high <= times_ten(1, power))
        power--;
    for (int root = 0; a.high < high && a.n < AXIS_MOST_TICKS; root++)
        a.high = a.tick[a.n++] = times_ten(root * root, power);
    return a;
}

double axis_share(const struct axis *a, double x) {
    if (a->rooted)
        return sqrt(x / a->high);
    if (!a->logarithmic)
        return (x - a->low) / (a->high - a->low);
    return log(x / a->low) / log(a->high / a->low);
}
