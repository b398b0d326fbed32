#include "report/prose.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>

#include "report/escape.h"

enum { terminal_width = 80 };

static cmark_node *parse(const char *markdown) {
    struct buf clean = {0};
    escape_lines(&clean, markdown);
    cmark_gfm_core_extensions_ensure_registered();
    cmark_parser *parser = cmark_parser_new(CMARK_OPT_DEFAULT);
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("table"));
    if (clean.n > 0)
        cmark_parser_feed(parser, clean.text, clean.n);
    cmark_node *root = clean.failed ? NULL : cmark_parser_finish(parser);
    cmark_parser_free(parser);
    buf_free(&clean);
    return root;
}

static bool is_safe_link(const char *url) {
    static const char *const schemes[] = {"https://", "http://", "mailto:"};
    for (size_t i = 0; url != NULL && i < sizeof schemes / sizeof *schemes; i++) {
        if (strncasecmp(url, schemes[i], strlen(schemes[i])) == 0)
            return true;
    }
    return false;
}

/* Puts a node's children in its place. */
static void unwrap(cmark_node *node) {
    for (cmark_node *child; (child = cmark_node_first_child(node)) != NULL;)
        cmark_node_insert_before(node, child);
    cmark_node_unlink(node);
    cmark_node_free(node);
}

/* Replaces HTML with text that shows it. */
static void show_markup(cmark_node *node, bool block) {
    struct buf line = {0};
    escape_plain(&line, cmark_node_get_literal(node));
    cmark_node *text = cmark_node_new(CMARK_NODE_TEXT), *shown = text;
    cmark_node_set_literal(text, line.n > 0 ? line.text : "");
    if (block) {
        shown = cmark_node_new(CMARK_NODE_PARAGRAPH);
        cmark_node_append_child(shown, text);
    }
    cmark_node_replace(node, shown);
    cmark_node_free(node);
    buf_free(&line);
}

/* Takes the harm out of one node that the walk is about to leave. */
static void tame(cmark_node *node, int level) {
    cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_HEADING)
        cmark_node_set_heading_level(node, level);
    else if (type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE)
        show_markup(node, type == CMARK_NODE_HTML_BLOCK);
    else if (type == CMARK_NODE_IMAGE ||
             (type == CMARK_NODE_LINK && !is_safe_link(cmark_node_get_url(node))))
        unwrap(node);
}

static bool is_leaf(cmark_node_type type) {
    return type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE;
}

/* cmark allows a node to be replaced once the walk leaves it; leaves have only an ENTER event. */
static void tame_all(cmark_node *root, int level) {
    cmark_iter *iter = cmark_iter_new(root);
    for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(iter);
        if (event == CMARK_EVENT_EXIT || is_leaf(cmark_node_get_type(node)))
            tame(node, level);
    }
    cmark_iter_free(iter);
}

static cmark_node *parse_tame(const char *markdown, int level, struct err *e) {
    cmark_node *root = parse(markdown);
    if (root == NULL)
        fail(e, ERR_NOMEM, "out of memory");
    else
        tame_all(root, level);
    return root;
}

static void add_rendered(struct buf *out, char *rendered) {
    buf_puts(out, rendered);
    free(rendered);
}

bool prose_html(const char *markdown, int level, struct buf *out, struct err *e) {
    cmark_node *root = parse_tame(markdown, level, e);
    if (root == NULL)
        return false;
    for (cmark_node *n = cmark_node_first_child(root); n != NULL; n = cmark_node_next(n)) {
        bool table = strcmp(cmark_node_get_type_string(n), "table") == 0;
        if (table)
            buf_puts(out, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
                          "aria-label=\"Table in the text\">\n");
        add_rendered(out, cmark_render_html(n, CMARK_OPT_DEFAULT, NULL));
        buf_puts(out, table ? "</div>\n" : "");
    }
    cmark_node_free(root);
    return true;
}

bool prose_markdown(const char *markdown, int level, struct buf *out, struct err *e) {
    cmark_node *root = parse_tame(markdown, level, e);
    if (root == NULL)
        return false;
    add_rendered(out, cmark_render_commonmark(root, CMARK_OPT_DEFAULT, 0));
    cmark_node_free(root);
    return true;
}

bool prose_text(const char *markdown, struct buf *out, struct err *e) {
    cmark_node *root = parse_tame(markdown, 1, e);
    if (root == NULL)
        return false;
    add_rendered(out, cmark_render_plaintext(root, CMARK_OPT_DEFAULT, terminal_width));
    cmark_node_free(root);
    return true;
}
