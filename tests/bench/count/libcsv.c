/* libcsv FILE RUNS: libcsv alone, with callbacks that do nothing. Prints "least median" in ms. */
#include <csv.h>
#include <fcntl.h>
#include <unistd.h>

#include "bench/times.h"

static void on_cell(void *cell, size_t n, void *data) {
    (void)cell, (void)n, (void)data;
}
static void on_row(int end, void *data) {
    (void)end, (void)data;
}

int main(int argc, char *argv[]) {
    static char block[1 << 18];
    size_t runs = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;
    int file = runs > 0 ? open(argv[1], O_RDONLY) : -1;
    if (file < 0)
        return 2;
    struct times took = times_of(runs);
    for (size_t run = 0; run <= runs; run++) {
        struct csv_parser parser;
        double from = times_now();
        csv_init(&parser, CSV_STRICT);
        lseek(file, 0, SEEK_SET);
        for (ssize_t n; (n = read(file, block, sizeof block)) > 0;) {
            if (csv_parse(&parser, block, (size_t)n, on_cell, on_row, NULL) != (size_t)n)
                return 1;
        }
        csv_fini(&parser, on_cell, on_row, NULL);
        csv_free(&parser);
        times_add(&took, times_now() - from);
    }
    times_print(&took);
    return 0;
}
