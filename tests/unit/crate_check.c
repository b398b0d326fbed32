/* crate_check RUN...: are these runs what RO-Crate 1.1 and Process Run Crate 0.5 ask for? One row a
 * requirement, in the words of its source; each row is also seen to fail on the first run made
 * wrong on purpose. Closes with a line of counts.
 *
 * Sources: https://w3id.org/ro/crate/1.1, https://w3id.org/ro/wfrun/process/0.5. What of them a run
 * leaves out stands with the reason in docs/explanation/runs.md. */
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <jansson.h>

#include "base/num.h"
#include "base/str.h"
#include "run/crate.h"
#include "run/hash.h"
#include "run/open.h"

#define GSL "https://www.gnu.org/software/gsl/"
#define PROFILE "https://w3id.org/ro/wfrun/process/0.5"

/* A crate being looked at. */
struct view {
    const char *folder;
    json_t *whole, *graph, *index; /* the entities; the first of each "@id" */
    json_t *root, *run;            /* "./" and what it mentions; NULL where there is none */
};

/* --- looking ---------------------------------------------------------------------------------- */

static const char *text_of(const json_t *o, const char *key) {
    return json_string_value(json_object_get(o, key));
}

static bool has_text(const json_t *o, const char *key) {
    const char *text = text_of(o, key);
    return text != NULL && text[0] != '\0';
}

/* A value as a list: itself alone when it is none. */
static size_t list_size(const json_t *value) {
    return value == NULL ? 0 : json_is_array(value) ? json_array_size(value) : 1;
}
static json_t *list_get(json_t *value, size_t i) {
    return json_is_array(value) ? json_array_get(value, i) : value;
}

static bool is_type(const json_t *o, const char *type) {
    json_t *value = json_object_get(o, "@type");
    for (size_t i = 0; i < list_size(value); i++) {
        const char *name = json_string_value(list_get(value, i));
        if (name != NULL && strcmp(name, type) == 0)
            return true;
    }
    return false;
}

static json_t *find(const struct view *v, const char *id) {
    return id != NULL ? json_object_get(v->index, id) : NULL;
}

/* The i-th entity that o refers to under the key. */
static json_t *referred(const struct view *v, const json_t *o, const char *key, size_t i) {
    return find(v, text_of(list_get(json_object_get(o, key), i), "@id"));
}

static bool refers(const struct view *v, const json_t *o, const char *key, const json_t *to) {
    for (size_t i = 0; i < list_size(json_object_get(o, key)); i++) {
        if (to != NULL && referred(v, o, key, i) == to)
            return true;
    }
    return false;
}

static bool begins(const char *text, const char *with) {
    return text != NULL && strncmp(text, with, strlen(with)) == 0;
}

/* An absolute URI has a scheme: "https:", "ni:". */
static bool is_absolute(const char *id) {
    size_t n = strspn(id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");
    return n > 1 && id[n] == ':';
}
static bool is_local(const char *id) {
    return id[0] == '#';
}
static bool is_payload(const json_t *o) {
    return is_type(o, "File") && !is_absolute(crate_id(o));
}

/* Does a condition hold for every entity? */
typedef bool condition(const struct view *v, json_t *entity);
static bool all(const struct view *v, condition *holds) {
    size_t i;
    json_t *entity;
    json_array_foreach(v->graph, i, entity) {
        if (!holds(v, entity))
            return false;
    }
    return json_array_size(v->graph) > 0;
}

/* --- requirements: RO-Crate ------------------------------------------------------------------- */

static bool is_reference(const json_t *value) {
    return json_is_object(value) && json_object_size(value) == 1 && has_text(value, "@id");
}
static bool flat_value(const json_t *value) {
    return json_is_string(value) || json_is_number(value) || json_is_boolean(value) ||
           is_reference(value);
}
static bool flat_entity(const struct view *v, json_t *entity) {
    const char *key;
    json_t *value;
    (void)v;
    json_object_foreach(entity, key, value) {
        for (size_t i = 0; i < list_size(value); i++) {
            if (!flat_value(list_get(value, i)))
                return false;
        }
    }
    return has_text(entity, "@id") && json_object_get(entity, "@type") != NULL;
}
static bool flattened(const struct view *v) {
    return json_object_size(v->whole) == 2 && all(v, flat_entity);
}

static bool unpacked_entity(const struct view *v, json_t *entity) {
    const char *key;
    json_t *value;
    (void)v;
    json_object_foreach(entity, key, value) {
        if (json_is_array(value) && json_array_size(value) < 2)
            return false;
    }
    return true;
}
static bool unpacked(const struct view *v) {
    return all(v, unpacked_entity);
}

static bool has_context(const struct view *v) {
    json_t *context = json_object_get(v->whole, "@context");
    const char *first = json_string_value(list_get(context, 0));
    return first != NULL && strcmp(first, "https://w3id.org/ro/crate/1.1/context") == 0;
}

/* The terms of the two contexts that runs use. All stand in the context of RO-Crate 1.1, but
 * sha256, which the context of the workflow-run terms defines. */
static const char *const terms[] = {"@id",
                                    "@type",
                                    "about",
                                    "actionStatus",
                                    "additionalProperty",
                                    "alternateName",
                                    "conformsTo",
                                    "contentSize",
                                    "creativeWorkStatus",
                                    "datePublished",
                                    "description",
                                    "encodingFormat",
                                    "hasPart",
                                    "identifier",
                                    "instrument",
                                    "isBasedOn",
                                    "license",
                                    "mentions",
                                    "name",
                                    "object",
                                    "programmingLanguage",
                                    "propertyID",
                                    "publisher",
                                    "result",
                                    "sha256",
                                    "softwareRequirements",
                                    "softwareVersion",
                                    "subjectOf",
                                    "temporalCoverage",
                                    "unitText",
                                    "url",
                                    "value",
                                    "version",
                                    "ActionStatusType",
                                    "ComputerLanguage",
                                    "CreateAction",
                                    "CreativeWork",
                                    "Dataset",
                                    "File",
                                    "PropertyValue",
                                    "SoftwareApplication",
                                    "SoftwareSourceCode",
                                    NULL};
static bool is_term(const char *word) {
    for (size_t i = 0; terms[i] != NULL; i++) {
        if (word != NULL && strcmp(terms[i], word) == 0)
            return true;
    }
    return false;
}
static bool entity_in_terms(const struct view *v, json_t *entity) {
    const char *key;
    json_t *value, *type = json_object_get(entity, "@type");
    (void)v;
    json_object_foreach(entity, key, value) {
        if (!is_term(key))
            return false;
    }
    for (size_t i = 0; i < list_size(type); i++) {
        if (!is_term(json_string_value(list_get(type, i))))
            return false;
    }
    return true;
}
static bool in_terms(const struct view *v) {
    json_t *context = json_object_get(v->whole, "@context");
    const char *second = json_string_value(list_get(context, 1));
    return second != NULL &&
           strcmp(second, "https://w3id.org/ro/terms/workflow-run/context") == 0 &&
           all(v, entity_in_terms);
}

static bool has_descriptor(const struct view *v) {
    const json_t *descriptor = find(v, "ro-crate-metadata.json");
    return descriptor != NULL && is_type(descriptor, "CreativeWork");
}
static bool descriptor_about(const struct view *v) {
    const json_t *root = find(v, "./");
    return is_type(root, "Dataset") && refers(v, find(v, "ro-crate-metadata.json"), "about", root);
}
static bool descriptor_conforms(const struct view *v) {
    json_t *to = json_object_get(find(v, "ro-crate-metadata.json"), "conformsTo");
    return list_size(to) == 1 && text_of(to, "@id") != NULL &&
           strcmp(text_of(to, "@id"), "https://w3id.org/ro/crate/1.1") == 0;
}
static bool root_type(const struct view *v) {
    return is_type(v->root, "Dataset");
}
static bool root_id(const struct view *v) {
    return strcmp(crate_id(v->root), "./") == 0;
}
static bool root_name(const struct view *v) {
    return has_text(v->root, "name");
}
static bool root_description(const struct view *v) {
    return has_text(v->root, "description");
}
static bool root_date(const struct view *v) {
    const char *date = text_of(v->root, "datePublished");
    int year, month, day, end = 0;
    return date != NULL && sscanf(date, "%4d-%2d-%2d%n", &year, &month, &day, &end) == 3 &&
           end == 10 && date[10] == '\0' && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}
static bool root_licence(const struct view *v) {
    const json_t *licence = referred(v, v->root, "license", 0);
    return is_type(licence, "CreativeWork") && has_text(licence, "name") &&
           has_text(licence, "description");
}

static bool file_in_hasPart(const struct view *v, json_t *entity) {
    return !is_type(entity, "File") || refers(v, v->root, "hasPart", entity);
}
static bool parts_linked(const struct view *v) {
    return all(v, file_in_hasPart);
}

static bool file_is_there(const struct view *v, json_t *entity) {
    char path[4096], name[4096];
    struct stat s;
    if (!is_payload(entity))
        return true;
    if (!crate_path_back(crate_id(entity), name, sizeof name))
        return false;
    snprintf(path, sizeof path, "%.2000s/%.2000s", v->folder, name);
    return lstat(path, &s) == 0 && S_ISREG(s.st_mode);
}
static bool payload_there(const struct view *v) {
    return all(v, file_is_there);
}

/* Are the file's size and hash what is said of it? */
static bool file_as_said(const struct view *v, json_t *entity) {
    char path[4096], name[4096] = "", hex[HASH_HEX_SIZE], size[32];
    size_t bytes = 0;
    struct err e = {0};
    if (!is_payload(entity) || !has_text(entity, "sha256"))
        return true;
    crate_path_back(crate_id(entity), name, sizeof name);
    snprintf(path, sizeof path, "%.2000s/%.2000s", v->folder, name);
    int fd;
    if (!open_named(path, &fd, NULL, &e))
        return false;
    bool read = hash_fd(fd, NULL, hex, &bytes, &e);
    close(fd);
    snprintf(size, sizeof size, "%zu", bytes);
    return read && has_text(entity, "contentSize") && strcmp(text_of(entity, "sha256"), hex) == 0 &&
           strcmp(text_of(entity, "contentSize"), size) == 0;
}
static bool payload_as_said(const struct view *v) {
    return all(v, file_as_said);
}

static bool all_described_in(const struct view *v, const char *within) {
    char folder[4096];
    snprintf(folder, sizeof folder, "%.2000s/%.1000s", v->folder, within);
    DIR *d = opendir(folder);
    bool described = d != NULL;
    for (struct dirent *entry; described && (entry = readdir(d)) != NULL;) {
        char name[4096];
        struct buf id = {0};
        if (entry->d_name[0] == '.')
            continue;
        snprintf(name, sizeof name, "%.1000s%.1000s", within, entry->d_name);
        crate_path(&id, name);
        if (entry->d_type == DT_DIR) {
            strncat(name, "/", sizeof name - strlen(name) - 1);
            described = all_described_in(v, name);
        } else {
            described = find(v, id.text) != NULL;
        }
        buf_free(&id);
    }
    if (d != NULL)
        closedir(d);
    return described;
}
static bool all_described(const struct view *v) {
    return all_described_in(v, "");
}

static bool file_typed(const struct view *v, json_t *entity) {
    return !refers(v, v->root, "hasPart", entity) || is_type(entity, "File");
}
static bool files_typed(const struct view *v) {
    return all(v, file_typed);
}

/* What RFC 3987 lets stand in a reference, with escapes whole. */
static bool is_reference_text(const char *id) {
    for (; *id != '\0'; id++) {
        unsigned char c = (unsigned char)*id;
        if (c <= 0x20 || c == 0x7f || strchr("\"<>\\^`{|}", c) != NULL)
            return false;
        if (c == '%' && (strspn(id + 1, "0123456789ABCDEF") < 2))
            return false;
    }
    return true;
}
static bool id_encoded(const struct view *v, json_t *entity) {
    (void)v;
    return is_reference_text(crate_id(entity));
}
static bool ids_encoded(const struct view *v) {
    return all(v, id_encoded);
}
static bool file_id(const struct view *v, json_t *entity) {
    (void)v;
    const char *id = crate_id(entity);
    return !is_type(entity, "File") || is_absolute(id) || (id[0] != '/' && !is_local(id));
}
static bool file_ids(const struct view *v) {
    return all(v, file_id);
}
static bool id_stays_inside(const struct view *v, json_t *entity) {
    (void)v;
    return is_absolute(crate_id(entity)) || strstr(crate_id(entity), "../") == NULL;
}
static bool ids_stay_inside(const struct view *v) {
    return all(v, id_stays_inside);
}
static bool id_native(const struct view *v, json_t *entity) {
    (void)v;
    for (const char *at = crate_id(entity); (at = strchr(at, '%')) != NULL; at++) {
        if (strchr("89ABCDEF", at[1]) != NULL && at[1] != '\0')
            return false;
    }
    return true;
}
static bool ids_native(const struct view *v) {
    return all(v, id_native);
}
static bool ids_unique(const struct view *v) {
    return json_array_size(v->graph) == json_object_size(v->index);
}

static bool references_described(const struct view *v, json_t *entity) {
    const char *key;
    json_t *value;
    json_object_foreach(entity, key, value) {
        for (size_t i = 0; i < list_size(value); i++) {
            const json_t *one = list_get(value, i);
            if (is_reference(one) && find(v, text_of(one, "@id")) == NULL)
                return false;
        }
    }
    return true;
}
static bool all_references_described(const struct view *v) {
    return all(v, references_described);
}

/* Does any other entity refer to this one? */
static bool is_referred(const struct view *v, json_t *entity) {
    size_t i;
    json_t *other, *value;
    const char *key;
    json_array_foreach(v->graph, i, other) {
        json_object_foreach(other, key, value) {
            if (other != entity && refers(v, other, key, entity))
                return true;
        }
    }
    return strcmp(crate_id(entity), "ro-crate-metadata.json") == 0;
}
static bool all_referred(const struct view *v) {
    return all(v, is_referred);
}

static bool language_described(const struct view *v, json_t *entity) {
    (void)v;
    return !is_type(entity, "ComputerLanguage") ||
           (has_text(entity, "name") && has_text(entity, "url") && has_text(entity, "version"));
}
static bool languages_described(const struct view *v) {
    return all(v, language_described);
}
static json_t *script_of(const struct view *v) {
    return referred(v, v->run, "instrument", 0);
}
static bool script_typed(const struct view *v) {
    const json_t *script = script_of(v);
    return is_type(script, "File") && is_type(script, "SoftwareSourceCode");
}
static bool script_named(const struct view *v) {
    return has_text(script_of(v), "name");
}
static bool script_language(const struct view *v) {
    return is_type(referred(v, script_of(v), "programmingLanguage", 0), "ComputerLanguage");
}

/* --- requirements: Process Run Crate ---------------------------------------------------------- */

static bool root_conforms(const struct view *v) {
    json_t *profile = find(v, PROFILE);
    return is_type(profile, "CreativeWork") && refers(v, v->root, "conformsTo", profile);
}
static bool is_software(const json_t *o) {
    return is_type(o, "SoftwareApplication") || is_type(o, "SoftwareSourceCode");
}
static bool instrument_typed(const struct view *v) {
    size_t n = list_size(json_object_get(v->run, "instrument"));
    for (size_t i = 0; i < n; i++) {
        if (!is_software(referred(v, v->run, "instrument", i)))
            return false;
    }
    return n > 0;
}
static bool software_named(const struct view *v, json_t *entity) {
    (void)v;
    return !is_software(entity) || has_text(entity, "name");
}
static bool all_software_named(const struct view *v) {
    return all(v, software_named);
}
static bool software_versioned(const struct view *v, json_t *entity) {
    (void)v;
    return !is_software(entity) || has_text(entity, "version") ||
           has_text(entity, "softwareVersion");
}
static bool all_software_versioned(const struct view *v) {
    return all(v, software_versioned);
}
static bool one_version(const struct view *v, json_t *entity) {
    (void)v;
    return !is_type(entity, "SoftwareApplication") || json_object_get(entity, "version") == NULL ||
           json_object_get(entity, "softwareVersion") == NULL;
}
static bool all_one_version(const struct view *v) {
    return all(v, one_version);
}
static bool library_has_url(const struct view *v, json_t *entity) {
    return !refers(v, find(v, "#foistat"), "softwareRequirements", entity) ||
           begins(text_of(entity, "url"), "https://");
}
static bool libraries_have_urls(const struct view *v) {
    return all(v, library_has_url);
}
static bool library_has_uri(const struct view *v, json_t *entity) {
    return !refers(v, find(v, "#foistat"), "softwareRequirements", entity) ||
           is_absolute(crate_id(entity));
}
static bool libraries_have_uris(const struct view *v) {
    return all(v, library_has_uri);
}
static bool requirement_typed(const struct view *v) {
    const json_t *engine = find(v, "#foistat");
    size_t n = list_size(json_object_get(engine, "softwareRequirements"));
    for (size_t i = 0; i < n; i++) {
        if (!is_type(referred(v, engine, "softwareRequirements", i), "SoftwareApplication"))
            return false;
    }
    return n > 0;
}
static bool action_typed(const struct view *v) {
    return is_type(v->run, "CreateAction");
}
static bool action_id(const struct view *v) {
    return begins(crate_id(v->run), "#run-") && strlen(crate_id(v->run)) > 64;
}
static bool action_mentioned(const struct view *v) {
    size_t i, n = 0;
    json_t *entity;
    json_array_foreach(v->graph, i, entity) {
        n += is_type(entity, "CreateAction");
    }
    return n == 1 && is_type(referred(v, v->root, "mentions", 0), "CreateAction");
}
static bool action_named(const struct view *v) {
    return has_text(v->run, "name");
}
static bool action_described(const struct view *v) {
    return has_text(v->run, "description");
}
static bool action_no_error(const struct view *v) {
    return json_object_get(v->run, "error") == NULL;
}
static bool action_status(const struct view *v) {
    const char *id = text_of(json_object_get(v->run, "actionStatus"), "@id");
    return id != NULL && strcmp(id, "http://schema.org/CompletedActionStatus") == 0;
}
static bool action_results(const struct view *v) {
    size_t n = list_size(json_object_get(v->run, "result"));
    for (size_t i = 0; i < n; i++) {
        if (!is_type(referred(v, v->run, "result", i), "File"))
            return false;
    }
    return n > 0;
}
static bool action_objects(const struct view *v) {
    json_t *object = json_object_get(v->run, "object");
    for (size_t i = 0; i < list_size(object); i++) {
        const json_t *o = referred(v, v->run, "object", i);
        if (!is_type(o, "File") && !is_type(o, "PropertyValue"))
            return false;
    }
    return object != NULL;
}
static bool property_valued(const struct view *v, json_t *entity) {
    (void)v;
    return !is_type(entity, "PropertyValue") ||
           (json_object_get(entity, "name") != NULL && json_object_get(entity, "value") != NULL);
}
static bool properties_valued(const struct view *v) {
    return all(v, property_valued);
}
/* A file of another name than its "@id" has tells its own. */
static bool name_reflected(const struct view *v, json_t *entity) {
    const json_t *package = entity;
    if (!is_type(entity, "File") || is_payload(entity) || !refers(v, v->run, "object", entity))
        return true;
    return has_text(package, "alternateName") ||
           begins(text_of(package, "name"), "datapackage.json");
}
static bool names_reflected(const struct view *v) {
    return all(v, name_reflected);
}

/* --- requirements of our own ------------------------------------------------------------------ */

static bool no_clock_in(const struct view *v, json_t *entity) {
    static const char *const keys[] = {"endTime",      "startTime",       "dateCreated",
                                       "dateModified", "sdDatePublished", "agent",
                                       "author"};
    (void)v;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (json_object_get(entity, keys[i]) != NULL)
            return false;
    }
    return true;
}
static bool no_clock(const struct view *v) {
    return all(v, no_clock_in);
}
static bool hashed(const struct view *v, json_t *entity) {
    const char *hex = text_of(entity, "sha256");
    (void)v;
    return !is_type(entity, "File") || strcmp(crate_id(entity), "machine.json") == 0 ||
           (hex != NULL && strlen(hex) == 64);
}
static bool all_hashed(const struct view *v) {
    return all(v, hashed);
}
static bool input_named_by_hash(const struct view *v, json_t *entity) {
    struct buf name = {0};
    (void)v;
    if (!is_type(entity, "File") || is_payload(entity))
        return true;
    crate_hash_name(&name, text_of(entity, "sha256"));
    bool same = begins(crate_id(entity), name.text);
    buf_free(&name);
    return same;
}
static bool inputs_named_by_hash(const struct view *v) {
    return all(v, input_named_by_hash);
}

/* --- wrong on purpose ------------------------------------------------------------------------- */

/* An entity of the type, or the first with the key; it must be there. */
static json_t *any(const struct view *v, const char *type, const char *key) {
    size_t i;
    json_t *entity;
    json_array_foreach(v->graph, i, entity) {
        if ((type == NULL || is_type(entity, type)) &&
            (key == NULL || json_object_get(entity, key) != NULL))
            return entity;
    }
    return NULL;
}
static json_t *output_of(const struct view *v) {
    return referred(v, v->run, "result", 0);
}
static json_t *input_of(const struct view *v) {
    size_t i;
    json_t *entity;
    json_array_foreach(v->graph, i, entity) {
        if (is_type(entity, "File") && !is_payload(entity) &&
            json_object_get(entity, "alternateName") != NULL)
            return entity;
    }
    return NULL;
}
static void set(json_t *o, const char *key, const char *text) {
    json_object_set_new(o, key, json_string(text));
}

static void library_renamed(const struct view *v) {
    json_t *libraries = json_object_get(find(v, "#foistat"), "softwareRequirements");
    set(find(v, GSL), "@id", "#gsl");
    for (size_t i = 0; i < json_array_size(libraries); i++) {
        if (strcmp(text_of(json_array_get(libraries, i), "@id"), GSL) == 0)
            set(json_array_get(libraries, i), "@id", "#gsl");
    }
}

#define SPOIL(name, ...)                                                                           \
    static void name(const struct view *v) {                                                       \
        (void)v;                                                                                   \
        __VA_ARGS__;                                                                               \
    }
SPOIL(nest, json_object_set(v->run, "instrument", output_of(v)))
SPOIL(pack, json_object_set_new(v->root, "mentions", json_pack("[{s:s}]", "@id", crate_id(v->run))))
SPOIL(other_context, set(v->whole, "@context", "https://schema.org/"))
SPOIL(own_term, set(v->run, "mood", "good"))
SPOIL(descriptor_file, set(find(v, "ro-crate-metadata.json"), "@type", "File"))
SPOIL(about_run, json_object_set_new(find(v, "ro-crate-metadata.json"), "about",
                                     json_pack("{s:s}", "@id", crate_id(v->run))))
SPOIL(old_version, json_object_set_new(find(v, "ro-crate-metadata.json"), "conformsTo",
                                       json_pack("{s:s}", "@id", "https://w3id.org/ro/crate/1.0")))
SPOIL(root_a_thing, set(v->root, "@type", "Thing"))
SPOIL(root_moved, set(v->root, "@id", "crate"))
SPOIL(root_no_name, json_object_del(v->root, "name"))
SPOIL(root_no_description, json_object_del(v->root, "description"))
SPOIL(root_today, set(v->root, "datePublished", "22/11/2026"))
SPOIL(root_no_licence, json_object_del(v->root, "license"))
SPOIL(forget_part, json_array_remove(json_object_get(v->root, "hasPart"), 1))
SPOIL(move_file, set(output_of(v), "@id", "elsewhere.html"))
SPOIL(shrink_file, set(output_of(v), "contentSize", "1"))
SPOIL(forget_file, json_object_del(v->index, "results.json"))
SPOIL(mistype_file, set(output_of(v), "@type", "CreativeWork"))
SPOIL(blank_in_id, set(output_of(v), "@id", "a report.html"))
SPOIL(absolute_path, set(output_of(v), "@id", "/report.html"))
SPOIL(climb, set(output_of(v), "@id", "../report.html"))
SPOIL(escape_letters, set(output_of(v), "@id", "%C3%A9.html"))
SPOIL(twice, json_array_append(v->graph, v->run))
SPOIL(refer_nowhere, json_object_set_new(v->run, "object", json_pack("{s:s}", "@id", "#gone")))
SPOIL(lonely, json_object_del(v->root, "mentions"))
SPOIL(language_no_version, json_object_del(find(v, "#lua"), "version"))
SPOIL(script_only_file, set(script_of(v), "@type", "File"))
SPOIL(script_no_name, json_object_del(script_of(v), "name"))
SPOIL(script_no_language, json_object_del(script_of(v), "programmingLanguage"))
SPOIL(no_profile, json_object_del(v->root, "conformsTo"))
SPOIL(instrument_output,
      json_object_set_new(v->run, "instrument", json_pack("{s:s}", "@id", crate_id(output_of(v)))))
SPOIL(engine_no_name, json_object_del(find(v, "#foistat"), "name"))
SPOIL(engine_no_version, json_object_del(find(v, "#foistat"), "softwareVersion"))
SPOIL(engine_two_versions, set(find(v, "#foistat"), "version", "1"))
SPOIL(library_no_url, json_object_del(find(v, GSL), "url"))
SPOIL(library_local, library_renamed(v))
SPOIL(library_a_file, set(find(v, GSL), "@type", "File"))
SPOIL(action_updates, set(v->run, "@type", "UpdateAction"))
SPOIL(action_plain_id, set(v->run, "@id", "#run"))
SPOIL(action_no_name, json_object_del(v->run, "name"))
SPOIL(action_no_description, json_object_del(v->run, "description"))
SPOIL(action_error, set(v->run, "error", "none"))
SPOIL(action_failed, json_object_del(v->run, "actionStatus"))
SPOIL(no_results, json_object_del(v->run, "result"))
SPOIL(object_library, json_object_set_new(v->run, "object", json_pack("{s:s}", "@id", GSL)))
SPOIL(property_no_value, json_object_del(any(v, "PropertyValue", NULL), "value"))
SPOIL(input_no_name, json_object_del(input_of(v), "alternateName"))
SPOIL(put_clock, set(v->run, "endTime", "2026-11-22T10:00:00Z"))
SPOIL(unhashed, json_object_del(output_of(v), "sha256"))
SPOIL(input_other_hash, set(input_of(v), "sha256",
                            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"))

/* --- the rows --------------------------------------------------------------------------------- */

struct requirement {
    const char *source, *quote;
    bool (*holds)(const struct view *v);
    void (*spoil)(const struct view *v);
};

#define CRATE "RO-Crate 1.1, "
#define PROCESS "Process Run Crate 0.5, "
static const struct requirement requirements[] = {
    {CRATE "structure", "MUST be a valid JSON-LD document in flattened and compacted form",
     flattened, nest},
    {CRATE "JSON-LD", "single-element arrays SHOULD be unpacked to a single value", unpacked, pack},
    {CRATE "structure", "SHOULD use the RO-Crate JSON-LD Context by reference", has_context,
     other_context},
    {CRATE "extending", "terms used SHOULD be in the @context", in_terms, own_term},
    {CRATE "root", "MUST contain a descriptor ro-crate-metadata.json of @type CreativeWork",
     has_descriptor, descriptor_file},
    {CRATE "root", "the descriptor MUST have an about property referencing the Root Data Entity",
     descriptor_about, about_run},
    {CRATE "root", "its conformsTo SHOULD be a versioned permalink of the specification",
     descriptor_conforms, old_version},
    {CRATE "root", "@type MUST be Dataset", root_type, root_a_thing},
    {CRATE "root", "@id MUST end with / and SHOULD be ./", root_id, root_moved},
    {CRATE "root", "MUST have a name", root_name, root_no_name},
    {CRATE "root", "MUST have a description", root_description, root_no_description},
    {CRATE "root", "datePublished MUST be an ISO 8601 date, SHOULD be precise to the day",
     root_date, root_today},
    {CRATE "root", "MUST have a license, SHOULD link to an entity with a name and description",
     root_licence, root_no_licence},
    {CRATE "data entities", "files MUST be linked from the Root Data Entity by hasPart",
     parts_linked, forget_part},
    {CRATE "structure", "data entities MUST be payload within the crate, or web-based",
     payload_there, move_file},
    {CRATE "data entities", "contentSize and sha256 are those of the file", payload_as_said,
     shrink_file},
    {CRATE "structure", "each file MAY be represented: here every one is", all_described,
     forget_file},
    {CRATE "data entities", "files MUST have File as a value for @type", files_typed, mistype_file},
    {CRATE "data entities", "@id must be a valid URI reference, special characters escaped",
     ids_encoded, blank_in_id},
    {CRATE "data entities", "@id of a File MUST be a path relative to the root or an absolute URI",
     file_ids, absolute_path},
    {CRATE "JSON-LD", "@id paths SHOULD NOT use ../ to climb out of the root", ids_stay_inside,
     climb},
    {CRATE "data entities", "international characters in identifiers SHOULD be native UTF-8",
     ids_native, escape_letters},
    {CRATE "contextual entities", "MUST NOT list multiple entities with the same @id", ids_unique,
     twice},
    {CRATE "structure", "RECOMMENDED that referenced contextual entities are described",
     all_references_described, refer_nowhere},
    {CRATE "structure", "RECOMMENDED that contextual entities are linked to from another",
     all_referred, lonely},
    {CRATE "workflows and scripts", "a ComputerLanguage MUST have name, url and version",
     languages_described, language_no_version},
    {CRATE "workflows and scripts", "a script MUST be a File and SoftwareSourceCode", script_typed,
     script_only_file},
    {CRATE "workflows and scripts", "a script MUST have a name", script_named, script_no_name},
    {CRATE "workflows and scripts", "the runtime SHOULD be indicated using programmingLanguage",
     script_language, script_no_language},
    {PROCESS "Dataset", "conformsTo MUST reference a CreativeWork with this document's permalink",
     root_conforms, no_profile},
    {PROCESS "SoftwareApplication",
     "@type SHOULD include SoftwareApplication or SoftwareSourceCode", instrument_typed,
     instrument_output},
    {PROCESS "SoftwareApplication", "SHOULD have a name", all_software_named, engine_no_name},
    {PROCESS "SoftwareApplication", "SHOULD have a version", all_software_versioned,
     engine_no_version},
    {PROCESS "SoftwareApplication", "SHOULD NOT specify both version and softwareVersion",
     all_one_version, engine_two_versions},
    {PROCESS "SoftwareApplication", "SHOULD have a url (of libraries)", libraries_have_urls,
     library_no_url},
    {PROCESS "SoftwareApplication", "@id SHOULD be an absolute URI (of libraries)",
     libraries_have_uris, library_local},
    {PROCESS "software dependencies", "softwareRequirements to a SoftwareApplication",
     requirement_typed, library_a_file},
    {PROCESS "CreateAction", "@type SHOULD be CreateAction", action_typed, action_updates},
    {PROCESS "CreateAction", "@id MUST be a unique identifier for the execution", action_id,
     action_plain_id},
    {PROCESS "CreateAction", "SHOULD be listed under mentions of the root data entity",
     action_mentioned, lonely},
    {PROCESS "CreateAction", "SHOULD have a name", action_named, action_no_name},
    {PROCESS "CreateAction", "SHOULD have a description", action_described, action_no_description},
    {PROCESS "CreateAction", "instrument MUST be the identifier of the executed tool",
     instrument_typed, instrument_output},
    {PROCESS "CreateAction", "actionStatus SHOULD be CompletedActionStatus", action_status,
     action_failed},
    {PROCESS "CreateAction", "error SHOULD NOT be specified unless it failed", action_no_error,
     action_error},
    {PROCESS "CreateAction", "result SHOULD identify what was created; of type File for files",
     action_results, no_results},
    {PROCESS "CreateAction", "object of type File for files, PropertyValue for numbers and strings",
     action_objects, object_library},
    {PROCESS "CreateAction", "PropertyValue captures numbers and strings that are not files",
     properties_valued, property_no_value},
    {PROCESS "CreateAction", "SHOULD refer to the original name via alternateName", names_reflected,
     input_no_name},
    {"foistat", "no time of day and no person in a run", no_clock, put_clock},
    {"foistat", "every file but machine.json has a SHA-256", all_hashed, unhashed},
    {"foistat", "an input is named by the hash of its bytes (RFC 6920)", inputs_named_by_hash,
     input_other_hash},
};
enum { n_requirements = sizeof requirements / sizeof *requirements };

/* --- running ---------------------------------------------------------------------------------- */

static int passed, failed;

static void say(bool good, const struct requirement *r, const char *folder, const char *what) {
    passed += good;
    failed += !good;
    if (!good)
        printf("FAILED %s: %s: %s: %s\n", folder, what, r->source, r->quote);
}

/* Looks at a crate again: after it was spoilt, "@id"s may be others. */
static void look(struct view *v) {
    size_t i;
    json_t *entity;
    v->graph = json_object_get(v->whole, "@graph");
    json_decref(v->index);
    v->index = json_object();
    json_array_foreach(v->graph, i, entity) {
        if (json_object_get(v->index, crate_id(entity)) == NULL)
            json_object_set(v->index, crate_id(entity), entity);
    }
    json_t *about = json_object_get(find(v, "ro-crate-metadata.json"), "about");
    v->root = find(v, text_of(about, "@id"));
    v->run = referred(v, v->root, "mentions", 0);
}

static bool load(const char *folder, struct view *v) {
    char path[4096];
    snprintf(path, sizeof path, "%.4000s/ro-crate-metadata.json", folder);
    *v = (struct view){.folder = folder,
                       .whole = json_load_file(path, JSON_REJECT_DUPLICATES, NULL)};
    if (v->whole != NULL)
        look(v);
    return v->whole != NULL;
}

static void unload(struct view *v) {
    json_decref(v->index);
    json_decref(v->whole);
}

static void check_run(const char *folder) {
    struct view v;
    if (!load(folder, &v)) {
        printf("FAILED %s: MUST have a ro-crate-metadata.json that is JSON\n", folder);
        failed++;
        return;
    }
    for (int i = 0; i < n_requirements; i++)
        say(requirements[i].holds(&v), &requirements[i], folder, "does not hold");
    unload(&v);
}

/* Each row must see what was done to it. */
static void check_rows(const char *folder) {
    for (int i = 0; i < n_requirements; i++) {
        struct view v;
        if (!load(folder, &v))
            return;
        bool forgets = requirements[i].holds == all_described; /* of the index itself */
        requirements[i].spoil(&v);
        if (!forgets && requirements[i].spoil != lonely && requirements[i].spoil != move_file)
            look(&v);
        say(!requirements[i].holds(&v), &requirements[i], folder, "not seen when wrong");
        unload(&v);
    }
}

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++)
        check_run(argv[i]);
    if (argc > 1)
        check_rows(argv[1]);
    printf("%d passed, %d failed\n", passed, failed);
    return failed > 0 || passed == 0;
}
