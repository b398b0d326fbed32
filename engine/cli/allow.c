#include "cli/allow.h"

#include <string.h>

static const char weak_sandbox[] = "weak-sandbox", disclosure[] = "disclosure";
static const char *const words[] = {weak_sandbox, disclosure, NULL};

bool allow_words(const char *const *word, size_t n, struct allow *a, struct err *e) {
    for (size_t i = 0; i < n; i++) {
        bool weak = strcmp(word[i], weak_sandbox) == 0, shown = strcmp(word[i], disclosure) == 0;
        if (!weak && !shown) {
            fail(e, ERR_USAGE, "--allow has no '%s'", word[i]);
            const char *nearest = str_nearest(word[i], words);
            return nearest != NULL ? err_hint(e, "did you mean %s?", nearest)
                                   : err_hint(e, "it takes %s or %s", weak_sandbox, disclosure);
        }
        a->weak_sandbox |= weak;
        a->disclosure |= shown;
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
