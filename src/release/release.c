/* release/release.c: looking at a release. See doorstroom/release.h. */
#include <math.h>

#include "base/memory.h"
#include "release/model.h"

void ds_release_free(ds_release *release) {
    if (release == NULL) return;
    ds_arena_done(&release->arena);
    ds_free(release);
}

ds_release_facts ds_release_whole(const ds_release *release) {
    return release->facts;
}

size_t ds_release_n_tables(const ds_release *release) {
    return release->n_tables;
}

const ds_release_table *ds_release_at(const ds_release *release, size_t i) {
    return &release->tables[i];
}

double ds_release_share_pct(const ds_release_row *row) {
    if (!row->teller.shown || !row->noemer.shown || row->noemer.n == 0) return NAN;
    return 100 * (double)row->teller.n / (double)row->noemer.n;
}
