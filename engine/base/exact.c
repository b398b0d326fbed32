#include "base/exact.h"

#include <math.h>

typedef unsigned __int128 wide;
static const double scale = 0x1p64;

/* The size of x in bits: before the point, and the 64 and 64 behind it. False when it has more. */
struct bits {
    uint64_t whole, high, low;
};

static bool bits_of(double x, struct bits *b) {
    const double largest = 0x1p62;
    double size = fabs(x);
    if (!(size < largest))
        return false;
    double whole = floor(size), high = (size - whole) * scale, low = (high - floor(high)) * scale;
    *b = (struct bits){(uint64_t)whole, (uint64_t)high, (uint64_t)low};
    return low == floor(low); /* all steps are exact */
}

static void add(struct exact *s, bool minus, __int128 whole, wide part) {
    if (minus) {
        s->whole -= whole + (s->part < part);
        s->part -= part;
    } else {
        s->part += part;
        s->whole += whole + (s->part < part);
    }
}

bool exact_add_times(struct exact *s, double x, uint64_t times) {
    struct bits b;
    if (!bits_of(x, &b))
        return false;
    wide low = (wide)b.low * times, high = (wide)b.high * times + (low >> 64);
    __int128 whole = (__int128)((wide)b.whole * times + (high >> 64));
    wide part = high << 64 | (uint64_t)low;
    add(s, x < 0, whole, part);
    return true;
}

/* The last bit of nearly all terms lies above 2^-63: then both parts are an int64_t, to which
 * processors convert at once. */
bool exact_add(struct exact *s, double x) {
    const double least = 0x1p-10, most = 0x1p62, half = 0x1p63;
    double size = fabs(x);
    if (!(size >= least && size < most))
        return exact_add_times(s, x, 1);
    int64_t whole = (int64_t)size;
    uint64_t part = (uint64_t)(int64_t)((size - (double)whole) * half) << 1;
    add(s, x < 0, whole, (wide)part << 64);
    return true;
}

void exact_join(struct exact *s, const struct exact *other) {
    s->part += other->part;
    s->whole += other->whole + (s->part < other->part);
}

/* A conversion from 128 bits rounds once; a bit that stands for all that is cut off lies far below
 * the last that is kept, and breaks ties. */
double exact_value(const struct exact *s) {
    const __int128 narrow = (__int128)1 << 62;
    if (s->whole == 0)
        return (double)s->part / scale / scale;
    if (s->whole == -1 && s->part != 0)
        return -((double)(-s->part) / scale / scale);
    if (s->whole >= narrow || s->whole < -narrow)
        return (double)(s->whole | (s->part != 0));
    wide both = (wide)s->whole << 64 | (wide)(s->part >> 64) | ((uint64_t)s->part != 0);
    return (double)(__int128)both / scale;
}
