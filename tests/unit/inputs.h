/* Inputs for tests of the reader: files that exist only in memory, and pipes. Included last,
 * because cmocka makes a macro of the name fail. */
#ifndef FOISTAT_TESTS_INPUTS_H
#define FOISTAT_TESTS_INPUTS_H

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/err.h"
#include "base/str.h"

#include <cmocka.h>

/* A descriptor at the start of a file with these bytes. */
static inline int file_of(const char *bytes, size_t n) {
    int fd = memfd_create("input", 0);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, n), (ssize_t)n);
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    return fd;
}

/* The same through a pipe; at most 64 KiB. */
static inline int pipe_of(const char *bytes, size_t n) {
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], bytes, n), (ssize_t)n);
    close(ends[1]);
    return ends[0];
}

/* "D204 2:3 message", for comparing with what is expected. */
static inline const char *error_text(const struct err *e) {
    static char text[sizeof e->message + 100];
    snprintf(text, sizeof text, "%s %zu:%zu %s", err_code_text(e), e->line, e->column, e->message);
    return text;
}

#endif
