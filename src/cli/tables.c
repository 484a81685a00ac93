/* cli/tables.c: see tables.h. */
#include "cli/tables.h"

#include "cli/breaks.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

/* Splits "a, b" into names, trimmed; text is changed and kept. */
static ds_status split(cli_tally *t, const char *by, ds_error *err) {
    char *at;
    t->names_text = ds_strdup(by);
    t->names = ds_calloc(DS_KEYS_MAX, sizeof *t->names);
    if (t->names_text == NULL || t->names == NULL) return ds_error_memory(err);
    at = t->names_text;
    while (*at != '\0') {
        size_t size = strcspn(at, ",");
        bool last = at[size] == '\0';
        ds_text name = ds_text_trim((ds_text){at, size});
        if (t->n_keys == DS_KEYS_MAX)
            return ds_error_set(err, DS_USAGE, "--by: meer dan %d kenmerken",
                                "--by: more than %d keys", DS_KEYS_MAX);
        if (name.size == 0)
            return ds_error_set(err, DS_USAGE, "--by: een naam ontbreekt",
                                "--by: a name is missing");
        at[size] = '\0';
        ((char *)(uintptr_t)name.data)[name.size] = '\0';
        t->names[t->n_keys++] = name.data;
        at += last ? size : size + 1;
        if (!last && *at == '\0')
            return ds_error_set(err, DS_USAGE, "--by: een naam ontbreekt",
                                "--by: a name is missing");
    }
    return DS_OK;
}

/* The indicator as it is under present codes. */
static ds_status make_present(cli_tally *t, ds_error *err) {
    t->present = ds_malloc(sizeof *t->present);
    if (t->present == NULL) return ds_error_memory(err);
    *t->present = ds_indicator_present(t->indicator);
    t->indicator = t->present;
    return DS_OK;
}

ds_status cli_tallies_add(cli_tallies *tallies, cli_definitions *definitions, const char *id,
                          const char *by, ds_error *err) {
    cli_tally *t;
    ds_status status;
    if (!ds_reserve(&tallies->list, &tallies->capacity, tallies->n + 1, sizeof *tallies->list))
        return ds_error_memory(err);
    t = &tallies->list[tallies->n++];
    memset(t, 0, sizeof *t);
    status = cli_definitions_find(definitions, id, &t->file, &t->indicator, err);
    if (status == DS_OK && tallies->present_codes) status = make_present(t, err);
    if (status == DS_OK && by != NULL && by[0] != '\0') status = split(t, by, err);
    for (size_t i = 0; status == DS_OK && i < t->n_keys; i++)
        status = ds_definitions_key(definitions->files[t->file], t->names[i], &t->keys[i], err);
    return status;
}

static ds_status run_file(cli_tallies *tallies, size_t file, const ds_register *reg,
                          const cli_definitions *definitions, const ds_tally_options *options,
                          ds_error *err) {
    ds_tally_request *requests = ds_calloc(tallies->n, sizeof *requests);
    ds_cells **cells = ds_calloc(tallies->n, sizeof *cells);
    ds_tally_note *notes = ds_calloc(tallies->n, sizeof *notes);
    size_t n = 0;
    ds_status status = DS_OK;
    if (requests == NULL || cells == NULL || notes == NULL) status = ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < tallies->n; i++)
        if (tallies->list[i].file == file)
            requests[n++] = (ds_tally_request){tallies->list[i].indicator, tallies->list[i].keys,
                                               tallies->list[i].names, tallies->list[i].n_keys};
    if (status == DS_OK && n > 0)
        status = ds_tally(reg, definitions->files[file], requests, n, options, cells, notes, err);
    n = 0;
    for (size_t i = 0; status == DS_OK && i < tallies->n; i++) {
        if (tallies->list[i].file != file) continue;
        tallies->list[i].cells = cells[n];
        tallies->list[i].note = notes[n++];
    }
    ds_free(requests);
    ds_free(cells);
    ds_free(notes);
    return status;
}

ds_status cli_tallies_run(cli_tallies *tallies, const ds_register *reg,
                          const cli_definitions *definitions, const ds_tally_options *options,
                          ds_error *err) {
    ds_status status = DS_OK;
    for (size_t f = 0; status == DS_OK && f < definitions->n; f++)
        status = run_file(tallies, f, reg, definitions, options, err);
    return status;
}

void cli_tallies_done(cli_tallies *tallies) {
    for (size_t i = 0; i < tallies->n; i++) {
        ds_cells_free(tallies->list[i].cells);
        ds_free(tallies->list[i].names);
        ds_free(tallies->list[i].names_text);
        ds_free(tallies->list[i].present);
    }
    ds_free(tallies->list);
    *tallies = (cli_tallies){0};
}

void cli_years_print(const ds_register *reg, uint64_t years, FILE *to) {
    const char *before = " ";
    for (size_t y = 0; y < ds_register_n_years(reg); y++)
        if (years >> y & 1) {
            (void)fprintf(to, "%s%d", before, ds_register_years(reg)[y]);
            before = ", ";
        }
    (void)fputc('\n', to);
}

void cli_tallies_notes(const cli *c, const cli_tallies *tallies, const ds_register *reg) {
    const char *single = ds_register_single_institution(reg);
    for (size_t i = 0; i < tallies->n; i++) {
        const cli_tally *t = &tallies->list[i];
        bool again = i > 0 && strcmp(tallies->list[i - 1].indicator->id, t->indicator->id) == 0 &&
                     tallies->list[i - 1].note.dropped == t->note.dropped;
        if (c->format == CLI_CSV) { /* where there is no place for it beside the table */
            char before[160];
            (void)snprintf(before, sizeof before, "%.64s: ", t->indicator->id);
            cli_breaks_print(c, stderr, before, t->cells, t->indicator, 0);
            if (t->indicator->present_codes && !again)
                (void)fprintf(stderr, "%s%s\n", before,
                              cli_say(c, "instellingen onder de huidige codes",
                                      "institutions under present codes"));
        }
        if (again) continue;
        if (t->note.dropped != 0) {
            (void)fprintf(stderr,
                          cli_say(c, "%s: weggelaten, omdat een jaar ervoor of erna ontbreekt:",
                                  "%s: left out, as a year before or after is missing:"),
                          t->indicator->id);
            cli_years_print(reg, t->note.dropped, stderr);
        }
        if (t->note.short_lookback != 0) {
            (void)fprintf(stderr,
                          cli_say(c, "%s: minder dan %d eerdere jaren om op terug te kijken:",
                                  "%s: fewer than %d earlier years to look back on:"),
                          t->indicator->id, t->indicator->lookback);
            cli_years_print(reg, t->note.short_lookback, stderr);
        }
    }
    if (single[0] != '\0')
        (void)fprintf(stderr,
                      cli_say(c,
                              "let op: alleen leveringen van %s; wie naar een andere instelling "
                              "ging, lijkt hier een uitvaller\n",
                              "mind: deliveries of %s only; who moved to another institution looks "
                              "like a leaver here\n"),
                      single);
    cli_say_internal(c);
}
