#include "data/package.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "data/package_json.h"
#include "data/json_read.h"

void package_free(struct package *p) {
    arena_free(&p->arena);
    *p = (struct package){0};
}

static bool read_encoding(struct reading *r, const json_t *resource) {
    static const struct {
        const char *name;
        enum csv_encoding encoding;
    } rows[] = {
        {"utf-8", CSV_UTF8},
        {"utf8", CSV_UTF8},
        {"windows-1252", CSV_WINDOWS_1252},
        {"cp1252", CSV_WINDOWS_1252},
        /* Labelled Latin-1, written in Windows-1252: the WHATWG encoding standard reads both so. */
        {"iso-8859-1", CSV_WINDOWS_1252},
        {"latin1", CSV_WINDOWS_1252},
    };
    const char *name = "utf-8";
    if (!package_text(r, resource, "encoding", "the resource", &name))
        return false;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strcasecmp(rows[i].name, name) == 0) {
            r->package->csv.encoding = rows[i].encoding;
            return true;
        }
    }
    package_fail(r, name, "the encoding \"%s\" is not read", name);
    return err_hint(r->e, "save the file as UTF-8; \"windows-1252\" is read as well");
}

/* Properties of a dialect that would change what is read, and are not supported. */
static bool refuse_dialects(struct reading *r, const json_t *dialect) {
    static const char *const refused[] = {"commentChar",  "commentRows", "escapeChar",
                                          "nullSequence", "headerJoin",  NULL};
    for (size_t i = 0; refused[i] != NULL; i++) {
        if (json_object_get(dialect, refused[i]) != NULL)
            return package_fail(r, refused[i], "the dialect's \"%s\" is not supported", refused[i]);
    }
    const char *quote = "\"";
    if (!package_text(r, dialect, "quoteChar", "the dialect", &quote))
        return false;
    if (strcmp(quote, "\"") != 0)
        return package_fail(r, "quoteChar", "only \" is read as the quote character");
    if (json_is_false(json_object_get(dialect, "doubleQuote")))
        return package_fail(r, "doubleQuote", "a quote inside quotes must be doubled (\"\")");
    if (json_is_false(json_object_get(dialect, "header")))
        return package_fail(r, "header", "a file without a header row is not read");
    return true;
}

/* headerRows: [3] says that the header is line 3, so that two title rows stand above it. */
static bool read_header_rows(struct reading *r, const json_t *dialect) {
    json_t *list;
    if (!package_list(r, dialect, "headerRows", "the dialect", &list))
        return false;
    if (list == NULL)
        return true;
    const json_t *row = json_array_get(list, 0);
    if (json_array_size(list) != 1 || !json_is_integer(row) || json_integer_value(row) < 1)
        return package_fail(r, "headerRows", "\"headerRows\" must be one line number: [1]");
    r->package->csv.skip_rows = (size_t)json_integer_value(row) - 1;
    return true;
}

static bool read_dialect(struct reading *r, const json_t *resource) {
    const json_t *dialect = json_object_get(resource, "dialect");
    const char *delimiter = ",";
    if (dialect == NULL)
        return true;
    if (!json_is_object(dialect))
        return package_fail(r, "dialect", "\"dialect\" must be an object {...}");
    if (!refuse_dialects(r, dialect) || !read_header_rows(r, dialect) ||
        !package_text(r, dialect, "delimiter", "the dialect", &delimiter))
        return false;
    if (strlen(delimiter) != 1 || strchr("\"\r\n", delimiter[0]) != NULL)
        return package_fail(r, "delimiter", "the delimiter must be one ASCII character");
    r->package->csv.delimiter = delimiter[0];
    return true;
}

/* Frictionless: a path is relative, and never leaves the package's folder. */
static bool is_safe_path(const char *path) {
    if (path[0] == '\0' || path[0] == '/' || strstr(path, "://") != NULL || strchr(path, '\\'))
        return false;
    for (const char *part = path; part != NULL; part = strchr(part, '/')) {
        part += part[0] == '/';
        if (strncmp(part, "..", 2) == 0 && (part[2] == '/' || part[2] == '\0'))
            return false;
    }
    return true;
}

static bool read_path(struct reading *r, const json_t *resource) {
    const char *const *paths = NULL;
    size_t n = 0;
    if (!package_texts(r, resource, "path", "the resource", &paths, &n))
        return false;
    if (n != 1)
        return package_fail(r, n == 0 ? "resources" : "path",
                            "the resource needs one \"path\": the CSV file's name");
    if (!is_safe_path(paths[0]))
        return package_fail(
            r, paths[0], "the path \"%s\" must name a file in the package's own folder", paths[0]);
    r->package->path = paths[0];
    return true;
}

static bool read_resource(struct reading *r, const json_t *root) {
    json_t *list;
    if (!package_list(r, root, "resources", "the package", &list))
        return false;
    if (json_array_size(list) != 1)
        return package_fail(r, "resources", "a package has one resource; this one has %zu",
                            json_array_size(list));
    const json_t *resource = json_array_get(list, 0), *schema;
    if (!package_known(r, resource, "the resource", PLACE_RESOURCE))
        return false;
    schema = json_object_get(resource, "schema");
    if (schema != NULL && !package_known(r, schema, "the schema", PLACE_SCHEMA))
        return false;
    return read_path(r, resource) && read_encoding(r, resource) && read_dialect(r, resource) &&
           package_read_fields(r, resource, schema);
}

static bool read_source(struct reading *r, const json_t *json, struct source *s) {
    return package_known(r, json, "a source", PLACE_SOURCE) &&
           package_text(r, json, "title", "a source", &s->title) &&
           package_text(r, json, "path", "a source", &s->path) &&
           package_text(r, json, "foi:body", "a source", &s->body) &&
           package_text(r, json, "foi:request", "a source", &s->request) &&
           package_text(r, json, "foi:date", "a source", &s->date);
}

/* The first source is the dataset's; further ones become notes, so that they are not lost. */
static bool read_sources(struct reading *r, const json_t *root) {
    json_t *list, *item;
    size_t i;
    if (!package_list(r, root, "sources", "the package", &list))
        return false;
    json_array_foreach(list, i, item) {
        struct source further = {0};
        if (!read_source(r, item, i == 0 ? &r->package->source : &further))
            return false;
        if (i == 0)
            continue;
        struct buf text = {0};
        buf_addf(&text, "Also from: %s", further.title != NULL ? further.title : "(untitled)");
        if (further.path != NULL)
            buf_addf(&text, " (%s)", further.path);
        buf_puts(&text, ".");
        const struct note note = {.text = text.text, .general = true};
        bool done = text.failed ? package_no_memory(r) : package_add_note(r, &note);
        buf_free(&text);
        if (!done)
            return false;
    }
    return true;
}

static bool read_licence(struct reading *r, const json_t *root) {
    json_t *list;
    const char *name = NULL, *title = NULL, *path = NULL;
    if (!package_list(r, root, "licenses", "the package", &list))
        return false;
    const json_t *first = json_array_get(list, 0);
    if (!package_text(r, first, "name", "the licence", &name) ||
        !package_text(r, first, "title", "the licence", &title) ||
        !package_text(r, first, "path", "the licence", &path))
        return false;
    r->package->source.licence = title != NULL ? title : name != NULL ? name : path;
    return true;
}

static bool read_root(struct reading *r, const json_t *root) {
    struct package *p = r->package;
    if (!package_known(r, root, "the package", PLACE_PACKAGE) ||
        !package_text(r, root, "name", "the package", &p->name) ||
        !package_text(r, root, "title", "the package", &p->title) || !read_sources(r, root) ||
        !read_licence(r, root) ||
        !package_flag(r, root, "foi:published", "the package", &p->source.published) ||
        !read_resource(r, root) || !package_read_notes(r, root) || !package_read_checks(r, root) ||
        !package_read_breaks(r, root))
        return false;
    p->says_published = json_object_get(root, "foi:published") != NULL;
    p->source.dataset = p->name;
    if (p->source.title == NULL)
        p->source.title = p->title;
    return true;
}

/* jansson's column counts bytes from 0 or 1 depending on the error; the offset is dependable. */
static bool refuse_json(struct reading *r, const json_error_t *error) {
    if (json_no_memory(error))
        return package_no_memory(r);
    fail(r->e, ERR_PACKAGE, "%s is not valid JSON: %s", r->name, error->text);
    err_hint(r->e, "a comma, a quote or a bracket is missing or too many, at or just before this "
                   "place");
    size_t offset = error->position > 0 ? (size_t)error->position - 1 : 0;
    package_place(r, offset < r->n ? offset : r->n, 1);
    return false;
}

bool package_read(const char *json, size_t n, const char *name, struct package *p, struct err *e) {
    *p = (struct package){0};
    if (n >= 3 && memcmp(json, "\xef\xbb\xbf", 3) == 0) {
        json += 3;
        n -= 3;
    }
    struct reading r = {p, json, n, name, e};
    json_error_t error;
    json_t *root = json_read(json, n, JSON_REJECT_DUPLICATES, &error);
    bool done = root != NULL ? read_root(&r, root) : refuse_json(&r, &error);
    json_decref(root);
    if (!done)
        package_free(p);
    return done;
}
