/* tests/support/random_rest.c: all deliveries but the enrolments; see random_register.c. */
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "support/random_life.h"
#include "support/random_register.h"
#include "support/support.h"

static const char *const person_names[] = {
    "persoon",  "geboortedatum",    "geslacht",    "migratieachtergrond",
    "ses",      "functiebeperking", "advies",      "opleiding_ouders",
    "gemeente", "rmc_regio",        "vso_cluster", "schooljaar"};
static const char *const diploma_names[] = {"persoon", "schooljaar", "soort",     "niveau",
                                            "leerweg", "datum",      "opleiding", "hoofdgroep",
                                            "sector",  "instelling"};
static const char *const job_names[] = {"persoon", "jaar", "uren"};
static const char *const exemption_names[] = {"persoon", "schooljaar", "reden"};
static const char *const institution_names[] = {"instelling", "naam", "type", "opgegaan_in",
                                                "vanaf_schooljaar"};
static const char *const start_names[] = {"#BURGERSERVICENUMMER",
                                          "ONDERWIJSNUMMER",
                                          "GEBOORTEDATUM",
                                          "GESLACHT",
                                          "RMC_REGIO",
                                          "GEMEENTENAAM",
                                          "BRIN",
                                          "BRIN_VOLGNR",
                                          "NIVEAU",
                                          "ONDERWIJSSOORT",
                                          "CREBO"};
static const char *const left_names[] = {"#BURGERSERVICENUMMER", "ONDERWIJSNUMMER", "BRIN",
                                         "GEBOORTEDATUM",        "NIVEAU",          "EXAMEN"};
enum { PERSON_COLUMNS = 12, UNDATED = 11 };

void random_rest_begin(random_life *life) {
    random_table_init(&life->persons, person_names, UNDATED);
    random_table_init(&life->persons_later, person_names, UNDATED);
    random_table_init(&life->dated, person_names, PERSON_COLUMNS);
    random_table_init(&life->diplomas, diploma_names, 10);
    random_table_init(&life->jobs, job_names, 3);
    random_table_init(&life->jobs_later, job_names, 3);
    random_table_init(&life->exemptions, exemption_names, 3);
    random_table_init(&life->institutions, institution_names, 5);
    random_table_init(&life->start, start_names, 11);
    random_table_init(&life->left, left_names, 6);
    ds_buffer_init(&life->ro, 1 << 20);
    life->duo_year = life->years[random_below(&life->source, (int)life->n_years)];
}

/* ---- diplomas ---- */

static void add_diploma(random_life *life, const random_person *p, const char *soort, int year) {
    random_source *r = &life->source;
    random_table *t = &life->diplomas;
    char text[RANDOM_CELL], number[RANDOM_CELL], date[RANDOM_CELL];
    static const char *const sectors[] = {"economie", "Groen", "TECHNIEK"};
    random_table_cell(t, p->name);
    random_table_cell(t, random_year(r, year, text));
    random_table_cell(t, soort);
    if (strcmp(soort, "mbo") == 0)
        random_table_cellf(t, "%d", random_from(r, 1, 4));
    else
        random_table_cell(t, random_chance(r, 80) ? NULL : random_number(r, 1, 4, number));
    random_table_cell(t, random_leerweg(r, soort));
    random_table_cell(t, random_chance(r, 50) ? NULL : random_date(r, year + 1, date));
    random_table_cell(t, random_word(r));
    random_table_cell(t, random_word(r));
    random_table_cell(t, random_chance(r, 50) ? NULL : RANDOM_PICK(r, sectors));
    random_table_cell(t, random_institution(r));
    if (random_chance(r, 8)) random_table_repeat(t, t->n_rows - 1);
}

static bool has_diploma(const char *soort) {
    static const char *const with[] = {"vmbo", "havo", "vwo", "mbo", "hbo", "wo"};
    for (size_t i = 0; i < sizeof with / sizeof *with; i++)
        if (strcmp(soort, with[i]) == 0) return true;
    return false;
}

static const char *any_diploma(random_source *r) {
    static const char *const soorten[] = {"vmbo", "havo", "vwo", "mbo", "mbo", "hbo", "wo"};
    return RANDOM_PICK(r, soorten);
}

void random_life_graduate(random_life *life, const random_person *p, int year) {
    const char *soort = p->soort;
    if (!has_diploma(soort)) soort = any_diploma(&life->source);
    add_diploma(life, p, soort, year);
}

/* ---- persons ---- */

static void add_attributes(random_life *life, const random_person *p, random_table *t) {
    static const char *const sexes[] = {"m", "v", "x", "M"};
    static const char *const backgrounds[] = {"geen", "westers", "niet-westers"};
    static const char *const limits[] = {"ja", "nee", "Ja"};
    random_source *r = &life->source;
    char text[RANDOM_CELL];
    bool dated = t->n_columns == PERSON_COLUMNS;
    int rare = dated ? 60 : 12; /* how often a value is missing */
    random_table_cell(t, p->name);
    random_table_cell(t, random_chance(r, dated ? 95 : 8) ? NULL
                                                          : random_date(r, p->birth_year, text));
    random_table_cell(t, random_chance(r, rare) ? NULL : RANDOM_PICK(r, sexes));
    random_table_cell(t, random_chance(r, rare) ? NULL : RANDOM_PICK(r, backgrounds));
    random_table_cell(t, random_chance(r, rare) ? NULL : random_number(r, 1, 4, text));
    random_table_cell(t, random_chance(r, rare) ? NULL : RANDOM_PICK(r, limits));
    for (int i = 0; i < 5; i++)
        random_table_cell(t, random_chance(r, rare) ? NULL : random_word(r));
    if (!dated) return;
    random_table_cell(t, random_year(r, life->years[0] + random_from(r, -3, 10), text));
}

static void add_persons(random_life *life, const random_person *p) {
    random_source *r = &life->source;
    if (random_chance(r, 85)) add_attributes(life, p, &life->persons);
    if (random_chance(r, 4)) add_attributes(life, p, &life->persons);
    if (random_chance(r, 10)) add_attributes(life, p, &life->persons_later);
    if (random_chance(r, 40))
        for (int n = random_from(r, 1, 4); n > 0; n--)
            add_attributes(life, p, &life->dated);
}

/* ---- jobs, exemptions ---- */

static void add_job(random_life *life, const random_person *p, int year, random_table *t) {
    static const char *const hours[] = {"12",   "12,0", "12.00", "12,01", "11.99", "0",
                                        "36,5", "40",   "8",     "4,25",  "0,1",   "16.5"};
    char text[RANDOM_CELL];
    random_table_cell(t, p->name);
    random_table_cell(t, random_year(&life->source, year, text));
    random_table_cell(t, RANDOM_PICK(&life->source, hours));
}

static void add_rest(random_life *life, const random_person *p) {
    static const char *const reasons[] = {"overleden", "geemigreerd",      "leerplichtvrijstelling",
                                          "justitie",  "defensie_politie", "onbekostigd"};
    random_source *r = &life->source;
    int last = life->years[life->n_years - 1];
    char text[RANDOM_CELL];
    for (int year = life->years[0] - 1; year <= last + 3; year++) {
        if (!random_chance(r, 45)) continue;
        for (int n = random_chance(r, 25) ? 3 : 1; n > 0; n--)
            add_job(life, p, year, &life->jobs);
        if (random_chance(r, 8)) add_job(life, p, year, &life->jobs_later);
    }
    for (int n = random_chance(r, 20) ? random_from(r, 1, 3) : 0; n > 0; n--) {
        random_table_cell(&life->exemptions, p->name);
        random_table_cell(&life->exemptions,
                          random_year(r, random_from(r, life->years[0] - 1, last + 1), text));
        random_table_cell(&life->exemptions, RANDOM_PICK(r, reasons));
    }
    for (int n = random_chance(r, 30) ? random_from(r, 1, 3) : 0; n > 0; n--)
        add_diploma(life, p, any_diploma(r), random_from(r, life->years[0] - 8, last + 1));
}

/* ---- DUO's yearly lists ---- */

static void add_duo(random_life *life, const random_person *p) {
    static const char *const levels[] = {"Mbo1 opleidingen",   "Mbo2 opleidingen",
                                         "Mbo3 opleidingen",   "Mbo4 opleidingen",
                                         "HAVO/VWO bovenbouw", "VMBO bovenbouw"};
    static const char *const paths[] = {"BOL", "BBL", "EX", NULL};
    random_source *r = &life->source;
    bool number = random_chance(r, 90);
    char text[RANDOM_CELL];
    const char *level = RANDOM_PICK(r, levels);
    if (random_chance(r, 50)) {
        random_table_cell(&life->start, number ? p->name : NULL);
        random_table_cell(&life->start, number ? NULL : p->name);
        random_table_cell(&life->start, random_date(r, p->birth_year, text));
        random_table_cell(&life->start, random_chance(r, 50) ? "M" : "V");
        random_table_cell(&life->start, random_word(r));
        random_table_cell(&life->start, random_word(r));
        random_table_cell(&life->start, "27GZ");
        random_table_cell(&life->start, random_chance(r, 30) ? NULL : "27GZ00");
        random_table_cell(&life->start, level);
        random_table_cell(&life->start, RANDOM_PICK(r, paths));
        random_table_cell(&life->start, random_word(r));
    } else if (random_chance(r, 80)) {
        return;
    }
    if (!random_chance(r, 30)) return;
    random_table_cell(&life->left, number ? p->name : NULL);
    random_table_cell(&life->left, p->name);
    random_table_cell(&life->left, "27GZ");
    random_table_cell(&life->left, NULL);
    random_table_cell(&life->left, level);
    random_table_cell(&life->left, NULL);
}

/* The diplomas of an RO have no niveau unless a list or a record tells it. */
static void add_ro(random_life *life, const random_person *p, ds_buffer *ro, bool sure) {
    static const char *const programmes[] = {"23301", "23366", "25297", "11111", "22222"};
    random_source *r = &life->source;
    int first = life->years[0], last = life->years[life->n_years - 1];
    ds_buffer_addf(ro, "PER|%s||%d-05-05|V\n", p->name, p->birth_year);
    if (random_chance(r, 60)) {
        int from = random_from(r, first, last);
        ds_buffer_addf(ro, "ISG|%s||A|%d-08-01|%d-07-31|%d-07-31|\n", p->name, from, from + 3,
                       from + random_from(r, 1, 3));
        ds_buffer_addf(ro, "ISP|%s||A|%d-08-01|%s|BOL|%s|J|||||\n", p->name, from,
                       RANDOM_PICK(r, programmes), random_chance(r, 30) ? "MBO-3" : "");
    }
    for (int n = sure || random_chance(r, 50) ? random_from(r, 1, 2) : 0; n > 0; n--)
        ds_buffer_addf(ro, "DIP|%s||%d|%s|%d-06-0%d||J|A|100A501\n", p->name, n,
                       RANDOM_PICK(r, programmes), random_from(r, first, last) + 1, n);
}

static void add_to_ro(random_life *life, const random_person *p) {
    const bool first = life->ro.size == 0; /* gives a diploma, whatever else */
    if (first)
        ds_buffer_addf(&life->ro, "VLP|27GZ|%d-10-01|2040-03-24|2040-03-25\n", life->years[0] - 1);
    if (first || random_chance(&life->source, 40)) add_ro(life, p, &life->ro, first);
}

void random_rest_person(random_life *life, const random_person *p) {
    add_persons(life, p);
    add_rest(life, p);
    if (life->duo) add_duo(life, p);
    if (life->with_ro) add_to_ro(life, p);
}

/* ---- writing ---- */

/* One further on in the list, so that no chain comes back; NULL when it did not merge. */
static const char *merged_into(random_source *r, size_t i) {
    int later = (int)(random_n_institutions - i) - 1;
    if (random_chance(r, 60) || later == 0) return NULL;
    return random_institutions[i + 1 + (size_t)random_below(r, later)];
}

static void add_institutions(random_life *life) {
    static const char *const types[] = {"ROC - groot", "ROC - klein", "AOC", "vakinstelling"};
    random_source *r = &life->source;
    char text[RANDOM_CELL];
    for (size_t i = 0; i < random_n_institutions; i++) {
        if (random_chance(r, 20)) continue;
        random_table_cell(&life->institutions, random_institutions[i]);
        random_table_cell(&life->institutions, random_word(r));
        random_table_cell(&life->institutions, random_chance(r, 15) ? NULL : RANDOM_PICK(r, types));
        random_table_cell(&life->institutions, merged_into(r, i));
        random_table_cell(&life->institutions,
                          random_chance(r, 50) ? NULL : random_year(r, life->years[0], text));
    }
}

static void finish(random_life *life, random_table *t, const char *folder, const char *name,
                   int left_out, random_source *rows) {
    size_t optional = t->n_columns == PERSON_COLUMNS ? UNDATED : t->n_columns;
    size_t from = t->names == person_names || t->names == institution_names ? 1
                  : t->names == diploma_names                               ? 4
                                                                            : optional;
    for (size_t c = from; c < optional; c++)
        if (random_chance(&life->source, 3)) t->left_out[c] = true;
    if (!random_chance(&life->source, left_out))
        random_table_write(t, folder, name, &life->source, rows);
    random_table_done(t);
}

static void write_duo(random_life *life, const char *folder, random_source *rows) {
    char name[RANDOM_CELL];
    (void)snprintf(name, sizeof name, "NRSP%dDI27GZ.csv", life->duo_year + 1);
    if (life->start.n_rows > 0) random_table_write_duo(&life->start, folder, name, rows);
    (void)snprintf(name, sizeof name, "NenR%dVI27GZ.csv", life->duo_year + 1);
    if (life->start.n_rows > 0 && random_chance(&life->source, 90))
        random_table_write_duo(&life->left, folder, name, rows);
    random_table_done(&life->start);
    random_table_done(&life->left);
}

/* Whose diplomas are delivered: of all soorten; only of those that a mapping names; of mbo, at the
 * institution of an RO; of none. */
enum { ALL_DIPLOMAS = 60, NAMED_DIPLOMAS = 85 };

static void write_named_diplomas(random_life *life, const char *folder, random_source *rows) {
    static const char mapping[] = "bestanden: [\"behaald*.csv\"]\n"
                                  "levert:\n  - soort: diploma\n    overslaan_als:\n"
                                  "      - {kolom: soort, is_niet: [%s]}\n    kolommen:\n"
                                  "      persoon: persoon\n      schooljaar: schooljaar\n"
                                  "      soort: {kolom: soort, codes: {%s}}\n"
                                  "      niveau: niveau\n      leerweg: leerweg\n";
    static const char *const named[][2] = {{"vmbo", "vmbo: vmbo"},
                                           {"mbo", "mbo: mbo"},
                                           {"hbo, wo", "hbo: hbo, wo: wo"},
                                           {"vmbo, mbo, havo", "vmbo: vmbo, mbo: mbo, havo: havo"}};
    const char *const *which = RANDOM_PICK(&life->source, named);
    static const char *const kept[] = {"persoon", "schooljaar", "soort", "niveau", "leerweg"};
    char text[1024];
    random_table t;
    random_table_init(&t, kept, 5);
    for (size_t i = 0; i < life->diplomas.n_rows; i++)
        for (size_t c = 0; c < 5; c++)
            random_table_cell(&t, random_table_at(&life->diplomas, i, c));
    (void)snprintf(text, sizeof text, mapping, which[0], which[1]);
    ds_free(ds_test_write_string(folder, "vertalingen/behaald.yaml", text));
    random_table_write_duo(&t, folder, "behaald.csv", rows);
    random_table_done(&t);
}

static void write_diplomas(random_life *life, const char *folder, random_source *rows) {
    int kind = random_below(&life->source, 100);
    life->mapped = kind >= ALL_DIPLOMAS && kind < NAMED_DIPLOMAS;
    if (life->mapped) write_named_diplomas(life, folder, rows);
    finish(life, &life->diplomas, folder, "diploma.csv", kind < ALL_DIPLOMAS ? 4 : 100, rows);
}

static void write_ro(random_life *life, const char *folder) {
    char name[96];
    (void)snprintf(name, sizeof name, "leveringen/RO_27GZ_%d1001_20400324.csv", life->years[0] - 1);
    if (life->with_ro)
        ds_free(ds_test_write(folder, name, ds_buffer_string(&life->ro), life->ro.size));
    ds_buffer_done(&life->ro);
}

static void write_wishes(random_life *life, const char *folder) {
    bool narrow = random_chance(&life->source, 20);
    ds_buffer yaml;
    ds_buffer_init(&yaml, 4096);
    /* Always: where nine in ten of a small delivery's persons are numbers, names are refused. */
    ds_buffer_add_string(&yaml, "max_afgekeurd: 100 %\n");
    if (narrow) {
        ds_buffer_addf(&yaml, "schooljaren: [%d", life->years[0]);
        for (size_t y = 1; y < life->n_years; y++)
            if (random_chance(&life->source, 75)) ds_buffer_addf(&yaml, ", %d", life->years[y]);
        ds_buffer_addf(&yaml, ", %d]\n", life->years[life->n_years - 1] + 1);
    }
    if (yaml.size > 0)
        ds_free(ds_test_write(folder, "doorstroom.yaml", ds_buffer_string(&yaml), yaml.size));
    ds_buffer_done(&yaml);
}

void random_rest_write(random_life *life, const char *folder, random_source *rows) {
    add_institutions(life);
    finish(life, &life->persons, folder, "persoon.csv", 3, rows);
    finish(life, &life->persons_later, folder, "persoon-b.csv", 20, rows);
    finish(life, &life->dated, folder, "persoon-jaar.csv", 20, rows);
    write_diplomas(life, folder, rows);
    finish(life, &life->jobs, folder, "werk.csv", 6, rows);
    finish(life, &life->jobs_later, folder, "werk_2.csv", 20, rows);
    finish(life, &life->exemptions, folder, "vrijstelling.csv", 8, rows);
    finish(life, &life->institutions, folder, "instelling.csv", 10, rows);
    write_duo(life, folder, rows);
    write_ro(life, folder);
    write_wishes(life, folder);
}
