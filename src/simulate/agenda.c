/* simulate/agenda.c: measures, progress and judgements of the made institutions, and what the other
 * agenda*.c share. See agenda.h. */
#include "simulate/agenda.h"

#include <math.h>

#include "simulate/put.h"

const char *const ds_agenda_names[DS_AGENDA_KINDS] = {"streefwaarde", "besteding", "maatregel",
                                                      "voortgang", "oordeel"};
const char *const ds_agenda_headers[DS_AGENDA_KINDS] = {
    "instelling,indicator,niveau,leerweg,bron,startjaar,startwaarde,streefwaarde,versie,reden\n",
    "instelling,doelstelling,jaar,begroot_totaal,besteed,gecorrigeerd\n",
    "instelling,doelstelling,maatregel,ingezet\n",
    "instelling,doelstelling,indicator,planning\n",
    "instelling,doelstelling,effectiviteit\n",
};
const char *const ds_agenda_indicators[DS_COUNTS_INDICATORS] = {"vsv",
                                                                "werk",
                                                                "startersresultaat",
                                                                "hbo_succes",
                                                                "mentale_gezondheid",
                                                                "veilig_school",
                                                                "tevreden_begeleiding"};
static const char *const plannings[DS_AGENDA_CLASSES] = {"veel voor", "enigszins voor", "op schema",
                                                         "enigszins achter", "veel achter"};
static const char *const judgements[DS_AGENDA_CLASSES] = {"heel effectief", "effectief",
                                                          "een beetje", "wisselend", "niet"};

static uint64_t key_of(uint64_t seed, const char *what, const char *name) {
    uint64_t key = ds_hash_mix(seed ^ ds_hash_fnv1a(what, strlen(what)));
    return ds_hash_mix(key ^ ds_hash_fnv1a(name, strlen(name)));
}

double ds_agenda_unit(uint64_t seed, const char *what, const char *name, unsigned i) {
    return ds_draw_unit(key_of(seed, what, name), (int)i, 0);
}

double ds_agenda_normal(uint64_t seed, const char *what, const char *name, unsigned i) {
    uint64_t key = key_of(seed, what, name);
    double sum = -6;
    for (unsigned k = 0; k < 12; k++) /* the sum of twelve is close enough to normal */
        sum += ds_draw_unit(key, (int)i, k);
    return sum;
}

void ds_agenda_sort(const double *keys, unsigned n, unsigned *out) {
    for (unsigned i = 0; i < n; i++) {
        unsigned at = i;
        while (at > 0 && keys[out[at - 1]] > keys[i]) {
            out[at] = out[at - 1];
            at--;
        }
        out[at] = i;
    }
}

double ds_agenda_share(ds_count count) {
    return count.noemer == 0 ? NAN : 100 * (double)count.teller / (double)count.noemer;
}

double ds_agenda_better(enum ds_counts_indicator indicator) {
    return indicator == DS_COUNTS_VSV || indicator == DS_COUNTS_MENTALE_GEZONDHEID ? -1 : 1;
}

void ds_agenda_changes(const ds_agenda_maker *maker, enum ds_counts_indicator indicator,
                       unsigned niveau, int leerweg, double *out) {
    unsigned n = (unsigned)maker->model->n_instellingen;
    double sum = 0, squares = 0, n_known = 0, mean, sd;
    for (unsigned i = 0; i < n; i++) {
        double start = ds_agenda_share(
            ds_counts_sum(maker->counts, DS_COUNTS_START, indicator, niveau, leerweg, i));
        double later = ds_agenda_share(
            ds_counts_sum(maker->counts, DS_COUNTS_LATER, indicator, niveau, leerweg, i));
        out[i] = ds_agenda_better(indicator) * (later - start);
        if (isnan(out[i])) continue;
        sum += out[i];
        squares += out[i] * out[i];
        n_known++;
    }
    mean = n_known > 0 ? sum / n_known : 0;
    sd = n_known > 1 ? sqrt(fmax(0, squares / n_known - mean * mean)) : 0;
    for (unsigned i = 0; i < n; i++)
        out[i] = isnan(out[i]) || sd < 1e-9 ? 0 : (out[i] - mean) / sd;
}

static char *start_line(const ds_agenda_maker *maker, unsigned i, const char *goal) {
    char *at = put_line(maker->rows);
    if (at == NULL) return NULL;
    return put_text(put_mbo(at, i), goal);
}

static bool add_measure(const ds_agenda_maker *maker, const ds_agenda_classes *measure) {
    double keys[DS_MODEL_INSTELLINGEN_MAX] = {0};
    unsigned order[DS_MODEL_INSTELLINGEN_MAX], n = (unsigned)maker->model->n_instellingen;
    bool taken[DS_MODEL_INSTELLINGEN_MAX] = {false};
    for (unsigned i = 0; i < n; i++)
        keys[i] = ds_agenda_unit(maker->seed, measure->goal, measure->name, i);
    ds_agenda_sort(keys, n, order);
    for (unsigned i = 0; i < n && i < measure->n[0]; i++)
        taken[order[i]] = true;
    for (unsigned i = 0; i < n; i++) {
        char *at = start_line(maker, i, measure->goal);
        if (at == NULL) return false;
        (void)put_line_end(maker->rows, put_ja_nee(put_text(at, measure->name), taken[i]));
    }
    return true;
}

/* Class of the institution at place in the order: as many in each class as the file says; -1 for
 * those beyond. */
static int class_at(const ds_agenda_classes *of, unsigned place) {
    for (int k = 0; k < DS_AGENDA_CLASSES; k++) {
        if (place < of->n[k]) return k;
        place -= of->n[k];
    }
    return -1;
}

static bool find_indicator(const char *name, enum ds_counts_indicator *out) {
    for (int k = 0; k < DS_COUNTS_INDICATORS; k++) {
        if (strcmp(name, ds_agenda_indicators[k]) != 0) continue;
        *out = (enum ds_counts_indicator)k;
        return true;
    }
    return false;
}

/* The institutions fill the classes in the order of keys; a line for each: the goal, then name (may
 * be NULL: no such column), then the word of its class. */
static bool add_classes(const ds_agenda_maker *maker, const ds_agenda_classes *of,
                        const double *keys, const char *name, const char *const *words) {
    unsigned order[DS_MODEL_INSTELLINGEN_MAX], n = (unsigned)maker->model->n_instellingen;
    int classes[DS_MODEL_INSTELLINGEN_MAX];
    ds_agenda_sort(keys, n, order);
    for (unsigned i = 0; i < n; i++)
        classes[order[i]] = class_at(of, i);
    for (unsigned i = 0; i < n; i++) {
        char *at = start_line(maker, i, of->goal);
        if (at == NULL) return false;
        if (name != NULL) at = put_text(at, name);
        at = classes[i] < 0 ? put_missing(at) : put_text(at, words[classes[i]]);
        (void)put_line_end(maker->rows, at);
    }
    return true;
}

static bool add_progress(const ds_agenda_maker *maker, const ds_agenda_classes *of) {
    double keys[DS_MODEL_INSTELLINGEN_MAX] = {0}, changes[DS_MODEL_INSTELLINGEN_MAX] = {0};
    unsigned n = (unsigned)maker->model->n_instellingen;
    enum ds_counts_indicator indicator;
    double r = of->correlation;
    if (r > 0 && find_indicator(of->name, &indicator))
        ds_agenda_changes(maker, indicator, 0, -1, changes);
    for (unsigned i = 0; i < n; i++)
        keys[i] = -r * changes[i] +
                  sqrt(1 - r * r) * ds_agenda_normal(maker->seed, "voortgang", of->name, i);
    return add_classes(maker, of, keys, of->name, plannings);
}

/* Who gave no judgement is who comes first in the order of spending: of goal 1.5 those who budgeted
 * nothing. */
static bool add_judgement(const ds_agenda_maker *maker, const ds_agenda_classes *of) {
    double keys[DS_MODEL_INSTELLINGEN_MAX] = {0};
    unsigned order[DS_MODEL_INSTELLINGEN_MAX], n = (unsigned)maker->model->n_instellingen;
    unsigned n_given = 0, n_silent;
    for (int k = 0; k < DS_AGENDA_CLASSES; k++)
        n_given += of->n[k];
    n_silent = n_given < n ? n - n_given : 0;
    for (unsigned i = 0; i < n; i++)
        keys[i] = ds_agenda_unit(maker->seed, "besteding", of->goal, i);
    ds_agenda_sort(keys, n, order);
    for (unsigned i = 0; i < n; i++)
        keys[order[i]] = i < n_silent ? 2 : ds_agenda_unit(maker->seed, "oordeel", of->goal, i);
    return add_classes(maker, of, keys, NULL, judgements);
}

static bool add_all(const ds_agenda_maker *maker, const ds_agenda_classes *rows, size_t n,
                    bool (*add)(const ds_agenda_maker *, const ds_agenda_classes *)) {
    for (size_t i = 0; i < n; i++)
        if (!add(maker, &rows[i])) return false;
    return true;
}

bool ds_agenda_add(const ds_agenda *agenda, const ds_model *model, const ds_counts *counts,
                   uint64_t seed, enum ds_agenda_kind kind, ds_lines *rows) {
    ds_agenda_maker maker = {agenda, model, counts, seed, rows};
    switch (kind) {
    case DS_AGENDA_STREEFWAARDE:
        return ds_agenda_add_targets(&maker);
    case DS_AGENDA_BESTEDING:
        return ds_agenda_add_spending(&maker);
    case DS_AGENDA_MAATREGEL:
        return add_all(&maker, agenda->measures, agenda->n_measures, add_measure);
    case DS_AGENDA_VOORTGANG:
        return add_all(&maker, agenda->progress, agenda->n_progress, add_progress);
    default:
        return add_all(&maker, agenda->judgements, agenda->n_judgements, add_judgement);
    }
}
