/* cli/effect_csv.c: effects as csv (design section 6), and what the forms share. See effect.h. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/effect_table.h"

/* Nothing where there is no number; no minus before a zero. */
static void number(double value) {
    char text[DS_NUMBER_SIZE];
    (void)printf(",%s", ds_number_print(value == 0 ? 0.0 : value, text));
}

static void print_row(const effect_block *block, const effect_row *row) {
    const ds_effect_result *r = &row->result;
    const bool known = effect_has_estimate(r);
    cli_csv_field(ds_text_of(block->id));
    (void)putchar(',');
    cli_csv_field(ds_text_of(row->outcome));
    (void)putchar(',');
    if (row->year != EFFECT_NO_YEAR) (void)printf("%d", row->year);
    (void)printf(",%llu,%llu,%llu", (unsigned long long)r->n_treated,
                 (unsigned long long)r->n_control, (unsigned long long)r->off_support);
    number(known ? r->treated : NAN);
    number(known ? r->control : NAN);
    number(known ? r->difference : NAN);
    number(known ? r->se : NAN);
    number(known ? r->low : NAN);
    number(known ? r->high : NAN);
    number(known ? r->p : NAN);
    (void)putchar('\n');
}

void effect_print_csv(const effect_block *blocks, size_t n) {
    (void)printf("evaluation,outcome,jaar,n_behandeld,n_controle,buiten_steun,behandeld,controle,"
                 "verschil,se,laag,hoog,p\n");
    for (size_t b = 0; b < n; b++)
        for (size_t i = 0; i < blocks[b].n_rows; i++)
            print_row(&blocks[b], &blocks[b].rows[i]);
}

bool effect_has_estimate(const ds_effect_result *result) {
    return isfinite(result->difference);
}

const char *effect_cohorts(const effect_row *row, char *out, size_t size) {
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < row->n_cohorts && used < size; i++) {
        size_t last = i;
        while (last + 1 < row->n_cohorts && row->cohorts[last + 1] == row->cohorts[last] + 1)
            last++;
        used +=
            (size_t)snprintf(out + used, size - used, "%s%d", i == 0 ? "" : ", ", row->cohorts[i]);
        if (last > i && used < size)
            used += (size_t)snprintf(out + used, size - used, "-%d", row->cohorts[last]);
        i = last;
    }
    return out;
}

bool effect_same_cohorts(const effect_row *a, const effect_row *b) {
    return a->n_cohorts == b->n_cohorts &&
           (a->n_cohorts == 0 ||
            memcmp(a->cohorts, b->cohorts, a->n_cohorts * sizeof *a->cohorts) == 0);
}

/* ---- what csv has no column for ---- */

static void note_rows(const effect_block *block, const char *what, const bool *chosen) {
    char rows[2048];
    (void)fprintf(stderr, "%s%s%s: %s\n", block->id, block->id[0] == '\0' ? "" : ": ",
                  cli_clean(what), cli_clean(effect_rows(block, chosen, rows, sizeof rows)));
}

/* A line for each set of cohorts. */
static void note_cohorts(const cli *c, const effect_block *block, bool *chosen) {
    for (size_t i = 0; i < block->n_rows; i++) {
        char cohorts[256], what[300];
        bool earlier = false;
        for (size_t k = 0; k < block->n_rows; k++) {
            chosen[k] = effect_same_cohorts(&block->rows[k], &block->rows[i]);
            earlier = earlier || (k < i && chosen[k]);
        }
        if (earlier) continue;
        (void)snprintf(what, sizeof what, "%s %s", cli_say(c, "cohorten", "cohorts"),
                       effect_cohorts(&block->rows[i], cohorts, sizeof cohorts));
        note_rows(block, what, chosen);
    }
}

static void note_count(const cli *c, const effect_block *block, const char *nl, const char *en,
                       uint64_t n) {
    if (n > 0)
        (void)fprintf(stderr, "%s: %s: %llu\n", block->id, cli_say(c, nl, en),
                      (unsigned long long)n);
}

static uint64_t unknown_of(const effect_row *row) {
    return row->unknown;
}
static uint64_t missing_of(const effect_row *row) {
    return row->result.n_missing;
}

/* Which rows lack persons, and how many at most. */
static void note_lacking(const cli *c, const effect_block *block, const char *nl, const char *en,
                         uint64_t (*of)(const effect_row *row), bool *chosen) {
    uint64_t most = 0;
    char what[200];
    for (size_t i = 0; i < block->n_rows; i++) {
        const uint64_t n = of(&block->rows[i]);
        chosen[i] = n > 0;
        most = n > most ? n : most;
    }
    (void)snprintf(what, sizeof what, cli_say(c, "%s (ten hoogste %llu)", "%s (at most %llu)"),
                   cli_say(c, nl, en), (unsigned long long)most);
    if (most > 0) note_rows(block, what, chosen);
}

/* Persons who are not in the sample; match says its own. */
static void note_persons(const cli *c, const effect_block *block, bool *chosen) {
    note_count(c, block, "in geen van beide groepen, niet meegeteld", "in neither group, left out",
               block->other);
    note_count(c, block, "controles op de uitgesloten locaties, weggelaten",
               "controls at the excluded locations, left out", block->left_out);
    note_lacking(c, block, "uitkomst onbekend", "outcome unknown", unknown_of, chosen);
    note_lacking(c, block, "weggelaten, omdat een kenmerk ontbreekt",
                 "left out, as a covariate is missing", missing_of, chosen);
}

void effect_print_notes(const cli *c, const effect_block *block) {
    bool *chosen = ds_calloc(block->n_rows + 1, sizeof *chosen);
    unsigned all = 0;
    char what[512];
    if (chosen == NULL) return;
    if (block->id[0] != '\0') {
        note_cohorts(c, block, chosen);
        note_persons(c, block, chosen);
    }
    if (block->leaves_out && block->left_out == 0)
        (void)fprintf(stderr,
                      cli_say(c,
                              "%s: geen enkele controle zit op de locaties van --controls-without: "
                              "kloppen de codes?\n",
                              "%s: no control is at the locations of --controls-without: are the "
                              "codes right?\n"),
                      block->id);
    for (size_t i = 0; i < block->n_rows; i++)
        all |= block->rows[i].result.flags;
    for (unsigned flag = 1; flag != 0 && flag <= all; flag <<= 1) {
        if (!(all & flag) || effect_flag_words(c, flag) == NULL) continue;
        for (size_t i = 0; i < block->n_rows; i++)
            chosen[i] = (block->rows[i].result.flags & flag) != 0;
        (void)snprintf(what, sizeof what, "%s%s", effect_flag_words(c, flag),
                       effect_flag_more(c, flag, block->options));
        note_rows(block, what, chosen);
    }
    ds_free(chosen);
}

/* ---- diagnostics of a block ---- */

ds_status effect_diagnose(const cli *c, effect_block *block, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; c->format != CLI_CSV && status == DS_OK && i < block->n_rows; i++) {
        effect_row *row = &block->rows[i];
        if (!effect_has_estimate(&row->result)) continue;
        status =
            ds_effect_diagnose(row->sample, block->options, &row->result, &row->diagnostics, err);
        if (c->format == CLI_TABLE) break;
    }
    return status;
}

void effect_block_done(effect_block *block) {
    for (size_t i = 0; block->rows != NULL && i < block->n_rows; i++)
        ds_effect_diagnostics_free(block->rows[i].diagnostics);
}
