#include "stats/glm.h"

#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "stats/deviance.h"
#include "stats/least_squares.h"

enum { most_steps = 100, most_halvings = 40 };

/* Newton's steps square the error: after one that moves no linear predictor by more than this, one
 * more leaves nothing but rounding. */
static const double small_step = 1e-8;

/* The score equations hold when what is left is this share of what was added up. */
static const double score_room = 1e-12;

/* exp of a linear predictor beyond this is 0 or infinite in a double. */
static const double widest_predictor = 700;

/* A fit on its way. */
struct state {
    const struct glm *g;
    struct least_squares *ls;
    double *eta;                        /* n: linear predictors */
    double *mean, *rest;                /* n: fitted events; fitted non-events */
    double *root, *right;               /* n: square roots of the weights; what is regressed */
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

static double row_deviance(const struct state *s, size_t i) {
    const struct glm *g = s->g;
    double y = g->count[i], mean = s->mean[i], d = glm_poisson_deviance(y, mean);
    if (g->family == GLM_BINOMIAL)
        d += glm_poisson_deviance(g->trials[i] - y, s->rest[i]);
    if (g->family == GLM_NEGBIN)
        d -= glm_poisson_deviance(y + g->theta, mean + g->theta);
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
        s->eta[i] = fmax(-widest_predictor, fmin(widest_predictor, sum_value(&eta)));
        s->mean[i] = exp(s->eta[i]);
        if (g->family == GLM_BINOMIAL) {
            s->mean[i] = g->trials[i] / (1 + exp(-s->eta[i]));
            s->rest[i] = g->trials[i] / (1 + exp(s->eta[i]));
        }
        sum_add(&deviance, row_deviance(s, i));
    }
    s->deviance = sum_value(&deviance);
}

/* Score of one row: events above expectation, damped where the variance grows with the mean. */
static double row_score(const struct state *s, size_t i) {
    const struct glm *g = s->g;
    double above = g->count[i] - s->mean[i];
    return prior(g, i) * (g->family == GLM_NEGBIN ? above / (1 + s->mean[i] / g->theta) : above);
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

static void set_rows(struct state *s, bool expected) {
    for (size_t i = 0; i < s->g->n; i++) {
        s->root[i] = sqrt(row_information(s, i, expected));
        s->right[i] = s->root[i] > 0 ? row_score(s, i) / s->root[i] / s->root[i] : 0;
    }
}

/* The usual start: fitted values a little away from the counts, so that none is 0. */
static bool start(struct state *s, struct err *e) {
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
    if (!least_squares_solve(s->ls, g->x, s->right, s->root, s->coefficient, e))
        return false;
    evaluate(s, s->coefficient);
    return true;
}

/* How far a step moves the linear predictors at most. */
static double reach(const struct state *s) {
    double most = 0;
    for (size_t i = 0; i < s->g->n; i++) {
        double moved = 0;
        for (size_t j = 0; j < s->g->p; j++)
            moved += s->g->x[i * s->g->p + j] * s->step[j];
        most = fmax(most, fabs(moved));
    }
    return most;
}

/* Goes along s->step, half as far each time the deviance would rise. */
static bool advance(struct state *s, double moved) {
    double before = s->deviance, share = 1;
    for (int k = 0; k < most_halvings; k++, share /= 2) {
        for (size_t j = 0; j < s->g->p; j++)
            s->trial[j] = s->coefficient[j] + share * s->step[j];
        evaluate(s, s->trial);
        if (share * moved <= small_step || s->deviance <= before) {
            for (size_t j = 0; j < s->g->p; j++)
                s->coefficient[j] = s->trial[j];
            return true;
        }
    }
    return false;
}

static bool iterate(struct state *s, struct err *e) {
    bool last = false;
    for (int k = 0; k < most_steps; k++) {
        set_rows(s, false);
        if (!least_squares_solve(s->ls, s->g->x, s->right, s->root, s->step, e))
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

/* Puts the answer back: each score equation, sum of x times score, must vanish. */
static bool score_vanishes(const struct state *s) {
    const struct glm *g = s->g;
    for (size_t j = 0; j < g->p; j++) {
        struct sum score = {0}, room = {0};
        for (size_t i = 0; i < g->n; i++) {
            double x = g->x[i * g->p + j], size = g->count[i] + s->mean[i];
            double damped = g->family == GLM_NEGBIN ? 1 + s->mean[i] / g->theta : 1;
            sum_add(&score, x * row_score(s, i));
            sum_add(&room, fabs(x) * prior(g, i) * size / damped);
        }
        if (!(fabs(sum_value(&score)) <= score_room * sum_value(&room)))
            return false;
    }
    return true;
}

static bool finish(struct state *s, struct glm_fit *f, struct err *e) {
    if (!score_vanishes(s))
        return fail(e, ERR_UNSETTLED, "the fitted model does not satisfy its score equations");
    struct sum pearson = {0};
    for (size_t i = 0; i < s->g->n; i++) {
        double above = s->g->count[i] - s->mean[i];
        if (above != 0)
            sum_add(&pearson, prior(s->g, i) * above * (above / row_variance(s, i)));
    }
    f->pearson = sum_value(&pearson);
    f->deviance = fmax(s->deviance, 0);
    set_rows(s, true);
    /* The QR of the expected information, for the variances. */
    return least_squares_solve(s->ls, s->g->x, s->right, s->root, s->step, e) &&
           least_squares_variances(s->ls, f->variance, e);
}

static bool run(struct state *s, struct glm_fit *f, double *scratch, struct err *e) {
    size_t n = s->g->n, p = s->g->p;
    s->eta = scratch;
    s->rest = scratch + n;
    s->root = scratch + 2 * n;
    s->right = scratch + 3 * n;
    s->step = scratch + 4 * n;
    s->trial = s->step + p;
    s->mean = f->mean;
    s->coefficient = f->coefficient;
    return start(s, e) && iterate(s, e) && finish(s, f, e);
}

bool glm_fit(const struct glm *g, struct glm_fit *f, struct err *e) {
    *f = (struct glm_fit){0};
    struct state s = {.g = g, .ls = least_squares_new(g->n, g->p, e)};
    if (s.ls == NULL)
        return false;
    double *scratch = calloc(4 * g->n + 2 * g->p, sizeof *scratch);
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
