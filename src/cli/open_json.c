/* cli/open_json.c: see open_json.h. */
#include "cli/open_json.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "cli/open_print.h"

static json_t *number(uint64_t value) {
    return json_integer((json_int_t)value);
}

static json_t *pct(double value) {
    return isnan(value) ? json_null() : json_real(value);
}

static json_t *excesses_json(const ds_open_summary *s) {
    json_t *list = json_array();
    for (size_t i = 0; i < s->n_excesses; i++) {
        const ds_open_excess *e = &s->excesses[i];
        (void)json_array_append_new(
            list, json_pack("{s:o, s:o, s:i, s:o, s:o, s:o, s:o}", "regel", number(e->line),
                            "kolom", number(e->column), "schooljaar", e->schooljaar,
                            "kandidaten_laag", number(e->noemer_low), "kandidaten_hoog",
                            number(e->noemer_high), "geslaagden_laag", number(e->teller_low),
                            "geslaagden_hoog", number(e->teller_high)));
    }
    return list;
}

static json_t *summary_json(const ds_open *open) {
    const ds_open_summary s = ds_open_summary_of(open);
    json_t *worked_out = json_object();
    for (int f = 0; f < DS_OPEN_FROM_N; f++)
        (void)json_object_set_new(worked_out, cli_open_from((ds_open_from)f),
                                  number(s.n_worked_out[f]));
    return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o}", "openbaarheid", "openbaar", "regels",
                     number(s.n_records), "aantallen", number(s.n_counts), "verborgen",
                     number(s.n_hidden), "uitgerekend", worked_out, "totaal_hoger",
                     excesses_json(&s));
}

static ds_status print_json(json_t *whole, ds_error *err) {
    char *text = json_dumps(whole, JSON_INDENT(2) | JSON_REAL_PRECISION(17));
    json_decref(whole);
    if (text == NULL) return ds_error_memory(err);
    (void)printf("%s\n", text);
    free(text);
    return DS_OK;
}

static json_t *cell_json(const ds_bounded *cells, size_t i) {
    const ds_bounded_cell cell = ds_bounded_at(cells, i);
    json_t *j = json_pack("{s:i}", "schooljaar", cell.schooljaar);
    for (size_t k = 0; k < ds_bounded_n_keys(cells); k++)
        (void)json_object_set_new(j, ds_bounded_key_name(cells, k),
                                  json_stringn(cell.keys[k].data, cell.keys[k].size));
    (void)json_object_set_new(j, "teller_laag", number(cell.teller_low));
    (void)json_object_set_new(j, "teller_hoog", number(cell.teller_high));
    (void)json_object_set_new(j, "noemer_laag", number(cell.noemer_low));
    (void)json_object_set_new(j, "noemer_hoog", number(cell.noemer_high));
    (void)json_object_set_new(j, "percentage_laag", pct(cell.low_pct));
    (void)json_object_set_new(j, "percentage_hoog", pct(cell.high_pct));
    return j;
}

ds_status cli_open_json_cells(const ds_open *open, const ds_bounded *cells, const char *assumption,
                              ds_error *err) {
    json_t *list = json_array();
    for (size_t i = 0; i < ds_bounded_n(cells); i++)
        if (ds_bounded_at(cells, i).noemer_high > 0)
            (void)json_array_append_new(list, cell_json(cells, i));
    return print_json(json_pack("{s:s, s:s?, s:o, s:o}", "indicator", ds_bounded_indicator(cells),
                                "aanname", assumption, "samenvatting", summary_json(open), "cellen",
                                list),
                      err);
}

static ds_status hidden_json(void *context, const ds_open_hidden *h, ds_error *err) {
    json_t *j = json_pack("{s:o, s:o, s:i}", "regel", number(h->line), "kolom", number(h->column),
                          "schooljaar", h->schooljaar);
    (void)err;
    for (size_t k = 0; k < 4; k++)
        (void)json_object_set_new(j, ds_open_key_name(k),
                                  json_stringn(h->keys[k].data, h->keys[k].size));
    (void)json_object_set_new(j, "geslacht", json_string(h->geslacht));
    (void)json_object_set_new(j, "telling", json_string(h->teller ? "teller" : "noemer"));
    (void)json_object_set_new(j, "laag", number(h->low));
    (void)json_object_set_new(j, "hoog", number(h->high));
    (void)json_object_set_new(j, "uitgerekend",
                              h->from == DS_OPEN_FROM_N ? json_null() : number(h->value));
    (void)json_object_set_new(
        j, "uit", h->from == DS_OPEN_FROM_N ? json_null() : json_string(cli_open_from(h->from)));
    (void)json_array_append_new(context, j);
    return DS_OK;
}

ds_status cli_open_json_hidden(const ds_open *open, ds_error *err) {
    json_t *list = json_array();
    ds_status status = ds_open_each_hidden(open, hidden_json, list, err);
    if (status != DS_OK) {
        json_decref(list);
        return status;
    }
    return print_json(
        json_pack("{s:o, s:o}", "samenvatting", summary_json(open), "verborgen", list), err);
}
