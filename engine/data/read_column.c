#include "data/read_column.h"

#include <math.h>
#include <string.h>
#include <strings.h>

#include "base/num.h"
#include "data/infer.h"
#include "data/meaning.h"
#include "data/wording.h"

/* How one column is to be read: what the package says, or what its cells show. */
struct plan {
    struct package_field declared;
    struct vocabulary vocabulary;
};

bool read_no_memory(struct reading *r) {
    return fail(r->e, ERR_NOMEM, "no memory to read %s", r->name);
}

bool read_blame(struct reading *r, const struct cell *cell) {
    return r->csv != NULL ? csv_blame(r->csv, cell, r->e) : err_at(r->e, r->name, 0, 0, 0);
}

static enum meaning_teller teller(const struct reading *r) {
    return r->package != NULL ? TELLER_PACKAGE : r->counting ? TELLER_COUNT : TELLER_READ;
}

static bool refuse_number(struct reading *r, const struct texts_column *c, size_t code,
                          const struct plan *plan) {
    char shown[WORDING_CLIP], name[WORDING_CLIP];
    const char *text = c->text.text[code], *column = plan->declared.field.name;
    wording_clip(column, name);
    wording_clip(text, shown);
    if (plan->vocabulary.percent)
        fail(r->e, ERR_CSV_NUMBER, "\"%s\" is no percentage, as others of column \"%s\" are", shown,
             name);
    else
        fail(r->e, ERR_CSV_NUMBER, "\"%s\" is not a number (column \"%s\")", shown, name);
    meaning_hint(r->e, text, column, teller(r));
    struct cell cell = texts_cell(c, code);
    return read_blame(r, &cell);
}

static bool plan_declared(struct reading *r, size_t i, struct plan *plan) {
    plan->declared = *r->declared[i];
    plan->vocabulary.list[1].symbol = plan->declared.symbol;
    plan->vocabulary.list[1].n = plan->declared.n_symbols;
    plan->vocabulary.mark_names = true;
    return true;
}

/* Labels, and what else follows from a role of labels. */
static void plan_labels(struct field *f, enum role role) {
    f->type = COLUMN_LABEL;
    f->role = role;
    f->additive = role == ROLE_UNIT ? NOT_ADDITIVE_UNIT : ADDITIVE;
}

/* What the script says, or what names and cells show. */
static bool plan_type(struct reading *r, const struct texts_column *c, const struct read_said *said,
                      struct plan *plan, size_t *odd) {
    struct field *f = &plan->declared.field;
    bool ees = r->ees && infer_is_ees_label(f->name), number = role_is_quantity(said->role);
    bool period = ees && strcmp(f->name, "time_period") == 0 && said->role == ROLE_NONE;
    if (said->text || (ees && !number) || (said->role != ROLE_NONE && !number)) {
        plan_labels(f, period ? ROLE_PERIOD : said->role);
        return true;
    }
    f->role = said->role;
    plan->vocabulary.percent =
        (f->role == ROLE_NONE || f->role == ROLE_SHARE) && infer_is_percent(c, &plan->vocabulary);
    f->type = number ? COLUMN_NUMBER : infer_type(c, &plan->vocabulary, odd);
    if (f->type == COLUMN_NUMBER && plan->vocabulary.percent) {
        f->role = ROLE_SHARE;
        f->unit = "%";
    }
    if (f->type == COLUMN_LABEL && infer_is_unit(f->name))
        plan_labels(f, ROLE_UNIT);
    return f->type == COLUMN_LABEL || *odd == SIZE_MAX;
}

static bool plan_plain(struct reading *r, const struct texts_column *c, const char *name,
                       const struct read_said *said, struct plan *plan) {
    plan->vocabulary.standard = true;
    plan->vocabulary.ees = r->ees;
    plan->declared.field = (struct field){.name = name, .decimals = -1};
    size_t odd = SIZE_MAX;
    return plan_type(r, c, said, plan, &odd) || refuse_number(r, c, odd, plan);
}

static bool make_plan(struct reading *r, size_t i, const struct texts_column *c,
                      struct plan *plan) {
    const char *name = r->header[i].text.text;
    *plan = (struct plan){0};
    plan->vocabulary.list[0].symbol = r->options->symbol;
    plan->vocabulary.list[0].n = r->options->n_symbols;
    return r->package != NULL ? plan_declared(r, i, plan)
                              : plan_plain(r, c, name, &r->said[i], plan);
}

/* A value that the column's role or type rules out; NULL if it is fine. */
static const char *objection(const struct package_field *f, struct span text, double x,
                             enum err_id *id) {
    *id = ERR_COUNT;
    if (f->field.role == ROLE_COUNT && !(num_is_count(x) && num_exact(text.text, text.n, x)))
        return x < 0 ? "a count is not negative" : "a count is a whole number up to 2^53";
    if (f->field.role == ROLE_POPULATION && x < 0)
        return "a population is not negative";
    *id = ERR_CSV_NUMBER;
    return f->whole && x != floor(x) ? "its type is integer" : NULL;
}

/* Reading it would change it. */
static bool refuse_digits(struct reading *r, const struct texts_column *c, size_t code,
                          const struct package_field *f, double x) {
    char text[WORDING_CLIP], name[WORDING_CLIP], held[NUM_TEXT_SIZE];
    num_text(x, held);
    wording_clip(f->field.name, name);
    fail(r->e, ERR_CSV_NUMBER,
         "\"%s\" in column \"%s\": it has more digits than a number can hold and would be read as "
         "%s",
         wording_clip(c->text.text[code], text), name, held);
    if (r->package != NULL)
        err_hint(r->e, "if it names something, its type is a text: \"type\": \"string\"");
    else
        err_hint(r->e, "if it names something, read the column as labels: %stext = {\"%s\"}%s",
                 meaning_call(teller(r)), name, meaning_call_end(teller(r)));
    struct cell cell = texts_cell(c, code);
    return read_blame(r, &cell);
}

/* Says it for a package and for a plain file in their own words. */
static void hint_value(struct reading *r, const char *text, double x) {
    bool packaged = r->package != NULL;
    if (x < 0 && packaged)
        err_hint(r->e,
                 "negative values are often codes for missing data: if this is one, declare it in "
                 "datapackage.json: \"foi:marks\": {\"%s\": \"not_available\"}",
                 text);
    else if (x < 0)
        err_hint(r->e,
                 "negative values are often codes for missing data: if this is one, say so: "
                 "%smarks = {[\"%s\"] = \"not_available\"}%s",
                 meaning_call(teller(r)), text, meaning_call_end(teller(r)));
    else
        err_hint(r->e, "correct the cell, or %s",
                 packaged      ? "the field's type and foi:role in datapackage.json"
                 : r->counting ? "leave the column's role out of foi.count"
                               : "leave the column's role out of foi.read");
}

static bool refuse_value(struct reading *r, const struct texts_column *c, size_t code,
                         const struct package_field *f, double x) {
    enum err_id id;
    const char *why = objection(f, texts_text(c, code), x, &id);
    if (why == NULL)
        return num_exact_digits(c->text.text[code], texts_text(c, code).n, x) ||
               refuse_digits(r, c, code, f, x);
    char text[WORDING_CLIP], name[WORDING_CLIP];
    fail(r->e, id, "\"%s\" in column \"%s\": %s", wording_clip(c->text.text[code], text),
         wording_clip(f->field.name, name), why);
    hint_value(r, text, x);
    struct cell cell = texts_cell(c, code);
    return read_blame(r, &cell);
}

static bool refuse_blank(struct reading *r, const struct texts_column *c, size_t code,
                         const struct package_field *f) {
    char name[WORDING_CLIP];
    fail(r->e, ERR_PACKAGE, "an empty cell in column \"%s\", which is required",
         wording_clip(f->field.name, name));
    err_hint(r->e, "fill the cell, or take constraints.required out of datapackage.json");
    struct cell cell = texts_cell(c, code);
    return read_blame(r, &cell);
}

/* The meaning of every different text of a column, or NULL after an error. */
static struct meaning *read_meanings(struct reading *r, const struct texts_column *c,
                                     const struct plan *plan) {
    const struct package_field *f = &plan->declared;
    bool number = f->field.type == COLUMN_NUMBER;
    struct meaning *m = arena_alloc(&r->scratch, c->text.n, sizeof *m);
    for (size_t i = 0; m != NULL && i < c->text.n; i++) {
        struct span text = texts_text(c, i);
        bool done = true;
        m[i] = number ? meaning_of_number_cell(text, &plan->vocabulary)
                      : meaning_of_label_cell(text, &plan->vocabulary);
        if (f->required && text.n == 0)
            done = refuse_blank(r, c, i, f);
        else if (number && m[i].sense == SENSE_TEXT)
            done = refuse_number(r, c, i, plan);
        else if (m[i].sense == SENSE_NUMBER)
            done = refuse_value(r, c, i, f, m[i].value);
        if (!done)
            return NULL;
    }
    if (m == NULL)
        read_no_memory(r);
    return m;
}

/* Plain columns: are all numbers counts, so that they are written as whole numbers? */
static bool all_counts(const struct column *c) {
    for (size_t i = 0; i < c->n; i++) {
        if (column_mark(c, i) == MARK_OK && !num_is_count(c->value[i]))
            return false;
    }
    return true;
}

static bool make_numbers(struct reading *r, const struct texts_column *c, size_t n,
                         const struct plan *plan, const struct meaning *m, struct column *out) {
    if (!column_numbers(out, &r->scratch, &plan->declared.field, n, r->e))
        return false;
    for (size_t i = 0; i < n; i++)
        out->value[i] = m[c->code[i]].sense == SENSE_NUMBER ? m[c->code[i]].value : NAN;
    for (size_t i = 0; i < n; i++) {
        const struct meaning *cell = &m[c->code[i]];
        if (cell->sense == SENSE_MARK &&
            !column_set_mark(out, &r->scratch, i, cell->mark, cell->lo, cell->hi, r->e))
            return false;
    }
    if (r->package == NULL)
        out->field.count = out->field.role != ROLE_SHARE && all_counts(out);
    return true;
}

static bool refuse_label(struct reading *r, const struct texts_column *c, size_t code,
                         const struct package_field *f) {
    char text[WORDING_CLIP], name[WORDING_CLIP];
    fail(r->e, ERR_LABEL, "\"%s\" is not one of the labels of column \"%s\"",
         wording_clip(c->text.text[code], text), wording_clip(f->field.name, name));
    const char *nearest = str_nearest(c->text.text[code], f->level);
    if (nearest != NULL)
        err_hint(r->e,
                 "did you mean \"%s\"? The labels are those in constraints.enum of "
                 "datapackage.json",
                 nearest);
    else
        err_hint(r->e, "correct the cell, or add the label to constraints.enum in "
                       "datapackage.json");
    struct cell cell = texts_cell(c, code);
    return read_blame(r, &cell);
}

/* Puts the labels into the dictionary: declared order; ascending for periods; else as they come. */
static bool order_labels(struct reading *r, const struct texts_column *c, const struct plan *plan,
                         const struct meaning *m, struct dictionary *d) {
    const struct package_field *f = &plan->declared;
    size_t n = 0;
    const char **label = arena_alloc(&r->scratch, c->text.n + f->n_levels, sizeof *label);
    if (label == NULL)
        return read_no_memory(r);
    for (size_t i = 0; i < f->n_levels; i++)
        label[n++] = f->level[i];
    for (size_t i = 0; f->n_levels == 0 && i < c->text.n; i++) {
        if (m[i].sense == SENSE_TEXT)
            label[n++] = c->text.text[i];
    }
    if (f->field.role == ROLE_PERIOD && f->n_levels == 0)
        str_sort(label, n);
    for (size_t i = 0; i < n; i++) {
        if (dictionary_share(d, &r->scratch, label[i]) < 0)
            return read_no_memory(r);
    }
    return true;
}

static bool make_labels(struct reading *r, const struct texts_column *c, size_t n,
                        const struct plan *plan, const struct meaning *m, struct column *out) {
    int32_t *code = arena_alloc(&r->scratch, c->text.n, sizeof *code);
    if (code == NULL)
        return read_no_memory(r);
    if (!column_labels(out, &r->scratch, &plan->declared.field, n, r->e) ||
        !order_labels(r, c, plan, m, out->dictionary))
        return false;
    for (size_t i = 0; i < c->text.n; i++) {
        code[i] = dictionary_find(out->dictionary, texts_text(c, i));
        if (m[i].sense == SENSE_TEXT && code[i] < 0)
            return refuse_label(r, c, i, &plan->declared);
    }
    for (size_t i = 0; i < n; i++) {
        const struct meaning *cell = &m[c->code[i]];
        out->code[i] = code[c->code[i]];
        if (cell->sense == SENSE_MARK &&
            !column_set_mark(out, &r->scratch, i, cell->mark, NAN, NAN, r->e))
            return false;
    }
    return true;
}

/* foi:totals may name a label that this file lacks; but one that is nearly a label of the column is
 * misspelt, and the total would be added to its parts. */
static bool check_totals(struct reading *r, const struct column *c) {
    const char *totals = c->field.totals;
    if (totals == NULL || c->field.type != COLUMN_LABEL ||
        dictionary_find(c->dictionary, (struct span){totals, strlen(totals)}) >= 0)
        return true;
    for (size_t i = 0; i < c->dictionary->n; i++) {
        const char *label = c->dictionary->text[i];
        if (strcasecmp(label, totals) != 0 && str_distance(label, totals) != 1)
            continue;
        fail(r->e, ERR_PACKAGE, "foi:totals names \"%s\", which column \"%s\" of %s never holds",
             totals, c->field.name, r->name);
        return err_hint(r->e, "did you mean \"%s\"?", label);
    }
    return true;
}

bool read_cells(struct reading *r, size_t i, const struct texts_column *c, size_t n,
                struct column *out) {
    struct plan plan;
    if (!make_plan(r, i, c, &plan))
        return false;
    const struct meaning *m = read_meanings(r, c, &plan);
    if (m == NULL)
        return false;
    bool number = plan.declared.field.type == COLUMN_NUMBER;
    return (number ? make_numbers(r, c, n, &plan, m, out)
                   : make_labels(r, c, n, &plan, m, out) && read_name_labels(r, out)) &&
           check_totals(r, out);
}

bool read_column(struct reading *r, size_t i) {
    struct column column;
    return read_cells(r, i, &r->texts.column[i], r->texts.n_rows, &column) &&
           table_put(r->table, i, &column, r->e);
}
