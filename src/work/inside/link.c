/* work/inside/link.c: two registrations held side by side: rows of a table of any format, and on
 * the right another table or a population of the register, tallied by the keys as any indicator is.
 * See doorstroom/inside.h. */
#include "doorstroom/inside.h"

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/date.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "base/unicode.h"
#include "doorstroom/table.h"
#include "work/inside/of_work.h"

/* What is under way. */
typedef struct link_run {
    const ds_work *work;
    const ds_link_options *options;
    ds_register *reg;  /* NULL: two files */
    ds_linked *linked; /* being made */
    const char *names[DS_LINK_SIDES][DS_LINK_KEYS_MAX];
} link_run;

/* ---- the keys ---- */

static ds_status refuse_empty_key(ds_error *err) {
    return ds_error_set(err, DS_USAGE, "--on: een naam ontbreekt", "--on: a name is missing");
}

/* Ends the name at its last byte; it lies in on_text. */
static const char *close_name(ds_text name) {
    ((char *)(uintptr_t)name.data)[name.size] = '\0';
    return name.data;
}

static ds_status add_link_key(link_run *run, ds_text item, ds_error *err) {
    const char *sign = item.size == 0 ? NULL : memchr(item.data, '=', item.size);
    size_t size = sign == NULL ? item.size : (size_t)(sign - item.data);
    ds_text left = ds_text_trim((ds_text){item.data, size});
    ds_text right = sign == NULL ? left : ds_text_trim((ds_text){sign + 1, item.size - size - 1});
    const size_t k = run->linked->n_keys;
    if (left.size == 0 || right.size == 0) return refuse_empty_key(err);
    if (k == DS_LINK_KEYS_MAX)
        return ds_error_set(err, DS_USAGE, "--on: meer dan %d kolommen",
                            "--on: more than %d columns", DS_LINK_KEYS_MAX);
    run->names[DS_LINK_LEFT][k] = run->linked->keys[k] = close_name(left);
    run->names[DS_LINK_RIGHT][k] = close_name(right);
    run->linked->n_keys++;
    return DS_OK;
}

static ds_status split_link_keys(link_run *run, ds_error *err) {
    ds_status status = DS_OK;
    char *at = run->linked->keys_text = ds_strdup(run->options->on);
    if (at == NULL) return ds_error_memory(err);
    for (bool last = false; status == DS_OK && !last;) {
        size_t size = strcspn(at, ",");
        last = at[size] == '\0';
        status = add_link_key(run, (ds_text){at, size}, err);
        at += size + 1;
    }
    return status;
}

/* ---- a table ---- */

typedef struct link_table {
    link_run *run;
    ds_link_side side;
    const char *path;
    uint64_t n_rows;
    size_t columns[DS_LINK_KEYS_MAX];
} link_table;

static ds_status take_link_header(void *context, const ds_text *names, size_t n_names,
                                  ds_error *err) {
    link_table *t = context;
    ds_status status = DS_OK;
    for (size_t k = 0; status == DS_OK && k < t->run->linked->n_keys; k++)
        status = ds_table_find_column(t->path, t->run->names[t->side][k], names, n_names,
                                      &t->columns[k], err);
    return status;
}

/* An institution of the left goes under its present code where the register's do. */
static bool is_coded(const link_table *t, size_t key) {
    return t->side == DS_LINK_LEFT && t->run->options->present_codes &&
           strcmp(t->run->names[DS_LINK_RIGHT][key], "instelling") == 0;
}

/* A key that is no single value, or that may have been another number. */
static ds_status check_link_mark(const link_table *t, const ds_table_batch *batch, size_t row,
                                 size_t key, ds_error *err) {
    const size_t column = t->columns[key];
    const uint8_t mark = batch->marks == NULL ? 0 : batch->marks[row * batch->n_columns + column];
    if (mark & DS_TABLE_NO_VALUE)
        return ds_error_at(err, DS_INPUT, t->path, batch->lines[row], column + 1,
                           "geen enkele waarde maar een samengestelde",
                           "no single value but a composed one");
    if (mark & DS_TABLE_INEXACT)
        return ds_error_at(err, DS_INPUT, t->path, batch->lines[row], column + 1,
                           "uit een getal van het bestand dat zo veel cijfers niet onthoudt; "
                           "bewaar dit als tekst",
                           "of a number in the file that does not keep so many digits; keep this "
                           "as text");
    return DS_OK;
}

enum { YEAR_SIZE = 16 };

static bool is_year_name(const char *name) {
    return strcmp(name, "schooljaar") == 0;
}

/* A key as the other side may have it: 25001 of 25001.0, 2022 of 2022/23 in buffer. What was
 * another number once, or has within it what nobody sees, is found by nobody: refused. */
static ds_status read_link_key(const link_table *t, uint64_t line, size_t key, ds_text *text,
                               char buffer[YEAR_SIZE], ds_error *err) {
    size_t at;
    int year;
    const uint32_t hidden = ds_unicode_hidden(ds_unicode_trim(*text), &at);
    const bool exponent =
        ds_number_look(*text) == DS_KEY_SPOILT && (memchr(text->data, 'e', text->size) != NULL ||
                                                   memchr(text->data, 'E', text->size) != NULL);
    if (hidden != 0)
        return ds_error_at(err, DS_INPUT, t->path, line, t->columns[key] + 1,
                           "in de sleutel staat een teken dat niet te zien is: U+%04X, teken %zu",
                           "in the key stands a character that cannot be seen: U+%04X, "
                           "character %zu",
                           (unsigned)hidden, at);
    if (exponent)
        return ds_error_at(err, DS_INPUT, t->path, line, t->columns[key] + 1,
                           "de sleutel is een getal met een exponent, waarvan cijfers weg zijn; "
                           "bewaar dit als tekst",
                           "the key is a number with an exponent, of which digits are lost; keep "
                           "this as text");
    if (is_year_name(t->run->names[DS_LINK_RIGHT][key]) && ds_date_parse_schoolyear(*text, &year)) {
        (void)snprintf(buffer, YEAR_SIZE, "%d", year);
        *text = ds_text_of(buffer);
    }
    *text = ds_number_plain(*text);
    return DS_OK;
}

static ds_status take_link_batch(void *context, const ds_table_batch *batch, ds_error *err) {
    link_table *t = context;
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < batch->n_records; i++) {
        ds_text keys[DS_LINK_KEYS_MAX];
        char years[DS_LINK_KEYS_MAX][YEAR_SIZE];
        for (size_t k = 0; k < t->run->linked->n_keys; k++) {
            ds_text text = batch->fields[i * batch->n_columns + t->columns[k]];
            status = check_link_mark(t, batch, i, k, err);
            if (status == DS_OK)
                status = read_link_key(t, batch->lines[i], k, &text, years[k], err);
            if (status != DS_OK) return status;
            keys[k] = is_coded(t, k) ? ds_register_present_code(t->run->reg, text) : text;
        }
        status = ds_link_add(t->run->linked->link, t->side, keys, 1, err);
    }
    t->n_rows += batch->n_records;
    return status;
}

static ds_status read_link_table(link_run *run, ds_link_side side, const char *path,
                                 ds_error *err) {
    link_table t = {.run = run, .side = side, .path = path};
    const ds_table_sink sink = {
        .context = &t, .header = take_link_header, .batch = take_link_batch};
    ds_table_info info;
    ds_status status = ds_table_inspect(path, &info, err);
    if (status == DS_OK) status = ds_table_read(path, &info, 1, &sink, err);
    if (status == DS_OK && t.n_rows == 0)
        return ds_error_at(err, DS_INPUT, path, 1, 0, "alleen een kopregel, verwacht rijen",
                           "a header alone, expected rows");
    return status;
}

/* ---- the register ---- */

/* Of an indicator the population alone matters here. */
static ds_status make_population(const char *population, ds_overlay *overlay,
                                 const ds_indicator **out, ds_error *err) {
    uint32_t who, enrolled;
    ds_status status =
        ds_overlay_expression(overlay, "--population", population, DS_TYPE_BOOL, &who, err);
    if (status == DS_OK) status = ds_overlay_key(overlay, "ingeschreven", &enrolled, err);
    return status == DS_OK ? ds_overlay_indicator(overlay, "link", who, enrolled, out, err)
                           : status;
}

static bool is_year_key(const link_run *run, size_t key) {
    return is_year_name(run->names[DS_LINK_RIGHT][key]);
}

/* The school year asked for, else the last covered one; 0, all, when it is one of the keys. */
static ds_status find_link_year(link_run *run, ds_error *err) {
    const int wanted = run->options->schooljaar;
    int found = 0;
    for (size_t k = 0; wanted == 0 && k < run->linked->n_keys; k++)
        if (is_year_key(run, k)) return DS_OK;
    for (size_t y = 0; y < ds_register_n_years(run->reg); y++)
        if (ds_register_covered(run->reg)[y] &&
            (wanted == 0 || ds_register_years(run->reg)[y] == wanted))
            found = ds_register_years(run->reg)[y];
    if (found == 0)
        return ds_error_set(err, DS_INPUT, "--schooljaar: %d staat niet in het register",
                            "--schooljaar: %d is not in the register", wanted);
    run->linked->schooljaar = found;
    return DS_OK;
}

static ds_status tally_population(const link_run *run, ds_overlay *overlay,
                                  const ds_indicator *population, ds_cells **out,
                                  ds_tally_note *out_note, ds_error *err) {
    ds_tally_options options = DS_TALLY_OPTIONS_INIT;
    ds_indicator indicator = *population;
    uint32_t keys[DS_LINK_KEYS_MAX];
    const char *names[DS_LINK_KEYS_MAX];
    size_t n = 0;
    ds_status status = DS_OK;
    options.n_workers = run->work->n_threads;
    for (size_t k = 0; status == DS_OK && k < run->linked->n_keys; k++) {
        if (is_year_key(run, k)) continue;
        names[n] = run->names[DS_LINK_RIGHT][k];
        status = ds_overlay_key(overlay, names[n], &keys[n], err);
        n++;
    }
    if (status != DS_OK) return status;
    if (run->options->present_codes) indicator = ds_indicator_present(&indicator);
    return ds_tally(run->reg, ds_overlay_definitions(overlay),
                    &(ds_tally_request){&indicator, keys, names, n}, 1, &options, out, out_note,
                    err);
}

/* The population may look beyond the years that there are: what is then not counted is no zero. */
static ds_status take_left_out(const link_run *run, uint64_t dropped, ds_error *err) {
    const size_t n_years = ds_register_n_years(run->reg);
    const int year = run->linked->schooljaar;
    int *list;
    size_t n = 0;
    if (dropped == 0) return DS_OK;
    list = ds_calloc(n_years + 1, sizeof *list);
    if (list == NULL) return ds_error_memory(err);
    for (size_t y = 0; y < n_years; y++)
        if (dropped >> y & 1) list[n++] = ds_register_years(run->reg)[y];
    for (size_t i = 0; year != 0 && i < n; i++)
        if (list[i] == year) {
            ds_free(list);
            return ds_error_set(err, DS_INPUT,
                                "schooljaar %d/%02d is met deze populatie niet te tellen: een jaar "
                                "ervoor of erna ontbreekt; kies een ander met --schooljaar",
                                "school year %d/%02d cannot be counted with this population: a "
                                "year before or after is missing; choose another with --schooljaar",
                                year, (year + 1) % 100);
        }
    run->linked->left_out = list;
    run->linked->n_left_out = year == 0 ? n : 0;
    return DS_OK;
}

static ds_status add_population(const link_run *run, const ds_cells *cells, ds_error *err) {
    const int year = run->linked->schooljaar;
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < ds_cells_n(cells); i++) {
        const ds_cell cell = ds_cells_at(cells, i);
        const uint64_t n = cell.measures.noemer + cell.measures.onbekend;
        ds_text keys[DS_LINK_KEYS_MAX];
        char text[16];
        size_t used = 0;
        if ((year != 0 && cell.schooljaar != year) || n == 0) continue;
        (void)snprintf(text, sizeof text, "%d", cell.schooljaar);
        for (size_t k = 0; k < run->linked->n_keys; k++)
            keys[k] = is_year_key(run, k) ? ds_text_of(text) : cell.keys[used++];
        status = ds_link_add(run->linked->link, DS_LINK_RIGHT, keys, n, err);
    }
    return status;
}

static ds_status read_link_register(link_run *run, ds_error *err) {
    ds_overlay *overlay = ds_overlay_new(NULL);
    const ds_indicator *population = NULL;
    ds_cells *cells = NULL;
    ds_tally_note note = {0};
    ds_status status = overlay == NULL ? ds_error_memory(err) : find_link_year(run, err);
    if (status == DS_OK)
        status = make_population(run->linked->population, overlay, &population, err);
    if (status == DS_OK) status = tally_population(run, overlay, population, &cells, &note, err);
    if (status == DS_OK) status = take_left_out(run, note.dropped, err);
    if (status == DS_OK) status = add_population(run, cells, err);
    ds_cells_free(cells);
    ds_overlay_free(overlay);
    return status;
}

/* ---- the whole question ---- */

static ds_status run_link(link_run *run, ds_error *err) {
    const ds_link_options *o = run->options;
    ds_status status = split_link_keys(run, err);
    if (status == DS_OK && o->right == NULL) status = ds_of_work_open(run->work, &run->reg, err);
    if (status == DS_OK) {
        run->linked->link = ds_link_new(run->linked->n_keys, o->fold);
        if (run->linked->link == NULL) status = ds_error_memory(err);
    }
    if (status == DS_OK) status = read_link_table(run, DS_LINK_LEFT, o->left, err);
    if (status == DS_OK)
        status = o->right == NULL ? read_link_register(run, err)
                                  : read_link_table(run, DS_LINK_RIGHT, o->right, err);
    if (status == DS_OK) ds_link_finish(run->linked->link);
    ds_register_close(run->reg);
    return status;
}

ds_status ds_work_link(const ds_work *work, const ds_link_options *options, ds_linked *out,
                       ds_error *err) {
    ds_linked linked = {.left = options->left,
                        .right = options->right == NULL ? work->folder : options->right,
                        .of_register = options->right == NULL,
                        .present_codes = options->present_codes};
    link_run run = {.work = work, .options = options, .linked = &linked};
    ds_status status =
        ds_error_version(err, "ds_link_options", options->version, DS_LINK_OPTIONS_VERSION);
    if (status != DS_OK) return status;
    if (linked.of_register)
        linked.population = options->population == NULL ? DS_LINK_POPULATION : options->population;
    status = run_link(&run, err);
    if (status == DS_OK)
        *out = linked;
    else
        ds_linked_done(&linked);
    return status;
}

void ds_linked_done(ds_linked *linked) {
    ds_link_free(linked->link);
    ds_free(linked->keys_text);
    ds_free(linked->left_out);
    *linked = (ds_linked){0};
}
