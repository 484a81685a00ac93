/* work/inside/fit_delivery.c: published figures of what the register leaves aside: the survey, the
 * target values and the spending, counted on the deliveries themselves. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "doorstroom/table.h"
#include "work/inside/fit.h"

enum { MICRO = 1000000, INSTITUTIONS_MAX = 2048, CODE_SIZE = 65 };

/* What one side of a published row adds up. */
typedef struct fit_counter {
    size_t row, side;
    ds_figures_side keys;
    int year;
    size_t at_keys[DS_FIGURES_KEYS_MAX], at_value; /* columns of the delivery */
    bool fits;                                     /* the delivery has these columns */
    double weight, weight_squared, hits;
    uint64_t n;
    double *of_institution; /* [INSTITUTIONS_MAX], for rows by institution; NAN: none */
    uint8_t *rank;          /* of the version that of_institution is from, plus 1 */
} fit_counter;

typedef struct fit_institution {
    char code[CODE_SIZE], type[CODE_SIZE];
} fit_institution;

typedef struct fit_counting {
    ds_figures_source source;
    const ds_figures *all;
    fit_counter *counters;
    size_t n_counters, capacity;
    fit_institution *institutions;
    size_t n_institutions;
    size_t at_year, at_weight, at_module_weight, at_institution, at_type, at_version;
} fit_counting;

static const char *const kinds[DS_FIGURES_SOURCES] = {
    [DS_FIGURES_ENQUETE] = "enquete",     [DS_FIGURES_STREEFWAARDE] = "streefwaarde",
    [DS_FIGURES_BESTEDING] = "besteding", [DS_FIGURES_WERKAGENDA] = "werkagenda",
    [DS_FIGURES_MAATREGEL] = "maatregel", [DS_FIGURES_VOORTGANG] = "voortgang",
    [DS_FIGURES_OORDEEL] = "oordeel"};
/* What counts as yes, by answer (docs/formats.md); any other answer counts with `ja`. */
static const struct {
    const char *answer, *yes[2];
} answers[] = {{"mentale_gezondheid", {"slecht", "zeer slecht"}}};
/* Questions of the extra modules, asked of a selection with a weight of its own. */
static const char *const of_module[] = {
    "voelt_zich_student", "als_student_gezien", "studievereniging_bekend",
    "veilig_bpv",         "hulpmiddelen",       "lob"};
static const char *const versions[] = {"oorspronkelijk", "aangevuld", "aangepast"};

static size_t find_column(const ds_text *names, size_t n, const char *name) {
    for (size_t i = 0; i < n; i++)
        if (ds_text_equal_nocase(names[i], ds_text_of(name))) return i;
    return SIZE_MAX;
}

static size_t find_institution(fit_counting *r, ds_text code) {
    size_t i = 0;
    while (i < r->n_institutions && !ds_text_is(code, r->institutions[i].code))
        i++;
    if (i < r->n_institutions) return i;
    if (i == INSTITUTIONS_MAX || code.size == 0 || code.size >= CODE_SIZE) return SIZE_MAX;
    memcpy(r->institutions[i].code, code.data, code.size);
    return r->n_institutions++;
}

/* ---- instelling: the types, for rows by type ---- */

static ds_status find_institution_columns(void *context, const ds_text *names, size_t n,
                                          ds_error *err) {
    fit_counting *r = context;
    (void)err;
    r->at_institution = find_column(names, n, "instelling");
    r->at_type = find_column(names, n, "type");
    return DS_OK;
}

static ds_status take_institution_types(void *context, const ds_table_batch *batch, ds_error *err) {
    fit_counting *r = context;
    (void)err;
    if (r->at_institution == SIZE_MAX || r->at_type == SIZE_MAX) return DS_OK;
    for (size_t i = 0; i < batch->n_records; i++) {
        const ds_text *fields = &batch->fields[i * batch->n_columns];
        ds_text type = fields[r->at_type];
        size_t k = find_institution(r, fields[r->at_institution]);
        if (k == SIZE_MAX || type.size >= CODE_SIZE) continue;
        if (type.size > 0) memcpy(r->institutions[k].type, type.data, type.size);
        r->institutions[k].type[type.size] = '\0';
    }
    return DS_OK;
}

/* ---- the three kinds ---- */

static bool is_of_module(const char *answer) {
    for (size_t i = 0; i < sizeof of_module / sizeof *of_module; i++)
        if (strcmp(of_module[i], answer) == 0) return true;
    return false;
}

static bool is_yes(const char *answer, ds_text value) {
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
        if (strcmp(answers[i].answer, answer) == 0)
            return ds_text_is(value, answers[i].yes[0]) || ds_text_is(value, answers[i].yes[1]);
    return ds_text_is(value, "ja");
}

/* Where the counter's value stands: the answer, the target value or the amount; of what is only
 * counted, the column that has to be filled. */
static const char *value_column(const ds_figures_row *row) {
    if (row->source == DS_FIGURES_STREEFWAARDE) return "streefwaarde";
    return row->indicator;
}

/* What speaks for all years, or of which every year says the same. */
static bool has_no_year(ds_figures_source source) {
    return source == DS_FIGURES_STREEFWAARDE || source == DS_FIGURES_WERKAGENDA;
}

/* Keys that are no column of the delivery: the institution's type, and the version, of which the
 * later one stands in place of the earlier. */
static bool is_no_column(const fit_counting *r, const char *key) {
    return (r->source == DS_FIGURES_ENQUETE && strcmp(key, "type_instelling") == 0) ||
           (r->source == DS_FIGURES_STREEFWAARDE && strcmp(key, "versie") == 0);
}

static ds_status find_counted_columns(void *context, const ds_text *names, size_t n,
                                      ds_error *err) {
    fit_counting *r = context;
    (void)err;
    r->at_year = find_column(names, n,
                             r->source == DS_FIGURES_STREEFWAARDE ? "indicator"
                             : r->source == DS_FIGURES_WERKAGENDA ? "totaal"
                                                                  : "jaar");
    r->at_weight = find_column(names, n, "gewicht");
    r->at_module_weight = find_column(names, n, "gewicht_module");
    r->at_institution = find_column(names, n, "agenda");
    if (r->at_institution == SIZE_MAX) r->at_institution = find_column(names, n, "instelling");
    r->at_version = find_column(names, n, "versie");
    for (size_t c = 0; c < r->n_counters; c++) {
        fit_counter *one = &r->counters[c];
        one->at_value = find_column(names, n, value_column(&r->all->rows[one->row]));
        one->fits =
            one->at_value != SIZE_MAX && r->at_year != SIZE_MAX && r->at_institution != SIZE_MAX;
        for (size_t k = 0; k < one->keys.n_keys; k++) {
            one->at_keys[k] = find_column(names, n, one->keys.names[k]);
            if (one->at_keys[k] == SIZE_MAX && !is_no_column(r, one->keys.names[k]))
                one->fits = false;
        }
    }
    return DS_OK;
}

static bool has_keys(const fit_counting *r, const fit_counter *c, const ds_text *fields,
                     size_t place) {
    for (size_t k = 0; k < c->keys.n_keys; k++) {
        ds_text value;
        if (!is_no_column(r, c->keys.names[k]))
            value = fields[c->at_keys[k]];
        else if (r->source == DS_FIGURES_STREEFWAARDE)
            continue;
        else if (place == SIZE_MAX)
            return false;
        else
            value = ds_text_of(r->institutions[place].type);
        if (!ds_figures_has_value(c->keys.values[k], value)) return false;
    }
    return true;
}

static double number_of(ds_text text) {
    int64_t scaled;
    return ds_number_parse_scaled(text, MICRO, &scaled) ? (double)scaled / MICRO : NAN;
}

static double weight_of(const fit_counting *r, const ds_figures_row *row, const ds_text *fields) {
    size_t at = is_of_module(row->indicator) ? r->at_module_weight : r->at_weight;
    if (at == SIZE_MAX) at = r->at_weight;
    return at == SIZE_MAX ? 1 : number_of(fields[at]);
}

static void add_answer(const fit_counting *r, fit_counter *c, const ds_figures_row *row,
                       const ds_text *fields, size_t place) {
    double weight = weight_of(r, row, fields);
    if (row->unit == DS_FIGURES_GROEPEN) {
        if (place != SIZE_MAX) c->of_institution[place] = 1;
        c->n++;
        return;
    }
    if (!(weight > 0)) return;
    c->n++;
    c->weight += weight;
    c->weight_squared += weight * weight;
    if (is_yes(row->indicator, fields[c->at_value])) c->hits += weight;
}

/* The target value of an institution in the version asked for: the original one, or the latest. */
static void add_target(const fit_counting *r, fit_counter *c, const ds_text *fields, size_t place) {
    const char *wanted = NULL;
    size_t version = 0, last;
    for (size_t k = 0; k < c->keys.n_keys; k++)
        if (strcmp(c->keys.names[k], "versie") == 0) wanted = c->keys.values[k];
    last = wanted != NULL && strcmp(wanted, versions[0]) == 0 ? 0 : 2;
    if (r->at_version != SIZE_MAX)
        while (version < 3 && !ds_text_is(fields[r->at_version], versions[version]))
            version++;
    if (place == SIZE_MAX || version > last || c->rank[place] > version + 1) return;
    c->of_institution[place] = number_of(fields[c->at_value]);
    c->rank[place] = (uint8_t)(version + 1);
    c->n++;
}

/* year: of the record; target values are of no year. */
static void count_record(const fit_counting *r, fit_counter *c, const ds_text *fields, int64_t year,
                         size_t place) {
    const ds_figures_row *row = &r->all->rows[c->row];
    if (r->source == DS_FIGURES_STREEFWAARDE) {
        if (!ds_text_is(fields[r->at_year], row->indicator)) return;
    } else if (!has_no_year(row->source) && year != c->year) {
        return;
    }
    if (fields[c->at_value].size == 0) return; /* not asked, or no value */
    if (!has_keys(r, c, fields, place)) return;
    if (r->source == DS_FIGURES_ENQUETE) {
        add_answer(r, c, row, fields, place);
    } else if (r->source == DS_FIGURES_STREEFWAARDE) {
        add_target(r, c, fields, place);
    } else {
        if (c->of_institution != NULL && place != SIZE_MAX)
            c->of_institution[place] = 1;
        else
            c->hits += number_of(fields[c->at_value]);
        c->n++;
    }
}

static ds_status count_batch(void *context, const ds_table_batch *b, ds_error *err) {
    fit_counting *r = context;
    (void)err;
    if (r->at_year == SIZE_MAX || r->at_institution == SIZE_MAX) return DS_OK;
    for (size_t i = 0; i < b->n_records; i++) {
        const ds_text *fields = &b->fields[i * b->n_columns];
        size_t place = find_institution(r, fields[r->at_institution]);
        int64_t year;
        if (!ds_number_parse_integer(fields[r->at_year], &year)) year = 0;
        for (size_t c = 0; c < r->n_counters; c++)
            if (r->counters[c].fits) count_record(r, &r->counters[c], fields, year, place);
    }
    return DS_OK;
}

/* ---- from counters to sums ---- */

static void sum_institutions(const fit_counter *c, ds_figures_sum *out) {
    double sum = 0, squares = 0;
    size_t n = 0;
    for (size_t i = 0; i < INSTITUTIONS_MAX; i++) {
        double value = c->of_institution[i];
        if (isnan(value)) continue;
        sum += value;
        squares += value * value;
        n++;
    }
    out->n_groups = n;
    out->n = (double)n;
    if (n == 0) return;
    out->mean = sum / (double)n;
    if (n > 1) out->variance = (squares - sum * out->mean) / (double)(n - 1) / (double)n;
}

static void finish_sums(const fit_counting *r, fit_counted *out) {
    for (size_t i = 0; i < r->n_counters; i++) {
        const fit_counter *c = &r->counters[i];
        fit_counted *result = &out[c->row];
        ds_figures_sum *sum = &result->sides[c->side];
        if (c->side == 0) result->why = DS_FIGURES_COUNTED;
        if (c->n == 0) result->why = DS_FIGURES_NOT_DELIVERED;
        *sum = (ds_figures_sum){.teller = c->hits, .noemer = c->weight, .n = (double)c->n};
        if (c->weight_squared > 0) sum->n = c->weight * c->weight / c->weight_squared;
        if (c->of_institution != NULL) sum_institutions(c, sum);
    }
}

/* Each institution's own value, where the row is about institutions. */
static bool take_institutions(fit_counter *c, const ds_figures_row *row) {
    bool by_institution = row->source == DS_FIGURES_STREEFWAARDE ||
                          row->unit == DS_FIGURES_GROEPEN ||
                          row->unit == DS_FIGURES_AANDEEL_GROEPEN;
    if (!by_institution) return true;
    c->of_institution = ds_calloc(INSTITUTIONS_MAX, sizeof *c->of_institution);
    c->rank = ds_calloc(INSTITUTIONS_MAX, sizeof *c->rank);
    for (size_t i = 0; c->of_institution != NULL && i < INSTITUTIONS_MAX; i++)
        c->of_institution[i] = NAN;
    return c->of_institution != NULL && c->rank != NULL;
}

static bool add_counters(fit_counting *r, size_t row) {
    ds_figures_side keys;
    int first, last;
    for (size_t s = 0; s < DS_FIGURES_SIDES_MAX; s++) {
        fit_counter *c;
        if (!ds_figures_side_of(&r->all->rows[row], s, &keys, &first, &last)) break;
        if (!ds_reserve(&r->counters, &r->capacity, r->n_counters + 1, sizeof *r->counters))
            return false;
        c = &r->counters[r->n_counters++];
        *c = (fit_counter){.row = row, .side = s, .keys = keys, .year = first};
        if (!take_institutions(c, &r->all->rows[row])) return false;
    }
    return true;
}

static void free_counting(fit_counting *r) {
    for (size_t i = 0; i < r->n_counters; i++) {
        ds_free(r->counters[i].of_institution);
        ds_free(r->counters[i].rank);
    }
    ds_free(r->counters);
    ds_free(r->institutions);
}

/* Reads every delivery of a kind: name up to the first dot, dash, underscore or digit. */
static ds_status read_kind(const char *folder, const char *kind, const ds_table_sink *sink,
                           ds_error *err) {
    ds_file_names names = {0};
    ds_status status = ds_file_list(folder, &names, err);
    for (size_t i = 0; status == DS_OK && i < names.n_names; i++) {
        char path[DS_PATH_SIZE];
        ds_table_info info;
        size_t size = strcspn(names.names[i], ".-_0123456789");
        if (size != strlen(kind) || strncmp(names.names[i], kind, size) != 0) continue;
        status = ds_file_join(path, folder, names.names[i], err);
        if (status == DS_OK) status = ds_table_inspect(path, &info, err);
        if (status == DS_OK) status = ds_table_read(path, &info, 1, sink, err);
    }
    ds_file_names_done(&names);
    return status;
}

static ds_status count_source(const ds_figures *all, ds_figures_source source, const char *folder,
                              fit_counted *out, ds_error *err) {
    fit_counting r = {.source = source, .all = all};
    const ds_table_sink institutions = {
        &r, find_institution_columns, take_institution_types, NULL, NULL, NULL};
    const ds_table_sink sink = {&r, find_counted_columns, count_batch, NULL, NULL, NULL};
    ds_status status = DS_OK;
    r.institutions = ds_calloc(INSTITUTIONS_MAX, sizeof *r.institutions);
    if (r.institutions == NULL) status = ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < all->n; i++)
        if (all->rows[i].source == source && !add_counters(&r, i)) status = ds_error_memory(err);
    if (status == DS_OK) status = read_kind(folder, "instelling", &institutions, err);
    if (status == DS_OK) status = read_kind(folder, kinds[source], &sink, err);
    if (status == DS_OK) finish_sums(&r, out);
    free_counting(&r);
    return status;
}

ds_status fit_count_deliveries(const ds_figures *all, const char *work_folder, fit_counted *out,
                               ds_error *err) {
    static const ds_figures_source sources[] = {
        DS_FIGURES_ENQUETE,   DS_FIGURES_STREEFWAARDE, DS_FIGURES_BESTEDING, DS_FIGURES_WERKAGENDA,
        DS_FIGURES_MAATREGEL, DS_FIGURES_VOORTGANG,    DS_FIGURES_OORDEEL};
    char folder[DS_PATH_SIZE];
    ds_status status = ds_file_join(folder, work_folder, "leveringen", err);
    for (size_t i = 0; status == DS_OK && i < sizeof sources / sizeof *sources; i++)
        status = count_source(all, sources[i], folder, out, err);
    return status;
}
