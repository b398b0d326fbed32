/* Adjusted p-values: many comparisons made at once, so that a chance finding is not published as a
 * difference. Each method takes the p-values in ascending order; p[i] below is the (i + 1)-th
 * smallest of n. The answers come back in the order of the question. */
#include <math.h>
#include <stdlib.h>

#include "stats/catalogue.h"

#define P_VALUES                                                                                   \
    ARG_LIST_MISSING("p", ARG_PROBABILITY,                                                         \
                     "p-values of all the comparisons that were made; a missing one stays "        \
                     "missing and is not counted")
#define P_ADJ RESULT("p_adj", RESULT_P_VALUE, "adjusted p-value, in the order given")

struct ranked {
    double p;
    size_t at; /* its place in the question */
};

static int by_p(const void *a, const void *b) {
    const struct ranked *x = a, *y = b;
    if (x->p != y->p)
        return x->p < y->p ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

/* Adjusts n ascending p-values in place; false when memory runs out. */
typedef bool adjust_fn(struct ranked *r, size_t n, double alpha);

static bool adjust(const struct series *p, double alpha, adjust_fn *method, double *out,
                   struct err *e) {
    struct ranked *r = calloc(p->n, sizeof *r);
    if (r == NULL)
        return fail(e, ERR_NOMEM, "no memory for %zu p-values", p->n);
    size_t n = 0; /* comparisons without a p-value were not made */
    for (size_t i = 0; i < p->n; i++) {
        out[i] = NAN;
        if (!isnan(p->at[i]))
            r[n++] = (struct ranked){p->at[i], i};
    }
    qsort(r, n, sizeof *r, by_p);
    bool done = n == 0 || method(r, n, alpha);
    for (size_t i = 0; i < n; i++)
        out[r[i].at] = fmin(r[i].p, 1);
    free(r);
    return done || fail(e, ERR_NOMEM, "no memory for %zu p-values", p->n);
}

/* Step down: no p-value below the adjusted one before it. */
static void rising(struct ranked *r, size_t n) {
    for (size_t i = 1; i < n; i++)
        r[i].p = fmax(r[i].p, r[i - 1].p);
}

/* Step up: no p-value above the adjusted one behind it. */
static void falling(struct ranked *r, size_t n) {
    for (size_t i = n - 1; i > 0; i--)
        r[i - 1].p = fmin(r[i - 1].p, r[i].p);
}

/* 1 - (1 - p)^m, with the digits of small p kept. */
static double sidak_of(double p, double m) {
    return -expm1(m * log1p(-p));
}

static bool bonferroni_method(struct ranked *r, size_t n, double alpha) {
    (void)alpha;
    for (size_t i = 0; i < n; i++)
        r[i].p *= (double)n;
    return true;
}

static bool sidak_method(struct ranked *r, size_t n, double alpha) {
    (void)alpha;
    for (size_t i = 0; i < n; i++)
        r[i].p = sidak_of(r[i].p, (double)n);
    return true;
}

static bool holm_method(struct ranked *r, size_t n, double alpha) {
    (void)alpha;
    for (size_t i = 0; i < n; i++)
        r[i].p *= (double)(n - i);
    rising(r, n);
    return true;
}

static bool holm_sidak_method(struct ranked *r, size_t n, double alpha) {
    (void)alpha;
    for (size_t i = 0; i < n; i++)
        r[i].p = sidak_of(r[i].p, (double)(n - i));
    rising(r, n);
    return true;
}

static bool hochberg_method(struct ranked *r, size_t n, double alpha) {
    (void)alpha;
    for (size_t i = 0; i < n; i++)
        r[i].p *= (double)(n - i);
    falling(r, n);
    return true;
}

static void false_discovery(struct ranked *r, size_t n, double factor) {
    for (size_t i = 0; i < n; i++)
        r[i].p = fmin(1, r[i].p * ((double)n / (double)(i + 1)) * factor);
    falling(r, n);
}

static bool bh_method(struct ranked *r, size_t n, double alpha) {
    (void)alpha;
    false_discovery(r, n, 1);
    return true;
}

static bool by_method(struct ranked *r, size_t n, double alpha) {
    (void)alpha;
    double harmonic = 0;
    for (size_t i = n; i > 0; i--)
        harmonic += 1 / (double)i;
    false_discovery(r, n, harmonic);
    return true;
}

/* Stage one counts the rejections of Benjamini and Hochberg at alpha/(1 + alpha); stage two takes
 * the rest as the number of true null hypotheses. With none or all rejected there is no second
 * stage, as in statsmodels. */
static bool bky_method(struct ranked *r, size_t n, double alpha) {
    false_discovery(r, n, 1);
    size_t rejected = 0;
    while (rejected < n && r[rejected].p <= alpha / (1 + alpha))
        rejected++;
    double kept = rejected == n ? (double)n : (double)(n - rejected);
    for (size_t i = 0; i < n; i++)
        r[i].p *= kept / (double)n * (1 + alpha);
    return true;
}

/* Hommel's test: with h(alpha) = the largest m such that p[n - m + j] > j alpha/m for j = 1..m
 * (ranks from 1), a hypothesis is rejected when h(alpha) p <= alpha. The conditions on m say
 * alpha < a(m) = m min over ranks k > s of p[k]/(k - s), s = n - m. With A(m) the largest of
 * a(m), a(m + 1), ..., the adjusted p-value is the smallest over m of max(A(m + 1), m p). */

/* a(m) for m = 1..n into a[m]. The smallest slope from (s, 0) to a point (k, p[k]) touches the
 * lower hull of the points; as s falls the touching point only moves left, so two markers on one
 * array suffice. Meijer RJ, Krebs TJP, Goeman JJ. Biom J 2019;61:73-82 reach the same order. */
static double slope(const struct ranked *r, double s, size_t k) {
    return r[k - 1].p / ((double)k - s);
}

/* Does the middle point lie on or above the line between its neighbours? */
static bool above_line(const struct ranked *r, size_t left, size_t middle, size_t right) {
    double run = (double)(right - left), part = (double)(middle - left);
    double line = r[left - 1].p + (r[right - 1].p - r[left - 1].p) * (part / run);
    return r[middle - 1].p >= line;
}

static void hommel_bounds(const struct ranked *r, size_t n, size_t *hull, double *a) {
    size_t bottom = 0, top = 0; /* hull[bottom..top) from right to left */
    for (size_t m = 1; m <= n; m++) {
        size_t k = n - m + 1; /* the new leftmost point */
        while (top >= bottom + 2 && above_line(r, k, hull[top - 1], hull[top - 2]))
            top--;
        hull[top++] = k;
        double s = (double)(n - m);
        while (bottom + 1 < top && slope(r, s, hull[bottom + 1]) <= slope(r, s, hull[bottom]))
            bottom++;
        a[m] = (double)m * slope(r, s, hull[bottom]);
    }
}

/* A(m + 1) falls and m p rises with m: the smallest of their larger is where they cross. */
static double hommel_value(const double *largest, size_t n, double p) {
    size_t low = 0, high = n; /* at n the second is the larger: A(n + 1) = 0 */
    while (low < high) {
        size_t m = low + (high - low) / 2;
        if ((double)m * p >= largest[m + 1])
            high = m;
        else
            low = m + 1;
    }
    double crossing = fmax(largest[low + 1], (double)low * p);
    return low == 0 ? crossing : fmin(crossing, largest[low]);
}

static bool hommel_method(struct ranked *r, size_t n, double alpha) {
    (void)alpha;
    size_t *hull = calloc(n, sizeof *hull);
    double *a = calloc(n + 2, sizeof *a);
    bool room = hull != NULL && a != NULL;
    if (room) {
        hommel_bounds(r, n, hull, a);
        for (size_t m = n; m > 0; m--)
            a[m] = fmax(a[m], a[m + 1]);
        for (size_t i = 0; i < n; i++)
            r[i].p = hommel_value(a, n, r[i].p);
    }
    free(hull);
    free(a);
    return room;
}

static bool bonferroni(const struct series *in, double *const *out, struct err *e) {
    return adjust(&in[0], 0, bonferroni_method, out[0], e);
}

static bool holm(const struct series *in, double *const *out, struct err *e) {
    return adjust(&in[0], 0, holm_method, out[0], e);
}

static bool hochberg(const struct series *in, double *const *out, struct err *e) {
    return adjust(&in[0], 0, hochberg_method, out[0], e);
}

static bool hommel(const struct series *in, double *const *out, struct err *e) {
    return adjust(&in[0], 0, hommel_method, out[0], e);
}

static bool bh(const struct series *in, double *const *out, struct err *e) {
    return adjust(&in[0], 0, bh_method, out[0], e);
}

static bool by(const struct series *in, double *const *out, struct err *e) {
    return adjust(&in[0], 0, by_method, out[0], e);
}

static bool sidak(const struct series *in, double *const *out, struct err *e) {
    return adjust(&in[0], in[1].at[0], sidak_method, out[0], e);
}

static bool holm_sidak(const struct series *in, double *const *out, struct err *e) {
    return adjust(&in[0], in[1].at[0], holm_sidak_method, out[0], e);
}

static bool fdr_two_stage_bky(const struct series *in, double *const *out, struct err *e) {
    return adjust(&in[0], in[1].at[0], bky_method, out[0], e);
}

#define ALPHA ARG_PRESET("alpha", ARG_LEVEL, "level at which findings will be called", 0.05)

const struct measure padjust_bonferroni = {
    .name = "padjust.bonferroni",
    .brief = "P-values multiplied by their number (Bonferroni).",
    .formula = "min(1, n p)",
    .assumes = "Valid whatever the dependence between the tests; controls the chance of any false "
               "finding. padjust.holm is as safe and never weaker.",
    .cite = "Bonferroni CE. Pubbl R Ist Sup Sci Econ Comm Firenze 1936;8:3-62. Dunn OJ. JASA "
            "1961;56:52-64.",
    .args = {P_VALUES},
    .results = {P_ADJ},
    .examples = {{"p=1,1,0.2", "p_adj_1=1 p_adj_2=1 p_adj_3=0.6", 1e-12, "R 4.2.2 p.adjust"}},
    .shape = COLUMN_TO_COLUMN,
    .column = bonferroni,
};

const struct measure padjust_sidak = {
    .name = "padjust.sidak",
    .brief = "P-values adjusted by Sidak: the chance of one as small among n independent tests.",
    .formula = "1 - (1 - p)^n",
    .assumes = "Exact for independent tests, safe for positively dependent ones; controls the "
               "chance of any false finding. alpha is taken because the package has it; the "
               "adjusted p-values do not depend on it.",
    .cite = "Sidak Z. JASA 1967;62:626-633.",
    .args = {P_VALUES, ALPHA},
    .results = {P_ADJ},
    .examples = {{"p=0.04,0.001,0.04,0.5",
                  "p_adj_1=0.15065344 p_adj_2=0.003994003999 p_adj_3=0.15065344 p_adj_4=0.9375",
                  1e-9, "statsmodels 0.13.5 multipletests(method='sidak')"}},
    .shape = COLUMN_TO_COLUMN,
    .column = sidak,
};

const struct measure padjust_holm = {
    .name = "padjust.holm",
    .brief = "P-values adjusted by Holm, step down.",
    .formula = "running maximum of (n - i + 1) p(i) over ascending p, at most 1",
    .assumes = "Valid whatever the dependence between the tests; controls the chance of any false "
               "finding. The recommended default when one false finding matters.",
    .cite = "Holm S. Scand J Stat 1979;6:65-70.",
    .args = {P_VALUES},
    .results = {P_ADJ},
    .examples = {{"p=1,1,0.2", "p_adj_1=1 p_adj_2=1 p_adj_3=0.6", 1e-12, "R 4.2.2 p.adjust"},
                 {"p=0.0001,0.0004,0.0019,0.0095,0.0201,0.0278,0.0298,0.0344,0.0459,0.324,0.4262,0."
                  "5719,0.6528,0.759,1",
                  "p_adj_1=0.0015 p_adj_2=0.0056 p_adj_3=0.0247 p_adj_4=0.114 p_adj_5=0.2211 "
                  "p_adj_6=0.278 p_adj_8=0.278 p_adj_9=0.3213 p_adj_10=1",
                  1e-12, "R 4.2.2 p.adjust; p-values of Benjamini and Hochberg 1995, section 4"}},
    .shape = COLUMN_TO_COLUMN,
    .column = holm,
};

const struct measure padjust_holm_sidak = {
    .name = "padjust.holm_sidak",
    .brief = "P-values adjusted by Holm with Sidak steps.",
    .formula = "running maximum of 1 - (1 - p(i))^(n - i + 1) over ascending p",
    .assumes = "For independent or positively dependent tests; controls the chance of any false "
               "finding, slightly stronger than padjust.holm. alpha is taken because the package "
               "has it; the adjusted p-values do not depend on it.",
    .cite = "Holm S. Scand J Stat 1979;6:65-70. Sidak Z. JASA 1967;62:626-633.",
    .args = {P_VALUES, ALPHA},
    .results = {P_ADJ},
    .examples = {{"p=0.01,0.02,0.03,0.04,0.05",
                  "p_adj_1=0.0490099501 p_adj_2=0.07763184 p_adj_3=0.087327 p_adj_4=0.087327 "
                  "p_adj_5=0.087327",
                  1e-9, "statsmodels 0.13.5 multipletests(method='holm-sidak')"}},
    .shape = COLUMN_TO_COLUMN,
    .column = holm_sidak,
};

const struct measure padjust_hochberg = {
    .name = "padjust.hochberg",
    .brief = "P-values adjusted by Hochberg, step up.",
    .formula = "running minimum, from the largest p, of (n - i + 1) p(i)",
    .assumes = "For independent or positively dependent tests; controls the chance of any false "
               "finding, never weaker than padjust.holm.",
    .cite = "Hochberg Y. Biometrika 1988;75:800-802.",
    .args = {P_VALUES},
    .results = {P_ADJ},
    .examples = {{"p=0.04,0.001,0.04,0.5", "p_adj_1=0.08 p_adj_2=0.004 p_adj_3=0.08 p_adj_4=0.5",
                  1e-12, "R 4.2.2 p.adjust"}},
    .shape = COLUMN_TO_COLUMN,
    .column = hochberg,
};

const struct measure padjust_hommel = {
    .name = "padjust.hommel",
    .brief = "P-values adjusted by Hommel.",
    .formula = "smallest alpha at which the closed test with Simes tests rejects",
    .assumes = "For independent or positively dependent tests; controls the chance of any false "
               "finding, never weaker than padjust.hochberg. Computed in the time of a sort, so "
               "long lists are no trouble.",
    .cite = "Hommel G. Biometrika 1988;75:383-386. Meijer RJ, Krebs TJP, Goeman JJ. Biom J "
            "2019;61:73-82.",
    .args = {P_VALUES},
    .results = {P_ADJ},
    .examples = {{"p=0.0001,0.0004,0.0019,0.0095,0.0201,0.0278,0.0298,0.0344,0.0459,0.324,0.4262,0."
                  "5719,0.6528,0.759,1",
                  "p_adj_1=0.0015 p_adj_2=0.0056 p_adj_3=0.0247 p_adj_4=0.095 p_adj_5=0.1608 "
                  "p_adj_7=0.2086 p_adj_9=0.3213 p_adj_10=1 p_adj_13=1 p_adj_15=1",
                  1e-11, "R 4.2.2 p.adjust; p-values of Benjamini and Hochberg 1995, section 4"}},
    .shape = COLUMN_TO_COLUMN,
    .column = hommel,
};

const struct measure padjust_BH = {
    .name = "padjust.BH",
    .brief = "P-values adjusted for the false discovery rate (Benjamini-Hochberg).",
    .formula = "running minimum, from the largest p, of p(i) n/i",
    .assumes = "For independent or positively dependent tests; keeps the expected share of false "
               "findings among the findings at the level. The recommended default for many "
               "comparisons that are to be looked into further.",
    .cite = "Benjamini Y, Hochberg Y. J R Stat Soc B 1995;57:289-300.",
    .args = {P_VALUES},
    .results = {P_ADJ},
    .examples = {{"p=1,1,0.2", "p_adj_1=1 p_adj_2=1 p_adj_3=0.6", 1e-12, "R 4.2.2 p.adjust"},
                 {"p=0.0001,0.0004,0.0019,0.0095,0.0201,0.0278,0.0298,0.0344,0.0459,0.324,0.4262,0."
                  "5719,0.6528,0.759,1",
                  "p_adj_1=0.0015 p_adj_2=0.003 p_adj_3=0.0095 p_adj_4=0.035625 p_adj_5=0.0603 "
                  "p_adj_7=0.0638571428571 p_adj_9=0.0765 p_adj_10=0.486 p_adj_13=0.753230769231 "
                  "p_adj_15=1",
                  1e-11, "R 4.2.2 p.adjust; p-values of Benjamini and Hochberg 1995, section 4"}},
    .shape = COLUMN_TO_COLUMN,
    .column = bh,
};

const struct measure padjust_BY = {
    .name = "padjust.BY",
    .brief = "P-values adjusted for the false discovery rate under any dependence "
             "(Benjamini-Yekutieli).",
    .formula = "running minimum, from the largest p, of p(i) n/i (1 + 1/2 + ... + 1/n)",
    .assumes =
        "Valid whatever the dependence between the tests; much more cautious than padjust.BH.",
    .cite = "Benjamini Y, Yekutieli D. Ann Stat 2001;29:1165-1188.",
    .args = {P_VALUES},
    .results = {P_ADJ},
    .examples = {{"p=0.04,0.001,0.04,0.5",
                  "p_adj_1=0.1111111111111111 p_adj_2=0.008333333333333335 "
                  "p_adj_3=0.1111111111111111 p_adj_4=1",
                  1e-12, "R 4.2.2 p.adjust"}},
    .shape = COLUMN_TO_COLUMN,
    .column = by,
};

const struct measure padjust_fdr_two_stage_bky = {
    .name = "padjust.fdr_two_stage_bky",
    .brief = "P-values adjusted for the false discovery rate in two stages (Benjamini, Krieger and "
             "Yekutieli).",
    .formula = "padjust.BH times (1 + alpha) m0/n, m0 = n less the rejections of padjust.BH at "
               "alpha/(1 + alpha)",
    .assumes =
        "For independent tests; stronger than padjust.BH when many differences are real. The "
        "adjusted p-values hold for comparison with the alpha given, and only with it. At most 1.",
    .cite = "Benjamini Y, Krieger AM, Yekutieli D. Biometrika 2006;93:491-507.",
    .args = {P_VALUES, ALPHA},
    .results = {P_ADJ},
    .examples = {{"p=0.04,0.001,0.04,0.5",
                  "p_adj_1=0.042 p_adj_2=0.00315 p_adj_3=0.042 p_adj_4=0.39375", 1e-9,
                  "statsmodels 0.13.5 multipletests(method='fdr_tsbky')"}},
    .shape = COLUMN_TO_COLUMN,
    .column = fdr_two_stage_bky,
};
