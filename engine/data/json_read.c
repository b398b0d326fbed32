#include "data/json_read.h"

#include <stdlib.h>

static _Thread_local bool ran_out;

static void *take(size_t n) {
    void *p = malloc(n);
    ran_out = ran_out || p == NULL;
    return p;
}

json_t *json_read(const char *text, size_t n, size_t flags, json_error_t *error) {
    ran_out = false;
    json_set_alloc_funcs(take, free);
    json_t *root = json_loadb(text, n, flags, error);
    if (root == NULL && ran_out)
        error->text[JSON_ERROR_TEXT_LENGTH - 1] = json_error_out_of_memory; /* as jansson does */
    return root;
}

char *json_write(const json_t *root, size_t flags) {
    ran_out = false;
    json_set_alloc_funcs(take, free);
    char *text = json_dumps(root, flags);
    if (!ran_out)
        return text;
    free(text);
    return NULL;
}

bool json_no_memory(const json_error_t *error) {
    return json_error_code(error) == json_error_out_of_memory;
}
