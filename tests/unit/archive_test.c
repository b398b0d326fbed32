/* Archives: the same files give the same bytes, and what a stranger sends does no harm. */
#include "run/archive.h"

#include <dlfcn.h>

#include "unit/project.h"

/* Stands before the C library's: a machine where libarchive is not installed, until it is. */
static bool installed;

void *dlopen(const char *file, int mode) {
    void *(*real)(const char *, int);
    *(void **)&real = dlsym(RTLD_NEXT, "dlopen");
    return real(installed ? file : "libarchive.so.of.nobody", mode);
}

/* First, because the library stays loaded. */
static void without_its_library(void **state) {
    (void)state;
    struct output_set set = {0};
    struct buf out = {0};
    struct err e = {0}, f = {0};
    char tar[512] = "run-1/a.csv";
    assert_false(archive_write(&set, "run-1", &out, &e));
    assert_string_equal(err_code_text(&e), "I403");
    assert_non_null(strstr(e.message, "libarchive.so.of.nobody: cannot open"));
    assert_non_null(strstr(e.hint, "libarchive13"));
    assert_false(archive_read(tar, sizeof tar, "x.tar", true, &set, &f));
    assert_string_equal(err_code_text(&f), "I403");
    assert_int_equal(set.n, 0);
    installed = true;
}

static void add_file(struct output_set *set, const char *path, const void *bytes, size_t n) {
    struct buf b = {0};
    struct err e = {0};
    buf_add(&b, bytes, n);
    assert_non_null(output_set_add(set, path, "", &b, &e));
}

static struct buf archive_of(struct output_set *set) {
    struct buf out = {0};
    struct err e = {0};
    if (!archive_write(set, "run-1", &out, &e))
        fail_msg("%s", e.message);
    return out;
}

static void files_come_back(void **state) {
    (void)state;
    struct output_set set = {0}, back;
    struct err e = {0};
    char long_name[201] = "tables/", large[70000];
    memset(long_name + 7, 'x', 90);
    strcpy(long_name + 97, "/y.csv");
    for (size_t i = 0; i < sizeof large; i++)
        large[i] = (char)(i * i);
    add_file(&set, "results.json", "{}", 2);
    add_file(&set, "empty.csv", "", 0);
    add_file(&set, long_name, "n\n1\n", 4);
    add_file(&set, "charts/caf\xc3\xa9 1.png", large, sizeof large);
    struct buf tar = archive_of(&set);
    assert_true(archive_is(tar.text, tar.n));
    if (!archive_read(tar.text, tar.n, "x.tar", true, &back, &e))
        fail_msg("%s", e.message);
    assert_int_equal(back.n, 4);
    assert_string_equal(back.file[0].path, "charts/caf\xc3\xa9 1.png"); /* by name */
    for (size_t i = 0; i < set.n; i++) {
        const struct output *o = output_set_find(&back, set.file[i].path);
        assert_non_null(o);
        assert_string_equal(o->sha256, set.file[i].sha256);
        assert_int_equal(o->bytes.n, set.file[i].bytes.n);
    }
    buf_free(&tar);
    output_set_free(&back);
    output_set_free(&set);
}

/* In whatever order they are made; and no time, owner or mode of anybody's stands in it. */
static void same_files_same_bytes(void **state) {
    (void)state;
    struct output_set a = {0}, b = {0};
    add_file(&a, "b.csv", "2", 1);
    add_file(&a, "a.csv", "1", 1);
    add_file(&b, "a.csv", "1", 1);
    add_file(&b, "b.csv", "2", 1);
    struct buf x = archive_of(&a), y = archive_of(&b);
    assert_int_equal(x.n, y.n);
    assert_memory_equal(x.text, y.text, x.n);
    assert_string_equal(x.text, "run-1/a.csv");
    assert_string_equal(x.text + 100, "000644 "); /* POSIX 1003.1: mode, uid, gid, size, mtime */
    assert_string_equal(x.text + 108, "000000 ");
    assert_string_equal(x.text + 116, "000000 ");
    assert_memory_equal(x.text + 124, "00000000001 00000000000 ", 24);
    assert_string_equal(x.text + 265, "");
    buf_free(&x);
    buf_free(&y);
    output_set_free(&a);
    output_set_free(&b);
}

static void a_name_too_long_is_an_error(void **state) {
    (void)state;
    char name[400];
    struct output_set set = {0};
    struct buf out = {0};
    struct err e = {0};
    memset(name, 'x', sizeof name);
    name[sizeof name - 1] = '\0';
    add_file(&set, name, "", 0);
    assert_false(archive_write(&set, "run-1", &out, &e));
    assert_int_equal(e.id, ERR_WRITE);
    buf_free(&out);
    output_set_free(&set);
}

/* Hostile archives: headers made by hand. */

struct header {
    const char *name, *link;
    char kind;        /* '0': a file */
    const char *size; /* as it stands there: octal; NULL: that of 'text' */
    const char *text;
};

static void put_header(struct buf *tar, const struct header *h) {
    char block[512] = {0}, size[32];
    unsigned sum = 0;
    snprintf(size, sizeof size, "%011zo", strlen(h->text));
    strncpy(block, h->name, 100);
    strcpy(block + 100, "0000644");
    strcpy(block + 108, "0000000");
    strcpy(block + 116, "0000000");
    memcpy(block + 124, h->size != NULL ? h->size : size, 12);
    strcpy(block + 136, "00000000000");
    memset(block + 148, ' ', 8);
    block[156] = h->kind;
    if (h->link != NULL)
        strncpy(block + 157, h->link, 100);
    memcpy(block + 257, "ustar\00000", 8);
    for (size_t i = 0; i < sizeof block; i++)
        sum += (unsigned char)block[i];
    snprintf(block + 148, 8, "%06o", sum & 0777777);
    buf_add(tar, block, sizeof block);
    char data[512] = {0};
    strcpy(data, h->text);
    if (h->text[0] != '\0')
        buf_add(tar, data, sizeof data);
}

static struct buf tar_of(const struct header *h, size_t n) {
    static const char end[1024];
    struct buf tar = {0};
    for (size_t i = 0; i < n; i++)
        put_header(&tar, &h[i]);
    buf_add(&tar, end, sizeof end);
    return tar;
}

static void refuses_bytes(const char *bytes, size_t n, const char *why) {
    struct output_set set;
    struct err e = {0};
    size_t descriptors = count_descriptors();
    if (archive_read(bytes, n, "x.tar", true, &set, &e))
        fail_msg("read, but: %s", why);
    assert_int_equal(e.id, ERR_READ);
    assert_has(e.message, "'x.tar' cannot be read as an archive: ");
    assert_has(e.message, why);
    assert_int_equal(set.n, 0);
    assert_int_equal(count_descriptors(), descriptors);
}

static void refuses(const struct header *h, size_t n, const char *why) {
    struct buf tar = tar_of(h, n);
    refuses_bytes(tar.text, tar.n, why);
    buf_free(&tar);
}

static void refuses_name(const char *name) {
    refuses(&(struct header){.name = name, .kind = '0', .text = "x"}, 1, "leads out of its folder");
}

static void names_lead_nowhere_else(void **state) {
    (void)state;
    refuses_name("../x");
    refuses_name("run/../../x");
    refuses_name("run/a/../b");
    refuses_name("/etc/passwd");
    refuses_name("run//x");
    refuses_name("./run/x");
    refuses_name("run/.");
    refuses_name("x");
    refuses_name("run/a\\b");
    refuses_name("run/a\033[2J");
    const struct header two[] = {{.name = "run/x", .kind = '0', .text = "x"},
                                 {.name = "other/x", .kind = '0', .text = "x"}};
    refuses(two, 2, "'other/x' in it leads out of its folder");
}

static void only_plain_files(void **state) {
    (void)state;
    static const char kinds[] = {'1', '2', '3', '4', '6'};
    for (size_t i = 0; i < sizeof kinds; i++)
        refuses(
            &(struct header){.name = "run/x", .link = "/etc/passwd", .kind = kinds[i], .text = ""},
            1, "'run/x' in it is no plain file");
    const struct header folder[] = {{.name = "run/", .kind = '5', .text = ""},
                                    {.name = "run/x", .kind = '0', .text = "x"}};
    struct buf tar = tar_of(folder, 2);
    struct output_set set;
    struct err e = {0};
    assert_true(archive_read(tar.text, tar.n, "x.tar", true, &set, &e));
    assert_int_equal(set.n, 1);
    assert_string_equal(set.file[0].path, "x");
    output_set_free(&set);
    buf_free(&tar);
    refuses(folder, 1, "there is nothing in it");
}

static void each_file_once(void **state) {
    (void)state;
    const struct header twice[] = {{.name = "run/x", .kind = '0', .text = "a"},
                                   {.name = "run/x", .kind = '0', .text = "b"}};
    refuses(twice, 2, "'run/x' is in it twice");
}

static void sizes_are_not_believed(void **state) {
    (void)state;
    const char *const sizes[] = {"77777777777", "00000004000", "-0000000001",
                                 "\200\0\0\0\177\377\377\377\377\377\377\377",
                                 "\377\377\377\377\377\377\377\377\377\377\377\377"};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct buf tar = tar_of(
            &(struct header){.name = "run/x", .kind = '0', .size = sizes[i], .text = "x"}, 1);
        refuses_bytes(tar.text, tar.n, "");
        buf_free(&tar);
    }
}

/* GNU's sparse files: a few bytes that stand for terabytes. */
static void holes_are_refused(void **state) {
    (void)state;
    static const char map[] = "26 GNU.sparse.major=1\n22 GNU.sparse.minor=0\n"
                              "37 GNU.sparse.realsize=8796093022208\n";
    const struct header sparse[] = {
        {.name = "run/PaxHeader", .kind = 'x', .text = map},
        {.name = "run/x", .kind = '0', .text = "1\n8796093022207\n1\nx"}};
    refuses(sparse, 2, "");
}

static void damaged_archives(void **state) {
    (void)state;
    struct output_set set = {0};
    add_file(&set, "a.csv", "n\n1\n", 4);
    add_file(&set, "b.csv", "n\n2\n", 4);
    struct buf tar = archive_of(&set);
    refuses_bytes("", 0, "");
    refuses_bytes("no tar at all", 13, "");
    refuses_bytes("\037\213\010\0\0\0\0\0", 8, "");
    refuses_bytes(tar.text, 514, "");  /* within the first file */
    refuses_bytes(tar.text, 1200, ""); /* within the second header */
    tar.text[0] ^= 1;
    refuses_bytes(tar.text, tar.n, "it is no tar");
    buf_free(&tar);
    output_set_free(&set);
}

/* Any byte may be wrong: it is read or refused, and nothing else happens. */
static void no_byte_does_harm(void **state) {
    (void)state;
    const struct header files[] = {{.name = "run/x", .kind = '0', .text = "x"}};
    struct buf tar = tar_of(files, 1);
    for (size_t i = 0; i < 512; i += 7) {
        struct output_set set;
        struct err e = {0};
        char before = tar.text[i];
        tar.text[i] = (char)(before ^ 0x81);
        if (archive_read(tar.text, tar.n, "x.tar", true, &set, &e))
            output_set_free(&set);
        else
            assert_int_equal(e.id, ERR_READ);
        tar.text[i] = before;
    }
    buf_free(&tar);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_its_library),     cmocka_unit_test(files_come_back),
        cmocka_unit_test(same_files_same_bytes),   cmocka_unit_test(a_name_too_long_is_an_error),
        cmocka_unit_test(names_lead_nowhere_else), cmocka_unit_test(only_plain_files),
        cmocka_unit_test(each_file_once),          cmocka_unit_test(sizes_are_not_believed),
        cmocka_unit_test(holes_are_refused),       cmocka_unit_test(damaged_archives),
        cmocka_unit_test(no_byte_does_harm),
    };
    return cmocka_run_group_tests(tests, make_project, remove_project);
}
