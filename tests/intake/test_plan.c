/* tests/intake/test_plan.c: what a file's name says. */
#include "intake/plan.h"
#include "support/support.h"

#include <string.h>

typedef struct named {
    const char *name, *kind; /* kind NULL: left aside */
    const char *institution;
    int year;
    bool final;
} named;

static void test_plan_recognise__names(void **state) {
    static const named list[] = {
        {"inschrijving.csv", "inschrijving", "", 0, false},
        {"inschrijving-2022.csv", "inschrijving", "", 0, false},
        {"inschrijving_2022_v2.parquet", "inschrijving", "", 0, false},
        {"inschrijving2022.sav", "inschrijving", "", 0, false},
        {"INSCHRIJVING.2022.CSV", "inschrijving", "", 0, false},
        {"inschrijving", "inschrijving", "", 0, false},
        {"inschrijvingen.csv", NULL, "", 0, false},
        {"Persoon-a.dta", "persoon", "", 0, false},
        {"diploma.csv", "diploma", "", 0, false},
        {"werk2023.csv", "werk", "", 0, false},
        {"werknemer.csv", NULL, "", 0, false},
        {"vrijstelling.csv", "vrijstelling", "", 0, false},
        {"instelling_a.csv", "instelling", "", 0, false},
        {"vsv_maand.csv", "vsv_maand", "", 0, false},
        {"vsv_maand-202210.csv", "vsv_maand", "", 0, false},
        {"vsv.csv", NULL, "", 0, false},
        {"enquete.csv", "enquete", "", 0, false},
        {"Streefwaarde-2024.xlsx", "streefwaarde", "", 0, false},
        {"werkagenda 2024.csv", "werkagenda", "", 0, false},
        {"eigen_indicator.sav", "eigen_indicator", "", 0, false},
        {"contactenquete_1.csv", "contactenquete", "", 0, false},
        {"agendapunten.csv", NULL, "", 0, false},
        {"-inschrijving.csv", NULL, "", 0, false},
        {"", NULL, "", 0, false},
        {".csv", NULL, "", 0, false},
        {"NRSP2023DI27GZ.csv", "NRSP", "27GZ", 2022, true},
        {"NRSP2023VI27GZ.csv", "NRSP", "27GZ", 2022, false},
        {"NRSP2023DI27GZ.csv.gz", "NRSP", "27GZ", 2022, true},
        {"RO_27DV_20240731_20260324.csv.gz", NULL, "", 0, false},
        {"inschrijving.csv.gz", "inschrijving", "", 0, false},
        {"nrsp2023di27gz.CSV", "NRSP", "27GZ", 2022, true},
        {"NenR2023DI27GZ.csv", "NenR", "27GZ", 2022, true},
        {"NENR2020VI01AB.csv", "NenR", "01AB", 2019, false},
        {"NRSP2023XI27GZ.csv", NULL, "", 0, false},
        {"NRSP2023D27GZ.csv", NULL, "", 0, false},
        {"NRSP20x3DI27GZ.csv", NULL, "", 0, false},
        {"NRSP2023DI27G.csv", NULL, "", 0, false},
        {"NRSP2023DI27G-.csv", NULL, "", 0, false},
        {"NRSP2023DI27GZ-2.csv", NULL, "", 0, false},
        {"202309A04I27GZ.csv", "A04", "27GZ", 2022, false},
        {"202310A04I27GZ.csv", "A04", "27GZ", 2023, false},
        {"202212A05I27GZ.csv", "A05", "27GZ", 2022, false},
        {"202301a05i27gz.txt", "A05", "27GZ", 2022, false},
        {"202311A14I27GZ.csv", "A14", "27GZ", 2022, false},
        {"202313A04I27GZ.csv", NULL, "", 0, false},
        {"202300A04I27GZ.csv", NULL, "", 0, false},
        {"202309A06I27GZ.csv", NULL, "", 0, false},
        {"202309A04J27GZ.csv", NULL, "", 0, false},
        {"202309A04I27GZ", "A04", "27GZ", 2022, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        const named *n = &list[i];
        ds_delivery found;
        const char *kind;
        memset(&found, 0, sizeof found);
        ds_plan_recognise(n->name, &found);
        kind = found.layout == NULL ? NULL : found.layout->kind;
        if ((kind == NULL) != (n->kind == NULL) || (kind != NULL && strcmp(kind, n->kind) != 0))
            fail_msg("%s is seen as %s", n->name, kind == NULL ? "nothing" : kind);
        if (kind == NULL) continue;
        if (strcmp(found.institution, n->institution) != 0 || found.year != n->year ||
            found.final != n->final)
            fail_msg("%s: %s %d %d", n->name, found.institution, found.year, found.final);
    }
}

static void test_plan_layout__by_kind(void **state) {
    static const char *const kinds[] = {"inschrijving", "persoon",    "diploma",  "werk",
                                        "vrijstelling", "instelling", "vsv_maand"};
    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const ds_layout *layout = ds_plan_layout((ds_text){kinds[i], strlen(kinds[i])});
        assert_non_null(layout);
        assert_string_equal(layout->kind, kinds[i]);
        assert_true(layout->n_required <= layout->n_columns);
        assert_true(layout->n_columns <= DS_LAYOUT_COLUMNS_MAX);
    }
    assert_null(ds_plan_layout((ds_text){"NRSP", 4}));
    assert_null(ds_plan_layout((ds_text){"", 0}));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plan_recognise__names),
        cmocka_unit_test(test_plan_layout__by_kind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
