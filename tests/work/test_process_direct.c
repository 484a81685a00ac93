/* tests/work/test_process_direct.c: what random cases say of each mechanism, by round and layer,
 * held against a count of every cell by itself, row by row. */
#include "base/random.h"
#include "process_of.h"

enum { DRAWN_ROWS = 120, DRAWN_ROUNDS = 3, DRAWN_CASES = 6 };

typedef struct drawn_row {
    unsigned round, of_case, layer, theme, mechanism, judgement;
} drawn_row;

static unsigned draw_below(ds_random *random, unsigned n) {
    return (unsigned)ds_random_below(random, n);
}

/* Rows of different keys; mechanism 3 and judgement 3 are none. */
static size_t draw_rows(uint64_t seed, drawn_row *rows) {
    ds_random random = ds_random_start(seed, 0, 0);
    size_t n = 0;
    for (size_t tries = 0; tries < DRAWN_ROWS; tries++) {
        drawn_row r;
        bool is_new = true;
        r.round = draw_below(&random, DRAWN_ROUNDS);
        r.of_case = draw_below(&random, DRAWN_CASES);
        r.layer = draw_below(&random, DS_PROCESS_LAYERS);
        r.theme = draw_below(&random, 2);
        r.mechanism = draw_below(&random, 4);
        r.judgement = draw_below(&random, 4);
        for (size_t i = 0; i < n; i++)
            is_new = is_new && (rows[i].round != r.round || rows[i].of_case != r.of_case ||
                                rows[i].layer != r.layer || rows[i].theme != r.theme ||
                                rows[i].mechanism != r.mechanism);
        if (is_new) rows[n++] = r;
    }
    return n;
}

static const char *const drawn_mechanisms[] = {"geen dubbele lesstof", "vaste begeleider",
                                               "warme overdracht", ""};
static const char *const drawn_judgements[] = {"bevestigd", "deels", "niet", ""};

static ds_kind_table *table_of_drawn(const drawn_row *rows, size_t n) {
    static char lines[DRAWN_ROWS][200];
    const char *all[DRAWN_ROWS + 2] = {"ronde,case,laag,thema,mechanisme,oordeel"};
    for (size_t i = 0; i < n; i++) {
        (void)snprintf(lines[i], sizeof lines[i], "r%u,c%u,%s,t%u,%s,%s", rows[i].round,
                       rows[i].of_case, ds_process_layer(rows[i].layer).code, rows[i].theme,
                       drawn_mechanisms[rows[i].mechanism], drawn_judgements[rows[i].judgement]);
        all[i + 1] = lines[i];
    }
    all[n + 1] = NULL;
    return make_table("casus", all);
}

/* The cell of a mechanism, round and layer (each SIZE_MAX: all), counted row by row. */
static ds_process_cell count_directly(const drawn_row *rows, size_t n, size_t mechanism,
                                      size_t round, size_t layer, uint64_t *times) {
    bool cases[DRAWN_ROUNDS][DRAWN_CASES] = {{false}}, rounds[DRAWN_ROUNDS] = {false},
         layers[DS_PROCESS_LAYERS] = {false};
    ds_process_cell c = {.cases = 0};
    memset(times, 0, 4 * sizeof *times);
    for (size_t i = 0; i < n; i++) {
        const drawn_row *r = &rows[i];
        if (mechanism != SIZE_MAX && r->mechanism != mechanism) continue;
        if (round != SIZE_MAX && r->round != round) continue;
        if (layer != SIZE_MAX && r->layer != layer) continue;
        c.judgements++;
        c.cases += !cases[r->round][r->of_case];
        c.rounds += !rounds[r->round];
        c.layers += !layers[r->layer];
        cases[r->round][r->of_case] = rounds[r->round] = layers[r->layer] = true;
        times[r->judgement]++;
    }
    return c;
}

static void holds_directly(const counted *c, const drawn_row *rows, size_t n, size_t mechanism,
                           size_t round, size_t layer) {
    const size_t at = mechanism == SIZE_MAX ? SIZE_MAX
                      : mechanism == 3      ? c->block.n_mechanisms
                                            : index_of(&c->framework.lists[DS_PROCESS_MECHANISMS],
                                                       drawn_mechanisms[mechanism]);
    const ds_process_cell *cell = ds_process_find(&c->block, at, round, layer);
    uint64_t times[4];
    const ds_process_cell direct = count_directly(rows, n, mechanism, round, layer, times);
    if (direct.judgements == 0) {
        assert_null(cell);
        return;
    }
    assert_non_null(cell);
    assert_int_equal(cell->cases, direct.cases);
    assert_int_equal(cell->rounds, direct.rounds);
    assert_int_equal(cell->layers, direct.layers);
    assert_int_equal(cell->judgements, direct.judgements);
    for (size_t k = 0; k < 4; k++) /* there are no other words: none comes after these */
        assert_int_equal(cell->given[k < 3 ? k : 4].times, times[k]);
}

static void test_process__as_a_direct_count(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        drawn_row rows[DRAWN_ROWS] = {{0}};
        const size_t n = draw_rows(seed, rows);
        ds_kind_table *table = table_of_drawn(rows, n);
        counted c;
        ds_error err;
        counted_init(&c);
        assert_int_equal(ds_process_count_cases(&c.framework, table, &c.arena, &c.block, &err),
                         DS_OK);
        assert_int_equal(c.block.n_rounds, DRAWN_ROUNDS);
        for (size_t m = 0; m <= 4; m++)
            for (size_t r = 0; r <= DRAWN_ROUNDS; r++)
                for (size_t l = 0; l <= DS_PROCESS_LAYERS; l++)
                    holds_directly(&c, rows, n, m == 4 ? SIZE_MAX : m,
                                   r == DRAWN_ROUNDS ? SIZE_MAX : r,
                                   l == DS_PROCESS_LAYERS ? SIZE_MAX : l);
        ds_kind_table_free(table);
        counted_done(&c);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_process__as_a_direct_count)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
