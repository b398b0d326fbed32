/* Segregation: how differently two groups are spread over the same areas, schools or offices. */
#include <math.h>

#include "base/sum.h"
#include "stats/catalogue.h"

static bool dissimilarity(const struct series *in, double *const *out, struct err *e) {
    double a = sum_of(in[0].at, in[0].n), b = sum_of(in[1].at, in[1].n);
    if (a == 0 || b == 0)
        return undefined(e, "group '%s' has nobody anywhere", a == 0 ? "a" : "b");
    if (!isfinite(a) || !isfinite(b))
        return undefined(e, "the numbers are too large to add up");
    struct sum total = {0};
    for (size_t i = 0; i < in[0].n; i++)
        sum_add(&total, fabs(in[0].at[i] / a - in[1].at[i] / b));
    *out[0] = fmin(sum_value(&total) / 2, 1);
    return true;
}

const struct measure segregation_dissimilarity_D = {
    .name = "segregation.dissimilarity_D",
    .brief = "Index of dissimilarity: the share of one group that would have to move.",
    .formula = "D = (1/2) sum |a_i/A - b_i/B|, a_i and b_i the groups in unit i, A and B in all",
    .assumes = "From 0 (the same spread) to 1 (no unit has both). Depends on the units chosen; "
               "with few people a unit it is well above 0 even under random spread.",
    .cite = "Duncan OD, Duncan B. American Sociological Review 1955;20:210-217.",
    .args = {ARG_LIST("a", ARG_EXPOSURE, "people of one group in each unit"),
             ARG_LIST("b", ARG_EXPOSURE, "people of the other group in each unit")},
    .results = {RESULT("D", RESULT_STATISTIC, "index of dissimilarity, 0 to 1")},
    .examples = {{"a=91000,5200,4100,12800 b=410,66,70,52", "D=0.14519663245300429", 1e-12,
                  "R fmsb 0.7.6, IndexOfDissimilarity"}},
    .shape = PER_COLUMN,
    .column = dissimilarity,
};
