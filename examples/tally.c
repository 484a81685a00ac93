/* examples/tally.c: deliveries become a register, an indicator is tallied over it, its cells
 * printed.
 *
 *   tally WORKFOLDER DATAFOLDER
 *
 * DATAFOLDER holds definitions/ and codes/: pkg-config --variable=datadir doorstroom. */
#include <doorstroom/doorstroom.h>
#include <stdio.h>

int main(int argc, char **argv) {
    ds_work work = DS_WORK_INIT;
    ds_work_import_options importing = DS_WORK_IMPORT_OPTIONS_INIT;
    ds_tallies_options asked = DS_TALLIES_OPTIONS_INIT;
    ds_imported imported = {0};
    ds_tallies *tallies = NULL;
    char *csv = NULL;
    ds_error err;
    if (argc != 3) return (void)fputs("tally WORKFOLDER DATAFOLDER\n", stderr), DS_USAGE;
    work.folder = argv[1];
    work.program_folder = argv[2];
    asked.indicators = "vsv";
    asked.by = "niveau,leerweg";
    ds_status status = ds_work_import(&work, &importing, &imported, &err);
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
    ds_imported_done(&imported);
    return (int)status;
}
