/* intake/kinds/kinds.h: the deliveries of the monitor, whose columns and rules are data
 * (codes/soorten.yaml; the stage kinds knows how). Their files pass the same gate and the same
 * refusals as every other; what comes of them is a table a kind.
 *
 *   layouts.c     a layout a kind, by which a file's name is known
 *   plan.c        what kinds there are, when a delivery is of one
 *   indicators.c  which indicators the definitions at hand have
 *   take.c        a file → rows of its kind's builder
 *   finish.c      all rows → tables; who is refused for what stands in other rows */
#ifndef DS_INTAKE_KINDS_KINDS_H
#define DS_INTAKE_KINDS_KINDS_H

#include "intake/layout/layout.h"
#include "intake/report.h"
#include "intake/worker.h"
#include "kinds/builder.h"

extern const ds_layout ds_layout_streefwaarde, ds_layout_besteding, ds_layout_werkagenda,
    ds_layout_maatregel, ds_layout_voortgang, ds_layout_oordeel, ds_layout_antwoord,
    ds_layout_eigen_indicator, ds_layout_agenda, ds_layout_enquete, ds_layout_extern,
    ds_layout_casus, ds_layout_contactenquete;

typedef struct ds_intake_kinds {
    ds_kinds *all;
    const char *folders[2];
    char paths[2][DS_PATH_SIZE];
    ds_kind_builder *builders[DS_KINDS_MAX]; /* by the kind's place in all; NULL: not delivered */
    ds_kind_table *tables[DS_KINDS_MAX];     /* of every kind, after ds_intake_kinds_take */
    ds_text *indicators;                     /* sorted: of the definitions, then of questions too */
    size_t n_indicators, indicators_capacity;
    ds_arena names; /* their bytes, which end in a zero byte */
    const char **indicator_names;
    ds_code_list indicator_list;
    char indicators_checksum[DS_TABLE_CHECKSUM_SIZE]; /* of those of the definitions */
    size_t n_unreadable;  /* files with definitions that could not be read */
    char unreadable[256]; /* the first of them */
} ds_intake_kinds;

/* Reads what kinds there are when a delivery is of one. After the list of deliveries. */
ds_status ds_intake_kinds_plan(ds_intake *intake, ds_error *err) DS_NODISCARD;
void ds_intake_kinds_free(ds_intake_kinds *kinds);
/* The texts that the tables are a function of beside the deliveries, but for the names of
 * indicators: the generation is not named after these, so that a definition more gives the same
 * deliveries no other name; the manifest has their checksum, and an import asks. */
size_t ds_intake_kinds_n_sources(const ds_intake *intake);
const char *ds_intake_kinds_source(const ds_intake *intake, size_t i);
/* Adds the ids of the indicators of definities/ and definitions/. A file that cannot be read is
 * counted, and has none. */
ds_status ds_intake_indicators_read(ds_intake *intake, ds_error *err) DS_NODISCARD;
/* Adds an indicator; false when memory is short. */
bool ds_intake_indicator_add(ds_intake_kinds *kinds, ds_text name) DS_NODISCARD;
/* Sorts them, each once. */
void ds_intake_indicators_sort(ds_intake_kinds *kinds);
/* Reads all deliveries of the monitor, and makes their tables. After all others. */
ds_status ds_intake_kinds_take(ds_intake *intake, ds_error *err) DS_NODISCARD;
ds_status ds_intake_kind_read(ds_intake *intake, size_t delivery, ds_error *err) DS_NODISCARD;
ds_status ds_intake_kinds_finish(ds_intake *intake, ds_error *err) DS_NODISCARD;
/* Keeps why a row is refused; context is the intake. False when memory is short. */
bool ds_intake_kind_refuse(void *context, const ds_kind_fault *fault);
/* Warns of what let a row pass. */
void ds_intake_kinds_warn(const ds_intake *intake, ds_import_report *report);

#endif
