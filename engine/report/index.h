/* A list of runs: as a page of the same kind as report.html, with a link to each; as JSON, schema
 * "foistat.index/1"; and as text. Sorted as the list is; folders that are no run stand at the end
 * with the reason. The same runs give the same bytes. */
#ifndef FOISTAT_REPORT_INDEX_H
#define FOISTAT_REPORT_INDEX_H

#include "base/str.h"
#include "data/run_summary.h"

struct index_info {
    const char *engine_version;
    const char *title;  /* of the page */
    const char *prefix; /* path from the page to the folder of runs: "", "../runs/" */
};

/* Text that both the page and the JSON hold, by which an earlier one is known. */
#define INDEX_MARKER "foistat.index/1"

bool index_html(const struct run_list *l, const struct index_info *info, struct buf *out,
                struct err *e);
bool index_json(const struct run_list *l, const struct index_info *info, struct buf *out,
                struct err *e);
bool index_text(const struct run_list *l, const struct index_info *info, struct buf *out,
                struct err *e);

#endif
