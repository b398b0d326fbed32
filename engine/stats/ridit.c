#include "stats/ridit.h"

#include <stdlib.h>

#include "base/sum.h"

struct place {
    double order;
    size_t at;
};

static int by_order(const void *a, const void *b) {
    const struct place *x = a, *y = b;
    if (x->order != y->order)
        return x->order < y->order ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

/* The shares before a group are added up with compensation, so that the last rank is right. */
static void set_ranks(const struct place *places, const double *share, size_t n, double *rank) {
    struct sum before = {0};
    for (size_t k = 0; k < n; k++) {
        size_t i = places[k].at;
        rank[i] = sum_value(&before) + share[i] / 2;
        sum_add(&before, share[i]);
    }
}

static bool no_ties(const struct place *places, size_t n, struct err *e) {
    for (size_t k = 1; k < n; k++) {
        if (places[k].order == places[k - 1].order)
            return fail(e, ERR_ARG_RANGE, "'order' has %.15g twice: the groups must have an order",
                        places[k].order);
    }
    return true;
}

bool ridit(const double *order, const double *population, size_t n, double *rank, double *share,
           struct err *e) {
    double total = sum_of(population, n);
    if (!(total > 0 && total - total == 0))
        return undefined(e, "the population is %s", total > 0 ? "too large to add up" : "empty");
    struct place *places = calloc(n, sizeof *places);
    if (places == NULL)
        return fail(e, ERR_NOMEM, "no memory for %zu groups", n);
    for (size_t i = 0; i < n; i++) {
        places[i] = (struct place){order == NULL ? (double)i : order[i], i};
        share[i] = population[i] / total;
    }
    qsort(places, n, sizeof *places, by_order);
    bool done = no_ties(places, n, e);
    if (done)
        set_ranks(places, share, n, rank);
    free(places);
    return done;
}

bool ridit_fit(const double *rank, const double *share, const double *value, size_t n,
               struct ridit_line *line, struct err *e) {
    struct sum mean = {0}, along = {0}, spread = {0}, rest = {0};
    *line = (struct ridit_line){0};
    for (size_t i = 0; i < n; i++) {
        line->groups += share[i] > 0;
        sum_add(&mean, share[i] * value[i]);
        sum_add(&spread, share[i] * (rank[i] - 0.5) * (rank[i] - 0.5));
    }
    if (line->groups < 2)
        return undefined(e, "a slope needs two groups with a population");
    for (size_t i = 0; i < n; i++)
        sum_add(&along, share[i] * (rank[i] - 0.5) * (value[i] - sum_value(&mean)));
    line->spread = sum_value(&spread);
    line->slope = sum_value(&along) / line->spread;
    line->bottom = sum_value(&mean) - line->slope / 2;
    for (size_t i = 0; i < n; i++) {
        double off = value[i] - line->bottom - line->slope * rank[i];
        sum_add(&rest, share[i] * off * off);
    }
    line->rest = sum_value(&rest);
    return true;
}
