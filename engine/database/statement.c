#include "database/statement.h"

#include <string.h>

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

bool statement_table(const char *table, char quote, struct buf *out, struct err *e) {
    for (const char *at = table;; at++) {
        struct buf part = {0};
        at = take_part(at, &part);
        bool named = at != NULL && part.n > 0 && (*at == '\0' || *at == '.');
        bool done = named && put_name((struct span){part.text, part.n}, quote, out, e);
        buf_free(&part);
        if (!named)
            return fail_table(table, e);
        if (!done || *at == '\0')
            return done;
        buf_puts(out, ".");
    }
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
