#include "cli/custodian_asked.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/database_name.h"
#include "data/wording.h"
#include "database/statement.h"
#include "run/open.h"

enum { most_shown = 200 }; /* bytes of a query, where it stands for what it asks */

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for the list of databases");
}

static bool is_same_database(const char *a, const char *b) {
    char x[DATABASE_NAME_SIZE], y[DATABASE_NAME_SIZE];
    return database_shown_name(a, x) && database_shown_name(b, y) && strcmp(x, y) == 0;
}

static bool fail_query(struct err *e) {
    fail(e, ERR_RELEASE,
         "the database is not public, and which of its rows are counted is not for a "
         "script to say");
    return err_hint(e, "ask for a table, or for a view that the database's holder has made; if its "
                       "records are public as they stand, run with --published");
}

bool asked_may(const struct custodian *c, const struct request *q, struct err *e) {
    char clip[2][WORDING_CLIP];
    if (q->query != NULL)
        return fail_query(e);
    for (const struct held *h = c->first; h != NULL; h = h->next) {
        const char *before = h->asked.table;
        if (before == NULL || strcmp(before, q->table) == 0 ||
            !is_same_database(h->asked.name, q->name) || !statement_same_table(before, q->table))
            continue;
        fail(
            e, ERR_RELEASE,
            "the database is not public, and \"%s\" may be the table that was called \"%s\" before",
            wording_clip(q->table, clip[0]), wording_clip(before, clip[1]));
        return err_hint(e, "write its name the same way each time; tables of one name in two "
                           "schemas are counted in two runs");
    }
    return true;
}

/* Adds what these words name, which are used up, to what was opened. */
static struct asked_database *add_database(struct custodian *c, struct buf *words,
                                           const char *shown, struct err *e) {
    int fd;
    struct asked_database *d = calloc(1, sizeof *d);
    bool done = d != NULL ? open_bytes(words->text, words->n, shown, &fd, e) : no_memory(e);
    if (done) {
        done = identity_note(&c->roots->opened, fd, shown, &d->source, e);
        close(fd);
    }
    if (!done) {
        buf_free(words);
        free(d);
        return NULL;
    }
    d->words = *words;
    d->next = c->databases;
    c->databases = d;
    return d;
}

/* Gives o the number of what these words name; they are used up. */
static bool note_database(struct custodian *c, struct buf *words, struct opened *o, struct err *e) {
    struct asked_database *d = c->databases;
    while (d != NULL && strcmp(d->words.text, words->text) != 0)
        d = d->next;
    if (d != NULL)
        buf_free(words);
    else
        d = add_database(c, words, o->path, e);
    o->number = d != NULL ? d->source : 0;
    return d != NULL;
}

bool asked_note(struct custodian *c, const struct request *q, struct opened *o, struct err *e) {
    const char *ignored, *what = q->table != NULL ? q->table : q->query;
    char shown[DATABASE_NAME_SIZE];
    *o = (struct opened){.csv = -1, .package = -1};
    if (!roots_database(c->roots, q->name, &ignored, e))
        return false;
    if (c->ledger.path != NULL) {
        fail(e, ERR_RELEASE,
             "a ledger needs sources that stay as they are, and a database may not");
        return err_hint(e, "export the rows (COPY ... TO ... CSV) and count the file");
    }
    database_shown_name(q->name, shown);
    snprintf(o->path, sizeof o->path, "%s %s %.*s", shown, q->table != NULL ? "table" : "query",
             (int)utf8_whole(what, strnlen(what, most_shown)), what);
    for (char *p = o->path; *p != '\0'; p++) {
        if ((unsigned char)*p < 0x20 || *p == 0x7f)
            *p = ' ';
    }
    struct buf words = {0};
    buf_addf(&words, "%s\n%s\n%s\n", shown, q->table != NULL ? "table" : "query", what);
    if (!words.failed)
        return note_database(c, &words, o, e);
    buf_free(&words);
    return no_memory(e);
}

struct asked_database *asked_find(const struct custodian *c, size_t source) {
    struct asked_database *d = c->databases;
    while (d != NULL && d->source != source)
        d = d->next;
    return d;
}

void asked_free(struct custodian *c) {
    for (struct asked_database *d = c->databases, *next; d != NULL; d = next) {
        next = d->next;
        buf_free(&d->words);
        free(d);
    }
    c->databases = NULL;
}
