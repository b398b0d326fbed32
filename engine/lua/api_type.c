#include "lua/api_type.h"

#include <lauxlib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "data/wording.h"
#include "lua/bind.h"

static bool fits(lua_State *L, int index, struct span type);

static bool is_text(lua_State *L, int index) {
    return lua_type(L, index) == LUA_TSTRING;
}
static bool is_number(lua_State *L, int index) {
    return lua_type(L, index) == LUA_TNUMBER;
}
static bool is_whole(lua_State *L, int index) {
    double x = is_number(L, index) ? lua_tonumber(L, index) : NAN;
    return x == floor(x) && fabs(x) <= NUM_LARGEST_COUNT;
}
static bool is_flag(lua_State *L, int index) {
    return lua_type(L, index) == LUA_TBOOLEAN;
}
static bool is_false(lua_State *L, int index) {
    return is_flag(L, index) && !lua_toboolean(L, index);
}
static bool is_data(lua_State *L, int index) {
    return table_test(L, index) != NULL;
}
static bool is_column(lua_State *L, int index) {
    return column_test(L, index) != NULL;
}
static bool is_table(lua_State *L, int index) {
    return lua_type(L, index) == LUA_TTABLE;
}
static bool is_something(lua_State *L, int index) {
    return !lua_isnoneornil(L, index);
}

static const struct word {
    const char *name, *one, *several; /* in messages */
    bool (*fits)(lua_State *L, int index);
} words[] = {
    {"string", "text", "texts", is_text},
    {"number", "a number", "numbers", is_number},
    {"integer", "a whole number", "whole numbers", is_whole},
    {"boolean", "true or false", "flags", is_flag},
    {"false", "false", "false", is_false},
    {"foi.Table", "a table of data", "tables of data", is_data},
    {"foi.Column", "a column", "columns", is_column},
    {"table", "a table", "tables", is_table},
    {"any", "a value", "values", is_something},
};

static const struct word *word_of(struct span type) {
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (span_is(type, words[i].name))
            return &words[i];
    }
    return NULL;
}

/* What stands before the first 'mark' of *rest that is in no bracket, and takes both off. */
static struct span cut(struct span *rest, char mark) {
    size_t depth = 0, i = 0;
    bool quoted = false;
    for (; i < rest->n; i++) {
        char c = rest->text[i];
        if (c == mark && depth == 0 && !quoted)
            break;
        quoted ^= c == '"';
        depth += c == '(' || c == '{' || c == '<';
        depth -= c == ')' || c == '}' || c == '>';
    }
    struct span before = {rest->text, i};
    size_t used = i < rest->n ? i + 1 : i;
    rest->text += used;
    rest->n -= used;
    return span_trim(before);
}

static struct span whole(const char *type) {
    return (struct span){type, strlen(type)};
}

/* Without n bytes in front and m at the end. */
static struct span inner(struct span s, size_t n, size_t m) {
    return (struct span){s.text + n, s.n - n - m};
}

static bool begins(struct span s, const char *with) {
    return s.n >= strlen(with) && memcmp(s.text, with, strlen(with)) == 0;
}

/* Of a list "A[]" the type of its items. */
static bool is_list(struct span type, struct span *item) {
    if (type.n < 2 || memcmp(type.text + type.n - 2, "[]", 2) != 0)
        return false;
    *item = inner(type, 0, 2);
    if (item->text[0] == '(')
        *item = inner(*item, 1, 1);
    return true;
}

/* The first item that is not of the type; 0 when all are. */
static lua_Integer wrong_item(lua_State *L, int index, struct span item) {
    lua_Integer n = (lua_Integer)lua_rawlen(L, index), i = 1;
    for (bool good = true; i <= n; i += good) {
        lua_rawgeti(L, index, i);
        good = fits(L, lua_gettop(L), item);
        lua_pop(L, 1);
        if (!good)
            return i;
    }
    return 0;
}

/* Has a table keys that are no places in a list? */
static bool has_names(lua_State *L, int index) {
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TNUMBER) {
            lua_pop(L, 2);
            return true;
        }
    }
    return false;
}

/* "table<A, B>": every key is an A and every value a B. */
static bool map_fits(lua_State *L, int index, struct span type) {
    struct span value = inner(type, strlen("table<"), 1), key = cut(&value, ',');
    value = span_trim(value);
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
        if (!fits(L, lua_gettop(L) - 1, key) || !fits(L, lua_gettop(L), value)) {
            lua_pop(L, 2);
            return false;
        }
    }
    return true;
}

/* "{name?: A, ...}": the names that are there have values of their types. */
static bool fields_fit(lua_State *L, int index, struct span type) {
    struct span rest = inner(type, 1, 1);
    while (rest.n > 0) {
        struct span field = cut(&rest, ','), name = cut(&field, ':');
        bool optional = name.n > 0 && name.text[name.n - 1] == '?';
        lua_pushlstring(L, name.text, name.n - optional);
        lua_rawget(L, index);
        bool good = lua_isnil(L, -1) ? optional : fits(L, lua_gettop(L), span_trim(field));
        lua_pop(L, 1);
        if (!good)
            return false;
    }
    return true;
}

static bool quoted_fits(lua_State *L, int index, struct span word) {
    size_t n;
    const char *text = is_text(L, index) ? lua_tolstring(L, index, &n) : NULL;
    return text != NULL && n == word.n && memcmp(text, word.text, n) == 0;
}

static bool one_fits(lua_State *L, int index, struct span type) {
    struct span item;
    const struct word *w = word_of(type);
    if (w != NULL)
        return w->fits(L, index);
    if (is_list(type, &item))
        return is_table(L, index) && !has_names(L, index) && wrong_item(L, index, item) == 0;
    if (begins(type, "\""))
        return quoted_fits(L, index, inner(type, 1, 1));
    if (begins(type, "table<"))
        return is_table(L, index) && map_fits(L, index, type);
    if (begins(type, "{"))
        return is_table(L, index) && fields_fit(L, index, type);
    return begins(type, "fun(") && lua_type(L, index) == LUA_TFUNCTION;
}

static bool fits(lua_State *L, int index, struct span type) {
    luaL_checkstack(L, 4, NULL);
    while (type.n > 0) {
        if (one_fits(L, index, cut(&type, '|')))
            return true;
    }
    return false;
}

bool api_type_fits(lua_State *L, int index, const char *type) {
    return fits(L, lua_absindex(L, index), whole(type));
}

static void put(struct buf *out, struct span type, bool several);

/* The names of "{cell?: integer, n?: integer}" as a script writes them. */
static void put_fields(struct buf *out, struct span type) {
    struct span rest = inner(type, 1, 1);
    for (const char *mark = "{"; rest.n > 0; mark = ", ") {
        struct span field = cut(&rest, ','), name = cut(&field, ':');
        buf_puts(out, mark);
        buf_add(out, name.text, name.n - (name.text[name.n - 1] == '?'));
        buf_puts(out, " = ");
        put(out, span_trim(field), false);
    }
    buf_puts(out, "}");
}

static void put_one(struct buf *out, struct span type, bool several) {
    struct span item;
    const struct word *w = word_of(type);
    if (w != NULL) {
        buf_puts(out, several ? w->several : w->one);
    } else if (is_list(type, &item)) {
        buf_puts(out, several ? "lists of " : "a list of ");
        put(out, item, true);
    } else if (begins(type, "table<")) {
        struct span value = inner(type, strlen("table<"), 1);
        cut(&value, ',');
        buf_puts(out, "{name = ");
        put(out, span_trim(value), false);
        buf_puts(out, "}");
    } else if (begins(type, "{")) {
        put_fields(out, type);
    } else if (begins(type, "fun(")) {
        buf_puts(out, several ? "functions" : "a function");
    } else {
        buf_add(out, type.text, type.n);
    }
}

static void put(struct buf *out, struct span type, bool several) {
    for (bool first = true; type.n > 0; first = false) {
        struct span one = cut(&type, '|');
        buf_puts(out, first ? "" : type.n > 0 ? ", " : " or ");
        put_one(out, one, several);
    }
}

void api_type_put(struct buf *out, const char *type) {
    put(out, whole(type), false);
}

static void put_number(struct buf *out, double x) {
    if (isnan(x))
        buf_puts(out, "NaN");
    else
        buf_addf(out, "%.14g", x);
}

static void put_single(lua_State *L, int index, struct buf *out) {
    if (is_text(L, index))
        wording_quote(out, lua_tostring(L, index));
    else if (is_number(L, index))
        put_number(out, lua_tonumber(L, index));
    else if (is_flag(L, index))
        buf_puts(out, lua_toboolean(L, index) ? "true" : "false");
    else if (is_data(L, index))
        buf_puts(out, "a table of data");
    else if (is_column(L, index))
        buf_puts(out, "a column");
    else if (lua_isnoneornil(L, index))
        buf_puts(out, "nothing");
    else
        buf_addf(out, "a %s", luaL_typename(L, index));
}

void api_type_put_value(lua_State *L, int index, const char *type, struct buf *out) {
    index = lua_absindex(L, index);
    struct span rest = whole(type), item;
    while (is_table(L, index) && rest.n > 0) {
        if (!is_list(cut(&rest, '|'), &item) || has_names(L, index))
            continue;
        lua_Integer i = wrong_item(L, index, item);
        lua_rawgeti(L, index, i);
        buf_addf(out, "a list whose item %d is ", (int)i);
        put_single(L, lua_gettop(L), out);
        lua_pop(L, 1);
        return;
    }
    put_single(L, index, out);
}

void api_type_choices(const char *type, struct buf *room, const char **choice, size_t n) {
    size_t start[16], found = 0;
    for (struct span rest = whole(type); rest.n > 0;) {
        struct span one = cut(&rest, '|');
        if (span_is(one, "string"))
            found = n; /* any text will do: there is no nearest */
        if (begins(one, "\"") && found + 1 < n && found < sizeof start / sizeof *start) {
            start[found++] = room->n;
            buf_add(room, one.text + 1, one.n - 2);
            buf_add(room, "", 1);
        }
    }
    for (size_t i = 0; found < n && i < found; i++)
        choice[i] = room->failed ? NULL : room->text + start[i];
    choice[found < n && !room->failed ? found : 0] = NULL;
}
