/* cli/history_state.c: the cells of a generation, taken from the register, kept, read back. */
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "cli/history.h"
#include "cli/tables.h"

enum { FILE_MAX = 1 << 28, KEPT = 2, FORMAT = 1 };

void cli_state_done(cli_state *state) {
    for (size_t i = 0; i < state->n; i++)
        ds_cells_free(state->cells[i]);
    ds_free(state->cells);
    ds_free(state->versions);
    *state = (cli_state){0};
}

/* Takes cells. */
static ds_status add(cli_state *state, ds_cells *cells, const char *version, ds_error *err) {
    size_t capacity = state->capacity;
    if (!ds_reserve(&state->cells, &capacity, state->n + 1, sizeof *state->cells) ||
        !ds_reserve(&state->versions, &state->capacity, state->n + 1, sizeof *state->versions)) {
        ds_cells_free(cells);
        return ds_error_memory(err);
    }
    state->cells[state->n] = cells;
    (void)snprintf(state->versions[state->n++], sizeof *state->versions, "%s", version);
    return DS_OK;
}

static const char *no_version(const json_t *versions, const char *id) {
    const char *version = json_string_value(json_object_get(versions, id));
    return version == NULL ? "" : version;
}

/* Adds the cells that text holds; versions may be NULL. */
static ds_status add_text(cli_state *state, const char *name, const char *text, size_t size,
                          const json_t *versions, ds_error *err) {
    ds_cells **list = NULL;
    size_t n = 0;
    ds_status status = ds_cells_parse_csv_all(name, text, size, &list, &n, err);
    for (size_t i = 0; i < n; i++) {
        if (status != DS_OK)
            ds_cells_free(list[i]);
        else
            status = add(state, list[i], no_version(versions, ds_cells_indicator(list[i])), err);
    }
    ds_free(list);
    return status;
}

static ds_status add_counts(cli_state *state, const ds_register *reg, ds_error *err) {
    char *text = NULL;
    size_t size;
    ds_status status = ds_register_counts(reg, &text, &size, err);
    if (status == DS_OK) status = add_text(state, "tellingen.csv", text, size, NULL, err);
    ds_free(text);
    return status;
}

/* Every indicator that counts persons; a number's sum is no number of persons. */
static ds_status ask_all(cli_tallies *tallies, cli_definitions *definitions, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t f = 0; f < definitions->n; f++)
        for (size_t i = 0; status == DS_OK && i < ds_definitions_n(definitions->files[f]); i++) {
            const ds_indicator *indicator = ds_definitions_at(definitions->files[f], i), *first;
            size_t file;
            status = cli_definitions_find(definitions, indicator->id, &file, &first, err);
            if (status == DS_OK && file == f && !indicator->numeric)
                status = cli_tallies_add(tallies, definitions, indicator->id, "instelling", err);
        }
    return status;
}

static ds_status add_tallies(cli_state *state, const cli *c, const ds_register *reg,
                             ds_error *err) {
    cli programs = *c; /* without a work folder: the standard definitions only */
    cli_definitions definitions = {0};
    cli_tallies tallies = {0};
    const ds_tally_options options = {.n_workers = c->n_threads};
    ds_status status;
    programs.work_folder = NULL;
    status = cli_definitions_read(&programs, NULL, &definitions, err);
    if (status == DS_OK) status = ask_all(&tallies, &definitions, err);
    if (status == DS_OK) status = cli_tallies_run(&tallies, reg, &definitions, &options, err);
    for (size_t i = 0; status == DS_OK && i < tallies.n; i++) {
        ds_cells *cells = tallies.list[i].cells;
        tallies.list[i].cells = NULL; /* moved */
        status = add(state, cells, tallies.list[i].indicator->version, err);
    }
    cli_tallies_done(&tallies);
    cli_definitions_done(&definitions);
    return status;
}

ds_status cli_state_take(const cli *c, const char *folder, cli_state *out, ds_error *err) {
    cli_state state = {0};
    ds_register *reg = NULL;
    ds_status status = ds_register_open(folder, &reg, err);
    if (status == DS_OK) {
        (void)snprintf(state.generation, sizeof state.generation, "%s",
                       ds_register_generation(reg));
        status = ds_register_verify(reg, err); /* no cells of a damaged register */
    }
    if (status == DS_OK) status = add_counts(&state, reg, err);
    if (status == DS_OK) status = add_tallies(&state, c, reg, err);
    ds_register_close(reg);
    if (status != DS_OK)
        cli_state_done(&state);
    else
        *out = state;
    return status;
}

/* ---- kept ---- */

static ds_status to_json(const cli_state *state, json_int_t number, char **out, ds_error *err) {
    json_t *versions = json_object(), *whole;
    ds_buffer csv;
    ds_status status = DS_OK;
    ds_buffer_init(&csv, FILE_MAX / 2);
    for (size_t i = 0; status == DS_OK && i < state->n; i++) {
        char *text = NULL;
        status = ds_cells_print_csv(state->cells[i], true, &text, err);
        if (status == DS_OK) ds_buffer_add_string(&csv, text);
        ds_free(text);
        if (state->versions[i][0] != '\0')
            (void)json_object_set_new(versions, ds_cells_indicator(state->cells[i]),
                                      json_string(state->versions[i]));
    }
    if (status == DS_OK) status = ds_buffer_finish(&csv, err);
    whole =
        json_pack("{s:i, s:I, s:s, s:o, s:s}", "formaat", FORMAT, "volgnummer", number, "generatie",
                  state->generation, "versies", versions, "cellen", ds_buffer_string(&csv));
    ds_buffer_done(&csv);
    *out = status != DS_OK || whole == NULL ? NULL : json_dumps(whole, JSON_INDENT(1));
    json_decref(whole);
    return status == DS_OK && *out == NULL ? ds_error_memory(err) : status;
}

/* One kept file: its JSON (the caller's), NULL when it is not one that this program wrote. */
static json_t *read_kept(const char *folder, const char *name) {
    char path[DS_PATH_SIZE];
    char *text = NULL;
    size_t size;
    json_t *kept = NULL;
    if (ds_file_join(path, folder, name, NULL) == DS_OK &&
        ds_file_read(path, FILE_MAX, &text, &size, NULL) == DS_OK)
        kept = json_loadb(text, size, 0, NULL);
    ds_free(text);
    if (json_integer_value(json_object_get(kept, "formaat")) == FORMAT &&
        json_integer_value(json_object_get(kept, "volgnummer")) > 0 &&
        json_is_string(json_object_get(kept, "generatie")) &&
        json_is_string(json_object_get(kept, "cellen")))
        return kept;
    json_decref(kept);
    return NULL;
}

/* The kept state with the highest number, but not of the generation but_not; NULL for none. */
static json_t *latest(const char *folder, const ds_file_names *names, const char *but_not) {
    json_t *best = NULL;
    for (size_t i = 0; i < names->n_names; i++) {
        json_t *kept = read_kept(folder, names->names[i]);
        json_int_t number = json_integer_value(json_object_get(kept, "volgnummer"));
        if (kept != NULL && number > json_integer_value(json_object_get(best, "volgnummer")) &&
            strcmp(json_string_value(json_object_get(kept, "generatie")), but_not) != 0) {
            json_t *swap = best;
            best = kept;
            kept = swap;
        }
        json_decref(kept);
    }
    return best;
}

static ds_status history_folder(const char *work_folder, char folder[DS_PATH_SIZE],
                                ds_file_names *out, ds_error *err) {
    ds_status status = ds_file_join(folder, work_folder, "geschiedenis", err);
    if (status != DS_OK || !ds_file_is_folder(folder)) return status;
    return ds_file_list(folder, out, err);
}

/* Removes what this program kept with a lower number than from. */
static ds_status forget(const char *folder, const ds_file_names *names, json_int_t from,
                        ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < names->n_names; i++) {
        json_t *kept = read_kept(folder, names->names[i]);
        char path[DS_PATH_SIZE];
        if (kept != NULL && json_integer_value(json_object_get(kept, "volgnummer")) < from) {
            status = ds_file_join(path, folder, names->names[i], err);
            if (status == DS_OK) status = ds_file_remove(path, err);
        }
        json_decref(kept);
    }
    return status;
}

static ds_status write_kept(const char *folder, const cli_state *state, json_int_t number,
                            ds_error *err) {
    char name[80], path[DS_PATH_SIZE];
    char *text = NULL;
    ds_status status = to_json(state, number, &text, err);
    (void)snprintf(name, sizeof name, "%s.json", state->generation);
    if (status == DS_OK) status = ds_file_make_private_folder(folder, err);
    if (status == DS_OK) status = ds_file_join(path, folder, name, err);
    if (status == DS_OK) status = ds_file_write_private(path, text, strlen(text), err);
    ds_free(text);
    return status;
}

ds_status cli_history_keep(void *context, ds_error *err) {
    cli_keeping *keeping = context;
    char folder[DS_PATH_SIZE];
    ds_file_names names = {0};
    cli_state state = {0};
    json_t *last;
    json_int_t number;
    ds_status status = history_folder(keeping->folder, folder, &names, err);
    if (status != DS_OK) return status;
    keeping->status = cli_state_take(keeping->c, keeping->folder, &state, &keeping->err);
    last = latest(folder, &names, "");
    number = 1 + json_integer_value(json_object_get(last, "volgnummer"));
    json_decref(last);
    if (keeping->status == DS_OK) status = write_kept(folder, &state, number, err);
    if (status == DS_OK) /* an older state beside a newer gap would pass for the previous one */
        status =
            forget(folder, &names, keeping->status == DS_OK ? number - (KEPT - 1) : number, err);
    cli_state_done(&state);
    ds_file_names_done(&names);
    if (keeping->status == DS_FAULT && status == DS_OK) *err = keeping->err;
    return keeping->status == DS_FAULT ? DS_FAULT : status;
}

ds_status cli_history_read(const char *work_folder, const char *current, cli_state *out,
                           bool *out_found, ds_error *err) {
    char folder[DS_PATH_SIZE];
    ds_file_names names = {0};
    cli_state state = {0};
    json_t *kept;
    ds_status status = history_folder(work_folder, folder, &names, err);
    if (status != DS_OK) return status;
    kept = latest(folder, &names, current);
    ds_file_names_done(&names);
    *out_found = kept != NULL;
    if (kept == NULL) return DS_OK;
    (void)snprintf(state.generation, sizeof state.generation, "%s",
                   json_string_value(json_object_get(kept, "generatie")));
    status = add_text(&state, folder, json_string_value(json_object_get(kept, "cellen")),
                      json_string_length(json_object_get(kept, "cellen")),
                      json_object_get(kept, "versies"), err);
    json_decref(kept);
    if (status != DS_OK)
        cli_state_done(&state);
    else
        *out = state;
    return status;
}
