/* One number in every form of a report: what the SVG, the HTML table, the CSV, the Markdown, the
 * text and the JSON of a run say is read back and compared, cell by cell. */
#include <fcntl.h>
#include <glob.h>
#include <math.h>
#include <unistd.h>

#include <jansson.h>
#include <nettle/base64.h>

#include "base/num.h"
#include "cli/command.h"
#include "data/column.h"

#include "unit/boxes.h"
#include "unit/forms.h"

/* One part of a run that has a table. */
struct form {
    const char *run, *name;
    const char *html, *markdown, *text; /* whole files */
    char *svg;                          /* NULL: no chart */
    json_t *part, *columns;
    struct grid csv, table;
    size_t cells;          /* compared */
    size_t charts, weight; /* of the page, in bytes */
    bool met[MARK_COUNT];
};

/* Where a column of the JSON stands in the table that people see; limits share one. */
struct place {
    size_t column;
    bool lower, upper;
};

static void differ(const struct form *f, const char *where, size_t row, const char *one,
                   const char *other) {
    fail_msg("%s, %s, %s, row %zu: \"%s\" against \"%s\"", f->run, f->name, where, row + 1, one,
             other);
}

static void same(const struct form *f, const char *where, size_t row, const char *one,
                 const char *other) {
    if (strcmp(one, other) != 0)
        differ(f, where, row, one, other);
}

/* --- numbers ---------------------------------------------------------------------------------- */

/* A number in results.json: NaN for null. */
static double json_double(const json_t *x) {
    if (json_is_string(x))
        return strcmp(json_string_value(x), "Inf") == 0 ? INFINITY : -INFINITY;
    return json_is_number(x) ? json_number_value(x) : NAN;
}

static const json_t *cell_of(const json_t *column, const char *key, size_t row) {
    return json_array_get(json_object_get(column, key), row);
}

/* Is the text a correct rounding of x to the digits that it shows? The JSON itself has 12. */
static bool shows(const char *text, double x) {
    const double stored = 1e-11;
    size_t n = strlen(text);
    double read;
    if (isinf(x))
        return strcmp(text, x > 0 ? "∞" : "-∞") == 0;
    if (strcmp(text, "<0.001") == 0)
        return x >= 0 && x < 0.001;
    if (!num_parse_grouped(text, n, &read) && !num_parse(text, n, &read))
        return false;
    if (strchr(text, 'e') != NULL)
        return fabs(read - x) <= stored * fabs(x);
    const char *point = strchr(text, '.');
    double half = 0.5 * pow(10, point != NULL ? -(double)strlen(point + 1) : 0);
    return fabs(read - x) <= half * (1 + 1e-9) + stored * fabs(x);
}

/* Takes the number between two texts: "between " 1.5 " and ". */
static bool shows_between(const char *text, const char *before, const char *after, double x) {
    char number[100];
    const char *from = strstr(text, before),
               *to = from != NULL ? strstr(from + strlen(before), after) : NULL;
    if (to == NULL)
        return false;
    from += strlen(before);
    snprintf(number, sizeof number, "%.*s", (int)(to - from), from);
    return shows(number, x);
}

/* "between 1 and 4 [c]": the bounds, where there are any, and the symbol. */
static bool shows_marked(const char *text, const char *symbol, double lo, double hi) {
    bool low = !isnan(lo) && lo != -INFINITY, high = !isnan(hi) && hi != INFINITY;
    char end[40];
    snprintf(end, sizeof end, " %s", symbol);
    if (!low && !high)
        return strcmp(text, symbol) == 0;
    if (low && high && strncmp(text, "about ", 6) == 0)
        return lo != hi && shows_between(text, "about ", end, lo) &&
               shows_between(text, "about ", end, hi);
    if (low && high && fabs(hi - lo) <= 1e-12 * fmax(fabs(lo), fabs(hi)))
        return shows_between(text, "must be ", end, lo);
    if (low && high)
        return shows_between(text, "between ", " and ", lo) &&
               shows_between(text, " and ", end, hi);
    return low ? shows_between(text, "at least ", end, lo)
               : shows_between(text, "at most ", end, hi);
}

/* --- a table ---------------------------------------------------------------------------------- */

static const char *name_of(const json_t *column) {
    return json_string_value(json_object_get(column, "name"));
}

/* Texts other than those for infinities are labels. */
static bool is_label(const json_t *column) {
    const json_t *value;
    size_t i;
    json_array_foreach(json_object_get(column, "values"), i, value) {
        const char *text = json_string_value(value);
        if (text != NULL && strcmp(text, "Inf") != 0 && strcmp(text, "-Inf") != 0)
            return true;
    }
    return false;
}

static enum mark mark_of(struct form *f, const json_t *column, size_t row) {
    const json_t *name = cell_of(column, "marks", row);
    enum mark m = MARK_OK;
    assert_true(!json_is_string(name) || mark_find(json_string_value(name), &m));
    f->met[m] = true;
    return m;
}

/* A spreadsheet would run it: an apostrophe stands before it, unless it is a plain number. */
static bool is_formula(const char *label) {
    double x;
    return label[0] != '\0' && strchr("=+-@\t\r\n", label[0]) != NULL &&
           !num_parse(label, strlen(label), &x);
}

/* The text of a label in the CSV, without the apostrophe that a formula must have. */
static const char *csv_label(const struct form *f, const char *text, const char *label) {
    if (!is_formula(label))
        return text;
    if (text[0] != '\'')
        differ(f, "CSV", 0, text, "a formula");
    return text + 1;
}

static size_t csv_column(const struct form *f, const char *name) {
    size_t k = 0;
    for (; k < f->csv.line[0].n; k++) {
        const char *text = f->csv.line[0].cell[k];
        if (strcmp(text + (is_formula(name) && text[0] == '\''), name) == 0)
            break;
    }
    if (k == f->csv.line[0].n)
        differ(f, "CSV", 0, name, "no such column");
    csv_label(f, f->csv.line[0].cell[k], name);
    return k;
}

static void compare_csv_number(const struct form *f, const char *name, size_t row, double x,
                               const char *text) {
    char *end;
    double read = strcmp(text, "Inf") == 0    ? INFINITY
                  : strcmp(text, "-Inf") == 0 ? -INFINITY
                  : text[0] == '\0'           ? NAN
                                              : strtod(text, &end);
    if (!(read == x || (isnan(read) && isnan(x))))
        differ(f, name, row, text, "another number in results.json");
}

static void compare_csv_bounds(const struct form *f, const json_t *column, size_t row, size_t at,
                               bool marked) {
    static const char *const keys[] = {"lo", "hi"}, *const endings[] = {"_least", "_most"};
    const char *name = name_of(column);
    char full[200];
    for (size_t i = 0; i < 2; i++) {
        double bound = marked ? json_double(cell_of(column, keys[i], row)) : NAN;
        snprintf(full, sizeof full, "%s%s", name, endings[i]);
        bool there =
            at + 2 < f->csv.line[0].n && strcmp(f->csv.line[0].cell[at + 1 + i], full) == 0;
        if (there)
            compare_csv_number(f, full, row, bound, f->csv.line[row + 1].cell[at + 1 + i]);
        else if (!isnan(bound))
            differ(f, full, row, "no such column in the CSV", "a bound in results.json");
    }
}

static void compare_csv(struct form *f, const json_t *column, size_t row) {
    const char *name = name_of(column);
    size_t at = csv_column(f, name);
    assert_true(at < f->csv.line[row + 1].n);
    const char *text = f->csv.line[row + 1].cell[at];
    const json_t *value = cell_of(column, "values", row);
    enum mark m = mark_of(f, column, row);
    compare_csv_bounds(f, column, row, at, m != MARK_OK);
    if (m != MARK_OK) {
        same(f, name, row, text, mark_name(m));
        return;
    }
    if (!is_label(column)) {
        compare_csv_number(f, name, row, json_double(value), text);
        return;
    }
    const char *label = json_string_value(value);
    same(f, name, row, csv_label(f, text, label), label);
}

/* Splits "1.2 to 3.4", of which a symbol alone may stand for both. */
static void split_limits(const char *text, char part[2][200]) {
    const char *to = strstr(text, " to ");
    snprintf(part[0], 200, "%.*s", to != NULL ? (int)(to - text) : (int)strlen(text), text);
    snprintf(part[1], 200, "%s", to != NULL ? to + 4 : text);
}

static void shown_text(const struct form *f, struct place at, size_t row, char out[400]) {
    char part[2][200];
    const char *text = f->table.line[row + 1].cell[at.column];
    if (!at.lower && !at.upper) {
        snprintf(out, 400, "%s", text);
        return;
    }
    split_limits(text, part);
    snprintf(out, 400, "%s", part[at.upper]);
}

/* The label as people see it: line ends and tabs are blanks. */
static bool shows_label(const char *text, const char *label) {
    for (; *label != '\0' && *text == (strchr("\t\r\n", *label) != NULL ? ' ' : *label); label++)
        text++;
    return *label == '\0' && *text == '\0';
}

static void compare_shown(struct form *f, const json_t *column, struct place at, size_t row) {
    char text[400];
    const json_t *value = cell_of(column, "values", row);
    enum mark m = mark_of(f, column, row);
    shown_text(f, at, row, text);
    bool agrees = m != MARK_OK
                      ? shows_marked(text, mark_symbol(m), json_double(cell_of(column, "lo", row)),
                                     json_double(cell_of(column, "hi", row)))
                  : is_label(column) ? shows_label(text, json_string_value(value))
                                     : shows(text, json_double(value));
    char *stored = json_dumps(value, JSON_ENCODE_ANY);
    if (!agrees)
        differ(f, name_of(column), row, text, stored);
    free(stored);
}

static bool ends_with(const char *text, const char *end) {
    size_t n = strlen(text), k = strlen(end);
    return n >= k && strcmp(text + n - k, end) == 0;
}

/* Does the heading, without its unit, say that the column shows two limits? */
static bool heads_limits(const char *heading) {
    char words[400];
    const char *unit = strstr(heading, " (");
    snprintf(words, sizeof words, "%.*s",
             unit != NULL ? (int)(unit - heading) : (int)strlen(heading), heading);
    return ends_with(words, "% limits");
}

/* Where each column of the JSON is shown. */
static void find_places(const struct form *f, struct place *place) {
    size_t n = json_array_size(f->columns), shown = 0;
    for (size_t k = 0; k < n; k++, shown++) {
        assert_true(shown < f->table.line[0].n);
        place[k] = (struct place){.column = shown};
        if (!heads_limits(f->table.line[0].cell[shown]))
            continue;
        place[k].lower = true;
        place[++k] = (struct place){.column = shown, .upper = true};
    }
    assert_int_equal(shown, f->table.line[0].n);
}

static void compare_table(struct form *f, struct place *place) {
    size_t n = json_array_size(f->columns), k;
    const json_t *column;
    size_t rows = json_array_size(json_object_get(json_array_get(f->columns, 0), "values"));
    assert_true(n > 0 && n <= MOST_CELLS && rows > 0);
    assert_int_equal(f->csv.n, rows + 1);
    assert_int_equal(f->table.n, rows + 1);
    find_places(f, place);
    json_array_foreach(f->columns, k, column) {
        for (size_t row = 0; row < rows; row++, f->cells++) {
            compare_csv(f, column, row);
            compare_shown(f, column, place[k], row);
        }
    }
}

/* --- Markdown and text ------------------------------------------------------------------------ */

static void compare_grids(const struct form *f, const struct grid *one, const struct grid *other) {
    assert_int_equal(one->n, other->n);
    for (size_t row = 0; row < one->n; row++) {
        assert_int_equal(one->line[row].n, other->line[row].n);
        for (size_t k = 0; k < one->line[row].n; k++)
            same(f, "Markdown", row, one->line[row].cell[k], other->line[row].cell[k]);
    }
}

/* The Markdown table of a part: before the link to its CSV, or behind the picture of a chart. */
static struct grid markdown_of(const struct form *f) {
    char link[200];
    snprintf(link, sizeof link, f->svg != NULL ? "](charts/%s.svg)" : "](tables/%s.csv)", f->name);
    const char *at = strstr(f->markdown, link);
    assert_non_null(at);
    if (f->svg != NULL) {
        at = strstr(at, "\n|");
        assert_non_null(at);
        return grid_of_markdown(at + 1);
    }
    while (!(at[0] == '\n' && at[1] == '|'))
        at--;
    while (at > f->markdown && !(at[0] == '\n' && at[1] == '\n'))
        at--;
    return grid_of_markdown(at + 2);
}

/* The first line from *at on that has the cells in their order; moves *at behind it. */
static void compare_line(const struct form *f, const char **at, size_t row, const struct line *l) {
    for (const char *line = *at; *line != '\0';) {
        const char *end = strchr(line, '\n'), *cell = line;
        size_t k = 0;
        for (; k < l->n && (cell = strstr(cell, l->cell[k])) != NULL &&
               cell + strlen(l->cell[k]) <= end;
             k++)
            cell += strlen(l->cell[k]);
        line = end + 1;
        if (k == l->n) {
            *at = line;
            return;
        }
    }
    differ(f, "text", row, l->cell[0], "no such line");
}

static void compare_text(const struct form *f, const struct grid *rows, const char **at) {
    for (size_t row = 1; row < rows->n; row++)
        compare_line(f, at, row - 1, &rows->line[row]);
}

/* --- charts ----------------------------------------------------------------------------------- */

static size_t column_called(const struct form *f, const json_t *chart, const char *key) {
    const char *name = json_string_value(json_object_get(chart, key));
    const json_t *column;
    size_t k;
    json_array_foreach(f->columns, k, column) {
        if (name != NULL && strcmp(name_of(column), name) == 0)
            return k;
    }
    return SIZE_MAX;
}

/* What a row of a chart must say, made of the cells of its table. */
struct words {
    char panel[402]; /* "Leeds, " in small multiples */
    char name[900], numbers[1300];
    char counts[820]; /* "415 / 2,580" in the picture of a forest plot */
};

struct row {
    struct form *f;
    const json_t *chart; /* which columns it draws */
    const struct place *place;
    size_t row;
};

/* The text of the column that the chart names so; false when it names none. */
static bool take_text(const struct row *r, const char *key, char out[400]) {
    size_t k = column_called(r->f, r->chart, key);
    if (k == SIZE_MAX)
        return false;
    shown_text(r->f, r->place[k], r->row, out);
    return true;
}

static bool is_known(const struct row *r, const char *key) {
    size_t k = column_called(r->f, r->chart, key);
    return k != SIZE_MAX && mark_of(r->f, json_array_get(r->f->columns, k), r->row) == MARK_OK;
}

/* "1.684 (1.490 to 1.898)" */
static void estimate_says(const struct row *r, struct words *w) {
    char value[400], lower[400], upper[400];
    assert_true(take_text(r, "value", value));
    bool limits = take_text(r, "lower", lower) && take_text(r, "upper", upper) &&
                  is_known(r, "value") && is_known(r, "lower") && is_known(r, "upper");
    snprintf(w->numbers, sizeof w->numbers, limits ? "%s (%s to %s)" : "%s", value, lower, upper);
}

static void forest_says(const struct row *r, struct words *w) {
    char name[400];
    assert_true(take_text(r, "label", name));
    snprintf(w->name, sizeof w->name, "%s", name);
    estimate_says(r, w);
    const json_t *value = json_array_get(r->f->columns, column_called(r->f, r->chart, "value"));
    double reference = json_double(json_object_get(r->chart, "reference"));
    if (json_double(cell_of(value, "values", r->row)) == reference && !is_known(r, "lower"))
        strcat(w->numbers, " (reference)");
    char count[400], population[400];
    if (!take_text(r, "count", count))
        return;
    bool both = take_text(r, "population", population);
    snprintf(w->counts, sizeof w->counts, both ? "%s / %s" : "%s", count, population);
}

/* "Leicester, 2013" */
static void trend_says(const struct row *r, struct words *w) {
    char series[400], year[400];
    bool named = take_text(r, "series", series);
    assert_true(take_text(r, "by", year));
    snprintf(w->name, sizeof w->name, named ? "%s, %s" : "%s%s", named ? series : "", year);
    estimate_says(r, w);
}

/* "76.1, inside"; the reason alone where there is no figure. */
static void funnel_says(const struct row *r, struct words *w) {
    char name[400], value[400], why[400];
    assert_true(take_text(r, "label", name) && take_text(r, "value", value) &&
                take_text(r, "position", why));
    snprintf(w->name, sizeof w->name, "%s", name);
    if (is_known(r, "value"))
        snprintf(w->numbers, sizeof w->numbers, "%s, %s", value, why);
    else
        snprintf(w->numbers, sizeof w->numbers, "%s", strchr(value, ' ') != NULL ? value : why);
}

/* "84.1 (80.0 to 88.2), above England": by the interval alone. */
static void ranked_says(const struct row *r, struct words *w) {
    char name[400];
    assert_true(take_text(r, "label", name));
    snprintf(w->name, sizeof w->name, "%s", name);
    estimate_says(r, w);
    const char *line = json_string_value(json_object_get(r->chart, "reference_name"));
    double reference = json_double(json_object_get(r->chart, "reference")), limit[2];
    for (size_t i = 0; i < 2; i++) {
        size_t k = column_called(r->f, r->chart, i == 0 ? "lower" : "upper");
        bool known = is_known(r, "value") && is_known(r, i == 0 ? "lower" : "upper");
        limit[i] =
            known ? json_double(cell_of(json_array_get(r->f->columns, k), "values", r->row)) : NAN;
    }
    const char *side = limit[0] > reference   ? ", above "
                       : limit[1] < reference ? ", below "
                       : limit[0] <= reference && limit[1] >= reference
                           ? ", not distinguishable from "
                           : NULL;
    if (side != NULL) {
        strcat(w->numbers, side);
        strcat(w->numbers, line);
    }
}

/* "Arrest, Black", "1.757 (1.706 to 1.809); cumulative 2.800 (1.844 to 4.250)" */
static void cascade_says(const struct row *r, struct words *w) {
    char stage[400], group[400], value[400], lower[400], upper[400], text[1300];
    assert_true(take_text(r, "by", stage) && take_text(r, "series", group));
    snprintf(w->name, sizeof w->name, "%s, %s", stage, group);
    estimate_says(r, w);
    if (!take_text(r, "cumulative", value))
        return;
    assert_true(take_text(r, "cumulative_lower", lower) && take_text(r, "cumulative_upper", upper));
    bool limits = is_known(r, "cumulative") && is_known(r, "cumulative_lower") &&
                  is_known(r, "cumulative_upper");
    snprintf(text, sizeof text, limits ? "; cumulative %s (%s to %s)" : "; cumulative %s", value,
             lower, upper);
    strcat(w->numbers, text);
}

/* "; divided by Stop and search" */
static void cascade_adds(const struct row *r, const char *rest) {
    char feeder[400], text[500] = "";
    if (take_text(r, "feeder", feeder))
        snprintf(text, sizeof text, "; divided by %s", feeder);
    same(r->f, "denominator in the tooltip", r->row, rest, text);
}

/* "; rank 70 (54 to 89)", where the table has ranks. */
static void ranked_adds(const struct row *r, const char *rest) {
    char rank[400], best[400], worst[400], text[1300] = "";
    if (take_text(r, "rank", rank) && take_text(r, "best", best) && take_text(r, "worst", worst) &&
        is_known(r, "rank"))
        snprintf(text, sizeof text, "; rank %s (%s to %s)", rank, best, worst);
    same(r->f, "ranks in the tooltip", r->row, rest, text);
}

/* What follows the numbers in a tooltip: the size, and the outer limits where there are any. */
static void funnel_adds(const struct row *r, const char *rest) {
    char size[400], limit[2][400], text[900];
    bool spread = json_object_get(r->chart, "spread_lower") != NULL;
    const char *const role[] = {spread ? "spread_outer_lower" : "chance_outer_lower",
                                spread ? "spread_outer_upper" : "chance_outer_upper"};
    assert_true(take_text(r, "x", size));
    const char *end = strstr(rest + 2, "; ");
    snprintf(text, sizeof text, "%.*s", (int)(end != NULL ? end - rest : (ptrdiff_t)strlen(rest)),
             rest);
    if (!ends_with(text, size))
        differ(r->f, "size in the tooltip", r->row, text, size);
    if (end == NULL)
        return;
    for (size_t i = 0; i < 2; i++)
        assert_true(take_text(r, role[i], limit[i]));
    snprintf(text, sizeof text, "limits %s to %s", limit[0], limit[1]);
    if (!ends_with(end, text))
        differ(r->f, "limits in the tooltip", r->row, end, text);
}

/* "White, Leicester" */
static void bars_says(const struct row *r, struct words *w) {
    char by[400], series[400];
    assert_true(take_text(r, "by", by));
    bool named = take_text(r, "series", series);
    snprintf(w->name, sizeof w->name, named ? "%s, %s" : "%s", by, series);
    estimate_says(r, w);
}

/* "60.7% (381 of 628)" */
static void composition_says(const struct row *r, struct words *w) {
    char share[400], amount[400], whole[400];
    bars_says(r, w);
    assert_true(take_text(r, "value", share));
    bool counted = take_text(r, "amount", amount) && take_text(r, "whole", whole);
    snprintf(w->numbers, sizeof w->numbers, counted ? "%s%s (%s of %s)" : "%s%s", share,
             is_known(r, "value") ? "%" : "", amount, whole);
}

/* Each kind of chart: how its rows are named and what they say. 'whole': every row is drawn, and
 * its words stand in the picture too. */
static const struct kind {
    const char *name;
    bool whole;
    void (*says)(const struct row *r, struct words *w);
    void (*adds)(const struct row *r, const char *rest); /* NULL: nothing */
} kinds[] = {{"forest", true, forest_says, NULL},
             {"funnel", false, funnel_says, funnel_adds},
             {"trend", false, trend_says, NULL},
             {"ranked", false, ranked_says, ranked_adds},
             {"bars", false, bars_says, NULL},
             {"composition", false, composition_says, NULL},
             {"cascade", false, cascade_says, cascade_adds}};

static const struct kind *kind_of(const struct form *f) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(json_string_value(json_object_get(f->part, "kind")), kinds[i].name) == 0)
            return &kinds[i];
    }
    fail_msg("%s, %s: a kind of chart that is not read back here; add it to kinds[]", f->run,
             f->name);
    return NULL;
}

/* The line whose first cell starts so, or is so; SIZE_MAX when there is none. */
static size_t find_line(const struct grid *g, const char *start, bool all) {
    for (size_t i = 0; i < g->n; i++) {
        const char *cell = g->line[i].cell[0];
        if (all ? strcmp(cell, start) == 0 : is_at(cell, start))
            return i;
    }
    return SIZE_MAX;
}

static void without_blanks(const char *const *text, size_t n, char *out) {
    for (size_t i = 0; i < n; i++) {
        for (const char *at = text[i]; *at != '\0'; at++) {
            if (*at != ' ')
                *out++ = *at;
        }
    }
    *out = '\0';
}

/* The picture's own words: on a page the counts stand before the numbers, on a phone below them. */
static void compare_picture(const struct row *r, const struct words *w, const char *drawn) {
    const char *const page[] = {w->name, w->counts, w->numbers};
    const char *const narrow[] = {w->name, w->numbers, w->counts};
    char wanted[3100];
    without_blanks(narrow, 3, wanted);
    if (strcmp(wanted, drawn) == 0)
        return;
    without_blanks(page, 3, wanted);
    same(r->f, "words of the picture", r->row, drawn, wanted);
}

static bool compare_drawn(const struct row *r, const struct kind *kind, const struct words *w,
                          const struct grid *drawn) {
    char start[2700];
    snprintf(start, sizeof start, "%s%s: %s", w->panel, w->name, w->numbers);
    size_t i = find_line(drawn, start, kind->adds == NULL);
    if (i == SIZE_MAX)
        return false;
    if (kind->adds != NULL)
        kind->adds(r, drawn->line[i].cell[0] + strlen(start));
    if (kind->whole)
        compare_picture(r, w, drawn->line[i].cell[1]);
    return true;
}

/* The rows in the Markdown and in a picture, each of which must be a row of the table. Rows that
 * have no place in the picture are named below it. */
static void compare_rows(struct form *f, const struct place *place, const struct grid *rows,
                         const struct grid *drawn) {
    const struct kind *kind = kind_of(f);
    struct row r = {.f = f, .chart = json_object_get(f->part, "draws"), .place = place};
    size_t pictured = 0, listed = 0;
    for (; r.row + 1 < f->table.n; r.row++, f->cells++) {
        struct words w = {0};
        char name[1400], panel[400];
        kind->says(&r, &w);
        if (take_text(&r, "panel", panel))
            snprintf(w.panel, sizeof w.panel, "%s, ", panel);
        snprintf(name, sizeof name, "%s%s", w.panel, w.name);
        size_t in_list = find_line(rows, name, true);
        if (in_list != SIZE_MAX)
            same(f, "rows of the chart", r.row, rows->line[in_list].cell[1], w.numbers);
        listed += in_list != SIZE_MAX;
        pictured += compare_drawn(&r, kind, &w, drawn);
    }
    assert_int_equal(pictured, kind->whole ? f->table.n - 1 : drawn->n);
    assert_int_equal(pictured, drawn->n);
    assert_int_equal(listed, rows->n - 1);
}

/* The pictures of a chart: its file, and both in the page. No text lies on another. */
static void compare_chart(struct form *f, const struct place *place, const struct grid *rows) {
    const char *page = strstr(f->html, "<figure>");
    const char *narrow = strstr(page, "<div class=\"narrow\">");
    const char *const start[] = {f->svg, page, narrow};
    const char *const end[] = {f->svg + strlen(f->svg), narrow, strstr(page, "</figure>")};
    for (size_t i = 0; i < 3; i++) {
        struct grid drawn = grid_of_svg(start[i], end[i]);
        assert_true(drawn.n > 0);
        compare_rows(f, place, rows, &drawn);
        assert_true(boxes_apart(f->run, start[i]) > 0);
        grid_free(&drawn);
    }
}

/* --- whole runs ------------------------------------------------------------------------------- */

static char *slurp(const char *folder, const char *path) {
    char full[400];
    snprintf(full, sizeof full, "%s/%s", folder, path);
    FILE *f = fopen(full, "r");
    if (f == NULL)
        return NULL;
    char *text = NULL;
    size_t room = 0;
    ssize_t n = getdelim(&text, &room, '\0', f);
    fclose(f);
    assert_true(n >= 0);
    return text;
}

/* The same run as `foistat run SCRIPT -o FOLDER`; what it prints. */
static char *run(const char *script, const char *folder) {
    char *text = NULL;
    size_t n = 0;
    char *words[] = {(char *)"run", (char *)script, (char *)"--published",
                     (char *)"-o",  (char *)folder, NULL};
    struct invocation v = {.out = open_memstream(&text, &n)};
    struct err e = {0};
    int quiet = open("/dev/null", O_WRONLY), before = dup(STDERR_FILENO);
    assert_true(command_parse(command_find("run"), 5, words, &v, &e));
    dup2(quiet, STDERR_FILENO);
    int code = run_command(&v);
    dup2(before, STDERR_FILENO);
    close(quiet);
    close(before);
    fclose(v.out);
    command_release(&v);
    if (code != EXIT_OK)
        fail_msg("%s ended with exit code %d", script, code);
    return text;
}

/* The CSV that can be downloaded from the page is the file. */
static void compare_download(const struct form *f, const char *csv) {
    char link[200];
    struct base64_decode_ctx coded;
    snprintf(link, sizeof link, "<a download=\"%s.csv\" href=\"data:text/csv;charset=utf-8;base64,",
             f->name);
    const char *at = strstr(f->html, link),
               *end = at != NULL ? strchr(at + strlen(link), '"') : NULL;
    assert_non_null(end);
    at += strlen(link);
    size_t n = (size_t)(end - at), length = BASE64_DECODE_LENGTH(n);
    uint8_t *bytes = malloc(length);
    base64_decode_init(&coded);
    assert_true(base64_decode_update(&coded, &length, bytes, n, at) && base64_decode_final(&coded));
    assert_int_equal(length, strlen(csv));
    assert_memory_equal(bytes, csv, length);
    free(bytes);
}

/* Compares all forms of one part; the text is read on from *text. */
static void compare_part(struct form *f, const char *folder, const char **text) {
    char path[200];
    struct place place[MOST_CELLS];
    snprintf(path, sizeof path, "tables/%s.csv", f->name);
    char *csv = slurp(folder, path);
    assert_non_null(csv);
    snprintf(path, sizeof path, "charts/%s.svg", f->name);
    f->svg = slurp(folder, path);
    f->charts += f->svg != NULL;
    snprintf(path, sizeof path, "<div class=\"block\" id=\"%s\">", f->name);
    const char *page = f->html;
    f->html = strstr(page, path);
    assert_non_null(f->html);
    f->csv = grid_of_csv(csv);
    f->table = grid_of_html(f->html);
    compare_table(f, place);
    struct grid markdown = markdown_of(f);
    if (f->svg != NULL)
        compare_chart(f, place, &markdown);
    else
        compare_grids(f, &f->table, &markdown);
    compare_text(f, &markdown, text);
    compare_download(f, csv);
    f->html = page;
    grid_free(&markdown);
    grid_free(&f->csv);
    grid_free(&f->table);
    free(f->svg);
    free(csv);
}

static struct form compare_run(const char *script) {
    char folder[] = P_tmpdir "/foistat-forms-XXXXXX", command[100];
    assert_non_null(mkdtemp(folder));
    char *text = run(script, folder), *html = slurp(folder, "report.html");
    char *markdown = slurp(folder, "report.md"), *json = slurp(folder, "results.json");
    json_error_t error;
    json_t *root = json_loads(json, JSON_DECODE_INT_AS_REAL, &error), *part;
    if (root == NULL)
        fail_msg("%s: line %d: %s", script, error.line, error.text);
    struct form f = {.run = script, .html = html, .markdown = markdown, .text = text};
    f.weight = strlen(html);
    const char *at = text;
    size_t i;
    json_array_foreach(json_object_get(root, "parts"), i, part) {
        f.part = part;
        f.name = json_string_value(json_object_get(part, "name"));
        f.columns = json_object_get(json_object_get(part, "table"), "columns");
        if (f.columns != NULL)
            compare_part(&f, folder, &at);
    }
    json_decref(root);
    free(text);
    free(html);
    free(markdown);
    free(json);
    snprintf(command, sizeof command, "rm -r %s", folder);
    assert_int_equal(system(command), 0);
    assert_true(f.cells > 0);
    return f;
}

static void real_analyses(void **state) {
    (void)state;
    glob_t found;
    assert_int_equal(glob("scripts/*.lua", 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++)
        compare_run(found.gl_pathv[i]);
    globfree(&found);
    compare_run("scripts/examples/hidden_count.lua");
}

static void made_up_cells(void **state) {
    (void)state;
    struct form f = compare_run("tests/forms/made_up.lua");
    for (int m = MARK_OK; m < MARK_COUNT; m++) {
        if (!f.met[m])
            fail_msg("no cell is %s", mark_name((enum mark)m));
    }
}

/* It can be mailed: ten charts with their tables and their data in less than 200 kB. */
static void long_reports_are_light(void **state) {
    (void)state;
    struct form f = compare_run("tests/forms/ten_charts.lua");
    assert_int_equal(f.charts, 10);
    print_message("a page of ten charts: %zu bytes\n", f.weight);
    assert_true(f.weight < 200000);
}

int main(void) {
    unsetenv("FOISTAT_DATASETS");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(real_analyses),
        cmocka_unit_test(made_up_cells),
        cmocka_unit_test(long_reports_are_light),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
