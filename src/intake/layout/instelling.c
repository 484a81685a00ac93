/* intake/layout/instelling.c: the canonical delivery of institutions: names, types, mergers. */
#include <pthread.h>

#include "base/memory.h"
#include "intake/layout/layout.h"
#include "intake/worker.h"

enum { INSTELLING, NAAM, TYPE, OPGEGAAN_IN, VANAF_SCHOOLJAAR };
static const char *const columns[] = {"instelling", "naam", "type", "opgegaan_in",
                                      "vanaf_schooljaar"};
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* few rows, one list */

static bool add(ds_intake *intake, const ds_institution *institution) {
    bool room;
    (void)pthread_mutex_lock(&lock);
    room = ds_reserve(&intake->institutions, &intake->institutions_capacity,
                      intake->n_institutions + 1, sizeof *intake->institutions);
    if (room) intake->institutions[intake->n_institutions++] = *institution;
    (void)pthread_mutex_unlock(&lock);
    return room;
}

static bool take(ds_row *row) {
    ds_institution institution = {
        .levering = row->levering, .field = row->columns[OPGEGAAN_IN], .line = row->line};
    if (ds_row_text(row, INSTELLING).size == 0)
        return ds_refuse(row, INSTELLING, DS_REASON_EMPTY, NULL);
    if (!ds_row_word(row, INSTELLING, DS_WORD_INSTELLING, &institution.instelling) ||
        !ds_row_word(row, NAAM, DS_WORD_NAAM, &institution.naam) ||
        !ds_row_word(row, TYPE, DS_WORD_TYPE, &institution.type) ||
        !ds_row_word(row, OPGEGAAN_IN, DS_WORD_INSTELLING, &institution.opgegaan_in) ||
        !ds_row_year(row, VANAF_SCHOOLJAAR, false, &institution.vanaf))
        return false;
    if (!add(row->worker->intake, &institution)) row->worker->no_memory = true;
    return !row->worker->no_memory;
}

const ds_layout ds_layout_instelling = {
    "instelling", 1, false, columns, sizeof columns / sizeof *columns, 1, take};
