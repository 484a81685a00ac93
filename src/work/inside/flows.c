/* work/inside/flows.c: where everybody went from one 1 October to the next. See
 * doorstroom/inside.h.
 *
 * Counted twice over: who is enrolled, by the state of now and of a year later; and who is enrolled
 * and was not a year before, by the state of now. Together they are everybody at both ends. */
#include "doorstroom/inside.h"

#include "base/error.h"
#include "base/memory.h"
#include "work/inside/keys.h"
#include "work/inside/of_work.h"
#include "work/inside/shown.h"

enum { MOVES, ARRIVALS, PASSES };

typedef struct flows_own {
    ds_work_definitions definitions;
    ds_register *reg;
    ds_overlay *overlay;
    ds_asked_keys by;
    const ds_indicator *asked[PASSES];
    uint32_t nodes[PASSES][DS_KEYS_MAX];
    const char *names[PASSES][DS_KEYS_MAX];
    size_t n_keys[PASSES];
    ds_cells *cells[PASSES];
    ds_shown shown; /* the years */
} flows_own;

/* In the first file that knows the state, whose names are those of the question. */
static ds_status find_state(flows_own *own, const char *state, uint32_t *out, ds_error *err) {
    ds_status status = DS_INPUT;
    for (size_t i = 0; status == DS_INPUT && i < own->definitions.n; i++) {
        ds_overlay_free(own->overlay);
        own->overlay = ds_overlay_new(own->definitions.files[i]);
        if (own->overlay == NULL) return ds_error_memory(err);
        status = ds_overlay_key(own->overlay, state, out, err);
    }
    return status;
}

static ds_status make_indicator(flows_own *own, const char *population, const char *where,
                                const ds_indicator **out, ds_error *err) {
    uint32_t who, event, also;
    ds_status status =
        ds_overlay_expression(own->overlay, "flows", population, DS_TYPE_BOOL, &who, err);
    if (status == DS_OK)
        status =
            ds_overlay_expression(own->overlay, "flows", "ingeschreven", DS_TYPE_BOOL, &event, err);
    if (status == DS_OK)
        status = ds_overlay_indicator(own->overlay, "stromen", who, event, out, err);
    if (status != DS_OK || where == NULL) return status;
    status = ds_overlay_expression(own->overlay, "--where", where, DS_TYPE_BOOL, &also, err);
    return status == DS_OK ? ds_overlay_where(own->overlay, *out, also, out, err) : status;
}

static void add_node(flows_own *own, size_t pass, uint32_t node, const char *name) {
    own->nodes[pass][own->n_keys[pass]] = node;
    own->names[pass][own->n_keys[pass]++] = name;
}

static ds_status add_flow_keys(flows_own *own, uint32_t state, ds_error *err) {
    uint32_t next;
    ds_status status = ds_overlay_shift(own->overlay, state, 1, &next, err);
    if (status != DS_OK) return status;
    if (own->by.n + 2 > DS_KEYS_MAX)
        return ds_error_set(err, DS_USAGE, "meer dan %d kenmerken", "more than %d keys",
                            DS_KEYS_MAX - 2);
    add_node(own, MOVES, state, "van");
    add_node(own, MOVES, next, "naar");
    add_node(own, ARRIVALS, state, "naar");
    for (size_t pass = 0; pass < PASSES; pass++)
        for (size_t k = 0; k < own->by.n; k++)
            add_node(own, pass, own->by.nodes[k], own->by.names[k]);
    return DS_OK;
}

static ds_status ask_flows(flows_own *own, const ds_flows_options *o, ds_error *err) {
    static const char *const populations[PASSES] = {"ingeschreven",
                                                    "ingeschreven and not ingeschreven[t-1]"};
    uint32_t state;
    ds_status status = find_state(own, o->state == NULL ? DS_FLOWS_STATE : o->state, &state, err);
    if (status == DS_OK) status = ds_asked_keys_read(&own->by, own->overlay, o->by, err);
    for (size_t pass = 0; status == DS_OK && pass < PASSES; pass++)
        status = make_indicator(own, populations[pass], o->where, &own->asked[pass], err);
    return status == DS_OK ? add_flow_keys(own, state, err) : status;
}

static ds_status count_flows(const ds_work *work, flows_own *own, bool present_codes,
                             ds_error *err) {
    const ds_tally_options options = {.n_workers = work->n_threads};
    ds_tally_request requests[PASSES];
    ds_indicator present[PASSES];
    ds_tally_note notes[PASSES];
    for (size_t pass = 0; pass < PASSES; pass++) {
        present[pass] = ds_indicator_present(own->asked[pass]);
        requests[pass] = (ds_tally_request){present_codes ? &present[pass] : own->asked[pass],
                                            own->nodes[pass], own->names[pass], own->n_keys[pass]};
    }
    return ds_tally(own->reg, ds_overlay_definitions(own->overlay), requests, PASSES, &options,
                    own->cells, notes, err);
}

static ds_status find_flows(const ds_work *work, const ds_flows_options *options, flows_own *own,
                            ds_flows_found *found, ds_error *err) {
    ds_table_options shown = DS_TABLE_OPTIONS_INIT;
    ds_status status;
    shown.years = options->years;
    status = ds_shown_read(&shown, &own->shown, err);
    if (status == DS_OK)
        status = ds_work_definitions_read(work, options->definitions_file, &own->definitions, err);
    if (status == DS_OK) status = ask_flows(own, options, err);
    if (status == DS_OK) status = ds_of_work_open(work, &own->reg, err);
    if (status == DS_OK) status = count_flows(work, own, options->present_codes, err);
    if (status == DS_OK)
        status = ds_flows_new(own->cells[MOVES], own->cells[ARRIVALS], own->shown.years,
                              own->shown.n_years, &found->flows, err);
    if (status != DS_OK) return status;
    found->source =
        (ds_tally_source){.generation = ds_register_generation(own->reg),
                          .single_institution = ds_register_single_institution(own->reg),
                          .undelivered = ds_register_undelivered(own->reg),
                          .n_unlevelled = ds_register_unlevelled(own->reg),
                          .whole = ""};
    return DS_OK;
}

ds_status ds_work_flows(const ds_work *work, const ds_flows_options *options, ds_flows_found *out,
                        ds_error *err) {
    ds_flows_found found = {.where = options->where};
    ds_status status =
        ds_error_version(err, "ds_flows_options", options->version, DS_FLOWS_OPTIONS_VERSION);
    if (status != DS_OK) return status;
    found.state = options->state == NULL ? DS_FLOWS_STATE : options->state;
    found.own = ds_calloc(1, sizeof(flows_own));
    if (found.own == NULL) return ds_error_memory(err);
    status = find_flows(work, options, found.own, &found, err);
    if (status == DS_OK)
        *out = found;
    else
        ds_flows_found_done(&found);
    return status;
}

void ds_flows_found_done(ds_flows_found *found) {
    flows_own *own = found->own;
    ds_flows_free(found->flows);
    if (own != NULL) {
        for (size_t pass = 0; pass < PASSES; pass++)
            ds_cells_free(own->cells[pass]);
        ds_asked_keys_done(&own->by);
        ds_overlay_free(own->overlay);
        ds_register_close(own->reg);
        ds_work_definitions_done(&own->definitions);
        ds_shown_done(&own->shown);
    }
    ds_free(own);
    *found = (ds_flows_found){0};
}
