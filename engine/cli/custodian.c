#include "cli/custodian.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/custodian_asked.h"
#include "cli/custodian_work.h"
#include "run/deadline.h"
#include "run/open.h"
#include "run/request.h"

enum { most_releases = 200 }; /* of a run with those of its ledger */
/* Of processor time, where the clock stops a worker only if it does not go on; a generation. */
static const unsigned longest_seconds = 1000000000;
static const double least_seconds = 1e-3; /* 0 would mean the usual */

static void held_free(struct held *h) {
    if (h == NULL)
        return;
    buf_free(&h->question);
    release_free(&h->release);
    document_free(&h->made);
    free(h);
}

static bool parse_rules(const char *text, size_t n, struct policy *p, struct err *e) {
    struct buf rules = {0};
    buf_add(&rules, text, n);
    bool done = rules.failed ? fail(e, ERR_NOMEM, "no memory for the rules")
                             : policy_parse(n > 0 ? rules.text : "", p, e);
    buf_free(&rules);
    if (e->id == ERR_ARG_RANGE)
        e->id = ERR_USAGE;
    return done;
}

bool custodian_rules(const char *text, struct custodian_options *o, struct err *e) {
    static const char too[] = ",published";
    o->floor = policies[0];
    if (text == NULL)
        return true;
    size_t n = strlen(text), tail = sizeof too - 1;
    o->all = n > tail && strcmp(text + n - tail, too) == 0;
    if (!parse_rules(text, o->all ? n - tail : n, &o->floor, e))
        return false;
    if (o->allowed || !policy_none(&o->floor))
        return true;
    fail(e, ERR_USAGE, "--disclosure %.100s hides nothing", text);
    return err_hint(e, "if all sources are public as they stand, say --published; if they are not "
                       "and you mean it, say --allow disclosure too");
}

bool custodian_open(struct custodian *c, struct roots *r, const struct custodian_options *o,
                    const struct worker_limits *limits, struct err *e) {
    *c = (struct custodian){.options = *o, .roots = r, .limits = *limits};
    c->left = limits->seconds > 0 ? limits->seconds : worker_usual_seconds;
    c->deadline = deadline_in(c->left);
    return ledger_open(&c->ledger, o->ledger, e);
}

/* Where the next one is put. */
static struct held **end_of(struct custodian *c) {
    struct held **end = &c->first;
    while (*end != NULL)
        end = &(*end)->next;
    return end;
}

/* Drops all from *from on. */
static void drop(struct custodian *c, struct held **from) {
    for (struct held *h = *from, *next; h != NULL; h = next) {
        next = h->next;
        held_free(h);
        c->n_held--;
    }
    *from = NULL;
}

void custodian_close(struct custodian *c) {
    drop(c, &c->first);
    asked_free(c);
    ledger_close(&c->ledger);
    *c = (struct custodian){.ledger = {.fd = -1}};
}

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for what is released");
}

/* The rules for a source: the user's, and what the script adds. */
static struct policy rules(const struct custodian *c, const struct request *q, bool published) {
    static const struct policy none = {.name = "none"};
    const struct policy *floor = published && !c->options.all ? &none : &c->options.floor;
    return q->has_policy ? policy_strictest(floor, &q->policy) : *floor;
}

/* What a script may know of an error: of one that may quote cells of the file only its kind. */
static bool withhold(struct custodian *c, const struct err *whole, struct err *e) {
    static const enum err_id plain[] = {
        ERR_ARG_UNKNOWN, ERR_ARG_MISSING,  ERR_ARG_TYPE,    ERR_ARG_RANGE,    ERR_ARG_LENGTH,
        ERR_PACKAGE,     ERR_COLUMN,       ERR_COLUMN_TYPE, ERR_NOT_ADDITIVE, ERR_DATASET,
        ERR_RELEASE,     ERR_DISCLOSURE,   ERR_LABEL,       ERR_READ,         ERR_NOMEM,
        ERR_LIMIT_TIME,  ERR_LIMIT_MEMORY, ERR_INTERNAL};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        if (whole->id != plain[i] || whole->excerpt[0] != '\0')
            continue;
        fail(e, whole->id, "%s", whole->message);
        return err_hint(e, "%s", whole->hint);
    }
    fail(e, whole->id, "%s: what it says of the file is for whoever holds it",
         err_codes[whole->id].title);
    err_hint(e, "it is on the terminal, and nowhere else");
    c->withheld = *whole;
    c->told = *e;
    return false;
}

const struct err *custodian_whole_error(const struct custodian *c, const struct err *e) {
    bool told = c->told.id == e->id && strcmp(c->told.message, e->message) == 0;
    return told ? &c->withheld : e;
}

/* The door of the custodian's own worker: the source that is open already, once. */
static bool give_source(void *owner, const char *name, struct opened *o, struct err *e) {
    struct opened *source = owner;
    if (source->csv < 0)
        return fail(e, ERR_INTERNAL, "%s was opened already", name);
    *o = *source;
    source->csv = source->package = -1;
    return true;
}

/* Takes what the worker made, if it is what it should be. */
static bool take_made(struct held *h, struct err *e) {
    struct document *d = &h->made;
    struct buf csv = {0};
    if (d->n_parts != 1 || d->part[0].kind != PART_TABLE || d->part[0].table.n_columns == 0 ||
        d->n_disclosures != 1)
        return fail(e, ERR_INTERNAL, "what came back of a source is not one table");
    h->release.table = d->part[0].table;
    h->release.record = d->disclosure[0];
    d->part[0].table = (struct table){0};
    table_write_csv(&h->release.table, &csv);
    hash_bytes(csv.n > 0 ? csv.text : "", csv.n, h->table);
    bool done = !csv.failed;
    buf_free(&csv);
    return done || no_memory(e);
}

static bool is_of(const struct custodian *c, const struct held *h, size_t source, bool *same,
                  struct err *e) {
    return identity_same(&c->roots->opened, h->source, source, same, e);
}

/* The releases of the same source so far, as one array that borrows them; NULL with an error. */
static struct release *earlier(const struct custodian *c, size_t source, size_t *n, struct err *e) {
    struct release *list = calloc(c->n_held + 1, sizeof *list);
    bool same, done = list != NULL || no_memory(e);
    *n = 0;
    for (const struct held *h = c->first; done && h != NULL; h = h->next) {
        done = is_of(c, h, source, &same, e);
        if (done && same)
            list[(*n)++] = h->release;
    }
    if (!done)
        free(list);
    return done ? list : NULL;
}

static bool is_database(const struct request *q) {
    return q->counted && (q->table != NULL || q->query != NULL);
}

/* Runs the worker on the source, whose descriptors are used up. */
static bool run_on(struct custodian *c, struct custody *custody, struct opened *source,
                   struct document *made, struct err *e) {
    struct files door = {.owner = source, .dataset = give_source, .file = give_source};
    struct worker_limits limits = c->limits;
    struct progress *p = c->limits.progress;
    double counted = 0;
    limits.limit = c->limits.seconds > 0 ? c->limits.seconds : worker_usual_seconds;
    limits.seconds =
        c->limits.patient ? c->left : fmax(-deadline_since(&c->deadline), least_seconds);
    limits.cpu_seconds = c->limits.patient ? longest_seconds : 0;
    limits.facts = NULL;
    limits.counted = &counted;
    if (is_database(custody->request)) {
        if (!roots_database(c->roots, custody->request->name, &custody->connection, e))
            return false;
        limits.prepare = custodian_connect;
        limits.threads = 0;
        custody->seconds = limits.seconds;
    }
    custody->source = source;
    if (p != NULL) {
        progress_begin(p, source->path, source->bytes);
        custody->progress = p->done;
    }
    bool done = worker_run(custodian_work, custody, &door, &limits, made, e);
    if (p != NULL)
        progress_end(p);
    c->left = fmax(c->left - counted, least_seconds);
    return done;
}

static bool run_worker(struct custodian *c, const struct request *q, struct opened *source,
                       struct held *h, struct err *e) {
    struct custody custody = {.request = q};
    struct release *list = earlier(c, h->source, &custody.n_earlier, e);
    if (list == NULL)
        return false;
    struct err whole = {0};
    custody.earlier = list;
    bool done = run_on(c, &custody, source, &h->made, &whole) || withhold(c, &whole, e);
    free(list);
    if (!done || !take_made(h, e))
        return false;
    h->release.record.earlier = custody.n_earlier;
    return true;
}

static bool fail_audit(struct custodian *c, const struct held *h, struct err *e) {
    c->failed = true;
    fail(e, ERR_DISCLOSURE,
         "%s cannot be protected as asked: %zu of its hidden counts can be worked out too closely",
         h->opened.path, h->release.record.exposed);
    return err_hint(e, "ask for fewer columns in 'by', or for the tables of one source together; "
                       "--allow disclosure writes it all the same");
}

/* Makes a release and keeps it. 'q' has the rules to be applied; the source's descriptors are used
 * up or left to the caller. */
static struct held *make(struct custodian *c, const struct request *q, struct opened *source,
                         struct err *e) {
    struct held *h = calloc(1, sizeof *h);
    if (h == NULL || c->n_held == most_releases) {
        free(h);
        if (h == NULL)
            no_memory(e);
        else
            fail(e, ERR_RELEASE, "more than %d releases of sources that are not public",
                 most_releases);
        return NULL;
    }
    h->source = source->number;
    h->opened = *source;
    h->opened.csv = h->opened.package = -1;
    request_put(q, &h->question);
    bool done = (!h->question.failed || no_memory(e)) && run_worker(c, q, source, h, e) &&
                request_get(h->question.text, h->question.n, &h->release.arena, &h->asked, e);
    if (done && h->release.record.audit == AUDIT_FAILED && !c->options.allowed)
        done = fail_audit(c, h, e);
    if (!done) {
        held_free(h);
        return NULL;
    }
    h->release.spec = h->asked.release;
    *end_of(c) = h;
    c->n_held++;
    return h;
}

/* The same question about the same source: the answer is the same, and is made once. NULL: it was
 * not asked, or *e. */
static struct held *find(const struct custodian *c, const struct request *q, size_t source,
                         struct err *e) {
    struct held *found = NULL;
    struct buf question = {0};
    request_put(q, &question);
    for (struct held *h = c->first; h != NULL && found == NULL && !question.failed; h = h->next) {
        bool same =
            h->question.n == question.n && memcmp(h->question.text, question.text, question.n) == 0;
        if (same && !is_of(c, h, source, &same, e))
            break;
        found = same ? h : NULL;
    }
    buf_free(&question);
    return found;
}

/* --- what the ledger holds -------------------------------------------------------------------- */

static int digit(char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool read_hex(const char *hex, struct buf *bytes) {
    for (; hex[0] != '\0' && hex[1] != '\0'; hex += 2) {
        int high = digit(hex[0]), low = digit(hex[1]);
        if (high < 0 || low < 0)
            return false;
        buf_add(bytes, &(char){(char)(high * 16 + low)}, 1);
    }
    return hex[0] == '\0' && !bytes->failed;
}

static bool fail_entry(const struct custodian *c, const struct ledger_entry *entry, struct err *e) {
    *e = (struct err){0};
    fail(e, ERR_DISCLOSURE,
         "what the ledger says was released (%s) cannot be made again, so nobody can tell what "
         "follows from it and this run together",
         entry->released);
    err_at(e, c->ledger.path, entry->line, 0, 0);
    return err_hint(e,
                    "it was made by foistat %s, and this is %s; --allow disclosure goes on "
                    "without it",
                    entry->engine, FOISTAT_VERSION);
}

/* Makes the entry's release again from the source. */
static bool recall(struct custodian *c, const struct ledger_entry *entry,
                   const struct opened *source, struct err *e) {
    struct buf bytes = {0};
    struct arena scratch = {0};
    struct request q;
    struct opened again = *source;
    again.csv = again.package = -1;
    bool done = read_hex(entry->request, &bytes) &&
                request_get(bytes.n > 0 ? bytes.text : "", bytes.n, &scratch, &q, e) &&
                open_again(source->csv, source->path, &again.csv, e) &&
                (source->package < 0 ||
                 open_again(source->package, source->package_path, &again.package, e));
    struct held *h = done ? make(c, &q, &again, e) : NULL;
    if (again.csv >= 0)
        close(again.csv);
    if (again.package >= 0)
        close(again.package);
    arena_free(&scratch);
    buf_free(&bytes);
    if (h != NULL)
        h->from_ledger = true;
    return h != NULL && strcmp(h->table, entry->table) == 0;
}

static bool is_recalled(const struct custodian *c, size_t source, bool *recalled, struct err *e) {
    *recalled = false;
    for (const struct held *h = c->first; h != NULL && !*recalled; h = h->next) {
        if (!is_of(c, h, source, recalled, e))
            return false;
    }
    return true;
}

/* All that earlier runs released of the source, before this one asks for anything of it; or
 * nothing, so that a script which asks once more fails once more. Only a ledger needs its hash: one
 * that is empty, at the end. */
static bool recall_all(struct custodian *c, const struct opened *source, struct err *e) {
    struct identities *files = &c->roots->opened;
    char hex[HASH_HEX_SIZE];
    bool recalled;
    if (c->ledger.path == NULL)
        return true;
    identity_begin(files, source->number);
    if (c->ledger.n == 0)
        return true;
    if (!is_recalled(c, source->number, &recalled, e))
        return false;
    if (recalled)
        return true;
    if (!identity_hash(files, source->number, hex, e))
        return false;
    struct held **end = end_of(c);
    for (size_t i = 0; i < c->ledger.n; i++) {
        const struct ledger_entry *entry = &c->ledger.entry[i];
        struct err why = {0};
        if (strcmp(entry->source, hex) != 0 || recall(c, entry, source, &why) || c->options.allowed)
            continue;
        drop(c, end);
        return fail_entry(c, entry, e);
    }
    return true;
}

/* What *entry points at besides what is held. */
struct entry_texts {
    struct buf request;
    char source[HASH_HEX_SIZE];
};

static bool add_entry(struct custodian *c, const struct held *h, struct ledger_entry *entry,
                      struct entry_texts *t, struct err *e) {
    for (size_t i = 0; i < h->question.n; i++)
        buf_addf(&t->request, "%02x", (unsigned char)h->question.text[i]);
    *entry = (struct ledger_entry){.source = t->source,
                                   .released = h->release.record.rows,
                                   .request = t->request.text,
                                   .engine = FOISTAT_VERSION,
                                   .table = h->table};
    return (!t->request.failed || no_memory(e)) &&
           identity_hash(&c->roots->opened, h->source, t->source, e);
}

bool custodian_record(struct custodian *c, struct err *e) {
    if (c->ledger.path == NULL)
        return true;
    struct ledger_entry *list = calloc(c->n_held + 1, sizeof *list);
    struct entry_texts *texts = calloc(c->n_held + 1, sizeof *texts);
    size_t n = 0;
    bool done = (list != NULL && texts != NULL) || no_memory(e);
    for (const struct held *h = c->first; done && h != NULL; h = h->next) {
        if (h->from_ledger)
            continue;
        done = add_entry(c, h, &list[n], &texts[n], e);
        n++;
    }
    done = done && ledger_append(&c->ledger, list, n, e);
    for (size_t i = 0; texts != NULL && i < n; i++)
        buf_free(&texts[i].request);
    free(texts);
    free(list);
    return done;
}

void custodian_forget(struct custodian *c) {
    ledger_undo(&c->ledger);
}

/* --- the door --------------------------------------------------------------------------------- */

static void close_source(struct opened *o) {
    if (o->csv >= 0)
        close(o->csv);
    if (o->package >= 0)
        close(o->package);
    o->csv = o->package = -1;
}

/* A source is public as its description says, or, where that says nothing, as the user does. */
static bool open_source(struct custodian *c, const struct request *q, struct opened *o,
                        struct err *e) {
    bool published = c->options.published, ask = is_database(q);
    if (ask && !(published && !c->options.all) && !asked_may(c, q, e))
        return false;
    if (!(ask          ? asked_note(c, q, o, e)
          : q->dataset ? roots_dataset(c->roots, q->name, o, e)
                       : roots_file(c->roots, q->name, o, e)))
        return false;
    o->published = o->says_published ? o->published : published;
    return true;
}

/* A copy of what is held, as the answer to a question. */
static bool hand_out(struct held *h, struct opened *o, struct document *released, struct err *e) {
    const struct table *t = &h->release.table;
    size_t *row = calloc(t->n_rows + 1, sizeof *row);
    struct part *p = document_add(released, PART_TABLE, e);
    for (size_t i = 0; row != NULL && i < t->n_rows; i++)
        row[i] = i;
    bool done =
        row == NULL ? no_memory(e) : p != NULL && table_take(t, row, t->n_rows, &p->table, e);
    free(row);
    *o = h->opened;
    o->released = true;
    o->bytes = 0; /* see name_input */
    h->used = true;
    return done;
}

/* The rows of a public source are counted where there are threads and no script. */
static bool count_public(struct custodian *c, const struct request *q, struct opened *o,
                         struct document *released, struct err *e) {
    struct custody custody = {.request = q, .as_it_is = true};
    if (c->options.recorded && !is_database(q))
        identity_begin(&c->roots->opened, o->number);
    bool done = run_on(c, &custody, o, released, e);
    close_source(o);
    if (done && (released->n_parts != 1 || released->part[0].kind != PART_TABLE ||
                 released->part[0].table.n_columns == 0 || released->n_inputs != 1))
        done = fail(e, ERR_INTERNAL, "what came back of a source is not one table");
    if (done && is_database(q))
        done = handed_out_add(&asked_find(c, o->number)->answer, &released->part[0].table, e);
    if (!done)
        document_free(released);
    return done;
}

static bool release(void *owner, const struct request *q, struct opened *o,
                    struct document *released, struct err *e) {
    struct custodian *c = owner;
    *released = (struct document){0};
    if (!open_source(c, q, o, e))
        return false;
    const bool published = o->published;
    if (published && !c->options.all && !q->of_published)
        return !q->counted || count_public(c, q, o, released, e);
    struct request ruled = *q;
    ruled.has_policy = true;
    ruled.policy = rules(c, q, published);
    struct held *h = NULL;
    if (recall_all(c, o, e))
        h = find(c, &ruled, o->number, e);
    if (h == NULL && e->id == ERR_NONE)
        h = make(c, &ruled, o, e);
    close_source(o);
    if (h != NULL)
        h->published = published;
    return h != NULL && hand_out(h, o, released, e);
}

/* Bytes are for whoever may see all of them. */
static bool open_published(struct custodian *c, const struct request *q, struct opened *o,
                           struct err *e) {
    if (!open_source(c, q, o, e))
        return false;
    if (o->published && !c->options.all)
        return true;
    close_source(o);
    return fail(e, ERR_RELEASE, "%s is not public: a script has no way to its bytes", o->path);
}

static bool open_dataset(void *owner, const char *name, struct opened *o, struct err *e) {
    return open_published(owner, &(struct request){.name = name, .dataset = true}, o, e);
}

static bool open_file(void *owner, const char *path, struct opened *o, struct err *e) {
    return open_published(owner, &(struct request){.name = path}, o, e);
}

struct files custodian_files(struct custodian *c) {
    return (struct files){
        .owner = c, .dataset = open_dataset, .file = open_file, .release = release};
}
