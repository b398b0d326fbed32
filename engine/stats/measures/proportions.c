/* Several proportions, x of n in each of k groups, compared at once or in pairs. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/sum.h"
#include "stats/catalogue.h"
#include "stats/distribution.h"

#define GROUPS                                                                                     \
    ARG_LIST("x", ARG_COUNT, "events, one a group"),                                               \
        ARG_LIST("n", ARG_COUNT, "people or cases at risk, one a group")
#define SMOKERS "x=83,90,129,70 n=86,93,136,82"
#define FLEISS                                                                                     \
    "Fleiss JL, Levin B, Paik MC. Statistical Methods for Rates and Proportions, 3rd ed. Wiley "   \
    "2003, chapter 9."
#define CHISQ_RESULTS                                                                              \
    { RESULT("chisq", RESULT_STATISTIC, "the statistic"), DF, P_VALUE }
#define DF RESULT("df", RESULT_STATISTIC, "degrees of freedom")

static bool check_groups(const struct series *x, const struct series *n, struct err *e) {
    for (size_t i = 0; i < x->n; i++) {
        if (!within("x", x->at[i], "n", n->at[i], e))
            return err_hint(e, "it is group %zu of %zu", i + 1, x->n);
    }
    return true;
}

/* The statistic of all groups against their common proportion; how many groups have anybody. */
static double common_chisq(const struct series *x, const struct series *n, double *groups) {
    struct sum events = {0}, others = {0}, chisq = {0};
    *groups = 0;
    for (size_t i = 0; i < x->n; i++) {
        sum_add(&events, x->at[i]);
        sum_add(&others, n->at[i] - x->at[i]);
        *groups += n->at[i] > 0;
    }
    double with = sum_value(&events), without = sum_value(&others), all = with + without;
    if (with == 0 || without == 0)
        return NAN;
    for (size_t i = 0; i < x->n; i++) {
        if (n->at[i] == 0)
            continue;
        double excess = x->at[i] * (without / all) - (n->at[i] - x->at[i]) * (with / all);
        sum_add(&chisq, excess * (excess / n->at[i]) / (with / all) / (without / all));
    }
    return sum_value(&chisq);
}

static bool k_sample(const struct series *in, double *const *out, struct err *e) {
    double groups;
    if (!check_groups(&in[0], &in[1], e))
        return false;
    *out[0] = common_chisq(&in[0], &in[1], &groups);
    if (groups < 2)
        return undefined(e, "fewer than two groups have anybody in them");
    if (isnan(*out[0]))
        return undefined(e, "all groups have the event always or never: there is no variance");
    *out[1] = groups - 1;
    *out[2] = chisq_probability(*out[0], *out[1], TAIL_UPPER);
    return true;
}

const struct measure proportions_test_k_sample = {
    .name = "proportions.test.k_sample",
    .brief = "Chi-square test that all groups have the same proportion.",
    .formula = "sum((x_i - n_i p)^2/(n_i p (1 - p))), p = sum x/sum n, ~ chi-square, k - 1 df",
    .assumes = "Independent cases, nearly every expected count about 5 or more. Groups with nobody "
               "are left out. No continuity correction.",
    .cite = FLEISS,
    .args = {GROUPS},
    .results = CHISQ_RESULTS,
    .examples = {{SMOKERS, "chisq=12.600411297127639 df=3 p_value=0.0055854766616270247", 1e-9,
                  "R 4.2.2 prop.test, smokers of Fleiss 1981"}},
    .shape = PER_COLUMN,
    .column = k_sample,
};

static bool given_probabilities(const struct series *in, double *const *out, struct err *e) {
    struct sum chisq = {0};
    double groups = 0;
    if (!check_groups(&in[0], &in[1], e))
        return false;
    for (size_t i = 0; i < in[0].n; i++) {
        double x = in[0].at[i], n = in[1].at[i], p = in[2].at[i];
        if (n == 0)
            continue;
        double excess = x * (1 - p) - (n - x) * p;
        if ((p == 0 || p == 1) && excess != 0)
            return undefined(e, "group %zu has what its given probability excludes", i + 1);
        if (p == 0 || p == 1)
            continue;
        sum_add(&chisq, excess * (excess / n) / (p * (1 - p)));
        groups++;
    }
    if (groups == 0)
        return undefined(e, "no group has anybody in it and a probability between 0 and 1");
    *out[0] = sum_value(&chisq);
    *out[1] = groups;
    *out[2] = chisq_probability(*out[0], groups, TAIL_UPPER);
    return true;
}

const struct measure proportions_test_given_probabilities = {
    .name = "proportions.test.given_probabilities",
    .brief = "Chi-square test that each group has the proportion given for it.",
    .formula = "sum((x_i - n_i p_i)^2/(n_i p_i (1 - p_i))) ~ chi-square, k df",
    .assumes = "Independent cases, nearly every expected count about 5 or more; the probabilities "
               "come from elsewhere, not from these cases. Groups with nobody, and groups that a "
               "probability of 0 or 1 describes exactly, are left out.",
    .cite = FLEISS,
    .args = {GROUPS, ARG_LIST("p0", ARG_PROBABILITY, "the probability expected in each group")},
    .results = CHISQ_RESULTS,
    .examples = {{"x=73,90,114,75 n=86,93,136,82 p0=0.9,0.9,0.9,0.9",
                  "chisq=13.20305530710751 df=4 p_value=0.010325090041836", 1e-9,
                  "R prop.test, printed in statsmodels' test_proportion.py"}},
    .shape = PER_COLUMN,
    .column = given_probabilities,
};

/* p-values of all pairs; NaN where neither group differs from always or never. */
static void pair_values(const struct series *x, const struct series *n, double *p) {
    size_t at = 0;
    for (size_t i = 0; i < x->n; i++) {
        for (size_t j = i + 1; j < x->n; j++) {
            double events[] = {x->at[i], x->at[j]}, people[] = {n->at[i], n->at[j]}, groups;
            struct series two = {events, 2, 2, 1, NULL}, of = {people, 2, 2, 1, NULL};
            double chisq = common_chisq(&two, &of, &groups);
            p[at++] = groups == 2 ? chisq_probability(chisq, 1, TAIL_UPPER) : NAN;
        }
    }
}

static const struct measure *adjustment(const char *name) {
    static const struct measure *const known[] = {&padjust_bonferroni, &padjust_holm,
                                                  &padjust_hochberg,   &padjust_hommel,
                                                  &padjust_BH,         &padjust_BY};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcmp(strrchr(known[i]->name, '.') + 1, name) == 0)
            return known[i];
    }
    return NULL;
}

/* Adjusts the p-values that exist, among themselves; 'scratch' has room for twice as many. */
static bool adjust_pairs(const struct measure *method, double *p, size_t n, double *scratch,
                         struct err *e) {
    size_t made = 0;
    for (size_t i = 0; i < n; i++) {
        if (!isnan(p[i]))
            scratch[made++] = p[i];
    }
    struct series in = {scratch, made, made, 1, NULL};
    double *adjusted = scratch + n;
    if (made == 0 || !method->column(&in, &adjusted, e))
        return made == 0;
    for (size_t i = n; i > 0; i--)
        p[i - 1] = isnan(p[i - 1]) ? NAN : adjusted[--made];
    return true;
}

static bool pairwise(const struct series *in, double *const *out, struct err *e) {
    size_t k = in[0].n, pairs = k * (k - 1) / 2;
    const struct measure *method = adjustment(in[2].text);
    if (!check_groups(&in[0], &in[1], e))
        return false;
    if (k < 2)
        return undefined(e, "one group makes no pair");
    pair_values(&in[0], &in[1], out[0]);
    if (method == NULL)
        return true;
    double *scratch = calloc(2 * pairs, sizeof *scratch);
    bool good = scratch != NULL ? adjust_pairs(method, out[0], pairs, scratch, e)
                                : fail(e, ERR_NOMEM, "no memory for %zu pairs", pairs);
    free(scratch);
    return good;
}

const struct measure proportions_pairwise_chisq_no_cc = {
    .name = "proportions.pairwise_chisq_no_cc",
    .brief = "Every group's proportion against every other's, with adjusted p-values.",
    .formula = "Pearson's chi-square test of each pair, without continuity correction, then the "
               "adjustment named, over all pairs",
    .assumes = "Independent cases, every expected count about 5 or more in each pair. A pair in "
               "which nobody or everybody has the event, or a group has nobody, has no p-value and "
               "does not count in the adjustment.",
    .cite = FLEISS " Holm S. Scand J Stat 1979;6:65-70.",
    .args = {GROUPS, ARG_WORD("adjust", "holm|hochberg|hommel|bonferroni|BH|BY|none", "holm",
                              "which adjustment, as in padjust")},
    .results = {RESULT("p", RESULT_P_VALUE, "adjusted p-value of a pair")},
    .examples = {{"x=73,90,114,75 n=86,93,136,82 adjust=holm",
                  "p_12=0.02669124432515654 p_13=0.83275748497535662 p_14=0.43044749225269258 "
                  "p_23=0.0121605855261014 p_24=0.43044749225269258 p_34=0.43044749225269258",
                  1e-9, "R pairwise.prop.test, printed in statsmodels' test_proportion.py"}},
    .shape = COLUMN_TO_COLUMN,
    .numbering = BY_PAIR,
    .column = pairwise,
};
