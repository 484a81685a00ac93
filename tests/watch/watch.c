/* tests/watch/watch.c: a library that the tests and the programs that they run are started with
 * (LD_PRELOAD, in tests/CMakeLists.txt). No test depends on the clock, or on how busy the disk is:
 *
 * - What runs away is stopped by the processor time that it took, each process by its own.
 * - fsync does nothing: no test cuts the power, and one that makes a hundred registers waits for
 * the disk thousands of times.
 * - A test that starts a thread of ours leaves a file named after it, DS_TEST_THREADS: these are
 * the tests that the thread sanitizer runs. DuckDB's own threads do not count. */
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { PROCESSOR_SECONDS = 1800 }; /* the longest takes some forty */

__attribute__((constructor)) static void limit_processor_time(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_CPU, &limit) != 0) return;
    if (limit.rlim_cur != RLIM_INFINITY && limit.rlim_cur <= PROCESSOR_SECONDS) return;
    limit.rlim_cur = PROCESSOR_SECONDS;
    (void)setrlimit(RLIMIT_CPU, &limit);
}

int fsync(int fd) {
    (void)fd;
    return 0;
}

int fdatasync(int fd) {
    (void)fd;
    return 0;
}

/* Whether the code at address is ours: C++ starts no thread for us. */
static int is_ours(void *address) {
    Dl_info info;
    if (dladdr(address, &info) == 0 || info.dli_fname == NULL) return 1;
    return strstr(info.dli_fname, "libduckdb") == NULL &&
           strstr(info.dli_fname, "libstdc++") == NULL;
}

static void note_thread(void) {
    const char *path = getenv("DS_TEST_THREADS");
    int fd = path == NULL ? -1 : open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    if (fd >= 0) (void)close(fd);
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*work)(void *),
                   void *context) {
    int (*create)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    void *found = dlsym(RTLD_NEXT, "pthread_create");
    memcpy(&create, &found, sizeof create);
    if (is_ours(__builtin_return_address(0))) note_thread();
    return create(thread, attributes, work, context);
}
