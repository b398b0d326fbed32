/* Threads that wait for work: each is asked once, all are waited for, and none starts unasked. */
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "scan/pool.h"

enum { threads = 4, rounds = 2000 };

struct tally {
    size_t calls[threads], size;
    pthread_t by[threads];
    pthread_barrier_t together;
    bool meet;
};

static void count_call(void *data, size_t i) {
    struct tally *t = data;
    assert_true(i < t->size);
    t->calls[i]++;
    t->by[i] = pthread_self();
    if (t->meet)
        pthread_barrier_wait(&t->together);
}

static void alone_the_caller_works(void **state) {
    (void)state;
    struct tally t = {.size = 1};
    pool_start(1);
    assert_int_equal(pool_size(), 1);
    pool_run(count_call, &t);
    assert_int_equal(t.calls[0], 1);
    assert_true(pthread_equal(t.by[0], pthread_self()));
    assert_int_equal(pool_address_space(1), 0);
}

static void set_flag(void *data) {
    *(volatile bool *)data = true;
}

static void alone_nothing_runs_aside(void **state) {
    (void)state;
    bool ran = false;
    assert_false(pool_aside(set_flag, &ran));
    pool_join();
    assert_false(ran);
}

static int start(void **state) {
    (void)state;
    pool_start(threads);
    return 0;
}

static int end(void **state) {
    (void)state;
    pool_end();
    return 0;
}

/* All wait for each other: they could not if one thread did the work of two. */
static void each_runs_once_and_together(void **state) {
    (void)state;
    struct tally t = {.size = threads, .meet = true};
    assert_int_equal(pthread_barrier_init(&t.together, NULL, threads), 0);
    pool_run(count_call, &t);
    pthread_barrier_destroy(&t.together);
    assert_int_equal(pool_size(), threads);
    assert_true(pthread_equal(t.by[0], pthread_self()));
    for (size_t i = 0; i < threads; i++) {
        assert_int_equal(t.calls[i], 1);
        for (size_t j = 0; j < i; j++)
            assert_false(pthread_equal(t.by[i], t.by[j]));
    }
}

static void run_after_run(void **state) {
    (void)state;
    struct tally t = {.size = threads};
    for (size_t i = 0; i < rounds; i++) {
        pool_run(count_call, &t);
        for (size_t j = 0; j < threads; j++)
            assert_int_equal(t.calls[j], i + 1);
    }
}

static void a_second_start_changes_nothing(void **state) {
    (void)state;
    pool_start(2 * threads);
    assert_int_equal(pool_size(), threads);
}

static void start_and_end_again(void **state) {
    (void)state;
    for (size_t n = 1; n <= threads; n++) {
        struct tally t = {.size = n};
        pool_start(n);
        assert_int_equal(pool_size(), n);
        pool_run(count_call, &t);
        for (size_t i = 0; i < threads; i++)
            assert_int_equal(t.calls[i], i < n);
        pool_end();
        assert_int_equal(pool_size(), 1);
    }
}

/* Says what it is told through one pipe, once it was asked through the other. */
struct talk {
    int ask[2], answer[2];
};

static void answer_once(void *data) {
    struct talk *t = data;
    char c;
    if (read(t->ask[0], &c, 1) == 1 && write(t->answer[1], &c, 1) != 1)
        _exit(1);
}

static void aside_runs_beside_all_others(void **state) {
    (void)state;
    struct talk talk;
    struct tally t = {.size = threads};
    bool ran = false;
    char c = 0;
    assert_true(pipe(talk.ask) == 0 && pipe(talk.answer) == 0);
    assert_true(pool_aside(answer_once, &talk));
    assert_false(pool_aside(set_flag, &ran)); /* one at a time */
    pool_run(count_call, &t);                 /* all of them are free, while it still waits */
    assert_int_equal(write(talk.ask[1], "x", 1), 1);
    assert_int_equal(read(talk.answer[0], &c, 1), 1);
    assert_int_equal(c, 'x');
    pool_join();
    assert_true(pool_aside(set_flag, &ran));
    pool_join();
    assert_true(ran);
    for (int i = 0; i < 2; i++) {
        close(talk.ask[i]);
        close(talk.answer[i]);
    }
}

struct masks {
    sigset_t of[threads];
};

static void note_mask(void *data, size_t i) {
    pthread_sigmask(SIG_BLOCK, NULL, &((struct masks *)data)->of[i]);
}

/* What is sent to the program finds its first thread; what a thread does itself finds a handler. */
static void signals_are_left_to_the_caller(void **state) {
    (void)state;
    struct masks m;
    memset(&m, 0, sizeof m);
    pool_run(note_mask, &m);
    for (size_t i = 0; i < threads; i++) {
        assert_int_equal(sigismember(&m.of[i], SIGINT), i > 0);
        assert_int_equal(sigismember(&m.of[i], SIGTERM), i > 0);
        assert_int_equal(sigismember(&m.of[i], SIGXCPU), i > 0);
        assert_int_equal(sigismember(&m.of[i], SIGSYS), 0);
        assert_int_equal(sigismember(&m.of[i], SIGSEGV), 0);
    }
}

static void processors_are_those_we_may_use(void **state) {
    (void)state;
    cpu_set_t before, one;
    assert_int_equal(sched_getaffinity(0, sizeof before, &before), 0);
    size_t n = (size_t)CPU_COUNT(&before), first = 0;
    assert_int_equal(pool_processors(), n > 64 ? 64 : n);
    while (!CPU_ISSET(first, &before))
        first++;
    CPU_ZERO(&one);
    CPU_SET(first, &one);
    assert_int_equal(sched_setaffinity(0, sizeof one, &one), 0);
    assert_int_equal(pool_processors(), 1);
    assert_int_equal(sched_setaffinity(0, sizeof before, &before), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(alone_the_caller_works),
        cmocka_unit_test(alone_nothing_runs_aside),
        cmocka_unit_test_setup_teardown(each_runs_once_and_together, start, end),
        cmocka_unit_test_setup_teardown(run_after_run, start, end),
        cmocka_unit_test_setup_teardown(a_second_start_changes_nothing, start, end),
        cmocka_unit_test(start_and_end_again),
        cmocka_unit_test_setup_teardown(aside_runs_beside_all_others, start, end),
        cmocka_unit_test_setup_teardown(signals_are_left_to_the_caller, start, end),
        cmocka_unit_test(processors_are_those_we_may_use),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
