/* document/print.c: one value as text. See print.h. */
#include "document/print.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"

/* ---- text ---- */

void ds_text_print_clean(const char *text, size_t size, bool keep_lines, ds_buffer *out) {
    size_t from = 0;
    for (size_t i = 0; i < size;) {
        size_t bad = ds_text_steering_size((const unsigned char *)text + i, size - i);
        if (bad == 0 || (keep_lines && text[i] == '\n')) {
            i++;
            continue;
        }
        ds_buffer_add(out, text + from, i - from);
        ds_buffer_add_char(out, '?');
        i += bad;
        from = i;
    }
    ds_buffer_add(out, text + from, size - from);
}

/* ---- for people ---- */

static const char *state_word(ds_state state, ds_lang lang) {
    switch (state) {
    case DS_STATE_NOT_APPLICABLE:
        return lang == DS_NL ? "n.v.t." : "n/a";
    case DS_STATE_NOT_AVAILABLE:
        return lang == DS_NL ? "niet beschikbaar" : "not available";
    case DS_STATE_SUPPRESSED:
        return "×";
    case DS_STATE_ROUNDS_TO_ZERO:
        return "0";
    case DS_STATE_BLANK:
        return "";
    case DS_STATE_SHOWN:
    case DS_STATE_UNDEFINED:
    default:
        return "–";
    }
}

/* All digits, by threes. */
static void print_count(int64_t n, ds_lang lang, ds_buffer *out) {
    char digits[32];
    int size = snprintf(digits, sizeof digits, "%lld", (long long)n);
    const char *at = digits;
    if (*at == '-') {
        ds_buffer_add_char(out, *at++);
        size--;
    }
    for (; size > 0; size--, at++) {
        ds_buffer_add_char(out, *at);
        if (size > 1 && size % 3 == 1) ds_buffer_add_char(out, lang == DS_NL ? '.' : ',');
    }
}

/* Without closing zeros behind the mark. */
static void cut_zeros(char *text) {
    size_t last = strlen(text);
    while (last > 0 && text[last - 1] == '0')
        text[--last] = '\0';
    if (last > 0 && (text[last - 1] == ',' || text[last - 1] == '.')) text[last - 1] = '\0';
}

/* -0,00 is 0,00. */
static void cut_minus(char *text) {
    if (text[0] == '-' && strspn(text, "-0.,") == strlen(text))
        memmove(text, text + 1, strlen(text));
}

static void print_real(double x, ds_lang lang, int decimals, ds_buffer *out) {
    char text[DS_NUMBER_SIZE];
    const bool digits = decimals < 0 && decimals != DS_DECIMALS_OF_FIELD;
    int places = decimals == DS_DECIMALS_OF_FIELD ? 0 : decimals;
    if (digits) {
        places = x != 0 ? -decimals - 1 - (int)floor(log10(fabs(x))) : 0;
        places = places < 0 ? 0 : places > 12 ? 12 : places;
    }
    ds_number_print_grouped(x, places, lang == DS_NL, text);
    if (text[0] == '\0') ds_number_print(x, text); /* too large to group */
    if (digits && places > 0) cut_zeros(text);
    cut_minus(text);
    ds_buffer_add_string(out, text);
}

static void print_list(const ds_value *value, ds_lang lang, int decimals, ds_buffer *out) {
    for (size_t i = 0; i < value->as.list.n; i++) {
        if (i > 0) ds_buffer_add_string(out, ", ");
        ds_value_print(&value->as.list.values[i], lang, decimals, out);
    }
}

static void print_p(double p, ds_lang lang, ds_buffer *out) {
    if (p < 0.001)
        ds_buffer_add_string(out, lang == DS_NL ? "<0,001" : "<0.001");
    else
        print_real(p, lang, 3, out);
}

static void print_range(const ds_value *value, ds_lang lang, int decimals, ds_buffer *out) {
    const double scale = value->share ? 100 : 1;
    print_real(scale * value->as.range.low, lang, decimals, out);
    ds_buffer_add_string(out, "; ");
    print_real(scale * value->as.range.high, lang, decimals, out);
}

static void print_bounds(const ds_value *value, ds_lang lang, int decimals, ds_buffer *out) {
    ds_buffer ends[2];
    for (size_t i = 0; i < 2; i++) {
        ds_buffer_init(&ends[i], 1 << 10);
        print_real(i == 0 ? value->as.range.low : value->as.range.high, lang, decimals, &ends[i]);
        if (ends[i].failed != DS_OK) out->failed = ends[i].failed;
    }
    ds_buffer_add(out, ends[0].data, ends[0].size);
    if (strcmp(ds_buffer_string(&ends[0]), ds_buffer_string(&ends[1])) != 0)
        ds_buffer_addf(out, "–%s", ds_buffer_string(&ends[1]));
    ds_buffer_done(&ends[0]);
    ds_buffer_done(&ends[1]);
}

static const char *flag_word(bool flag, ds_lang lang) {
    if (lang == DS_NL) return flag ? "ja" : "nee";
    return flag ? "yes" : "no";
}

static void print_shown(const ds_value *value, ds_lang lang, int decimals, ds_buffer *out) {
    const char *word = lang == DS_EN && value->kind == DS_VALUE_WORD && value->as.word.en != NULL
                           ? value->as.word.en
                           : value->as.word.nl;
    switch (value->kind) {
    case DS_VALUE_TEXT:
        ds_text_print_clean(value->as.text.data, value->as.text.size, false, out);
        break;
    case DS_VALUE_WORD:
        word = word == NULL ? value->as.word.code : word;
        ds_text_print_clean(word, strlen(word), false, out);
        break;
    case DS_VALUE_COUNT:
        print_count(value->as.count, lang, out);
        break;
    case DS_VALUE_NUMBER:
        print_real(value->as.number, lang, decimals, out);
        break;
    case DS_VALUE_SHARE:
        print_real(100 * value->as.number, lang, decimals, out);
        break;
    case DS_VALUE_P:
        print_p(value->as.number, lang, out);
        break;
    case DS_VALUE_DECIMAL:
        print_real(value->as.decimal.number, lang, decimals, out);
        break;
    case DS_VALUE_RANGE:
        print_range(value, lang, decimals, out);
        break;
    case DS_VALUE_BOUNDS:
        print_bounds(value, lang, decimals, out);
        break;
    case DS_VALUE_ORDINAL:
        ds_buffer_addf(out, "%lld", (long long)value->as.count);
        break;
    case DS_VALUE_SCHOOLJAAR:
        ds_buffer_addf(out, "%d/%02d", value->as.year, (value->as.year + 1) % 100);
        break;
    case DS_VALUE_YEAR:
        ds_buffer_addf(out, "%d", value->as.year);
        break;
    case DS_VALUE_FLAG:
        ds_buffer_add_string(out, flag_word(value->as.flag, lang));
        break;
    case DS_VALUE_LIST:
        print_list(value, lang, decimals, out);
        break;
    case DS_VALUE_NONE:
    case DS_VALUE_RECORD:
    default:
        break;
    }
}

void ds_value_print(const ds_value *value, ds_lang lang, int decimals, ds_buffer *out) {
    if (value->before != NULL) ds_buffer_add_string(out, value->before);
    if (value->state != DS_STATE_SHOWN)
        ds_buffer_add_string(out, state_word(value->state, lang));
    else
        print_shown(value, lang,
                    value->decimals == DS_DECIMALS_OF_FIELD ? decimals : value->decimals, out);
}

/* ---- for machines ---- */

/* A whole number, quicker than by a format: a csv has millions. */
static void print_whole(int64_t n, ds_buffer *out) {
    char digits[24];
    size_t at = sizeof digits;
    uint64_t left = n < 0 ? -(uint64_t)n : (uint64_t)n;
    do {
        digits[--at] = (char)('0' + left % 10);
        left /= 10;
    } while (left > 0);
    if (n < 0) digits[--at] = '-';
    ds_buffer_add(out, digits + at, sizeof digits - at);
}

static void print_digits(double x, ds_buffer *out) {
    char text[DS_NUMBER_SIZE];
    ds_buffer_add_string(out, ds_number_print(x, text));
}

static void print_machine_list(const ds_value *value, ds_buffer *out) {
    for (size_t i = 0; i < value->as.list.n; i++) {
        if (i > 0) ds_buffer_add_string(out, ", ");
        ds_value_print_machine(&value->as.list.values[i], out);
    }
}

void ds_value_print_machine(const ds_value *value, ds_buffer *out) {
    if (value->state != DS_STATE_SHOWN) return;
    switch (value->kind) {
    case DS_VALUE_TEXT:
        ds_buffer_add(out, value->as.text.data, value->as.text.size);
        break;
    case DS_VALUE_WORD:
        ds_buffer_add_string(out, value->as.word.code);
        break;
    case DS_VALUE_COUNT:
    case DS_VALUE_ORDINAL:
        print_whole(value->as.count, out);
        break;
    case DS_VALUE_NUMBER:
    case DS_VALUE_SHARE:
    case DS_VALUE_P:
        print_digits(value->as.number, out);
        break;
    case DS_VALUE_DECIMAL:
        ds_buffer_add_string(out, value->as.decimal.digits);
        break;
    case DS_VALUE_SCHOOLJAAR:
    case DS_VALUE_YEAR:
        print_whole(value->as.year, out);
        break;
    case DS_VALUE_FLAG:
        ds_buffer_add_string(out, flag_word(value->as.flag, DS_NL));
        break;
    case DS_VALUE_RANGE:
    case DS_VALUE_BOUNDS:
        print_digits(value->as.range.low, out);
        ds_buffer_add_string(out, "; ");
        print_digits(value->as.range.high, out);
        break;
    case DS_VALUE_LIST:
        print_machine_list(value, out);
        break;
    case DS_VALUE_NONE:
    case DS_VALUE_RECORD:
    default:
        break;
    }
}
