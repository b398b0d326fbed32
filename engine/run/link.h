/* The question and answer between a worker and its parent: "open this for me".
 *
 * One SOCK_SEQPACKET message each way; descriptors travel with the answer (SCM_RIGHTS). The worker
 * may be hostile: the parent checks what it reads, and never waits for the worker to listen. */
#ifndef FOISTAT_RUN_LINK_H
#define FOISTAT_RUN_LINK_H

#include "data/files.h"

/* The worker's side: files whose functions ask over the socket *fd, which must outlive them. */
struct files link_files(int *fd);

enum link_state {
    LINK_OPEN,   /* a question was answered, with files or with an error */
    LINK_CLOSED, /* the other side hung up */
    LINK_BROKEN, /* it sent what is no question, or does not read its answers */
};
/* The parent's side: answers one question that poll() announced on fd. */
enum link_state link_answer(int fd, const struct files *opener);

#endif
