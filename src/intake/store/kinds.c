/* intake/store/kinds.c: the tables of the monitor's deliveries, as files of a generation: those of
 * persons apart. Which are there hangs on nothing but what was delivered: all kinds, or none. */
#include <stdio.h>

#include "base/file.h"
#include "intake/kinds/kinds.h"
#include "intake/store/store.h"

static ds_status store_kind_table(const ds_kind_of *of, const ds_kind_table *table,
                                  const char *folder, ds_error *err) {
    char inside[DS_PATH_SIZE], path[DS_PATH_SIZE], name[80];
    size_t size;
    const char *bytes = ds_kind_table_bytes(table, &size);
    ds_status status =
        ds_file_join(inside, folder, of->told.persons ? "antwoorden" : "soorten", err);
    if (status == DS_OK) status = ds_file_make_private_folder(inside, err);
    (void)snprintf(name, sizeof name, "%s.tabel", of->told.name);
    if (status == DS_OK) status = ds_file_join(path, inside, name, err);
    return status == DS_OK ? ds_file_write_private(path, bytes, size, err) : status;
}

ds_status ds_store_kinds(const ds_intake *intake, const char *folder, ds_error *err) {
    const ds_intake_kinds *kinds = intake->kinds;
    ds_status status = DS_OK;
    for (size_t k = 0; status == DS_OK && kinds != NULL && k < kinds->all->n; k++)
        status = store_kind_table(&kinds->all->all[k], kinds->tables[k], folder, err);
    return status;
}
