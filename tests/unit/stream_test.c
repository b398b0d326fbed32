/* Streams: the same bytes from a file, a pipe, gzip and zstd, with threads and without; and what is
 * damaged, cut short or followed by something else is told. */
#include <sys/wait.h>

#include "scan/pool.h"
#include "scan/stream.h"

#include "packed.h"

static void add_skippable(struct buf *out) {
    buf_add(out, "\x53\x2a\x4d\x18\x05\x00\x00\x00 \0 \0 ", 13);
}

static const enum stream_kind kinds[] = {STREAM_GZIP, STREAM_ZSTD};

/* Rows of figures, which compress as data do, and no two blocks are the same. */
static struct buf make_text(size_t n) {
    struct buf text = {0};
    for (unsigned i = 0; text.n < n; i++)
        buf_addf(&text, "E%08u,group %u,%u\n", i * 2654435761U % 99999989U, i % 7, i * i % 1009);
    text.n = n;
    return text;
}

/* The ways in: a file from its start or from within, a pipe. */

static int as_file(const struct buf *b) {
    return file_of(b->n > 0 ? b->text : "", b->n);
}

/* A process writes it, in pieces of an odd size. */
static int as_pipe(const struct buf *b, pid_t *writer) {
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    fflush(stdout);
    *writer = fork();
    if (*writer == 0) {
        close(ends[0]);
        for (size_t at = 0; at < b->n;) {
            size_t n = b->n - at < 4099 ? b->n - at : 4099;
            ssize_t put = write(ends[1], b->text + at, n);
            if (put < 0)
                _exit(0); /* nobody reads it any more */
            at += (size_t)put;
        }
        _exit(0);
    }
    close(ends[1]);
    return ends[0];
}

/* Reads to the end, in pieces of this size. */
static bool read_all(struct stream *s, size_t piece, struct buf *out, struct err *e) {
    char *bytes = malloc(piece);
    size_t n = 1;
    bool done = true;
    while (done && n > 0) {
        done = stream_read(s, bytes, piece, &n, e);
        if (done)
            buf_add(out, bytes, n);
    }
    free(bytes);
    return done;
}

static bool open_and_read(int fd, size_t piece, struct buf *out, struct err *e) {
    struct stream *s = stream_open(fd, "x.csv", e);
    bool done = s != NULL && read_all(s, piece, out, e);
    stream_close(s);
    return done;
}

static void same(const struct buf *got, const struct buf *expected) {
    assert_int_equal(got->n, expected->n);
    if (got->n > 0)
        assert_memory_equal(got->text, expected->text, got->n);
}

/* All pieces of bytes come as 'text', from a file and from a pipe. */
static void comes_as(const struct buf *stored, const struct buf *text, enum stream_kind kind) {
    static const size_t pieces[] = {1021, 65536, 1 << 22};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct buf got = {0}, piped = {0};
        struct err e = {0};
        int fd = as_file(stored);
        struct stream *s = stream_open(fd, "x.csv", &e);
        assert_non_null(s);
        assert_int_equal(stream_kind(s), kind);
        assert_int_equal(stream_size(s), kind == STREAM_PLAIN ? (int64_t)stored->n : -1);
        assert_true(stream_repeats(s));
        if (!read_all(s, pieces[i], &got, &e))
            fail_msg("%s", e.message);
        same(&got, text);
        assert_int_equal(stream_done(s), stored->n);
        stream_close(s);
        assert_int_equal(lseek(fd, 0, SEEK_CUR), 0); /* it is where it was */
        close(fd);
        buf_free(&got);

        pid_t writer;
        fd = as_pipe(stored, &writer);
        s = stream_open(fd, "x.csv", &e);
        assert_non_null(s);
        assert_int_equal(stream_kind(s), kind);
        assert_int_equal(stream_size(s), -1);
        assert_false(stream_repeats(s));
        assert_true(read_all(s, pieces[i], &piped, &e));
        same(&piped, text);
        stream_close(s);
        close(fd);
        waitpid(writer, NULL, 0);
        buf_free(&piped);
    }
}

static const size_t lengths[] = {0, 1, 3, 4, 5, 131071, 131072, 131073, 262144, 1200001};
enum { n_lengths = sizeof lengths / sizeof *lengths };

static void plain_bytes(void **state) {
    (void)state;
    for (size_t i = 0; i < n_lengths; i++) {
        struct buf text = make_text(lengths[i]);
        comes_as(&text, &text, STREAM_PLAIN);
        buf_free(&text);
    }
}

static void packed_bytes(void **state) {
    (void)state;
    for (size_t k = 0; k < 2; k++) {
        for (size_t i = 0; i < n_lengths; i++) {
            struct buf text = make_text(lengths[i]), packed = {0};
            packers[k](&packed, text.n > 0 ? text.text : "", text.n);
            comes_as(&packed, &text, kinds[k]);
            buf_free(&packed);
            buf_free(&text);
        }
    }
}

/* As `cat` or pigz make them; an empty part and zeros at the end change nothing. */
static void parts_follow_each_other(void **state) {
    (void)state;
    struct buf text = make_text(1000003);
    for (size_t k = 0; k < 2; k++) {
        struct buf packed = {0};
        if (kinds[k] == STREAM_ZSTD)
            add_skippable(&packed);
        packers[k](&packed, text.text, 10);
        packers[k](&packed, "", 0);
        packers[k](&packed, text.text + 10, 700000);
        if (kinds[k] == STREAM_ZSTD)
            add_skippable(&packed);
        packers[k](&packed, text.text + 700010, text.n - 700010);
        comes_as(&packed, &text, kinds[k]);
        for (size_t i = 0; i < 200000; i++)
            buf_add(&packed, "", 1);
        comes_as(&packed, &text, kinds[k]);
        buf_free(&packed);
    }
    buf_free(&text);
}

static void starts_where_the_descriptor_stands(void **state) {
    (void)state;
    struct buf text = make_text(500000), all = {0};
    for (size_t k = 0; k < 3; k++) {
        struct buf got = {0};
        struct err e = {0};
        buf_puts(&all, "before");
        if (k < 2)
            packers[k](&all, text.text, text.n);
        else
            buf_add(&all, text.text, text.n);
        int fd = as_file(&all);
        lseek(fd, 6, SEEK_SET);
        assert_true(open_and_read(fd, 10007, &got, &e));
        same(&got, &text);
        assert_int_equal(lseek(fd, 0, SEEK_CUR), 6);
        close(fd);
        buf_free(&got);
        buf_free(&all);
    }
    buf_free(&text);
}

static void any_place_of_a_plain_file(void **state) {
    (void)state;
    struct buf text = make_text(400000);
    struct err e = {0};
    char bytes[5000];
    size_t n;
    int fd = as_file(&text);
    lseek(fd, 100, SEEK_SET);
    struct stream *s = stream_open(fd, "x.csv", &e);
    assert_int_equal(stream_size(s), 399900);
    assert_true(stream_at(s, 300000, bytes, sizeof bytes, &n, &e));
    assert_int_equal(n, sizeof bytes);
    assert_memory_equal(bytes, text.text + 300100, n);
    assert_true(stream_at(s, 399890, bytes, sizeof bytes, &n, &e));
    assert_int_equal(n, 10);
    assert_memory_equal(bytes, text.text + 399990, n);
    assert_true(stream_at(s, 500000, bytes, sizeof bytes, &n, &e));
    assert_int_equal(n, 0);
    assert_true(stream_read(s, bytes, sizeof bytes, &n, &e)); /* it stayed where it was */
    assert_memory_equal(bytes, text.text + 100, sizeof bytes);
    assert_int_equal(ftruncate(fd, 200000), 0); /* cut while it is read: short, and no crash */
    assert_true(stream_at(s, 199000, bytes, sizeof bytes, &n, &e));
    assert_int_equal(n, 900);
    stream_close(s);
    close(fd);
    buf_free(&text);
}

/* What is wrong. */

/* Ends with an error that says this and advises that; the bytes before it are the beginning of
 * 'text'. */
static size_t fails_at(const struct buf *stored, const struct buf *text, const char *says,
                       const char *advises, size_t piece) {
    struct buf got = {0};
    struct err e = {0};
    int fd = as_file(stored);
    assert_false(open_and_read(fd, piece, &got, &e));
    assert_int_equal(e.id, ERR_READ);
    if (strstr(e.message, says) == NULL || strstr(e.hint, advises) == NULL ||
        strstr(e.message, "x.csv") == NULL)
        fail_msg("not '%s' and '%s' but '%s' and '%s'", says, advises, e.message, e.hint);
    assert_true(got.n <= text->n);
    if (got.n > 0)
        assert_memory_equal(got.text, text->text, got.n);
    size_t n = got.n;
    close(fd);
    buf_free(&got);
    return n;
}

static void fails_with(const struct buf *stored, const struct buf *text, const char *says,
                       const char *advises) {
    size_t size = pool_size(), n = fails_at(stored, text, says, advises, 65536),
           small = fails_at(stored, text, says, advises, 1000);
    pool_end(); /* without threads as with them */
    assert_int_equal(fails_at(stored, text, says, advises, 65536), n);
    assert_int_equal(fails_at(stored, text, says, advises, 1000), small);
    if (size > 1)
        pool_start(size);
}

static void cut_short(void **state) {
    (void)state;
    struct buf text = make_text(900000);
    for (size_t k = 0; k < 2; k++) {
        struct buf packed = {0};
        packers[k](&packed, text.text, text.n);
        const size_t cuts[] = {packed.n - 1, packed.n - 5, packed.n - 9, packed.n / 2,
                               131072,       20,           12,           5};
        for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
            packed.n = cuts[i];
            fails_with(&packed, &text, "ends in the middle of its compressed data",
                       "get the file again");
        }
        buf_free(&packed);
    }
    buf_free(&text);
}

static void cut_in_a_later_part(void **state) {
    (void)state;
    struct buf text = make_text(900000);
    for (size_t k = 0; k < 2; k++) {
        struct buf packed = {0};
        packers[k](&packed, text.text, 300000);
        packers[k](&packed, text.text + 300000, 600000);
        packed.n -= 7;
        fails_with(&packed, &text, "ends in the middle", "get the file again");
        buf_free(&packed);
    }
    buf_free(&text);
}

/* A bit at every so many places: never other bytes without an error. */
static void damaged(void **state) {
    (void)state;
    struct buf text = make_text(100000);
    for (size_t k = 0; k < 2; k++) {
        struct buf packed = {0};
        packers[k](&packed, text.text, text.n);
        size_t told = 0;
        for (size_t at = 0; at < packed.n; at += 97) {
            struct buf got = {0};
            struct err e = {0};
            packed.text[at] ^= 0x10;
            int fd = as_file(&packed);
            bool done = open_and_read(fd, 30011, &got, &e);
            told += !done;
            if (done && at >= 10 && (got.n != text.n || memcmp(got.text, text.text, got.n) != 0))
                fail_msg("%zu: other bytes, and no error", at);
            close(fd);
            buf_free(&got);
            packed.text[at] ^= 0x10;
        }
        assert_true(told > packed.n / 97 - 3);
        buf_free(&packed);
    }
    buf_free(&text);
}

static void wrong_check_sum(void **state) {
    (void)state;
    static const char *const says[] = {"(incorrect data check)",
                                       "(Restored data doesn't match checksum)"};
    struct buf text = make_text(600000);
    for (size_t k = 0; k < 2; k++) {
        struct buf packed = {0};
        packers[k](&packed, text.text, text.n);
        packed.text[packed.n - (k == 0 ? 8 : 4)] ^= 1; /* in the sum itself */
        fails_with(&packed, &text, says[k], "get the file again");
        buf_free(&packed);
    }
    buf_free(&text);
}

static void something_else_behind(void **state) {
    (void)state;
    static const char *const tails[] = {"x", "garbage", "\0\0\0x", "\x1f", "PK\x03\x04"};
    static const size_t n[] = {1, 7, 4, 1, 4};
    struct buf text = make_text(600000);
    for (size_t k = 0; k < 2; k++) {
        struct buf packed = {0};
        packers[k](&packed, text.text, text.n);
        size_t whole = packed.n;
        for (size_t i = 0; i < sizeof n / sizeof *n; i++) {
            buf_add(&packed, tails[i], n[i]);
            fails_with(&packed, &text, "goes on with something else", "decompress it with ");
            packed.n = whole;
        }
        packers[1 - k](&packed, "a,b\n", 4); /* the other kind */
        fails_with(&packed, &text, "goes on with something else", k == 0 ? "gzip" : "zstd");
        buf_free(&packed);
    }
    buf_free(&text);
}

static void compressed_twice(void **state) {
    (void)state;
    struct buf none = {0};
    for (size_t k = 0; k < 4; k++) {
        struct buf once = {0}, twice = {0};
        packers[k % 2](&once, "a,b\n", 4);
        packers[k / 2](&twice, once.text, once.n);
        struct buf got = {0};
        struct err e = {0};
        int fd = as_file(&twice);
        assert_false(open_and_read(fd, 3, &got, &e));
        assert_non_null(strstr(e.message, "compressed again"));
        close(fd);
        buf_free(&once);
        buf_free(&twice);
        buf_free(&got);
    }
    buf_free(&none);
}

static void a_window_that_takes_too_much_memory(void **state) {
    (void)state;
    struct buf text = make_text(50000), fits = {0}, large = {0};
    add_zstd_with(&fits, text.text, text.n, 27);
    comes_as(&fits, &text, STREAM_ZSTD);
    add_zstd_with(&large, text.text, text.n, 28);
    fails_with(&large, &text, "more than 128 MiB of memory", "smaller window");
    buf_free(&fits);
    buf_free(&large);
    buf_free(&text);
}

static void with_a_dictionary(void **state) {
    (void)state;
    struct buf text = make_text(5000), packed = {0};
    /* A frame's header that names dictionary 7 (RFC 8878, 3.1.1.1). */
    buf_add(&packed, "\x28\xb5\x2f\xfd\x21\x07\x05\x29\x00\x00hello", 15);
    fails_with(&packed, &text, "compressed with a dictionary", "zstd -D");
    buf_free(&packed);
    buf_free(&text);
}

static void what_cannot_be_read(void **state) {
    (void)state;
    struct err e = {0};
    int fd = open(".", O_RDONLY | O_DIRECTORY);
    assert_null(stream_open(fd, "folder", &e));
    assert_int_equal(e.id, ERR_READ);
    assert_non_null(strstr(e.message, "cannot read folder: "));
    close(fd);
}

/* Closed before the end: the thread is given up, and works for the next. */
static void the_rest_is_not_wanted(void **state) {
    (void)state;
    struct buf text = make_text(3000000);
    for (size_t k = 0; k < 2; k++) {
        struct buf packed = {0};
        packers[k](&packed, text.text, text.n);
        int fd = as_file(&packed);
        for (size_t i = 0; i < 30; i++) {
            struct err e = {0};
            char bytes[1000];
            size_t n;
            struct stream *s = stream_open(fd, "x.csv", &e);
            assert_non_null(s);
            if (i % 3 > 0)
                assert_true(stream_read(s, bytes, i % 3 == 1 ? 1 : sizeof bytes, &n, &e));
            stream_close(s);
        }
        comes_as(&packed, &text, kinds[k]);
        close(fd);
        buf_free(&packed);
    }
    buf_free(&text);
}

/* One has the thread, the other does without; their bytes are their own. */
static void two_at_once(void **state) {
    (void)state;
    struct buf text = make_text(2000000), packed[2] = {{0}, {0}}, got[2] = {{0}, {0}};
    struct stream *s[2];
    struct err e = {0};
    int fd[2];
    static char bytes[70001];
    for (size_t k = 0; k < 2; k++) {
        packers[k](&packed[k], text.text, text.n);
        fd[k] = as_file(&packed[k]);
        s[k] = stream_open(fd[k], "x.csv", &e);
        assert_non_null(s[k]);
    }
    for (size_t n = 1; n > 0;) {
        for (size_t k = 0; k < 2; k++) {
            assert_true(stream_read(s[k], bytes, sizeof bytes, &n, &e));
            buf_add(&got[k], bytes, n);
        }
    }
    for (size_t k = 0; k < 2; k++) {
        same(&got[k], &text);
        stream_close(s[1 - k]);
        buf_free(&packed[k]);
        buf_free(&got[k]);
    }
    close(fd[0]);
    close(fd[1]);
    buf_free(&text);
}

static int start_threads(void **state) {
    (void)state;
    pool_start(3);
    return 0;
}
static int end_threads(void **state) {
    (void)state;
    pool_end();
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_bytes),
        cmocka_unit_test(packed_bytes),
        cmocka_unit_test(parts_follow_each_other),
        cmocka_unit_test(starts_where_the_descriptor_stands),
        cmocka_unit_test(any_place_of_a_plain_file),
        cmocka_unit_test(cut_short),
        cmocka_unit_test(cut_in_a_later_part),
        cmocka_unit_test(damaged),
        cmocka_unit_test(wrong_check_sum),
        cmocka_unit_test(something_else_behind),
        cmocka_unit_test(compressed_twice),
        cmocka_unit_test(a_window_that_takes_too_much_memory),
        cmocka_unit_test(with_a_dictionary),
        cmocka_unit_test(what_cannot_be_read),
        cmocka_unit_test(the_rest_is_not_wanted),
        cmocka_unit_test(two_at_once),
    };
    int alone = cmocka_run_group_tests_name("stream", tests, NULL, NULL);
    return alone +
           cmocka_run_group_tests_name("stream, with threads", tests, start_threads, end_threads);
}
