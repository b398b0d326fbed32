#include "report/json.h"

#include <math.h>
#include <string.h>

#include "base/num.h"
#include "report/chart.h"
#include "report/escape.h"
#include "report/format.h"

/* A writer of indented JSON. A container is 'flat' when it stands on one line. */
struct json {
    struct buf *out;
    int depth;
    bool flat;
    bool first; /* nothing stands yet in the container that is open */
};

/* What comes before a member: its comma, line end and indentation, and its key if it has one. */
static void member(struct json *j, const char *key) {
    if (!j->first)
        buf_puts(j->out, j->flat ? ", " : ",");
    j->first = false;
    if (!j->flat) {
        buf_puts(j->out, "\n");
        for (int i = 0; i < j->depth; i++)
            buf_puts(j->out, "  ");
    }
    if (key != NULL) {
        escape_json(j->out, key);
        buf_puts(j->out, ": ");
    }
}

static void open_group(struct json *j, const char *key, const char *bracket) {
    member(j, key);
    buf_puts(j->out, bracket);
    j->depth++;
    j->first = true;
}

static void close_group(struct json *j, const char *bracket) {
    j->depth--;
    if (!j->first) {
        buf_puts(j->out, "\n");
        for (int i = 0; i < j->depth; i++)
            buf_puts(j->out, "  ");
    }
    buf_puts(j->out, bracket);
    j->first = false;
}

static void open_flat(struct json *j, const char *key, const char *bracket) {
    member(j, key);
    buf_puts(j->out, bracket);
    j->flat = j->first = true;
}

static void close_flat(struct json *j, const char *bracket) {
    buf_puts(j->out, bracket);
    j->flat = j->first = false;
}

static void text(struct json *j, const char *key, const char *value) {
    member(j, key);
    if (value != NULL)
        escape_json(j->out, value);
    else
        buf_puts(j->out, "null");
}

static void number(struct json *j, const char *key, double x) {
    char digits[NUM_TEXT_SIZE];
    member(j, key);
    num_text12(x, digits);
    if (isnan(x))
        buf_puts(j->out, "null");
    else if (isinf(x))
        buf_addf(j->out, "\"%s\"", digits);
    else
        buf_puts(j->out, digits);
}

static void boolean(struct json *j, const char *key, bool value) {
    member(j, key);
    buf_puts(j->out, value ? "true" : "false");
}

static void texts(struct json *j, const char *key, const char *const *value, size_t n) {
    open_flat(j, key, "[");
    for (size_t i = 0; i < n; i++)
        text(j, NULL, value[i]);
    close_flat(j, "]");
}

static void numbers(struct json *j, const char *key, const double *value, size_t n) {
    open_flat(j, key, "[");
    for (size_t i = 0; i < n; i++)
        number(j, NULL, value[i]);
    close_flat(j, "]");
}

/* null where there is no bound, and where that end is open. */
static void bounds(struct json *j, const char *key, const double *value, size_t n) {
    open_flat(j, key, "[");
    for (size_t i = 0; i < n; i++)
        number(j, NULL, isfinite(value[i]) ? value[i] : NAN);
    close_flat(j, "]");
}

static void source(struct json *j, const struct source *s) {
    text(j, "dataset", s->dataset);
    text(j, "title", s->title);
    text(j, "body", s->body);
    text(j, "request", s->request);
    text(j, "date", s->date);
    text(j, "address", s->path);
    text(j, "licence", s->licence);
    boolean(j, "published", s->published);
}

static void input(struct json *j, const struct input *in) {
    open_group(j, NULL, "{");
    text(j, "name", in->name);
    text(j, "path", in->path);
    text(j, "sha256", in->sha256);
    text(j, "package_sha256", in->package_sha256);
    number(j, "rows", (double)in->rows);
    number(j, "columns", (double)in->columns);
    open_flat(j, "marks", "{");
    for (int m = MARK_OK + 1; m < MARK_COUNT; m++) {
        if (in->marks[m] > 0)
            number(j, mark_name((enum mark)m), (double)in->marks[m]);
    }
    close_flat(j, "}");
    texts(j, "notes", in->note, in->n_notes);
    texts(j, "repairs", in->repair, in->n_repairs);
    open_group(j, "source", "{");
    source(j, &in->source);
    close_group(j, "}");
    close_group(j, "}");
}

static void check(struct json *j, const struct check *c) {
    static const char *const state[] = {"passed", "noted", "failed"};
    open_flat(j, NULL, "{");
    text(j, "code", c->code);
    text(j, "state", state[c->state]);
    text(j, "dataset", c->dataset);
    number(j, "rows", (double)c->rows);
    number(j, "found", (double)c->found);
    text(j, "text", c->text);
    close_flat(j, "}");
}

static void checks(struct json *j, const struct document *d) {
    open_flat(j, "checks_summary", "{");
    number(j, "ran", (double)d->n_checks);
    number(j, "passed", (double)fact_checks(d, CHECK_PASSED));
    number(j, "noted", (double)fact_checks(d, CHECK_NOTED));
    number(j, "failed", (double)fact_checks(d, CHECK_FAILED));
    close_flat(j, "}");
    open_group(j, "checks", "[");
    for (size_t i = 0; i < d->n_checks; i++)
        check(j, &d->check[i]);
    close_group(j, "]");
}

static bool has_marks(const struct column *c) {
    for (size_t i = 0; i < c->n; i++) {
        if (format_mark(c, i) != MARK_OK)
            return true;
    }
    return false;
}

/* The name of each cell's mark; null where the cell is a figure. */
static void marks(struct json *j, const struct column *c) {
    open_flat(j, "marks", "[");
    for (size_t i = 0; i < c->n; i++) {
        enum mark m = format_mark(c, i);
        text(j, NULL, m == MARK_OK ? NULL : mark_name(m));
    }
    close_flat(j, "]");
}

static void labels(struct json *j, const struct column *c) {
    open_flat(j, "values", "[");
    for (size_t i = 0; i < c->n; i++)
        text(j, NULL, column_label(c, i));
    close_flat(j, "]");
}

static void column(struct json *j, const struct column *c) {
    const struct field *f = &c->field;
    open_group(j, NULL, "{");
    text(j, "name", f->name);
    text(j, "title", f->title);
    text(j, "unit", f->unit);
    text(j, "measure", f->measure);
    text(j, "comparator", f->comparator);
    text(j, "denominator", f->denominator);
    number(j, "conf_level", f->conf_level > 0 ? f->conf_level : NAN);
    if (f->type == COLUMN_LABEL)
        labels(j, c);
    else
        numbers(j, "values", c->value, c->n);
    if (has_marks(c)) {
        marks(j, c);
        if (c->lo != NULL && c->hi != NULL) {
            bounds(j, "lo", c->lo, c->n);
            bounds(j, "hi", c->hi, c->n);
        }
    }
    close_group(j, "}");
}

static void table(struct json *j, const char *key, const struct table *t) {
    open_group(j, key, "{");
    text(j, "name", t->name);
    number(j, "rows", (double)t->n_rows);
    number(j, "undefined", (double)t->undefined);
    open_flat(j, "notes", "[");
    for (size_t i = 0; i < t->n_notes; i++)
        text(j, NULL, t->note[i].text);
    close_flat(j, "]");
    open_flat(j, "sources", "[");
    for (size_t i = 0; i < t->n_sources; i++)
        text(j, NULL, t->source[i].dataset);
    close_flat(j, "]");
    open_group(j, "columns", "[");
    for (size_t i = 0; i < t->n_columns; i++)
        column(j, &t->column[i]);
    close_group(j, "]");
    close_group(j, "}");
}

static void series_break(struct json *j, const struct series_break *b) {
    open_flat(j, NULL, "{");
    text(j, "field", b->field);
    text(j, "from", b->from);
    text(j, "why", b->why);
    close_flat(j, "}");
}

/* The breaks are those of a series of years. */
static void breaks(struct json *j, const struct table *t) {
    open_group(j, "breaks", "[");
    for (size_t i = 0; i < t->n_breaks; i++)
        series_break(j, &t->series_break[i]);
    close_group(j, "]");
}

/* Only the roles that are played. */
static void drawing(struct json *j, const struct part *p) {
    const struct drawing *d = &p->drawing;
    open_group(j, "draws", "{");
    for (int r = 0; r < ROLES; r++) {
        if (drawing_has(d, (enum drawing_role)r))
            text(j, drawing_role_name((enum drawing_role)r), d->column[r]);
    }
    number(j, "reference", d->reference);
    text(j, "reference_name", d->reference_name);
    if (d->highlight.n > 0)
        texts(j, "highlight", d->highlight.label, d->highlight.n);
    boolean(j, "logarithmic", d->logarithmic);
    text(j, "axis", d->axis);
    if (drawing_has(d, ROLE_BY))
        breaks(j, &p->table);
    close_group(j, "}");
}

static void part(struct json *j, const struct part *p) {
    open_group(j, NULL, "{");
    text(j, "kind", part_kind_name(p->kind));
    text(j, "name", p->name);
    text(j, "title", p->title);
    text(j, "text", p->text);
    if (chart_of(p) != NULL)
        drawing(j, p);
    if (p->curve.n_columns > 0)
        table(j, "curve", &p->curve);
    if (chart_has_table(p))
        table(j, "table", &p->table);
    close_group(j, "}");
}

static void script(struct json *j, const struct report_info *info) {
    open_group(j, "script", "{");
    text(j, "name", info->script_name);
    text(j, "sha256", info->script_sha256);
    texts(j, "arguments", info->argument, info->n_arguments);
    close_group(j, "}");
}

static void document(struct json *j, const struct document *d) {
    open_group(j, "inputs", "[");
    for (size_t i = 0; i < d->n_inputs; i++)
        input(j, &d->input[i]);
    close_group(j, "]");
    checks(j, d);
    open_group(j, "parts", "[");
    for (size_t i = 0; i < d->n_parts; i++)
        part(j, &d->part[i]);
    close_group(j, "]");
}

bool report_json(const struct document *d, const struct report_info *info, struct buf *out,
                 struct err *e) {
    struct json j = {.out = out, .depth = 1, .first = true};
    buf_puts(out, "{");
    text(&j, "schema", "foistat.run/1");
    text(&j, "title", d->title);
    text(&j, "subtitle", d->subtitle);
    text(&j, "headline", d->headline);
    text(&j, "theme", theme_name(d->theme));
    open_flat(&j, "engine", "{");
    text(&j, "name", "foistat");
    text(&j, "version", info->engine_version);
    close_flat(&j, "}");
    script(&j, info);
    document(&j, d);
    close_group(&j, "}");
    buf_puts(out, "\n");
    return !out->failed || fail(e, ERR_NOMEM, "out of memory");
}
