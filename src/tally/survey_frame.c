/* tally/survey_frame.c: the register beside a survey: how many institutions and students there were
 * on the 1 October before it, from the careers, by the tally that counts everything else. See
 * doorstroom/survey_tally.h. */
#include "doorstroom/survey_tally.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

static const ds_tally_options usual = DS_TALLY_OPTIONS_INIT;
static const char unknown_key[] = "onbekend";

/* Students by these columns, of whom the node holds; present codes. */
static ds_status count_students(const ds_register *reg, ds_overlay *overlay, uint32_t who,
                                const char *const *names, size_t n_names, ds_cells **out,
                                ds_error *err) {
    uint32_t keys[DS_KEYS_MAX];
    const ds_indicator *indicator = NULL;
    ds_indicator present;
    ds_tally_request request = {.keys = keys, .key_names = names, .n_keys = n_names};
    ds_tally_note note;
    ds_status status = ds_overlay_indicator(overlay, "doelgroep", who, who, &indicator, err);
    for (size_t i = 0; status == DS_OK && i < n_names; i++)
        status = ds_overlay_key(overlay, names[i], &keys[i], err);
    if (status != DS_OK) return status;
    present = ds_indicator_present(indicator);
    request.indicator = &present;
    return ds_tally(reg, ds_overlay_definitions(overlay), &request, 1, &usual, out, &note, err);
}

/* ---- institutions ---- */

static ds_status keep_institution(const ds_cell *cell, ds_survey_institution *list, size_t *n,
                                  ds_error *err) {
    ds_survey_institution new = {0};
    size_t at = 0;
    const char *texts[3];
    if (ds_text_is(cell->keys[0], unknown_key)) return DS_OK;
    while (at < *n && !ds_text_is(cell->keys[0], list[at].code))
        at++;
    for (size_t i = 0; i < 3; i++) {
        const bool unknown = ds_text_is(cell->keys[i], unknown_key);
        texts[i] = ds_strndup(cell->keys[i].data, unknown ? 0 : cell->keys[i].size);
    }
    new = (ds_survey_institution){texts[0], texts[1], texts[2]};
    if (texts[0] == NULL || texts[1] == NULL || texts[2] == NULL) {
        for (size_t i = 0; i < 3; i++)
            ds_free((void *)(uintptr_t)texts[i]);
        return ds_error_memory(err);
    }
    if (at == *n) (*n)++;
    ds_free((void *)(uintptr_t)list[at].code); /* the last school year has the last word */
    ds_free((void *)(uintptr_t)list[at].naam);
    ds_free((void *)(uintptr_t)list[at].type);
    list[at] = new;
    return DS_OK;
}

ds_status ds_survey_institutions(const ds_register *reg, ds_survey_institution **out, size_t *out_n,
                                 ds_error *err) {
    static const char *const names[] = {"instelling", "naam", "type"};
    ds_overlay *overlay = ds_overlay_new(NULL);
    ds_survey_institution *list = NULL;
    ds_cells *cells = NULL;
    uint32_t who = 0;
    size_t n = 0;
    ds_status status = overlay == NULL ? ds_error_memory(err)
                                       : ds_overlay_expression(overlay, "doelgroep", "ingeschreven",
                                                               DS_TYPE_BOOL, &who, err);
    if (status == DS_OK) status = count_students(reg, overlay, who, names, 3, &cells, err);
    if (status == DS_OK) {
        list = ds_calloc(ds_cells_n(cells) + 1, sizeof *list);
        if (list == NULL) status = ds_error_memory(err);
    }
    for (size_t i = 0; status == DS_OK && i < ds_cells_n(cells); i++) {
        const ds_cell cell = ds_cells_at(cells, i);
        status = keep_institution(&cell, list, &n, err);
    }
    ds_cells_free(cells);
    ds_overlay_free(overlay);
    if (status != DS_OK) {
        ds_survey_institutions_free(list, n);
        return status;
    }
    *out = list;
    *out_n = n;
    return DS_OK;
}

void ds_survey_institutions_free(ds_survey_institution *institutions, size_t n) {
    for (size_t i = 0; institutions != NULL && i < n; i++) {
        ds_free((void *)(uintptr_t)institutions[i].code);
        ds_free((void *)(uintptr_t)institutions[i].naam);
        ds_free((void *)(uintptr_t)institutions[i].type);
    }
    ds_free(institutions);
}

/* ---- the frame ---- */

/* What is counted of the register, and where its keys are. */
typedef struct framing {
    const ds_enquete *enquete;
    ds_survey_tally *tally;
    ds_cells *cells; /* by cluster, the stratum where it is a column of careers, margins; or NULL */
    bool strata;     /* a stratum is among the keys */
    size_t n_before; /* keys before the margins */
    size_t first, end; /* the cells of the year at hand */
    size_t n_margins;  /* 0 when nothing is calibrated */
    ds_survey_frame_note note;
} framing;

static ds_status count_frame(const ds_register *reg, const ds_definitions *definitions, framing *f,
                             ds_error *err) {
    const char *names[DS_KEYS_MAX];
    const ds_enquete *e = f->enquete;
    ds_overlay *overlay;
    size_t n = 0;
    ds_status status;
    if (reg == NULL || ds_column_find(ds_text_of(e->cluster)) < 0) return DS_OK;
    names[n++] = e->cluster;
    f->strata = ds_column_find(ds_text_of(e->strata)) >= 0;
    if (f->strata) names[n++] = e->strata;
    f->n_before = n;
    if (e->calibrate != DS_CALIBRATE_NONE) f->n_margins = e->n_margins;
    for (size_t i = 0; i < f->n_margins; i++)
        names[n++] = e->margins[i];
    overlay = ds_overlay_new(definitions);
    status = overlay == NULL ? ds_error_memory(err)
                             : count_students(reg, overlay, e->doelgroep, names, n, &f->cells, err);
    ds_overlay_free(overlay);
    return status;
}

static bool has_cluster(const ds_cell *cell) {
    return !ds_text_is(cell->keys[0], unknown_key);
}

/* The cells of the 1 October before a survey year, side by side; false when there are none. */
static bool find_year(framing *f, int year) {
    const size_t n = f->cells == NULL ? 0 : ds_cells_n(f->cells);
    f->first = 0;
    while (f->first < n && ds_cells_at(f->cells, f->first).schooljaar < year - 1)
        f->first++;
    f->end = f->first;
    while (f->end < n && ds_cells_at(f->cells, f->end).schooljaar == year - 1)
        f->end++;
    return f->end > f->first;
}

static uint64_t students_of(const framing *f, ds_text cluster) {
    uint64_t students = 0;
    for (size_t i = f->first; i < f->end; i++) {
        const ds_cell cell = ds_cells_at(f->cells, i);
        if (has_cluster(&cell) && ds_text_equal(cell.keys[0], cluster))
            students += cell.measures.noemer;
    }
    return students;
}

/* Institutions of a stratum in the register. Cells are sorted, so equal ones stand together. */
static uint64_t clusters_of(const framing *f, ds_text stratum) {
    ds_text last = {NULL, 0};
    uint64_t n = 0;
    for (size_t i = f->first; i < f->end; i++) {
        const ds_cell cell = ds_cells_at(f->cells, i);
        if (!has_cluster(&cell)) continue;
        if (f->strata && !ds_text_equal(cell.keys[1], stratum)) continue;
        if (last.data != NULL && ds_text_equal(last, cell.keys[0])) continue;
        last = cell.keys[0];
        n++;
    }
    return n;
}

/* Clusters of the stratum that took part and that the register does not have. */
static uint64_t strangers_of(const framing *f, const ds_survey_part *like) {
    uint64_t n = 0;
    for (size_t i = 0; i < f->tally->n_parts; i++) {
        const ds_survey_part *part = &f->tally->parts[i];
        n += part->year == like->year && strcmp(part->stratum, like->stratum) == 0 &&
             students_of(f, ds_text_of(part->cluster)) == 0;
    }
    return n;
}

static ds_status add_frame_cluster(framing *f, const ds_survey_part *part, bool known,
                                   ds_error *err) {
    const bool sized = known && (f->strata || f->enquete->strata_node == UINT32_MAX);
    ds_survey_cluster cluster = {.year = part->year,
                                 .cluster = ds_text_of(part->cluster),
                                 .stratum = ds_text_of(part->stratum)};
    if (known) cluster.students = students_of(f, cluster.cluster);
    if (known && cluster.students == 0) f->note.n_strangers++;
    if (sized) cluster.clusters = clusters_of(f, cluster.stratum) + strangers_of(f, part);
    return ds_survey_cells_add_cluster(f->tally->cells, &cluster, err);
}

/* What is said twice must be the same, so classes are added up over clusters first. */
static ds_status add_margins(framing *f, int year, ds_error *err) {
    const size_t n_margins = f->n_margins;
    ds_cells *classes = ds_cells_new("doelgroep", false, 1, f->enquete->margins, n_margins);
    ds_status status = classes == NULL ? ds_error_memory(err) : DS_OK;
    for (size_t i = f->first; status == DS_OK && i < f->end; i++) {
        const ds_cell cell = ds_cells_at(f->cells, i);
        bool classed = true;
        for (size_t k = f->n_before; k < f->n_before + n_margins; k++)
            classed = classed && !ds_text_is(cell.keys[k], unknown_key);
        if (classed)
            status = ds_cells_add(classes, year, cell.keys + f->n_before, &cell.measures, err);
        else
            f->note.n_classless += cell.measures.noemer;
    }
    if (status == DS_OK) ds_cells_finish(classes);
    for (size_t i = 0; status == DS_OK && i < ds_cells_n(classes); i++) {
        const ds_cell cell = ds_cells_at(classes, i);
        const ds_survey_margin margin = {year, cell.keys, cell.measures.noemer};
        status = ds_survey_cells_add_margin(f->tally->cells, &margin, err);
    }
    ds_cells_free(classes);
    return status;
}

static ds_status add_year(framing *f, size_t from, size_t to, ds_error *err) {
    const int year = f->tally->parts[from].year;
    const bool known = find_year(f, year);
    ds_status status = DS_OK;
    f->note.n_years += known;
    f->note.n_without += !known;
    for (size_t i = from; status == DS_OK && i < to; i++)
        status = add_frame_cluster(f, &f->tally->parts[i], known, err);
    if (status == DS_OK && known && f->n_margins > 0) status = add_margins(f, year, err);
    return status;
}

ds_status ds_survey_add_frame(const ds_register *reg, const ds_definitions *definitions,
                              const ds_indicator *indicator, ds_survey_tally *tally,
                              ds_survey_frame_note *out_note, ds_error *err) {
    framing f = {.enquete = indicator->enquete, .tally = tally};
    ds_status status = count_frame(reg, definitions, &f, err);
    for (size_t i = 0, to; status == DS_OK && i < tally->n_parts; i = to) {
        for (to = i + 1; to < tally->n_parts && tally->parts[to].year == tally->parts[i].year;)
            to++;
        status = add_year(&f, i, to, err);
    }
    ds_cells_free(f.cells);
    if (status == DS_OK) status = ds_survey_cells_finish(tally->cells, err);
    if (status == DS_OK) *out_note = f.note;
    return status;
}

ds_status ds_survey_note_frame(const ds_register *reg, const ds_definitions *definitions,
                               const ds_indicator *indicator, ds_error *err) {
    ds_status status = DS_OK;
    for (int calibrated = 0; status == DS_OK && calibrated < 2; calibrated++) {
        ds_enquete enquete = *indicator->enquete;
        framing f = {.enquete = &enquete};
        if (calibrated == 0) enquete.calibrate = DS_CALIBRATE_NONE;
        status = count_frame(reg, definitions, &f, err);
        ds_cells_free(f.cells);
    }
    return status;
}
