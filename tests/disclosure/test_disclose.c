/* From tables to a release: nothing small is shown, nobody works it out, from one release or two,
 * and the file gives the same back. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "doorstroom/disclosure.h"
#include "support/support.h"
#include "support/work_run.h"

enum { INSTITUTIONS = 4, NIVEAUS = 3, LEERWEGEN = 2, YEARS = 2, TABLES_MAX = 24, ROWS_MAX = 4096 };

static const char *const institutions[INSTITUTIONS] = {"00AA", "01BB", "02CC", "03DD"};
static const char *const niveaus[NIVEAUS] = {"2", "3", "4"};
static const char *const leerwegen[LEERWEGEN] = {"bol", "bbl"};
static const char *const all_names[3] = {"instelling", "niveau", "leerweg"};

/* Persons by year, institution, niveau, leerweg. */
typedef struct country {
    ds_measures measures[YEARS][INSTITUTIONS][NIVEAUS][LEERWEGEN];
} country;

typedef struct asked {
    ds_disclosure_table tables[TABLES_MAX];
    ds_cells *cells[TABLES_MAX];
    size_t n;
} asked;

static uint64_t next_random(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state >> 11;
}

static void make_country(uint64_t seed, country *out) {
    uint64_t state = UINT64_C(0x9E3779B97F4A7C15) * (seed + 1);
    memset(out, 0, sizeof *out);
    for (int y = 0; y < YEARS; y++)
        for (int i = 0; i < INSTITUTIONS; i++)
            for (int n = 0; n < NIVEAUS; n++)
                for (int l = 0; l < LEERWEGEN; l++) {
                    ds_measures *m = &out->measures[y][i][n][l];
                    m->noemer = next_random(&state) % 5 == 0 ? next_random(&state) % 12
                                                             : next_random(&state) % 200;
                    m->teller = m->noemer == 0 ? 0 : next_random(&state) % (m->noemer + 1) / 4;
                    m->onbekend = next_random(&state) % 3 == 0 ? next_random(&state) % 15 : 0;
                }
}

/* The cells by the keys whose bit is set: 1 instelling, 2 niveau, 4 leerweg. */
static ds_cells *count_by(const country *c, const char *indicator, unsigned keys) {
    const char *names[3];
    ds_text values[3];
    size_t n = 0;
    ds_cells *cells;
    ds_error err;
    for (unsigned k = 0; k < 3; k++)
        if (keys >> k & 1) names[n++] = all_names[k];
    cells = ds_cells_new(indicator, false, 1, names, n);
    assert_non_null(cells);
    for (int y = 0; y < YEARS; y++)
        for (int i = 0; i < INSTITUTIONS; i++)
            for (int k = 0; k < NIVEAUS; k++)
                for (int l = 0; l < LEERWEGEN; l++) {
                    const char *texts[3] = {institutions[i], niveaus[k], leerwegen[l]};
                    n = 0;
                    for (unsigned b = 0; b < 3; b++)
                        if (keys >> b & 1) values[n++] = (ds_text){texts[b], strlen(texts[b])};
                    assert_int_equal(
                        ds_cells_add(cells, 2022 + y, values, &c->measures[y][i][k][l], &err),
                        DS_OK);
                }
    ds_cells_finish(cells);
    return cells;
}

static void ask_for(asked *a, const country *c, const ds_indicator *indicator, const char *id,
                    unsigned keys, const char *scope, bool without_own) {
    a->cells[a->n] = count_by(c, indicator->id, keys);
    a->tables[a->n] = (ds_disclosure_table){.id = id,
                                            .indicator = indicator,
                                            .cells = a->cells[a->n],
                                            .scope = scope,
                                            .without_own = without_own};
    a->n++;
}

/* National, by institution, and of each institution its own and the country without it. */
static void ask_all(asked *a, const country *c, const ds_indicator *indicator) {
    static const char *const ids[INSTITUTIONS][2] = {
        {"a", "zonder a"}, {"b", "zonder b"}, {"c", "zonder c"}, {"d", "zonder d"}};
    a->n = 0;
    ask_for(a, c, indicator, "landelijk", 2 | 4, "", false);
    ask_for(a, c, indicator, "niveau", 2, "", false);
    ask_for(a, c, indicator, "totaal", 0, "", false);
    ask_for(a, c, indicator, "instellingen", 1 | 2, "", false);
    for (int i = 0; i < INSTITUTIONS; i++) {
        ask_for(a, c, indicator, ids[i][0], 1 | 2 | 4, institutions[i], false);
        ask_for(a, c, indicator, ids[i][1], 2, institutions[i], true);
    }
}

static void asked_done(asked *a) {
    for (size_t i = 0; i < a->n; i++)
        ds_cells_free(a->cells[i]);
    a->n = 0;
}

/* ---- what the release shows, attacked anew ---- */

typedef struct published {
    ds_published_table tables[2 * TABLES_MAX];
    ds_published_row rows[ROWS_MAX];
    const ds_release_row *from[2 * TABLES_MAX];
    size_t n, n_rows;
} published;

static void publish_release(const ds_release *release, published *out) {
    for (size_t t = 0; t < ds_release_n_tables(release); t++) {
        const ds_release_table *table = ds_release_at(release, t);
        out->tables[out->n] = (ds_published_table){.name = table->id,
                                                   .indicator = table->indicator,
                                                   .without = table->without,
                                                   .has_teller = true,
                                                   .has_unknown = true,
                                                   .key_names = table->key_names,
                                                   .n_keys = table->n_keys,
                                                   .rows = out->rows + out->n_rows,
                                                   .n_rows = table->n_rows};
        out->from[out->n++] = table->rows;
        for (size_t i = 0; i < table->n_rows; i++) {
            const ds_release_row *row = &table->rows[i];
            assert_true(out->n_rows < ROWS_MAX);
            out->rows[out->n_rows++] = (ds_published_row){.schooljaar = row->schooljaar,
                                                          .keys = row->keys,
                                                          .teller = row->teller,
                                                          .noemer = row->noemer,
                                                          .onbekend = row->onbekend};
        }
    }
}

/* The true counts of a row, by name. */
static int64_t true_count(const country *c, const ds_published_table *t,
                          const ds_published_row *row, const char *measure) {
    int64_t sum = 0;
    for (int i = 0; i < INSTITUTIONS; i++)
        for (int k = 0; k < NIVEAUS; k++)
            for (int l = 0; l < LEERWEGEN; l++) {
                const char *texts[3] = {institutions[i], niveaus[k], leerwegen[l]};
                const ds_measures *m = &c->measures[row->schooljaar - 2022][i][k][l];
                bool in = strcmp(t->without, institutions[i]) != 0;
                for (size_t a = 0; a < t->n_keys; a++)
                    for (size_t b = 0; b < 3; b++)
                        if (strcmp(t->key_names[a], all_names[b]) == 0)
                            in = in && strcmp(row->keys[a], texts[b]) == 0;
                if (!in) continue;
                sum += (int64_t)(strcmp(measure, "teller") == 0       ? m->teller
                                 : strcmp(measure, "complement") == 0 ? m->noemer - m->teller
                                 : strcmp(measure, "noemer") == 0     ? m->noemer
                                                                      : m->onbekend);
            }
    return sum;
}

static void check_shown(const country *c, const published *p) {
    for (size_t t = 0; t < p->n; t++)
        for (size_t i = 0; i < p->tables[t].n_rows; i++) {
            const ds_published_row *row = &p->tables[t].rows[i];
            const ds_release_count *counts[] = {&row->teller, &row->noemer, &row->onbekend};
            static const char *const names[] = {"teller", "noemer", "onbekend"};
            for (int m = 0; m < 3; m++) {
                const int64_t count = true_count(c, &p->tables[t], row, names[m]);
                if (!counts[m]->shown) {
                    assert_int_equal(counts[m]->n, 0);
                    continue;
                }
                assert_int_equal(counts[m]->n, count);
                assert_true(count == 0 || count >= 10);
            }
        }
}

/* Nothing that the second attacker finds is a small count. */
static size_t check_found(const country *c, const published *p, uint64_t seed) {
    ds_findings found;
    ds_error err = {0};
    size_t n_hidden;
    assert_int_equal(ds_attack_published(p->tables, p->n, 10, "instelling", &found, &err), DS_OK);
    assert_int_equal(found.n_contradictions, 0);
    for (size_t i = 0; i < found.n; i++) {
        const ds_published_table *t = &p->tables[found.list[i].table];
        const int64_t count = true_count(c, t, &t->rows[found.list[i].row], found.list[i].measure);
        if (count >= 1 && count < 10)
            fail_msg("seed %llu: %s %s of %lld is known from %g to %g", (unsigned long long)seed,
                     t->name, found.list[i].measure, (long long)count, found.list[i].low,
                     found.list[i].high);
    }
    n_hidden = found.n_hidden;
    ds_findings_done(&found);
    return n_hidden;
}

static ds_release *disclose(const asked *a, const ds_disclosure_options *options) {
    ds_release *release = NULL;
    ds_disclosure_report *report = NULL;
    ds_error err = {0};
    ds_status status = ds_disclose(a->tables, a->n, options, &release, &report, &err);
    if (status != DS_OK) fail_msg("%d %s", status, err.en);
    assert_true(report->n_primary == 0 || report->narrowest >= 10 - 1e-6);
    ds_disclosure_report_free(report);
    return release;
}

/* NULL where what was released before determines a small count: then the message names it. */
static ds_release *disclose_or_stop(const asked *a, const ds_disclosure_options *options) {
    ds_release *release = NULL;
    ds_disclosure_report *report = NULL;
    ds_error err = {0};
    ds_status status = ds_disclose(a->tables, a->n, options, &release, &report, &err);
    if (status == DS_INPUT) {
        assert_non_null(strstr(err.nl, "vsv, schooljaar 202"));
        assert_null(release);
        return NULL;
    }
    assert_int_equal(status, DS_OK);
    ds_disclosure_report_free(report);
    return release;
}

static const ds_indicator indicator = {.id = "vsv", .version = "1", .sensitive = "geen"};

static void test_disclose__nothing_small_can_be_worked_out(void **state) {
    const int n = ds_work_scaled(40, 4);
    size_t n_hidden = 0;
    (void)state;
    for (int seed = 0; seed < n; seed++) {
        static published p;
        const ds_disclosure_options options = DS_DISCLOSURE_OPTIONS_INIT;
        country c;
        asked a;
        ds_release *release;
        make_country((uint64_t)seed, &c);
        ask_all(&a, &c, &indicator);
        release = disclose(&a, &options);
        memset(&p, 0, sizeof p);
        publish_release(release, &p);
        check_shown(&c, &p);
        n_hidden += check_found(&c, &p, (uint64_t)seed);
        ds_release_free(release);
        asked_done(&a);
    }
    assert_true(n_hidden > 0);
}

/* What a release says of b, said of a: b's teller is a's complement. */
static void publish_complement(const ds_release *release, const char *a, published *out) {
    publish_release(release, out);
    for (size_t t = 0; t < out->n; t++) {
        ds_published_row *rows = out->rows + (out->tables[t].rows - out->rows);
        if (strcmp(out->tables[t].indicator, a) == 0) continue;
        out->tables[t].indicator = a;
        for (size_t i = 0; i < out->tables[t].n_rows; i++) {
            const bool both = rows[i].teller.shown && rows[i].noemer.shown;
            rows[i].teller =
                (ds_release_count){both, both ? rows[i].noemer.n - rows[i].teller.n : 0};
        }
    }
}

/* Who stayed and who left, of the same persons: who reads both subtracts. */
static void test_disclose__an_indicator_and_its_complement(void **state) {
    const ds_indicator stayed = {.id = "gebleven", .version = "1", .sensitive = "geen"};
    const int n = ds_work_scaled(20, 4);
    size_t n_hidden = 0;
    (void)state;
    for (int seed = 0; seed < n; seed++) {
        static published p;
        const ds_disclosure_options options = DS_DISCLOSURE_OPTIONS_INIT;
        country c, other;
        asked a = {.n = 0};
        ds_release *release;
        make_country((uint64_t)seed + 300, &c);
        other = c;
        for (size_t i = 0; i < sizeof c / sizeof(ds_measures); i++) {
            ds_measures *m = &other.measures[0][0][0][0] + i;
            m->teller = m->noemer - m->teller;
        }
        ask_for(&a, &c, &indicator, "a", 1 | 2, "", false);
        ask_for(&a, &other, &stayed, "b", 1 | 2, "", false); /* its margins are printed too */
        ask_for(&a, &other, &stayed, "c", 1, "", false);
        ask_for(&a, &other, &stayed, "d", 2, "", false);
        release = disclose(&a, &options);
        memset(&p, 0, sizeof p);
        publish_complement(release, indicator.id, &p);
        n_hidden += check_found(&c, &p, (uint64_t)seed);
        ds_release_free(release);
        asked_done(&a);
    }
    assert_true(n_hidden > 0);
}

/* The tellers of two are that of a third, of the same persons: 3 of institution 00AA are in none of
 * them. By hand: the parts are large, the rest is not. */
static void test_disclose__a_sum_of_indicators(void **state) {
    static const int tellers[2][INSTITUTIONS] = {{20, 31, 40, 53}, {27, 33, 44, 51}};
    static const int noemers[INSTITUTIONS] = {50, 95, 120, 140};
    const ds_indicator indicators[3] = {{.id = "mbo", .version = "1", .sensitive = "geen"},
                                        {.id = "ho", .version = "1", .sensitive = "geen"},
                                        {.id = "door", .version = "1", .sensitive = "geen"}};
    const ds_disclosure_options options = DS_DISCLOSURE_OPTIONS_INIT;
    static const char *const ids[] = {"a", "b", "c"};
    asked a = {.n = 0};
    ds_release *release;
    bool derived = true;
    (void)state;
    for (int k = 0; k < 3; k++) {
        country c = {0};
        for (int i = 0; i < INSTITUTIONS; i++)
            c.measures[0][i][0][0] = (ds_measures){
                .teller = (uint64_t)(k < 2 ? tellers[k][i] : tellers[0][i] + tellers[1][i]),
                .noemer = (uint64_t)noemers[i]};
        ask_for(&a, &c, &indicators[k], ids[k], 1, "", false);
    }
    release = disclose(&a, &options);
    assert_false(ds_release_at(release, 2)->rows[0].teller.shown); /* 47 of 50 */
    for (size_t t = 0; t < 2; t++)
        derived = derived && ds_release_at(release, t)->rows[0].teller.shown;
    assert_false(derived);
    ds_release_free(release);
    asked_done(&a);
}

/* Ten persons more in the second register: both releases together give no small count away. Where
 * the first determines a count that is small now, the second stops and names it (methods 27). */
static void test_disclose__two_releases(void **state) {
    const int n = ds_work_scaled(20, 4);
    int n_stopped = 0;
    (void)state;
    for (int seed = 0; seed < n; seed++) {
        static published p;
        ds_disclosure_options options = DS_DISCLOSURE_OPTIONS_INIT;
        const ds_release *earlier[1];
        country before, after;
        asked a;
        ds_release *first, *second;
        make_country((uint64_t)seed + 100, &before);
        after = before;
        for (int k = 0; k < 10; k++) { /* some are new, some are counted otherwise */
            ds_measures *m = &after.measures[k % YEARS][k % INSTITUTIONS][k % NIVEAUS][0];
            m->noemer++;
            m->teller += (unsigned)k % 2;
        }
        ask_all(&a, &before, &indicator);
        first = disclose(&a, &options);
        asked_done(&a);
        ask_all(&a, &after, &indicator);
        earlier[0] = first;
        options.earlier = earlier;
        options.n_earlier = 1;
        second = disclose_or_stop(&a, &options);
        if (second == NULL) {
            n_stopped++;
            ds_release_free(first);
            asked_done(&a);
            continue;
        }
        memset(&p, 0, sizeof p);
        publish_release(second, &p);
        check_shown(&after, &p);
        (void)check_found(&after, &p, (uint64_t)seed);
        for (size_t t = 0; t < ds_release_n_tables(first);
             t++) /* what was hidden and is small stays */
            for (size_t i = 0; i < ds_release_at(first, t)->n_rows; i++) {
                const ds_release_row *old = &ds_release_at(first, t)->rows[i];
                const ds_release_table *now = ds_release_at(second, t);
                for (size_t k = 0; k < now->n_rows; k++) {
                    bool same = now->rows[k].schooljaar == old->schooljaar;
                    for (size_t b = 0; same && b < now->n_keys; b++)
                        same = strcmp(now->rows[k].keys[b], old->keys[b]) == 0;
                    if (same && !old->noemer.shown && now->rows[k].noemer.shown)
                        assert_true(now->rows[k].noemer.n == 0 || now->rows[k].noemer.n >= 20);
                }
            }
        ds_release_free(first);
        ds_release_free(second);
        asked_done(&a);
    }
    print_message("%d pairs of releases, %d stopped\n", n, n_stopped);
    assert_true(n < 20 || 2 * n_stopped <= n); /* of a few all may stop */
}

/* Those noemers by institution, and their total; nobody where it is 0. */
static void ask_noemers(asked *a, const int noemers[INSTITUTIONS]) {
    country c = {0};
    a->n = 0;
    for (int i = 0; i < INSTITUTIONS; i++)
        c.measures[0][i][0][0] = (ds_measures){.noemer = (uint64_t)noemers[i]};
    ask_for(a, &c, &indicator, "instellingen", 1, "", false);
    ask_for(a, &c, &indicator, "totaal", 0, "", false);
}

/* By hand: 5 and 6 are hidden, 11 together. That both were tried would say that both are below 10,
 * and so neither below 2. */
static void test_disclose__totals_do_not_say_which_are_small(void **state) {
    const ds_disclosure_options options = DS_DISCLOSURE_OPTIONS_INIT;
    ds_release *release;
    asked a;
    (void)state;
    ask_noemers(&a, (const int[]){5, 6, 40, 50});
    release = disclose(&a, &options);
    assert_true(ds_release_whole(release).n_hidden > 0);
    assert_int_equal(ds_release_whole(release).n_protected, 0);
    assert_int_equal(ds_release_whole(release).n_programs, 0);
    ds_release_free(release);
    asked_done(&a);
}

/* By hand: of 79 the first hides 1 and 18. Were both shown as they are now, 40 and 22, then 18 was
 * at least 12, and the 1 at most 7. */
static void test_disclose__what_was_hidden_stays_hidden(void **state) {
    ds_disclosure_options options = DS_DISCLOSURE_OPTIONS_INIT;
    const ds_release *earlier[1];
    ds_release *first, *second;
    asked a;
    (void)state;
    ask_noemers(&a, (const int[]){1, 18, 60, 0});
    first = disclose(&a, &options);
    asked_done(&a);
    for (size_t i = 0; i < 2; i++)
        assert_false(ds_release_at(first, 0)->rows[i].noemer.shown);
    earlier[0] = first;
    options.earlier = earlier;
    options.n_earlier = 1;
    ask_noemers(&a, (const int[]){40, 22, 60, 0});
    second = disclose(&a, &options);
    for (size_t i = 0; i < 2; i++)
        assert_false(ds_release_at(second, 0)->rows[i].noemer.shown);
    ds_release_free(first);
    ds_release_free(second);
    asked_done(&a);
}

/* By hand: of 70 the first shows 30 and 40. Now it is 30, 1 and 39, still 70: who has the 39 and
 * kept the first knows the 1, although it is not counted there. */
static void test_disclose__an_insider_with_an_earlier_release(void **state) {
    ds_disclosure_options options = DS_DISCLOSURE_OPTIONS_INIT;
    const ds_release *earlier[1];
    ds_release *first;
    asked a;
    (void)state;
    ask_noemers(&a, (const int[]){30, 0, 40, 0});
    first = disclose(&a, &options);
    asked_done(&a);
    earlier[0] = first;
    options.earlier = earlier;
    options.n_earlier = 1;
    ask_noemers(&a, (const int[]){30, 1, 39, 0});
    assert_null(disclose_or_stop(&a, &options));
    ds_release_free(first);
    asked_done(&a);
}

static void test_disclose__a_table_of_before_must_be_there(void **state) {
    ds_disclosure_options options = DS_DISCLOSURE_OPTIONS_INIT;
    const ds_release *earlier[1];
    ds_release *first, *second = NULL;
    ds_disclosure_report *report;
    ds_error err = {0};
    country c;
    asked a;
    (void)state;
    make_country(7, &c);
    ask_all(&a, &c, &indicator);
    first = disclose(&a, &options);
    earlier[0] = first;
    options.earlier = earlier;
    options.n_earlier = 1;
    assert_int_equal(ds_disclose(a.tables, 2, &options, &second, &report, &err), DS_INPUT);
    assert_non_null(strstr(err.nl, "'totaal'"));
    assert_null(second);
    ds_release_free(first);
    asked_done(&a);
}

static void test_disclose__groups_of_which_all_are_in_it(void **state) {
    const ds_indicator left = {.id = "vsv", .version = "1", .sensitive = ""};
    const ds_disclosure_options options = DS_DISCLOSURE_OPTIONS_INIT;
    country c = {0};
    asked a = {.n = 0};
    ds_release *release;
    size_t n_shown = 0;
    (void)state;
    for (int i = 0; i < INSTITUTIONS; i++) /* of one institution everybody left */
        for (int n = 0; n < NIVEAUS; n++)
            c.measures[0][i][n][0] = (ds_measures){.teller = i == 0 ? 50 : 20, .noemer = 50};
    ask_for(&a, &c, &left, "instellingen", 1, "", false);
    release = disclose(&a, &options);
    for (size_t i = 0; i < ds_release_at(release, 0)->n_rows; i++) {
        const ds_release_row *row = &ds_release_at(release, 0)->rows[i];
        if (strcmp(row->keys[0], "00AA") == 0) assert_false(row->teller.shown && row->noemer.shown);
        n_shown += row->teller.shown;
    }
    assert_true(n_shown > 0);
    ds_release_free(release);
    asked_done(&a);
}

/* How many zeros of the teller in that niveau and leerweg are hidden. */
static size_t hidden_zeros(const ds_release *release) {
    size_t n = 0;
    for (size_t t = 0; t < ds_release_n_tables(release); t++) {
        const ds_release_table *table = ds_release_at(release, t);
        for (size_t i = 0; i < table->n_rows; i++) {
            bool both[2] = {false, false};
            for (size_t k = 0; k < table->n_keys; k++) {
                both[0] = both[0] || strcmp(table->rows[i].keys[k], niveaus[0]) == 0;
                both[1] = both[1] || strcmp(table->rows[i].keys[k], leerwegen[1]) == 0;
            }
            n += both[0] && both[1] && !table->rows[i].teller.shown;
        }
    }
    return n;
}

/* Everybody knows that nobody can be in those tellers: they are shown and hide nothing else. Who
 * does not say so may see them used. */
static void test_disclose__what_cannot_be_protects_nothing(void **state) {
    static const char *const names[] = {"niveau", "leerweg"};
    const char *const values[] = {niveaus[0], leerwegen[1]};
    const ds_disclosure_structural rules[] = {{"vsv", "teller", names, values, 2}};
    const int n = ds_work_scaled(12, 4);
    size_t n_hidden = 0;
    (void)state;
    for (int seed = 0; seed < n; seed++) {
        static published p;
        ds_disclosure_options options = DS_DISCLOSURE_OPTIONS_INIT;
        country c;
        asked a;
        ds_release *release;
        make_country((uint64_t)seed, &c);
        for (int y = 0; y < YEARS; y++)
            for (int i = 0; i < INSTITUTIONS; i++)
                c.measures[y][i][0][1].teller = 0;
        ask_all(&a, &c, &indicator);
        release = disclose(&a, &options);
        n_hidden += hidden_zeros(release);
        ds_release_free(release);
        options.structural = rules;
        options.n_structural = 1;
        release = disclose(&a, &options);
        assert_int_equal(hidden_zeros(release), 0);
        memset(&p, 0, sizeof p);
        publish_release(release, &p);
        check_shown(&c, &p);
        (void)check_found(&c, &p, (uint64_t)seed);
        ds_release_free(release);
        asked_done(&a);
    }
    assert_true(n_hidden > 0);
}

/* Where all parts are known to be none their total is: it is no count that must be hidden, although
 * that nobody is in the complement is sensitive. */
static void test_disclose__a_total_of_what_cannot_be(void **state) {
    static const char *const names[] = {"leerweg"};
    static const char *const bol[] = {"bol"}, *const bbl[] = {"bbl"};
    const ds_disclosure_structural rules[] = {{"", "complement", names, bol, 1},
                                              {"", "complement", names, bbl, 1}};
    const ds_indicator left = {.id = "vsv", .version = "1", .sensitive = "teller"};
    ds_disclosure_options options = DS_DISCLOSURE_OPTIONS_INIT;
    country c = {0};
    asked a = {.n = 0};
    ds_release *release;
    (void)state;
    for (int i = 0; i < INSTITUTIONS; i++)
        for (int n = 0; n < NIVEAUS; n++)
            for (int l = 0; l < LEERWEGEN; l++)
                c.measures[0][i][n][l] = (ds_measures){.teller = 40, .noemer = 40};
    options.structural = rules;
    options.n_structural = 2;
    ask_for(&a, &c, &left, "leerwegen", 4, "", false);
    ask_for(&a, &c, &left, "totaal", 0, "", false);
    release = disclose(&a, &options);
    assert_int_equal(ds_release_whole(release).n_hidden, 0);
    ds_release_free(release);
    asked_done(&a);
}

static void test_disclose__what_is_there_is_not_impossible(void **state) {
    static const char *const names[] = {"niveau"}, *const values[] = {"2"};
    const ds_disclosure_structural rule = {"", "noemer", names, values, 1};
    ds_disclosure_options options = DS_DISCLOSURE_OPTIONS_INIT;
    ds_release *release = NULL;
    ds_disclosure_report *report = NULL;
    ds_error err = {0};
    country c;
    asked a;
    (void)state;
    options.structural = &rule;
    options.n_structural = 1;
    make_country(1, &c);
    ask_all(&a, &c, &indicator);
    assert_int_equal(ds_disclose(a.tables, a.n, &options, &release, &report, &err), DS_INPUT);
    assert_non_null(strstr(err.en, "niveau = 2"));
    assert_null(release);
    asked_done(&a);
}

/* By hand: of six institutions one (4 of 40) is hidden; the others have 25, 50, 12.5, 37.5 and 27.5
 * per cent. */
static void test_disclose__over_institutions_only_what_is_shown(void **state) {
    static const int tellers[] = {50, 100, 4, 25, 75, 11};
    static const char *const codes[] = {"00AA", "01BB", "02CC", "03DD", "04EE", "05FF"};
    static const char *const name[] = {"instelling"}, *const open[] = {NULL}, *const one[] = {"x"};
    ds_disclosure_options options = DS_DISCLOSURE_OPTIONS_INIT;
    asked a = {.n = 1};
    ds_release_spread spread;
    ds_release *release;
    ds_error err;
    (void)state;
    a.cells[0] = ds_cells_new("vsv", false, 1, name, 1);
    for (size_t i = 0; i < 6; i++) {
        const ds_measures m = {.teller = (uint64_t)tellers[i],
                               .noemer = i == 2 || i == 5 ? 40 : 200};
        const ds_text code = {codes[i], 4};
        assert_int_equal(ds_cells_add(a.cells[0], 2022, &code, &m, &err), DS_OK);
    }
    ds_cells_finish(a.cells[0]);
    a.tables[0] = (ds_disclosure_table){
        .id = "i", .indicator = &indicator, .cells = a.cells[0], .scope = "", .without_own = false};
    release = disclose(&a, &options);
    assert_int_equal(ds_release_spread_of(release, 0, 2022, open, &spread, &err), DS_OK);
    assert_int_equal(spread.n, 6);
    assert_int_equal(spread.n_shown, 5);
    assert_true(spread.printed);
    assert_float_equal(spread.lowest, 12.5, 1e-12);
    assert_float_equal(spread.lower, 25, 1e-12);
    assert_float_equal(spread.median, 27.5, 1e-12);
    assert_float_equal(spread.upper, 37.5, 1e-12);
    assert_float_equal(spread.highest, 50, 1e-12);
    assert_float_equal(spread.mean, 30.5, 1e-12);
    assert_int_equal(ds_release_spread_of(release, 0, 2021, open, &spread, &err), DS_OK);
    assert_false(spread.printed);
    assert_true(isnan(spread.mean));
    assert_int_equal(ds_release_spread_of(release, 0, 2022, one, &spread, &err), DS_USAGE);
    ds_release_free(release);
    options.institutions = 6;
    release = disclose(&a, &options);
    assert_int_equal(ds_release_spread_of(release, 0, 2022, open, &spread, &err), DS_OK);
    assert_int_equal(spread.n_shown, 5);
    assert_false(spread.printed);
    assert_true(isnan(spread.highest));
    ds_release_free(release);
    ds_cells_free(a.cells[0]);
}

static void test_disclose__rounded_to_five(void **state) {
    ds_disclosure_options options = DS_DISCLOSURE_OPTIONS_INIT;
    country c;
    asked a;
    ds_release *release;
    (void)state;
    make_country(3, &c);
    ask_all(&a, &c, &indicator);
    options.rounded_to = 5;
    release = disclose(&a, &options);
    for (size_t t = 0; t < ds_release_n_tables(release); t++)
        for (size_t i = 0; i < ds_release_at(release, t)->n_rows; i++)
            assert_int_equal(ds_release_at(release, t)->rows[i].noemer.n % 5, 0);
    ds_release_free(release);
    asked_done(&a);
}

static void test_disclose__tables_of_other_persons_are_refused(void **state) {
    const ds_disclosure_options options = DS_DISCLOSURE_OPTIONS_INIT;
    country c, other;
    asked a = {.n = 0};
    ds_release *release = NULL;
    ds_disclosure_report *report;
    ds_error err = {0};
    (void)state;
    make_country(1, &c);
    make_country(2, &other);
    ask_for(&a, &c, &indicator, "een", 2, "", false);
    ask_for(&a, &other, &indicator, "ander", 4, "", false);
    assert_int_equal(ds_disclose(a.tables, a.n, &options, &release, &report, &err), DS_INPUT);
    assert_non_null(strstr(err.en, "do not count the same persons"));
    asked_done(&a);
}

static void test_disclose__the_file_gives_the_same(void **state) {
    const ds_disclosure_options options = DS_DISCLOSURE_OPTIONS_INIT;
    char *folder = ds_test_folder(), path[600], again[600], *one, *two;
    size_t one_size, two_size;
    country c;
    asked a;
    ds_release *release, *read = NULL;
    ds_error err = {0};
    (void)state;
    (void)snprintf(path, sizeof path, "%s/vrijgave.json", folder);
    (void)snprintf(again, sizeof again, "%s/nog.json", folder);
    make_country(5, &c);
    ask_all(&a, &c, &indicator);
    release = disclose(&a, &options);
    assert_int_equal(ds_release_write(release, path, &err), DS_OK);
    assert_int_equal(ds_release_read(path, &read, &err), DS_OK);
    assert_int_equal(ds_release_write(read, again, &err), DS_OK);
    one = ds_work_read(folder, "vrijgave.json", &one_size);
    two = ds_work_read(folder, "nog.json", &two_size);
    assert_int_equal(one_size, two_size);
    assert_memory_equal(one, two, one_size);
    ds_release_free(read);
    for (size_t at = 0; at < one_size; at += 37) { /* a damaged one is none */
        char *damaged = ds_work_read(folder, "vrijgave.json", &two_size), *written;
        damaged[at] = damaged[at] == '7' ? '8' : '7';
        if (damaged[at] != one[at]) {
            written = ds_test_write(folder, "stuk.json", damaged, one_size);
            read = NULL;
            assert_int_equal(ds_release_read(written, &read, &err), DS_INPUT);
            assert_null(read);
            ds_free(written);
        }
        ds_free(damaged);
    }
    ds_free(one);
    ds_free(two);
    ds_release_free(release);
    asked_done(&a);
    ds_test_folder_remove(folder);
}

/* Threads change nothing. */
static void test_disclose__same_with_any_threads(void **state) {
    char *folder = ds_test_folder(), path[600], *texts[3];
    size_t sizes[3];
    country c;
    asked a;
    (void)state;
    make_country(11, &c);
    ask_all(&a, &c, &indicator);
    for (size_t i = 0; i < 3; i++) {
        ds_disclosure_options options = DS_DISCLOSURE_OPTIONS_INIT;
        ds_release *release;
        ds_error err = {0};
        options.n_workers = i + 1;
        release = disclose(&a, &options);
        (void)snprintf(path, sizeof path, "%s/%zu", folder, i);
        assert_int_equal(ds_release_write(release, path, &err), DS_OK);
        (void)snprintf(path, sizeof path, "%zu", i);
        texts[i] = ds_work_read(folder, path, &sizes[i]);
        assert_int_equal(sizes[i], sizes[0]);
        assert_memory_equal(texts[i], texts[0], sizes[0]);
        ds_release_free(release);
    }
    for (size_t i = 0; i < 3; i++)
        ds_free(texts[i]);
    asked_done(&a);
    ds_test_folder_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_disclose__nothing_small_can_be_worked_out),
        cmocka_unit_test(test_disclose__an_indicator_and_its_complement),
        cmocka_unit_test(test_disclose__a_sum_of_indicators),
        cmocka_unit_test(test_disclose__two_releases),
        cmocka_unit_test(test_disclose__totals_do_not_say_which_are_small),
        cmocka_unit_test(test_disclose__what_was_hidden_stays_hidden),
        cmocka_unit_test(test_disclose__an_insider_with_an_earlier_release),
        cmocka_unit_test(test_disclose__a_table_of_before_must_be_there),
        cmocka_unit_test(test_disclose__groups_of_which_all_are_in_it),
        cmocka_unit_test(test_disclose__what_cannot_be_protects_nothing),
        cmocka_unit_test(test_disclose__a_total_of_what_cannot_be),
        cmocka_unit_test(test_disclose__what_is_there_is_not_impossible),
        cmocka_unit_test(test_disclose__over_institutions_only_what_is_shown),
        cmocka_unit_test(test_disclose__rounded_to_five),
        cmocka_unit_test(test_disclose__tables_of_other_persons_are_refused),
        cmocka_unit_test(test_disclose__the_file_gives_the_same),
        cmocka_unit_test(test_disclose__same_with_any_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
