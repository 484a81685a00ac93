/* base/parallel.h: the same work for 0 … n - 1, spread over threads. */
#ifndef DS_BASE_PARALLEL_H
#define DS_BASE_PARALLEL_H

#include "doorstroom/base.h"

enum { DS_WORKERS_MAX = 256 };
/* How many threads for what was asked for: 0 is as many as there are processors for this process
 * (processors.h); never more than those, nor than DS_WORKERS_MAX, and at least one. Results do not
 * depend on it. */
size_t ds_parallel_workers(size_t asked);
/* The same for n things to do, of which a thread that is worth beginning has at least `least`. */
size_t ds_parallel_worth(size_t asked, uint64_t n, uint64_t least);

/* Calls work(context, i, worker, err) for each i, taken in order, on n_workers threads (in the
 * caller's for one). After a failure no new i is begun. The failure with the lowest i is returned;
 * a fault of the machine before any other, which might not have been there without it. Once it was
 * asked to stop (ds_file_stop, or the caller's own stop, which is that of its threads) no new i is
 * begun either, and that is the failure. */
ds_status ds_parallel(size_t n, size_t n_workers,
                      ds_status (*work)(void *context, size_t i, size_t worker, ds_error *err),
                      void *context, ds_error *err) DS_NODISCARD;

#endif
