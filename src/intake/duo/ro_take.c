/* intake/duo/ro_take.c: the records of a person in an RO or a GRONDSLAG: what each adds to the
 * person, the enrolment or the diploma above it, or why it is refused. See ro.h. */
#include "intake/duo/ro.h"

#include <string.h>

#include "base/text.h"

void ds_ro_note(ds_ro *r, ds_duo_kind kind) {
    ds_duo_say(&r->duo, kind, r->type, r->row.line);
}

bool ds_ro_is_key(const ds_ro_key *of, ds_text text) {
    return ds_text_equal((ds_text){of->data, of->size}, text);
}

void ds_ro_keep_key(ds_ro_key *to, ds_text text) {
    to->size = text.size < DS_RO_NUMBER_MAX ? text.size : DS_RO_NUMBER_MAX;
    if (to->size > 0) memcpy(to->data, text.data, to->size);
}

/* ---- cells ---- */

static bool ro_date(ds_ro *r, size_t column, bool required, int32_t missing, int32_t *out) {
    ds_text text = ds_row_text(&r->row, column);
    char form;
    *out = missing;
    if (text.size == 0) return !required || ds_refuse(&r->row, column, DS_REASON_EMPTY, NULL);
    if (!ds_duo_date(text, false, out, &form))
        return ds_refuse(&r->row, column, DS_REASON_DUO_DATE, NULL);
    if (form != r->own_form) ds_ro_note(r, DS_DUO_DATE_FORM);
    return true;
}

/* The number above it, or the one that the record has itself when it is a PER. */
static size_t number_column(ds_ro *r) {
    bool first = ds_row_text(&r->row, DS_RO_NUMBER).size > 0,
         second = ds_row_text(&r->row, DS_RO_SECOND).size > 0;
    if (first && second) ds_ro_note(r, DS_DUO_BOTH_NUMBERS);
    return first || !second ? DS_RO_NUMBER : DS_RO_SECOND;
}

/* Equal digits of two kinds of number are two persons. */
static bool belongs_to_person(ds_ro *r) {
    size_t column = number_column(r);
    if (!r->lost && r->has_person && r->person_column == column &&
        ds_ro_is_key(&r->person_key, ds_row_text(&r->row, column)))
        return true;
    return ds_refuse(&r->row, SIZE_MAX, DS_REASON_DUO_PLACE, NULL);
}

static bool of_enrolment(ds_ro *r, size_t column) {
    if (!belongs_to_person(r)) return false;
    if (r->open && ds_ro_is_key(&r->isg_key, ds_row_text(&r->row, column))) return true;
    return ds_refuse(&r->row, SIZE_MAX, DS_REASON_DUO_PLACE, NULL);
}

/* The institution: a GRONDSLAG's record names it, an RO is of one. */
static bool take_institution(ds_ro *r, uint32_t *out) {
    ds_text own = ds_text_of(r->duo.delivery->institution), text = ds_row_text(&r->row, DS_RO_BRIN);
    ds_row row = r->row;
    ds_text fields[1] = {own};
    static const uint16_t first[] = {1};
    if (text.size > 0) {
        if (!ds_text_equal(text, own)) ds_ro_note(r, DS_DUO_BRIN_DIFFERS);
        return ds_row_word(&r->row, DS_RO_BRIN, DS_WORD_INSTELLING, out);
    }
    row.fields = fields;
    row.columns = first;
    return ds_row_word(&row, 0, DS_WORD_INSTELLING, out);
}

/* ---- records ---- */

static bool take_birth(ds_ro *r, int32_t *out) {
    ds_text text = ds_row_text(&r->row, DS_RO_PER_BIRTH);
    int32_t latest = ds_date_days(r->duo.last_year, 10, 1), whole;
    char form;
    *out = INT32_MIN;
    if (r->grondslag) return true; /* ages instead: docs/formats.md */
    if (text.size == 0) return ds_refuse(&r->row, DS_RO_PER_BIRTH, DS_REASON_EMPTY, NULL);
    if (!ds_duo_date(text, true, out, &form)) {
        *out = INT32_MIN;
        if (form == '0') {
            ds_ro_note(r, DS_DUO_BIRTH_MONTH);
            return true;
        }
        return ds_refuse(&r->row, DS_RO_PER_BIRTH, DS_REASON_DUO_DATE, NULL);
    }
    if (form != r->own_form) ds_ro_note(r, DS_DUO_DATE_FORM);
    if (!ds_duo_date(text, false, &whole, &form)) ds_ro_note(r, DS_DUO_BIRTH_DAY);
    if (*out < ds_date_days(1900, 1, 1) || *out > latest)
        return ds_refuse(&r->row, DS_RO_PER_BIRTH, DS_REASON_BIRTH, NULL);
    return true;
}

/* O: established as unknown, so missing. */
static bool take_sex(ds_ro *r, uint8_t *out) {
    *out = 0;
    if (ds_text_equal_nocase(ds_row_text(&r->row, DS_RO_PER_SEX), ds_text_of("O"))) return true;
    return ds_row_code(&r->row, DS_RO_PER_SEX, &ds_codes_geslacht, true, out);
}

static bool take_per(ds_ro *r) {
    size_t column = number_column(r);
    ds_attributes a = {.geboortedatum = INT32_MIN};
    r->has_person = false;
    r->seen_dip = false;
    r->age = 0;
    if (!ds_row_number(&r->row, column,
                       r->duo.delivery->layout == &ds_layout_grondslag ? DS_NUMBER_PGN
                       : column == DS_RO_NUMBER                        ? DS_NUMBER_BSN
                                                                       : DS_NUMBER_ONDERWIJSNUMMER,
                       &r->person))
        return false;
    r->person_column = column;
    ds_ro_keep_key(&r->person_key, ds_row_text(&r->row, column));
    r->has_person = true; /* whatever is wrong with the rest, the records below are this person's */
    if (!ds_duo_note_person(r->duo.report, r->person)) r->duo.worker->no_memory = true;
    if (!take_birth(r, &a.geboortedatum) || !ds_duo_age(&r->row, DS_RO_PER_AGE, &r->age) ||
        !take_sex(r, &a.geslacht))
        return false;
    a.person = r->person;
    return ds_duo_add_person(&r->duo, &r->row, &a);
}

/* 8 means 08; the reason is looked at, and not used. */
static void check_reason(ds_ro *r) {
    ds_text text = ds_row_text(&r->row, DS_RO_ISG_REASON);
    bool digits = true;
    for (size_t i = 0; i < text.size; i++)
        digits = digits && text.data[i] >= '0' && text.data[i] <= '9';
    if (text.size == 0 || (digits && text.size == 2)) return;
    ds_ro_note(r, digits && text.size == 1 ? DS_DUO_REASON_SHORT : DS_DUO_REASON_UNKNOWN);
}

static bool take_isg(ds_ro *r) {
    int32_t begin, planned, end;
    if (!belongs_to_person(r)) return false;
    if (r->seen_dip) ds_ro_note(r, DS_DUO_ISG_AFTER_DIP);
    if (ds_row_text(&r->row, DS_RO_ISG_VOLG).size == 0)
        return ds_refuse(&r->row, DS_RO_ISG_VOLG, DS_REASON_EMPTY, NULL);
    if (ds_row_text(&r->row, DS_RO_ISG_VOLG).size > DS_RO_NUMBER_MAX)
        return ds_refuse(&r->row, DS_RO_ISG_VOLG, DS_REASON_LONG, NULL);
    r->enrolment = (ds_enrolment){.person = r->person};
    if (!ro_date(r, DS_RO_ISG_BEGIN, true, 0, &begin) ||
        !ro_date(r, DS_RO_ISG_PLANNED, true, 0, &planned) ||
        !ro_date(r, DS_RO_ISG_END, false, INT32_MAX, &end) ||
        !take_institution(r, &r->enrolment.instelling))
        return false;
    check_reason(r);
    if (end < begin) ds_ro_note(r, DS_DUO_END_BEFORE);
    ds_ro_keep_key(&r->isg_key, ds_row_text(&r->row, DS_RO_ISG_VOLG));
    r->open = true;
    r->isg_line = r->row.line;
    ds_duo_years(&r->duo, begin, end, &r->first, &r->last);
    for (int year = r->first; year <= r->last; year++)
        r->periods[year - DS_YEAR_MIN] = (ds_ro_period){.known = false};
    return true;
}

static bool take_ro_flags(ds_ro *r, size_t column, uint8_t *out) {
    ds_text text = ds_row_text(&r->row, column);
    int yes;
    *out = 0;
    if (text.size == 0) return ds_refuse(&r->row, column, DS_REASON_EMPTY, NULL);
    yes = ds_codes_yes_no(text);
    if (yes < 0) return ds_refuse(&r->row, column, DS_REASON_CODE, NULL);
    if (yes == 1) *out = DS_FLAG_BEKOSTIGD;
    return true;
}

static bool take_route(ds_ro *r, uint8_t *out) {
    static const char route[] = "doorlopend";
    ds_text text = ds_row_text(&r->row, DS_RO_ISP_LEERROUTE);
    *out = 0;
    if (ds_text_is(text, "DLP"))
        *out = (uint8_t)(ds_codes_find(&ds_codes_route, ds_text_of(route), false) + 1);
    else if (text.size > 0)
        ds_ro_note(r, DS_DUO_ROUTE_UNKNOWN);
    return true;
}

static bool take_ro_level(ds_ro *r, ds_ro_period *to) {
    if (!ds_duo_niveau(&r->row, DS_RO_ISP_NIVEAU, &to->niveau)) return false;
    if (to->niveau != 0 && to->of.niveau != 0 && to->of.niveau != to->niveau)
        ds_ro_note(r, DS_DUO_NIVEAU_DIFFERS);
    return ds_duo_tell_niveau(&r->duo, r->person, &to->of, to->niveau);
}

/* Of the periods that hold on a 1 October the one that began last, on one day the last in the file.
 */
static void note_period(ds_ro *r, const ds_ro_period *p, int32_t end) {
    for (int year = r->first; year <= r->last; year++) {
        int32_t day = ds_date_days(year, 10, 1);
        ds_ro_period *to = &r->periods[year - DS_YEAR_MIN];
        if (p->begin > day || end < day || (to->known && to->begin > p->begin)) continue;
        if (to->known && to->begin == p->begin) ds_ro_note(r, DS_DUO_PERIODS_SAME_DAY);
        {
            bool judged = to->judged;
            uint8_t verdict = to->verdict;
            *to = *p;
            to->judged = judged;
            to->verdict = verdict;
        }
    }
}

static bool take_isp(ds_ro *r) {
    ds_ro_period p = {.known = true};
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
    if (end < p.begin) ds_ro_note(r, DS_DUO_END_BEFORE);
    note_period(r, &p, end);
    return true;
}

/* DUO's own verdict on the funding of a 1 October goes before what the institution asked for. */
static bool take_bii(ds_ro *r) {
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
static void check_seventh(ds_ro *r) {
    ds_text text = ds_row_text(&r->row, DS_RO_DIP_SEVENTH);
    if (r->grondslag) return;
    if (ds_text_is(text, "J") || ds_text_is(text, "N"))
        ds_ro_note(r, DS_DUO_DIP_WITHOUT_SEVENTH);
    else
        ds_ro_note(r, text.size == 0 ? DS_DUO_DIP_SEVENTH : DS_DUO_DIP_SEVENTH_FILLED);
}

static bool take_dip(ds_ro *r) {
    ds_diploma d = {0};
    ds_duo_opleiding of;
    if (!belongs_to_person(r)) return false;
    d.person = r->person;
    if (ds_row_text(&r->row, DS_RO_DIP_RESULT).size > DS_RO_NUMBER_MAX)
        return ds_refuse(&r->row, DS_RO_DIP_RESULT, DS_REASON_LONG, NULL);
    if (!ds_duo_opleiding_of(&r->row, DS_RO_DIP_OPLEIDING, &of) ||
        !ro_date(r, DS_RO_DIP_DATE, true, 0, &d.datum) || !take_institution(r, &d.instelling))
        return false;
    if (d.datum < ds_date_days(DS_YEAR_MIN + 1, 1, 1) || d.datum > ds_date_days(DS_YEAR_MAX, 1, 1))
        return ds_refuse(&r->row, DS_RO_DIP_DATE, DS_REASON_DUO_DATE, NULL);
    check_seventh(r);
    d.opleiding = of.opleiding;
    ds_ro_keep_key(&r->dip_key, ds_row_text(&r->row, DS_RO_DIP_RESULT));
    r->diploma = d;
    r->diploma_of = of;
    r->dip_line = r->row.line;
    r->has_diploma = r->seen_dip = true;
    return true;
}

static bool take_bid(ds_ro *r) {
    uint8_t niveau;
    if (!belongs_to_person(r)) return false;
    if (!r->has_diploma || !ds_ro_is_key(&r->dip_key, ds_row_text(&r->row, DS_RO_BID_RESULT)))
        return ds_refuse(&r->row, SIZE_MAX, DS_REASON_DUO_PLACE, NULL);
    if (!ds_duo_niveau(&r->row, DS_RO_BID_NIVEAU, &niveau)) return false;
    if (niveau != 0 && r->diploma_of.niveau != 0 && niveau != r->diploma_of.niveau)
        ds_ro_note(r, DS_DUO_NIVEAU_DIFFERS);
    r->diploma.niveau = niveau;
    return true;
}

/* Of records that are counted and not used. */
void ds_ro_check_dates(ds_ro *r, const ds_ro_record *of) {
    for (size_t i = 0; i < of->n_dates; i++) {
        ds_text text = ds_text_trim(r->row.fields[of->dates[i] - 1]);
        int32_t day;
        char form;
        if (text.size == 0) continue;
        if (!ds_duo_date(text, false, &day, &form))
            ds_ro_note(r, DS_DUO_DATE_UNREADABLE);
        else if (form != r->own_form)
            ds_ro_note(r, DS_DUO_DATE_FORM);
    }
}

/* True: taken; false: refused, or no memory. */
bool ds_ro_take(ds_ro *r) {
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
