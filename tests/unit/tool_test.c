/* Other programs: how they are found, what they are given, and that nothing of them remains. */
#include <sys/mman.h>

#include "run/folder.h"
#include "run/tool.h"

#include "unit/project.h"

/* The tests' own tool: a shell script in the project's folder "bin", first in PATH. */
static const char *const words[] = {"draw", "--plain", "two words", NULL};
static const struct tool drawer = {.words = words,
                                   .makes = "picture",
                                   .begins = "PIC",
                                   .package = "drawer",
                                   .without = "do without",
                                   .seconds = 20,
                                   .most = 8 << 20};

static void put_program(const char *path, const char *text) {
    put(path, text);
    assert_int_equal(chmod(path, 0755), 0);
}

static int make_bin(void **state) {
    char path[2 * PATH_MAX];
    make_project(state);
    make_folder("bin");
    snprintf(path, sizeof path, "%s/bin:/usr/bin:/bin", project);
    return setenv("PATH", path, 1);
}

static bool draw(const struct tool *t, const char *script, const char *in, struct buf *out,
                 struct err *e) {
    put_program("bin/draw", script);
    size_t descriptors = count_descriptors();
    bool done = tool_run(t, in, strlen(in), out, e);
    assert_int_equal(count_descriptors(), descriptors);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* no child is left */
    return done;
}

static void draws(const char *script, const char *in, const char *wanted) {
    struct buf out = {0};
    struct err e = {0};
    if (!draw(&drawer, script, in, &out, &e))
        fail_msg("%s", e.message);
    assert_string_equal(out.text, wanted);
    buf_free(&out);
}

static void fails(const struct tool *t, const char *script, const char *message) {
    struct buf out = {0};
    struct err e = {0};
    if (draw(t, script, "", &out, &e))
        fail_msg("no failure: %s", message);
    assert_has(e.message, message);
    assert_int_equal(e.id, ERR_TOOL_FAILED);
    buf_free(&out);
}

static void tool_reads_and_makes(void **state) {
    (void)state;
    draws("#!/bin/sh\nprintf PIC; cat\n", "a 'b' \"c\"\n", "PICa 'b' \"c\"\n");
    draws("#!/bin/sh\nprintf PIC; for w; do printf '[%s]' \"$w\"; done\n", "",
          "PIC[--plain][two words]");
}

/* More than any pipe holds, both ways; and input that nobody reads. */
static void tool_makes_much(void **state) {
    (void)state;
    enum { n = 3 << 20 };
    char *in = malloc(n + 1);
    struct buf out = {0};
    struct err e = {0};
    memset(in, 'x', n);
    in[n] = '\0';
    assert_true(draw(&drawer, "#!/bin/sh\nprintf PIC; cat\n", in, &out, &e));
    assert_int_equal(out.n, n + 3);
    assert_memory_equal(out.text + 3, in, n);
    buf_free(&out);
    assert_true(draw(&drawer, "#!/bin/sh\nprintf PIC\n", in, &out, &e));
    assert_int_equal(out.n, 3);
    buf_free(&out);
    free(in);
}

/* What a shell adds to its environment by itself is left out. */
static void tool_knows_little(void **state) {
    (void)state;
    char wanted[4 * PATH_MAX];
    setenv("FOISTAT_SECRET", "1", 1);
    setenv("LANG", "de_DE.UTF-8", 1);
    snprintf(wanted, sizeof wanted,
             "PICLC_ALL=C.UTF-8\nPATH=%s/bin:/usr/bin:/bin\nSOURCE_DATE_EPOCH=0\n/\n0\n1\n2\n3\n",
             project);
    int extra = open("secret.csv", O_RDONLY); /* not close-on-exec */
    assert_true(extra > 2);
    draws("#!/bin/sh\nprintf PIC\ntr '\\0' '\\n' </proc/$$/environ | sort -f\npwd -P\n"
          "exec ls /proc/self/fd\n", /* the fourth is the folder that ls reads */
          "", wanted);
    close(extra);
    unsetenv("FOISTAT_SECRET");
    unsetenv("LANG");
}

static void tool_fails(void **state) {
    (void)state;
    fails(&drawer, "#!/bin/sh\nprintf PIC\nexit 3\n", "draw failed (exit status 3)");
    fails(&drawer, "#!/bin/sh\nprintf PIC\nprintf 'first\\nthe \\033[2Jlast\\n\\n' >&2\nexit 1\n",
          "draw failed (exit status 1): the ?[2Jlast");
    fails(&drawer, "#!/bin/sh\nprintf PIC\nkill -11 $$\n", "draw ended by signal 11");
    fails(&drawer, "#!/bin/sh\nprintf picture\n", "what draw made is not picture");
    fails(&drawer, "#!/bin/sh\n", "what draw made is not picture");
    fails(&drawer, "#!/nowhere/sh\n", "draw failed (exit status 127): No such file or directory");
    /* execvp() would give this to a shell. */
    fails(&drawer, "printf PIC\n", "draw failed (exit status 127): Exec format error");
}

static void tool_has_limits(void **state) {
    (void)state;
    struct tool brief = drawer, small = drawer;
    brief.seconds = 0.2;
    small.most = 100000;
    fails(&brief, "#!/bin/sh\nprintf PIC\nsleep 100\n", "draw took longer than 0.2 seconds");
    fails(&brief, "#!/bin/sh\nprintf PIC\ntrap '' TERM INT HUP\nwhile :; do :; done\n", "longer");
    fails(&small, "#!/bin/sh\nprintf PIC\nexec yes\n", "draw ended by signal 25");
}

/* Its child goes with it, whether it ends or is stopped. */
static void tool_leaves_nothing(void **state) {
    (void)state;
    char text[PATH_MAX + 200], line[32] = "";
    unlink("child");
    snprintf(text, sizeof text,
             "#!/bin/sh\nprintf PIC\nsleep 1000 >/dev/null 2>&1 &\necho $! >%s/child\n", project);
    draws(text, "", "PIC");
    FILE *f = fopen("child", "r");
    assert_non_null(f);
    assert_non_null(fgets(line, sizeof line, f));
    fclose(f);
    snprintf(text, sizeof text, "/proc/%d/cmdline", atoi(line));
    bool gone = false;
    for (int i = 0; !gone && i < 5000; i++) {
        f = fopen(text, "r"); /* of a process that has ended it is empty */
        gone = f == NULL || fgetc(f) == EOF;
        if (f != NULL)
            fclose(f);
        usleep(1000);
    }
    assert_true(gone);
}

static void tool_is_missing(void **state) {
    (void)state;
    static const char *const places[] = {"", "bin", ".:bin::./bin", "/nowhere", "/usr/bin:bin"};
    struct err e = {0};
    char before[4 * PATH_MAX], path[4 * PATH_MAX];
    snprintf(before, sizeof before, "%s", getenv("PATH"));
    put_program("bin/draw", "#!/bin/sh\nprintf PIC\n");
    assert_true(tool_need(&drawer, &e));
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct buf out = {0};
        setenv("PATH", places[i], 1);
        e = (struct err){0};
        assert_false(tool_need(&drawer, &e));
        assert_string_equal(e.message, "draw, which makes picture, is not installed");
        assert_string_equal(e.hint, "install the package drawer (Debian, Ubuntu), or do without");
        e = (struct err){0};
        assert_false(tool_run(&drawer, "", 0, &out, &e));
        assert_int_equal(e.id, ERR_TOOL_MISSING);
    }
    make_folder("blocked");
    make_folder("blocked/draw"); /* a folder is no program, nor is a file that may not be run */
    make_folder("plain");
    put("plain/draw", "#!/bin/sh\nprintf PIC\n");
    snprintf(path, sizeof path, "%s/blocked:%s/plain", project, project);
    setenv("PATH", path, 1);
    e = (struct err){0};
    assert_false(tool_need(&drawer, &e));
    snprintf(path, sizeof path, "%s/blocked:%s/plain:%s/bin", project, project, project);
    setenv("PATH", path, 1);
    e = (struct err){0};
    assert_true(tool_need(&drawer, &e));
    setenv("PATH", before, 1);
}

/* An interrupt while a folder is being written ends the tool, leaves no folder, and then ends us.
 */
static int interrupt_while_drawing(void) {
    struct folder f;
    struct err e = {0};
    struct buf out = {0};
    char text[PATH_MAX + 100];
    signal(SIGINT, SIG_DFL);
    snprintf(text, sizeof text, "#!/bin/sh\nkill -INT %d\nsleep 100\n", (int)getpid());
    put_program("bin/draw", text);
    if (!folder_begin(&f, "runs/drawn", true, &e) || tool_run(&drawer, "", 0, &out, &e))
        return child_bad;
    if (strcmp(e.message, "draw was interrupted") != 0)
        return child_cannot;
    folder_abandon(&f);
    return child_good; /* not reached */
}

static void tool_is_interrupted(void **state) {
    (void)state;
    assert_int_equal(in_child(interrupt_while_drawing), 128 + SIGINT);
    assert_int_equal(count_entries("runs"), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tool_reads_and_makes), cmocka_unit_test(tool_makes_much),
        cmocka_unit_test(tool_knows_little),    cmocka_unit_test(tool_fails),
        cmocka_unit_test(tool_has_limits),      cmocka_unit_test(tool_leaves_nothing),
        cmocka_unit_test(tool_is_missing),      cmocka_unit_test(tool_is_interrupted),
    };
    return cmocka_run_group_tests(tests, make_bin, remove_project);
}
