/* tests/tally/test_allocations.c: memory that runs out at any moment of a tally is an error, with
 * nothing left behind; and a tally that failed leaves its outputs as they were. */
#include "tally/work.h"

#include "support/random_register.h"

static const char yaml[] =
    "terms:\n"
    "  start: diploma_mbo >= 2 or diploma_vo in ('havo', 'vwo') or diploma_ho\n"
    "columns:\n"
    "  van:\n"
    "    - {when: \"soort[t-1] = 'vmbo'\", is: vmbo}\n"
    "    - {when: \"ever(vrijgesteld)[t-1]\", is: vrij}\n"
    "  doel: [{when: niveau = 2, is: 3}, {when: niveau = 3, is: 4}]\n"
    "  trede: {order: [laag, hoog], rules: [{when: niveau < 3, is: laag}], else: hoog}\n"
    "indicators:\n"
    "  - id: a\n"
    "    population: soort in ('mbo', 'vmbo', 'hbo') and (niveau in (1, 3) or niveau is null)\n"
    "    event: not start[t+1] or hoofdgroep[t+1] <> hoofdgroep or opleiding = instelling\n"
    "  - id: b\n"
    "    population: first(ingeschreven) or within(soort = 'mbo', -1, 1)\n"
    "    value: count(uren_werk > 12) + years_until(soort = 'hbo', 0, 1) - leeftijd\n"
    "  - id: c\n"
    "    population: geboortedatum < '2010-01-01' and bekostigd in ('ja', 'nee')\n"
    "    event: diploma_vo < diploma_vo[t+1] or vrijgesteld = hoofdinschrijving\n"
    "  - id: d\n"
    "    per: instelling\n"
    "    pool: 2\n"
    "    population: ever(instelling = self.instelling[t-1]) or trede >= 'hoog' or advies > 'pro'\n"
    "    value: doel + count(soort = self.soort)\n"
    "  - id: e\n"
    "    population: within?(niveau > self.niveau or soort[last] = self.soort, -1, 1)\n"
    "    event: first(soort = self.soort) or soort[last] = 'mbo'\n";
enum { ASKED = 5 };

typedef struct asked {
    const ds_register *reg;
    const ds_definitions *definitions;
    ds_tally_request requests[ASKED];
} asked;

static ds_status tally(void *context, ds_error *err) {
    asked *a = context;
    ds_tally_options options = {.n_workers = 1};
    ds_cells *cells[ASKED] = {NULL};
    ds_tally_note notes[ASKED];
    ds_status status =
        ds_tally(a->reg, a->definitions, a->requests, ASKED, &options, cells, notes, err);
    for (size_t i = 0; i < ASKED; i++) {
        if (status == DS_OK)
            assert_non_null(cells[i]);
        else
            assert_null(cells[i]);
        ds_cells_free(cells[i]);
    }
    return status;
}

static void test_tally__every_allocation(void **state) {
    static const char *const names[ASKED][3] = {{"van", "leerweg", "start[t-1]"},
                                                {"geboortedatum", "opleiding", "uren_werk"},
                                                {NULL},
                                                {"doel", "instelling"},
                                                {"trede", "niveau + 1"}};
    static const size_t n_names[ASKED] = {3, 3, 0, 2, 2};
    random_register options = {.seed = 20, .n_persons = 15};
    char *folder = ds_test_folder();
    uint32_t keys[ASKED][3];
    ds_register *reg;
    ds_definitions *definitions;
    ds_overlay *overlay;
    asked a;
    ds_error err;
    (void)state;
    random_register_write(&options, folder, NULL, NULL);
    reg = work_register(folder);
    memset(&a, 0, sizeof a);
    a.reg = reg;
    assert_int_equal(ds_definitions_parse("klein.yaml", yaml, sizeof yaml - 1, &definitions, &err),
                     DS_OK);
    overlay = ds_overlay_new(definitions);
    for (size_t i = 0; i < ASKED; i++) {
        for (size_t k = 0; k < n_names[i]; k++)
            assert_int_equal(ds_overlay_key(overlay, names[i][k], &keys[i][k], &err), DS_OK);
        a.requests[i] =
            (ds_tally_request){ds_definitions_at(definitions, i), keys[i], names[i], n_names[i]};
    }
    a.definitions = ds_overlay_definitions(overlay);
    ds_test_every_allocation(tally, &a);
    ds_overlay_free(overlay);
    ds_definitions_free(definitions);
    ds_register_close(reg);
    ds_test_folder_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tally__every_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
