/* register/kinds.c: the tables of the monitor's deliveries, as the generation holds them: those of
 * persons in a folder of their own. */
#include <stdio.h>

#include "base/error.h"
#include "base/file.h"
#include "kinds/builder.h"
#include "register/parts.h"

ds_status ds_register_kind(const ds_register *reg, const char *kind, ds_kind_table **out,
                           ds_error *err) {
    static const char *const folders[] = {"soorten", "antwoorden"};
    for (size_t i = 0; i < 2; i++) {
        char name[DS_PATH_SIZE];
        char *data;
        size_t size;
        ds_status status;
        (void)snprintf(name, sizeof name, "%s/%s.tabel", folders[i], kind);
        if (!ds_register_has_file(reg, name)) continue;
        status = ds_register_read_file(reg, name, &data, &size, err);
        if (status != DS_OK) return status;
        status = ds_kind_table_read(data, size, out, err);
        return status == DS_INPUT ? ds_register_damage(reg, name, err) : status;
    }
    return ds_kind_table_absent(&(ds_kind_of){.told = {.name = kind}}, out, err);
}
