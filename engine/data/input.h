/* The record of an input: what was read, from where, with which marks and repairs. */
#ifndef FOISTAT_DATA_INPUT_H
#define FOISTAT_DATA_INPUT_H

#include "data/document.h"
#include "data/files.h"
#include "data/read.h"

/* Adds the input that t was read from to d, with t's checks; once for each path. 'name' is what the
 * script or the user called it. Its hashes are for the
 * parent to fill in. */
bool input_record(struct document *d, const char *name, const struct opened *o,
                  const struct table *t, const struct read_report *report, struct err *e);

/* Reads the rest of a datapackage.json descriptor (at most 4 MiB) and parses it. */
bool input_package(const struct opened *o, struct package *p, struct err *e);

#endif
