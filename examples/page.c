/* examples/page.c: tables over the register of a work folder, as one html page in English.
 *
 *   page WORKFOLDER DATAFOLDER PAGE.html */
#include <doorstroom/doorstroom.h>
#include <stdio.h>

int main(int argc, char **argv) {
    ds_work work = DS_WORK_INIT;
    ds_tallies_options asked = DS_TALLIES_OPTIONS_INIT;
    ds_write_options how = DS_WRITE_OPTIONS_INIT;
    ds_tallies *tallies = NULL;
    ds_document *document = NULL;
    ds_error err;
    if (argc != 4) return (void)fputs("page WORKFOLDER DATAFOLDER PAGE.html\n", stderr), DS_USAGE;
    work.folder = argv[1];
    work.program_folder = argv[2];
    asked.indicators = "vsv,startersresultaat";
    asked.by = "niveau";
    how.lang = DS_EN;
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
