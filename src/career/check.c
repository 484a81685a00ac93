/* career/check.c: which files a career reads, and that the block of each is whole before anything
 * is made of it. What is never asked for is never read, so it is not looked at either. */
#include <string.h>

#include "career/career.h"
#include "register/parts.h"

static void add_column_check(ds_career *career, const ds_register_column *column) {
    if (column == NULL || column->data == NULL) return;
    for (size_t i = 0; i < career->n_check_columns; i++)
        if (career->check_columns[i] == column) return;
    career->check_columns[career->n_check_columns++] = column;
}

static void add_events_check(ds_career *career, const ds_register_events *events) {
    if (events == NULL) return;
    for (size_t i = 0; i < career->n_check_events; i++)
        if (career->check_events[i] == events) return;
    career->check_events[career->n_check_events++] = events;
}

void ds_career_add_checks(ds_career *career, ds_column_id column) {
    const ds_slot *slot = &career->slots[column];
    const ds_slot *institution = &career->slots[DS_COLUMN_INSTELLING];
    add_column_check(career, slot->raw);
    add_events_check(career, slot->events);
    add_events_check(career, slot->beside);
    if (slot->present != NULL) { /* by the number of the institution */
        add_column_check(career, institution->raw);
        add_events_check(career, institution->beside);
    }
    if (column == DS_COLUMN_VRIJGESTELD) add_events_check(career, career->exemptions);
    if (column == DS_COLUMN_VSV_DUO) add_events_check(career, career->verdicts);
    if (column >= DS_COLUMN_DIPLOMA_MBO && column <= DS_COLUMN_GEDIPLOMEERD)
        add_events_check(career, career->diplomas);
    if ((column >= DS_COLUMN_DIPLOMA_MBO && column <= DS_COLUMN_GEDIPLOMEERD) ||
        (column >= DS_COLUMN_BEHAALD_NIVEAU && column <= DS_COLUMN_BEHAALD_HOOFDGROEP))
        add_events_check(career, career->undelivered);
    career->checked = 0;
}

/* The i-th event of each list of enrolments beside the state is of the same enrolment. */
ds_status ds_career_check_beside(ds_career *career, ds_error *err) {
    const size_t size =
        ((size_t)ds_register_n_blocks(career->reg) + 1) * sizeof *career->beside->offsets;
    for (size_t id = 0; id < DS_COLUMN_N; id++) {
        const ds_register_events *beside = career->slots[id].beside;
        if (beside != NULL && memcmp(beside->offsets, career->beside->offsets, size) != 0)
            return ds_register_damage(career->reg, beside->name, err);
    }
    add_events_check(career, career->beside);
    ds_career_add_checks(career, career->grain);
    return DS_OK;
}

ds_status ds_career_check(ds_career *career, uint64_t block, ds_error *err) {
    ds_status status = DS_OK;
    if (career->checked == block + 1) return DS_OK;
    for (size_t i = 0; status == DS_OK && i < career->n_check_columns; i++)
        status = ds_register_check_column(career->reg, career->check_columns[i], block, err);
    for (size_t i = 0; status == DS_OK && i < career->n_check_events; i++)
        status = ds_register_check_events(career->reg, career->check_events[i], block, err);
    if (status == DS_OK) career->checked = block + 1;
    return status;
}
