#include "cli/where.h"

struct found_where where_take(const struct invocation *v) {
    struct found_where w = {
        .run = v->word[0],
        .script = option_value(v, "script", NULL),
        .roots = {.n_files = (size_t)(v->n_words - 1), .file = (const char *const *)(v->word + 1)}};
    w.roots.n_folders = option_values(v, "datasets", &w.roots.folder);
    return w;
}
