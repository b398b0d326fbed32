/* --allow WHAT: what is done only where someone says so by name. */
#ifndef FOISTAT_CLI_ALLOW_H
#define FOISTAT_CLI_ALLOW_H

#include "cli/command.h"
#include "run/sandbox.h"

struct allow {
    bool weak_sandbox; /* read and run although the kernel does not confine the worker */
    bool disclosure;   /* write what disclosure control would not */
};

/* Reads --allow; ERR_USAGE for a word that it does not have. */
bool allow_take(const struct invocation *v, struct allow *a, struct err *e);

/* The same of words that stand elsewhere. */
bool allow_words(const char *const *word, size_t n, struct allow *a, struct err *e);

/* Says on stderr what of the sandbox was not in force while a worker ran. */
void allow_say(const struct sandbox_facts *f);

#endif
