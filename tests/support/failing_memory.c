/* tests/support/failing_memory.c: no part of the tests but a library to load before a program: the
 * n-th request for memory fails, once. DS_MEMORY=FD: an open file of two numbers: which one fails
 * (0: none), and how many there were, which is written there.
 *
 * DuckDB, the C++ library under it and GLPK are left out: their requests may not fail (a thread of
 * DuckDB ends the process then, GLPK aborts), and depend on how threads meet. So is the loader.
 */
#include <errno.h>
#include <link.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* What glibc's own malloc and its kin are under their names. */
/* NOLINTBEGIN(bugprone-reserved-identifier) */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
/* NOLINTEND(bugprone-reserved-identifier) */

typedef struct counters {
    uint64_t fail_at;
    _Atomic uint64_t n;
} counters;

static counters *shared;

enum { LEFT_OUT_MAX = 16 };
static struct { uintptr_t from, to; } left_out[LEFT_OUT_MAX];
static size_t n_left_out;

static int find_left_out(struct dl_phdr_info *info, size_t size, void *context) {
    static const char *const names[] = {"libduckdb", "libglpk", "libstdc++", "libgcc_s",
                                        "ld-linux"};
    bool named = false;
    (void)size;
    (void)context;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        named = named || strstr(info->dlpi_name, names[i]) != NULL;
    for (int i = 0; named && i < info->dlpi_phnum && n_left_out < LEFT_OUT_MAX; i++) {
        if (info->dlpi_phdr[i].p_type != PT_LOAD || !(info->dlpi_phdr[i].p_flags & PF_X)) continue;
        left_out[n_left_out].from = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
        left_out[n_left_out].to = left_out[n_left_out].from + info->dlpi_phdr[i].p_memsz;
        n_left_out++;
    }
    return 0;
}

__attribute__((constructor)) static void begin(void) {
    const char *fd = getenv("DS_MEMORY");
    void *data;
    if (fd == NULL) return;
    (void)dl_iterate_phdr(find_left_out, NULL);
    data = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED, atoi(fd), 0);
    if (data != MAP_FAILED) shared = data;
}

static bool refuse(const void *caller) {
    if (shared == NULL) return false;
    for (size_t i = 0; i < n_left_out; i++)
        if ((uintptr_t)caller >= left_out[i].from && (uintptr_t)caller < left_out[i].to)
            return false;
    if (atomic_fetch_add(&shared->n, 1) + 1 != shared->fail_at) return false;
    errno = ENOMEM;
    return true;
}

#define CALLER __builtin_return_address(0)

void *malloc(size_t size) {
    return refuse(CALLER) ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size) {
    return refuse(CALLER) ? NULL : __libc_calloc(n, size);
}

void *realloc(void *block, size_t size) {
    return refuse(CALLER) ? NULL : __libc_realloc(block, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    return refuse(CALLER) ? NULL : __libc_memalign(alignment, size);
}
