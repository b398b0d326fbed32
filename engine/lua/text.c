/* The functions of string that scripts have: those of Lua, but each counts what it does, and none
 * depends on the locale. The patterns' functions follow the manual (section 6.4) and say the same
 * in their errors as Lua's. */
#include <string.h>

#include "lua/bind.h"
#include "lua/pattern.h"

/* Patterns. */

/* A call of one of them: the text at 1, the pattern at 2. */
struct search {
    struct pattern pattern;
    struct pattern_match match;
    bool anchored; /* "^" came first */
};

/* Reads the pattern into memory that lies on the stack. */
static void search_start(lua_State *L, struct search *s, bool may_anchor) {
    size_t n, n_pattern;
    const char *text = luaL_checklstring(L, 1, &n);
    const char *pattern = luaL_checklstring(L, 2, &n_pattern);
    *s = (struct search){.anchored = may_anchor && n_pattern > 0 && pattern[0] == '^'};
    pattern += s->anchored;
    n_pattern -= s->anchored;
    if (n_pattern > PATTERN_LONGEST)
        luaL_error(L, "pattern too long");
    void *room = lua_newuserdatauv(L, pattern_room(n_pattern), 0);
    const char *wrong = pattern_read(&s->pattern, pattern, n_pattern, room);
    if (wrong != NULL)
        luaL_error(L, "%s", wrong);
    s->match = (struct pattern_match){.pattern = &s->pattern, .text = text, .end = text + n};
}

/* One attempt, whose steps are counted. */
static const char *search_at(lua_State *L, struct search *s, const char *at) {
    uint64_t before = host_steps_left(L);
    s->match.pattern = &s->pattern;
    s->match.left = before;
    const char *end = pattern_at(&s->match, at);
    host_spend(L, before - s->match.left);
    return end;
}

/* Pushes capture i of a match, or all of it when there are no captures. */
static void push_capture(lua_State *L, const struct search *s, int i, const char *at,
                         const char *end) {
    if (i >= s->pattern.captures) {
        if (i != 0)
            luaL_error(L, "invalid capture index %%%d", i + 1);
        lua_pushlstring(L, at, (size_t)(end - at));
        return;
    }
    const struct pattern_capture *c = &s->match.capture[i];
    if (c->n == PATTERN_POSITION)
        lua_pushinteger(L, c->start - s->match.text + 1);
    else
        lua_pushlstring(L, c->start, (size_t)c->n);
}

static int push_captures(lua_State *L, const struct search *s, const char *at, const char *end) {
    int n = s->pattern.captures > 0 ? s->pattern.captures : 1;
    luaL_checkstack(L, n, "too many captures");
    for (int i = 0; i < n; i++)
        push_capture(L, s, i, at, end);
    return n;
}

/* Where the argument at 'index' says to start, from 0; beyond the text when it is behind its end.
 */
static size_t start_place(lua_State *L, int index, size_t n) {
    lua_Integer i = luaL_optinteger(L, index, 1);
    if (i > 0)
        return (size_t)i - 1;
    if (i == 0 || i < -(lua_Integer)n)
        return 0;
    return (size_t)((lua_Integer)n + i);
}

static int find_plain(lua_State *L, const char *text, size_t n, size_t from) {
    size_t n_word;
    const char *word = lua_tolstring(L, 2, &n_word);
    host_spend(L, (n - from) / 16 + 1);
    const char *at = memmem(text + from, n - from, word, n_word); /* linear (two-way) */
    if (at == NULL)
        return 0;
    lua_pushinteger(L, at - text + 1);
    lua_pushinteger(L, at - text + (lua_Integer)n_word);
    return 2;
}

static bool has_specials(lua_State *L) {
    size_t n;
    const char *pattern = lua_tolstring(L, 2, &n);
    for (size_t i = 0; i < n; i++) {
        if (pattern[i] != '\0' && strchr("^$*+?.([%-", pattern[i]) != NULL)
            return true;
    }
    return false;
}

static int search_first(lua_State *L, bool find, size_t from) {
    struct search s;
    search_start(L, &s, true);
    for (const char *at = s.match.text + from; at <= s.match.end; at++) {
        const char *end = search_at(L, &s, at);
        if (end != NULL && !find)
            return push_captures(L, &s, at, end);
        if (end != NULL) {
            lua_pushinteger(L, at - s.match.text + 1);
            lua_pushinteger(L, end - s.match.text);
            return 2 + (s.pattern.captures > 0 ? push_captures(L, &s, at, end) : 0);
        }
        if (s.anchored)
            break;
    }
    lua_pushnil(L);
    return 1;
}

static int text_find(lua_State *L) {
    size_t n;
    const char *text = luaL_checklstring(L, 1, &n);
    luaL_checkstring(L, 2);
    size_t from = start_place(L, 3, n);
    bool plain = lua_toboolean(L, 4) || !has_specials(L);
    if (from <= n && !plain)
        return search_first(L, true, from);
    int found = from <= n ? find_plain(L, text, n, from) : 0;
    if (found == 0)
        lua_pushnil(L);
    return found > 0 ? found : 1;
}

static int text_match(lua_State *L) {
    size_t n;
    luaL_checklstring(L, 1, &n);
    luaL_checkstring(L, 2);
    size_t from = start_place(L, 3, n);
    if (from <= n)
        return search_first(L, false, from);
    lua_pushnil(L);
    return 1;
}

/* What an iteration goes on from; text, pattern and its items are the user values 1 to 3. */
struct walk {
    struct search search;
    const char *at, *last; /* where to look next; where the last match ended */
};

static int walk_next(lua_State *L) {
    struct walk *w = lua_touserdata(L, lua_upvalueindex(1));
    struct search s = w->search; /* the callback may come here again */
    for (; w->at <= s.match.end; w->at++) {
        const char *at = w->at, *end = search_at(L, &s, at);
        if (end != NULL && end != w->last) {
            w->at = w->last = end;
            return push_captures(L, &s, at, end);
        }
    }
    return 0;
}

static int text_gmatch(lua_State *L) {
    size_t n;
    luaL_checklstring(L, 1, &n);
    luaL_checkstring(L, 2);
    size_t from = start_place(L, 3, n);
    lua_settop(L, 2);
    struct search s;
    search_start(L, &s, false);
    struct walk *w = lua_newuserdatauv(L, sizeof *w, 3);
    *w = (struct walk){.search = s, .at = from <= n ? s.match.text + from : s.match.end + 1};
    for (int i = 1; i <= 3; i++) {
        lua_pushvalue(L, i);
        lua_setiuservalue(L, 4, i);
    }
    lua_pushcclosure(L, walk_next, 1);
    return 1;
}

/* Adds the text at index 3 with its "%1". */
static void add_text(lua_State *L, const struct search *s, luaL_Buffer *b, const char *at,
                     const char *end) {
    size_t n;
    const char *text = lua_tolstring(L, 3, &n), *stop = text + n;
    for (const char *p; (p = memchr(text, '%', (size_t)(stop - text))) != NULL; text = p + 2) {
        luaL_addlstring(b, text, (size_t)(p - text));
        char which = p + 1 < stop ? p[1] : '\0';
        if (which == '%')
            luaL_addchar(b, '%');
        else if (which == '0')
            luaL_addlstring(b, at, (size_t)(end - at));
        else if (which >= '1' && which <= '9') {
            push_capture(L, s, which - '1', at, end);
            luaL_tolstring(L, -1, NULL); /* a place is a number */
            lua_remove(L, -2);
            luaL_addvalue(b);
        } else
            luaL_error(L, "invalid use of '%%' in replacement string");
    }
    luaL_addlstring(b, text, (size_t)(stop - text));
}

/* Adds what stands for a match: by a text, a table, or a function. */
static void add_replacement(lua_State *L, const struct search *s, luaL_Buffer *b, const char *at,
                            const char *end) {
    int type = lua_type(L, 3);
    if (type == LUA_TFUNCTION) {
        lua_pushvalue(L, 3);
        lua_call(L, push_captures(L, s, at, end), 1);
    } else if (type == LUA_TTABLE) {
        push_capture(L, s, 0, at, end);
        lua_gettable(L, 3);
    } else {
        add_text(L, s, b, at, end);
        return;
    }
    if (!lua_toboolean(L, -1)) {
        lua_pop(L, 1);
        luaL_addlstring(b, at, (size_t)(end - at));
        return;
    }
    if (!lua_isstring(L, -1))
        luaL_error(L, "invalid replacement value (a %s)", luaL_typename(L, -1));
    luaL_addvalue(b);
}

static int text_gsub(lua_State *L) {
    size_t n;
    luaL_checklstring(L, 1, &n);
    luaL_checkstring(L, 2);
    int type = lua_type(L, 3);
    luaL_argexpected(L,
                     type == LUA_TNUMBER || type == LUA_TSTRING || type == LUA_TFUNCTION ||
                         type == LUA_TTABLE,
                     3, "string/function/table");
    lua_Integer most = luaL_optinteger(L, 4, (lua_Integer)n + 1), done = 0;
    struct search s;
    luaL_Buffer b;
    lua_settop(L, 4);
    search_start(L, &s, true);
    luaL_buffinit(L, &b);
    const char *at = s.match.text, *last = NULL;
    while (done < most) {
        const char *end = search_at(L, &s, at);
        if (end != NULL && end != last) {
            add_replacement(L, &s, &b, at, end);
            done++;
            at = last = end;
        } else if (at < s.match.end)
            luaL_addchar(&b, *at++);
        else
            break;
        if (s.anchored)
            break;
    }
    luaL_addlstring(&b, at, (size_t)(s.match.end - at));
    luaL_pushresult(&b);
    lua_pushinteger(L, done);
    return 2;
}

/* The rest. */

static int text_rep(lua_State *L) {
    size_t n, n_between;
    const char *text = luaL_checklstring(L, 1, &n);
    lua_Integer times = luaL_checkinteger(L, 2);
    const char *between = luaL_optlstring(L, 3, "", &n_between);
    if (times <= 0 || n + n_between == 0) {
        lua_pushliteral(L, "");
        return 1;
    }
    if (n + n_between < n || (lua_Unsigned)times > (size_t)PTRDIFF_MAX / (n + n_between))
        return luaL_error(L, "resulting string too large");
    size_t total = (size_t)times * n + ((size_t)times - 1) * n_between;
    luaL_Buffer b;
    char *out = luaL_buffinitsize(L, &b, total);
    host_spend(L, (uint64_t)times);
    for (; times > 0; times--) {
        memcpy(out, text, n);
        out += n;
        if (times > 1 && n_between > 0) {
            memcpy(out, between, n_between);
            out += n_between;
        }
    }
    luaL_pushresultsize(&b, total);
    return 1;
}

/* A copy in which the letters from 'first' on 26 places are moved by 'by'. */
static int turn_letters(lua_State *L, char first, int by) {
    size_t n;
    const char *text = luaL_checklstring(L, 1, &n);
    luaL_Buffer b;
    char *out = luaL_buffinitsize(L, &b, n);
    for (size_t i = 0; i < n; i++) {
        bool letter = text[i] >= first && text[i] < first + 26;
        out[i] = letter ? (char)(text[i] + by) : text[i];
    }
    luaL_pushresultsize(&b, n);
    return 1;
}

static int text_lower(lua_State *L) {
    return turn_letters(L, 'A', 'a' - 'A');
}

static int text_upper(lua_State *L) {
    return turn_letters(L, 'a', 'A' - 'a');
}

void bind_text(lua_State *L) {
    static const luaL_Reg functions[] = {
        {"find", text_find}, {"match", text_match}, {"gmatch", text_gmatch}, {"gsub", text_gsub},
        {"rep", text_rep},   {"lower", text_lower}, {"upper", text_upper},   {NULL, NULL}};
    luaL_newlib(L, functions);
    lua_setfield(L, -2, "text");
}
