#include "run/manifest_rows.h"

#include <stddef.h>
#include <string.h>

static const char given[] = "object", met[] = "additionalProperty";

const struct manifest_row manifest_rows[FIELDS] = {
    [FIELD_SETTING] = {"setting", ABOUT_RUN, given, NULL, NULL,
                       "A setting given with `-s`: its name, and its value as text."},
    [FIELD_DATA_FILE] =
        {"data-file", ABOUT_RUN, given, "data file named on the command line", NULL,
         "The name of the file, without its folders unless two files have the same one."},
    [FIELD_PNG] = {"png", ABOUT_RUN, given, "--png", NULL, "`true` or `false`."},
    [FIELD_PDF] = {"pdf", ABOUT_RUN, given, "--pdf", NULL, "`true` or `false`."},
    [FIELD_VEGA_LITE] = {"vega-lite", ABOUT_RUN, given, "--vega-lite", NULL, "`true` or `false`."},
    [FIELD_CHART_SIZE] = {"chart-size", ABOUT_RUN, given, "--chart-size", NULL,
                          "A size in which charts were drawn besides the page's."},
    [FIELD_PUBLISHED] = {"published", ABOUT_RUN, given, "--published", NULL,
                         "`true` when the user said that every source is public."},
    [FIELD_DISCLOSURE_OPTION] = {"disclosure-option", ABOUT_RUN, given, "--disclosure", NULL,
                                 "The rules of disclosure control that the user asked for."},
    [FIELD_LEDGER] =
        {"ledger", ABOUT_RUN, given, "--ledger", NULL,
         "`true` when a ledger of earlier releases was in use. It is private, and so is its hash."},
    [FIELD_ALLOW] = {"allow", ABOUT_RUN, given, "--allow", NULL,
                     "What the user allowed by name, such as `weak-sandbox`."},
    [FIELD_LIMIT_SECONDS] = {"limit-seconds", ABOUT_RUN, given, "limit of time", "seconds",
                             "Wall-clock time after which the script is stopped."},
    [FIELD_LIMIT_STEPS] = {"limit-steps", ABOUT_RUN, given, "limit of steps", "Lua instructions",
                           "Instructions after which the script is stopped."},
    [FIELD_LIMIT_MEMORY] = {"limit-memory", ABOUT_RUN, given, "limit of memory", "bytes",
                            "Memory for the script's own values."},
    [FIELD_DATE_FROM] = {"date-from", ABOUT_RUN, met, "where the date of publication comes from",
                         NULL, "`release` of the engine, or `SOURCE_DATE_EPOCH`."},
    [FIELD_GENERATOR] = {"generator", ABOUT_RUN, met, "generator of random numbers", NULL,
                         "`mt19937`, the Mersenne Twister; there is no chance without a seed."},
    [FIELD_SEED] = {"seed", ABOUT_RUN, met, "seed", NULL,
                    "A seed that measures drew from, in the order of first use."},
    [FIELD_DRAWS] = {"draws", ABOUT_RUN, met, "random numbers drawn", NULL,
                     "How many random numbers were asked for from the seed of the same number."},
    [FIELD_WARNING] = {"warning", ABOUT_RUN, met, NULL, NULL,
                       "A caution of the report, or results that cannot be computed; named by the "
                       "part of the report."},
    [FIELD_CHECKS_RAN] = {"checks-ran", ABOUT_RUN, met, "checks of the data", NULL,
                          "How many ran."},
    [FIELD_CHECKS_NOTED] = {"checks-noted", ABOUT_RUN, met, "checks that noted something", NULL,
                            "How many."},
    [FIELD_FAILED_CHECK] = {"failed-check", ABOUT_RUN, met, NULL, NULL,
                            "A check of the data that failed: its code, what it found, and the "
                            "dataset as `description`."},
    [FIELD_DISCLOSURE] = {"disclosure", ABOUT_RUN, met, NULL, NULL,
                          "What disclosure control did, as name and value."},
    [FIELD_NUMERICS] = {"numerics", ABOUT_RUN, met, NULL, NULL,
                        "How the engine computes, as name and value."},
    [FIELD_COMMIT] = {"commit", ABOUT_ENGINE, met, "git commit of the engine", NULL,
                      "The commit that was built; absent when it was built without git."},
    [FIELD_DIRTY] = {"dirty", ABOUT_ENGINE, met, "built with changes that are not in the commit",
                     NULL, "`true` or `false`."},
    [FIELD_PRELUDE] = {"prelude-sha256", ABOUT_ENGINE, met, "SHA-256 of the engine's Lua modules",
                       NULL, "Over all modules in order, each as its name, NUL, its text, NUL."},
    [FIELD_INPUT_ROWS] = {"rows", ABOUT_INPUT, met, "rows", NULL, "Rows that were read."},
    [FIELD_INPUT_COLUMNS] = {"columns", ABOUT_INPUT, met, "columns", NULL, "Columns."},
    [FIELD_CELLS] = {"cells", ABOUT_INPUT, met, NULL, NULL,
                     "How many cells carry a mark; named by the mark, such as `suppressed`."},
    [FIELD_RELEASED] = {"released", ABOUT_INPUT, met,
                        "not public: its hash is that of what was released", NULL,
                        "`true`: disclosure control made a table of it, whose hash, as CSV, stands "
                        "for the input."},
    [FIELD_REPAIR] = {"repair", ABOUT_INPUT, met, "repair on reading", NULL,
                      "What the reader skipped or trimmed, counted."},
    [FIELD_OUTPUT_ROWS] = {"rows", ABOUT_OUTPUT, met, "rows", NULL, "Rows of a table."},
    [FIELD_OUTPUT_COLUMNS] = {"columns", ABOUT_OUTPUT, met, "columns", NULL, "Columns of a table."},
    [FIELD_TOOL] = {"tool", ABOUT_OUTPUT, met, "made by another program", NULL,
                    "The program that made it. Its bytes may differ from one machine to the next, "
                    "so they are not part of the run's name."},
};

/* RFC 4180, RFC 6713, RFC 8878. */
static const char *const media_types[] = {[STREAM_PLAIN] = "text/csv",
                                          [STREAM_GZIP] = "application/gzip",
                                          [STREAM_ZSTD] = "application/zstd"};

const char *manifest_media_type(enum stream_kind stored) {
    return media_types[stored];
}

bool manifest_stored(const char *media_type, enum stream_kind *stored) {
    size_t n = sizeof media_types / sizeof *media_types, i = 0;
    while (i < n && strcmp(media_types[i], media_type) != 0)
        i++;
    if (i < n)
        *stored = (enum stream_kind)i;
    return i < n;
}
