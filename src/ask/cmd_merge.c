/* ask/cmd_merge.c: doorstroom merge FILE…: adds up the cells of parts, exactly. */
#include "ask/table_options.h"

DS_ASK_FREES(ds_merged_done)

static ds_status merge_and_answer(ds_question *q, const ds_merge_options *options,
                                  const char *const *files, size_t n) {
    const ds_work *work = ds_question_work(q);
    ds_merged *merged = ds_question_room(q, sizeof *merged);
    ds_document *document = NULL;
    ds_status status;
    if (merged == NULL) return DS_FAULT;
    status = ds_work_merge(work, options, files, n, merged, q->err);
    if (status != DS_OK) return status;
    status = ds_report_merge(merged, &document, q->err);
    ds_question_hold(q, merged, release_ds_merged_done);
    return ds_question_answer(q, document, status);
}

static const char usage_nl[] =
    "doorstroom merge BESTAND… [--definitions BESTAND]\n\n"
    "Telt cellen van delen bij elkaar op, exact: wat tally schreef met --part, of van elk deel "
    "dat\n"
    "split maakte. Van json (--format json) wordt geweigerd wat niet bij elkaar hoort, ontbreekt "
    "of\n"
    "dubbel is, en komt er wat tally van het geheel zegt; csv telt op naar haar kolommen alleen.\n"
    "Voorbeelden:\n"
    "  doorstroom merge deel1.json deel2.json --format csv\n"
    "  doorstroom merge delen/*.json --out geheel.json\n"
    "  doorstroom merge deel1.json deel2.json --compare vorig --totals ''";
static const char usage_en[] =
    "doorstroom merge FILE… [--definitions FILE]\n\n"
    "Adds cells of parts up, exactly: what tally wrote with --part, or of each part that split\n"
    "made. Of json (--format json) what does not belong together, is missing or comes twice is\n"
    "refused, and what comes out is what tally says of the whole; csv is added up by its columns\n"
    "only.\n"
    "Examples:\n"
    "  doorstroom merge part1.json part2.json --format csv\n"
    "  doorstroom merge parts/*.json --out whole.json\n"
    "  doorstroom merge part1.json part2.json --compare vorig --totals ''";

ds_status ds_cmd_merge(ds_question *q) {
    ds_merge_options o = DS_MERGE_OPTIONS_INIT;
    ds_ask_shown shown = DS_ASK_SHOWN_INIT;
    const ds_ask_option options[] = {
        {"--definitions", &o.definitions_file, NULL, "FILE",
         "het bestand met de definities van deze cellen (die van het programma)",
         "the file with the definitions of these cells (those of the program)"},
        DS_ASK_SHOWN_OPTIONS(shown)};
    const char **files = ds_question_room(q, (q->n_words + 1) * sizeof *files);
    size_t n = 0;
    if (files == NULL) return DS_FAULT;
    if (!ds_question_read(q, options, sizeof options / sizeof *options, files, q->n_words,
                          DS_SAY(usage_nl, usage_en)))
        return q->status;
    if (!ds_ask_shown_read(q, &shown)) return DS_USAGE;
    o.shown = shown.options;
    while (files[n] != NULL)
        n++;
    if (n == 0) return ds_question_refuse(q, "welke bestanden?", "which files?", "");
    return merge_and_answer(q, &o, files, n);
}
