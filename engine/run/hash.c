#include "run/hash.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

void hash_begin(struct hash *h) {
    sha256_init(&h->state);
}

void hash_add(struct hash *h, const void *bytes, size_t n) {
    sha256_update(&h->state, n, bytes);
}

void hash_end(struct hash *h, char hex[HASH_HEX_SIZE]) {
    static const char digits[] = "0123456789abcdef";
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_digest(&h->state, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++) {
        hex[2 * i] = digits[digest[i] >> 4];
        hex[2 * i + 1] = digits[digest[i] & 15];
    }
    hex[HASH_HEX_SIZE - 1] = '\0';
}

void hash_bytes(const void *bytes, size_t n, char hex[HASH_HEX_SIZE]) {
    struct hash h;
    hash_begin(&h);
    hash_add(&h, bytes, n);
    hash_end(&h, hex);
}

bool hash_fd(int fd, const atomic_bool *stop, char hex[HASH_HEX_SIZE], size_t *bytes,
             struct err *e) {
    uint8_t block[128 * 1024]; /* not static: several threads hash */
    struct hash h;
    hash_begin(&h);
    off_t at = 0;
    for (ssize_t got; (got = pread(fd, block, sizeof block, at)) != 0;) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail(e, ERR_READ, "cannot read a file to hash it: %s", strerror(errno));
        hash_add(&h, block, (size_t)got);
        at += got;
        if (stop != NULL && atomic_load(stop))
            break;
    }
    hash_end(&h, hex);
    *bytes = (size_t)at;
    return true;
}
