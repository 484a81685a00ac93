/* document/value.c: making values. See doorstroom/document.h. */
#include <math.h>
#include <string.h>

#include "document/model.h"

static ds_value make_value(ds_value_kind kind, bool known) {
    ds_value value;
    memset(&value, 0, sizeof value);
    value.kind = kind;
    value.state = known ? DS_STATE_SHOWN : DS_STATE_UNDEFINED;
    value.decimals = DS_DECIMALS_OF_FIELD;
    return value;
}

ds_value ds_value_none(ds_state state) {
    ds_value value = make_value(DS_VALUE_NONE, false);
    value.state = state;
    return value;
}

ds_value ds_value_view(ds_text text) {
    ds_value value = make_value(DS_VALUE_TEXT, text.data != NULL);
    value.as.text = text;
    return value;
}

ds_value ds_value_text(const char *text) {
    return ds_value_view((ds_text){text, text == NULL ? 0 : strlen(text)});
}

ds_value ds_value_word(const char *code, const char *nl, const char *en) {
    ds_value value = make_value(DS_VALUE_WORD, code != NULL);
    value.as.word.code = code;
    value.as.word.nl = nl;
    value.as.word.en = en;
    return value;
}

ds_value ds_value_integer(int64_t n) {
    ds_value value = make_value(DS_VALUE_COUNT, true);
    value.as.count = n;
    return value;
}

ds_value ds_value_count(uint64_t n) {
    return ds_value_integer(n > INT64_MAX ? INT64_MAX : (int64_t)n);
}

static ds_value make_real(ds_value_kind kind, double x) {
    ds_value value = make_value(kind, isfinite(x) != 0);
    value.as.number = x == 0 ? 0.0 : x; /* no minus before a zero */
    return value;
}

ds_value ds_value_number(double x) {
    return make_real(DS_VALUE_NUMBER, x);
}

ds_value ds_value_share(double x) {
    return make_real(DS_VALUE_SHARE, x);
}

ds_value ds_value_p(double p) {
    return make_real(DS_VALUE_P, p);
}

ds_value ds_value_decimal(const char *digits, double x) {
    ds_value value = make_value(DS_VALUE_DECIMAL, digits != NULL);
    value.as.decimal.digits = digits;
    value.as.decimal.number = x;
    return value;
}

ds_value ds_value_range(double low, double high, bool share) {
    ds_value value = make_value(DS_VALUE_RANGE, isfinite(low) && isfinite(high));
    value.share = share;
    value.as.range.low = low == 0 ? 0.0 : low;
    value.as.range.high = high == 0 ? 0.0 : high;
    return value;
}

ds_value ds_value_bounds(double low, double high) {
    ds_value value = ds_value_range(low, high, false);
    value.kind = DS_VALUE_BOUNDS;
    return value;
}

ds_value ds_value_ordinal(uint64_t n) {
    ds_value value = ds_value_count(n);
    value.kind = DS_VALUE_ORDINAL;
    return value;
}

ds_value ds_value_schooljaar(int year) {
    ds_value value = make_value(DS_VALUE_SCHOOLJAAR, true);
    value.as.year = year;
    return value;
}

ds_value ds_value_year(int year) {
    ds_value value = make_value(DS_VALUE_YEAR, true);
    value.as.year = year;
    return value;
}

ds_value ds_value_flag(bool flag) {
    ds_value value = make_value(DS_VALUE_FLAG, true);
    value.as.flag = flag;
    return value;
}

ds_value ds_value_list(const ds_value *values, size_t n) {
    ds_value value = make_value(DS_VALUE_LIST, true);
    value.as.list.values = values;
    value.as.list.n = n;
    return value;
}

ds_value ds_value_record(struct ds_document *record) {
    ds_value value = make_value(DS_VALUE_RECORD, record != NULL);
    value.as.record = record;
    return value;
}

ds_value ds_value_with_decimals(ds_value value, int decimals) {
    value.decimals = decimals;
    return value;
}

ds_value ds_value_with_mark(ds_value value, const char *mark) {
    value.mark = mark;
    return value;
}

ds_value ds_value_with_before(ds_value value, const char *before) {
    value.before = before;
    return value;
}
