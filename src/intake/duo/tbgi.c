/* intake/duo/tbgi.c: TBGI (terugmelding bekostigingsgrondslagen individueel): XML with, under one
 * root, an Inschrijving for each enrolment of a school year, with a Teldatum for 1 October and for
 * 1 February when it counts then, and a Diploma for each diploma.
 *
 * Whether someone is enrolled on 1 October follows from the dates, as in the other deliveries;
 * Teldatum 1 October says in what. Persons have no birth date here, and their
 * age is that on 1 August: said, and taken for the one on 1 October. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "intake/duo/duo.h"
#include "intake/steps.h"
#include "table/xml.h"

/* Which element is within which: an Inschrijving, a Teldatum within that, a Diploma. */
typedef enum within { IN_BOTH, IN_INSCHRIJVING, IN_DIPLOMA, IN_TELDATUM } within;

/* What is read, a line an element. */
enum {
    NUMBER,
    SECOND,
    BRIN,
    BEGIN,
    END,
    RESULT_DATE,
    DIPLOMA_OPLEIDING,
    DIPLOMA_NIVEAU,
    TELDATUM, /* from here on: of a Teldatum */
    OPLEIDING,
    NIVEAU,
    LEERTRAJECT,
    BEKOSTIGBAAR,
    BEKOSTIGD,
    AGE,
    COLUMN_N
};
static const struct {
    const char *name;
    within of;
} elements[COLUMN_N] = {
    [NUMBER] = {"Burgerservicenummer", IN_BOTH},
    [SECOND] = {"Onderwijsnummer", IN_BOTH},
    [BRIN] = {"BRIN", IN_BOTH},
    [BEGIN] = {"DatumInschrijving", IN_INSCHRIJVING},
    [END] = {"DatumUitschrijvingWerkelijk", IN_INSCHRIJVING},
    [RESULT_DATE] = {"DatumBehaald", IN_DIPLOMA},
    [DIPLOMA_OPLEIDING] = {"Opleidingcode", IN_DIPLOMA},
    [DIPLOMA_NIVEAU] = {"Niveau", IN_DIPLOMA},
    [TELDATUM] = {"Teldatum", IN_TELDATUM},
    [OPLEIDING] = {"Opleidingcode", IN_TELDATUM},
    [NIVEAU] = {"Niveau", IN_TELDATUM},
    [LEERTRAJECT] = {"Leertraject", IN_TELDATUM},
    [BEKOSTIGBAAR] = {"IndicatieBekostigbaar", IN_TELDATUM},
    [BEKOSTIGD] = {"Bekostigingsstatus", IN_TELDATUM},
    [AGE] = {"LeeftijdOpEenAugustusStudiejaar", IN_TELDATUM},
};
enum { TEXT_MAX = 256 }; /* a byte more than any value may have: then its row is refused */

typedef struct value {
    char text[TEXT_MAX];
    size_t size;
    bool there;
    uint64_t line, column;
} value;

typedef struct reading {
    ds_duo duo;
    value values[COLUMN_N];
    value counted[COLUMN_N]; /* of the Teldatum 1 October */
    bool has_counted, in_diploma, in_record;
    size_t group; /* depth of an element whose content is not looked at, 0 for none */
    ds_xml_place at;
    const char *names[COLUMN_N];
    ds_text fields[COLUMN_N];
    uint16_t columns[COLUMN_N];
    ds_layout layout;
    ds_row row;
} reading;

static void note_tbgi(reading *r, ds_duo_kind kind) {
    ds_duo_say(&r->duo, kind, r->in_diploma ? DS_DUO_DIP : DS_DUO_ISG, r->row.line);
}

static ds_status wrong_place(const reading *r, ds_xml_place at, const char *nl, const char *en,
                             ds_error *err) {
    return ds_error_texts(err, DS_INPUT, r->duo.delivery->path, at.line, at.column, nl, en);
}

static void clear_values(value *values, size_t from, size_t to) {
    for (size_t i = from; i < to; i++)
        values[i] = (value){.size = 0};
}

/* ---- a record as a row ---- */

static void dress_tbgi(reading *r) {
    r->layout = (ds_layout){.kind = "TBGI", .columns = r->names, .n_columns = COLUMN_N};
    r->row = (ds_row){.worker = r->duo.worker,
                      .delivery = r->duo.delivery,
                      .levering = r->duo.levering,
                      .line = r->at.line,
                      .fields = r->fields,
                      .columns = r->columns,
                      .layout = &r->layout};
    for (size_t i = 0; i < COLUMN_N; i++) {
        const value *v = i >= TELDATUM ? &r->counted[i] : &r->values[i];
        r->names[i] = elements[i].name;
        r->fields[i] = (ds_text){v->text, v->size};
        r->columns[i] = (uint16_t)(i + 1);
    }
}

/* A refusal is of an element: its place, not the record's. */
static void place_refusal(reading *r, size_t n_before) {
    ds_worker *w = r->duo.worker;
    for (size_t i = n_before; i < w->n_refusals; i++) {
        ds_refusal *refusal = &w->refusals[i];
        const value *v;
        if (refusal->field == 0) continue;
        v = refusal->field - 1 >= TELDATUM ? &r->counted[refusal->field - 1]
                                           : &r->values[refusal->field - 1];
        if (v->there) refusal->line = v->line;
        refusal->field = v->there ? (uint16_t)(v->column < UINT16_MAX ? v->column : 0) : 0;
    }
}

static bool tbgi_date(reading *r, size_t column, bool required, int32_t missing, int32_t *out) {
    ds_text text = ds_row_text(&r->row, column);
    char form;
    *out = missing;
    if (text.size == 0) return !required || ds_refuse(&r->row, column, DS_REASON_EMPTY, NULL);
    if (!ds_duo_date(text, false, out, &form))
        return ds_refuse(&r->row, column, DS_REASON_DUO_DATE, NULL);
    if (form != '-') note_tbgi(r, DS_DUO_DATE_FORM);
    return true;
}

static bool take_tbgi_person(reading *r, uint32_t *out) {
    bool first = ds_row_text(&r->row, NUMBER).size > 0,
         second = ds_row_text(&r->row, SECOND).size > 0;
    ds_attributes a = {.geboortedatum = INT32_MIN};
    if (first && second) note_tbgi(r, DS_DUO_BOTH_NUMBERS);
    if (!(first || !second ? ds_row_number(&r->row, NUMBER, DS_NUMBER_BSN, out)
                           : ds_row_number(&r->row, SECOND, DS_NUMBER_ONDERWIJSNUMMER, out)))
        return false;
    if (!ds_duo_note_person(r->duo.report, *out)) r->duo.worker->no_memory = true;
    a.person = *out;
    return ds_duo_add_person(&r->duo, &r->row, &a);
}

/* DUO's verdict when there is one, else what the institution asked for. */
static bool take_tbgi_flags(reading *r, uint8_t *out) {
    size_t column = ds_row_text(&r->row, BEKOSTIGD).size > 0 ? BEKOSTIGD : BEKOSTIGBAAR;
    ds_text text = ds_row_text(&r->row, column);
    int yes;
    *out = 0;
    if (text.size == 0) return ds_refuse(&r->row, column, DS_REASON_EMPTY, NULL);
    yes = ds_codes_yes_no(text);
    if (yes < 0) return ds_refuse(&r->row, column, DS_REASON_CODE, NULL);
    if (yes == 1) *out = DS_FLAG_BEKOSTIGD;
    return true;
}

static bool take_tbgi_level(reading *r, size_t column, const ds_duo_opleiding *of, uint8_t *out) {
    if (!ds_duo_niveau(&r->row, column, out)) return false;
    if (*out != 0 && of->niveau != 0 && of->niveau != *out) note_tbgi(r, DS_DUO_NIVEAU_DIFFERS);
    return true;
}

static bool take_counted(reading *r, ds_enrolment *e, ds_duo_opleiding *of) {
    if (!ds_duo_opleiding_of(&r->row, OPLEIDING, of) ||
        !take_tbgi_level(r, NIVEAU, of, &e->niveau) ||
        !ds_duo_leerweg(&r->row, LEERTRAJECT, &e->leerweg) || !take_tbgi_flags(r, &e->flags) ||
        !ds_duo_age(&r->row, AGE, &e->leeftijd_geleverd))
        return false;
    if (e->leeftijd_geleverd != 0) note_tbgi(r, DS_DUO_AGE_AUGUST);
    e->opleiding = of->opleiding;
    e->hoofdgroep = of->hoofdgroep;
    e->sector = of->sector;
    return true;
}

static bool take_enrolment(reading *r) {
    ds_enrolment e = {.flags = 0}; /* without a Teldatum it is not considered for funding */
    ds_duo_opleiding of = {.opleiding = 0};
    int32_t begin, end;
    int first, last;
    if (!tbgi_date(r, BEGIN, true, 0, &begin) || !tbgi_date(r, END, false, INT32_MAX, &end) ||
        !ds_row_word(&r->row, BRIN, DS_WORD_INSTELLING, &e.instelling) ||
        (r->has_counted && !take_counted(r, &e, &of)) || !take_tbgi_person(r, &e.person))
        return false;
    if (end < begin) note_tbgi(r, DS_DUO_END_BEFORE);
    if (!ds_duo_tell_niveau(&r->duo, e.person, &of, e.niveau)) return false;
    ds_duo_years(&r->duo, begin, end, &first, &last);
    if (first > last) {
        if (r->has_counted) note_tbgi(r, DS_DUO_COUNT_DATE_ONLY);
        return true;
    }
    if (!ds_duo_gives(&r->duo, first)) {
        note_tbgi(r, DS_DUO_FUTURE);
        return true;
    }
    if (!r->has_counted) note_tbgi(r, DS_DUO_NO_COUNT_DATE);
    e.jaar = (uint16_t)first;
    r->duo.delivery->on_october[first - DS_YEAR_MIN]++;
    return ds_duo_add_enrolment(&r->duo, &r->row, &e, &of);
}

static bool take_diploma(reading *r) {
    ds_diploma d = {0};
    ds_duo_opleiding of;
    if (!ds_duo_opleiding_of(&r->row, DIPLOMA_OPLEIDING, &of) ||
        !take_tbgi_level(r, DIPLOMA_NIVEAU, &of, &d.niveau) ||
        !tbgi_date(r, RESULT_DATE, true, 0, &d.datum) ||
        !ds_row_word(&r->row, BRIN, DS_WORD_INSTELLING, &d.instelling))
        return false;
    if (d.datum < ds_date_days(DS_YEAR_MIN + 1, 1, 1) || d.datum > ds_date_days(DS_YEAR_MAX, 1, 1))
        return ds_refuse(&r->row, RESULT_DATE, DS_REASON_DUO_DATE, NULL);
    if (!take_tbgi_person(r, &d.person)) return false;
    d.opleiding = of.opleiding;
    d.hoofdgroep = of.hoofdgroep;
    d.sector = of.sector;
    return ds_duo_add_diploma(&r->duo, &r->row, &d, &of);
}

/* A file that was given another name is a fault of the file, found at its first other BRIN. */
static ds_status check_institution(const reading *r, ds_error *err) {
    const value *v = &r->values[BRIN];
    if (ds_text_equal_nocase(ds_text_trim((ds_text){v->text, v->size}),
                             ds_text_of(r->duo.delivery->institution)))
        return DS_OK;
    return ds_error_at(err, DS_INPUT, r->duo.delivery->path, v->there ? v->line : r->at.line,
                       v->there ? v->column : r->at.column, "BRIN is anders dan in de bestandsnaam",
                       "BRIN differs from the file name");
}

static ds_status end_record(reading *r, ds_error *err) {
    size_t n_before = r->duo.worker->n_refusals;
    ds_status status;
    r->in_record = false;
    status = check_institution(r, err);
    if (status != DS_OK) return status;
    dress_tbgi(r);
    r->duo.delivery->n_read++;
    if (!(r->in_diploma ? take_diploma(r) : take_enrolment(r))) r->duo.delivery->n_refused++;
    place_refusal(r, n_before);
    return r->duo.worker->no_memory ? ds_error_memory(err) : DS_OK;
}

/* A Teldatum ends: 1 October's is kept, 1 February's looked at no further. */
static ds_status end_count(reading *r, ds_error *err) {
    const value *v = &r->values[TELDATUM];
    const ds_text text = ds_text_trim((ds_text){v->text, v->size});
    const int year = r->duo.delivery->year;
    int32_t date;
    char form;
    ds_xml_place at = {0, v->there ? v->line : r->at.line, v->there ? v->column : r->at.column};
    if (!ds_duo_date(text, false, &date, &form))
        return wrong_place(r, at, "Teldatum: geen datum", "Teldatum: not a date", err);
    if (date == ds_date_days(year, 10, 1)) {
        r->has_counted = true;
        memcpy(r->counted + TELDATUM, r->values + TELDATUM,
               (COLUMN_N - TELDATUM) * sizeof *r->values);
    } else if (date != ds_date_days(year + 1, 2, 1)) {
        return wrong_place(r, at,
                           "Teldatum: verwacht 1 oktober of 1 februari van het schooljaar twee "
                           "jaar voor het bekostigingsjaar in de bestandsnaam",
                           "Teldatum: expected 1 October or 1 February of the school year two "
                           "years before the funding year in the file name",
                           err);
    }
    clear_values(r->values, TELDATUM, COLUMN_N);
    return DS_OK;
}

/* ---- elements ---- */

static ds_status begin_record(reading *r, ds_text name, ds_xml_place at, ds_error *err) {
    bool enrolment = ds_text_is(name, "Inschrijving"), diploma = ds_text_is(name, "Diploma");
    (void)err;
    if (!enrolment && !diploma) {
        r->group = at.depth;
        ds_duo_count(r->duo.report, DS_DUO_OTHER);
        ds_duo_say(&r->duo, DS_DUO_RECORD_UNKNOWN, DS_DUO_OTHER, at.line);
        return DS_OK;
    }
    ds_duo_count(r->duo.report, enrolment ? DS_DUO_ISG : DS_DUO_DIP);
    r->in_record = true;
    r->in_diploma = diploma;
    r->has_counted = false;
    r->at = at;
    r->row.line = at.line;
    clear_values(r->values, 0, COLUMN_N);
    clear_values(r->counted, 0, COLUMN_N);
    return DS_OK;
}

static ds_status begin_element(void *context, ds_text name, ds_xml_place at, ds_error *err) {
    reading *r = context;
    if (r->group != 0) return DS_OK;
    if (at.depth == 0 && !ds_text_is(name, "Bekostigingsgrondslagen"))
        return wrong_place(r, at, "geen TBGI: verwacht het element Bekostigingsgrondslagen",
                           "not a TBGI: expected the element Bekostigingsgrondslagen", err);
    if (at.depth == 1) return begin_record(r, name, at, err);
    if (ds_text_is(name, "Signaal") || ds_text_is(name, "BekostigingsrelevanteBPV"))
        r->group = at.depth;
    return DS_OK;
}

/* Whether an element of this depth is where it is read. */
static bool is_read_here(const reading *r, within of, size_t depth) {
    switch (of) {
    case IN_INSCHRIJVING:
        return depth == 2 && !r->in_diploma;
    case IN_DIPLOMA:
        return depth == 2 && r->in_diploma;
    case IN_TELDATUM:
        return depth == 3 && !r->in_diploma;
    default:
        return depth == 2;
    }
}

static size_t find_column(const reading *r, ds_text name, size_t depth) {
    for (size_t i = 0; i < COLUMN_N; i++)
        if (is_read_here(r, elements[i].of, depth) && ds_text_is(name, elements[i].name)) return i;
    return COLUMN_N;
}

static void keep_value(reading *r, size_t column, ds_text text, ds_xml_place at) {
    value *v = &r->values[column];
    if (v->there) {
        note_tbgi(r, DS_DUO_ELEMENT_TWICE);
        return;
    }
    v->there = true;
    v->line = at.line;
    v->column = at.column;
    v->size = text.size < TEXT_MAX ? text.size : TEXT_MAX;
    memcpy(v->text, text.data, v->size);
}

static ds_status end_element(void *context, ds_text name, ds_text text, ds_xml_place at,
                             ds_error *err) {
    reading *r = context;
    size_t column;
    if (r->group != 0) {
        if (at.depth == r->group) r->group = 0;
        return DS_OK;
    }
    if (!r->in_record) return DS_OK;
    if (at.depth == 1) return end_record(r, err);
    if (at.depth == 2 && !r->in_diploma && ds_text_is(name, "Teldatum")) return end_count(r, err);
    column = find_column(r, name, at.depth);
    if (column != COLUMN_N) keep_value(r, column, text, at);
    return r->duo.worker->no_memory ? ds_error_memory(err) : DS_OK;
}

static void show_tbgi_bytes(void *context, uint64_t bytes) {
    const reading *r = context;
    ds_intake_progress(r->duo.intake, bytes);
}

ds_status ds_duo_read_tbgi(ds_intake *intake, size_t levering, ds_error *err) {
    ds_delivery *d = &intake->deliveries[levering];
    reading *r = ds_calloc(1, sizeof *r);
    ds_xml_sink sink = {r, begin_element, end_element, show_tbgi_bytes};
    ds_status status;
    if (r == NULL) return ds_error_memory(err);
    status = ds_duo_init(&r->duo, intake, levering, err);
    if (status == DS_OK) status = ds_xml_read(d->path, &d->info, &sink, err);
    if (status == DS_OK && r->duo.worker->no_memory) status = ds_error_memory(err);
    ds_free(r);
    return status;
}
