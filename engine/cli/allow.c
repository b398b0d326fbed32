#include "cli/allow.h"

#include <string.h>

static const char weak_sandbox[] = "weak-sandbox";
static const char *const words[] = {weak_sandbox, NULL};

bool allow_words(const char *const *word, size_t n, struct allow *a, struct err *e) {
    for (size_t i = 0; i < n; i++) {
        if (strcmp(word[i], weak_sandbox) != 0) {
            fail(e, ERR_USAGE, "--allow has no '%s'", word[i]);
            const char *nearest = str_nearest(word[i], words);
            return err_hint(e, "%s%s", nearest != NULL ? "did you mean " : "it takes ",
                            nearest != NULL ? nearest : weak_sandbox);
        }
        a->weak_sandbox = true;
    }
    return true;
}

bool allow_take(const struct invocation *v, struct allow *a, struct err *e) {
    const char *const *value;
    size_t n = option_values(v, "allow", &value);
    return allow_words(value, n, a, e);
}

void allow_say(const struct sandbox_facts *f) {
    struct buf lacks = {0};
    sandbox_lacks(f, &lacks);
    if (lacks.n > 0)
        fprintf(stderr, "warning: the sandbox was weak: this machine refused %s\n", lacks.text);
    buf_free(&lacks);
}
