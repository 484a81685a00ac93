/* tests/tally/test_table_4_1.c: table 4.1 of the Monitor Werkagenda mbo, meting 2025, gives itself
 * back. For each published count and percentage a denominator is found that rounds to it, such that
 * the subtotals by leerweg and the total come out as well; a register is made of them, imported and
 * tallied. (The printed count of MBO TOTAAL counts everybody twice: 24,286 and 22,308 are meant.)
 */
#include "tally/work.h"

#include "base/buffer.h"

enum { LEVELS = 4, PATHS = 3, YEARS = 2, FIRST = 2022 };
static const char *const paths[PATHS] = {"bbl", "bol", "extraneus"};

/* n and percent × 100, of 2022 and 2023 */
typedef struct published {
    uint32_t n, pct;
} published;
static const published cells[LEVELS][PATHS][YEARS] = {
    {{{543, 2693}, {660, 2689}}, {{2086, 2343}, {2292, 2144}}, {{31, 4844}, {32, 5614}}},
    {{{2451, 1202}, {2498, 1168}}, {{4577, 1094}, {3953, 1001}}, {{174, 1445}, {156, 1276}}},
    {{{1420, 510}, {1460, 516}}, {{2494, 546}, {2084, 501}}, {{111, 912}, {78, 600}}},
    {{{770, 551}, {783, 505}}, {{9523, 446}, {8220, 401}}, {{106, 601}, {92, 494}}}};
static const published by_path[PATHS][YEARS] = {
    {{5184, 807}, {5401, 798}}, {{18680, 603}, {16549, 557}}, {{422, 993}, {358, 806}}};
static const published total[YEARS] = {{24286, 642}, {22308, 605}};

typedef struct range {
    uint32_t low, high;
} range;

static uint32_t rounded(uint32_t n, uint32_t noemer) {
    return (uint32_t)((20000ull * n + noemer) / (2ull * noemer));
}

/* The denominators that round to what was published. */
static range range_of(published p) {
    range r = {p.n, 0};
    while (rounded(p.n, r.low) > p.pct)
        r.low++;
    for (r.high = r.low; rounded(p.n, r.high + 1) == p.pct;)
        r.high++;
    assert_int_equal(rounded(p.n, r.low), p.pct);
    return r;
}

static range both(range a, range b) {
    range r = {a.low > b.low ? a.low : b.low, a.high < b.high ? a.high : b.high};
    assert_true(r.low <= r.high);
    return r;
}

/* Numbers within ranges that add up to sum. */
static void divide(const range *ranges, size_t n, uint32_t sum, uint32_t *out) {
    for (size_t i = 0; i < n; i++)
        sum -= ranges[i].low;
    for (size_t i = 0; i < n; i++) {
        uint32_t room = ranges[i].high - ranges[i].low, more = sum < room ? sum : room;
        out[i] = ranges[i].low + more;
        sum -= more;
    }
    assert_int_equal(sum, 0);
}

static void solve(int year, uint32_t out[LEVELS][PATHS]) {
    range levels[PATHS][LEVELS], sums[PATHS], all = {0, 0};
    uint32_t of_path[PATHS], of_level[LEVELS];
    for (int p = 0; p < PATHS; p++) {
        range sum = {0, 0};
        for (int l = 0; l < LEVELS; l++) {
            levels[p][l] = range_of(cells[l][p][year]);
            sum.low += levels[p][l].low;
            sum.high += levels[p][l].high;
        }
        sums[p] = both(sum, range_of(by_path[p][year]));
        all.low += sums[p].low;
        all.high += sums[p].high;
    }
    all = both(all, range_of(total[year]));
    divide(sums, PATHS, all.low + (all.high - all.low) / 2, of_path);
    for (int p = 0; p < PATHS; p++) {
        divide(levels[p], LEVELS, of_path[p], of_level);
        for (int l = 0; l < LEVELS; l++)
            out[l][p] = of_level[l];
    }
}

/* Who stays in 2022 is among those of 2023, from the first person on. */
static uint32_t write_year(int year, uint32_t noemers[LEVELS][PATHS], ds_buffer *now,
                           ds_buffer *next, uint32_t *stay, uint32_t n_stay) {
    uint32_t n = 0, n_next = 0, newcomer = 1000000u * (uint32_t)(year + 1);
    for (int l = 0; l < LEVELS; l++)
        for (int p = 0; p < PATHS; p++)
            for (uint32_t i = 0; i < noemers[l][p]; i++) {
                uint32_t person = n < n_stay ? stay[n] : newcomer++;
                n++;
                ds_buffer_addf(now, "%u,%d,mbo,%s,%d\n", person, FIRST + year, paths[p], l + 1);
                if (i < cells[l][p][year].n) continue; /* these leave */
                stay[n_next++] = person;               /* never ahead of what is read */
                if (next != NULL) ds_buffer_addf(next, "%u,%d,hbo,,\n", person, FIRST + year + 1);
            }
    assert_true(n >= n_stay);
    return n_next;
}

static const char header[] = "persoon,schooljaar,soort,leerweg,niveau\n";

static void write_deliveries(const char *folder) {
    ds_buffer years[YEARS + 1], born;
    uint32_t noemers[LEVELS][PATHS], n_stay = 0;
    uint32_t *stay = ds_calloc(1000000, sizeof *stay);
    assert_non_null(stay);
    for (int y = 0; y <= YEARS; y++) {
        ds_buffer_init(&years[y], (size_t)1 << 28);
        ds_buffer_add_string(&years[y], header);
    }
    for (int y = 0; y < YEARS; y++) {
        solve(y, noemers);
        n_stay =
            write_year(y, noemers, &years[y], y + 1 == YEARS ? &years[YEARS] : NULL, stay, n_stay);
    }
    for (int y = 0; y <= YEARS; y++) {
        char name[64];
        (void)snprintf(name, sizeof name, "leveringen/inschrijving-%d.csv", FIRST + y);
        assert_int_equal(years[y].failed, DS_OK);
        ds_free(ds_test_write(folder, name, years[y].data, years[y].size));
        ds_buffer_done(&years[y]);
    }
    ds_buffer_init(&born, (size_t)1 << 28);
    ds_buffer_add_string(&born, "persoon,geboortedatum\n");
    for (uint32_t year = 1; year <= YEARS; year++)
        for (uint32_t i = 0; i < 400000; i++)
            ds_buffer_addf(&born, "%u,2004-10-02\n", 1000000u * year + i);
    ds_free(ds_test_write_string(folder, "leveringen/diploma.csv", "persoon,schooljaar,soort\n"));
    ds_free(ds_test_write(folder, "leveringen/persoon.csv", born.data, born.size));
    ds_buffer_done(&born);
    ds_free(stay);
}

static const ds_measures *find(const ds_cells *table, int year, const char *a, const char *b) {
    static ds_measures found;
    for (size_t i = 0; i < ds_cells_n(table); i++) {
        ds_cell cell = ds_cells_at(table, i);
        size_t n = ds_cells_n_keys(table);
        if (cell.schooljaar != FIRST + year) continue;
        if (n > 0 && (cell.keys[0].size != strlen(a) ||
                      memcmp(cell.keys[0].data, a, cell.keys[0].size) != 0))
            continue;
        if (n > 1 && (cell.keys[1].size != strlen(b) ||
                      memcmp(cell.keys[1].data, b, cell.keys[1].size) != 0))
            continue;
        found = cell.measures;
        return &found;
    }
    fail_msg("no cell %d %s %s", FIRST + year, a, b);
    return NULL;
}

/* The count, and the percentage in two decimals. */
static void expect(const ds_measures *m, published p) {
    ds_cell cell = {.measures = *m};
    char found[32], wanted[32];
    (void)snprintf(found, sizeof found, "%.2f", ds_cells_share_pct(&cell));
    (void)snprintf(wanted, sizeof wanted, "%u.%02u", p.pct / 100, p.pct % 100);
    assert_int_equal(m->teller, p.n);
    assert_int_equal(m->onbekend, 0);
    assert_string_equal(found, wanted);
}

static void test_table_4_1__gives_itself_back(void **state) {
    static const char *const by[] = {"niveau", "leerweg"};
    static const char *const names[LEVELS] = {"1", "2", "3", "4"};
    char *folder;
    ds_register *reg;
    ds_definitions *definitions;
    ds_cells *whole, *leerweg, *niveau;
    (void)state;
    if (work_scale() < 1) skip();
    folder = ds_test_folder();
    write_deliveries(folder);
    reg = work_register(folder);
    definitions = work_standard();
    whole = work_tally(reg, definitions, "vsv", NULL, 0, NULL);
    leerweg = work_tally(reg, definitions, "vsv", by + 1, 1, NULL);
    niveau = work_tally(reg, definitions, "vsv", by, 2, NULL);
    assert_int_equal(ds_cells_n(whole), YEARS);
    assert_int_equal(ds_cells_n(leerweg), (size_t)YEARS * PATHS);
    assert_int_equal(ds_cells_n(niveau), (size_t)YEARS * PATHS * LEVELS);
    for (int y = 0; y < YEARS; y++) {
        expect(find(whole, y, "", ""), total[y]);
        for (int p = 0; p < PATHS; p++) {
            expect(find(leerweg, y, paths[p], ""), by_path[p][y]);
            for (int l = 0; l < LEVELS; l++)
                expect(find(niveau, y, names[l], paths[p]), cells[l][p][y]);
        }
    }
    ds_cells_free(whole);
    ds_cells_free(leerweg);
    ds_cells_free(niveau);
    ds_definitions_free(definitions);
    ds_register_close(reg);
    ds_test_folder_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table_4_1__gives_itself_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
