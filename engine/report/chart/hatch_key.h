/* What the fills of a chart mean: their names beside a sample of each, under the title. */
#ifndef FOISTAT_REPORT_HATCH_KEY_H
#define FOISTAT_REPORT_HATCH_KEY_H

#include "report/chart/hatch.h"
#include "report/chart/sheet.h"

struct hatch_key {
    const char *const *name;
    const size_t *hatch;
    size_t n;
    bool shown; /* else the fills are defined only */
};

/* Defines the fills in the picture of that prefix, and draws the key from the top of the sheet
 * down. A name that does not fit a line is cut. */
void hatch_key_draw(const struct hatch_key *key, const char *id_prefix, struct sheet *s,
                    struct buf *out);

#endif
