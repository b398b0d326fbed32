#include "run/crate.h"

#include <stdio.h>
#include <string.h>

void crate_begin(struct crate *c) {
    *c = (struct crate){.graph = json_array(), .index = json_object()};
    c->failed = c->graph == NULL || c->index == NULL;
}

void crate_end(struct crate *c) {
    json_decref(c->graph);
    json_decref(c->index);
    *c = (struct crate){0};
}

/* The same text with U+FFFD for each byte that is not UTF-8. */
static json_t *repaired(const char *text) {
    struct buf b = {0};
    for (size_t n = strlen(text), bad; n > 0;) {
        if (utf8_valid(text, n, &bad))
            bad = n;
        buf_add(&b, text, bad);
        text += bad;
        n -= bad;
        if (n > 0) {
            buf_puts(&b, "\xEF\xBF\xBD");
            text++;
            n--;
        }
    }
    json_t *value = b.failed ? NULL : json_stringn(b.n > 0 ? b.text : "", b.n);
    buf_free(&b);
    return value;
}

json_t *crate_string(const char *text) {
    size_t bad;
    return utf8_valid(text, strlen(text), &bad) ? json_string(text) : repaired(text);
}

json_t *crate_number(double whole) {
    return json_integer((json_int_t)whole);
}

void crate_set(struct crate *c, json_t *entity, const char *key, json_t *value) {
    if (entity == NULL)
        json_decref(value);
    if (entity == NULL || json_object_set_new(entity, key, value) != 0)
        c->failed = true;
}

void crate_text(struct crate *c, json_t *entity, const char *key, const char *text) {
    if (text != NULL)
        crate_set(c, entity, key, crate_string(text));
}

const char *crate_id(const json_t *entity) {
    const char *id = json_string_value(json_object_get(entity, "@id"));
    return id != NULL ? id : "";
}

json_t *crate_add(struct crate *c, const char *id, const char *type) {
    struct buf own = {0};
    buf_puts(&own, id);
    for (int i = 2; !own.failed && json_object_get(c->index, own.text) != NULL; i++) {
        own.n = strlen(id);
        buf_addf(&own, "#%d", i);
    }
    json_t *entity = json_object();
    crate_text(c, entity, "@id", own.failed ? id : own.text);
    crate_text(c, entity, "@type", type);
    if (own.failed || json_object_set(c->index, crate_id(entity), entity) != 0)
        c->failed = true;
    buf_free(&own);
    if (json_array_append_new(c->graph, entity) == 0)
        return entity;
    c->failed = true;
    return NULL;
}

void crate_refer(struct crate *c, json_t *entity, const char *key, const char *id) {
    json_t *reference = json_pack("{s:s}", "@id", id), *now = json_object_get(entity, key);
    if (now == NULL) {
        crate_set(c, entity, key, reference);
    } else if (json_is_array(now)) {
        c->failed |= json_array_append_new(now, reference) != 0;
    } else {
        json_t *both = json_array();
        c->failed |=
            json_array_append(both, now) != 0 || json_array_append_new(both, reference) != 0;
        crate_set(c, entity, key, both);
    }
}

void crate_path(struct buf *out, const char *path) {
    static const char plain[] = "/-._~"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    for (; *path != '\0'; path++) {
        unsigned char byte = (unsigned char)*path;
        if (byte >= 0x80 || strchr(plain, byte) != NULL)
            buf_add(out, path, 1);
        else
            buf_addf(out, "%%%02X", byte);
    }
}

static int hex_digit(char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool crate_path_back(const char *id, char *path, size_t room) {
    size_t n = 0;
    for (; *id != '\0' && n + 1 < room; id++) {
        if (*id != '%') {
            path[n++] = *id;
            continue;
        }
        int high = hex_digit(id[1]), low = high < 0 ? -1 : hex_digit(id[2]);
        if (low < 0 || high + low == 0)
            return false;
        path[n++] = (char)(16 * high + low);
        id += 2;
    }
    path[n] = '\0';
    return *id == '\0';
}

void crate_hash_name(struct buf *out, const char *hex) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    static const char lower[] = "0123456789abcdef";
    unsigned held = 0, bits = 0;
    buf_puts(out, "ni:///sha-256;");
    for (; *hex != '\0'; hex++) {
        const char *at = strchr(lower, *hex);
        held = held << 4 | (unsigned)(at != NULL ? at - lower : 0);
        bits += 4;
        if (bits >= 6) {
            bits -= 6;
            buf_add(out, &digits[held >> bits & 63], 1);
        }
    }
    if (bits > 0)
        buf_add(out, &digits[held << (6 - bits) & 63], 1);
}
