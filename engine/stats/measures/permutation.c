/* Exact tests of two lists by all ways to divide the pooled values between them.
 *
 * How many divisions have each sum is counted at once, for all sums: values are made whole numbers
 * (measurements have few decimals, ranks are halves), and the counts for one more value follow from
 * those without it. Streitberg B, Roehmel J. EDV in Medizin und Biologie 1987;18:12-19. Values that
 * are no decimals are divided in every way, one by one. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/sum.h"
#include "stats/catalogue.h"
#include "stats/distribution.h"
#include "stats/midranks.h"

static const double most_work = 2e9;      /* additions: about a second */
static const double most_cells = 2e7;     /* 160 MB */
static const double most_divisions = 2e7; /* one by one */
static const double largest_log = 690;    /* of the number of divisions: below 1e300 */

/* The pooled values; the first m are those of the smaller list. */
struct pool {
    size_t n, m;
    double *value;
    double sum; /* of the smaller list */
};

static bool pool_begin(struct pool *p, const struct series *a, const struct series *b,
                       struct err *e) {
    const struct series *small = a->n <= b->n ? a : b, *large = a->n <= b->n ? b : a;
    *p = (struct pool){a->n + b->n, small->n, calloc(a->n + b->n, sizeof(double)), 0};
    if (p->value == NULL)
        return fail(e, ERR_NOMEM, "no memory for %zu values", p->n);
    for (size_t i = 0; i < p->n; i++)
        p->value[i] = i < p->m ? small->at[i] : large->at[i - p->m];
    return true;
}

static double log_divisions(const struct pool *p) {
    double n = (double)p->n, m = (double)p->m;
    return log_gamma(n + 1) - log_gamma(m + 1) - log_gamma(n - m + 1);
}

static bool too_many(const struct pool *p, struct err *e) {
    fail(e, ERR_ARG_RANGE, "%zu and %zu values can be divided in too many ways to count", p->m,
         p->n - p->m);
    return err_hint(e, "round the values, or take fewer");
}

/* --- whole numbers ---------------------------------------------------------------------------- */

static bool whole_at(const struct pool *p, double scale) {
    for (size_t i = 0; i < p->n; i++) {
        double x = round(p->value[i] * scale);
        if (x / scale != p->value[i] || fabs(x) > 1e15)
            return false;
    }
    return true;
}

static double common_divisor(double a, double b) {
    while (b > 0) {
        double rest = fmod(a, b);
        a = b;
        b = rest;
    }
    return a;
}

/* Makes the values whole, from 0 up, without a common divisor: that changes no comparison. False
 * when they have more than six decimals. */
static bool make_whole(struct pool *p) {
    double scale = 1, least = INFINITY, divisor = 0;
    while (scale <= 1e6 && !whole_at(p, scale))
        scale *= 10;
    if (scale > 1e6)
        return false;
    for (size_t i = 0; i < p->n; i++) {
        p->value[i] = round(p->value[i] * scale);
        least = fmin(least, p->value[i]);
    }
    for (size_t i = 0; i < p->n; i++)
        divisor = common_divisor(p->value[i] - least, divisor);
    for (size_t i = 0; i < p->n; i++)
        p->value[i] = divisor > 0 ? (p->value[i] - least) / divisor : 0;
    return true;
}

/* How many divisions give the smaller list each sum, from 0 to 'most'. */
struct counts {
    double most;
    double *at;  /* owned; of lists of m values */
    double *all; /* of lists of 0, 1, .. m values, one after the other */
};

/* The largest sum of m values; infinite, so too large, when there is no memory to sort them. */
static double largest_sum(const struct pool *p) {
    double most = 0, *sorted = calloc(p->n, sizeof *sorted);
    if (sorted == NULL)
        return INFINITY;
    memcpy(sorted, p->value, p->n * sizeof *sorted);
    num_sort(sorted, p->n);
    for (size_t i = 0; i < p->m; i++)
        most += sorted[p->n - 1 - i];
    free(sorted);
    return most;
}

/* Additions to count all sums up to 'most'. */
static double counting_work(const struct pool *p, double most) {
    return ((double)p->m + 1) * (most + 1) * (double)p->n;
}

static bool countable(const struct pool *p, double most) {
    return ((double)p->m + 1) * (most + 1) <= most_cells && counting_work(p, most) <= most_work &&
           log_divisions(p) <= largest_log;
}

static void count_value(const struct counts *c, size_t m, size_t value, size_t width) {
    for (size_t j = m; j > 0; j--) {
        double *to = c->all + j * width, *from = c->all + (j - 1) * width;
        for (size_t s = value; s < width; s++)
            to[s] += from[s - value];
    }
}

static bool count_sums(struct pool *p, double most, struct counts *c, struct err *e) {
    size_t width = (size_t)most + 1;
    *c = (struct counts){.most = most, .all = calloc((p->m + 1) * width, sizeof(double))};
    if (c->all == NULL)
        return fail(e, ERR_NOMEM, "no memory for %zu sums", width);
    c->all[0] = 1;
    for (size_t i = 0; i < p->n; i++)
        count_value(c, p->m, (size_t)p->value[i], width);
    c->at = c->all + p->m * width;
    return true;
}

static void take_sum(struct pool *p) {
    p->sum = 0;
    for (size_t i = 0; i < p->m; i++)
        p->sum += p->value[i];
}

/* --- difference of means ---------------------------------------------------------------------- */

/* How far a sum of the smaller list is from its expectation, times n: whole numbers stay whole. */
static double distance(const struct pool *p, double all, double sum) {
    return fabs((double)p->n * sum - (double)p->m * all);
}

static double counted_p(const struct pool *p, const struct counts *c, double all) {
    struct sum far = {0}, total = {0};
    double own = distance(p, all, p->sum);
    for (size_t s = 0; s <= (size_t)c->most; s++) {
        sum_add(&total, c->at[s]);
        sum_add(&far, distance(p, all, (double)s) >= own ? c->at[s] : 0);
    }
    return fmin(sum_value(&far) / sum_value(&total), 1);
}

struct listing {
    const struct pool *p;
    double all, own; /* a division counts when its distance is at least 'own' */
    double far, total;
};

/* Goes through all choices of 'left' more values from number 'from' on. */
static void list_divisions(struct listing *l, size_t from, size_t left, double sum) {
    if (left == 0) {
        l->total++;
        l->far += distance(l->p, l->all, sum) >= l->own;
        return;
    }
    for (size_t i = from; i + left <= l->p->n; i++)
        list_divisions(l, i + 1, left - 1, sum + l->p->value[i]);
}

/* Values that are not whole are taken from their mean, and sums of the same values in another order
 * differ in their last digits: such ties count. */
static double listed_p(struct pool *p, bool whole) {
    double all = sum_of(p->value, p->n), mean = all / (double)p->n, size = 0;
    for (size_t i = 0; !whole && i < p->n; i++) {
        p->value[i] -= mean;
        size += fabs(p->value[i]);
    }
    take_sum(p);
    struct listing l = {.p = p, .all = whole ? all : 0};
    l.own = distance(p, l.all, p->sum) - 1e-11 * (double)p->n * size;
    list_divisions(&l, 0, p->m, 0);
    return l.far / l.total;
}

/* Counting all sums at once, or listing all divisions: whichever is quicker. */
static bool pool_p(struct pool *p, double *answer, struct err *e) {
    bool whole = make_whole(p);
    double divisions = exp(log_divisions(p)), most = whole ? largest_sum(p) : INFINITY;
    struct counts c;
    if (divisions <= most_divisions && divisions < counting_work(p, most)) {
        *answer = listed_p(p, whole);
        return true;
    }
    if (!countable(p, most))
        return too_many(p, e);
    take_sum(p);
    if (!count_sums(p, most, &c, e))
        return false;
    *answer = counted_p(p, &c, sum_of(p->value, p->n));
    free(c.all);
    return true;
}

static bool mean_exact(const struct series *in, double *const *out, struct err *e) {
    struct pool p;
    bool good = pool_begin(&p, &in[0], &in[1], e) && pool_p(&p, out[0], e);
    free(p.value);
    return good;
}

#define TWO_SAMPLES                                                                                \
    ARG_LIST_OWN("a", ARG_REAL, "values of one group"),                                            \
        ARG_LIST_OWN("b", ARG_REAL, "values of the other group; may be more or fewer")
#define HOW_LARGE "Exact up to some hundred values with few decimals; more are refused. "

const struct measure permutation_two_sample_mean_exact = {
    .name = "permutation.two_sample_mean_exact",
    .brief = "Exact permutation test that two groups have the same mean.",
    .formula = "the share of all divisions of the pooled values, into groups of these sizes, whose "
               "means differ at least as much as observed, in either direction",
    .assumes =
        "If the groups do not differ, every division is as likely: true where people were "
        "assigned at random, or are exchangeable. No assumption about the distribution. " HOW_LARGE
        "Values that are no decimals of up to six places are refused beyond 20 "
        "million divisions.",
    .cite = "Fisher RA. The Design of Experiments. Oliver and Boyd 1935. Pitman EJG. J R Stat Soc "
            "Suppl 1937;4:119-130. Streitberg B, Roehmel J. EDV in Medizin und Biologie "
            "1987;18:12-19.",
    .args = {TWO_SAMPLES},
    .results = {P_VALUE},
    .examples = {{"a=12,15,9,20 b=30,22,25,19,28", "p_value=0.023809523809523808", 1e-9,
                  "R exactRankTests 0.8.35 perm.test(exact=TRUE)"}},
    .shape = PER_COLUMN,
    .column = mean_exact,
};

/* --- ranks ------------------------------------------------------------------------------------ */

/* Twice the smaller of both tails, each with the observed sum. */
static double central_p(const struct pool *p, const struct counts *c) {
    struct sum below = {0}, above = {0}, total = {0};
    for (size_t s = 0; s <= (size_t)c->most; s++) {
        sum_add(&total, c->at[s]);
        sum_add(&below, (double)s <= p->sum ? c->at[s] : 0);
        sum_add(&above, (double)s >= p->sum ? c->at[s] : 0);
    }
    double tail = fmin(sum_value(&below), sum_value(&above));
    return fmin(2 * tail / sum_value(&total), 1);
}

static bool replace_by_ranks(struct pool *p, struct err *e) {
    double *ranks = calloc(p->n, sizeof *ranks);
    if (ranks == NULL || !midranks(p->value, p->n, ranks)) {
        free(ranks);
        return fail(e, ERR_NOMEM, "no memory for %zu ranks", p->n);
    }
    free(p->value);
    p->value = ranks;
    return true;
}

/* The statistic of R: the ranks of a, less the least they could add up to. */
static double statistic(const struct pool *p, bool a_is_small) {
    double small = (double)p->m, large = (double)(p->n - p->m), sum = 0;
    for (size_t i = 0; i < p->m; i++)
        sum += p->value[i];
    double w = sum - small * (small + 1) / 2;
    return a_is_small ? w : small * large - w;
}

static bool rank_p(struct pool *p, double *answer, struct err *e) {
    make_whole(p);
    take_sum(p);
    double most = largest_sum(p);
    struct counts c = {0};
    if (!countable(p, most))
        return too_many(p, e);
    if (!count_sums(p, most, &c, e))
        return false;
    *answer = central_p(p, &c);
    free(c.all);
    return true;
}

static bool rank_sum(const struct series *in, double *const *out, struct err *e) {
    struct pool p;
    bool good = pool_begin(&p, &in[0], &in[1], e) && replace_by_ranks(&p, e);
    if (good) {
        *out[0] = statistic(&p, in[0].n <= in[1].n);
        good = rank_p(&p, out[1], e);
    }
    free(p.value);
    return good;
}

const struct measure wilcoxon_rank_sum_exact = {
    .name = "wilcoxon.rank_sum_exact",
    .brief = "Exact Wilcoxon rank sum (Mann-Whitney) test of two groups.",
    .formula = "W = sum of the ranks of a - n_a(n_a + 1)/2: the pairs in which a is larger, ties "
               "half; p: twice the smaller tail over all divisions of the ranks",
    .assumes = "If the groups do not differ, every division is as likely. Ties share the mean of "
               "their ranks and the p-value stays exact, given the ties (R's wilcox.test then "
               "falls back on an approximation). " HOW_LARGE,
    .cite = "Wilcoxon F. Biometrics Bulletin 1945;1:80-83. Mann HB, Whitney DR. Ann Math Stat "
            "1947;18:50-60. Streitberg B, Roehmel J. EDV in Medizin und Biologie 1987;18:12-19.",
    .args = {TWO_SAMPLES},
    .results = {RESULT("W", RESULT_STATISTIC, "the statistic, 0 to n_a n_b"), P_VALUE},
    .examples = {{"a=1.1,2.2,3.3,9.1 b=4.4,5.5,6.6", "W=3 p_value=0.4", 1e-9,
                  "R 4.2.2 wilcox.test(exact=TRUE)"}},
    .shape = PER_COLUMN,
    .column = rank_sum,
};
