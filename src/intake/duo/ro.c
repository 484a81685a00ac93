/* intake/duo/ro.c: RO (registratieoverzicht) and GRONDSLAG IP MBO: several kinds of record in one
 * file, without column names, in an order that says what belongs to what:
 *
 *   VLP, then per person PER, ISG (with ISP, ISE, BPV, BII under it), DIP (with BID, AMO, GEO, KZD
 *   under it), and at the end SLR with counts
 *
 * Where each record has what stands in ro_records.c, what each gives in ro_take.c; the two layouts
 * differ in little else. One person, one enrolment and one diploma are kept at a time, so memory
 * does not grow with the file but for what goes into the register. A delivery whose records stand
 * otherwise is put in that order first (ro_join.c). */
#include "intake/duo/ro.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "intake/steps.h"
#include "table/records.h"

/* ---- what the record above said goes to the register ---- */

static bool flush_diploma(ds_ro *r) {
    ds_row row = r->row;
    if (!r->has_diploma) return true;
    r->has_diploma = false;
    row.line = r->dip_line;
    r->diploma.hoofdgroep = r->diploma_of.hoofdgroep;
    r->diploma.sector = r->diploma_of.sector;
    return ds_duo_add_diploma(&r->duo, &row, &r->diploma, &r->diploma_of);
}

static bool give_year(ds_ro *r, ds_row *row, int year) {
    const ds_ro_period *p = &r->periods[year - DS_YEAR_MIN];
    ds_enrolment e = r->enrolment;
    e.jaar = (uint16_t)year;
    if (!p->known) ds_duo_say(&r->duo, DS_DUO_NO_PERIOD, DS_DUO_ISG, r->isg_line);
    e.flags = p->judged ? p->verdict : p->flags; /* no period asks for no funding */
    e.opleiding = p->of.opleiding;
    e.hoofdgroep = p->of.hoofdgroep;
    e.sector = p->of.sector;
    e.vestiging = p->vestiging;
    e.leerweg = p->leerweg;
    e.route = p->route;
    e.niveau = p->niveau;
    e.leeftijd_geleverd = r->age;
    return ds_duo_add_enrolment(&r->duo, row, &e, &p->of);
}

static bool flush_enrolment(ds_ro *r) {
    ds_row row = r->row;
    if (!r->open) return true;
    r->open = false;
    row.line = r->isg_line;
    for (int year = r->first; year <= r->last; year++) {
        if (ds_date_days(year, 10, 1) > r->duo.delivery->made)
            ds_duo_say(&r->duo, DS_DUO_FUTURE, DS_DUO_ISG, r->isg_line);
        else
            r->duo.delivery->on_october[year - DS_YEAR_MIN]++;
        if (ds_duo_gives(&r->duo, year) && !give_year(r, &row, year)) return false;
    }
    return true;
}

static bool flush_above(ds_ro *r) {
    return flush_enrolment(r) && flush_diploma(r);
}

/* ---- the first and the last record ---- */

static ds_status refuse_vlp(const ds_ro *r, size_t field, const char *nl, const char *en,
                            ds_error *err) {
    return ds_error_at(err, DS_INPUT, r->duo.delivery->path, r->row.line, field,
                       "%s%.0s in VLP is anders dan in de bestandsnaam",
                       "%.0s%s in VLP differs from the file name", nl, en);
}

static ds_status vlp_date(ds_ro *r, size_t column, int32_t *out, ds_error *err) {
    ds_text text = ds_row_text(&r->row, column);
    char form;
    if (!ds_duo_date(text, false, out, &form))
        return ds_error_at(err, DS_INPUT, r->duo.delivery->path, r->row.line,
                           r->row.columns[column], "geen datum in VLP", "no date in VLP");
    if (form != r->own_form) ds_ro_note(r, DS_DUO_DATE_FORM);
    return DS_OK;
}

/* An RO's period; a GRONDSLAG's school year and date of making. */
static ds_status check_period(ds_ro *r, ds_error *err) {
    const ds_delivery *d = r->duo.delivery;
    int32_t from, to, made;
    int64_t year;
    ds_status status = vlp_date(r, DS_RO_VLP_MADE, &made, err);
    if (status != DS_OK) return status;
    if (r->grondslag) {
        if (!ds_number_parse_integer(ds_row_text(&r->row, DS_RO_VLP_YEAR), &year) ||
            year != d->year)
            return refuse_vlp(r, r->row.columns[DS_RO_VLP_YEAR], "het studiejaar",
                              "the school year", err);
        if (made != d->made)
            return refuse_vlp(r, r->row.columns[DS_RO_VLP_MADE], "de aanmaakdatum",
                              "the date of making", err);
        return DS_OK;
    }
    status = vlp_date(r, DS_RO_VLP_FROM, &from, err);
    if (status == DS_OK) status = vlp_date(r, DS_RO_VLP_TO, &to, err);
    if (status != DS_OK) return status;
    if (from != d->from)
        return refuse_vlp(r, r->row.columns[DS_RO_VLP_FROM], "het begin van de periode",
                          "the beginning of the period", err);
    if (to != d->to)
        return refuse_vlp(r, r->row.columns[DS_RO_VLP_TO], "het einde van de periode",
                          "the end of the period", err);
    r->duo.delivery->made = made;
    return DS_OK;
}

/* DUO's own GRONDSLAG has no BRIN in VLP: the school year stands in its place, the name says it. */
static bool without_brin(const ds_ro *r) {
    int64_t year;
    ds_text first = ds_text_trim(r->row.fields[1]);
    return r->grondslag && r->n_fields == 4 && first.size == 4 &&
           ds_number_parse_integer(first, &year);
}

static ds_status take_vlp(ds_ro *r, ds_error *err) {
    if (r->seen_vlp)
        return ds_error_at(err, DS_INPUT, r->duo.delivery->path, r->row.line, 1,
                           "een tweede VLP; verwacht: één levering in een bestand",
                           "a second VLP; expected: one delivery in a file");
    r->seen_vlp = true;
    if (without_brin(r)) {
        static const uint16_t at[DS_RO_COLUMNS_MAX] = {[DS_RO_VLP_YEAR] = 2, [DS_RO_VLP_MADE] = 3};
        r->row.columns = at;
    }
    if (r->n_records > 1) ds_ro_note(r, DS_DUO_VLP_LATE);
    if (r->row.columns[DS_RO_VLP_BRIN] != 0 &&
        !ds_text_equal_nocase(ds_row_text(&r->row, DS_RO_VLP_BRIN),
                              ds_text_of(r->duo.delivery->institution)))
        return refuse_vlp(r, r->row.columns[DS_RO_VLP_BRIN], "de instelling", "the institution",
                          err);
    return check_period(r, err);
}

/* Compared with what there is once all is read. */
static ds_status take_slr(ds_ro *r, const ds_text *fields, ds_error *err) {
    const ds_ro_records *records = &r->records;
    if (r->seen_slr)
        return ds_error_at(err, DS_INPUT, r->duo.delivery->path, r->row.line, 1,
                           "een tweede SLR; verwacht: één levering in een bestand",
                           "a second SLR; expected: one delivery in a file");
    r->seen_slr = true;
    r->slr_line = r->row.line;
    for (size_t i = 0; i < records->n_counts; i++) {
        int64_t value;
        if (!ds_number_parse_integer(ds_text_trim(fields[i + 1]), &value) || value < 0)
            return ds_error_at(err, DS_INPUT, r->duo.delivery->path, r->row.line, i + 2,
                               "geen aantal in SLR", "no count in SLR");
        ds_duo_note_total(r->duo.report, records->counts[i], (uint64_t)value);
        r->totals[records->counts[i]] = (uint64_t)value + 1;
    }
    return DS_OK;
}

/* ---- a line ---- */

ds_status ds_ro_find_type(ds_ro *r, ds_text code, ds_error *err) {
    for (size_t i = 0; i < DS_DUO_OTHER; i++)
        if (ds_text_is(code, ds_duo_records[i])) {
            r->type = (ds_duo_record)i;
            return DS_OK;
        }
    r->type = DS_DUO_OTHER;
    for (size_t i = 0; i < code.size; i++)
        if (code.data[i] < 'A' || code.data[i] > 'Z') code.size = 0;
    if (code.size == 3) return DS_OK;
    return ds_error_at(err, DS_INPUT, r->duo.delivery->path, r->row.line, 1,
                       "geen recordtype; verwacht VLP, PER, ISG, ISP, DIP of een ander van drie "
                       "hoofdletters, en | of ; ertussen",
                       "not a kind of record; expected VLP, PER, ISG, ISP, DIP or another of three "
                       "capitals, and | or ; between fields");
}

static void check_fields(ds_ro *r, const ds_text *fields, size_t expected) {
    bool filled = false;
    if (r->n_fields < expected) ds_ro_note(r, DS_DUO_FIELDS_FEWER);
    if (r->n_fields <= expected) return;
    for (size_t i = expected; i < r->n_fields; i++)
        filled = filled || ds_text_trim(fields[i]).size > 0;
    ds_ro_note(r, filled ? DS_DUO_FIELDS_FILLED : DS_DUO_FIELDS_EMPTY);
}

/* The line as a row of the record's own layout, so that a refusal names its field. */
static void dress_ro(ds_ro *r, const ds_text *fields, uint64_t line) {
    const ds_ro_record *of = &r->records.of[r->type];
    r->layout = (ds_layout){
        .kind = r->duo.delivery->layout->kind, .columns = of->names, .n_columns = of->n_names};
    r->row = (ds_row){.worker = r->duo.worker,
                      .delivery = r->duo.delivery,
                      .levering = r->duo.levering,
                      .line = line,
                      .fields = fields,
                      .columns = of->at,
                      .layout = &r->layout};
}

/* What ends what stands above it. */
static bool close_above(ds_ro *r) {
    switch (r->type) {
    case DS_DUO_PER:
    case DS_DUO_SLR:
        return flush_above(r);
    case DS_DUO_ISG:
        return flush_enrolment(r);
    case DS_DUO_DIP:
        return flush_diploma(r);
    default:
        return true;
    }
}

/* A spreadsheet leaves rows of nothing but separators below a table. */
static bool is_empty_line(const ds_ro *r, const ds_text *fields, size_t n_fields) {
    ds_row row = {.worker = r->duo.worker, .delivery = r->duo.delivery};
    return ds_gate_is_empty(&row, fields, n_fields);
}

static ds_status take_line(void *context, const ds_text *fields, size_t n_fields, uint64_t line,
                           ds_error *err) {
    ds_ro *r = context;
    const ds_ro_record *of;
    ds_status status;
    if (is_empty_line(r, fields, n_fields)) return DS_OK;
    r->row.line = line;
    r->n_fields = n_fields;
    r->n_records++;
    status = ds_ro_find_type(r, ds_text_trim(fields[0]), err);
    if (status != DS_OK) return status;
    of = &r->records.of[r->type];
    if (!close_above(r)) return ds_error_memory(err);
    dress_ro(r, fields, line);
    ds_duo_count(r->duo.report, r->type);
    r->duo.delivery->n_read++;
    r->after_slr = r->after_slr || (r->seen_slr && r->type != DS_DUO_SLR);
    if (of->n_fields == 0) { /* of another layout, or of none that is described */
        ds_ro_note(r, DS_DUO_RECORD_UNKNOWN);
        return r->duo.worker->no_memory ? ds_error_memory(err) : DS_OK;
    }
    check_fields(r, fields, r->type == DS_DUO_VLP && without_brin(r) ? r->n_fields : of->n_fields);
    ds_ro_check_dates(r, of);
    if (r->type == DS_DUO_VLP) return take_vlp(r, err);
    if (r->type == DS_DUO_SLR) return take_slr(r, fields, err);
    if (!ds_ro_take(r)) r->duo.delivery->n_refused++;
    return r->duo.worker->no_memory ? ds_error_memory(err) : DS_OK;
}

static void show_ro_bytes(void *context, uint64_t bytes) {
    const ds_ro *r = context;
    ds_intake_progress(r->duo.intake, bytes);
}

/* After the last line: what was above it, and whether the counts agree. */
static ds_status finish_ro(ds_ro *r, ds_error *err) {
    ds_duo *duo = &r->duo;
    if (!flush_above(r)) return ds_error_memory(err);
    if (!r->seen_vlp) ds_duo_say(duo, DS_DUO_VLP_MISSING, DS_DUO_VLP, 1);
    if (!r->seen_slr) ds_duo_say(duo, DS_DUO_SLR_MISSING, DS_DUO_SLR, r->row.line);
    if (r->after_slr) ds_duo_say(duo, DS_DUO_SLR_EARLY, DS_DUO_SLR, r->slr_line);
    for (size_t i = 0; i < DS_DUO_RECORD_N; i++)
        if (r->totals[i] > 0 && r->totals[i] - 1 != ds_duo_counted(duo->report, (ds_duo_record)i))
            ds_duo_say(duo, DS_DUO_SLR_COUNT, (ds_duo_record)i, r->slr_line);
    return duo->worker->no_memory ? ds_error_memory(err) : DS_OK;
}

ds_status ds_duo_read_ro(ds_intake *intake, size_t levering, ds_error *err) {
    ds_delivery *d = &intake->deliveries[levering];
    ds_ro *r = ds_calloc(1, sizeof *r);
    ds_record_sink sink = {r, take_line, show_ro_bytes};
    ds_status status;
    bool mixed = false;
    if (r == NULL) return ds_error_memory(err);
    r->grondslag = d->layout == &ds_layout_grondslag;
    r->own_form = r->grondslag ? 'c' : '-';
    ds_ro_records_fill(r->grondslag, &r->records);
    status = ds_duo_init(&r->duo, intake, levering, err);
    if (status == DS_OK && d->info.delimiter != ';' && d->info.delimiter != '|')
        status =
            ds_error_at(err, DS_INPUT, d->path, 1, 0, "het scheidingsteken is geen | en geen ;",
                        "the delimiter is neither | nor ;");
    if (status == DS_OK) status = ds_ro_is_mixed(r, &mixed, err);
    if (status == DS_OK)
        status = mixed ? ds_ro_read_mixed(r, take_line, show_ro_bytes, err)
                       : ds_records_read(d->path, &d->info, &sink, err);
    if (status == DS_OK) status = finish_ro(r, err);
    ds_free(r);
    return status;
}
