/* intake/trace.c: the lines of one person, and what became of them. See doorstroom/trace.h.
 *
 * While it reads, the place of every row is noted beside it. Before the rows are resolved, which
 * moves, folds and drops them, those of the person are copied with their places; trace_rows.c finds
 * them again, by their content, in what was resolved. */
#include "intake/trace.h"

#include <stddef.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "intake/steps.h"

/* ---- noting ---- */

static const size_t lists[DS_TRACE_KINDS] = {
    offsetof(ds_worker, enrolments), offsetof(ds_worker, attributes), offsetof(ds_worker, diplomas),
    offsetof(ds_worker, jobs),       offsetof(ds_worker, exemptions), offsetof(ds_worker, start),
    offsetof(ds_worker, left)};

static const ds_list *traced_list(const ds_worker *worker, size_t kind) {
    return (const ds_list *)(const void *)((const char *)worker + lists[kind]);
}

bool ds_trace_note(const ds_row *row, const ds_list *rows) {
    ds_worker *worker = row->worker;
    for (size_t k = 0; k < DS_TRACE_KINDS; k++) {
        ds_trace_place *to;
        if (rows != traced_list(worker, k)) continue;
        to = ds_list_add(&worker->places[k]);
        if (to != NULL) *to = (ds_trace_place){row->line, row->levering};
        return to != NULL;
    }
    return true;
}

static ds_status take_places(ds_intake *intake, ds_error *err) {
    for (size_t w = 0; w < intake->n_workers; w++) {
        ds_worker *worker = &intake->workers[w];
        worker->places = ds_calloc(DS_TRACE_KINDS, sizeof *worker->places);
        if (worker->places == NULL) return ds_error_memory(err);
        for (size_t k = 0; k < DS_TRACE_KINDS; k++)
            ds_list_init(&worker->places[k], sizeof(ds_trace_place));
    }
    return DS_OK;
}

static void drop_places(ds_intake *intake) {
    for (size_t w = 0; intake->workers != NULL && w < intake->n_workers; w++) {
        ds_worker *worker = &intake->workers[w];
        for (size_t k = 0; worker->places != NULL && k < DS_TRACE_KINDS; k++)
            ds_list_done(&worker->places[k]);
        ds_free(worker->places);
        worker->places = NULL;
    }
}

/* ---- copying ---- */

#define RANK(ID, name, KIND, ...) DS_BY_SHAPE(RANK_, KIND)(ID, name)
#define RANK_WORD(ID, name) ds_resolve_word(resolved, DS_WORD_##ID, &row->name);
#define RANK_DAY(ID, name)
#define RANK_BYTE(ID, name)
#define RANK_BIT(ID, name)

static void rank_enrolment(const ds_resolved *resolved, ds_enrolment *row) {
    DS_ENROLMENT_COLUMNS(RANK)
}

static void rank_attributes(const ds_resolved *resolved, ds_attributes *row) {
    DS_PERSON_COLUMNS(RANK)
}

static void rank_words(const ds_resolved *resolved, ds_traced *row) {
    switch ((ds_trace_kind)row->kind) {
    case DS_TRACE_INSCHRIJVING:
        rank_enrolment(resolved, &row->as.enrolment);
        break;
    case DS_TRACE_PERSOON:
        rank_attributes(resolved, &row->as.attributes);
        break;
    case DS_TRACE_DIPLOMA:
        ds_resolve_word(resolved, DS_WORD_OPLEIDING, &row->as.diploma.opleiding);
        ds_resolve_word(resolved, DS_WORD_HOOFDGROEP, &row->as.diploma.hoofdgroep);
        ds_resolve_word(resolved, DS_WORD_INSTELLING, &row->as.diploma.instelling);
        break;
    case DS_TRACE_START:
    case DS_TRACE_VSV:
        ds_resolve_word(resolved, DS_WORD_INSTELLING, &row->as.verdict.instelling);
        break;
    case DS_TRACE_WERK:
    case DS_TRACE_VRIJSTELLING:
    case DS_TRACE_KINDS:
        break;
    }
}

static ds_status copy_row(ds_trace *t, size_t kind, const ds_list *rows,
                          const ds_trace_place *place, uint64_t i, ds_error *err) {
    ds_traced *to;
    if (!ds_reserve(&t->rows, &t->capacity, t->n_rows + 1, sizeof *t->rows))
        return ds_error_memory(err);
    to = &t->rows[t->n_rows++];
    *to = (ds_traced){.kind = (ds_trace_kind)kind, .place = *place};
    if (kind == DS_TRACE_INSCHRIJVING)
        ds_enrolment_tell(t->intake.said, ds_list_at(rows, i), &to->as.enrolment);
    else
        memcpy(&to->as, ds_list_at(rows, i), rows->size);
    rank_words(&t->resolved, to);
    return DS_OK;
}

static ds_status copy_rows(ds_trace *t, const ds_worker *worker, size_t kind, ds_error *err) {
    const ds_list *rows = traced_list(worker, kind), *places = &worker->places[kind];
    ds_status status = DS_OK;
    for (uint64_t i = 0; status == DS_OK && i < rows->n; i++) {
        uint32_t person;
        memcpy(&person, ds_list_at(rows, i), sizeof person);
        if (person == UINT32_MAX) continue; /* a verdict over nobody we know */
        if (t->resolved.person_rank[person] == t->person)
            status = copy_row(t, kind, rows, ds_list_at(places, i), i, err);
    }
    return status;
}

/* ---- opening ---- */

/* Who has this number among the careers; or was already found with another kind: several. */
static ds_status try_number(ds_trace *t, ds_number number, ds_text text, bool *found,
                            ds_error *err) {
    char key[1 + DS_PERSOON_MAX];
    uint32_t person, rank;
    if (text.size == 0 || text.size > DS_PERSOON_MAX) return DS_OK;
    key[0] = (char)('a' + (int)number);
    memcpy(key + 1, text.data, text.size);
    if (!ds_dictionary_lookup(t->intake.persons, (ds_text){key, text.size + 1}, &person))
        return DS_OK;
    rank = t->resolved.person_rank[person];
    if (rank >= t->resolved.n_careers || (*found && rank == t->person)) return DS_OK;
    if (*found)
        return ds_error_set(err, DS_INPUT,
                            "dit nummer is van meer dan één persoon: zet de soort ervoor, zoals "
                            "bsn:123 of pgn:123",
                            "this number is of more than one person: put its kind before it, like "
                            "bsn:123 or pgn:123");
    *found = true;
    t->person = rank;
    return DS_OK;
}

/* The kind before a colon, -1 when there is none; then *text is what follows. */
static int split_kind(ds_text *text) {
    const char *colon = text->size == 0 ? NULL : memchr(text->data, ':', text->size);
    int code;
    if (colon == NULL) return -1;
    code = ds_codes_find(&ds_codes_persoon_soort,
                         (ds_text){text->data, (size_t)(colon - text->data)}, true);
    if (code >= 0) *text = (ds_text){colon + 1, text->size - (size_t)(colon - text->data) - 1};
    return code;
}

static ds_status find_person(ds_trace *t, ds_error *err) {
    char pseudonym[DS_PSEUDONYM_SIZE];
    ds_text text = ds_text_of(t->persoon);
    const int kind = split_kind(&text);
    bool found = false;
    ds_status status = DS_OK;
    if (t->intake.identity.keyed) ds_identity_pseudonym(t->intake.identity.key, text, pseudonym);
    for (int i = 0; status == DS_OK && i < DS_NUMBER_N; i++) {
        if (kind >= 0 && i != kind) continue;
        status = try_number(t, (ds_number)i, text, &found, err);
        if (status == DS_OK && t->intake.identity.keyed)
            status =
                try_number(t, (ds_number)i, (ds_text){pseudonym, sizeof pseudonym}, &found, err);
    }
    if (status != DS_OK || found) return status;
    return ds_error_set(err, DS_INPUT,
                        "in de leveringen staat geen inschrijving van deze persoon; wie er zijn "
                        "zegt doorstroom tally WERKMAP --indicator ID --persons",
                        "no enrolment of this person stands in the deliveries; who there are says "
                        "doorstroom tally WORKFOLDER --indicator ID --persons");
}

/* After the ranks and the levels, before anything is moved. */
static ds_status copy_person(void *context, ds_error *err) {
    ds_trace *t = context;
    ds_status status = t->persoon == NULL ? DS_OK : find_person(t, err);
    for (size_t w = 0; status == DS_OK && t->persoon != NULL && w < t->intake.n_workers; w++)
        for (size_t k = 0; status == DS_OK && k < DS_TRACE_KINDS; k++)
            status = copy_rows(t, &t->intake.workers[w], k, err);
    return status;
}

static ds_status read_again(ds_trace *t, ds_error *err) {
    ds_status status = ds_intake_init(&t->intake, &t->options, err);
    if (status == DS_OK) status = ds_config_read(&t->intake, err);
    if (status == DS_OK) status = ds_plan(&t->intake, err);
    if (status == DS_OK) status = take_places(&t->intake, err);
    t->intake.tracing = copy_person;
    t->intake.tracing_context = t;
    if (status == DS_OK) status = ds_intake_read(&t->intake, err);
    if (status == DS_OK) status = ds_intake_resolve(&t->intake, &t->resolved, err);
    drop_places(&t->intake);
    return status;
}

ds_status ds_trace_open(const ds_import_options *options, const char *persoon, ds_trace **out,
                        ds_error *err) {
    ds_trace *t = ds_calloc(1, sizeof *t);
    ds_status status;
    if (t == NULL) return ds_error_memory(err);
    t->options = *options;
    t->persoon = persoon;
    status = read_again(t, err);
    if (status == DS_OK) status = ds_trace_show(t, err);
    if (status == DS_OK) {
        memcpy(t->generation, t->intake.input_checksum, sizeof t->generation - 1);
        *out = t;
    } else {
        ds_trace_free(t);
    }
    return status;
}

void ds_trace_free(ds_trace *t) {
    if (t == NULL) return;
    for (size_t i = 0; t->texts != NULL && i < t->n_rows; i++)
        ds_free(t->texts[i]);
    ds_free(t->texts);
    ds_free(t->shown);
    ds_free(t->rows);
    drop_places(&t->intake);
    ds_resolved_done(&t->resolved);
    ds_intake_done(&t->intake);
    ds_free(t);
}

const char *ds_trace_generation(const ds_trace *t) {
    return t->generation;
}

uint64_t ds_trace_place_of(const ds_trace *t) {
    return t->person;
}

uint64_t ds_trace_n_persons(const ds_trace *t) {
    return t->resolved.n_careers;
}

ds_text ds_trace_person(const ds_trace *t, uint64_t person) {
    return ds_identity_text(t->resolved.persons[person]);
}

const char *ds_trace_person_kind(const ds_trace *t, uint64_t person) {
    return ds_codes_persoon_soort.values[ds_identity_number(t->resolved.persons[person])];
}

const ds_trace_row *ds_trace_rows(const ds_trace *t, size_t *out_n) {
    *out_n = t->n_rows;
    return t->shown;
}
