/* work/inside/compare.c: two definitions, or two registers, person by person: how many moved, from
 * where to where. See doorstroom/why.h. */
#include "doorstroom/why.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "work/inside/of_work.h"
#include "work/inside/person.h"

/* One side: where each person stands in each school year. */
typedef struct side {
    ds_work work;
    ds_work_definitions definitions;
    size_t file;
    ds_indicator indicator;
    ds_register *reg;
    ds_trace *trace; /* who they are; NULL where the other side has the same register */
    uint64_t n_persons;
    size_t n_years;
    uint8_t *stands;  /* [person * n_years + year] */
    uint64_t counted; /* bit y: the definition counts this school year */
} side;

static void side_done(side *s) {
    ds_register_close(s->reg);
    ds_trace_free(s->trace);
    ds_work_definitions_done(&s->definitions);
    ds_free(s->stands);
}

static size_t find_side_year(const side *s, int schooljaar) {
    const int *years = ds_register_years(s->reg);
    for (size_t y = 0; y < s->n_years; y++)
        if (years[y] == schooljaar) return y;
    return SIZE_MAX;
}

static ds_status note_stand(void *context, uint64_t person, int schooljaar, ds_stand stand,
                            const ds_text *keys, ds_error *err) {
    side *s = context;
    const size_t y = find_side_year(s, schooljaar);
    (void)keys;
    (void)err;
    s->stands[person * s->n_years + y] = (uint8_t)stand;
    return DS_OK;
}

static ds_status find_side(const ds_compare_side *asked, bool present_codes, side *s,
                           ds_error *err) {
    const ds_indicator *indicator = NULL;
    ds_status status =
        ds_work_definitions_read(&s->work, asked->definitions_file, &s->definitions, err);
    if (status == DS_OK)
        status =
            ds_work_definitions_find(&s->definitions, asked->indicator, &s->file, &indicator, err);
    if (status == DS_OK) status = ds_indicator_of_careers(indicator, err);
    if (status != DS_OK) return status;
    s->indicator = present_codes ? ds_indicator_present(indicator) : *indicator;
    if (s->indicator.per == DS_PER_PERSOON && s->indicator.pool <= 1) return DS_OK;
    return ds_error_set(err, DS_USAGE, "%s telt geen personen (per: of pool:)",
                        "%s does not count persons (per: or pool:)", s->indicator.id);
}

/* Which school years the definition counts: what its tally says. */
static ds_status find_counted(const ds_tally_request *request, side *s, ds_error *err) {
    const ds_tally_options options = {.n_workers = s->work.n_threads};
    ds_cells *cells = NULL;
    ds_tally_note note = {0};
    const ds_status status =
        ds_tally(s->reg, s->definitions.files[s->file], request, 1, &options, &cells, &note, err);
    s->counted = note.counted;
    ds_cells_free(cells);
    return status;
}

static ds_status count_stands(const ds_compare_side *asked, bool present_codes, side *s,
                              ds_error *err) {
    const ds_stand_sink sink = {s, note_stand};
    const ds_tally_request request = {.indicator = &s->indicator};
    ds_status status = find_side(asked, present_codes, s, err);
    if (status == DS_OK) status = ds_of_work_open(&s->work, &s->reg, err);
    if (status != DS_OK) return status;
    s->n_persons = ds_register_n_persons(s->reg);
    s->n_years = ds_register_n_years(s->reg);
    s->stands = ds_calloc((size_t)s->n_persons * s->n_years + 1, 1);
    if (s->stands == NULL) return ds_error_memory(err);
    status = find_counted(&request, s, err);
    return status == DS_OK
               ? ds_tally_stands(s->reg, s->definitions.files[s->file], &request, &sink, err)
               : status;
}

/* ---- who is who ---- */

/* Kind, then text. */
static int compare_who(const side *a, uint64_t i, const side *b, uint64_t j) {
    const ds_text x = ds_trace_person(a->trace, i), y = ds_trace_person(b->trace, j);
    const int kind = strcmp(ds_trace_person_kind(a->trace, i), ds_trace_person_kind(b->trace, j));
    const size_t size = x.size < y.size ? x.size : y.size;
    const int order = memcmp(x.data, y.data, size);
    if (kind != 0) return kind;
    if (order != 0) return order;
    return x.size < y.size ? -1 : x.size > y.size;
}

/* The persons of a register in the order of compare_who: they are by kind and bytes already, but
 * the kinds by their places. */
typedef struct who {
    const side *of;
    uint64_t person;
} who;

static int compare_two(const void *x, const void *y) {
    const who *a = x, *b = y;
    return compare_who(a->of, a->person, b->of, b->person);
}

static who *sort_persons(const side *s) {
    who *sorted = ds_calloc((size_t)s->n_persons + 1, sizeof *sorted);
    for (uint64_t i = 0; sorted != NULL && i < s->n_persons; i++)
        sorted[i] = (who){s, i};
    if (sorted != NULL && s->n_persons > 1)
        qsort(sorted, (size_t)s->n_persons, sizeof *sorted, compare_two);
    return sorted;
}

/* ---- adding up ---- */

static ds_stand stand_of(const side *s, uint64_t person, int schooljaar) {
    const size_t y = person == UINT64_MAX ? SIZE_MAX : find_side_year(s, schooljaar);
    return y == SIZE_MAX ? DS_STAND_NOT : (ds_stand)s->stands[person * s->n_years + y];
}

static void add_pair(const side sides[2], uint64_t left, uint64_t right, ds_compared *to) {
    for (size_t i = 0; i < to->n_years; i++) {
        ds_compare_year *year = &to->years[i];
        const ds_stand a = stand_of(&sides[0], left, year->schooljaar);
        const ds_stand b = stand_of(&sides[1], right, year->schooljaar);
        if (a != DS_STAND_NOT || b != DS_STAND_NOT) year->n[a][b]++;
    }
}

static ds_status add_joined(const side sides[2], ds_compared *to, ds_error *err) {
    who *left = sort_persons(&sides[0]), *right = sort_persons(&sides[1]);
    const ds_status status = left == NULL || right == NULL ? ds_error_memory(err) : DS_OK;
    uint64_t i = 0, j = 0;
    while (status == DS_OK && (i < sides[0].n_persons || j < sides[1].n_persons)) {
        const int order = i == sides[0].n_persons   ? 1
                          : j == sides[1].n_persons ? -1
                                                    : compare_two(&left[i], &right[j]);
        add_pair(sides, order <= 0 ? left[i].person : UINT64_MAX,
                 order >= 0 ? right[j].person : UINT64_MAX, to);
        i += order <= 0;
        j += order >= 0;
    }
    ds_free(left);
    ds_free(right);
    return status;
}

static ds_status add_same(const side sides[2], ds_compared *to) {
    for (uint64_t p = 0; p < sides[0].n_persons; p++)
        add_pair(sides, p, p, to);
    return DS_OK;
}

static int compare_int(const void *x, const void *y) {
    return *(const int *)x < *(const int *)y ? -1 : *(const int *)x > *(const int *)y;
}

static bool is_counted(const side *s, int schooljaar) {
    const size_t y = find_side_year(s, schooljaar);
    return y != SIZE_MAX && (s->counted >> y & 1);
}

/* The school years in which either side counts. */
static ds_status take_years(const side sides[2], ds_compared *to, ds_error *err) {
    int years[2 * DS_YEARS_MAX] = {0};
    size_t n = 0;
    for (size_t k = 0; k < 2; k++)
        for (size_t y = 0; y < sides[k].n_years; y++)
            years[n++] = ds_register_years(sides[k].reg)[y];
    qsort(years, n, sizeof *years, compare_int);
    to->years = ds_calloc(n + 1, sizeof *to->years);
    if (to->years == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < n; i++) {
        const bool left = is_counted(&sides[0], years[i]), right = is_counted(&sides[1], years[i]);
        if ((i > 0 && years[i] == years[i - 1]) || (!left && !right)) continue;
        to->years[to->n_years++] =
            (ds_compare_year){.schooljaar = years[i], .counted = {left, right}};
    }
    return DS_OK;
}

/* What is the same on both sides is left out of what tells them apart. */
static ds_status label_sides(const ds_compare_side asked[2], const side sides[2], ds_compared *to,
                             ds_error *err) {
    const bool folders = strcmp(asked[0].folder, asked[1].folder) != 0;
    const char *const file[2] = {asked[0].definitions_file, asked[1].definitions_file};
    for (size_t k = 0; k < 2; k++) {
        char text[9000];
        (void)snprintf(text, sizeof text, "%s%s%s%s%s", sides[k].indicator.id,
                       file[k] != NULL ? " · " : "", file[k] != NULL ? file[k] : "",
                       folders ? " · " : "", folders ? asked[k].folder : "");
        to->labels[k] = ds_strdup(text);
        to->versions[k] = ds_strdup(sides[k].indicator.version);
        to->generations[k] = ds_strdup(ds_register_generation(sides[k].reg));
        to->n_persons[k] = sides[k].n_persons;
        to->numeric = to->numeric || sides[k].indicator.numeric;
        if (to->labels[k] == NULL || to->versions[k] == NULL || to->generations[k] == NULL)
            return ds_error_memory(err);
    }
    return DS_OK;
}

static ds_status run_compare(const ds_compare_side asked[2], bool present_codes, side sides[2],
                             ds_compared *to, ds_error *err) {
    ds_status status = DS_OK;
    bool same = true;
    for (size_t k = 0; status == DS_OK && k < 2; k++)
        status = count_stands(&asked[k], present_codes, &sides[k], err);
    if (status == DS_OK)
        same =
            strcmp(ds_register_generation(sides[0].reg), ds_register_generation(sides[1].reg)) == 0;
    for (size_t k = 0; status == DS_OK && !same && k < 2; k++)
        status = ds_inside_trace(&sides[k].work, NULL, sides[k].reg, &sides[k].trace, err);
    if (status == DS_OK) status = take_years(sides, to, err);
    if (status == DS_OK) status = same ? add_same(sides, to) : add_joined(sides, to, err);
    return status == DS_OK ? label_sides(asked, sides, to, err) : status;
}

ds_status ds_work_compare(const ds_work *work, const ds_compare_options *options, ds_compared *out,
                          ds_error *err) {
    ds_compare_side asked[2] = {options->sides[0], options->sides[1]};
    side sides[2] = {{.work = *work}, {.work = *work}};
    ds_compared made = {0};
    ds_status status =
        ds_error_version(err, "ds_compare_options", options->version, DS_COMPARE_OPTIONS_VERSION);
    if (status != DS_OK) return status;
    for (size_t k = 0; k < 2; k++) {
        const ds_compare_side *other = &options->sides[1 - k];
        if (asked[k].folder == NULL) asked[k].folder = other->folder;
        if (asked[k].folder == NULL) asked[k].folder = work->folder;
        if (asked[k].definitions_file == NULL) asked[k].definitions_file = other->definitions_file;
        if (asked[k].indicator == NULL) asked[k].indicator = other->indicator;
        sides[k].work.folder = asked[k].folder;
    }
    status = run_compare(asked, options->present_codes, sides, &made, err);
    side_done(&sides[0]);
    side_done(&sides[1]);
    if (status == DS_OK)
        *out = made;
    else
        ds_compared_done(&made);
    return status;
}

void ds_compared_done(ds_compared *c) {
    for (size_t k = 0; k < 2; k++) {
        ds_free(c->labels[k]);
        ds_free(c->versions[k]);
        ds_free(c->generations[k]);
    }
    ds_free(c->years);
    *c = (ds_compared){0};
}
