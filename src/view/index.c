/* view/index.c: the keys, years and measures of a sheet, numbered once, so that a choice is a walk
 * over small numbers. See model.h. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "view/model.h"

enum { MEASURES_MAX = 200, VALUES_MAX = UINT16_MAX - 1 };

/* Different texts in the order of their first appearance. Facts are in order, so the next text is
 * mostly the last one found or the one behind it. */
typedef struct seen {
    const char **texts;
    size_t n, capacity, last;
} seen;

/* SIZE_MAX for no memory, or too many. */
static size_t note_seen(seen *of, const char *text) {
    for (size_t i = 0; i < of->n; i++) {
        const size_t at = (of->last + i) % of->n;
        if (of->texts[at] != text && strcmp(of->texts[at], text) != 0) continue;
        of->last = at;
        return at;
    }
    if (of->n >= VALUES_MAX || !ds_reserve(&of->texts, &of->capacity, of->n + 1, sizeof *of->texts))
        return SIZE_MAX;
    of->last = of->n;
    of->texts[of->n] = text;
    return of->n++;
}

/* A key as a choice has it: what means all is DS_TOTAL, what is not known has a word. */
static const char *spell_key(const char *name, const char *code) {
    if (code[0] != '\0') return code;
    return ds_filled_may_be_absent(name) ? DS_TOTAL : VIEW_NOT_KNOWN;
}

/* ---- keys ---- */

bool ds_view_is_in_list(const char *list, const char *name) {
    const size_t size = strlen(name);
    for (const char *at = list; *at != '\0';) {
        const size_t n = strcspn(at, ",~");
        if (n == size && strncmp(at, name, n) == 0) return true;
        at += n;
        at += *at == ',' ? 1 : strlen(at);
    }
    return false;
}

/* DS_TOTAL goes to the front; at counts on. */
static void put_total_first(seen *values, uint16_t *at, size_t width, size_t n_facts) {
    size_t total = 0;
    while (total < values->n && strcmp(values->texts[total], DS_TOTAL) != 0)
        total++;
    if (total == 0 || total == values->n) return;
    {
        const char *text = values->texts[total];
        memmove(values->texts + 1, values->texts, total * sizeof *values->texts);
        values->texts[0] = text;
    }
    for (size_t i = 0; i < n_facts; i++) {
        uint16_t *value = &at[i * width];
        *value = (uint16_t)(*value == total ? 0 : *value < total ? *value + 1 : *value);
    }
}

static const char *name_in_query(ds_views *views, const char *name) {
    static const char *const ours[] = {"by", "jaren", "maat", "soort", "naast", "taal"};
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        if (strcmp(name, ours[i]) == 0)
            return ds_document_phrase(views->words, DS_SAY("sleutel_{0}", "sleutel_{0}"),
                                      (ds_value[]){ds_value_text(name)}, 1)
                .nl;
    return name;
}

static bool add_key(ds_views *views, ds_view_sheet *sheet, size_t k, const seen *values) {
    const ds_filling filling = {views->words, NULL, views->release, sheet->sheet};
    const char *name = sheet->sheet->key_names[k];
    ds_view_key *key = (ds_view_key *)&sheet->breakdown.keys[sheet->breakdown.n_keys];
    ds_view_value *made = ds_document_room(views->words, values->n * sizeof *made);
    if (made == NULL) return false;
    for (size_t i = 0; i < values->n; i++)
        made[i] = (ds_view_value){values->texts[i],
                                  strcmp(values->texts[i], VIEW_NOT_KNOWN) == 0
                                      ? DS_SAY("onbekend", "not known")
                                      : ds_filled_label(&filling, name, values->texts[i])};
    *key = (ds_view_key){name_in_query(views, name), ds_filled_heading(&filling, name), made,
                         values->n};
    sheet->index.sheet_keys[sheet->breakdown.n_keys] = k;
    sheet->index.first[sheet->breakdown.n_keys + 1] =
        sheet->index.first[sheet->breakdown.n_keys] + values->n;
    sheet->breakdown.n_keys++;
    return true;
}

/* One key of the sheet; it is left out where it is the same in all facts and nobody asked for it.
 */
static bool index_key(ds_views *views, ds_view_sheet *sheet, size_t k) {
    const ds_release_sheet *of = sheet->sheet;
    const size_t width = sheet->index.width;
    uint16_t *at = sheet->index.at + sheet->breakdown.n_keys;
    seen values = {0};
    bool good = true;
    for (size_t i = 0; i < of->n_facts && good; i++) {
        const size_t found = note_seen(&values, spell_key(of->key_names[k], of->facts[i].keys[k]));
        good = found != SIZE_MAX;
        if (good) at[i * width] = (uint16_t)found;
    }
    if (good &&
        (values.n > 1 || (values.n == 1 && ds_view_is_in_list(sheet->by, of->key_names[k])))) {
        put_total_first(&values, at, width, of->n_facts);
        good = add_key(views, sheet, k, &values);
    }
    ds_free(values.texts);
    return good;
}

static bool index_keys(ds_views *views, ds_view_sheet *sheet) {
    const ds_release_sheet *of = sheet->sheet;
    ds_view_key *keys = ds_document_room(views->words, (of->n_keys + 1) * sizeof *keys);
    sheet->index.sheet_keys = ds_document_room(views->words, (of->n_keys + 1) * sizeof(size_t));
    sheet->index.first = ds_document_room(views->words, (of->n_keys + 2) * sizeof(size_t));
    sheet->index.width = of->n_keys + 2;
    sheet->index.at = ds_document_room(views->words, (of->n_facts * sheet->index.width + 1) *
                                                         sizeof *sheet->index.at);
    if (keys == NULL || sheet->index.sheet_keys == NULL || sheet->index.first == NULL ||
        sheet->index.at == NULL)
        return false;
    sheet->breakdown.keys = keys;
    for (size_t k = 0; k < of->n_keys; k++)
        if (!index_key(views, sheet, k)) return false;
    return true;
}

/* ---- years ---- */

/* Kinds whose years are a series; of others each fact has the year that it has. */
static bool has_series(const char *kind) {
    static const char *const kinds[] = {"telling", "enquete",  "vsv_maand", "routes",
                                        "route",   "kloof",    "spreiding", "evaluatie",
                                        "risico",  "verwacht", "stromen",   "evaluatie_aantallen"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i], kind) == 0) return true;
    return false;
}

static bool index_years(ds_views *views, ds_view_sheet *sheet) {
    const ds_release_sheet *of = sheet->sheet;
    int *years = ds_document_room(views->words, DS_FILLED_YEARS * sizeof *years);
    size_t n;
    if (years == NULL) return false;
    n = has_series(of->kind) ? ds_filled_covered(of, years) : 0;
    for (size_t i = 0; i < of->n_facts; i++) {
        uint16_t *at = &sheet->index.at[i * sheet->index.width + sheet->index.width - 2];
        size_t y = 0;
        while (y < n && years[y] != of->facts[i].jaar)
            y++;
        *at = (uint16_t)(y == n || ds_filled_is_of_its_own_year(&of->facts[i]) ? VIEW_ANY_YEAR : y);
    }
    sheet->breakdown.years = years;
    sheet->breakdown.n_years = n;
    sheet->breakdown.school_years = ds_filled_in_schooljaren(of);
    sheet->breakdown.years_after = strncmp(of->kind, "evaluatie", strlen("evaluatie")) == 0;
    sheet->index.years_chosen = n > 0;
    return true;
}

/* ---- measures ---- */

/* Which of the measures a view without a query shows: a share where the sheet counts shares, else
 * all that there are. */
static size_t find_usual_measure(const ds_release_sheet *of, const seen *measures) {
    static const char *const usual[] = {"percentage", "gemiddelde"};
    if (!ds_view_kind_is_counted(of->kind)) return SIZE_MAX;
    for (size_t u = 0; u < sizeof usual / sizeof *usual; u++)
        for (size_t m = 0; m < measures->n; m++)
            if (strcmp(measures->texts[m], usual[u]) == 0) return m;
    return SIZE_MAX;
}

/* Two measures of one name are told apart by what they count in: a difference of numbers, and one
 * in points. */
static void tell_measures_apart(const ds_filling *filling, ds_view_value *made, size_t n) {
    ds_say names[MEASURES_MAX + 1];
    for (size_t m = 0; m < n; m++) {
        const ds_say unit = ds_filled_unit_say(ds_filled_unit_of(filling->sheet, made[m].code));
        const ds_say count = DS_SAY("aantal", "number");
        const ds_say in = unit.nl == NULL ? count : unit;
        const ds_value values[] = {ds_value_word("", made[m].name.nl, made[m].name.en),
                                   ds_value_word("", in.nl, in.en)};
        bool twice = false;
        for (size_t other = 0; other < n; other++)
            twice = twice || (other != m && strcmp(made[other].name.nl, made[m].name.nl) == 0);
        names[m] =
            twice ? ds_document_phrase(filling->to, DS_SAY("{0} ({1})", "{0} ({1})"), values, 2)
                  : made[m].name;
    }
    for (size_t m = 0; m < n; m++)
        made[m].name = names[m];
}

static void add_measures(ds_views *views, ds_view_sheet *sheet, const seen *measures,
                         ds_view_value *made) {
    const ds_filling filling = {views->words, NULL, views->release, sheet->sheet};
    const ds_view_value all = {DS_VIEW_ALL_MEASURES, DS_SAY("alle maten", "all measures")};
    const size_t usual = find_usual_measure(sheet->sheet, measures);
    size_t n = 0;
    if (usual == SIZE_MAX && measures->n > 1) made[n++] = all;
    if (usual != SIZE_MAX)
        made[n++] = (ds_view_value){measures->texts[usual],
                                    ds_filled_measure_name(&filling, measures->texts[usual])};
    for (size_t m = 0; m < measures->n; m++)
        if (m != usual)
            made[n++] = (ds_view_value){measures->texts[m],
                                        ds_filled_measure_name(&filling, measures->texts[m])};
    if (usual != SIZE_MAX && measures->n > 1) made[n++] = all;
    tell_measures_apart(&filling, made, n);
    sheet->breakdown.measures = made;
    sheet->breakdown.n_measures = n;
}

/* Facts have the number of their measure in the breakdown's list. */
static void number_measures(ds_view_sheet *sheet) {
    const ds_release_sheet *of = sheet->sheet;
    const ds_view_breakdown *b = &sheet->breakdown;
    size_t last = 0;
    for (size_t i = 0; i < of->n_facts; i++) {
        for (size_t m = 0; m < b->n_measures; m++) {
            const size_t at = (last + m) % b->n_measures;
            if (strcmp(b->measures[at].code, of->facts[i].measure) != 0) continue;
            last = at;
            break;
        }
        sheet->index.at[i * sheet->index.width + sheet->index.width - 1] = (uint16_t)last;
    }
}

static bool index_measures(ds_views *views, ds_view_sheet *sheet) {
    const ds_release_sheet *of = sheet->sheet;
    seen measures = {0};
    ds_view_value *made;
    bool good = true;
    for (size_t i = 0; i < of->n_facts && good; i++)
        good = note_seen(&measures, of->facts[i].measure) < MEASURES_MAX;
    made = good ? ds_document_room(views->words, (measures.n + 1) * sizeof *made) : NULL;
    if (made != NULL) {
        add_measures(views, sheet, &measures, made);
        number_measures(sheet);
    }
    ds_free(measures.texts);
    return made != NULL;
}

static bool add_shapes(ds_views *views, ds_view_sheet *sheet) {
    const char *const *codes = ds_view_shapes_of(sheet->sheet->kind);
    ds_view_value *shapes;
    size_t n = 0;
    if (sheet->sheet->n_facts == 0 || sheet->sheet->reason[0] != '\0') return true;
    while (codes[n] != NULL)
        n++;
    shapes = ds_document_room(views->words, (n + 1) * sizeof *shapes);
    if (shapes == NULL) return false;
    for (size_t i = 0; i < n; i++)
        shapes[i] = (ds_view_value){codes[i], ds_view_shape_name(codes[i])};
    sheet->breakdown.shapes = shapes;
    sheet->breakdown.n_shapes = n;
    return true;
}

bool ds_view_index_sheet(ds_views *views, ds_view_sheet *sheet) {
    const bool good = index_keys(views, sheet) && index_years(views, sheet) &&
                      index_measures(views, sheet) && add_shapes(views, sheet);
    if (!good) ds_document_fail(views->words);
    return good;
}
