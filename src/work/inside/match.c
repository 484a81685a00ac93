/* work/inside/match.c: kernel matching on any table: what was asked, checked; rows → samples →
 * estimates. See doorstroom/inside.h. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "work/inside/effects.h"
#include "work/inside/match_read.h"

enum { OUTCOMES_MAX = 64, CLUSTERS_MAX = 16, LISTS_MAX = 8 };

/* What the block borrows from. */
typedef struct match_basis {
    match_asked asked;
    char *path, *treatment, *count;
    char *matched_on, *exact; /* "a, b" */
    char *lists;              /* of exact columns, as they were asked for, cut */
    ds_names beside[LISTS_MAX];
    char *beside_text[LISTS_MAX];
    size_t n_beside;
} match_basis;

static void free_match_basis(void *basis) {
    match_basis *b = basis;
    if (b == NULL) return;
    ds_names_done(&b->asked.outcomes);
    ds_names_done(&b->asked.numbers);
    ds_names_done(&b->asked.factors);
    ds_names_done(&b->asked.exact);
    ds_names_done(&b->asked.cluster);
    ds_free(b->path);
    ds_free(b->treatment);
    ds_free(b->count);
    ds_free(b->matched_on);
    ds_free(b->exact);
    ds_free(b->lists);
    ds_free(b->asked.terms);
    for (size_t i = 0; i < b->n_beside; i++) {
        ds_names_done(&b->beside[i]);
        ds_free(b->beside_text[i]);
    }
    ds_free(b);
}

/* ---- what is asked ---- */

static ds_status split_match_names(const ds_work_match_options *o, const char *exact,
                                   match_asked *a, ds_error *err) {
    const struct {
        const char *option, *list;
        size_t max;
        ds_names *out;
    } all[] = {{"--outcome", o->outcomes, OUTCOMES_MAX, &a->outcomes},
               {"--covariates", o->numbers, DS_EFFECT_COLUMNS_MAX, &a->numbers},
               {"--factors", o->factors, DS_EFFECT_COLUMNS_MAX, &a->factors},
               {"--exact", exact, DS_EFFECT_COLUMNS_MAX, &a->exact},
               {"--cluster", o->cluster, CLUSTERS_MAX, &a->cluster}};
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < sizeof all / sizeof *all; i++)
        status = ds_names_split(all[i].option, all[i].list, all[i].max, all[i].out, err);
    return status;
}

/* NULL for a list of nothing. */
static const char *skip_blank_list(const char *list) {
    return list == NULL || list[strspn(list, " ")] == '\0' ? NULL : list;
}

/* "a,b;a;": the first list, and those beside it. */
static ds_status cut_exact_lists(const char *asked, match_basis *b, const char **out_first,
                                 ds_error *err) {
    ds_status status = DS_OK;
    char *at;
    *out_first = NULL;
    if (asked == NULL) return DS_OK;
    b->lists = ds_strdup(asked);
    if (b->lists == NULL) return ds_error_memory(err);
    *out_first = b->lists;
    at = strchr(b->lists, ';');
    while (status == DS_OK && at != NULL) {
        *at++ = '\0';
        char *next = strchr(at, ';');
        if (b->n_beside == LISTS_MAX)
            return ds_error_set(err, DS_USAGE, "--exact: meer dan %d lijsten",
                                "--exact: more than %d lists", LISTS_MAX);
        if (next != NULL) *next = '\0';
        status = ds_names_split("--exact", skip_blank_list(at), DS_EFFECT_COLUMNS_MAX,
                                &b->beside[b->n_beside++], err);
        at = next;
    }
    *out_first = skip_blank_list(b->lists);
    return status;
}

/* Takes the products out of a list of columns. */
static void take_terms(ds_names *names, match_asked *a) {
    size_t kept = 0;
    for (size_t i = 0; i < names->n; i++) {
        if (strpbrk(names->names[i], "#^") != NULL)
            a->terms[a->n_terms++] = names->names[i];
        else
            names->names[kept++] = names->names[i];
    }
    names->n = kept;
}

static bool has_name(const ds_names *names, const char *name) {
    for (size_t i = 0; i < names->n; i++)
        if (ds_text_equal_nocase(ds_text_of(names->names[i]), ds_text_of(name))) return true;
    return false;
}

/* A column has one part to play; a cluster may be any but the treatment and the outcomes. */
static const char *find_two_parts(const match_asked *a) {
    const ds_names *one[] = {&a->outcomes, &a->numbers, &a->factors, &a->exact};
    for (size_t i = 0; i < 4; i++)
        for (size_t k = 0; k < one[i]->n; k++) {
            const char *name = one[i]->names[k];
            if (ds_text_equal_nocase(ds_text_of(name), ds_text_of(a->treatment))) return name;
            if (a->count != NULL && ds_text_equal_nocase(ds_text_of(name), ds_text_of(a->count)))
                return name;
            for (size_t other = i + 1; other < 4; other++)
                if (has_name(one[other], name)) return name;
        }
    if (has_name(&a->cluster, a->treatment)) return a->treatment;
    if (a->count != NULL && ds_text_equal_nocase(ds_text_of(a->count), ds_text_of(a->treatment)))
        return a->count;
    return NULL;
}

static ds_status check_match_asked(const match_asked *a, ds_error *err) {
    const size_t n_columns = a->numbers.n + a->factors.n + a->exact.n;
    const char *twice;
    if (a->path == NULL)
        return ds_error_set(err, DS_USAGE, "welke tabel? --data", "which table? --data");
    if (a->treatment == NULL)
        return ds_error_set(err, DS_USAGE, "wie deed mee? --treatment",
                            "who took part? --treatment");
    if (a->outcomes.n == 0)
        return ds_error_set(err, DS_USAGE, "welke uitkomst? --outcome", "which outcome? --outcome");
    if (n_columns == 0)
        return ds_error_set(err, DS_USAGE,
                            "vergelijkbaar op wat? --covariates, --factors of --exact",
                            "matched on what? --covariates, --factors or --exact");
    if (n_columns > DS_EFFECT_COLUMNS_MAX)
        return ds_error_set(err, DS_USAGE, "meer dan %d kenmerken", "more than %d covariates",
                            DS_EFFECT_COLUMNS_MAX);
    twice = find_two_parts(a);
    if (twice != NULL)
        return ds_error_set(err, DS_USAGE, "deze kolom staat bij twee opties: %.200s",
                            "this column stands in two options: %.200s", twice);
    return DS_OK;
}

/* "a, b, c" of two lists, and the products of them. */
static char *join_matched_on(const match_asked *a) {
    const ds_names *first = &a->numbers, *second = &a->factors;
    const char *all[4 * DS_EFFECT_COLUMNS_MAX];
    size_t n = 0;
    for (size_t i = 0; i < first->n; i++)
        all[n++] = first->names[i];
    for (size_t i = 0; i < second->n; i++)
        all[n++] = second->names[i];
    for (size_t i = 0; i < a->n_terms; i++)
        all[n++] = a->terms[i];
    return ds_names_join(all, n);
}

static ds_status copy_text(const char *text, char **out, ds_error *err) {
    *out = text == NULL ? NULL : ds_strdup(text);
    return text != NULL && *out == NULL ? ds_error_memory(err) : DS_OK;
}

/* In a list beside the first a covariate may be exact, too: there it has nothing left to explain.
 */
static ds_status check_beside_lists(match_basis *b, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < b->n_beside; i++) {
        match_asked asked = {.treatment = b->asked.treatment,
                             .count = b->asked.count,
                             .outcomes = b->asked.outcomes,
                             .exact = b->beside[i]};
        const char *twice = find_two_parts(&asked);
        if (twice != NULL)
            status = ds_error_set(err, DS_USAGE, "deze kolom staat bij twee opties: %.200s",
                                  "this column stands in two options: %.200s", twice);
        b->beside_text[i] = ds_names_join(b->beside[i].names, b->beside[i].n);
        if (b->beside_text[i] == NULL) status = ds_error_memory(err);
    }
    return status;
}

static ds_status fill_match_basis(const ds_work_match_options *o, match_basis *b, ds_error *err) {
    match_asked *a = &b->asked;
    const char *exact = NULL;
    ds_status status = copy_text(o->file, &b->path, err);
    if (status == DS_OK) status = copy_text(o->treatment, &b->treatment, err);
    if (status == DS_OK) status = copy_text(o->count, &b->count, err);
    a->path = b->path;
    if (o->version >= 3) { /* of the call only, as the table is read in it */
        a->treated = o->treated;
        a->event = o->event;
    }
    a->treatment = b->treatment;
    a->count = b->count;
    if (status == DS_OK) status = cut_exact_lists(o->exact, b, &exact, err);
    if (status == DS_OK) status = split_match_names(o, exact, a, err);
    if (status != DS_OK) return status;
    a->terms = ds_calloc(a->numbers.n + a->factors.n + 1, sizeof *a->terms);
    if (a->terms == NULL) return ds_error_memory(err);
    take_terms(&a->numbers, a);
    take_terms(&a->factors, a);
    status = check_match_asked(a, err);
    if (status == DS_OK) status = check_beside_lists(b, err);
    if (status != DS_OK) return status;
    b->matched_on = join_matched_on(a);
    b->exact = ds_names_join(a->exact.names, a->exact.n);
    return b->matched_on == NULL || b->exact == NULL ? ds_error_memory(err) : DS_OK;
}

/* ---- what came of it ---- */

static void describe_match(const match_basis *basis, const match_read *read,
                           const ds_effect_options *options, ds_effect_block *out) {
    out->id = out->name = out->name_en = out->note = out->note_en = out->source = "";
    out->matched_on = basis->matched_on;
    out->exact = basis->exact;
    out->file = basis->path;
    out->generation = "";
    out->options = *options;
    out->options.progress = NULL;
    out->options.progress_context = NULL;
    out->missing_treatment = read->missing_treatment;
    out->missing_cluster = read->missing_cluster;
}

static void fill_match_rows(const match_asked *a, const match_read *read, effect_arrays *arrays) {
    for (size_t i = 0; i < read->n_outcomes; i++) {
        arrays->rows[i] = (ds_effect_row){.outcome = a->outcomes.names[i],
                                          .name = "",
                                          .name_en = "",
                                          .note = "",
                                          .note_en = "",
                                          .year = DS_EFFECT_NO_YEAR,
                                          .share = read->share[i],
                                          .unconditional = "",
                                          .version = "",
                                          .unknown = read->missing_outcome[i],
                                          .result = arrays->results[i]};
        arrays->samples[i] = read->samples[i];
    }
}

/* What a bootstrap of persons takes goes by how many differ: a score that is continuous makes a
 * pattern of each. */
static ds_effect_se choose_se(const match_read *read, const ds_effect_options *options) {
    size_t most = 0;
    for (size_t i = 0; i < read->n_outcomes; i++) {
        const size_t n = ds_effect_sample_patterns(read->samples[i]);
        most = n > most ? n : most;
    }
    return (double)most * options->replicates <= DS_WORK_MATCH_DRAWS_MAX ? DS_EFFECT_SE_BOOTSTRAP
                                                                         : DS_EFFECT_SE_KMATCH;
}

/* Of a table all that is known are its columns: their pairs, squares and distances. Rows without
 * the same persons have their own. */
static ds_status balance_match(const match_read *read, const ds_effect_options *options,
                               effect_arrays *arrays, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < read->n_outcomes; i++) {
        size_t same = 0;
        while (same < i && !ds_effect_known_same(read->samples[same], read->samples[i]))
            same++;
        if (same == i)
            status = ds_effect_known_balance(read->samples[i], options, &arrays->rows[i].result,
                                             read->samples[i], SIZE_MAX, &arrays->known[i], err);
        arrays->rows[i].known = same == i ? arrays->known[i] : arrays->rows[same].known;
    }
    return status;
}

/* The same outcomes within another list of exact columns: for comparison only, so without a
 * standard error. */
static ds_status estimate_beside(const match_basis *basis, size_t list,
                                 const ds_effect_options *asked, effect_arrays *arrays,
                                 size_t n_rows, ds_error *err) {
    ds_effect_options options = *asked;
    match_asked a = basis->asked;
    match_read read = {0};
    ds_effect_result *results = arrays->results + (list + 1) * n_rows;
    ds_status status;
    a.exact = basis->beside[list];
    options.se = DS_EFFECT_SE_NONE;
    options.others = false;
    status = ds_match_read_table(&a, &read, err);
    if (status == DS_OK)
        status = ds_effect_estimate((const ds_effect_sample *const *)read.samples, read.n_outcomes,
                                    &options, results, err);
    if (status == DS_OK)
        arrays->beside[list] = (ds_effect_beside){basis->beside_text[list], results, false};
    ds_match_read_done(&read);
    return status;
}

static ds_status run_match(const ds_work *work, const match_basis *basis,
                           const ds_work_match_options *asked, ds_effects *effects, ds_error *err) {
    ds_effect_options options = asked->estimate;
    match_read read = {0};
    ds_status status = ds_match_read_table(&basis->asked, &read, err);
    options.n_workers = work->n_threads;
    options.progress = work->progress;
    options.progress_context = work->progress_context;
    if (status == DS_OK && asked->version >= 2 && asked->se_by_size &&
        options.estimator == DS_EFFECT_KERNEL_MATCHING)
        options.se = choose_se(&read, &options);
    if (status == DS_OK)
        status = ds_effects_make_room(effects, 0, read.n_outcomes, basis->n_beside, err);
    if (status == DS_OK)
        status = ds_effect_estimate((const ds_effect_sample *const *)read.samples, read.n_outcomes,
                                    &options, effects->arrays[0].results, err);
    if (status == DS_OK) {
        describe_match(basis, &read, &options, &effects->blocks[0]);
        fill_match_rows(&basis->asked, &read, &effects->arrays[0]);
        status = balance_match(&read, &options, &effects->arrays[0], err);
        for (size_t i = 0; status == DS_OK && i < basis->n_beside; i++)
            status = estimate_beside(basis, i, &options, &effects->arrays[0], read.n_outcomes, err);
        if (status == DS_OK) status = ds_effects_diagnose(work, effects, 0, err);
    }
    ds_match_read_done(&read);
    return status;
}

ds_status ds_work_match(const ds_work *work, const ds_work_match_options *options, ds_effects **out,
                        ds_error *err) {
    match_basis *basis;
    ds_effects *effects;
    ds_status status = ds_error_version(err, "ds_work_match_options", options->version,
                                        DS_WORK_MATCH_OPTIONS_VERSION);
    if (status != DS_OK) return status;
    basis = ds_calloc(1, sizeof *basis);
    if (basis == NULL) return ds_error_memory(err);
    status = fill_match_basis(options, basis, err);
    if (status != DS_OK) {
        free_match_basis(basis);
        return status;
    }
    basis->asked.work = work;
    effects = ds_effects_new(1, basis, free_match_basis);
    if (effects == NULL) return ds_error_memory(err);
    status = run_match(work, basis, options, effects, err);
    if (status == DS_OK)
        *out = effects;
    else
        ds_effects_free(effects);
    return status;
}
