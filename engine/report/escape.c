#include "report/escape.h"

#include <string.h>

#include <utf8proc.h>

enum { replacement = 0xFFFD };

/* Characters that change how the text around them is shown, and those XML forbids. */
static bool is_treacherous(uint32_t c) {
    if (c < 0x20 || (c >= 0x7F && c <= 0x9F)) /* controls */
        return true;
    if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069)) /* bidirectional */
        return true;
    if (c == 0x2028 || c == 0x2029 || c == 0xFEFF) /* line and paragraph separators, BOM */
        return true;
    return (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF) || /* noncharacters */
           (c >= 0xE0000 && c <= 0xE007F);                           /* tags */
}

/* The character at text[*at] as it stands; U+FFFD for a byte that is not UTF-8. */
static uint32_t decode(const char *text, size_t n, size_t *at) {
    utf8proc_int32_t c;
    utf8proc_ssize_t k =
        utf8proc_iterate((const utf8proc_uint8_t *)text + *at, (utf8proc_ssize_t)(n - *at), &c);
    if (k <= 0) {
        *at += 1;
        return replacement;
    }
    *at += (size_t)k;
    return (uint32_t)c;
}

bool escape_next(const char *text, size_t n, size_t *at, uint32_t *character) {
    if (*at >= n)
        return false;
    if (text[*at] >= ' ' && text[*at] <= '~') { /* most text */
        *character = (uint32_t)text[(*at)++];
        return true;
    }
    uint32_t c = decode(text, n, at);
    if (c == '\t' || c == '\n' || c == '\r')
        c = ' ';
    *character = is_treacherous(c) ? replacement : c;
    return true;
}

static void put(struct buf *out, uint32_t c) {
    char bytes[4];
    buf_add(out, bytes, utf8_put(bytes, c));
}

void escape_plain(struct buf *out, const char *text) {
    size_t n = text != NULL ? strlen(text) : 0;
    uint32_t c;
    for (size_t at = 0; escape_next(text, n, &at, &c);)
        put(out, c);
}

void escape_lines(struct buf *out, const char *text) {
    text = text != NULL ? text : "";
    size_t n = strlen(text);
    uint32_t c;
    for (size_t at = 0, before = 0; escape_next(text, n, &at, &c); before = at)
        put(out, text[before] == '\n' ? '\n' : c);
}

static const char *xml_entity(uint32_t c) {
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

/* How many bytes at the start of the text stand in XML as they are. */
static size_t plain_xml(const char *text) {
    size_t n = 0;
    while (text[n] >= ' ' && text[n] <= '~' && xml_entity((unsigned char)text[n]) == NULL)
        n++;
    return n;
}

void escape_xml(struct buf *out, const char *text) {
    size_t n = text != NULL ? strlen(text) : 0;
    uint32_t c;
    for (size_t at = 0; at < n;) {
        size_t plain = plain_xml(text + at);
        buf_add(out, text + at, plain);
        at += plain;
        if (!escape_next(text, n, &at, &c))
            break;
        const char *entity = xml_entity(c);
        if (entity != NULL)
            buf_puts(out, entity);
        else
            put(out, c);
    }
}

static bool is_ascii_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_ascii_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

void escape_address(struct buf *out, const char *path) {
    for (; *path != '\0'; path++) {
        if (is_ascii_letter(*path) || is_ascii_digit(*path) || strchr("-._~/", *path) != NULL)
            buf_add(out, path, 1);
        else
            buf_addf(out, "%%%02X", (unsigned char)*path);
    }
}

/* Does text[0..i] start the line as a list, heading underline or rule would? */
static bool starts_block(const char *text, size_t i) {
    if (strchr("-+=", text[i]) != NULL)
        return i == 0;
    if (text[i] != '.' || i == 0 || (text[i + 1] != ' ' && text[i + 1] != '\0'))
        return false;
    size_t digits = 0;
    while (digits < i && is_ascii_digit(text[digits]))
        digits++;
    return digits == i;
}

/* GFM makes links of "http://..." and "www...." without any brackets. */
static bool starts_link(const char *text, size_t i) {
    if (text[i] == ':')
        return text[i + 1] == '/';
    return text[i] == '.' && i >= 3 &&
           (memcmp(text + i - 3, "www", 3) == 0 || memcmp(text + i - 3, "WWW", 3) == 0);
}

void escape_markdown(struct buf *out, const char *text) {
    text = text != NULL ? text : "";
    size_t n = strlen(text);
    uint32_t c;
    for (size_t at = 0, before = 0; escape_next(text, n, &at, &c); before = at) {
        bool ascii = c > ' ' && c < 0x7F;
        if (ascii && (strchr("\\`*_[]<>#|~&@$", (int)c) != NULL || starts_block(text, before) ||
                      starts_link(text, before)))
            buf_puts(out, "\\");
        put(out, c);
    }
}

/* Is c better written as an escape in JSON? Invisible or markup; never an ordinary letter. */
static bool hidden_in_json(uint32_t c) {
    return is_treacherous(c) || c == '<';
}

static void put_json_escape(struct buf *out, uint32_t c) {
    if (c < 0x10000) {
        buf_addf(out, "\\u%04x", c);
        return;
    }
    c -= 0x10000;
    buf_addf(out, "\\u%04x\\u%04x", 0xD800 + (c >> 10), 0xDC00 + (c & 0x3FF));
}

void escape_json(struct buf *out, const char *text) {
    size_t n = text != NULL ? strlen(text) : 0;
    buf_puts(out, "\"");
    for (size_t at = 0; at < n;) {
        uint32_t c = decode(text, n, &at);
        if (c == '"' || c == '\\')
            buf_addf(out, "\\%c", (int)c);
        else if (c == '\n')
            buf_puts(out, "\\n");
        else if (hidden_in_json(c))
            put_json_escape(out, c);
        else
            put(out, c);
    }
    buf_puts(out, "\"");
}

size_t escape_width_of(const char *text, size_t n) {
    size_t width = 0;
    uint32_t c;
    for (size_t at = 0; escape_next(text, n, &at, &c);) {
        int columns = utf8proc_charwidth((utf8proc_int32_t)c);
        width += columns > 0 ? (size_t)columns : 0;
    }
    return width;
}

size_t escape_width(const char *text) {
    return text != NULL ? escape_width_of(text, strlen(text)) : 0;
}
