/* cell/open_layout.c: the columns of DUO's exam file, by name, whatever its school years. The
 * layout is the three tables below; a measure's column reads MEASURE SCHOOLJAAR 2019-2020 - PART.
 */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "cell/open.h"

typedef struct key_column {
    const char *key, *column;
    bool required;
} key_column;

static const key_column key_columns[DS_OPEN_KEYS] = {
    {"instelling", "INSTELLINGSCODE", true},     {"vestiging", "VESTIGINGSCODE", true},
    {"onderwijstype", "ONDERWIJSTYPE VO", true}, {"opleiding", "OPLEIDINGSNAAM", true},
    {"inspectiecode", "INSPECTIECODE", false},   {"naam", "INSTELLINGSNAAM VESTIGING", false},
    {"gemeente", "GEMEENTENAAM", false},         {"geslacht", NULL, false},
};

static const char *const measures[DS_OPEN_MEASURES] = {"EXAMENKANDIDATEN", "GESLAAGDEN",
                                                       "SLAAGPERC"};

typedef struct part_name {
    const char *column, *value;
} part_name;

static const part_name parts[DS_PARTS] = {{"MAN", "m"}, {"VROUW", "v"}, {"TOTAAL", "totaal"}};

static const char schooljaar[] = " SCHOOLJAAR ";

const char *ds_open_key_name(size_t key) {
    return key < DS_OPEN_KEYS ? key_columns[key].key : NULL;
}

bool ds_open_key_is_required(size_t key) {
    return key_columns[key].required;
}

const char *ds_open_part_name(ds_part part) {
    return parts[part].value;
}

/* Cuts prefix off text, letters folded; false when it does not begin so. */
static bool cut_prefix(ds_text *text, const char *prefix) {
    const size_t size = strlen(prefix);
    if (text->size < size ||
        !ds_text_equal_nocase((ds_text){text->data, size}, (ds_text){prefix, size}))
        return false;
    text->data += size;
    text->size -= size;
    return true;
}

/* "2019-2020" at the beginning of text. */
static bool cut_year(ds_text *text, int *out) {
    int64_t from, to;
    if (text->size < 9 || text->data[4] != '-' ||
        !ds_number_parse_integer((ds_text){text->data, 4}, &from) ||
        !ds_number_parse_integer((ds_text){text->data + 5, 4}, &to) || from < 1900 || from > 2200 ||
        to != from + 1)
        return false;
    *out = (int)from;
    text->data += 9;
    text->size -= 9;
    return true;
}

/* Whether name is a column of counts or percentages, and of what. */
static bool is_measure(ds_text name, int *out_year, ds_part *out_part, ds_open_measure *out) {
    for (size_t m = 0; m < DS_OPEN_MEASURES; m++) {
        ds_text rest = name;
        if (!cut_prefix(&rest, measures[m]) || !cut_prefix(&rest, schooljaar) ||
            !cut_year(&rest, out_year) || !cut_prefix(&rest, " - "))
            continue;
        for (size_t p = 0; p < DS_PARTS; p++)
            if (ds_text_equal_nocase(rest, ds_text_of(parts[p].column))) {
                *out_part = (ds_part)p;
                *out = (ds_open_measure)m;
                return true;
            }
    }
    return false;
}

/* The place of a year among the layout's, put in when it is new; SIZE_MAX when there are too many.
 */
static size_t place_of_year(ds_open_layout *layout, int year) {
    size_t y = 0;
    while (y < layout->n_years && layout->years[y] < year)
        y++;
    if (y < layout->n_years && layout->years[y] == year) return y;
    if (layout->n_years == DS_OPEN_YEARS_MAX) return SIZE_MAX;
    memmove(layout->years + y + 1, layout->years + y, (layout->n_years - y) * sizeof(int));
    memmove(layout->fields + y + 1, layout->fields + y,
            (layout->n_years - y) * sizeof *layout->fields);
    layout->years[y] = year;
    layout->n_years++;
    for (size_t p = 0; p < DS_PARTS; p++)
        for (size_t m = 0; m < DS_OPEN_MEASURES; m++)
            layout->fields[y][p][m] = SIZE_MAX;
    return y;
}

/* The place that this column fills, NULL for an unknown column. */
static size_t *place_of(ds_open_layout *layout, ds_text name, bool *out_full) {
    int year;
    ds_part part;
    ds_open_measure measure;
    size_t y;
    *out_full = false;
    for (size_t k = 0; k < DS_OPEN_TEXTS; k++)
        if (ds_text_equal_nocase(name, ds_text_of(key_columns[k].column))) return &layout->keys[k];
    if (!is_measure(name, &year, &part, &measure)) return NULL;
    y = place_of_year(layout, year);
    *out_full = y == SIZE_MAX;
    return *out_full ? NULL : &layout->fields[y][part][measure];
}

static ds_status refuse_missing(const char *name, const char *column, ds_error *err) {
    return ds_error_at(err, DS_INPUT, name, 1, 0,
                       "de kolom '%s' ontbreekt; verwacht DUO's bestand van examenkandidaten en "
                       "geslaagden. Elke andere tabel van aantallen gaat met een beschrijving: "
                       "doorstroom describe schrijft een eerste",
                       "column '%s' is missing; expected DUO's file of exam candidates and passes. "
                       "Any other table of counts goes by a description: doorstroom describe "
                       "writes a first one",
                       column);
}

static ds_status check_layout(const char *name, const ds_open_layout *layout, ds_error *err) {
    for (size_t k = 0; k < DS_OPEN_TEXTS; k++)
        if (key_columns[k].required && layout->keys[k] == SIZE_MAX)
            return refuse_missing(name, key_columns[k].column, err);
    if (layout->n_years == 0)
        return refuse_missing(name, "EXAMENKANDIDATEN SCHOOLJAAR … - TOTAAL", err);
    for (size_t y = 0; y < layout->n_years; y++)
        for (size_t p = 0; p < DS_PARTS; p++)
            for (size_t m = 0; m < DS_OPEN_MEASURES; m++) {
                char column[80];
                if (layout->fields[y][p][m] != SIZE_MAX) continue;
                (void)snprintf(column, sizeof column, "%s%s%d-%d - %s", measures[m], schooljaar,
                               layout->years[y], layout->years[y] + 1, parts[p].column);
                return refuse_missing(name, column, err);
            }
    return DS_OK;
}

ds_status ds_open_find_columns(const char *name, const ds_text *names, size_t n_names,
                               ds_open_layout *out, ds_error *err) {
    ds_open_layout layout = {.n_fields = n_names};
    ds_status status;
    for (size_t k = 0; k < DS_OPEN_TEXTS; k++)
        layout.keys[k] = SIZE_MAX;
    for (size_t i = 0; i < n_names; i++) {
        bool full;
        size_t *place = place_of(&layout, ds_text_trim(names[i]), &full);
        if (full)
            return ds_error_at(err, DS_INPUT, name, 1, i + 1, "meer dan %d schooljaren",
                               "more than %d school years", DS_OPEN_YEARS_MAX);
        if (place == NULL) continue;
        if (*place != SIZE_MAX)
            return ds_error_at(err, DS_INPUT, name, 1, i + 1,
                               "deze kolom staat twee keer in het bestand, ook als kolom %zu",
                               "this column stands twice in the file, also as column %zu",
                               *place + 1);
        *place = i;
    }
    status = check_layout(name, &layout, err);
    if (status == DS_OK) *out = layout;
    return status;
}
