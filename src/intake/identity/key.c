/* intake/identity/key.c: the file that holds the key of the pseudonyms: made once, read at every
 * import.
 *
 * Whoever can read it can work out who is behind each pseudonym (there are only a billion BSNs), so
 * a key that others may read is refused, as ssh does with its keys, and so is one that stands where
 * files are handed on. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/secret.h"
#include "doorstroom/intake.h"
#include "intake/worker.h"

enum { TEXT_SIZE = 2 * DS_KEY_SIZE, READ_MAX = TEXT_SIZE + 3 };

/* Says which key was used, and gives nothing of it away. */
static void fingerprint_of(const unsigned char key[DS_KEY_SIZE], char out[DS_FINGERPRINT_SIZE]) {
    static const char what[] = "doorstroom: vingerafdruk van een sleutel";
    unsigned char sum[DS_KEY_SIZE];
    (void)crypto_generichash(sum, sizeof sum, (const unsigned char *)what, sizeof what, key,
                             DS_KEY_SIZE);
    (void)sodium_bin2hex(out, DS_FINGERPRINT_SIZE, sum, (DS_FINGERPRINT_SIZE - 1) / 2);
}

/* Where files are put in, thrown away or handed on, a key would not stay, or not stay secret. */
static const char *const no_place[] = {"leveringen", "register", "afgekeurd", "geschiedenis",
                                       "publicatie"};
enum { NO_PLACE_N = sizeof no_place / sizeof *no_place };

static ds_status refuse_place(const char *path, const char *folder, ds_error *err) {
    return ds_error_at(err, DS_INPUT, path, 0, 0,
                       "de sleutel staat in %s/; verwacht een plaats daarbuiten",
                       "the key stands in %s/; expected a place outside it", folder);
}

static ds_status check_place(const char *work_folder, const char *path, ds_error *err) {
    char real[PATH_MAX];
    if (realpath(path, real) == NULL) return DS_OK; /* opening it says why */
    for (size_t i = 0; i < NO_PLACE_N; i++) {
        char folder[DS_PATH_SIZE], inside[PATH_MAX];
        size_t size;
        ds_status status = ds_file_join(folder, work_folder, no_place[i], err);
        if (status != DS_OK) return status;
        if (realpath(folder, inside) == NULL) continue;
        size = strlen(inside);
        if (strncmp(real, inside, size) == 0 && real[size] == '/')
            return refuse_place(path, no_place[i], err);
    }
    return DS_OK;
}

static const char *no_place_named(const char *name) {
    for (size_t i = 0; i < NO_PLACE_N; i++)
        if (strcmp(name, no_place[i]) == 0) return no_place[i];
    return NULL;
}

/* Whether this folder looks like a work folder: the names of its folders are ordinary words, and
 * may stand anywhere in a path. */
static bool is_work_folder(const char *folder) {
    static const char *const marks[] = {"leveringen", "doorstroom.yaml", "register/slot"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        char path[DS_PATH_SIZE];
        if (ds_file_join(path, folder, marks[i], NULL) == DS_OK && ds_file_exists(path))
            return true;
    }
    return false;
}

/* Before a key is made: its folder has none of those names, nor does one above it in what looks
 * like a work folder. */
static ds_status check_new_place(const char *path, ds_error *err) {
    char above[DS_PATH_SIZE], real[PATH_MAX];
    const char *slash = strrchr(path, '/');
    int size = slash == NULL ? 1 : slash == path ? 1 : (int)(slash - path);
    if (snprintf(above, sizeof above, "%.*s", size, slash == NULL ? "." : path) >=
        (int)sizeof above)
        return ds_error_system(err, path, ENAMETOOLONG, "schrijven", "write");
    if (realpath(above, real) == NULL) return DS_OK; /* opening it says why */
    for (bool first = true;; first = false) {
        char *name = strrchr(real, '/');
        const char *named;
        if (name == NULL || name[1] == '\0') return DS_OK;
        named = no_place_named(name + 1);
        *name = '\0';
        if (named != NULL && (first || is_work_folder(real))) return refuse_place(path, named, err);
    }
}

static ds_status no_key(const char *path, ds_error *err) {
    return ds_error_at(err, DS_INPUT, path, 0, 0,
                       "dit is geen sleutel: verwacht 64 hexadecimale cijfers of 32 willekeurige "
                       "bytes; maak er een met: doorstroom key BESTAND",
                       "this is not a key: expected 64 hexadecimal digits or 32 random bytes; "
                       "make one with: doorstroom key FILE");
}

/* Text of 32 characters is half a key in digits, not 32 random bytes; one byte 32 times is none. */
static bool random_bytes(const unsigned char *data) {
    bool text = true, same = true;
    for (size_t i = 0; i < DS_KEY_SIZE; i++) {
        text = text && ((data[i] >= ' ' && data[i] < 127) || data[i] == '\n' || data[i] == '\r');
        same = same && data[i] == data[0];
    }
    return !text && !same;
}

static ds_status parse_key(const char *path, const unsigned char *data, size_t size,
                           unsigned char key[DS_KEY_SIZE], ds_error *err) {
    size_t digits = size, n = 0;
    bool same = true;
    if (size == DS_KEY_SIZE && random_bytes(data)) {
        memcpy(key, data, DS_KEY_SIZE);
        return DS_OK;
    }
    while (digits > 0 && (data[digits - 1] == '\n' || data[digits - 1] == '\r'))
        digits--;
    if (digits != TEXT_SIZE ||
        sodium_hex2bin(key, DS_KEY_SIZE, (const char *)data, digits, NULL, &n, NULL) != 0 ||
        n != DS_KEY_SIZE)
        return no_key(path, err);
    for (size_t i = 0; i < DS_KEY_SIZE; i++)
        same = same && key[i] == key[0];
    return same ? no_key(path, err) : DS_OK;
}

static ds_status check_file(int fd, const char *path, ds_error *err) {
    struct stat info;
    if (fstat(fd, &info) != 0) return ds_error_system(err, path, errno, "lezen", "read");
    if (!S_ISREG(info.st_mode))
        return ds_error_at(err, DS_INPUT, path, 0, 0, "geen gewoon bestand", "not a regular file");
    if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return ds_error_at(err, DS_INPUT, path, 0, 0,
                           "andere gebruikers mogen bij de sleutel (%03o); verwacht 600: chmod 600",
                           "other users have access to the key (%03o); expected 600: chmod 600",
                           (unsigned)info.st_mode & 0777u);
    return DS_OK;
}

/* All that the file says of the key passes through memory for keys alone. */
static ds_status read_open_key(int fd, const char *path, unsigned char key[DS_KEY_SIZE],
                               ds_error *err) {
    unsigned char *data = ds_secret_take(READ_MAX);
    size_t size = 0;
    ds_status status = data == NULL ? ds_error_memory(err) : check_file(fd, path, err);
    if (status == DS_OK) status = ds_secret_read_open(fd, path, data, READ_MAX, &size, err);
    if (status == DS_OK) status = parse_key(path, data, size, key, err);
    ds_secret_give(data);
    return status;
}

static ds_status read_key(const char *path, unsigned char key[DS_KEY_SIZE], ds_error *err) {
    ds_status status;
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe must not make us wait */
    if (fd < 0 && errno == ENOENT)
        return ds_error_at(err, DS_INPUT, path, 0, 0,
                           "de sleutel bestaat niet; maak er een met: doorstroom key BESTAND",
                           "the key does not exist; make one with: doorstroom key FILE");
    if (fd < 0) return ds_error_system(err, path, errno, "openen", "open");
    status = read_open_key(fd, path, key, err);
    (void)close(fd);
    return status;
}

ds_status ds_identity_read_key(ds_intake *intake, const char *path, ds_error *err) {
    const char *work_folder = intake->options->work_folder;
    char whole[DS_PATH_SIZE];
    unsigned char *key = NULL;
    ds_status status = path[0] == '/' ? DS_OK : ds_file_join(whole, work_folder, path, err);
    if (path[0] == '/') (void)snprintf(whole, sizeof whole, "%s", path);
    if (status == DS_OK) status = check_place(work_folder, whole, err);
    if (status == DS_OK && (key = ds_secret_take(DS_KEY_SIZE)) == NULL)
        status = ds_error_memory(err);
    if (status == DS_OK) status = read_key(whole, key, err);
    if (status == DS_OK) {
        ds_secret_give(intake->identity.key);
        intake->identity.key = key;
        fingerprint_of(key, intake->identity.fingerprint);
        intake->identity.keyed = true;
        key = NULL;
    }
    ds_secret_give(key);
    return status;
}

static ds_status write_key(const char *path, const char *text, ds_error *err) {
    ds_status status;
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0 && errno == EEXIST)
        return ds_error_at(err, DS_INPUT, path, 0, 0,
                           "dit bestand bestaat al; een sleutel wordt nooit overschreven",
                           "this file exists already; a key is never overwritten");
    if (fd < 0) return ds_error_system(err, path, errno, "schrijven", "write");
    status = ds_file_put(fd, path, text, TEXT_SIZE + 1, err);
    if (status == DS_OK) status = ds_file_sync(fd, path, err);
    if (close(fd) != 0 && status == DS_OK)
        status = ds_error_system(err, path, errno, "schrijven", "write");
    if (status != DS_OK) (void)unlink(path);
    return status;
}

ds_status ds_key_make(const char *path, char out_fingerprint[DS_KEY_FINGERPRINT_SIZE],
                      ds_error *err) {
    unsigned char *key;
    char *text;
    ds_status status = check_new_place(path, err);
    if (status != DS_OK) return status;
    if (sodium_init() < 0)
        return ds_error_set(err, DS_FAULT, "libsodium start niet", "libsodium does not start");
    key = ds_secret_take(DS_KEY_SIZE);
    text = ds_secret_take(TEXT_SIZE + 2);
    if (key == NULL || text == NULL) status = ds_error_memory(err);
    if (status == DS_OK) {
        randombytes_buf(key, DS_KEY_SIZE);
        (void)sodium_bin2hex(text, TEXT_SIZE + 2, key, DS_KEY_SIZE);
        text[TEXT_SIZE] = '\n';
        status = write_key(path, text, err);
    }
    if (status == DS_OK) fingerprint_of(key, out_fingerprint);
    ds_secret_give(key);
    ds_secret_give(text);
    return status;
}
