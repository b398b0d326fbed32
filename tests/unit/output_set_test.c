/* The files of a run in memory: hashed as they are added, written all or none. */
#include "run/crate.h"
#include "run/folder.h"
#include "run/output_set.h"

#include "unit/project.h"

static struct buf text(const char *what) {
    struct buf b = {0};
    buf_puts(&b, what);
    return b;
}

static bool add(struct output_set *s, const char *path, const char *what, struct err *e) {
    struct buf b = text(what);
    bool added = output_set_add(s, path, "text/plain", &b, e) != NULL;
    assert_null(b.text);
    return added;
}

/* FIPS 180-2, appendix B; and more files than the first room holds. */
static void files_are_hashed_and_found(void **state) {
    (void)state;
    struct output_set s = {0};
    struct err e = {0};
    for (int i = 0; i < 40; i++) {
        char path[40];
        snprintf(path, sizeof path, "tables/t-%d.csv", i);
        assert_true(add(&s, path, i == 7 ? "abc" : "", &e));
    }
    assert_string_equal(output_set_find(&s, "tables/t-7.csv")->sha256,
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_string_equal(output_set_find(&s, "tables/t-39.csv")->sha256,
                        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_null(output_set_find(&s, "tables/t-40.csv"));
    assert_false(add(&s, "tables/t-7.csv", "again", &e));
    assert_int_equal(e.id, ERR_WRITE);
    assert_int_equal(s.n, 40);
    output_set_free(&s);
    output_set_free(&s);
}

static void lost_text_is_no_file(void **state) {
    (void)state;
    struct output_set s = {0};
    struct err e = {0};
    struct buf b = {.failed = true};
    assert_null(output_set_add(&s, "x", "text/plain", &b, &e));
    assert_int_equal(e.id, ERR_NOMEM);
    assert_int_equal(s.n, 0);
    output_set_free(&s);
}

static void all_are_written_or_none(void **state) {
    (void)state;
    struct output_set s = {0};
    struct err e = {0};
    assert_true(add(&s, FOLDER_MARKER, "{" FOLDER_MARKER_TEXT "1\"}", &e));
    assert_true(add(&s, "tables/t.csv", "n\n", &e));
    if (!output_set_write(&s, "runs/set", &e))
        fail_msg("%s", e.message);
    assert_int_equal(access("runs/set/tables/t.csv", R_OK), 0);
    assert_true(add(&s, "../t.csv", "n\n", &e));
    size_t entries = count_entries("runs");
    assert_false(output_set_write(&s, "runs/other", &e));
    assert_int_equal(e.id, ERR_WRITE);
    assert_int_equal(count_entries("runs"), entries);
    output_set_free(&s);
}

/* RFC 6920, section 8.2. */
static void hash_is_a_name(void **state) {
    (void)state;
    char hex[HASH_HEX_SIZE];
    struct buf name = {0};
    hash_bytes("Hello World!", 12, hex);
    crate_hash_name(&name, hex);
    assert_string_equal(name.text, "ni:///sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk");
    buf_free(&name);
}

static void paths_are_escaped_and_back(void **state) {
    (void)state;
    static const char *const pairs[][2] = {
        {"tables/t-1.csv", "tables/t-1.csv"},
        {"a b%\"<>\\^`{|}#?[]:@!$&'()*+,;=",
         "a%20b%25%22%3C%3E%5C%5E%60%7B%7C%7D%23%3F%5B%5D%3A%40%21%24%26%27%28%29%2A%2B%2C%3B%3D"},
        {"\xC3\xA9\n", "\xC3\xA9%0A"},
        {"", ""}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct buf id = {0};
        char path[200];
        crate_path(&id, pairs[i][0]);
        assert_string_equal(id.n > 0 ? id.text : "", pairs[i][1]);
        assert_true(crate_path_back(pairs[i][1], path, sizeof path));
        assert_string_equal(path, pairs[i][0]);
        buf_free(&id);
    }
    char small[4];
    assert_true(crate_path_back("abc", small, sizeof small));
    assert_false(crate_path_back("abcd", small, sizeof small));
    assert_false(crate_path_back("a%00", small, sizeof small));
    assert_false(crate_path_back("%", small, sizeof small));
    assert_false(crate_path_back("%2", small, sizeof small));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_are_hashed_and_found), cmocka_unit_test(lost_text_is_no_file),
        cmocka_unit_test(all_are_written_or_none),    cmocka_unit_test(hash_is_a_name),
        cmocka_unit_test(paths_are_escaped_and_back),
    };
    return cmocka_run_group_tests_name("output set", tests, make_project, remove_project);
}
