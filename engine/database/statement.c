#include "database/statement.h"

#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

static bool is_plain(struct span name) {
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
    for (size_t i = 0; i < name.n; i++) {
        if (strchr(letters, name.text[i]) == NULL)
            return false;
    }
    return name.n > 0 && !(name.text[0] >= '0' && name.text[0] <= '9');
}

static bool put_name(struct span name, char quote, struct buf *out, struct err *e) {
    if (quote == '\0' && !is_plain(name)) {
        fail(e, ERR_DATABASE, "the driver has no quotes for names, and \"%.*s\" needs them",
             (int)(name.n < 100 ? name.n : 100), name.text);
        return err_hint(e, "ask for it by another name: query = \"select ... as name from ...\"");
    }
    if (quote != '\0')
        buf_add(out, &quote, 1);
    for (size_t i = 0; i < name.n; i++) {
        if (name.text[i] == quote)
            buf_add(out, &quote, 1);
        buf_add(out, &name.text[i], 1);
    }
    if (quote != '\0')
        buf_add(out, &quote, 1);
    return true;
}

bool statement_name(const char *name, char quote, struct buf *out, struct err *e) {
    return put_name((struct span){name, strlen(name)}, quote, out, e);
}

/* One part of a table's name, without its double quotes, in 'part'; the text behind it. */
static const char *take_part(const char *text, struct buf *part) {
    bool quoted = text[0] == '"';
    for (text += quoted; *text != '\0'; text++) {
        if (quoted && *text == '"' && *++text != '"')
            return text;
        if (!quoted && *text == '.')
            return text;
        buf_add(part, text, 1);
    }
    return quoted ? NULL : text;
}

static bool fail_table(const char *table, struct err *e) {
    fail(e, ERR_DATABASE, "\"%.100s\" is not the name of a table", table);
    return err_hint(e, "table = \"cases\" or \"schema.cases\"; a name with a dot in it stands in "
                       "double quotes");
}

/* The part that starts at *at, which is then behind it; false where there is none. */
static bool next_part(const char **at, struct buf *part) {
    part->n = 0;
    *at = take_part(*at, part);
    return *at != NULL && part->n > 0 && !part->failed && (**at == '\0' || **at == '.');
}

bool statement_table(const char *table, char quote, struct buf *out, struct err *e) {
    struct buf part = {0};
    const char *at = table;
    bool named = next_part(&at, &part);
    bool done = named && put_name((struct span){part.text, part.n}, quote, out, e);
    while (done && *at++ == '.') {
        buf_puts(out, ".");
        named = next_part(&at, &part);
        done = named && put_name((struct span){part.text, part.n}, quote, out, e);
    }
    buf_free(&part);
    return named ? done : fail_table(table, e);
}

/* The last part of a table's name as those servers take it that tell the fewest names apart; NULL:
 * it is no name, or there is no memory. The caller frees it. */
static char *plainest_name(const char *table) {
    const utf8proc_option_t way = UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
                                  UTF8PROC_STRIPMARK | UTF8PROC_IGNORE | UTF8PROC_LUMP;
    struct buf part = {0};
    utf8proc_uint8_t *name = NULL;
    const char *at = table;
    bool named = next_part(&at, &part);
    while (named && *at++ == '.')
        named = next_part(&at, &part);
    struct span last = span_trim((struct span){part.text, part.n});
    if (named)
        utf8proc_map((const utf8proc_uint8_t *)last.text, (utf8proc_ssize_t)last.n, &name, way);
    buf_free(&part);
    return (char *)name;
}

bool statement_same_table(const char *a, const char *b) {
    enum { shortest_limit = 63 }; /* of PostgreSQL */
    char *x = plainest_name(a), *y = plainest_name(b);
    bool same = x == NULL || y == NULL || strncmp(x, y, shortest_limit) == 0;
    free(x);
    free(y);
    return same;
}

static struct span without_end(struct span query) {
    query = span_trim(query);
    while (query.n > 0 && query.text[query.n - 1] == ';')
        query = span_trim((struct span){query.text, query.n - 1});
    return query;
}

/* Where a text or a comment ends is the server's to say (quotes of dollars, backslashes), so a
 * semicolon is refused wherever it stands. The query ends before a line end, or a comment at its
 * end would hide what follows. */
bool statement_query(const char *query, struct buf *out, struct err *e) {
    struct span q = without_end((struct span){query, strlen(query)});
    if (q.n == 0)
        return fail(e, ERR_DATABASE, "the query is empty");
    if (memchr(q.text, ';', q.n) != NULL) {
        fail(e, ERR_DATABASE, "a query is one statement, and this one has a semicolon in it");
        return err_hint(e, "where a semicolon is part of a text, write it as chr(59)");
    }
    buf_puts(out, "(");
    buf_add(out, q.text, q.n);
    buf_puts(out, "\n) foistat_rows");
    return true;
}
