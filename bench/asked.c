/* bench/asked.c: the 21 tables that are measured, and the files that they need. See bench.h. */
#include "bench.h"

const bench_table bench_tables[BENCH_TABLES] = {
    {"vsv", {"niveau", "leerweg"}, 2},
    {"vsv", {"niveau", "leerweg", "migratieachtergrond"}, 3},
    {"vsv", {"leerweg", "hoofdgroep"}, 2},
    {"startersresultaat", {"niveau"}, 1},
    {"startersresultaat", {"niveau", "hoofdgroep"}, 2},
    {"startersresultaat", {"instelling", "niveau"}, 2},
    {"hbo_succes", {"leerweg"}, 1},
    {"hbo_succes", {"leerweg", "ses"}, 2},
    {"hbo_succes", {"hoofdgroep"}, 1},
    {"werk", {"niveau", "leerweg"}, 2},
    {"werk", {"leerweg", "niveau", "hoofdgroep"}, 3},
    {"werk", {"niveau", "leerweg", "migratieachtergrond"}, 3},
    {"switch", {"niveau", "leerweg"}, 2},
    {"switch", {"hoofdgroep"}, 1},
    {"switch", {"geslacht", "niveau"}, 2},
    {"uitstroom_diploma", {"niveau"}, 1},
    {"uitstroom_diploma", {"niveau", "leerweg", "migratieachtergrond"}, 3},
    {"uitstroom_diploma", {"instelling", "niveau"}, 2},
    {"doorstroom_vmbo", {"leerweg"}, 1},
    {"doorstroom_vmbo", {"leerweg", "sector"}, 2},
    {"doorstroom_vmbo", {"instelling"}, 1},
};

const char *const bench_columns[] = {
    "soort",     "niveau",        "leerweg",  "hoofdgroep",          "sector", "instelling",
    "uren_werk", "geboortedatum", "geslacht", "migratieachtergrond", "ses",    NULL};
const char *const bench_events[] = {DS_EVENT_DIPLOMA, DS_EVENT_VRIJSTELLING, "ses", NULL};
