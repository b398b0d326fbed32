/* Questions and answers as JSON lines:
 *   {"id":"a","method":"prop.ci.wilson","inputs":{"x":44,"n":724}}
 *   {"id":"a","outputs":{"estimate":0.0607...,"lower":...,"upper":...}}
 *   {"id":"b","error":{"code":"A104","message":"..."}}
 * One answer for each line, in order. An answer whose values are not defined has a "note". */
#ifndef FOISTAT_CLI_JSONL_H
#define FOISTAT_CLI_JSONL_H

#include <stdio.h>

/* Returns the exit code: 0 when every line was answered, 2 when the input could not be read to its
 * end or the answers could not be written. */
int jsonl_answer(FILE *in, FILE *out);

#endif
