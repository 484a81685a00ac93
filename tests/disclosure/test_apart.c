/* What all see and what each institution sees of itself: nothing small is shown, and an attacker
 * who knows nothing of how it was chosen works none of it out, neither of what all see nor of what
 * an institution sees beside it. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "doorstroom/disclosure.h"
#include "support/support.h"
#include "support/work_run.h"

enum { INSTITUTIONS = 5, NIVEAUS = 4, LEERWEGEN = 2, YEARS = 2, TABLES = 10, ROWS_MAX = 400 };

static const char *const institutions[INSTITUTIONS] = {"00AA", "01BB", "02CC", "03DD", "04EE"};
static const char *const niveaus[NIVEAUS] = {"1", "2", "3", "4"};
static const char *const leerwegen[LEERWEGEN] = {"bbl", "bol"};
static const char *const all_names[3] = {"instelling", "leerweg", "niveau"};

typedef struct country {
    ds_measures measures[YEARS][INSTITUTIONS][LEERWEGEN][NIVEAUS];
} country;

static uint64_t next_random(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state >> 11;
}

static void make_country(uint64_t seed, country *out) {
    uint64_t state = UINT64_C(0x9E3779B97F4A7C15) * (seed + 1);
    const uint64_t size = 20 + next_random(&state) % 300;
    memset(out, 0, sizeof *out);
    for (int y = 0; y < YEARS; y++)
        for (int i = 0; i < INSTITUTIONS; i++)
            for (int l = 0; l < LEERWEGEN; l++)
                for (int n = 0; n < NIVEAUS; n++) {
                    ds_measures *m = &out->measures[y][i][l][n];
                    m->noemer = next_random(&state) % 4 == 0 ? next_random(&state) % 12
                                                             : next_random(&state) % size;
                    if (next_random(&state) % 9 == 0) m->noemer = 0;
                    m->teller = m->noemer == 0 ? 0 : next_random(&state) % (m->noemer + 1) / 3;
                    m->onbekend = next_random(&state) % 5 == 0 ? next_random(&state) % 30 : 0;
                }
}

/* By the keys whose bit is set: 1 instelling, 2 leerweg, 4 niveau. */
static ds_cells *count_by(const country *c, unsigned keys) {
    const char *names[3];
    size_t n = 0;
    ds_cells *cells;
    ds_error err;
    for (unsigned k = 0; k < 3; k++)
        if (keys >> k & 1) names[n++] = all_names[k];
    cells = ds_cells_new("vsv", false, 1, names, n);
    assert_non_null(cells);
    for (int y = 0; y < YEARS; y++)
        for (int i = 0; i < INSTITUTIONS; i++)
            for (int l = 0; l < LEERWEGEN; l++)
                for (int v = 0; v < NIVEAUS; v++) {
                    const char *texts[3] = {institutions[i], leerwegen[l], niveaus[v]};
                    const ds_measures *m = &c->measures[y][i][l][v];
                    ds_text values[3];
                    n = 0;
                    if (m->noemer + m->onbekend == 0) continue;
                    for (unsigned b = 0; b < 3; b++)
                        if (keys >> b & 1) values[n++] = (ds_text){texts[b], strlen(texts[b])};
                    assert_int_equal(ds_cells_add(cells, 2022 + y, values, m, &err), DS_OK);
                }
    ds_cells_finish(cells);
    return cells;
}

typedef struct asked {
    ds_indicator indicator;
    ds_disclosure_table tables[TABLES];
    ds_cells *cells[TABLES];
    char ids[TABLES][16];
    size_t n;
} asked;

/* Which breakdowns; with (1) and without institution. */
static void ask_all(const country *c, const unsigned *keys, size_t n, asked *out) {
    memset(out, 0, sizeof *out);
    out->indicator = (ds_indicator){.id = "vsv", .version = "1", .sensitive = ""};
    for (size_t i = 0; i < n; i++) {
        out->cells[i] = count_by(c, keys[i]);
        (void)snprintf(out->ids[i], sizeof out->ids[i], "t%u", keys[i]);
        out->tables[i] = (ds_disclosure_table){
            .id = out->ids[i], .indicator = &out->indicator, .cells = out->cells[i], .scope = ""};
    }
    out->n = n;
}

static void asked_done(asked *a) {
    for (size_t i = 0; i < a->n; i++)
        ds_cells_free(a->cells[i]);
}

static ds_release *disclose(const asked *a, const ds_release *const *earlier, size_t n_earlier) {
    ds_disclosure_options options = DS_DISCLOSURE_OPTIONS_INIT;
    ds_disclosure_report *report = NULL;
    ds_release *release = NULL;
    ds_error err = {0};
    options.generation = "g";
    options.earlier = earlier;
    options.n_earlier = n_earlier;
    if (ds_disclose_apart(a->tables, a->n, &options, &release, &report, &err) != DS_OK)
        fail_msg("%s", err.en);
    ds_disclosure_report_free(report);
    return release;
}

/* ---- the attacker ---- */

typedef struct published {
    ds_published_table tables[TABLES];
    ds_published_row rows[TABLES][ROWS_MAX];
    size_t n;
} published;

static size_t own_key(const ds_release_table *table) {
    for (size_t k = 0; k < table->n_keys; k++)
        if (strcmp(table->key_names[k], "instelling") == 0) return k;
    return SIZE_MAX;
}

/* A table as printed: all rows, or those of one institution, as an indicator of its own. */
static void print_table(const ds_release_table *table, const char *who, const char *name,
                        published *out) {
    ds_published_table *to = &out->tables[out->n];
    ds_published_row *rows = out->rows[out->n];
    const size_t own = own_key(table);
    *to = (ds_published_table){.name = table->id,
                               .indicator = name,
                               .without = "",
                               .has_teller = true,
                               .has_unknown = false,
                               .key_names = table->key_names,
                               .n_keys = table->n_keys,
                               .rows = rows};
    for (size_t i = 0; i < table->n_rows; i++) {
        const ds_release_row *row = &table->rows[i];
        if (own != SIZE_MAX && who != NULL && strcmp(row->keys[own], who) != 0) continue;
        rows[to->n_rows++] = (ds_published_row){.schooljaar = row->schooljaar,
                                                .keys = row->keys,
                                                .teller = row->teller,
                                                .noemer = row->noemer,
                                                .onbekend = row->onbekend};
    }
    if (to->n_rows > 0) out->n++;
}

/* What this institution prints of itself, or all see (who NULL); nothing is found. */
static void attack(const ds_release *release, const char *who) {
    published *p = ds_calloc(1, sizeof *p);
    ds_findings found = {0};
    ds_error err = {0};
    assert_non_null(p);
    for (size_t i = 0; i < ds_release_n_tables(release); i++) {
        const ds_release_table *table = ds_release_at(release, i);
        if (who == NULL ? strcmp(table->scope, "") == 0 : own_key(table) != SIZE_MAX)
            print_table(table, who, who == NULL ? "vsv" : "eigen", p);
    }
    if (ds_attack_published(p->tables, p->n, 10, who == NULL ? "instelling" : "geen", &found,
                            &err) != DS_OK)
        fail_msg("%s", err.en);
    for (size_t i = 0; i < found.n; i++)
        fail_msg("%s: table %s row %zu %s is %g to %g", who == NULL ? "all" : who,
                 p->tables[found.list[i].table].name, found.list[i].row, found.list[i].measure,
                 found.list[i].low, found.list[i].high);
    assert_int_equal(found.n_contradictions, 0);
    ds_findings_done(&found);
    ds_free(p);
}

/* Somebody who has what all see and what every institution sees: how many small counts are known
 * too well. */
static size_t attack_all(const ds_release *release, size_t *out_tried) {
    published *p = ds_calloc(1, sizeof *p);
    ds_findings found = {0};
    ds_error err = {0};
    size_t n;
    assert_non_null(p);
    for (size_t i = 0; i < ds_release_n_tables(release); i++) {
        const ds_release_table *table = ds_release_at(release, i);
        ds_published_table *to = &p->tables[p->n];
        ds_published_row *rows = p->rows[p->n++];
        *to = (ds_published_table){.name = table->id,
                                   .indicator = "vsv",
                                   .without = "",
                                   .has_teller = true,
                                   .key_names = table->key_names,
                                   .n_keys = table->n_keys,
                                   .rows = rows,
                                   .n_rows = table->n_rows};
        for (size_t r = 0; r < table->n_rows; r++)
            rows[r] = (ds_published_row){.schooljaar = table->rows[r].schooljaar,
                                         .keys = table->rows[r].keys,
                                         .teller = table->rows[r].teller,
                                         .noemer = table->rows[r].noemer,
                                         .onbekend = table->rows[r].onbekend};
    }
    if (ds_attack_published(p->tables, p->n, 10, "instelling", &found, &err) != DS_OK)
        fail_msg("%s", err.en);
    n = found.n;
    *out_tried += found.n_hidden;
    ds_findings_done(&found);
    ds_free(p);
    return n;
}

static uint64_t shown_of(const ds_release *release, bool own, uint64_t *out_all) {
    uint64_t shown = 0;
    *out_all = 0;
    for (size_t i = 0; i < ds_release_n_tables(release); i++) {
        const ds_release_table *table = ds_release_at(release, i);
        if ((own_key(table) != SIZE_MAX) != own) continue;
        for (size_t r = 0; r < table->n_rows; r++) {
            shown += table->rows[r].teller.shown;
            ++*out_all;
        }
    }
    return shown;
}

static const unsigned whole[] = {0, 2, 4, 6, 1, 3, 5, 7};
static const unsigned no_margins[] = {0, 6, 1, 7};
static const unsigned one_margin[] = {0, 4, 6, 1, 5, 7};

static void test_apart__nobody_works_it_out(void **state) {
    const struct {
        const unsigned *keys;
        size_t n;
    } sets[] = {{whole, 8}, {no_margins, 4}, {one_margin, 6}};
    uint64_t shown = 0, all = 0;
    size_t known = 0, tried = 0;
    (void)state;
    for (uint64_t seed = 0; seed < (uint64_t)ds_work_scaled(45, 6); seed++) {
        country c;
        asked a;
        ds_release *release;
        uint64_t n;
        make_country(seed, &c);
        ask_all(&c, sets[seed % 3].keys, sets[seed % 3].n, &a);
        release = disclose(&a, NULL, 0);
        attack(release, NULL);
        for (int i = 0; i < INSTITUTIONS; i++)
            attack(release, institutions[i]);
        known += attack_all(release, &tried);
        shown += shown_of(release, true, &n);
        all += n;
        ds_release_free(release);
        asked_done(&a);
    }
    /* Whoever has every institution's beside it works out few, as no single reader does. */
    if (known * 100 > tried) fail_msg("%zu of %zu", known, tried);
    /* and something is left, of countries in which a quarter of all cells is small */
    if (shown * 8 < all)
        fail_msg("%llu of %llu", (unsigned long long)shown, (unsigned long long)all);
}

/* Institutions side by side, by name: nobody works anything out, an institution that knows its own
 * neither; what its own rows hide from it is not shown to all; and its own rows stay as they were.
 */
static void test_apart__institutions_by_name(void **state) {
    uint64_t shown = 0, all = 0;
    (void)state;
    for (uint64_t seed = 0; seed < (uint64_t)ds_work_scaled(45, 6); seed++) {
        country c;
        asked a;
        ds_release *release, *without;
        const ds_release_table *named, *own;
        make_country(seed, &c);
        ask_all(&c, whole, 8, &a);
        without = disclose(&a, NULL, 0);
        a.tables[8] = a.tables[4]; /* by instelling */
        a.tables[8].id = "t1.alle";
        a.tables[8].for_all = true;
        a.n = 9;
        release = disclose(&a, NULL, 0);
        attack(release, NULL);
        for (int i = 0; i < INSTITUTIONS; i++)
            attack(release, institutions[i]);
        own = ds_release_at(release, 4);
        named = ds_release_at(release, 8);
        assert_string_equal(named->scope, "");
        assert_int_equal(named->n_rows, own->n_rows);
        for (size_t r = 0; r < named->n_rows; r++) {
            const ds_release_row *before = &ds_release_at(without, 4)->rows[r];
            assert_true(!named->rows[r].teller.shown || own->rows[r].teller.shown);
            assert_true(!named->rows[r].noemer.shown || own->rows[r].noemer.shown);
            assert_true(!named->rows[r].onbekend.shown || own->rows[r].onbekend.shown);
            assert_int_equal(before->teller.shown, own->rows[r].teller.shown);
            shown += named->rows[r].teller.shown;
            all++;
        }
        ds_release_free(release);
        ds_release_free(without);
        a.n = 8;
        asked_done(&a);
    }
    if (shown == 0) fail_msg("none of %llu", (unsigned long long)all);
}

/* Of an institution that knows its own counts nothing of the others' small rest. */
static void test_apart__the_rest_of_the_country_is_no_few(void **state) {
    const unsigned keys[] = {0, 4, 1, 5};
    (void)state;
    for (uint64_t seed = 0; seed < (uint64_t)ds_work_scaled(40, 5); seed++) {
        country c;
        asked a;
        ds_release *release;
        make_country(seed + 1000, &c);
        for (int y = 0; y < YEARS; y++) /* niveau 1 is nearly all the first's */
            for (int i = 1; i < INSTITUTIONS; i++)
                for (int l = 0; l < LEERWEGEN; l++)
                    c.measures[y][i][l][0] =
                        (ds_measures){.noemer = (uint64_t)(i == 1 && l == 0) * (1 + seed % 9)};
        ask_all(&c, keys, 4, &a);
        release = disclose(&a, NULL, 0);
        for (size_t r = 0; r < ds_release_at(release, 1)->n_rows; r++) {
            const ds_release_row *row = &ds_release_at(release, 1)->rows[r];
            if (strcmp(row->keys[0], "1") == 0) assert_false(row->noemer.shown);
        }
        ds_release_free(release);
        asked_done(&a);
    }
}

/* Each reads its own rows only; and in the order in which they were asked. */
static void test_apart__each_gets_its_own(void **state) {
    char *folder = ds_test_folder(), path[500];
    country c;
    asked a;
    ds_release *release, *part = NULL;
    size_t n_scopes;
    ds_error err;
    (void)state;
    make_country(7, &c);
    ask_all(&c, whole, 8, &a);
    release = disclose(&a, NULL, 0);
    for (size_t i = 0; i < 8; i++)
        assert_string_equal(ds_release_at(release, i)->id, a.ids[i]);
    (void)ds_release_scopes(release, &n_scopes);
    assert_int_equal(n_scopes, INSTITUTIONS);
    (void)snprintf(path, sizeof path, "%s/deel.json", folder);
    assert_int_equal(ds_release_write_scope(release, "02CC", path, &err), DS_OK);
    assert_int_equal(ds_release_read(path, &part, &err), DS_OK);
    assert_int_equal(ds_release_n_tables(part), 8);
    for (size_t i = 0; i < 8; i++)
        for (size_t r = 0; r < ds_release_at(part, i)->n_rows; r++) {
            const ds_release_table *table = ds_release_at(part, i);
            const size_t own = own_key(table);
            if (own != SIZE_MAX) assert_string_equal(table->rows[r].keys[own], "02CC");
        }
    ds_release_free(part);
    assert_int_equal(ds_release_write_scope(release, "", path, &err), DS_OK);
    assert_int_equal(ds_release_read(path, &part, &err), DS_OK);
    assert_int_equal(ds_release_n_tables(part), 4);
    ds_release_free(part);
    ds_release_free(release);
    asked_done(&a);
    ds_test_folder_remove(folder);
}

/* What an earlier release hid of an institution's own stays hidden when it has grown. */
static void test_apart__what_was_hidden_stays(void **state) {
    country c;
    asked a;
    ds_release *first, *second;
    size_t n_hidden = 0;
    (void)state;
    make_country(3, &c);
    ask_all(&c, whole, 8, &a);
    first = disclose(&a, NULL, 0);
    asked_done(&a);
    for (int y = 0; y < YEARS; y++)
        for (int i = 0; i < INSTITUTIONS; i++)
            for (int l = 0; l < LEERWEGEN; l++)
                for (int n = 0; n < NIVEAUS; n++)
                    if (c.measures[y][i][l][n].noemer > 0) {
                        c.measures[y][i][l][n].noemer += 40;
                        c.measures[y][i][l][n].teller += 15;
                    }
    ask_all(&c, whole, 8, &a);
    {
        ds_disclosure_options options = DS_DISCLOSURE_OPTIONS_INIT;
        const ds_release *const earlier[] = {first};
        ds_disclosure_report *report = NULL;
        ds_error err = {0};
        options.generation = "g";
        options.revision = 1000;
        options.earlier = earlier;
        options.n_earlier = 1;
        if (ds_disclose_apart(a.tables, a.n, &options, &second, &report, &err) != DS_OK)
            fail_msg("%s", err.en);
        ds_disclosure_report_free(report);
    }
    for (size_t i = 4; i < 8; i++)
        for (size_t r = 0; r < ds_release_at(first, i)->n_rows; r++) {
            const ds_release_row *old = &ds_release_at(first, i)->rows[r];
            const ds_release_row *now = &ds_release_at(second, i)->rows[r];
            if (old->teller.shown && old->noemer.shown) continue;
            n_hidden++;
            assert_false(now->teller.shown);
        }
    assert_true(n_hidden > 0);
    ds_release_free(first);
    ds_release_free(second);
    asked_done(&a);
}

/* A release can follow itself, and says the same. */
static void test_apart__the_same_again(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < (uint64_t)ds_work_scaled(30, 4); seed++) {
        country c;
        asked a;
        ds_release *first, *second;
        const ds_release *earlier[1];
        make_country(seed + 500, &c);
        ask_all(&c, whole, 8, &a);
        first = disclose(&a, NULL, 0);
        earlier[0] = first;
        second = disclose(&a, earlier, 1);
        for (size_t i = 0; i < 4; i++)
            for (size_t r = 0; r < ds_release_at(first, i)->n_rows; r++)
                if (ds_release_at(first, i)->rows[r].teller.shown)
                    assert_true(ds_release_at(second, i)->rows[r].teller.shown);
        ds_release_free(first);
        ds_release_free(second);
        asked_done(&a);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_apart__nobody_works_it_out),
        cmocka_unit_test(test_apart__institutions_by_name),
        cmocka_unit_test(test_apart__the_rest_of_the_country_is_no_few),
        cmocka_unit_test(test_apart__each_gets_its_own),
        cmocka_unit_test(test_apart__what_was_hidden_stays),
        cmocka_unit_test(test_apart__the_same_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
