/* dossier/result.c: see result.h. */
#include "dossier/result.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

ds_arena *ds_result_new(void) {
    return ds_calloc(1, sizeof(ds_arena));
}

void ds_result_free(void *memory) {
    if (memory == NULL) return;
    ds_arena_done(memory);
    ds_free(memory);
}

void ds_named_note(ds_named *named, ds_arena *arena, int64_t account) {
    ds_dossier_person *more;
    if (account == 0 || (named->n > 0 && named->list[named->n - 1].id == account)) return;
    more = ds_list_more(arena, &named->list, &named->n, &named->capacity, sizeof *more);
    if (more != NULL) more->id = account;
}

static int compare_persons(const void *a, const void *b) {
    const ds_dossier_person *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

ds_status ds_named_finish(ds_named *named, ds_lite *db, ds_arena *arena, ds_error *err) {
    ds_status status = DS_OK;
    size_t n = 0;
    if (named->n > 1) qsort(named->list, named->n, sizeof *named->list, compare_persons);
    for (size_t i = 0; i < named->n; i++)
        if (i == 0 || named->list[i].id != named->list[i - 1].id) named->list[n++] = named->list[i];
    named->n = n;
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        ds_ask ask;
        ds_ask_begin(db, "SELECT naam FROM gebruikers WHERE id=?",
                     DS_BOUND(ds_bind_number(named->list[i].id)), &ask);
        named->list[i].naam = "";
        if (ds_ask_next(&ask)) named->list[i].naam = ds_ask_copy(&ask, 0, arena);
        status = ds_ask_end(&ask, err);
    }
    return status;
}

void ds_head_columns_read(ds_ask *ask, ds_arena *arena, ds_dossier_head *out) {
    out->id = ds_ask_number(ask, 0);
    out->formulier = ds_ask_copy(ask, 1, arena);
    out->versie = ds_ask_copy(ask, 2, arena);
    out->soort = ds_ask_copy(ask, 3, arena);
    out->naam = ds_ask_copy(ask, 4, arena);
    out->bereik = ds_ask_copy(ask, 5, arena);
    out->toestand = ds_ask_copy(ask, 6, arena);
    out->revisie = ds_ask_number(ask, 7);
    out->created_ms = ds_ask_number(ask, 8);
    out->created_by = ds_ask_number(ask, 9);
    out->changed_ms = ds_ask_number(ask, 10);
    out->changed_by = ds_ask_number(ask, 11);
    out->toestand_ms = ds_ask_number(ask, 12);
    out->toestand_by = ds_ask_number(ask, 13);
    out->open_vragen = ds_ask_number(ask, 14);
}
