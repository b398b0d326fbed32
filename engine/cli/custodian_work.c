#include "cli/custodian_work.h"

#include <string.h>
#include <unistd.h>

#include "cli/custodian_guard.h"
#include "cli/custodian_order.h"
#include "data/input.h"

static void close_both(struct opened *o) {
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

static bool read_raw(const struct opened *o, const struct request *q, struct table *t,
                     bool *described, struct err *e) {
    struct package p = {0};
    struct read_report ignored;
    bool packaged = o->package >= 0;
    bool done = (!packaged || input_package(o, &p, e)) &&
                read_table(o->csv, o->path, packaged ? &p : NULL, &q->read, t, &ignored, e);
    *described = p.n_fields > 0;
    package_free(&p);
    return done;
}

bool custodian_work(void *data, const struct files *files, struct document *d, struct err *e) {
    const struct custody *c = data;
    struct opened o = {.csv = -1, .package = -1};
    struct table raw = {0};
    struct release out = {0};
    bool described;
    if (!guard_options(&c->request->read, e) || !open_source(files, c->request, &o, e))
        return false;
    bool done = read_raw(&o, c->request, &raw, &described, e) &&
                protect(&raw, c, described, &out, e) && put_release(&out, d, e);
    close_both(&o);
    table_free(&raw);
    release_free(&out);
    return done;
}
