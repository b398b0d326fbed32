/* The runs in a folder, such as runs/early_help and runs/trend in "runs". */
#ifndef FOISTAT_RUN_RUNS_H
#define FOISTAT_RUN_RUNS_H

#include "data/run_summary.h"

/* Looks into each folder in 'path', in the order of their names as bytes. One that is no run is in
 * the list too, with the reason. Links are not followed; files are passed over, and so is what
 * begins with a dot. ERR_READ when there is no such folder, or no run in it. */
bool runs_in(const char *path, struct run_list *list, struct err *e);
void runs_free(struct run_list *list);

#endif
