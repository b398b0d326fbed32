/* core.dataset and core.read: the only ways to data. */
#include <lauxlib.h>
#include <string.h>
#include <unistd.h>

#include "data/database_name.h"
#include "data/input.h"
#include "disclosure/disclosure.h"
#include "lua/args.h"
#include "lua/bind.h"
#include "lua/raise.h"
#include "lua/request_args.h"

enum { steps_of_a_question = 100000 }; /* to the parent, which may start a process for it */

/* Everything a reading needs to give back, in one userdata: a throw leaks nothing. */
struct reading {
    struct opened opened;
    struct package package;
    struct read_report report;
    struct table raw;
    struct document released; /* of a source that is not public */
};

static int reading_gc(lua_State *L) {
    struct reading *r = lua_touserdata(L, 1);
    if (r->opened.csv >= 0)
        close(r->opened.csv);
    if (r->opened.package >= 0)
        close(r->opened.package);
    r->opened.csv = r->opened.package = -1;
    package_free(&r->package);
    table_free(&r->raw);
    document_free(&r->released);
    return 0;
}

static struct reading *reading_push(lua_State *L) {
    struct reading *r = lua_newuserdatauv(L, sizeof *r, 0);
    *r = (struct reading){.opened = {.csv = -1, .package = -1}};
    bind_gc(L, "foi.reading", reading_gc);
    return r;
}

/* Hands a table over: what it was stays empty. */
static void move_table(struct table *from, struct table *to) {
    *to = *from;
    *from = (struct table){0};
}

static bool is_plain(const struct release_spec *s) {
    return s->n_where == 0 && s->n_by == 0;
}

/* Adds a public source up as one that is not public would be, with all figures, checks and notes.
 */
static bool add_up(struct reading *r, const struct release_spec *s, struct table *t,
                   struct err *e) {
    return s->n_by == 0 ? table_where(&r->raw, s->where, s->n_where, t, e)
                        : disclosure_add_up(&r->raw, s, t, e);
}

static bool read_public(struct reading *r, const struct request *q, struct document *d,
                        struct table *t, struct err *e) {
    struct read_options options = q->read;
    bool packaged = r->opened.package >= 0, plain = is_plain(&q->release);
    if (q->counted)
        return fail(e, ERR_INTERNAL, "nobody is there to count the rows of %s", r->opened.path);
    options.published = r->opened.published;
    struct table *read = plain ? t : &r->raw;
    return (!packaged || input_package(&r->opened, &r->package, e)) &&
           read_table(r->opened.csv, r->opened.path, packaged ? &r->package : NULL, &options, read,
                      &r->report, e) &&
           input_record(d, q->name, &r->opened, read, &r->report, e) &&
           (plain || add_up(r, &q->release, t, e));
}

/* What a public source that was counted is known to hold. */
static struct read_report report_of(const struct input *in) {
    struct read_report report = {.counted = true,
                                 .n_repairs = in->n_repairs,
                                 .repair = in->repair,
                                 .rows = in->rows,
                                 .columns = in->columns};
    memcpy(report.marks, in->marks, sizeof report.marks);
    return report;
}

static bool take_released(struct reading *r, const struct request *q, struct document *d,
                          struct table *t, struct err *e) {
    size_t twin;
    const struct document *from = &r->released;
    move_table(&from->part[0].table, t);
    if (from->n_inputs > 0)
        r->report = report_of(&from->input[0]);
    return table_index_names(t, &twin, e) && input_record(d, q->name, &r->opened, t, &r->report, e);
}

/* The table that is asked for, left on the stack. */
static int ask_for(lua_State *L, const struct request *q) {
    struct reading *r = reading_push(L);
    struct host *host = host_of(L);
    struct err e = {0};
    host->has_read = true;
    if (!host->files->release(host->files->owner, q, &r->opened, &r->released, &e))
        return lfoi_raise(L, &e);
    struct table *t = table_push(L);
    bool done =
        (r->released.n_parts > 0 ? take_released : read_public)(r, q, host->document, t, &e);
    return table_finish(L, done, t, &e);
}

/* A question with what all of them have in common. */
static struct request new_request(lua_State *L, bool dataset) {
    host_spend(L, steps_of_a_question);
    struct request q = host_of(L)->request;
    q.name = luaL_checkstring(L, 1);
    q.dataset = dataset;
    q.read = (struct read_options){.csv = {.delimiter = ',', .find_header = true}};
    luaL_checkstack(L, 60, NULL); /* two places for each list */
    return q;
}

/* core.dataset(name, {where, by, sum, rows, with_totals}) */
static int core_dataset(lua_State *L) {
    static const char *const names[] = {REQUEST_RELEASE_NAMES, NULL};
    struct request q = new_request(L, true);
    if (!lua_isnoneornil(L, 2)) {
        args_check(L, 2, "foi.dataset", names);
        q.release = request_release(L);
    }
    return ask_for(L, &q);
}

/* core.read(path, {encoding, delimiter, ..., population, totals, ..., where, by}) */
static int core_read(lua_State *L) {
    static const char *const names[] = {REQUEST_READ_NAMES, "repeated", REQUEST_RELEASE_NAMES,
                                        NULL};
    struct request q = new_request(L, false);
    if (!lua_isnoneornil(L, 2)) {
        args_check(L, 2, "foi.read", names);
        q.read = request_options(L);
        q.release = request_release(L);
    }
    return ask_for(L, &q);
}

/* core.disclosure{policy, threshold, round, midpoint, zeros, width, published}: rules that are
 * added to the user's. */
static int core_disclosure(lua_State *L) {
    static const char *const names[] = {"policy", "threshold", "round",     "midpoint",
                                        "zeros",  "width",     "published", NULL};
    args_check(L, 1, "foi.disclosure", names);
    struct host *host = host_of(L);
    if (host->has_read)
        return raise_new(L, ERR_ARG_RANGE,
                         "foi.disclosure comes too late: the script has read data already, under "
                         "other rules");
    host->request = (struct request){.has_policy = true,
                                     .of_published = args_flag(L, 1, "published", false),
                                     .policy = request_policy(L)};
    return 0;
}

/* Which rows of a database; a file has no others. */
static void name_rows(lua_State *L, struct request *q) {
    q->table = args_text(L, 2, "table", NULL);
    q->query = args_text(L, 2, "query", NULL);
    bool database = database_is_name(q->name);
    if (database && q->table == NULL && q->query == NULL)
        raise_new(L, ERR_ARG_MISSING, "foi.count of a database needs 'table' or 'query'");
    if (database && q->table != NULL && q->query != NULL)
        raise_new(L, ERR_ARG_RANGE, "foi.count of a database takes 'table' or 'query', not both");
    if (!database && (q->table != NULL || q->query != NULL))
        raise_new(L, ERR_ARG_RANGE,
                  "'table' and 'query' are of a database, and the source \"%s\" "
                  "is a file",
                  q->name);
}

static void raise_no_source(lua_State *L) {
    struct err e = {0};
    fail(&e, ERR_ARG_MISSING, "foi.count needs 'source', a file, or 'dataset'");
    err_hint(&e,
             "foi.count { source = \"records.csv\", by = ... }; foi.files[1] is nil unless a file "
             "is named on the command line: foistat run SCRIPT records.csv");
    lfoi_raise(L, &e);
}

/* core.count_source{source | dataset, by, where, sum, with_totals, encoding, delimiter, ...} */
static int core_count_source(lua_State *L) {
    static const char *const names[] = {
        "source",      "dataset",          "table", "query", "by", "where", "sum",
        "with_totals", REQUEST_READ_NAMES, NULL};
    static const char *const of_dataset[] = {"dataset", "by", "where", "sum", "with_totals", NULL};
    args_check(L, 1, "foi.count", names);
    lua_settop(L, 1);
    const char *name = args_text(L, 1, "dataset", NULL);
    bool dataset = name != NULL;
    if (dataset)
        args_check(L, 1, "foi.count of a dataset", of_dataset);
    else
        name = args_text(L, 1, "source", NULL);
    if (name == NULL)
        raise_no_source(L);
    lua_pushstring(L, name);
    lua_insert(L, 1); /* behind it what is said of it */
    struct request q = new_request(L, dataset);
    q.counted = true;
    if (!dataset)
        q.read = request_options(L);
    if (!dataset)
        name_rows(L, &q);
    q.read.repeated = REPEATED_KEEP;
    q.release = request_count(L);
    return ask_for(L, &q);
}

void bind_files(lua_State *L) {
    static const luaL_Reg functions[] = {{"dataset", core_dataset},
                                         {"read", core_read},
                                         {"count_source", core_count_source},
                                         {"disclosure", core_disclosure},
                                         {NULL, NULL}};
    luaL_setfuncs(L, functions, 0);
}
