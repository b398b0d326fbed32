/* core.dataset and core.read: the only ways to data. */
#include <lauxlib.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "data/input.h"
#include "data/wording.h"
#include "lua/args.h"
#include "lua/bind.h"
#include "lua/raise.h"

static const double most_skipped = 1e9; /* rows above a header */

/* Everything a reading needs to give back, in one userdata: a throw leaks nothing. */
struct reading {
    struct opened opened;
    struct package package;
    struct read_report report;
};

static int reading_gc(lua_State *L) {
    struct reading *r = lua_touserdata(L, 1);
    if (r->opened.csv >= 0)
        close(r->opened.csv);
    if (r->opened.package >= 0)
        close(r->opened.package);
    r->opened.csv = r->opened.package = -1;
    package_free(&r->package);
    return 0;
}

static struct reading *reading_push(lua_State *L) {
    struct reading *r = lua_newuserdatauv(L, sizeof *r, 0);
    *r = (struct reading){.opened = {.csv = -1, .package = -1}};
    bind_gc(L, "foi.reading", reading_gc);
    return r;
}

/* Reads what r->opened names into a new table, left on the stack. */
static int read_opened(lua_State *L, const char *name, struct reading *r,
                       const struct read_options *options) {
    struct err e = {0};
    bool packaged = r->opened.package >= 0;
    if (packaged && !input_package(&r->opened, &r->package, &e))
        return lfoi_raise(L, &e);
    struct table *t = table_push(L);
    if (!read_table(r->opened.csv, r->opened.path, packaged ? &r->package : NULL, options, t,
                    &r->report, &e))
        return lfoi_raise(L, &e);
    bool done = input_record(host_of(L)->document, name, &r->opened, t, &r->report, &e);
    return table_finish(L, done, t, &e);
}

/* core.dataset(name) */
static int core_dataset(lua_State *L) {
    const char *name = luaL_checkstring(L, 1);
    struct reading *r = reading_push(L);
    const struct files *files = host_of(L)->files;
    struct err e = {0};
    if (!files->dataset(files->owner, name, &r->opened, &e))
        return lfoi_raise(L, &e);
    return read_opened(L, name, r, &(struct read_options){0});
}

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
            args_check(L, lua_gettop(L), "foi.read: a mark in 'marks'", parts);
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
    if (strlen(delimiter) != 1)
        raise_new(L, ERR_ARG_RANGE, "'delimiter' must be one character, got '%s'", delimiter);
    return delimiter[0];
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

/* What the table at index 2 says of the file; what it points at stays on the stack. */
static struct read_options read_options(lua_State *L) {
    static const char *const names[] = {
        "encoding",    "delimiter", "skip_rows",  "text",    "marks",     "allow_ragged",
        "find_header", "count",     "population", "period",  "dimension", "share",
        "unit",        "note",      "totals",     "unknown", "repeated",  NULL};
    luaL_checkstack(L, 40, NULL); /* two places for each list */
    args_check(L, 2, "foi.read", names);
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

/* core.read(path, {encoding, delimiter, ..., population, totals}) */
static int core_read(lua_State *L) {
    const char *path = luaL_checkstring(L, 1);
    struct read_options o = {.csv = {.find_header = true}};
    if (!lua_isnoneornil(L, 2))
        o = read_options(L);
    struct reading *r = reading_push(L);
    const struct files *files = host_of(L)->files;
    struct err e = {0};
    if (!files->file(files->owner, path, &r->opened, &e))
        return lfoi_raise(L, &e);
    return read_opened(L, path, r, &o);
}

void bind_files(lua_State *L) {
    static const luaL_Reg functions[] = {
        {"dataset", core_dataset}, {"read", core_read}, {NULL, NULL}};
    luaL_setfuncs(L, functions, 0);
}
