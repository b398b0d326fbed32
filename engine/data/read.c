#include "data/read.h"

#include <string.h>

#include "data/check.h"
#include "data/infer.h"
#include "data/read_column.h"
#include "data/wording.h"

static const char **field_names(struct reading *r) {
    const char **names = arena_alloc(&r->scratch, r->package->n_fields + 1, sizeof *names);
    for (size_t i = 0; names != NULL && i < r->package->n_fields; i++)
        names[i] = r->package->field[i].field.name;
    return names;
}

static bool refuse_undeclared(struct reading *r, const struct cell *c) {
    char name[WORDING_CLIP];
    const char **names = field_names(r);
    if (names == NULL)
        return read_no_memory(r);
    fail(r->e, ERR_PACKAGE, "the column \"%s\" is not described in datapackage.json",
         wording_clip(c->text.text, name));
    const char *nearest = str_nearest(c->text.text, names);
    if (nearest != NULL)
        err_hint(r->e, "the package describes \"%s\": the names must be the same", nearest);
    else
        err_hint(r->e, "add a field of that name to schema.fields");
    return read_blame(r, c);
}

/* Lets the columns be found by the names in the header, which are all different. */
static bool index_header(struct reading *r) {
    for (size_t i = 0; i < r->texts.n_columns; i++) {
        if (dictionary_share(&r->columns, &r->scratch, r->header[i].text.text) < 0)
            return read_no_memory(r);
    }
    return true;
}

static bool has_column(const struct reading *r, const char *name) {
    return dictionary_find(&r->columns, (struct span){name, strlen(name)}) >= 0;
}

/* The file has the columns that the package describes, in any order. */
static bool match_header(struct reading *r) {
    struct dictionary fields = {0};
    r->declared = arena_alloc(&r->scratch, r->texts.n_columns, sizeof *r->declared);
    if (r->declared == NULL)
        return read_no_memory(r);
    for (size_t k = 0; k < r->package->n_fields; k++) {
        if (dictionary_share(&fields, &r->scratch, r->package->field[k].field.name) < 0)
            return read_no_memory(r);
    }
    for (size_t i = 0; i < r->texts.n_columns; i++) {
        int32_t k = dictionary_find(&fields, r->header[i].text);
        if (k < 0)
            return refuse_undeclared(r, &r->header[i]);
        r->declared[i] = &r->package->field[k];
    }
    for (size_t k = 0; k < r->package->n_fields; k++) {
        const char *name = r->package->field[k].field.name;
        if (has_column(r, name))
            continue;
        fail(r->e, ERR_PACKAGE, "datapackage.json describes a column \"%s\" that %s does not have",
             name, r->name);
        err_hint(r->e, "the names in schema.fields must be those in the header");
        return read_blame(r, &r->header[0]);
    }
    return true;
}

bool read_start(struct reading *r, const struct cell *header, size_t n_columns) {
    r->header = header;
    r->texts.n_columns = n_columns;
    if (!index_header(r))
        return false;
    r->ees = infer_is_ees(header, n_columns);
    return (r->package == NULL || match_header(r)) && read_match_options(r);
}

/* "data/beds.csv" is the table "beds", and so is "data/beds.csv.gz". */
static const char *file_name(struct reading *r) {
    static const char *const endings[] = {".gz", ".zst", ".csv"};
    const char *slash = strrchr(r->name, '/'), *base = slash != NULL ? slash + 1 : r->name;
    size_t n = strlen(base);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t k = strlen(endings[i]);
        if (n > k && memcmp(base + n - k, endings[i], k) == 0)
            n -= k;
    }
    return arena_text(&r->scratch, base, n);
}

const char *read_table_name(struct reading *r, const struct package *package) {
    const char *name = package != NULL && package->name != NULL ? package->name : file_name(r);
    if (name == NULL)
        read_no_memory(r);
    return name;
}

bool read_origin(struct reading *r, const struct package *package) {
    struct source source = {.dataset = r->name};
    if (package != NULL)
        source = package->source;
    if (source.dataset == NULL)
        source.dataset = r->name;
    source.published = source.published || r->options->published;
    struct table origin = {.n_sources = 1, .source = &source};
    if (package != NULL) {
        origin.n_notes = package->n_notes;
        origin.note = package->note;
        origin.n_breaks = package->n_breaks;
        origin.series_break = package->series_break;
    }
    return table_inherit(r->table, &origin, r->e);
}

static bool add_dropped(struct reading *r, struct read_report *report) {
    struct buf text = {0};
    buf_addf(&text, "%zu %s left out", r->n_repeats,
             r->n_repeats == 1 ? "row that repeats an earlier one was"
                               : "rows that repeat an earlier one were");
    const char *copy = text.failed ? NULL : arena_string(&r->table->arena, text.text);
    buf_free(&text);
    if (copy == NULL)
        return read_no_memory(r);
    report->repair[report->n_repairs++] = copy;
    return true;
}

static bool copy_repairs(struct reading *r, struct read_report *report) {
    size_t n;
    const char *const *repair = csv_repairs(r->csv, &n);
    *report = (struct read_report){0};
    report->repair = arena_alloc(&r->table->arena, n + 1, sizeof *report->repair);
    if (report->repair == NULL)
        return read_no_memory(r);
    for (size_t i = 0; i < n; i++) {
        report->repair[i] = arena_string(&r->table->arena, repair[i]);
        if (report->repair[i] == NULL)
            return read_no_memory(r);
    }
    report->n_repairs = n;
    return r->n_repeats == 0 || r->options->repeated != REPEATED_DROP || add_dropped(r, report);
}

bool read_refuse_no_rows(struct reading *r) {
    fail(r->e, ERR_CSV_EMPTY, "%s has a header and no rows", r->name);
    err_hint(r->e, "if the file was cut off, get it again");
    return read_blame(r, &r->header[0]);
}

/* Rows that the script says are cases of their own are noted, and then rows like others. */
static bool check_plain_file(struct reading *r) {
    bool kept = r->options->repeated == REPEATED_KEEP;
    bool done = check_plain(r->table, kept, r->e);
    if (kept)
        r->table->repeat = NULL;
    return done;
}

/* Everything from the open reader to the filled table. */
static bool fill_table(struct reading *r, const struct package *package) {
    size_t n;
    const struct cell *header = csv_header(r->csv, &n);
    if (!read_start(r, header, n) || !texts_read(r->csv, &r->texts, r->e))
        return false;
    if (r->texts.n_rows == 0)
        return read_refuse_no_rows(r);
    if (r->package == NULL && !read_find_repeats(r))
        return false;
    const char *name = read_table_name(r, package);
    if (name == NULL)
        return false;
    if (!table_new(r->table, name, r->texts.n_rows, r->texts.n_columns, r->e))
        return false;
    for (size_t i = 0; i < r->texts.n_columns; i++) {
        if (!read_column(r, i))
            return false;
    }
    if (!read_check_labels(r) || !read_put_repeats(r))
        return false;
    size_t twin; /* the header has none */
    if (!table_index_names(r->table, &twin, r->e))
        return false;
    return read_origin(r, package) && (package == NULL || check_table(r->table, package, r->e)) &&
           (r->package != NULL || check_plain_file(r));
}

bool read_table(int fd, const char *name, const struct package *package,
                const struct read_options *options, struct table *t, struct read_report *report,
                struct err *e) {
    /* A package without fields describes the file, not its columns. */
    const struct package *described = package != NULL && package->n_fields > 0 ? package : NULL;
    const struct csv_options *csv = package != NULL ? &package->csv : &options->csv;
    struct reading r = {.name = name, .package = described, .options = options, .table = t, .e = e};
    *t = (struct table){0};
    r.csv = csv_open(fd, name, csv, e);
    bool done = r.csv != NULL && fill_table(&r, package) && copy_repairs(&r, report);
    csv_close(r.csv);
    texts_free(&r.texts);
    arena_free(&r.scratch);
    if (!done)
        table_free(t);
    if (!done && e->id == ERR_NOMEM)
        err_hint(e, "records can be counted without being held, by foi.count; or allow more with "
                    "--limit-memory MIB");
    return done;
}
