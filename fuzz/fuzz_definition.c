/* fuzz/fuzz_definition.c: any bytes as a definition file, as the plan of a monitor, and as worked
 * examples; of what is accepted, the horizon of every indicator and the SQL of every breakdown, and
 * of every outcome of an evaluation. The same bytes as an expression that a user types, and as a
 * key: an error has its place in them. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/definition.h"
#include "doorstroom/monitor.h"
#include "work/inside/example/example.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What every accepted set of nodes promises its users. */
static void check_nodes(const ds_definitions *d) {
    size_t n;
    const ds_node *nodes = ds_definitions_nodes(d, &n);
    const uint32_t *args = ds_definitions_args(d);
    for (size_t i = 0; i < n; i++) {
        if (nodes[i].depth > DS_DEPTH_MAX) abort();
        for (uint32_t k = 0; k < nodes[i].n_args; k++)
            if (args[nodes[i].first_arg + k] >= i) abort();
    }
}

static void print_sql(const ds_definitions *d, const ds_indicator *indicator, const uint32_t *keys,
                      const char *const *names, size_t n) {
    char *sql = NULL;
    ds_error err;
    if (ds_definition_sql(d, indicator, keys, names, n, &sql, &err) == DS_OK) ds_free(sql);
}

/* The first outcomes of an evaluation, by who took part. */
static void print_outcomes(const ds_definitions *d, const ds_evaluation *e) {
    static const char *const name = "groep";
    if (strlen(e->version) != 12) abort();
    for (size_t o = 0; o < e->n_outcomes && o < 4; o++)
        for (size_t y = 0; y < e->outcomes[o].n_years && y < 4; y++) {
            const ds_indicator *indicator = &e->outcomes[o].years[y].indicator, *found = NULL;
            if (ds_definitions_find(d, indicator->id, &found, NULL) != DS_OK || found == NULL)
                abort();
            print_sql(d, indicator, &e->group, &name, 1);
        }
}

static void ask(const char *text) {
    ds_overlay *overlay = ds_overlay_new(NULL);
    const ds_indicator *indicator;
    uint32_t node, key;
    ds_error err;
    memset(&err, 0, sizeof err);
    if (ds_overlay_expression(overlay, "--where", text, DS_TYPE_BOOL, &node, &err) == DS_OK) {
        if (ds_overlay_indicator(overlay, "vraag", node, node, &indicator, &err) != DS_OK) abort();
        (void)!ds_overlay_where(overlay, indicator, node, &indicator, &err); /* may be too deep */
    } else if (err.nl[0] == '\0' || err.en[0] == '\0' || strcmp(err.file, "--where") != 0 ||
               err.column > strlen(text) + 1) {
        abort();
    }
    (void)!ds_overlay_key(overlay, text, &key, &err);
    check_nodes(ds_overlay_definitions(overlay));
    ds_overlay_free(overlay);
}

/* Of a plan that is accepted every table has its indicators and its question; the same text as what
 * a user asks of spending. */
static void plan(const char *text) {
    ds_monitor_plan *p = NULL;
    const ds_monitor_table *tables;
    size_t n, n_indicators;
    ds_error err;
    memset(&err, 0, sizeof err);
    if (ds_monitor_plan_parse("fuzz.yaml", ds_text_of(text), &p, &err) != DS_OK) {
        if (err.nl[0] == '\0' || err.en[0] == '\0' || strcmp(err.file, "fuzz.yaml") != 0) abort();
        return;
    }
    (void)ds_monitor_plan_indicators(p, &n_indicators);
    tables = ds_monitor_plan_tables(p, &n);
    for (size_t t = 0; t < n; t++)
        for (size_t i = 0; i < tables[t].n_indicators; i++)
            if (tables[t].indicators[i] >= n_indicators) abort();
    (void)!ds_monitor_plan_ask(p, text, text, &err);
    ds_monitor_plan_free(p);
}

/* As a file of worked examples: of what is accepted everybody stands in a year that is named, and
 * each line of a delivery is one of the file. */
static void examples(const char *text) {
    example_file file = {.path = NULL};
    ds_error err;
    memset(&err, 0, sizeof err);
    if (ds_example_file_parse("fuzz.yaml", ds_text_of(text), &file, &err) == DS_INPUT &&
        (err.nl[0] == '\0' || err.en[0] == '\0' || strcmp(err.file, "fuzz.yaml") != 0))
        abort();
    for (size_t i = 0; i < file.n; i++) {
        const example *e = &file.examples[i];
        for (size_t k = 0; k < e->n_claims; k++)
            for (size_t n = 0; n < e->claims[k].n_entries; n++)
                if (e->claims[k].n_years == 0 || e->claims[k].entries[n].line == 0) abort();
        for (size_t k = 0; k < e->n_deliveries; k++)
            for (size_t n = 0; n < e->deliveries[k].n_lines; n++)
                if (e->deliveries[k].lines[n] <= 1) abort();
    }
    ds_example_file_done(&file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    ds_definitions *d = NULL;
    char *text = ds_strndup((const char *)data, size);
    ds_error err;
    if (text != NULL) {
        ask(text);
        plan(text);
        examples(text);
    }
    ds_free(text);
    memset(&err, 0, sizeof err);
    if (ds_definitions_parse("fuzz.yaml", (const char *)data, size, &d, &err) != DS_OK) {
        if (err.nl[0] == '\0' || err.en[0] == '\0' || strcmp(err.file, "fuzz.yaml") != 0) abort();
        return 0;
    }
    check_nodes(d);
    for (size_t i = 0; i < ds_definitions_n(d); i++) {
        const ds_indicator *indicator = ds_definitions_at(d, i);
        const uint32_t roots[] = {indicator->population, indicator->outcome};
        ds_horizon horizon;
        ds_definitions_horizon(d, roots, 2, &horizon);
        if (!horizon.inschrijving[DS_HORIZON_ZERO]) abort();
        print_sql(d, indicator, NULL, NULL, 0);
        for (uint32_t k = 0; k < indicator->n_by && k < 4; k++)
            print_sql(d, indicator, indicator->by[k], indicator->by_names[k],
                      indicator->by_sizes[k]);
    }
    for (size_t i = 0; i < ds_definitions_n_evaluations(d) && i < 4; i++)
        print_outcomes(d, ds_definitions_evaluation_at(d, i));
    ds_definitions_free(d);
    return 0;
}
