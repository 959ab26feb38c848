// What Swift has no word for.
#ifndef CMEMORY_H
#define CMEMORY_H

// No header of the system is included: what it declares would be of this module, too, and no longer public elsewhere.

// Fetches the cache line at an address that will be read and written. Any address will do: a wrong one is ignored.
static inline void cm_prefetch(const void *_Nullable address) { __builtin_prefetch(address, 1, 3); }

// pipe2(2), which the headers hide from Swift: declared as it is there.
extern int pipe2(int *_Nonnull ends, int flags);

// A pipe with flags from the first moment on: with O_CLOEXEC no program that is started inherits its ends. Answers 0, or -1
// with errno.
static inline int cm_pipe(int *_Nonnull ends, int flags) { return pipe2(ends, flags); }

// mkostemps(3), which the headers hide from Swift too: declared as it is there.
extern int mkostemps(char *_Nonnull name, int ending, int flags);

// A new file of mode 0600 with flags from the first moment on; answers it, or -1 with errno.
static inline int cm_temporary(char *_Nonnull name, int ending, int flags) {
    return mkostemps(name, ending, flags);
}

// fallocate(2), which the headers hide from Swift too: declared as it is there.
extern int fallocate(int file, int mode, long start, long count);

// Room on the disk for so many bytes from a place on, while the file's length stays (FALLOC_FL_KEEP_SIZE); answers 0, or -1
// with errno.
static inline int cm_reserve(int file, long start, long count) { return fallocate(file, 1, start, count); }

// madvise(2), which the headers hide from Swift too: declared as it is there.
extern int madvise(void *_Nonnull start, unsigned long count, int advice);

// Asks for large pages where memory is touched (MADV_HUGEPAGE). A system that has none goes on with small ones.
static inline void cm_want_large_pages(void *_Nonnull start, unsigned long count) { (void)madvise(start, count, 14); }

#endif
