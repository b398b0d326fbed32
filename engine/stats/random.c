#include "stats/random.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "stats/gsl.h"

struct random_source {
    gsl_rng *rng;
    struct seed_use use;
};

/* A script's worker is a process of its own with one thread, so this is the account of one run. */
static struct {
    size_t n;
    struct seed_use use[SEED_USES];
} account;

static void keep_account(const struct seed_use *use) {
    size_t i = 0;
    while (i < account.n && account.use[i].seed != use->seed)
        i++;
    if (i == SEED_USES)
        return;
    account.n += i == account.n;
    account.use[i].seed = use->seed;
    account.use[i].draws += use->draws;
}

const struct seed_use *random_uses(size_t *n) {
    *n = account.n;
    return account.use;
}

void random_forget(void) {
    memset(&account, 0, sizeof account);
}

struct random_source *random_new(double seed, struct err *e) {
    if (!(seed >= 1 && seed <= 4294967295.0 && floor(seed) == seed)) {
        fail(e, ERR_ARG_RANGE, "'seed' must be a whole number from 1 to 4294967295, got %.17g",
             seed);
        return NULL;
    }
    gsl_calls_begin();
    struct random_source *r = calloc(1, sizeof *r);
    if (r != NULL)
        r->rng = gsl_rng_alloc(gsl_rng_mt19937);
    if (r == NULL || r->rng == NULL) {
        free(r);
        fail(e, ERR_NOMEM, "no memory for random numbers");
        return NULL;
    }
    gsl_rng_set(r->rng, (unsigned long)seed);
    r->use.seed = seed;
    return r;
}

void random_free(struct random_source *r) {
    if (r == NULL)
        return;
    keep_account(&r->use);
    gsl_rng_free(r->rng);
    free(r);
}

double random_normal(struct random_source *r) {
    r->use.draws++;
    return gsl_ran_gaussian_ziggurat(r->rng, 1);
}

/* The high half of 32 random bits times n; the low halves that would favour some numbers are drawn
 * again. */
size_t random_below(struct random_source *r, size_t n) {
    r->use.draws++;
    uint64_t product = (uint64_t)gsl_rng_get(r->rng) * n;
    uint32_t low = (uint32_t)product;
    if (low < n) {
        uint32_t uneven = (uint32_t)(0x100000000u % n);
        while (low < uneven) {
            product = (uint64_t)gsl_rng_get(r->rng) * n;
            low = (uint32_t)product;
        }
    }
    return (size_t)(product >> 32);
}
