/* What was drawn by chance: stats/ counts it, the document and the manifest of a run name it. */
#ifndef FOISTAT_BASE_SEED_H
#define FOISTAT_BASE_SEED_H

/* Random numbers drawn from one seed, by all measures that were given it. */
struct seed_use {
    double seed;  /* a whole number from 1 to 2^32 - 1 */
    double draws; /* numbers asked for */
};

enum { SEED_USES = 256 }; /* as many seeds are named at most */

#endif
