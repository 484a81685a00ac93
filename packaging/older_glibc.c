/* packaging/older_glibc.c: what libraries of Debian 12 take from a glibc that is newer than 2.34,
 * written with what 2.34 has. tools/bundle gives this library to those that need it, so that the
 * whole runs on each Linux with glibc 2.34 or later. Nothing else is in it, and on a newer glibc it
 * does the same.
 *
 * Checked against a glibc 2.34 that was built for it, and by tests/build/test_older_glibc.c. */
#include <dlfcn.h>
#include <errno.h>
#include <link.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#define SHOWN __attribute__((visibility("default")))

/* ---- random numbers (2.36): libexpat's seed, std::random_device ---- */

/* Without them there is no going on: glibc's ends the process as well. */
SHOWN void arc4random_buf(void *out, size_t size) {
    char *at = out;
    while (size > 0) {
        const ssize_t got = getrandom(at, size, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) __builtin_trap();
        at += got;
        size -= (size_t)got;
    }
}

SHOWN uint32_t arc4random(void) {
    uint32_t number;
    arc4random_buf(&number, sizeof number);
    return number;
}

/* ---- which library an address is of (2.35): how libgcc unwinds a C++ exception ---- */

typedef struct search {
    uintptr_t address;
    struct dl_find_object *found;
} search;

static void note_segment(const struct dl_phdr_info *info, const ElfW(Phdr) * segment, search *s,
                         bool *has) {
    const uintptr_t begin = info->dlpi_addr + segment->p_vaddr, end = begin + segment->p_memsz;
    if (segment->p_type == PT_GNU_EH_FRAME) s->found->dlfo_eh_frame = (void *)begin;
    if (segment->p_type != PT_LOAD) return;
    if (s->found->dlfo_map_end == NULL) s->found->dlfo_map_start = (void *)begin;
    s->found->dlfo_map_end = (void *)end;
    if (s->address >= begin && s->address < end) *has = true;
}

static int look_into_object(struct dl_phdr_info *info, size_t size, void *context) {
    search *s = context;
    bool has = false;
    (void)size;
    memset(s->found, 0, sizeof *s->found);
    for (ElfW(Half) i = 0; i < info->dlpi_phnum; i++)
        note_segment(info, &info->dlpi_phdr[i], s, &has);
    return has && s->found->dlfo_eh_frame != NULL;
}

/* All but dlfo_link_map, which libgcc does not read. */
SHOWN int _dl_find_object(void *address, struct dl_find_object *result) {
    struct dl_find_object found;
    search s = {(uintptr_t)address, &found};
    if (dl_iterate_phdr(look_into_object, &s) == 0) return -1;
    *result = found;
    return 0;
}
