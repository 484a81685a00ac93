/* tests/work/test_hidden.c: no fact of a release depends on a count that is hidden: registers that
 * differ in hidden counts alone, within what is protected, give the same facts to the last bit. */
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "doorstroom/inside.h"
#include "doorstroom/recipe.h"
#include "support/written.h"

enum { PLACES = 5, LEVELS = 4, OF_EACH = 20 };

static const char definitions[] =
    "indicators:\n"
    "  - {id: weg, name: Weg, population: soort = 'mbo', event: \"not ingeschreven[t+1]\"}\n";

static const char recipe[] =
    "---\ntitel: Proef\nvoor: instelling\nversie: 1\n---\n\n# Proef\n\n"
    "```tabel A\nindicator: weg\nby: [niveau]\njaren: [2021]\n"
    "totalen: [[]]\n```\n\n"
    "```tabel B\nindicator: weg\nby: [instelling]\njaren: [2021]\n"
    "groepen: [eigen, sector_zonder_eigen]\n```\n\n"
    "```tabel C\nvraag: kloof\nindicator: weg\nkenmerk: [niveau]\n```\n\n"
    "```tabel D\nvraag: verwacht\nindicator: weg\nkenmerk: [leerweg]\n```\n";

/* Who leave, of a level at a place; moved: so many more of level 1 and fewer of level 2 at the
 * first, of which neither the place's total nor the country's tells. */
static int count_gone(int level, int place, int moved) {
    static const int gone[LEVELS] = {1, 5, 7, 9};
    const int more = place != 0 || level > 1 ? 0 : level == 0 ? moved : -moved;
    return gone[level] - (level == 0 && place == PLACES - 1) + more;
}

static void deliver(const char *folder, int year, int moved) {
    static const char *const places[PLACES] = {"25LX", "27GZ", "30RR", "31FN", "04EU"};
    ds_buffer b;
    char name[64];
    ds_buffer_init(&b, 1 << 20);
    ds_buffer_add_string(&b, "persoon,schooljaar,soort,niveau,leerweg,instelling\n");
    for (int i = 0; i < PLACES * LEVELS * OF_EACH; i++) {
        const int place = i % PLACES, level = i / PLACES % LEVELS, rank = i / PLACES / LEVELS;
        if (year == 2022 && rank < count_gone(level, place, moved)) continue;
        ds_buffer_addf(&b, "p%d,%d,mbo,%d,bol,%s\n", i, year, 1 + level, places[place]);
    }
    (void)snprintf(name, sizeof name, "leveringen/inschrijving-%d.csv", year);
    ds_free(ds_test_write_string(folder, name, ds_buffer_string(&b)));
    ds_buffer_done(&b);
}

static void add_fact(ds_buffer *b, const ds_release_sheet *s, const ds_release_fact *f) {
    ds_buffer_addf(b, "%s|%s|%d", s->id, s->scope, f->jaar);
    for (size_t k = 0; k < s->n_keys; k++)
        ds_buffer_addf(b, "|%s", f->keys[k]);
    ds_buffer_addf(b, "|%s|%s|%d|%.17g|%.17g|%.17g|%.17g|%.17g|%.17g|%lld|%lld|%s\n", f->measure,
                   f->klasse, (int)f->state, f->value, f->se, f->low, f->high, f->p, f->p_adjusted,
                   (long long)f->n, (long long)f->missing, f->reason);
}

/* All facts of the release of such a register; out_hidden, out_shown: how many of each. */
static char *tell_facts(int moved, size_t *out_hidden, size_t *out_shown) {
    char *folder = ds_test_folder(), *all;
    const ds_work work = {.folder = folder, .n_threads = 1};
    ds_work_report_options o = DS_WORK_REPORT_OPTIONS_INIT;
    ds_imported imported = {0};
    ds_work_reported made = {0};
    ds_error err = {0};
    ds_buffer b;
    ds_free(ds_test_write_string(folder, "definities/klein.yaml", definitions));
    ds_free(ds_test_write_string(folder, "rapporten/proef.md", recipe));
    deliver(folder, 2021, moved);
    deliver(folder, 2022, moved);
    if (ds_work_import(&work, &(ds_work_import_options)DS_WORK_IMPORT_OPTIONS_INIT, &imported,
                       &err) != DS_OK ||
        ds_work_report(&work, &o, &made, &err) != DS_OK)
        fail_msg("%s", err.en);
    ds_buffer_init(&b, 1 << 22);
    *out_hidden = *out_shown = 0;
    for (size_t i = 0; i < ds_release_n_sheets(made.release); i++) {
        const ds_release_sheet *s = ds_release_sheet_at(made.release, i);
        for (size_t k = 0; k < s->n_facts; k++) {
            add_fact(&b, s, &s->facts[k]);
            *out_hidden += s->facts[k].state == DS_STATE_SUPPRESSED;
            *out_shown += s->facts[k].state == DS_STATE_SHOWN;
        }
    }
    all = ds_strdup(ds_buffer_string(&b));
    ds_buffer_done(&b);
    ds_work_reported_done(&made);
    ds_imported_done(&imported);
    ds_test_folder_remove(folder);
    return all;
}

static void test_hidden__no_fact_depends_on_it(void **state) {
    static const int moved[] = {-1, 1, 2, 4, 5};
    size_t hidden, shown, n;
    char *as_it_is = tell_facts(0, &hidden, &shown);
    (void)state;
    assert_true(hidden > 0 && shown > 20);
    assert_non_null(strstr(as_it_is, "|1|teller||4|")); /* level 1 is hidden, and another */
    for (size_t i = 0; i < sizeof moved / sizeof *moved; i++) {
        char *other = tell_facts(moved[i], &n, &shown);
        assert_string_equal(other, as_it_is);
        ds_free(other);
    }
    ds_free(as_it_is);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_hidden__no_fact_depends_on_it)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
