/* Time of one call of some measures, in microseconds: "name microseconds" a line. What is timed is
 * the measure itself, with its checks, as a script's column binding calls it. */
#include <math.h>
#include <stdio.h>
#include <time.h>

#include "stats/call.h"
#include "stats/catalogue.h"

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* The least time of a call over three rounds; the first argument varies so that nothing is kept. */
static double time_cell(const struct measure *m, const double *in, size_t n_in, int calls) {
    double least = INFINITY, out[MEASURE_RESULTS];
    for (int round = 0; round < 3; round++) {
        double start = now();
        for (int i = 0; i < calls; i++) {
            double values[MEASURE_ARGS] = {0};
            for (size_t k = 0; k < n_in; k++)
                values[k] = in[k];
            values[0] += i % 7;
            struct err e = {0};
            if (!measure_cell(m, values, out, &e))
                return NAN;
        }
        least = fmin(least, (now() - start) / calls);
    }
    return least;
}

static double time_words(const char *words[], size_t n) {
    struct call c;
    struct answer a;
    struct err e = {0};
    call_begin(&c, measure_find("bootstrap.ci.percentile"));
    for (size_t i = 0; i < n; i++)
        call_word(&c, words[i], &e);
    double start = now();
    bool done = call_run(&c, &a, &e);
    double took = now() - start;
    call_end(&c);
    return done ? took : NAN;
}

/* Time of a replicate: the call with many less the call with few, over their difference. */
static double time_replicate(void) {
    const char *few[] = {"x=12,5,8,20,3,9", "y=910,402,377,1200,250,640", "replicates=2000",
                         "seed=1"};
    const char *many[] = {"x=12,5,8,20,3,9", "y=910,402,377,1200,250,640", "replicates=202000",
                          "seed=1"};
    double least = INFINITY;
    for (int round = 0; round < 3; round++)
        least = fmin(least, (time_words(many, 4) - time_words(few, 4)) / 200000);
    return least;
}

static void line(const char *name, double us) {
    printf("%s %.4f\n", name, us);
}

int main(void) {
    line("riskratio_score",
         time_cell(&riskratio_ci_koopman_score, (double[]){24, 73, 53, 650, 0.95}, 5, 200000));
    line("fisher_test",
         time_cell(&table2x2_test_fisher_minlike, (double[]){24, 73, 53, 650}, 4, 200000));
    line("poisson_test", time_cell(&rateratio_test_exact_conditional_minlike,
                                   (double[]){24, 730.5, 53, 6500.2, 1}, 5, 200000));
    line("poisson_limits",
         time_cell(&rate_ci_garwood_exact, (double[]){2385, 54308.7, 0.95}, 3, 200000));
    line("bootstrap_replicate", time_replicate());
    return 0;
}
