/* Continuous distributions: density, probability of a tail, quantile. What libRmath gets wrong is
 * put right in stats/distribution.c; the answers here are those of 256-bit arithmetic to ten digits
 * or refused. */
#include "stats/measures/distributions.h"

#define X_REAL ARG("x", ARG_REAL, "where")
#define ABRAMOWITZ "Abramowitz M, Stegun IA. Handbook of Mathematical Functions. NBS 1964, "
#define TAILS                                                                                      \
    "Small upper tails keep their digits: ask for them as tail=upper, never as 1 - p. Checked to " \
    "ten digits for parameters up to 1e9. "
#define PUT_BACK "A quantile that does not give p back is an error, not a number. "

KERNELS_1(gamma)
KERNELS_1(chisq)
KERNELS_1(t)
KERNELS_2(beta)
KERNELS_2(f)

static bool normal_at(const double *in, double *out, struct err *e) {
    (void)e;
    out[0] = normal_density(in[0]);
    return true;
}

static bool normal_below(const double *in, double *out, struct err *e) {
    (void)e;
    out[0] = normal_probability(in[0], (enum tail)in[1]);
    return true;
}

static bool normal_point(const double *in, double *out, struct err *e) {
    (void)e;
    out[0] = normal_quantile(in[0], (enum tail)in[1]);
    return true;
}

#define SHAPE ARG("shape", ARG_POSITIVE, "shape; the scale is 1, so that the mean is the shape")

const struct measure distribution_gamma_density = {
    .name = "distribution.gamma.density",
    .brief = "Gamma density.",
    .formula = "x^(shape - 1) exp(-x) / Gamma(shape)",
    .assumes = "0 below x = 0; infinite at x = 0 for a shape below 1.",
    .cite = ABRAMOWITZ "26.1.31.",
    .args = {X_REAL, SHAPE},
    .results = DENSITY,
    .examples = {{"x=2.5 shape=3", "value=0.25651562069968376", 1e-14, "x^2 exp(-x)/2"}},
    .shape = PER_CELL,
    .cell = gamma_at,
};

const struct measure distribution_gamma_probability = {
    .name = "distribution.gamma.probability",
    .brief = "Probability of a tail of the gamma distribution: incomplete gamma function.",
    .formula = "lower: P(shape, x) = integral of the density from 0 to x; upper: 1 - P",
    .assumes = TAILS "P(shape + 1, x) is the probability of more than 'shape' Poisson events when "
                     "x are expected.",
    .cite = ABRAMOWITZ "6.5.1.",
    .args = {X_REAL, SHAPE, TAIL},
    .results = TAIL_PROBABILITY,
    .examples = {{"x=9900 shape=10000", "value=0.15865119219356466", 1e-10, MPFR},
                 {"x=0.02 shape=0.01 tail=upper", "value=0.03306786862358118", 1e-10, MPFR}},
    .shape = PER_CELL,
    .cell = gamma_below,
};

const struct measure distribution_gamma_quantile = {
    .name = "distribution.gamma.quantile",
    .brief = "Quantile of the gamma distribution.",
    .formula = "the x with P(shape, x) = p (lower) or 1 - P(shape, x) = p (upper)",
    .assumes = TAILS PUT_BACK "Exact limits of a Poisson count are gamma quantiles. 0 where the "
                              "answer lies below the smallest double.",
    .cite = ABRAMOWITZ "26.4.",
    .args = {PROBABILITY_OF_TAIL, SHAPE, TAIL},
    .results = QUANTILE,
    .examples = {{"p=0.025 shape=10000 tail=upper", "value=10196.941824999883", 1e-10, MPFR},
                 {"p=1e-50 shape=15", "value=0.0029820453915464238", 1e-10, MPFR}},
    .shape = PER_CELL,
    .cell = gamma_point,
};

#define CHISQ_DF ARG("df", ARG_POSITIVE, "degrees of freedom")

const struct measure distribution_chisq_density = {
    .name = "distribution.chisq.density",
    .brief = "Chi-square density.",
    .formula = "x^(df/2 - 1) exp(-x/2) / (2^(df/2) Gamma(df/2))",
    .assumes = "0 below x = 0; infinite at x = 0 for less than 2 degrees of freedom.",
    .cite = ABRAMOWITZ "26.4.1.",
    .args = {X_REAL, CHISQ_DF},
    .results = DENSITY,
    .examples = {{"x=3.84 df=2", "value=0.073303481065175077", 1e-14, "exp(-x/2)/2"}},
    .shape = PER_CELL,
    .cell = chisq_at,
};

const struct measure distribution_chisq_probability = {
    .name = "distribution.chisq.probability",
    .brief = "Probability of a tail of the chi-square distribution.",
    .formula = "gamma probability at x/2 with shape df/2",
    .assumes = TAILS "The upper tail is the p-value of a chi-square test.",
    .cite = ABRAMOWITZ "26.4.1.",
    .args = {X_REAL, CHISQ_DF, TAIL},
    .results = TAIL_PROBABILITY,
    .examples = {{"x=30 df=10 tail=upper", "value=0.00085664121077530042", 1e-10, MPFR},
                 {"x=1000 df=50 tail=upper", "value=7.1887062155148347e-177", 1e-10, MPFR}},
    .shape = PER_CELL,
    .cell = chisq_below,
};

const struct measure distribution_chisq_quantile = {
    .name = "distribution.chisq.quantile",
    .brief = "Quantile of the chi-square distribution.",
    .formula = "2 times the gamma quantile with shape df/2",
    .assumes = TAILS PUT_BACK,
    .cite = ABRAMOWITZ "26.4.1 and table 26.8.",
    .args = {PROBABILITY_OF_TAIL, CHISQ_DF, TAIL},
    .results = QUANTILE,
    .examples = {{"p=0.5 df=30", "value=29.336031516661585", 1e-10, MPFR},
                 {"p=1e-10 df=2000000000 tail=upper", "value=2000402352.8359671", 1e-10, MPFR}},
    .shape = PER_CELL,
    .cell = chisq_point,
};

#define SHAPES                                                                                     \
    ARG("a", ARG_POSITIVE, "first shape"),                                                         \
        ARG("b", ARG_POSITIVE, "second shape; the mean is a/(a + b)")

const struct measure distribution_beta_density = {
    .name = "distribution.beta.density",
    .brief = "Beta density.",
    .formula = "x^(a - 1) (1 - x)^(b - 1) / B(a, b)",
    .assumes = "0 outside 0 to 1; infinite at an end whose shape is below 1.",
    .cite = ABRAMOWITZ "26.5.1.",
    .args = {X_REAL, SHAPES},
    .results = DENSITY,
    .examples = {{"x=0.3 a=2 b=3", "value=1.764", 1e-14, "12 x (1 - x)^2"}},
    .shape = PER_CELL,
    .cell = beta_at,
};

const struct measure distribution_beta_probability = {
    .name = "distribution.beta.probability",
    .brief = "Probability of a tail of the beta distribution: incomplete beta function.",
    .formula = "lower: I_x(a, b) = integral of the density from 0 to x; upper: I_(1-x)(b, a)",
    .assumes = TAILS,
    .cite = ABRAMOWITZ "6.6.2 and 26.5.1.",
    .args = {X_REAL, SHAPES, TAIL},
    .results = TAIL_PROBABILITY,
    .examples = {{"x=0.18181818181818182 a=2 b=9", "value=0.56683462780777261", 1e-10, MPFR},
                 {"x=0.30011593171393086 a=300000001 b=700000000 tail=upper",
                  "value=6.2503042941076719e-16", 1e-10, MPFR}},
    .shape = PER_CELL,
    .cell = beta_below,
};

const struct measure distribution_beta_quantile = {
    .name = "distribution.beta.quantile",
    .brief = "Quantile of the beta distribution.",
    .formula = "the x with I_x(a, b) = p (lower) or 1 - I_x(a, b) = p (upper)",
    .assumes = TAILS PUT_BACK "Exact limits of a proportion are beta quantiles.",
    .cite = ABRAMOWITZ "26.5.",
    .args = {PROBABILITY_OF_TAIL, SHAPES, TAIL},
    .results = QUANTILE,
    .examples = {{"p=0.005 a=14 b=2", "value=0.59840783421448751", 1e-10, MPFR},
                 {"p=0.025 a=21 b=999980 tail=upper", "value=3.0888209740329901e-05", 1e-10, MPFR}},
    .shape = PER_CELL,
    .cell = beta_point,
};

const struct measure distribution_normal_density = {
    .name = "distribution.normal.density",
    .brief = "Standard normal density.",
    .formula = "exp(-x^2/2)/sqrt(2 pi)",
    .assumes = "Mean 0, standard deviation 1: standardise first.",
    .cite = ABRAMOWITZ "26.2.1.",
    .args = {X_REAL},
    .results = DENSITY,
    .examples = {{"x=1", "value=0.241970724519143365", 1e-14, ABRAMOWITZ "table 26.1"}},
    .shape = PER_CELL,
    .cell = normal_at,
};

const struct measure distribution_normal_probability = {
    .name = "distribution.normal.probability",
    .brief = "Probability of a tail of the standard normal distribution.",
    .formula = "lower: integral of the density up to x; upper: from x on",
    .assumes = TAILS,
    .cite = ABRAMOWITZ "26.2.2. Cody WJ. Math Comp 1969;23:631-637.",
    .args = {X_REAL, TAIL},
    .results = TAIL_PROBABILITY,
    .examples = {{"x=1.96 tail=upper", "value=0.024997895148220435", 1e-10, MPFR},
                 {"x=-30", "value=4.9067139271481872e-198", 1e-10, MPFR}},
    .shape = PER_CELL,
    .cell = normal_below,
};

const struct measure distribution_normal_quantile = {
    .name = "distribution.normal.quantile",
    .brief = "Quantile of the standard normal distribution.",
    .formula = "the x whose tail has probability p",
    .assumes = TAILS "Infinite at p = 0 and p = 1.",
    .cite = "Wichura MJ. Applied Statistics 1988;37:477-484 (AS 241).",
    .args = {PROBABILITY_OF_TAIL, TAIL},
    .results = QUANTILE,
    .examples = {{"p=0.01", "value=-2.3263478740408412", 1e-10, MPFR},
                 {"p=1e-12 tail=upper", "value=7.0344838253011321", 1e-10, MPFR}},
    .shape = PER_CELL,
    .cell = normal_point,
};

#define T_DF ARG("df", ARG_POSITIVE, "degrees of freedom, fractions allowed")

const struct measure distribution_t_density = {
    .name = "distribution.t.density",
    .brief = "Density of Student's t.",
    .formula = "(1 + x^2/df)^(-(df + 1)/2) / (sqrt(df) B(df/2, 1/2))",
    .assumes = "Centred at 0.",
    .cite = "Student. Biometrika 1908;6:1-25. " ABRAMOWITZ "26.7.1.",
    .args = {X_REAL, T_DF},
    .results = DENSITY,
    .examples = {{"x=2 df=1", "value=0.063661977236758134", 1e-14, "1/(pi (1 + x^2))"}},
    .shape = PER_CELL,
    .cell = t_at,
};

const struct measure distribution_t_probability = {
    .name = "distribution.t.probability",
    .brief = "Probability of a tail of Student's t.",
    .formula = "integral of the density up to x (lower) or from x on (upper)",
    .assumes = TAILS,
    .cite = "Student. Biometrika 1908;6:1-25. " ABRAMOWITZ "26.7.1.",
    .args = {X_REAL, T_DF, TAIL},
    .results = TAIL_PROBABILITY,
    .examples = {{"x=-10 df=3", "value=0.0010641995292070751", 1e-10, MPFR},
                 {"x=0.5 df=4 tail=upper", "value=0.32166498159093165", 1e-10, MPFR}},
    .shape = PER_CELL,
    .cell = t_below,
};

const struct measure distribution_t_quantile = {
    .name = "distribution.t.quantile",
    .brief = "Quantile of Student's t.",
    .formula = "the x whose tail has probability p",
    .assumes = TAILS PUT_BACK "Infinite at p = 0 and p = 1.",
    .cite = "Hill GW. Communications of the ACM 1970;13:619-620. " ABRAMOWITZ "26.7.",
    .args = {PROBABILITY_OF_TAIL, T_DF, TAIL},
    .results = QUANTILE,
    .examples = {{"p=0.025 df=30", "value=-2.0422724563012382", 1e-10, MPFR},
                 {"p=0.001 df=0.5", "value=-102849.11563017555", 1e-10, MPFR}},
    .shape = PER_CELL,
    .cell = t_point,
};

#define F_DF                                                                                       \
    ARG("df1", ARG_POSITIVE, "degrees of freedom of the numerator"),                               \
        ARG("df2", ARG_POSITIVE, "degrees of freedom of the denominator")

const struct measure distribution_f_density = {
    .name = "distribution.f.density",
    .brief = "Density of the F (variance ratio) distribution.",
    .formula = "(df1/df2)^(df1/2) x^(df1/2 - 1) (1 + df1 x/df2)^(-(df1 + df2)/2) / B(df1/2, df2/2)",
    .assumes = "0 below x = 0; infinite at x = 0 for df1 below 2.",
    .cite = ABRAMOWITZ "26.6.1.",
    .args = {X_REAL, F_DF},
    .results = DENSITY,
    .examples = {{"x=3 df1=2 df2=2", "value=0.0625", 1e-14, "1/(1 + x)^2"}},
    .shape = PER_CELL,
    .cell = f_at,
};

const struct measure distribution_f_probability = {
    .name = "distribution.f.probability",
    .brief = "Probability of a tail of the F (variance ratio) distribution.",
    .formula = "lower: I_u(df1/2, df2/2), u = df1 x/(df1 x + df2); upper: 1 - that",
    .assumes = TAILS,
    .cite = ABRAMOWITZ "26.6.2.",
    .args = {X_REAL, F_DF, TAIL},
    .results = TAIL_PROBABILITY,
    .examples = {{"x=3 df1=2 df2=2 tail=upper", "value=0.25", 1e-14, "1/(1 + x)"},
                 {"x=21.03959527100395 df1=1 df2=10", "value=0.999", 1e-10, MPFR}},
    .shape = PER_CELL,
    .cell = f_below,
};

const struct measure distribution_f_quantile = {
    .name = "distribution.f.quantile",
    .brief = "Quantile of the F (variance ratio) distribution.",
    .formula = "(df2/df1) B/(1 - B), B the beta quantile of df1/2 and df2/2",
    .assumes = TAILS PUT_BACK,
    .cite = ABRAMOWITZ "26.6.2.",
    .args = {PROBABILITY_OF_TAIL, F_DF, TAIL},
    .results = QUANTILE,
    .examples = {{"p=0.975 df1=10 df2=2", "value=39.39797459786439", 1e-10, MPFR},
                 {"p=1e-10 df1=10 df2=10", "value=0.0038255078697921317", 1e-10, MPFR}},
    .shape = PER_CELL,
    .cell = f_point,
};
