/* intake/layout/instelling.c: the canonical delivery of institutions: names, types, mergers. */
#include <pthread.h>

#include "base/memory.h"
#include "intake/layout/layout.h"
#include "intake/worker.h"

#define AT(ID, ...) ID,
#define NAME(ID, name, ...) #name,
enum { INSTELLING, DS_INSTITUTION_COLUMNS(AT) OPGEGAAN_IN, VANAF_SCHOOLJAAR, COLUMN_N };
static const char *const columns[] = {"instelling", DS_INSTITUTION_COLUMNS(NAME) "opgegaan_in",
                                      "vanaf_schooljaar"};
#define TAKE_WORD(ID, name) &&ds_row_word(row, ID, DS_WORD_##ID, &to->name)
#define TAKE(ID, name, KIND, ...) TAKE_##KIND(ID, name)

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* few rows, one list */

static bool add_institution(ds_intake *intake, const ds_institution *institution) {
    bool room;
    (void)pthread_mutex_lock(&lock);
    room = ds_reserve(&intake->institutions, &intake->institutions_capacity,
                      intake->n_institutions + 1, sizeof *intake->institutions);
    if (room) intake->institutions[intake->n_institutions++] = *institution;
    (void)pthread_mutex_unlock(&lock);
    return room;
}

static bool take_institution_columns(ds_row *row, ds_institution *to) {
    return ds_row_word(row, INSTELLING, DS_WORD_INSTELLING, &to->instelling)
        DS_INSTITUTION_COLUMNS(TAKE);
}

static bool take_instelling(ds_row *row) {
    ds_institution institution = {
        .levering = row->levering, .field = row->columns[OPGEGAAN_IN], .line = row->line};
    if (ds_row_text(row, INSTELLING).size == 0)
        return ds_refuse(row, INSTELLING, DS_REASON_EMPTY, NULL);
    if (!take_institution_columns(row, &institution) ||
        !ds_row_word(row, OPGEGAAN_IN, DS_WORD_INSTELLING, &institution.opgegaan_in) ||
        !ds_row_year(row, VANAF_SCHOOLJAAR, false, &institution.vanaf))
        return false;
    if (!add_institution(row->worker->intake, &institution)) row->worker->no_memory = true;
    return !row->worker->no_memory;
}

const ds_layout ds_layout_instelling = {"instelling", 1, false,           columns,
                                        COLUMN_N,     1, take_instelling, 0};
