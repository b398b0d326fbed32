#include "data/database_name.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/str.h"

static const char prefix[] = "odbc:";

bool database_is_name(const char *word) {
    return str_begins(word, prefix);
}

/* The value that starts at 'text': up to a semicolon, or in braces, in which }} is a brace. */
static struct span value_at(const char *text) {
    if (text[0] != '{')
        return span_trim((struct span){text, strcspn(text, ";")});
    size_t n = 1;
    while (text[n] != '\0' && (text[n] != '}' || text[n + 1] == '}'))
        n += text[n] == '}' ? 2 : 1;
    return (struct span){text + 1, n - 1};
}

static bool is_key(struct span word, const char *key) {
    word = span_trim(word);
    return word.n == strlen(key) && strncasecmp(word.text, key, word.n) == 0;
}

/* The first value of a keyword of the connection string. */
static bool find_value(const char *word, const char *key, struct span *value) {
    const char *at = word + strlen(prefix);
    while (*at != '\0') {
        size_t n = strcspn(at, "=;");
        if (at[n] != '=')
            return false;
        *value = value_at(at + n + 1);
        if (is_key((struct span){at, n}, key))
            return true;
        at = value->text + value->n;
        at += strcspn(at, ";");
        at += *at == ';';
    }
    return false;
}

bool database_says(const char *word, const char *key) {
    struct span ignored;
    return database_is_name(word) && find_value(word, key, &ignored);
}

bool database_has_password(const char *word) {
    return database_says(word, "PWD") || database_says(word, "Password");
}

/* A database may be a file. */
static struct span base_name(struct span path) {
    for (size_t i = path.n; i-- > 0;) {
        if (path.text[i] == '/')
            return (struct span){path.text + i + 1, path.n - i - 1};
    }
    return path;
}

bool database_shown_name(const char *word, char out[DATABASE_NAME_SIZE]) {
    static const char *const key[] = {"DSN", "Database"};
    struct span value;
    for (size_t i = 0; database_is_name(word) && i < sizeof key / sizeof *key; i++) {
        if (!find_value(word, key[i], &value) || value.n == 0)
            continue;
        value = base_name(value);
        int n = snprintf(out, DATABASE_NAME_SIZE, "%s%s=%.*s", prefix, key[i], (int)value.n,
                         value.text);
        return n < DATABASE_NAME_SIZE;
    }
    return false;
}
