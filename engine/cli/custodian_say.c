/* What is said of releases: in the document, and on stderr. */
#include <stdio.h>
#include <string.h>

#include "cli/custodian_asked.h"

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for the record of what was released");
}

bool handed_out_add(struct handed_out *o, const struct table *t, struct err *e) {
    struct buf csv = {0};
    table_write_csv(t, &csv);
    bool done = !csv.failed || no_memory(e);
    if (o->n++ == 0)
        hash_begin(&o->hash);
    hash_add(&o->hash, csv.n > 0 ? csv.text : "", csv.n);
    o->bytes += csv.n;
    buf_free(&csv);
    return done;
}

/* Of an input; none where the script had the file itself. */
static bool find_tables(const struct custodian *c, const struct input *in, struct handed_out *o,
                        struct err *e) {
    const struct asked_database *d = in->released ? NULL : asked_find(c, in->number);
    *o = d != NULL ? d->answer : (struct handed_out){0};
    for (const struct held *h = c->first; in->released && h != NULL; h = h->next) {
        bool of = h->used && h->source == in->number && strcmp(h->opened.path, in->path) == 0;
        if (of && !handed_out_add(o, &h->release.table, e))
            return false;
    }
    return true;
}

/* Names an input that was released, or counted by a database, by what was handed out of it. */
static bool name_input(const struct custodian *c, struct arena *a, struct input *in,
                       struct err *e) {
    struct handed_out o;
    char hex[HASH_HEX_SIZE];
    if (!find_tables(c, in, &o, e))
        return false;
    if (o.n == 0)
        return true;
    hash_end(&o.hash, hex);
    in->bytes = o.bytes;
    in->sha256 = arena_string(a, hex);
    return in->sha256 != NULL || no_memory(e);
}

bool custodian_finish(const struct custodian *c, struct document *d, struct err *e) {
    d->n_disclosures = 0;
    for (const struct held *h = c->first; h != NULL; h = h->next) {
        if (h->used && !document_add_disclosure(d, &h->release.record, e))
            return false;
    }
    for (size_t i = 0; i < d->n_inputs; i++) {
        if (!name_input(c, &d->arena, &d->input[i], e))
            return false;
    }
    if (!c->failed)
        return true;
    fail(e, ERR_DISCLOSURE, "a table that the script asked for cannot be protected as asked");
    return err_hint(e, "nothing is written; --allow disclosure writes it all the same");
}

static void say_release(const struct custodian *c, const struct held *h) {
    const struct disclosure_record *r = &h->release.record;
    size_t hidden = r->small + r->others;
    const char *path = h->opened.path;
    if (policy_none(&r->policy))
        fprintf(stderr, "%s: NOT DISCLOSURE CONTROLLED, as asked.\n", path);
    else if (r->audit == AUDIT_FAILED)
        fprintf(stderr, "%s: NOT DISCLOSURE CONTROLLED: %zu hidden counts can be worked out.\n",
                path, r->exposed);
    else
        fprintf(stderr, "%s is not %spublic: %zu of %zu %s hidden%s (%s).%s\n", path,
                c->options.published ? "" : "declared ", hidden, r->counts,
                hidden == 1 ? "counts is" : "counts are",
                r->policy.round > 0 ? ", the others rounded" : "", r->policy.name,
                c->options.published
                    ? ""
                    : " If it is public as it stands (an FOI answer, a published table): "
                      "--published");
}

void custodian_say(const struct custodian *c) {
    for (const struct held *h = c->first; h != NULL; h = h->next) {
        if (h->used && !h->published)
            say_release(c, h);
    }
}
