#include "data/scan_block.h"

#include <math.h>
#include <stdlib.h>

#include "data/csv_rows.h"
#include "data/scan_cell.h"

void scanner_free(struct scanner *s) {
    for (size_t i = 0; s->used != NULL && i < s->n_used; i++) {
        scan_texts_free(&s->used[i].texts);
        free(s->used[i].fate);
    }
    for (size_t i = 0; s->sum != NULL && i < s->job->plan->n_sums; i++) {
        free(s->sum[i].sum);
        free(s->sum[i].numbers);
        free(s->sum[i].cells);
        scan_pairs_free(&s->sum[i].odd);
    }
    for (size_t i = 0; i < TALLY_KEYS; i++)
        scan_pairs_free(&s->level[i]);
    if (s->tally.plan != NULL)
        tally_free(&s->tally);
    free(s->used);
    free(s->sum);
    free(s->dense);
    free(s->rows);
    free(s->cell_start);
    free(s->cell_end);
    scan_index_free(&s->index);
    *s = (struct scanner){0};
}

static bool open_all(struct scanner *s) {
    const struct tally_plan *p = s->job->plan;
    s->used = calloc(s->n_used + 1, sizeof *s->used);
    s->sum = calloc(p->n_sums + 1, sizeof *s->sum);
    s->cell_start = calloc(s->job->n_columns, sizeof *s->cell_start);
    s->cell_end = calloc(s->job->n_columns, sizeof *s->cell_end);
    bool done = s->used != NULL && s->sum != NULL && s->cell_start != NULL && s->cell_end != NULL;
    for (size_t i = 0; done && i < s->n_used; i++) {
        s->used[i].column = i < p->n_keys ? p->key[i] : p->sum[i - p->n_keys];
        done = scan_texts_open(&s->used[i].texts);
    }
    for (size_t i = 0; done && i < p->n_keys; i++) {
        s->leaves_out |= p->wanted[i] != NULL;
        done = scan_pairs_open(&s->level[i]);
    }
    for (size_t i = 0; i < SCAN_BATCH; i++)
        s->kept[i] = (uint32_t)i;
    for (size_t i = 0; done && i < p->n_sums; i++)
        done = scan_pairs_open(&s->sum[i].odd);
    return done;
}

bool scanner_open(struct scanner *s, const struct scan_job *job, struct err *e) {
    *s = (struct scanner){.job = job, .n_used = job->plan->n_keys + job->plan->n_sums};
    if ((open_all(s) || tally_no_memory(e)) && tally_open(&s->tally, job->plan, e))
        return true;
    scanner_free(s);
    return false;
}

bool scan_index_room(struct index *x, size_t *room, size_t n, struct err *e) {
    if (n + INDEX_PAD < *room)
        return true;
    scan_index_free(x);
    *room = n + INDEX_PAD + 1;
    uint32_t *places = malloc(*room * sizeof *places);
    if (places == NULL) {
        *room = 0;
        return tally_no_memory(e);
    }
    x->at = places + 1;
    return true; // cppcheck-suppress memleak ; scan_index_free
}

void scan_index_free(struct index *x) {
    if (x->at != NULL)
        free(x->at - 1);
    x->at = NULL;
}

/* --- a batch ---------------------------------------------------------------------------------- */

static struct span cell_of(const struct scanner *s, const struct scan_cells *c, size_t i) {
    uint32_t start = c->before[i * c->stride] + 1; /* 0 behind UINT32_MAX */
    return (struct span){s->text.text + start, c->end[i * c->stride] - start};
}

/* Where a cell of row i stands in the file. */
static struct scan_place place_of(const struct scanner *s, const struct scan_cells *c, size_t i) {
    struct span row = cell_of(s, &s->row, i), cell = cell_of(s, c, i);
    size_t line = s->line != NULL ? s->line[i] : s->first_line + i;
    row.n = (size_t)(cell.text - row.text);
    return scan_place(s->job->options->encoding, row, line);
}

/* A text that was not met before. */
static int32_t new_text(struct scanner *s, struct scan_used *u, size_t i) {
    struct scan_place at = place_of(s, &u->cells, i);
    int32_t code = scan_texts_add(&u->texts, cell_of(s, &u->cells, i), at.line, at.column);
    if (code < 0)
        tally_no_memory(s->e);
    if (u->texts.n <= TALLY_LARGEST)
        return code;
    tally_fail_texts(s->e);
    return -1;
}

/* What becomes of rows with a text of key k that is new. */
static bool note_fate(struct scanner *s, size_t k, size_t code) {
    struct scan_used *u = &s->used[k];
    if (code >= u->fates_room) {
        size_t room = u->fates_room == 0 ? 256 : u->fates_room * 2;
        struct scan_fate *more = realloc(u->fate, room * sizeof *more);
        if (more == NULL)
            return tally_no_memory(s->e);
        u->fate = more;
        u->fates_room = room;
    }
    u->fate[code] = (struct scan_fate){0};
    if (s->job->plan->wanted[k] == NULL)
        return true;
    struct arena scratch = {0};
    struct csv_tally counted_later = {0};
    struct cell cell;
    bool done =
        scan_cell(&u->texts.text[code], s->job->options, 0, &scratch, &cell, &counted_later, s->e);
    u->fate[code].unwanted = done && !tally_wants(s->job->plan, k, cell.text);
    arena_free(&scratch);
    return done;
}

static bool find_codes(struct scanner *s, size_t k, uint32_t *restrict code) {
    struct scan_used *u = &s->used[k];
    struct scan_texts texts = u->texts; /* so that they stay in registers */
    const uint32_t *before = u->cells.before, *end = u->cells.end;
    for (size_t i = 0; i < s->n; i++) {
        uint32_t start = *before + 1;
        int32_t found = scan_texts_find(&texts, s->text.text + start, *end - start);
        before += u->cells.stride;
        end += u->cells.stride;
        if (found < 0) {
            found = new_text(s, u, i);
            texts = u->texts;
            if (found < 0 || (s->leaves_out && !note_fate(s, k, (size_t)found)))
                return false;
        }
        code[i] = (uint32_t)found;
    }
    return true;
}

static bool fail_groups(struct scanner *s) {
    if (s->n_groups <= TALLY_LARGEST)
        return tally_no_memory(s->e);
    return tally_fail_groups(s->e);
}

static bool room_for_groups(struct scanner *s, size_t n) {
    if (n <= s->groups_room)
        return true;
    size_t room = s->groups_room == 0 ? 256 : s->groups_room * 2;
    room = room < n ? n : room;
    uint64_t *rows = realloc(s->rows, room * sizeof *rows);
    if (rows == NULL)
        return false;
    memset(rows + s->groups_room, 0, (room - s->groups_room) * sizeof *rows);
    s->rows = rows;
    s->groups_room = room;
    return true;
}

/* The number of the group with these texts: what the first keys are is paired with each key. */
static uint32_t pair_up(struct scanner *s, const uint32_t *code) {
    uint32_t number = s->job->plan->n_keys > 0 ? code[0] : 0;
    for (size_t k = 1; k < s->job->plan->n_keys && number != UINT32_MAX; k++)
        number = scan_pairs_number(&s->level[k], number, code[k]);
    return number;
}

/* Bits that tell n codes apart. */
static unsigned bits_of(size_t n) {
    unsigned bits = 0;
    while (((size_t)1 << bits) < n)
        bits++;
    return bits;
}

enum { most_dense_bits = 16 };

/* Gives each key the bits that its texts need now; none is dense where that is too many. */
static bool lay_out(struct scanner *s) {
    unsigned bits = 0;
    bool same = s->dense_bits > 0;
    for (size_t k = 0; k < s->job->plan->n_keys; k++) {
        unsigned own = bits_of(s->used[k].texts.n);
        same = same && own == s->key_bits[k];
        s->key_bits[k] = own;
        bits += own;
    }
    if (same || bits > most_dense_bits) {
        s->dense_bits = same ? s->dense_bits : 0;
        return true;
    }
    s->dense_bits = bits + 1; /* 0 is for none */
    free(s->dense);
    s->dense = calloc((size_t)1 << bits, sizeof *s->dense);
    return s->dense != NULL;
}

/* Finds the rows in hand that are asked for; of the others the texts are counted. */
static void choose_rows(struct scanner *s) {
    bool out[SCAN_BATCH] = {false};
    s->n_kept = s->n;
    if (!s->leaves_out)
        return;
    for (size_t k = 0; k < s->job->plan->n_keys; k++) {
        const struct scan_fate *fate = s->used[k].fate;
        for (size_t i = 0; i < s->n; i++)
            out[i] |= fate[s->code[k][i]].unwanted;
    }
    s->n_kept = 0;
    for (size_t i = 0; i < s->n; i++) { /* no branch could be foreseen */
        s->kept[s->n_kept] = (uint32_t)i;
        s->n_kept += !out[i];
    }
    s->left_out += s->n - s->n_kept;
    for (size_t k = 0; k < s->job->plan->n_keys; k++) {
        struct scan_fate *fate = s->used[k].fate;
        for (size_t i = 0; i < s->n; i++)
            fate[s->code[k][i]].left_out += out[i];
    }
}

/* All keys of a row. */
static void codes_of(const struct scanner *s, size_t row, uint32_t *code) {
    for (size_t k = 0; k < s->job->plan->n_keys; k++)
        code[k] = s->code[k][row];
}

/* Of the rows that are kept. */
static bool find_groups(struct scanner *s, uint32_t *group) {
    size_t n_keys = s->job->plan->n_keys;
    uint32_t at[SCAN_BATCH] = {0}, code[TALLY_KEYS];
    for (size_t k = 0; k < n_keys; k++) {
        if (!find_codes(s, k, s->code[k]))
            return false;
    }
    choose_rows(s);
    if (!lay_out(s))
        return tally_no_memory(s->e);
    for (size_t k = 0; s->dense_bits > 0 && k < n_keys; k++) {
        for (size_t i = 0; i < SCAN_BATCH; i++) /* all of them: several at a time */
            at[i] = at[i] << s->key_bits[k] | s->code[k][i];
    }
    for (size_t j = 0; s->dense_bits > 0 && j < s->n_kept; j++)
        group[s->kept[j]] = s->dense[at[s->kept[j]]] - 1;
    for (size_t j = 0; j < s->n_kept; j++) {
        size_t i = s->kept[j];
        if (s->dense_bits > 0 && group[i] != UINT32_MAX)
            continue;
        codes_of(s, i, code);
        group[i] = pair_up(s, code);
        if (group[i] == UINT32_MAX)
            return tally_no_memory(s->e);
        if (s->dense_bits > 0)
            s->dense[at[i]] = group[i] + 1;
    }
    s->n_groups = n_keys == 0 ? 1 : n_keys == 1 ? s->used[0].texts.n : s->level[n_keys - 1].n;
    return (s->n_groups <= TALLY_LARGEST && room_for_groups(s, s->n_groups)) || fail_groups(s);
}

static bool room_for_sums(struct scan_sum *sum, size_t n) {
    if (n <= sum->room)
        return true;
    size_t room = sum->room == 0 ? 256 : sum->room * 2;
    room = room < n ? n : room;
    struct exact *more = realloc(sum->sum, room * sizeof *more);
    if (more != NULL)
        sum->sum = more;
    uint64_t *numbers = realloc(sum->numbers, room * sizeof *numbers);
    if (numbers != NULL)
        sum->numbers = numbers;
    if (more == NULL || numbers == NULL)
        return false;
    memset(more + sum->room, 0, (room - sum->room) * sizeof *more);
    memset(numbers + sum->room, 0, (room - sum->room) * sizeof *numbers);
    sum->room = room;
    return true;
}

/* A text that is no plain number: kept with its group. */
static bool add_odd(struct scanner *s, struct scan_used *u, struct scan_sum *sum, size_t i,
                    uint32_t group) {
    struct span cell = cell_of(s, &u->cells, i);
    int32_t code = scan_texts_find(&u->texts, cell.text, cell.n);
    if (code < 0 && (code = new_text(s, u, i)) < 0)
        return false;
    uint32_t at = scan_pairs_number(&sum->odd, group, (uint32_t)code);
    if (at == UINT32_MAX)
        return tally_no_memory(s->e);
    if (at >= sum->cells_room) {
        size_t room = sum->cells_room == 0 ? 256 : sum->cells_room * 2;
        uint64_t *more = realloc(sum->cells, room * sizeof *more);
        if (more == NULL)
            return tally_no_memory(s->e);
        memset(more + sum->cells_room, 0, (room - sum->cells_room) * sizeof *more);
        sum->cells = more;
        sum->cells_room = room;
    }
    sum->cells[at]++;
    return true;
}

/* The first, and what is smaller, larger or less whole than all before it. */
static bool note_number(struct scanner *s, size_t k, const struct scan_used *u, size_t i,
                        double x) {
    struct scan_sum *sum = &s->sum[k];
    struct scan_place at = place_of(s, &u->cells, i);
    struct cell cell = {.text = cell_of(s, &u->cells, i), .line = at.line, .column = at.column};
    if (!sum->met || x < sum->least)
        sum->least = x;
    if (!sum->met || x > sum->most)
        sum->most = x;
    sum->met = true;
    sum->met_fraction |= x != floor(x);
    return tally_met(&s->tally, k, x, &cell, s->e);
}

static bool add_numbers(struct scanner *s, size_t k, const uint32_t *group) {
    struct scan_sum *sum = &s->sum[k];
    struct scan_used *u = &s->used[s->job->plan->n_keys + k];
    if (!room_for_sums(sum, s->n_groups))
        return tally_no_memory(s->e);
    for (size_t i = 0; i < s->n; i++) {
        double x;
        struct span cell = cell_of(s, &u->cells, i);
        if (!tally_plain(s->job->plan, cell, &x)) {
            if (!add_odd(s, u, sum, i, group[i]))
                return false;
            continue;
        }
        bool news =
            !sum->met || x < sum->least || x > sum->most || (!sum->met_fraction && x != floor(x));
        if (news && !note_number(s, k, u, i, x))
            return false;
        if (group[i] == SCAN_NONE) {
            sum->left_out++;
            continue;
        }
        exact_add(&sum->sum[group[i]], x);
        sum->numbers[group[i]]++;
    }
    return true;
}

/* Adds the rows in hand to their groups. */
static bool flush(struct scanner *s) {
    uint32_t group[SCAN_BATCH];
    if (s->n == 0)
        return true;
    memset(group, 0xff, sizeof group); /* SCAN_NONE */
    if (!find_groups(s, group))
        return false;
    for (size_t j = 0; j < s->n_kept; j++)
        s->rows[group[s->kept[j]]]++;
    for (size_t k = 0; k < s->job->plan->n_sums; k++) {
        if (!add_numbers(s, k, group))
            return false;
    }
    s->n = 0;
    return true;
}

/* --- rows ------------------------------------------------------------------------------------- */

/* From here on by the exact reader. */
static bool read_exactly(struct scanner *s, struct span text, size_t line, bool last) {
    struct csv_reader *r =
        csv_resume(text, s->job->name, s->job->options, s->job->n_columns, line, last, s->e);
    bool done = flush(s) && r != NULL && tally_csv(&s->tally, r, s->e);
    if (done) {
        struct csv_tally seen = csv_tally(r);
        csv_tally_add(&s->seen, &seen);
    }
    csv_close(r);
    return done;
}

/* Is every n-th place a line end, and no other? Then each line is a row of n cells. */
static bool is_regular(struct span text, const struct index *x, size_t n) {
    size_t wrong = 0;
    if (x->n % n != 0 || x->lines != x->n / n)
        return false;
    for (size_t i = n - 1; i < x->n; i += n)
        wrong += text.text[x->at[i]] != '\n';
    return wrong == 0;
}

/* Takes n rows of a regular text in hand, whose places begin at 'at'. */
static void take_rows(struct scanner *s, const uint32_t *at, size_t n, size_t line) {
    size_t columns = s->job->n_columns;
    for (size_t k = 0; k < s->n_used; k++) {
        struct scan_used *u = &s->used[k];
        u->cells = (struct scan_cells){at + u->column - 1, at + u->column, columns};
    }
    s->row = (struct scan_cells){at - 1, at + columns - 1, columns};
    s->line = NULL;
    s->first_line = line;
    s->n = n;
}

/* Is there nothing in the cells of a row without quotes? */
static bool is_blank(const struct scanner *s, struct span row) {
    unsigned char first = row.n > 0 ? (unsigned char)row.text[0] : 0;
    if (first > ' ' && first < 0x80 && first != (unsigned char)s->job->delimiter)
        return false;
    if (s->job->n_columns == 1)
        return rows_is_blank_line(row, s->job->delimiter);
    return scan_look(s->job->options->encoding, s->job->delimiter, row) == SCAN_BLANK;
}

static bool any_blank(const struct scanner *s) {
    for (size_t i = 0; i < s->n; i++) {
        if (is_blank(s, cell_of(s, &s->row, i)))
            return true;
    }
    return false;
}

static bool uses_last(const struct scanner *s) {
    for (size_t k = 0; k < s->n_used; k++) {
        if (s->used[k].column == s->job->n_columns - 1)
            return true;
    }
    return false;
}

/* From now on the places are the scanner's own. */
static void own_places(struct scanner *s) {
    for (size_t k = 0; k < s->n_used; k++)
        s->used[k].cells = (struct scan_cells){s->used[k].own_before, s->used[k].own_end, 1};
    s->row = (struct scan_cells){s->own_row, s->own_row, 1};
    s->line = s->own_line;
}

/* Copies the places of row i in hand to row 'to'; a cell does not end with a CR. */
static void copy_row(struct scanner *s, size_t i, size_t to) {
    for (size_t k = 0; k < s->n_used; k++) {
        struct scan_used *u = &s->used[k];
        struct span cell = cell_of(s, &u->cells, i);
        bool cr = cell.n > 0 && cell.text[cell.n - 1] == '\r';
        u->own_before[to] = u->cells.before[i * u->cells.stride];
        u->own_end[to] = u->cells.end[i * u->cells.stride] - cr;
    }
    s->own_row[to] = s->row.before[i * s->row.stride];
    s->own_line[to] = s->first_line + i;
}

/* Leaves out rows in hand of which no cell holds text, and CRs before line ends. */
static void tidy_rows(struct scanner *s) {
    size_t kept = 0;
    for (size_t i = 0; i < s->n; i++) {
        if (is_blank(s, cell_of(s, &s->row, i)))
            s->seen.blank_rows++;
        else
            copy_row(s, i, kept++);
    }
    own_places(s);
    s->n = kept;
}

/* Rows that all have their cells, and no quotes. */
static bool count_regular(struct scanner *s, const struct index *x, size_t line) {
    size_t columns = s->job->n_columns, rows = x->n / columns;
    bool cr = (x->flags & INDEX_CR) != 0 && uses_last(s);
    for (size_t row = 0, n; row < rows; row += n) {
        n = rows - row < SCAN_BATCH ? rows - row : SCAN_BATCH;
        take_rows(s, x->at + row * columns, n, line + row);
        if (cr || any_blank(s))
            tidy_rows(s);
        if (!flush(s))
            return false;
    }
    return true;
}

/* A row being walked. */
struct walk {
    uint32_t start; /* of the row */
    size_t line, lines;
    size_t cells;
    bool quoted, doubtful; /* a quote; one that the exact reader should look at */
};

static void end_cell(struct scanner *s, struct walk *w, uint32_t start, uint32_t end,
                     bool has_quote) {
    if (w->cells < s->job->n_columns) {
        s->cell_start[w->cells] = start;
        s->cell_end[w->cells] = end;
    }
    struct span cell = {s->text.text + start, end - start};
    w->doubtful |= has_quote && !scan_is_well_quoted(cell);
    w->cells++;
}

/* Takes the next row, whose line end is the last place looked at; *i is behind it. */
static bool walk_row(struct scanner *s, const struct index *x, size_t *i, struct walk *w) {
    const char *text = s->text.text;
    uint32_t start = w->start;
    bool inside = false, has_quote = false;
    for (; *i < x->n; ++*i) {
        uint32_t at = x->at[*i];
        if (text[at] == '"') {
            inside = !inside;
            has_quote = true;
            continue;
        }
        bool line_end = text[at] == '\n';
        w->lines += line_end;
        if (inside)
            continue;
        bool cr = line_end && at > start && text[at - 1] == '\r';
        end_cell(s, w, start, at - cr, has_quote);
        w->quoted |= has_quote;
        has_quote = false;
        start = at + 1;
        if (line_end) {
            ++*i;
            return true;
        }
    }
    w->doubtful = true; /* a quote that is not closed */
    return false;
}

/* A row of another length, or with nothing in its cells. */
enum walked { WALKED_ROW, WALKED_BLANK, WALKED_DOUBTFUL };

static enum walked judge(const struct scanner *s, const struct walk *w, uint32_t end) {
    struct span row = {s->text.text + w->start, end - w->start};
    enum scan_look look = scan_look(s->job->options->encoding, s->job->delimiter, row);
    if (w->doubtful || look == SCAN_DOUBTFUL)
        return WALKED_DOUBTFUL;
    if (!w->quoted &&
        (s->job->n_columns == 1 ? rows_is_blank_line(row, s->job->delimiter) : look == SCAN_BLANK))
        return WALKED_BLANK;
    return w->cells == s->job->n_columns ? WALKED_ROW : WALKED_DOUBTFUL;
}

static bool take_walked(struct scanner *s, const struct walk *w) {
    if (s->n == SCAN_BATCH && !flush(s))
        return false;
    for (size_t k = 0; k < s->n_used; k++) {
        struct scan_used *u = &s->used[k];
        u->own_before[s->n] = s->cell_start[u->column] - 1;
        u->own_end[s->n] = s->cell_end[u->column];
    }
    s->own_row[s->n] = w->start - 1;
    s->own_line[s->n++] = w->line;
    return true;
}

/* Row by row: some have quotes, are blank, or of another length. */
static bool walk_rows(struct scanner *s, const struct index *x, uint32_t start, size_t line) {
    size_t i = 0;
    own_places(s);
    for (uint32_t end; start < s->text.n; start = end) {
        struct walk w = {.start = start, .line = line};
        end = walk_row(s, x, &i, &w) ? x->at[i - 1] + 1 : (uint32_t)s->text.n;
        struct span rest = {s->text.text + start, s->text.n - start};
        enum walked walked = judge(s, &w, end);
        if (walked == WALKED_DOUBTFUL)
            return read_exactly(s, rest, line, false);
        if (walked == WALKED_ROW && !take_walked(s, &w))
            return false;
        s->seen.blank_rows += walked == WALKED_BLANK;
        line += w.lines;
    }
    return flush(s);
}

/* --- texts ------------------------------------------------------------------------------------ */

static bool is_text(const struct scanner *s, struct span text, unsigned flags) {
    size_t bad;
    if ((flags & (INDEX_NUL | INDEX_LONE_CR)) != 0)
        return false;
    if ((flags & INDEX_HIGH) == 0)
        return true;
    return s->job->options->encoding == CSV_WINDOWS_1252 ? scan_is_windows1252(text)
                                                         : utf8_valid(text.text, text.n, &bad);
}

static bool find_index(struct scanner *s, struct span text) {
    if (!scan_index_room(&s->index, &s->index_room, text.n, s->e))
        return false;
    scan_index(text, s->job->delimiter, &s->index);
    s->index.at[-1] = UINT32_MAX;
    return true;
}

void scan_index(struct span text, char delimiter, struct index *x) {
    index_find(text.text, text.n, delimiter, false, x);
    if ((x->flags & INDEX_QUOTE) != 0)
        index_find(text.text, text.n, delimiter, true, x);
}

bool scan_part(struct scanner *s, struct span text, size_t start, size_t line,
               const struct index *x, struct err *e) {
    struct span rows = {text.text + start, text.n - start};
    s->e = e;
    s->text = text;
    s->n = 0;
    if (!is_text(s, rows, x->flags))
        return read_exactly(s, rows, line, false);
    if ((x->flags & INDEX_QUOTE) == 0 && is_regular(text, x, s->job->n_columns))
        return count_regular(s, x, line);
    return walk_rows(s, x, (uint32_t)start, line);
}

bool scan_text(struct scanner *s, struct span text, size_t line, struct err *e) {
    s->e = e;
    return find_index(s, text) && scan_part(s, text, 0, line, &s->index, e);
}

/* Does the last row have all its cells, and text in more than the first? Then no notes follow the
 * table. The text ends with a line feed. */
static bool ends_in_row(struct scanner *s, struct span text) {
    const struct index *x = &s->index;
    size_t columns = s->job->n_columns;
    if ((x->flags & (INDEX_QUOTE | INDEX_LONE_CR | INDEX_NUL)) != 0 || x->n < columns)
        return false;
    for (size_t i = x->n - columns; i + 1 < x->n; i++) {
        if (text.text[x->at[i]] == '\n')
            return false;
    }
    size_t first = columns > 1 ? x->at[x->n - columns] : 0; /* the end of its first cell */
    bool begins = x->n == columns || text.text[x->at[x->n - columns - 1]] == '\n';
    struct span others = {text.text + first, text.n - first};
    return begins && columns > 1 &&
           scan_look(s->job->options->encoding, s->job->delimiter, others) == SCAN_TEXT;
}

bool scan_end(struct scanner *s, struct buf *text, size_t line, struct err *e) {
    static const char padding[INDEX_PAD];
    size_t n = text->n;
    s->e = e;
    s->n = 0;
    if (n == 0)
        return true;
    if (text->text[n - 1] != '\n')
        buf_add(text, "\n", 1);
    size_t whole = text->n;
    buf_add(text, padding, sizeof padding);
    if (text->failed)
        return tally_no_memory(e);
    struct span rows = {text->text, whole};
    if (!find_index(s, rows))
        return false;
    if (ends_in_row(s, rows))
        return scan_text(s, rows, line, e);
    return read_exactly(s, (struct span){text->text, n}, line, true);
}

/* --- the end ---------------------------------------------------------------------------------- */

/* How many rows hold each text of key k. */
static uint64_t *rows_of_texts(const struct scanner *s, size_t k, const uint32_t *code) {
    uint64_t *rows = calloc(s->used[k].texts.n + 1, sizeof *rows);
    for (size_t i = 0; rows != NULL && s->leaves_out && i < s->used[k].texts.n; i++)
        rows[i] = s->used[k].fate[i].left_out;
    for (size_t g = 0; rows != NULL && g < s->n_groups; g++)
        rows[code[g]] += s->rows[g];
    return rows;
}

/* The text of key k that each group has. */
static uint32_t *texts_of_groups(const struct scanner *s, size_t k) {
    uint32_t *code = calloc(s->n_groups + 1, sizeof *code);
    for (size_t g = 0; code != NULL && g < s->n_groups; g++) {
        uint32_t number = (uint32_t)g;
        for (size_t level = s->job->plan->n_keys; level-- > k + 1;)
            number = s->level[level].pair[number].first;
        code[g] = k == 0 ? number : s->level[k].pair[number].second;
    }
    return code;
}

/* The codes in the tally of key k's texts, by group; NULL after an error. */
static int32_t *put_key(struct scanner *s, size_t k) {
    const struct scan_texts *t = &s->used[k].texts;
    uint32_t *code = texts_of_groups(s, k);
    uint64_t *rows = code != NULL ? rows_of_texts(s, k, code) : NULL;
    int32_t *map = calloc(t->n + 1, sizeof *map),
            *of_group = calloc(s->n_groups + 1, sizeof *of_group);
    bool done = (rows != NULL && map != NULL && of_group != NULL) || tally_no_memory(s->e);
    for (size_t i = 0; done && i < t->n; i++) {
        struct cell cell;
        done = scan_cell(&t->text[i], s->job->options, rows[i], &s->tally.arena, &cell, &s->seen,
                         s->e);
        map[i] = done ? tally_text(&s->tally, k, &cell, rows[i], s->e) : -1;
        done = map[i] >= 0;
    }
    for (size_t g = 0; done && g < s->n_groups; g++)
        of_group[g] = map[code[g]];
    free(code);
    free(rows);
    free(map);
    if (done)
        return of_group;
    free(of_group);
    return NULL;
}

static bool put_sum(struct scanner *s, size_t k, const size_t *group) {
    const struct scan_sum *sum = &s->sum[k];
    const struct scan_texts *t = &s->used[s->job->plan->n_keys + k].texts;
    const struct exact nowhere = {0};
    for (size_t g = 0; g < s->n_groups; g++) {
        if (!tally_added(&s->tally, group[g], k, &sum->sum[g], sum->numbers[g], NULL, NULL, s->e))
            return false;
    }
    if (!tally_added(&s->tally, TALLY_LEFT_OUT, k, &nowhere, sum->left_out, NULL, NULL, s->e))
        return false;
    for (size_t i = 0; i < sum->odd.n; i++) {
        struct scan_pair p = sum->odd.pair[i];
        struct cell cell;
        if (!scan_cell(&t->text[p.second], s->job->options, sum->cells[i], &s->tally.arena, &cell,
                       &s->seen, s->e) ||
            !tally_cell(&s->tally, p.first == SCAN_NONE ? TALLY_LEFT_OUT : group[p.first], k, &cell,
                        sum->cells[i], s->e))
            return false;
    }
    return true;
}

static bool put_groups(struct scanner *s, size_t n_keys, int32_t *const *code, size_t *group) {
    tally_leave_out(&s->tally, s->left_out);
    for (size_t g = 0; g < s->n_groups; g++) {
        int32_t codes[TALLY_KEYS];
        for (size_t k = 0; k < n_keys; k++)
            codes[k] = code[k][g];
        group[g] = TALLY_LEFT_OUT; /* a text of the only key, all of whose rows are */
        if (s->rows[g] > 0 && !tally_group(&s->tally, codes, s->rows[g], &group[g], s->e))
            return false;
    }
    return true;
}

bool scanner_close(struct scanner *s, struct err *e) {
    int32_t *code[TALLY_KEYS] = {0};
    size_t n_keys = s->job->plan->n_keys, *group = calloc(s->n_groups + 1, sizeof *group);
    s->e = e;
    bool done = group != NULL || tally_no_memory(e);
    for (size_t k = 0; done && k < n_keys; k++) {
        code[k] = put_key(s, k);
        done = code[k] != NULL;
    }
    done = done && put_groups(s, n_keys, code, group);
    for (size_t k = 0; done && k < s->job->plan->n_sums; k++)
        done = put_sum(s, k, group);
    for (size_t k = 0; k < n_keys; k++)
        free(code[k]);
    free(group);
    return done;
}
