#include "cli/custodian_guard.h"

#include <string.h>

#include "base/num.h"
#include "data/database_name.h"
#include "data/group.h"
#include "data/wording.h"
#include "data/years.h"

/* Before reading. */

static bool refuse_word(const char *word, struct err *e) {
    fail(e, ERR_RELEASE,
         "how the text of a file that is not public is read is not for a script to "
         "say: %s",
         word);
    return err_hint(e, "its holder says it in a datapackage.json (see dialect), or, if the file is "
                       "public as it stands, runs with --published");
}

static bool refuse_number_mark(const char *text, struct err *e) {
    char clip[WORDING_CLIP];
    fail(e, ERR_RELEASE,
         "marks: \"%s\" is a number, and marking it would show where it stands in a file that is "
         "not public",
         wording_clip(text, clip));
    return err_hint(e, "its holder says in a datapackage.json what stands for a missing count");
}

bool guard_options(const struct read_options *o, struct err *e) {
    double ignored;
    const struct csv_options *csv = &o->csv;
    const char *word = csv->delimiter != ','          ? "delimiter"
                       : csv->skip_rows > 0           ? "skip_rows"
                       : !csv->find_header            ? "find_header"
                       : csv->allow_ragged            ? "allow_ragged"
                       : o->repeated == REPEATED_DROP ? "repeated = \"drop\""
                                                      : NULL;
    if (word != NULL)
        return refuse_word(word, e);
    for (size_t i = 0; i < o->n_symbols; i++) {
        struct span text = span_trim((struct span){o->symbol[i].text, strlen(o->symbol[i].text)});
        if (num_parse_grouped(text.text, text.n, &ignored))
            return refuse_number_mark(o->symbol[i].text, e);
    }
    return true;
}

/* After reading. */

bool guard_is_count(const struct column *c) {
    const struct field *f = &c->field;
    bool other = f->role == ROLE_POPULATION || f->role == ROLE_PERIOD || f->role == ROLE_SHARE;
    return f->type == COLUMN_NUMBER && !other && (f->role == ROLE_COUNT || f->count) &&
           !years_is_period(c);
}

/* A number as a count is written: codes have zeros in front, years are years. */
static bool is_written_count(const char *text) {
    double x;
    size_t n = strlen(text);
    bool code = n > 1 && text[0] == '0' && text[1] >= '0' && text[1] <= '9';
    return !code && num_parse_grouped(text, n, &x) && num_is_count(x) && !(x >= 1900 && x <= 2100);
}

/* Would most cells of a column of labels be read as counts, if nobody had named the column? */
static bool holds_counts(const struct column *c, const struct column *each) {
    double counts = 0, others = 0;
    for (size_t i = 0; i < c->n; i++) {
        const char *label = column_label(c, i);
        double rows = each != NULL ? each->value[i] : 1;
        if (label != NULL && is_written_count(label))
            counts += rows;
        else if (label != NULL)
            others += rows;
    }
    return counts > others;
}

/* Does the script say that the column is one of labels? */
static bool is_said_labels(const struct read_options *o, const char *column) {
    for (size_t i = 0; i < o->n_texts; i++) {
        if (strcmp(o->text[i], column) == 0)
            return true;
    }
    for (size_t i = 0; i < o->n_roles; i++) {
        if (strcmp(o->role[i].column, column) == 0)
            return !role_is_quantity(o->role[i].role);
    }
    return false;
}

static bool check_labels(const struct table *t, const struct read_options *o, struct err *e) {
    const struct column *each = table_column(t, RELEASE_ROWS); /* NULL: no row stands for others */
    for (size_t i = 0; i < t->n_columns; i++) {
        const struct column *c = &t->column[i];
        char clip[WORDING_CLIP];
        if (c->field.type != COLUMN_LABEL || !is_said_labels(o, c->field.name) ||
            !holds_counts(c, each))
            continue;
        fail(e, ERR_RELEASE,
             "column \"%s\" holds numbers, and the file is not public: a script cannot say that "
             "they are labels and no counts",
             wording_clip(c->field.name, clip));
        return err_hint(e, "its holder says so in a datapackage.json (\"type\": \"string\")");
    }
    return true;
}

/* A column of counts with a code such as -99 among them would pass for one of other numbers. */
static bool check_codes(const struct table *t, struct err *e) {
    char clip[WORDING_CLIP];
    for (size_t i = 0; i < t->n_columns; i++) {
        const struct column *c = &t->column[i];
        for (size_t row = 0; c->field.type == COLUMN_NUMBER && row < c->n; row++) {
            if (!(c->value[row] < 0))
                continue;
            fail(e, ERR_RELEASE,
                 "column \"%s\" holds numbers below 0, which often stand for missing counts, and "
                 "the file is not public",
                 wording_clip(c->field.name, clip));
            return err_hint(e, "its holder says what they mean in a datapackage.json (foi:marks)");
        }
    }
    return true;
}

/* Groups and conditions are labels, years, or numbers that a package describes as such. */
static bool check_key(const struct table *t, const char *name, const char *what, bool described,
                      struct err *e) {
    char clip[WORDING_CLIP];
    const struct column *c = table_need(t, name, e);
    if (c == NULL)
        return false;
    enum role r = c->field.role;
    if (c->field.type == COLUMN_LABEL || years_is_period(c) ||
        (described && (r == ROLE_DIMENSION || r == ROLE_PERIOD || r == ROLE_UNIT)))
        return true;
    fail(e, ERR_RELEASE,
         "%s: \"%s\" holds numbers, which may be counts of people, and the file is not public",
         what, wording_clip(name, clip));
    return err_hint(e, "if they are groups, its holder says so in a datapackage.json "
                       "(\"foi:role\": \"dimension\")");
}

static bool check_keys(const struct table *t, const struct release_spec *s, bool described,
                       struct err *e) {
    for (size_t i = 0; i < s->n_by; i++) {
        if (!check_key(t, s->by[i], "by", described, e))
            return false;
    }
    for (size_t i = 0; i < s->n_where; i++) {
        if (!check_key(t, s->where[i].column, "where", described, e))
            return false;
    }
    return true;
}

/* Sums are of counts. */
static bool check_sums(const struct table *t, const struct release_spec *s, struct err *e) {
    char clip[WORDING_CLIP];
    for (size_t i = 0; i < s->n_sum; i++) {
        const struct column *c = table_need_numbers(t, s->sum[i], e);
        if (c == NULL)
            return false;
        if (guard_is_count(c))
            continue;
        fail(e, ERR_RELEASE,
             "sum: \"%s\" is not a column of counts, and of a file that is not public only counts "
             "are added up",
             wording_clip(s->sum[i], clip));
        return err_hint(e, "its holder says what the column is in a datapackage.json");
    }
    return true;
}

static bool refuse_rows(const struct table *t, const char *why, struct err *e) {
    fail(e, ERR_RELEASE, "%s is not public, and its rows may be people: %s", t->name, why);
    return err_hint(e, "ask for numbers: by = {...}, rows = true; if it is public as it stands, "
                       "run with --published");
}

/* Do two rows have the same labels? Then they are cases, not figures of a table. */
static bool has_twins(const struct table *t, bool *twins, struct err *e) {
    struct arena scratch = {0};
    struct grouping g = {0};
    size_t n = 0;
    const char **by = arena_alloc(&scratch, t->n_columns, sizeof *by);
    for (size_t i = 0; by != NULL && i < t->n_columns; i++) {
        const struct column *c = &t->column[i];
        if (c->field.type == COLUMN_LABEL || years_is_period(c))
            by[n++] = c->field.name;
    }
    bool done = by != NULL && group_rows(t, by, n, &scratch, &g, e);
    *twins = done && g.n < t->n_rows;
    arena_free(&scratch);
    return done || fail(e, ERR_NOMEM, "no memory to look through %s", t->name);
}

/* Rows of people are counted; neither shown nor added up, since a sum may be of one person. */
static bool check_rows(const struct table *t, bool described, struct err *e) {
    bool counts = false, twins;
    for (size_t i = 0; i < t->n_columns; i++)
        counts = counts || guard_is_count(&t->column[i]);
    if (!counts)
        return refuse_rows(t, "it has no column of counts", e);
    if (described)
        return true;
    return has_twins(t, &twins, e) &&
           (!twins || refuse_rows(t, "several have the same labels in every column", e));
}

/* Of rows that are counted nobody knows, without a description, whether a column counts people. */
static bool check_counted_sums(const struct request *q, bool described, struct err *e) {
    if (!q->counted || described || q->release.n_sum == 0)
        return true;
    bool database = database_is_name(q->name);
    fail(e, ERR_RELEASE,
         "sum: the %s is not public, and nothing says what its columns count; a sum may be of "
         "one person",
         database ? "database" : "file");
    if (database)
        return err_hint(e, "leave 'sum' out: its rows can be counted; if its records are public as "
                           "they stand, run with --published");
    return err_hint(e, "its holder says in a datapackage.json which columns are counts "
                       "(\"foi:role\": \"count\")");
}

bool guard_table(const struct table *t, const struct request *q, bool described, struct err *e) {
    if (!described && (!check_labels(t, &q->read, e) || !check_codes(t, e)))
        return false;
    return check_keys(t, &q->release, described, e) && check_sums(t, &q->release, e) &&
           check_counted_sums(q, described, e) && (q->release.rows || check_rows(t, described, e));
}

/* Roles. */

static bool all_counts(const struct column *c) {
    for (size_t i = 0; i < c->n; i++) {
        if (column_mark(c, i) == MARK_OK && !num_is_count(c->value[i]))
            return false;
    }
    return true;
}

void guard_roles(struct table *t, enum role *role) {
    for (size_t i = 0; i < t->n_columns; i++) {
        struct field *f = &t->column[i].field;
        role[i] = f->role;
        bool percent = f->unit != NULL && strcmp(f->unit, "%") == 0; /* as its cells show */
        if (f->type != COLUMN_NUMBER || percent)
            continue;
        f->role = ROLE_NONE;
        f->count = all_counts(&t->column[i]);
    }
}

void guard_restore(const struct table *t, const enum role *role, struct table *released) {
    for (size_t i = 0; i < t->n_columns; i++) {
        struct column *c = table_column(released, t->column[i].field.name);
        if (c == NULL || c->field.type != COLUMN_NUMBER)
            continue;
        c->field.role = role[i];
        c->field.count = c->field.count && role[i] != ROLE_SHARE;
    }
}
