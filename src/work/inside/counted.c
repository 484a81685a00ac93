/* work/inside/counted.c: one indicator by institution and attributes, in one pass. See counted.h.
 */
#include "work/inside/counted.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "cell/numbered.h"
#include "tally/joint.h"
#include "work/inside/of_work.h"

/* ---- years ---- */

static bool read_year_span(ds_text text, int64_t *out_from, int64_t *out_to) {
    const char *dash = memchr(text.data, '-', text.size);
    const size_t size = dash == NULL ? text.size : (size_t)(dash - text.data);
    if (!ds_number_parse_integer(ds_text_trim((ds_text){text.data, size}), out_from)) return false;
    *out_to = *out_from;
    if (dash != NULL &&
        !ds_number_parse_integer(ds_text_trim((ds_text){dash + 1, text.size - size - 1}), out_to))
        return false;
    return *out_from >= 1900 && *out_to <= 2200 && *out_from <= *out_to &&
           *out_to - *out_from < COUNTED_YEARS_MAX;
}

static ds_status read_years(const char *text, ds_counting *out, ds_error *err) {
    const char *at = text;
    while (text != NULL) {
        const size_t size = strcspn(at, ",");
        int64_t from = 0, to = 0;
        if (!read_year_span((ds_text){at, size}, &from, &to) ||
            out->n_years + (size_t)(to - from) >= COUNTED_YEARS_MAX)
            return ds_error_set(err, DS_USAGE,
                                "--years: verwacht schooljaren, zoals 2020-2023 of 2019,2023; "
                                "gevonden %.32s",
                                "--years: expected school years, like 2020-2023 or 2019,2023; "
                                "found %.32s",
                                at);
        for (int64_t y = from; y <= to; y++)
            out->years[out->n_years++] = (int)y;
        if (at[size] == '\0') break;
        at += size + 1;
    }
    return DS_OK;
}

/* ---- a register ---- */

static ds_status take_counting_source(ds_counting *c, ds_error *err) {
    c->generation = ds_strdup(ds_register_generation(c->reg));
    c->single = ds_strdup(ds_register_single_institution(c->reg));
    c->undelivered = ds_strdup(ds_register_undelivered(c->reg));
    if (c->generation == NULL || c->single == NULL || c->undelivered == NULL)
        return ds_error_memory(err);
    c->source = (ds_equality_source){c->generation, c->single, c->undelivered,
                                     ds_register_unlevelled(c->reg)};
    return DS_OK;
}

ds_status ds_counting_open(const ds_work *work, const char *definitions_file, const char *years,
                           ds_counting *out, ds_error *err) {
    ds_status status = read_years(years, out, err);
    out->work = work;
    if (status == DS_OK)
        status = ds_work_definitions_read(work, definitions_file, &out->definitions, err);
    if (status == DS_OK) status = ds_of_work_open(work, &out->reg, err);
    return status == DS_OK ? take_counting_source(out, err) : status;
}

void ds_counting_done(ds_counting *counting) {
    ds_work_definitions_done(&counting->definitions);
    ds_register_close(counting->reg);
    ds_free(counting->generation);
    ds_free(counting->single);
    ds_free(counting->undelivered);
    memset(counting, 0, sizeof *counting);
}

/* ---- counting ---- */

size_t ds_counted_key(const char *name, const char **keys, size_t *n) {
    for (size_t k = 0; k < *n; k++)
        if (strcmp(keys[k], name) == 0) return k;
    if (*n == COUNTED_KEYS_MAX) return SIZE_MAX;
    keys[*n] = name;
    return (*n)++;
}

static size_t list_years_of(const ds_register *reg, uint64_t bits, int *out) {
    size_t n = 0;
    for (size_t y = 0; y < ds_register_n_years(reg) && y < COUNTED_YEARS_MAX; y++)
        if (bits >> y & 1) out[n++] = ds_register_years(reg)[y];
    return n;
}

static ds_status check_years(const ds_counting *c, const ds_counted *counted,
                             const ds_tally_note *note, ds_error *err) {
    int years[COUNTED_YEARS_MAX];
    const size_t n = list_years_of(c->reg, note->counted, years);
    for (size_t i = 0; i < c->n_years; i++) {
        bool counts = false;
        for (size_t y = 0; y < n; y++)
            counts = counts || years[y] == c->years[i];
        if (!counts)
            return ds_error_set(err, DS_INPUT, "%.64s: schooljaar %d telt niet mee in dit register",
                                "%.64s: school year %d does not count in this register",
                                counted->indicator.id, c->years[i]);
    }
    return DS_OK;
}

static ds_status check_event(const ds_indicator *indicator, ds_error *err) {
    if (indicator->numeric)
        return ds_error_set(
            err, DS_INPUT, "%.64s is een getal; hier kan alleen wat waar is of niet",
            "%.64s is a number; only what is true or not can be asked here", indicator->id);
    if (indicator->pool > 1 || indicator->per != DS_PER_PERSOON)
        return ds_error_set(
            err, DS_INPUT, "%.64s telt geen personen in een schooljaar: dat kan hier niet",
            "%.64s does not count persons in a school year: not possible here", indicator->id);
    return DS_OK;
}

/* The indicator among whom where holds, and beside it those of whom it cannot be told. */
static ds_status narrow_counted(const ds_counting *c, ds_overlay *overlay, ds_counted *out,
                                ds_indicator *aside, ds_error *err) {
    const ds_indicator whole = out->indicator, *narrow = NULL, *beside = NULL;
    uint32_t where, unknown;
    ds_status status =
        ds_overlay_expression(overlay, "--where", c->where, DS_TYPE_BOOL, &where, err);
    if (status == DS_OK) status = ds_overlay_where(overlay, &whole, where, &narrow, err);
    if (status == DS_OK) status = ds_overlay_unknown(overlay, where, &unknown, err);
    if (status == DS_OK) status = ds_overlay_where(overlay, &whole, unknown, &beside, err);
    if (status != DS_OK) return status;
    out->indicator = ds_indicator_present(narrow);
    *aside = ds_indicator_present(beside);
    return DS_OK;
}

static void count_where_unknown(const ds_joint *joint, ds_counted *out) {
    for (size_t i = 0; i < joint->n_rows; i++) {
        const uint64_t *row = joint->rows + i * joint->stride;
        if (ds_joint_year(row) < COUNTED_YEARS_MAX &&
            ds_joint_state_of(&joint->fields[1], row) != DS_JOINT_ABSENT)
            out->where_unknown[ds_joint_year(row)] += ds_joint_persons(joint, row);
    }
}

static ds_status count_joint(ds_counting *c, ds_overlay *overlay, const char *const *keys,
                             size_t n_keys, ds_counted *out, ds_error *err) {
    uint32_t nodes[COUNTED_KEYS_MAX];
    ds_indicator aside;
    ds_tally_request requests[2] = {{&out->indicator, nodes, keys, n_keys},
                                    {&aside, nodes, keys, n_keys}};
    ds_joint_asked asked = {.requests = requests,
                            .n = c->where == NULL ? 1 : 2,
                            .n_keys = n_keys,
                            .years = c->years,
                            .n_years = c->n_years,
                            .n_workers = c->work->n_threads};
    ds_tally_note notes[2] = {{0}, {0}};
    ds_joint *joint = NULL;
    ds_status status = DS_OK;
    for (size_t k = 0; status == DS_OK && k < n_keys; k++)
        status = ds_overlay_key(overlay, keys[k], &nodes[k], err);
    if (status == DS_OK && c->where != NULL) status = narrow_counted(c, overlay, out, &aside, err);
    if (status == DS_OK)
        status =
            ds_tally_joint(c->reg, ds_overlay_definitions(overlay), &asked, &joint, notes, err);
    if (status == DS_OK) status = check_years(c, out, &notes[0], err);
    if (status == DS_OK) status = ds_numbered_from_joint(joint, 0, keys, &out->cells, err);
    if (status == DS_OK) {
        out->n_dropped = list_years_of(c->reg, notes[0].dropped, out->dropped);
        out->n_short_lookback = list_years_of(c->reg, notes[0].short_lookback, out->short_lookback);
        if (c->where != NULL) count_where_unknown(joint, out);
    }
    ds_joint_free(joint);
    return status;
}

ds_status ds_counting_count(ds_counting *counting, const char *indicator, const char *const *keys,
                            size_t n_keys, ds_counted *out, ds_error *err) {
    const ds_indicator *found;
    ds_counted made = {0};
    ds_overlay *overlay = NULL;
    size_t file;
    ds_status status =
        ds_work_definitions_find(&counting->definitions, indicator, &file, &found, err);
    if (status == DS_OK) status = check_event(found, err);
    if (status != DS_OK) return status;
    made.indicator = ds_indicator_present(found);
    overlay = ds_overlay_new(counting->definitions.files[file]);
    status = overlay == NULL ? ds_error_memory(err)
                             : count_joint(counting, overlay, keys, n_keys, &made, err);
    /* of the narrowed one the version alone is the overlay's, which goes */
    (void)snprintf(made.version, sizeof made.version, "%s", made.indicator.version);
    made.indicator = ds_indicator_present(found);
    ds_overlay_free(overlay);
    if (status == DS_OK) {
        *out = made;
        if (counting->where != NULL) out->indicator.version = out->version;
    } else {
        ds_counted_done(&made);
    }
    return status;
}

bool ds_counted_can(const ds_indicator *indicator) {
    return indicator->enquete == NULL && !indicator->numeric && indicator->pool <= 1 &&
           indicator->per == DS_PER_PERSOON;
}

void ds_counted_done(ds_counted *counted) {
    ds_numbered_free(counted->cells);
    memset(counted, 0, sizeof *counted);
}

ds_status ds_counted_year(const ds_counted *counted, int wanted, size_t *out, ds_error *err) {
    const ds_numbered *c = counted->cells;
    bool any = false;
    for (size_t i = 0; i < c->n_rows; i++)
        if (wanted == 0 ? !any || c->year[i] > *out : c->years[c->year[i]] == wanted) {
            *out = c->year[i];
            any = true;
        }
    if (any) return DS_OK;
    return ds_error_set(err, DS_INPUT, "%.64s: in dit schooljaar telt niemand mee",
                        "%.64s: nobody counts in that school year", counted->indicator.id);
}
