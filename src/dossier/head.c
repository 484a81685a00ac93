/* dossier/head.c: the last line of the log, kept apart and sealed with the store's key, so that a
 * log (and with it a store) that ends before it is known: cut off, lost with a WAL that was
 * damaged, or an earlier copy put in its place. See store.h.
 *
 * The file has two halves that are written in turn, after each commit: the store is on the disk
 * before the head says so, and one half is whole whatever happens to the other. */
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "dossier/store.h"

enum { NUMBER = 8, HALF = NUMBER + 2 * DS_SUM, APART = 512 };

static void fill_half(const ds_sealing *sealing, const ds_chain *chain, unsigned char out[HALF]) {
    for (size_t i = 0; i < NUMBER; i++)
        out[i] = (unsigned char)((uint64_t)chain->last >> 8 * i);
    memcpy(out + NUMBER, chain->sum, DS_SUM);
    ds_sealing_sum(sealing, "hoofd", out, NUMBER + DS_SUM, out + NUMBER + DS_SUM);
}

/* Whether the half at that turn is whole, and says a later line than *best, which it then is. */
static bool read_half(int fd, unsigned turn, const ds_sealing *sealing, ds_chain *best) {
    unsigned char half[HALF], again[HALF];
    ds_chain said = {0};
    if (pread(fd, half, HALF, (off_t)turn * APART) != HALF) return false;
    for (size_t i = 0; i < NUMBER; i++)
        said.last |= (int64_t)((uint64_t)half[i] << 8 * i);
    memcpy(said.sum, half + NUMBER, DS_SUM);
    fill_half(sealing, &said, again);
    if (sodium_memcmp(half, again, HALF) != 0 || said.last < best->last) return false;
    *best = said;
    return true;
}

static ds_status read_head(ds_head *head, const ds_sealing *sealing, ds_chain *out, ds_error *err) {
    ds_chain best = {.last = -1};
    (void)read_half(head->fd, 0, sealing, &best);
    head->turn = read_half(head->fd, 1, sealing, &best) ? 0 : 1;
    if (best.last < 0)
        return ds_error_at(err, DS_INPUT, head->path, 0, 0,
                           "het verzegelde einde van het logboek is beschadigd of met een andere "
                           "sleutel gemaakt; zet een reservekopie terug (docs/dossiers.md)",
                           "the sealed end of the log is damaged or was made with another key; put "
                           "a backup back (docs/dossiers.md)");
    *out = best;
    return DS_OK;
}

ds_status ds_head_open(const char *folder, const ds_sealing *sealing, bool make, ds_head *out,
                       ds_chain *out_chain, ds_error *err) {
    static const ds_chain none;
    ds_head head = {.fd = -1};
    ds_status status = ds_file_join(head.path, folder, "dossiers.hoofd", err);
    if (status != DS_OK) return status;
    head.fd =
        open(head.path, O_RDWR | O_NOFOLLOW | O_CLOEXEC | (make ? O_CREAT | O_TRUNC : 0), 0600);
    if (head.fd < 0) return ds_error_system(err, head.path, errno, "openen", "open");
    status = make ? ds_head_write(&head, sealing, &none, true, err) : DS_OK;
    if (status == DS_OK) status = read_head(&head, sealing, out_chain, err);
    if (status != DS_OK)
        (void)close(head.fd);
    else
        *out = head;
    return status;
}

void ds_head_close(ds_head *head) {
    if (head->fd >= 0) (void)close(head->fd);
    head->fd = -1;
}

ds_status ds_head_write(ds_head *head, const ds_sealing *sealing, const ds_chain *chain, bool sync,
                        ds_error *err) {
    unsigned char half[HALF];
    ds_status status;
    fill_half(sealing, chain, half);
    status = ds_file_put_at(head->fd, head->path, half, HALF, head->turn * (uint64_t)APART, err);
    if (status == DS_OK && sync) status = ds_file_sync(head->fd, head->path, err);
    if (status == DS_OK) head->turn = !head->turn;
    return status;
}

ds_status ds_head_check(ds_lite *db, const ds_chain *head, ds_error *err) {
    bool right = head->last == 0;
    ds_text sum;
    ds_ask ask;
    ds_status status;
    ds_ask_begin(db, "SELECT som FROM logboek WHERE id=?", DS_BOUND(ds_bind_number(head->last)),
                 &ask);
    if (ds_ask_next(&ask)) {
        sum = ds_ask_bytes(&ask, 0);
        right = sum.size == DS_SUM && memcmp(sum.data, head->sum, DS_SUM) == 0;
    }
    status = ds_ask_end(&ask, err);
    return status == DS_OK && !right ? ds_head_say_missing(db, head, err) : status;
}

ds_status ds_head_say_missing(const ds_lite *db, const ds_chain *head, ds_error *err) {
    return ds_error_at(err, DS_INPUT, db->path, 0, 0,
                       "het logboek houdt op voor regel %lld, of die is een andere: er ontbreekt "
                       "iets; zet een reservekopie terug (docs/dossiers.md)",
                       "the log ends before line %lld, or that is another one: something is "
                       "missing; put a backup back (docs/dossiers.md)",
                       (long long)head->last);
}
