#include "stats/glm_search.h"

#include <math.h>

#include "base/sum.h"

enum { halvings = 200, doublings = 1000 };

/* Linear predictors at which every fitted value is 0 or without bound in a double. */
static const double far_off = 800;

/* Events above expectation at a linear predictor, damped for the negative binomial; finite. */
static double score_at(const struct glm *g, size_t i, double eta) {
    double y = g->count[i], mean = exp(fmin(eta, 690));
    double weight = g->weight == NULL ? 1 : g->weight[i];
    if (g->family == GLM_POISSON)
        return weight * (y - mean);
    if (g->family == GLM_NEGBIN)
        return weight * (y - mean) / (1 + mean / g->theta);
    if (eta > 0) /* from the side that is small */
        return weight * (g->trials[i] / (1 + exp(eta)) - (g->trials[i] - y));
    return weight * (y - g->trials[i] / (1 + exp(-eta)));
}

static double information_at(const struct glm *g, size_t i, double eta) {
    double mean = exp(fmin(eta, 690)), weight = g->weight == NULL ? 1 : g->weight[i];
    if (g->family == GLM_BINOMIAL)
        return weight * g->trials[i] / (1 + exp(-eta)) / (1 + exp(eta));
    return weight * (g->family == GLM_NEGBIN ? mean / (1 + mean / g->theta) : mean);
}

static double predictor(const struct glm *g, size_t i, double intercept, double slope) {
    return intercept + slope * g->x[2 * i + 1] + (g->offset == NULL ? 0 : g->offset[i]);
}

/* Derivative of the log likelihood by the intercept, or by the slope. */
static double score_of(const struct glm *g, double intercept, double slope, bool by_slope) {
    struct sum total = {0};
    for (size_t i = 0; i < g->n; i++) {
        double score = score_at(g, i, predictor(g, i, intercept, slope));
        sum_add(&total, by_slope ? score * g->x[2 * i + 1] : score);
    }
    return sum_value(&total);
}

static double best_intercept(const struct glm *g, double slope) {
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < g->n; i++) {
        double rest = predictor(g, i, 0, slope);
        low = fmin(low, -rest - far_off);
        high = fmax(high, -rest + far_off);
    }
    for (int k = 0; k < halvings; k++) {
        double middle = low + (high - low) / 2;
        if (middle == low || middle == high)
            break;
        *(score_of(g, middle, slope, false) > 0 ? &low : &high) = middle;
    }
    return low + (high - low) / 2;
}

static bool rises(const struct glm *g, double slope) {
    return score_of(g, best_intercept(g, slope), slope, true) > 0;
}

static double mean_of_x(const struct glm *g, const double coefficient[2]) {
    struct sum weights = {0}, total = {0};
    for (size_t i = 0; i < g->n; i++) {
        double w = information_at(g, i, predictor(g, i, coefficient[0], coefficient[1]));
        sum_add(&weights, w);
        sum_add(&total, w * g->x[2 * i + 1]);
    }
    return sum_value(&weights) > 0 ? sum_value(&total) / sum_value(&weights) : 0;
}

bool glm_search_line(const struct glm *g, double coefficient[2], double *middle, struct err *e) {
    double width = 0, inner = 0, outer;
    for (size_t i = 0; i < g->n; i++)
        width = fmax(width, fabs(g->x[2 * i + 1]));
    bool up = rises(g, 0);
    outer = (up ? 1e-3 : -1e-3) / width;
    for (int k = 0; rises(g, outer) == up; k++, outer *= 2) {
        if (k == doublings || !isfinite(outer))
            return fail(e, ERR_UNSETTLED, "no slope is steep enough for the data");
        inner = outer;
    }
    for (int k = 0; k < halvings; k++) {
        double half = inner + (outer - inner) / 2;
        if (half == inner || half == outer)
            break;
        *(rises(g, half) == up ? &inner : &outer) = half;
    }
    coefficient[1] = inner + (outer - inner) / 2;
    coefficient[0] = best_intercept(g, coefficient[1]);
    *middle = mean_of_x(g, coefficient);
    return true;
}
