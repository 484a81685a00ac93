/* examples/page.c: tables over the register of a work folder, as one html page in English.
 *
 *   page WORKFOLDER DATAFOLDER PAGE.html */
#include <doorstroom/doorstroom.h>
#include <stdio.h>

int main(int argc, char **argv) {
    const ds_tallies_options asked = {.indicators = "vsv,startersresultaat", .by = "niveau"};
    const ds_write_options how = {.lang = DS_EN};
    ds_tallies *tallies = NULL;
    ds_document *document = NULL;
    ds_error err;
    if (argc != 4) return (void)fputs("page WORKFOLDER DATAFOLDER PAGE.html\n", stderr), DS_USAGE;
    const ds_work work = {.folder = argv[1], .program_folder = argv[2]};
    ds_status status = ds_work_tally(&work, &asked, &tallies, &err);
    if (status == DS_OK) {
        size_t n;
        const ds_tally_table *tables = ds_tallies_tables(tallies, &n);
        const ds_tally_source source = ds_tallies_source(tallies);
        status = ds_report_tallies(tables, n, &source, &document, &err);
    }
    if (status == DS_OK) status = ds_document_save(document, argv[3], &how, &err);
    if (status != DS_OK) (void)fprintf(stderr, "%s: %s\n", err.file, err.en);
    ds_document_free(document); /* borrows from the tallies: first */
    ds_tallies_free(tallies);
    return (int)status;
}
