#include "report/json.h"

#include <math.h>
#include <string.h>

#include "base/num.h"
#include "report/chart/chart.h"
#include "report/format.h"
#include "report/json_writer.h"
#include "report/fact_disclosure.h"

static void source(struct json_writer *j, const struct source *s) {
    jw_text(j, "dataset", s->dataset);
    jw_text(j, "title", s->title);
    jw_text(j, "body", s->body);
    jw_text(j, "request", s->request);
    jw_text(j, "date", s->date);
    jw_text(j, "address", s->path);
    jw_text(j, "licence", s->licence);
    jw_bool(j, "published", s->published);
}

static void input(struct json_writer *j, const struct input *in) {
    jw_open(j, NULL, "{");
    jw_text(j, "name", in->name);
    jw_text(j, "path", in->path);
    jw_text(j, "sha256", in->sha256);
    jw_text(j, "package_sha256", in->package_sha256);
    jw_number(j, "rows", (double)in->rows);
    jw_number(j, "columns", (double)in->columns);
    jw_open_flat(j, "marks", "{");
    for (int m = MARK_OK + 1; m < MARK_COUNT; m++) {
        if (in->marks[m] > 0)
            jw_number(j, mark_name((enum mark)m), (double)in->marks[m]);
    }
    jw_close_flat(j, "}");
    jw_texts(j, "notes", in->note, in->n_notes);
    jw_texts(j, "repairs", in->repair, in->n_repairs);
    jw_open(j, "source", "{");
    source(j, &in->source);
    jw_close(j, "}");
    jw_close(j, "}");
}

static void check(struct json_writer *j, const struct check *c) {
    static const char *const state[] = {"passed", "noted", "failed"};
    jw_open_flat(j, NULL, "{");
    jw_text(j, "code", c->code);
    jw_text(j, "state", state[c->state]);
    jw_text(j, "dataset", c->dataset);
    jw_number(j, "rows", (double)c->rows);
    jw_number(j, "found", (double)c->found);
    jw_text(j, "text", c->text);
    jw_close_flat(j, "}");
}

static void checks(struct json_writer *j, const struct document *d) {
    jw_open_flat(j, "checks_summary", "{");
    jw_number(j, "ran", (double)d->n_checks);
    jw_number(j, "passed", (double)fact_checks(d, CHECK_PASSED));
    jw_number(j, "noted", (double)fact_checks(d, CHECK_NOTED));
    jw_number(j, "failed", (double)fact_checks(d, CHECK_FAILED));
    jw_close_flat(j, "}");
    jw_open(j, "checks", "[");
    for (size_t i = 0; i < d->n_checks; i++)
        check(j, &d->check[i]);
    jw_close(j, "]");
}

static bool has_marks(const struct column *c) {
    for (size_t i = 0; i < c->n; i++) {
        if (format_mark(c, i) != MARK_OK)
            return true;
    }
    return false;
}

/* The name of each cell's mark; null where the cell is a figure. */
static void marks(struct json_writer *j, const struct column *c) {
    jw_open_flat(j, "marks", "[");
    for (size_t i = 0; i < c->n; i++) {
        enum mark m = format_mark(c, i);
        jw_text(j, NULL, m == MARK_OK ? NULL : mark_name(m));
    }
    jw_close_flat(j, "]");
}

/* null where there is no bound, and where that end is open. */
static void bounds(struct json_writer *j, const char *key, const struct column *c,
                   const double *value) {
    jw_open_flat(j, key, "[");
    for (size_t i = 0; i < c->n; i++)
        jw_figure(j, NULL, &c->field, isfinite(value[i]) ? value[i] : NAN);
    jw_close_flat(j, "]");
}

static void labels(struct json_writer *j, const struct column *c) {
    jw_open_flat(j, "values", "[");
    for (size_t i = 0; i < c->n; i++)
        jw_text(j, NULL, column_label(c, i));
    jw_close_flat(j, "]");
}

static void figures(struct json_writer *j, const struct column *c) {
    jw_open_flat(j, "values", "[");
    for (size_t i = 0; i < c->n; i++)
        jw_figure(j, NULL, &c->field, c->value[i]);
    jw_close_flat(j, "]");
}

static void column(struct json_writer *j, const struct column *c) {
    const struct field *f = &c->field;
    jw_open(j, NULL, "{");
    jw_text(j, "name", f->name);
    jw_text(j, "title", f->title);
    jw_text(j, "unit", f->unit);
    jw_text(j, "measure", f->measure);
    jw_text(j, "comparator", f->comparator);
    jw_text(j, "denominator", f->denominator);
    jw_number(j, "conf_level", f->conf_level > 0 ? f->conf_level : NAN);
    if (f->type == COLUMN_LABEL)
        labels(j, c);
    else
        figures(j, c);
    if (has_marks(c)) {
        marks(j, c);
        if (c->lo != NULL && c->hi != NULL) {
            bounds(j, "lo", c, c->lo);
            bounds(j, "hi", c, c->hi);
        }
    }
    jw_close(j, "}");
}

static void table(struct json_writer *j, const char *key, const struct table *t) {
    jw_open(j, key, "{");
    jw_text(j, "name", t->name);
    jw_number(j, "rows", (double)t->n_rows);
    jw_number(j, "undefined", (double)t->undefined);
    jw_open_flat(j, "notes", "[");
    for (size_t i = 0; i < t->n_notes; i++)
        jw_text(j, NULL, t->note[i].text);
    jw_close_flat(j, "]");
    jw_open_flat(j, "sources", "[");
    for (size_t i = 0; i < t->n_sources; i++)
        jw_text(j, NULL, t->source[i].dataset);
    jw_close_flat(j, "]");
    jw_open(j, "columns", "[");
    for (size_t i = 0; i < t->n_columns; i++)
        column(j, &t->column[i]);
    jw_close(j, "]");
    jw_close(j, "}");
}

static void series_break(struct json_writer *j, const struct series_break *b) {
    jw_open_flat(j, NULL, "{");
    jw_text(j, "field", b->field);
    jw_text(j, "from", b->from);
    jw_text(j, "why", b->why);
    jw_close_flat(j, "}");
}

/* The breaks are those of a series of years. */
static void breaks(struct json_writer *j, const struct table *t) {
    jw_open(j, "breaks", "[");
    for (size_t i = 0; i < t->n_breaks; i++)
        series_break(j, &t->series_break[i]);
    jw_close(j, "]");
}

/* Only the roles that are played. */
static void drawing(struct json_writer *j, const struct part *p) {
    const struct drawing *d = &p->drawing;
    jw_open(j, "draws", "{");
    for (int r = 0; r < ROLES; r++) {
        if (drawing_has(d, (enum drawing_role)r))
            jw_text(j, drawing_role_name((enum drawing_role)r), d->column[r]);
    }
    jw_number(j, "reference", d->reference);
    jw_text(j, "reference_name", d->reference_name);
    if (d->highlight.n > 0)
        jw_texts(j, "highlight", d->highlight.label, d->highlight.n);
    jw_bool(j, "logarithmic", d->logarithmic);
    jw_text(j, "axis", d->axis);
    if (drawing_has(d, ROLE_BY))
        breaks(j, &p->table);
    jw_close(j, "}");
}

static void part(struct json_writer *j, const struct part *p) {
    jw_open(j, NULL, "{");
    jw_text(j, "kind", part_kind_name(p->kind));
    jw_text(j, "name", p->name);
    jw_text(j, "title", p->title);
    jw_text(j, "text", p->text);
    if (chart_of(p) != NULL)
        drawing(j, p);
    if (p->curve.n_columns > 0)
        table(j, "curve", &p->curve);
    if (chart_has_table(p))
        table(j, "table", &p->table);
    jw_close(j, "}");
}

static void script(struct json_writer *j, const struct report_info *info) {
    jw_open(j, "script", "{");
    jw_text(j, "name", info->script_name);
    jw_text(j, "sha256", info->script_sha256);
    jw_texts(j, "arguments", info->argument, info->n_arguments);
    jw_close(j, "}");
}

static void disclosure(struct json_writer *j, const struct disclosure_record *c) {
    static const char *const audits[AUDITS] = {"passed", "failed", "not needed"};
    const struct policy *p = &c->policy;
    jw_open(j, NULL, "{");
    jw_text(j, "source", c->source);
    jw_text(j, "released", c->rows);
    jw_open_flat(j, "policy", "{");
    jw_text(j, "name", p->name);
    jw_number(j, "threshold", p->threshold);
    jw_number(j, p->midpoint ? "midpoint" : "round", p->round);
    jw_number(j, "width", p->width);
    jw_bool(j, "zeros_hidden", p->zeros);
    jw_text(j, "published_in", p->source);
    jw_close_flat(j, "}");
    jw_number(j, "earlier_releases", (double)c->earlier);
    jw_number(j, "counts", (double)c->counts);
    jw_number(j, "hidden", (double)(c->small + c->others));
    jw_number(j, "hidden_in_source", (double)c->given);
    jw_bool(j, "optimal", c->optimal);
    jw_text(j, "audit", audits[c->audit]);
    jw_number(j, "exposed", (double)c->exposed);
    jw_close(j, "}");
}

static void document(struct json_writer *j, const struct document *d) {
    jw_open(j, "inputs", "[");
    for (size_t i = 0; i < d->n_inputs; i++)
        input(j, &d->input[i]);
    jw_close(j, "]");
    checks(j, d);
    jw_open(j, "disclosure", "[");
    for (size_t i = 0; i < d->n_disclosures; i++)
        disclosure(j, &d->disclosure[i]);
    jw_close(j, "]");
    jw_open(j, "parts", "[");
    for (size_t i = 0; i < d->n_parts; i++)
        part(j, &d->part[i]);
    jw_close(j, "]");
}

bool report_json(const struct document *d, const struct report_info *info, struct buf *out,
                 struct err *e) {
    const size_t failures = buf_failures();
    struct json_writer j = {.out = out, .first = true};
    jw_open(&j, NULL, "{");
    jw_text(&j, "schema", "foistat.run/1");
    jw_text(&j, "title", d->title);
    jw_text(&j, "subtitle", d->subtitle);
    jw_text(&j, "headline", d->headline);
    jw_text(&j, "theme", theme_name(d->theme));
    jw_open_flat(&j, "engine", "{");
    jw_text(&j, "name", "foistat");
    jw_text(&j, "version", info->engine_version);
    jw_close_flat(&j, "}");
    script(&j, info);
    document(&j, d);
    jw_close(&j, "}");
    buf_puts(out, "\n");
    return fact_whole(out, failures, e);
}
