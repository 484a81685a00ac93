/* fuzz/fuzz_form.c: any bytes as the file of a form. What is wrong has one line with its place;
 * what is accepted is asked all there is to ask, of an empty dossier and of one that is filled at
 * random. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "doorstroom/formulier.h"
#include "formulier/reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static ds_kinds *kinds;

static const char *const folders[] = {DS_SOURCE_DIR "/codes"};

/* An answer that may be one: what the fuzzer's bytes say. */
static void fill_one(ds_answers *answers, const ds_veld *field, const char *row, uint8_t with) {
    static const char *const typed[] = {"12",   "0",    "ja",   "2025-06-01", "1.234,5",
                                        "2024", "01AB", "x\ny", "-3",         "nee"};
    char path[DS_FORMULIER_PATH_MAX + 1], *canonical = NULL;
    const char *text = typed[with % 10];
    if (!ds_formulier_path(field, row, path)) return;
    if (field->list != NULL && field->list->n_rows > 0)
        text = field->list->rows[with % field->list->n_rows].code;
    if (ds_formulier_parse(field, (ds_text){text, strlen(text)}, DS_NL, &canonical, NULL) != DS_OK)
        return;
    if (!ds_formulier_is_canonical(field, canonical)) abort();
    (void)!ds_answers_set(answers, path, canonical, NULL);
    ds_free(canonical);
}

static void fill_fields(ds_answers *answers, const ds_veld *fields, size_t n,
                        const ds_formulier_facts *facts, uint8_t with) {
    for (size_t i = 0; i < n && i < 40; i++) {
        const char *rows[DS_FORMULIER_ROWS_MAX] = {"r1", "r2"};
        size_t n_rows = 2;
        if (fields[i].soort != DS_VELD_TABEL) {
            fill_one(answers, &fields[i], NULL, (uint8_t)(with + i));
            continue;
        }
        if (fields[i].rows_of != DS_RIJEN_VRIJ)
            n_rows = ds_formulier_rows_of(&fields[i], facts, rows);
        for (size_t r = 0; r < n_rows && r < 8; r++)
            for (size_t c = 0; c < fields[i].n_columns && c < 12; c++)
                fill_one(answers, &fields[i].columns[c], rows[r], (uint8_t)(with + r + c));
    }
}

static void ask_all(const ds_formulier *form, const ds_formulier_facts *facts) {
    ds_bevindingen *findings = NULL;
    ds_leveringen *rows = NULL;
    ds_document *document = NULL;
    ds_answers *carried = NULL;
    ds_voortgang progress;
    if (ds_formulier_check(form, facts, &findings, NULL) != DS_OK) abort();
    ds_bevindingen_free(findings);
    for (size_t i = 0; i < form->n_topics; i++)
        if (ds_formulier_progress(form, facts, i, &progress, NULL, NULL) != DS_OK) abort();
    for (size_t i = 0; i < form->n_transitions; i++) {
        if (ds_formulier_may(form, facts, &form->transitions[i], &findings, NULL) != DS_OK) abort();
        ds_bevindingen_free(findings);
    }
    if (ds_formulier_rows(form, facts, &rows, NULL) == DS_OK) {
        (void)!ds_formulier_rows_check(kinds, rows, NULL);
        ds_leveringen_free(rows);
    }
    for (size_t i = 0; i < form->n_papers && i < 3; i++) {
        if (ds_formulier_make_paper(form, facts, &form->papers[i], &document, NULL) != DS_OK)
            abort();
        ds_document_free(document);
    }
    if (ds_formulier_carry_over(form, facts->answers, form, &carried, NULL, NULL) != DS_OK) abort();
    ds_answers_free(carried);
}

static void ask_form(const ds_formulier *form, uint8_t with) {
    static const ds_partij parties[] = {{"1", "vmbo", "A", "01AB"}, {"2", "mbo", "B", "02CD"}};
    ds_formulier_facts facts = DS_FORMULIER_FACTS_INIT;
    ds_document *document = NULL;
    ds_answers *answers = NULL;
    ask_all(form, &facts);
    if (ds_answers_new(&answers, NULL) != DS_OK) abort();
    facts.parties = parties;
    facts.n_parties = 2;
    facts.today = 20000;
    facts.answers = facts.previous = facts.shown = answers;
    for (size_t i = 0; i < form->n_topics && i < 20; i++)
        fill_fields(answers, form->topics[i].fields, form->topics[i].n_fields, &facts, with);
    ask_all(form, &facts);
    ds_answers_free(answers);
    if (ds_formulier_describe(form, &document, NULL) != DS_OK) abort();
    ds_document_free(document);
    if (ds_formulier_inventory(form, &document, NULL) != DS_OK) abort();
    ds_document_free(document);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const ds_raw raw = {.name = "fuzz.yaml", .text = {(const char *)data, size}};
    ds_formulier *form = NULL;
    ds_error err;
    memset(&err, 0, sizeof err);
    if (kinds == NULL && ds_kinds_read(folders, 1, &kinds, NULL) != DS_OK) abort();
    if (ds_formulier_read_text(&raw, folders, 1, kinds, &form, &err) != DS_OK) {
        if (err.nl[0] == '\0' || err.en[0] == '\0' || err.file[0] == '\0' ||
            strchr(err.nl, '\n') != NULL)
            abort();
        return 0;
    }
    ask_form(form, size == 0 ? 0 : data[size / 2]);
    ds_formulier_free(form);
    return 0;
}
