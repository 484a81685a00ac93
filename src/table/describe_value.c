/* table/describe_value.c: what one value, or one name, looks like. See describe.h. */
#include <string.h>

#include "base/date.h"
#include "base/number.h"
#include "base/text.h"
#include "table/describe.h"

/* Day before month before year is the Dutch way, so it stands before the American one. */
const char *const ds_date_forms[DS_DATE_FORMS] = {
    "JJJJ-MM-DD", "DD-MM-JJJJ", "D-M-JJJJ", "DD/MM/JJJJ", "D/M/JJJJ",
    "JJJJMMDD",   "DDMMJJJJ",   "M/D/JJJJ", "M/D/JJ",     "JJJJ/MM/DD"};

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* A field of a date form at *at: exactly two or four digits, or one or two. */
static bool take_number(ds_text text, size_t *at, size_t low, size_t high, int *out) {
    size_t n = 0;
    *out = 0;
    while (n < high && *at < text.size && is_digit(text.data[*at])) {
        *out = *out * 10 + (text.data[(*at)++] - '0');
        n++;
    }
    return n >= low;
}

static bool is_date(ds_text text, const char *form) {
    int year = 0, month = 1, day = 1;
    size_t at = 0;
    while (*form != '\0') {
        size_t n = 1;
        bool good = true;
        while (form[n] == form[0])
            n++;
        if (*form == 'J')
            good = take_number(text, &at, n, n, &year);
        else if (*form == 'M')
            good = take_number(text, &at, n, 2, &month);
        else if (*form == 'D')
            good = take_number(text, &at, n, 2, &day);
        else
            good = at < text.size && text.data[at++] == *form;
        if (!good) return false;
        if (*form == 'J' && n == 2) year += 1900;
        form += n;
    }
    return at == text.size && year >= 1900 && year <= 2100 && ds_date_valid(year, month, day);
}

unsigned ds_value_dates(ds_text text) {
    unsigned dates = 0;
    if (text.size < 6 || text.size > 10 || !is_digit(text.data[0])) return 0;
    for (unsigned i = 0; i < DS_DATE_FORMS; i++)
        if (is_date(text, ds_date_forms[i])) dates |= 1u << i;
    return dates;
}

/* As programs print them: a sign, digits with a point or comma, an exponent. */
static bool is_decimal(ds_text text) {
    size_t at = text.size > 0 && strchr("+-", text.data[0]) != NULL ? 1 : 0;
    size_t n_digits = 0, n_marks = 0;
    for (; at < text.size &&
           (is_digit(text.data[at]) || text.data[at] == '.' || text.data[at] == ',');
         at++) {
        n_digits += is_digit(text.data[at]);
        n_marks += !is_digit(text.data[at]);
    }
    if (n_digits == 0 || n_marks > 1) return false;
    if (at == text.size) return true;
    if (text.data[at] != 'e' && text.data[at] != 'E') return false;
    at++;
    if (at < text.size && (text.data[at] == '+' || text.data[at] == '-')) at++;
    n_digits = text.size - at;
    while (at < text.size && is_digit(text.data[at]))
        at++;
    return n_digits > 0 && at == text.size;
}

unsigned ds_value_looks(ds_text text) {
    size_t n_digits = 0, n_capitals = 0;
    unsigned looks = 0;
    int64_t value;
    for (size_t i = 0; i < text.size; i++) {
        n_digits += is_digit(text.data[i]);
        n_capitals += text.data[i] >= 'A' && text.data[i] <= 'Z';
    }
    if (ds_number_parse_integer(text, &value)) looks |= DS_LOOKS_INTEGER | DS_LOOKS_DECIMAL;
    if (is_decimal(text)) looks |= DS_LOOKS_DECIMAL;
    if (n_digits == text.size) looks |= DS_LOOKS_DIGITS;
    if (n_digits > 0 && n_digits + n_capitals == text.size && text.size >= 5)
        looks |= DS_LOOKS_SERIAL;
    return looks;
}

static bool is_among(ds_text text, const char *const *words, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (ds_text_equal_nocase(text, ds_text_of(words[i]))) return true;
    return false;
}

bool ds_value_is_mark(ds_text text) {
    static const char *const marks[] = {
        "NULL", "NA",  "N/A",    "NaN",      "-",       "--",      ".",           "?",    "#N/B",
        "#N/A", "nvt", "n.v.t.", "onbekend", "unknown", "missing", "geen opgave", "n.b.", "nb"};
    return text.size <= 11 && is_among(text, marks, sizeof marks / sizeof *marks);
}

/* Parts of names; a column is personal when one of them stands in its name. */
bool ds_name_is_personal(ds_text name) {
    static const char *const parts[] = {
        "naam",          "name",     "voorvoegsel",   "voorletter",
        "tussenvoegsel", "bsn",      "burgerservice", "onderwijsnummer",
        "persoon",       "student",  "leerling",      "deelnemer",
        "docent",        "mentor",   "ouder_",        "verzorger",
        "contact",       "straat",   "postcode",      "huisnummer",
        "adres",         "mail",     "telefoon",      "mobiel",
        "iban",          "geboorte", "street",        "zip",
        "phone",         "person"};
    char folded[128];
    size_t size = name.size < sizeof folded - 1 ? name.size : sizeof folded - 1;
    for (size_t i = 0; i < size; i++) {
        char c = name.data[i];
        folded[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    folded[size] = '\0';
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (strstr(folded, parts[i]) != NULL) return true;
    return false;
}
