/* A small project on the disk for the tests of run/: datasets, a script's folder, links, a pipe. */
#ifndef FOISTAT_TESTS_PROJECT_H
#define FOISTAT_TESTS_PROJECT_H

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run/hash.h"
#include "run/open.h"
#include "run/roots.h"

#include <cmocka.h> /* last: it makes a macro of the name fail */

static char project[PATH_MAX]; /* absolute; the tests stand in it */
static char first_folder[PATH_MAX];

static inline void put(const char *path, const char *text) {
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_int_equal(fputs(text, f) >= 0, 1);
    assert_int_equal(fclose(f), 0);
}

static inline void make_folder(const char *path) {
    assert_int_equal(mkdir(path, 0755), 0);
}

static inline void put_dataset(const char *folder, const char *csv_path) {
    char path[PATH_MAX], json[1000];
    make_folder(folder);
    snprintf(path, sizeof path, "%s/datapackage.json", folder);
    snprintf(json, sizeof json,
             "{\"name\": \"x\", \"resources\": [{\"name\": \"x\", \"path\": \"%s\", \"schema\": "
             "{\"fields\": [{\"name\": \"n\", \"type\": \"integer\"}]}}]}\n",
             csv_path);
    put(path, json);
}

static const char alpha_csv[] = "n\n10798\n0\n2385\n";

static inline int make_project(void **state) {
    (void)state;
    assert_non_null(getcwd(first_folder, sizeof first_folder));
    char made[] = P_tmpdir "/foistat-run-XXXXXX";
    assert_non_null(mkdtemp(made));
    assert_int_equal(chmod(made, 0755), 0);
    assert_non_null(realpath(made, project));
    assert_int_equal(chdir(project), 0);
    make_folder("datasets");
    make_folder("scripts");
    make_folder("scripts/data");
    make_folder("elsewhere");
    make_folder("elsewhere/more");
    make_folder("runs");
    put_dataset("datasets/alpha_2017", "alpha.csv");
    put("datasets/alpha_2017/alpha.csv", alpha_csv);
    put_dataset("datasets/beta", "parts/beta.csv");
    make_folder("datasets/beta/parts");
    put("datasets/beta/parts/beta.csv", "n\n1\n");
    put_dataset("datasets/linked", "secret.csv");
    assert_int_equal(symlink("../../secret.csv", "datasets/linked/secret.csv"), 0);
    put_dataset("datasets/lost", "lost.csv");
    put_dataset("datasets/folder", "inner");
    make_folder("datasets/folder/inner");
    make_folder("datasets/bare");
    put("datasets/bare/bare.csv", "n\n1\n");
    make_folder("datasets/broken");
    put("datasets/broken/datapackage.json", "{\"resources\": [");
    assert_int_equal(symlink("../elsewhere", "datasets/away"), 0);
    put_dataset("elsewhere/more/gamma", "g.csv");
    put("elsewhere/more/gamma/g.csv", "n\n3\n");
    put_dataset("elsewhere/more/beta", "b.csv");
    put("elsewhere/more/beta/b.csv", "n\n4\n");
    put("secret.csv", "n\n99\n");
    put("scripts/s.lua", "-- a script\n");
    put("scripts/data/x.csv", "n\n5\n");
    assert_int_equal(symlink("../secret.csv", "scripts/link.csv"), 0);
    assert_int_equal(mkfifo("scripts/pipe.csv", 0644), 0);
    put("elsewhere/x.csv", "n\n7\n");
    put("elsewhere/more/x.csv", "n\n8\n");
    return 0;
}

static inline int remove_one(const char *path, const struct stat *s, int kind, struct FTW *at) {
    (void)s, (void)kind, (void)at;
    return remove(path);
}

static inline int remove_project(void **state) {
    (void)state;
    assert_int_equal(chdir(first_folder), 0);
    assert_int_equal(nftw(project, remove_one, 16, FTW_DEPTH | FTW_PHYS), 0);
    return 0;
}

static inline size_t count_entries(const char *folder) {
    DIR *d = opendir(folder);
    assert_non_null(d);
    size_t n = 0;
    while (readdir(d) != NULL)
        n++;
    closedir(d);
    return n - 2;
}

static inline void close_both(struct opened *o) {
    close(o->csv);
    if (o->package >= 0)
        close(o->package);
}

static inline void assert_has(const char *text, const char *part) {
    if (strstr(text, part) == NULL)
        fail_msg("\"%s\" does not have \"%s\"", text, part);
}

/* The descriptors this process holds. */
static inline size_t count_descriptors(void) {
    return count_entries("/proc/self/fd");
}

/* Opens roots for a script (and, if not NULL, one file), which must succeed. */
static inline struct roots roots_for(const char *script, const char *file) {
    struct roots r;
    struct err e = {0};
    struct roots_options o = {.script = script, .n_files = file != NULL, .file = &file};
    if (!roots_open(&r, &o, &e))
        fail_msg("%s", e.message);
    return r;
}

/* Runs 'what' in a child of its own and gives its exit status: it may change user, limits, mounts.
 */
static inline int in_child(int (*what)(void)) {
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0)
        _exit(what());
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

enum { child_good = 0, child_bad = 1, child_cannot = 2 };

#endif
