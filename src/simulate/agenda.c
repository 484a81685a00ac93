/* simulate/agenda.c: measures, progress and judgements of the made institutions, and what the other
 * agenda*.c share. See agenda.h. */
#include "simulate/agenda.h"

#include <math.h>

#include "simulate/put.h"

const char *const ds_agenda_names[DS_AGENDA_KINDS] = {
    "agenda",  "werkagenda", "streefwaarde",    "besteding", "maatregel", "voortgang",
    "oordeel", "antwoord",   "eigen_indicator", "extern",    "casus",     "contactenquete"};
const char *const ds_agenda_headers[DS_AGENDA_KINDS] = {
    "agenda,instelling\n",
    "agenda,totaal\n",
    "agenda,jaar,indicator,niveau,leerweg,bron,startjaar,startwaarde,streefwaarde,versie,reden\n",
    "agenda,jaar,doelstelling,begroot_totaal,begroot_oorspronkelijk,besteed,gecorrigeerd,reden\n",
    "agenda,jaar,doelstelling,maatregel,ingezet,toelichting\n",
    "agenda,jaar,doelstelling,indicator,planning\n",
    "agenda,jaar,doelstelling,effectiviteit\n",
    "agenda,jaar,doelstelling,veld,antwoord,thema,openbaar\n",
    "agenda,jaar,doelstelling,naam,waarde,eenheid,bron\n",
    "bron,jaar,land,groep,maat,waarde\n",
    "ronde,case,laag,thema,mechanisme,oordeel\n",
    "respondent,ronde,route,instelling,vraag,antwoord\n",
};
const char *const ds_agenda_indicators[DS_COUNTS_INDICATORS] = {
    [DS_COUNTS_VSV] = "vsv",
    [DS_COUNTS_WERK] = "werk",
    [DS_COUNTS_STARTERSRESULTAAT] = "startersresultaat",
    [DS_COUNTS_HBO_SUCCES] = "hbo_succes",
    [DS_COUNTS_DOORSTROOM_MBO_HBO] = "doorstroom_mbo_hbo",
    [DS_COUNTS_UITSTROOM_DIPLOMA] = "uitstroom_diploma",
    [DS_COUNTS_MENTALE_GEZONDHEID] = "mentale_gezondheid",
    [DS_COUNTS_VEILIG_SCHOOL] = "veilig_school",
    [DS_COUNTS_TEVREDEN_BEGELEIDING] = "tevreden_begeleiding",
    [DS_COUNTS_VOELT_ZICH_STUDENT] = "voelt_zich_student",
    [DS_COUNTS_ALS_STUDENT_GEZIEN] = "als_student_gezien",
    [DS_COUNTS_VEILIG_BPV] = "veilig_bpv",
    [DS_COUNTS_HULPMIDDELEN] = "hulpmiddelen",
    [DS_COUNTS_BEGELEIDING_NAAR_WERK] = "begeleiding_naar_werk",
    [DS_COUNTS_LOB] = "lob",
    [DS_COUNTS_STUDIEVERENIGING] = "studievereniging",
};
static const char *const plannings[DS_AGENDA_CLASSES] = {
    "veel voor", "enigszins voor", "op schema", "enigszins achter", "veel achter", ""};
static const char *const judgements[DS_AGENDA_CLASSES] = {
    "heel effectief", "effectief", "een klein beetje", "wisselend", "niet", "weet niet"};

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
    unsigned n = maker->who->n;
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

/* The year before the last form: much as in the last, and something of its own. */
static double earlier_key(const ds_agenda_maker *maker, const char *name, int year, unsigned i,
                          double key) {
    if (year == DS_AGENDA_LAST_FORM) return key;
    return 0.7 * key + 0.3 * ds_agenda_unit(maker->seed, "vorig formulier", name, i);
}

/* What is said of a measure: mostly nothing. Choices of ours. */
static const char *remark_on(const ds_agenda_maker *maker, const ds_agenda_classes *measure,
                             unsigned i, bool taken) {
    double unit = ds_agenda_unit(maker->seed, "toelichting", measure->name, i);
    if (strcmp(measure->name, "andere") == 0 && taken)
        return unit < 0.5 ? "samen met andere scholen in de regio" : "eigen aanpak van het team";
    if (unit < 0.85) return "";
    return taken ? "loopt al langer" : "is al geregeld";
}

static bool add_measure_year(const ds_agenda_maker *maker, const ds_agenda_classes *measure,
                             int year) {
    double keys[DS_MODEL_INSTELLINGEN_MAX] = {0};
    unsigned order[DS_MODEL_INSTELLINGEN_MAX], n = maker->who->n;
    bool taken[DS_MODEL_INSTELLINGEN_MAX] = {false};
    for (unsigned i = 0; i < n; i++)
        keys[i] = earlier_key(maker, measure->name, year, i,
                              ds_agenda_unit(maker->seed, measure->goal, measure->name, i));
    ds_agenda_sort(keys, n, order);
    for (unsigned i = 0; i < n && i < measure->n[0]; i++)
        taken[order[i]] = true;
    for (unsigned i = 0; i < n; i++) {
        char *at = ds_agenda_line(maker, i, year);
        if (at == NULL) return false;
        at = put_ja_nee(put_text(put_text(at, measure->goal), measure->name), taken[i]);
        (void)put_line_end(maker->rows, put_text(at, remark_on(maker, measure, i, taken[i])));
    }
    return true;
}

/* Class of the agenda at place in the order: as many in each class as the file says; -1 for those
 * beyond. */
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

/* Classes of one goal or indicator in one year: name may be NULL, where no column says it. */
typedef struct classing {
    const ds_agenda_classes *of;
    const char *name;
    const char *const *words;
    int year;
} classing;

/* The agendas fill the classes in the order of keys; a line for each: the goal, then name, then the
 * word of its class. */
static bool add_classes(const ds_agenda_maker *maker, const classing *c, const double *keys) {
    unsigned order[DS_MODEL_INSTELLINGEN_MAX], n = maker->who->n;
    int classes[DS_MODEL_INSTELLINGEN_MAX];
    ds_agenda_sort(keys, n, order);
    for (unsigned i = 0; i < n; i++)
        classes[order[i]] = class_at(c->of, i);
    for (unsigned i = 0; i < n; i++) {
        char *at = ds_agenda_line(maker, i, c->year);
        if (at == NULL) return false;
        at = put_text(at, c->of->goal);
        if (c->name != NULL) at = put_text(at, c->name);
        at = classes[i] < 0 ? put_missing(at) : put_text(at, c->words[classes[i]]);
        (void)put_line_end(maker->rows, at);
    }
    return true;
}

static bool add_progress_year(const ds_agenda_maker *maker, const ds_agenda_classes *of, int year) {
    const classing c = {of, of->name, plannings, year};
    double keys[DS_MODEL_INSTELLINGEN_MAX] = {0}, changes[DS_MODEL_INSTELLINGEN_MAX] = {0};
    enum ds_counts_indicator indicator;
    double r = of->correlation;
    if (r > 0 && find_indicator(of->name, &indicator))
        ds_agenda_changes(maker, indicator, 0, -1, changes);
    for (unsigned i = 0; i < maker->who->n; i++) {
        double key = -r * changes[i] +
                     sqrt(1 - r * r) * ds_agenda_normal(maker->seed, "voortgang", of->name, i);
        keys[i] = earlier_key(maker, of->name, year, i, key);
    }
    return add_classes(maker, &c, keys);
}

/* Who gave no judgement is who comes first in the order of spending: of goal 1.5 those who budgeted
 * nothing. */
static bool add_judgement_year(const ds_agenda_maker *maker, const ds_agenda_classes *of,
                               int year) {
    const classing c = {of, NULL, judgements, year};
    double keys[DS_MODEL_INSTELLINGEN_MAX] = {0};
    unsigned order[DS_MODEL_INSTELLINGEN_MAX], n = maker->who->n;
    unsigned n_given = 0, n_silent;
    for (int k = 0; k < DS_AGENDA_CLASSES; k++)
        n_given += of->n[k];
    n_silent = n_given < n ? n - n_given : 0;
    ds_agenda_spending_keys(maker, of->goal, keys);
    ds_agenda_sort(keys, n, order);
    for (unsigned i = 0; i < n; i++) {
        double unit = ds_agenda_unit(maker->seed, "oordeel", of->goal, order[i]);
        keys[order[i]] = i < n_silent ? 2 : earlier_key(maker, of->goal, year, order[i], unit);
    }
    return add_classes(maker, &c, keys);
}

/* One after another, both years. */
static bool add_all(const ds_agenda_maker *maker, const ds_agenda_classes *rows, size_t n,
                    bool (*add)(const ds_agenda_maker *, const ds_agenda_classes *, int)) {
    for (int year = DS_AGENDA_FIRST_FORM; year <= DS_AGENDA_LAST_FORM; year++)
        for (size_t i = 0; i < n; i++)
            if (!add(maker, &rows[i], year)) return false;
    return true;
}

static bool add_kind(const ds_agenda_maker *maker, enum ds_agenda_kind kind) {
    static bool (*const adders[DS_AGENDA_KINDS])(const ds_agenda_maker *) = {
        [DS_AGENDA_AGENDA] = ds_agenda_add_agendas,
        [DS_AGENDA_WERKAGENDA] = ds_agenda_add_whole,
        [DS_AGENDA_STREEFWAARDE] = ds_agenda_add_targets,
        [DS_AGENDA_BESTEDING] = ds_agenda_add_spending,
        [DS_AGENDA_ANTWOORD] = ds_agenda_add_answers,
        [DS_AGENDA_EIGEN_INDICATOR] = ds_agenda_add_own,
        [DS_AGENDA_EXTERN] = ds_agenda_add_external,
        [DS_AGENDA_CASUS] = ds_agenda_add_cases,
        [DS_AGENDA_CONTACTENQUETE] = ds_agenda_add_contacts};
    const ds_agenda *agenda = maker->agenda;
    if (kind == DS_AGENDA_MAATREGEL)
        return add_all(maker, agenda->measures, agenda->n_measures, add_measure_year);
    if (kind == DS_AGENDA_VOORTGANG)
        return add_all(maker, agenda->progress, agenda->n_progress, add_progress_year);
    if (kind == DS_AGENDA_OORDEEL)
        return add_all(maker, agenda->judgements, agenda->n_judgements, add_judgement_year);
    return adders[kind](maker);
}

bool ds_agenda_add(const ds_agenda *agenda, const ds_model *model, const ds_counts *counts,
                   uint64_t seed, enum ds_agenda_kind kind, ds_lines *rows) {
    ds_agenda_who who;
    ds_counts *joined = ds_calloc(1, sizeof *joined);
    ds_agenda_maker maker = {agenda, model, &who, joined, seed, rows};
    bool added;
    if (joined == NULL) return false;
    ds_agenda_who_fill(model, &who);
    ds_agenda_join(&who, counts, joined);
    added = add_kind(&maker, kind);
    ds_free(joined);
    return added;
}
