/* intake/duo/ro.c: RO (registratieoverzicht) and GRONDSLAG IP MBO: several kinds of record in one
 * file, without column names, in an order that says what belongs to what:
 *
 *   VLP, then per person PER, ISG (with ISP, ISE, BPV, BII under it), DIP (with BID, AMO, GEO, KZD
 *   under it), and at the end SLR with counts
 *
 * Where each record has what stands in ro_records.c; the two layouts differ in little else. One
 * person, one enrolment and one diploma are kept at a time, so memory does not grow with the file
 * but for what goes into the register. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "intake/duo/duo.h"
#include "intake/duo/ro_records.h"
#include "intake/steps.h"
#include "table/records.h"

enum { NUMBER_MAX = 64 };

typedef struct key {
    char data[NUMBER_MAX];
    size_t size;
} key;

/* The period of an enrolment that holds on one 1 October. */
typedef struct period {
    bool known, judged; /* judged: a BII says what is funded */
    int32_t begin;
    ds_duo_opleiding of;
    uint32_t vestiging;
    uint8_t leerweg, niveau, route, flags, verdict;
} period;

typedef struct reading {
    ds_duo duo;
    ds_ro_records records; /* where this layout has what */
    bool grondslag, seen_vlp, seen_slr, after_slr;
    char own_form; /* of dates, as described */
    uint64_t n_records, slr_line;
    uint64_t totals[DS_DUO_RECORD_N]; /* of SLR, + 1 */
    ds_layout layout;                 /* of the record that is looked at */
    ds_row row;
    ds_duo_record type;
    size_t n_fields;

    bool has_person, seen_dip; /* the PER above, and a DIP under it */
    key person_key;
    uint32_t person;

    bool open; /* the ISG above */
    key isg_key;
    ds_enrolment enrolment;
    uint64_t isg_line;
    int first, last; /* years of whose 1 October it holds */
    period periods[DS_YEAR_MAX + 1 - DS_YEAR_MIN];

    bool has_diploma; /* the DIP above */
    key dip_key;
    ds_diploma diploma;
    ds_duo_opleiding diploma_of;
    uint64_t dip_line;
    uint8_t level_told;  /* the niveau that an ISP of this person gave, … */
    char level_code[16]; /* … and of which opleiding */
} reading;

static void note_ro(reading *r, ds_duo_kind kind) {
    ds_duo_say(&r->duo, kind, r->type, r->row.line);
}

static bool is_key(const key *of, ds_text text) {
    return ds_text_equal((ds_text){of->data, of->size}, text);
}

static void keep_key(key *to, ds_text text) {
    to->size = text.size < NUMBER_MAX ? text.size : NUMBER_MAX;
    if (to->size > 0) memcpy(to->data, text.data, to->size);
}

/* ---- what the record above said goes to the register ---- */

static bool flush_diploma(reading *r) {
    ds_row row = r->row;
    if (!r->has_diploma) return true;
    r->has_diploma = false;
    row.line = r->dip_line;
    if (r->diploma.niveau == 0) r->diploma.niveau = r->diploma_of.niveau;
    if (r->diploma.niveau == 0 && strcmp(r->level_code, r->diploma_of.code) == 0)
        r->diploma.niveau = r->level_told;
    r->diploma.hoofdgroep = r->diploma_of.hoofdgroep;
    r->diploma.sector = r->diploma_of.sector;
    return ds_duo_add_diploma(&r->duo, &row, &r->diploma, &r->diploma_of);
}

static bool give_year(reading *r, ds_row *row, int year) {
    const period *p = &r->periods[year - DS_YEAR_MIN];
    ds_enrolment e = r->enrolment;
    e.jaar = (uint16_t)year;
    if (!p->known) ds_duo_say(&r->duo, DS_DUO_NO_PERIOD, DS_DUO_ISG, r->isg_line);
    e.flags = p->judged ? p->verdict : p->known ? p->flags : DS_FLAG_BEKOSTIGD;
    e.opleiding = p->of.opleiding;
    e.hoofdgroep = p->of.hoofdgroep;
    e.sector = p->of.sector;
    e.vestiging = p->vestiging;
    e.leerweg = p->leerweg;
    e.route = p->route;
    e.niveau = p->niveau;
    return ds_duo_add_enrolment(&r->duo, row, &e, &p->of);
}

static bool flush_enrolment(reading *r) {
    ds_row row = r->row;
    if (!r->open) return true;
    r->open = false;
    row.line = r->isg_line;
    for (int year = r->first; year <= r->last; year++) {
        if (ds_date_days(year, 10, 1) > r->duo.delivery->made)
            ds_duo_say(&r->duo, DS_DUO_FUTURE, DS_DUO_ISG, r->isg_line);
        if (ds_duo_gives(&r->duo, year) && !give_year(r, &row, year)) return false;
    }
    return true;
}

static bool flush_above(reading *r) {
    return flush_enrolment(r) && flush_diploma(r);
}

/* ---- cells ---- */

static bool ro_date(reading *r, size_t column, bool required, int32_t missing, int32_t *out) {
    ds_text text = ds_row_text(&r->row, column);
    char form;
    *out = missing;
    if (text.size == 0) return !required || ds_refuse(&r->row, column, DS_REASON_EMPTY, NULL);
    if (!ds_duo_date(text, false, out, &form))
        return ds_refuse(&r->row, column, DS_REASON_DUO_DATE, NULL);
    if (form != r->own_form) note_ro(r, DS_DUO_DATE_FORM);
    return true;
}

/* The number above it, or the one that the record has itself when it is a PER. */
static size_t number_column(reading *r) {
    bool first = ds_row_text(&r->row, DS_RO_NUMBER).size > 0,
         second = ds_row_text(&r->row, DS_RO_SECOND).size > 0;
    if (first && second) note_ro(r, DS_DUO_BOTH_NUMBERS);
    return first || !second ? DS_RO_NUMBER : DS_RO_SECOND;
}

static bool belongs_to_person(reading *r) {
    if (r->has_person && is_key(&r->person_key, ds_row_text(&r->row, number_column(r))))
        return true;
    return ds_refuse(&r->row, SIZE_MAX, DS_REASON_DUO_PLACE, NULL);
}

static bool of_enrolment(reading *r, size_t column) {
    if (!belongs_to_person(r)) return false;
    if (r->open && is_key(&r->isg_key, ds_row_text(&r->row, column))) return true;
    return ds_refuse(&r->row, SIZE_MAX, DS_REASON_DUO_PLACE, NULL);
}

/* The institution: a GRONDSLAG's record names it, an RO is of one. */
static bool take_institution(reading *r, uint32_t *out) {
    ds_text own = ds_text_of(r->duo.delivery->institution), text = ds_row_text(&r->row, DS_RO_BRIN);
    ds_row row = r->row;
    ds_text fields[1] = {own};
    static const uint16_t first[] = {1};
    if (text.size > 0) {
        if (!ds_text_equal(text, own)) note_ro(r, DS_DUO_BRIN_DIFFERS);
        return ds_row_word(&r->row, DS_RO_BRIN, DS_WORD_INSTELLING, out);
    }
    row.fields = fields;
    row.columns = first;
    return ds_row_word(&row, 0, DS_WORD_INSTELLING, out);
}

/* ---- records ---- */

static bool take_birth(reading *r, int32_t *out) {
    ds_text text = ds_row_text(&r->row, DS_RO_PER_BIRTH);
    int32_t latest = ds_date_days(r->duo.last_year, 10, 1), whole;
    char form;
    *out = INT32_MIN;
    if (r->grondslag) return true; /* ages instead: docs/formats.md */
    if (text.size == 0) return ds_refuse(&r->row, DS_RO_PER_BIRTH, DS_REASON_EMPTY, NULL);
    if (!ds_duo_date(text, true, out, &form)) {
        *out = INT32_MIN;
        if (form == '0') {
            note_ro(r, DS_DUO_BIRTH_MONTH);
            return true;
        }
        return ds_refuse(&r->row, DS_RO_PER_BIRTH, DS_REASON_DUO_DATE, NULL);
    }
    if (form != r->own_form) note_ro(r, DS_DUO_DATE_FORM);
    if (!ds_duo_date(text, false, &whole, &form)) note_ro(r, DS_DUO_BIRTH_DAY);
    if (*out < ds_date_days(1900, 1, 1) || *out > latest)
        return ds_refuse(&r->row, DS_RO_PER_BIRTH, DS_REASON_BIRTH, NULL);
    return true;
}

/* O: established as unknown, so missing. */
static bool take_sex(reading *r, uint8_t *out) {
    *out = 0;
    if (ds_text_equal_nocase(ds_row_text(&r->row, DS_RO_PER_SEX), ds_text_of("O"))) return true;
    return ds_row_code(&r->row, DS_RO_PER_SEX, &ds_codes_geslacht, true, out);
}

static bool take_per(reading *r) {
    size_t column = number_column(r);
    ds_attributes a = {.geboortedatum = INT32_MIN};
    r->has_person = false;
    r->seen_dip = false;
    r->level_told = 0;
    r->level_code[0] = '\0';
    if (!ds_row_person(&r->row, column, &r->person)) return false;
    keep_key(&r->person_key, ds_row_text(&r->row, column));
    r->has_person = true; /* whatever is wrong with the rest, the records below are this person's */
    if (!ds_duo_note_person(r->duo.report, r->person)) r->duo.worker->no_memory = true;
    if (!take_birth(r, &a.geboortedatum) || !take_sex(r, &a.geslacht)) return false;
    a.person = r->person;
    return ds_duo_add_person(&r->duo, &r->row, &a);
}

/* Of records that are counted and not used. */
static void check_dates(reading *r, const ds_ro_record *of) {
    for (size_t i = 0; i < of->n_dates; i++) {
        ds_text text = ds_text_trim(r->row.fields[of->dates[i] - 1]);
        int32_t day;
        char form;
        if (text.size == 0) continue;
        if (!ds_duo_date(text, false, &day, &form))
            note_ro(r, DS_DUO_DATE_UNREADABLE);
        else if (form != r->own_form)
            note_ro(r, DS_DUO_DATE_FORM);
    }
}

/* 8 means 08; the reason is looked at, and not used. */
static void check_reason(reading *r) {
    ds_text text = ds_row_text(&r->row, DS_RO_ISG_REASON);
    bool digits = true;
    for (size_t i = 0; i < text.size; i++)
        digits = digits && text.data[i] >= '0' && text.data[i] <= '9';
    if (text.size == 0 || (digits && text.size == 2)) return;
    note_ro(r, digits && text.size == 1 ? DS_DUO_REASON_SHORT : DS_DUO_REASON_UNKNOWN);
}

static bool take_isg(reading *r) {
    int32_t begin, planned, end;
    if (!belongs_to_person(r)) return false;
    if (r->seen_dip) note_ro(r, DS_DUO_ISG_AFTER_DIP);
    if (ds_row_text(&r->row, DS_RO_ISG_VOLG).size == 0)
        return ds_refuse(&r->row, DS_RO_ISG_VOLG, DS_REASON_EMPTY, NULL);
    if (ds_row_text(&r->row, DS_RO_ISG_VOLG).size > NUMBER_MAX)
        return ds_refuse(&r->row, DS_RO_ISG_VOLG, DS_REASON_LONG, NULL);
    r->enrolment = (ds_enrolment){.person = r->person};
    if (!ro_date(r, DS_RO_ISG_BEGIN, true, 0, &begin) ||
        !ro_date(r, DS_RO_ISG_PLANNED, true, 0, &planned) ||
        !ro_date(r, DS_RO_ISG_END, false, INT32_MAX, &end) ||
        !take_institution(r, &r->enrolment.instelling))
        return false;
    check_reason(r);
    if (end < begin) note_ro(r, DS_DUO_END_BEFORE);
    keep_key(&r->isg_key, ds_row_text(&r->row, DS_RO_ISG_VOLG));
    r->open = true;
    r->isg_line = r->row.line;
    ds_duo_years(&r->duo, begin, end, &r->first, &r->last);
    for (int year = r->first; year <= r->last; year++)
        r->periods[year - DS_YEAR_MIN] = (period){.known = false};
    return true;
}

static bool take_ro_flags(reading *r, size_t column, uint8_t *out) {
    ds_text text = ds_row_text(&r->row, column);
    *out = 0;
    if (text.size == 0) return ds_refuse(&r->row, column, DS_REASON_EMPTY, NULL);
    if (ds_text_is(text, "J") || ds_text_is(text, "1")) {
        *out = DS_FLAG_BEKOSTIGD;
        return true;
    }
    return ds_text_is(text, "N") || ds_text_is(text, "0") ||
           ds_refuse(&r->row, column, DS_REASON_CODE, NULL);
}

static bool take_route(reading *r, uint8_t *out) {
    static const char route[] = "doorlopend";
    ds_text text = ds_row_text(&r->row, DS_RO_ISP_LEERROUTE);
    *out = 0;
    if (ds_text_is(text, "DLP"))
        *out = (uint8_t)(ds_codes_find(&ds_codes_route, ds_text_of(route), false) + 1);
    else if (text.size > 0)
        note_ro(r, DS_DUO_ROUTE_UNKNOWN);
    return true;
}

static bool take_ro_level(reading *r, period *to) {
    if (!ds_duo_niveau(&r->row, DS_RO_ISP_NIVEAU, &to->niveau)) return false;
    if (to->niveau == 0) {
        to->niveau = to->of.niveau;
        return true;
    }
    if (to->of.niveau != 0 && to->of.niveau != to->niveau) note_ro(r, DS_DUO_NIVEAU_DIFFERS);
    r->level_told = to->niveau;
    memcpy(r->level_code, to->of.code, sizeof r->level_code);
    return true;
}

/* Of the periods that hold on a 1 October the one that began last, on one day the last in the file.
 */
static void note_period(reading *r, const period *p, int32_t end) {
    for (int year = r->first; year <= r->last; year++) {
        int32_t day = ds_date_days(year, 10, 1);
        period *to = &r->periods[year - DS_YEAR_MIN];
        if (p->begin > day || end < day || (to->known && to->begin > p->begin)) continue;
        if (to->known && to->begin == p->begin) note_ro(r, DS_DUO_PERIODS_SAME_DAY);
        {
            bool judged = to->judged;
            uint8_t verdict = to->verdict;
            *to = *p;
            to->judged = judged;
            to->verdict = verdict;
        }
    }
}

static bool take_isp(reading *r) {
    period p = {.known = true};
    int32_t end;
    if (!of_enrolment(r, DS_RO_ISP_VOLG)) return false;
    if (!ro_date(r, DS_RO_ISP_BEGIN, true, 0, &p.begin) ||
        !ro_date(r, DS_RO_ISP_END, false, INT32_MAX, &end) ||
        !ds_duo_opleiding_of(&r->row, DS_RO_ISP_OPLEIDING, &p.of) ||
        !ds_duo_leerweg(&r->row, DS_RO_ISP_LEERTRAJECT, &p.leerweg) || !take_ro_level(r, &p) ||
        !take_ro_flags(r, DS_RO_ISP_BEKOSTIGBAAR, &p.flags) ||
        !ds_row_word(&r->row, DS_RO_ISP_LOCATIE, DS_WORD_VESTIGING, &p.vestiging) ||
        !take_route(r, &p.route))
        return false;
    if (end < p.begin) note_ro(r, DS_DUO_END_BEFORE);
    note_period(r, &p, end);
    return true;
}

/* DUO's own verdict on the funding of a 1 October goes before what the institution asked for. */
static bool take_bii(reading *r) {
    ds_text status;
    int year, month, day;
    int32_t date;
    if (!of_enrolment(r, DS_RO_BII_VOLG) || !ro_date(r, DS_RO_BII_TELDATUM, true, 0, &date))
        return false;
    status = ds_row_text(&r->row, DS_RO_BII_STATUS);
    if (status.size > 0 && !ds_text_is(status, "J") && !ds_text_is(status, "N"))
        return ds_refuse(&r->row, DS_RO_BII_STATUS, DS_REASON_CODE, NULL);
    ds_date_civil(date, &year, &month, &day);
    if (month == 10 && day == 1 && year >= r->first && year <= r->last && status.size > 0) {
        r->periods[year - DS_YEAR_MIN].judged = true;
        r->periods[year - DS_YEAR_MIN].verdict = ds_text_is(status, "J") ? DS_FLAG_BEKOSTIGD : 0;
    }
    return true;
}

/* The description of the RO has no 7th field; the deliveries do. Without it the next one stands
 * there, which is J or N. */
static void check_seventh(reading *r) {
    ds_text text = ds_row_text(&r->row, DS_RO_DIP_SEVENTH);
    if (r->grondslag) return;
    if (ds_text_is(text, "J") || ds_text_is(text, "N"))
        note_ro(r, DS_DUO_DIP_WITHOUT_SEVENTH);
    else
        note_ro(r, text.size == 0 ? DS_DUO_DIP_SEVENTH : DS_DUO_DIP_SEVENTH_FILLED);
}

static bool take_dip(reading *r) {
    ds_diploma d = {0};
    ds_duo_opleiding of;
    if (!belongs_to_person(r)) return false;
    d.person = r->person;
    if (ds_row_text(&r->row, DS_RO_DIP_RESULT).size > NUMBER_MAX)
        return ds_refuse(&r->row, DS_RO_DIP_RESULT, DS_REASON_LONG, NULL);
    if (!ds_duo_opleiding_of(&r->row, DS_RO_DIP_OPLEIDING, &of) ||
        !ro_date(r, DS_RO_DIP_DATE, true, 0, &d.datum) || !take_institution(r, &d.instelling))
        return false;
    if (d.datum < ds_date_days(DS_YEAR_MIN + 1, 1, 1) || d.datum > ds_date_days(DS_YEAR_MAX, 1, 1))
        return ds_refuse(&r->row, DS_RO_DIP_DATE, DS_REASON_DUO_DATE, NULL);
    check_seventh(r);
    d.opleiding = of.opleiding;
    keep_key(&r->dip_key, ds_row_text(&r->row, DS_RO_DIP_RESULT));
    r->diploma = d;
    r->diploma_of = of;
    r->dip_line = r->row.line;
    r->has_diploma = r->seen_dip = true;
    return true;
}

static bool take_bid(reading *r) {
    uint8_t niveau;
    if (!belongs_to_person(r)) return false;
    if (!r->has_diploma || !is_key(&r->dip_key, ds_row_text(&r->row, DS_RO_BID_RESULT)))
        return ds_refuse(&r->row, SIZE_MAX, DS_REASON_DUO_PLACE, NULL);
    if (!ds_duo_niveau(&r->row, DS_RO_BID_NIVEAU, &niveau)) return false;
    if (niveau != 0 && r->diploma_of.niveau != 0 && niveau != r->diploma_of.niveau)
        note_ro(r, DS_DUO_NIVEAU_DIFFERS);
    r->diploma.niveau = niveau;
    return true;
}

/* ---- the first and the last record ---- */

static ds_status refuse_vlp(const reading *r, size_t field, const char *nl, const char *en,
                            ds_error *err) {
    return ds_error_at(err, DS_INPUT, r->duo.delivery->path, r->row.line, field,
                       "%s%.0s in VLP is anders dan in de bestandsnaam",
                       "%.0s%s in VLP differs from the file name", nl, en);
}

static ds_status vlp_date(reading *r, size_t column, int32_t *out, ds_error *err) {
    ds_text text = ds_row_text(&r->row, column);
    char form;
    if (!ds_duo_date(text, false, out, &form))
        return ds_error_at(err, DS_INPUT, r->duo.delivery->path, r->row.line,
                           r->row.columns[column], "geen datum in VLP", "no date in VLP");
    if (form != r->own_form) note_ro(r, DS_DUO_DATE_FORM);
    return DS_OK;
}

/* An RO's period; a GRONDSLAG's school year and date of making. */
static ds_status check_period(reading *r, ds_error *err) {
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

static ds_status take_vlp(reading *r, ds_error *err) {
    if (r->seen_vlp)
        return ds_error_at(err, DS_INPUT, r->duo.delivery->path, r->row.line, 1,
                           "een tweede VLP; verwacht: één levering in een bestand",
                           "a second VLP; expected: one delivery in a file");
    r->seen_vlp = true;
    if (r->n_records > 1) note_ro(r, DS_DUO_VLP_LATE);
    if (!ds_text_equal_nocase(ds_row_text(&r->row, DS_RO_VLP_BRIN),
                              ds_text_of(r->duo.delivery->institution)))
        return refuse_vlp(r, r->row.columns[DS_RO_VLP_BRIN], "de instelling", "the institution",
                          err);
    return check_period(r, err);
}

/* Compared with what there is once all is read. */
static ds_status take_slr(reading *r, const ds_text *fields, ds_error *err) {
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

static ds_status find_type(reading *r, ds_text code, ds_error *err) {
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

static void check_fields(reading *r, const ds_text *fields, size_t expected) {
    bool filled = false;
    if (r->n_fields < expected) note_ro(r, DS_DUO_FIELDS_FEWER);
    if (r->n_fields <= expected) return;
    for (size_t i = expected; i < r->n_fields; i++)
        filled = filled || ds_text_trim(fields[i]).size > 0;
    note_ro(r, filled ? DS_DUO_FIELDS_FILLED : DS_DUO_FIELDS_EMPTY);
}

/* The line as a row of the record's own layout, so that a refusal names its field. */
static void dress_ro(reading *r, const ds_text *fields, uint64_t line) {
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

/* True: taken; false: refused, or no memory. */
static bool take_record(reading *r) {
    switch (r->type) {
    case DS_DUO_PER:
        return take_per(r);
    case DS_DUO_ISG:
        return take_isg(r);
    case DS_DUO_ISP:
        return take_isp(r);
    case DS_DUO_BII:
        return take_bii(r);
    case DS_DUO_ISE:
    case DS_DUO_BPV:
        return of_enrolment(r, DS_RO_OF_VOLG);
    case DS_DUO_DIP:
        return take_dip(r);
    case DS_DUO_BID:
        return take_bid(r);
    case DS_DUO_AMO:
    case DS_DUO_GEO:
    case DS_DUO_KZD:
        return belongs_to_person(r);
    default:
        return true;
    }
}

/* What ends what stands above it. */
static bool close_above(reading *r) {
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

static ds_status take_line(void *context, const ds_text *fields, size_t n_fields, uint64_t line,
                           ds_error *err) {
    reading *r = context;
    const ds_ro_record *of;
    ds_status status;
    r->row.line = line;
    r->n_fields = n_fields;
    r->n_records++;
    status = find_type(r, ds_text_trim(fields[0]), err);
    if (status != DS_OK) return status;
    of = &r->records.of[r->type];
    if (!close_above(r)) return ds_error_memory(err);
    dress_ro(r, fields, line);
    ds_duo_count(r->duo.report, r->type);
    r->duo.delivery->n_read++;
    r->after_slr = r->after_slr || (r->seen_slr && r->type != DS_DUO_SLR);
    if (of->n_fields == 0) { /* of another layout, or of none that is described */
        note_ro(r, DS_DUO_RECORD_UNKNOWN);
        return r->duo.worker->no_memory ? ds_error_memory(err) : DS_OK;
    }
    check_fields(r, fields, of->n_fields);
    check_dates(r, of);
    if (r->type == DS_DUO_VLP) return take_vlp(r, err);
    if (r->type == DS_DUO_SLR) return take_slr(r, fields, err);
    if (!take_record(r)) r->duo.delivery->n_refused++;
    return r->duo.worker->no_memory ? ds_error_memory(err) : DS_OK;
}

static void show_ro_bytes(void *context, uint64_t bytes) {
    const reading *r = context;
    ds_intake_progress(r->duo.intake, bytes);
}

/* After the last line: what was above it, and whether the counts agree. */
static ds_status finish_ro(reading *r, ds_error *err) {
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
    reading *r = ds_calloc(1, sizeof *r);
    ds_record_sink sink = {r, take_line, show_ro_bytes};
    ds_status status;
    if (r == NULL) return ds_error_memory(err);
    r->grondslag = d->layout == &ds_layout_grondslag;
    r->own_form = r->grondslag ? 'c' : '-';
    ds_ro_records_fill(r->grondslag, &r->records);
    status = ds_duo_init(&r->duo, intake, levering, err);
    if (status == DS_OK && d->info.delimiter != ';' && d->info.delimiter != '|')
        status =
            ds_error_at(err, DS_INPUT, d->path, 1, 0, "het scheidingsteken is geen | en geen ;",
                        "the delimiter is neither | nor ;");
    if (status == DS_OK) status = ds_records_read(d->path, &d->info, &sink, err);
    if (status == DS_OK) status = finish_ro(r, err);
    ds_free(r);
    return status;
}
