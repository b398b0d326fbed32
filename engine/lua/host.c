#include "lua/host.h"

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "data/wording.h"
#include "lua/bind.h"
#include "lua/guard.h"
#include "lua/prelude.h"
#include "lua/raise.h"
#include "stats/random.h"

enum { largest_print = 1024 * 1024 };

/* One run: what the bindings need, and the accounts of its limits. */
struct run {
    struct host host; /* first: host_of gives this */
    size_t memory, memory_limit;
    unsigned refused; /* how often there was not enough */
    bool collecting;  /* is there enough to be worth collecting garbage? */
    const struct host_script *script;
};

/* Making a text of some size takes time too, and no text needs to be larger than the largest.
 * Refused often, a script that swallows the error is ended. */
static const size_t large_block = 64 * 1024, largest_text = (size_t)32 << 20;
static const unsigned most_refused = 100;
enum { bytes_of_a_step = 16 };

/* Below this much memory nothing is collected: a small script ends before that pays. When memory
 * runs out, Lua collects all the same. */
static const size_t collected_from = (size_t)1 << 20;

/* May Lua have 'more' bytes for a block of 'size'? */
static bool afford(struct run *r, size_t size, size_t more, bool text) {
    bool large = size >= large_block, spent = r->host.steps >= r->host.steps_limit;
    if (more > r->memory_limit - r->memory || (text && size > largest_text) || (large && spent)) {
        r->refused++;
        return false;
    }
    if (large)
        r->host.steps += size / bytes_of_a_step;
    return true;
}

/* Lua's memory, with a cap. In Lua 5.4 old_size is a type tag when there is no old block. */
static void *allocate(void *data, void *block, size_t old_size, size_t size) {
    struct run *r = data;
    size_t old = block == NULL ? 0 : old_size;
    if (size == 0) {
        free(block);
        r->memory -= old;
        return NULL;
    }
    bool text = block == NULL && old_size == LUA_TSTRING;
    if (size > old && !afford(r, size, size - old, text))
        return NULL;
    void *moved = realloc(block, size);
    if (moved != NULL)
        r->memory = r->memory - old + size;
    return moved;
}

static void fail_limit(const struct run *r, struct err *e) {
    if (r->host.steps < r->host.steps_limit) {
        fail(e, ERR_LIMIT_MEMORY,
             "the script needs more memory than its limit, and goes on asking");
        err_hint(e, "raise it with --limit-memory MIB, or work on fewer rows at a time");
        return;
    }
    fail(e, ERR_LIMIT_STEPS, "the script ran more than %llu steps",
         (unsigned long long)r->host.steps_limit);
    err_hint(e, "is there a loop that does not end? The limit is --limit-steps");
}

/* Counts instructions over all coroutines. Once the budget is spent it fires at every instruction,
 * so that a pcall in the script cannot swallow it. */
static void count_steps(lua_State *L, lua_Debug *ar) {
    struct run *r = (struct run *)host_of(L);
    if (ar != NULL)
        r->host.steps += HOST_PERIOD;
    if (!r->collecting && (r->memory > collected_from || r->memory > r->memory_limit / 4))
        r->collecting = lua_gc(L, LUA_GCRESTART) == 0;
    if (r->host.steps < r->host.steps_limit && r->refused < most_refused)
        return;
    lua_sethook(L, count_steps, LUA_MASKCOUNT, 1);
    struct err e = {0};
    fail_limit(r, &e);
    lfoi_raise(L, &e);
}

void host_spend(lua_State *L, uint64_t steps) {
    struct host *h = host_of(L);
    uint64_t left = h->steps < h->steps_limit ? h->steps_limit - h->steps : 0;
    h->steps += steps < left ? steps : left;
    if (steps >= left)
        count_steps(L, NULL);
}

uint64_t host_steps_left(lua_State *L) {
    const struct host *h = host_of(L);
    return h->steps < h->steps_limit ? h->steps_limit - h->steps : 1;
}

static int script_print(lua_State *L) {
    struct buf *out = &host_of(L)->printed;
    int n = lua_gettop(L);
    for (int i = 1; i <= n; i++) {
        size_t length;
        const char *text = luaL_tolstring(L, i, &length);
        if (out->n + length < largest_print) {
            buf_add(out, text, length);
            buf_puts(out, i < n ? "\t" : "");
        }
        lua_pop(L, 1);
    }
    if (out->n < largest_print)
        buf_puts(out, "\n");
    return 0;
}

/* core.fail(code, message, hint): the prelude's way to raise a documented error. */
static int core_fail(lua_State *L) {
    const struct err_code *code = err_code_find(luaL_checkstring(L, 1));
    struct err e = {0};
    fail(&e, code == NULL ? ERR_INTERNAL : (enum err_id)(code - err_codes), "%s",
         luaL_checkstring(L, 2));
    if (!lua_isnoneornil(L, 3))
        err_hint(&e, "%s", luaL_checkstring(L, 3));
    return lfoi_raise(L, &e);
}

/* core.nearest(word, list): the text of the list nearest to word, or nil. */
static int core_nearest(lua_State *L) {
    const char *word = luaL_checkstring(L, 1);
    size_t n = lua_type(L, 2) == LUA_TTABLE ? (size_t)lua_rawlen(L, 2) : 0;
    const char **texts = lua_newuserdatauv(L, (n + 1) * sizeof *texts, 0);
    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(L, 2, (lua_Integer)i + 1);
        texts[i] = lua_tostring(L, -1);
        lua_pop(L, 1);
    }
    texts[n] = NULL;
    lua_pushstring(L, str_nearest(word, texts));
    return 1;
}

/* core.clip(value): it as text short enough for a message, visibly cut where it is longer. */
static int core_clip(lua_State *L) {
    char clip[WORDING_CLIP];
    lua_pushstring(L, wording_clip(luaL_tolstring(L, 1, NULL), clip));
    return 1;
}

static void open_libraries(lua_State *L) {
    static const luaL_Reg libraries[] = {{LUA_GNAME, luaopen_base},
                                         {LUA_TABLIBNAME, luaopen_table},
                                         {LUA_STRLIBNAME, luaopen_string},
                                         {LUA_MATHLIBNAME, luaopen_math},
                                         {LUA_UTF8LIBNAME, luaopen_utf8},
                                         {LUA_COLIBNAME, luaopen_coroutine},
                                         {NULL, NULL}};
    for (const luaL_Reg *l = libraries; l->name != NULL; l++) {
        luaL_requiref(L, l->name, l->func, 1);
        lua_pop(L, 1);
    }
}

/* core.load(name): a module of the prelude as a function of core. */
static int core_load(lua_State *L) {
    const char *name = luaL_checkstring(L, 1);
    const struct prelude_module *m = prelude_modules;
    while (m->name != NULL && strcmp(m->name, name) != 0)
        m++;
    if (m->name == NULL)
        return luaL_error(L, "the prelude has no module '%s'", name);
    if (luaL_loadbufferx(L, (const char *)m->code, m->n, m->name, "b") != LUA_OK)
        return lua_error(L);
    return 1;
}

static void push_settings(lua_State *L, const struct host_script *s) {
    lua_newtable(L);
    for (size_t i = 0; i < s->n_settings; i++) {
        size_t n = strcspn(s->setting[i], "=");
        lua_pushlstring(L, s->setting[i], n);
        lua_pushstring(L, s->setting[i][n] == '=' ? s->setting[i] + n + 1 : "");
        lua_rawset(L, -3);
    }
    lua_setfield(L, -2, "settings");
}

static void push_files(lua_State *L, const struct host_script *s) {
    lua_createtable(L, (int)s->n_files, 0);
    for (size_t i = 0; i < s->n_files; i++) {
        lua_pushstring(L, s->file[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "files");
}

static void push_core(lua_State *L, const struct host_script *s) {
    static const luaL_Reg functions[] = {{"print", script_print},   {"fail", core_fail},
                                         {"nearest", core_nearest}, {"clip", core_clip},
                                         {"load", core_load},       {NULL, NULL}};
    luaL_newlib(L, functions);
    lua_pushstring(L, FOISTAT_VERSION);
    lua_setfield(L, -2, "version");
    raise_open(L);
    bind_column(L);
    bind_table(L);
    bind_measure(L);
    bind_files(L);
    bind_report(L);
    bind_guard(L);
    bind_text(L);
    bind_lists(L);
    bind_coroutines(L);
    bind_environment(L);
    push_settings(L, s);
    push_files(L, s);
}

/* Scripts are text: compiled Lua could do what the language cannot, and a NUL would hide what is
 * behind it. */
static void check_text(lua_State *L, const struct host_script *s) {
    bool compiled = s->n > 0 && s->text[0] == LUA_SIGNATURE[0];
    if (!compiled && memchr(s->text, '\0', s->n) == NULL)
        return;
    struct err e = {0};
    fail(&e, ERR_SCRIPT_SYNTAX, "%s is not text: it holds %s", s->name,
         compiled ? "compiled Lua" : "NUL bytes");
    err_at(&e, s->name, 1, 0, 0);
    lfoi_raise(L, &e);
}

/* Has the script asked for all settings that it was given? The prelude knows, where it was needed.
 */
static void check_settings(lua_State *L) {
    lua_getfield(L, 1, "check_settings");
    if (lua_isnil(L, -1))
        return;
    lua_call(L, 0, 0);
}

/* Runs under pcall: builds the environment (the prelude's first module does) and runs the script.
 */
static int protected_run(lua_State *L) {
    const struct run *r = (const struct run *)host_of(L);
    open_libraries(L);
    push_core(L, r->script);
    lua_getfield(L, -1, "load");
    lua_pushstring(L, "environment");
    lua_call(L, 1, 1);
    lua_pushvalue(L, -2);
    lua_call(L, 1, 1); /* the script's environment */
    check_text(L, r->script);
    const char *chunk = lua_pushfstring(L, "@%s", r->script->name);
    if (luaL_loadbufferx(L, r->script->text, r->script->n, chunk, "t") != LUA_OK) {
        struct err e = {0};
        error_value(L, LUA_ERRSYNTAX, r->script->name, r->script->text, &e);
        return lfoi_raise(L, &e);
    }
    lua_pushvalue(L, -3);
    lua_setupvalue(L, -2, 1);
    lua_sethook(L, count_steps, LUA_MASKCOUNT, HOST_PERIOD);
    lua_call(L, 0, 0);
    check_settings(L);
    return 0;
}

static bool keep_printed(struct run *r, struct document *d, struct err *e) {
    d->printed =
        arena_text(&d->arena, r->host.printed.n > 0 ? r->host.printed.text : "", r->host.printed.n);
    d->n_printed = r->host.printed.n;
    bool kept = d->printed != NULL && !r->host.printed.failed;
    buf_free(&r->host.printed);
    return kept || fail(e, ERR_NOMEM, "no memory for what the script printed");
}

/* Which seeds were drawn from, for the record of the run. */
static bool keep_seeds(struct document *d, struct err *e) {
    const struct seed_use *use = random_uses(&d->n_seeds);
    struct seed_use *seed = arena_alloc(&d->arena, d->n_seeds, sizeof *seed);
    if (seed == NULL)
        return fail(e, ERR_NOMEM, "no memory for the seeds");
    memcpy(seed, use, d->n_seeds * sizeof *seed);
    d->seed = seed;
    return true;
}

/* A block that was refused because the steps are spent looks like one too many. */
static void name_limit(const struct run *r, struct err *e) {
    if (e->id != ERR_LIMIT_MEMORY || r->host.steps < r->host.steps_limit)
        return;
    *e = (struct err){0};
    fail_limit(r, e);
}

bool host_run(const struct host_script *s, const struct files *files,
              const struct host_limits *limits, struct document *d, struct err *e) {
    struct run r = {.host = {.files = files,
                             .document = d,
                             .script = s->name,
                             .steps_limit = limits->steps > 0 ? limits->steps : host_usual_steps},
                    .memory_limit = limits->memory > 0 ? limits->memory : host_usual_memory,
                    .script = s};
    random_forget();
    lua_State *L = lua_newstate(allocate, &r);
    if (L == NULL)
        return fail(e, ERR_NOMEM, "no memory for Lua");
    *(struct host **)lua_getextraspace(L) = &r.host;
    lua_gc(L, LUA_GCSTOP);
    lua_pushcfunction(L, error_handler);
    lua_pushcfunction(L, protected_run);
    int status = lua_pcall(L, 0, 0, 1);
    lua_sethook(L, NULL, 0, 0);
    r.memory_limit = SIZE_MAX; /* to say what happened */
    if (status != LUA_OK)
        error_value(L, status, s->name, s->text, e);
    name_limit(&r, e);
    if (!limits->leave)
        lua_close(L);
    return keep_printed(&r, d, e) && keep_seeds(d, e) && status == LUA_OK;
}
