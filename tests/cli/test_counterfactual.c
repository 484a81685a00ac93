/* tests/cli/test_counterfactual.c: what would have been without the route, whom it is told of, and
 * what makes those who take part differ from those who do not.
 *
 * First on deliveries, as a researcher gets them; then on lives made one by one with the parameters
 * changed in memory, where a confounder can be put on and off. */
#include <math.h>

#include "simulate/life.h"
#include "support/parameters.h"
#include "support/work_run.h"

enum { FIRST = DS_SIMULATE_FIRST_YEAR, LAST = DS_SIMULATE_LAST_YEAR, N_YEARS = LAST - FIRST + 1 };
enum { SOORT = 2, LEERJAAR = 3, ROUTE = 10 }; /* columns of inschrijving */

/* ---- deliveries, line by line ---- */

/* The lines of a delivery but the header, sorted: those of one person stand together. */
typedef struct lines {
    char *data;
    const char **at;
    size_t n;
} lines;

static int compare_lines(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static lines read_lines(const char *folder, const char *name) {
    lines all = {0};
    size_t size, n;
    char *at, *end;
    all.data = ds_work_read(folder, name, &size);
    n = ds_run_lines(all.data);
    all.at = ds_calloc(n + 1, sizeof *all.at);
    assert_non_null(all.at);
    end = all.data + size;
    at = memchr(all.data, '\n', size);
    for (at++; at < end; at++) {
        all.at[all.n++] = at;
        at = memchr(at, '\n', (size_t)(end - at));
        *at = '\0';
    }
    qsort(all.at, all.n, sizeof *all.at, compare_lines);
    return all;
}

static void lines_done(lines *all) {
    ds_free(all->data);
    ds_free(all->at);
}

/* Where the lines of a person begin, and how many they are. */
static size_t find(const lines *all, const char *id, size_t *out_n) {
    size_t low = 0, high = all->n, n = 0;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (strncmp(all->at[middle], id, DS_LIFE_ID_SIZE) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    while (low + n < all->n && strncmp(all->at[low + n], id, DS_LIFE_ID_SIZE) == 0)
        n++;
    *out_n = n;
    return low;
}

static bool same(const lines *a, const lines *b, const char *id) {
    size_t n_a, n_b, at_a = find(a, id, &n_a), at_b = find(b, id, &n_b);
    if (n_a != n_b) return false;
    for (size_t i = 0; i < n_a; i++)
        if (strcmp(a->at[at_a + i], b->at[at_b + i]) != 0) return false;
    return true;
}

/* The register's deliveries of both worlds: enrolments by school year, then these. */
static const char *const others[] = {"persoon.csv", "persoon-2024.csv", "diploma.csv", "werk.csv",
                                     "vrijstelling.csv"};
enum { PERSOON = N_YEARS, DIPLOMA = N_YEARS + 2, WERK, FILES = N_YEARS + 5 };

typedef struct worlds {
    lines with[FILES], without[FILES];
} worlds;

static lines read_file(const char *folder, bool without, size_t file) {
    char name[64], place[100];
    if (file < N_YEARS)
        (void)snprintf(name, sizeof name, "inschrijving-%d.csv", FIRST + (int)file);
    else
        (void)snprintf(name, sizeof name, "%s", others[file - N_YEARS]);
    (void)snprintf(place, sizeof place, "%sleveringen/%s", without ? "zonder_route/" : "", name);
    return read_lines(folder, place);
}

static void worlds_make(int n_persons, const char *parameters, worlds *out) {
    char *folder = ds_test_folder();
    const ds_simulate_options options = {.n_persons = (uint64_t)n_persons,
                                         .seed = 11,
                                         .n_workers = 2,
                                         .parameters = parameters,
                                         .register_only = true,
                                         .counterfactuals = true};
    ds_error err;
    if (ds_simulate_write(folder, &options, &err) != DS_OK) fail_msg("%s %s", err.file, err.en);
    for (size_t i = 0; i < FILES; i++) {
        out->with[i] = read_file(folder, false, i);
        out->without[i] = read_file(folder, true, i);
    }
    ds_test_folder_remove(folder);
}

static void worlds_done(worlds *w) {
    for (size_t i = 0; i < FILES; i++) {
        lines_done(&w->with[i]);
        lines_done(&w->without[i]);
    }
}

static bool starts_route(const char *line) {
    const char *soort = parameters_field(line, SOORT);
    return strncmp(soort, "vmbo,3,", 7) == 0 && *parameters_field(line, ROUTE) != ',';
}

/* The year index in which the person began a route in vmbo-3; -1 for never. */
static int route_year(const worlds *w, const char *id) {
    for (int year = 0; year < N_YEARS; year++) {
        size_t n, at = find(&w->with[year], id, &n);
        for (size_t i = 0; i < n; i++)
            if (starts_route(w->with[year].at[at + i])) return year;
    }
    return -1;
}

/* A line's school year, the second column of these deliveries, at most this one. */
static bool is_until(const char *line, int year) {
    return atoi(parameters_field(line, 1)) <= FIRST + year;
}

/* Lines of a person until a school year, in the first that are not in the second. */
static size_t not_in(const lines *a, const lines *b, const char *id, int year) {
    size_t n_a, n_b, at_a = find(a, id, &n_a), at_b = find(b, id, &n_b), n = 0;
    for (size_t i = 0; i < n_a; i++) {
        bool found = false;
        for (size_t k = 0; k < n_b; k++)
            found = found || strcmp(a->at[at_a + i], b->at[at_b + k]) == 0;
        n += is_until(a->at[at_a + i], year) && !found;
    }
    return n;
}

static void test_counterfactual__holds_who_began_a_route(void **state) {
    worlds w;
    size_t n_routes = 0;
    (void)state;
    worlds_make(ds_work_scaled(300000, 60000), PARAMETERS, &w);
    for (size_t i = 0; i < w.with[PERSOON].n; i++)
        n_routes += route_year(&w, w.with[PERSOON].at[i]) >= 0;
    assert_true(n_routes > 100);
    for (size_t i = 0; i < w.without[PERSOON].n; i++)
        if (route_year(&w, w.without[PERSOON].at[i]) < 0)
            fail_msg("%.9s never began a route", w.without[PERSOON].at[i]);
    assert_int_equal(w.without[PERSOON].n, n_routes);
    worlds_done(&w);
}

/* The same person: everything that was so before the route could do anything is the same. */
static void test_counterfactual__is_the_same_life_until_the_route(void **state) {
    worlds w;
    size_t n_changed = 0;
    (void)state;
    worlds_make(ds_work_scaled(300000, 60000), PARAMETERS, &w);
    for (size_t i = 0; i < w.without[PERSOON].n; i++) {
        const char *id = w.without[PERSOON].at[i];
        int began = route_year(&w, id);
        bool changed = false;
        if (!same(&w.with[PERSOON], &w.without[PERSOON], id)) fail_msg("another %s", id);
        for (int year = 0; year < N_YEARS; year++) {
            bool one = same(&w.with[year], &w.without[year], id);
            if (!one && year <= began) fail_msg("%.9s: %d differs", id, FIRST + year);
            changed = changed || !one;
        }
        for (size_t file = DIPLOMA; file < FILES; file++) {
            /* who begins a job in October of the first year began it before the route */
            int until = file == DIPLOMA ? began - 1 : began;
            assert_int_equal(not_in(&w.with[file], &w.without[file], id, until), 0);
            assert_int_equal(not_in(&w.without[file], &w.with[file], id, until), 0);
        }
        n_changed += changed;
    }
    print_message("%zu participants, of whom %zu would have had other years\n",
                  w.without[PERSOON].n, n_changed);
    assert_true(10 * n_changed > w.without[PERSOON].n && n_changed < w.without[PERSOON].n);
    worlds_done(&w);
}

/* Common random numbers: where the route does nothing, nothing at all is different. */
static double no_effect(const char *line, double value) {
    static const char *const differences[] = {",vmbo_over,", ",zelfde_richting,", ",korter,"};
    const char *at = strchr(line, ',');
    (void)value;
    for (size_t i = 0; i < sizeof differences / sizeof *differences; i++)
        if (strncmp(at, differences[i], strlen(differences[i])) == 0) return 0;
    return 1;
}

static void test_counterfactual__without_effects_is_what_was(void **state) {
    char *work = ds_test_folder();
    char *parameters = parameters_copy(work, "niets");
    worlds w;
    (void)state;
    parameters_change(parameters, "route_effect.csv", "waarde", no_effect);
    worlds_make(ds_work_scaled(300000, 60000), parameters, &w);
    assert_true(w.without[PERSOON].n > 100);
    for (size_t file = 0; file < FILES; file++) {
        size_t n_seen = 0;
        for (size_t i = 0; i < w.without[PERSOON].n; i++) {
            const char *id = w.without[PERSOON].at[i];
            size_t n;
            if (!same(&w.with[file], &w.without[file], id))
                fail_msg("%.9s differs in file %zu", id, file);
            (void)find(&w.without[file], id, &n);
            n_seen += n;
        }
        assert_int_equal(n_seen, w.without[file].n); /* and nobody else is in it */
    }
    worlds_done(&w);
    ds_free(parameters);
    ds_test_folder_remove(work);
}

/* ---- who takes part ---- */

/* What may differ between participants and their fellows. */
enum value {
    BOY,
    NO_MIGRATION, /* migratieachtergrond geen */
    ADVICE_ABOVE, /* the leerweg that is followed */
    ADVICE_BELOW,
    MOTIVATION,
    VSV, /* the chance of vsv in the first year in mbo, had there been no route */
    VALUES,
};
static const char *const value_names[VALUES] = {"boy",          "no migration", "advice above",
                                                "advice below", "motivation",   "vsv"};

/* Moments of a value: without the route (0) and with (1), among fellows: those who came into vmbo-3
 * in the same year, leerweg and sector. */
typedef struct moments {
    double n, sum, squares;
} moments;
enum { FELLOWS = N_YEARS * 4 * DS_MODEL_SECTOREN };
typedef struct compared {
    moments of[FELLOWS][VALUES][2];
} compared;

typedef struct first_year {
    bool seen;
    double vsv, motivation;
} first_year;

static void see_student(void *context, const ds_life *life, double vsv) {
    first_year *first = context;
    if (!first->seen) *first = (first_year){true, vsv, life->motivation};
}
static void see_start(void *context, const ds_life *life, double most, double per_change) {
    (void)context, (void)life, (void)most, (void)per_change;
}
static void see_hbo(void *context, const ds_life *life, double stays) {
    (void)context, (void)life, (void)stays;
}
static void see_entry(void *context, const ds_life *life) {
    (void)context, (void)life;
}

static void add(moments *to, double value) {
    to->n++;
    to->sum += value;
    to->squares += value * value;
}

static void add_person(const ds_life_person *person, const first_year *first, compared *c) {
    for (int i = 0; i < N_YEARS; i++) {
        const ds_life_state *state = &person->states[i];
        int leerweg = state->leerweg - 1 - DS_LEERWEG_BB, above = person->advies - 1 - leerweg;
        bool route = state->route != 0;
        moments(*of)[2];
        if (state->soort != DS_SOORT_VMBO || state->leerjaar != 3) continue;
        of = c->of[(i * 4 + leerweg) * DS_MODEL_SECTOREN + state->sector - 1];
        add(&of[BOY][route], person->geslacht == 0);
        add(&of[NO_MIGRATION][route], person->migratie == 0);
        add(&of[ADVICE_ABOVE][route], above > 0);
        add(&of[ADVICE_BELOW][route], above < 0);
        if (!first->seen) return;
        add(&of[MOTIVATION][route], first->motivation);
        add(&of[VSV][route], first->vsv);
        return;
    }
}

static double variance_of_mean(const moments *m) {
    double mean = m->sum / m->n;
    return (m->squares / m->n - mean * mean) / (m->n - 1);
}

/* Participants minus fellows in standard errors, over all groups of fellows. */
static double z_of(const compared *c, enum value value) {
    double difference = 0, variance = 0;
    for (size_t f = 0; f < FELLOWS; f++) {
        const moments *of = c->of[f][value];
        double weight;
        if (of[0].n < 5 || of[1].n < 5) continue;
        weight = of[0].n * of[1].n / (of[0].n + of[1].n);
        difference += weight * (of[1].sum / of[1].n - of[0].sum / of[0].n);
        variance += weight * weight * (variance_of_mean(&of[0]) + variance_of_mean(&of[1]));
    }
    assert_true(variance > 0);
    return difference / sqrt(variance);
}

/* Which routes there are: those of technology, the others, or both. */
enum kinds { TECHNOLOGY = 1, TRADES = 2, BOTH = 3 };

/* Many take part where there are routes at all, so that a difference would show. */
static void open_routes(ds_model *model, enum kinds kinds) {
    double *chance = &model->route_kans[0][0][0][0];
    size_t n = sizeof model->route_kans / sizeof *chance, a_kind = 4 * DS_MODEL_SECTOREN;
    for (size_t i = 0; i < n; i++) {
        size_t kind = i / a_kind % DS_MODEL_ROUTE_KINDS;
        bool technology = ds_codes_route.values[kind][0] == 't';
        bool open = chance[i] > 0 && ((unsigned)kinds & (technology ? TECHNOLOGY : TRADES)) != 0;
        chance[i] = open ? 0.05 : 0;
    }
}

typedef struct confounding {
    enum kinds kinds;
    double motivatie_route, motivatie_vsv, geslacht_route, migratie_route, advies_route;
} confounding;

/* z of every value, of lives in which no route did anything. */
static void compare(const confounding *by, double out[VALUES]) {
    const ds_simulate_options options = {.seed = 5, .first_year = FIRST, .last_year = LAST};
    int n = ds_work_scaled(200000, 50000);
    static compared all;
    static ds_life_person person;
    ds_model *model;
    ds_error err;
    memset(&all, 0, sizeof all);
    if (ds_model_read(PARAMETERS, &model, &err) != DS_OK) fail_msg("%s: %s", err.file, err.en);
    open_routes(model, by->kinds);
    model->gegeven.motivatie_route = by->motivatie_route;
    model->gegeven.motivatie_vsv = by->motivatie_vsv;
    model->gegeven.geslacht_route = by->geslacht_route;
    model->gegeven.migratie_route = by->migratie_route;
    model->gegeven.advies_route[0] = model->gegeven.advies_route[1] = by->advies_route;
    ds_model_prepare(model);
    for (int i = 0; i < n; i++) {
        first_year first = {0};
        const ds_life_probe probe = {&first, see_student, see_start, see_hbo, see_entry};
        ds_person_make(model, &options, (uint64_t)i, true, &probe, &person);
        add_person(&person, &first, &all);
    }
    for (int v = 0; v < VALUES; v++) {
        out[v] = z_of(&all, (enum value)v);
        print_message("%s %.1f  ", value_names[v], out[v]);
    }
    print_message("\n");
    ds_model_free(model);
}

/* Everything but these (bits) is as among fellows. */
static void balanced_but(const double z[VALUES], unsigned but) {
    for (unsigned v = 0; v < VALUES; v++)
        if ((but >> v & 1) == 0 && fabs(z[v]) > 4)
            fail_msg("%s differs by %.1f standard errors", value_names[v], z[v]);
}

static void test_confounding__none_without_the_parameters(void **state) {
    double z[VALUES];
    (void)state;
    compare(&(confounding){BOTH, 1, 0.5, 1, 1, 1}, z);
    balanced_but(z, 0);
}

/* Motivation is in no delivery: what it does to who takes part can only be seen in what follows. */
static void test_confounding__unobserved(void **state) {
    double z[VALUES];
    (void)state;
    compare(&(confounding){BOTH, 2, 0.5, 1, 1, 1}, z);
    balanced_but(z, 1U << MOTIVATION | 1U << VSV);
    assert_true(z[MOTIVATION] > 8);
    assert_true(z[VSV] < -4);
    /* and not where motivation has no bearing on what follows */
    compare(&(confounding){BOTH, 2, 1, 1, 1, 1}, z);
    balanced_but(z, 1U << MOTIVATION);
    assert_true(z[MOTIVATION] > 8);
}

static void test_confounding__observed(void **state) {
    double z[VALUES];
    (void)state;
    compare(&(confounding){BOTH, 1, 0.5, 3, 1, 1}, z);
    balanced_but(z, 1U << BOY);
    assert_true(z[BOY] > 8);
    /* technology draws who has no migratieachtergrond, the other routes who has; and who has one
     * leaves mbo more often, route or no route */
    compare(&(confounding){TECHNOLOGY, 1, 0.5, 1, 6, 1}, z);
    balanced_but(z, 1U << NO_MIGRATION | 1U << VSV);
    assert_true(z[NO_MIGRATION] > 8);
    compare(&(confounding){TRADES, 1, 0.5, 1, 6, 1}, z);
    balanced_but(z, 1U << NO_MIGRATION | 1U << VSV);
    assert_true(z[NO_MIGRATION] < -8 && z[VSV] > 2);
}

/* Likewise of an advice above or below what is followed. */
static void test_confounding__observed_advice(void **state) {
    double z[VALUES];
    (void)state;
    compare(&(confounding){TECHNOLOGY, 1, 0.5, 1, 1, 3}, z);
    balanced_but(z, 1U << ADVICE_ABOVE | 1U << ADVICE_BELOW);
    assert_true(z[ADVICE_ABOVE] > 4);
    compare(&(confounding){TRADES, 1, 0.5, 1, 1, 3}, z);
    balanced_but(z, 1U << ADVICE_ABOVE | 1U << ADVICE_BELOW);
    assert_true(z[ADVICE_BELOW] > 4);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counterfactual__holds_who_began_a_route),
        cmocka_unit_test(test_counterfactual__is_the_same_life_until_the_route),
        cmocka_unit_test(test_counterfactual__without_effects_is_what_was),
        cmocka_unit_test(test_confounding__none_without_the_parameters),
        cmocka_unit_test(test_confounding__unobserved),
        cmocka_unit_test(test_confounding__observed),
        cmocka_unit_test(test_confounding__observed_advice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
