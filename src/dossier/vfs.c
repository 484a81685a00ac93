/* dossier/vfs.c: SQLite's file system with two things added: each page of the database ends in a
 * checksum of itself and its place, so that a byte that is not as it was written is an error and
 * never an answer; and writes can be made to fail in tests (ds_file_fail_at). See lite.h.
 *
 * The checksum lies in the eight bytes that SQLite leaves free at the end of a page when asked
 * (SQLITE_FCNTL_RESERVE_BYTES); any SQLite reads such a file. It is put in when a page is written
 * to the database and looked at when one is read from there. Pages that are in the WAL only have
 * the WAL's own checksums, and what is cut off there the sealed head tells (head.c). */
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "dossier/lite.h"

const char ds_lite_vfs_name[] = "doorstroom";

enum { SUM = crypto_shorthash_BYTES, BODY = DS_LITE_PAGE - SUM };

/* Ours, with SQLite's own behind it in the same memory. */
typedef struct paged_file {
    sqlite3_file base;
    bool has_sums; /* is a database */
    bool written;  /* since it was synced, by this connection or by whoever was before it */
    sqlite3_file *real;
} paged_file;

static sqlite3_vfs *real_vfs;

static void sum_page(const unsigned char *page, uint64_t number, unsigned char out[SUM]) {
    unsigned char key[crypto_shorthash_KEYBYTES] = "doorstrm";
    for (size_t i = 0; i < 8; i++)
        key[8 + i] = (unsigned char)(number >> 8 * i);
    (void)crypto_shorthash(out, page, BODY, key);
}

static bool is_page(const paged_file *file, int size, sqlite3_int64 at) {
    return file->has_sums && size == DS_LITE_PAGE && at % DS_LITE_PAGE == 0;
}

/* Pages of another size, by a first page that is not what was written. */
static bool is_foreign(const paged_file *file, int size, sqlite3_int64 at) {
    return file->has_sums && size >= 512 && !is_page(file, size, at);
}

static sqlite3_file *real_of(sqlite3_file *file) {
    return ((paged_file *)file)->real;
}

static int paged_close(sqlite3_file *file) {
    sqlite3_file *real = real_of(file);
    return real->pMethods == NULL ? SQLITE_OK : real->pMethods->xClose(real);
}

static int paged_read(sqlite3_file *file, void *data, int size, sqlite3_int64 at) {
    sqlite3_file *real = real_of(file);
    unsigned char sum[SUM];
    const int code = real->pMethods->xRead(real, data, size, at);
    if (code == SQLITE_OK && is_foreign((paged_file *)file, size, at)) return SQLITE_IOERR_DATA;
    if (code != SQLITE_OK || !is_page((paged_file *)file, size, at)) return code;
    sum_page(data, (uint64_t)(at / DS_LITE_PAGE), sum);
    return memcmp(sum, (unsigned char *)data + BODY, SUM) == 0 ? SQLITE_OK : SQLITE_IOERR_DATA;
}

static int paged_write(sqlite3_file *file, const void *data, int size, sqlite3_int64 at) {
    sqlite3_file *real = real_of(file);
    unsigned char page[DS_LITE_PAGE];
    if (ds_file_refuses()) return SQLITE_FULL;
    ((paged_file *)file)->written = true;
    if (!is_page((paged_file *)file, size, at)) return real->pMethods->xWrite(real, data, size, at);
    memcpy(page, data, BODY);
    sum_page(page, (uint64_t)(at / DS_LITE_PAGE), page + BODY);
    return real->pMethods->xWrite(real, page, size, at);
}

static int paged_truncate(sqlite3_file *file, sqlite3_int64 size) {
    sqlite3_file *real = real_of(file);
    if (ds_file_refuses()) return SQLITE_IOERR_TRUNCATE;
    ((paged_file *)file)->written = true;
    return real->pMethods->xTruncate(real, size);
}

/* The WAL that the commit has just synced is not synced once more before it is moved to the
 * database: what a connection did not write there since, its writer synced before anybody could see
 * it (synchronous=FULL). But for what a program left there that was killed before its sync: so the
 * first one is always done. */
static int paged_sync(sqlite3_file *file, int flags) {
    paged_file *paged = (paged_file *)file;
    int code;
    if (!paged->has_sums && !paged->written) return SQLITE_OK;
    if (ds_file_refuses()) return SQLITE_IOERR_FSYNC;
    code = paged->real->pMethods->xSync(paged->real, flags);
    if (code == SQLITE_OK) paged->written = false;
    return code;
}

static int paged_size(sqlite3_file *file, sqlite3_int64 *out) {
    sqlite3_file *real = real_of(file);
    return real->pMethods->xFileSize(real, out);
}

static int paged_lock(sqlite3_file *file, int lock) {
    sqlite3_file *real = real_of(file);
    return real->pMethods->xLock(real, lock);
}

static int paged_unlock(sqlite3_file *file, int lock) {
    sqlite3_file *real = real_of(file);
    return real->pMethods->xUnlock(real, lock);
}

static int paged_check_lock(sqlite3_file *file, int *out) {
    sqlite3_file *real = real_of(file);
    return real->pMethods->xCheckReservedLock(real, out);
}

static int paged_control(sqlite3_file *file, int what, void *argument) {
    sqlite3_file *real = real_of(file);
    return real->pMethods->xFileControl(real, what, argument);
}

static int paged_sector(sqlite3_file *file) {
    sqlite3_file *real = real_of(file);
    return real->pMethods->xSectorSize(real);
}

static int paged_traits(sqlite3_file *file) {
    sqlite3_file *real = real_of(file);
    return real->pMethods->xDeviceCharacteristics(real);
}

static int paged_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **out) {
    sqlite3_file *real = real_of(file);
    return real->pMethods->xShmMap(real, page, size, extend, out);
}

static int paged_shm_lock(sqlite3_file *file, int offset, int n, int flags) {
    sqlite3_file *real = real_of(file);
    return real->pMethods->xShmLock(real, offset, n, flags);
}

static void paged_shm_barrier(sqlite3_file *file) {
    sqlite3_file *real = real_of(file);
    real->pMethods->xShmBarrier(real);
}

static int paged_shm_unmap(sqlite3_file *file, int remove) {
    sqlite3_file *real = real_of(file);
    return real->pMethods->xShmUnmap(real, remove);
}

static const sqlite3_io_methods paged_methods = {
    .iVersion = 2, /* no mapping: a mapped page would not be looked at */
    .xClose = paged_close,
    .xRead = paged_read,
    .xWrite = paged_write,
    .xTruncate = paged_truncate,
    .xSync = paged_sync,
    .xFileSize = paged_size,
    .xLock = paged_lock,
    .xUnlock = paged_unlock,
    .xCheckReservedLock = paged_check_lock,
    .xFileControl = paged_control,
    .xSectorSize = paged_sector,
    .xDeviceCharacteristics = paged_traits,
    .xShmMap = paged_shm_map,
    .xShmLock = paged_shm_lock,
    .xShmBarrier = paged_shm_barrier,
    .xShmUnmap = paged_shm_unmap,
};

static int open_paged(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out) {
    paged_file *paged = (paged_file *)file;
    int code;
    (void)vfs;
    memset(paged, 0, sizeof *paged);
    paged->real = (sqlite3_file *)&paged[1];
    paged->has_sums = (flags & SQLITE_OPEN_MAIN_DB) != 0;
    paged->written = true;
    code = real_vfs->xOpen(real_vfs, name, paged->real, flags, out);
    if (paged->real->pMethods != NULL) paged->base.pMethods = &paged_methods;
    return code;
}

static int delete_paged(sqlite3_vfs *vfs, const char *name, int sync) {
    (void)vfs;
    if (ds_file_refuses()) return SQLITE_IOERR_DELETE;
    return real_vfs->xDelete(real_vfs, name, sync);
}

int ds_lite_vfs_register(void) {
    static sqlite3_vfs vfs;
    real_vfs = sqlite3_vfs_find("unix");
    if (real_vfs == NULL) return SQLITE_ERROR;
    vfs = *real_vfs;
    vfs.pNext = NULL;
    vfs.zName = ds_lite_vfs_name;
    vfs.szOsFile = (int)sizeof(paged_file) + real_vfs->szOsFile;
    vfs.xOpen = open_paged;
    vfs.xDelete = delete_paged;
    return sqlite3_vfs_register(&vfs, 0);
}

/* ---- all pages of a file ---- */

enum { HEADER_PAGES = 28 }; /* where the first page says how many there are, big-endian */

static uint64_t read_page_count(const unsigned char *page) {
    const unsigned char *at = page + HEADER_PAGES;
    return (uint64_t)at[0] << 24 | (uint64_t)at[1] << 16 | (uint64_t)at[2] << 8 | at[3];
}

static ds_status scan_pages(int fd, const char *path, uint64_t *out_bad, ds_error *err) {
    unsigned char page[DS_LITE_PAGE], sum[SUM];
    uint64_t said = 0;
    ssize_t got;
    for (uint64_t number = 0;; number++) {
        got = pread(fd, page, sizeof page, (off_t)(number * DS_LITE_PAGE));
        if (got < 0) return ds_error_system(err, path, errno, "lezen", "read");
        if (got == 0 && number == said) return DS_OK;
        if (got == DS_LITE_PAGE) sum_page(page, number, sum);
        if (got != DS_LITE_PAGE || memcmp(sum, page + BODY, SUM) != 0) {
            *out_bad = number + 1;
            return DS_OK;
        }
        if (number == 0) said = read_page_count(page);
    }
}

ds_status ds_lite_scan(const char *path, uint64_t *out_bad, ds_error *err) {
    uint64_t bad = 0;
    int fd;
    ds_status status = ds_file_open_regular(path, &fd, err);
    if (status != DS_OK) return status;
    status = scan_pages(fd, path, &bad, err);
    (void)close(fd);
    if (status == DS_OK) *out_bad = bad;
    return status;
}
