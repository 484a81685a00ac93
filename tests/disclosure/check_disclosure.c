/* check_disclosure FILE: small systems of linked tables with what is right, in the form of the
 * shared disclosure.json: the attacker's bounds of each pattern, and our own suppressions: safe,
 * and beside the optimum by size and sum. Prints each instance that fails, and last 'N of M as
 * expected'. */
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "disclosure/attack.h"
#include "disclosure/fraction.h"
#include "disclosure/protect.h"

enum { CELLS_MAX = 4096 };

typedef struct instance {
    const char *id;
    const char *names[CELLS_MAX];
    ds_system system;
} instance;

static size_t n_right, n_asked;
static double worst_size, worst_sum, sum_size, sum_sum;
static size_t n_optima;

static void check(const instance *in, bool right, const char *what) {
    n_asked++;
    n_right += right;
    if (!right) printf("%s: %s\n", in->id, what);
}

static uint32_t find(const instance *in, const char *name) {
    for (uint32_t j = 0; j < in->system.n_cells; j++)
        if (strcmp(in->names[j], name) == 0) return j;
    return UINT32_MAX;
}

static bool flag(const json_t *cell, const char *name, bool otherwise) {
    const json_t *value = json_object_get(cell, name);
    return value == NULL ? otherwise : json_is_true(value);
}

static bool read_instance(const json_t *j, instance *in) {
    const json_t *cells = json_object_get(j, "cells"), *relations = json_object_get(j, "relations");
    const json_t *primary = json_object_get(j, "primary");
    ds_error err = {0};
    in->id = json_string_value(json_object_get(j, "id"));
    ds_system_init(&in->system, json_integer_value(json_object_get(j, "minimum")));
    for (size_t i = 0; i < json_array_size(cells) && i < CELLS_MAX; i++) {
        const json_t *cell = json_array_get(cells, i);
        unsigned flags = (flag(cell, "signed", false) ? DS_CELL_SIGNED : 0) |
                         (flag(cell, "printed", true) ? 0 : DS_CELL_UNPRINTED) |
                         (flag(cell, "published_always", false) ? DS_CELL_ALWAYS : 0);
        uint32_t at;
        in->names[i] = json_string_value(json_object_get(cell, "id"));
        for (size_t k = 0; k < json_array_size(primary); k++)
            if (strcmp(json_string_value(json_array_get(primary, k)), in->names[i]) == 0)
                flags |= DS_CELL_PRIMARY;
        if (ds_system_add(&in->system, json_integer_value(json_object_get(cell, "count")), flags,
                          &at, &err) != DS_OK)
            return false;
    }
    for (size_t r = 0; r < json_array_size(relations); r++) {
        ds_system_term terms[CELLS_MAX];
        size_t n = 0;
        const char *name;
        json_t *value;
        json_object_foreach(json_array_get(relations, r), name, value) {
            terms[n++] = (ds_system_term){find(in, name), (int32_t)json_integer_value(value)};
        }
        if (ds_system_relate(&in->system, terms, n, &err) != DS_OK) return false;
    }
    return ds_system_finish(&in->system, &err) == DS_OK;
}

static bool near_to(const json_t *expected, double got) {
    double value = json_number_value(expected);
    if (json_is_null(expected)) return isinf(got);
    return fabs(value - got) <= 1e-6 * (1 + fabs(value));
}

static void list_cells(const instance *in, const json_t *names, bool *out) {
    memset(out, 0, CELLS_MAX * sizeof *out);
    for (size_t i = 0; i < json_array_size(names); i++) {
        uint32_t j = find(in, json_string_value(json_array_get(names, i)));
        if (j != UINT32_MAX) out[j] = true;
    }
}

/* All primary cells that this attacker does not know. */
static bool is_safe(const instance *in, const bool *hidden, const bool *known, ds_error *err) {
    static uint32_t targets[CELLS_MAX];
    static ds_range ranges[CELLS_MAX];
    size_t n = 0;
    for (uint32_t j = 0; j < in->system.n_cells; j++)
        if (in->system.cells[j].flags & DS_CELL_PRIMARY && (known == NULL || !known[j]))
            targets[n++] = j;
    if (ds_attack(&in->system, hidden, known, targets, n, ranges, NULL, err) != DS_OK) return false;
    for (size_t i = 0; i < n; i++)
        if ((!hidden[targets[i]] && !(in->system.cells[targets[i]].flags & DS_CELL_UNPRINTED)) ||
            !ds_range_protects(&ranges[i], in->system.minimum))
            return false;
    return true;
}

static void check_attack(const instance *in, const json_t *attack) {
    static bool hidden[CELLS_MAX], known[CELLS_MAX];
    const json_t *bounds = json_object_get(attack, "bounds");
    const char *pattern = json_string_value(json_object_get(attack, "pattern")), *name;
    char what[600];
    json_t *pair;
    ds_error err = {0};
    list_cells(in, json_object_get(attack, "suppressed"), hidden);
    list_cells(in, json_object_get(attack, "known"), known);
    json_object_foreach((json_t *)(uintptr_t)bounds, name, pair) {
        uint32_t cell = find(in, name);
        ds_range range = {NAN, NAN};
        ds_status status = ds_attack(&in->system, hidden, known, &cell, 1, &range, NULL, &err);
        (void)snprintf(what, sizeof what, "%s: bounds of %s are %g, %g", pattern, name, range.low,
                       range.high);
        check(in,
              status == DS_OK && near_to(json_array_get(pair, 0), range.low) &&
                  near_to(json_array_get(pair, 1), range.high),
              what);
    }
    (void)snprintf(what, sizeof what, "%s: safe or not", pattern);
    check(in, is_safe(in, hidden, known, &err) == json_is_true(json_object_get(attack, "safe")),
          what);
}

static void check_ours(const instance *in, const json_t *optimum) {
    static bool hidden[CELLS_MAX];
    const ds_protect_options options = {0};
    ds_protect_work work = {0};
    ds_error err = {0};
    uint32_t stuck = 0;
    double fewest = json_number_value(json_object_get(optimum, "fewest_suppressed"));
    double least = json_number_value(json_object_get(optimum, "least_sum_of_counts"));
    double size, sum;
    char what[200];
    ds_status status = ds_protect(&in->system, &options, hidden, &work, &stuck, &err);
    check(in, status == DS_OK && is_safe(in, hidden, NULL, &err), "our suppressions are not safe");
    if (status != DS_OK || fewest <= 0 || least <= 0) return;
    size = (double)(work.n_primary + work.n_secondary) / fewest;
    sum = work.cost / least;
    worst_size = fmax(worst_size, size);
    worst_sum = fmax(worst_sum, sum);
    sum_size += size;
    sum_sum += sum;
    n_optima++;
    (void)snprintf(what, sizeof what, "%.2f times the fewest, %.2f times the least sum", size, sum);
    check(in, size <= 2.5 && sum <= 2.5, what);
    if (getenv("CHECK_VERBOSE") != NULL) printf("%s: %s\n", in->id, what);
}

static void check_percentage(const json_t *p) {
    const double percentage = json_number_value(json_object_get(p, "percentage"));
    const int decimals = (int)json_integer_value(json_object_get(p, "decimals"));
    const json_t *fits = json_object_get(p, "fits");
    const instance none = {.id = "percentages_without_noemer"};
    const uint64_t from = (uint64_t)json_integer_value(json_object_get(p, "noemer_from"));
    const uint64_t to = (uint64_t)json_integer_value(json_object_get(p, "noemer_to"));
    ds_fraction found[4096];
    const size_t n = ds_fractions_of(percentage, decimals, from, to, found, 4096);
    bool same = n == json_array_size(fits);
    for (size_t i = 0; same && i < n; i++) {
        const json_t *pair = json_array_get(fits, i);
        same = json_integer_value(json_array_get(pair, 0)) == (json_int_t)found[i].teller &&
               json_integer_value(json_array_get(pair, 1)) == (json_int_t)found[i].noemer;
    }
    check(&none, same, "which teller and noemer fit a percentage");
}

int main(int argc, char **argv) {
    json_error_t fault;
    json_t *file = argc == 2 ? json_load_file(argv[1], 0, &fault) : NULL;
    const json_t *instances = json_object_get(file, "instances");
    const json_t *percentages = json_object_get(file, "percentages_without_noemer");
    static instance in;
    if (file == NULL) {
        (void)fprintf(stderr, "check_disclosure FILE: no such file, or no JSON\n");
        return 2;
    }
    for (size_t i = 0; i < json_array_size(instances); i++) {
        const json_t *j = json_array_get(instances, i), *attacks = json_object_get(j, "attacks");
        memset(&in, 0, sizeof in);
        if (!read_instance(j, &in)) {
            check(&in, false, "could not be read");
            continue;
        }
        for (size_t k = 0; k < json_array_size(attacks); k++)
            check_attack(&in, json_array_get(attacks, k));
        check_ours(&in, json_object_get(j, "optimum"));
        ds_system_done(&in.system);
    }
    for (size_t i = 0; i < json_array_size(percentages); i++)
        check_percentage(json_array_get(percentages, i));
    if (n_optima > 0) {
        check(&in, sum_size / (double)n_optima <= 1.3 && sum_sum / (double)n_optima <= 1.3,
              "on average above 1.3 times the optimum");
        printf("times the optimum: size %.3f on average, %.2f at most; sum %.3f, %.2f\n",
               sum_size / (double)n_optima, worst_size, sum_sum / (double)n_optima, worst_sum);
    }
    json_decref(file);
    printf("%zu of %zu as expected\n", n_right, n_asked);
    return n_right == n_asked && n_asked > 0 ? 0 : 1;
}
