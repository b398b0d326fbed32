/* libarchive, loaded when an archive is first read or written. Linked, it would bring eleven more
 * libraries (libxml2, ICU, the C++ library, every compression) to each start of the program, which
 * cost a third of a small run; few runs have to do with an archive.
 *
 * Its functions have their own names behind the first word: archive_write_new is
 * libarchive.write_new. */
#ifndef FOISTAT_RUN_LIBARCHIVE_H
#define FOISTAT_RUN_LIBARCHIVE_H

#include <archive.h>
#include <archive_entry.h>

#include "base/err.h"

#define LIBARCHIVE_FUNCTIONS(X)                                                                    \
    X(entry_clear)                                                                                 \
    X(entry_filetype)                                                                              \
    X(entry_free)                                                                                  \
    X(entry_hardlink)                                                                              \
    X(entry_new)                                                                                   \
    X(entry_pathname)                                                                              \
    X(entry_set_filetype)                                                                          \
    X(entry_set_mtime)                                                                             \
    X(entry_set_pathname)                                                                          \
    X(entry_set_perm)                                                                              \
    X(entry_set_size)                                                                              \
    X(entry_size)                                                                                  \
    X(entry_symlink)                                                                               \
    X(error_string)                                                                                \
    X(read_data_block)                                                                             \
    X(read_new)                                                                                    \
    X(read_next_header)                                                                            \
    X(read_open_memory)                                                                            \
    X(read_support_format_tar)                                                                     \
    X(set_error)                                                                                   \
    X(write_add_filter_none)                                                                       \
    X(write_close)                                                                                 \
    X(write_data)                                                                                  \
    X(write_free)                                                                                  \
    X(write_header)                                                                                \
    X(write_new)                                                                                   \
    X(write_open2)                                                                                 \
    X(write_set_format_ustar)

/* The types are those of archive.h, so that a wrong call is an error of the compiler: gcc and clang
 * have the word for it, which C gets in 2023. */
struct libarchive {
#define MEMBER(name) __typeof__(archive_##name) *name;
    LIBARCHIVE_FUNCTIONS(MEMBER)
#undef MEMBER
};

/* The functions, once libarchive_load has said true. They stay. */
extern struct libarchive libarchive;

/* ERR_TOOL_MISSING when the library is not installed. */
bool libarchive_load(struct err *e);

#endif
