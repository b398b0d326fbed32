#include "stats/glm.h"

#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "stats/deviance.h"
#include "stats/least_squares.h"

enum { most_steps = 200, most_halvings = 60 };

/* Newton's steps square the error: after one that moves no linear predictor by more than this
 * share, one more leaves nothing but rounding. */
static const double small_step = 1e-8;

/* A score this small against what was added up to it is rounding: no step can do better. */
static const double score_rounding = 2e-15;

/* Steps are cut to this: from fitted values near 0 Newton's are wild, and are halved from here on.
 */
static const double longest_step = 1e9;

/* The score equations hold when what is left is this share of what was added up. */
static const double score_room = 1e-12;

/* A deviance that rises by this share has not risen but been rounded. */
static const double deviance_noise = 1e-12;

/* A fit on its way. */
struct state {
    const struct glm *g;
    struct least_squares *ls;
    double *eta;          /* n: linear predictors */
    double *mean, *rest;  /* n: fitted events; fitted non-events */
    double *root, *right; /* n: square roots of the weights; what the start regresses */
    double *score, *room; /* p: what must vanish, and what was added up to it */
    double *coefficient, *step, *trial; /* p */
    double deviance;
};

double glm_poisson_deviance(double y, double mean) {
    double above = y - mean;
    if (y == 0)
        return 2 * mean;
    if (above <= mean)
        return 2 * mean * deviance_term(above / mean);
    return 2 * (y * (log(y) - log(mean)) - above);
}

static double prior(const struct glm *g, size_t i) {
    return g->weight == NULL ? 1 : g->weight[i];
}

/* 2 (y log(y/mean) - (y + theta) log((y + theta)/(mean + theta))): for large theta as the
 * difference of two Poisson deviances, else in terms that are small with theta. */
static double negbin_deviance(double y, double mean, double theta) {
    if (theta > mean)
        return glm_poisson_deviance(y, mean) - glm_poisson_deviance(y + theta, mean + theta);
    double above = (y - mean) / (y + theta);
    double spread = y == 0 ? 0 : y * log1p(theta * (above / mean));
    return 2 * (spread + theta * log1p(-above));
}

/* The same as glm_poisson_deviance, and the negative binomial's, for a mean too small for its
 * logarithm to be taken: less than this. */
static const double too_small = 1e-290;

static double tiny_mean_deviance(double y, double log_mean, double theta) {
    if (y == 0)
        return 0;
    if (theta == 0)
        return 2 * (y * (log(y) - log_mean) - y);
    return 2 *
           (y * (log(y / (y + theta)) + log(theta) - log_mean) + theta * log(theta / (y + theta)));
}

static double row_deviance(const struct state *s, size_t i) {
    const struct glm *g = s->g;
    double y = g->count[i], mean = s->mean[i], eta = s->eta[i];
    if (g->family == GLM_NEGBIN)
        return prior(g, i) * (mean < too_small ? tiny_mean_deviance(y, eta, g->theta)
                                               : negbin_deviance(y, mean, g->theta));
    if (g->family == GLM_POISSON)
        return mean < too_small ? prior(g, i) * tiny_mean_deviance(y, eta, 0)
                                : prior(g, i) * glm_poisson_deviance(y, mean);
    double log_cases = log(g->trials[i]), others = g->trials[i] - y, rest = s->rest[i];
    double d = mean < too_small ? tiny_mean_deviance(y, log_cases + eta, 0)
                                : glm_poisson_deviance(y, mean);
    d += rest < too_small ? tiny_mean_deviance(others, log_cases - eta, 0)
                          : glm_poisson_deviance(others, rest);
    return prior(g, i) * d;
}

static double row_variance(const struct state *s, size_t i) {
    const struct glm *g = s->g;
    double mean = s->mean[i];
    if (g->family == GLM_BINOMIAL)
        return mean * (s->rest[i] / g->trials[i]);
    return g->family == GLM_NEGBIN ? mean * (1 + mean / g->theta) : mean;
}

/* Sets what follows from the coefficients: predictors, fitted values, deviance. */
static void evaluate(struct state *s, const double *coefficient) {
    const struct glm *g = s->g;
    struct sum deviance = {0};
    for (size_t i = 0; i < g->n; i++) {
        struct sum eta = {0};
        sum_add(&eta, g->offset == NULL ? 0 : g->offset[i]);
        for (size_t j = 0; j < g->p; j++)
            sum_add(&eta, g->x[i * g->p + j] * coefficient[j]);
        s->eta[i] = sum_value(&eta);
        s->mean[i] = exp(s->eta[i]);
        if (g->family == GLM_BINOMIAL) {
            s->mean[i] = g->trials[i] / (1 + exp(-s->eta[i]));
            s->rest[i] = g->trials[i] / (1 + exp(s->eta[i]));
        }
        sum_add(&deviance, row_deviance(s, i));
    }
    s->deviance = sum_value(&deviance);
}

/* Does a row expect events for most of its cases? Its residual is then that of the others, so that
 * the smaller numbers are subtracted. */
static bool mostly_events(const struct state *s, size_t i) {
    return s->g->family == GLM_BINOMIAL && s->mean[i] > s->rest[i];
}

/* Events above expectation. */
static double residual(const struct state *s, size_t i) {
    const struct glm *g = s->g;
    return mostly_events(s, i) ? s->rest[i] - (g->trials[i] - g->count[i])
                               : g->count[i] - s->mean[i];
}

/* The score of one row by its linear predictor over its residual: the prior weight, damped where
 * the variance grows with the mean. */
static double pull(const struct state *s, size_t i) {
    double damped = s->g->family == GLM_NEGBIN ? 1 + s->mean[i] / s->g->theta : 1;
    return prior(s->g, i) / damped;
}

/* Information of one row: minus the second derivative of its log likelihood. Expected, it is the
 * variance of the score; for the negative binomial the observed one makes Newton's steps. */
static double row_information(const struct state *s, size_t i, bool expected) {
    const struct glm *g = s->g;
    double mean = s->mean[i], damped = 1 + mean / g->theta;
    if (g->family != GLM_NEGBIN)
        return prior(g, i) * row_variance(s, i);
    return prior(g, i) *
           (expected ? mean / damped : mean * (1 + g->count[i] / g->theta) / (damped * damped));
}

static bool take_rows(struct state *s, bool expected, struct err *e) {
    for (size_t i = 0; i < s->g->n; i++)
        s->root[i] = sqrt(row_information(s, i, expected));
    return least_squares_take(s->ls, s->g->x, s->root, e);
}

/* Sets the derivatives of the log likelihood by the coefficients, and for each how much was added
 * up to it. */
static void set_score(const struct state *s, double *score, double *room) {
    const struct glm *g = s->g;
    for (size_t j = 0; j < g->p; j++) {
        struct sum total = {0}, size = {0};
        for (size_t i = 0; i < g->n; i++) {
            double part = g->x[i * g->p + j] * pull(s, i), y = g->count[i];
            sum_add(&total, part * residual(s, i));
            sum_add(&size, fabs(part) * (mostly_events(s, i) ? g->trials[i] - y + s->rest[i]
                                                             : y + s->mean[i]));
        }
        score[j] = sum_value(&total);
        room[j] = sum_value(&size);
    }
}

/* The usual start: fitted values a little away from the counts, so that none is 0. */
static bool start_from_counts(struct state *s, struct err *e) {
    const struct glm *g = s->g;
    for (size_t i = 0; i < g->n; i++) {
        double y = g->count[i] + 0.5;
        double eta =
            g->family == GLM_BINOMIAL ? log(y / (g->trials[i] - g->count[i] + 0.5)) : log(y);
        s->mean[i] = y;
        if (g->family == GLM_BINOMIAL) {
            s->mean[i] = g->trials[i] * (y / (g->trials[i] + 1));
            s->rest[i] = g->trials[i] - s->mean[i];
        }
        s->root[i] = sqrt(row_information(s, i, true));
        s->right[i] = eta - (g->offset == NULL ? 0 : g->offset[i]);
    }
    return least_squares_take(s->ls, g->x, s->root, e) &&
           least_squares_solve(s->ls, s->right, s->root, s->coefficient, e);
}

static bool start(struct state *s, struct err *e) {
    const struct glm *g = s->g;
    if (g->start == NULL && !start_from_counts(s, e))
        return false;
    for (size_t j = 0; g->start != NULL && j < g->p; j++)
        s->coefficient[j] = g->start[j];
    evaluate(s, s->coefficient);
    if (isfinite(s->deviance))
        return true; /* else a row far off was given an impossible mean */
    for (size_t j = 0; j < g->p; j++)
        s->coefficient[j] = 0;
    evaluate(s, s->coefficient);
    return true;
}

/* How far a step moves the linear predictors at most, in shares of 1 and their size. */
static double reach(const struct state *s) {
    double most = 0;
    for (size_t i = 0; i < s->g->n; i++) {
        double moved = 0, at = 0;
        for (size_t j = 0; j < s->g->p; j++) {
            moved += s->g->x[i * s->g->p + j] * s->step[j];
            at += s->g->x[i * s->g->p + j] * s->coefficient[j];
        }
        most = fmax(most, fabs(moved) / (1 + fabs(at)));
    }
    return most;
}

/* Goes along s->step, half as far each time the deviance would rise. */
static bool advance(struct state *s, double moved) {
    double before = s->deviance, share = fmin(1, longest_step / moved);
    for (int k = 0; k < most_halvings; k++, share /= 2) {
        for (size_t j = 0; j < s->g->p; j++)
            s->trial[j] = s->coefficient[j] + share * s->step[j];
        evaluate(s, s->trial);
        if (share * moved <= small_step || s->deviance <= before * (1 + deviance_noise)) {
            for (size_t j = 0; j < s->g->p; j++)
                s->coefficient[j] = s->trial[j];
            return true;
        }
    }
    return false;
}

/* Is every score at most this share of what was added up to it? */
static bool score_within(const struct state *s, double share) {
    for (size_t j = 0; j < s->g->p; j++) {
        if (!(fabs(s->score[j]) <= share * s->room[j]))
            return false;
    }
    return true;
}

static bool iterate(struct state *s, struct err *e) {
    bool last = false;
    for (int k = 0; k < most_steps; k++) {
        set_score(s, s->score, s->room);
        if (score_within(s, score_rounding))
            return true;
        if (!take_rows(s, false, e) || !least_squares_step(s->ls, s->score, s->step, e))
            return false;
        double moved = reach(s);
        if (!isfinite(moved) || !advance(s, moved))
            break;
        if (last)
            return true;
        last = moved <= small_step;
    }
    return fail(e, ERR_UNSETTLED, "the model did not settle in %d steps", (int)most_steps);
}

static bool finish(struct state *s, struct glm_fit *f, struct err *e) {
    set_score(s, s->score, s->room);
    if (!score_within(s, score_room)) /* put back: the score equations must hold */
        return fail(e, ERR_UNSETTLED, "the fitted model does not satisfy its score equations");
    struct sum pearson = {0};
    for (size_t i = 0; i < s->g->n; i++) {
        double above = residual(s, i);
        if (above != 0)
            sum_add(&pearson, prior(s->g, i) * above * (above / row_variance(s, i)));
    }
    f->pearson = sum_value(&pearson);
    f->deviance = fmax(s->deviance, 0);
    return take_rows(s, true, e) && least_squares_variances(s->ls, f->variance, e);
}

static bool run(struct state *s, struct glm_fit *f, double *scratch, struct err *e) {
    size_t n = s->g->n, p = s->g->p;
    s->rest = scratch;
    s->root = scratch + n;
    s->right = scratch + 2 * n;
    s->eta = scratch + 3 * n;
    s->step = scratch + 4 * n;
    s->trial = s->step + p;
    s->score = s->step + 2 * p;
    s->room = s->step + 3 * p;
    s->mean = f->mean;
    s->coefficient = f->coefficient;
    return start(s, e) && iterate(s, e) && finish(s, f, e);
}

bool glm_fit(const struct glm *g, struct glm_fit *f, struct err *e) {
    *f = (struct glm_fit){0};
    struct state s = {.g = g, .ls = least_squares_new(g->n, g->p, e)};
    if (s.ls == NULL)
        return false;
    double *scratch = calloc(4 * (g->n + g->p), sizeof *scratch);
    *f = (struct glm_fit){.coefficient = calloc(g->p, sizeof(double)),
                          .variance = calloc(g->p, sizeof(double)),
                          .mean = calloc(g->n, sizeof(double))};
    bool room = scratch != NULL && f->coefficient != NULL && f->variance != NULL && f->mean != NULL;
    bool done = room ? run(&s, f, scratch, e) : fail(e, ERR_NOMEM, "no memory for the model");
    free(scratch);
    least_squares_free(s.ls);
    if (!done)
        glm_fit_free(f);
    return done;
}

void glm_fit_free(struct glm_fit *f) {
    free(f->coefficient);
    free(f->variance);
    free(f->mean);
    *f = (struct glm_fit){0};
}
