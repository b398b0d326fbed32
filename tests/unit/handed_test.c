/* What a worker says it read is what it was handed; hashes are the parent's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "run/handed.h"
#include "run/open.h"

#include <cmocka.h> /* last: it makes a macro of the name fail */

static struct identities files;

/* A file in memory that holds 'text', noted. */
static int note(const char *text, size_t *number) {
    struct err e = {0};
    int fd;
    assert_true(open_bytes(text, strlen(text), text, &fd, &e));
    assert_true(identity_note(&files, fd, text, number, &e));
    return fd;
}

/* A door behind which every file holds its own name, and 'missing' is not there. */
static bool open_any(void *owner, const char *path, struct opened *o, struct err *e) {
    (void)owner;
    *o = (struct opened){.csv = -1, .package = -1};
    if (strcmp(path, "missing") == 0)
        return (fail)(e, ERR_READ, "no file");
    snprintf(o->path, sizeof o->path, "%.100s", path);
    o->bytes = strlen(path);
    close(note(path, &o->number));
    if (strcmp(path, "described") == 0)
        close(note("description", &o->package_number));
    return true;
}
static bool release_any(void *owner, const struct request *r, struct opened *o,
                        struct document *released, struct err *e) {
    (void)owner, (void)r, (void)released, (void)e;
    bool done = open_any(NULL, "secret", o, e);
    o->released = true;
    o->bytes = 0;
    return done;
}
static const struct files door = {.dataset = open_any, .file = open_any, .release = release_any};

/* What becomes of a document with this input; what was filled in is in *in, until the next call. */
static bool finish(const struct handed *h, struct input *in, struct err *e) {
    static struct document d;
    document_free(&d);
    struct input *kept = document_add_input(&d, e);
    *kept = *in;
    bool done = handed_finish(h, &d, e);
    *in = *kept;
    return done;
}

static bool accepted(const struct handed *h, struct input in) {
    struct err e = {0};
    bool good = finish(h, &in, &e);
    assert_int_equal(e.id, good ? ERR_NONE : ERR_INTERNAL);
    return good;
}

static void is_hash(const char *hex, const char *text) {
    char right[HASH_HEX_SIZE];
    hash_bytes(text, strlen(text), right);
    assert_string_equal(hex, right);
}

static void only_what_was_handed_out(void **state) {
    (void)state;
    struct handed h = {0};
    struct err e = {0}, missing = {0};
    struct opened o;
    struct files f = handed_files(&h, &door, &files, true);
    size_t f14 = 0;
    for (int i = 0; i < 15; i++) {
        char name[20];
        snprintf(name, sizeof name, "f%d", i);
        assert_true(f.file(f.owner, name, &o, &e));
        f14 = o.number;
    }
    assert_true(f.dataset(f.owner, "described", &o, &e));
    struct input in = {.path = "described", .number = o.number, .bytes = 99};
    assert_true(finish(&h, &in, &e));
    assert_int_equal(in.bytes, strlen("described")); /* not what the worker says */
    is_hash(in.sha256, "described");
    is_hash(in.package_sha256, "description");
    assert_false(f.file(f.owner, "missing", &o, &missing));
    assert_true(accepted(&h, (struct input){.path = "f14", .number = f14}));
    assert_false(accepted(&h, (struct input){.path = "f14", .number = f14 - 1}));
    assert_false(accepted(&h, (struct input){.path = "f14", .number = f14 + 1}));
    assert_false(accepted(&h, (struct input){.path = "f14"}));
    assert_false(accepted(&h, (struct input){.path = "f15", .number = f14}));
    assert_false(accepted(&h, (struct input){.path = "missing", .number = f14}));
    handed_free(&h);
    handed_free(&h);
    assert_false(accepted(&h, (struct input){.path = "f14", .number = f14}));
    identities_free(&files);
}

/* Of what is not public nobody learns the hash, whatever the worker says that it had. */
static void released_has_no_hash(void **state) {
    (void)state;
    struct handed h = {0};
    struct err e = {0};
    struct opened o;
    struct files f = handed_files(&h, &door, &files, true);
    assert_true(f.release(f.owner, NULL, &o, NULL, &e));
    struct input in = {
        .path = "secret", .number = o.number, .released = true, .sha256 = "mine", .bytes = 6};
    assert_true(finish(&h, &in, &e));
    assert_null(in.sha256);
    assert_int_equal(in.bytes, 0);
    assert_false(accepted(&h, (struct input){.path = "secret", .number = o.number}));
    handed_free(&h);
    identities_free(&files);
}

static void no_record_no_hash(void **state) {
    (void)state;
    struct handed h = {0};
    struct err e = {0};
    struct opened o;
    struct files f = handed_files(&h, &door, &files, false);
    assert_true(f.dataset(f.owner, "described", &o, &e));
    struct input in = {.path = "described", .number = o.number, .sha256 = "a worker's word"};
    assert_true(finish(&h, &in, &e));
    assert_null(in.sha256);
    assert_null(in.package_sha256);
    handed_free(&h);
    identities_free(&files);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(only_what_was_handed_out),
                                       cmocka_unit_test(released_has_no_hash),
                                       cmocka_unit_test(no_record_no_hash)};
    return cmocka_run_group_tests_name("handed", tests, NULL, NULL);
}
