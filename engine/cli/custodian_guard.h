/* What a script may say of a source that is not public. How its text is read and which of its
 * columns hold counts decides what is protected, so that is for its holder to say; a script can't
 * pass counts off as labels, codes or people. */
#ifndef FOISTAT_CLI_CUSTODIAN_GUARD_H
#define FOISTAT_CLI_CUSTODIAN_GUARD_H

#include "data/package.h"
#include "data/request.h"

/* Before it is read: ERR_RELEASE for words on how its text is to be read. */
bool guard_options(const struct read_options *o, struct err *e);

/* Once it is read, with the roles of guard_roles; 'described': by a package. ERR_RELEASE for counts
 * that are read as labels, for groups and conditions that are counts, and for rows that may be
 * people. */
bool guard_table(const struct table *t, const struct request *q, bool described, struct err *e);

/* The columns of a plain file as if the script had said nothing of its numbers; the roles that it
 * gave are kept in role[column], for guard_restore on the columns of the release that have the same
 * names. */
void guard_roles(struct table *t, enum role *role);
void guard_restore(const struct table *t, const enum role *role, struct table *released);

/* Is it a column of counts? */
bool guard_is_count(const struct column *c);

#endif
