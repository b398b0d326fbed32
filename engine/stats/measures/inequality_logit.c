/* Slope and relative index of inequality by logistic regression on rank, as WHO's healthequal has
 * them. */
#include <math.h>
#include <stdlib.h>

#include "stats/catalogue.h"
#include "stats/glm_line.h"
#include "stats/ridit.h"

/* Whole cases of each group, in the order of the answer: rounded, as the package does. */
static bool round_cases(const struct series *in, double scale, double *cases, struct err *e) {
    for (size_t i = 0; i < in[0].n; i++) {
        if (!within("estimate", in[0].at[i], "scale", scale, e))
            return false;
        cases[i] = nearbyint(in[0].at[i] / scale * in[1].at[i]);
    }
    return true;
}

/* Fits, every group weighted by its population on top of its cases; sets the fitted proportions at
 * ranks 0 and 1. */
static bool fit_ends(const struct series *in, double *room, double ends[2], struct err *e) {
    size_t n = in[0].n;
    double *rank = room, *share = room + n, *cases = room + 2 * n;
    struct glm_line line;
    if (!round_cases(in, in[3].at[0], cases, e) || !ridit(in[2].at, in[1].at, n, rank, share, e))
        return false;
    const struct series count = {.at = cases, .n = n}, x = {.at = rank, .n = n};
    if (!glm_line_begin(&line, GLM_BINOMIAL, &count, &in[1], &x, e))
        return false;
    line.model.weight = line.model.trials;
    bool done = glm_line_fit(&line, 0, e);
    for (int i = 0; done && i < 2; i++)
        ends[i] = 1 / (1 + exp(-glm_line_at(&line, i)));
    glm_line_end(&line);
    return done;
}

static bool ends_of(const struct series *in, double ends[2], struct err *e) {
    double *room = calloc(3 * in[0].n, sizeof *room);
    if (room == NULL)
        return fail(e, ERR_NOMEM, "no memory for %zu groups", in[0].n);
    bool done = fit_ends(in, room, ends, e);
    free(room);
    return done;
}

static bool slope_index(const struct series *in, double *const *out, struct err *e) {
    double ends[2];
    if (!ends_of(in, ends, e))
        return false;
    *out[0] = 100 * (ends[1] - ends[0]);
    return true;
}

static bool relative_index(const struct series *in, double *const *out, struct err *e) {
    double ends[2];
    if (!ends_of(in, ends, e))
        return false;
    *out[0] = ends[1] / ends[0];
    return true;
}

#define GROUPS                                                                                     \
    ARG_LIST("estimate", ARG_EXPOSURE, "value of each group, out of 'scale'"),                     \
        ARG_LIST("population", ARG_COUNT, "people in each group"),                                 \
        ARG_LIST("order", ARG_REAL, "place of each group, from the worst off up; no ties"),        \
        ARG_PRESET("scale", ARG_POSITIVE, "what the values are out of: 100 for per cent", 100)
#define FIVE "estimate=20,30,40,50,60 population=78,91,162,103,105 order=1,2,3,4,5"
#define FITTED                                                                                     \
    "logit(p) = a + b r, r the share of the population below and half of the own, by maximum "     \
    "likelihood with cases round(population estimate/scale), weighted by population once more; "
#define NOT_RECOMMENDED                                                                            \
    "kept to reproduce WHO's healthequal, which rounds the cases and counts the population "       \
    "twice, so that large groups weigh by their square. inequality.sii_rii_wls_logit_scale "       \
    "weights once."
#define ASSUMES                                                                                    \
    "Log odds linear in rank; groups in a true order. Not defined where rank separates the cases " \
    "from the rest."
#define CITE                                                                                       \
    "Mackenbach JP, Kunst AE. Social Science & Medicine 1997;44:757-771. WHO. Health Equity "      \
    "Assessment Toolkit, technical notes. 2024."

const struct measure inequality_sii_logit_binomial = {
    .name = "inequality.sii_logit_binomial",
    .brief = "Slope index of inequality of percentages by doubly weighted logistic regression.",
    .formula = FITTED "100 (p(1) - p(0))",
    .assumes = ASSUMES,
    .cite = CITE,
    .compare = NOT_RECOMMENDED,
    .args = {GROUPS},
    .results = {RESULT("sii_fraction_x100", RESULT_ESTIMATE, "difference, percentage points")},
    .examples = {{FIVE, "sii_fraction_x100=44.44502", 1e-6,
                  "healthequal 1.0.1 (WHO), printed in its test-sii.R"}},
    .shape = PER_COLUMN,
    .column = slope_index,
};

const struct measure inequality_rii_logit_binomial = {
    .name = "inequality.rii_logit_binomial",
    .brief = "Relative index of inequality of percentages by doubly weighted logistic regression.",
    .formula = FITTED "p(1)/p(0)",
    .assumes = ASSUMES,
    .cite = CITE,
    .compare = NOT_RECOMMENDED,
    .args = {GROUPS},
    .results = {RESULT("rii", RESULT_ESTIMATE, "ratio of the proportions at top and bottom")},
    .examples = {{FIVE, "rii=3.159506", 1e-6,
                  "healthequal 1.0.1 (WHO), printed in its test-rii.R"}},
    .shape = PER_COLUMN,
    .column = relative_index,
};
