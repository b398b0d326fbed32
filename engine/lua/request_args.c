#include "lua/request_args.h"

#include <lauxlib.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "data/wording.h"
#include "disclosure/disclosure.h"
#include "lua/args.h"
#include "lua/bind.h"
#include "lua/raise.h"

static const double most_skipped = 1e9; /* rows above a header */

static void raise_no_mark(lua_State *L, const char *mark) {
    static const char *const marks[] = {
        "suppressed", "not_available", "not_applicable", "low",   "unreliable", "unknown",
        "not_held",   "refused",       "exempt",         "blank", NULL};
    struct err e = {0};
    char clip[WORDING_CLIP];
    const char *nearest = str_nearest(mark, marks);
    fail(
        &e, ERR_ARG_RANGE,
        "'%s' is not a mark; marks are suppressed, not_available, not_applicable, low, unreliable, "
        "unknown, not_held, refused, exempt, blank",
        wording_clip(mark, clip));
    if (nearest != NULL)
        err_hint(&e, "did you mean \"%s\"?", nearest);
    lfoi_raise(L, &e);
}

/* {["*"] = "suppressed", ["<3"] = {mark = "suppressed", lo = 1, hi = 2}} as symbols, left on the
 * stack in the order of their texts. */
static struct symbol *read_symbols(lua_State *L, int marks, size_t *n) {
    *n = 0;
    size_t room = 0;
    for (lua_pushnil(L); lua_next(L, marks); lua_pop(L, 1))
        room++;
    struct symbol *list = lua_newuserdatauv(L, (room + 1) * sizeof *list, 0);
    for (lua_pushnil(L); lua_next(L, marks); lua_pop(L, 1)) {
        struct symbol s = {.lo = NAN, .hi = NAN};
        if (lua_type(L, -2) != LUA_TSTRING)
            raise_new(L, ERR_ARG_TYPE, "marks takes [\"symbol\"] = \"mark\"");
        s.text = lua_tostring(L, -2);
        static const char *const parts[] = {"mark", "lo", "hi", NULL};
        if (lua_type(L, -1) == LUA_TTABLE)
            args_check(L, lua_gettop(L), "a mark in 'marks'", parts);
        const char *mark = lua_type(L, -1) == LUA_TTABLE ? args_text(L, lua_gettop(L), "mark", "")
                                                         : lua_tostring(L, -1);
        if (lua_type(L, -1) == LUA_TTABLE) {
            s.lo = args_number(L, lua_gettop(L), "lo", NAN);
            s.hi = args_number(L, lua_gettop(L), "hi", NAN);
        }
        if (s.lo > s.hi || s.lo == INFINITY || s.hi == -INFINITY)
            raise_new(L, ERR_ARG_RANGE,
                      "marks: nothing lies between 'lo' and 'hi' of \"%s\"; leave out the one that "
                      "is not known",
                      s.text);
        if (!mark_find(mark, &s.mark))
            raise_no_mark(L, mark);
        list[(*n)++] = s;
    }
    return list;
}

static enum csv_encoding read_encoding(lua_State *L) {
    const char *encoding = args_text(L, 2, "encoding", "utf-8");
    if (strcmp(encoding, "utf-8") == 0)
        return CSV_UTF8;
    if (strcmp(encoding, "windows-1252") != 0 && strcmp(encoding, "cp1252") != 0)
        raise_new(L, ERR_ARG_RANGE, "encoding must be \"utf-8\" or \"windows-1252\", got \"%s\"",
                  encoding);
    return CSV_WINDOWS_1252;
}

static char read_delimiter(lua_State *L) {
    const char *delimiter = args_text(L, 2, "delimiter", ",");
    if (strlen(delimiter) == 1)
        return delimiter[0];
    struct err e = {0};
    fail(&e, ERR_ARG_RANGE, "'delimiter' must be one character, got '%s'", delimiter);
    if (strcasecmp(delimiter, "tab") == 0)
        err_hint(&e, "a tab is \"\\t\"");
    lfoi_raise(L, &e);
    return '\0';
}

static size_t read_skip(lua_State *L) {
    double skip = args_number(L, 2, "skip_rows", 0);
    if (!(skip >= 0 && skip <= most_skipped && skip == floor(skip)))
        raise_new(L, ERR_ARG_RANGE, "'skip_rows' must be a whole number from 0, got %g", skip);
    return (size_t)skip;
}

/* The columns named for each role, such as population = "people"; left on the stack. */
static const struct read_role *read_roles(lua_State *L, size_t *n) {
    const char **columns[ROLE_KINDS] = {0};
    size_t count[ROLE_KINDS] = {0}, all = 0;
    for (int k = ROLE_NONE + 1; k < ROLE_KINDS; k++) {
        if (args_field(L, 2, role_name((enum role)k)) != LUA_TNIL)
            columns[k] = args_texts(L, -1, &count[k]);
        all += count[k];
    }
    struct read_role *roles = lua_newuserdatauv(L, (all + 1) * sizeof *roles, 0);
    *n = 0;
    for (int k = ROLE_NONE + 1; k < ROLE_KINDS; k++) {
        for (size_t i = 0; i < count[k]; i++)
            roles[(*n)++] = (struct read_role){columns[k][i], (enum role)k};
    }
    return roles;
}

/* The labels that the field names, on the stack. */
static struct labels read_labels(lua_State *L, const char *name) {
    struct labels l = {0};
    if (args_field(L, 2, name) != LUA_TNIL)
        l.label = args_texts(L, -1, &l.n);
    return l;
}

static enum repeated read_repeated(lua_State *L) {
    const char *repeated = args_text(L, 2, "repeated", NULL);
    if (repeated == NULL)
        return REPEATED_DOUBT;
    bool keep = strcmp(repeated, "keep") == 0;
    if (!keep && strcmp(repeated, "drop") != 0)
        raise_new(L, ERR_ARG_RANGE, "'repeated' must be \"keep\" or \"drop\", got \"%s\"",
                  repeated);
    return keep ? REPEATED_KEEP : REPEATED_DROP;
}

/* The keys of the table at the index as an array on the stack, sorted; they must be texts. */
static const char **sorted_keys(lua_State *L, int index, size_t *n) {
    *n = 0;
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1))
        ++*n;
    const char **key = lua_newuserdatauv(L, (*n + 1) * sizeof *key, 0);
    size_t i = 0;
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING)
            raise_new(L, ERR_ARG_TYPE, "where takes column = value");
        key[i++] = lua_tostring(L, -2);
    }
    str_sort(key, *n);
    return key;
}

/* The value at the top of the stack, or a list of values, which the column must have; the value
 * stays there while the condition points at it. */
static struct condition read_condition(lua_State *L, const char *column) {
    struct condition c = {.column = column};
    int value = lua_gettop(L);
    int type = lua_type(L, value);
    if (type == LUA_TTABLE) {
        type = lua_rawgeti(L, value, 1);
        lua_pop(L, 1);
    }
    if (type != LUA_TNUMBER) {
        c.label = args_texts(L, value, &c.n);
        return c;
    }
    const struct column *wanted = column_from(L, value, 1);
    c.n = wanted->n;
    c.number = wanted->value;
    return c;
}

static void read_where(lua_State *L, struct release_spec *s) {
    int type = args_field(L, 2, "where"), where = lua_gettop(L);
    if (type == LUA_TNIL)
        return;
    if (type != LUA_TTABLE)
        raise_new(L, ERR_ARG_TYPE, "'where' takes {column = value}, got a %s",
                  lua_typename(L, type));
    size_t n;
    const char **key = sorted_keys(L, where, &n);
    struct condition *list = lua_newuserdatauv(L, (n + 1) * sizeof *list, 0);
    for (size_t i = 0; i < n; i++) {
        luaL_checkstack(L, 8, NULL);
        lua_getfield(L, where, key[i]);
        list[i] = read_condition(L, key[i]);
    }
    s->where = list;
    s->n_where = n;
}

static struct release_spec read_release(lua_State *L) {
    struct release_spec s = {0};
    read_where(L, &s);
    if (args_field(L, 2, "by") != LUA_TNIL)
        s.by = args_texts(L, -1, &s.n_by);
    if (args_field(L, 2, "sum") != LUA_TNIL)
        s.sum = args_texts(L, -1, &s.n_sum);
    s.totals = args_flag(L, 2, "with_totals", false);
    return s;
}

struct release_spec request_count(lua_State *L) {
    struct release_spec s = read_release(L);
    s.rows = true;
    if (s.n_by == 0 && s.totals)
        raise_new(L, ERR_ARG_MISSING,
                  "'with_totals' needs 'by': the columns by which rows are counted");
    return s;
}

struct release_spec request_release(lua_State *L) {
    struct release_spec s = read_release(L);
    s.rows = args_flag(L, 2, "rows", false);
    if (s.n_by == 0 && (s.n_sum > 0 || s.rows || s.totals))
        raise_new(L, ERR_ARG_MISSING, "'%s' needs 'by': the columns by which rows are added up",
                  s.rows     ? "rows"
                  : s.totals ? "with_totals"
                             : "sum");
    if (s.rows && s.n_sum > 0)
        raise_new(L, ERR_ARG_RANGE, "either 'sum' adds columns up, or 'rows' counts rows");
    return s;
}

struct read_options request_options(lua_State *L) {
    struct read_options o = {0};
    o.csv.encoding = read_encoding(L);
    o.csv.delimiter = read_delimiter(L);
    o.csv.skip_rows = read_skip(L);
    o.csv.allow_ragged = args_flag(L, 2, "allow_ragged", false);
    o.csv.find_header = args_flag(L, 2, "find_header", o.csv.skip_rows == 0);
    if (args_field(L, 2, "text") != LUA_TNIL)
        o.text = args_texts(L, lua_gettop(L), &o.n_texts);
    int marks = args_field(L, 2, "marks");
    if (marks != LUA_TNIL && marks != LUA_TTABLE)
        raise_new(L, ERR_ARG_TYPE, "'marks' takes {[\"symbol\"] = \"mark\"}, got a %s",
                  lua_typename(L, marks));
    if (marks == LUA_TTABLE)
        o.symbol = read_symbols(L, lua_gettop(L), &o.n_symbols);
    o.role = read_roles(L, &o.n_roles);
    o.totals = read_labels(L, "totals");
    o.unknown = read_labels(L, "unknown");
    o.repeated = read_repeated(L);
    return o;
}

/* The rules as the command line has them: "threshold=5,round=5". */
static void put_rules(lua_State *L, luaL_Buffer *rules) {
    static const char *const numbers[] = {"threshold", "round", "midpoint", "width"};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        double x = args_number(L, 1, numbers[i], NAN);
        char text[64];
        snprintf(text, sizeof text, "%s=%.17g,", numbers[i], x);
        if (!isnan(x))
            luaL_addstring(rules, text);
    }
    const char *zeros = args_text(L, 1, "zeros", NULL);
    if (zeros != NULL) {
        luaL_addstring(rules, "zeros=");
        luaL_addstring(rules, zeros);
    }
}

struct policy request_policy(lua_State *L) {
    struct policy named = {.name = "none"}, own = {.name = "none"};
    struct err e = {0};
    luaL_Buffer rules;
    const char *name = args_text(L, 1, "policy", NULL);
    luaL_buffinit(L, &rules);
    put_rules(L, &rules);
    luaL_pushresult(&rules);
    const char *text = lua_tostring(L, -1);
    if ((name != NULL && !policy_find(name, &named, &e)) ||
        (text[0] != '\0' && !policy_parse(text, &own, &e)))
        lfoi_raise(L, &e);
    return policy_strictest(&named, &own);
}
