/* report/filled/inside.c: figures of answers that stay inside. See inside.h. */
#include "report/filled/inside.h"

#include <math.h>
#include <string.h>

#include "report/filled/drawing.h"
#include "report/keep.h"

enum { KEY_SIZE = 1 << 12 };

#define NO_SAY ((ds_say){NULL, NULL})

static void say_on_pages(ds_document *to, const char *code, ds_say text, const ds_value *values,
                         size_t n) {
    const ds_note note = {.kind = DS_NOTE_REMARK,
                          .code = code,
                          .text = text,
                          .values = values,
                          .n_values = n,
                          .in = DS_IN_PAGE};
    ds_document_note(to, &note);
}

static void say_too_many(ds_document *to, ds_say what, size_t most) {
    const ds_value values[] = {ds_value_count(most), ds_value_word("", what.nl, what.en)};
    say_on_pages(to, "geen_figuur",
                 DS_SAY("Geen figuur: meer dan {0} {1} zijn daarin niet uit elkaar te houden. Alle "
                        "getallen staan in de tabel.",
                        "No figure: more than {0} {1} cannot be told apart in one. All numbers are "
                        "in the table."),
                 values, 2);
}

bool ds_inside_begin(ds_inside *inside, ds_document *to, const char *kind,
                     const char *const *key_names, size_t n_keys, size_t n_facts) {
    *inside = (ds_inside){.to = to, .capacity = n_facts};
    inside->sheet = (ds_release_sheet){.id = "",
                                       .kind = kind,
                                       .indicator = "",
                                       .version = "",
                                       .scope = "",
                                       .unit = "",
                                       .key_names = key_names,
                                       .n_keys = n_keys,
                                       .reason = ""};
    if (n_facts == 0 || n_keys > DS_FILLED_KEYS) return false;
    if (n_facts > DS_INSIDE_FACTS) {
        say_too_many(to, DS_SAY("rijen", "rows"), DS_INSIDE_FACTS);
        return false;
    }
    inside->facts = ds_document_room(to, n_facts * sizeof *inside->facts);
    inside->sheet.facts = inside->facts;
    return inside->facts != NULL;
}

void ds_inside_put(ds_inside *inside, const ds_release_fact *fact) {
    const size_t n = inside->sheet.n_keys;
    const char **keys = ds_document_room(inside->to, (n + 1) * sizeof *keys);
    if (keys == NULL || inside->sheet.n_facts == inside->capacity) return;
    for (size_t k = 0; k < n; k++)
        keys[k] = fact->keys[k];
    inside->facts[inside->sheet.n_facts] = *fact;
    inside->facts[inside->sheet.n_facts++].keys = keys;
}

const char *ds_inside_key(const ds_inside *inside, ds_text key) {
    ds_buffer text;
    ds_buffer_init(&text, KEY_SIZE);
    ds_buffer_add(&text, key.data, key.size);
    return ds_report_keep(inside->to, &text);
}

ds_release_fact ds_inside_fact(int jaar, const char *const *keys, const char *measure,
                               double value) {
    return (ds_release_fact){.jaar = jaar,
                             .keys = keys,
                             .measure = measure,
                             .klasse = "",
                             .state = isfinite(value) ? DS_STATE_SHOWN : DS_STATE_UNDEFINED,
                             .value = value,
                             .se = NAN,
                             .low = NAN,
                             .high = NAN,
                             .p = NAN,
                             .p_adjusted = NAN,
                             .n = -1,
                             .missing = -1,
                             .reason = ""};
}

/* ---- how many ---- */

/* How many there are that differ in key, or in any key (SIZE_MAX), or in their year (KEY_YEAR); one
 * more than too many at most. */
enum { KEY_YEAR = DS_FILLED_KEYS };

static bool is_same_in(const ds_release_sheet *sheet, const ds_release_fact *a,
                       const ds_release_fact *b, size_t key) {
    if (key == KEY_YEAR) return a->jaar == b->jaar;
    for (size_t k = 0; k < sheet->n_keys; k++)
        if ((key == SIZE_MAX || key == k) && strcmp(a->keys[k], b->keys[k]) != 0) return false;
    return true;
}

static size_t count_groups(const ds_release_sheet *sheet, size_t key) {
    enum { MOST = DS_INSIDE_GROUPS + 1 };
    size_t first[MOST], n = 0;
    for (size_t i = 0; i < sheet->n_facts && n < MOST; i++) {
        size_t g = 0;
        while (g < n && !is_same_in(sheet, &sheet->facts[first[g]], &sheet->facts[i], key))
            g++;
        if (g == n) first[n++] = i;
    }
    return n;
}

/* ---- drawing ---- */

static void draw_on_page(const ds_filling *filling, ds_figure *figure) {
    const ds_filled_grid *grids = figure == NULL ? NULL : ds_filled_grids(filling);
    if (grids == NULL)
        ds_figure_free(figure);
    else
        (void)ds_filled_draw(filling, DS_IN_PAGE, "figuur", figure, grids);
}

/* Rows of agendas lie below each other, and points take little room; lines and rows of a forest are
 * read one by one. */
static size_t most_groups(const char *kind) {
    static const char *const read_one_by_one[] = {"telling", "enquete", "samenhang"};
    for (size_t i = 0; i < sizeof read_one_by_one / sizeof *read_one_by_one; i++)
        if (strcmp(read_one_by_one[i], kind) == 0) return DS_INSIDE_ROWS;
    return DS_INSIDE_GROUPS;
}

void ds_inside_draw_kind(const ds_inside *inside) {
    const size_t most = most_groups(inside->sheet.kind);
    ds_filling filling = {inside->to, &ds_filled_whole, NULL, NULL};
    if (!ds_draw_knows(inside->sheet.kind)) return;
    if (count_groups(&inside->sheet, SIZE_MAX) > most) {
        say_too_many(inside->to, DS_SAY("groepen", "groups"), most);
        return;
    }
    filling.sheet = ds_filled_choose(inside->to, &ds_filled_whole, &inside->sheet);
    if (filling.sheet != NULL) draw_on_page(&filling, ds_draw_of_kind(&filling));
}

/* The facts of the last year alone. */
static const ds_release_sheet *take_last_year(const ds_inside *inside) {
    ds_release_sheet *last = ds_document_room(inside->to, sizeof *last);
    ds_release_fact *facts =
        ds_document_room(inside->to, (inside->sheet.n_facts + 1) * sizeof *facts);
    int jaar = INT16_MIN;
    if (last == NULL || facts == NULL) return NULL;
    for (size_t i = 0; i < inside->sheet.n_facts; i++)
        if (inside->facts[i].jaar > jaar) jaar = inside->facts[i].jaar;
    *last = inside->sheet;
    last->facts = facts;
    last->n_facts = 0;
    for (size_t i = 0; i < inside->sheet.n_facts; i++)
        if (inside->facts[i].jaar == jaar) facts[last->n_facts++] = inside->facts[i];
    return last;
}

/* The same with its two keys the other way round: panels are by the first. */
static const ds_release_sheet *turn_keys(const ds_inside *inside) {
    const size_t n = inside->sheet.n_facts;
    ds_release_sheet *turned = ds_document_room(inside->to, sizeof *turned);
    ds_release_fact *facts = ds_document_room(inside->to, (n + 1) * sizeof *facts);
    const char **keys = ds_document_room(inside->to, 2 * (n + 1) * sizeof *keys);
    if (turned == NULL || facts == NULL || keys == NULL) return NULL;
    *turned = inside->sheet;
    keys[2 * n] = inside->sheet.key_names[1];
    keys[2 * n + 1] = inside->sheet.key_names[0];
    turned->key_names = keys + 2 * n;
    turned->facts = facts;
    for (size_t i = 0; i < n; i++) {
        keys[2 * i] = inside->facts[i].keys[1];
        keys[2 * i + 1] = inside->facts[i].keys[0];
        facts[i] = inside->facts[i];
        facts[i].keys = keys + 2 * i;
    }
    return turned;
}

static ds_figure *draw_second_as_panels(const ds_inside *inside, const ds_filling *filling) {
    ds_filling turned = *filling;
    turned.sheet = turn_keys(inside);
    return turned.sheet == NULL ? NULL : ds_draw_panels(&turned);
}

/* Many groups of several years: bars of the last year, longer than lines could be told apart. */
static void draw_last_year(const ds_inside *inside, ds_filling *filling, size_t years) {
    ds_value year;
    filling->sheet = take_last_year(inside);
    if (filling->sheet == NULL || filling->sheet->n_facts == 0) return;
    draw_on_page(filling, ds_draw_lying_bars(filling));
    if (years < 2) return;
    year = ds_filled_year(filling->sheet, filling->sheet->facts[0].jaar);
    say_on_pages(inside->to, "alleen_laatste_jaar",
                 DS_SAY("De figuur toont alleen {0}: lijnen van zo veel groepen zijn niet uit "
                        "elkaar te houden. Alle jaren staan in de tabel.",
                        "The figure shows {0} only: lines of so many groups cannot be told apart. "
                        "All years are in the table."),
                 &year, 1);
}

void ds_inside_draw_series(const ds_inside *inside) {
    const ds_release_sheet *sheet = &inside->sheet;
    ds_recipe_block block = ds_filled_whole, *kept = ds_document_room(inside->to, sizeof *kept);
    ds_filling filling = {inside->to, kept, NULL, sheet};
    const size_t groups = count_groups(sheet, SIZE_MAX), years = count_groups(sheet, KEY_YEAR);
    ds_figure *figure = NULL;
    if (kept == NULL || sheet->n_facts == 0) return;
    block.by = (ds_recipe_names){sheet->key_names, sheet->n_keys};
    *kept = block;
    if (groups == 1 && years == 1) return; /* one number */
    if (years > 1 && sheet->n_keys == 2 && count_groups(sheet, 0) <= DS_INSIDE_LINES &&
        count_groups(sheet, 1) <= DS_INSIDE_PANELS)
        figure = draw_second_as_panels(inside, &filling);
    if (figure == NULL && years > 1 && groups <= DS_INSIDE_LINES) figure = ds_draw_lines(&filling);
    if (figure != NULL)
        draw_on_page(&filling, figure);
    else if (groups <= DS_INSIDE_BARS)
        draw_last_year(inside, &filling, years);
    else
        say_too_many(inside->to, DS_SAY("groepen", "groups"), DS_INSIDE_BARS);
}
