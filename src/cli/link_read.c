/* cli/link_read.c: the two sides of a link: rows of a table of any format, or a population of the
 * register, tallied by the keys as any indicator is. See link.h. */
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/link.h"
#include "cli/tables.h"
#include "doorstroom/table.h"

static ds_status name_missing(ds_error *err) {
    return ds_error_set(err, DS_USAGE, "--on: een naam ontbreekt", "--on: a name is missing");
}

/* Ends the name at its last byte; it lies in on_text. */
static const char *closed(ds_text name) {
    ((char *)(uintptr_t)name.data)[name.size] = '\0';
    return name.data;
}

static ds_status add_key(link_asked *a, ds_text item, ds_error *err) {
    const char *sign = item.size == 0 ? NULL : memchr(item.data, '=', item.size);
    size_t size = sign == NULL ? item.size : (size_t)(sign - item.data);
    ds_text left = ds_text_trim((ds_text){item.data, size});
    ds_text right = sign == NULL ? left : ds_text_trim((ds_text){sign + 1, item.size - size - 1});
    if (left.size == 0 || right.size == 0) return name_missing(err);
    if (a->n_keys == DS_LINK_KEYS_MAX)
        return ds_error_set(err, DS_USAGE, "--on: meer dan %d kolommen",
                            "--on: more than %d columns", DS_LINK_KEYS_MAX);
    a->keys[a->n_keys++] = (link_key){{closed(left), closed(right)}};
    return DS_OK;
}

ds_status link_split(link_asked *a, ds_error *err) {
    ds_status status = DS_OK;
    char *at;
    a->on_text = ds_strdup(a->on);
    if (a->on_text == NULL) return ds_error_memory(err);
    at = a->on_text;
    for (bool last = false; status == DS_OK && !last;) {
        size_t size = strcspn(at, ",");
        last = at[size] == '\0';
        status = add_key(a, (ds_text){at, size}, err);
        at += size + 1;
    }
    return status;
}

/* ---- a table ---- */

typedef struct table_side {
    link_asked *a;
    ds_link_side side;
    const ds_register *reg;
    ds_link *link;
    size_t columns[DS_LINK_KEYS_MAX];
} table_side;

/* Suggests the nearest of the columns that may be shown. */
static ds_status column_missing(const char *path, const char *wanted, const ds_text *names,
                                size_t n, ds_error *err) {
    char near[128] = "";
    const char *one = near;
    for (size_t i = 0; i < n; i++) {
        if (!ds_text_is_name(names[i]) || names[i].size >= sizeof near) continue;
        memcpy(near, names[i].data, names[i].size);
        near[names[i].size] = '\0';
        if (ds_text_nearest(ds_text_of(wanted), &one, 1) != SIZE_MAX)
            return ds_error_at(err, DS_INPUT, path, 1, 0, "de kolom '%s' ontbreekt; bedoelde u %s?",
                               "the column '%s' is missing; did you mean %s?", wanted, near);
    }
    return ds_error_at(err, DS_INPUT, path, 1, 0, "de kolom '%s' ontbreekt",
                       "the column '%s' is missing", wanted);
}

static ds_status take_header(void *context, const ds_text *names, size_t n_names, ds_error *err) {
    table_side *t = context;
    for (size_t k = 0; k < t->a->n_keys; k++) {
        const char *wanted = t->a->keys[k].names[t->side];
        size_t i = 0;
        while (i < n_names && !ds_text_equal_nocase(names[i], ds_text_of(wanted)))
            i++;
        if (i == n_names) return column_missing(t->a->paths[t->side], wanted, names, n_names, err);
        t->columns[k] = i;
    }
    return DS_OK;
}

static ds_status take_batch(void *context, const ds_table_batch *batch, ds_error *err) {
    table_side *t = context;
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < batch->n_records; i++) {
        ds_text keys[DS_LINK_KEYS_MAX];
        for (size_t k = 0; k < t->a->n_keys; k++) {
            ds_text text = ds_text_trim(batch->fields[i * batch->n_columns + t->columns[k]]);
            bool code =
                t->reg != NULL && strcmp(t->a->keys[k].names[DS_LINK_RIGHT], "instelling") == 0;
            keys[k] = code ? ds_register_present_code(t->reg, text) : text;
        }
        status = ds_link_add(t->link, t->side, keys, 1, err);
    }
    t->a->n_rows += batch->n_records;
    return status;
}

ds_status link_read_file(link_asked *a, ds_link_side side, const ds_register *reg, ds_link *link,
                         ds_error *err) {
    table_side t = {.a = a, .side = side, .reg = reg, .link = link};
    const ds_table_sink sink = {.context = &t, .header = take_header, .batch = take_batch};
    const char *path = a->paths[side];
    ds_table_info info;
    ds_status status = ds_table_inspect(path, &info, err);
    a->n_rows = 0;
    if (status == DS_OK) status = ds_table_read(path, &info, 1, &sink, err);
    if (status == DS_OK && a->n_rows == 0)
        return ds_error_at(err, DS_INPUT, path, 1, 0, "alleen een kopregel, verwacht rijen",
                           "a header alone, expected rows");
    return status;
}

/* ---- the register ---- */

/* An indicator of which the population alone matters. */
static ds_status make_definition(const char *population, ds_definitions **out, ds_error *err) {
    ds_buffer yaml;
    ds_status status;
    ds_buffer_init(&yaml, DS_DEFINITION_MAX);
    ds_buffer_add_string(&yaml, "indicators: [{id: link, event: ingeschreven, population: '");
    for (; *population != '\0'; population++) {
        if (*population == '\'') ds_buffer_add_char(&yaml, '\'');
        ds_buffer_add_char(&yaml, *population);
    }
    ds_buffer_add_string(&yaml, "'}]\n");
    status = ds_buffer_finish(&yaml, err);
    if (status == DS_OK) {
        status = ds_definitions_parse("--population", yaml.data, yaml.size, out, err);
        if (status == DS_INPUT) err->line = err->column = 0; /* of what we wrapped around it */
    }
    ds_buffer_done(&yaml);
    return status;
}

static bool is_year(const link_key *key) {
    return strcmp(key->names[DS_LINK_RIGHT], "schooljaar") == 0;
}

/* The school year asked for, else the last covered one; 0, all, when it is one of the keys. */
static ds_status find_year(const link_asked *a, const ds_register *reg, int *out, ds_error *err) {
    int64_t wanted = 0;
    *out = 0;
    if (a->year != NULL && !ds_number_parse_integer(ds_text_of(a->year), &wanted))
        return ds_error_set(err, DS_USAGE, "--schooljaar: verwacht een jaar, zoals 2022",
                            "--schooljaar: expected a year, like 2022");
    for (size_t k = 0; a->year == NULL && k < a->n_keys; k++)
        if (is_year(&a->keys[k])) return DS_OK;
    for (size_t y = 0; y < ds_register_n_years(reg); y++)
        if (ds_register_covered(reg)[y] && (a->year == NULL || ds_register_years(reg)[y] == wanted))
            *out = ds_register_years(reg)[y];
    if (*out == 0)
        return ds_error_set(err, DS_INPUT, "--schooljaar: %d staat niet in het register",
                            "--schooljaar: %d is not in the register", (int)wanted);
    return DS_OK;
}

static ds_status add_cells(const link_asked *a, const ds_cells *cells, int year, ds_link *link,
                           ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < ds_cells_n(cells); i++) {
        ds_cell cell = ds_cells_at(cells, i);
        ds_text keys[DS_LINK_KEYS_MAX];
        char text[16];
        size_t used = 0;
        uint64_t n = cell.measures.noemer + cell.measures.onbekend;
        if ((year != 0 && cell.schooljaar != year) || n == 0) continue;
        (void)snprintf(text, sizeof text, "%d", cell.schooljaar);
        for (size_t k = 0; k < a->n_keys; k++)
            keys[k] = is_year(&a->keys[k]) ? ds_text_of(text) : cell.keys[used++];
        status = ds_link_add(link, DS_LINK_RIGHT, keys, n, err);
    }
    return status;
}

static ds_status tally(const cli *c, const link_asked *a, const ds_register *reg,
                       ds_definitions *definitions, ds_cells **out, ds_tally_note *out_note,
                       ds_error *err) {
    const ds_tally_options options = {.n_workers = c->n_threads};
    ds_indicator indicator = *ds_definitions_at(definitions, 0);
    uint32_t keys[DS_LINK_KEYS_MAX];
    const char *names[DS_LINK_KEYS_MAX];
    size_t n = 0;
    ds_status status = DS_OK;
    for (size_t k = 0; status == DS_OK && k < a->n_keys; k++) {
        if (is_year(&a->keys[k])) continue;
        names[n] = a->keys[k].names[DS_LINK_RIGHT];
        status = ds_definitions_key(definitions, names[n], &keys[n], err);
        n++;
    }
    if (status != DS_OK) return status;
    if (a->present_codes) indicator = ds_indicator_present(&indicator);
    return ds_tally(reg, definitions, &(ds_tally_request){&indicator, keys, names, n}, 1, &options,
                    out, out_note, err);
}

/* The population may look beyond the years that there are: what is then not counted is no zero. */
static ds_status check_dropped(const cli *c, const ds_register *reg, int year, uint64_t dropped,
                               ds_error *err) {
    for (size_t y = 0; year != 0 && y < ds_register_n_years(reg); y++)
        if ((dropped >> y & 1) && ds_register_years(reg)[y] == year)
            return ds_error_set(err, DS_INPUT,
                                "schooljaar %d/%02d is met deze populatie niet te tellen: een jaar "
                                "ervoor of erna ontbreekt; kies een ander met --schooljaar",
                                "school year %d/%02d cannot be counted with this population: a "
                                "year before or after is missing; choose another with --schooljaar",
                                year, (year + 1) % 100);
    if (year != 0 || dropped == 0) return DS_OK;
    (void)fputs(cli_say(c, "rechts weggelaten, omdat een jaar ervoor of erna ontbreekt:",
                        "left out on the right, as a year before or after is missing:"),
                stderr);
    cli_years_print(reg, dropped, stderr);
    return DS_OK;
}

ds_status link_read_register(const cli *c, link_asked *a, const ds_register *reg, ds_link *link,
                             ds_error *err) {
    ds_definitions *definitions = NULL;
    ds_cells *cells = NULL;
    ds_tally_note note = {0};
    ds_status status = find_year(a, reg, &a->year_read, err);
    if (status == DS_OK)
        status = make_definition(a->population == NULL ? LINK_POPULATION : a->population,
                                 &definitions, err);
    if (status == DS_OK) status = tally(c, a, reg, definitions, &cells, &note, err);
    if (status == DS_OK) status = check_dropped(c, reg, a->year_read, note.dropped, err);
    if (status == DS_OK) status = add_cells(a, cells, a->year_read, link, err);
    ds_cells_free(cells);
    ds_definitions_free(definitions);
    return status;
}
