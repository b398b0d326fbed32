/* The first half of the CSV reader: from bytes, which may be stored compressed, to pieces of UTF-8
 * text without NUL or byte order mark. Private to the csv_*.c files. */
#ifndef FOISTAT_DATA_CSV_SOURCE_H
#define FOISTAT_DATA_CSV_SOURCE_H

#include "data/csv.h"
#include "scan/index.h"
#include "scan/stream.h"

enum { source_read_size = 64 * 1024 }; /* larger reads are slower: they leave the cache */
/* Bytes of a piece at most: Windows-1252 takes up to three times as many in UTF-8. INDEX_PAD more
 * can be read behind it. */
enum { source_room = 3 * source_read_size + 16 };

/* Why the text ends before the file does. */
enum source_trouble { SOURCE_SOUND, SOURCE_NUL, SOURCE_NOT_UTF8, SOURCE_NOT_WINDOWS_1252 };

struct csv_source {
    int fd;
    bool repeats;          /* fd can be read once more, for a line that is shown */
    struct stream *stream; /* of fd; NULL: 'memory' is read instead */
    struct span memory;    /* not yet read */
    const char *name;
    enum csv_encoding encoding;
    bool started, ended;
    size_t kept; /* bytes of a character whose rest has not been read */
    enum source_trouble trouble;
    unsigned char bad; /* the byte that is in the way */
    struct span rest;  /* the undecoded bytes from there on */
    struct buf text;   /* Windows-1252 converted */
    char bytes[source_read_size + 4 + INDEX_PAD];
};

/* Reads from where the descriptor stands. False with ERR_READ or ERR_NOMEM. */
bool source_open(struct csv_source *s, int fd, const char *name, enum csv_encoding encoding,
                 struct err *e);

/* The same of text in memory from the middle of a file. */
void source_resume(struct csv_source *s, struct span text, const char *name,
                   enum csv_encoding encoding);

/* Says where the text in memory comes from, and that it can be read there once more. */
void source_lend(struct csv_source *s, int fd);

/* The next piece of text, valid until the next call; n = 0 at the end. When a byte is in the way,
 * the piece ends before it and s->trouble says why. False when the file cannot be read, or is
 * plainly another kind of file. */
bool source_next(struct csv_source *s, struct span *piece, struct err *e);

/* Makes *e the error that s->trouble stands for, with a hint. */
bool source_blame(const struct csv_source *s, struct err *e);

/* Reads line 'line' (from 1) once more, for an excerpt, without moving the file's position. False
 * when that is not possible: a pipe, or memory that nobody has lent a file to. */
bool source_line(const struct csv_source *s, size_t line, struct buf *out);

void source_free(struct csv_source *s);

#endif
