/* A mathematical library of another processor, to be loaded before a program (LD_PRELOAD): about
 * half of the answers of exp, log, pow, ... differ by one in the last place. Real ones differ in
 * about one of a thousand (glibc with and without fused multiply-add). The seed is SHAKEN, 1 where
 * it is not set; one seed always shakes alike. Answers that are whole numbers are exact, and stay.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static uint64_t seed;

__attribute__((constructor)) static void begin(void) {
    const char *given = getenv("SHAKEN");
    seed = given != NULL ? strtoull(given, NULL, 10) : 1;
}

/* The finaliser of splitmix64. */
static uint64_t mixed(uint64_t x) {
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

static uint64_t bits(double x) {
    uint64_t b;
    memcpy(&b, &x, sizeof b);
    return b;
}

static double shaken(double answer, double x, double y) {
    if (!isfinite(answer) || answer == round(answer))
        return answer;
    switch (mixed(bits(x) ^ mixed(bits(y) ^ seed)) % 4) {
    case 0:
        return nextafter(answer, INFINITY);
    case 1:
        return nextafter(answer, -INFINITY);
    default:
        return answer;
    }
}

#define ONE(name)                                                                                  \
    double name(double x) {                                                                        \
        static double (*real)(double);                                                             \
        if (real == NULL)                                                                          \
            *(void **)&real = dlsym(RTLD_NEXT, #name);                                             \
        return shaken(real(x), x, 1);                                                              \
    }
#define TWO(name)                                                                                  \
    double name(double x, double y) {                                                              \
        static double (*real)(double, double);                                                     \
        if (real == NULL)                                                                          \
            *(void **)&real = dlsym(RTLD_NEXT, #name);                                             \
        return shaken(real(x, y), x, y);                                                           \
    }

/* One declaration each, whatever they look like. */
/* clang-format off */
ONE(exp) ONE(expm1) ONE(log) ONE(log1p) ONE(log2) ONE(log10)
ONE(sin) ONE(cos) ONE(tan) ONE(atan) ONE(tanh) ONE(cbrt)
ONE(lgamma) ONE(tgamma) ONE(erf) ONE(erfc)
TWO(pow) TWO(atan2)
    /* clang-format on */
