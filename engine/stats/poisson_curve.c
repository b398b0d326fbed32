#include "stats/poisson_curve.h"

#include <math.h>
#include <stddef.h>

enum { table_size = 64, n_nodes = 22, n_checks = 33 };
static const double largest = 1e5;
static const double accuracy = 1e-13; /* measured: 2e-15 */

/* The curve of one level: limits of small counts, and Chebyshev coefficients for larger ones. */
struct curve {
    double conf_level;
    bool made, good;
    double table[table_size][2];
    double coefficient[2][n_nodes];
};
static _Thread_local struct curve curves[] = {
    {.conf_level = 0.9}, {.conf_level = 0.95}, {.conf_level = 0.99}, {.conf_level = 0.998}};

static double s_least(void) {
    return 1 / sqrt(largest);
}
static double s_most(void) {
    return 1 / sqrt((double)table_size);
}

/* 1/sqrt(count) on the scale -1 .. 1 of the polynomials. */
static double scaled(double s) {
    return (2 * s - s_least() - s_most()) / (s_most() - s_least());
}

/* Clenshaw's recurrence for the sum of c[i] T_i(x). */
static double chebyshev(const double c[n_nodes], double x) {
    double b1 = 0, b2 = 0;
    for (int i = n_nodes - 1; i > 0; i--) {
        double b = 2 * x * b1 - b2 + c[i];
        b2 = b1;
        b1 = b;
    }
    return x * b1 - b2 + c[0];
}

static void interpolate(const struct curve *c, double count, double limits[2]) {
    double root = sqrt(count), x = scaled(1 / root);
    for (int side = 0; side < 2; side++)
        limits[side] = count + root * chebyshev(c->coefficient[side], x);
}

static bool make_table(struct curve *c, poisson_exact_fn *exact) {
    for (int k = 1; k < table_size; k++) {
        if (!exact(k, c->conf_level, c->table[k]))
            return false;
    }
    return true;
}

/* The values at the nodes, turned into coefficients (discrete cosine transform). */
static bool fit(struct curve *c, poisson_exact_fn *exact) {
    double value[2][n_nodes];
    for (int j = 0; j < n_nodes; j++) {
        double x = cos(M_PI * (j + 0.5) / n_nodes), limits[2];
        double s = (x * (s_most() - s_least()) + s_most() + s_least()) / 2, count = 1 / (s * s);
        if (!exact(count, c->conf_level, limits))
            return false;
        for (int side = 0; side < 2; side++)
            value[side][j] = (limits[side] - count) / sqrt(count);
    }
    for (int side = 0; side < 2; side++) {
        for (int i = 0; i < n_nodes; i++) {
            double sum = 0;
            for (int j = 0; j < n_nodes; j++)
                sum += value[side][j] * cos(M_PI * i * (j + 0.5) / n_nodes);
            c->coefficient[side][i] = sum * (i == 0 ? 1 : 2) / n_nodes;
        }
    }
    return true;
}

/* Between the nodes, from the smallest to the largest count. */
static bool passes(const struct curve *c, poisson_exact_fn *exact) {
    for (int i = 0; i < n_checks; i++) {
        double count = table_size * pow(largest / table_size, (double)i / (n_checks - 1));
        double got[2], want[2];
        if (!exact(count, c->conf_level, want))
            return false;
        interpolate(c, count, got);
        for (int side = 0; side < 2; side++) {
            if (!(fabs(got[side] - want[side]) <= accuracy * want[side]))
                return false;
        }
    }
    return true;
}

static const struct curve *curve_of(double conf_level, poisson_exact_fn *exact) {
    for (size_t i = 0; i < sizeof curves / sizeof *curves; i++) {
        struct curve *c = &curves[i];
        if (c->conf_level != conf_level)
            continue;
        if (!c->made)
            c->good = make_table(c, exact) && fit(c, exact) && passes(c, exact);
        c->made = true;
        return c->good ? c : NULL;
    }
    return NULL;
}

bool poisson_curve_limits(double count, double conf_level, poisson_exact_fn *exact,
                          double limits[2]) {
    if (!(count >= 1 && count <= largest) || count != floor(count))
        return false;
    const struct curve *c = curve_of(conf_level, exact);
    if (c == NULL)
        return false;
    if (count < table_size) {
        limits[0] = c->table[(int)count][0];
        limits[1] = c->table[(int)count][1];
    } else {
        interpolate(c, count, limits);
    }
    return true;
}
