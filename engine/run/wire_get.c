#include "run/wire.h"

#include <math.h>
#include <string.h>

#include "base/num.h"
#include "run/wire_format.h"
#include "run/wire_reader.h"

/* --- tables ---------------------------------------------------------------------------------- */

static struct labels get_texts(struct reader *r, struct arena *a) {
    struct labels l;
    l.label = reader_texts(r, a, &l.n);
    return l;
}

static struct field get_field(struct reader *r, struct arena *a) {
    struct field f = {.name = reader_need_text(r, a)};
    const char **const text[] = {&f.title,   &f.unit,    &f.description, &f.totals,
                                 &f.measure, &f.meaning, &f.comparator,  &f.denominator};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++)
        *text[i] = reader_text(r, a);
    f.type = (enum column_type)reader_choice(r, COLUMN_LABEL + 1, "no such type of column");
    f.role = (enum role)reader_choice(r, ROLE_UNIT + 1, "no such role");
    f.additive =
        (enum additive)reader_choice(r, NOT_ADDITIVE_ALTERNATIVE + 1, "no such additivity");
    f.timing = (enum timing)reader_choice(r, TIMING_FLOW + 1, "no such timing");
    f.conf_level = reader_double(r);
    f.count = reader_bool(r);
    enum { most_decimals = 12 }; /* num_fixed's */
    f.decimals = (int)reader_choice(r, most_decimals + 2, "too many decimals") - 1;
    struct labels *const labels[] = {&f.unknown, &f.stock, &f.flow, &f.part, &f.part_covers};
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        *labels[i] = get_texts(r, a);
    if (f.part.n != f.part_covers.n)
        reader_wrong(r, "parts of years lack what they cover");
    if (!(f.conf_level >= 0 && f.conf_level < 1))
        reader_wrong(r, "a confidence level is not below 1");
    return f;
}

static void check_marks(struct reader *r, const struct column *c) {
    for (size_t i = 0; reader_good(r) && c->mark != NULL && i < c->n; i++) {
        if (c->mark[i] >= MARK_COUNT)
            reader_wrong(r, "no such mark");
    }
}

/* A number behind a mark would be a leak, a NaN without one a bare NaN in a report. */
static void check_number(struct reader *r, const struct column *c, size_t i) {
    bool ok = column_mark(c, i) == MARK_OK;
    if (ok == (isnan(c->value[i]) != 0))
        reader_wrong(r, ok ? "a cell without a mark has no number" : "a marked cell has a number");
    if (c->lo == NULL || c->hi == NULL)
        return;
    if (ok)
        c->lo[i] = c->hi[i] = c->value[i];
    if (c->lo[i] > c->hi[i])
        reader_wrong(r, "bounds contradict each other");
}

static void get_numbers(struct reader *r, struct arena *a, struct column *c) {
    c->value = reader_array(r, a, c->n, sizeof *c->value);
    c->lo = reader_optional_array(r, a, c->n, sizeof *c->lo);
    c->hi = reader_optional_array(r, a, c->n, sizeof *c->hi);
    if ((c->lo == NULL) != (c->hi == NULL))
        reader_wrong(r, "one bound is absent");
    for (size_t i = 0; reader_good(r) && i < c->n; i++)
        check_number(r, c, i);
}

static void get_dictionary(struct reader *r, struct arena *a, struct column *c) {
    size_t n = reader_count(r, sizeof(uint32_t));
    c->dictionary = arena_alloc(a, 1, sizeof *c->dictionary);
    if (!reader_got_memory(r, c->dictionary))
        return;
    for (size_t i = 0; reader_good(r) && i < n; i++) {
        struct span s = reader_span(r);
        if (s.text == NULL || memchr(s.text, '\0', s.n) != NULL) {
            reader_wrong(r, "a label is not a text");
            return;
        }
        int32_t code = dictionary_add(c->dictionary, a, s);
        if (code >= 0 && (size_t)code != i)
            reader_wrong(r, "a label occurs twice");
        else if (code < 0)
            reader_got_memory(r, NULL);
    }
}

static void get_labels(struct reader *r, struct arena *a, struct column *c) {
    get_dictionary(r, a, c);
    c->code = reader_array(r, a, c->n, sizeof *c->code);
    for (size_t i = 0; reader_good(r) && i < c->n; i++) {
        int32_t code = c->code[i];
        if (code < -1 || (code >= 0 && (size_t)code >= c->dictionary->n))
            reader_wrong(r, "no such label");
        if ((code == -1) != (column_mark(c, i) != MARK_OK))
            reader_wrong(r, "a label and its mark contradict each other");
    }
}

static void get_column(struct reader *r, struct table *t, struct column *c) {
    struct arena *a = &t->arena;
    *c = (struct column){.field = get_field(r, a), .n = t->n_rows};
    c->mark = reader_optional_array(r, a, c->n, sizeof *c->mark);
    check_marks(r, c);
    if (!reader_good(r))
        return;
    if (c->field.type == COLUMN_NUMBER)
        get_numbers(r, a, c);
    else
        get_labels(r, a, c);
}

static struct source get_source(struct reader *r, struct arena *a) {
    struct source s = {0};
    const char **const text[] = {&s.dataset, &s.title, &s.body,   &s.request,
                                 &s.date,    &s.path,  &s.licence};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++)
        *text[i] = reader_text(r, a);
    s.published = reader_bool(r);
    return s;
}

static struct check get_check(struct reader *r, struct arena *a) {
    struct check c = {.code = reader_need_text(r, a)};
    c.state = (enum check_state)reader_choice(r, CHECK_FAILED + 1, "no such state of a check");
    c.text = reader_need_text(r, a);
    c.dataset = reader_text(r, a);
    c.rows = reader_size(r);
    c.found = reader_size(r);
    c.brief = reader_size(r);
    if (reader_good(r) && c.brief > strlen(c.text))
        reader_wrong(r, "a check's text is shorter than its beginning");
    return c;
}

static void get_sources(struct reader *r, struct table *t) {
    size_t n = reader_count(r, 7 * sizeof(uint32_t));
    struct source *source = arena_alloc(&t->arena, n, sizeof *source);
    if (!reader_got_memory(r, source))
        return;
    for (size_t i = 0; reader_good(r) && i < n; i++)
        source[i] = get_source(r, &t->arena);
    t->source = source;
    t->n_sources = n;
}

static void get_checks(struct reader *r, struct table *t) {
    size_t n = reader_count(r, 3 * sizeof(uint32_t));
    struct check *check = arena_alloc(&t->arena, n, sizeof *check);
    if (!reader_got_memory(r, check))
        return;
    for (size_t i = 0; reader_good(r) && i < n; i++)
        check[i] = get_check(r, &t->arena);
    t->check = check;
    t->n_checks = n;
}

static struct note get_note(struct reader *r, struct arena *a) {
    struct note n = {.text = reader_need_text(r, a)};
    n.columns = get_texts(r, a);
    n.where = reader_text(r, a);
    n.labels = get_texts(r, a);
    n.from = reader_text(r, a);
    n.marks = get_texts(r, a);
    n.general = reader_bool(r);
    return n;
}

static void get_notes(struct reader *r, struct table *t) {
    size_t n = reader_count(r, 3 * sizeof(uint32_t));
    struct note *note = arena_alloc(&t->arena, n, sizeof *note);
    if (!reader_got_memory(r, note))
        return;
    for (size_t i = 0; reader_good(r) && i < n; i++)
        note[i] = get_note(r, &t->arena);
    t->note = note;
    t->n_notes = n;
}

static void get_breaks(struct reader *r, struct table *t) {
    size_t n = reader_count(r, 3 * sizeof(uint32_t));
    struct series_break *b = arena_alloc(&t->arena, n, sizeof *b);
    if (!reader_got_memory(r, b))
        return;
    for (size_t i = 0; reader_good(r) && i < n; i++) {
        b[i].field = reader_need_text(r, &t->arena);
        b[i].from = reader_need_text(r, &t->arena);
        b[i].why = reader_need_text(r, &t->arena);
    }
    t->series_break = b;
    t->n_breaks = n;
}

static void get_repeats(struct reader *r, struct table *t) {
    if (!reader_bool(r))
        return;
    const size_t least = sizeof(uint32_t) + 2 * sizeof(uint64_t);
    if (t->n_rows > r->left / least) {
        reader_wrong(r, "it ends too early");
        return;
    }
    struct repeat *repeat = arena_alloc(&t->arena, t->n_rows, sizeof *repeat);
    if (!reader_got_memory(r, repeat))
        return;
    for (size_t i = 0; reader_good(r) && i < t->n_rows; i++) {
        repeat[i].file = reader_text(r, &t->arena);
        repeat[i].line = reader_size(r);
        repeat[i].of = reader_size(r);
    }
    t->repeat = repeat;
}

static void get_table(struct reader *r, struct table *t) {
    if (!reader_bool(r))
        return;
    struct arena *a = &t->arena;
    t->name = reader_text(r, a);
    t->n_rows = reader_size(r);
    t->undefined = reader_size(r);
    size_t n_columns = reader_count(r, 8 * sizeof(uint32_t));
    if (n_columns == 0 || t->undefined > t->n_rows)
        reader_wrong(r, "a table contradicts itself");
    t->column = arena_alloc(a, n_columns, sizeof *t->column);
    if (!reader_got_memory(r, t->column))
        return;
    t->n_columns = n_columns;
    for (size_t i = 0; reader_good(r) && i < n_columns; i++)
        get_column(r, t, &t->column[i]);
    get_sources(r, t);
    get_checks(r, t);
    get_notes(r, t);
    get_breaks(r, t);
    get_repeats(r, t);
}

/* --- documents ------------------------------------------------------------------------------- */

static struct drawing get_drawing(struct reader *r, struct arena *a) {
    struct drawing d = {0};
    for (size_t i = 0; i < ROLES; i++)
        d.column[i] = reader_text(r, a);
    d.axis = reader_text(r, a);
    d.reference = reader_double(r);
    d.reference_name = reader_text(r, a);
    d.highlight = get_texts(r, a);
    d.logarithmic = reader_bool(r);
    if (isinf(d.reference))
        reader_wrong(r, "a reference line is not a number");
    return d;
}

static bool get_part(struct reader *r, struct document *d, struct err *e) {
    enum part_kind kind = (enum part_kind)reader_choice(r, PART_KINDS, "no such part");
    struct part *p = document_add(d, kind, e);
    if (p == NULL)
        return false;
    p->title = reader_text(r, &d->arena);
    p->text = reader_text(r, &d->arena);
    get_table(r, &p->table);
    p->drawing = get_drawing(r, &d->arena);
    if (kind == PART_FUNNEL)
        get_table(r, &p->curve);
    return true;
}

static bool get_input(struct reader *r, struct document *d, struct err *e) {
    struct input *in = document_add_input(d, e);
    if (in == NULL)
        return false;
    struct arena *a = &d->arena;
    in->name = reader_need_text(r, a);
    in->path = reader_need_text(r, a);
    in->number = reader_size(r);
    in->bytes = reader_size(r);
    in->released = reader_bool(r);
    in->rows = reader_size(r);
    in->columns = reader_size(r);
    for (size_t i = 0; i < MARK_COUNT; i++)
        in->marks[i] = reader_size(r);
    in->source = get_source(r, a);
    in->note = reader_texts(r, a, &in->n_notes);
    in->repair = reader_texts(r, a, &in->n_repairs);
    return true;
}

/* Rules that a comparison with NaN would pass, or that count below nobody, are none. */
static double get_rule(struct reader *r) {
    double x = reader_double(r);
    if (!(x >= 0 && x <= 1e9))
        reader_wrong(r, "no such rule of disclosure control");
    return x;
}

struct policy wire_get_policy(struct reader *r, struct arena *a) {
    struct policy p = {.name = reader_text(r, a)};
    p.source = reader_text(r, a);
    p.threshold = get_rule(r);
    p.round = get_rule(r);
    p.width = get_rule(r);
    p.zeros = reader_bool(r);
    p.midpoint = reader_bool(r);
    return p;
}

static bool get_disclosure(struct reader *r, struct document *d, struct err *e) {
    struct disclosure_record c = {.source = reader_text(r, &d->arena)};
    c.rows = reader_text(r, &d->arena);
    c.policy = wire_get_policy(r, &d->arena);
    size_t *const counts[] = {&c.counts, &c.small, &c.others, &c.given, &c.exposed, &c.earlier};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        *counts[i] = reader_size(r);
    c.optimal = reader_bool(r);
    c.audit = (enum audit)reader_choice(r, AUDITS, "no such result of an audit");
    c.narrowest = reader_double(r);
    return !reader_good(r) || document_add_disclosure(d, &c, e);
}

/* Terminals obey control characters: C0 but for tab and line end, DEL, and C1 (U+0080 to U+009F).
 * A carriage return would let a line overwrite another. */
static void quieten(char *text, size_t n) {
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)text[i];
        if ((c < 0x20 && c != '\t' && c != '\n') || c == 0x7f)
            text[i] = '?';
        if (c == 0xC2 && i + 1 < n && (unsigned char)text[i + 1] < 0xA0)
            text[i] = text[i + 1] = '?';
    }
}

static void get_printed(struct reader *r, struct document *d) {
    if (!reader_bool(r))
        return;
    struct span s = reader_span(r);
    if (s.text == NULL) {
        reader_wrong(r, "a text is absent");
        return;
    }
    char *text = arena_text(&d->arena, s.text, s.n);
    if (!reader_got_memory(r, text))
        return;
    quieten(text, s.n);
    d->printed = text;
    d->n_printed = s.n;
}

static void get_seeds(struct reader *r, struct document *d) {
    size_t n = reader_size(r);
    if (n > SEED_USES) {
        reader_wrong(r, "too many seeds");
        return;
    }
    struct seed_use *seed = arena_alloc(&d->arena, n, sizeof *seed);
    if (!reader_good(r) || !reader_got_memory(r, seed))
        return;
    for (size_t i = 0; i < n; i++) {
        seed[i].seed = reader_double(r);
        seed[i].draws = reader_double(r);
        if (!num_is_count(seed[i].seed) || !num_is_count(seed[i].draws))
            reader_wrong(r, "a seed is no whole number");
    }
    d->seed = seed;
    d->n_seeds = n;
}

/* False when adding to the document failed; complaints of the reader stay in it. */
static bool get_document(struct reader *r, struct document *d, struct err *e) {
    d->title = reader_text(r, &d->arena);
    d->subtitle = reader_text(r, &d->arena);
    d->headline = reader_text(r, &d->arena);
    d->theme = (enum theme)reader_choice(r, THEMES, "no such theme");
    size_t n = reader_limited(r, WIRE_MOST_PARTS);
    for (size_t i = 0; reader_good(r) && i < n; i++) {
        if (!get_part(r, d, e))
            return false;
    }
    n = reader_limited(r, WIRE_MOST_INPUTS);
    for (size_t i = 0; reader_good(r) && i < n; i++) {
        if (!get_input(r, d, e))
            return false;
    }
    n = reader_limited(r, WIRE_MOST_CHECKS);
    for (size_t i = 0; reader_good(r) && i < n; i++) {
        struct check c = get_check(r, &d->arena);
        if (reader_good(r) && !document_add_check(d, &c, e))
            return false;
    }
    n = reader_limited(r, WIRE_MOST_INPUTS);
    for (size_t i = 0; reader_good(r) && i < n; i++) {
        if (!get_disclosure(r, d, e))
            return false;
    }
    get_seeds(r, d);
    get_printed(r, d);
    return true;
}

/* --- messages -------------------------------------------------------------------------------- */

static bool start(struct reader *r, const void *bytes, size_t n, const char begin[4],
                  struct err *e) {
    *r = (struct reader){.at = bytes, .left = n};
    if (n > WIRE_LARGEST) {
        fail(e, ERR_LIMIT_OUTPUT, "the script's report takes %zu MiB; 64 MiB is the limit",
             n >> 20);
        return err_hint(e, "report summaries instead of whole tables");
    }
    char found[4];
    reader_bytes(r, found, sizeof found);
    if (memcmp(found, begin, sizeof found) != 0)
        reader_wrong(r, "it starts with other bytes");
    return true;
}

/* Turns what the reader met into an error. */
static bool finish(struct reader *r, struct err *e) {
    if (r->left > 0)
        reader_wrong(r, "something follows its end");
    if (r->no_memory)
        return fail(e, ERR_NOMEM, "no memory for the script's report");
    if (r->too_large)
        return fail(e, ERR_LIMIT_OUTPUT, "the script's report has more than %d parts",
                    WIRE_MOST_PARTS);
    return reader_good(r) ||
           fail(e, ERR_INTERNAL, "the worker's message is malformed: %s", r->wrong);
}

bool wire_get_document(const void *bytes, size_t n, struct document *d, struct err *e) {
    struct reader r;
    *d = (struct document){0};
    if (start(&r, bytes, n, wire_document_start, e) && get_document(&r, d, e) && finish(&r, e))
        return true;
    document_free(d);
    return false;
}

/* A text for an array of 'size' bytes. */
static void get_into(struct reader *r, char *to, size_t size) {
    struct span s = reader_span(r);
    if (s.text == NULL || s.n >= size || memchr(s.text, '\0', s.n) != NULL) {
        reader_wrong(r, "a text of an error has the wrong length");
        return;
    }
    memcpy(to, s.text, s.n);
    to[s.n] = '\0';
    quieten(to, s.n);
}

bool wire_get_err(const void *bytes, size_t n, struct err *problem, struct err *e) {
    struct reader r;
    *problem = (struct err){0};
    if (!start(&r, bytes, n, wire_err_start, e))
        return false;
    problem->id = (enum err_id)reader_choice(&r, ERR_COUNT_OF_IDS, "no such error");
    if (problem->id == ERR_NONE)
        reader_wrong(&r, "no such error");
    get_into(&r, problem->message, sizeof problem->message);
    get_into(&r, problem->hint, sizeof problem->hint);
    get_into(&r, problem->file, sizeof problem->file);
    get_into(&r, problem->excerpt, sizeof problem->excerpt);
    problem->line = reader_size(&r);
    problem->column = reader_size(&r);
    problem->width = reader_size(&r);
    problem->caret = reader_size(&r);
    if (problem->caret > sizeof problem->excerpt)
        reader_wrong(&r, "a caret is outside its line");
    if (finish(&r, e))
        return true;
    *problem = (struct err){0};
    return false;
}
