/* The manifest of a run: it comes back as it was written, and nobody else's text is taken for it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "unit/manifests.h"
#include "unit/random.h"

#include <cmocka.h> /* last: it makes a macro of the name fail */

static void assert_written(const struct manifest *m, struct buf *out) {
    struct err e = {0};
    if (!manifest_write(m, out, &e))
        fail_msg("%s", e.message);
}

static void comes_back_as_written(void **state) {
    (void)state;
    struct manifest_filled f;
    struct manifest back;
    struct buf first = {0}, second = {0};
    struct err e = {0};
    fill_manifest(&f);
    assert_written(&f.m, &first);
    if (!manifest_read(first.text, first.n, &back, NULL, &e))
        fail_msg("%s", e.message);
    assert_written(&back, &second);
    assert_string_equal(first.text, second.text);
    assert_string_equal(back.script.path, "script/early \"help\" \xC3\xA9.lua");
    assert_string_equal(back.setting[2], "a=b=c\n\"d\"");
    assert_string_equal(back.input[0].path, "datasets/le ic%20ester/\xC3\xA4 b.csv");
    assert_string_equal(back.input[0].package_sha256, SHA_B);
    assert_int_equal(back.input[0].stored, STREAM_GZIP);
    assert_int_equal(back.input[1].stored, STREAM_PLAIN);
    assert_int_equal(back.input[0].marks[MARK_SUPPRESSED], 7);
    assert_true(back.input[1].released && !back.input[0].released);
    assert_null(back.input[1].source.title);
    assert_string_equal(back.check[0].dataset, "leicester");
    assert_string_equal(back.output[2].tool, "weasyprint");
    assert_true(back.options.png && !back.options.pdf && back.options.published &&
                back.options.ledger);
    assert_true(back.seed[0].draws == 9999 && back.limits.steps == 1e10);
    manifest_free(&back);
    manifest_free(&back);
    buf_free(&first);
    buf_free(&second);
}

/* Nothing given, nothing met. */
static void the_least_comes_back(void **state) {
    (void)state;
    struct manifest_filled f;
    struct manifest back;
    struct buf first = {0}, second = {0};
    struct err e = {0};
    fill_manifest(&f);
    f.m = (struct manifest){.title = "t",
                            .date = "2026-11-22",
                            .engine = {"0.1.0", NULL, false, SHA_A},
                            .script = {"s.lua", "script/s.lua", SHA_A, 0}};
    assert_true(manifest_identify(&f.m, f.run_id, &e));
    f.m.run_id = f.run_id;
    assert_written(&f.m, &first);
    if (!manifest_read(first.text, first.n, &back, NULL, &e))
        fail_msg("%s", e.message);
    assert_written(&back, &second);
    assert_string_equal(first.text, second.text);
    assert_null(back.engine.commit);
    manifest_free(&back);
    buf_free(&first);
    buf_free(&second);
}

static const char *id_of(const struct manifest *m) {
    static char id[HASH_HEX_SIZE];
    struct err e = {0};
    assert_true(manifest_identify(m, id, &e));
    return id;
}

/* The name is that of what was made from what: not of the day, nor of other people's programs. */
static void name_is_of_what_matters(void **state) {
    (void)state;
    struct manifest_filled f;
    fill_manifest(&f);
    struct manifest other = f.m;
    other.date = "1999-01-01";
    other.date_given = true;
    struct manifest_output output[3];
    memcpy(output, f.m.output, sizeof output);
    output[2].sha256 = SHA_A; /* the PDF */
    other.output = output;
    assert_string_equal(id_of(&other), f.run_id);
    output[1].sha256 = SHA_A; /* a table */
    assert_string_not_equal(id_of(&other), f.run_id);
    other = f.m;
    other.engine.commit = NULL;
    assert_string_not_equal(id_of(&other), f.run_id);
    other = f.m;
    other.limits.seconds = 61;
    assert_string_not_equal(id_of(&other), f.run_id);
}

/* Text that is not UTF-8 loses those bytes, visibly, and the file is still one. */
static void other_bytes_are_replaced(void **state) {
    (void)state;
    struct manifest_filled f;
    struct manifest back;
    struct buf out = {0};
    struct err e = {0};
    fill_manifest(&f);
    f.m.title = "caf\xE9 \xFF";
    f.m.run_id = id_of(&f.m);
    assert_written(&f.m, &out);
    if (!manifest_read(out.text, out.n, &back, NULL, &e))
        fail_msg("%s", e.message);
    assert_string_equal(back.title, "caf\xEF\xBF\xBD \xEF\xBF\xBD");
    manifest_free(&back);
    buf_free(&out);
}

/* What must not be taken: 'find' becomes 'put', and the complaint says 'why'. */
struct change {
    const char *find, *put, *why;
};

static const struct change changes[] = {
    {"{", "[", "no JSON"},
    {"\"@graph\"", "\"graph\"", "@graph"},
    {"\"@id\": \"./\",", "\"@id\": \"/\",", "\"./\""},
    {"\"@id\": \"#lua\",", "\"@id\": \"./\",", "twice"},
    {"\"mentions\": {", "\"mention\": {", "mentions"},
    {"\"datePublished\": \"2026-11-22\"", "\"datePublished\": \"today\"", "datePublished"},
    {"\"datePublished\": \"2026-11-22\"", "\"datePublished\": 2026", "not text"},
    {"\"identifier\": \"", "\"identifier\": \"x", "SHA-256"},
    {"\"@id\": \"tables/table-1.csv\",", "\"@id\": \"tables/x.csv\",", "not described"},
    {"\"contentSize\": \"999\"", "\"contentSize\": \"-1\"", "number of bytes"},
    {"\"contentSize\": \"999\"", "\"contentSize\": \"1e999\"", "number of bytes"},
    {"\"contentSize\": \"999\"", "\"contentSize\": \"998\"", "does not have the name"},
    {"\"value\": 9999", "\"value\": 9998", "does not have the name"},
    {"\"value\": 9999", "\"value\": -1", "whole number"},
    {"\"value\": 9999", "\"value\": 9007199254740993", "whole number"},
    {"\"value\": 9999", "\"value\": 1.5", "whole number"},
    {"\"value\": \"mt19937\"", "\"value\": \"dice\"", "does not have"},
    {"\"propertyID\": \"draws\"", "\"propertyID\": \"seed\"", "draws"},
    {"\"propertyID\": \"draws\"", "\"propertyID\": \"luck\"", "luck"},
    {"\"propertyID\": \"dirty\"", "\"propertyID\": \"png\"", "png"},
    {"\"name\": \"suppressed\"", "\"name\": \"lost\"", "no mark"},
    {"\"name\": \"suppressed\"", "\"name\": \"ok\"", "no mark"},
    {"\"softwareVersion\": \"2.7.1\"",
     "\"softwareVersion\": \"2.7.1-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"", "too long"},
    {"\"sha256\": \"2c26", "\"sha256\": \"2C26", "SHA-256"},
    {"Leicester City Council", "Leicester", "does not have the name"},
};

static void changed(const struct buf *text, const struct change *c, struct buf *out) {
    const char *at = strstr(text->text, c->find);
    if (at == NULL)
        fail_msg("the manifest has no %s", c->find);
    buf_add(out, text->text, (size_t)(at - text->text));
    buf_puts(out, c->put);
    buf_puts(out, at + strlen(c->find));
}

static void changes_are_refused(void **state) {
    (void)state;
    struct manifest_filled f;
    struct buf text = {0};
    fill_manifest(&f);
    assert_written(&f.m, &text);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct buf other = {0};
        struct manifest back;
        struct err e = {0};
        changed(&text, &changes[i], &other);
        if (manifest_read(other.text, other.n, &back, NULL, &e))
            fail_msg("taken: %s", changes[i].put);
        assert_int_equal(e.id, ERR_READ);
        if (strstr(e.message, changes[i].why) == NULL)
            fail_msg("%s: %s", changes[i].put, e.message);
        buf_free(&other);
    }
    buf_free(&text);
}

/* Paths lead out of no run, in whatever spelling. */
static void other_paths_are_refused(void **state) {
    (void)state;
    static const char *const paths[] = {
        "../x", "/x", "a/../../x", "a/%2E%2E/%2E%2E/x", "a//b", "%00", "%2", "%zz", "./x", "."};
    struct manifest_filled f;
    struct buf text = {0};
    fill_manifest(&f);
    assert_written(&f.m, &text);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct buf other = {0};
        struct manifest back;
        struct err e = {0};
        for (const char *at = text.text, *next; at != NULL; at = next) { /* each mention of it */
            static const char path[] = "\"tables/table-1.csv\"";
            next = strstr(at, path);
            buf_add(&other, at, next != NULL ? (size_t)(next - at) : strlen(at));
            if (next != NULL) {
                buf_addf(&other, "\"%s\"", paths[i]);
                next += strlen(path);
            }
        }
        if (manifest_read(other.text, other.n, &back, NULL, &e))
            fail_msg("taken: %s", paths[i]);
        if (strstr(e.message, "not the path of a file") == NULL)
            fail_msg("%s: %s", paths[i], e.message);
        buf_free(&other);
    }
    buf_free(&text);
}

/* Any byte may be another, and the end may be missing: it is refused, or says the same. */
static void damage_is_refused(void **state) {
    (void)state;
    struct manifest_filled f;
    struct buf text = {0};
    fill_manifest(&f);
    assert_written(&f.m, &text);
    uint64_t s = 7;
    for (int i = 0; i < 3000; i++) {
        struct buf other = {0}, again = {0};
        struct manifest back;
        struct err e = {0};
        buf_add(&other, text.text, i % 10 == 0 ? (next_random(&s) % (text.n)) : text.n);
        for (size_t k = 0; k < 3 && other.n > 0; k++)
            other.text[(next_random(&s) % (other.n))] = (char)(next_random(&s) % (256));
        if (manifest_read(other.n > 0 ? other.text : "", other.n, &back, NULL, &e)) {
            assert_written(&back, &again);
            assert_string_equal(again.text, text.text); /* only what has no meaning was damaged */
            manifest_free(&back);
        } else {
            assert_int_equal(e.id, ERR_READ);
            assert_int_equal(back.n_inputs, 0);
        }
        buf_free(&other);
        buf_free(&again);
    }
    buf_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comes_back_as_written),   cmocka_unit_test(the_least_comes_back),
        cmocka_unit_test(name_is_of_what_matters), cmocka_unit_test(other_bytes_are_replaced),
        cmocka_unit_test(changes_are_refused),     cmocka_unit_test(other_paths_are_refused),
        cmocka_unit_test(damage_is_refused),
    };
    return cmocka_run_group_tests_name("manifest", tests, NULL, NULL);
}
