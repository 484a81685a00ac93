/* tests/cli/test_open.c: doorstroom open, as a user runs it: on small files made here, on files
 * with faults, and on DUO's own file where it is. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "doorstroom/inside.h"
#include "doorstroom/table.h"
#include "support/in_folder.h"
#include "support/open_text.h"
#include "support/work_run.h"

#define DUO DS_SOURCE_DIR "/../shared/data/duo_examens/duo_examen_raw_all.csv"
#define RUN(...) ds_run_program(DS_PROGRAM, NULL, __VA_ARGS__, NULL)

/* Two schools and one year: a hidden man, and a total above men and women. */
static char *small_file(void) {
    ds_buffer text;
    char *path;
    ds_buffer_init(&text, 1 << 16);
    open_header(&text, 2022, 1);
    open_keys(&text, 1, "HAVO", "HAVO - N&T");
    ds_buffer_add_string(&text,
                         ";\"<5\";\"<5\";\"100\";\"9\";\"8\";\"88.9\";\"11\";\"10\";\"90.9\"\n");
    open_keys(&text, 2, "VWO", "VWO - C&M");
    ds_buffer_add_string(&text,
                         ";\"6\";\"6\";\"100\";\"7\";\"7\";\"100\";\"14\";\"13\";\"92.9\"\n");
    path = ds_test_write(folder, "examens.csv", text.data, text.size);
    ds_buffer_done(&text);
    return path;
}

/* ---- what it prints ---- */

static void prints(ds_run run, const char *out, const char *err) {
    if (run.code != 0) fail_msg("%d: %s", run.code, run.err);
    if (strstr(run.out, out) == NULL) fail_msg("'%s' is not in %s", out, run.out);
    if (strstr(run.err, err) == NULL) fail_msg("'%s' is not in %s", err, run.err);
    ds_run_done(&run);
}

static void test_open__forms(void **state) {
    char *path = small_file();
    (void)state;
    prints(RUN("open", path, "--by", "onderwijstype, geslacht", "--format", "csv"),
           "indicator,schooljaar,onderwijstype,geslacht,teller_laag,teller_hoog,noemer_laag,"
           "noemer_hoog,percentage_laag,percentage_hoog\n"
           "slaagpercentage,2022,HAVO,m,1,2,1,2,100,100\n",
           "2 regels, 12 aantallen, waarvan 2 verborgen\n"
           "zeker uit te rekenen: 0 (0 uit ongelijkheden alleen, 0 met de percentages)\n"
           "nog eens 2 als het totaal mannen en vrouwen samen is; dat is een aanname\n"
           "totaal hoger dan mannen en vrouwen samen: 1 keer bij kandidaten, 0 keer bij "
           "geslaagden; regel 3 (2022/23)\n");
    prints(RUN("open", path, "--by", "geslacht", "--assume-equal", "--format", "csv"),
           "slaagpercentage,2022,m,8,8,8,8,100,100,totaal is man + vrouw\n", "aanname");
    prints(RUN("open", path, "--lang", "en"), "2022/23             23           25  92.00",
           "assumption");
    prints(RUN("open", path, "--by", "geslacht"), "  2022/23     m            7–8     7–8  100,00",
           "verborgen");
    prints(RUN("open", path, "--hidden", "--format", "csv"),
           "regel,kolom,schooljaar,instelling,vestiging,onderwijstype,opleiding,geslacht,telling,"
           "laag,hoog,uitgerekend,uit\n"
           "2,8,2022,01AB,01AB00,HAVO,HAVO - N&T,m,noemer,1,2,2,gelijkheid\n"
           "2,9,2022,01AB,01AB00,HAVO,HAVO - N&T,m,teller,1,2,2,gelijkheid\n",
           "");
    prints(RUN("open", path, "--hidden"), "gelijkheid", "");
    prints(RUN("open", path, "--format", "json"), "\"kandidaten_laag\": 1", "");
    prints(RUN("open", path, "--format", "json"), "\"percentage_hoog\": 92", "");
    prints(RUN("open", path, "--hidden", "--format", "json"), "\"uit\": \"gelijkheid\"", "");
    ds_free(path);
}

static void wrong(ds_run run, int code, const char *says) {
    if (run.code != code || strstr(run.err, says) == NULL)
        fail_msg("code %d, does not say '%s': %s", run.code, says, run.err);
    assert_string_equal(run.out, "");
    ds_run_done(&run);
}

static void test_open__wrong_usage(void **state) {
    char *path = small_file();
    (void)state;
    wrong(RUN("open"), 2, "welk bestand?");
    wrong(RUN("open", path, "--by", "geslcht"), 2, "bedoelde u: geslacht");
    wrong(RUN("open", path, "--by", "x", "--lang", "en"), 2, "expected: instelling, vestiging");
    wrong(RUN("open", path, "--by", "geslacht,"), 2, "--by");
    wrong(RUN("open", path, "--by", ""), 2, "--by");
    wrong(RUN("open", path, "--by", "geslacht,geslacht"), 2, "twee keer: geslacht");
    wrong(RUN("open", path, "--hidden", "--by", "geslacht"), 2, "--hidden");
    wrong(RUN("open", path, path), 2, "te veel argumenten");
    wrong(RUN("open", "/nergens/examens.csv"), 1, "/nergens/examens.csv");
    wrong(RUN("open", folder), 1, folder);
    ds_free(path);
}

/* Cells with bounds do not become exact ones by adding. */
static void test_open__merge_refuses(void **state) {
    char *path = small_file(), *csv;
    ds_run run = RUN("open", path, "--format", "csv");
    (void)state;
    assert_int_equal(run.code, 0);
    csv = ds_test_write_string(folder, "open.csv", run.out);
    ds_run_done(&run);
    wrong(RUN("merge", csv), 1, "regel 1, kolom 1: dit zijn cellen met grenzen");
    wrong(RUN("merge", csv, "--lang", "en"), 1, "these are cells with bounds");
    ds_free(csv);
    ds_free(path);
}

/* ---- bad files ---- */

typedef struct bad {
    const char *name, *data;
    size_t size;           /* 0: a string */
    unsigned line, column; /* column 0: wherever */
    const char *en;
} bad;

#define BYTES(text) text, sizeof(text) - 1
#define KEYS "INSTELLINGSCODE;VESTIGINGSCODE;ONDERWIJSTYPE VO;OPLEIDINGSNAAM"
#define PART(m, p) ";" m " SCHOOLJAAR 2022-2023 - " p
#define PARTS(p) PART("EXAMENKANDIDATEN", p) PART("GESLAAGDEN", p) PART("SLAAGPERC", p)
#define HEADER KEYS PARTS("MAN") PARTS("VROUW") PARTS("TOTAAL") "\n"
#define GOOD "00AA;00AA01;VWO;VWO - C&M;6;6;100;7;7;100;13;13;100\n"
#define SCHOOL "00AA;00AA02;VWO;VWO - C&M;"

static void test_open__bad_files(void **state) {
    static const bad list[] = {
        {"x.csv", BYTES(""), 0, 0, "empty"},
        {"x.csv", " \n\r\n", 0, 0, 0, "empty"},
        {"x.csv", HEADER, 0, 1, 0, "a header alone"},
        {"x.csv", BYTES("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0"), 3, 1, "NUL"},
        {"x.csv", BYTES("PK\x03\x04\x14\0\6\0\b\0\0\0!\0geheim.xml"), 1, 1, "ZIP or Excel"},
        {"x.csv", BYTES("\xFF\xFEI\0N\0S\0\n\0"), 1, 1, "UTF-16"},
        {"x.parquet", HEADER GOOD, 0, 0, 0, "Parquet"},
        {"x.sav", HEADER GOOD, 0, 0, 0, "SPSS"},
        {"x.csv", "persoon;schooljaar;soort\n987654321;2022;mbo\n", 0, 1, 0,
         "column 'INSTELLINGSCODE' is missing"},
        {"x.csv", KEYS PARTS("MAN") PARTS("VROUW") PARTS("VROUW") "\n" GOOD, 0, 1, 0,
         "have the same name"},
        {"x.csv", KEYS PARTS("MAN") PARTS("VROUW") "\n" SCHOOL "6;6;100;7;7;100\n", 0, 1, 0,
         "2022-2023 - TOTAAL' is missing"},
        {"x.csv", HEADER GOOD SCHOOL "6;6;100\n", 0, 3, 0, "too few fields"},
        {"x.csv", HEADER GOOD SCHOOL "6;6;100;7;7;100;13;13;100;1\n", 0, 3, 0, "too many fields"},
        {"x.csv", HEADER GOOD "\"00AA;00AA02\n" GOOD, 0, 3, 1, "not closed"},
        {"x.csv", HEADER GOOD SCHOOL "6;6;100;7;7;100;13;veel;100\n", 0, 3, 12,
         "not a count; expected"},
        {"x.csv", HEADER GOOD SCHOOL "987654321;6;100;7;7;100;13;13;100\n", 0, 3, 7,
         "the percentage does not fit"},
        {"x.csv", HEADER "\n" GOOD SCHOOL "6;6;100;7;7;100;13;13;Jansen\n", 0, 4, 13,
         "not a percentage; expected"},
        {"x.csv", HEADER GOOD GOOD, 0, 3, 0, "stands on line 2 too"},
        {"x.csv", BYTES(HEADER GOOD SCHOOL "6;\0;100;7;7;100;13;13;100\n"), 3, 29, "NUL"},
        {"x.csv", BYTES(HEADER GOOD SCHOOL "6;\x81;100;7;7;100;13;13;100\n"), 3, 29, "81"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        const bad *b = &list[i];
        char *path =
            ds_test_write(folder, b->name, b->data, b->size == 0 ? strlen(b->data) : b->size);
        ds_run run = RUN("open", path, "--lang", "en");
        char place[600];
        (void)snprintf(place, sizeof place, b->line == 0 ? "%s: " : "%s: line %u", path, b->line);
        if (b->column != 0) (void)snprintf(place + strlen(place), 40, ", column %u: ", b->column);
        if (run.code != 1 || ds_run_lines(run.err) != 1 || strstr(run.err, place) == NULL ||
            strstr(run.err, b->en) == NULL)
            fail_msg("%zu: %d, expected %s%s: %s", i, run.code, place, b->en, run.err);
        assert_null(strstr(run.err, "987654321"));
        assert_null(strstr(run.err, "Jansen"));
        assert_string_equal(run.out, "");
        ds_run_done(&run);
        assert_int_equal(unlink(path), 0);
        ds_free(path);
    }
}

/* ---- DUO's own file ---- */

enum { YEARS = 5, KEYS_N = 4, MEASURES = 9 };

typedef struct raw_record {
    char key[200]; /* instelling, vestiging, onderwijstype, opleiding */
    char type[16];
    char counts[YEARS][MEASURES][8]; /* noemer, teller, percentage of men, women, total */
} raw_record;

typedef struct raw {
    raw_record *list;
    size_t n, capacity;
} raw;

static ds_status raw_header(void *context, const ds_text *names, size_t n, ds_error *err) {
    (void)context;
    (void)names;
    (void)err;
    assert_int_equal(n, 7 + YEARS * MEASURES);
    return DS_OK;
}

static ds_status raw_batch(void *context, const ds_table_batch *batch, ds_error *err) {
    raw *all = context;
    (void)err;
    for (size_t r = 0; r < batch->n_records; r++) {
        const ds_text *f = batch->fields + r * batch->n_columns;
        raw_record *to;
        assert_true(ds_reserve(&all->list, &all->capacity, all->n + 1, sizeof *all->list));
        to = &all->list[all->n++];
        (void)snprintf(to->key, sizeof to->key, "%.*s|%.*s|%.*s|%.*s", (int)f[0].size, f[0].data,
                       (int)f[1].size, f[1].data, (int)f[4].size, f[4].data, (int)f[6].size,
                       f[6].data);
        (void)snprintf(to->type, sizeof to->type, "%.*s", (int)f[4].size, f[4].data);
        for (size_t i = 0; i < (size_t)YEARS * MEASURES; i++)
            (void)snprintf(to->counts[i / MEASURES][i % MEASURES], 8, "%.*s", (int)f[7 + i].size,
                           f[7 + i].data);
    }
    return DS_OK;
}

static int compare_raw(const void *a, const void *b) {
    return strcmp(((const raw_record *)a)->key, ((const raw_record *)b)->key);
}

static raw read_raw(void) {
    raw all = {0};
    ds_table_info info;
    ds_error err;
    const ds_table_sink sink = {&all, raw_header, raw_batch, NULL, NULL, NULL};
    assert_int_equal(ds_table_inspect(DUO, &info, &err), DS_OK);
    assert_int_equal(ds_table_read(DUO, &info, 1, &sink, &err), DS_OK);
    if (all.list == NULL) abort(); /* which the analyser knows not to return */
    qsort(all.list, all.n, sizeof *all.list, compare_raw);
    return all;
}

static ds_open *duo(void) {
    ds_open *open = NULL;
    ds_error err = {0};
    if (access(DUO, R_OK) != 0) skip();
    if (ds_work_open_read(DUO, &open, &err) != DS_OK)
        fail_msg("%lu: %s", (unsigned long)err.line, err.en);
    return open;
}

static ds_bounded *tally(const ds_open *open, const size_t *keys, size_t n, bool equality) {
    ds_bounded *cells = NULL;
    ds_error err;
    assert_int_equal(ds_open_tally(open, keys, n, equality, &cells, &err), DS_OK);
    return cells;
}

/* A printed count is itself; a hidden one lies from 1 to 4. */
static void fits_count(const char *printed, uint64_t low, uint64_t high) {
    if (strcmp(printed, "<5") == 0) {
        assert_true(low >= 1 && low <= high && high <= 4);
        return;
    }
    assert_int_equal(low, strtoul(printed, NULL, 10));
    assert_int_equal(high, strtoul(printed, NULL, 10));
}

static void fits_cell(const char (*printed)[8], const ds_bounded_cell *cell) {
    const double pct = strtod(printed[2], NULL);
    fits_count(printed[0], cell->noemer_low, cell->noemer_high);
    fits_count(printed[1], cell->teller_low, cell->teller_high);
    if (cell->noemer_high == 0) return;
    assert_true(cell->low_pct > pct - 0.0500001 && cell->high_pct < pct + 0.0500001);
}

static const raw_record *find(const raw *all, const ds_bounded_cell *cell) {
    raw_record wanted;
    const raw_record *found;
    const ds_text *k = cell->keys;
    (void)snprintf(wanted.key, sizeof wanted.key, "%.*s|%.*s|%.*s|%.*s", (int)k[0].size, k[0].data,
                   (int)k[1].size, k[1].data, (int)k[2].size, k[2].data, (int)k[3].size, k[3].data);
    found = bsearch(&wanted, all->list, all->n, sizeof wanted, compare_raw);
    if (found == NULL) abort();
    return found;
}

/* Every single cell, of men, women and total: no bound excludes what is printed. */
static void test_open_duo__no_bound_excludes_what_is_printed(void **state) {
    static const size_t keys[] = {0, 1, 2, 3, 7};
    ds_open *open = duo();
    raw all = read_raw();
    ds_bounded *totals = tally(open, keys, 4, false), *sexes = tally(open, keys, 5, false);
    (void)state;
    assert_int_equal(ds_bounded_n(totals), all.n * YEARS);
    assert_int_equal(ds_bounded_n(sexes), all.n * YEARS * 2);
    for (size_t i = 0; i < ds_bounded_n(totals); i++) {
        const ds_bounded_cell total = ds_bounded_at(totals, i);
        const ds_bounded_cell men = ds_bounded_at(sexes, 2 * i);
        const ds_bounded_cell women = ds_bounded_at(sexes, 2 * i + 1);
        const raw_record *record = find(&all, &total);
        const char(*printed)[8] = record->counts[total.schooljaar - 2019];
        assert_ptr_equal(find(&all, &men), record);
        assert_true(ds_text_is(men.keys[4], "m") && ds_text_is(women.keys[4], "v"));
        fits_cell(printed, &men);
        fits_cell(printed + 3, &women);
        fits_cell(printed + 6, &total);
        /* the total is at least the two */
        assert_true(men.noemer_low + women.noemer_low <= total.noemer_low);
        assert_true(men.teller_low + women.teller_low <= total.teller_low);
        assert_true(men.noemer_high <= total.noemer_high && women.noemer_high <= total.noemer_high);
    }
    ds_bounded_free(totals);
    ds_bounded_free(sexes);
    ds_open_free(open);
    ds_free(all.list);
}

typedef struct national {
    int year;
    const char *type;
    uint64_t teller_low, teller_high, noemer_low, noemer_high;
    double low_pct, high_pct;
} national;

/* From a program in another language that tries every value of every hidden count, and finds the
 * extreme quotients in exact fractions. */
static const national expected[] = {
    {2019, "HAVO", 52679, 53871, 54023, 55225, 97.49430945463294, 97.56570248682328},
    {2019, "VMBO", 98589, 101046, 99250, 101728, 99.3130124705361, 99.35007472665775},
    {2019, "VWO", 37782, 39565, 38191, 39979, 98.91617362165559, 98.97678374862404},
    {2020, "HAVO", 48487, 49630, 53484, 54687, 90.5594862508634, 90.84865577613361},
    {2020, "VMBO", 91105, 93407, 93314, 95658, 97.58918722087158, 97.68935471386283},
    {2020, "VWO", 36225, 37884, 38578, 40287, 93.78137777547747, 94.15011311935957},
    {2021, "HAVO", 44899, 46215, 49640, 51012, 90.35197103781175, 90.6915102489594},
    {2021, "VMBO", 85656, 88192, 88156, 90755, 97.09532282375874, 97.24287006198028},
    {2021, "VWO", 35019, 36682, 37777, 39499, 92.55864327979712, 93.00355149670219},
    {2022, "HAVO", 41636, 42822, 49484, 50753, 84.01169236972079, 84.49992099857798},
    {2022, "VMBO", 79818, 82197, 86003, 88474, 92.7120100315809, 92.99935483140726},
    {2022, "VWO", 32645, 34160, 36904, 38520, 88.23053043595627, 88.90278537741995},
    {2023, "HAVO", 43765, 45092, 49835, 51248, 87.67690921829647, 88.12783601940228},
    {2023, "VMBO", 85135, 87478, 90956, 93392, 93.50645072742246, 93.7591800413839},
    {2023, "VWO", 32889, 34508, 36279, 38004, 90.40166927490871, 91.0459587955626},
};

static void test_open_duo__national_rates(void **state) {
    static const size_t keys[] = {2};
    ds_open *open = duo();
    ds_bounded *cells = tally(open, keys, 1, false);
    (void)state;
    assert_int_equal(ds_bounded_n(cells), sizeof expected / sizeof *expected);
    for (size_t i = 0; i < ds_bounded_n(cells); i++) {
        const ds_bounded_cell cell = ds_bounded_at(cells, i);
        const national *e = &expected[i];
        assert_int_equal(cell.schooljaar, e->year);
        assert_true(ds_text_is(cell.keys[0], e->type));
        assert_int_equal(cell.teller_low, e->teller_low);
        assert_int_equal(cell.teller_high, e->teller_high);
        assert_int_equal(cell.noemer_low, e->noemer_low);
        assert_int_equal(cell.noemer_high, e->noemer_high);
        assert_float_equal(cell.low_pct, e->low_pct, 1e-10);
        assert_float_equal(cell.high_pct, e->high_pct, 1e-10);
    }
    ds_bounded_free(cells);
    ds_open_free(open);
}

static void test_open_duo__hidden_counts(void **state) {
    ds_open *open = duo();
    const ds_open_summary s = ds_open_summary_of(open);
    (void)state;
    assert_int_equal(s.n_records, 12782);
    assert_int_equal(s.n_counts, 383460);
    assert_int_equal(s.n_hidden, 99220);
    assert_int_equal(s.n_worked_out[DS_OPEN_INEQUALITY], 10544);
    assert_int_equal(s.n_worked_out[DS_OPEN_PERCENTAGE], 10587);
    assert_int_equal(s.n_worked_out[DS_OPEN_EQUALITY], 22030);
    assert_int_equal(s.n_excesses, 33);
    assert_int_equal(s.excesses[0].line, 623);
    ds_open_free(open);
}

/* On the screen too: a table of so many rows is printed at once, not in the square of them. */
static void test_open_duo__hidden_on_the_screen(void **state) {
    const time_t from = time(NULL);
    ds_run run;
    (void)state;
    if (access(DUO, R_OK) != 0) skip();
    run = RUN("open", DUO, "--hidden");
    assert_int_equal(run.code, 0);
    assert_true(ds_run_lines(run.out) > 99220);
    assert_true(time(NULL) - from < 60);
    ds_run_done(&run);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_open__forms),
        cmocka_unit_test(test_open__wrong_usage),
        cmocka_unit_test(test_open__merge_refuses),
        cmocka_unit_test(test_open__bad_files),
        cmocka_unit_test(test_open_duo__no_bound_excludes_what_is_printed),
        cmocka_unit_test(test_open_duo__national_rates),
        cmocka_unit_test(test_open_duo__hidden_counts),
        cmocka_unit_test(test_open_duo__hidden_on_the_screen),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
