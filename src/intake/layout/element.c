/* intake/layout/element.c: codes/elementcode.csv of the work folder, else the one beside the
 * program: elementcode, soort, leerweg, leerjaar, route, sector, profiel; other columns are for
 * people. See element.h. */
#include "intake/layout/element.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "intake/layout/layout.h"
#include "intake/plan.h"

enum { ELEMENT_FILE_MAX = 16 << 20, LEERJAAR_MAX = 99 };
enum { AT_CODE, AT_SOORT, AT_LEERWEG, AT_LEERJAAR, AT_ROUTE, AT_SECTOR, AT_PROFIEL, AT_N };
static const char *const columns[AT_N] = {"elementcode", "soort",  "leerweg", "leerjaar",
                                          "route",       "sector", "profiel"};

typedef struct reading {
    ds_intake *intake;
    const char *path;
    size_t at[AT_N]; /* SIZE_MAX: not there */
} reading;

static ds_text plain_code(ds_text code) {
    for (size_t i = 0; i < code.size; i++)
        if (code.data[i] < '0' || code.data[i] > '9') return code;
    while (code.size > 1 && code.data[0] == '0')
        code = (ds_text){code.data + 1, code.size - 1};
    return code;
}

static ds_status take_element_header(void *context, const ds_text *names, size_t n_names,
                                     ds_error *err) {
    reading *r = context;
    const ds_code_columns wanted = {columns, AT_N, AT_SOORT + 1};
    return ds_plan_code_columns(r->path, names, n_names, &wanted, r->at, err);
}

static ds_text element_field(const reading *r, const ds_text *fields, size_t column) {
    return r->at[column] == SIZE_MAX ? (ds_text){"", 0} : ds_text_trim(fields[r->at[column]]);
}

static ds_status refuse_element(const reading *r, uint64_t line, size_t column, const char *nl,
                                const char *en, ds_error *err) {
    return ds_error_at(err, DS_INPUT, r->path, line, r->at[column] + 1, "%s: %s%.0s", "%s: %.0s%s",
                       columns[column], nl, en);
}

/* The code + 1, 0 when empty. */
static ds_status parse_element_code(const reading *r, const ds_text *fields, size_t column,
                                    const ds_code_list *codes, uint64_t line, uint8_t *out,
                                    ds_error *err) {
    ds_text text = element_field(r, fields, column);
    int code = text.size == 0 ? -1 : ds_codes_find(codes, text, true);
    if (text.size > 0 && code < 0)
        return refuse_element(r, line, column, "onbekende code", "unknown code", err);
    *out = (uint8_t)(code + 1);
    return DS_OK;
}

static ds_status parse_element_codes(const reading *r, const ds_text *fields, ds_element *to,
                                     ds_error *err) {
    uint8_t soort;
    ds_status status =
        parse_element_code(r, fields, AT_SOORT, &ds_codes_soort, to->line, &soort, err);
    if (status == DS_OK && (soort == 0 || soort == DS_SOORT_GEEN + 1))
        status = refuse_element(r, to->line, AT_SOORT, "verwacht een soort onderwijs, zoals vmbo",
                                "expected a kind of education, such as vmbo", err);
    if (status == DS_OK)
        status = parse_element_code(r, fields, AT_LEERWEG, &ds_codes_leerweg, to->line,
                                    &to->leerweg, err);
    if (status == DS_OK)
        status =
            parse_element_code(r, fields, AT_ROUTE, &ds_codes_route, to->line, &to->route, err);
    if (status == DS_OK)
        status =
            parse_element_code(r, fields, AT_SECTOR, &ds_codes_sector, to->line, &to->sector, err);
    if (status != DS_OK) return status;
    to->soort = (uint8_t)(soort - 1);
    if (to->leerweg != 0 && !ds_codes_leerweg_fits(to->soort, (enum ds_leerweg)(to->leerweg - 1)))
        return refuse_element(r, to->line, AT_LEERWEG, "hoort niet bij deze soort",
                              "does not belong to this soort", err);
    return DS_OK;
}

static ds_status parse_element(const reading *r, const ds_text *fields, ds_element *to,
                               ds_error *err) {
    ds_text code = plain_code(element_field(r, fields, AT_CODE)),
            leerjaar = element_field(r, fields, AT_LEERJAAR);
    int64_t year = -1;
    if (code.size == 0 || code.size >= sizeof to->code)
        return refuse_element(r, to->line, AT_CODE, "verwacht 1 tot 15 tekens",
                              "expected 1 to 15 characters", err);
    if (leerjaar.size > 0 &&
        (!ds_number_parse_integer(leerjaar, &year) || year < 0 || year > LEERJAAR_MAX))
        return refuse_element(r, to->line, AT_LEERJAAR, "verwacht een getal van 0 tot 99, of leeg",
                              "expected a number from 0 to 99, or empty", err);
    memcpy(to->code, code.data, code.size);
    to->leerjaar = (uint8_t)(year + 1);
    return parse_element_codes(r, fields, to, err);
}

static ds_status add_element(reading *r, const ds_text *fields, uint64_t line, ds_error *err) {
    ds_intake *intake = r->intake;
    ds_element element = {.line = line};
    ds_text profiel = element_field(r, fields, AT_PROFIEL);
    ds_status status = parse_element(r, fields, &element, err);
    if (status != DS_OK) return status;
    if (profiel.size > DS_TEXT_MAX)
        return refuse_element(r, line, AT_PROFIEL, "langer dan 255 bytes", "longer than 255 bytes",
                              err);
    if (!ds_reserve(&intake->elements, &intake->elements_capacity, intake->n_elements + 1,
                    sizeof *intake->elements))
        return ds_error_memory(err);
    if (profiel.size > 0) {
        element.profiel = ds_strndup(profiel.data, profiel.size);
        if (element.profiel == NULL) return ds_error_memory(err);
    }
    intake->elements[intake->n_elements++] = element;
    return DS_OK;
}

static ds_status take_element_batch(void *context, const ds_table_batch *b, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < b->n_records; i++)
        status = add_element(context, b->fields + i * b->n_columns, b->lines[i], err);
    return status;
}

static int compare_elements(const void *a, const void *b) {
    const ds_element *x = a, *y = b;
    int order = strcmp(x->code, y->code);
    return order != 0 ? order : x->line < y->line ? -1 : x->line > y->line;
}

static ds_status sort_elements(const reading *r, ds_error *err) {
    ds_element *all = r->intake->elements;
    size_t n = r->intake->n_elements;
    if (n > 0) qsort(all, n, sizeof *all, compare_elements);
    for (size_t i = 1; i < n; i++)
        if (strcmp(all[i - 1].code, all[i].code) == 0)
            return ds_error_at(err, DS_INPUT, r->path, all[i].line, r->at[AT_CODE] + 1,
                               "elementcode %s staat ook op regel %llu",
                               "elementcode %s stands on line %llu too", all[i].code,
                               (unsigned long long)all[i - 1].line);
    return DS_OK;
}

static bool has_enrolments(const ds_intake *intake) {
    for (size_t i = 0; i < intake->n_deliveries; i++)
        if (intake->deliveries[i].layout == &ds_layout_inschrijving) return true;
    return false;
}

ds_status ds_elements_read(ds_intake *intake, ds_error *err) {
    char path[DS_PATH_SIZE];
    reading r = {.intake = intake, .path = path};
    ds_table_sink sink = {
        .context = &r, .header = take_element_header, .batch = take_element_batch};
    ds_error none; /* no list: every code is refused, by name */
    ds_status status;
    if (!has_enrolments(intake) ||
        ds_plan_code_file(intake, "elementcode.csv", path, &none) != DS_OK)
        return DS_OK;
    status = ds_plan_code_read(path, ELEMENT_FILE_MAX, &intake->element_text, &sink, err);
    return status == DS_OK ? sort_elements(&r, err) : status;
}

void ds_elements_done(ds_intake *intake) {
    for (size_t i = 0; i < intake->n_elements; i++)
        ds_free(intake->elements[i].profiel);
    ds_free(intake->elements);
    ds_free(intake->element_text);
}

const ds_element *ds_element_find(const ds_intake *intake, ds_text code) {
    size_t low = 0, high = intake->n_elements;
    code = plain_code(code);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const ds_element *at = &intake->elements[middle];
        int order = ds_text_compare(ds_text_of(at->code), code);
        if (order == 0) return at;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}
