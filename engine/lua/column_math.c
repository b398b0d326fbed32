/* Arithmetic of columns, row by row: marks are kept, bounds follow. */
#include <math.h>

#include "data/interval.h"
#include "lua/bind.h"
#include "lua/raise.h"

/* Bounds follow where they must lie at the ends: sums, differences, and products with
 * or quotients by an ordinary number. An end that is open in an operand is open in the result. */
struct operation {
    char symbol;
    double (*apply)(double a, double b);
};

static double add(double a, double b) {
    return a + b;
}
static double subtract(double a, double b) {
    return a - b;
}
static double multiply(double a, double b) {
    return a * b;
}
static double divide(double a, double b) {
    return a / b;
}
static const struct operation operations[] = {
    {'+', add}, {'-', subtract}, {'*', multiply}, {'/', divide}};

/* What a cell can be; of one without a value, or that is left out, nothing is said. */
static struct interval operand(const struct column *c, size_t row) {
    enum mark m = column_mark(c, row);
    if (m == MARK_UNDEFINED || m == MARK_NOT_APPLICABLE)
        return (struct interval){-INFINITY, INFINITY};
    return interval_of(c, row);
}

/* Is it known from above only? */
static bool has_no_least(const struct column *c, size_t row) {
    double lo, hi;
    column_bounds(c, row, &lo, &hi);
    return lo == -INFINITY;
}

static void bounds_of(const struct operation *op, const struct column *a, const struct column *b,
                      size_t i, double *lo, double *hi) {
    struct interval x = operand(a, i), y = operand(b, i);
    *lo = *hi = NAN;
    if (op->symbol == '/' && y.lo <= 0 && y.hi >= 0)
        return;
    double ends[] = {op->apply(x.lo, y.lo), op->apply(x.lo, y.hi), op->apply(x.hi, y.lo),
                     op->apply(x.hi, y.hi)};
    *lo = fmin(fmin(ends[0], ends[1]), fmin(ends[2], ends[3]));
    *hi = fmax(fmax(ends[0], ends[1]), fmax(ends[2], ends[3]));
    bool nears_0 = op->symbol == '/' && isinf(y.hi); /* as the divisor grows without end */
    bool at_most =
        op->symbol == '*' && (has_no_least(a, i) || has_no_least(b, i)); /* so many times */
    if (*lo == 0 && (isinf(*hi) || at_most || (nears_0 && x.lo > 0))) /* 0 or more says nothing */
        *lo = NAN;
    if (*hi == 0 && nears_0 && x.hi < 0)
        *hi = NAN;
}

static void operate_row(const struct operation *op, const struct column *a, const struct column *b,
                        size_t i, struct owned_column *out, struct err *e) {
    enum mark m = column_mark(a, i) != MARK_OK ? column_mark(a, i) : column_mark(b, i);
    double x = m == MARK_OK ? op->apply(a->value[i], b->value[i]) : NAN;
    if (m == MARK_OK && isfinite(x)) {
        out->column.value[i] = x;
        return;
    }
    double lo, hi;
    bounds_of(op, a, b, i, &lo, &hi);
    column_set_mark(&out->column, &out->arena, i, m == MARK_OK ? MARK_UNDEFINED : m, lo, hi, e);
}

static size_t operand_length(lua_State *L) {
    const struct column *a = column_test(L, 1), *b = column_test(L, 2);
    if (a != NULL && b != NULL && a->n != b->n)
        raise_new(L, ERR_ARG_LENGTH, "columns of %d and %d rows", (int)a->n, (int)b->n);
    return a != NULL ? a->n : b->n;
}

static int operate(lua_State *L, const struct operation *op) {
    size_t n = operand_length(L);
    const struct column *a = column_from(L, 1, n), *b = column_from(L, 2, n);
    if (a->n != n || b->n != n) /* a list of another length */
        return raise_new(L, ERR_ARG_LENGTH, "columns of %d and %d rows", (int)a->n, (int)b->n);
    if (a->field.type != COLUMN_NUMBER || b->field.type != COLUMN_NUMBER)
        return raise_new(L, ERR_COLUMN_TYPE, "labels cannot be added or multiplied");
    struct owned_column *out;
    struct field field = {.name = "value", .type = COLUMN_NUMBER, .decimals = -1};
    column_push_numbers(L, &field, n, &out);
    struct err e = {0};
    for (size_t i = 0; i < n; i++)
        operate_row(op, a, b, i, out, &e);
    return e.id == ERR_NONE ? 1 : lfoi_raise(L, &e);
}

int column_add(lua_State *L) {
    return operate(L, &operations[0]);
}
int column_subtract(lua_State *L) {
    return operate(L, &operations[1]);
}
int column_multiply(lua_State *L) {
    return operate(L, &operations[2]);
}
int column_divide(lua_State *L) {
    return operate(L, &operations[3]);
}
