#include "database/connection.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "database/wide.h"

/* Types whose text is that of a CSV export whatever the driver does. COPY ... CSV writes the text
 * of PostgreSQL's own cast, but for booleans (database.c). A cursor is fetched to its end, so the
 * plan should not hurry to the first rows. SQLite sorts what it groups, in memory where files are
 * out of reach, so it is asked for rows; its driver hands them over one by one only outside of
 * transactions. Columns hold whatever was put into them. */
static const struct dialect dialects[] = {
    {.server = "PostgreSQL",
     .typed = true,
     .text_type = "text",
     .as_text = {"text", "varchar", "bpchar", "int2", "int4", "int8"},
     .opening = {"SET TRANSACTION READ ONLY", "SET LOCAL cursor_tuple_fraction = 1"},
     .time_limit = "SET LOCAL statement_timeout = %.0f"},
    {.server = "SQLite",
     .rows = true,
     .text_type = "TEXT",
     .opening = {"PRAGMA query_only = ON", "PRAGMA temp_store = MEMORY"}},
    {.typed = true},
};

/* Drivers that do not know one of these pass over it: an answer of a million rows comes in blocks
 * and is never held as a whole, and no empty file is made in place of one that is not there. */
static const char *const extras[][2] = {
    {"UseDeclareFetch", "1"}, {"Fetch", "10000"}, {"StepAPI", "1"}, {"NoCreat", "1"}};

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory to ask a database");
}

/* --- errors ----------------------------------------------------------------------------------- */

/* What a state of SQL means here: the first of its characters, and what to do. */
static const struct {
    const char *state;
    enum err_id id;
    const char *hint;
} states[] = {
    {"IM003", ERR_TOOL_MISSING,
     "install the driver that the data source names: on Debian, "
     "odbc-postgresql, libsqliteodbc, odbc-mariadb or tdsodbc"},
    {"01000", ERR_TOOL_MISSING, /* unixODBC cannot open the library */
     "the driver is not installed under this name: `odbcinst -q -d` lists those that are (package "
     "odbcinst); on Debian, odbc-postgresql, libsqliteodbc, odbc-mariadb and tdsodbc have some"},
    {"28", ERR_DATABASE,
     "the user and the password are those of the data source (~/.odbc.ini) or "
     "of the driver's own file (~/.pgpass), never of a script"},
    {"08", ERR_DATABASE,
     "does the server run, and do the user and the password of the data source "
     "(~/.odbc.ini, ~/.pgpass) suit?"},
    {"57014", ERR_LIMIT_TIME, "allow more with --limit-seconds, or ask for less"},
    {"HYT", ERR_LIMIT_TIME, "allow more with --limit-seconds, or ask for less"},
    {"25006", ERR_DATABASE, "foistat only reads: 'query' is one SELECT that changes nothing"},
    {"42501", ERR_DATABASE, "the role needs the right to SELECT from the table, and no other"},
};

/* The driver's words without those on who says it, "[unixODBC][Driver Manager]". */
static const char *own_words(const char *text) {
    while (text[0] == '[' && strchr(text, ']') != NULL)
        text = strchr(text, ']') + 1;
    return text + strspn(text, " ");
}

/* One line. */
static void flatten(char *text) {
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text < 0x20 || *text == 0x7f)
            *text = ' ';
    }
}

/* The data source nearest to the one that was named. */
static void hint_source(const struct connection *c, struct err *e) {
    enum { most = 100, room = 128 };
    static char text[most][room];
    const char *names[most + 1] = {NULL};
    SQLWCHAR name[room], about[room];
    SQLSMALLINT n, ignored;
    SQLUSMALLINT way = SQL_FETCH_FIRST;
    for (size_t i = 0; i < most && SQL_SUCCEEDED(c->odbc->DataSources(
                                       c->environment, way, name, room, &n, about, room, &ignored));
         i++, way = SQL_FETCH_NEXT) {
        struct buf utf8 = {0};
        wide_to_utf8(name, n > 0 && n < room ? (size_t)n : 0, &utf8);
        snprintf(text[i], room, "odbc:DSN=%s", utf8.n > 0 ? utf8.text : "");
        names[i] = text[i];
        buf_free(&utf8);
    }
    const char *nearest = str_nearest(c->name, names);
    if (nearest != NULL)
        err_hint(e, "did you mean %s?", nearest);
    else
        err_hint(e, "data sources stand in ~/.odbc.ini and /etc/odbc.ini; `odbcinst -q -s` lists "
                    "them (package odbcinst)");
}

static bool fail_state(const struct connection *c, const char *state, const char *words,
                       struct err *e) {
    enum err_id id = ERR_DATABASE;
    const char *hint = NULL;
    for (size_t i = 0; i < sizeof states / sizeof *states && hint == NULL; i++) {
        if (!str_begins(state, states[i].state))
            continue;
        id = states[i].id;
        hint = states[i].hint;
    }
    fail(e, id, "%s: %s", c->name, words);
    if (strcmp(state, "IM002") == 0)
        hint_source(c, e);
    else if (hint != NULL)
        err_hint(e, "%s", hint);
    return false;
}

bool connection_worked(const struct connection *c, SQLRETURN code, SQLSMALLINT kind,
                       SQLHANDLE handle, struct err *e) {
    enum { most = 1024 };
    SQLWCHAR wide_state[SQL_SQLSTATE_SIZE + 1] = {0}, wide_words[most];
    SQLINTEGER native;
    SQLSMALLINT n = 0;
    struct buf state = {0}, words = {0};
    if (SQL_SUCCEEDED(code))
        return true;
    code = c->odbc->GetDiagRec(kind, handle, 1, wide_state, &native, wide_words, most, &n);
    if (!SQL_SUCCEEDED(code))
        return fail(e, ERR_DATABASE, "%s: the driver failed and does not say why", c->name);
    wide_to_utf8(wide_state, SQL_SQLSTATE_SIZE, &state);
    wide_to_utf8(wide_words, n < most ? (size_t)n : most - 1, &words);
    if (state.failed || words.failed) {
        no_memory(e);
    } else {
        if (words.n > 0)
            flatten(words.text);
        fail_state(c, state.n > 0 ? state.text : "", words.n > 0 ? own_words(words.text) : "", e);
    }
    buf_free(&state);
    buf_free(&words);
    return false;
}

/* --- statements ------------------------------------------------------------------------------- */

void connection_done(const struct connection *c, SQLHSTMT statement) {
    if (statement != NULL)
        c->odbc->FreeHandle(SQL_HANDLE_STMT, statement);
}

bool connection_send(const struct connection *c, const char *text, SQLHSTMT *statement,
                     struct err *e) {
    size_t n;
    SQLRETURN code = c->odbc->AllocHandle(SQL_HANDLE_STMT, c->handle, statement);
    if (!connection_worked(c, code, SQL_HANDLE_DBC, c->handle, e)) {
        *statement = NULL;
        return false;
    }
    SQLWCHAR *wide = wide_of(text, &n);
    if (wide == NULL)
        return no_memory(e);
    c->odbc->SetStmtAttr(*statement, SQL_ATTR_NOSCAN, (SQLPOINTER)SQL_NOSCAN_ON, 0);
    code = c->odbc->ExecDirect(*statement, wide, (SQLINTEGER)n);
    free(wide);
    return code == SQL_NO_DATA || connection_worked(c, code, SQL_HANDLE_STMT, *statement, e);
}

static bool run(const struct connection *c, const char *text, struct err *e) {
    SQLHSTMT statement = NULL;
    bool done = connection_send(c, text, &statement, e);
    connection_done(c, statement);
    return done;
}

/* --- opening ---------------------------------------------------------------------------------- */

static bool set(const struct connection *c, SQLINTEGER what, uintptr_t value, struct err *e) {
    union {
        uintptr_t number;
        SQLPOINTER pointer;
    } v = {value};
    return connection_worked(c, c->odbc->SetConnectAttr(c->handle, what, v.pointer, 0),
                             SQL_HANDLE_DBC, c->handle, e);
}

static bool make_handles(struct connection *c, struct err *e) {
    const struct odbc *o = c->odbc;
    union {
        uintptr_t number;
        SQLPOINTER pointer;
    } version = {SQL_OV_ODBC3};
    if (!SQL_SUCCEEDED(o->AllocHandle(SQL_HANDLE_ENV, SQL_NULL_HANDLE, &c->environment)))
        return no_memory(e);
    return connection_worked(
               c, o->SetEnvAttr(c->environment, SQL_ATTR_ODBC_VERSION, version.pointer, 0),
               SQL_HANDLE_ENV, c->environment, e) &&
           connection_worked(c, o->AllocHandle(SQL_HANDLE_DBC, c->environment, &c->handle),
                             SQL_HANDLE_ENV, c->environment, e);
}

static SQLWCHAR *connection_string(const char *word, size_t *n) {
    struct buf text = {0};
    buf_puts(&text, strchr(word, ':') + 1);
    for (size_t i = 0; i < sizeof extras / sizeof *extras; i++) {
        if (!database_says(word, extras[i][0]))
            buf_addf(&text, ";%s=%s", extras[i][0], extras[i][1]);
    }
    SQLWCHAR *wide = text.failed ? NULL : wide_of(text.text, n);
    buf_free(&text);
    return wide;
}

static bool connect_to(struct connection *c, const char *word, struct err *e) {
    size_t n;
    SQLWCHAR out[2];
    SQLSMALLINT ignored;
    SQLWCHAR *wide = connection_string(word, &n);
    if (wide == NULL)
        return no_memory(e);
    SQLRETURN code = c->odbc->DriverConnect(c->handle, NULL, wide, (SQLSMALLINT)n, out, 0, &ignored,
                                            SQL_DRIVER_NOPROMPT);
    free(wide);
    c->connected = SQL_SUCCEEDED(code);
    return connection_worked(c, code, SQL_HANDLE_DBC, c->handle, e);
}

/* A text about the connection, cut to 'room'; "" when the driver does not say. */
static void ask(const struct connection *c, SQLUSMALLINT what, char *out, size_t room) {
    SQLWCHAR wide[64];
    SQLSMALLINT n = 0;
    struct buf text = {0};
    out[0] = '\0';
    if (SQL_SUCCEEDED(c->odbc->GetInfo(c->handle, what, wide, sizeof wide, &n)) && n > 0 &&
        (size_t)n < sizeof wide) {
        wide_to_utf8(wide, (size_t)n / sizeof *wide, &text);
        snprintf(out, room, "%s", text.n > 0 ? text.text : "");
    }
    buf_free(&text);
}

static void know_server(struct connection *c) {
    char server[64], quote[8];
    ask(c, SQL_DBMS_NAME, server, sizeof server);
    ask(c, SQL_IDENTIFIER_QUOTE_CHAR, quote, sizeof quote);
    c->quote = quote[0] == ' ' ? '\0' : quote[0];
    c->dialect = dialects;
    while (c->dialect->server != NULL && !str_begins(server, c->dialect->server))
        c->dialect++;
}

static bool start_transaction(const struct connection *c, double seconds, struct err *e) {
    const double longest = INT_MAX; /* milliseconds; PostgreSQL refuses more */
    const struct dialect *d = c->dialect;
    char limit[96];
    if (!d->rows && !set(c, SQL_ATTR_AUTOCOMMIT, SQL_AUTOCOMMIT_OFF, e))
        return false;
    for (size_t i = 0; d->opening[i] != NULL; i++) {
        if (!run(c, d->opening[i], e))
            return false;
    }
    if (d->time_limit == NULL)
        return true;
    snprintf(limit, sizeof limit, d->time_limit, fmin(fmax(1e3 * seconds, 1e3), longest));
    return run(c, limit, e);
}

bool connection_open(struct connection *c, const char *word, double seconds, struct err *e) {
    *c = (struct connection){.odbc = odbc_load(e)};
    bool done = c->odbc != NULL;
    if (done && !database_shown_name(word, c->name)) {
        done = fail(e, ERR_DATABASE, "a connection needs a data source or a database");
        err_hint(e, "for example odbc:DSN=national");
    }
    done = done && make_handles(c, e) && set(c, SQL_ATTR_ACCESS_MODE, SQL_MODE_READ_ONLY, e) &&
           connect_to(c, word, e);
    if (done) {
        know_server(c);
        done = start_transaction(c, seconds, e);
    }
    if (!done)
        connection_close(c);
    return done;
}

void connection_close(struct connection *c) {
    if (c->connected) {
        c->odbc->EndTran(SQL_HANDLE_DBC, c->handle, SQL_ROLLBACK);
        c->odbc->Disconnect(c->handle);
    }
    if (c->handle != NULL)
        c->odbc->FreeHandle(SQL_HANDLE_DBC, c->handle);
    if (c->environment != NULL)
        c->odbc->FreeHandle(SQL_HANDLE_ENV, c->environment);
    *c = (struct connection){0};
}
