/* examples/tally.c: deliveries become a register, an indicator is tallied over it, its cells
 * printed.
 *
 *   tally WORKFOLDER DATAFOLDER
 *
 * DATAFOLDER holds definitions/ and codes/: pkg-config --variable=datadir doorstroom. */
#include <doorstroom/doorstroom.h>
#include <stdio.h>

int main(int argc, char **argv) {
    ds_work work = {.folder = argc > 1 ? argv[1] : ".",
                    .program_folder = argc > 2 ? argv[2] : NULL};
    ds_tallies_options asked = {.indicators = "vsv", .by = "niveau,leerweg"};
    ds_import_options how = DS_IMPORT_OPTIONS_INIT;
    ds_import_report *report = NULL;
    ds_tallies *tallies = NULL;
    char *csv = NULL;
    ds_error err;
    how.work_folder = work.folder;
    how.program_folder = work.program_folder;
    ds_status status = ds_import(&how, &report, &err);
    if (status == DS_OK) status = ds_work_tally(&work, &asked, &tallies, &err);
    if (status == DS_OK) {
        size_t n;
        const ds_tally_table *tables = ds_tallies_tables(tallies, &n);
        status = ds_cells_print_csv(tables[0].cells, true, &csv, &err);
    }
    if (status == DS_OK)
        (void)fputs(csv, stdout);
    else
        (void)fprintf(stderr, "%s:%llu: %s\n", err.file, (unsigned long long)err.line, err.en);
    ds_free(csv);
    ds_tallies_free(tallies);
    ds_import_report_free(report);
    return (int)status;
}
