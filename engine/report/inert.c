#include "report/inert.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/str.h"

/* A page while it is looked through. */
struct page {
    const char *text, *at, *end;
    const char *name;
    struct err *e;
};

static const char *const elements[] = {
    "html",   "head",    "meta",       "title",   "style",    "body",    "a",    "header",
    "main",   "footer",  "section",    "div",     "span",     "p",       "h1",   "h2",
    "h3",     "h4",      "h5",         "h6",      "ul",       "ol",      "li",   "dl",
    "dt",     "dd",      "table",      "caption", "thead",    "tbody",   "tr",   "th",
    "td",     "figure",  "figcaption", "details", "summary",  "strong",  "em",   "del",
    "code",   "pre",     "blockquote", "br",      "hr",       "svg",     "desc", "g",
    "defs",   "pattern", "clipPath",   "line",    "polyline", "polygon", "path", "rect",
    "circle", "ellipse", "text",       "tspan",   "sup",      "sub",     "nav",  NULL};
static const char *const loading[] = {"src",        "srcset", "style",      "rel",
                                      "background", "poster", "xlink:href", "data",
                                      "formaction", "action", NULL};
/* Attributes that are text for people, whatever it says. */
static const char *const words[] = {"aria-label", "content", "download", "title", NULL};
/* Characters that escape_xml writes as entities; any other could hide what a value says. */
static const char *const entities[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;", NULL};

static bool is_among(struct span word, const char *const *list) {
    while (*list != NULL && !span_is(word, *list))
        list++;
    return *list != NULL;
}

/* Fails at the place where the page stands. */
static bool refuse(const struct page *p, const char *at, const char *what, struct span word) {
    size_t line = 1;
    const char *start = p->text;
    for (const char *c = p->text; c < at; c++) {
        if (*c == '\n') {
            line++;
            start = c + 1;
        }
    }
    fail(p->e, ERR_READ, "the page is not as foistat writes it: %s%.*s", what,
         (int)(word.n < 40 ? word.n : 40), word.text);
    err_at(p->e, p->name, line, utf8_count(start, (size_t)(at - start)) + 1, 0);
    return err_hint(p->e, "it was changed, or comes from elsewhere, and may load what it should "
                          "not: run the script again");
}

static bool comes(const struct page *p, const char *text) {
    size_t n = strlen(text);
    return (size_t)(p->end - p->at) >= n && memcmp(p->at, text, n) == 0;
}

/* Characters of names: letters, digits, '-', ':'. */
static struct span take_name(struct page *p) {
    struct span name = {p->at, 0};
    while (p->at < p->end && (isalnum((unsigned char)*p->at) || *p->at == '-' || *p->at == ':'))
        p->at++;
    name.n = (size_t)(p->at - name.text);
    return name;
}

static bool begins(struct span s, const char *prefix) {
    size_t n = strlen(prefix);
    return s.n >= n && strncasecmp(s.text, prefix, n) == 0;
}

/* Does the text load something by url(...), other than a part of the page itself? */
static bool loads(struct span s) {
    for (; s.n > 0; s.text++, s.n--) {
        if (begins(s, "url(") && !begins(s, "url(#"))
            return true;
    }
    return false;
}

static bool hides(struct span value) {
    for (; value.n > 0; value.text++, value.n--) {
        const char *const *known = entities;
        while (value.text[0] == '&' && *known != NULL && !begins(value, *known))
            known++;
        if (*known == NULL)
            return true;
    }
    return false;
}

static bool harmless_link(struct span element, struct span value) {
    static const char *const schemes[] = {"https://", "http://", "mailto:", "data:text/csv;"};
    if (begins(value, "#"))
        return true;
    for (size_t i = 0; span_is(element, "a") && i < sizeof schemes / sizeof *schemes; i++) {
        if (begins(value, schemes[i]))
            return true;
    }
    return false;
}

/* name="value", or a name alone. */
static bool attribute(struct page *p, struct span element) {
    const char *at = p->at;
    struct span name = take_name(p), value = {"", 0};
    if (name.n == 0)
        return refuse(p, at, "a tag that does not end", name);
    if (comes(p, "=\"")) {
        value.text = p->at += 2;
        while (p->at < p->end && *p->at != '"' && *p->at != '<' && *p->at != '>')
            p->at++;
        value.n = (size_t)(p->at - value.text);
        if (!comes(p, "\""))
            return refuse(p, at, "a value that does not end: ", name);
        p->at++;
    }
    if (span_is(name, "href"))
        return harmless_link(element, value) || refuse(p, at, "a link to ", value);
    if (begins(name, "on") || is_among(name, loading) ||
        (!is_among(name, words) && (loads(value) || hides(value))))
        return refuse(p, at, "the attribute ", name);
    return true;
}

static bool style_sheet(struct page *p) {
    struct span sheet = {p->at, 0};
    while (p->at < p->end && *p->at != '<')
        p->at++;
    sheet.n = (size_t)(p->at - sheet.text);
    bool harmless =
        comes(p, "</style>") && !loads(sheet) && memchr(sheet.text, '\\', sheet.n) == NULL;
    for (struct span s = sheet; harmless && s.n > 0; s.text++, s.n--)
        harmless = !begins(s, "@import");
    return harmless || refuse(p, sheet.text, "a style sheet of another kind", (struct span){"", 0});
}

/* At '<'. */
static bool tag(struct page *p) {
    const char *at = p->at++;
    bool closes = comes(p, "/");
    p->at += closes;
    struct span name = take_name(p);
    if (!is_among(name, elements))
        return refuse(p, at, "the element ", name);
    while (comes(p, " ") && !comes(p, " />")) {
        p->at++;
        if (!attribute(p, name))
            return false;
    }
    p->at += comes(p, " />") ? 2 : comes(p, "/>") ? 1 : 0;
    if (!comes(p, ">"))
        return refuse(p, at, "a tag that does not end", (struct span){"", 0});
    p->at++;
    return closes || !span_is(name, "style") || style_sheet(p);
}

bool inert_page(const char *html, size_t n, const char *name, struct err *e) {
    static const char start[] = "<!DOCTYPE html>\n";
    struct page p = {.text = html, .at = html, .end = html + n, .name = name, .e = e};
    if (!comes(&p, start) || memchr(html, '\0', n) != NULL || !utf8_valid(html, n, &(size_t){0}))
        return refuse(&p, html, "it starts otherwise, or is no text", (struct span){"", 0});
    p.at += sizeof start - 1;
    while ((p.at = memchr(p.at, '<', (size_t)(p.end - p.at))) != NULL) {
        if (!tag(&p))
            return false;
    }
    return true;
}
