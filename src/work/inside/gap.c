/* work/inside/gap.c: gaps between groups, over a register: indicators × attributes. See
 * doorstroom/chances.h. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/chances.h"
#include "doorstroom/tests.h"
#include "work/inside/counted.h"
#include "work/inside/names.h"

enum { GAP_NAMES_MAX = 64 };

/* One indicator by one attribute, and what its table borrows. */
typedef struct gap_case {
    ds_counted counted;
    size_t by[COUNTED_KEYS_MAX], levels[COUNTED_KEYS_MAX], covariates[COUNTED_KEYS_MAX];
    char *reference;
    uint64_t where_unknown; /* over all school years */
    ds_gap_options options;
    ds_gap_result result;
} gap_case;

struct ds_gaps {
    ds_counting counting;
    ds_names indicators, attributes, by, levels, covariates, references;
    gap_case *cases;
    ds_gap_table *tables;
    size_t n;
    char *where;
    ds_gap_block block;
};

void ds_gaps_free(ds_gaps *gaps) {
    if (gaps == NULL) return;
    for (size_t i = 0; gaps->cases != NULL && i < gaps->n; i++) {
        ds_gap_result_done(&gaps->cases[i].result);
        ds_counted_done(&gaps->cases[i].counted);
        ds_free(gaps->cases[i].reference);
    }
    ds_free(gaps->cases);
    ds_free(gaps->tables);
    ds_names_done(&gaps->indicators);
    ds_names_done(&gaps->attributes);
    ds_names_done(&gaps->by);
    ds_names_done(&gaps->levels);
    ds_names_done(&gaps->covariates);
    ds_names_done(&gaps->references);
    ds_counting_done(&gaps->counting);
    ds_free(gaps->where);
    ds_free(gaps);
}

const ds_gap_block *ds_gaps_block(const ds_gaps *gaps) {
    return &gaps->block;
}

/* ---- what is asked ---- */

static const char *or_none(const char *text, const char *otherwise) {
    if (text == NULL) return otherwise;
    return text[0] == '\0' ? NULL : text;
}

static bool is_all(const char *names) {
    return names != NULL && (strcmp(names, "alle") == 0 || strcmp(names, "all") == 0);
}

/* Every event of persons in a school year; of one id that of the first file. */
static ds_status take_all_indicators(ds_gaps *g, ds_error *err) {
    const ds_work_definitions *d = &g->counting.definitions;
    size_t most = 0;
    for (size_t f = 0; f < d->n; f++)
        most += ds_definitions_n(d->files[f]);
    g->indicators.names = ds_calloc(most + 1, sizeof(char *));
    if (g->indicators.names == NULL) return ds_error_memory(err);
    for (size_t f = 0; f < d->n; f++)
        for (size_t i = 0; i < ds_definitions_n(d->files[f]); i++) {
            const ds_indicator *one = ds_definitions_at(d->files[f], i), *first;
            size_t file;
            if (!ds_counted_can(one) ||
                ds_work_definitions_find(d, one->id, &file, &first, err) != DS_OK || file != f)
                continue;
            g->indicators.names[g->indicators.n++] = one->id;
        }
    return DS_OK;
}

static ds_status split_gap_names(const ds_work_gap_options *o, ds_gaps *g, ds_error *err) {
    const bool all = is_all(o->attributes);
    ds_status status = is_all(o->indicators) ? DS_OK
                                             : ds_names_split("--indicator", o->indicators,
                                                              GAP_NAMES_MAX, &g->indicators, err);
    if (status == DS_OK)
        status = ds_names_split("--attribute", all ? DS_GAP_ATTRIBUTES : o->attributes,
                                GAP_NAMES_MAX, &g->attributes, err);
    if (status == DS_OK) status = ds_names_split("--by", o->by, COUNTED_KEYS_MAX, &g->by, err);
    if (status == DS_OK)
        status = ds_names_split("--levels", or_none(o->levels, DS_GAP_LEVELS), COUNTED_KEYS_MAX,
                                &g->levels, err);
    if (status == DS_OK)
        status = ds_names_split("--covariates", or_none(o->covariates, DS_GAP_COVARIATES),
                                COUNTED_KEYS_MAX, &g->covariates, err);
    if (status == DS_OK)
        status = ds_names_split("--reference", o->reference, GAP_NAMES_MAX, &g->references, err);
    return status;
}

static ds_status check_gap_asked(const ds_work_gap_options *o, ds_error *err) {
    const ds_status status =
        ds_error_version(err, "ds_work_gap_options", o->version, DS_WORK_GAP_OPTIONS_VERSION);
    if (status != DS_OK) return status;
    if (o->indicators == NULL)
        return ds_error_set(err, DS_USAGE, "welke indicator? --indicator",
                            "which indicator? --indicator");
    if (o->attributes == NULL)
        return ds_error_set(err, DS_USAGE, "tussen welke groepen? --attribute",
                            "between which groups? --attribute");
    if (!(o->limit >= 0) || !isfinite(o->limit))
        return ds_error_set(err, DS_USAGE, "--limit: verwacht procentpunten vanaf 0",
                            "--limit: expected percentage points from 0 on");
    return DS_OK;
}

static bool holds_name(const ds_names *names, const char *name) {
    for (size_t i = 0; i < names->n; i++)
        if (strcmp(names->names[i], name) == 0) return true;
    return false;
}

/* The keys of a list, without the attribute and the breakdown. */
static bool place_keys(const ds_gaps *g, const ds_names *names, const char *attribute,
                       const char **keys, size_t *n_keys, size_t *out, size_t *out_n) {
    for (size_t i = 0; i < names->n; i++) {
        size_t key;
        if (names != &g->by &&
            (strcmp(names->names[i], attribute) == 0 || holds_name(&g->by, names->names[i])))
            continue;
        key = ds_counted_key(names->names[i], keys, n_keys);
        if (key == SIZE_MAX) return false;
        out[(*out_n)++] = key;
    }
    return true;
}

/* "geen" is for every attribute that has it, "ses=4" for one. */
static ds_status find_reference(const ds_gaps *g, gap_case *one, const char *attribute,
                                ds_error *err) {
    const size_t size = strlen(attribute);
    for (size_t i = 0; i < g->references.n; i++) {
        const char *text = g->references.names[i], *equals = strchr(text, '=');
        const bool named = equals != NULL && (size_t)(equals - text) == size &&
                           strncmp(text, attribute, size) == 0;
        bool has = false;
        for (size_t t = 0; t < one->counted.cells->n_texts[1]; t++)
            has = has || ds_text_is(one->counted.cells->texts[1][t], text);
        if (!named && (equals != NULL || (!has && g->attributes.n > 1))) continue;
        one->reference = ds_strdup(named ? equals + 1 : text);
        if (one->reference == NULL) return ds_error_memory(err);
        break;
    }
    one->options.reference = one->reference;
    return DS_OK;
}

/* ---- one table ---- */

static ds_status run_gap_case(ds_gaps *g, const char *indicator, const char *attribute,
                              gap_case *one, ds_error *err) {
    const char *keys[COUNTED_KEYS_MAX] = {"instelling", attribute};
    ds_gap_options *o = &one->options;
    size_t n_keys = 2;
    ds_status status;
    *o = (ds_gap_options)DS_GAP_OPTIONS_INIT;
    o->attribute = 1;
    o->by = one->by;
    o->levels = one->levels;
    o->covariates = one->covariates;
    if (!place_keys(g, &g->by, attribute, keys, &n_keys, one->by, &o->n_by) ||
        !place_keys(g, &g->levels, attribute, keys, &n_keys, one->levels, &o->n_levels) ||
        !place_keys(g, &g->covariates, attribute, keys, &n_keys, one->covariates, &o->n_covariates))
        return ds_error_set(err, DS_USAGE, "samen meer dan %d kenmerken",
                            "more than %d attributes together", COUNTED_KEYS_MAX);
    status = ds_counting_count(&g->counting, indicator, keys, n_keys, &one->counted, err);
    for (size_t y = 0; y < COUNTED_YEARS_MAX; y++)
        one->where_unknown += one->counted.where_unknown[y];
    if (status == DS_OK) status = find_reference(g, one, attribute, err);
    if (status == DS_OK) status = ds_gap_estimate_all(one->counted.cells, o, &one->result, err);
    return status;
}

static void free_gap_case(gap_case *one) {
    ds_gap_result_done(&one->result);
    ds_counted_done(&one->counted);
    ds_free(one->reference);
    *one = (gap_case){.reference = NULL};
}

/* The next of all that were asked for. */
static ds_status add_gap_case(ds_gaps *g, size_t i, ds_error *err) {
    gap_case *one = &g->cases[g->n];
    const ds_status status = run_gap_case(g, g->indicators.names[i / g->attributes.n],
                                          g->attributes.names[i % g->attributes.n], one, err);
    if (status != DS_OK) {
        free_gap_case(one);
        return status;
    }
    g->tables[g->n++] = (ds_gap_table){
        &one->counted.indicator, one->counted.cells,     &one->options,     &one->result,
        one->counted.dropped,    one->counted.n_dropped, one->where_unknown};
    return DS_OK;
}

/* What was set aside, each reason once. */
static void say_set_aside(const ds_gaps *g, const ds_error *aside, size_t n) {
    const ds_work *work = g->counting.work;
    for (size_t i = 0; work->passed_over != NULL && i < n; i++)
        if (i == 0 || strcmp(aside[i].en, aside[i - 1].en) != 0)
            work->passed_over(work->progress_context, &aside[i]);
}

/* all: of every indicator there is, one that cannot be counted here is set aside, as long as any
 * can. */
static ds_status run_gap_cases(ds_gaps *g, bool all, ds_error *err) {
    const size_t n = g->indicators.n * g->attributes.n;
    ds_error *aside = ds_calloc(n + 1, sizeof *aside);
    size_t n_aside = 0;
    ds_status status = DS_OK;
    g->cases = ds_calloc(n + 1, sizeof *g->cases);
    g->tables = ds_calloc(n + 1, sizeof *g->tables);
    if (aside == NULL || g->cases == NULL || g->tables == NULL) status = ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        status = add_gap_case(g, i, &aside[n_aside]);
        if (status == DS_INPUT && all) {
            n_aside++;
            status = DS_OK;
        } else if (status != DS_OK && err != NULL) {
            *err = aside[n_aside];
        }
    }
    if (status == DS_OK && g->n > 0) say_set_aside(g, aside, n_aside);
    if (status == DS_OK && g->n == 0 && n_aside > 0) {
        status = DS_INPUT;
        if (err != NULL) *err = aside[n_aside - 1];
    }
    ds_free(aside);
    return status;
}

/* ---- many at once ---- */

/* Holm over all numbers of one kind that were asked for. */
static ds_status adjust_measure(ds_gaps *g, ds_gap_measure measure, double *p, double *adjusted,
                                ds_error *err) {
    size_t n = 0, at = 0, tested;
    ds_status status;
    for (size_t i = 0; i < g->n; i++)
        for (size_t l = 0; l < g->cases[i].result.n_lines; l++)
            if (g->cases[i].result.lines[l].measure == measure)
                p[n++] = g->cases[i].result.lines[l].estimate.p;
    status = ds_adjust_p(p, n, DS_ADJUST_HOLM, adjusted, &tested, err);
    for (size_t i = 0; status == DS_OK && i < g->n; i++)
        for (size_t l = 0; l < g->cases[i].result.n_lines; l++)
            if (g->cases[i].result.lines[l].measure == measure)
                g->cases[i].result.lines[l].estimate.p_adjusted = adjusted[at++];
    return status;
}

static ds_status adjust_gaps(ds_gaps *g, ds_error *err) {
    size_t n = 0;
    double *p;
    ds_status status;
    for (size_t i = 0; i < g->n; i++)
        n += g->cases[i].result.n_lines;
    p = ds_calloc(2 * n + 1, sizeof *p);
    if (p == NULL) return ds_error_memory(err);
    status = adjust_measure(g, DS_GAP_GAP, p, p + n, err);
    if (status == DS_OK) status = adjust_measure(g, DS_GAP_CHANGE, p, p + n, err);
    ds_free(p);
    return status;
}

ds_status ds_work_gap(const ds_work *work, const ds_work_gap_options *options, ds_gaps **out,
                      ds_error *err) {
    ds_gaps *g;
    ds_status status = check_gap_asked(options, err);
    if (status != DS_OK) return status;
    g = ds_calloc(1, sizeof *g);
    if (g == NULL) return ds_error_memory(err);
    status = split_gap_names(options, g, err);
    if (status == DS_OK)
        status =
            ds_counting_open(work, options->definitions_file, options->years, &g->counting, err);
    if (status == DS_OK && is_all(options->indicators)) status = take_all_indicators(g, err);
    if (status == DS_OK && options->where != NULL) {
        g->counting.where = g->where = ds_strdup(options->where);
        if (g->where == NULL) status = ds_error_memory(err);
    }
    if (status == DS_OK) status = run_gap_cases(g, is_all(options->indicators), err);
    if (status == DS_OK) status = adjust_gaps(g, err);
    g->block = (ds_gap_block){g->tables,          g->n,    options->limit, g->by.names, g->by.n,
                              g->counting.source, g->where};
    if (status == DS_OK)
        *out = g;
    else
        ds_gaps_free(g);
    return status;
}
