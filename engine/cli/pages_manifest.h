/* The fields of a run's manifest that RO-Crate has no word for, from their rows. */
#ifndef FOISTAT_CLI_PAGES_MANIFEST_H
#define FOISTAT_CLI_PAGES_MANIFEST_H

#include "cli/pages.h"

void page_manifest(struct buf *out, enum page_style style);

#endif
