#include "run/request.h"

#include <math.h>
#include <string.h>

#include "run/wire.h"
#include "run/wire_format.h"
#include "run/wire_reader.h"
#include "run/wire_writer.h"

/* Writing. */

static void put_read(struct buf *out, const struct read_options *o) {
    put_byte(out, (unsigned char)o->csv.delimiter);
    put_byte(out, o->csv.encoding);
    put_size(out, o->csv.skip_rows);
    put_byte(out, o->csv.find_header);
    put_byte(out, o->csv.allow_ragged);
    put_size(out, o->n_symbols);
    for (size_t i = 0; i < o->n_symbols; i++) {
        put_text(out, o->symbol[i].text);
        put_byte(out, o->symbol[i].mark);
        put_double(out, o->symbol[i].lo);
        put_double(out, o->symbol[i].hi);
    }
    put_texts(out, o->text, o->n_texts);
    put_size(out, o->n_roles);
    for (size_t i = 0; i < o->n_roles; i++) {
        put_text(out, o->role[i].column);
        put_byte(out, o->role[i].role);
    }
    put_labels(out, &o->totals);
    put_labels(out, &o->unknown);
    put_byte(out, o->repeated);
}

static void put_condition(struct buf *out, const struct condition *c) {
    put_text(out, c->column);
    put_byte(out, c->label != NULL);
    put_size(out, c->n);
    for (size_t i = 0; i < c->n; i++) {
        if (c->label != NULL)
            put_text(out, c->label[i]);
        else
            put_double(out, c->number[i]);
    }
}

static void put_release(struct buf *out, const struct release_spec *s) {
    put_size(out, s->n_where);
    for (size_t i = 0; i < s->n_where; i++)
        put_condition(out, &s->where[i]);
    put_texts(out, s->by, s->n_by);
    put_texts(out, s->sum, s->n_sum);
    put_byte(out, s->rows);
    put_byte(out, s->totals);
}

void request_put(const struct request *r, struct buf *out) {
    buf_add(out, wire_request_start, sizeof wire_request_start);
    put_text(out, r->name);
    put_byte(out, r->dataset);
    put_byte(out, r->counted);
    put_text(out, r->table);
    put_text(out, r->query);
    put_read(out, &r->read);
    put_release(out, &r->release);
    put_byte(out, r->has_policy);
    put_byte(out, r->of_published);
    wire_put_policy(out, &r->policy);
}

/* Reading. */

static void get_symbols(struct reader *r, struct arena *a, struct read_options *o) {
    const size_t least = sizeof(uint32_t) + 1 + 2 * sizeof(double);
    size_t n = reader_count(r, least);
    struct symbol *symbol = arena_alloc(a, n, sizeof *symbol);
    if (!reader_got_memory(r, symbol))
        return;
    for (size_t i = 0; reader_good(r) && i < n; i++) {
        symbol[i] = (struct symbol){.text = reader_need_text(r, a)};
        symbol[i].mark = (enum mark)reader_choice(r, MARK_COUNT, "no such mark");
        symbol[i].lo = reader_double(r);
        symbol[i].hi = reader_double(r);
        if (symbol[i].lo > symbol[i].hi || symbol[i].mark == MARK_OK)
            reader_wrong(r, "a symbol contradicts itself");
    }
    o->symbol = symbol;
    o->n_symbols = n;
}

static void get_roles(struct reader *r, struct arena *a, struct read_options *o) {
    size_t n = reader_count(r, sizeof(uint32_t) + 1);
    struct read_role *role = arena_alloc(a, n, sizeof *role);
    if (!reader_got_memory(r, role))
        return;
    for (size_t i = 0; reader_good(r) && i < n; i++) {
        role[i].column = reader_need_text(r, a);
        role[i].role = (enum role)reader_choice(r, ROLE_KINDS, "no such role");
    }
    o->role = role;
    o->n_roles = n;
}

static struct labels get_texts(struct reader *r, struct arena *a) {
    struct labels l;
    l.label = reader_texts(r, a, &l.n);
    return l;
}

static void get_read(struct reader *r, struct arena *a, struct read_options *o) {
    enum { most_skipped = 1000000000 };
    o->csv.delimiter = (char)reader_choice(r, 128, "a delimiter is not one character");
    o->csv.encoding = (enum csv_encoding)reader_choice(r, CSV_WINDOWS_1252 + 1, "no such encoding");
    o->csv.skip_rows = reader_size(r);
    o->csv.find_header = reader_bool(r);
    o->csv.allow_ragged = reader_bool(r);
    get_symbols(r, a, o);
    struct labels text = get_texts(r, a);
    o->text = text.label;
    o->n_texts = text.n;
    get_roles(r, a, o);
    o->totals = get_texts(r, a);
    o->unknown = get_texts(r, a);
    o->repeated = (enum repeated)reader_choice(r, REPEATED_DROP + 1, "no such word on repeats");
    if (o->csv.skip_rows > most_skipped)
        reader_wrong(r, "too many rows are skipped");
}

static void get_condition(struct reader *r, struct arena *a, struct condition *c) {
    *c = (struct condition){.column = reader_need_text(r, a)};
    if (reader_bool(r)) {
        c->label = reader_texts(r, a, &c->n);
        return;
    }
    c->n = reader_size(r);
    c->number = reader_array(r, a, c->n, sizeof *c->number);
}

static void get_release(struct reader *r, struct arena *a, struct release_spec *s) {
    size_t n = reader_count(r, sizeof(uint32_t) + 1 + sizeof(uint64_t));
    struct condition *where = arena_alloc(a, n, sizeof *where);
    if (!reader_got_memory(r, where))
        return;
    for (size_t i = 0; reader_good(r) && i < n; i++)
        get_condition(r, a, &where[i]);
    s->where = where;
    s->n_where = n;
    s->by = reader_texts(r, a, &s->n_by);
    s->sum = reader_texts(r, a, &s->n_sum);
    s->rows = reader_bool(r);
    s->totals = reader_bool(r);
}

bool request_get(const void *bytes, size_t n, struct arena *a, struct request *r, struct err *e) {
    struct reader reader = {.at = bytes, .left = n};
    char start[sizeof wire_request_start];
    *r = (struct request){0};
    reader_bytes(&reader, start, sizeof start);
    if (memcmp(start, wire_request_start, sizeof start) != 0)
        reader_wrong(&reader, "it starts with other bytes");
    r->name = reader_need_text(&reader, a);
    r->dataset = reader_bool(&reader);
    r->counted = reader_bool(&reader);
    r->table = reader_text(&reader, a);
    r->query = reader_text(&reader, a);
    if (r->table != NULL && r->query != NULL)
        reader_wrong(&reader, "it is about a table and a query");
    get_read(&reader, a, &r->read);
    get_release(&reader, a, &r->release);
    r->has_policy = reader_bool(&reader);
    r->of_published = reader_bool(&reader);
    r->policy = wire_get_policy(&reader, a);
    if (reader.left > 0)
        reader_wrong(&reader, "something follows its end");
    if (reader.no_memory)
        return fail(e, ERR_NOMEM, "no memory for what a script asks");
    return reader_good(&reader) ||
           fail(e, ERR_INTERNAL, "a request is malformed: %s", reader.wrong);
}
