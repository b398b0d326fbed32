#include "cli/pages_manifest.h"

#include <string.h>

#include "run/manifest_rows.h"

/* Rows that stand under one key of one entity follow each other. */
static const struct {
    enum manifest_field first;
    const char *heading, *text;
} groups[] = {
    {FIELD_SETTING, "What the run was given", "Under `object` of the run (`#run-...`)."},
    {FIELD_DATE_FROM, "What the run met", "Under `additionalProperty` of the run."},
    {FIELD_COMMIT, "The engine", "Under `additionalProperty` of `#foistat`."},
    {FIELD_INPUT_ROWS, "An input", "Under `additionalProperty` of its file."},
    {FIELD_OUTPUT_ROWS, "An output", "Under `additionalProperty` of its file."},
};

static void page_row(struct buf *out, const struct manifest_row *row, enum page_style style) {
    if (style == PAGE_MARKDOWN)
        buf_addf(out, "| `%s` | %s%s%s%s |\n", row->id, row->meaning,
                 row->unit != NULL ? " In " : "", row->unit != NULL ? row->unit : "",
                 row->unit != NULL ? "." : "");
    else
        buf_addf(out, "  %-18s %s\n", row->id, row->meaning);
}

void page_manifest(struct buf *out, enum page_style style) {
    size_t group = 0, n = sizeof groups / sizeof *groups;
    for (int i = 0; i < FIELDS; i++) {
        if (group < n && i == (int)groups[group].first) {
            buf_addf(out, style == PAGE_MARKDOWN ? "%s## %s\n\n%s\n\n" : "%s%s. %s\n",
                     group > 0 ? "\n" : "", groups[group].heading, groups[group].text);
            buf_puts(out,
                     style == PAGE_MARKDOWN ? "| `propertyID` | `value` |\n| --- | --- |\n" : "");
            group++;
        }
        page_row(out, &manifest_rows[i], style);
    }
}
