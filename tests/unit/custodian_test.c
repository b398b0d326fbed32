/* The door of sources that are not public: no way leads to their bytes. */
#include <sys/socket.h>

#include "cli/custodian.h"
#include "run/request.h"

#include "unit/project.h"

static const struct worker_limits limits = {.seconds = 20};

/* Runs a body behind a custodian; 'published' as with --published. */
static bool run_behind(worker_main *body, void *data, bool published, struct document *d,
                       struct err *e) {
    struct roots roots = roots_for("scripts/s.lua", NULL);
    struct custodian_options o = {.published = published};
    struct custodian c;
    assert_true(custodian_rules(NULL, &o, e));
    assert_true(custodian_open(&c, &roots, &o, &limits, e));
    struct files door = custodian_files(&c);
    size_t before = count_descriptors();
    bool done = worker_run(body, data, &door, &limits, d, e);
    assert_int_equal(count_descriptors(), before + roots.opened.n); /* those it keeps */
    custodian_close(&c);
    roots_close(&roots);
    return done;
}

/* By the question that gives the bytes of a public source. */
static bool ask_for_bytes(void *data, const struct files *files, struct document *d,
                          struct err *e) {
    (void)data, (void)d;
    struct opened o;
    return files->dataset(files->owner, "alpha_2017", &o, e);
}

static bool ask_for_file(void *data, const struct files *files, struct document *d, struct err *e) {
    (void)data, (void)d;
    struct opened o;
    return files->file(files->owner, "data/x.csv", &o, e);
}

/* The same question past all that an honest worker does. */
static bool ask_by_hand(void *data, const struct files *files, struct document *d, struct err *e) {
    (void)data, (void)files, (void)d;
    static const char question[] = "dalpha_2017";
    static char answer[1 << 16];
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(4 * sizeof(int))];
    } fds = {0};
    struct iovec part = {.iov_base = answer, .iov_len = sizeof answer};
    struct msghdr m = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = &fds, .msg_controllen = sizeof fds};
    if (send(3, question, sizeof question - 1, 0) < 0 || recvmsg(3, &m, 0) <= 0)
        return (fail)(e, ERR_INTERNAL, "no answer");
    return CMSG_FIRSTHDR(&m) == NULL || (fail)(e, ERR_INTERNAL, "a descriptor came");
}

static void bytes_are_refused(void **state) {
    (void)state;
    struct document d;
    struct err e = {0};
    assert_false(run_behind(ask_for_bytes, NULL, false, &d, &e));
    assert_int_equal(e.id, ERR_RELEASE);
    document_free(&d);
    e = (struct err){0};
    assert_false(run_behind(ask_for_file, NULL, false, &d, &e));
    assert_int_equal(e.id, ERR_RELEASE);
    document_free(&d);
    e = (struct err){0};
    if (!run_behind(ask_by_hand, NULL, false, &d, &e))
        fail_msg("%s", e.message);
    document_free(&d);
    if (!run_behind(ask_for_bytes, NULL, true, &d, &e)) /* of a public source they are given */
        fail_msg("%s", e.message);
    document_free(&d);
}

/* What is handed out instead has no descriptor, and hides the small count. */
static bool ask_for_release(void *data, const struct files *files, struct document *d,
                            struct err *e) {
    (void)data, (void)d;
    struct request q = {.name = "data/x.csv",
                        .read = {.csv = {.delimiter = ',', .find_header = true}}};
    struct opened o;
    struct document released;
    if (!files->release(files->owner, &q, &o, &released, e))
        return false;
    bool right = o.csv == -1 && o.package == -1 && released.n_parts == 1 &&
                 released.n_disclosures == 0 && o.released;
    const struct table *t = &released.part[0].table;
    for (size_t i = 0; right && i < t->n_rows; i++)
        right = column_mark(&t->column[0], i) == MARK_SUPPRESSED;
    document_free(&released);
    return right || (fail)(e, ERR_INTERNAL, "something else was handed out");
}

static void a_table_is_released(void **state) {
    (void)state;
    struct document d;
    struct err e = {0};
    if (!run_behind(ask_for_release, NULL, false, &d, &e))
        fail_msg("%s %s", e.message, e.hint);
    document_free(&d);
}

/* Questions: the same comes back, and no other bytes are one. */
static void same_request(const struct request *a, const struct request *b) {
    struct buf x = {0}, y = {0};
    request_put(a, &x);
    request_put(b, &y);
    assert_int_equal(x.n, y.n);
    assert_memory_equal(x.text, y.text, x.n);
    buf_free(&x);
    buf_free(&y);
}

static void requests_come_back(void **state) {
    (void)state;
    static const struct symbol symbol = {.text = "<5", .mark = MARK_SUPPRESSED, .lo = 1, .hi = 4};
    static const struct read_role role = {"people", ROLE_POPULATION};
    static const char *const names[] = {"area", "group"};
    static const double years[] = {2019, 2020};
    const struct condition where[] = {{.column = "area", .n = 2, .label = names},
                                      {.column = "year", .n = 2, .number = years}};
    struct request q = {.name = "a.csv",
                        .read = {.csv = {.delimiter = ';', .skip_rows = 3},
                                 .n_symbols = 1,
                                 .symbol = &symbol,
                                 .n_roles = 1,
                                 .role = &role,
                                 .n_texts = 2,
                                 .text = names,
                                 .totals = {1, names},
                                 .unknown = {2, names},
                                 .repeated = REPEATED_KEEP},
                        .release = {.n_where = 2,
                                    .where = where,
                                    .n_by = 2,
                                    .by = names,
                                    .n_sum = 1,
                                    .sum = names,
                                    .rows = true,
                                    .totals = true},
                        .has_policy = true,
                        .policy = {.name = "custom", .threshold = 7, .round = 5, .width = 3}};
    struct buf bytes = {0};
    request_put(&q, &bytes);
    struct arena a = {0};
    struct request back;
    struct err e = {0};
    assert_true(request_get(bytes.text, bytes.n, &a, &back, &e));
    assert_string_equal(back.name, "a.csv");
    assert_true(back.release.where[1].number[1] == 2020);
    assert_string_equal(back.release.where[0].label[1], "group");
    same_request(&q, &back);
    for (size_t n = 0; n < bytes.n; n++) {
        e = (struct err){0};
        assert_false(request_get(bytes.text, n, &a, &back, &e));
    }
    double bad = -1; /* the first rule, behind the policy's texts and before its other numbers */
    memcpy(bytes.text + bytes.n - 2 - 3 * sizeof bad, &bad, sizeof bad);
    e = (struct err){0};
    assert_false(request_get(bytes.text, bytes.n, &a, &back, &e));
    assert_has(e.message, "no such rule");
    buf_free(&bytes);
    q.table = "cases";
    q.query = "select 1";
    request_put(&q, &bytes);
    e = (struct err){0};
    assert_false(request_get(bytes.text, bytes.n, &a, &back, &e));
    assert_has(e.message, "a table and a query");
    buf_free(&bytes);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_are_refused),
        cmocka_unit_test(a_table_is_released),
        cmocka_unit_test(requests_come_back),
    };
    return cmocka_run_group_tests_name("custodian", tests, make_project, remove_project);
}
