/* intake/duo/duo.c: what DUO's funding deliveries give to the register, whichever layout they have:
 * the enrolments of the 1 Octobers they tell about, diplomas, persons. See duo.h. */
#include "intake/duo/duo.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

const ds_layout ds_layout_ro = {"RO", 0, true, NULL, 0, 0, NULL, 0};
const ds_layout ds_layout_grondslag = {"GRONDSLAG", 0, true, NULL, 0, 0, NULL, 0};
const ds_layout ds_layout_tbgi = {"TBGI", 0, true, NULL, 0, 0, NULL, 0};

void ds_duo_say(ds_duo *duo, ds_duo_kind kind, ds_duo_record record, uint64_t line) {
    if (!ds_duo_note(duo->report, kind, record, line)) duo->worker->no_memory = true;
}

/* Whether a later delivery of the same kind and institution tells about this day. Only RO overlap:
 * the others are of one school year each, and replaced whole by plan.c. */
static bool told_later(const ds_duo *duo, int32_t day) {
    const ds_intake *intake = duo->intake;
    for (size_t i = duo->levering + (size_t)1; i < intake->n_deliveries; i++) {
        const ds_delivery *later = &intake->deliveries[i];
        if (later->layout == &ds_layout_ro && duo->delivery->layout == &ds_layout_ro &&
            strcmp(later->institution, duo->delivery->institution) == 0 &&
            ds_duo_covers(later, day))
            return true;
    }
    return false;
}

ds_status ds_duo_init(ds_duo *duo, ds_intake *intake, size_t levering, ds_error *err) {
    ds_delivery *d = &intake->deliveries[levering];
    int first, last, month, day;
    memset(duo, 0, sizeof *duo);
    duo->intake = intake;
    duo->worker = &intake->workers[0];
    duo->delivery = d;
    duo->levering = (uint16_t)levering;
    if (d->from > d->to)
        return ds_error_at(err, DS_INPUT, d->path, 0, 0,
                           "de periode in de bestandsnaam eindigt voor zij begint",
                           "the period in the file name ends before it begins");
    ds_date_civil(d->from, &first, &month, &day);
    if (d->from > ds_date_days(first, 10, 1)) first++;
    ds_date_civil(d->to, &last, &month, &day);
    if (d->to < ds_date_days(last, 10, 1)) last--;
    duo->first_year = first < DS_YEAR_MIN ? DS_YEAR_MIN : first;
    duo->last_year = last > DS_YEAR_MAX ? DS_YEAR_MAX : last;
    for (int year = duo->first_year; year <= duo->last_year; year++)
        duo->gone[year - DS_YEAR_MIN] = told_later(duo, ds_date_days(year, 10, 1));
    d->report = ds_duo_report_new();
    duo->report = d->report;
    return d->report == NULL || !ds_duo_counts_init(d) ? ds_error_memory(err) : DS_OK;
}

bool ds_duo_gives(const ds_duo *duo, int year) {
    return year >= duo->first_year && year <= duo->last_year && !duo->gone[year - DS_YEAR_MIN] &&
           ds_date_days(year, 10, 1) <= duo->delivery->made;
}

void ds_duo_years(const ds_duo *duo, int32_t begin, int32_t end, int *out_first, int *out_last) {
    int first = duo->first_year, last = duo->last_year;
    while (first <= last && ds_date_days(first, 10, 1) < begin)
        first++;
    while (last >= first && ds_date_days(last, 10, 1) > end)
        last--;
    *out_first = first;
    *out_last = last;
}

static bool intern_text(ds_worker *worker, ds_word word, ds_text text, uint32_t *out) {
    uint32_t number;
    *out = 0;
    if (text.size == 0) return true;
    if (!ds_dictionary_intern_cached(worker->intake->words[word], &worker->caches[word], text,
                                     &number)) {
        worker->no_memory = true;
        return false;
    }
    *out = number + 1;
    return true;
}

/* Five digits: anything else may be someone's number, in a shifted field. */
static bool is_crebo(ds_text code) {
    for (size_t i = 0; i < code.size; i++)
        if (code.data[i] < '0' || code.data[i] > '9') return false;
    return code.size == 5;
}

bool ds_duo_opleiding_of(ds_row *row, size_t column, ds_duo_opleiding *out) {
    ds_text code = ds_row_text(row, column);
    const ds_crebo *known = ds_crebo_find(row->worker->intake, code);
    memset(out, 0, sizeof *out);
    if (code.size == 0) return ds_refuse(row, column, DS_REASON_EMPTY, NULL);
    if (!is_crebo(code)) return ds_refuse(row, column, DS_REASON_CODE, NULL);
    memcpy(out->code, code.data, code.size);
    if (!ds_row_word(row, column, DS_WORD_OPLEIDING, &out->opleiding)) return false;
    if (known == NULL) return true;
    out->niveau = known->niveau;
    out->sector = known->sector;
    return known->hoofdgroep == NULL ||
           intern_text(row->worker, DS_WORD_HOOFDGROEP, ds_text_of(known->hoofdgroep),
                       &out->hoofdgroep);
}

bool ds_duo_age(ds_row *row, size_t column, uint8_t *out) {
    return ds_row_integer(row, column, 0, 120, out);
}

bool ds_duo_niveau(ds_row *row, size_t column, uint8_t *out) {
    ds_text text = ds_row_text(row, column);
    *out = 0;
    if (text.size == 0) return true;
    if (text.size != 5 || !ds_text_equal_nocase((ds_text){text.data, 4}, ds_text_of("MBO-")) ||
        text.data[4] < '1' || text.data[4] > '4')
        return ds_refuse(row, column, DS_REASON_CODE, NULL);
    *out = (uint8_t)(text.data[4] - '0');
    return true;
}

bool ds_duo_leerweg(ds_row *row, size_t column, uint8_t *out) {
    const ds_intake *intake = row->worker->intake;
    ds_text text = ds_row_text(row, column);
    *out = 0;
    if (text.size == 0) return ds_refuse(row, column, DS_REASON_EMPTY, NULL);
    for (size_t i = 0; i < intake->n_leerwegen; i++)
        if (ds_text_equal_nocase(intake->leerwegen[i].source, text)) {
            *out = intake->leerwegen[i].leerweg;
            return true;
        }
    return ds_refuse(row, column, DS_REASON_CODE, NULL);
}

bool ds_duo_tell_niveau(ds_duo *duo, uint32_t person, const ds_duo_opleiding *of, uint8_t niveau) {
    ds_level_told *to;
    if (niveau == 0 || of->opleiding == 0) return true;
    to = ds_list_add(&duo->intake->told);
    if (to == NULL)
        duo->worker->no_memory = true;
    else
        *to = (ds_level_told){person, of->opleiding, niveau};
    return to != NULL;
}

/* The last row of the worker's list says its niveau, or it is looked for later. */
static bool want_niveau(ds_duo *duo, uint8_t niveau, const ds_duo_opleiding *of, bool diploma) {
    const ds_list *rows = diploma ? &duo->worker->diplomas : &duo->worker->enrolments;
    ds_level_wanted *to;
    if (niveau != 0 || of->opleiding == 0) return true;
    to = ds_list_add(&duo->intake->unleveled);
    if (to == NULL)
        duo->worker->no_memory = true;
    else
        *to = (ds_level_wanted){duo->levering, diploma, rows->n - 1};
    return to != NULL;
}

bool ds_duo_add_enrolment(ds_duo *duo, ds_row *row, const ds_enrolment *enrolment,
                          const ds_duo_opleiding *of) {
    ds_enrolment e = *enrolment;
    e.levering = duo->levering;
    e.soort = DS_SOORT_MBO;
    e.flags |= DS_FLAG_HOOFDINSCHRIJVING;
    if (e.leerweg != 0 && !ds_codes_leerweg_fits(DS_SOORT_MBO, (enum ds_leerweg)(e.leerweg - 1))) {
        e.leerweg = 0; /* a list of the user's own may say so */
        duo->delivery->n_misfit++;
    }
    if (!ds_row_add_enrolment(row, &e)) return false;
    ds_duo_note_taken(duo->report, false);
    return want_niveau(duo, e.niveau, of, false);
}

bool ds_duo_add_diploma(ds_duo *duo, ds_row *row, const ds_diploma *diploma,
                        const ds_duo_opleiding *of) {
    int year, month, day;
    ds_diploma *to;
    if (told_later(duo, diploma->datum)) return true;
    ds_date_civil(diploma->datum, &year, &month, &day);
    to = ds_row_add(row, &row->worker->diplomas);
    if (to == NULL) return false;
    *to = *diploma;
    to->soort = DS_SOORT_MBO;
    to->jaar = (uint16_t)(month >= 10 ? year : year - 1);
    ds_duo_note_taken(duo->report, true);
    return want_niveau(duo, to->niveau, of, true);
}

bool ds_duo_add_person(ds_duo *duo, ds_row *row, const ds_attributes *attributes) {
    ds_attributes *to = ds_row_add(row, &row->worker->attributes);
    if (to == NULL) return false;
    *to = *attributes;
    to->levering = duo->levering;
    return true;
}

/* What holds for a file as a whole, once it was read. */
static ds_status judge_delivery(const ds_delivery *d, ds_error *err) {
    if (ds_duo_counted(d->report, DS_DUO_ISG) + ds_duo_counted(d->report, DS_DUO_DIP) > 0)
        return DS_OK;
    return ds_error_at(err, DS_INPUT, d->path, 0, 0,
                       "geen enkele inschrijving en geen enkel diploma",
                       "not one enrolment and not one diploma");
}

ds_status ds_duo_read(ds_intake *intake, size_t levering, ds_error *err) {
    const ds_delivery *d = &intake->deliveries[levering];
    ds_status status = d->layout == &ds_layout_tbgi ? ds_duo_read_tbgi(intake, levering, err)
                                                    : ds_duo_read_ro(intake, levering, err);
    return status == DS_OK ? judge_delivery(d, err) : status;
}
