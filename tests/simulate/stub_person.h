/* tests/simulate/stub_person.h: the institutions of simulatie/, and persons with a life that a test
 * can see through, for the tests of what is made from a life. */
#ifndef DS_TESTS_SIMULATE_STUB_PERSON_H
#define DS_TESTS_SIMULATE_STUB_PERSON_H

#include <stdio.h>

#include "base/memory.h"
#include "simulate/data.h"
#include "simulate/life.h"
#include "support/support.h"

enum { STUB_FIRST = 2019, STUB_LAST = 2024, STUB_YEARS = STUB_LAST - STUB_FIRST + 1 };

static ds_status stub_institution(void *context, const ds_data_row *row, ds_error *err) {
    ds_model *model = context;
    ds_model_instelling *to = &model->instellingen[model->n_instellingen++];
    (void)snprintf(to->type, sizeof to->type, "%.*s", (int)row->fields[0].size,
                   row->fields[0].data);
    if (row->fields[11].size > 0) to->agenda = (unsigned)(row->fields[11].data[0] - '0');
    return ds_data_number(row, 1, "grootte", 0, 1e6, &to->grootte, err);
}

/* A model that knows of its institutions only. */
static ds_model *stub_model(void) {
    /* ds_data_read wants all columns named. */
    static const char *const columns[] = {"type",     "grootte",     "nummer",
                                          "naam",     "economie",    "groen",
                                          "techniek", "zorgwelzijn", "meldt_functiebeperking",
                                          "vsv",      "vsv_trend",   "agenda"};
    ds_model *model = ds_calloc(1, sizeof *model);
    ds_error err;
    assert_non_null(model);
    assert_int_equal(ds_data_read(DS_SOURCE_DIR "/simulatie", "instellingen", columns, 12,
                                  stub_institution, model, &err),
                     DS_OK);
    assert_int_equal(model->n_instellingen, 51);
    return model;
}

static double stub_unit(const ds_life_person *person, unsigned what) {
    return ds_draw_unit(person->key, 0, what);
}

/* Roughly the students of mbo: in all years at one institution, on one niveau and leerweg. */
static ds_life_person stub_student(const ds_model *model, uint64_t seed, uint64_t number) {
    static const double niveaus[2][4] = {{.035, .14, .15, .675}, {.03, .25, .40, .32}};
    static const double migraties[3] = {.72, .09, .19}, ouders[4] = {.1, .2, .4, .3};
    ds_life_person person = {.key = ds_draw_key(seed, number, 0)};
    double sizes[DS_MODEL_INSTELLINGEN_MAX];
    bool bbl = stub_unit(&person, 1) < 0.27;
    ds_life_state state = {.soort = DS_SOORT_MBO, .leerjaar = 1};
    for (size_t i = 0; i < model->n_instellingen; i++)
        sizes[i] = model->instellingen[i].grootte;
    state.leerweg = (uint8_t)((bbl ? DS_LEERWEG_BBL : DS_LEERWEG_BOL) + 1);
    state.niveau = (uint8_t)(1 + ds_draw_pick(stub_unit(&person, 2), niveaus[bbl], 4));
    state.instelling =
        (uint16_t)(1 + ds_draw_pick(stub_unit(&person, 3), sizes, (uint32_t)model->n_instellingen));
    state.hoofdgroep = (uint8_t)(state.niveau == 1 ? DS_MODEL_ENTREE + 1
                                                   : 1 + ds_draw_below(person.key, 0, 4, 18));
    person.birth_year = 2003;
    person.birth_month = 5;
    person.birth_day = 1;
    person.geslacht = stub_unit(&person, 5) < 0.5;
    person.migratie = (uint8_t)ds_draw_pick(stub_unit(&person, 6), migraties, 3);
    person.ouders = (uint8_t)ds_draw_pick(stub_unit(&person, 7), ouders, 4);
    if (stub_unit(&person, 8) < 0.04) person.beperking_from = STUB_FIRST;
    for (int i = 0; i < STUB_YEARS; i++)
        person.states[i] = state;
    return person;
}

#endif
