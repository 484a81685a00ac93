/* bench/bench_server.h: what a server takes while it is asked, as the kernel counts it. */
#ifndef DS_BENCH_SERVER_H
#define DS_BENCH_SERVER_H

#include <stdbool.h>
#include <stdint.h>

typedef struct server_use {
    long pid; /* 0: nobody is looked at */
    double cpu_s, seconds;
    double rss_mb, peak_mb;
    uint64_t switches; /* of its threads, wanted or not */
} server_use;

void bench_server_begin(server_use *use, long pid);
void bench_server_end(server_use *use);

#endif
