#include "stats/table_network.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/sum.h"
#include "stats/distribution.h"

/* Tables are not gone through one by one. Columns are filled one after the other; all tables that
 * leave the same totals to the rows (in any order) share a node, and what has been filled in before
 * it matters only by the product of its factorials. Each node knows the most and the least likely
 * way to complete it, so that a path is settled as soon as all its completions are on one side of
 * the observed table: it counts with the closed-form total of its completions, or not at all.
 * Mehta CR, Patel NR. JASA 1983;78:427-434 (the network algorithm). */

/* Fillings looked at, nodes and path lengths kept: together some seconds and 150 MB. */
static const double most_work = 3.3e7;
static const size_t most_nodes = 300000;
static const size_t most_paths = 4000000;
static const double most_cases = 1e5;
enum { most_rows = 12 };
/* As in R: a table counts as no more likely than the observed one within this factor. */
static const double tie = 1e-7;
/* Paths whose logs differ by less share a place: products of the same factorials in another order.
 */
static const double same = 1e-10;

/* Paths to a node that are of one length: the sum of -log x! over the cells filled. */
struct path {
    double length, number;
};

struct node {
    int32_t left[most_rows];  /* totals left to the rows, ascending */
    size_t next;              /* in the same bucket, plus 1; 0: none */
    double longest, shortest; /* among the ways to complete it */
    double completions;       /* log of the sum of exp(length) over them */
    bool bounded;
    struct path *paths; /* owned; a hash table until the node's turn comes, then a sorted list */
    size_t n, room;
};

/* All nodes of one stage: the same columns filled. */
struct stage {
    struct node *node;
    size_t n, room;
    size_t *bucket; /* plus 1; 0: none */
    size_t buckets;
    int32_t total; /* of the column to be filled next */
    double rest;   /* sum of log c! of the columns not yet filled */
};

struct network {
    size_t rows, columns;
    struct stage *stage; /* columns + 1 of them; the last has one node, with nothing left */
    double *log_factorial;
    double observed; /* length of the table observed, plus the tie */
    double all;      /* log of the sum of exp(length) over all tables */
    struct sum p;
    double work;
    size_t nodes, paths;
};

static bool too_large(struct err *e) {
    fail(e, ERR_ARG_RANGE, "this table is too large for the exact test");
    return err_hint(e, "tableRxC.test.pearson serves where expected counts are about 5 or more; "
                       "or join rare rows or columns");
}

/* --- nodes ------------------------------------------------------------------------------------ */

static size_t hash(const int32_t *left, size_t rows) {
    uint64_t h = 1469598103934665603u;
    for (size_t i = 0; i < rows; i++)
        h = (h ^ (uint64_t)left[i]) * 1099511628211u;
    return (size_t)(h ^ h >> 29);
}

static void sort_rows(int32_t *left, size_t rows) {
    for (size_t i = 1; i < rows; i++) {
        int32_t x = left[i];
        size_t k = i;
        for (; k > 0 && left[k - 1] > x; k--)
            left[k] = left[k - 1];
        left[k] = x;
    }
}

static bool more_buckets(struct stage *s, size_t rows) {
    size_t buckets = s->buckets > 0 ? 2 * s->buckets : 64;
    size_t *bucket = calloc(buckets, sizeof *bucket);
    struct node *node = realloc(s->node, buckets * sizeof *node);
    if (node != NULL)
        s->node = node;
    if (bucket == NULL || node == NULL) {
        free(bucket);
        return false;
    }
    memset(node + s->n, 0, (buckets - s->n) * sizeof *node);
    for (size_t i = 0; i < s->n; i++) {
        size_t *head = &bucket[hash(s->node[i].left, rows) & (buckets - 1)];
        s->node[i].next = *head;
        *head = i + 1;
    }
    free(s->bucket);
    s->bucket = bucket;
    s->buckets = s->room = buckets;
    return true;
}

/* The number of the node with these totals left (sorted), made when there is none. */
static bool node_of(struct network *w, size_t stage, const int32_t *left, size_t *at,
                    struct err *e) {
    struct stage *s = &w->stage[stage];
    for (int attempt = 0; attempt < 2; attempt++) {
        size_t i = s->buckets > 0 ? s->bucket[hash(left, w->rows) & (s->buckets - 1)] : 0;
        while (i > 0 && memcmp(s->node[i - 1].left, left, w->rows * sizeof *left) != 0)
            i = s->node[i - 1].next;
        if (i > 0) {
            *at = i - 1;
            return true;
        }
        if (s->n < s->room)
            break;
        if (!more_buckets(s, w->rows))
            return fail(e, ERR_NOMEM, "no memory for the network");
    }
    if (++w->nodes > most_nodes)
        return too_large(e);
    size_t *head = &s->bucket[hash(left, w->rows) & (s->buckets - 1)];
    s->node[s->n] = (struct node){.next = *head};
    memcpy(s->node[s->n].left, left, w->rows * sizeof *left);
    *at = s->n++;
    *head = *at + 1;
    return true;
}

/* --- fillings of one column --------------------------------------------------------------------
 */

/* One way to fill a column: what it adds to the length, and the node it leads to. */
struct filling {
    double length;
    size_t to;
};

struct fillings {
    struct filling *at; /* owned */
    size_t n, room;
};

static bool fillings_add(struct fillings *f, double length, size_t to, struct err *e) {
    if (f->n == f->room) {
        size_t room = f->room > 0 ? 2 * f->room : 64;
        struct filling *at = realloc(f->at, room * sizeof *at);
        if (at == NULL)
            return fail(e, ERR_NOMEM, "no memory for the network");
        f->at = at;
        f->room = room;
    }
    f->at[f->n++] = (struct filling){length, to};
    return true;
}

static int32_t least(int32_t a, int32_t b) {
    return a < b ? a : b;
}

/* Gives rows row, row + 1, .. their cells of the column, of which 'column' cases remain; 'left' is
 * changed on the way and put back. 'room' is what rows beyond this one can take. */
static bool fill_rows(struct network *w, size_t stage, int32_t *left, size_t row, int32_t column,
                      double length, struct fillings *f, struct err *e) {
    if (row + 1 == w->rows) { /* the last row takes what is left */
        int32_t sorted[most_rows];
        size_t to;
        left[row] -= column;
        memcpy(sorted, left, w->rows * sizeof *left);
        sort_rows(sorted, w->rows);
        left[row] += column;
        length -= w->log_factorial[column];
        return ++w->work <= most_work
                   ? node_of(w, stage + 1, sorted, &to, e) && fillings_add(f, length, to, e)
                   : too_large(e);
    }
    int32_t room = 0, given = left[row];
    for (size_t i = row + 1; i < w->rows; i++)
        room += left[i];
    int32_t from = column > room ? column - room : 0;
    bool good = true;
    for (int32_t x = from; good && x <= least(column, given); x++) {
        left[row] = given - x;
        good = fill_rows(w, stage, left, row + 1, column - x, length - w->log_factorial[x], f, e);
    }
    left[row] = given;
    return good;
}

static bool fill(struct network *w, size_t stage, size_t node, struct fillings *f, struct err *e) {
    int32_t left[most_rows];
    memcpy(left, w->stage[stage].node[node].left, sizeof left);
    f->n = 0;
    return fill_rows(w, stage, left, 0, w->stage[stage].total, 0, f, e);
}

/* --- bounds ----------------------------------------------------------------------------------- */

/* log of the sum of exp(length) over all completions: the multinomial theorem. */
static double log_completions(const struct network *w, size_t stage, const struct node *n) {
    double sum = -w->stage[stage].rest;
    int32_t all = 0;
    for (size_t i = 0; i < w->rows; i++) {
        sum -= w->log_factorial[n->left[i]];
        all += n->left[i];
    }
    return sum + w->log_factorial[all];
}

/* Fills in the longest and shortest completion of a node, and of all nodes behind it. */
static bool bound(struct network *w, size_t stage, size_t node, struct err *e) {
    if (w->stage[stage].node[node].bounded)
        return true;
    double longest = -INFINITY, shortest = INFINITY;
    struct fillings f = {0};
    bool good = stage == w->columns || fill(w, stage, node, &f, e);
    if (stage == w->columns)
        longest = shortest = 0;
    for (size_t i = 0; good && i < f.n; i++) {
        good = bound(w, stage + 1, f.at[i].to, e);
        const struct node *to = &w->stage[stage + 1].node[f.at[i].to];
        longest = fmax(longest, f.at[i].length + to->longest);
        shortest = fmin(shortest, f.at[i].length + to->shortest);
    }
    free(f.at);
    struct node *own = &w->stage[stage].node[node];
    own->completions = log_completions(w, stage, own);
    own->longest = longest;
    own->shortest = shortest;
    own->bounded = good;
    return good;
}

/* --- paths ------------------------------------------------------------------------------------ */

static int by_length(const void *a, const void *b) {
    double x = ((const struct path *)a)->length, y = ((const struct path *)b)->length;
    return (x > y) - (x < y);
}

/* Turns a node's table of paths into a sorted list, those of one length together. */
static void gather(struct node *n) {
    size_t filled = 0, kept = 0;
    for (size_t i = 0; i < n->room; i++) {
        if (n->paths[i].number > 0)
            n->paths[filled++] = n->paths[i];
    }
    qsort(n->paths, filled, sizeof *n->paths, by_length);
    for (size_t i = 0; i < filled; i++) {
        if (kept > 0 && n->paths[i].length - n->paths[kept - 1].length <= same)
            n->paths[kept - 1].number += n->paths[i].number;
        else
            n->paths[kept++] = n->paths[i];
    }
    n->n = kept;
}

/* The place of a length in a table: where it stands, or an empty one. Lengths that are the same but
 * for rounding may still get two places; gather puts them together. */
static struct path *path_place(struct path *table, size_t room, double length) {
    int64_t key = llround(length / (100 * same));
    size_t at = (size_t)((uint64_t)key * 0x9E3779B97F4A7C15u >> 20) & (room - 1);
    while (table[at].number > 0 && fabs(table[at].length - length) > same)
        at = (at + 1) & (room - 1);
    return &table[at];
}

static bool more_paths(struct network *w, struct node *n, struct err *e) {
    size_t room = n->room > 0 ? 2 * n->room : 8;
    w->paths += room - n->room;
    if (w->paths > most_paths)
        return too_large(e);
    struct path *paths = calloc(room, sizeof *paths);
    if (paths == NULL)
        return fail(e, ERR_NOMEM, "no memory for the network");
    for (size_t i = 0; i < n->room; i++) {
        if (n->paths[i].number > 0)
            *path_place(paths, room, n->paths[i].length) = n->paths[i];
    }
    free(n->paths);
    n->paths = paths;
    n->room = room;
    return true;
}

static bool path_add(struct network *w, struct node *n, struct path path, struct err *e) {
    if (2 * n->n >= n->room && !more_paths(w, n, e))
        return false;
    struct path *place = path_place(n->paths, n->room, path.length);
    n->n += place->number == 0;
    place->length = place->number > 0 ? place->length : path.length;
    place->number += path.number;
    return true;
}

/* The first of n paths that is longer than 'length'. */
static size_t first_longer(const struct path *paths, size_t n, double length) {
    size_t low = 0;
    while (low < n) {
        size_t middle = low + (n - low) / 2;
        if (paths[middle].length > length)
            n = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* The paths of the node at work, and sums of number exp(length - scale) over the first of them. */
struct sorted_paths {
    const struct path *at;
    size_t n;
    double scale;
    double *below; /* n + 1, owned */
};

static bool sort_paths(struct node *n, struct sorted_paths *s, struct err *e) {
    gather(n);
    *s = (struct sorted_paths){n->paths, n->n, n->paths[n->n - 1].length,
                               calloc(n->n + 1, sizeof(double))};
    if (s->below == NULL)
        return fail(e, ERR_NOMEM, "no memory for the network");
    for (size_t i = 0; i < n->n; i++)
        s->below[i + 1] = s->below[i] + s->at[i].number * exp(s->at[i].length - s->scale);
    return true;
}

/* The paths of a node along one filling: those that are settled count or are dropped, the others go
 * on. */
static bool pass_on(struct network *w, size_t stage, const struct sorted_paths *paths,
                    const struct filling *f, struct err *e) {
    struct node *to = &w->stage[stage + 1].node[f->to];
    double room = w->observed - f->length;
    size_t settled = first_longer(paths->at, paths->n, room - to->longest);
    size_t open = first_longer(paths->at, paths->n, room - to->shortest);
    if (settled > 0)
        sum_add(&w->p,
                paths->below[settled] * exp(paths->scale + f->length + to->completions - w->all));
    w->work += 1 + (double)(open - settled);
    if (w->work > most_work)
        return too_large(e);
    for (size_t i = settled; i < open; i++) {
        struct path path = {paths->at[i].length + f->length, paths->at[i].number};
        if (!path_add(w, to, path, e))
            return false;
    }
    return true;
}

static bool pass_node(struct network *w, size_t stage, size_t node, struct fillings *f,
                      struct err *e) {
    struct node *from = &w->stage[stage].node[node];
    struct sorted_paths paths;
    if (from->n == 0)
        return true;
    if (!sort_paths(from, &paths, e))
        return false;
    bool good = fill(w, stage, node, f, e);
    for (size_t i = 0; good && i < f->n; i++)
        good = pass_on(w, stage, &paths, &f->at[i], e);
    free(paths.below);
    free(from->paths);
    w->paths -= from->room;
    from->paths = NULL;
    return good;
}

static bool pass_all(struct network *w, struct err *e) {
    struct fillings f = {0};
    bool good = true;
    for (size_t stage = 0; good && stage < w->columns; stage++) {
        for (size_t i = 0; good && i < w->stage[stage].n; i++)
            good = pass_node(w, stage, i, &f, e);
    }
    free(f.at);
    return good;
}

static int descending(const void *a, const void *b) {
    return by_length(b, a);
}

/* Columns from the largest to the smallest: early columns settle most paths. */
static bool network_begin(struct network *w, const struct compact_table *c, struct err *e) {
    *w = (struct network){.rows = c->rows, .columns = c->columns};
    size_t n = (size_t)c->n;
    w->stage = calloc(c->columns + 1, sizeof *w->stage);
    w->log_factorial = calloc(n + 1, sizeof(double));
    struct path *order = calloc(c->columns, sizeof *order);
    bool good = w->stage != NULL && w->log_factorial != NULL && order != NULL;
    for (size_t i = 2; good && i <= n; i++)
        w->log_factorial[i] = log_gamma((double)i + 1);
    for (size_t i = 0; good && i < c->columns; i++)
        order[i].length = c->total[c->rows + i];
    if (good)
        qsort(order, c->columns, sizeof *order, descending);
    for (size_t i = c->columns; good && i > 0; i--) {
        w->stage[i - 1].total = (int32_t)order[i - 1].length;
        w->stage[i - 1].rest = w->stage[i].rest + w->log_factorial[w->stage[i - 1].total];
    }
    free(order);
    return good || fail(e, ERR_NOMEM, "no memory for the network");
}

static void network_end(struct network *w) {
    for (size_t i = 0; w->stage != NULL && i <= w->columns; i++) {
        for (size_t k = 0; k < w->stage[i].n; k++)
            free(w->stage[i].node[k].paths);
        free(w->stage[i].node);
        free(w->stage[i].bucket);
    }
    free(w->stage);
    free(w->log_factorial);
}

static bool network_p(struct network *w, const struct compact_table *c, double *p, struct err *e) {
    int32_t left[most_rows] = {0};
    size_t root;
    struct sum observed = {0};
    for (size_t i = 0; i < c->rows; i++)
        left[i] = (int32_t)c->total[i];
    for (size_t i = 0; i < c->rows * c->columns; i++)
        sum_add(&observed, -w->log_factorial[(size_t)c->cell[i]]);
    w->observed = sum_value(&observed) + tie;
    sort_rows(left, c->rows);
    if (!node_of(w, 0, left, &root, e) || !bound(w, 0, root, e))
        return false;
    w->all = w->stage[0].node[root].completions;
    if (!path_add(w, &w->stage[0].node[root], (struct path){0, 1}, e) || !pass_all(w, e))
        return false;
    *p = fmin(sum_value(&w->p), 1);
    return true;
}

bool table_network_p(const struct compact_table *c, double *p, struct err *e) {
    if (c->rows > most_rows || c->n > most_cases)
        return too_large(e);
    struct network w;
    bool good = network_begin(&w, c, e) && network_p(&w, c, p, e);
    network_end(&w);
    return good;
}
