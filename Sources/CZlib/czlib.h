// The door to the system's zlib: what it has as macros, as functions.
#ifndef CZLIB_H
#define CZLIB_H

#include <zlib.h>

/// inflateInit2
static inline int czlib_inflate_init(z_streamp stream, int window_bits) {
    return inflateInit2(stream, window_bits);
}

#endif
