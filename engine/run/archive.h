/* A set of files in one: a tar (POSIX ustar) without compression, which `tar xf` opens on any
 * machine. The same files give the same bytes: names in order, no time, no owner.
 *
 * Reading is of what a stranger sent. It happens in a jailed worker that has nothing but the bytes,
 * and what comes back is checked again: plain files only, in folders, by names that lead nowhere
 * else, each once. Nothing is ever unpacked to the disk. */
#ifndef FOISTAT_RUN_ARCHIVE_H
#define FOISTAT_RUN_ARCHIVE_H

#include "run/output_set.h"

/* Limits: of a whole archive, of its files in number, of a name in bytes. */
#define ARCHIVE_LARGEST ((size_t)1 << 30)
enum { ARCHIVE_MOST_FILES = 20000, ARCHIVE_NAME_SIZE = 512 };

/* Appends the archive of the files, which it sorts, each below the folder 'top'. ERR_WRITE when a
 * name does not fit (255 bytes with its folders), ERR_TOOL_MISSING where libarchive is not
 * installed, ERR_NOMEM. */
bool archive_write(struct output_set *set, const char *top, struct buf *out, struct err *e);

/* Fills the set with the files below the one folder in which all of them lie, sorted by name;
 * 'shown' is the archive's name for messages, 'weak' allows a worker that the kernel does not
 * confine. ERR_READ says what is wrong with it, ERR_SANDBOX, ERR_TOOL_MISSING; then the set is
 * empty. */
bool archive_read(const char *bytes, size_t n, const char *shown, bool weak, struct output_set *set,
                  struct err *e);

/* Do the bytes begin as a tar does? */
bool archive_is(const char *bytes, size_t n);

#endif
