/* base/processors.c: see processors.h. A container or a batch system gives a share of a machine in
 * one of two ways: the processors that a process may run on (affinity; cpusets are in it), or a
 * limit on its time (cpu.max of control groups version 2, the cfs quota of version 1). Threads
 * beyond either wait for each other and cost memory. */
#include "base/processors.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATH_SIZE = 4096, LINE_SIZE = 8192, PROCESSORS_MAX = 1 << 16 };

static atomic_size_t pretended;
static size_t allowed;
static pthread_once_t looked = PTHREAD_ONCE_INIT;

/* Of a microsecond's worth each period, whole processors; none or nonsense: no limit. */
static size_t limit_of(long long quota, long long period) {
    if (quota <= 0 || period <= 0) return SIZE_MAX;
    return (size_t)(quota / period) + (quota % period != 0);
}

/* The first line of folder/name; false where there is none. */
static bool read_line(const char *folder, const char *name, char line[LINE_SIZE]) {
    char path[PATH_SIZE + 32];
    FILE *file;
    bool read;
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "re");
    if (file == NULL) return false;
    read = fgets(line, LINE_SIZE, file) != NULL;
    (void)fclose(file);
    return read;
}

/* Of one group itself, whatever those above it say. */
static size_t limit_of_group(const char *folder) {
    char line[LINE_SIZE], *rest;
    long long quota;
    if (read_line(folder, "cpu.max", line)) {
        quota = strtoll(line, &rest, 10);
        return rest == line ? SIZE_MAX : limit_of(quota, strtoll(rest, NULL, 10));
    }
    if (!read_line(folder, "cpu.cfs_quota_us", line)) return SIZE_MAX;
    quota = strtoll(line, NULL, 10);
    if (!read_line(folder, "cpu.cfs_period_us", line)) return SIZE_MAX;
    return limit_of(quota, strtoll(line, NULL, 10));
}

/* The least of a group and those above it. In a container the path may be the host's, of which the
 * folder here is the lowest: then only the folder itself is there. */
static size_t limit_of_path(const char *root, const char *mount, const char *group) {
    char folder[PATH_SIZE];
    size_t least = SIZE_MAX, top;
    int length = snprintf(folder, sizeof folder, "%s/sys/fs/cgroup%s", root, mount);
    if (length < 0 || (size_t)length >= sizeof folder) return SIZE_MAX;
    top = (size_t)length;
    if (strstr(group, "/..") == NULL && top + strlen(group) < sizeof folder)
        (void)snprintf(folder + top, sizeof folder - top, "%s", group);
    for (;;) {
        const size_t limit = limit_of_group(folder);
        char *slash = strrchr(folder + top, '/');
        if (limit < least) least = limit;
        if (slash == NULL) return least;
        *slash = '\0';
    }
}

/* Whether cpu is one of the names between commas. */
static bool has_cpu(const char *controllers) {
    for (const char *at = controllers; at != NULL; at = strchr(at, ',')) {
        if (*at == ',') at++;
        if (strncmp(at, "cpu", 3) == 0 && (at[3] == ',' || at[3] == '\0')) return true;
    }
    return false;
}

/* A line of /proc/self/cgroup: number:controllers:group; no controllers in version 2. */
static size_t limit_of_line(const char *root, char *line) {
    char *controllers = strchr(line, ':'), *group, mount[LINE_SIZE + 2];
    size_t a, b;
    line[strcspn(line, "\n")] = '\0';
    if (controllers == NULL) return SIZE_MAX;
    controllers++;
    group = strchr(controllers, ':');
    if (group == NULL) return SIZE_MAX;
    *group++ = '\0';
    if (*controllers == '\0') {
        a = limit_of_path(root, "", group);
        b = limit_of_path(root, "/unified", group);
    } else if (has_cpu(controllers)) {
        (void)snprintf(mount, sizeof mount, "/%s", controllers);
        a = limit_of_path(root, "/cpu", group);
        b = limit_of_path(root, mount, group);
    } else {
        return SIZE_MAX;
    }
    return a < b ? a : b;
}

size_t ds_processors_allowed(const char *root) {
    char path[PATH_SIZE], line[LINE_SIZE];
    size_t least = SIZE_MAX;
    FILE *file;
    (void)snprintf(path, sizeof path, "%s/proc/self/cgroup", root);
    file = fopen(path, "re");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        const size_t limit = limit_of_line(root, line);
        if (limit < least) least = limit;
    }
    if (file != NULL) (void)fclose(file);
    return least;
}

static void look_up_limits(void) {
    allowed = ds_processors_allowed("");
}

/* A set of processors is as large as the machine's numbers go, which it does not say. */
static size_t count_affinity(void) {
    const long online = sysconf(_SC_NPROCESSORS_ONLN);
    for (size_t n = CPU_SETSIZE; n <= PROCESSORS_MAX; n *= 2) {
        cpu_set_t *set = CPU_ALLOC(n);
        size_t count = 0;
        if (set == NULL) break;
        if (sched_getaffinity(0, CPU_ALLOC_SIZE(n), set) == 0)
            count = (size_t)CPU_COUNT_S(CPU_ALLOC_SIZE(n), set);
        CPU_FREE(set);
        if (count > 0) return count;
    }
    return online > 0 ? (size_t)online : 1;
}

size_t ds_processors(void) {
    const size_t tried = atomic_load(&pretended);
    size_t n;
    if (tried > 0) return tried;
    (void)pthread_once(&looked, look_up_limits);
    n = count_affinity();
    return n < allowed ? n : allowed;
}

void ds_processors_pretend(size_t n) {
    atomic_store(&pretended, n);
}

bool ds_processors_are_pretended(void) {
    return atomic_load(&pretended) > 0;
}
