// What Swift has no word for: telling the processor which memory will be needed soon.
#ifndef CMEMORY_H
#define CMEMORY_H

// Fetches the cache line at an address that will be read and written. Any address will do: a wrong one is ignored.
static inline void cm_prefetch(const void *_Nullable address) { __builtin_prefetch(address, 1, 3); }

#endif
