/* Folders with all that is in them. Links are never followed. */
#ifndef FOISTAT_RUN_TREE_H
#define FOISTAT_RUN_TREE_H

#include <stdbool.h>

/* A descriptor of the folder 'name' in the folder 'at'; -1 with errno when it is none. */
int tree_open(int at, const char *name);

/* Is the name "." or ".."? */
bool tree_dots(const char *name);

/* Calls 'visit' for everything in the folder 'fd', which it closes; stops when a visit fails. */
typedef bool tree_visit(int at, const char *name, int depth, void *data);
bool tree_each(int fd, int depth, tree_visit *visit, void *data);

/* Removes a file, or a folder with what is in it; false with errno when something is left. */
bool tree_remove(int at, const char *name);

/* Puts it on the disk: data first, then the folders that name it. */
bool tree_sync(int at, const char *name);

#endif
