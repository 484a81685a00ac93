/* cli/cmd_tally.c: doorstroom tally DIR --indicator ID --by a,b. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/breaks.h"
#include "cli/tables.h"

static json_t *cell_json(const ds_cells *cells, const ds_cell *cell) {
    json_t *j = json_pack("{s:i}", "schooljaar", cell->schooljaar);
    char number[DS_NUMBER_SIZE];
    bool numeric = ds_cells_numeric(cells);
    double ratio = numeric ? ds_cells_mean(cells, cell) : ds_cells_share_pct(cell);
    for (size_t k = 0; k < ds_cells_n_keys(cells); k++)
        (void)json_object_set_new(j, ds_cells_key_name(cells, k),
                                  json_stringn(cell->keys[k].data, cell->keys[k].size));
    if (numeric) /* exact, so as text */
        (void)json_object_set_new(
            j, "som",
            json_string(ds_number_print_scaled(ds_sum_value(cell->measures.som),
                                               ds_cells_scale(cells), number)));
    else
        (void)json_object_set_new(j, "teller", json_integer((json_int_t)cell->measures.teller));
    (void)json_object_set_new(j, "noemer", json_integer((json_int_t)cell->measures.noemer));
    (void)json_object_set_new(j, "onbekend", json_integer((json_int_t)cell->measures.onbekend));
    (void)json_object_set_new(j, numeric ? "gemiddelde" : "percentage",
                              cell->measures.noemer == 0 ? json_null() : json_real(ratio));
    return j;
}

static json_t *years_json(const ds_register *reg, uint64_t years) {
    json_t *list = json_array();
    for (size_t y = 0; y < ds_register_n_years(reg); y++)
        if (years >> y & 1)
            (void)json_array_append_new(list, json_integer(ds_register_years(reg)[y]));
    return list;
}

/* The breaks that the table crosses. */
static json_t *breaks_json(const cli_tally *t) {
    json_t *list = json_array();
    for (uint32_t i = 0; i < t->indicator->n_breaks; i++) {
        const ds_break *at = &t->indicator->breaks[i];
        if (cli_crosses(t->cells, at, 0))
            (void)json_array_append_new(list,
                                        json_pack("{s:i, s:s, s:s}", "vanaf", at->from, "opmerking",
                                                  at->note, "note", at->note_en));
    }
    return list;
}

static json_t *tally_json(const cli_tally *t, const ds_register *reg) {
    const ds_indicator *i = t->indicator;
    json_t *cells = json_array();
    for (size_t k = 0; k < ds_cells_n(t->cells); k++) {
        ds_cell cell = ds_cells_at(t->cells, k);
        if (cell.measures.noemer + cell.measures.onbekend > 0)
            (void)json_array_append_new(cells, cell_json(t->cells, &cell));
    }
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:b, s:o, s:o, s:o, s:o}",
                     "indicator", i->id, "naam", i->name, "versie", i->version, "doelstelling",
                     i->goal, "bron", i->source, "register", ds_register_generation(reg),
                     "alleen_instelling", ds_register_single_institution(reg), "openbaarheid",
                     "intern", "huidige_codes", (int)i->present_codes, "breuken", breaks_json(t),
                     "weggelaten", years_json(reg, t->note.dropped), "korte_terugkijktijd",
                     years_json(reg, t->note.short_lookback), "cellen", cells);
}

static void print_json(const cli_tallies *tallies, const ds_register *reg) {
    json_t *list = json_array();
    char *text;
    for (size_t i = 0; i < tallies->n; i++)
        (void)json_array_append_new(list, tally_json(&tallies->list[i], reg));
    text = json_dumps(list, JSON_INDENT(2) | JSON_REAL_PRECISION(17));
    if (text != NULL) (void)printf("%s\n", text);
    free(text);
    json_decref(list);
}

/* One header where the columns are the same, as with one --by for all. */
static ds_status print_csv(const cli_tallies *tallies, bool one_header, ds_error *err) {
    for (size_t i = 0; i < tallies->n; i++) {
        const ds_cells *cells = tallies->list[i].cells;
        bool header = i == 0 || !one_header ||
                      ds_cells_numeric(cells) != ds_cells_numeric(tallies->list[i - 1].cells);
        char *text;
        ds_status status = ds_cells_print_csv(cells, header, &text, err);
        if (status != DS_OK) return status;
        (void)fputs(text, stdout);
        ds_free(text);
    }
    return DS_OK;
}

/* The names of breakdown b as "a,b". */
static char *own_by(const ds_indicator *indicator, size_t b) {
    ds_buffer text;
    ds_buffer_init(&text, 1 << 16);
    for (size_t i = 0; i < indicator->by_sizes[b]; i++) {
        if (i > 0) ds_buffer_add_char(&text, ',');
        ds_buffer_add_string(&text, indicator->by_names[b][i]);
    }
    return ds_buffer_take(&text);
}

/* by "standaard": the breakdowns that the definition names. */
static ds_status add_one(cli_tallies *tallies, cli_definitions *definitions, const char *id,
                         const char *by, ds_error *err) {
    const ds_indicator *indicator;
    size_t file, n_by;
    ds_status status;
    if (by == NULL || strcmp(by, "standaard") != 0)
        return cli_tallies_add(tallies, definitions, id, by, err);
    status = cli_definitions_find(definitions, id, &file, &indicator, err);
    n_by = status == DS_OK ? indicator->n_by : 0;
    if (status == DS_OK && n_by == 0) return cli_tallies_add(tallies, definitions, id, NULL, err);
    for (size_t b = 0; status == DS_OK && b < n_by; b++) {
        char *names = own_by(indicator, b);
        status = cli_tallies_add(tallies, definitions, id, names, err);
        ds_free(names);
    }
    return status;
}

static ds_status add_all(cli_tallies *tallies, cli_definitions *definitions, const char *by,
                         ds_error *err) {
    ds_status status = DS_OK;
    for (size_t f = 0; f < definitions->n; f++)
        for (size_t i = 0; status == DS_OK && i < ds_definitions_n(definitions->files[f]); i++) {
            const char *id = ds_definitions_at(definitions->files[f], i)->id;
            const ds_indicator *first;
            size_t file;
            status = cli_definitions_find(definitions, id, &file, &first, err);
            if (status == DS_OK && file == f) /* an earlier file's definition goes before */
                status = add_one(tallies, definitions, id, by, err);
        }
    return status;
}

static ds_status add_listed(cli_tallies *tallies, cli_definitions *definitions, const char *ids,
                            const char *by, ds_error *err) {
    char *copy = ds_strdup(ids), *rest = copy;
    ds_status status = DS_OK;
    while (status == DS_OK && rest != NULL) {
        char *id = strsep(&rest, ",");
        status = add_one(tallies, definitions, id, by, err);
    }
    ds_free(copy);
    return status;
}

/* i/n; nothing for everybody. */
static bool parse_part(const cli *c, const char *text, ds_tally_options *out) {
    const char *slash = strchr(text, '/');
    int64_t part, n;
    if (slash != NULL && ds_number_parse_integer((ds_text){text, (size_t)(slash - text)}, &part) &&
        ds_number_parse_integer(ds_text_of(slash + 1), &n) && n >= 1 && n <= 1000000 && part >= 1 &&
        part <= n) {
        out->part = (uint32_t)part;
        out->n_parts = (uint32_t)n;
        return true;
    }
    (void)cli_usage(c, "--part: verwacht i/n, zoals 1/3", "--part: expected i/n, like 1/3", "");
    return false;
}

typedef struct asked {
    const char *indicator, *by, *file;
    bool present_codes;
} asked;

static ds_status work(cli *c, const asked *a, const ds_tally_options *options, ds_error *err) {
    cli_definitions definitions = {0};
    cli_tallies tallies = {.present_codes = a->present_codes};
    ds_register *reg = NULL;
    ds_status status = cli_definitions_read(c, a->file, &definitions, err);
    if (status == DS_OK && a->indicator == NULL)
        status = add_all(&tallies, &definitions, a->by, err);
    else if (status == DS_OK)
        status = add_listed(&tallies, &definitions, a->indicator, a->by, err);
    if (status == DS_OK) status = ds_register_open(c->work_folder, &reg, err);
    if (status == DS_OK) status = cli_tallies_run(&tallies, reg, &definitions, options, err);
    if (status == DS_OK) {
        cli_tallies_notes(c, &tallies, reg);
        if (c->format == CLI_CSV)
            status = print_csv(&tallies, a->by == NULL || strcmp(a->by, "standaard") != 0, err);
        else if (c->format == CLI_JSON)
            print_json(&tallies, reg);
        else
            for (size_t i = 0; i < tallies.n; i++)
                cli_print_cells(c, tallies.list[i].cells, tallies.list[i].indicator, 0);
    }
    cli_tallies_done(&tallies);
    ds_register_close(reg);
    cli_definitions_done(&definitions);
    return status;
}

int cmd_tally(cli *c, int argc, char **argv) {
    static const char usage_nl[] =
        "doorstroom tally [WERKMAP] [--indicator ID[,ID2]] [--by a,b]\n\n"
        "Telt indicatoren over het register; zonder --indicator alle, in één gang.\n"
        "Voorbeelden:\n"
        "  doorstroom tally proef --indicator vsv --by niveau,leerweg\n"
        "  doorstroom tally proef --indicator vsv --by standaard\n"
        "  doorstroom tally proef --indicator switch --by 'hoofdgroep,hoofdgroep[t+1]' --format "
        "csv";
    static const char usage_en[] =
        "doorstroom tally [WORKFOLDER] [--indicator ID[,ID2]] [--by a,b]\n\n"
        "Tallies indicators over the register; without --indicator all, in one pass.\n"
        "Examples:\n"
        "  doorstroom tally trial --indicator vsv --by niveau,leerweg\n"
        "  doorstroom tally trial --indicator vsv --by standaard\n"
        "  doorstroom tally trial --indicator switch --by 'hoofdgroep,hoofdgroep[t+1]' --format "
        "csv";
    asked a = {0};
    const char *part = NULL, *folder = ".";
    const cli_option options[] = {
        {"--indicator", &a.indicator, NULL, "ID", "welke (alle)", "which (all)"},
        {"--by", &a.by, NULL, "a,b", "uitsplitsen; standaard: zoals de definitie zegt",
         "break down; standaard: as the definition says"},
        {"--definitions", &a.file, NULL, "FILE", "alleen dit definitiebestand",
         "this definition file only"},
        {"--part", &part, NULL, "i/n",
         "alleen deel i van n van de personen; alle delen uit hetzelfde register: merge ziet dat "
         "niet",
         "only part i of n of the persons; all parts from the same register: merge cannot see it"},
        {"--present-codes", NULL, &a.present_codes, NULL,
         "instellingen onder de huidige codes: een fusie maakt niemand nieuw of weg",
         "institutions under present codes: a merger makes nobody new or gone"}};
    ds_tally_options o = {0};
    ds_error err;
    int code = cli_parse(c, argc, argv, options, 5, &folder, 1, usage_nl, usage_en);
    if (code >= 0) return code;
    if (part != NULL && !parse_part(c, part, &o)) return DS_USAGE;
    c->work_folder = folder;
    o.n_workers = c->n_threads;
    return work(c, &a, &o, &err) == DS_OK ? DS_OK : cli_fail(c, &err);
}
