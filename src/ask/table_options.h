/* ask/table_options.h: the options of commands whose answer is a table of an indicator: which
 * school years, and what stands beside the cells. */
#ifndef DS_ASK_TABLE_OPTIONS_H
#define DS_ASK_TABLE_OPTIONS_H

#include "ask/question.h"

typedef struct ds_ask_shown {
    ds_table_options options;
    const char *shares_of;
} ds_ask_shown;
#define DS_ASK_SHOWN_INIT                                                                          \
    { DS_TABLE_OPTIONS_INIT, NULL }

/* Rows of a list of options, for t, a ds_ask_shown. */
#define DS_ASK_SHOWN_OPTIONS(t)                                                                    \
    {"--years",                                                                                    \
     &(t).options.years,                                                                           \
     NULL,                                                                                         \
     "2020-2023",                                                                                  \
     "alleen deze schooljaren tonen (2019,2022)",                                                  \
     "show these school years only (2019,2022)"},                                                  \
        {"--compare",                                                                              \
         &(t).options.compare,                                                                     \
         NULL,                                                                                     \
         "vorig|2022",                                                                             \
         "het verschil met het schooljaar ervoor, of met dit schooljaar",                          \
         "the difference with the school year before (vorig), or with this one"},                  \
        {"--totals",                                                                               \
         &(t).options.totals,                                                                      \
         NULL,                                                                                     \
         "a;",                                                                                     \
         "totalen: de kenmerken die elk houdt, met ; ertussen ('leerweg;' is per leerweg en in "   \
         "totaal)",                                                                                \
         "totals: the keys that each keeps, ; between them ('leerweg;' is by leerweg and in "      \
         "all)"},                                                                                  \
        {"--shares",                                                                               \
         &(t).options.shares,                                                                      \
         NULL,                                                                                     \
         "a",                                                                                      \
         "aandelen van een geheel, over de waarden van dit kenmerk",                               \
         "shares of a whole, over the values of this key"},                                        \
        {"--shares-of",                                                                            \
         &(t).shares_of,                                                                           \
         NULL,                                                                                     \
         "personen|teller",                                                                        \
         "waarvan de aandelen zijn (personen)",                                                    \
         "what the shares are of (personen)"},                                                     \
        {"--keep",                                                                                 \
         &(t).options.keep,                                                                        \
         NULL,                                                                                     \
         "a: v; w",                                                                                \
         "alleen deze klassen van een kenmerk; de andere samen zijn overig",                       \
         "these classes of a key only; the others together are overig"},                           \
    {                                                                                              \
        "--interval", NULL, &(t).options.interval, NULL,                                           \
            "een interval van 95 % (Wilson, een kansmodel)",                                       \
            "an interval of 95 % (Wilson, a model of chance)"                                      \
    }

/* What --shares-of says; false with a message. */
bool ds_ask_shown_read(ds_question *q, ds_ask_shown *asked);

#endif
