/* duck/no_memory.c: the C library's calls for memory, of the programs with DuckDB in them: as they
 * are, and what could not be had is noted. A program that ends because of it says so by how it ends
 * (DS_HELPER_NO_MEMORY). In no library and no test: of those programs only. */
#include "duck/no_memory.h"

#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/helper.h"
#include "duck/judge.h"

/* ---- who could not go on ---- */

/* What did not look at what it was given crashes. The signal's own way to end is back
 * (SA_RESETHAND). */
static void end_by_signal(int number) {
    sigset_t only;
    if (ds_duck_without_memory) _exit(DS_HELPER_NO_MEMORY);
    (void)sigemptyset(&only);
    (void)sigaddset(&only, number);
    (void)sigprocmask(SIG_UNBLOCK, &only, NULL);
    (void)syscall(SYS_tgkill, getpid(), gettid(), number);
}

void ds_duck_watch_memory(void) {
    struct sigaction how;
    memset(&how, 0, sizeof how);
    how.sa_handler = end_by_signal;
    how.sa_flags = (int)SA_RESETHAND;
    (void)sigaction(SIGABRT, &how, NULL);
    if (DS_SANITIZED) return; /* which tells of a crash itself */
    (void)sigaction(SIGSEGV, &how, NULL);
    (void)sigaction(SIGBUS, &how, NULL);
}

/* ---- the calls ---- */

#if !DS_SANITIZED

/* What glibc's own are under their names: for the moment in which the next ones are looked for. */
/* NOLINTBEGIN(bugprone-reserved-identifier) */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
/* NOLINTEND(bugprone-reserved-identifier) */

static void *(*next_malloc)(size_t) = __libc_malloc;
static void *(*next_calloc)(size_t, size_t) = __libc_calloc;
static void *(*next_realloc)(void *, size_t) = __libc_realloc;
static void *(*next_aligned)(size_t, size_t) = __libc_memalign;

static void find_next(const char *name, void *out) {
    void *found = dlsym(RTLD_NEXT, name);
    if (found != NULL) memcpy(out, &found, sizeof found);
}

__attribute__((constructor)) static void find_calls(void) {
    find_next("malloc", &next_malloc);
    find_next("calloc", &next_calloc);
    find_next("realloc", &next_realloc);
    find_next("aligned_alloc", &next_aligned);
}

static void *note_block(void *block) {
    if (block == NULL && errno == ENOMEM) ds_duck_without_memory = true;
    return block;
}

/* Under their names in the C library, whose headers promise more of them than is so here. */
DS_API void *ds_noted_malloc(size_t size) __asm__("malloc");
DS_API void *ds_noted_calloc(size_t n, size_t size) __asm__("calloc");
DS_API void *ds_noted_realloc(void *block, size_t size) __asm__("realloc");
DS_API void *ds_noted_aligned(size_t alignment, size_t size) __asm__("aligned_alloc");
DS_API int ds_noted_memalign(void **out, size_t alignment, size_t size) __asm__("posix_memalign");
DS_API void *ds_noted_mmap(void *at, size_t size, int how, int flags, int fd,
                           off_t from) __asm__("mmap");

void *ds_noted_malloc(size_t size) {
    return note_block(next_malloc(size));
}

void *ds_noted_calloc(size_t n, size_t size) {
    return note_block(next_calloc(n, size));
}

void *ds_noted_realloc(void *block, size_t size) {
    void *moved = next_realloc(block, size);
    return size == 0 ? moved : note_block(moved);
}

void *ds_noted_aligned(size_t alignment, size_t size) {
    return note_block(next_aligned(alignment, size));
}

int ds_noted_memalign(void **out, size_t alignment, size_t size) {
    void *block = note_block(next_aligned(alignment, size));
    if (block == NULL) return ENOMEM;
    *out = block;
    return 0;
}

void *ds_noted_mmap(void *at, size_t size, int how, int flags, int fd, off_t from) {
    const long got = syscall(SYS_mmap, at, size, how, flags, fd, from);
    if (got == -1 && errno == ENOMEM) ds_duck_without_memory = true;
    return (void *)(uintptr_t)got;
}

#endif
