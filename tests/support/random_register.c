/* tests/support/random_register.c: see random_register.h. A person goes from vmbo to mbo and on,
 * roughly as people do, so that the standard indicators have somebody to count; everything around
 * that is left to chance. The other deliveries: random_rest.c. */
#include "support/random_register.h"

#include <stdio.h>
#include <string.h>

#include "support/random_life.h"
#include "support/support.h"

const char *const random_words[] = {"25001",
                                    "havo",
                                    "vmbo-tl",
                                    "vwo",
                                    "0250",
                                    "250",
                                    "007",
                                    "Zorg en welzijn",
                                    "zorg en welzijn",
                                    "O'Brien",
                                    "caf\xC3\xA9",
                                    "\xC3\x89\xC3\xA9n, twee; drie|vier",
                                    "zegt \"ja\"",
                                    "onbekend",
                                    "nee",
                                    "Bouw"};
const size_t random_n_words = sizeof random_words / sizeof *random_words;
const char *const random_institutions[] = {"27GZ", "25LX", "01AA", "10AA", "90XX", "0004"};
const size_t random_n_institutions = sizeof random_institutions / sizeof *random_institutions;

static const char *const enrolment_names[] = {
    "persoon",   "schooljaar",        "soort",     "leerjaar", "leerweg",      "niveau",
    "opleiding", "hoofdgroep",        "sector",    "profiel",  "route",        "instelling",
    "vestiging", "hoofdinschrijving", "bekostigd", "leeftijd", "vooropleiding"};
enum { ENROLMENT_COLUMNS = 17 };

static const char *const sectors[] = {"economie", "groen", "techniek", "zorgwelzijn"};
static const char *const routes[] = {"vakmanschap2", "vakmanschap3", "technologie",
                                     "beroeps",      "doorlopend",   "geintegreerd"};
static const char *const soorten[] = {"po",  "so",  "vso", "pro", "vmbo", "havo", "vwo",  "vavo",
                                      "mbo", "mbo", "mbo", "mbo", "hbo",  "wo",   "vmbo", "vmbo"};

const char *random_soort(random_source *r) {
    return RANDOM_PICK(r, soorten);
}

const char *random_leerweg(random_source *r, const char *soort) {
    static const char *const vmbo[] = {"bb", "kb", "gl", "tl"};
    static const char *const mbo[] = {"bol", "bol", "bbl", "extraneus", "BOL"};
    static const char *const higher[] = {"voltijd", "deeltijd", "duaal"};
    if (random_chance(r, 10)) return NULL;
    if (random_chance(r, 3)) return RANDOM_PICK(r, mbo); /* may not fit: becomes missing */
    if (strcmp(soort, "vmbo") == 0) return RANDOM_PICK(r, vmbo);
    if (strcmp(soort, "mbo") == 0) return RANDOM_PICK(r, mbo);
    if (strcmp(soort, "hbo") == 0 || strcmp(soort, "wo") == 0) return RANDOM_PICK(r, higher);
    return NULL;
}

const char *random_word(random_source *r) {
    if (random_chance(r, 12)) return NULL;
    return random_words[random_below(r, (int)random_n_words)];
}

const char *random_institution(random_source *r) {
    if (random_chance(r, 6)) return NULL;
    return random_institutions[random_below(r, (int)random_n_institutions)];
}

const char *random_year(random_source *r, int year, char out[RANDOM_CELL]) {
    switch (random_below(r, 4)) {
    case 0:
        (void)snprintf(out, RANDOM_CELL, "%d", year);
        break;
    case 1:
        (void)snprintf(out, RANDOM_CELL, "%d/%02d", year, (year + 1) % 100);
        break;
    case 2:
        (void)snprintf(out, RANDOM_CELL, "%d/%d", year, year + 1);
        break;
    default:
        (void)snprintf(out, RANDOM_CELL, "%d-%d", year, year + 1);
    }
    return out;
}

const char *random_date(random_source *r, int year, char out[RANDOM_CELL]) {
    int month = random_from(r, 1, 12), day = random_from(r, 1, 28), kind = random_below(r, 10);
    if (kind < 3) { /* around the day that counts */
        month = kind == 0 ? 9 : 10;
        day = kind == 0 ? 30 : kind;
    } else if (kind == 3 && year % 4 == 0) {
        month = 2;
        day = 29;
    }
    switch (random_below(r, 3)) {
    case 0:
        (void)snprintf(out, RANDOM_CELL, "%04d-%02d-%02d", year, month, day);
        break;
    case 1:
        (void)snprintf(out, RANDOM_CELL, "%02d-%02d-%04d", day, month, year);
        break;
    default:
        (void)snprintf(out, RANDOM_CELL, "%04d-%02d", year, month);
    }
    return out;
}

const char *random_number(random_source *r, int low, int high, char out[RANDOM_CELL]) {
    if (random_chance(r, 10)) return NULL;
    (void)snprintf(out, RANDOM_CELL, "%d", random_from(r, low, high));
    return out;
}

static const char *yes_no(random_source *r, int missing, int yes) {
    int at = random_below(r, 100);
    return at < missing ? NULL : at < missing + yes ? "ja" : "nee";
}

/* ---- enrolments ---- */

/* The cells of an enrolment, as they come. */
typedef struct enrolment {
    const char *cells[ENROLMENT_COLUMNS];
    char text[ENROLMENT_COLUMNS][RANDOM_CELL];
} enrolment;
enum { PERSOON, SCHOOLJAAR, SOORT, LEERJAAR, LEERWEG, NIVEAU, OPLEIDING, HOOFDGROEP, SECTOR };
enum { PROFIEL = 9, ROUTE, INSTELLING, VESTIGING, HOOFD, BEKOSTIGD, LEEFTIJD, VOOROPLEIDING };

/* One column anew, the rest as it is. */
static void draw(random_source *r, enrolment *e, int column) {
    const char *soort = e->cells[SOORT];
    switch (column) {
    case SOORT:
        e->cells[SOORT] = random_soort(r);
        break;
    case LEERJAAR:
        e->cells[LEERJAAR] = random_number(r, 0, 11, e->text[LEERJAAR]);
        break;
    case LEERWEG:
        e->cells[LEERWEG] = random_leerweg(r, soort);
        break;
    case NIVEAU:
        e->cells[NIVEAU] = strcmp(soort, "mbo") == 0 || random_chance(r, 10)
                               ? random_number(r, 1, 4, e->text[NIVEAU])
                               : NULL;
        break;
    case SECTOR:
        e->cells[SECTOR] = random_chance(r, 40) ? NULL : RANDOM_PICK(r, sectors);
        break;
    case ROUTE:
        e->cells[ROUTE] = random_chance(r, 70) ? NULL : RANDOM_PICK(r, routes);
        break;
    case INSTELLING:
        e->cells[INSTELLING] = random_institution(r);
        break;
    case HOOFD:
        e->cells[HOOFD] = yes_no(r, 30, 60);
        break;
    case BEKOSTIGD:
        e->cells[BEKOSTIGD] = yes_no(r, 30, 50);
        break;
    case LEEFTIJD: /* rarely, so that other years tell it too */
        e->cells[LEEFTIJD] =
            random_chance(r, 70) ? NULL : random_number(r, 12, 30, e->text[LEEFTIJD]);
        break;
    default:
        e->cells[column] = random_word(r);
    }
}

static void add(random_table *to, const enrolment *e) {
    for (size_t c = 0; c < ENROLMENT_COLUMNS; c++)
        random_table_cell(to, e->cells[c]);
}

/* What stands beside an enrolment: the same once more, one that differs in one column, another
 * delivery's version of it, a faulty row. */
static void add_company(random_life *life, const enrolment *e, random_table *to) {
    random_source *r = &life->source;
    enrolment other = *e;
    for (int c = 0; c < ENROLMENT_COLUMNS; c++)
        if (e->cells[c] == e->text[c]) other.cells[c] = other.text[c];
    if (random_chance(r, 3)) add(to, e);
    if (random_chance(r, 18)) {
        for (int n = random_from(r, 1, 3); n > 0; n--)
            draw(r, &other, random_from(r, SOORT, VOOROPLEIDING));
        add(random_chance(r, 70) ? to : &life->later, &other);
    }
    if (random_chance(r, 8)) {
        other = *e;
        for (int c = 0; c < ENROLMENT_COLUMNS; c++)
            if (e->cells[c] == e->text[c]) other.cells[c] = other.text[c];
        draw(r, &other, LEERWEG);
        draw(r, &other, NIVEAU);
        draw(r, &other, HOOFDGROEP);
        draw(r, &other, HOOFD);
        add(&life->later, &other);
    }
    if (life->lenient && random_chance(r, 3)) {
        other.cells[NIVEAU] = "5";
        add(to, &other);
    }
}

static void add_year(random_life *life, const random_person *p, int year, random_table *to) {
    random_source *r = &life->source;
    enrolment e;
    memset(&e, 0, sizeof e);
    e.cells[PERSOON] = p->name;
    e.cells[SCHOOLJAAR] = random_year(r, year, e.text[SCHOOLJAAR]);
    e.cells[SOORT] = p->soort;
    for (int c = LEERJAAR; c <= VOOROPLEIDING; c++)
        draw(r, &e, c);
    if (p->instelling != NULL && random_chance(r, 70)) e.cells[INSTELLING] = p->instelling;
    if (p->hoofdgroep != NULL && random_chance(r, 60)) e.cells[HOOFDGROEP] = p->hoofdgroep;
    add(to, &e);
    add_company(life, &e, to);
}

/* Onwards with another year: the same, or a next kind of education. */
static void move_on(random_source *r, random_person *p) {
    if (random_chance(r, 55)) return;
    if (strcmp(p->soort, "vmbo") == 0)
        p->soort = random_chance(r, 85) ? "mbo" : "havo";
    else if (strcmp(p->soort, "mbo") == 0)
        p->soort = random_chance(r, 60) ? "mbo" : random_chance(r, 80) ? "hbo" : "vavo";
    else
        p->soort = random_soort(r);
    if (random_chance(r, 50)) p->instelling = random_institution(r);
    if (random_chance(r, 50)) p->hoofdgroep = random_word(r);
}

static void live(random_life *life, random_person *p) {
    random_source *r = &life->source;
    size_t from = (size_t)random_below(r, (int)life->n_years);
    if (random_chance(r, 60)) from = 0;
    for (size_t y = from; y < life->n_years; y++) {
        if (y > from && random_chance(r, 8)) break;
        if (random_chance(r, 85)) {
            add_year(life, p, life->years[y], &life->enrolments[y]);
            if (random_chance(r, 45)) random_life_graduate(life, p, life->years[y]);
        }
        move_on(r, p);
    }
}

/* Years with holes between them, and a name for everybody: numbers, some with zeros before them. */
static void begin(random_life *life, const random_register *options) {
    random_source *r = &life->source;
    int n_years = random_from(r, 2, 9), year = random_from(r, 1998, 2022);
    life->n_persons = options->n_persons > 0 ? options->n_persons : (size_t)random_from(r, 10, 120);
    life->lenient = random_chance(r, 30);
    life->duo = random_chance(r, 40);
    life->with_ro = random_chance(r, 30);
    life->holes = random_chance(r, 40) ? 15 : 0;
    for (; n_years > 0; year++) {
        if (life->n_years > 0 && random_chance(r, life->holes)) continue;
        life->years[life->n_years++] = year;
        n_years--;
    }
    for (size_t y = 0; y < life->n_years; y++)
        random_table_init(&life->enrolments[y], enrolment_names, ENROLMENT_COLUMNS);
    random_table_init(&life->later, enrolment_names, ENROLMENT_COLUMNS);
    random_rest_begin(life);
}

/* Most are no numbers: in a file of numbers alone the gate takes what is none for a total. */
void random_name(uint64_t i, char out[RANDOM_CELL]) {
    static const char *const forms[] = {"%llu", "%06llu", "p-%llu", "Jos\xC3\xA9 O'%llu", "0%llu"};
    (void)snprintf(out, RANDOM_CELL, forms[i % 7 < 4 ? i % 7 : 2], (unsigned long long)i * 37);
}

static void write_enrolments(random_life *life, const char *folder, random_source *rows) {
    static const int optional[] = {LEERJAAR, LEERWEG, NIVEAU,     OPLEIDING, HOOFDGROEP, SECTOR,
                                   PROFIEL,  ROUTE,   INSTELLING, VESTIGING, HOOFD,      BEKOSTIGD};
    for (size_t y = 0; y <= life->n_years; y++) {
        random_table *t = y < life->n_years ? &life->enrolments[y] : &life->later;
        char name[RANDOM_CELL];
        for (size_t i = 0; i < sizeof optional / sizeof *optional; i++)
            if (random_chance(&life->source, 2)) t->left_out[optional[i]] = true;
        if (t->n_rows == 0) continue;
        if (y < life->n_years)
            (void)snprintf(name, sizeof name, "Inschrijving-%d.csv", life->years[y]);
        else
            (void)snprintf(name, sizeof name, "inschrijving_b.csv");
        random_table_write(t, folder, name, &life->source, rows);
    }
}

/* Of one register in four: what states no kind of number is pgn, DUO's lists have bsn, and links
 * join most of them, now and then two persons. */
static void write_kinds(const random_life *life, const char *folder) {
    char path[4096];
    FILE *to;
    (void)snprintf(path, sizeof path, "%s/doorstroom.yaml", folder);
    to = fopen(path, "a");
    assert_non_null(to);
    (void)fprintf(to, "\npersoon_soort: pgn\n");
    (void)fclose(to);
    (void)snprintf(path, sizeof path, "%s/leveringen/koppeling.csv", folder);
    to = fopen(path, "w");
    assert_non_null(to);
    (void)fprintf(to, "bsn,pgn\n");
    for (size_t i = 0; i < life->n_persons; i++) {
        char a[RANDOM_CELL], b[RANDOM_CELL];
        random_name(i, a);
        random_name(i % 17 == 0 ? i + 1 : i, b);
        if (i % 3 != 0) (void)fprintf(to, "%s,%s\n", a, b);
    }
    (void)fclose(to);
}

void random_register_write(const random_register *options, const char *folder, int *out_first,
                           int *out_last) {
    random_life life;
    random_source rows = {options->row_seed};
    memset(&life, 0, sizeof life);
    life.source.state = options->seed;
    begin(&life, options);
    for (size_t i = 0; i < life.n_persons; i++) {
        random_person p = {.soort = random_chance(&life.source, 50) ? "vmbo" : "mbo"};
        random_name(i, p.name);
        p.instelling = random_institution(&life.source);
        p.hoofdgroep = random_word(&life.source);
        p.birth_year = life.years[0] - random_from(&life.source, 12, 26);
        if (random_chance(&life.source, 20)) p.soort = random_soort(&life.source);
        if (i == 0 || random_chance(&life.source, 94)) live(&life, &p);
        random_rest_person(&life, &p);
    }
    if (life.enrolments[0].n_rows == 0) { /* one delivery of enrolments at least */
        random_person p = {.name = "1", .soort = "mbo"};
        add_year(&life, &p, life.years[0], &life.enrolments[0]);
    }
    write_enrolments(&life, folder, &rows);
    random_rest_write(&life, folder, &rows);
    if (options->seed % 4 == 1) write_kinds(&life, folder);
    for (size_t y = 0; y < life.n_years; y++)
        random_table_done(&life.enrolments[y]);
    random_table_done(&life.later);
    if (out_first != NULL) *out_first = life.years[0];
    if (out_last != NULL) *out_last = life.years[life.n_years - 1];
}
