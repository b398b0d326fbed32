#include "run/progress.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/num.h"
#include "data/scan_file.h"
#include "run/deadline.h"
#include "run/open.h"

static const double first_seconds = 1, often_seconds = 0.2;

/* The words. */

static size_t columns_of(const char *text) {
    return strlen(text); /* of letters beyond ASCII never fewer than they take */
}

static void put_number(double x, int decimals, struct buf *out) {
    char text[NUM_FIXED_SIZE];
    num_fixed(x, decimals, true, text);
    buf_puts(out, text);
}

/* "1.02 of 9.80 GB"; in the unit that suits the whole. */
static void put_bytes(double bytes, double size, struct buf *out) {
    double most = fmax(bytes, size), unit = most >= 1e9 ? 1e9 : 1e6;
    int decimals = most >= 1e9 ? 2 : 0;
    put_number(bytes / unit, decimals, out);
    if (size > 0) {
        buf_puts(out, " of ");
        put_number(size / unit, decimals, out);
    }
    buf_puts(out, unit > 1e6 ? " GB" : " MB");
}

static void put_rate(double rate, struct buf *out) {
    bool giga = rate >= 1e9;
    put_number(rate / (giga ? 1e9 : 1e6), giga ? 1 : 0, out);
    buf_puts(out, giga ? " GB/s" : " MB/s");
}

static void put_left(double seconds, struct buf *out) {
    const double minute = 60, hour = 3600;
    if (seconds < 2 * minute) {
        put_number(ceil(seconds), 0, out);
        buf_puts(out, " s left");
    } else {
        put_number(ceil(seconds / (seconds < 2 * hour ? minute : hour)), 0, out);
        buf_puts(out, seconds < 2 * hour ? " min left" : " h left");
    }
}

/* The name of the file, without what a terminal would obey. */
static void put_name(const char *name, size_t most, struct buf *out) {
    const char *base = path_base(name);
    size_t n = utf8_whole(base, strnlen(base, most));
    for (size_t i = 0; i < n; i++) {
        unsigned char byte = (unsigned char)base[i];
        buf_add(out, byte < 0x20 || byte == 0x7f ? "?" : &base[i], 1);
    }
}

/* Appends the part, and empties it, if there is room. */
static void put_part(struct buf *part, const char *before, size_t start, size_t most,
                     struct buf *out) {
    bool fits = part->n > 0 && !part->failed && out->n - start + strlen(before) + part->n <= most;
    if (fits) {
        buf_puts(out, before);
        buf_add(out, part->text, part->n);
    }
    buf_free(part);
}

void progress_words(const struct progress *p, uint64_t bytes, uint64_t rows, double seconds,
                    size_t most, struct buf *out) {
    struct buf part = {0};
    size_t start = out->n;
    double done = (double)bytes, size = (double)p->size, rate = done / seconds;
    put_name(p->name, most / 2, out);
    if (rows > 0) {
        put_number((double)rows, 0, &part);
        buf_puts(&part, " rows");
    }
    put_part(&part, ": ", start, most, out);
    put_bytes(done, size, &part);
    put_part(&part, rows > 0 ? ", " : ": ", start, most, out);
    put_rate(rate, &part);
    put_part(&part, ", ", start, most, out);
    if (size > done && rate > 0) {
        put_left((size - done) / rate, &part);
        put_part(&part, ", ", start, most, out);
    }
}

/* The terminal. */

static bool can_show(void) {
    const char *kind = getenv("TERM");
    return isatty(STDERR_FILENO) && kind != NULL && kind[0] != '\0' && strcmp(kind, "dumb") != 0;
}

/* The last column stays free: some terminals go to the next line after it. */
static size_t terminal_columns(void) {
    const size_t usual = 80;
    struct winsize w;
    bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_col > 1;
    return (known ? w.ws_col : usual) - 1;
}

/* Writes over what is there; all of it in one step, so that nothing comes between. */
static void write_over(struct progress *p, const char *text) {
    struct buf line = {0};
    size_t n = columns_of(text);
    buf_addf(&line, "\r%s%*s", text, p->columns > n ? (int)(p->columns - n) : 0, "");
    buf_puts(&line, n == 0 ? "\r" : "");
    if (!line.failed)
        write_whole(STDERR_FILENO, line.text, line.n);
    p->columns = n;
    buf_free(&line);
}

static void draw(struct progress *p, double seconds) {
    struct buf text = {0};
    uint64_t bytes = atomic_load(&p->done->bytes), rows = atomic_load(&p->done->rows);
    if (bytes == 0)
        return;
    progress_words(p, bytes, rows, seconds, terminal_columns(), &text);
    if (!text.failed && text.n > 0)
        write_over(p, text.text);
    buf_free(&text);
    p->drawn = deadline_now();
}

void progress_clear(struct progress *p) {
    if (p->columns > 0)
        write_over(p, "");
}

void progress_open(struct progress *p, const struct identities *inputs, bool quiet) {
    *p = (struct progress){.inputs = inputs, .shows = !quiet && can_show()};
}

void progress_close(struct progress *p) {
    if (p->done != NULL)
        munmap(p->done, sizeof *p->done);
    *p = (struct progress){0};
}

static struct scan_progress *new_shared(void) {
    const int kind = MAP_SHARED | MAP_ANONYMOUS;
    void *shared = mmap(NULL, sizeof(struct scan_progress), PROT_READ | PROT_WRITE, kind, -1, 0);
    return shared != MAP_FAILED ? shared : NULL;
}

void progress_begin(struct progress *p, const char *name, uint64_t size) {
    if (p->done == NULL)
        p->done = new_shared();
    if (p->done != NULL) {
        atomic_store(&p->done->bytes, 0);
        atomic_store(&p->done->rows, 0);
    }
    p->seen = 0;
    p->name = name;
    p->size = size;
    p->began = p->drawn = deadline_now();
}

void progress_end(struct progress *p) {
    progress_clear(p);
    p->name = NULL;
}

bool progress_look(struct progress *p) {
    bool waits = p->inputs != NULL && identities_wait(p->inputs);
    if (p->done == NULL)
        return waits;
    uint64_t bytes = atomic_load(&p->done->bytes);
    bool gone_on = bytes != p->seen;
    p->seen = bytes;
    double since_began = deadline_since(&p->began);
    if (p->shows && p->name != NULL && since_began >= first_seconds &&
        deadline_since(&p->drawn) >= often_seconds)
        draw(p, since_began);
    return gone_on || waits;
}
