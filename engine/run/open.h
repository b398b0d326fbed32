/* Opening inputs: regular files only, never by accident outside the folder they belong to; reading
 * and writing them whole. */
#ifndef FOISTAT_RUN_OPEN_H
#define FOISTAT_RUN_OPEN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* Opens the regular file 'path' beneath 'folder' (a descriptor) for reading. "..", an absolute
 * path and symbolic links are refused: a dataset that someone was sent must not be able to read the
 * rest of the disk into a published report. 'shown' is the path for messages. ERR_READ. */
bool open_beneath(int folder, const char *path, const char *shown, int *fd, struct err *e);

/* Opens a file that the user named on the command line, so links and ".." are theirs to use. "-" is
 * the standard input. A pipe is read into memory, so that it can be hashed and read again. Where it
 * is longer than 16 MiB only its beginning is; the pipe itself, with the rest, is then *rest, else
 * -1. With 'rest' NULL all of it is, at most 1 GiB. ERR_READ. */
bool open_named(const char *path, int *fd, int *rest, struct err *e);

/* A second descriptor of an open file, with an offset of its own, at the start. ERR_READ. */
bool open_again(int fd, const char *shown, int *copy, struct err *e);

/* Bytes in memory as a file that is open for reading, at its start. ERR_READ. */
bool open_bytes(const void *bytes, size_t n, const char *shown, int *fd, struct err *e);

/* What follows the last '/': the file name alone, the same wherever the file lies. */
const char *path_base(const char *path);

/* Resolves "." and ".." and double slashes in a relative path by its text alone: "./a/../b" is
 * "b". False when it is absolute, empty, too long, or leaves the folder it starts in. */
bool path_normal(const char *path, char *out, size_t room);

/* Appends the way from one folder to another by their names alone: "" when they are the same, else
 * "../runs/"; as a browser goes, which knows of no links. ERR_READ where there is no working
 * folder. */
bool path_between(const char *from, const char *to, struct buf *out, struct err *e);

/* Appends all bytes of an open file from its start; ERR_READ when there are more than 'most'. */
bool read_whole(int fd, size_t most, const char *shown, struct buf *out, struct err *e);

/* Writes n bytes, however many steps that takes; false with errno. */
bool write_whole(int fd, const void *bytes, size_t n);

/* The names in a folder, sorted by bytes, without those that start with a dot; ends with NULL and
 * lives in the arena. An unreadable folder has no names. NULL only when memory runs out. */
const char **folder_names(int folder, struct arena *a);

#endif
