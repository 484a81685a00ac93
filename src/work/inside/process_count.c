/* work/inside/process_count.c: what cases say of each mechanism, by round and layer. A row counts
 * for its mechanism and for all, its round and all, its layer and all: eight cells. Sorted by cell
 * and case, a cell is a run. See doorstroom/process.h for what a case and a judgement is. */
#include "work/inside/process_count.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

typedef struct spoken {
    uint32_t mechanism, round, layer; /* of the cell; PROCESS_ALL */
    uint32_t of_round, of_case, of_layer, judgement;
} spoken;

enum { CASE_ROUND, CASE_CASE, CASE_LAYER, CASE_MECHANISM, CASE_JUDGEMENT, CASE_COLUMNS };
enum { SPOKEN_CELLS = 8 };

typedef struct case_count {
    const process_framework *framework;
    const ds_kind_table *table;
    ds_arena *arena;
    ds_process_block *block;
    size_t columns[CASE_COLUMNS];
    const uint32_t *mechanisms, *judgements; /* by word of their column */
    spoken *rows;
    size_t n;
} case_count;

/* ---- words ---- */

ds_status ds_process_column(const ds_kind_table *table, const char *name, size_t *out,
                            ds_error *err) {
    *out = ds_kind_table_find(table, name);
    if (*out != SIZE_MAX) return DS_OK;
    return ds_error_set(err, DS_INPUT, "%s: geen kolom %s; importeer opnieuw",
                        "%s: no column %s; import again", ds_kind_table_kind(table), name);
}

ds_status ds_process_words_of(const ds_kind_table *table, size_t column, ds_arena *arena,
                              const char ***out, size_t *out_n, ds_error *err) {
    const ds_kind_column *of = ds_kind_table_column(table, column);
    const char **words = ds_arena_take(arena, of->n_words + 1, sizeof *words);
    if (words == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < of->n_words; i++)
        words[i] = ds_arena_copy(arena, of->words[i]);
    *out = words;
    *out_n = of->n_words;
    return ds_arena_finish(arena, err);
}

static size_t find_known_word(const ds_process_words *list, const char *word) {
    for (size_t i = 0; i < list->n; i++)
        if (ds_text_equal_nocase(ds_text_of(list->words[i].code), ds_text_of(word))) return i;
    return SIZE_MAX;
}

/* Mechanisms of the framework, then those that only cases name. */
static ds_status map_mechanisms(case_count *c, ds_error *err) {
    const ds_process_words *known = &c->framework->lists[DS_PROCESS_MECHANISMS];
    const char **words = NULL;
    size_t n = 0, all = known->n;
    ds_process_word *mechanisms;
    uint32_t *map;
    ds_status status =
        ds_process_words_of(c->table, c->columns[CASE_MECHANISM], c->arena, &words, &n, err);
    if (status != DS_OK) return status;
    mechanisms = ds_arena_take(c->arena, known->n + n, sizeof *mechanisms);
    map = ds_arena_take(c->arena, n + 1, sizeof *map);
    if (mechanisms == NULL || map == NULL) return ds_error_memory(err);
    memcpy(mechanisms, known->words, known->n * sizeof *mechanisms);
    for (size_t i = 0; i < n; i++) {
        const size_t at = find_known_word(known, words[i]);
        map[i] = (uint32_t)(at == SIZE_MAX ? all : at);
        if (at == SIZE_MAX) mechanisms[all++] = (ds_process_word){words[i], words[i], words[i]};
    }
    c->mechanisms = map;
    c->block->mechanisms = mechanisms;
    c->block->n_mechanisms = all;
    return DS_OK;
}

/* What is no word of the framework is not shown: it may be what a person said. */
static ds_status map_judgements(case_count *c, ds_error *err) {
    const ds_process_words *known = &c->framework->lists[DS_PROCESS_JUDGEMENTS];
    const char **words = NULL;
    size_t n = 0;
    uint32_t *map;
    ds_status status =
        ds_process_words_of(c->table, c->columns[CASE_JUDGEMENT], c->arena, &words, &n, err);
    if (status != DS_OK) return status;
    map = ds_arena_take(c->arena, n + 1, sizeof *map);
    if (map == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < n; i++) {
        const size_t at = find_known_word(known, words[i]);
        map[i] = (uint32_t)(at == SIZE_MAX ? known->n : at);
    }
    c->judgements = map;
    return DS_OK;
}

/* ---- rows ---- */

static uint32_t case_word(const case_count *c, uint64_t row, size_t column) {
    return (uint32_t)ds_kind_table_integer(c->table, row, c->columns[column]);
}

static spoken read_spoken(const case_count *c, uint64_t row) {
    const bool named = !ds_kind_table_is_missing(c->table, row, c->columns[CASE_MECHANISM]);
    const bool judged = !ds_kind_table_is_missing(c->table, row, c->columns[CASE_JUDGEMENT]);
    const size_t none = c->framework->lists[DS_PROCESS_JUDGEMENTS].n + 1;
    const uint32_t round = case_word(c, row, CASE_ROUND), layer = case_word(c, row, CASE_LAYER);
    return (spoken){.mechanism = named ? c->mechanisms[case_word(c, row, CASE_MECHANISM)]
                                       : (uint32_t)c->block->n_mechanisms,
                    .round = round,
                    .layer = layer,
                    .of_round = round,
                    .of_case = case_word(c, row, CASE_CASE),
                    .of_layer = layer,
                    .judgement =
                        judged ? c->judgements[case_word(c, row, CASE_JUDGEMENT)] : (uint32_t)none};
}

static int compare_numbers(uint32_t a, uint32_t b) {
    return (a > b) - (a < b);
}

static int compare_cell_of(const spoken *a, const spoken *b) {
    int by = compare_numbers(a->mechanism, b->mechanism);
    if (by == 0) by = compare_numbers(a->round, b->round);
    return by != 0 ? by : compare_numbers(a->layer, b->layer);
}

static int compare_case_of(const spoken *a, const spoken *b) {
    const int by = compare_numbers(a->of_round, b->of_round);
    return by != 0 ? by : compare_numbers(a->of_case, b->of_case);
}

static int compare_spoken(const void *a, const void *b) {
    const int by = compare_cell_of(a, b);
    return by != 0 ? by : compare_case_of(a, b);
}

static ds_status spread_spoken(case_count *c, ds_error *err) {
    const uint64_t n_rows = ds_kind_table_n_rows(c->table);
    c->rows = ds_calloc((size_t)n_rows + 1, SPOKEN_CELLS * sizeof *c->rows);
    if (c->rows == NULL) return ds_error_memory(err);
    for (uint64_t row = 0; row < n_rows; row++)
        for (unsigned all = 0; all < SPOKEN_CELLS; all++) {
            spoken s = read_spoken(c, row);
            if (all & 1) s.mechanism = PROCESS_ALL;
            if (all & 2) s.round = PROCESS_ALL;
            if (all & 4) s.layer = PROCESS_ALL;
            c->rows[c->n++] = s;
        }
    qsort(c->rows, c->n, sizeof *c->rows, compare_spoken);
    return DS_OK;
}

/* ---- cells ---- */

static size_t or_all(uint32_t number) {
    return number == PROCESS_ALL ? SIZE_MAX : number;
}

/* Rows from..to are one cell's, in the order of round and case. */
static void count_cell(const case_count *c, size_t from, size_t to, ds_process_given *given,
                       ds_process_cell *out) {
    uint64_t layers = 0, seen = 0;
    *out = (ds_process_cell){.mechanism = or_all(c->rows[from].mechanism),
                             .round = or_all(c->rows[from].round),
                             .layer = or_all(c->rows[from].layer),
                             .judgements = to - from,
                             .given = given};
    for (size_t i = from; i < to; i++) {
        const spoken *s = &c->rows[i], *before = i == from ? NULL : s - 1;
        if (before == NULL || compare_case_of(before, s) != 0) {
            out->cases++;
            out->rounds += before == NULL || before->of_round != s->of_round;
            seen = 0;
        }
        given[s->judgement].times++;
        given[s->judgement].cases += (seen >> s->judgement & 1) == 0;
        seen |= (uint64_t)1 << s->judgement;
        layers |= (uint64_t)1 << s->of_layer;
    }
    for (size_t l = 0; l < DS_PROCESS_LAYERS; l++)
        out->layers += layers >> l & 1;
}

static ds_status count_all_cells(const case_count *c, ds_error *err) {
    const size_t n_given = c->framework->lists[DS_PROCESS_JUDGEMENTS].n + 2;
    ds_process_cell *cells;
    ds_process_given *given;
    size_t n = 0, from = 0;
    for (size_t i = 0; i < c->n; i++)
        n += i == 0 || compare_cell_of(&c->rows[i - 1], &c->rows[i]) != 0;
    cells = ds_arena_take(c->arena, n + 1, sizeof *cells);
    given = ds_arena_take(c->arena, n + 1, n_given * sizeof *given);
    if (cells == NULL || given == NULL) return ds_error_memory(err);
    n = 0;
    for (size_t i = 1; i <= c->n; i++)
        if (i == c->n || compare_cell_of(&c->rows[i - 1], &c->rows[i]) != 0) {
            count_cell(c, from, i, given + n * n_given, &cells[n]);
            n++;
            from = i;
        }
    c->block->cells = cells;
    c->block->n_cells = n;
    return DS_OK;
}

ds_status ds_process_count_cases(const process_framework *framework, const ds_kind_table *casus,
                                 ds_arena *arena, ds_process_block *block, ds_error *err) {
    static const char *const names[CASE_COLUMNS] = {"ronde", "case", "laag", "mechanisme",
                                                    "oordeel"};
    case_count c = {.framework = framework, .table = casus, .arena = arena, .block = block};
    const ds_process_words *known = &framework->lists[DS_PROCESS_MECHANISMS];
    const char **rounds = NULL;
    ds_status status = DS_OK;
    block->mechanisms = known->words;
    block->n_mechanisms = block->n_known_mechanisms = known->n;
    block->cases_delivered = ds_kind_table_is_present(casus);
    if (!block->cases_delivered) return DS_OK;
    for (size_t i = 0; status == DS_OK && i < CASE_COLUMNS; i++)
        status = ds_process_column(casus, names[i], &c.columns[i], err);
    if (status == DS_OK)
        status = ds_process_words_of(casus, c.columns[CASE_ROUND], arena, &rounds, &block->n_rounds,
                                     err);
    block->rounds = rounds;
    if (status == DS_OK && block->n_rounds > PROCESS_ROUNDS_MAX)
        status = ds_error_set(err, DS_INPUT, "casus: meer dan %d rondes",
                              "casus: more than %d rounds", PROCESS_ROUNDS_MAX);
    if (status == DS_OK) status = map_mechanisms(&c, err);
    if (status == DS_OK) status = map_judgements(&c, err);
    if (status == DS_OK) status = spread_spoken(&c, err);
    if (status == DS_OK) status = count_all_cells(&c, err);
    if (status == DS_OK)
        block->n_case_names = ds_kind_table_column(casus, c.columns[CASE_CASE])->n_words;
    ds_free(c.rows);
    return status;
}
