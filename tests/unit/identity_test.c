/* Which file an input is: the same as another, changed since, hashed when it is asked for. */
#include <sys/socket.h>
#include <sys/stat.h>

#include "run/identity.h"

#include "unit/project.h"

static struct identities files;

static int opened(const char *path) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    return fd;
}

static size_t noted(const char *path) {
    struct err e = {0};
    size_t number;
    int fd = opened(path);
    assert_true(identity_note(&files, fd, path, &number, &e));
    close(fd);
    return number;
}

static bool same(size_t a, size_t b) {
    struct err e = {0};
    bool is;
    if (!identity_same(&files, a, b, &is, &e))
        fail_msg("%s", e.message);
    return is;
}

static void hash_is(size_t number, const char *bytes, size_t n) {
    struct err e = {0};
    char hex[HASH_HEX_SIZE], right[HASH_HEX_SIZE];
    if (!identity_hash(&files, number, hex, &e))
        fail_msg("%s", e.message);
    hash_bytes(bytes, n, right);
    assert_string_equal(hex, right);
}

static void is_changed(size_t number) {
    struct err e = {0};
    char hex[HASH_HEX_SIZE];
    assert_false(identity_check(&files, number, &e));
    assert_int_equal(e.id, ERR_READ);
    assert_has(e.message, "was changed while it was read");
    e = (struct err){0};
    assert_false(identity_hash(&files, number, hex, &e));
    assert_int_equal(e.id, ERR_READ);
}

/* Puts other bytes into the file and makes it look as before. */
static void forge(const char *path, const char *text) {
    struct stat s;
    assert_int_equal(stat(path, &s), 0);
    put(path, text);
    assert_int_equal(utimensat(AT_FDCWD, path, (struct timespec[]){s.st_atim, s.st_mtim}, 0), 0);
}

static void a_file_is_noted_once(void **state) {
    (void)state;
    struct err e = {0};
    size_t before = count_descriptors(), bytes;
    put("a.csv", "n\n1\n");
    put("b.csv", "n\n1\n");
    put("c.csv", "n\n12\n");
    put("d.csv", "n\n2\n");
    assert_int_equal(link("a.csv", "e.csv"), 0);
    size_t a = noted("a.csv"), b = noted("b.csv"), c = noted("c.csv"), d = noted("d.csv");
    assert_int_equal(noted("a.csv"), a);
    assert_int_equal(noted("e.csv"), a);
    assert_int_equal(files.n, 4);
    assert_true(identity_bytes(&files, c, &bytes, &e));
    assert_int_equal(bytes, 5);
    assert_true(same(a, a));
    assert_true(same(a, b));
    assert_false(same(a, c));
    assert_false(same(a, d));
    identities_free(&files);
    identities_free(&files);
    assert_int_equal(count_descriptors(), before);
}

/* Only a hash that is computed late sees what was forged; sizes and the place on the disk need
 * none. */
static void hashes_are_for_when_they_are_asked_for(void **state) {
    (void)state;
    put("a.csv", "n\n1\n");
    put("c.csv", "n\n12\n");
    size_t a = noted("a.csv");
    identity_begin(&files, a);
    assert_false(same(a, noted("c.csv")));
    assert_true(same(a, noted("a.csv")));
    forge("a.csv", "n\n7\n");
    hash_is(a, "n\n7\n", 4);
    forge("a.csv", "n\n8\n");
    hash_is(a, "n\n7\n", 4);
    identities_free(&files);
}

static void changes_are_seen(void **state) {
    (void)state;
    struct err e = {0};
    put("a.csv", "n\n1\n");
    size_t a = noted("a.csv");
    assert_true(identity_check(&files, a, &e));
    hash_is(a, "n\n1\n", 4);
    put("a.csv", "n\n1\n2\n");
    is_changed(a);
    size_t again = noted("a.csv");
    assert_int_not_equal(again, a);
    hash_is(again, "n\n1\n2\n", 6);
    assert_int_equal(truncate("a.csv", 2), 0);
    is_changed(again);
    put("b.csv", "n\n1\n");
    size_t b = noted("b.csv");
    assert_int_equal(
        utimensat(AT_FDCWD, "b.csv", (struct timespec[]){{.tv_sec = 1}, {.tv_sec = 1}}, 0), 0);
    is_changed(b);
    identities_free(&files);
}

/* More of them than are hashed at once, and one that nobody waits for. */
static void large_files_are_hashed_beside(void **state) {
    (void)state;
    enum { n_files = 7, n_bytes = 5 * 1024 * 1024 / 2 };
    char *text = malloc(n_bytes + 1), name[20];
    size_t number[n_files];
    memset(text, 'x', n_bytes);
    text[n_bytes] = '\0';
    for (int i = 0; i < n_files; i++) {
        snprintf(name, sizeof name, "large%d.csv", i);
        text[n_bytes / 2] = (char)('0' + i);
        put(name, text);
        number[i] = noted(name);
        identity_begin(&files, number[i]);
    }
    for (int i = n_files - 1; i > 0; i--) {
        text[n_bytes / 2] = (char)('0' + i);
        hash_is(number[i], text, n_bytes);
    }
    assert_false(same(number[2], number[3]));
    identities_free(&files);
    free(text);
}

/* --- what comes through a pipe --------------------------------------------------------------- */

enum { head_size = 2 * 1024 * 1024, rest_size = 300 * 1000 };

/* The list with a feed in it: its reader's end, and the writer's in *writer. */
static int new_feed(int *writer, size_t *number) {
    char *text = malloc(head_size);
    struct err e = {0};
    int head, ends[2], fd;
    memset(text, 'h', head_size);
    assert_true(open_bytes(text, head_size, "head", &head, &e));
    free(text);
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    assert_true(identity_note_feed(&files, head, ends[0], "pipe", &fd, number, &e));
    *writer = ends[1];
    return fd;
}

/* Another process writes the rest, in two pieces. */
static void write_rest(int writer) {
    if (fork() == 0) {
        static char text[rest_size];
        memset(text, 'r', sizeof text);
        write_whole(writer, text, 1);
        _exit(!write_whole(writer, text + 1, sizeof text - 1));
    }
    close(writer);
}

static size_t read_all(int fd, struct buf *out) {
    char block[70000];
    for (ssize_t n; (n = read(fd, block, sizeof block)) > 0;)
        buf_add(out, block, (size_t)n);
    close(fd);
    assert_int_not_equal(wait(NULL), -1);
    return out->n;
}

static void a_pipe_is_passed_on(void **state) {
    (void)state;
    struct buf got = {0};
    struct err e = {0};
    size_t before = count_descriptors(), number, bytes;
    int writer, fd = new_feed(&writer, &number);
    bool is_same;
    identity_begin(&files, number);
    write_rest(writer);
    assert_int_equal(read_all(fd, &got), head_size + rest_size);
    assert_int_equal(got.text[head_size - 1], 'h');
    assert_int_equal(got.text[head_size], 'r');
    assert_true(identity_bytes(&files, number, &bytes, &e));
    assert_int_equal(bytes, got.n);
    hash_is(number, got.text, got.n);
    hash_is(number, got.text, got.n);
    assert_true(identity_check(&files, number, &e));
    put("a.csv", "n\n1\n");
    assert_true(identity_same(&files, number, noted("a.csv"), &is_same, &e));
    assert_false(is_same);
    assert_false(identities_wait(&files));
    identities_free(&files);
    buf_free(&got);
    assert_int_equal(count_descriptors(), before);
}

static void no_hash(size_t number, const char *why) {
    struct err e = {0};
    char hex[HASH_HEX_SIZE];
    assert_false(identity_hash(&files, number, hex, &e));
    assert_int_equal(e.id, ERR_READ);
    assert_has(e.message, why);
}

/* Nobody reads, or not to the end, or nobody writes: no wait is for ever. */
static void a_pipe_that_is_left(void **state) {
    (void)state;
    size_t before = count_descriptors(), number, bytes;
    struct err e = {0};
    char text[100];
    int writer, fd = new_feed(&writer, &number);
    identity_begin(&files, number);
    no_hash(number, "its hash is needed before");
    identities_free(&files); /* nobody has read */
    close(fd);
    close(writer);
    fd = new_feed(&writer, &number);
    identity_begin(&files, number);
    assert_int_equal(read(fd, text, sizeof text), sizeof text);
    close(fd); /* the reader ends early */
    assert_true(identity_bytes(&files, number, &bytes, &e));
    assert_in_range(bytes, sizeof text, head_size);
    no_hash(number, "its hash is needed before");
    identities_free(&files);
    close(writer);
    fd = new_feed(&writer, &number);
    for (size_t n = 0; n < head_size; n += (size_t)read(fd, text, sizeof text))
        ;
    while (!identities_wait(&files)) /* for the writer, that writes nothing */
        usleep(1000);
    close(fd);
    no_hash(number, "was not read to its end");
    identities_free(&files);
    close(writer);
    assert_int_equal(count_descriptors(), before);
}

/* Who writes breaks off: what was passed on until then is not the whole. */
static void a_pipe_that_breaks(void **state) {
    (void)state;
    size_t before = count_descriptors(), number, bytes;
    struct err e = {0};
    struct buf got = {0};
    int head, ends[2], fd;
    assert_true(open_bytes("n\n", 2, "head", &head, &e));
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    assert_true(identity_note_feed(&files, head, ends[0], "socket", &fd, &number, &e));
    while (!identities_wait(&files))
        usleep(1000);
    assert_int_equal(write(ends[0], "unread", 6), 6); /* the end that closes has not read it */
    close(ends[1]);
    char block[10];
    for (ssize_t n; (n = read(fd, block, sizeof block)) > 0;)
        buf_add(&got, block, (size_t)n);
    assert_string_equal(got.text, "n\n");
    close(fd);
    assert_false(identity_check(&files, number, &e));
    assert_int_equal(e.id, ERR_READ);
    assert_has(e.message, "cannot read 'socket'");
    e = (struct err){0};
    assert_false(identity_bytes(&files, number, &bytes, &e));
    identities_free(&files);
    buf_free(&got);
    assert_int_equal(count_descriptors(), before);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_noted_once),
        cmocka_unit_test(hashes_are_for_when_they_are_asked_for),
        cmocka_unit_test(changes_are_seen),
        cmocka_unit_test(large_files_are_hashed_beside),
        cmocka_unit_test(a_pipe_is_passed_on),
        cmocka_unit_test(a_pipe_that_is_left),
        cmocka_unit_test(a_pipe_that_breaks),
    };
    return cmocka_run_group_tests_name("identity", tests, make_project, remove_project);
}
