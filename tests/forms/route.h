/* tests/forms/route.h: a route of three partners whose ten steps are done. */
#ifndef DS_TESTS_FORMS_ROUTE_H
#define DS_TESTS_FORMS_ROUTE_H

#include "forms/filled.h"

static inline void begin_route(filled *f) {
    begin_filled(f, "leerroute");
    f->parties[0] = (ds_partij){"p1", "vmbo", "De Wilg", "25LX"};
    f->parties[1] = (ds_partij){"p2", "vmbo", "Het Anker", "27GZ"};
    f->parties[2] = (ds_partij){"p3", "mbo", "ROC Delta", "30RR"};
    f->facts.n_parties = 3;
    set_path(f, "type", "doorlopend");
    set_path(f, "niveau", "3");
    set_path(f, "vmbo_diploma", "gewoon");
    set_path(f, "rollen/r1/rol", "stuurgroep");
    set_path(f, "rollen/r1/van", "vmbo");
    set_path(f, "rollen/r1/uren", "40");
    set_path(f, "rollen/r2/rol", "coordinator");
    set_path(f, "rollen/r2/van", "mbo");
    set_path(f, "rollen/r2/uren", "60");
    set_path(f, "pta", some_value(ds_formulier_field(f->form, "pta")));
    set_path(f, "oer", some_value(ds_formulier_field(f->form, "oer")));
    fill_all(f);
    agree_all(f);
}

#endif
