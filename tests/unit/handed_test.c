/* What a worker says it read is what it was handed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "run/handed.h"

#include <cmocka.h> /* last: it makes a macro of the name fail */

/* A door behind which every file is called as it was asked for, and 'missing' is not there. */
static bool open_any(void *owner, const char *path, struct opened *o, struct err *e) {
    (void)owner;
    *o = (struct opened){.csv = -1, .package = -1, .bytes = 12, .sha256 = "abc"};
    snprintf(o->path, sizeof o->path, "%.100s", path);
    if (strcmp(path, "described") == 0)
        strcpy(o->package_sha256, "def");
    return strcmp(path, "missing") != 0 || (fail)(e, ERR_READ, "no file");
}
static bool release_any(void *owner, const struct request *r, struct opened *o,
                        struct document *released, struct err *e) {
    (void)owner, (void)r, (void)released, (void)e;
    return open_any(NULL, "released", o, e);
}
static const struct files door = {.dataset = open_any, .file = open_any, .release = release_any};

static bool accepted(const struct handed *h, struct input in) {
    struct err e = {0};
    struct document d = {.n_inputs = 1, .input = &in};
    bool good = handed_check(h, &d, &e);
    assert_int_equal(e.id, good ? ERR_NONE : ERR_INTERNAL);
    return good;
}

static void only_what_was_handed_out(void **state) {
    (void)state;
    struct handed h = {0};
    struct err e = {0}, missing = {0};
    struct opened o;
    struct files f = handed_files(&h, &door);
    for (int i = 0; i < 30; i++) {
        char name[20];
        snprintf(name, sizeof name, "f%d", i % 15);
        assert_true(f.file(f.owner, name, &o, &e));
    }
    assert_true(f.dataset(f.owner, "described", &o, &e));
    assert_true(f.release(f.owner, NULL, &o, NULL, &e));
    assert_false(f.file(f.owner, "missing", &o, &missing));
    assert_int_equal(h.n, 17);
    struct input in = {.path = "f14", .sha256 = "abc", .bytes = 12};
    assert_true(accepted(&h, in));
    in.path = "released";
    assert_true(accepted(&h, in));
    in.path = "described";
    assert_false(accepted(&h, in));
    in.package_sha256 = "def";
    assert_true(accepted(&h, in));
    in.bytes = 13;
    assert_false(accepted(&h, in));
    in = (struct input){.path = "f14", .sha256 = "abd", .bytes = 12};
    assert_false(accepted(&h, in));
    in = (struct input){.path = "f15", .sha256 = "abc", .bytes = 12};
    assert_false(accepted(&h, in));
    in = (struct input){.path = "missing", .sha256 = "abc", .bytes = 12};
    assert_false(accepted(&h, in));
    handed_free(&h);
    handed_free(&h);
    assert_false(accepted(&h, (struct input){.path = "f14", .sha256 = "abc", .bytes = 12}));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(only_what_was_handed_out)};
    return cmocka_run_group_tests_name("handed", tests, NULL, NULL);
}
