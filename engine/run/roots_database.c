/* Databases that the command line names. */
#include <string.h>

#include "base/str.h"
#include "data/database_name.h"
#include "run/root.h"

static const struct named_database *find(const struct roots *r, const char *shown) {
    for (size_t i = 0; i < r->n_databases; i++) {
        if (strcmp(r->database[i].shown, shown) == 0)
            return &r->database[i];
    }
    return NULL;
}

/* Scripts could not tell them apart. */
static bool refuse_second(const char *shown, struct err *e) {
    fail(e, ERR_USAGE, "the command line names two databases that are both called %s", shown);
    return err_hint(e,
                    "give each a data source of its own in ~/.odbc.ini: odbc:DSN=one odbc:DSN=two");
}

bool root_add_database(struct roots *r, const char *given, struct err *e) {
    char shown[DATABASE_NAME_SIZE];
    size_t bad;
    struct named_database *d = &r->database[r->n_databases];
    if (!database_shown_name(given, shown)) {
        fail(e, ERR_USAGE, "a database is named by its data source or its file");
        return err_hint(e, "for example odbc:DSN=national, with DSN=national in ~/.odbc.ini");
    }
    if (!utf8_valid(given, strlen(given), &bad))
        return fail(e, ERR_USAGE, "byte %zu of the connection to a database is not UTF-8", bad + 1);
    const struct named_database *before = find(r, shown);
    if (before != NULL)
        return strcmp(before->given, given) == 0 || refuse_second(shown, e);
    d->given = arena_string(&r->arena, given);
    d->shown = arena_string(&r->arena, shown);
    if (d->given == NULL || d->shown == NULL)
        return fail(e, ERR_NOMEM, "no memory for the list of databases");
    r->n_databases++;
    return true;
}

/* A password would be in the script, and in the copy of it that a run holds. */
static bool refuse_password(const char *shown, struct err *e) {
    fail(e, ERR_READ, "a script does not hold passwords, and the source \"%s\" has one", shown);
    return err_hint(e,
                    "a script says only \"%s\"; the password stands in ~/.odbc.ini, ~/.pgpass or "
                    "on the command line",
                    shown);
}

static bool refuse_stranger(const struct roots *r, const char *shown, struct err *e) {
    if (r->only_known) {
        fail(e, ERR_READ,
             "the source of the run is a database, %s: what it holds may be another "
             "today, and it is asked only by `run`",
             shown);
        return err_hint(e, "run the script again: foistat run SCRIPT %s", shown);
    }
    fail(e, ERR_READ, "the script asks the database %s, which is not named on the command line",
         shown);
    if (strstr(shown, "DSN=") == NULL)
        return err_hint(e,
                        "if it may: foistat run SCRIPT \"odbc:Driver=SQLite3;%s\", or the driver "
                        "that it has",
                        shown + strlen("odbc:"));
    return err_hint(e, "if it may: foistat run SCRIPT %s", shown);
}

bool roots_database(const struct roots *r, const char *name, const char **connection,
                    struct err *e) {
    char shown[DATABASE_NAME_SIZE];
    if (!database_shown_name(name, shown)) {
        fail(e, ERR_READ, "a database is named by its data source");
        return err_hint(e, "for example source = \"odbc:DSN=national\"");
    }
    for (const char *c = shown; *c != '\0'; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            return fail(e, ERR_READ, "a name of a database holds control characters");
    }
    if (database_has_password(name))
        return refuse_password(shown, e);
    const struct named_database *d = find(r, shown);
    if (d == NULL)
        return refuse_stranger(r, shown, e);
    *connection = d->given;
    return true;
}
