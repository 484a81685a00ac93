/* work/inside/persons.c: the persons of a cell: who is counted where. See doorstroom/why.h. */
#include "doorstroom/why.h"

#include <stdlib.h>
#include <string.h>

#include "base/columns.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "work/inside/keys.h"
#include "work/inside/of_work.h"
#include "work/inside/person.h"

/* What is under way. */
typedef struct listing {
    const ds_persons_options *options;
    ds_work_definitions definitions;
    ds_overlay *overlay;
    ds_asked_keys keys;
    ds_indicator indicator;
    size_t capacity;
    bool *seen; /* by key: somebody is of the class that is asked */
    ds_persons *made;
} listing;

/* Whether the k-th value of cell, "2,bol", is this. */
static bool is_asked_key(const char *cell, size_t k, ds_text key) {
    ds_text value;
    for (; k > 0 && cell != NULL; k--) {
        cell = strchr(cell, ',');
        if (cell != NULL) cell++;
    }
    if (cell == NULL) return false;
    value = ds_text_trim((ds_text){cell, strcspn(cell, ",")});
    return ds_text_equal(value, key);
}

/* With pool: n a school year's cell is of n years: those of whom it counts, each in their own. */
static bool is_asked_year(const listing *l, int schooljaar) {
    const int asked = l->options->schooljaar, pool = l->indicator.pool;
    return asked == 0 || (schooljaar <= asked && schooljaar > asked - (pool > 1 ? pool : 1));
}

/* Whether all are those of --cell; notes which are anybody's, in whatever year. */
static bool are_asked_keys(const listing *l, const ds_text *keys) {
    bool all = true;
    for (size_t k = 0; l->options->cell != NULL && k < l->keys.n; k++) {
        const bool same = is_asked_key(l->options->cell, k, keys[k]);
        l->seen[k] = l->seen[k] || same;
        all = all && same;
    }
    return all;
}

static bool is_asked(const listing *l, int schooljaar, ds_stand stand, const ds_text *keys) {
    const ds_persons_options *o = l->options;
    if (!are_asked_keys(l, keys) || !is_asked_year(l, schooljaar)) return false;
    if (o->stand != NULL && strcmp(o->stand, ds_stand_code(stand)) != 0) return false;
    return true;
}

static ds_status list_person(void *context, uint64_t person, int schooljaar, ds_stand stand,
                             const ds_text *keys, ds_error *err) {
    listing *l = context;
    ds_persons_row *row;
    if (!is_asked(l, schooljaar, stand, keys)) return DS_OK;
    if (!ds_reserve(&l->made->rows, &l->capacity, l->made->n + 1, sizeof *l->made->rows))
        return ds_error_memory(err);
    row = &l->made->rows[l->made->n];
    *row = (ds_persons_row){.person = person, .schooljaar = schooljaar, .stand = stand};
    row->keys = ds_calloc(l->keys.n + 1, sizeof *row->keys);
    if (row->keys == NULL) return ds_error_memory(err);
    l->made->n++;
    for (size_t k = 0; k < l->keys.n; k++) {
        row->keys[k] = ds_strndup(keys[k].data, keys[k].size);
        if (row->keys[k] == NULL) return ds_error_memory(err);
    }
    return DS_OK;
}

static int compare_persons(const void *x, const void *y) {
    const ds_persons_row *a = x, *b = y;
    if (a->schooljaar != b->schooljaar) return a->schooljaar < b->schooljaar ? -1 : 1;
    return a->person < b->person ? -1 : a->person > b->person;
}

static size_t count_values(const char *cell) {
    size_t n = 1;
    for (; *cell != '\0'; cell++)
        n += *cell == ',';
    return n;
}

static ds_status check_persons(const listing *l, ds_error *err) {
    const ds_persons_options *o = l->options;
    bool known = o->stand == NULL;
    for (int i = DS_STAND_TELLER; i < DS_STANDS; i++)
        known = known || strcmp(o->stand, ds_stand_code((ds_stand)i)) == 0;
    if (!known)
        return ds_error_set(err, DS_USAGE, "--stand: verwacht teller, noemer of onbekend",
                            "--stand: expected teller, noemer or onbekend");
    if (o->cell != NULL && (l->keys.n == 0 || count_values(o->cell) != l->keys.n))
        return ds_error_set(err, DS_USAGE,
                            "--cell: verwacht zo veel waarden als --by kenmerken heeft (%zu)",
                            "--cell: expected as many values as --by has keys (%zu)", l->keys.n);
    return DS_OK;
}

static ds_status find_listed(const ds_work *work, listing *l, ds_error *err) {
    const ds_persons_options *o = l->options;
    const ds_indicator *indicator = NULL;
    size_t file = 0;
    ds_status status = ds_work_definitions_read(work, o->definitions_file, &l->definitions, err);
    if (status == DS_OK)
        status = ds_work_definitions_find(&l->definitions, o->indicator, &file, &indicator, err);
    if (status == DS_OK) status = ds_indicator_of_careers(indicator, err);
    if (status != DS_OK) return status;
    l->indicator = o->present_codes ? ds_indicator_present(indicator) : *indicator;
    l->overlay = ds_overlay_new(l->definitions.files[file]);
    if (l->overlay == NULL) return ds_error_memory(err);
    status = ds_asked_keys_read(&l->keys, l->overlay, o->by, err);
    if (status == DS_OK) status = check_persons(l, err);
    if (status != DS_OK) return status;
    l->seen = ds_calloc(l->keys.n + 1, sizeof *l->seen);
    return l->seen == NULL ? ds_error_memory(err) : DS_OK;
}

static ds_status keep_facts(const listing *l, const ds_register *reg, ds_error *err) {
    ds_persons *p = l->made;
    bool good;
    p->indicator = ds_strdup(l->indicator.id);
    p->version = ds_strdup(l->indicator.version);
    p->generation = ds_strdup(ds_register_generation(reg));
    p->names = ds_calloc(l->keys.n + 1, sizeof *p->names);
    good = p->indicator != NULL && p->version != NULL && p->generation != NULL && p->names != NULL;
    for (size_t k = 0; good && k < l->keys.n; k++) {
        p->names[k] = ds_strdup(l->keys.names[k]);
        good = p->names[k] != NULL;
        p->n_keys += good;
    }
    return good ? DS_OK : ds_error_memory(err);
}

/* One that the column can have, though nobody here is of it. */
static bool is_known_class(const char *column, ds_text value) {
    const ds_delivered *known = ds_delivered_find(ds_text_of(column));
    int64_t number;
    if (ds_text_is(value, "onbekend")) return true;
    if (known == NULL) return false;
    if (known->codes != NULL) return ds_codes_find(known->codes, value, false) >= 0;
    return known->kind == DS_KIND_NUMBER && ds_number_parse_integer(value, &number) &&
           number >= known->low && number <= known->high;
}

/* Any other class that nobody is of is a slip, and no list of nobody. */
static ds_status check_classes(const listing *l, ds_error *err) {
    const char *value = l->options->cell;
    for (size_t k = 0; value != NULL && k < l->keys.n; k++) {
        const int size = (int)strcspn(value, ",");
        if (!l->seen[k] &&
            !is_known_class(l->keys.names[k], ds_text_trim((ds_text){value, (size_t)size})))
            return ds_error_set(
                err, DS_INPUT, "--cell: de klasse '%.*s' van %s komt bij niemand voor",
                "--cell: nobody is of the class '%.*s' of %s", size, value, l->keys.names[k]);
        value += size + (value[size] == ',');
    }
    return DS_OK;
}

static ds_status run_listing(const ds_work *work, listing *l, ds_error *err) {
    const ds_stand_sink sink = {l, list_person};
    ds_register *reg = NULL;
    ds_status status = find_listed(work, l, err);
    if (status == DS_OK) status = ds_register_open(work->folder, &reg, err);
    if (status == DS_OK) status = keep_facts(l, reg, err);
    if (status == DS_OK) status = ds_inside_trace(work, NULL, reg, &l->made->trace, err);
    if (status == DS_OK) {
        const ds_tally_request request = {.indicator = &l->indicator,
                                          .keys = l->keys.nodes,
                                          .key_names = l->keys.names,
                                          .n_keys = l->keys.n};
        status = ds_tally_stands(reg, ds_overlay_definitions(l->overlay), &request, &sink, err);
    }
    if (status == DS_OK) status = check_classes(l, err);
    if (status == DS_OK && l->made->n > 0)
        qsort(l->made->rows, l->made->n, sizeof *l->made->rows, compare_persons);
    ds_register_close(reg);
    return status;
}

ds_status ds_work_persons(const ds_work *work, const ds_persons_options *options, ds_persons *out,
                          ds_error *err) {
    ds_persons made = {0};
    listing l = {.options = options, .made = &made};
    ds_status status =
        ds_error_version(err, "ds_persons_options", options->version, DS_PERSONS_OPTIONS_VERSION);
    if (status == DS_OK) status = run_listing(work, &l, err);
    ds_asked_keys_done(&l.keys);
    ds_overlay_free(l.overlay);
    ds_free(l.seen);
    ds_work_definitions_done(&l.definitions);
    if (status == DS_OK)
        *out = made;
    else
        ds_persons_done(&made);
    return status;
}

void ds_persons_done(ds_persons *p) {
    for (size_t i = 0; i < p->n; i++) {
        for (size_t k = 0; k < p->n_keys; k++)
            ds_free(p->rows[i].keys[k]);
        ds_free(p->rows[i].keys);
    }
    for (size_t k = 0; k < p->n_keys; k++)
        ds_free(p->names[k]);
    ds_free(p->names);
    ds_free(p->rows);
    ds_free(p->indicator);
    ds_free(p->version);
    ds_free(p->generation);
    ds_trace_free(p->trace);
    *p = (ds_persons){0};
}
