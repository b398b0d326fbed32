/* Time of charts and of whole reports, on one core: "name figure unit" a line. The documents are
 * those of real analyses, run once; what is timed is what makes text of them. */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "lua/host.h"
#include "report/chart/chart.h"
#include "report/html.h"
#include "report/json.h"
#include "report/markdown.h"
#include "run/open.h"
#include "run/roots.h"

static const struct report_info info = {.engine_version = "bench", .script_name = "bench.lua"};

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static bool stop(const struct err *e) {
    fprintf(stderr, "%s\n", e->message);
    return false;
}

/* What a script reports, run here in this process. */
static bool run(const char *path, struct document *d) {
    struct err e = {0};
    struct buf text = {0};
    struct roots roots;
    struct roots_options o = {.script = path};
    struct host_limits limits = {0};
    int fd;
    if (!open_named(path, &fd, NULL, &e) || !read_whole(fd, 1 << 22, path, &text, &e) ||
        !roots_open(&roots, &o, &e))
        return stop(&e);
    struct files files = roots_files(&roots);
    struct host_script script = {.name = path, .text = text.text, .n = text.n};
    bool done = host_run(&script, &files, &limits, d, &e);
    close(fd);
    roots_close(&roots);
    buf_free(&text);
    return done || stop(&e);
}

static const struct part *find_chart(const struct document *d, enum part_kind kind) {
    for (size_t i = 0; i < d->n_parts; i++) {
        if (d->part[i].kind == kind)
            return &d->part[i];
    }
    return NULL;
}

/* Seconds for one call of 'make', the least of five rounds. */
static double least(bool (*make)(const void *what, struct buf *out), const void *what, int calls) {
    double best = INFINITY;
    for (int round = 0; round < 5; round++) {
        double start = now();
        for (int i = 0; i < calls; i++) {
            struct buf out = {0};
            bool done = make(what, &out);
            buf_free(&out);
            if (!done)
                return NAN;
        }
        best = fmin(best, (now() - start) / calls);
    }
    return best;
}

static bool draw(const void *what, struct buf *out) {
    struct err e = {0};
    const struct part *p = what;
    return chart_svg(p, &(struct chart_view){.size = CHART_PAGE, .id_prefix = p->name}, out, &e) ||
           stop(&e);
}

/* All that a run writes but its marks on the disk. */
static bool write_all(const void *what, struct buf *out) {
    const struct document *d = what;
    struct err e = {0};
    bool done = report_html(d, &info, out, &e) && report_markdown(d, &info, out, &e) &&
                report_json(d, &info, out, &e);
    for (size_t i = 0; done && i < d->n_parts; i++) {
        if (chart_has_table(&d->part[i]))
            table_write_csv(&d->part[i].table, out);
        if (chart_of(&d->part[i]) != NULL)
            done = draw(&d->part[i], out);
    }
    return done || stop(&e);
}

static bool charts(const char *name, const char *script, enum part_kind kind) {
    struct document d = {0};
    const struct part *p = run(script, &d) ? find_chart(&d, kind) : NULL;
    if (p == NULL)
        return false;
    printf("%-34s %10.0f charts a second (%zu rows)\n", name, 1 / least(draw, p, 200),
           p->table.n_rows);
    document_free(&d);
    return true;
}

static bool reports(const char *script) {
    struct document d = {0};
    if (!run(script, &d))
        return false;
    printf("%-34s %10.2f ms (%zu parts)\n", script, 1e3 * least(write_all, &d, 10), d.n_parts);
    document_free(&d);
    return true;
}

/* A report of ten copies of a chart, each with its table. */
static bool ten_charts(const char *script) {
    enum { n = 10 };
    struct document d = {0}, ten = {.title = "Ten charts"};
    struct part part[n];
    const struct part *p = run(script, &d) ? find_chart(&d, PART_FOREST) : NULL;
    if (p == NULL)
        return false;
    for (size_t i = 0; i < n; i++) {
        part[i] = *p;
        part[i].n_before = i;
    }
    ten.part = part;
    ten.n_parts = n;
    printf("%-34s %10.2f ms (%zu rows each)\n", "ten charts in one report",
           1e3 * least(write_all, &ten, 10), p->table.n_rows);
    document_free(&d);
    return true;
}

int main(void) {
    static const char *const scripts[] = {"scripts/early_help.lua",
                                          "scripts/looked_after_every_authority.lua",
                                          "scripts/looked_after_comparators.lua"};
    bool done = charts("forest plot", scripts[0], PART_FOREST) &&
                charts("funnel plot", scripts[1], PART_FUNNEL) &&
                charts("ranked dot plot", scripts[1], PART_RANKED) &&
                charts("trend chart", "scripts/leicester_referrals.lua", PART_TREND) &&
                charts("trends in nine panels", "scripts/referrals_by_region.lua", PART_TREND) &&
                charts("bars", "scripts/assessment_factors.lua", PART_BARS) &&
                charts("composition", scripts[2], PART_COMPOSITION) &&
                charts("cascade chart", "scripts/youth_justice_cascade.lua", PART_CASCADE) &&
                ten_charts(scripts[0]);
    for (size_t i = 0; done && i < sizeof scripts / sizeof *scripts; i++)
        done = reports(scripts[i]);
    return done ? 0 : 1;
}
