/* intake/mapping/column.c: how one column of a layout is made: a source column, a constant, the
 * number of the line; with codes or a date format. Checked against what the layout's column may
 * hold. See file.h. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/columns.h"
#include "base/date.h"
#include "base/error.h"
#include "base/number.h"
#include "base/suggest.h"
#include "base/text.h"
#include "intake/mapping/file.h"

/* An unknown code: the codes that there are, and the nearest. geen is a state of soort, no code. */
static ds_status wrong_code(ds_mapping_file *m, const yaml_node_t *node, const ds_code_list *codes,
                            ds_error *err) {
    ds_suggestion near;
    char found[64], list[256] = "";
    size_t used = 0;
    for (size_t i = codes == &ds_codes_soort ? 1 : 0; i < codes->n_values; i++) {
        size_t size = strlen(codes->values[i]);
        if (used + size + 2 > sizeof list) break;
        list[used++] = ' ';
        memcpy(list + used, codes->values[i], size + 1);
        used += size;
    }
    ds_suggest(ds_yaml_text(node), codes->values, codes->n_values, &near);
    return ds_mapping_wrong(m, node, err, "onbekende code '%s' voor %s%.0s%s; verwacht%s",
                            "unknown code '%s' for %s%s%.0s; expected%s",
                            ds_suggest_excerpt(ds_yaml_text(node), found, sizeof found),
                            codes->name, near.en, near.nl, list);
}

static bool takes_code(const ds_delivered *column, ds_text text) {
    int code = ds_codes_find(column->codes, text, true);
    return code >= 0 && (column->kind != DS_KIND_SOORT || code != DS_SOORT_GEEN);
}

/* Whether node's text may stand in the column, whatever the layout; empty is missing. */
static ds_status check_value(ds_mapping_file *m, const char *name, const yaml_node_t *node,
                             ds_error *err) {
    const ds_delivered *column = ds_delivered_find(ds_text_of(name));
    ds_text text = ds_text_trim(ds_yaml_text(node));
    int64_t number;
    int32_t day;
    int year;
    if (column == NULL || text.size == 0) return DS_OK;
    if (column->codes != NULL)
        return takes_code(column, text) ? DS_OK : wrong_code(m, node, column->codes, err);
    switch (column->kind) {
    case DS_KIND_NUMBER:
        if (ds_number_parse_integer(text, &number) && number >= column->low &&
            number <= column->high)
            return DS_OK;
        return ds_mapping_wrong(m, node, err, "%s: verwacht een getal van %d tot en met %d",
                                "%s: expected a number from %d to %d", name, column->low,
                                column->high);
    case DS_KIND_YEAR:
        if (ds_date_parse_schoolyear(text, &year)) return DS_OK;
        return ds_mapping_wrong(m, node, err, "%s: verwacht een schooljaar, zoals 2022 of 2022/23",
                                "%s: expected a school year, like 2022 or 2022/23", name);
    case DS_KIND_DATE:
        if (ds_date_parse(text, &day)) return DS_OK;
        return ds_mapping_wrong(m, node, err, "%s: verwacht een datum, zoals 2022-10-01",
                                "%s: expected a date, like 2022-10-01", name);
    default:
        return DS_OK;
    }
}

/* ---- date formats ---- */

/* Counts the letter run at *at of format. */
static size_t run_of(const char *at) {
    size_t n = 1;
    while (at[n] == at[0])
        n++;
    return n;
}

static char fold_letter(char c) {
    if (c >= 'a' && c <= 'z') c = (char)(c - 'a' + 'A');
    return c == 'Y' ? 'J' : c;
}

/* The parts of a format; false when it is none. */
static bool check_format(const char *format, bool *out_short_year) {
    bool year = false, month = false, day = false;
    for (const char *at = format; *at != '\0';) {
        size_t n = run_of(at);
        switch (fold_letter(*at)) {
        case 'J':
            if (year || (n != 4 && n != 2)) return false;
            year = true;
            *out_short_year = n == 2;
            break;
        case 'M':
            if (month || n > 2) return false;
            month = true;
            break;
        case 'D':
            if (day || n > 2) return false;
            day = true;
            break;
        default:
            if (strchr("-/. ", *at) == NULL) return false;
        }
        at += n;
    }
    return year && (month || !day);
}

static bool read_digits(ds_text text, size_t *at, size_t low, size_t high, int *out) {
    size_t n = 0;
    int value = 0;
    while (n < high && *at + n < text.size && text.data[*at + n] >= '0' &&
           text.data[*at + n] <= '9') {
        value = value * 10 + (text.data[*at + n] - '0');
        n++;
    }
    if (n < low) return false;
    *at += n;
    *out = value;
    return true;
}

static bool is_serial_format(const char *format) {
    return ds_text_equal_nocase(ds_text_of(format), ds_text_of("EXCEL"));
}

static bool read_serial(ds_text text, int *year, int *month, int *day) {
    enum { SERIAL_FIRST = 61, SERIAL_LAST = 2958465 }; /* 1 March 1900, 31 December 9999 */
    int64_t serial;
    if (!ds_number_parse_whole(text, &serial) || serial < SERIAL_FIRST || serial > SERIAL_LAST)
        return false;
    ds_date_civil((int32_t)serial + ds_date_days(1899, 12, 30), year, month, day);
    return true;
}

bool ds_mapping_date(ds_text text, const char *format, int pivot, int *year, int *month, int *day) {
    size_t at = 0;
    bool short_year = false;
    *month = *day = 1;
    *year = 0;
    if (is_serial_format(format)) return read_serial(text, year, month, day);
    text = ds_date_without_midnight(text);
    for (const char *f = format; *f != '\0';) {
        size_t n = run_of(f);
        bool good = true;
        switch (fold_letter(*f)) {
        case 'J':
            short_year = n == 2;
            good = read_digits(text, &at, n, n, year);
            break;
        case 'M':
            good = read_digits(text, &at, n, 2, month);
            break;
        case 'D':
            good = read_digits(text, &at, n, 2, day);
            break;
        default:
            for (size_t i = 0; i < n && good; i++, at++)
                good = at < text.size && text.data[at] == *f;
        }
        if (!good) return false;
        f += n;
    }
    if (short_year) *year += *year <= pivot ? 2000 : 1900;
    return at == text.size && ds_date_valid(*year, *month, *day);
}

static bool holds_date(const ds_delivered *column) {
    return column != NULL && (column->kind == DS_KIND_YEAR || column->kind == DS_KIND_DATE ||
                              column->kind == DS_KIND_MONTH);
}

static ds_status read_format(ds_mapping_file *m, ds_mapping_column *column, const char *name,
                             const yaml_node_t *node, const yaml_node_t *pivot, ds_error *err) {
    bool short_year = false;
    const char **words;
    int64_t number = -1;
    ds_status status = ds_yaml_need(&m->document, node, YAML_SCALAR_NODE, err);
    if (status != DS_OK) return status;
    if (!holds_date(ds_delivered_find(ds_text_of(name))))
        return ds_mapping_wrong(m, node, err, "in %s staat geen datum", "%s holds no date", name);
    column->format = (const char *)node->data.scalar.value;
    if (node->data.scalar.length > DS_MAPPING_FORMAT_MAX ||
        (!is_serial_format(column->format) && !check_format(column->format, &short_year)))
        return ds_mapping_wrong(
            m, node, err, "verwacht een datumvorm, zoals DD-MM-JJJJ, JJJJMMDD, D/M/JJ of EXCEL",
            "expected a form of date, like DD-MM-JJJJ, JJJJMMDD, D/M/JJ or EXCEL");
    if (short_year && pivot == NULL)
        return ds_mapping_wrong(
            m, node, err,
            "een jaar in twee cijfers vraagt grensjaar: tot en met dat getal is "
            "het 20.., daarna 19..",
            "a year in two digits asks for grensjaar: up to that number it is "
            "20.., after it 19..");
    if (pivot != NULL &&
        (pivot->type != YAML_SCALAR_NODE ||
         !ds_number_parse_integer(ds_yaml_text(pivot), &number) || number < 0 || number > 99))
        return ds_mapping_wrong(m, pivot, err, "grensjaar: verwacht 0 tot en met 99",
                                "grensjaar: expected 0 to 99");
    column->pivot = (int)number;
    words = ds_mapping_keep(m, 1, sizeof *words);
    if (words == NULL) return ds_error_memory(err);
    words[0] = column->format;
    column->expected = (ds_code_list){name, words, 1, false, false};
    return DS_OK;
}

/* ---- codes ---- */

static int compare_folded(ds_text a, ds_text b) {
    size_t size = a.size < b.size ? a.size : b.size;
    int order = size == 0 ? 0 : strncasecmp(a.data, b.data, size);
    if (order != 0) return order;
    return a.size < b.size ? -1 : a.size > b.size;
}

static int compare_mapping_codes(const void *a, const void *b) {
    return compare_folded(((const ds_mapping_code *)a)->from, ((const ds_mapping_code *)b)->from);
}

static ds_status read_code(ds_mapping_file *m, ds_mapping_code *out, const char *name,
                           const yaml_node_pair_t *pair, ds_error *err) {
    const yaml_node_t *from = ds_yaml_node(&m->document, pair->key);
    const yaml_node_t *to = ds_yaml_node(&m->document, pair->value);
    ds_status status = ds_yaml_need(&m->document, from, YAML_SCALAR_NODE, err);
    if (status == DS_OK) status = ds_yaml_need(&m->document, to, YAML_SCALAR_NODE, err);
    if (status == DS_OK) status = check_value(m, name, to, err);
    if (status != DS_OK) return status;
    out->from = ds_text_trim(ds_yaml_text(from));
    out->to = ds_text_trim(ds_yaml_text(to));
    return DS_OK;
}

static ds_status read_codes(ds_mapping_file *m, ds_mapping_column *column, const char *name,
                            const yaml_node_t *node, ds_error *err) {
    ds_status status = ds_yaml_need(&m->document, node, YAML_MAPPING_NODE, err);
    const char **words;
    if (status != DS_OK) return status;
    column->n_codes = (size_t)(node->data.mapping.pairs.top - node->data.mapping.pairs.start);
    column->codes = ds_mapping_keep(m, column->n_codes, sizeof *column->codes);
    words = ds_mapping_keep(m, column->n_codes, sizeof *words);
    if (column->codes == NULL || words == NULL) return ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < column->n_codes; i++)
        status = read_code(m, &column->codes[i], name, node->data.mapping.pairs.start + i, err);
    if (status != DS_OK) return status;
    qsort(column->codes, column->n_codes, sizeof *column->codes, compare_mapping_codes);
    for (size_t i = 0; i < column->n_codes; i++) {
        if (i > 0 && compare_mapping_codes(&column->codes[i - 1], &column->codes[i]) == 0)
            return ds_mapping_wrong(m, node, err, "codes: een van de codes staat er twee keer",
                                    "codes: one of the codes stands here twice");
        words[i] = column->codes[i].from.data;
    }
    column->expected = (ds_code_list){name, words, column->n_codes, false, false};
    return DS_OK;
}

static ds_status read_otherwise(ds_mapping_file *m, ds_mapping_column *column, const char *name,
                                const yaml_node_t *node, ds_error *err) {
    ds_status status = ds_yaml_need(&m->document, node, YAML_SCALAR_NODE, err);
    ds_text text;
    if (status != DS_OK) return status;
    text = ds_text_trim(ds_yaml_text(node));
    if (column->codes == NULL)
        return ds_mapping_wrong(m, node, err, "anders hoort bij codes", "anders goes with codes");
    if (ds_text_is(text, "weiger")) return DS_OK;
    if (ds_text_is(text, "houd")) {
        column->otherwise = DS_MAPPING_KEEP;
        return DS_OK;
    }
    column->otherwise = DS_MAPPING_REPLACE;
    column->otherwise_text = text;
    return check_value(m, name, node, err);
}

/* ---- the column ---- */

static ds_status read_sources(ds_mapping_file *m, ds_mapping_column *column,
                              const yaml_node_t *node, ds_error *err) {
    ds_text *texts;
    size_t n;
    ds_status status = ds_mapping_texts(m, node, &texts, &n, err);
    if (status != DS_OK) return status;
    if (n == 0 || n > DS_MAPPING_SOURCES_MAX)
        return ds_mapping_wrong(m, node, err, "verwacht 1 tot %d kolommen van het bestand",
                                "expected 1 to %d columns of the file", DS_MAPPING_SOURCES_MAX);
    for (size_t i = 0; i < n; i++) {
        bool known = m->shape.n_columns == 0;
        if (texts[i].size == 0)
            return ds_mapping_wrong(m, node, err, "verwacht de naam van een kolom",
                                    "expected the name of a column");
        for (size_t j = 0; j < m->shape.n_columns && !known; j++)
            known = ds_text_same_name(m->places[j].name, texts[i]);
        if (!known)
            return ds_mapping_wrong(m, node, err,
                                    "deze kolom staat niet in de lijst kolommen hierboven",
                                    "this column is not in the list kolommen above");
        column->sources[i] = texts[i];
    }
    column->n_sources = n;
    return DS_OK;
}

enum { KOLOM, ALTIJD, REGEL, CODES, ANDERS, DATUM, GRENSJAAR, MAG_ONTBREKEN, AFWEZIG, KEYS };

/* What the column holds when the file has none of its columns. */
static ds_status read_absent(ds_mapping_file *m, ds_mapping_column *column, const char *name,
                             const yaml_node_t *node, ds_error *err) {
    ds_status status = ds_yaml_need(&m->document, node, YAML_SCALAR_NODE, err);
    if (status == DS_OK && column->n_sources == 0)
        return ds_mapping_wrong(m, node, err, "afwezig hoort bij kolom", "afwezig goes with kolom");
    if (status == DS_OK) status = check_value(m, name, node, err);
    if (status != DS_OK) return status;
    column->has_absent = true;
    column->constant = ds_text_trim(ds_yaml_text(node));
    return DS_OK;
}

/* Exactly one of kolom, altijd and regel says where the value comes from. */
static ds_status read_origin(ds_mapping_file *m, ds_mapping_column *column, const char *name,
                             const yaml_node_t *node, yaml_node_t *const *v, ds_error *err) {
    ds_status status;
    if ((v[KOLOM] != NULL) + (v[ALTIJD] != NULL) + (v[REGEL] != NULL) != 1)
        return ds_mapping_wrong(m, node, err, "verwacht kolom, altijd of regel, een van de drie",
                                "expected kolom, altijd or regel, one of the three");
    if (v[KOLOM] != NULL) return read_sources(m, column, v[KOLOM], err);
    if (v[CODES] != NULL || v[DATUM] != NULL)
        return ds_mapping_wrong(m, node, err, "codes en datum horen bij kolom",
                                "codes and datum go with kolom");
    if (v[REGEL] != NULL) {
        status = ds_mapping_flag(m, v[REGEL], &column->is_line, err);
        if (status == DS_OK && (!column->is_line || strcmp(name, "persoon") != 0))
            return ds_mapping_wrong(m, v[REGEL], err, "alleen `persoon: {regel: ja}` kan",
                                    "only `persoon: {regel: ja}` is possible");
        return status;
    }
    status = ds_yaml_need(&m->document, v[ALTIJD], YAML_SCALAR_NODE, err);
    if (status == DS_OK) status = check_value(m, name, v[ALTIJD], err);
    if (status != DS_OK) return status;
    column->is_constant = true;
    column->constant = ds_text_trim(ds_yaml_text(v[ALTIJD]));
    return DS_OK;
}

ds_status ds_mapping_column_read(ds_mapping_file *mapping, ds_mapping_part *part, size_t target,
                                 yaml_node_t *node, ds_error *err) {
    static const char *const keys[KEYS] = {"kolom",     "altijd",        "regel",
                                           "codes",     "anders",        "datum",
                                           "grensjaar", "mag_ontbreken", "afwezig"};
    const char *name = part->layout->columns[target];
    ds_mapping_column *column = &part->columns[target];
    yaml_node_t *v[KEYS];
    ds_status status;
    column->given = true;
    column->pivot = -1;
    if (node->type != YAML_MAPPING_NODE) return read_sources(mapping, column, node, err);
    status = ds_yaml_fields(&mapping->document, node, keys, KEYS, v, err);
    if (status == DS_OK) status = read_origin(mapping, column, name, node, v, err);
    if (status == DS_OK && v[CODES] != NULL && v[DATUM] != NULL)
        status = ds_mapping_wrong(mapping, node, err, "codes of datum, niet allebei",
                                  "codes or datum, not both");
    if (status == DS_OK && v[CODES] != NULL)
        status = read_codes(mapping, column, name, v[CODES], err);
    if (status == DS_OK && v[ANDERS] != NULL)
        status = read_otherwise(mapping, column, name, v[ANDERS], err);
    if (status == DS_OK && v[DATUM] != NULL)
        status = read_format(mapping, column, name, v[DATUM], v[GRENSJAAR], err);
    if (status == DS_OK && v[AFWEZIG] != NULL)
        status = read_absent(mapping, column, name, v[AFWEZIG], err);
    if (status == DS_OK && v[MAG_ONTBREKEN] != NULL)
        status = ds_mapping_flag(mapping, v[MAG_ONTBREKEN], &column->may_be_absent, err);
    if (status == DS_OK && column->may_be_absent && target < part->layout->n_required)
        status = ds_mapping_wrong(mapping, node, err, "%s is verplicht en mag niet ontbreken",
                                  "%s is required and must be there", name);
    return status;
}
