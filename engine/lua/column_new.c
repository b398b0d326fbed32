/* New columns: from what Lua gives, and from another column with other words, marks or bounds. */
#include <lauxlib.h>
#include <math.h>
#include <string.h>

#include "base/num.h"
#include "lua/args.h"
#include "lua/bind.h"
#include "lua/raise.h"

struct column *column_push_numbers(lua_State *L, const struct field *field, size_t n,
                                   struct owned_column **box) {
    struct err e = {0};
    *box = column_push(L);
    if (!column_numbers(&(*box)->column, &(*box)->arena, field, n, &e))
        lfoi_raise(L, &e);
    bind_tell(L, (*box)->arena.bytes);
    host_spend(L, 4 * n);
    return &(*box)->column;
}

static const char *own_text(lua_State *L, struct owned_column *box, const char *text) {
    const char *copy = arena_string(&box->arena, text);
    if (text != NULL && copy == NULL)
        raise_new(L, ERR_NOMEM, "no memory for a column");
    return copy;
}

/* Copies the field's texts, whose owner may die before the new column. */
static void own_field(lua_State *L, struct owned_column *box, const struct field *f) {
    struct field copy = *f;
    const char **texts[] = {&copy.name,   &copy.title,   &copy.unit,       &copy.description,
                            &copy.totals, &copy.measure, &copy.comparator, &copy.denominator};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = own_text(L, box, *texts[i]);
    struct labels *const lists[] = {&copy.unknown, &copy.stock, &copy.flow, &copy.part,
                                    &copy.part_covers};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        if (!labels_copy(&box->arena, *lists[i], lists[i]))
            raise_new(L, ERR_NOMEM, "no memory for a column");
    }
    box->column.field = copy;
}

static void numbers_from_list(lua_State *L, int index, size_t n) {
    struct owned_column *box;
    struct field field = {.name = "value", .type = COLUMN_NUMBER, .decimals = -1};
    struct column *c = column_push_numbers(L, &field, n, &box);
    struct err e = {0};
    for (size_t i = 0; i < n; i++) {
        int type = lua_rawgeti(L, index, (lua_Integer)i + 1);
        double x = type == LUA_TNUMBER ? args_value(L, -1) : NAN;
        bool none = type == LUA_TBOOLEAN && !lua_toboolean(L, -1);
        if (type == LUA_TNUMBER && !isnan(x))
            c->value[i] = x;
        else if (type == LUA_TNUMBER || none)
            column_set_mark(c, &box->arena, i, MARK_UNDEFINED, NAN, NAN, &e);
        else
            raise_new(L, ERR_ARG_TYPE, "item %d of the list must be a number, got a %s", (int)i + 1,
                      lua_typename(L, type));
        lua_pop(L, 1);
    }
    if (e.id != ERR_NONE)
        lfoi_raise(L, &e);
}

static void labels_from(lua_State *L, int index, size_t n, bool list) {
    struct owned_column *box = column_push(L);
    struct field field = {.name = "label", .type = COLUMN_LABEL, .decimals = -1};
    struct err e = {0};
    if (!column_labels(&box->column, &box->arena, &field, n, &e))
        lfoi_raise(L, &e);
    for (size_t i = 0; i < n; i++) {
        if (list && lua_rawgeti(L, index, (lua_Integer)i + 1) != LUA_TSTRING)
            raise_new(L, ERR_ARG_TYPE, "item %d of the list must be text, got a %s", (int)i + 1,
                      luaL_typename(L, -1));
        struct span s;
        s.text = lua_tolstring(L, list ? -1 : index, &s.n);
        if (memchr(s.text, '\0', s.n) != NULL)
            raise_new(L, ERR_ARG_RANGE, "a label cannot hold a NUL byte, got '%s'", s.text);
        box->column.code[i] = dictionary_add(box->column.dictionary, &box->arena, s);
        if (box->column.code[i] < 0)
            raise_new(L, ERR_NOMEM, "no memory for a column");
        if (list)
            lua_pop(L, 1);
    }
}

static void fill_numbers(lua_State *L, struct owned_column *box, double x) {
    struct err e = {0};
    for (size_t i = 0; i < box->column.n; i++) {
        box->column.value[i] = x;
        if (isnan(x))
            column_set_mark(&box->column, &box->arena, i, MARK_UNDEFINED, NAN, NAN, &e);
    }
    if (e.id != ERR_NONE)
        lfoi_raise(L, &e);
}

struct column *column_from(lua_State *L, int index, size_t n) {
    index = lua_absindex(L, index);
    struct column *c = column_test(L, index);
    if (c != NULL) {
        lua_pushvalue(L, index);
        return c;
    }
    int type = lua_type(L, index);
    if (type == LUA_TNUMBER) {
        struct owned_column *box;
        struct field field = {.name = "value", .type = COLUMN_NUMBER, .decimals = -1};
        column_push_numbers(L, &field, n, &box);
        fill_numbers(L, box, args_value(L, index));
    } else if (type == LUA_TSTRING) {
        labels_from(L, index, n, false);
    } else if (type == LUA_TTABLE) {
        size_t length = args_length(L, index);
        int first = lua_rawgeti(L, index, 1);
        lua_pop(L, 1);
        if (first == LUA_TSTRING)
            labels_from(L, index, length, true);
        else
            numbers_from_list(L, index, length);
    } else {
        raise_new(L, ERR_ARG_TYPE, "expected a column, a number, a text or a list, got a %s",
                  lua_typename(L, type));
    }
    return column_check(L, -1);
}

static int decimals_of(lua_State *L, int index, int preset) {
    double x = args_number(L, index, "decimals", preset);
    if (x != preset && !(x >= 0 && x <= 12 && x == floor(x)))
        raise_new(L, ERR_ARG_RANGE, "'decimals' must be a whole number from 0 to 12, got %g", x);
    return (int)x;
}

/* Roles of quantities are those of numbers, the others those of labels; counts are whole. */
static void check_role(lua_State *L, const struct column *c, enum role role) {
    bool number = c->field.type == COLUMN_NUMBER;
    if (role_is_quantity(role) != number)
        raise_new(L, ERR_COLUMN_TYPE, "column '%s' holds %s, and '%s' is a role of %s",
                  c->field.name, number ? "numbers" : "labels", role_name(role),
                  number ? "labels" : "numbers");
    for (size_t i = 0; number && role != ROLE_SHARE && i < c->n; i++) {
        bool right = role == ROLE_COUNT ? num_is_count(c->value[i]) : c->value[i] >= 0;
        if (column_mark(c, i) == MARK_OK && !right)
            raise_new(L, ERR_COUNT, "row %zu of column '%s' is %g, which is no %s", i + 1,
                      c->field.name, c->value[i], role_name(role));
    }
}

/* role = "population", as in a package. */
static void role_of(lua_State *L, int index, const struct column *c, struct field *f) {
    const char *name = args_text(L, index, "role", NULL), *names[ROLE_KINDS] = {0};
    if (name == NULL)
        return;
    for (int i = ROLE_NONE + 1; i < ROLE_KINDS; i++)
        names[i - 1] = role_name((enum role)i);
    if (!role_find(name, &f->role)) {
        struct err e = {0};
        const char *nearest = str_nearest(name, names);
        fail(&e, ERR_ARG_RANGE, "'%s' is no role of a column", name);
        if (nearest != NULL)
            err_hint(&e, "did you mean '%s'?", nearest);
        else
            err_hint(&e, "roles are count, population, dimension, period, share, note, unit");
        lfoi_raise(L, &e);
    }
    check_role(L, c, f->role);
    if (f->role == ROLE_UNIT)
        f->additive = NOT_ADDITIVE_UNIT;
}

/* A label that the column has; raises when it has none of that name. */
static void need_label(lua_State *L, const struct column *c, const char *label) {
    bool labels = c->field.type == COLUMN_LABEL;
    if (labels && dictionary_find(c->dictionary, (struct span){label, strlen(label)}) >= 0)
        return;
    struct err e = {0};
    fail(&e, ERR_LABEL, "column '%s' has no label '%s'", c->field.name, label);
    const char **all = lua_newuserdatauv(L, ((labels ? c->dictionary->n : 0) + 1) * sizeof *all, 0);
    size_t n = 0;
    for (; labels && n < c->dictionary->n; n++)
        all[n] = c->dictionary->text[n];
    all[n] = NULL;
    const char *nearest = str_nearest(label, all);
    if (nearest != NULL)
        err_hint(&e, "did you mean '%s'?", nearest);
    lfoi_raise(L, &e);
}

/* totals = "All", unknown = {"Not known"}; what they point at stays on the stack. */
static void labels_of(lua_State *L, int index, const struct column *c, struct field *f) {
    f->totals = args_text(L, index, "totals", f->totals);
    if (f->totals != c->field.totals)
        need_label(L, c, f->totals);
    if (args_field(L, index, "unknown") == LUA_TNIL)
        return;
    f->unknown.label = args_texts(L, -1, &f->unknown.n);
    for (size_t i = 0; i < f->unknown.n; i++)
        need_label(L, c, f->unknown.label[i]);
    if (f->totals != NULL && labels_have(&f->unknown, f->totals))
        raise_new(L, ERR_ARG_RANGE, "'%s' is named as totals and as unknown", f->totals);
}

/* core.field(column, {title = ..., unit = ..., ...}): the same cells with other words about them.
 */
static int core_field(lua_State *L) {
    static const char *const names[] = {
        "name",       "title",       "unit",  "measure", "comparator", "decimals", "denominator",
        "conf_level", "description", "count", "role",    "totals",     "unknown",  NULL};
    const struct column *from = column_check(L, 1);
    args_check(L, 2, "field", names);
    struct field f = from->field;
    f.name = args_text(L, 2, "name", f.name);
    f.title = args_text(L, 2, "title", f.title);
    f.unit = args_text(L, 2, "unit", f.unit);
    f.description = args_text(L, 2, "description", f.description);
    f.measure = args_text(L, 2, "measure", f.measure);
    f.comparator = args_text(L, 2, "comparator", f.comparator);
    f.denominator = args_text(L, 2, "denominator", f.denominator);
    f.conf_level = args_number(L, 2, "conf_level", f.conf_level);
    f.decimals = decimals_of(L, 2, f.decimals);
    f.count = args_flag(L, 2, "count", f.count);
    role_of(L, 2, from, &f);
    labels_of(L, 2, from, &f);
    struct owned_column *box = column_push(L);
    box->column = *from;
    lua_pushvalue(L, 1); /* the cells stay the other column's */
    lua_setiuservalue(L, -2, 1);
    own_field(L, box, &f);
    return 1;
}

/* A list with one item for each label of the column: a text, or false for none. */
static const char **new_labels(lua_State *L, int index, const struct column *c) {
    size_t n = c->dictionary->n;
    const char **label = lua_newuserdatauv(L, (n + 1) * sizeof *label, 0);
    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(L, index, (lua_Integer)i + 1);
        label[i] = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : NULL;
        lua_pop(L, 1);
    }
    return label;
}

/* core.relabel(column, labels, order, {totals = label, unknown = {labels}}): the same cells under
 * other labels. labels: one item for each of column:labels(), false where no row has it; order: the
 * labels there are now. */
static int core_relabel(lua_State *L) {
    const struct column *from = column_check(L, 1);
    if (from->field.type != COLUMN_LABEL || lua_type(L, 2) != LUA_TTABLE ||
        lua_type(L, 4) != LUA_TTABLE)
        return raise_new(L, ERR_ARG_TYPE, "relabel(column, labels, order, {totals, unknown})");
    const char **label = new_labels(L, 2, from);
    size_t n;
    const char **order = args_texts(L, 3, &n);
    struct field f = from->field;
    f.totals = args_text(L, 4, "totals", NULL);
    args_field(L, 4, "unknown");
    f.unknown.label = args_texts(L, -1, &f.unknown.n);
    struct owned_column *box = column_push(L);
    struct err e = {0};
    if (!column_relabel(&box->column, &box->arena, &f, from, label, order, n, &e))
        return lfoi_raise(L, &e);
    own_field(L, box, &box->column.field);
    return 1;
}

/* core.column(list): a column from a list; false marks a value that is not defined. */
static int core_column(lua_State *L) {
    column_from(L, 1, 1);
    return 1;
}

/* core.list(column): its cells as a list, false where one is marked. */
static int core_list(lua_State *L) {
    const struct column *c = column_check(L, 1);
    lua_createtable(L, (int)c->n, 0);
    for (size_t i = 0; i < c->n; i++) {
        if (column_mark(c, i) == MARK_OK)
            cell_push(L, c, i);
        else
            lua_pushboolean(L, false);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* The column at the stack index, which holds numbers; raises when it holds labels. */
static const struct column *numbers_check(lua_State *L, int index) {
    const struct column *c = column_check(L, index);
    if (c->field.type != COLUMN_NUMBER)
        raise_new(L, ERR_COLUMN_TYPE, "column '%s' holds labels, and numbers are needed",
                  c->field.name);
    return c;
}

/* core.cell(column, row, n): n copies of one cell, with its mark and bounds. */
static int core_cell(lua_State *L) {
    const struct column *from = numbers_check(L, 1);
    size_t row = column_row(L, from, 2), n = (size_t)luaL_checkinteger(L, 3);
    struct owned_column *box;
    struct column *to = column_push_numbers(L, &from->field, n, &box);
    own_field(L, box, &from->field);
    struct err e = {0};
    double lo, hi;
    column_bounds(from, row, &lo, &hi);
    for (size_t i = 0; i < n; i++) {
        to->value[i] = from->value[row];
        if (column_mark(from, row) != MARK_OK)
            column_set_mark(to, &box->arena, i, column_mark(from, row), lo, hi, &e);
    }
    return e.id == ERR_NONE ? 1 : lfoi_raise(L, &e);
}

/* A new column of the same cells, to be changed cell by cell. */
static struct column *copy_numbers(lua_State *L, const struct column *from,
                                   struct owned_column **box) {
    struct column *to = column_push_numbers(L, &from->field, from->n, box);
    own_field(L, *box, &from->field);
    struct err e = {0};
    for (size_t i = 0; i < from->n; i++) {
        double lo, hi;
        column_bounds(from, i, &lo, &hi);
        to->value[i] = from->value[i];
        if (column_mark(from, i) != MARK_OK &&
            !column_set_mark(to, &(*box)->arena, i, column_mark(from, i), lo, hi, &e))
            lfoi_raise(L, &e);
    }
    return to;
}

/* core.mark(column, list of booleans, mark name): the same cells, some of them marked. */
static int core_mark(lua_State *L) {
    const struct column *from = numbers_check(L, 1);
    enum mark m;
    if (lua_type(L, 2) != LUA_TTABLE || !mark_find(luaL_checkstring(L, 3), &m))
        return raise_new(L, ERR_ARG_TYPE, "mark(column, list of booleans, mark)");
    struct owned_column *box;
    struct column *to = copy_numbers(L, from, &box);
    struct err e = {0};
    for (size_t i = 0; i < to->n; i++) {
        lua_rawgeti(L, 2, (lua_Integer)i + 1);
        bool marked = lua_toboolean(L, -1);
        lua_pop(L, 1);
        if (marked && !column_set_mark(to, &box->arena, i, m, NAN, NAN, &e))
            return lfoi_raise(L, &e);
    }
    return 1;
}

/* A marked cell, as the number x; as it is where x is none. */
static void become(struct column *c, size_t row, double x) {
    if (column_mark(c, row) == MARK_OK || !isfinite(x))
        return;
    c->mark[row] = MARK_OK;
    c->value[row] = x;
    if (c->lo != NULL)
        c->lo[row] = c->hi[row] = x;
}

/* core.ends(column): two columns, the least and the greatest number that each cell can be. An end
 * that is open is marked; a cell that can be any number is marked in both. */
static int core_ends(lua_State *L) {
    const struct column *from = numbers_check(L, 1);
    struct owned_column *box[2];
    struct column *low = copy_numbers(L, from, &box[0]), *high = copy_numbers(L, from, &box[1]);
    for (size_t i = 0; i < from->n; i++) {
        double lo, hi;
        column_bounds(from, i, &lo, &hi);
        become(low, i, lo);
        become(high, i, hi);
    }
    return 2;
}

/* core.closed(low, high): the ends of counts, or of what is never below 0, with the widest number
 * in place of one that is open: 0, and 2^53. */
static int core_closed(lua_State *L) {
    const struct column *from[] = {numbers_check(L, 1), numbers_check(L, 2)};
    if (from[0]->n != from[1]->n)
        return raise_new(L, ERR_ARG_LENGTH, "columns of %d and %d rows", (int)from[0]->n,
                         (int)from[1]->n);
    struct owned_column *box[2];
    struct column *low = copy_numbers(L, from[0], &box[0]);
    struct column *high = copy_numbers(L, from[1], &box[1]);
    for (size_t i = 0; i < low->n; i++) {
        if (column_mark(from[1], i) == MARK_OK)
            become(low, i, 0);
        if (column_mark(from[0], i) == MARK_OK)
            become(high, i, NUM_LARGEST_COUNT);
    }
    return 2;
}

/* core.marked_as(column, other): the same cells, those that are marked in the other marked as
 * there, and without bounds, unless they have a reason of their own. */
static int core_marked_as(lua_State *L) {
    const struct column *from = numbers_check(L, 1), *other = numbers_check(L, 2);
    if (other->n != from->n)
        return raise_new(L, ERR_ARG_LENGTH, "columns of %d and %d rows", (int)from->n,
                         (int)other->n);
    struct owned_column *box;
    struct column *to = copy_numbers(L, from, &box);
    struct err e = {0};
    for (size_t i = 0; i < to->n; i++) {
        enum mark m = column_mark(other, i);
        enum mark own = column_mark(to, i);
        bool marks = m != MARK_OK && (own == MARK_OK || own == MARK_UNDEFINED);
        if (marks && !column_set_mark(to, &box->arena, i, m, NAN, NAN, &e))
            return lfoi_raise(L, &e);
    }
    return 1;
}

/* A cell's number, or NaN. */
static double value_or_none(const struct column *c, size_t row) {
    return column_mark(c, row) == MARK_OK ? c->value[row] : NAN;
}

/* core.bounded(column, low, high): the same cells, the marked ones with the bounds low..high, of
 * which one may be open. A cell that is undefined has no value, so it has no bounds. */
static int core_bounded(lua_State *L) {
    const struct column *from = numbers_check(L, 1);
    const struct column *low = numbers_check(L, 2), *high = numbers_check(L, 3);
    if (low->n != from->n || high->n != from->n)
        return raise_new(L, ERR_ARG_LENGTH, "columns of %d, %d and %d rows", (int)from->n,
                         (int)low->n, (int)high->n);
    struct owned_column *box;
    struct column *to = copy_numbers(L, from, &box);
    struct err e = {0};
    for (size_t i = 0; i < to->n; i++) {
        enum mark m = column_mark(to, i);
        double lo = value_or_none(low, i), hi = value_or_none(high, i);
        if (m == MARK_OK || m == MARK_UNDEFINED || (isnan(lo) && isnan(hi)))
            continue;
        if (!column_set_mark(to, &box->arena, i, m, lo, hi, &e))
            return lfoi_raise(L, &e);
    }
    return 1;
}

/* core.choose(column, other, list of booleans): the cells of the first, but those of the other
 * where the list says so, with their marks and bounds. */
static int core_choose(lua_State *L) {
    const struct column *from = numbers_check(L, 1), *other = numbers_check(L, 2);
    if (other->n != from->n || lua_type(L, 3) != LUA_TTABLE)
        return raise_new(L, ERR_ARG_LENGTH, "choose(column, column of the same length, list)");
    struct owned_column *box;
    struct column *to = copy_numbers(L, from, &box);
    struct err e = {0};
    for (size_t i = 0; i < to->n; i++) {
        lua_rawgeti(L, 3, (lua_Integer)i + 1);
        bool chosen = lua_toboolean(L, -1);
        lua_pop(L, 1);
        if (!chosen)
            continue;
        double lo, hi;
        column_bounds(other, i, &lo, &hi);
        bool plain = column_mark(to, i) == MARK_OK && column_mark(other, i) == MARK_OK;
        if (!plain && !column_set_mark(to, &box->arena, i, column_mark(other, i), lo, hi, &e))
            return lfoi_raise(L, &e);
        to->value[i] = other->value[i];
    }
    return 1;
}

const luaL_Reg column_makers[] = {
    {"field", core_field},         {"column", core_column}, {"mark", core_mark},
    {"cell", core_cell},           {"ends", core_ends},     {"bounded", core_bounded},
    {"relabel", core_relabel},     {"choose", core_choose}, {"list", core_list},
    {"marked_as", core_marked_as}, {"closed", core_closed}, {NULL, NULL}};
