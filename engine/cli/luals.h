/* Definitions of the Lua module for editors: a file that the Lua language server reads and that Lua
 * itself can load. */
#ifndef FOISTAT_CLI_LUALS_H
#define FOISTAT_CLI_LUALS_H

#include "base/str.h"

void luals(struct buf *out);

#endif
