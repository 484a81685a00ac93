/* formulier/value.c: what somebody typed → canonical text, and back: which kind it is, and its
 * bounds. See value.h. */
#include "formulier/value.h"

#include <string.h>

#include "base/codes.h"
#include "base/date.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "base/unicode.h"
#include "formulier/expression.h"

enum { TYPED_MAX = 1 << 16, PLAIN_MAX = 1 << 10, VALUE_MAX = 1 << 17 };

/* ---- bounds ---- */

/* A bound as people read it. */
static void show_bound(const ds_veld *field, int64_t bound, ds_lang lang, ds_buffer *out) {
    ds_buffer canonical;
    if (field->soort == DS_VELD_DATUM) {
        ds_waarde_show_date((int32_t)bound, lang, out);
        return;
    }
    if (!ds_waarde_is_number(field->soort)) {
        ds_buffer_addf(out, "%lld", (long long)bound);
        return;
    }
    ds_buffer_init(&canonical, 1 << 10);
    ds_waarde_put_number(field, bound, &canonical);
    if (canonical.failed != DS_OK)
        out->failed = canonical.failed;
    else
        ds_waarde_show_number(field, (ds_text){ds_buffer_string(&canonical), canonical.size}, lang,
                              out);
    ds_buffer_done(&canonical);
}

static ds_status refuse_bound(const ds_veld *field, bool low, ds_error *err) {
    ds_buffer nl, en;
    ds_status status;
    ds_buffer_init(&nl, 1 << 10);
    ds_buffer_init(&en, 1 << 10);
    show_bound(field, low ? field->low : field->high, DS_NL, &nl);
    show_bound(field, low ? field->low : field->high, DS_EN, &en);
    status = ds_buffer_finish(&nl, err);
    if (status == DS_OK) status = ds_buffer_finish(&en, err);
    if (status == DS_OK)
        status = ds_error_set(err, DS_INPUT,
                              low ? "verwacht %s of meer%.0s" : "verwacht hoogstens %s%.0s",
                              low ? "expected %.0s%s or more" : "expected %.0s%s at most",
                              ds_buffer_string(&nl), ds_buffer_string(&en));
    ds_buffer_done(&nl);
    ds_buffer_done(&en);
    return status;
}

/* Of what is no text, whose length is looked at where it is read. */
static ds_status check_bounds(const ds_veld *field, const char *canonical, ds_error *err) {
    const ds_waarde value = ds_waarde_of(field, canonical);
    int64_t number = value.number;
    if (!value.known || (!field->has_low && !field->has_high)) return DS_OK;
    if (value.type != DS_EXPRESSIE_GETAL && value.type != DS_EXPRESSIE_DATUM) return DS_OK;
    if (field->soort == DS_VELD_JAAR || field->soort == DS_VELD_SCHOOLJAAR)
        number /= DS_EXPRESSIE_UNIT;
    if (field->has_low && number < field->low) return refuse_bound(field, true, err);
    if (field->has_high && number > field->high) return refuse_bound(field, false, err);
    return DS_OK;
}

/* ---- one of few words ---- */

static ds_status read_year(const ds_veld *field, ds_text text, ds_buffer *out, ds_error *err) {
    const bool school = field->soort == DS_VELD_SCHOOLJAAR;
    int64_t whole;
    int year = 0;
    bool ok = ds_date_parse_schoolyear(text, &year);
    if (ok && !school)
        ok = text.size == 4 && ds_number_parse_integer(text, &whole) && text.data[0] != '-';
    if (!ok && school)
        return ds_error_set(err, DS_INPUT, "verwacht een schooljaar zoals 2024/25",
                            "expected a school year such as 2024/25");
    if (!ok)
        return ds_error_set(err, DS_INPUT, "verwacht een jaartal van vier cijfers",
                            "expected a year of four digits");
    ds_buffer_addf(out, "%d", year);
    return DS_OK;
}

static ds_status read_yes_no(ds_text text, ds_buffer *out, ds_error *err) {
    const int yes = ds_codes_yes_no(text);
    if (yes < 0) return ds_error_set(err, DS_INPUT, "verwacht ja of nee", "expected yes or no");
    ds_buffer_add_string(out, yes == 1 ? "ja" : "nee");
    return DS_OK;
}

/* Text without white space at its ends, each blank within an ordinary one. */
static ds_status read_plain(const ds_veld *field, ds_text text, ds_lang lang, ds_buffer *out,
                            ds_error *err) {
    switch (field->soort) {
    case DS_VELD_GEHEEL:
    case DS_VELD_GETAL:
    case DS_VELD_PROCENT:
    case DS_VELD_BEDRAG:
        return ds_waarde_read_number(field, text, lang, out, err);
    case DS_VELD_JAAR:
    case DS_VELD_SCHOOLJAAR:
        return read_year(field, text, out, err);
    case DS_VELD_DATUM:
        return ds_waarde_read_date(text, lang, out, err);
    case DS_VELD_JA_NEE:
        return read_yes_no(text, out, err);
    case DS_VELD_BRIN:
    case DS_VELD_VESTIGING:
        return ds_waarde_read_school(field, text, out, err);
    default:
        return ds_waarde_read_choice(field, text, out, err);
    }
}

static bool is_text_kind(ds_veld_soort soort) {
    return soort == DS_VELD_TEKST || soort == DS_VELD_VRIJ || soort == DS_VELD_PERSOON_NAAM ||
           soort == DS_VELD_BESTAND;
}

static ds_status read_typed(const ds_veld *field, ds_text typed, ds_lang lang, ds_buffer *out,
                            ds_error *err) {
    char plain[PLAIN_MAX];
    ds_status status = DS_OK;
    ds_text text;
    if (is_text_kind(field->soort)) return ds_waarde_read_text(field, typed, out, err);
    if (field->soort == DS_VELD_MEERKEUZE) {
        text = ds_unicode_trim(typed);
        if (text.size > 0) status = ds_waarde_read_choice(field, text, out, err);
        return status;
    }
    text = ds_unicode_trim(typed);
    if (text.size >= sizeof plain)
        return ds_error_set(err, DS_INPUT, "dit is te lang", "this is too long");
    text = ds_unicode_trim(ds_unicode_plain(text, plain, sizeof plain));
    if (text.size > 0) status = read_plain(field, text, lang, out, err);
    if (status == DS_OK) status = ds_buffer_finish(out, err);
    return status == DS_OK ? check_bounds(field, ds_buffer_string(out), err) : status;
}

ds_status ds_formulier_parse(const ds_veld *field, ds_text typed, ds_lang lang, char **out,
                             ds_error *err) {
    ds_buffer canonical;
    ds_status status;
    char *made;
    if (field->soort == DS_VELD_TABEL || field->soort == DS_VELD_GETOOND)
        return ds_error_set(err, DS_USAGE, "dit veld vult niemand in",
                            "nobody fills in this field");
    if (typed.size > TYPED_MAX || !ds_text_is_utf8(typed, NULL) ||
        (typed.size > 0 && memchr(typed.data, '\0', typed.size) != NULL))
        return ds_error_set(err, DS_INPUT, "dit is te lang, of geen tekst",
                            "this is too long, or no text");
    ds_buffer_init(&canonical, VALUE_MAX);
    status = read_typed(field, typed, lang, &canonical, err);
    if (status == DS_OK) status = ds_buffer_finish(&canonical, err);
    if (status == DS_OK) {
        made = ds_strdup(ds_buffer_string(&canonical));
        if (made == NULL) status = ds_error_memory(err);
        if (status == DS_OK) *out = made;
    }
    ds_buffer_done(&canonical);
    return status;
}

ds_status ds_waarde_is_canonical(const ds_veld *field, const char *text, bool bounds, bool *out,
                                 ds_error *err) {
    ds_veld asked = *field;
    ds_error refused = {.status = DS_OK};
    char *again = NULL;
    ds_status status;
    *out = text[0] == '\0';
    if (*out || field->soort == DS_VELD_TABEL || field->soort == DS_VELD_GETOOND) return DS_OK;
    if (!bounds) asked.has_low = asked.has_high = false;
    status = ds_formulier_parse(&asked, ds_text_of(text), DS_EN, &again, &refused);
    if (status == DS_FAULT) return ds_error_memory(err);
    *out = status == DS_OK && strcmp(again, text) == 0;
    ds_free(again);
    return DS_OK;
}

bool ds_formulier_is_canonical(const ds_veld *field, const char *text) {
    bool canonical = false;
    return ds_waarde_is_canonical(field, text, true, &canonical, NULL) == DS_OK && canonical;
}

/* ---- back ---- */

static void show_value(const ds_veld *field, ds_text text, ds_lang lang, ds_buffer *out) {
    int32_t days;
    int year;
    switch (field->soort) {
    case DS_VELD_GEHEEL:
    case DS_VELD_GETAL:
    case DS_VELD_PROCENT:
    case DS_VELD_BEDRAG:
        ds_waarde_show_number(field, text, lang, out);
        return;
    case DS_VELD_SCHOOLJAAR:
        if (ds_date_parse_schoolyear(text, &year))
            ds_buffer_addf(out, "%d/%02d", year, (year + 1) % 100);
        return;
    case DS_VELD_DATUM:
        if (ds_date_parse(text, &days)) ds_waarde_show_date(days, lang, out);
        return;
    case DS_VELD_JA_NEE:
        ds_buffer_add_string(out, ds_text_is(text, "ja") ? (lang == DS_NL ? "ja" : "yes")
                                                         : (lang == DS_NL ? "nee" : "no"));
        return;
    case DS_VELD_KEUZE:
    case DS_VELD_MEERKEUZE:
        ds_waarde_show_choice(field, text, lang, out);
        return;
    default:
        ds_buffer_add(out, text.data, text.size);
    }
}

/* Of getoond: rounded to its decimals. */
static void show_rounded(const ds_veld *field, ds_text text, ds_lang lang, ds_buffer *out) {
    char number[DS_NUMBER_SIZE];
    int64_t value = 0;
    if (text.size == 0) return;
    if (!ds_number_parse_scaled(text, DS_EXPRESSIE_UNIT, &value)) {
        ds_buffer_add(out, text.data, text.size);
        return;
    }
    ds_buffer_add_string(out, ds_number_print_grouped((double)value / DS_EXPRESSIE_UNIT,
                                                      (int)field->decimals, lang == DS_NL, number));
}

ds_status ds_formulier_show(const ds_veld *field, const char *canonical, ds_lang lang, char **out,
                            ds_error *err) {
    const ds_text text = ds_text_of(canonical);
    ds_buffer shown;
    bool known = false;
    ds_status status = ds_waarde_is_canonical(field, canonical, false, &known, err);
    if (status != DS_OK) return status;
    ds_buffer_init(&shown, 1 << 20);
    if (field->soort == DS_VELD_GETOOND)
        show_rounded(field, text, lang, &shown);
    else if (text.size > 0 && known)
        show_value(field, text, lang, &shown);
    else
        ds_buffer_add_string(&shown, canonical);
    status = ds_buffer_finish(&shown, err);
    if (status == DS_OK) {
        char *made = ds_strdup(ds_buffer_string(&shown));
        if (made == NULL) status = ds_error_memory(err);
        if (made != NULL) *out = made;
    }
    ds_buffer_done(&shown);
    return status;
}
