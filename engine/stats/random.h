/* Seeded random numbers: the Mersenne Twister (mt19937) of GSL. The same seed gives the same
 * numbers on every machine. Matsumoto M, Nishimura T. ACM Transactions on Modeling and Computer
 * Simulation 1998;8:3-30. */
#ifndef FOISTAT_STATS_RANDOM_H
#define FOISTAT_STATS_RANDOM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/seed.h"

/* The seed argument of a measure, for its row. */
#define SEED                                                                                       \
    ARG_PRESET("seed", ARG_COUNT,                                                                  \
               "seed of the random numbers, 1 to 4294967295: same seed, same "                     \
               "answer",                                                                           \
               1)

struct random_source;

/* NULL with ERR_ARG_RANGE unless seed is a whole number from 1 to 2^32 - 1: GSL takes 0 for another
 * seed, and larger ones modulo 2^32. */
struct random_source *random_new(double seed, struct err *e);
void random_free(struct random_source *r); /* NULL is fine */

/* Standard normal (ziggurat). Marsaglia G, Tsang WW. Journal of Statistical Software 2000;5(8). */
double random_normal(struct random_source *r);

/* A whole number from 0 to n - 1, each as likely; 0 < n < 2^32. Lemire D. ACM Transactions on
 * Modeling and Computer Simulation 2019;29(1):3. */
size_t random_below(struct random_source *r, size_t n);

#define RANDOM_GENERATOR "mt19937"

/* The seeds that were used in this process since random_forget, in the order of their first use; of
 * more than SEED_USES the first ones. Valid until a random_source is freed. */
const struct seed_use *random_uses(size_t *n);
void random_forget(void);

#endif
