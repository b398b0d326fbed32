/* Intervals for one proportion: x of n. p = x/n, z = the normal quantile of (1 - conf_level)/2. */
#include <math.h>

#include "stats/catalogue.h"
#include "stats/distribution.h"

/* Arguments of every interval here. */
#define X_OF_N                                                                                     \
    ARG("x", ARG_COUNT, "events"), ARG("n", ARG_COUNT, "people or cases at risk"), CONF_LEVEL

/* The checks that every kernel here makes before its formula. */
static bool x_of_n(double x, double n, struct err *e) {
    if (!within("x", x, "n", n, e))
        return false;
    return n > 0 || undefined(e, "a proportion of nobody: n is 0");
}

/* Wilson EB. JASA 1927;22:209-212: the p for which the score test just does not reject. */
static bool wilson(const double *in, double *out, struct err *e) {
    double x = in[0], n = in[1], z = normal_z(in[2]);
    if (!x_of_n(x, n, e))
        return false;
    double p = x / n;
    double middle = 2 * x + z * z, half = z * sqrt(z * z + 4 * x * (1 - p)),
           scale = 2 * (n + z * z);
    out[0] = p;
    out[1] = x == 0 ? 0 : (middle - half) / scale;
    out[2] = x == n ? 1 : (middle + half) / scale;
    return true;
}

const struct measure prop_ci_wilson = {
    .name = "prop.ci.wilson",
    .brief = "Proportion with Wilson score limits.",
    .formula = "(2x + z^2 -+ z sqrt(z^2 + 4x(1 - p))) / (2(n + z^2)), p = x/n",
    .assumes =
        "Independent cases with one probability. Good from very small n up, also at x = 0 and "
        "x = n; the recommended default.",
    .cite = "Wilson EB. JASA 1927;22:209-212. Newcombe RG, Altman DG. In: Statistics with "
            "Confidence, 2nd "
            "ed. BMJ Books 2000.",
    .args = {X_OF_N},
    .results = {ESTIMATE("the proportion x/n, 0 to 1"), LOWER, UPPER},
    .examples = {{"x=538 n=1398", "lower=0.359678940 upper=0.410623188", 1e-8,
                  "computed in R 4.2.2 from the formula"}},
    .shape = PER_CELL,
    .cell = wilson,
};
