#include "data/count.h"

#include <math.h>
#include <string.h>

#include "base/num.h"
#include "data/additive.h"
#include "data/check_run.h"
#include "data/infer.h"
#include "data/total.h"

enum { USED_AS_KEY = 1, USED_AS_SUM = 2 };
static const char number_name[] = "number of the group in the tally";

void counted_free(struct counted *c) {
    table_free(&c->table);
    *c = (struct counted){0};
}

void count_start(struct counting *c, const struct count_query *q) {
    const struct package *p = q->package;
    *c = (struct counting){.query = q};
    c->reading = (struct reading){.name = q->name,
                                  .package = p != NULL && p->n_fields > 0 ? p : NULL,
                                  .options = q->options,
                                  .counting = true};
}

void count_end(struct counting *c) {
    table_free(&c->keys);
    arena_free(&c->reading.scratch);
}

/* --- which columns ---------------------------------------------------------------------------- */

/* The header as a table without rows, for its errors. */
static bool header_table(struct reading *r, struct table *t) {
    t->name = r->name;
    t->n_columns = r->texts.n_columns;
    t->column = arena_alloc(&r->scratch, t->n_columns, sizeof *t->column);
    for (size_t i = 0; t->column != NULL && i < t->n_columns; i++)
        t->column[i].field.name = r->header[i].text.text;
    return t->column != NULL || read_no_memory(r);
}

static bool use(struct counting *c, const struct table *header, const char *name, int as) {
    const struct column *found = table_need(header, name, c->reading.e);
    if (found != NULL)
        c->used[found - header->column] |= (unsigned char)as;
    return found != NULL;
}

static bool use_spec(struct counting *c, const struct table *header, const struct release_spec *s) {
    for (size_t i = 0; i < s->n_by; i++) {
        if (!use(c, header, s->by[i], USED_AS_KEY))
            return false;
    }
    for (size_t i = 0; i < s->n_where; i++) {
        if (!use(c, header, s->where[i].column, USED_AS_KEY))
            return false;
    }
    for (size_t i = 0; i < s->n_sum; i++) {
        if (!use(c, header, s->sum[i], USED_AS_SUM))
            return false;
    }
    return true;
}

/* Must sums know what a row has in this column, because they may not go over it? */
static bool is_watched(const struct reading *r, size_t i) {
    if (r->package == NULL)
        return r->said[i].role == ROLE_UNIT || infer_is_unit(r->header[i].text.text);
    const struct field *f = &r->declared[i]->field;
    return f->type == COLUMN_LABEL && (f->additive != ADDITIVE || f->totals != NULL ||
                                       f->role == ROLE_PERIOD || f->part.n > 0);
}

static bool choose_columns(struct counting *c) {
    struct reading *r = &c->reading;
    struct table header = {0};
    bool sums = false;
    c->used = arena_alloc(&r->scratch, r->texts.n_columns, 1);
    if (c->used == NULL)
        return read_no_memory(r);
    if (!header_table(r, &header))
        return false;
    for (size_t k = 0; k < c->query->n_specs; k++) {
        if (!use_spec(c, &header, c->query->spec[k]))
            return false;
        sums = sums || c->query->spec[k]->n_sum > 0;
    }
    for (size_t i = 0; sums && i < r->texts.n_columns; i++)
        c->used[i] |= is_watched(r, i) ? USED_AS_KEY : 0;
    return true;
}

static bool put_columns(struct counting *c, struct tally_plan *plan) {
    for (size_t i = 0; i < c->reading.texts.n_columns; i++) {
        bool key = (c->used[i] & USED_AS_KEY) != 0, sum = (c->used[i] & USED_AS_SUM) != 0;
        if ((key && plan->n_keys == TALLY_KEYS) || (sum && plan->n_sums == TALLY_SUMS))
            return fail(c->reading.e, ERR_ARG_RANGE,
                        "rows are counted by %d columns at most, and %d are added up", TALLY_KEYS,
                        TALLY_SUMS);
        if (key)
            plan->key[plan->n_keys++] = i;
        if (sum)
            plan->sum[plan->n_sums++] = i;
    }
    return true;
}

static bool put_codes(struct reading *r, const double *code, size_t n, struct span *list,
                      size_t *used) {
    for (size_t i = 0; i < n; i++) {
        char text[NUM_TEXT_SIZE];
        size_t length = num_text(code[i], text);
        const char *copy = arena_text(&r->scratch, text, length);
        if (copy == NULL)
            return read_no_memory(r);
        list[(*used)++] = (struct span){copy, length};
    }
    return true;
}

/* Rows that satisfy no condition are left out early where no reading of their texts could change
 * that: a label is what stands in the cell. */
static bool choose_wanted(struct counting *c, struct tally_plan *plan) {
    const struct release_spec *s = c->query->spec[0];
    for (size_t i = 0; !c->query->apart && i < s->n_where; i++) {
        size_t k = 0;
        while (strcmp(c->reading.header[plan->key[k]].text.text, s->where[i].column) != 0)
            k++;
        if (s->where[i].label == NULL || plan->wanted[k] != NULL)
            continue;
        struct tally_wanted *w = arena_alloc(&c->reading.scratch, 1, sizeof *w);
        if (w == NULL)
            return read_no_memory(&c->reading);
        *w = (struct tally_wanted){s->where[i].n, s->where[i].label};
        plan->wanted[k] = w;
    }
    return true;
}

static void put_symbols(const struct symbol *symbol, size_t n, struct span *list, size_t *used) {
    const struct tally_plan none = {0};
    double ignored;
    for (size_t i = 0; i < n; i++) {
        struct span text = {symbol[i].text, strlen(symbol[i].text)};
        if (tally_plain(&none, text, &ignored))
            list[(*used)++] = text;
    }
}

/* Numbers that stand for missing cells, or often do (C105), are kept apart from those added up. */
static bool choose_symbols(struct reading *r, struct tally_plan *plan) {
    size_t n_codes, room = r->options->n_symbols, n = 0;
    const double *code = check_negative_codes(&n_codes);
    for (size_t k = 0; r->package != NULL && k < r->package->n_fields; k++)
        room += r->package->field[k].n_symbols;
    struct span *list = arena_alloc(&r->scratch, room + n_codes, sizeof *list);
    if (list == NULL)
        return read_no_memory(r);
    if (r->package == NULL && !put_codes(r, code, n_codes, list, &n))
        return false;
    put_symbols(r->options->symbol, r->options->n_symbols, list, &n);
    for (size_t k = 0; r->package != NULL && k < r->package->n_fields; k++)
        put_symbols(r->package->field[k].symbol, r->package->field[k].n_symbols, list, &n);
    plan->symbol = list;
    plan->n_symbols = n;
    return true;
}

bool count_choose(void *counting, const struct cell *header, size_t n_columns,
                  struct tally_plan *plan, struct err *e) {
    struct counting *c = counting;
    c->reading.e = e;
    *plan = (struct tally_plan){0};
    return read_start(&c->reading, header, n_columns) && choose_columns(c) &&
           put_columns(c, plan) && choose_wanted(c, plan) && choose_symbols(&c->reading, plan);
}

/* --- what their cells mean -------------------------------------------------------------------- */

static void count_marks(struct counting *c, const struct column *column, size_t row,
                        uint64_t cells) {
    c->out->report.marks[column_mark(column, row)] += cells;
}

/* The texts of a key, each as a cell of its own. */
static bool read_key_texts(struct counting *c, const struct tally *t, size_t k) {
    struct reading *r = &c->reading;
    struct texts_column texts = t->key[k];
    size_t n = texts.text.n;
    uint64_t *rows = arena_alloc(&r->scratch, n, sizeof *rows);
    texts.code = arena_alloc(&r->scratch, n, sizeof *texts.code);
    if (rows == NULL || texts.code == NULL)
        return read_no_memory(r);
    for (size_t i = 0; i < n; i++) {
        texts.code[i] = (int32_t)i;
        rows[i] = texts.distinct[i].cells;
    }
    c->rows[k] = rows;
    if (!read_cells(r, t->plan->key[k], &texts, n, &c->texts.column[k]))
        return false;
    for (size_t i = 0; i < n; i++)
        count_marks(c, &c->texts.column[k], i, rows[i]);
    return true;
}

static bool read_key(struct counting *c, const struct tally *t, size_t k) {
    size_t *text = arena_alloc(&c->reading.scratch, t->n_groups, sizeof *text);
    if (!read_key_texts(c, t, k))
        return false;
    for (size_t g = 0; text != NULL && g < t->n_groups; g++)
        text[g] = (size_t)t->key[k].code[g];
    return text == NULL ? read_no_memory(&c->reading)
                        : take_column(&c->keys, k, &c->texts.column[k], text, c->reading.e);
}

/* Plain numbers that stand for all of their column: the smallest, the largest, and the first of
 * those that may be refused. In the order of their places. */
struct samples {
    size_t n;
    const struct tally_extreme *list[5];
};

static bool stands_before(const struct cell *a, const struct cell *b) {
    return a->line < b->line || (a->line == b->line && a->column < b->column);
}

static void add_sample(struct samples *s, const struct tally_extreme *x) {
    if (x->cell.text.text == NULL)
        return;
    size_t i = s->n++;
    for (; i > 0 && stands_before(&x->cell, &s->list[i - 1]->cell); i--)
        s->list[i] = s->list[i - 1];
    s->list[i] = x;
}

static struct samples find_samples(const struct tally_sum *sum) {
    struct samples s = {0};
    add_sample(&s, &sum->first);
    add_sample(&s, &sum->least);
    add_sample(&s, &sum->most);
    add_sample(&s, &sum->fraction);
    add_sample(&s, &sum->negative);
    return s;
}

/* The texts of a sum in the order of their places, each standing for its cells; code[i] is what
 * odd text i has become. */
struct sum_texts {
    struct texts_column texts;
    uint64_t *cells;
    size_t *code;
};

static bool add_text(struct reading *r, struct sum_texts *s, const struct cell *cell,
                     uint64_t cells, size_t *code) {
    struct texts_column *c = &s->texts;
    size_t before = c->text.n;
    int32_t added = dictionary_share(&c->text, &r->scratch, cell->text.text);
    if (added < 0)
        return read_no_memory(r);
    *code = (size_t)added;
    if (c->text.n > before)
        c->distinct[added] = (struct distinct){.line = cell->line, .column = cell->column};
    c->distinct[added].cells += cells;
    s->cells[added] = c->distinct[added].cells;
    c->code[added] = added;
    return true;
}

static bool list_texts(struct reading *r, const struct tally_sum *sum, struct sum_texts *s) {
    struct samples samples = find_samples(sum);
    size_t n = sum->odd.text.n, next = 0, ignored;
    *s = (struct sum_texts){.code = arena_alloc(&r->scratch, n, sizeof *s->code)};
    s->texts.distinct = arena_alloc(&r->scratch, n + samples.n, sizeof *s->texts.distinct);
    s->texts.code = arena_alloc(&r->scratch, n + samples.n, sizeof *s->texts.code);
    s->cells = arena_alloc(&r->scratch, n + samples.n, sizeof *s->cells);
    if (s->code == NULL || s->texts.distinct == NULL || s->texts.code == NULL || s->cells == NULL)
        return read_no_memory(r);
    for (size_t i = 0; i <= n; i++) {
        struct cell odd = i < n ? texts_cell(&sum->odd, i) : (struct cell){0};
        for (; next < samples.n && (i == n || stands_before(&samples.list[next]->cell, &odd));
             next++) {
            uint64_t cells = next == 0 ? sum->all_numbers : 0; /* the first stands for all */
            if (!add_text(r, s, &samples.list[next]->cell, cells, &ignored))
                return false;
        }
        if (i < n && !add_text(r, s, &odd, sum->odd.distinct[i].cells, &s->code[i]))
            return false;
    }
    return true;
}

/* Its cells are then known by the key already. */
static bool is_key_too(const struct counting *c, const struct tally *t, size_t sum) {
    return (c->used[t->plan->sum[sum]] & USED_AS_KEY) != 0;
}

static void count_sum_marks(struct counting *c, const struct tally_sum *sum,
                            const struct column *column, const size_t *code) {
    c->out->report.marks[MARK_OK] += sum->all_numbers;
    for (size_t i = 0; i < sum->odd.text.n; i++)
        count_marks(c, column, code[i], sum->odd.distinct[i].cells);
}

/* Column i of c->sums: a cell for each text of the sum, those of odd texts at at[]. */
static bool read_sum(struct counting *c, const struct tally *t, size_t i) {
    struct reading *r = &c->reading;
    struct sum_texts s;
    struct column column;
    if (!list_texts(r, &t->sum[i], &s) ||
        !read_cells(r, t->plan->sum[i], &s.texts, s.texts.text.n, &column))
        return false;
    if (!is_key_too(c, t, i))
        count_sum_marks(c, &t->sum[i], &column, s.code);
    c->sums.column[i] = column;
    c->cells[i] = s.cells;
    c->at[i] = s.code;
    return true;
}

/* A list of columns, of different lengths. */
static bool open_columns(struct reading *r, const char *name, size_t n, struct table *out) {
    *out = (struct table){
        .name = name, .n_columns = n, .column = arena_alloc(&r->scratch, n, sizeof(struct column))};
    return out->column != NULL || read_no_memory(r);
}

/* In the order of the header, as errors come. */
static bool read_columns(struct counting *c, const struct tally *t) {
    const struct tally_plan *p = t->plan;
    struct reading *r = &c->reading;
    const char *name = read_table_name(r, c->query->package);
    if (name == NULL || !table_new(&c->keys, name, t->n_groups, p->n_keys, r->e) ||
        !open_columns(r, name, p->n_keys, &c->texts) || !open_columns(r, name, p->n_sums, &c->sums))
        return false;
    r->table = &c->keys;
    for (size_t i = 0, k = 0, s = 0; i < r->texts.n_columns; i++) {
        if (k < p->n_keys && p->key[k] == i && !read_key(c, t, k++))
            return false;
        if (s < p->n_sums && p->sum[s] == i && !read_sum(c, t, s++))
            return false;
    }
    return read_check_labels(r);
}

/* --- adding up -------------------------------------------------------------------------------- */

/* Groups of the tally, and the rows of the table that they are counted in. */
struct adding {
    struct counting *c;
    const struct tally *tally;
    size_t n_by, n_sum;
    const char *const *by, *const *sum;
    struct table rows; /* of the keys that are counted */
    struct grouping groups;
    size_t *row; /* row[group of the tally]; SIZE_MAX: it is left out */
    bool alone;  /* each row of the source has a row of its own */
    struct err *e;
};

static bool no_memory(struct adding *a) {
    return tally_no_memory(a->e);
}

static const char **column_names(struct arena *a, const struct table *t) {
    const char **names = arena_alloc(a, t->n_columns, sizeof *names);
    for (size_t i = 0; names != NULL && i < t->n_columns; i++)
        names[i] = t->column[i].field.name;
    return names;
}

static bool choose_names(struct adding *a) {
    struct arena *scratch = &a->c->reading.scratch;
    const struct release_spec *s = a->c->query->spec[0];
    bool apart = a->c->query->apart;
    const struct table *keys = &a->c->keys, *sums = &a->c->sums;
    a->n_by = apart ? keys->n_columns : s->n_by;
    a->n_sum = apart ? sums->n_columns : s->n_sum;
    a->by = apart ? column_names(scratch, keys) : s->by;
    a->sum = apart ? column_names(scratch, sums) : s->sum;
    return !apart || (a->by != NULL && a->sum != NULL) || no_memory(a);
}

/* Is each label that a condition asks for in its column? Rows that were left out have labels, too.
 */
static bool check_condition(struct adding *a, const struct condition *where) {
    const struct table *texts = &a->c->texts;
    const struct column *column = table_need(texts, where->column, a->e);
    struct table alone = {0}, met = {0};
    bool done = column != NULL && table_new(&alone, texts->name, column->n, 1, a->e) &&
                table_put(&alone, 0, column, a->e) && table_where(&alone, where, 1, &met, a->e);
    table_free(&alone);
    table_free(&met);
    return done;
}

/* Finds the groups that are counted; each keeps its number in the tally. */
static bool choose_groups(struct adding *a) {
    static const struct field field = {.name = number_name, .type = COLUMN_NUMBER};
    const struct release_spec *s = a->c->query->spec[0];
    struct column number;
    struct table numbered = {0};
    size_t n_where = a->c->query->apart ? 0 : s->n_where;
    for (size_t i = 0; i < n_where; i++) {
        if (!check_condition(a, &s->where[i]))
            return false;
    }
    if (!column_numbers(&number, &a->c->reading.scratch, &field, a->tally->n_groups, a->e))
        return false;
    for (size_t i = 0; i < number.n; i++)
        number.value[i] = (double)i;
    bool done = table_derive(&a->c->keys, &number, &numbered, a->e) &&
                table_where_any(&numbered, s->where, n_where, &a->rows, a->e);
    table_free(&numbered);
    return done;
}

static bool group_all(struct adding *a) {
    struct arena *scratch = &a->c->reading.scratch;
    uint64_t rows = 0;
    if (!choose_names(a) || !choose_groups(a) ||
        !group_rows(&a->rows, a->by, a->n_by, scratch, &a->groups, a->e))
        return false;
    a->row = arena_alloc(scratch, a->tally->n_groups, sizeof *a->row);
    if (a->row == NULL)
        return no_memory(a);
    for (size_t i = 0; i < a->tally->n_groups; i++)
        a->row[i] = SIZE_MAX;
    const double *number = table_column(&a->rows, number_name)->value;
    for (size_t i = 0; i < a->rows.n_rows; i++) {
        a->row[(size_t)number[i]] = a->groups.group[i];
        rows += a->tally->rows[(size_t)number[i]];
    }
    a->alone = rows == a->groups.n;
    return true;
}

static bool put_rows(struct adding *a, struct table *out) {
    static const struct field field = {.name = RELEASE_ROWS,
                                       .unit = "rows",
                                       .type = COLUMN_NUMBER,
                                       .role = ROLE_COUNT,
                                       .count = true};
    struct column *c = &out->column[a->n_by];
    if (!column_numbers(c, &out->arena, &field, out->n_rows, a->e))
        return false;
    for (size_t i = 0; i < out->n_rows; i++)
        c->value[i] = 0;
    for (size_t i = 0; i < a->tally->n_groups; i++) {
        if (a->row[i] != SIZE_MAX)
            c->value[a->row[i]] += (double)a->tally->rows[i];
    }
    return true;
}

static void add_up(const struct adding *a, size_t s, struct total *total) {
    const struct tally_sum *sum = &a->tally->sum[s];
    const struct column *texts = &a->c->sums.column[s];
    for (size_t i = 0; i < a->tally->n_groups; i++) {
        if (a->row[i] != SIZE_MAX)
            total_add_exact(&total[a->row[i]], &sum->sum[i]);
    }
    for (size_t i = 0; i < sum->n_cells; i++) {
        const struct tally_cells *odd = &sum->cells[i];
        if (a->row[odd->group] != SIZE_MAX)
            total_add(&total[a->row[odd->group]], texts, a->c->at[s][odd->code], odd->cells);
    }
}

/* Column n_by + 1 + i of the table. */
static bool put_sum(struct adding *a, struct table *out, size_t i) {
    const struct column *like = table_need_numbers(&a->c->sums, a->sum[i], a->e);
    struct total *total = arena_alloc(&a->c->reading.scratch, out->n_rows, sizeof *total);
    size_t at = a->n_by + 1 + i;
    if (like == NULL)
        return false;
    if (total == NULL)
        return no_memory(a);
    if ((!a->c->query->apart &&
         !additive_check(&a->rows, &like->field, &a->groups, a->alone, a->e)) ||
        !take_shape(out, at, like, a->e))
        return false;
    add_up(a, (size_t)(like - a->c->sums.column), total);
    for (size_t k = 0; k < out->n_rows; k++) {
        if (!total_store(out, &out->column[at], k, &total[k], a->e))
            return false;
    }
    return true;
}

static bool put_table(struct adding *a, struct table *out) {
    if (!table_new(out, a->c->keys.name, a->groups.n, a->n_by + 1 + a->n_sum, a->e))
        return false;
    for (size_t i = 0; i < a->n_by; i++) {
        const struct column *c = table_column(&a->rows, a->by[i]);
        if (!take_key(out, i, c, a->groups.first, a->e))
            return false;
    }
    if (!put_rows(a, out))
        return false;
    for (size_t i = 0; i < a->n_sum; i++) {
        if (!put_sum(a, out, i))
            return false;
    }
    return take_finish(out, a->e);
}

/* --- all of it -------------------------------------------------------------------------------- */

/* What a careful reader asks of what was read, and of the table that it makes. */
static bool check(struct counting *c, const struct tally *t, struct table *out) {
    struct err *e = c->reading.e;
    bool plain = c->reading.package == NULL;
    for (size_t i = 0; plain && i < c->keys.n_columns; i++) {
        if (!check_negative(out, &c->texts.column[i], c->rows[i], e))
            return false;
    }
    for (size_t i = 0; plain && i < c->sums.n_columns; i++) {
        if (!is_key_too(c, t, i) && !check_negative(out, &c->sums.column[i], c->cells[i], e))
            return false;
    }
    if ((plain && !check_negative_end(out, e)) || !check_years(out, plain, e) ||
        !check_kinds(out, e))
        return false;
    for (size_t i = 0; i < out->n_checks; i++)
        ((struct check *)out->check)[i].rows = t->n_rows; /* of the table that is being made */
    return true;
}

static bool make(struct counting *c, const struct tally *t, struct table *out) {
    struct reading *r = &c->reading;
    struct adding a = {.c = c, .tally = t, .e = r->e};
    if (t->n_rows == 0)
        return read_refuse_no_rows(r);
    bool done = read_columns(c, t) && group_all(&a) && put_table(&a, out);
    table_free(&a.rows);
    r->table = out;
    return done && read_origin(r, c->query->package) && check(c, t, out);
}

bool count_table(struct counting *c, const struct tally *t, struct csv_reader *blame,
                 struct counted *out, struct err *e) {
    *out = (struct counted){
        .report = {.counted = true, .rows = t->n_rows, .columns = c->reading.texts.n_columns}};
    c->out = out;
    c->reading.e = e;
    c->reading.csv = blame;
    bool done = make(c, t, &out->table);
    if (!done)
        counted_free(out);
    return done;
}

static bool copy_repairs(const struct scan *s, struct counted *out, struct err *e) {
    struct labels copy;
    if (!labels_copy(&out->table.arena, (struct labels){s->n_repairs, s->repair}, &copy))
        return fail(e, ERR_NOMEM, "no memory for the record of a file");
    out->report.n_repairs = copy.n;
    out->report.repair = (const char **)copy.label;
    return true;
}

bool count_file(int fd, const struct count_query *q, struct scan_progress *progress,
                struct counted *out, struct err *e) {
    const struct csv_options *csv = q->package != NULL ? &q->package->csv : &q->options->csv;
    struct counting c;
    struct scan s;
    *out = (struct counted){0};
    count_start(&c, q);
    bool done = scan_file(fd, q->name, csv, count_choose, &c, progress, &s, e) &&
                count_table(&c, &s.tally, s.blame, out, e) && copy_repairs(&s, out, e);
    if (!done)
        counted_free(out);
    count_end(&c);
    scan_free(&s);
    return done;
}
