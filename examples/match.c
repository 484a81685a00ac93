/* examples/match.c: what taking part did, by kernel matching, from any csv, Parquet, SPSS or Stata
 * table with the columns mee (ja, nee), leeftijd and y; printed as csv.
 *
 *   match FILE */
#include <doorstroom/doorstroom.h>
#include <stdio.h>

static ds_status put(void *context, const char *data, size_t size, ds_error *err) {
    (void)err;
    return fwrite(data, 1, size, (FILE *)context) == size ? DS_OK : DS_FAULT;
}

int main(int argc, char **argv) {
    const ds_work work = DS_WORK_INIT; /* no work folder, all cores */
    const ds_write_options how = DS_WRITE_OPTIONS_INIT;
    const ds_sink out = {stdout, put};
    ds_work_match_options asked = DS_WORK_MATCH_OPTIONS_INIT;
    ds_effects *effects = NULL;
    ds_document *document = NULL;
    ds_error err;
    asked.file = argc > 1 ? argv[1] : "tabel.csv";
    asked.treatment = "mee";
    asked.outcomes = "y";
    asked.numbers = "leeftijd";
    ds_status status = ds_work_match(&work, &asked, &effects, &err);
    if (status == DS_OK) {
        size_t n;
        const ds_effect_block *blocks = ds_effects_blocks(effects, &n);
        status = ds_report_effects(blocks, n, &document, &err);
    }
    if (status == DS_OK) status = ds_document_write(document, DS_FORM_CSV, &how, &out, &err);
    if (status != DS_OK) (void)fprintf(stderr, "%s: %s\n", err.file, err.en);
    ds_document_free(document);
    ds_effects_free(effects);
    return (int)status;
}
