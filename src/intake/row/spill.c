/* intake/row/spill.c: see spill.h. */
#include "intake/row/spill.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

enum { LINE = 4096, LEAST_WINDOW = 1 << 16 };

void ds_spill_init(ds_spill *spill) {
    *spill = (ds_spill){.folder = -1, .fd = -1};
    (void)pthread_mutex_init(&spill->lock, NULL);
}

void ds_spill_done(ds_spill *spill) {
    if (spill->fd >= 0) (void)close(spill->fd);
    spill->fd = -1;
    (void)pthread_mutex_destroy(&spill->lock);
}

/* ---- the file ---- */

/* Without a name from the beginning; where the disk cannot, the name goes at once, and a killed
 * import in between leaves one that the next removes. */
static int open_nameless(const ds_spill *spill) {
    int fd;
    if (ds_file_refuses()) return -1;
    fd = openat(spill->folder, ".", O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, 0600);
    if (fd >= 0 || errno == ENOSPC) return fd;
    fd = openat(spill->folder, DS_SPILL_NAME, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                0600);
    if (fd >= 0 && unlinkat(spill->folder, DS_SPILL_NAME, 0) != 0) {
        (void)close(fd);
        fd = -1;
    }
    return fd;
}

/* size bytes at the end of the file that are surely there; under the lock. */
static bool extend_file(ds_spill *spill, size_t size, uint64_t *out_at) {
    int code;
    if (spill->fd < 0) spill->fd = open_nameless(spill);
    if (spill->fd < 0 || fchmod(spill->fd, 0600) != 0 || ds_file_refuses()) return false;
    do
        code = posix_fallocate(spill->fd, (off_t)spill->size, (off_t)size);
    while (code == EINTR);
    if (code != 0) return false;
    *out_at = spill->size;
    spill->size += size;
    return true;
}

static bool map_disk(ds_spill *spill, ds_spill_block *out) {
    bool there;
    void *data;
    (void)pthread_mutex_lock(&spill->lock);
    there = extend_file(spill, out->size, &out->at);
    (void)pthread_mutex_unlock(&spill->lock);
    if (!there) {
        spill->full = true;
        return false;
    }
    data = mmap(NULL, out->size, PROT_READ | PROT_WRITE, MAP_SHARED, spill->fd, (off_t)out->at);
    if (data == MAP_FAILED) return false;
    out->data = data;
    out->place = DS_SPILL_DISK;
    spill->on_disk += out->size;
    return true;
}

/* ---- taking and giving ---- */

static size_t whole_pages(size_t size) {
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    return (size / page + 1) * page;
}

/* Of the limit a part stays for rows, whatever else there is: else each would stand alone. */
static uint64_t room_for_rows(const ds_spill *spill) {
    const uint64_t besides = spill->besides;
    return spill->limit > besides + spill->limit / 8 ? spill->limit - besides : spill->limit / 8;
}

bool ds_spill_take(ds_spill *spill, size_t size, ds_spill_block *out) {
    ds_spill_block block = {.size = size};
    void *probe = ds_malloc(spill == NULL || spill->limit == 0 ? size : 1);
    if (probe == NULL) return false;
    if (spill == NULL || spill->limit == 0) {
        block.data = probe;
        *out = block;
        return true;
    }
    ds_free(probe);
    block.size = whole_pages(size);
    if (atomic_fetch_add(&spill->held, block.size) + block.size > room_for_rows(spill) / 8 * 5) {
        spill->held -= block.size;
        if (!map_disk(spill, &block)) return false;
    } else {
        void *data =
            mmap(NULL, block.size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (data == MAP_FAILED) {
            spill->held -= block.size;
            return false;
        }
        block.data = data;
        block.place = DS_SPILL_MEMORY;
    }
    *out = block;
    return true;
}

void ds_spill_give(ds_spill *spill, ds_spill_block *block) {
    if (block->data == NULL) return;
    if (block->place == DS_SPILL_ORDINARY) {
        ds_free(block->data);
    } else {
        (void)munmap(block->data, block->size);
        if (block->place == DS_SPILL_MEMORY)
            spill->held -= block->size;
        else /* the disk gets it back where it can; the file is gone at the end anyhow */
            (void)fallocate(spill->fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, (off_t)block->at,
                            (off_t)block->size);
    }
    *block = (ds_spill_block){0};
}

void ds_spill_pass(const ds_spill_block *block, uint64_t from, uint64_t to) {
    const uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
    if (block->place != DS_SPILL_DISK) return;
    from = from / page * page;
    if (to > block->size) to = block->size;
    if (from < to) (void)madvise(block->data + from, (size_t)(to - from), MADV_DONTNEED);
}

uint64_t ds_spill_window(const ds_spill *spill) {
    const uint64_t room = room_for_rows(spill) / 4;
    return room > LEAST_WINDOW ? room : LEAST_WINDOW;
}

/* ---- how much there is ---- */

/* The number in a file; UINT64_MAX for none, or one that is no limit. */
static uint64_t read_limit(const char *path) {
    FILE *file = fopen(path, "re");
    unsigned long long value = 0;
    const bool found = file != NULL && fscanf(file, "%llu", &value) == 1;
    if (file != NULL) (void)fclose(file);
    return found && value < (uint64_t)1 << 60 ? value : UINT64_MAX;
}

/* Of the group that /proc names, and of those above it. */
static uint64_t limit_of_group(const char *root, const char *group, const char *name) {
    char path[LINE];
    uint64_t least = UINT64_MAX;
    size_t size = strlen(group);
    for (;;) {
        uint64_t limit;
        if (snprintf(path, sizeof path, "%s%.*s/%s", root, (int)size, group, name) <
            (int)sizeof path) {
            limit = read_limit(path);
            if (limit < least) least = limit;
        }
        if (size == 0) return least;
        while (size > 0 && group[--size] != '/') {
        }
    }
}

static uint64_t limit_of_groups(void) {
    FILE *file = fopen("/proc/self/cgroup", "re");
    char line[LINE];
    uint64_t least = UINT64_MAX;
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        uint64_t limit = UINT64_MAX;
        char *group = strchr(line, ':');
        group = group == NULL ? NULL : strchr(group + 1, ':');
        line[strcspn(line, "\n")] = '\0';
        if (group != NULL && strncmp(line, "0::", 3) == 0)
            limit = limit_of_group("/sys/fs/cgroup", group + 1, "memory.max");
        else if (group != NULL && strstr(line, ":memory:") != NULL)
            limit = limit_of_group("/sys/fs/cgroup/memory", group + 1, "memory.limit_in_bytes");
        if (limit < least) least = limit;
    }
    if (file != NULL) (void)fclose(file);
    return least;
}

uint64_t ds_spill_usual_limit(void) {
    const long pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);
    const uint64_t machine = pages > 0 && page > 0 ? (uint64_t)pages * (uint64_t)page : UINT64_MAX;
    const uint64_t group = limit_of_groups();
    return (machine < group ? machine : group) / 2;
}
