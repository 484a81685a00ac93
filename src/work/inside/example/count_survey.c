/* work/inside/example/count_survey.c: a claim over the answers of a survey is counted: respondents
 * are who counts. See example.h. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/survey_tally.h"
#include "work/inside/example/example.h"
#include "work/inside/keys.h"

/* The keys that are asked, and after them who answers. */
typedef struct survey_asking {
    ds_overlay *overlay;
    ds_asked_keys by;
    uint32_t nodes[DS_KEYS_MAX];
    const char *names[DS_KEYS_MAX];
    size_t n_keys;
} survey_asking;

static ds_status ask_survey_keys(survey_asking *a, const example_claim *claim, ds_error *err) {
    ds_status status = ds_asked_keys_read(&a->by, a->overlay, claim->by, err);
    if (status != DS_OK) return status;
    if (a->by.n == DS_KEYS_MAX)
        return ds_error_set(err, DS_INPUT, "meer dan %d kenmerken", "more than %d keys",
                            DS_KEYS_MAX - 1);
    for (a->n_keys = 0; a->n_keys < a->by.n; a->n_keys++) {
        a->nodes[a->n_keys] = a->by.nodes[a->n_keys];
        a->names[a->n_keys] = a->by.names[a->n_keys];
    }
    a->names[a->n_keys] = "respondent";
    return ds_overlay_key(a->overlay, "respondent", &a->nodes[a->n_keys], err);
}

static ds_stand stand_of_answer(const ds_measures *m) {
    if (m->onbekend > 0) return DS_STAND_ONBEKEND;
    return m->teller > 0 ? DS_STAND_TELLER : DS_STAND_NOEMER;
}

/* Respondents are known by their number: two of a year with one number would be one. */
static double weight_of_respondent(const ds_survey_cells *cells, int year, ds_text respondent,
                                   size_t at) {
    double weight = 0;
    for (size_t i = 0; i < ds_survey_cells_n(cells); i++) {
        const ds_survey_row row = ds_survey_cells_at(cells, i);
        if (row.year == year && ds_text_equal(row.by[at], respondent))
            weight += ds_sum_double(row.measures.known_w);
    }
    return weight;
}

static ds_status list_answers(const ds_survey_tally *t, size_t n_keys, ds_arena *arena,
                              example_counted *out, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < ds_cells_n(t->counts); i++) {
        const ds_cell cell = ds_cells_at(t->counts, i); /* its first key is the cluster */
        example_entry entry = {.year = cell.schooljaar, .stand = stand_of_answer(&cell.measures)};
        entry.person = ds_arena_copy(arena, cell.keys[n_keys + 1]);
        entry.key = ds_example_key(arena, cell.keys + 1, n_keys);
        entry.weight =
            weight_of_respondent(t->cells, cell.schooljaar, cell.keys[n_keys + 1], n_keys);
        if (entry.person == NULL || entry.key == NULL) return ds_error_memory(err);
        status = ds_example_found(out, arena, &entry, err);
    }
    return status;
}

static ds_status count_claimed_answers(const example_run *run, const ds_survey_source *source,
                                       const ds_indicator *indicator, const survey_asking *a,
                                       ds_arena *arena, example_counted *out, ds_error *err) {
    const ds_definitions *set = ds_overlay_definitions(a->overlay);
    const ds_tally_request request = {indicator, a->nodes, a->names, a->n_keys + 1};
    ds_survey_frame_note note;
    ds_survey_tally tally = {0};
    ds_status status = ds_tally_survey(source, set, &request, &tally, err);
    if (status == DS_OK) status = ds_survey_add_frame(run->reg, set, indicator, &tally, &note, err);
    if (status == DS_OK) status = list_answers(&tally, a->n_keys, arena, out, err);
    ds_survey_tally_done(&tally);
    return status;
}

ds_status ds_example_count_survey(const example_run *run, const example_claim *claim,
                                  const ds_indicator *indicator, ds_arena *arena,
                                  example_counted *out, ds_error *err) {
    survey_asking a = {.overlay = ds_overlay_new(run->set)};
    ds_survey_institution *institutions = NULL;
    ds_survey_source source = {.reg = run->reg};
    ds_kind_table *table = NULL;
    ds_status status = a.overlay == NULL ? ds_error_memory(err) : DS_OK;
    if (status == DS_OK) ds_overlay_over_enquete(a.overlay);
    if (status == DS_OK) status = ask_survey_keys(&a, claim, err);
    if (status == DS_OK) status = ds_register_kind(run->reg, "enquete", &table, err);
    if (status == DS_OK && !ds_kind_table_is_present(table))
        status = ds_error_set(err, DS_INPUT,
                              "dit voorbeeld heeft geen enquete:", "this example has no enquete:");
    if (status == DS_OK)
        status = ds_survey_institutions(run->reg, &institutions, &source.n_institutions, err);
    source.table = table;
    source.institutions = institutions;
    if (status == DS_OK)
        status = count_claimed_answers(run, &source, indicator, &a, arena, out, err);
    ds_survey_institutions_free(institutions, source.n_institutions);
    ds_kind_table_free(table);
    ds_asked_keys_done(&a.by);
    ds_overlay_free(a.overlay);
    return status;
}
