/* The fields of a manifest for which RO-Crate's vocabulary has no word of its own: each is a
 * PropertyValue whose propertyID is the row's. Writer, reader and reference page are made of these
 * rows. */
#ifndef FOISTAT_RUN_MANIFEST_ROWS_H
#define FOISTAT_RUN_MANIFEST_ROWS_H

#include <stdbool.h>

#include "scan/stream.h"

/* What a field is about: the entity that refers to it. */
enum manifest_about { ABOUT_RUN, ABOUT_ENGINE, ABOUT_INPUT, ABOUT_OUTPUT };

enum manifest_field {
    /* "object" of the run: what it was given */
    FIELD_SETTING,
    FIELD_DATA_FILE,
    FIELD_PNG,
    FIELD_PDF,
    FIELD_VEGA_LITE,
    FIELD_CHART_SIZE,
    FIELD_PUBLISHED,
    FIELD_DISCLOSURE_OPTION,
    FIELD_LEDGER,
    FIELD_ALLOW,
    FIELD_LIMIT_SECONDS,
    FIELD_LIMIT_STEPS,
    FIELD_LIMIT_MEMORY,
    /* "additionalProperty" of the run: what it met */
    FIELD_DATE_FROM,
    FIELD_GENERATOR,
    FIELD_SEED,
    FIELD_DRAWS,
    FIELD_WARNING,
    FIELD_CHECKS_RAN,
    FIELD_CHECKS_NOTED,
    FIELD_FAILED_CHECK,
    FIELD_DISCLOSURE,
    FIELD_NUMERICS,
    /* of the engine */
    FIELD_COMMIT,
    FIELD_DIRTY,
    FIELD_PRELUDE,
    /* of an input, of an output */
    FIELD_INPUT_ROWS,
    FIELD_INPUT_COLUMNS,
    FIELD_CELLS,
    FIELD_RELEASED,
    FIELD_REPAIR,
    FIELD_OUTPUT_ROWS,
    FIELD_OUTPUT_COLUMNS,
    FIELD_TOOL,
    FIELDS
};

struct manifest_row {
    const char *id; /* "limit-seconds" */
    enum manifest_about about;
    const char *key;     /* under which the entity refers to it */
    const char *name;    /* for people; NULL: each says its own */
    const char *unit;    /* or NULL */
    const char *meaning; /* of its value, for the reference page */
};
extern const struct manifest_row manifest_rows[FIELDS];

/* "text/csv", or how it is compressed; the kind of such a type, false for others. */
const char *manifest_media_type(enum stream_kind stored);
bool manifest_stored(const char *media_type, enum stream_kind *stored);

#endif
