/* dossier/sealing.c: the key of the store: 32 random bytes in a file beside it that only the owner
 * may read, and in locked memory while it is open. With it the head of the log is sealed and the
 * secrets of second factors are encrypted; a copy of the store does not have it. See store.h. */
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/secret.h"
#include "dossier/store.h"

/* A line: the word, 64 hexadecimal digits of the key, 16 of its checksum. */
#define KEY_WORD "doorstroom-sleutel-1 "
enum { KEY = 32, CHECK = 16, HEX = 2 * KEY, CHECK_HEX = 2 * CHECK };
enum { WORD = sizeof KEY_WORD - 1, LINE = WORD + HEX + 1 + CHECK_HEX + 1 };

struct ds_sealing {
    unsigned char key[KEY];
};

static void print_key(const unsigned char key[KEY], char out[LINE + 1]) {
    unsigned char check[CHECK];
    char hex[HEX + 1], check_hex[CHECK_HEX + 1];
    (void)crypto_generichash(check, CHECK, key, KEY, NULL, 0);
    memcpy(out, KEY_WORD, WORD);
    memcpy(out + WORD, sodium_bin2hex(hex, sizeof hex, key, KEY), HEX);
    out[WORD + HEX] = ' ';
    memcpy(out + WORD + HEX + 1, sodium_bin2hex(check_hex, sizeof check_hex, check, CHECK),
           CHECK_HEX);
    out[LINE - 1] = '\n';
    out[LINE] = '\0';
    sodium_memzero(hex, sizeof hex);
}

static ds_status make_key(const char *path, unsigned char key[KEY], ds_error *err) {
    char line[LINE + 1];
    ds_status status;
    randombytes_buf(key, KEY);
    print_key(key, line);
    status = ds_file_write_private(path, line, LINE, err);
    sodium_memzero(line, sizeof line);
    return status;
}

static ds_status check_mode(int fd, const char *path, ds_error *err) {
    struct stat info;
    if (fstat(fd, &info) != 0) return ds_error_system(err, path, errno, "lezen", "read");
    if ((info.st_mode & 077) == 0) return DS_OK;
    return ds_error_at(
        err, DS_INPUT, path, 0, 0,
        "anderen mogen deze sleutel lezen (%03o, verwachtte 600): maak een nieuwe of "
        "zeg chmod 600",
        "others may read this key (%03o, expected 600): make a new one or say "
        "chmod 600",
        (unsigned)info.st_mode & 0777);
}

static ds_status parse_key(const char *path, const char *line, size_t size, unsigned char key[KEY],
                           ds_error *err) {
    char again[LINE + 1];
    size_t n = 0;
    bool right = size == LINE && memcmp(line, KEY_WORD, WORD) == 0 &&
                 sodium_hex2bin(key, KEY, line + WORD, HEX, NULL, &n, NULL) == 0 && n == KEY;
    if (right) {
        print_key(key, again);
        right = memcmp(line, again, LINE) == 0;
        sodium_memzero(again, sizeof again);
    }
    if (right) return DS_OK;
    return ds_error_at(err, DS_INPUT, path, 0, 0, "dit is geen sleutel, of hij is beschadigd",
                       "this is no key, or it is damaged");
}

static ds_status read_key(const char *path, unsigned char key[KEY], ds_error *err) {
    char line[LINE + 1];
    size_t size = 0;
    int fd;
    ds_status status = ds_file_open_regular(path, &fd, err);
    if (status != DS_OK) return status;
    status = check_mode(fd, path, err);
    if (status == DS_OK)
        status = ds_secret_read_open(fd, path, (unsigned char *)line, sizeof line, &size, err);
    (void)close(fd);
    if (status == DS_OK) status = parse_key(path, line, size, key, err);
    sodium_memzero(line, sizeof line);
    return status;
}

ds_status ds_sealing_open(const char *folder, bool make, ds_sealing **out, ds_error *err) {
    char path[DS_PATH_SIZE];
    ds_sealing *sealing;
    ds_status status = ds_file_join(path, folder, "dossiers.sleutel", err);
    if (status != DS_OK) return status;
    if (sodium_init() < 0)
        return ds_error_set(err, DS_FAULT, "libsodium begint niet", "libsodium does not start");
    sealing = ds_secret_take(sizeof *sealing);
    if (sealing == NULL) return ds_error_memory(err);
    status = make && !ds_file_exists(path) ? make_key(path, sealing->key, err)
                                           : read_key(path, sealing->key, err);
    if (status != DS_OK) {
        ds_secret_give(sealing);
        return status;
    }
    (void)sodium_mprotect_readonly(sealing);
    *out = sealing;
    return DS_OK;
}

void ds_sealing_close(ds_sealing *sealing) {
    ds_secret_give(sealing);
}

void ds_sealing_sum(const ds_sealing *sealing, const char *purpose, const void *data, size_t size,
                    unsigned char out[DS_SUM]) {
    crypto_generichash_state state;
    (void)crypto_generichash_init(&state, sealing->key, KEY, DS_SUM);
    (void)crypto_generichash_update(&state, (const unsigned char *)purpose, strlen(purpose) + 1);
    (void)crypto_generichash_update(&state, data, size);
    (void)crypto_generichash_final(&state, out, DS_SUM);
    sodium_memzero(&state, sizeof state);
}

/* ---- encrypting ---- */

static void make_cipher_key(const ds_sealing *sealing, const char *purpose, int64_t account,
                            unsigned char out[DS_SUM]) {
    char name[64] = "hide ";
    memcpy(name + 5, purpose, strnlen(purpose, sizeof name - 6));
    ds_sealing_sum(sealing, name, &account, sizeof account, out);
}

void ds_sealing_hide(const ds_sealing *sealing, const char *purpose, int64_t account,
                     const void *data, size_t size, unsigned char *out) {
    unsigned char key[DS_SUM];
    make_cipher_key(sealing, purpose, account, key);
    randombytes_buf(out, crypto_secretbox_xchacha20poly1305_NONCEBYTES);
    (void)crypto_secretbox_xchacha20poly1305_easy(
        out + crypto_secretbox_xchacha20poly1305_NONCEBYTES, data, size, out, key);
    sodium_memzero(key, sizeof key);
}

bool ds_sealing_show(const ds_sealing *sealing, const char *purpose, int64_t account,
                     const void *data, size_t size, unsigned char *out) {
    const unsigned char *bytes = data;
    unsigned char key[DS_SUM];
    bool right;
    if (size < DS_SEALING_MORE || size > DS_SEALING_MAX) return false;
    make_cipher_key(sealing, purpose, account, key);
    right = crypto_secretbox_xchacha20poly1305_open_easy(
                out, bytes + crypto_secretbox_xchacha20poly1305_NONCEBYTES,
                size - crypto_secretbox_xchacha20poly1305_NONCEBYTES, bytes, key) == 0;
    sodium_memzero(key, sizeof key);
    return right;
}
