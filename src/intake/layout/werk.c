/* intake/layout/werk.c: the canonical delivery of jobs: hours a week in October, kept × 100. */
#include "base/number.h"
#include "intake/layout/layout.h"
#include "intake/worker.h"

enum { PERSOON, JAAR, UREN, UREN_MAX = 1000 };
static const char *const columns[] = {"persoon", "jaar", "uren", "persoon_soort"};

static bool take_werk(ds_row *row) {
    ds_job job = {.levering = row->levering};
    ds_job *to;
    int64_t uren;
    if (!ds_row_year(row, JAAR, true, &job.jaar)) return false;
    if (ds_row_text(row, UREN).size == 0) return ds_refuse(row, UREN, DS_REASON_EMPTY, NULL);
    if (!ds_number_parse_scaled(ds_row_text(row, UREN), 100, &uren) || uren < 0 ||
        uren > UREN_MAX * 100)
        return ds_refuse(row, UREN, DS_REASON_NUMBER, NULL);
    ds_gate_note_mark(row, ds_row_text(row, UREN));
    job.uren = (uint32_t)uren;
    if (!ds_row_person(row, PERSOON, &job.person)) return false;
    to = ds_row_add(row, &row->worker->jobs);
    if (to == NULL) return false;
    *to = job;
    return true;
}

const ds_layout ds_layout_werk = {"werk", 1, false, columns, 4, 3, take_werk, 0};
