#include "stats/resample.h"

#include <math.h>
#include <stdlib.h>

#include "base/num.h"
#include "base/sum.h"
#include "stats/distribution.h"
#include "stats/random.h"

static double weight_of(const struct units *u, size_t i) {
    return u->weight != NULL ? u->weight[i] : 1;
}

static double weights(const struct units *u) {
    return u->weight != NULL ? sum_of(u->weight, u->n) : (double)u->n;
}

static double ratio_of_sums(const struct units *u) {
    return sum_of(u->value, u->n) / weights(u);
}

static double draw(const struct units *u, struct random_source *random) {
    double value = 0, weight = 0;
    for (size_t i = 0; i < u->n; i++) {
        size_t k = random_below(random, u->n);
        value += u->value[k];
        weight += weight_of(u, k);
    }
    return value / weight;
}

static void draw_all(struct resampled *r, size_t replicates, struct random_source *random) {
    for (size_t i = 0; i < replicates; i++) {
        double t = draw(&r->sample[0], random);
        if (r->samples == 2)
            t /= draw(&r->sample[1], random);
        if (!isnan(t))
            r->replicate[r->n++] = t;
    }
    num_sort(r->replicate, r->n);
}

static double estimate(const struct resampled *r) {
    double t = ratio_of_sums(&r->sample[0]);
    return r->samples == 2 ? t / ratio_of_sums(&r->sample[1]) : t;
}

static const double fewest = 19, most = 999999; /* (n + 1)/40 is whole at the fewest of use */

bool resampled_begin(struct resampled *r, double replicates, double seed, struct err *e) {
    r->replicate = NULL;
    r->n = 0;
    if (!(replicates >= fewest && replicates <= most))
        return fail(e, ERR_ARG_RANGE, "'replicates' must be from %.0f to %.0f, got %.15g", fewest,
                    most, replicates);
    r->estimate = estimate(r);
    if (isnan(r->estimate))
        return undefined(e, "the statistic is 0/0 in the sample itself");
    struct random_source *random = random_new(seed, e);
    if (random == NULL)
        return false;
    r->replicate = malloc((size_t)replicates * sizeof *r->replicate);
    if (r->replicate != NULL)
        draw_all(r, (size_t)replicates, random);
    random_free(random);
    if (r->replicate == NULL)
        return fail(e, ERR_NOMEM, "no memory for %.0f replicates", replicates);
    return r->n > 0 || undefined(e, "the statistic is 0/0 in every replicate");
}

void resampled_free(struct resampled *r) {
    free(r->replicate);
    r->replicate = NULL;
}

double resampled_quantile(const struct resampled *r, double p) {
    double place = p * (double)(r->n + 1);
    if (!(place > 1))
        return r->replicate[0];
    if (place >= (double)r->n)
        return r->replicate[r->n - 1];
    size_t k = (size_t)place;
    double low = r->replicate[k - 1], high = r->replicate[k];
    return low == high ? low : low + (place - (double)k) * (high - low);
}

double resampled_error(const struct resampled *r) {
    double mean = sum_of(r->replicate, r->n) / (double)r->n;
    struct sum squares = {0};
    for (size_t i = 0; i < r->n; i++)
        sum_add(&squares, (r->replicate[i] - mean) * (r->replicate[i] - mean));
    return r->n > 1 ? sqrt(sum_value(&squares) / ((double)r->n - 1)) : NAN;
}

/* Replicates equal to the estimate count half: with few units there are many. Equal up to rounding
 * of the sums. */
double resampled_bias(const struct resampled *r) {
    double below = 0, room = 1e-12 * fabs(r->estimate);
    for (size_t i = 0; i < r->n; i++) {
        double above = r->replicate[i] - r->estimate;
        below += fabs(above) <= room || r->replicate[i] == r->estimate ? 0.5 : above < 0;
    }
    return normal_quantile(below / (double)r->n, TAIL_LOWER);
}

/* The statistic without unit i of a sample. */
static double without(const struct resampled *r, int sample, size_t i, double value,
                      double weight) {
    const struct units *u = &r->sample[sample];
    double t = (value - u->value[i]) / (weight - weight_of(u, i));
    if (r->samples == 1)
        return t;
    double other = ratio_of_sums(&r->sample[1 - sample]);
    return sample == 0 ? t / other : other / t;
}

/* Adds the squares and cubes of the jackknife influence of each unit of a sample, over its size. */
static void add_influence(const struct resampled *r, int sample, double *at, double *squares,
                          double *cubes) {
    const struct units *u = &r->sample[sample];
    double value = sum_of(u->value, u->n), weight = weights(u), n = (double)u->n;
    for (size_t i = 0; i < u->n; i++)
        at[i] = without(r, sample, i, value, weight);
    double mean = sum_of(at, u->n) / n;
    for (size_t i = 0; i < u->n; i++) {
        double influence = (n - 1) * (mean - at[i]) / n;
        *squares += influence * influence;
        *cubes += influence * influence * influence;
    }
}

double resampled_acceleration(const struct resampled *r) {
    double squares = 0, cubes = 0;
    size_t longest = r->sample[0].n;
    if (r->samples == 2 && r->sample[1].n > longest)
        longest = r->sample[1].n;
    double *at = malloc(longest * sizeof *at);
    if (at == NULL)
        return NAN;
    for (int k = 0; k < r->samples; k++)
        add_influence(r, k, at, &squares, &cubes);
    free(at);
    return squares > 0 ? cubes / (6 * pow(squares, 1.5)) : squares == 0 ? 0 : NAN;
}
