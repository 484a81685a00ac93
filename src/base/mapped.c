/* base/mapped.c: see mapped.h. /proc/self/maps has a line a mapping: "from-to modes offset device
 * inode   path", in hexadecimal digits. */
#include "base/mapped.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

enum { LINE = 4096 + 128, FIELDS_BEFORE_PATH = 5 };

/* The next byte of the file, or -1; a reader of its own, for stdio may be in use. */
typedef struct byte_reader {
    int fd;
    char data[1024];
    size_t size, at;
} byte_reader;

static int next_byte(byte_reader *r) {
    if (r->at == r->size) {
        ssize_t got;
        do
            got = read(r->fd, r->data, sizeof r->data);
        while (got < 0 && errno == EINTR);
        if (got <= 0) return -1;
        r->size = (size_t)got;
        r->at = 0;
    }
    return (unsigned char)r->data[r->at++];
}

/* The next line without its end; false when there is none. What does not fit is cut off. */
static bool next_line(byte_reader *r, char line[LINE]) {
    size_t size = 0;
    int c = next_byte(r);
    if (c < 0) return false;
    for (; c >= 0 && c != '\n'; c = next_byte(r))
        if (size + 1 < LINE) line[size++] = (char)c;
    line[size] = '\0';
    return true;
}

static const char *read_hexadecimal(const char *text, uintptr_t *out) {
    static const char digits[] = "0123456789abcdef";
    const char *digit;
    *out = 0;
    for (; *text != '\0' && (digit = strchr(digits, *text)) != NULL; text++)
        *out = *out * 16 + (uintptr_t)(digit - digits);
    return text;
}

/* The path in a line, when address is in its mapping; else NULL. */
static const char *find_path(const char *line, uintptr_t address) {
    uintptr_t from, to;
    const char *at = read_hexadecimal(line, &from);
    if (*at != '-') return NULL;
    (void)read_hexadecimal(at + 1, &to);
    if (address < from || address >= to) return NULL;
    at = line;
    for (int i = 0; i < FIELDS_BEFORE_PATH; i++) {
        at += strcspn(at, " ");
        at += strspn(at, " ");
    }
    return *at == '/' ? at : NULL;
}

bool ds_mapped_name(const void *address, char *out, size_t size) {
    byte_reader reader = {.fd = open("/proc/self/maps", O_RDONLY | O_CLOEXEC)};
    char line[LINE];
    const char *path = NULL;
    if (reader.fd < 0) return false;
    while (path == NULL && next_line(&reader, line))
        path = find_path(line, (uintptr_t)address);
    (void)close(reader.fd);
    if (path == NULL || strlen(path) >= size) return false;
    memcpy(out, path, strlen(path) + 1);
    return true;
}
