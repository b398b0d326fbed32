#include "cli/custodian_work.h"

#include <string.h>
#include <unistd.h>

#include "cli/custodian_guard.h"
#include "cli/custodian_order.h"
#include "data/count.h"
#include "data/input.h"

static void close_both(struct opened *o) {
    if (o->csv >= 0)
        close(o->csv);
    if (o->package >= 0)
        close(o->package);
}

static bool open_source(const struct files *files, const struct request *q, struct opened *o,
                        struct err *e) {
    return (q->dataset ? files->dataset : files->file)(files->owner, q->name, o, e);
}

/* Protects the table as if a script had said nothing of its numbers, then puts its words back. */
static bool protect(struct table *raw, const struct custody *c, bool described, struct release *out,
                    struct err *e) {
    const struct request *q = c->request;
    struct arena scratch = {0};
    enum role *role = arena_alloc(&scratch, raw->n_columns, sizeof *role);
    if (role == NULL)
        return fail(e, ERR_NOMEM, "no memory to protect %s", raw->name);
    if (!described)
        guard_roles(raw, role);
    bool done = guard_table(raw, q, described, e) && custodian_order(raw, e) &&
                disclosure_release(raw, &q->release, &q->policy, c->earlier, c->n_earlier, out, e);
    if (done && !described)
        guard_restore(raw, role, &out->table);
    arena_free(&scratch);
    return done;
}

static bool put_release(struct release *r, struct document *d, struct err *e) {
    struct part *p = document_add(d, PART_TABLE, e);
    if (p == NULL || !document_add_disclosure(d, &r->record, e))
        return false;
    p->table = r->table;
    r->table = (struct table){0};
    return true;
}

/* Whole, row by row. */
static bool read_raw(const struct opened *o, const struct request *q, const struct package *p,
                     struct table *t, struct err *e) {
    struct read_report ignored;
    return read_table(o->csv, o->path, p, &q->read, t, &ignored, e);
}

bool custodian_connect(void *data, struct err *e) {
    struct custody *c = data;
    const struct database_source source = {c->connection, c->request->table, c->request->query};
    c->database = database_open(&source, c->seconds, e);
    return c->database != NULL;
}

/* As count_file. Its cells have no places: an error in one names the database and the column. */
static bool count_database(struct database *d, const struct count_query *q, struct counted *out,
                           struct err *e) {
    struct counting counting;
    struct tally_plan plan;
    struct tally tally;
    size_t n;
    *out = (struct counted){0};
    count_start(&counting, q);
    const struct cell *header = database_header(d, &n);
    bool done = count_choose(&counting, header, n, &plan, e) && database_tally(d, &plan, &tally, e);
    if (done) {
        done = count_table(&counting, &tally, NULL, out, e);
        tally_free(&tally);
    }
    count_end(&counting);
    return done;
}

/* Counted, by the columns of all specs. */
static bool count_raw(const struct opened *o, const struct custody *c, const struct package *p,
                      const struct release_spec *const *spec, size_t n_specs, bool apart,
                      struct counted *counted, struct err *e) {
    struct read_options options = c->request->read;
    options.published = o->published;
    const struct count_query query = {.name = o->path,
                                      .package = p,
                                      .options = &options,
                                      .n_specs = n_specs,
                                      .spec = spec,
                                      .apart = apart};
    return c->database != NULL ? count_database(c->database, &query, counted, e)
                               : count_file(o->csv, &query, c->progress, counted, e);
}

/* Can the release be made of a counted table? Not one of rows as they stand, or of whatever columns
 * hold counts. */
static bool is_countable(const struct release_spec *s) {
    return s->rows || (s->n_by > 0 && s->n_sum > 0);
}

/* What is asked for and what was released before, if all of it is counted; NULL: it is not, or *e.
 */
static const struct release_spec **all_specs(const struct custody *c, struct arena *a,
                                             struct err *e) {
    const struct release_spec **spec =
        arena_alloc(a, c->n_earlier + 1, sizeof(struct release_spec *));
    bool countable = c->request->counted;
    if (spec == NULL) {
        fail(e, ERR_NOMEM, "no memory for what is released");
        return NULL;
    }
    spec[0] = &c->request->release;
    for (size_t i = 0; i < c->n_earlier; i++) {
        spec[i + 1] = &c->earlier[i].spec;
        countable = countable && is_countable(spec[i + 1]);
    }
    return countable ? spec : NULL;
}

/* What releases are made of: all rows, or the groups in which they are counted. */
static bool make_raw(const struct opened *o, const struct custody *c, const struct package *p,
                     struct table *raw, struct err *e) {
    struct arena scratch = {0};
    struct counted counted;
    const struct release_spec **spec = all_specs(c, &scratch, e);
    bool done = e->id == ERR_NONE;
    if (done && spec == NULL && c->database != NULL) {
        done = fail(e, ERR_RELEASE, "%s was asked before for what is not counted", o->path);
    } else if (done && spec == NULL) {
        done = read_raw(o, c->request, p, raw, e);
    } else if (done) {
        done = count_raw(o, c, p, spec, c->n_earlier + 1, true, &counted, e);
        *raw = counted.table;
    }
    arena_free(&scratch);
    return done;
}

static bool release(const struct opened *o, const struct custody *c, const struct package *p,
                    struct document *d, struct err *e) {
    struct table raw = {0};
    struct release out = {0};
    bool described = p != NULL && p->n_fields > 0;
    bool done = make_raw(o, c, p, &raw, e) && protect(&raw, c, described, &out, e) &&
                put_release(&out, d, e);
    table_free(&raw);
    release_free(&out);
    return done;
}

/* The counts as they are. Conditions have been met by then, but where totals are asked for. */
static bool count(const struct opened *o, const struct custody *c, const struct package *p,
                  struct document *d, struct err *e) {
    const struct request *q = c->request;
    const struct release_spec *spec = &q->release;
    struct release_spec rest = q->release;
    struct counted counted;
    if (!rest.totals)
        rest.n_where = 0;
    if (!count_raw(o, c, p, &spec, 1, rest.totals, &counted, e))
        return false;
    struct part *part = document_add(d, PART_TABLE, e);
    bool done = part != NULL && disclosure_add_up(&counted.table, &rest, &part->table, e) &&
                input_record(d, q->name, o, &part->table, &counted.report, e);
    counted_free(&counted);
    return done;
}

bool custodian_work(void *data, const struct files *files, struct document *d, struct err *e) {
    const struct custody *c = data;
    struct opened o = {.csv = -1, .package = -1};
    struct package p = {0};
    if (!c->as_it_is && !guard_options(&c->request->read, e))
        return false;
    if (c->database != NULL)
        o = *c->source;
    else if (!open_source(files, c->request, &o, e))
        return false;
    bool packaged = o.package >= 0;
    bool done = (!packaged || input_package(&o, &p, e)) &&
                (c->as_it_is ? count : release)(&o, c, packaged ? &p : NULL, d, e);
    close_both(&o);
    package_free(&p);
    return done;
}
