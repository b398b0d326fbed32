#include "base/library.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

void library_add(struct libraries *l, const char *name, const char *address, const char *format,
                 ...) {
    assert(l->n < LIBRARIES);
    struct library *row = &l->row[l->n++];
    row->name = name;
    row->address = address;
    va_list values;
    va_start(values, format);
    vsnprintf(row->version, sizeof row->version, format, values);
    va_end(values);
}
