/* report/filled/drawing.c: facts as categories, series and points. See drawing.h. */
#include "report/filled/drawing.h"

#include <math.h>
#include <string.h>

enum { SERIES_MANY = 7 }; /* more lines than that are told apart in panels */

/* ---- which measure ---- */

static bool has_measure(const ds_release_sheet *sheet, const char *measure) {
    for (size_t i = 0; i < sheet->n_facts; i++)
        if (strcmp(sheet->facts[i].measure, measure) == 0) return true;
    return false;
}

const char *ds_drawn_measure(const ds_filling *filling, const char *const *measures) {
    const ds_recipe_names *columns = &filling->block->kolommen;
    for (; measures != NULL && *measures != NULL; measures++)
        for (size_t i = 0; i < columns->n; i++)
            if (strcmp(*measures, columns->names[i]) == 0 && has_measure(filling->sheet, *measures))
                return *measures;
    for (size_t i = 0; i < columns->n; i++)
        if (has_measure(filling->sheet, columns->names[i])) return columns->names[i];
    return NULL;
}

static const char *find_drawn_measure(const ds_filling *filling, const char *const *measures) {
    const char *asked = ds_drawn_measure(filling, measures);
    if (asked != NULL) return asked;
    for (size_t i = 0; measures[i] != NULL; i++)
        if (has_measure(filling->sheet, measures[i])) return measures[i];
    return filling->sheet->n_facts > 0 ? filling->sheet->facts[0].measure : NULL;
}

/* ---- the frame ---- */

static ds_say say_extremes_of(const ds_filling *filling, const char *measure) {
    const ds_filled_unit unit = ds_filled_unit_of(filling->sheet, measure);
    const ds_say words = ds_filled_unit_say(unit);
    double low = INFINITY, high = -INFINITY;
    ds_value values[3];
    for (size_t i = 0; i < filling->sheet->n_facts; i++) {
        const ds_release_fact *fact = &filling->sheet->facts[i];
        if (strcmp(fact->measure, measure) != 0 || fact->state != DS_STATE_SHOWN ||
            !isfinite(fact->value))
            continue;
        low = fmin(low, fact->value);
        high = fmax(high, fact->value);
    }
    if (low > high) return (ds_say){NULL, NULL};
    values[0] = ds_value_with_decimals(ds_value_number(low), ds_filled_decimals(unit));
    values[1] = ds_value_with_decimals(ds_value_number(high), ds_filled_decimals(unit));
    values[2] =
        ds_value_word("", words.nl == NULL ? "" : words.nl, words.en == NULL ? "" : words.en);
    return ds_document_phrase(filling->to,
                              DS_SAY("De laagste getoonde waarde is {0} {2}, de hoogste {1} {2}.",
                                     "The lowest value shown is {0} {2}, the highest {1} {2}."),
                              values, 3);
}

ds_say ds_drawn_description(const ds_filling *filling, ds_figure_kind kind, const char *measure) {
    const ds_say name = ds_figure_kind_name(kind),
                 title = ds_filled_measure_title(filling, measure);
    const ds_value values[] = {ds_value_word("", name.nl, name.en),
                               ds_value_word("", title.nl, title.en)};
    const ds_say parts[] = {
        ds_document_phrase(filling->to, DS_SAY("Figuur ({0}) van: {1}.", "Figure ({0}) of: {1}."),
                           values, 2),
        say_extremes_of(filling, measure),
        DS_SAY("Alle getallen staan in de tabel eronder.", "All numbers are in the table below.")};
    return ds_filled_join(filling, parts, 3, DS_SAY(" ", " "));
}

ds_figure *ds_drawn_new(const ds_filling *filling, ds_figure_kind kind, const char *measure) {
    ds_figure *figure = ds_figure_new(kind, ds_filled_caption(filling, (ds_say){NULL, NULL}),
                                      ds_drawn_description(filling, kind, measure));
    const ds_filled_unit unit = ds_filled_unit_of(filling->sheet, measure);
    ds_figure_axis axis = DS_FIGURE_AXIS_INIT;
    if (figure == NULL) ds_document_fail(filling->to);
    axis.title = ds_filled_measure_title(filling, measure);
    axis.unit = ds_filled_unit_say(unit);
    axis.decimals = ds_filled_decimals(unit);
    ds_figure_set_axis(figure, DS_SIDE_Y, &axis);
    return figure;
}

/* ---- which facts ---- */

const char *ds_drawn_whose(const ds_release_sheet *sheet, const ds_release_fact *fact,
                           size_t *out_key) {
    static const char *const keys[] = {"agenda", "instelling"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const size_t key = ds_filled_key(sheet, keys[i]);
        if (key >= DS_FILLED_KEYS || ds_filled_is_total(fact->keys[key])) continue;
        *out_key = key;
        return fact->keys[key];
    }
    return NULL;
}

static bool is_total_of(const ds_drawing *drawing, const ds_release_fact *fact) {
    const ds_release_sheet *sheet = drawing->filling->sheet;
    bool varies = false;
    for (size_t k = 0; k < sheet->n_keys && k < DS_FILLED_KEYS; k++) {
        if (!ds_filled_is_total(fact->keys[k])) continue;
        for (size_t i = 0; i < sheet->n_facts && !varies; i++)
            varies = strcmp(sheet->facts[i].measure, fact->measure) == 0 &&
                     !ds_filled_is_total(sheet->facts[i].keys[k]);
    }
    return varies || ds_filled_is_total(fact->klasse);
}

static bool is_drawn(const ds_drawing *drawing, const ds_release_fact *fact) {
    const ds_release_sheet *sheet = drawing->filling->sheet;
    size_t key;
    bool measured = false;
    for (size_t m = 0; m < 4 && drawing->measures[m] != NULL; m++)
        measured = measured || strcmp(drawing->measures[m], fact->measure) == 0;
    if (!measured) return false;
    if (drawing->keyed != NULL) {
        key = ds_filled_key(sheet, drawing->keyed);
        if (key >= DS_FILLED_KEYS || ds_filled_is_total(fact->keys[key])) return false;
    } else if (ds_drawn_whose(sheet, fact, &key) != NULL && strcmp(sheet->unit, "agenda") == 0) {
        return false; /* of one agenda, beside what is of all */
    }
    return !drawing->leave_totals || !is_total_of(drawing, fact);
}

/* Classes that are not told apart: none where there is none, else the first. */
static void leave_other_classes(ds_drawing *drawing) {
    const char *klasse = drawing->facts[0]->klasse;
    size_t n = 0;
    for (size_t i = 0; i < drawing->n_facts; i++)
        if (drawing->facts[i]->klasse[0] == '\0') klasse = "";
    for (size_t i = 0; i < drawing->n_facts; i++)
        if (strcmp(drawing->facts[i]->klasse, klasse) == 0) drawing->facts[n++] = drawing->facts[i];
    drawing->n_facts = n;
}

/* Sums of classes are in none of them: a whole is drawn of its parts. */
static bool is_sum_of_classes(const char *klasse) {
    static const char *const sums[] = {"bereikt",
                                       "beter",
                                       "slechter",
                                       "gelijk",
                                       "minstens_op_schema",
                                       "heel_effectief_of_effectief"};
    for (size_t i = 0; i < sizeof sums / sizeof *sums; i++)
        if (strcmp(sums[i], klasse) == 0) return true;
    return false;
}

static void leave_sums(ds_drawing *drawing) {
    size_t n = 0;
    for (size_t i = 0; i < drawing->n_facts; i++)
        if (!is_sum_of_classes(drawing->facts[i]->klasse)) drawing->facts[n++] = drawing->facts[i];
    drawing->n_facts = n;
}

/* ---- sides ---- */

static bool is_same_side(const ds_drawn_side *side, const ds_release_fact *a,
                         const ds_release_fact *b) {
    switch (side->by) {
    case DS_DRAWN_BY_YEAR:
        return a->jaar == b->jaar;
    case DS_DRAWN_BY_CLASS:
        return strcmp(a->klasse, b->klasse) == 0;
    case DS_DRAWN_BY_MEASURE:
        return strcmp(a->measure, b->measure) == 0;
    case DS_DRAWN_BY_KEYS:
        for (size_t k = 0; k < side->n_keys; k++)
            if (strcmp(a->keys[side->keys[k]], b->keys[side->keys[k]]) != 0) return false;
        return true;
    case DS_DRAWN_BY_NOTHING:
    default:
        return true;
    }
}

static size_t find_on_side(const ds_drawn_side *side, const ds_release_fact *fact) {
    size_t at = 0;
    while (at < side->n && !is_same_side(side, side->facts[at], fact))
        at++;
    return at;
}

/* Years in order; totals behind what they are totals of. */
static bool comes_before(const ds_drawn_side *side, const ds_release_fact *a,
                         const ds_release_fact *b) {
    if (side->by == DS_DRAWN_BY_YEAR) return a->jaar < b->jaar;
    if (side->by != DS_DRAWN_BY_KEYS) return false;
    for (size_t k = 0; k < side->n_keys; k++)
        if (!ds_filled_is_total(a->keys[side->keys[k]]) &&
            ds_filled_is_total(b->keys[side->keys[k]]))
            return true;
    return false;
}

static bool fill_side(const ds_drawing *drawing, ds_drawn_side *side) {
    side->facts =
        ds_document_room(drawing->filling->to, (drawing->n_facts + 1) * sizeof *side->facts);
    if (side->facts == NULL) return false;
    for (size_t i = 0; i < drawing->n_facts; i++) {
        size_t at = find_on_side(side, drawing->facts[i]);
        if (at < side->n) continue;
        while (at > 0 && comes_before(side, drawing->facts[i], side->facts[at - 1])) {
            side->facts[at] = side->facts[at - 1];
            at--;
        }
        side->facts[at] = drawing->facts[i];
        side->n++;
    }
    return true;
}

static bool varies_in(const ds_drawing *drawing, size_t key) {
    for (size_t i = 1; i < drawing->n_facts; i++)
        if (strcmp(drawing->facts[i]->keys[key], drawing->facts[0]->keys[key]) != 0) return true;
    return false;
}

/* The keys that tell facts apart, but for those that the name of an indicator has in it. */
static void find_side_keys(const ds_drawing *drawing, ds_drawn_side *side) {
    const ds_release_sheet *sheet = drawing->filling->sheet;
    const size_t indicator = ds_filled_key(sheet, "indicator");
    const bool indicators = indicator < DS_FILLED_KEYS && varies_in(drawing, indicator);
    side->n_keys = 0;
    for (size_t k = 0; k < sheet->n_keys && k < DS_FILLED_KEYS; k++) {
        const char *name = sheet->key_names[k];
        const bool told = strcmp(name, "niveau") == 0 || strcmp(name, "leerweg") == 0 ||
                          strcmp(name, "doelstelling") == 0;
        if (varies_in(drawing, k) && !(indicators && told)) side->keys[side->n_keys++] = k;
    }
}

/* Both sides by keys: parts are of the key whose shares are asked, else of the last. */
static void split_side_keys(ds_drawing *drawing) {
    const ds_recipe_block *block = drawing->filling->block;
    const size_t asked = block->tegen == DS_FROM_KEY
                             ? ds_filled_key(drawing->filling->sheet, block->tegen_sleutel)
                             : SIZE_MAX;
    ds_drawn_side *rest = &drawing->categories;
    size_t at = rest->n_keys;
    if (at == 0) return;
    for (size_t k = 0; k < rest->n_keys; k++)
        if (rest->keys[k] == asked) at = k;
    if (at == rest->n_keys) at = rest->n_keys - 1;
    drawing->series.keys[0] = rest->keys[at];
    drawing->series.n_keys = 1;
    rest->n_keys--;
    memmove(rest->keys + at, rest->keys + at + 1, (rest->n_keys - at) * sizeof *rest->keys);
}

bool ds_drawn_choose(ds_drawing *drawing, ds_drawn_by categories, ds_drawn_by series) {
    const ds_release_sheet *sheet = drawing->filling->sheet;
    drawing->facts =
        ds_document_room(drawing->filling->to, (sheet->n_facts + 1) * sizeof *drawing->facts);
    if (drawing->facts == NULL) return false;
    for (size_t i = 0; i < sheet->n_facts; i++)
        if (is_drawn(drawing, &sheet->facts[i]))
            drawing->facts[drawing->n_facts++] = &sheet->facts[i];
    if (drawing->n_facts == 0) return false;
    if (categories == DS_DRAWN_BY_CLASS || series == DS_DRAWN_BY_CLASS)
        leave_sums(drawing);
    else
        leave_other_classes(drawing);
    drawing->categories.by = categories;
    drawing->series.by = series;
    find_side_keys(drawing,
                   categories == DS_DRAWN_BY_KEYS ? &drawing->categories : &drawing->series);
    if (categories == DS_DRAWN_BY_KEYS && series == DS_DRAWN_BY_KEYS) split_side_keys(drawing);
    return drawing->n_facts > 0 && fill_side(drawing, &drawing->categories) &&
           fill_side(drawing, &drawing->series);
}

/* "ja" alone says nothing beside a bar: "vso-achtergrond: ja". */
static ds_say say_yes_of_what(const ds_filling *filling, const char *column, const char *code) {
    const ds_say parts[] = {ds_filled_heading(filling, column),
                            ds_filled_label(filling, column, code)};
    if (strcmp(code, "ja") != 0 && strcmp(code, "nee") != 0) return parts[1];
    return ds_filled_join(filling, parts, 2, DS_SAY(": ", ": "));
}

/* An agenda that has no name in this release has a rank: nr012. In a figure that is a number. */
ds_say ds_drawn_whose_name(const ds_filling *filling, size_t key, const char *code) {
    const bool ranked = strncmp(code, "nr", 2) == 0 && code[2] != '\0' &&
                        strspn(code + 2, "0123456789") == strlen(code + 2);
    ds_value number;
    if (!ranked) return say_yes_of_what(filling, filling->sheet->key_names[key], code);
    code += 2;
    while (code[0] == '0' && code[1] != '\0')
        code++;
    number = ds_value_text(code);
    return ds_document_phrase(filling->to, DS_SAY("{0}", "{0}"), &number, 1);
}

ds_say ds_drawn_name(const ds_drawing *drawing, const ds_drawn_side *side,
                     const ds_release_fact *fact) {
    const ds_filling *filling = drawing->filling;
    ds_say parts[DS_FILLED_KEYS];
    ds_value year;
    size_t n = 0;
    switch (side->by) {
    case DS_DRAWN_BY_YEAR:
        year = ds_filled_year(filling->sheet, fact->jaar);
        return fact->jaar == 0 ? DS_SAY("", "")
                               : ds_document_phrase(filling->to, DS_SAY("{0}", "{0}"), &year, 1);
    case DS_DRAWN_BY_CLASS:
        return ds_filled_label(filling, "klasse", fact->klasse);
    case DS_DRAWN_BY_MEASURE:
        return ds_filled_measure_title(filling, fact->measure);
    case DS_DRAWN_BY_KEYS:
        for (size_t k = 0; k < side->n_keys; k++)
            if (!ds_filled_is_total(fact->keys[side->keys[k]]))
                parts[n++] = ds_drawn_whose_name(filling, side->keys[k], fact->keys[side->keys[k]]);
        return n == 0 ? DS_SAY("totaal", "total")
                      : ds_filled_join(filling, parts, n, DS_SAY(" ", " "));
    case DS_DRAWN_BY_NOTHING:
    default:
        return ds_filled_measure_title(filling, fact->measure);
    }
}

/* ---- points ---- */

ds_figure_point ds_drawn_point(const ds_filling *filling, const ds_release_fact *fact) {
    ds_figure_point point = DS_FIGURE_POINT_INIT;
    const ds_filled_unit unit = ds_filled_unit_of(filling->sheet, fact->measure);
    point.state = fact->state;
    point.y = fact->value;
    if (isfinite(fact->low) && isfinite(fact->high)) {
        point.low = fact->low;
        point.high = fact->high;
    }
    if (unit == DS_FILLED_POINTS && ds_filled_test_of(filling->sheet, fact) <= DS_FILLED_DOWN)
        point.mark = "*";
    return point;
}

static ds_figure_role role_of(const ds_drawing *drawing, const ds_release_fact *fact) {
    static const struct {
        const char *measure;
        ds_figure_role role;
    } roles[] = {{"behandeld", DS_ROLE_EXPERIMENT}, {"controle", DS_ROLE_CONTROL},
                 {"startwaarde", DS_ROLE_START},    {"streefwaarde", DS_ROLE_TARGET},
                 {"huidige_waarde", DS_ROLE_NOW},   {"start", DS_ROLE_START},
                 {"streef", DS_ROLE_TARGET},        {"nu", DS_ROLE_NOW},
                 {"smd_voor", DS_ROLE_BEFORE},      {"smd_na", DS_ROLE_AFTER}};
    const size_t who = ds_filled_key(drawing->filling->sheet, "wie");
    for (size_t i = 0;
         drawing->series.by == DS_DRAWN_BY_MEASURE && i < sizeof roles / sizeof *roles; i++)
        if (strcmp(roles[i].measure, fact->measure) == 0) return roles[i].role;
    if (drawing->series.by == DS_DRAWN_BY_KEYS && who < DS_FILLED_KEYS) {
        if (strcmp(fact->keys[who], "eigen") == 0) return DS_ROLE_OWN;
        if (strncmp(fact->keys[who], "sector", 6) == 0) return DS_ROLE_OTHER;
    }
    return DS_ROLE_NONE;
}

/* Intervals belong to lines and bars; parts of a stack have none. */
static bool shows_intervals(ds_figure_kind kind, size_t n_series) {
    return (kind == DS_FIGURE_LINE && n_series <= 3) || kind == DS_FIGURE_BAR ||
           kind == DS_FIGURE_BAR_FLAT || kind == DS_FIGURE_TRIAL || kind == DS_FIGURE_FOREST ||
           kind == DS_FIGURE_LOVE;
}

/* Of several measures: each has its name in the legend, so the axis has a unit alone. */
static void set_bare_axis(const ds_filling *filling, ds_figure *figure, const char *measure) {
    const ds_filled_unit unit = ds_filled_unit_of(filling->sheet, measure);
    ds_figure_axis axis = DS_FIGURE_AXIS_INIT;
    axis.unit = ds_filled_unit_say(unit);
    axis.decimals = ds_filled_decimals(unit);
    ds_figure_set_axis(figure, DS_SIDE_Y, &axis);
}

ds_figure *ds_drawn_make(const ds_drawing *drawing) {
    const ds_filling *filling = drawing->filling;
    ds_figure *figure = ds_drawn_new(filling, drawing->kind, drawing->measures[0]);
    const bool intervals = shows_intervals(drawing->kind, drawing->series.n);
    if (drawing->measures[1] != NULL) set_bare_axis(filling, figure, drawing->measures[0]);
    for (size_t i = 0; i < drawing->categories.n; i++)
        ds_figure_add_category(
            figure, ds_drawn_name(drawing, &drawing->categories, drawing->categories.facts[i]));
    for (size_t i = 0; i < drawing->series.n; i++)
        ds_figure_add_series(
            figure,
            drawing->series.n == 1
                ? DS_SAY("", "") /* the caption says what it is */
                : ds_drawn_name(drawing, &drawing->series, drawing->series.facts[i]),
            role_of(drawing, drawing->series.facts[i]));
    for (size_t i = 0; i < drawing->n_facts; i++) {
        ds_figure_point point = ds_drawn_point(filling, drawing->facts[i]);
        point.category = find_on_side(&drawing->categories, drawing->facts[i]);
        point.series = find_on_side(&drawing->series, drawing->facts[i]);
        if (!intervals) point.low = point.high = NAN;
        ds_figure_add_point(figure, &point);
    }
    return figure;
}

/* ---- lines, bars and stacks ---- */

static const char *const shares_first[] = {"percentage",  "aandeel", "gemiddelde", "kloof_pp",
                                           "verschil_pp", "aantal",  "teller",     NULL};
static const char *const numbers_first[] = {"aantal", "teller", "aandeel", "percentage", NULL};
static const char *const parts_first[] = {"aandeel", "percentage", "aantal", "teller", NULL};

static bool has_classes_of(const ds_filling *filling, const char *measure) {
    const char *first = NULL;
    for (size_t i = 0; i < filling->sheet->n_facts; i++) {
        const ds_release_fact *fact = &filling->sheet->facts[i];
        if (strcmp(fact->measure, measure) != 0 || is_sum_of_classes(fact->klasse) ||
            strcmp(fact->klasse, "zelfde_instellingen") == 0)
            continue;
        if (first != NULL && strcmp(first, fact->klasse) != 0) return true;
        first = fact->klasse;
    }
    return false;
}

static ds_figure *draw_matrix(const ds_filling *filling, ds_figure_kind kind,
                              const char *const *measures, ds_drawn_by categories,
                              ds_drawn_by series) {
    ds_drawing *drawing = ds_document_room(filling->to, sizeof *drawing);
    if (drawing == NULL) return NULL;
    drawing->filling = filling;
    drawing->kind = kind;
    drawing->measures[0] = find_drawn_measure(filling, measures);
    drawing->leave_totals = kind == DS_FIGURE_STACK || kind == DS_FIGURE_STACK_FLAT ||
                            kind == DS_FIGURE_STACK_100 || kind == DS_FIGURE_STACK_100_FLAT;
    if (drawing->measures[0] == NULL || !ds_drawn_choose(drawing, categories, series)) return NULL;
    if (drawing->series.n > DS_FIGURE_SERIES_MAX) return NULL;
    return ds_drawn_make(drawing);
}

/* The panel of the facts whose key has that value, without the key itself. */
static ds_figure *draw_panel(const ds_filling *filling, size_t key, const char *value,
                             const char *measure) {
    ds_release_sheet *part = ds_document_room(filling->to, sizeof *part);
    ds_release_fact *facts =
        ds_document_room(filling->to, (filling->sheet->n_facts + 1) * sizeof *facts);
    ds_filling inner = *filling;
    const char *const measures[] = {measure, NULL};
    ds_figure *figure;
    if (part == NULL || facts == NULL) return NULL;
    *part = *filling->sheet;
    part->facts = facts;
    part->n_facts = 0;
    for (size_t i = 0; i < filling->sheet->n_facts; i++)
        if (strcmp(filling->sheet->facts[i].keys[key], value) == 0 &&
            strcmp(filling->sheet->facts[i].measure, measure) == 0)
            facts[part->n_facts++] = filling->sheet->facts[i];
    inner.sheet = part;
    figure = draw_matrix(&inner, DS_FIGURE_LINE, measures, DS_DRAWN_BY_YEAR, DS_DRAWN_BY_KEYS);
    if (figure != NULL)
        ds_figure_set_title(figure,
                            ds_filled_label(filling, filling->sheet->key_names[key], value));
    return figure;
}

ds_figure *ds_draw_panels(const ds_filling *filling) {
    const char *measure = find_drawn_measure(filling, shares_first);
    ds_drawing *drawing = ds_document_room(filling->to, sizeof *drawing);
    ds_figure *figure;
    size_t key;
    if (drawing == NULL || measure == NULL) return NULL;
    drawing->filling = filling;
    drawing->measures[0] = measure;
    if (!ds_drawn_choose(drawing, DS_DRAWN_BY_YEAR, DS_DRAWN_BY_KEYS) || drawing->series.n_keys < 2)
        return NULL;
    key = drawing->series.keys[0];
    drawing->series.n_keys = 1;
    drawing->series.n = 0;
    if (!fill_side(drawing, &drawing->series) || drawing->series.n > DS_FIGURE_PANELS_MAX)
        return NULL;
    figure = ds_drawn_new(filling, DS_FIGURE_PANELS, measure);
    for (size_t i = 0; i < drawing->series.n; i++) {
        ds_figure *panel = draw_panel(filling, key, drawing->series.facts[i]->keys[key], measure);
        if (panel != NULL) ds_figure_add_panel(figure, panel);
    }
    return figure;
}

/* Too many lines to tell apart stand in panels, by the first of the keys. */
ds_figure *ds_draw_lines(const ds_filling *filling) {
    ds_drawing *drawing = ds_document_room(filling->to, sizeof *drawing);
    ds_figure *panels = NULL;
    if (drawing == NULL) return NULL;
    drawing->filling = filling;
    drawing->kind = DS_FIGURE_LINE;
    drawing->measures[0] = find_drawn_measure(filling, shares_first);
    if (drawing->measures[0] == NULL ||
        !ds_drawn_choose(drawing, DS_DRAWN_BY_YEAR, DS_DRAWN_BY_KEYS))
        return NULL;
    if (drawing->series.n > SERIES_MANY) panels = ds_draw_panels(filling);
    if (panels != NULL) return panels;
    return drawing->series.n > DS_FIGURE_SERIES_MAX ? NULL : ds_drawn_make(drawing);
}

static ds_figure *draw_any_bars(const ds_filling *filling, ds_figure_kind kind) {
    const char *measure = find_drawn_measure(filling, shares_first);
    if (measure == NULL) return NULL;
    if (has_classes_of(filling, measure))
        return draw_matrix(filling, kind, shares_first, DS_DRAWN_BY_CLASS, DS_DRAWN_BY_KEYS);
    return draw_matrix(filling, kind, shares_first, DS_DRAWN_BY_KEYS, DS_DRAWN_BY_YEAR);
}

/* Months beside each other, a line for each school year. */
ds_figure *ds_draw_months(const ds_filling *filling) {
    return draw_matrix(filling, DS_FIGURE_LINE, shares_first, DS_DRAWN_BY_KEYS, DS_DRAWN_BY_YEAR);
}

ds_figure *ds_draw_bars(const ds_filling *filling) {
    return draw_any_bars(filling, DS_FIGURE_BAR);
}

ds_figure *ds_draw_lying_bars(const ds_filling *filling) {
    return draw_any_bars(filling, DS_FIGURE_BAR_FLAT);
}

/* Of classes they are the parts; else of years, the groups. */
static ds_figure *draw_any_stack(const ds_filling *filling, ds_figure_kind kind,
                                 const char *const *measures) {
    const char *measure = find_drawn_measure(filling, measures);
    const ds_filled_pick any = {.jaar = -1, .measure = measure};
    int years[DS_FILLED_YEARS];
    if (measure == NULL) return NULL;
    if (has_classes_of(filling, measure))
        return draw_matrix(filling, kind, measures, DS_DRAWN_BY_KEYS, DS_DRAWN_BY_CLASS);
    if (ds_filled_years(filling->sheet, &any, years) <= 1) /* whole beside whole */
        return draw_matrix(filling, kind, measures, DS_DRAWN_BY_KEYS, DS_DRAWN_BY_KEYS);
    return draw_matrix(filling, kind, measures, DS_DRAWN_BY_YEAR, DS_DRAWN_BY_KEYS);
}

ds_figure *ds_draw_stack(const ds_filling *filling) {
    return draw_any_stack(filling, DS_FIGURE_STACK, numbers_first);
}

ds_figure *ds_draw_lying_stack(const ds_filling *filling) {
    return draw_any_stack(filling, DS_FIGURE_STACK_FLAT, numbers_first);
}

ds_figure *ds_draw_whole_stack(const ds_filling *filling) {
    return draw_any_stack(filling, DS_FIGURE_STACK_100, parts_first);
}

ds_figure *ds_draw_lying_whole_stack(const ds_filling *filling) {
    return draw_any_stack(filling, DS_FIGURE_STACK_100_FLAT, parts_first);
}

/* ---- evaluations and relations ---- */

static ds_figure *draw_measures(const ds_filling *filling, ds_figure_kind kind,
                                const char *const measures[3], ds_drawn_by categories) {
    ds_drawing *drawing = ds_document_room(filling->to, sizeof *drawing);
    ds_figure *figure;
    if (drawing == NULL) return NULL;
    drawing->filling = filling;
    drawing->kind = kind;
    for (size_t m = 0; m < 3; m++)
        drawing->measures[m] = measures[m];
    if (!ds_drawn_choose(drawing, categories, DS_DRAWN_BY_MEASURE)) return NULL;
    figure = ds_drawn_make(drawing);
    return figure;
}

static bool is_marked_year(const ds_filling *filling, const ds_release_fact *treated) {
    static const char *const measures[] = {"verschil_pp", "verschil"};
    for (size_t m = 0; m < 2; m++) {
        ds_filled_pick pick = {.jaar = treated->jaar, .measure = measures[m]};
        const ds_release_fact *fact;
        for (size_t k = 0; k < filling->sheet->n_keys && k < DS_FILLED_KEYS; k++)
            pick.keys[k] = treated->keys[k];
        fact = ds_filled_find(filling->sheet, &pick);
        if (fact != NULL) return ds_filled_test_of(filling->sheet, fact) <= DS_FILLED_DOWN;
    }
    return false;
}

/* The star of a year's difference stands at the experiment. */
ds_figure *ds_draw_trial(const ds_filling *filling) {
    ds_drawing *drawing = ds_document_room(filling->to, sizeof *drawing);
    ds_figure *figure;
    if (drawing == NULL) return NULL;
    drawing->filling = filling;
    drawing->kind = DS_FIGURE_TRIAL;
    drawing->measures[0] = "behandeld";
    drawing->measures[1] = "controle";
    if (!ds_drawn_choose(drawing, DS_DRAWN_BY_YEAR, DS_DRAWN_BY_MEASURE)) return NULL;
    figure = ds_drawn_make(drawing);
    for (size_t i = 0; i < drawing->n_facts; i++) {
        const ds_release_fact *fact = drawing->facts[i];
        ds_figure_point point = ds_drawn_point(filling, fact);
        if (strcmp(fact->measure, "behandeld") != 0 || !is_marked_year(filling, fact)) continue;
        point.category = find_on_side(&drawing->categories, fact);
        point.series = find_on_side(&drawing->series, fact);
        point.mark = "*";
        ds_figure_add_point(figure, &point);
    }
    return figure;
}

ds_figure *ds_draw_love(const ds_filling *filling) {
    static const char *const measures[] = {"smd_voor", "smd_na", NULL};
    return draw_measures(filling, DS_FIGURE_LOVE, measures, DS_DRAWN_BY_KEYS);
}

ds_figure *ds_draw_forest(const ds_filling *filling) {
    static const char *const measures[] = {"r", "verschil_pp", "kloof_pp", "verschil", NULL};
    ds_figure *figure =
        draw_matrix(filling, DS_FIGURE_FOREST, measures, DS_DRAWN_BY_KEYS, DS_DRAWN_BY_NOTHING);
    if (figure != NULL)
        ds_figure_add_line(figure, DS_SIDE_Y, 0, DS_SAY("nul", "zero"), DS_ROLE_NONE);
    return figure;
}

/* An agenda a row, with start, target and present value. */
ds_figure *ds_draw_dumbbell(const ds_filling *filling) {
    static const char *const names[][3] = {{"startwaarde", "streefwaarde", "huidige_waarde"},
                                           {"start", "streef", "nu"}};
    for (size_t i = 0; i < 2; i++) {
        ds_drawing *drawing = ds_document_room(filling->to, sizeof *drawing);
        ds_filled_pick any = {.jaar = -1};
        if (drawing == NULL) return NULL;
        drawing->filling = filling;
        drawing->kind = DS_FIGURE_DUMBBELL;
        for (size_t m = 0; m < 3; m++)
            drawing->measures[m] = names[i][m];
        any.measure = names[i][2];
        if (ds_filled_find(filling->sheet, &any) == NULL) continue;
        if (ds_filled_key(filling->sheet, "agenda") != SIZE_MAX) drawing->keyed = "agenda";
        if (!ds_drawn_choose(drawing, DS_DRAWN_BY_KEYS, DS_DRAWN_BY_MEASURE)) {
            drawing->keyed = NULL;
            if (!ds_drawn_choose(drawing, DS_DRAWN_BY_KEYS, DS_DRAWN_BY_MEASURE)) continue;
        }
        return ds_drawn_make(drawing);
    }
    return NULL;
}
