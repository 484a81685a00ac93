/* arrow/type.c: which type a format string names. See type.h. */
#include "arrow/type.h"

#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"

static const struct {
    const char *format;
    ds_arrow_kind kind;
} plain[] = {
    {"n", DS_ARROW_IN_NULL},   {"b", DS_ARROW_IN_BOOL},       {"c", DS_ARROW_IN_INT8},
    {"C", DS_ARROW_IN_UINT8},  {"s", DS_ARROW_IN_INT16},      {"S", DS_ARROW_IN_UINT16},
    {"i", DS_ARROW_IN_INT32},  {"I", DS_ARROW_IN_UINT32},     {"l", DS_ARROW_IN_INT64},
    {"L", DS_ARROW_IN_UINT64}, {"f", DS_ARROW_IN_FLOAT},      {"g", DS_ARROW_IN_DOUBLE},
    {"u", DS_ARROW_IN_TEXT},   {"U", DS_ARROW_IN_LARGE_TEXT}, {"vu", DS_ARROW_IN_TEXT_VIEW},
    {"tdD", DS_ARROW_IN_DAY},  {"tdm", DS_ARROW_IN_MILLIS},
};

static const struct {
    const char *prefix;
    int64_t units;
} moments[] = {{"tss:", 1}, {"tsm:", 1000}, {"tsu:", 1000000}, {"tsn:", 1000000000}};

/* The longest first where one begins as another. */
static const struct {
    const char *prefix;
    ds_say word;
} refused[] = {
    {"+l", {"een lijst", "a list"}},
    {"+L", {"een lijst", "a list"}},
    {"+vl", {"een lijst", "a list"}},
    {"+vL", {"een lijst", "a list"}},
    {"+w", {"een lijst", "a list"}},
    {"+s", {"een struct", "a struct"}},
    {"+m", {"een map", "a map"}},
    {"+u", {"een union", "a union"}},
    {"+r", {"in reeksen gepakt (run-end encoded)", "run-end encoded"}},
    {"z", {"bytes", "bytes"}},
    {"Z", {"bytes", "bytes"}},
    {"vz", {"bytes", "bytes"}},
    {"w:", {"bytes", "bytes"}},
    {"d:", {"een decimaal van andere breedte dan 128 bits", "a decimal not of 128 bits"}},
    {"e", {"een getal van 16 bits", "a number of 16 bits"}},
    {"tt", {"een tijd van de dag", "a time of the day"}},
    {"tD", {"een duur", "a duration"}},
    {"ti", {"een tijdsverschil", "an interval"}},
    {"", {"een onbekende soort", "of an unknown kind"}},
};

static bool has_prefix(const char *text, const char *prefix) {
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* "d:19,2" or "d:19,2,128". */
static bool is_decimal(const char *format, ds_arrow_in_type *out) {
    const char *comma = strchr(format, ','), *width;
    int64_t digits, decimals;
    size_t size;
    if (!has_prefix(format, "d:") || comma == NULL) return false;
    width = strchr(comma + 1, ',');
    size = width == NULL ? strlen(comma + 1) : (size_t)(width - comma - 1);
    if (!ds_number_parse_integer((ds_text){format + 2, (size_t)(comma - format - 2)}, &digits) ||
        !ds_number_parse_integer((ds_text){comma + 1, size}, &decimals) ||
        (width != NULL && strcmp(width, ",128") != 0))
        return false;
    if (digits < 1 || digits > 38 || decimals < 0 || decimals > digits) return false;
    *out = (ds_arrow_in_type){.kind = DS_ARROW_IN_DECIMAL, .decimals = (int)decimals};
    return true;
}

bool ds_arrow_type_of(const char *format, ds_arrow_in_type *out, ds_say *out_word) {
    size_t i = 0;
    for (size_t k = 0; k < sizeof plain / sizeof *plain; k++)
        if (strcmp(format, plain[k].format) == 0) {
            *out = (ds_arrow_in_type){.kind = plain[k].kind};
            return true;
        }
    for (size_t k = 0; k < sizeof moments / sizeof *moments; k++)
        if (has_prefix(format, moments[k].prefix)) {
            *out = (ds_arrow_in_type){.kind = DS_ARROW_IN_MOMENT,
                                      .units_a_second = moments[k].units,
                                      .zoned = format[4] != '\0'};
            return true;
        }
    if (is_decimal(format, out)) return true;
    while (!has_prefix(format, refused[i].prefix))
        i++;
    *out_word = refused[i].word;
    return false;
}

bool ds_arrow_is_whole(ds_arrow_kind kind) {
    return kind >= DS_ARROW_IN_INT8 && kind <= DS_ARROW_IN_UINT64;
}

int64_t ds_arrow_n_buffers(ds_arrow_kind kind) {
    switch (kind) {
    case DS_ARROW_IN_NULL:
        return 0;
    case DS_ARROW_IN_TEXT:
    case DS_ARROW_IN_LARGE_TEXT:
    case DS_ARROW_IN_TEXT_VIEW: /* and one a buffer of long texts */
        return 3;
    default:
        return 2;
    }
}
