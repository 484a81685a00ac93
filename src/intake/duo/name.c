/* intake/duo/name.c: what the file names of DUO's funding deliveries say, the dates in them, and
 * which days a delivery tells about. See duo.h. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "intake/duo/duo.h"

bool ds_duo_is(const ds_layout *layout) {
    return layout == &ds_layout_ro || layout == &ds_layout_grondslag || layout == &ds_layout_tbgi;
}

bool ds_duo_fits(const ds_layout *layout, ds_table_format format) {
    if (layout == NULL || format == DS_TABLE_UNKNOWN) return false;
    if (layout == &ds_layout_tbgi) return format == DS_TABLE_XML;
    return format != DS_TABLE_XML && (!ds_duo_is(layout) || format == DS_TABLE_CSV);
}

static bool digits_at(ds_text text, size_t at, size_t n, int *out) {
    *out = 0;
    if (at + n > text.size) return false;
    for (size_t i = at; i < at + n; i++) {
        if (text.data[i] < '0' || text.data[i] > '9') return false;
        *out = *out * 10 + (text.data[i] - '0');
    }
    return true;
}

/* d-m-ccyy: one or two digits for day and month. */
static bool civil_dmy(ds_text text, int *year, int *month, int *day) {
    const char *first = memchr(text.data, '-', text.size);
    const char *second =
        first == NULL ? NULL : memchr(first + 1, '-', text.size - (size_t)(first + 1 - text.data));
    size_t d, m;
    if (second == NULL) return false;
    d = (size_t)(first - text.data);
    m = (size_t)(second - first) - 1;
    return d >= 1 && d <= 2 && m >= 1 && m <= 2 && text.size == d + m + 6 &&
           digits_at(text, 0, d, day) && digits_at(text, d + 1, m, month) &&
           digits_at(text, d + m + 2, 4, year);
}

bool ds_duo_date(ds_text text, bool partial, int32_t *out, char *out_form) {
    int year, month, day;
    char form;
    *out_form = '\0';
    if (text.size > 10) text = ds_date_without_midnight(text);
    if (text.size == 8 && digits_at(text, 0, 4, &year) && digits_at(text, 4, 2, &month) &&
        digits_at(text, 6, 2, &day))
        form = 'c';
    else if (text.size == 10 && text.data[4] == '-' && text.data[7] == '-' &&
             digits_at(text, 0, 4, &year) && digits_at(text, 5, 2, &month) &&
             digits_at(text, 8, 2, &day))
        form = '-';
    else if (text.size > 0 && civil_dmy(text, &year, &month, &day))
        form = 'd';
    else
        return false;
    *out_form = form;
    if (partial && day == 0) {
        if (month == 0) *out_form = '0';
        day = 1;
    }
    if (!ds_date_valid(year, month, day)) return false;
    *out = ds_date_days(year, month, day);
    return true;
}

static bool take_brin(ds_text stem, size_t at, char out[8]) {
    if (at + 4 > stem.size) return false;
    for (size_t i = 0; i < 4; i++) {
        char c = stem.data[at + i];
        if (c >= 'a' && c <= 'z') c = (char)(c - 'a' + 'A');
        if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'))) return false;
        out[i] = c;
    }
    out[4] = '\0';
    return true;
}

static bool compact_date(ds_text stem, size_t at, int32_t *out) {
    char form;
    return at + 8 <= stem.size && ds_duo_date((ds_text){stem.data + at, 8}, false, out, &form);
}

/* Whether the name is like pattern: 9 a digit, X a letter or digit, others themselves. */
static bool is_like(ds_text stem, const char *pattern) {
    if (stem.size != strlen(pattern)) return false;
    for (size_t i = 0; i < stem.size; i++) {
        char c = stem.data[i], p = pattern[i];
        if (c >= 'a' && c <= 'z') c = (char)(c - 'a' + 'A');
        if (p == '9' ? c < '0' || c > '9' : p != 'x' && c != p) return false;
    }
    return true;
}

/* A school year as DUO's funding has it: 1 August to 31 July. */
static bool of_year(ds_delivery *out, int year) {
    if (year < DS_YEAR_MIN || year > DS_YEAR_MAX) return false;
    out->year = year;
    out->from = ds_date_days(year, 8, 1);
    out->to = ds_date_days(year + 1, 7, 31);
    return true;
}

bool ds_duo_recognise(ds_text stem, ds_delivery *out) {
    ds_delivery found = {.made = INT32_MAX};
    int year;
    if (is_like(stem, "RO_xxxx_99999999_99999999")) {
        found.layout = &ds_layout_ro;
        if (!take_brin(stem, 3, found.institution) || !compact_date(stem, 8, &found.from) ||
            !compact_date(stem, 17, &found.to))
            return false;
    } else if (is_like(stem, "GRONDSLAG_IP_MBO_xxxx_99999999_9999")) {
        found.layout = &ds_layout_grondslag;
        if (!take_brin(stem, 17, found.institution) || !compact_date(stem, 22, &found.made) ||
            !digits_at(stem, 31, 4, &year) || !of_year(&found, year))
            return false;
    } else if (is_like(stem, "TBGI_xxxx_9999_99999999")) {
        found.layout = &ds_layout_tbgi;
        if (!take_brin(stem, 5, found.institution) || !digits_at(stem, 10, 4, &year) ||
            !of_year(&found, year - 2) || !compact_date(stem, 15, &found.made))
            return false;
    } else {
        return false;
    }
    out->layout = found.layout;
    memcpy(out->institution, found.institution, sizeof out->institution);
    out->year = found.year;
    out->from = found.from;
    out->to = found.to;
    out->made = found.made;
    return true;
}

/* The n-th field of line, from 0. */
static ds_text nth_field(ds_text line, size_t n) {
    size_t from = 0;
    for (size_t i = 0; i < line.size && n > 0; i++)
        if (line.data[i] == ';' || line.data[i] == '|') {
            from = i + 1;
            n--;
        }
    if (n > 0) return (ds_text){"", 0};
    for (size_t i = from; i < line.size; i++)
        if (strchr(";|\r", line.data[i]) != NULL) return (ds_text){line.data + from, i - from};
    return (ds_text){line.data + from, line.size - from};
}

/* True when the line is a VLP that says what was looked for. */
static bool peek_line(ds_delivery *delivery, ds_text line) {
    int32_t made;
    char form;
    if (!ds_text_is(nth_field(line, 0), "VLP")) return false;
    if (delivery->layout == &ds_layout_grondslag)
        delivery->final = ds_text_is(nth_field(line, 4), "D") ||
                          ds_text_is(nth_field(line, 3), "D"); /* without BRIN */
    else if (ds_duo_date(nth_field(line, 4), false, &made, &form))
        delivery->made = made;
    else
        return false;
    return true;
}

void ds_duo_peek(ds_delivery *delivery) {
    char line[4096];
    bool whole = true; /* line begins a line of the file */
    struct stat about;
    FILE *file;
    if (delivery->layout != &ds_layout_ro && delivery->layout != &ds_layout_grondslag) return;
    if (stat(delivery->path, &about) != 0 || !S_ISREG(about.st_mode)) return; /* a pipe may wait */
    file = fopen(delivery->path, "rbe");
    if (file == NULL) return;
    while (fgets(line, sizeof line, file) != NULL) { /* VLP may stand further down */
        size_t size = strlen(line), from = strncmp(line, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
        bool ends = size > 0 && line[size - 1] == '\n';
        if (whole && size > from &&
            peek_line(delivery, (ds_text){line + from, size - from - (ends ? 1 : 0)}))
            break;
        whole = ends;
    }
    (void)fclose(file);
}

bool ds_duo_covers(const ds_delivery *delivery, int32_t day) {
    return delivery->from <= day && day <= delivery->to && day <= delivery->made;
}

static int32_t last_day(const ds_delivery *delivery) {
    return delivery->to < delivery->made ? delivery->to : delivery->made;
}

bool ds_duo_encloses(const ds_delivery *a, const ds_delivery *b) {
    return a->from <= b->from && last_day(a) >= last_day(b);
}
