#include "cli/pages_package.h"

#include <string.h>

#include "data/package_rows.h"

static const char introduction[] =
    "A dataset is a folder with a CSV and a `datapackage.json`, a [Data Package "
    "v2](https://datapackage.org/standard/data-package/) with exactly one resource. Any Data "
    "Package tool can read it; the properties that begin with `foi:` add what a statistics engine "
    "must know to count honestly. All of them are optional, and a misspelt one is an error. "
    "Without a package a CSV is read on its own evidence, and `foi.read` can be told the most "
    "important things: the roles of columns, totals, labels that mean not known.\n";

/* What needs more than one property to say. */
static const char missing[] =
    "A field's own `missingValues` replace the schema's. `missingValues` says *that* a text is no "
    "value; `foi:marks` says *which kind* of missing it is. A text without a mark is "
    "`not_available`, unless its label is the name of a mark. In a column of numbers an empty cell "
    "is `blank`, whatever is declared, and the name of a mark (`unknown`, `not_held`) is read as "
    "that mark. In a column of labels only declared texts are missing; `\"missingValues\": []` "
    "says so to other tools, for instance where a note may be empty.\n";

static const char types[] =
    "Whatever has the role `dimension`, `period` or `unit` makes labels, whatever its type.\n";

/* Has the property a section of its own? */
static bool has_section(const struct package_property *p) {
    return p->example != NULL;
}

static void code_block(struct buf *out, const char *language, const char *text) {
    size_t n = strlen(text);
    buf_addf(out, "\n```%s\n%s%s```\n", language, text, n > 0 && text[n - 1] == '\n' ? "" : "\n");
}

static void begin_table(struct buf *out, enum page_style style, const char *first,
                        const char *second) {
    buf_addf(out, style == PAGE_MARKDOWN ? "\n| %s | %s |\n| --- | --- |\n" : "\n%s: %s\n", first,
             second);
}

static void table_row(struct buf *out, enum page_style style, const char *name, const char *text) {
    buf_addf(out, style == PAGE_MARKDOWN ? "| `%s` | %s |\n" : "  %-20s %s\n", name, text);
}

/* The rows of a place that have no section, as a table. */
static void list_place(struct buf *out, enum page_style style, enum package_place place) {
    bool any = false;
    for (const struct package_property *p = package_properties; p->name != NULL; p++) {
        if (p->place != place || has_section(p))
            continue;
        if (!any)
            begin_table(out, style, "property", "what it says");
        any = true;
        table_row(out, style, p->name, p->text);
    }
}

static void list_kinds(struct buf *out, enum page_style style) {
    begin_table(out, style, "kind", "what is tested");
    for (const struct package_kind *k = package_kinds; k->name != NULL; k++) {
        struct buf text = {0};
        buf_addf(&text, "%s. It takes %s.", k->text, k->needs);
        table_row(out, style, k->name, text.text);
        buf_free(&text);
    }
}

static void list_marks(struct buf *out, enum page_style style) {
    begin_table(out, style, "mark", "what such a cell is");
    for (int m = MARK_OK + 1; m < MARK_UNDEFINED; m++)
        table_row(out, style, mark_name((enum mark)m), mark_meaning((enum mark)m));
}

static void list_roles(struct buf *out, enum page_style style) {
    begin_table(out, style, "role", "what the column holds");
    for (int r = ROLE_NONE + 1; r < ROLE_KINDS; r++)
        table_row(out, style, role_name((enum role)r), role_meaning((enum role)r));
}

static void list_types(struct buf *out, enum page_style style) {
    begin_table(out, style, "type", "what the cells become");
    for (const struct package_type *t = package_types; t->name != NULL; t++)
        table_row(out, style, t->name, t->text);
}

/* What stands below the text of some properties. */
static void list_inside(struct buf *out, enum page_style style, const struct package_property *p) {
    if (p->inside != PLACE_PACKAGE)
        list_place(out, style, p->inside);
    if (p->inside == PLACE_CHECK)
        list_kinds(out, style);
    if (p->inside == PLACE_MARK)
        list_marks(out, style);
    if (strcmp(p->name, "foi:role") == 0)
        list_roles(out, style);
}

static void property_section(struct buf *out, const struct package_property *p) {
    buf_addf(out, "\n### %s\n\n%s\n", p->name, p->text);
    list_inside(out, PAGE_MARKDOWN, p);
    code_block(out, "json", p->example);
}

static void place_section(struct buf *out, enum package_place place, const char *heading) {
    buf_addf(out, "\n## %s\n", heading);
    list_place(out, PAGE_MARKDOWN, place);
    if (place == PLACE_FIELD) {
        list_types(out, PAGE_MARKDOWN);
        buf_addf(out, "\n%s\n%s", types, missing);
    }
    for (const struct package_property *p = package_properties; p->name != NULL; p++) {
        if (p->place == place && has_section(p))
            property_section(out, p);
    }
}

static void markdown(struct buf *out) {
    static const struct {
        enum package_place place;
        const char *heading;
    } sections[] = {
        {PLACE_PACKAGE, "The package"},
        {PLACE_SOURCE, "A source, in `sources`"},
        {PLACE_LICENCE, "A licence, in `licenses`"},
        {PLACE_RESOURCE, "The resource, in `resources`"},
        {PLACE_SCHEMA, "Its `schema`"},
        {PLACE_FIELD, "A field, in `fields`"},
    };
    buf_addf(out, "%s\n## A whole package\n\n`beds.csv`:\n", introduction);
    code_block(out, "csv", package_example_csv);
    buf_puts(out, "\n`datapackage.json`:\n");
    code_block(out, "json", package_example);
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
        place_section(out, sections[i].place, sections[i].heading);
}

/* The first sentence of a text. */
static int first_sentence(const char *text) {
    const char *end = strstr(text, ". ");
    return (int)(end != NULL ? end - text + 1 : (ptrdiff_t)strcspn(text, "\n"));
}

static void terminal(struct buf *out) {
    enum package_place place = PLACE_COUNT;
    for (const struct package_property *p = package_properties; p->name != NULL; p++) {
        if (p->place != place)
            buf_addf(out, "%sOf a %s\n", out->n > 0 ? "\n" : "", package_place_name(p->place));
        place = p->place;
        buf_addf(out, "  %-20s %.*s\n", p->name, first_sentence(p->text), p->text);
    }
    buf_puts(out, "\n`foistat help foi:role` shows one of them.\n");
}

void page_package(struct buf *out, enum page_style style) {
    if (style == PAGE_MARKDOWN)
        markdown(out);
    else
        terminal(out);
}

bool page_property(struct buf *out, const char *name, enum page_style style) {
    bool found = false;
    for (const struct package_property *p = package_properties; p->name != NULL; p++) {
        if (strcmp(p->name, name) != 0 || strncmp(name, "foi:", 4) != 0)
            continue;
        found = true;
        buf_addf(out, style == PAGE_MARKDOWN ? "## %s (%s)\n\n%s\n" : "%s, of a %s\n\n%s\n", name,
                 package_place_name(p->place), p->text);
        list_inside(out, style, p);
        if (p->example != NULL && style == PAGE_MARKDOWN)
            code_block(out, "json", p->example);
        else if (p->example != NULL)
            buf_addf(out, "\n%s\n", p->example);
        buf_puts(out, "\n");
    }
    return found;
}
