/* bench/bench_server.c: see bench_server.h. */
#include "bench_server.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static double now_s(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* A number of a file of "Name: number" lines; 0 where it is not there. */
static double read_field(const char *path, const char *name) {
    char line[256];
    double value = 0;
    FILE *file = fopen(path, "r");
    if (file == NULL) return 0;
    while (fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, name, strlen(name)) == 0) value = strtod(line + strlen(name), NULL);
    (void)fclose(file);
    return value;
}

/* utime and stime of /proc/PID/stat: the 14th and 15th word, the second of which is in (). */
static double read_cpu_s(long pid) {
    char path[64], text[1024] = "";
    unsigned long user = 0, system = 0;
    FILE *file;
    const char *at;
    (void)snprintf(path, sizeof path, "/proc/%ld/stat", pid);
    file = fopen(path, "r");
    if (file == NULL) return 0;
    at = fgets(text, sizeof text, file) == NULL ? NULL : strrchr(text, ')');
    (void)fclose(file);
    if (at == NULL ||
        sscanf(at + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system) != 2)
        return 0;
    return (double)(user + system) / (double)sysconf(_SC_CLK_TCK);
}

static uint64_t read_switches(long pid) {
    char path[64];
    uint64_t sum = 0;
    DIR *folder;
    (void)snprintf(path, sizeof path, "/proc/%ld/task", pid);
    folder = opendir(path);
    if (folder == NULL) return 0;
    for (const struct dirent *e = readdir(folder); e != NULL; e = readdir(folder)) {
        char status[400];
        if (e->d_name[0] == '.') continue;
        (void)snprintf(status, sizeof status, "%s/%s/status", path, e->d_name);
        sum += (uint64_t)read_field(status, "voluntary_ctxt_switches:");
        sum += (uint64_t)read_field(status, "nonvoluntary_ctxt_switches:");
    }
    (void)closedir(folder);
    return sum;
}

void bench_server_begin(server_use *use, long pid) {
    *use = (server_use){.pid = pid};
    if (pid <= 0) return;
    use->cpu_s = read_cpu_s(pid);
    use->switches = read_switches(pid);
    use->seconds = now_s();
}

void bench_server_end(server_use *use) {
    char path[64];
    if (use->pid <= 0) return;
    use->cpu_s = read_cpu_s(use->pid) - use->cpu_s;
    use->switches = read_switches(use->pid) - use->switches;
    use->seconds = now_s() - use->seconds;
    (void)snprintf(path, sizeof path, "/proc/%ld/status", use->pid);
    use->rss_mb = read_field(path, "VmRSS:") / 1024;
    use->peak_mb = read_field(path, "VmHWM:") / 1024;
}
