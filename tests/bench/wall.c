/* wall RUNS COMMAND [ARGUMENT...]: how long a command takes from its start to its end, whole
 * processes and all: the least and the median of so many runs after one that does not count, in
 * milliseconds. What it writes is thrown away. */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double run(char *const command[], const posix_spawn_file_actions_t *quiet) {
    pid_t child;
    int status;
    double from = now();
    int failed = posix_spawnp(&child, command[0], quiet, NULL, command, environ);
    if (failed != 0 || waitpid(child, &status, 0) != child || status != 0) {
        fprintf(stderr, "wall: %s: %s\n", command[0], failed ? strerror(failed) : "it failed");
        exit(1);
    }
    return now() - from;
}

int main(int argc, char *argv[]) {
    size_t runs = argc > 2 ? strtoul(argv[1], NULL, 10) : 0;
    double *took = malloc((runs + 1) * sizeof *took);
    posix_spawn_file_actions_t quiet;
    if (runs == 0 || took == NULL || posix_spawn_file_actions_init(&quiet) != 0 ||
        posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0) != 0)
        return 2;
    run(argv + 2, &quiet);
    for (size_t i = 0; i < runs; i++)
        took[i] = run(argv + 2, &quiet);
    qsort(took, runs, sizeof *took, by_size);
    printf("%.2f %.2f\n", took[0],
           runs % 2 ? took[runs / 2] : (took[runs / 2 - 1] + took[runs / 2]) / 2);
    free(took);
    return 0;
}
