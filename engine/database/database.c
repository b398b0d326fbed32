#include "database/database.h"

#include <stdlib.h>
#include <string.h>

#include "data/wording.h"
#include "database/results.h"
#include "database/statement.h"
#include "database/wide.h"

/* What the server says of a column. */
struct described {
    bool whole;   /* whole numbers and NULL, nothing else */
    bool boolean; /* of PostgreSQL: an export writes t and f */
    bool cast;    /* its text is made by the server */
};

struct database {
    struct arena arena;
    struct connection connection;
    struct buf from; /* the table or the query, as it stands behind FROM */
    size_t n;
    struct cell *header;
    struct described *column;
};

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory to ask a database");
}

/* --- what there is ---------------------------------------------------------------------------- */

enum { name_units = 256 };

/* A text about a column of a result: its name, its type. */
static bool describe_text(const struct database *d, SQLHSTMT s, size_t i, SQLUSMALLINT what,
                          struct span *text, struct arena *a, struct err *e) {
    SQLWCHAR wide[name_units];
    SQLSMALLINT n = 0;
    struct buf utf8 = {0};
    SQLRETURN code = d->connection.odbc->ColAttribute(s, (SQLUSMALLINT)(i + 1), what, wide,
                                                      sizeof wide, &n, NULL);
    if (!connection_worked(&d->connection, code, SQL_HANDLE_STMT, s, e))
        return false;
    size_t units = n < 0 ? 0 : (size_t)n / sizeof *wide;
    wide_to_utf8(wide, units < name_units ? units : name_units - 1, &utf8);
    struct span trimmed = span_trim((struct span){utf8.n > 0 ? utf8.text : "", utf8.n});
    const char *copy = utf8.failed ? NULL : arena_text(a, trimmed.text, trimmed.n);
    *text = (struct span){copy, trimmed.n};
    buf_free(&utf8);
    return copy != NULL || no_memory(e);
}

static bool is_one_of(struct span word, const char *const *list, size_t n) {
    for (size_t i = 0; i < n && list[i] != NULL; i++) {
        if (span_is(word, list[i]))
            return true;
    }
    return false;
}

static bool is_whole(SQLLEN type) {
    return type == SQL_TINYINT || type == SQL_SMALLINT || type == SQL_INTEGER || type == SQL_BIGINT;
}

static bool describe_column(struct database *d, SQLHSTMT s, size_t i, struct err *e) {
    const struct dialect *dialect = d->connection.dialect;
    const size_t n_plain = sizeof dialect->as_text / sizeof *dialect->as_text;
    struct cell *name = &d->header[i];
    struct span type_name;
    SQLLEN type = 0;
    SQLRETURN code = d->connection.odbc->ColAttribute(s, (SQLUSMALLINT)(i + 1),
                                                      SQL_DESC_CONCISE_TYPE, NULL, 0, NULL, &type);
    if (!connection_worked(&d->connection, code, SQL_HANDLE_STMT, s, e) ||
        !describe_text(d, s, i, SQL_DESC_NAME, &name->text, &d->arena, e) ||
        !describe_text(d, s, i, SQL_DESC_TYPE_NAME, &type_name, &d->arena, e))
        return false;
    d->column[i] = (struct described){
        .whole = dialect->typed && is_whole(type),
        .boolean = dialect->typed && span_is(type_name, "bool"),
        .cast = dialect->text_type != NULL && !is_one_of(type_name, dialect->as_text, n_plain),
    };
    return true;
}

static bool check_names(const struct database *d, struct err *e) {
    char clip[WORDING_CLIP];
    for (size_t i = 0; i < d->n; i++) {
        const char *name = d->header[i].text.text;
        if (name[0] == '\0')
            return fail(e, ERR_CSV_HEADER, "%s: column %zu has no name", d->connection.name, i + 1);
        for (size_t k = 0; k < i; k++) {
            if (strcmp(d->header[k].text.text, name) == 0)
                return fail(e, ERR_CSV_HEADER, "%s: two columns are called \"%s\"",
                            d->connection.name, wording_clip(name, clip));
        }
    }
    return true;
}

static bool describe_all(struct database *d, SQLHSTMT s, struct err *e) {
    SQLSMALLINT n = 0;
    SQLRETURN code = d->connection.odbc->NumResultCols(s, &n);
    if (!connection_worked(&d->connection, code, SQL_HANDLE_STMT, s, e))
        return false;
    d->n = n > 0 ? (size_t)n : 0;
    d->header = arena_alloc(&d->arena, d->n, sizeof *d->header);
    d->column = arena_alloc(&d->arena, d->n, sizeof *d->column);
    if (d->header == NULL || d->column == NULL)
        return no_memory(e);
    for (size_t i = 0; i < d->n; i++) {
        if (!describe_column(d, s, i, e))
            return false;
    }
    return check_names(d, e);
}

/* The table of the database with the nearest name, in *e. */
static void hint_table(const struct database *d, const char *table, struct err *e) {
    enum { most = 1000 };
    d->connection.odbc->EndTran(SQL_HANDLE_DBC, d->connection.handle, SQL_ROLLBACK);
    const char *names[most + 1] = {NULL};
    struct results r;
    struct arena scratch = {0};
    struct err ignored = {0};
    SQLWCHAR kind[] = {'T', 'A', 'B', 'L', 'E', ',', 'V', 'I', 'E', 'W', 0};
    size_t n = 0;
    if (results_tables(&r, &d->connection, kind, &ignored)) {
        while (results_next(&r, &ignored) && r.rows > 0) {
            for (size_t i = 0; i < r.rows && n < most; i++) {
                struct span name;
                if (results_text(&r, i, 2, &name) == RESULTS_TEXT)
                    names[n++] = arena_text(&scratch, name.text, name.n);
            }
        }
    }
    const char *nearest = str_nearest(table, names);
    if (nearest != NULL)
        err_hint(e, "did you mean table = \"%s\"?", nearest);
    results_close(&r);
    arena_free(&scratch);
}

static bool make_from(struct database *d, const struct database_source *s, struct err *e) {
    if (s->query != NULL)
        return statement_query(s->query, &d->from, e);
    return statement_table(s->table, d->connection.quote, &d->from, e);
}

static bool describe(struct database *d, const struct database_source *s, struct err *e) {
    struct buf text = {0};
    SQLHSTMT statement = NULL;
    if (!make_from(d, s, e))
        return false;
    buf_puts(&text, "SELECT * FROM ");
    buf_add(&text, d->from.text, d->from.n);
    buf_puts(&text, " WHERE 1 = 0");
    bool done = text.failed ? no_memory(e)
                            : connection_send(&d->connection, text.text, &statement, e) &&
                                  describe_all(d, statement, e);
    connection_done(&d->connection, statement);
    buf_free(&text);
    if (!done && s->query == NULL && e->id == ERR_DATABASE && e->hint[0] == '\0')
        hint_table(d, s->table, e);
    return done;
}

struct database *database_open(const struct database_source *s, double seconds, struct err *e) {
    struct database *d = calloc(1, sizeof *d);
    if (d == NULL) {
        no_memory(e);
        return NULL;
    }
    if (connection_open(&d->connection, s->connection, seconds, e) && describe(d, s, e))
        return d;
    database_close(d);
    return NULL;
}

void database_close(struct database *d) {
    if (d == NULL)
        return;
    connection_close(&d->connection);
    buf_free(&d->from);
    arena_free(&d->arena);
    free(d);
}

const struct cell *database_header(const struct database *d, size_t *n) {
    *n = d->n;
    return d->header;
}

/* --- the statement ---------------------------------------------------------------------------- */

/* One way to ask; a text that is longer than expected, or a number that the server must not add up,
 * leads to another. */
struct attempt {
    size_t width;
    bool grouped[TALLY_SUMS]; /* the column is one more of the groups */
};
enum outcome { DONE, AGAIN, FAILED };

struct counting {
    struct database *database;
    const struct tally_plan *plan;
    struct attempt *attempt;
    struct tally *tally;
    struct results results;
};

static bool put_column(const struct database *d, size_t i, struct buf *out, struct err *e) {
    return statement_name(d->header[i].text.text, d->connection.quote, out, e);
}

/* A column as a text. */
static bool put_text(const struct database *d, size_t i, struct buf *out, struct err *e) {
    bool cast = d->column[i].cast;
    buf_puts(out, cast ? ", CAST(" : ", ");
    bool done = put_column(d, i, out, e);
    if (cast)
        buf_addf(out, " AS %s)", d->connection.dialect->text_type);
    return done;
}

static bool put_added(const struct database *d, size_t i, struct buf *out, struct err *e) {
    static const char *const function[] = {"COUNT", "SUM", "MIN", "MAX"};
    for (size_t k = 0; k < sizeof function / sizeof *function; k++) {
        buf_addf(out, ", %s(", function[k]);
        if (!put_column(d, i, out, e))
            return false;
        buf_puts(out, ")");
    }
    return true;
}

static bool put_group(const struct database *d, size_t i, bool *first, struct buf *out,
                      struct err *e) {
    buf_puts(out, *first ? " GROUP BY " : ", ");
    *first = false;
    return put_column(d, i, out, e);
}

/* SELECT COUNT(*), the keys, what is asked of each sum FROM ... GROUP BY; or each row as a group.
 */
static bool put_statement(const struct counting *c, struct buf *out, struct err *e) {
    const struct database *d = c->database;
    const struct tally_plan *p = c->plan;
    bool done = true, first = true;
    bool rows = d->connection.dialect->rows;
    buf_puts(out, rows ? "SELECT 1" : "SELECT COUNT(*)");
    for (size_t i = 0; done && i < p->n_keys; i++)
        done = put_text(d, p->key[i], out, e);
    for (size_t i = 0; done && i < p->n_sums; i++)
        done = c->attempt->grouped[i] ? put_text(d, p->sum[i], out, e)
                                      : put_added(d, p->sum[i], out, e);
    buf_puts(out, " FROM ");
    buf_add(out, d->from.text, d->from.n);
    for (size_t i = 0; done && !rows && i < p->n_keys; i++)
        done = put_group(d, p->key[i], &first, out, e);
    for (size_t i = 0; done && !rows && i < p->n_sums; i++)
        done = !c->attempt->grouped[i] || put_group(d, p->sum[i], &first, out, e);
    return done && (!out->failed || no_memory(e));
}

static size_t count_columns(const struct counting *c) {
    size_t n = 1 + c->plan->n_keys;
    for (size_t i = 0; i < c->plan->n_sums; i++)
        n += c->attempt->grouped[i] ? 1 : 4;
    return n;
}

/* --- what comes back -------------------------------------------------------------------------- */

/* The column of the table that a text of the statement is about, for messages. */
static enum outcome refuse_text(const struct counting *c, size_t column, enum err_id id,
                                const char *what, struct err *e) {
    char clip[WORDING_CLIP];
    fail(e, id, "%s: column \"%s\" holds %s", c->database->connection.name,
         wording_clip(c->database->header[column].text.text, clip), what);
    return FAILED;
}

static enum outcome take_text(struct counting *c, size_t row, size_t place, size_t column,
                              struct cell *cell, struct err *e) {
    static const size_t widest = (size_t)1 << 16;
    struct span text;
    size_t bad;
    *cell = (struct cell){.text = {"", 0}};
    switch (results_text(&c->results, row, place, &text)) {
    case RESULTS_NULL:
        return DONE;
    case RESULTS_NO_MEMORY:
        no_memory(e);
        return FAILED;
    case RESULTS_LONG:
        if (c->attempt->width >= widest)
            return refuse_text(c, column, ERR_CSV_LIMIT, "a text of more than 65,000 characters",
                               e);
        c->attempt->width *= 8;
        return AGAIN;
    case RESULTS_TEXT:
        break;
    }
    if (memchr(text.text, '\0', text.n) != NULL || !utf8_valid(text.text, text.n, &bad))
        return refuse_text(c, column, ERR_CSV_ENCODING, "bytes that are no text", e);
    cell->quoted_empty = text.n == 0;
    cell->text = span_trim(text);
    if (c->database->column[column].boolean && cell->text.n > 0)
        cell->text.n = 1; /* true, false */
    return DONE;
}

/* A whole number of any size that an exact sum can hold. */
static bool parse_whole(struct span text, __int128 *x) {
    const size_t most = 38;
    bool minus = text.n > 0 && text.text[0] == '-';
    *x = 0;
    for (size_t i = minus; i < text.n; i++) {
        if (text.text[i] < '0' || text.text[i] > '9')
            return false;
        *x = *x * 10 + (text.text[i] - '0');
    }
    if (minus)
        *x = -*x;
    return text.n > minus && text.n - minus < most;
}

static bool take_whole(struct counting *c, size_t row, size_t place, __int128 *x, struct err *e) {
    struct span text;
    if (results_text(&c->results, row, place, &text) == RESULTS_TEXT && parse_whole(text, x))
        return true;
    return fail(e, ERR_DATABASE, "%s: the server's count \"%.*s\" is not a whole number",
                c->database->connection.name, (int)(text.n < 40 ? text.n : 40), text.text);
}

/* May the server have added up what is no plain number: one of too many digits, or one that is a
 * symbol ("-99")? */
static bool may_be_odd(const struct tally_plan *p, struct span least, struct span most) {
    const struct tally_plan none = {0};
    double lo, hi, symbol;
    if (!tally_plain(p, least, &lo) || !tally_plain(p, most, &hi))
        return true;
    for (size_t i = 0; i < p->n_symbols; i++) {
        if (tally_plain(&none, p->symbol[i], &symbol) && lo <= symbol && symbol <= hi)
            return true;
    }
    return false;
}

/* Numbers that the server has added up; the others of these rows are NULL. */
static enum outcome take_added(struct counting *c, size_t row, size_t place, size_t group, size_t s,
                               uint64_t rows, struct err *e) {
    __int128 numbers, sum;
    struct cell least, most;
    const struct cell blank = {.text = {"", 0}};
    size_t column = c->plan->sum[s];
    if (!take_whole(c, row, place, &numbers, e))
        return FAILED;
    if (numbers > 0) {
        enum outcome o = take_text(c, row, place + 2, column, &least, e);
        if (o == DONE)
            o = take_text(c, row, place + 3, column, &most, e);
        if (o != DONE)
            return o;
        if (may_be_odd(c->plan, least.text, most.text)) {
            c->attempt->grouped[s] = true;
            return AGAIN;
        }
        if (!take_whole(c, row, place + 1, &sum, e) ||
            !tally_added(c->tally, group, s, &(struct exact){.whole = sum}, (uint64_t)numbers,
                         &least, &most, e))
            return FAILED;
    }
    uint64_t blanks = rows - (uint64_t)numbers;
    return blanks == 0 || tally_cell(c->tally, group, s, &blank, blanks, e) ? DONE : FAILED;
}

static enum outcome take_sums(struct counting *c, size_t row, size_t group, uint64_t rows,
                              struct err *e) {
    size_t place = 1 + c->plan->n_keys;
    for (size_t s = 0; s < c->plan->n_sums; s++) {
        struct cell cell;
        enum outcome o;
        if (c->attempt->grouped[s]) {
            o = take_text(c, row, place, c->plan->sum[s], &cell, e);
            if (o == DONE && !tally_cell(c->tally, group, s, &cell, rows, e))
                o = FAILED;
            place += 1;
        } else {
            o = take_added(c, row, place, group, s, rows, e);
            place += 4;
        }
        if (o != DONE)
            return o;
    }
    return DONE;
}

static enum outcome take_row(struct counting *c, size_t row, struct err *e) {
    struct cell key[TALLY_KEYS];
    __int128 rows;
    size_t group;
    if (!take_whole(c, row, 0, &rows, e))
        return FAILED;
    if (rows == 0) /* without groups an empty table has one row, of counts of nothing */
        return DONE;
    for (size_t i = 0; i < c->plan->n_keys; i++) {
        enum outcome o = take_text(c, row, 1 + i, c->plan->key[i], &key[i], e);
        if (o != DONE)
            return o;
    }
    if (!tally_rows(c->tally, key, (uint64_t)rows, &group, e))
        return FAILED;
    return take_sums(c, row, group, (uint64_t)rows, e);
}

static enum outcome take_rows(struct counting *c, struct err *e) {
    do {
        if (!results_next(&c->results, e))
            return FAILED;
        for (size_t row = 0; row < c->results.rows; row++) {
            enum outcome o = take_row(c, row, e);
            if (o != DONE)
                return o;
        }
    } while (c->results.rows > 0);
    return tally_close(c->tally, e) ? DONE : FAILED;
}

static enum outcome count(struct counting *c, struct err *e) {
    struct buf text = {0};
    enum outcome o = FAILED;
    if (tally_open(c->tally, c->plan, e) && put_statement(c, &text, e) &&
        results_open(&c->results, &c->database->connection, text.text, count_columns(c),
                     c->attempt->width, e))
        o = take_rows(c, e);
    results_close(&c->results);
    buf_free(&text);
    if (o != DONE && c->tally->plan != NULL)
        tally_free(c->tally);
    return o;
}

bool database_tally(struct database *d, const struct tally_plan *plan, struct tally *t,
                    struct err *e) {
    struct attempt a = {.width = 128};
    struct counting c = {.database = d, .plan = plan, .attempt = &a, .tally = t};
    enum outcome o;
    for (size_t i = 0; i < plan->n_sums; i++)
        a.grouped[i] = !d->column[plan->sum[i]].whole;
    do {
        o = count(&c, e);
    } while (o == AGAIN);
    return o == DONE;
}
