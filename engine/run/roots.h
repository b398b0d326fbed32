/* Where datasets and data files are found, and the door through which a script's worker gets them.
 *
 * Paths that are shown (and recorded in a run) do not depend on the folder the user stands in, so
 * that a run repeated elsewhere gives the same bytes. */
#ifndef FOISTAT_RUN_ROOTS_H
#define FOISTAT_RUN_ROOTS_H

#include <stddef.h>

#include "base/arena.h"
#include "data/files.h"
#include "run/identity.h"

struct roots_options {
    const char *script; /* path of the script; NULL: none, paths start where the user is */
    size_t n_folders;   /* --datasets DIR */
    const char *const *folder;
    size_t n_files; /* data files named on the command line; "-" is standard input; databases */
    const char *const *file;
};

/* A file that an earlier run read, by the name that its script gave it. */
struct known_input {
    const char *name, *path; /* as the script named it; as it is shown */
    int csv, package;        /* descriptors; package -1: it has none */
};

struct root;
struct named_file;
struct named_database;
struct roots {
    struct arena arena;
    int script_folder;       /* descriptor */
    const char *script_path; /* of that folder, absolute, links resolved */
    size_t n_roots;
    struct root *root;
    size_t n_named;
    struct named_file *named;
    size_t n_databases;
    struct named_database *database;
    bool only_known;
    size_t n_known;
    const struct known_input *known;
    struct identities opened; /* all that went through the door; 'number' in struct opened */
};

/* Roots are searched in this order: --datasets folders, those of FOISTAT_DATASETS (separated by
 * colons), ./datasets, datasets beside the script's folder or in it, and the installed one. Folders
 * that are not there are passed over, but one named by --datasets must be. Files named on the
 * command line are opened here, once. ERR_READ. On failure *r is left empty. */
bool roots_open(struct roots *r, const struct roots_options *o, struct err *e);
/* Roots that have these inputs and nothing else: a run that is made again reads what it read. They
 * must outlive the roots. */
struct roots roots_known(const struct known_input *known, size_t n);
void roots_close(struct roots *r); /* leaves it empty; harmless twice */

/* The door, for data/ and run/worker.h; valid as long as r is. Whatever is asked for is opened,
 * public or not. */
struct files roots_files(struct roots *r);

/* 'owner' is the struct roots. Names are a-z, 0-9, '_' and '-'. The dataset comes from the first
 * root that has a folder of that name, and is shown as "datasets/NAME/file.csv".
 * ERR_DATASET when there is none; ERR_READ, ERR_PACKAGE when it cannot be opened. */
bool roots_dataset(void *owner, const char *name, struct opened *o, struct err *e);

/* A file named on the command line is found by the text it was named with, by the path that leads
 * to it, or by its file name alone; any other must lie in the script's folder. It is shown relative
 * to the script's folder, else to the folder above, else by its name. A datapackage.json beside it
 * is used if it describes this file. ERR_READ. */
bool roots_file(void *owner, const char *path, struct opened *o, struct err *e);

/* A database is asked only if the command line names it ("odbc:DSN=national;UID=me"); a script
 * finds it by what is shown of that, "odbc:DSN=national" (data/database_name.h). *connection is the
 * whole, valid as long as the roots are. ERR_READ. */
bool roots_database(const struct roots *r, const char *name, const char **connection,
                    struct err *e);

/* Is an input that a script named so and that is shown with this path a dataset? Else it is a file.
 */
bool roots_is_dataset(const char *name, const char *path);

/* How its datapackage.json is shown. False when that is too long. */
bool roots_package_path(const char *name, const char *path, char out[FILES_PATH_SIZE]);

/* The names of all datasets, sorted, each once; ends with NULL and lives in the arena. NULL only
 * when memory runs out. */
const char **roots_list(const struct roots *r, struct arena *a);

#endif
