/* What the worker hands to the parent through the pipe: a document, an error, or both, each a
 * message.
 *
 * The parent does not trust the worker, which has run a stranger's script: every length, code, mark
 * and text is checked when a message is read. Numbers travel as the bytes of their doubles, because
 * both ends are the same program on the same machine. */
#ifndef FOISTAT_RUN_WIRE_H
#define FOISTAT_RUN_WIRE_H

#include "data/document.h"

/* The largest message, in bytes: 64 MiB. */
#define WIRE_LARGEST ((size_t)64 << 20)

/* Limits of a document besides its size, so that a small message can't ask for much work. */
enum {
    WIRE_MOST_PARTS = DOCUMENT_MOST,
    WIRE_MOST_INPUTS = DOCUMENT_MOST,
    WIRE_MOST_CHECKS = DOCUMENT_MOST
};

/* Appends the message; out->failed says that memory ran out. Bytes that are not UTF-8 become '?',
 * so that what an honest worker sends is always accepted. Names of parts do not travel: the
 * reader's document gives the same ones. */
void wire_put_document(const struct document *d, struct buf *out);
void wire_put_err(const struct err *problem, struct buf *out);

/* Reads a message. False with ERR_INTERNAL when it is malformed, ERR_LIMIT_OUTPUT when it or the
 * document is too large, ERR_NOMEM; then *d is empty. Control characters in what goes to the
 * terminal (printed text, error messages) become '?', but for tabs and line ends. */
bool wire_get_document(const void *bytes, size_t n, struct document *d, struct err *e);
bool wire_get_err(const void *bytes, size_t n, struct err *problem, struct err *e);

/* The rules of disclosure control within another message. Rules that are none are a complaint. */
struct reader;
void wire_put_policy(struct buf *out, const struct policy *p);
struct policy wire_get_policy(struct reader *r, struct arena *a);

#endif
