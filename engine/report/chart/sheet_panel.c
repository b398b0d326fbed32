/* What the panels of one picture say beside their marks, gathered to be said once. */
#include <stdlib.h>
#include <string.h>

#include "report/chart/sheet.h"

struct sheet_note {
    struct buf text, names; /* and of which panels */
    size_t n_panels;
};

/* The note of that text, which may be new; NULL when memory runs out. */
static struct sheet_note *find_note(struct sheet_panel *p, const char *text) {
    for (size_t i = 0; i < p->n_notes; i++) {
        if (strcmp(p->note[i].text.text, text) == 0)
            return &p->note[i];
    }
    size_t room = p->n_notes == p->room ? 2 * p->room + 8 : p->room;
    struct sheet_note *notes = realloc(p->note, room * sizeof *notes);
    if (notes == NULL)
        return NULL;
    p->note = notes;
    p->room = room;
    struct sheet_note *new = &notes[p->n_notes];
    *new = (struct sheet_note){0};
    buf_puts(&new->text, text);
    if (new->text.failed) {
        buf_free(&new->text);
        return NULL;
    }
    p->n_notes++;
    return new;
}

void sheet_panel_note(struct sheet_panel *p, struct buf *out, const char *text) {
    struct sheet_note *note = find_note(p, text);
    if (note == NULL) {
        out->failed = true;
        return;
    }
    buf_addf(&note->names, "%s%s", note->n_panels++ > 0 ? ", " : "", p->name);
}

void sheet_panel_finish(struct sheet_panel *p, struct sheet *s, struct buf *out, size_t n_panels) {
    enum { few = 3 }; /* are named */
    for (size_t i = 0; i < p->n_notes; i++) {
        struct sheet_note *note = &p->note[i];
        struct buf text = {0};
        if (note->n_panels < n_panels && note->n_panels > few)
            buf_addf(&text, "In %zu of %zu panels: ", note->n_panels, n_panels);
        else if (note->n_panels < n_panels)
            buf_addf(&text, "%s: ", note->names.text);
        buf_puts(&text, note->text.text);
        sheet_small(s, out, text.text);
        out->failed |= note->names.failed || text.failed;
        buf_free(&text);
    }
}

void sheet_panel_free(struct sheet_panel *p) {
    for (size_t i = 0; i < p->n_notes; i++) {
        buf_free(&p->note[i].text);
        buf_free(&p->note[i].names);
    }
    free(p->note);
    buf_free(&p->up_title);
}
