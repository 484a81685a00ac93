/* report/filled/grid.c: the values and headings of a table of facts. See plan.h. */
#include <ctype.h>
#include <math.h>
#include <string.h>

#include "report/filled/plan.h"
#include "report/keep.h"

enum { ID_MAX = 1 << 10, WIDE = 13 }; /* columns beside the keys that a page has room for */

#define NO_SAY ((ds_say){NULL, NULL})

/* ---- headings ---- */

static void add_id(ds_buffer *id, const char *text) {
    if (text == NULL || text[0] == '\0') return;
    if (id->size > 0) ds_buffer_add_char(id, '_');
    for (; *text != '\0'; text++)
        ds_buffer_add_char(id, isalnum((unsigned char)*text) ? *text : '_');
}

static const char *name_column(const ds_filled_making *making, const ds_filled_made *made,
                               const char *ending) {
    static const char *const parts[] = {"", "n", "interval", "klasse", "reden"};
    const char *measure = made->column->measure;
    ds_buffer id;
    ds_buffer_init(&id, ID_MAX);
    add_id(&id, measure != NULL ? measure : "waarde");
    add_id(&id, made->klasse != NULL ? made->klasse : made->column->klasse);
    add_id(&id, made->over);
    if (made->jaar != 0) ds_buffer_addf(&id, "_%d", made->jaar);
    add_id(&id, ending != NULL ? ending : parts[made->column->shows]);
    return ds_report_keep(making->filling->to, &id);
}

static ds_say say_year(const ds_filling *filling, int jaar) {
    const ds_value year = ds_filled_year(filling->sheet, jaar);
    return ds_document_phrase(filling->to, DS_SAY("{0}", "{0}"), &year, 1);
}

/* The year that a difference of jaar is taken from; 0: not known. */
static int find_earlier(const ds_filled_making *making, int jaar) {
    const ds_recipe_block *block = making->filling->block;
    int earlier = 0;
    if (block->tegen == DS_FROM_YEAR) return block->tegen_jaar;
    for (size_t y = 0; y < making->n_years; y++)
        if (making->years[y] < jaar) earlier = making->years[y];
    return earlier;
}

static ds_say say_against(const ds_filled_making *making, int jaar) {
    const int earlier = find_earlier(making, jaar);
    const ds_value years[] = {ds_filled_year(making->filling->sheet, jaar),
                              ds_filled_year(making->filling->sheet, earlier)};
    if (earlier == 0)
        return ds_document_phrase(making->filling->to, DS_SAY("verschil, {0}", "difference, {0}"),
                                  years, 1);
    return ds_document_phrase(making->filling->to,
                              DS_SAY("verschil {0} met {1}", "difference {0} with {1}"), years, 2);
}

/* Whether each year has one column only: then its heading is the year. */
static bool is_alone_in_year(const ds_filled_making *making, const ds_filled_made *made) {
    for (size_t c = 0; c < making->n_columns; c++) {
        const ds_filled_made *other = &making->columns[c];
        if (other != made && other->jaar == made->jaar && other->group != NULL &&
            strcmp(other->group, "jaar") == 0)
            return false;
    }
    return true;
}

/* The year of all facts of a column, where others are of other years; 0: not one. */
static int find_own_year(const ds_filled_making *making, const ds_filled_made *made) {
    int year = 0;
    if (making->n_years < 2 || making->rows_by != 0) return 0;
    for (size_t i = 0; i < making->n_facts; i++) {
        const ds_release_fact *fact = making->facts[i];
        if (!ds_filled_is_in(making, made, fact)) continue;
        if (year != 0 && fact->jaar != year) return 0;
        year = fact->jaar;
    }
    return year;
}

static ds_say title_of_part(const ds_filled_making *making, const ds_filled_made *made) {
    const ds_filling *filling = making->filling;
    const ds_filled_column *column = made->column;
    switch (column->shows) {
    case DS_SHOWS_N:
        return column->measure != NULL && strcmp(column->measure, "percentage") == 0 &&
                       strcmp(filling->sheet->kind, "enquete") != 0
                   ? DS_SAY("van", "of")
                   : DS_SAY("n", "n");
    case DS_SHOWS_INTERVAL:
        return DS_SAY("95 %-interval", "95 % interval");
    case DS_SHOWS_KLASSE:
        if (column->measure != NULL && strcmp(column->measure, "gezegd") == 0)
            return DS_SAY("eigen antwoord", "own answer");
        if (column->measure != NULL && strcmp(column->measure, "genoemd") == 0)
            return DS_SAY("genoemd", "named");
        return DS_SAY("klasse", "class");
    case DS_SHOWS_REASON:
        return DS_SAY("niet meegeteld, waarom", "not counted, why");
    case DS_SHOWS_VALUE:
    default:
        if (made->klasse != NULL && made->klasse[0] != '\0')
            return ds_filled_label(filling, "klasse", made->klasse);
        if (made->over != NULL)
            return ds_filled_label(filling, filling->sheet->key_names[making->over], made->over);
        return column->measure == NULL ? DS_SAY("waarde", "value")
                                       : ds_filled_measure_title(filling, column->measure);
    }
}

static ds_say title_column(const ds_filled_making *making, const ds_filled_made *made) {
    const ds_filling *filling = making->filling;
    const ds_say part = title_of_part(making, made);
    const int own = made->group == NULL ? find_own_year(making, made) : 0;
    if (made->group != NULL && strcmp(made->group, "jaar") == 0 && is_alone_in_year(making, made))
        return say_year(filling, made->jaar);
    if (own != 0 && made->column->shows == DS_SHOWS_VALUE) {
        const ds_say both[] = {part, say_year(filling, own)};
        return ds_filled_join(filling, both, 2, DS_SAY(" ", " "));
    }
    return part;
}

static ds_filled_unit unit_of(const ds_filled_making *making, const ds_filled_made *made) {
    const char *measure = made->column->measure;
    if (made->column->shows == DS_SHOWS_N) return DS_FILLED_COUNT;
    return measure == NULL ? DS_FILLED_NUMBER : ds_filled_unit_of(making->filling->sheet, measure);
}

/* ---- keys ---- */

static void add_key(ds_filled_grid *grid, const char *id, ds_say title) {
    grid->fields[grid->n_fields++] =
        (ds_field){.id = id, .title = title, .in = DS_IN_ALL, .key = true};
    grid->n_keys = grid->n_fields;
}

static void add_keys(const ds_filled_making *making, ds_filled_grid *grid) {
    const ds_filling *filling = making->filling;
    for (size_t k = 0; k < making->n_keys; k++) {
        const char *name = filling->sheet->key_names[making->keys[k]];
        add_key(grid, name, ds_filled_heading(filling, name));
    }
    if ((making->rows_by & DS_ROWS_BY_MEASURE) != 0) add_key(grid, "maat", DS_SAY("wat", "what"));
    if ((making->rows_by & DS_ROWS_BY_CLASS) != 0)
        add_key(grid, "klasse", DS_SAY("klasse", "class"));
    if ((making->rows_by & DS_ROWS_BY_YEAR) != 0)
        add_key(grid, "jaar",
                strncmp(filling->sheet->kind, "evaluatie", strlen("evaluatie")) == 0
                    ? DS_SAY("jaren na de start", "years after the start")
                    : DS_SAY("jaar", "year"));
}

/* The name of a measure with its unit, where its column has measures of several. */
static ds_value say_measure(const ds_filling *filling, const char *measure) {
    const ds_say parts[] = {ds_filled_measure_title(filling, measure),
                            ds_filled_unit_say(ds_filled_unit_of(filling->sheet, measure))};
    const ds_say said = ds_filled_join(filling, parts, 2, DS_SAY(", ", ", "));
    return ds_value_word(measure, said.nl, said.en);
}

static void fill_keys(const ds_filled_making *making, const ds_release_fact *fact,
                      ds_value *values) {
    const ds_filling *filling = making->filling;
    size_t n = 0;
    for (size_t k = 0; k < making->n_keys; k++)
        values[n++] = ds_filled_word(filling, filling->sheet->key_names[making->keys[k]],
                                     fact->keys[making->keys[k]]);
    if ((making->rows_by & DS_ROWS_BY_MEASURE) != 0)
        values[n++] = say_measure(filling, fact->measure);
    if ((making->rows_by & DS_ROWS_BY_CLASS) != 0)
        values[n++] = ds_filled_word(filling, "klasse", fact->klasse);
    if ((making->rows_by & DS_ROWS_BY_YEAR) != 0)
        values[n++] = ds_filled_year(filling->sheet, fact->jaar);
}

static bool is_total_row(const ds_filled_making *making, const ds_release_fact *fact) {
    for (size_t k = 0; k < making->n_keys; k++)
        if (ds_filled_is_total(fact->keys[making->keys[k]])) return true;
    return (making->rows_by & DS_ROWS_BY_CLASS) != 0 && ds_filled_is_total(fact->klasse);
}

/* ---- values ---- */

static bool is_marked(const ds_filling *filling, const ds_release_fact *fact) {
    const ds_filled_unit unit = ds_filled_unit_of(filling->sheet, fact->measure);
    if (strcmp(fact->klasse, "aangetoond") == 0) return true;
    if (unit != DS_FILLED_POINTS || strcmp(fact->measure, "ambitie") == 0) return false;
    return ds_filled_test_of(filling->sheet, fact) <= DS_FILLED_DOWN;
}

/* "25 geen streefwaarde", or why there is no value. */
static ds_say say_reason(const ds_filling *filling, const ds_release_fact *fact) {
    const ds_say why = ds_filled_label(filling, "reden", fact->reason);
    const ds_value values[] = {ds_value_integer(fact->missing), ds_value_word("", why.nl, why.en)};
    if (fact->missing <= 0) return why;
    return ds_document_phrase(filling->to, DS_SAY("{0} {1}", "{0} {1}"), values, 2);
}

static ds_value add_reason(const ds_filling *filling, ds_value before,
                           const ds_release_fact *fact) {
    ds_say parts[2] = {NO_SAY, NO_SAY}, said;
    if (fact->reason[0] == '\0') return before;
    if (before.kind == DS_VALUE_WORD) parts[0] = (ds_say){before.as.word.nl, before.as.word.en};
    parts[1] = say_reason(filling, fact);
    said = ds_filled_join(filling, parts, 2, DS_SAY("; ", "; "));
    return ds_value_word(said.nl, said.nl, said.en);
}

static ds_value show_fact_part(const ds_filling *filling, const ds_filled_made *made,
                               const ds_release_fact *fact, ds_filled_grid *grid) {
    const ds_filled_unit unit = ds_filled_unit_of(filling->sheet, fact->measure);
    ds_value value;
    switch (made->column->shows) {
    case DS_SHOWS_N:
        return fact->n < 0 ? ds_value_none(fact->state == DS_STATE_SUPPRESSED ? fact->state
                                                                              : DS_STATE_BLANK)
                           : ds_value_integer(fact->n);
    case DS_SHOWS_KLASSE:
        if (fact->klasse[0] == '\0')
            return ds_value_none(fact->state == DS_STATE_SUPPRESSED ? fact->state : DS_STATE_BLANK);
        return ds_filled_word(filling, "klasse", fact->klasse);
    case DS_SHOWS_INTERVAL:
        if (fact->state != DS_STATE_SHOWN || !isfinite(fact->low) || !isfinite(fact->high))
            return ds_value_none(DS_STATE_BLANK);
        return ds_value_with_decimals(ds_value_range(fact->low, fact->high, false),
                                      unit == DS_FILLED_FINE ? 2 : 1);
    case DS_SHOWS_VALUE:
    case DS_SHOWS_REASON:
    default:
        value = ds_filled_show(fact, fact->value, unit);
        if (value.state != DS_STATE_SHOWN || !is_marked(filling, fact)) return value;
        grid->stars = true;
        return ds_value_with_mark(value, "*");
    }
}

/* The ends of an interval as numbers of their own, for machines. */
static ds_value show_end(const ds_release_fact *fact, double end) {
    if (fact->state != DS_STATE_SHOWN || !isfinite(end)) return ds_value_none(DS_STATE_BLANK);
    return ds_value_with_decimals(ds_value_number(end), 1);
}

static void fill_column(const ds_filled_making *making, const ds_filled_made *made, size_t field,
                        ds_filled_grid *grid) {
    const ds_filling *filling = making->filling;
    for (size_t i = 0; i < making->n_facts; i++) {
        const ds_release_fact *fact = making->facts[i];
        ds_value *at = &grid->values[making->fact_rows[i] * grid->n_fields + field];
        if (!ds_filled_is_in(making, made, fact)) continue;
        if (made->column->shows == DS_SHOWS_REASON) {
            *at = add_reason(filling, *at, fact);
            grid->reasons = true;
            continue;
        }
        *at = show_fact_part(filling, made, fact, grid);
        grid->hidden = grid->hidden || at->state == DS_STATE_SUPPRESSED;
        if (made->column->shows != DS_SHOWS_INTERVAL) continue;
        at[1] = show_end(fact, fact->low);
        at[2] = show_end(fact, fact->high);
    }
}

/* ---- one table ---- */

static void add_fields(const ds_filled_making *making, ds_filled_grid *grid, size_t first,
                       size_t n) {
    add_keys(making, grid);
    for (size_t c = first; c < first + n; c++) {
        const ds_filled_made *made = &making->columns[c];
        const ds_filled_unit unit = unit_of(making, made);
        const bool words =
            made->column->shows == DS_SHOWS_KLASSE || made->column->shows == DS_SHOWS_REASON;
        const bool interval = made->column->shows == DS_SHOWS_INTERVAL;
        grid->fields[grid->n_fields++] =
            (ds_field){.id = name_column(making, made, NULL),
                       .title = title_column(making, made),
                       .unit = words || interval ? NO_SAY : ds_filled_unit_say(unit),
                       .in = interval ? DS_IN_PEOPLE : DS_IN_ALL,
                       .decimals = ds_filled_decimals(unit),
                       .number = !words};
        if (!interval) continue;
        grid->fields[grid->n_fields++] = (ds_field){.id = name_column(making, made, "laag"),
                                                    .title = {"laag", "low"},
                                                    .in = DS_IN_MACHINE,
                                                    .number = true};
        grid->fields[grid->n_fields++] = (ds_field){.id = name_column(making, made, "hoog"),
                                                    .title = {"hoog", "high"},
                                                    .in = DS_IN_MACHINE,
                                                    .number = true};
    }
}

/* Headings over columns of one year, where there is more than one of them. */
static void add_year_groups(const ds_filled_making *making, ds_filled_grid *grid, size_t first,
                            size_t n) {
    size_t field = grid->n_keys;
    for (size_t c = first; c < first + n;) {
        const ds_filled_made *made = &making->columns[c];
        const size_t begin = field;
        size_t end = c;
        while (end < first + n && making->columns[end].group == made->group &&
               making->columns[end].jaar == made->jaar) {
            field += making->columns[end].column->shows == DS_SHOWS_INTERVAL ? 3 : 1;
            end++;
        }
        if (made->group != NULL && (strcmp(made->group, "jaar") != 0 || end > c + 1))
            grid->groups[grid->n_groups++] = (ds_filled_group){
                begin, field - begin,
                strcmp(made->group, "jaar") == 0 ? say_year(making->filling, made->jaar)
                                                 : say_against(making, made->jaar)};
        c = end;
    }
}

static bool take_grid_room(const ds_filled_making *making, ds_filled_grid *grid, size_t n) {
    ds_document *to = making->filling->to;
    grid->fields = ds_document_room(to, (3 * n + making->n_keys + 3) * sizeof *grid->fields);
    grid->groups = ds_document_room(to, (n + 1) * sizeof *grid->groups);
    grid->totals = ds_document_room(to, (making->n_rows + 1) * sizeof *grid->totals);
    return grid->fields != NULL && grid->groups != NULL && grid->totals != NULL;
}

/* ---- what is hidden altogether ---- */

enum { HIDDEN_ROWS = 3 }; /* fewer crosses read as well as a sentence */

static bool is_all_hidden(const ds_filled_grid *grid, size_t field) {
    size_t n = 0;
    for (size_t r = 0; r < grid->n_rows; r++) {
        const ds_state state = grid->values[r * grid->n_fields + field].state;
        if (state == DS_STATE_BLANK) continue;
        if (state != DS_STATE_SUPPRESSED) return false;
        n++;
    }
    return n >= HIDDEN_ROWS;
}

static bool is_shown_to_people(const ds_field *field) {
    return (field->in & DS_IN_PEOPLE) != 0;
}

/* The heading over a field with its own: "2023 percentage". */
static ds_say say_whole_title(const ds_filling *filling, const ds_filled_grid *grid, size_t f) {
    ds_say both[] = {grid->fields[f].title, NO_SAY};
    for (size_t g = 0; g < grid->n_groups; g++)
        if (f >= grid->groups[g].first && f - grid->groups[g].first < grid->groups[g].n)
            both[1] = grid->groups[g].title;
    return ds_filled_join(filling, both, 2, DS_SAY(" ", " "));
}

static bool has_cross(const ds_filled_grid *grid) {
    for (size_t f = grid->n_keys; f < grid->n_fields; f++)
        for (size_t r = 0; is_shown_to_people(&grid->fields[f]) && r < grid->n_rows; r++)
            if (grid->values[r * grid->n_fields + f].state == DS_STATE_SUPPRESSED) return true;
    return false;
}

/* A column of crosses is a wall: people read its name in one sentence; machines keep it. Where all
 * columns are so, they stay: a table of names alone says less. */
static void tell_hidden_columns(const ds_filling *filling, ds_filled_grid *grid) {
    ds_say *titles = ds_document_room(filling->to, (grid->n_fields + 1) * sizeof *titles);
    size_t n = 0, left = 0;
    if (titles == NULL) return;
    for (size_t f = grid->n_keys; f < grid->n_fields; f++)
        if (is_shown_to_people(&grid->fields[f]) && !is_all_hidden(grid, f)) left++;
    if (left == 0) return;
    for (size_t f = grid->n_keys; f < grid->n_fields; f++) {
        if (!is_shown_to_people(&grid->fields[f]) || !is_all_hidden(grid, f)) continue;
        titles[n++] = say_whole_title(filling, grid, f);
        grid->fields[f].in &= (unsigned)DS_IN_MACHINE;
    }
    if (n > 0) grid->hidden = has_cross(grid);
    if (n > 0) grid->left_out = ds_filled_join(filling, titles, n, DS_SAY("; ", "; "));
}

ds_filled_grid *ds_filled_fill(const ds_filled_making *making, size_t first, size_t n) {
    ds_document *to = making->filling->to;
    ds_filled_grid *grid = ds_document_room(to, sizeof *grid);
    size_t field;
    if (grid == NULL || !take_grid_room(making, grid, n)) return NULL;
    grid->id = making->plan->id;
    grid->tail = making->plan->tail;
    grid->n_rows = making->n_rows;
    add_fields(making, grid, first, n);
    add_year_groups(making, grid, first, n);
    grid->values = ds_document_room(to, (grid->n_rows * grid->n_fields + 1) * sizeof *grid->values);
    if (grid->values == NULL) return NULL;
    for (size_t i = 0; i < grid->n_rows * grid->n_fields; i++)
        grid->values[i] = ds_value_none(DS_STATE_BLANK);
    for (size_t r = 0; r < grid->n_rows; r++) {
        fill_keys(making, making->rows[r].fact, grid->values + r * grid->n_fields);
        grid->totals[r] = is_total_row(making, making->rows[r].fact);
    }
    field = grid->n_keys;
    for (size_t c = first; c < first + n; c++) {
        fill_column(making, &making->columns[c], field, grid);
        field += making->columns[c].column->shows == DS_SHOWS_INTERVAL ? 3 : 1;
    }
    tell_hidden_columns(making->filling, grid);
    return grid;
}

/* ---- all tables of a sheet ---- */

/* How many columns from first on stand in one table: a group is not torn. */
static size_t count_together(const ds_filled_making *making, size_t first) {
    size_t n = 0;
    if (making->n_columns - first <= WIDE) return making->n_columns - first;
    for (size_t end = first; end < making->n_columns;) {
        size_t next = end;
        while (next < making->n_columns && making->columns[next].group != NULL &&
               making->columns[next].group == making->columns[end].group &&
               making->columns[next].jaar == making->columns[end].jaar)
            next++;
        if (next == end) next++;
        if (next - first > WIDE && n > 0) return n;
        n = next - first;
        end = next;
    }
    return n;
}

static ds_filled_grid **add_tables_of_plan(const ds_filling *filling, const ds_filled_plan *plan,
                                           ds_filled_grid **last) {
    ds_filled_making *making = ds_document_room(filling->to, sizeof *making);
    if (making == NULL || !ds_filled_lay_out(filling, plan, making)) return last;
    for (size_t first = 0; first < making->n_columns;) {
        const size_t n = count_together(making, first);
        ds_filled_grid *grid = ds_filled_fill(making, first, n);
        if (grid == NULL) return last;
        *last = grid;
        last = &grid->next;
        first += n;
    }
    return last;
}

ds_filled_grid *ds_filled_grids_of_any(const ds_filling *filling) {
    ds_filled_grid *first = NULL;
    const ds_filled_plan *any = ds_filled_plan_of_any(filling->to, filling->sheet);
    if (any != NULL) add_tables_of_plan(filling, any, &first);
    return first;
}

ds_filled_grid *ds_filled_grids(const ds_filling *filling) {
    ds_filled_grid *first = NULL, **last = &first;
    size_t n;
    const ds_filled_plan *plans = ds_filled_plans(filling->sheet->kind, &n);
    for (size_t i = 0; i < n; i++)
        last = add_tables_of_plan(filling, &plans[i], last);
    return first != NULL ? first : ds_filled_grids_of_any(filling);
}

void ds_filled_put(const ds_filled_grid *grid, ds_doc_table *table) {
    for (size_t g = 0; g < grid->n_groups; g++)
        ds_doc_table_group(table, grid->groups[g].first, grid->groups[g].n, grid->groups[g].title);
    for (size_t r = 0; r < grid->n_rows; r++) {
        ds_doc_table_rows_total(table, grid->totals[r]);
        ds_doc_table_row(table, grid->values + r * grid->n_fields);
    }
}
