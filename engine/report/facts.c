#include "report/facts.h"

#include <math.h>
#include <string.h>

#include "base/num.h"
#include "data/check.h"
#include "report/format.h"

static bool has_text(const char *text) {
    return text != NULL && text[0] != '\0';
}

static void put_count(struct buf *out, size_t n) {
    char text[NUM_FIXED_SIZE];
    num_fixed((double)n, 0, true, text);
    buf_puts(out, text);
}

/* Hands over what 'text' holds and empties it; nothing when it holds nothing. */
static void hand_over(struct buf *text, fact_taker *take, void *to, const char *term) {
    if (text->n > 0)
        take(to, term, text->text);
    buf_free(text);
}

static void hand_text(const char *text, fact_taker *take, void *to, const char *term) {
    if (has_text(text))
        take(to, term, text);
}

bool fact_whole(const struct buf *out, size_t failures, struct err *e) {
    bool whole = !out->failed && buf_failures() == failures;
    return whole || fail(e, ERR_NOMEM, "out of memory");
}

const char *fact_title(const struct document *d, const struct report_info *info) {
    if (has_text(d->title))
        return d->title;
    return has_text(info->script_name) ? info->script_name : "Report";
}

const char *fact_heading(const struct field *f) {
    return has_text(f->title) ? f->title : has_text(f->name) ? f->name : "";
}

const char *fact_unit(const struct field *f) {
    if (!has_text(f->unit) || strcasestr(fact_heading(f), f->unit) != NULL ||
        (strcmp(f->unit, "%") == 0 && strcasestr(fact_heading(f), "percent") != NULL))
        return NULL;
    return f->unit;
}

/* Is 'name' the estimate's name with 'ending' behind it? */
static bool is_limit_of(const struct field *estimate, const struct field *limit,
                        const char *ending) {
    size_t n = has_text(estimate->name) ? strlen(estimate->name) : 0;
    return n > 0 && has_text(limit->name) && strncmp(limit->name, estimate->name, n) == 0 &&
           strcmp(limit->name + n, ending) == 0 && limit->type == COLUMN_NUMBER;
}

static bool is_beside_estimate(const struct table *t, size_t k) {
    return k > 0 && is_limit_of(&t->column[k - 1].field, &t->column[k].field, "_lower") &&
           is_limit_of(&t->column[k - 1].field, &t->column[k + 1].field, "_upper");
}

/* The bytes of a title before ": lower limit"; 0 when it ends otherwise. */
static size_t stem_before(const char *title, const char *ending) {
    size_t n = has_text(title) ? strlen(title) : 0, m = strlen(ending);
    return n > m && strcmp(title + n - m, ending) == 0 ? n - m : 0;
}

static bool have_one_stem(const struct field *lower, const struct field *upper) {
    size_t n = stem_before(lower->title, ": lower limit");
    return n > 0 && n == stem_before(upper->title, ": upper limit") &&
           strncmp(lower->title, upper->title, n) == 0 && lower->type == COLUMN_NUMBER &&
           upper->type == COLUMN_NUMBER;
}

bool fact_limits(const struct table *t, size_t k) {
    if (k + 1 >= t->n_columns)
        return false;
    const struct field *lower = &t->column[k].field, *upper = &t->column[k + 1].field;
    return lower->conf_level > 0 && lower->conf_level == upper->conf_level &&
           (is_beside_estimate(t, k) || have_one_stem(lower, upper));
}

void fact_limits_heading(const struct table *t, size_t k, struct buf *out) {
    const struct field *lower = &t->column[k].field;
    if (!is_beside_estimate(t, k)) {
        buf_add(out, lower->title, stem_before(lower->title, ": lower limit"));
        buf_puts(out, ": ");
    }
    format_level(out, lower->conf_level);
    buf_puts(out, " limits");
}

const char *fact_limits_unit(const struct table *t, size_t k) {
    return is_beside_estimate(t, k) ? NULL : fact_unit(&t->column[k].field);
}

static bool is_computed(const struct field *f) {
    return has_text(f->measure) || has_text(f->comparator) || has_text(f->denominator) ||
           f->conf_level > 0;
}

static bool same_text(const char *a, const char *b) {
    return has_text(a) ? has_text(b) && strcmp(a, b) == 0 : !has_text(b);
}

/* Do two columns belong in one footnote? The estimate has no level of its own, its limits do. */
static bool same_measure(const struct field *a, const struct field *b) {
    return is_computed(b) && same_text(a->measure, b->measure) &&
           same_text(a->comparator, b->comparator) && same_text(a->denominator, b->denominator) &&
           (a->conf_level == 0 || b->conf_level == 0 || a->conf_level == b->conf_level);
}

/* What the measure gives, but for a heading that the footnote has named just before. */
static const char *new_words(const struct field *f) {
    const char *heading = fact_heading(f);
    size_t n = strlen(heading);
    return strncmp(f->meaning, heading, n) == 0 && strncmp(f->meaning + n, ": ", 2) == 0
               ? f->meaning + n + 2
               : f->meaning;
}

/* "Rate with exact (Garwood) limits (rate.ci.garwood_exact)": the words where they are known. */
static void put_measure(struct buf *out, const struct field *f) {
    if (!has_text(f->meaning)) {
        buf_addf(out, "measure %s", f->measure);
        return;
    }
    const char *words = new_words(f);
    size_t n = strlen(words);
    n -= n > 0 && words[n - 1] == '.';
    buf_add(out, words, n);
    buf_addf(out, " (%s)", f->measure);
}

static void put_basis(struct buf *out, const struct field *f, double conf_level) {
    const char *join = ": ";
    if (has_text(f->measure)) {
        buf_puts(out, join);
        put_measure(out, f);
        join = "; ";
    }
    if (has_text(f->comparator)) {
        buf_addf(out, "%scompared with %s", join, f->comparator);
        join = "; ";
    }
    if (conf_level > 0) {
        buf_puts(out, join);
        format_level(out, conf_level);
        buf_puts(out, " interval");
        join = "; ";
    }
    if (has_text(f->denominator))
        buf_addf(out, "%sdivided by %s", join, f->denominator);
    buf_puts(out, ".");
}

/* The names of columns *k on, as the table shows them: limits beside their estimate are one. */
static void put_columns(struct buf *out, const struct table *t, size_t *k, double *level) {
    const struct field *f = &t->column[*k].field;
    if (!fact_limits(t, *k)) {
        buf_puts(out, fact_heading(f));
        *level = fmax(*level, f->conf_level);
        return;
    }
    fact_limits_heading(t, *k, out);
    ++*k;
}

/* Limits whose heading has said everything that is known of them. */
static bool is_told(const struct table *t, size_t k) {
    const struct field *f = &t->column[k].field;
    return !has_text(f->measure) && !has_text(f->comparator) && !has_text(f->denominator) &&
           (fact_limits(t, k) || (k > 0 && fact_limits(t, k - 1)));
}

bool fact_measure(const struct table *t, size_t *column, struct buf *out) {
    size_t i = *column;
    while (i < t->n_columns && (!is_computed(&t->column[i].field) || is_told(t, i)))
        i++;
    *column = i;
    if (i == t->n_columns)
        return false;
    const struct field *first = &t->column[i].field;
    double level = 0;
    for (; i < t->n_columns && same_measure(first, &t->column[i].field); i++) {
        buf_puts(out, i > *column ? ", " : "");
        put_columns(out, t, &i, &level);
    }
    put_basis(out, first, level);
    *column = i;
    return true;
}

/* A table prints what is about its columns and rows, a funnel what is about the positions. */
static bool is_about(const struct note *n, const struct part *p) {
    if (p->kind == PART_FUNNEL)
        return drawing_has(&p->drawing, ROLE_POSITION) &&
               labels_have(&n->columns, p->drawing.column[ROLE_POSITION]);
    return p->kind == PART_TABLE && note_applies(n, &p->table);
}

/* Does a part of the report print this sentence, as far as its own columns and rows go? */
static bool prints_note(const struct part *p, const char *text) {
    for (size_t i = 0; i < p->table.n_notes; i++) {
        const struct note *n = &p->table.note[i];
        if (strcmp(n->text, text) == 0 && is_about(n, p))
            return true;
    }
    return false;
}

static bool noted_before(const struct part *p, const char *note) {
    for (size_t back = 1; back <= p->n_before; back++) {
        if (prints_note(p - back, note))
            return true;
    }
    return false;
}

/* Does another note of the table give the reason of this break, with what follows from it? */
static bool is_repeated(const struct part *p, const struct note *n) {
    const char *reason = n->from != NULL ? strstr(n->text, "): ") : NULL;
    for (size_t i = 0; reason != NULL && i < p->table.n_notes; i++) {
        const struct note *other = &p->table.note[i];
        if (other != n && strstr(other->text, reason + 3) != NULL && other->from == NULL &&
            note_applies(other, &p->table))
            return true;
    }
    return false;
}

void fact_notes(const struct part *p, fact_taker *take, void *to) {
    for (size_t i = 0; i < p->table.n_notes; i++) {
        const struct note *n = &p->table.note[i];
        if (prints_note(p, n->text) && !noted_before(p, n->text) && !is_repeated(p, n))
            take(to, "Note", n->text);
    }
}

static bool printed(const struct document *d, const char *note) {
    return d->n_parts > 0 && (prints_note(&d->part[d->n_parts - 1], note) ||
                              noted_before(&d->part[d->n_parts - 1], note));
}

static bool is_among(const char *text, const char *const *list, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (strcmp(list[i], text) == 0)
            return true;
    }
    return false;
}

/* Does one of the first n inputs have this note? */
static bool has_input_note(const struct document *d, size_t n, const char *text) {
    for (size_t i = 0; i < n; i++) {
        if (is_among(text, d->input[i].note, d->input[i].n_notes))
            return true;
    }
    return false;
}

/* Is the text a note of a part before p, whether or not it is printed there? */
static bool has_part_note(const struct part *p, const char *text) {
    for (size_t back = 1; back <= p->n_before; back++) {
        const struct table *t = &(p - back)->table;
        for (size_t i = 0; i < t->n_notes; i++) {
            if (strcmp(t->note[i].text, text) == 0)
                return true;
        }
    }
    return false;
}

void fact_other_notes(const struct document *d, fact_taker *take, void *to) {
    for (size_t i = 0; i < d->n_inputs; i++) {
        const struct input *in = &d->input[i];
        for (size_t k = 0; k < in->n_notes; k++) {
            if (!printed(d, in->note[k]) && !has_input_note(d, i, in->note[k]))
                take(to, in->name, in->note[k]);
        }
    }
    for (size_t i = 0; i < d->n_parts; i++) {
        const struct part *p = &d->part[i];
        for (size_t k = 0; k < p->table.n_notes; k++) {
            const char *text = p->table.note[k].text;
            if (!printed(d, text) && !has_input_note(d, d->n_inputs, text) &&
                !has_part_note(p, text))
                take(to, "This analysis", text);
        }
    }
}

void fact_marks(const struct table *t, bool present[MARK_COUNT]) {
    memset(present, 0, MARK_COUNT * sizeof *present);
    for (size_t k = 0; k < t->n_columns; k++) {
        for (size_t row = 0; row < t->n_rows; row++)
            present[format_mark(&t->column[k], row)] = true;
    }
}

void fact_source(const struct source *s, struct buf *out) {
    const char *title = has_text(s->title) ? s->title : s->dataset;
    const char *const part[] = {s->body, title, s->date};
    static const char *const join[] = {"", ": ", ", "};
    bool any = false;
    for (size_t i = 0; i < 3; i++) {
        if (has_text(part[i])) {
            buf_addf(out, "%s%s", any ? join[i] : "", part[i]);
            any = true;
        }
    }
}

void fact_undefined(const struct table *t, struct buf *out) {
    if (t->undefined == 0)
        return;
    put_count(out, t->undefined);
    buf_puts(out, t->undefined == 1 ? " row holds" : " rows hold");
    buf_puts(out, " a result that cannot be computed.");
}

static void input_size(const struct input *in, fact_taker *take, void *to) {
    struct buf text = {0};
    put_count(&text, in->rows);
    buf_puts(&text, in->rows == 1 ? " row, " : " rows, ");
    put_count(&text, in->columns);
    buf_puts(&text, in->columns == 1 ? " column" : " columns");
    hand_over(&text, take, to, "Size");
}

static void input_marks(const struct input *in, fact_taker *take, void *to) {
    struct buf text = {0};
    for (int m = MARK_OK + 1; m < MARK_COUNT; m++) {
        if (in->marks[m] == 0)
            continue;
        buf_puts(&text, text.n > 0 ? "; " : "");
        put_count(&text, in->marks[m]);
        buf_addf(&text, " %s", mark_symbol((enum mark)m));
    }
    if (text.n == 0)
        buf_puts(&text, "none");
    hand_over(&text, take, to, "Cells that are not figures");
}

static void input_repairs(const struct input *in, fact_taker *take, void *to) {
    struct buf text = {0};
    for (size_t i = 0; i < in->n_repairs; i++)
        buf_addf(&text, "%s%s", i > 0 ? "; " : "", in->repair[i]);
    if (text.n == 0)
        buf_puts(&text, "none");
    hand_over(&text, take, to, "Repairs on reading");
}

const char *fact_input_title(const struct input *in) {
    return in->source.title != NULL ? in->source.title : in->name;
}

void fact_input(const struct input *in, fact_taker *take, void *to) {
    const struct source *s = &in->source;
    hand_text(s->body, take, to, "Published by");
    hand_text(s->request, take, to, "Request");
    hand_text(s->date, take, to, "Date of the figures");
    hand_text(s->path, take, to, "Address");
    hand_text(s->licence, take, to, "Licence");
    hand_text(in->path, take, to, "File");
    input_size(in, take, to);
    input_marks(in, take, to);
    if (!in->released) /* nor does anyone learn from them how many rows there were */
        input_repairs(in, take, to);
    hand_text(in->sha256, take, to,
              in->released ? "SHA-256 of what was released of it, as CSV" : "SHA-256");
    hand_text(in->package_sha256, take, to, "SHA-256 of its description");
}

/* Is the measure of column k of part i named by an earlier column? */
static bool named_before(const struct document *d, size_t i, size_t k) {
    const char *name = d->part[i].table.column[k].field.measure;
    for (size_t j = 0; j <= i; j++) {
        const struct table *t = &d->part[j].table;
        for (size_t c = 0; c < (j < i ? t->n_columns : k); c++) {
            if (same_text(t->column[c].field.measure, name))
                return true;
        }
    }
    return false;
}

static void made_measures(const struct document *d, fact_taker *take, void *to) {
    struct buf text = {0};
    for (size_t i = 0; i < d->n_parts; i++) {
        const struct table *t = &d->part[i].table;
        for (size_t k = 0; k < t->n_columns; k++) {
            const char *name = t->column[k].field.measure;
            if (has_text(name) && !named_before(d, i, k))
                buf_addf(&text, "%s%s", text.n > 0 ? ", " : "", name);
        }
    }
    hand_over(&text, take, to, "Measures used");
}

static void made_arguments(const struct report_info *info, fact_taker *take, void *to) {
    struct buf text = {0};
    for (size_t i = 0; i < info->n_arguments; i++)
        buf_addf(&text, "%s%s", i > 0 ? " " : "", info->argument[i]);
    if (text.n == 0)
        buf_puts(&text, "none");
    hand_over(&text, take, to, "Arguments");
}

void fact_made(const struct document *d, const struct report_info *info, fact_taker *take,
               void *to) {
    struct buf engine = {0};
    buf_addf(&engine, "foistat %s", info->engine_version);
    hand_over(&engine, take, to, "Engine");
    hand_text(info->script_name, take, to, "Script");
    hand_text(info->script_sha256, take, to, "SHA-256 of the script");
    made_arguments(info, take, to);
    made_measures(d, take, to);
}

const char *fact_check_state(enum check_state s) {
    static const char *const names[] = {"Passed", "Noted", "Failed"};
    return names[s];
}

const char *fact_check_title(const char *code) {
    for (const struct check_code *c = check_codes; c->code != NULL; c++) {
        if (same_text(c->code, code))
            return c->title;
    }
    return "";
}

size_t fact_checks(const struct document *d, enum check_state s) {
    size_t n = 0;
    for (size_t i = 0; i < d->n_checks; i++)
        n += d->check[i].state == s;
    return n;
}

/* Was the dataset of check i checked by an earlier one? */
static bool checked_before(const struct document *d, size_t i) {
    for (size_t k = 0; k < i; k++) {
        if (same_text(d->check[k].dataset, d->check[i].dataset))
            return true;
    }
    return false;
}

void fact_checks_summary(const struct document *d, struct buf *out) {
    size_t datasets = 0, n = d->n_checks;
    if (n == 0) {
        buf_puts(out, "No check applies to these data.");
        return;
    }
    for (size_t i = 0; i < n; i++)
        datasets += !checked_before(d, i);
    put_count(out, n);
    buf_puts(out, n == 1 ? " check of " : " checks of ");
    put_count(out, datasets);
    buf_puts(out, datasets == 1 ? " dataset ran: " : " datasets ran: ");
    for (int s = CHECK_PASSED; s <= CHECK_FAILED; s++) {
        static const char *const words[] = {" passed, ", " noted, ", " failed."};
        put_count(out, fact_checks(d, (enum check_state)s));
        buf_puts(out, words[s]);
    }
}

void fact_check_rows(const struct check *c, struct buf *out) {
    if (c->rows == 0) { /* the source is not public, and how many it has is not told */
        buf_puts(out, "all its rows");
        return;
    }
    put_count(out, c->rows);
    buf_puts(out, c->rows == 1 ? " row" : " rows");
}

void fact_check_brief(const struct check *c, struct buf *out) {
    enum { first = 3 };
    if (c->brief == 0 || c->found <= first) {
        buf_puts(out, c->text);
    } else {
        buf_add(out, c->text, c->brief);
        buf_addf(out, "; and %zu more", c->found - first);
    }
    const size_t few = 100; /* less than one in so many rows */
    if (c->found > 0 && c->found < c->rows / few)
        buf_puts(out, ". They may be of other areas or years than this page is about");
}

void fact_check_heading(const struct check *c, struct buf *out) {
    buf_addf(out, "%s %s (", c->code, fact_check_title(c->code));
    if (has_text(c->dataset))
        buf_addf(out, "%s, ", c->dataset);
    fact_check_rows(c, out);
    buf_puts(out, ")");
}
