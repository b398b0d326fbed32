#include "report/prose.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>

#include "report/escape.h"

enum { terminal_width = 80 };

/* Where to go when memory runs out: cmark itself would abort the program. What it held by then is
 * lost, for good. */
static _Thread_local jmp_buf *no_memory;

static void *take_zeroed(size_t n, size_t size) {
    void *p = calloc(n, size);
    if (p == NULL)
        longjmp(*no_memory, 1);
    return p;
}

static void *take_again(void *old, size_t n) {
    void *p = realloc(old, n);
    if (p == NULL)
        longjmp(*no_memory, 1);
    return p;
}

static cmark_node *parse(const char *text, size_t n) {
    cmark_gfm_core_extensions_ensure_registered();
    cmark_parser *parser = cmark_parser_new(CMARK_OPT_DEFAULT);
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("table"));
    if (n > 0)
        cmark_parser_feed(parser, text, n);
    cmark_node *root = cmark_parser_finish(parser);
    cmark_parser_free(parser);
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

static void add_rendered(struct buf *out, char *rendered) {
    buf_puts(out, rendered);
    free(rendered);
}

typedef void render_fn(cmark_node *root, struct buf *out);

static void render_html(cmark_node *root, struct buf *out) {
    for (cmark_node *n = cmark_node_first_child(root); n != NULL; n = cmark_node_next(n)) {
        bool table = strcmp(cmark_node_get_type_string(n), "table") == 0;
        if (table)
            buf_puts(out, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
                          "aria-label=\"Table in the text\">\n");
        add_rendered(out, cmark_render_html(n, CMARK_OPT_DEFAULT, NULL));
        buf_puts(out, table ? "</div>\n" : "");
    }
}

static void render_markdown(cmark_node *root, struct buf *out) {
    add_rendered(out, cmark_render_commonmark(root, CMARK_OPT_DEFAULT, 0));
}

static void render_text(cmark_node *root, struct buf *out) {
    add_rendered(out, cmark_render_plaintext(root, CMARK_OPT_DEFAULT, terminal_width));
}

static void render_tame(const struct buf *clean, int level, render_fn *render, struct buf *out) {
    cmark_node *root = parse(clean->text, clean->n);
    tame_all(root, level);
    render(root, out);
    cmark_node_free(root);
}

static bool within_memory(const struct buf *clean, int level, render_fn *render, struct buf *out) {
    cmark_mem *memory = cmark_get_default_mem_allocator();
    jmp_buf here;
    memory->calloc = take_zeroed;
    memory->realloc = take_again;
    no_memory = &here;
    if (setjmp(here) != 0) {
        no_memory = NULL;
        return false;
    }
    render_tame(clean, level, render, out);
    no_memory = NULL;
    return true;
}

static bool prose(const char *markdown, int level, render_fn *render, struct buf *out,
                  struct err *e) {
    struct buf clean = {0};
    escape_lines(&clean, markdown);
    bool done = !clean.failed && within_memory(&clean, level, render, out);
    buf_free(&clean);
    return done || fail(e, ERR_NOMEM, "no memory for the text of the report");
}

bool prose_html(const char *markdown, int level, struct buf *out, struct err *e) {
    return prose(markdown, level, render_html, out, e);
}

bool prose_markdown(const char *markdown, int level, struct buf *out, struct err *e) {
    return prose(markdown, level, render_markdown, out, e);
}

bool prose_text(const char *markdown, struct buf *out, struct err *e) {
    return prose(markdown, 1, render_text, out, e);
}
