/* report/filled/cases.c: the table of all words: what each rule says in which case. docs/woorden.md
 * is made of it, and a test holds it to that. {names} are set in words.c. See doorstroom/filled.h.
 */
#include "doorstroom/filled.h"

#define DIFFERENCE "({verschil}{punten}; 95 %-interval {laag} tot {hoog})"
#define DIFFERENCE_EN "({verschil}{punten}; 95 % interval {laag} to {hoog})"

/* What every clause may have to say instead. */
#define STATES(rule)                                                                               \
    {rule,                                                                                         \
     "niet_getoond",                                                                               \
     {"een getal is niet getoond", "a number is not shown"},                                       \
     "is {wat} niet getoond",                                                                      \
     "{wat} is niet getoond.",                                                                     \
     "{wat} is not shown"},                                                                        \
        {rule,                                                                                     \
         "niet_gevraagd",                                                                          \
         {"de vraag is in dat jaar niet gesteld", "the question was not asked in that year"},      \
         "is {wat} niet gevraagd",                                                                 \
         "{wat} is niet gevraagd.",                                                                \
         "{wat} was not asked"},                                                                   \
        {rule,                                                                                     \
         "niemand",                                                                                \
         {"er is niemand geteld", "nobody was counted"},                                           \
         "is {wat} niet te berekenen: er is niemand geteld",                                       \
         "{wat} is niet te berekenen: er is niemand geteld.",                                      \
         "{wat} cannot be computed: nobody was counted"},                                          \
        {rule,                                                                                     \
         "niet_van_toepassing",                                                                    \
         {"de combinatie kan niet bestaan", "the combination cannot exist"},                       \
         "is {wat} niet van toepassing",                                                           \
         "{wat} is niet van toepassing.",                                                          \
         "{wat} does not apply"},                                                                  \
        {rule,                                                                                     \
         "reden",                                                                                  \
         {"er is geen waarde, en bekend is waarom", "there is no value, and it is known why"},     \
         "is {wat} niet beschikbaar ({reden})",                                                    \
         "{wat} is niet beschikbaar ({reden}).",                                                   \
         "{wat} is not available ({reden})"},                                                      \
        {rule,                                                                                     \
         "niet_eenduidig",                                                                         \
         {"er zijn meer groepen en geen totaal: het recept noemt er geen",                         \
          "there are several groups and no total: the recipe names none"},                         \
         "is niet gezegd van welke groep {wat} moet zijn",                                         \
         "Er is niet gezegd van welke groep {wat} moet zijn.",                                     \
         "it was not said of which group {wat} has to be"},                                        \
    {                                                                                              \
        rule, "niet_beschikbaar", {"de gegevens zijn er niet", "the data are not there"},          \
            "is {wat} niet beschikbaar", "{wat} is niet beschikbaar.", "{wat} is not available"    \
    }

/* The same of a rule that names a number. */
#define NOUN_STATES(rule)                                                                          \
    {rule,           "niet_getoond", {"het getal is niet getoond", "the number is not shown"},     \
     "niet getoond", NULL,           "not shown"},                                                 \
        {rule,                                                                                     \
         "niet_gevraagd",                                                                          \
         {"de vraag is in dat jaar niet gesteld", "the question was not asked in that year"},      \
         "niet gevraagd",                                                                          \
         NULL,                                                                                     \
         "not asked"},                                                                             \
        {rule,                                                                                     \
         "niemand",                                                                                \
         {"er is niemand geteld", "nobody was counted"},                                           \
         "niet te berekenen (niemand geteld)",                                                     \
         NULL,                                                                                     \
         "not computable (nobody counted)"},                                                       \
        {rule,                                                                                     \
         "niet_van_toepassing",                                                                    \
         {"de combinatie kan niet bestaan", "the combination cannot exist"},                       \
         "niet van toepassing",                                                                    \
         NULL,                                                                                     \
         "not applicable"},                                                                        \
        {rule,                                                                                     \
         "reden",                                                                                  \
         {"er is geen waarde, en bekend is waarom", "there is no value, and it is known why"},     \
         "niet beschikbaar ({reden})",                                                             \
         NULL,                                                                                     \
         "not available ({reden})"},                                                               \
        {rule,                                                                                     \
         "niet_eenduidig",                                                                         \
         {"er zijn meer groepen en geen totaal: het recept noemt er geen",                         \
          "there are several groups and no total: the recipe names none"},                         \
         "niet eenduidig (welke groep?)",                                                          \
         NULL,                                                                                     \
         "not unique (which group?)"},                                                             \
    {                                                                                              \
        rule, "niet_beschikbaar", {"de gegevens zijn er niet", "the data are not there"},          \
            "niet beschikbaar", NULL, "not available"                                              \
    }

static const ds_words_case cases[] = {
    /* ---- verandering: of one group between two years ---- */
    {"verandering",
     "steeg",
     {"het interval van het verschil ligt boven nul (en p na correctie onder 0,05)",
      "the interval of the difference is above zero (and p after correction below 0.05)"},
     "steeg {wat} van {toen}{eenheid} in {jaar_toen} naar {nu}{eenheid} in {jaar} " DIFFERENCE,
     "{wat} steeg van {toen}{eenheid} in {jaar_toen} naar {nu}{eenheid} in {jaar} " DIFFERENCE ".",
     "{wat} rose from {toen}{eenheid} in {jaar_toen} to {nu}{eenheid} in {jaar} " DIFFERENCE_EN},
    {"verandering",
     "daalde",
     {"het interval van het verschil ligt onder nul (en p na correctie onder 0,05)",
      "the interval of the difference is below zero (and p after correction below 0.05)"},
     "daalde {wat} van {toen}{eenheid} in {jaar_toen} naar {nu}{eenheid} in {jaar} " DIFFERENCE,
     "{wat} daalde van {toen}{eenheid} in {jaar_toen} naar {nu}{eenheid} in {jaar} " DIFFERENCE ".",
     "{wat} fell from {toen}{eenheid} in {jaar_toen} to {nu}{eenheid} in {jaar} " DIFFERENCE_EN},
    {"verandering",
     "steeg_afgerond",
     {"als steeg, maar de getallen zijn afgerond gelijk", "as rose, but the numbers round alike"},
     "steeg {wat} iets: afgerond {nu}{eenheid} in {jaar_toen} en in {jaar} " DIFFERENCE,
     "{wat} steeg iets: afgerond {nu}{eenheid} in {jaar_toen} en in {jaar} " DIFFERENCE ".",
     "{wat} rose slightly: rounded {nu}{eenheid} in {jaar_toen} and in {jaar} " DIFFERENCE_EN},
    {"verandering",
     "daalde_afgerond",
     {"als daalde, maar de getallen zijn afgerond gelijk", "as fell, but the numbers round alike"},
     "daalde {wat} iets: afgerond {nu}{eenheid} in {jaar_toen} en in {jaar} " DIFFERENCE,
     "{wat} daalde iets: afgerond {nu}{eenheid} in {jaar_toen} en in {jaar} " DIFFERENCE ".",
     "{wat} fell slightly: rounded {nu}{eenheid} in {jaar_toen} and in {jaar} " DIFFERENCE_EN},
    {"verandering",
     "geen_verschil",
     {"nul ligt in het interval", "zero is in the interval"},
     "is er geen aantoonbaar verschil in {wat}: {toen}{eenheid} in {jaar_toen} en {nu}{eenheid} in "
     "{jaar} " DIFFERENCE,
     "Er is geen aantoonbaar verschil in {wat}: {toen}{eenheid} in {jaar_toen} en {nu}{eenheid} in "
     "{jaar} " DIFFERENCE ".",
     "there is no demonstrable difference in {wat}: {toen}{eenheid} in {jaar_toen} and "
     "{nu}{eenheid} in {jaar} " DIFFERENCE_EN},
    {"verandering",
     "na_correctie",
     {"nul ligt buiten het interval, maar p na correctie is niet onder 0,05",
      "zero is outside the interval, but p after correction is not below 0.05"},
     "is er na correctie voor het aantal toetsen geen aantoonbaar verschil in {wat}: "
     "{toen}{eenheid} in {jaar_toen} en {nu}{eenheid} in {jaar} " DIFFERENCE,
     "Er is na correctie voor het aantal toetsen geen aantoonbaar verschil in {wat}: "
     "{toen}{eenheid} in {jaar_toen} en {nu}{eenheid} in {jaar} " DIFFERENCE ".",
     "after correction for the number of tests there is no demonstrable difference in {wat}: "
     "{toen}{eenheid} in {jaar_toen} and {nu}{eenheid} in {jaar} " DIFFERENCE_EN},
    {"verandering",
     "hoger",
     {"een geteld aantal is groter: er is niets te toetsen",
      "a number that was counted is larger: there is nothing to test"},
     "lag {wat} {verschil}{punten} hoger: {nu}{eenheid} in {jaar}, na {toen}{eenheid} in "
     "{jaar_toen}",
     "{wat} lag {verschil}{punten} hoger: {nu}{eenheid} in {jaar}, na {toen}{eenheid} in "
     "{jaar_toen}.",
     "{wat} was {verschil}{punten} higher: {nu}{eenheid} in {jaar}, after {toen}{eenheid} in "
     "{jaar_toen}"},
    {"verandering",
     "lager",
     {"een geteld aantal is kleiner", "a number that was counted is smaller"},
     "lag {wat} {verschil}{punten} lager: {nu}{eenheid} in {jaar}, na {toen}{eenheid} in "
     "{jaar_toen}",
     "{wat} lag {verschil}{punten} lager: {nu}{eenheid} in {jaar}, na {toen}{eenheid} in "
     "{jaar_toen}.",
     "{wat} was {verschil}{punten} lower: {nu}{eenheid} in {jaar}, after {toen}{eenheid} in "
     "{jaar_toen}"},
    {"verandering",
     "even_groot",
     {"een geteld aantal is hetzelfde", "a number that was counted is the same"},
     "was {wat} even groot: {nu}{eenheid} in {jaar_toen} en in {jaar}",
     "{wat} was even groot: {nu}{eenheid} in {jaar_toen} en in {jaar}.",
     "{wat} was the same: {nu}{eenheid} in {jaar_toen} and in {jaar}"},
    {"verandering",
     "niet_getoetst",
     {"er is geen interval", "there is no interval"},
     "was {wat} {toen}{eenheid} in {jaar_toen} en {nu}{eenheid} in {jaar} (niet getoetst)",
     "{wat} was {toen}{eenheid} in {jaar_toen} en {nu}{eenheid} in {jaar} (niet getoetst).",
     "{wat} was {toen}{eenheid} in {jaar_toen} and {nu}{eenheid} in {jaar} (not tested)"},
    {"verandering",
     "een_jaar",
     {"er is geen eerder jaar", "there is no earlier year"},
     "was {wat} {nu}{eenheid} in {jaar} (een eerder jaar is er niet)",
     "{wat} was {nu}{eenheid} in {jaar} (een eerder jaar is er niet).",
     "{wat} was {nu}{eenheid} in {jaar} (there is no earlier year)"},
    STATES("verandering"),

    /* ---- verschil: of two groups in one year ---- */
    {"verschil",
     "hoger",
     {"het interval van het verschil ligt boven nul",
      "the interval of the difference is above zero"},
     "was {wat} bij {groep} hoger dan bij {ander}: {nu}{eenheid} naast {toen}{eenheid} " DIFFERENCE,
     "{wat} was bij {groep} hoger dan bij {ander}: {nu}{eenheid} naast {toen}{eenheid} " DIFFERENCE
     ".",
     "{wat} was higher for {groep} than for {ander}: {nu}{eenheid} beside "
     "{toen}{eenheid} " DIFFERENCE_EN},
    {"verschil",
     "lager",
     {"het interval van het verschil ligt onder nul",
      "the interval of the difference is below zero"},
     "was {wat} bij {groep} lager dan bij {ander}: {nu}{eenheid} naast {toen}{eenheid} " DIFFERENCE,
     "{wat} was bij {groep} lager dan bij {ander}: {nu}{eenheid} naast {toen}{eenheid} " DIFFERENCE
     ".",
     "{wat} was lower for {groep} than for {ander}: {nu}{eenheid} beside "
     "{toen}{eenheid} " DIFFERENCE_EN},
    {"verschil",
     "geen_verschil",
     {"nul ligt in het interval", "zero is in the interval"},
     "is er geen aantoonbaar verschil in {wat} tussen {groep} en {ander}: {nu}{eenheid} naast "
     "{toen}{eenheid} " DIFFERENCE,
     "Er is geen aantoonbaar verschil in {wat} tussen {groep} en {ander}: {nu}{eenheid} naast "
     "{toen}{eenheid} " DIFFERENCE ".",
     "there is no demonstrable difference in {wat} between {groep} and {ander}: {nu}{eenheid} "
     "beside {toen}{eenheid} " DIFFERENCE_EN},
    {"verschil",
     "niet_getoetst",
     {"er is geen interval", "there is no interval"},
     "was {wat} bij {groep} {nu}{eenheid} en bij {ander} {toen}{eenheid} (niet getoetst)",
     "{wat} was bij {groep} {nu}{eenheid} en bij {ander} {toen}{eenheid} (niet getoetst).",
     "{wat} was {nu}{eenheid} for {groep} and {toen}{eenheid} for {ander} (not tested)"},
    STATES("verschil"),

    /* ---- waarde: a number with its unit ---- */
    {"waarde",
     "waarde",
     {"de waarde is er", "there is a value"},
     "{nu}{eenheid}",
     NULL,
     "{nu}{eenheid}"},
    {"waarde",
     "bijna_nul",
     {"groter dan nul, maar afgerond nul", "above zero, but zero when rounded"},
     "minder dan 0,1{eenheid}",
     NULL,
     "less than 0.1{eenheid}"},
    NOUN_STATES("waarde"),

    /* ---- aantal: how many of all ---- */
    {"aantal",
     "deel",
     {"enkele van meer", "several of more"},
     "{nu} van de {van} {eenheden}",
     NULL,
     "{nu} of the {van} {eenheden}"},
    {"aantal",
     "alle",
     {"alle, van meer dan twee", "all, of more than two"},
     "alle {van} {eenheden}",
     NULL,
     "all {van} {eenheden}"},
    {"aantal",
     "beide",
     {"twee van twee", "two of two"},
     "beide {eenheden}",
     NULL,
     "both {eenheden}"},
    {"aantal",
     "geen",
     {"geen, van meer dan een", "none, of more than one"},
     "geen van de {van} {eenheden}",
     NULL,
     "none of the {van} {eenheden}"},
    {"aantal",
     "de_enige",
     {"een van een", "one of one"},
     "de enige {eenheden}",
     NULL,
     "the only {eenheden}"},
    {"aantal",
     "niet_de_enige",
     {"geen van een", "none of one"},
     "niet de enige {eenheden} die er is",
     NULL,
     "not the only {eenheden} that there is"},
    {"aantal",
     "leeg",
     {"er is niemand om te tellen", "there is nobody to count"},
     "niet te zeggen (van geen van de {eenheden} is het bekend)",
     NULL,
     "not to be said (it is known of none of the {eenheden})"},
    {"aantal",
     "alleen",
     {"waarvan is niet geteld", "of how many was not counted"},
     "{nu}",
     NULL,
     "{nu}"},
    NOUN_STATES("aantal"),

    /* ---- klassen: the same as a clause ---- */
    {"klassen",
     "deel",
     {"meer dan een", "more than one"},
     "vallen {nu} van de {van} {eenheden} onder ‘{klasse}’",
     "{nu} van de {van} {eenheden} vallen onder ‘{klasse}’.",
     "{nu} of the {van} {eenheden} are in ‘{klasse}’"},
    {"klassen",
     "een",
     {"een van meer", "one of more"},
     "valt {nu} van de {van} {eenheden} onder ‘{klasse}’",
     "{nu} van de {van} {eenheden} valt onder ‘{klasse}’.",
     "{nu} of the {van} {eenheden} is in ‘{klasse}’"},
    {"klassen",
     "alle",
     {"alle, van meer dan een", "all, of more than one"},
     "vallen alle {van} {eenheden} onder ‘{klasse}’",
     "Alle {van} {eenheden} vallen onder ‘{klasse}’.",
     "all {van} {eenheden} are in ‘{klasse}’"},
    {"klassen",
     "geen",
     {"geen, van meer dan een", "none, of more than one"},
     "valt geen van de {van} {eenheden} onder ‘{klasse}’",
     "Geen van de {van} {eenheden} valt onder ‘{klasse}’.",
     "none of the {van} {eenheden} is in ‘{klasse}’"},
    {"klassen",
     "de_enige",
     {"een van een", "one of one"},
     "valt de enige {eenheden} onder ‘{klasse}’",
     "De enige {eenheden} valt onder ‘{klasse}’.",
     "the only {eenheden} is in ‘{klasse}’"},
    {"klassen",
     "niet_de_enige",
     {"geen van een", "none of one"},
     "valt de enige {eenheden} niet onder ‘{klasse}’",
     "De enige {eenheden} valt niet onder ‘{klasse}’.",
     "the only {eenheden} is not in ‘{klasse}’"},
    {"klassen",
     "leeg",
     {"er is niemand om te tellen", "there is nobody to count"},
     "zijn er geen {eenheden} om in te delen",
     "Er zijn geen {eenheden} om in te delen.",
     "there are no {eenheden} to classify"},
    STATES("klassen"),

    /* ---- hoogste, laagste: which group ---- */
    {"hoogste",
     "groep",
     {"alle groepen zijn getoond", "all groups are shown"},
     "{groep} ({nu}{eenheid})",
     NULL,
     "{groep} ({nu}{eenheid})"},
    {"hoogste",
     "van_getoonde",
     {"niet alle groepen zijn getoond", "not all groups are shown"},
     "{groep} ({nu}{eenheid}, van de getoonde groepen)",
     NULL,
     "{groep} ({nu}{eenheid}, of the groups shown)"},
    {"hoogste",
     "een_groep",
     {"er is een groep", "there is one group"},
     "{groep} ({nu}{eenheid}, de enige groep)",
     NULL,
     "{groep} ({nu}{eenheid}, the only group)"},
    NOUN_STATES("hoogste"),
    {"laagste",
     "groep",
     {"alle groepen zijn getoond", "all groups are shown"},
     "{groep} ({nu}{eenheid})",
     NULL,
     "{groep} ({nu}{eenheid})"},
    {"laagste",
     "van_getoonde",
     {"niet alle groepen zijn getoond", "not all groups are shown"},
     "{groep} ({nu}{eenheid}, van de getoonde groepen)",
     NULL,
     "{groep} ({nu}{eenheid}, of the groups shown)"},
    {"laagste",
     "een_groep",
     {"er is een groep", "there is one group"},
     "{groep} ({nu}{eenheid}, de enige groep)",
     NULL,
     "{groep} ({nu}{eenheid}, the only group)"},
    NOUN_STATES("laagste"),

    /* ---- streef: beside the target ---- */
    {"streef",
     "boven",
     {"de waarde is hoger dan de streefwaarde, en haar interval (als het er is) ook",
      "the value is above the target, and so is its interval (where there is one)"},
     "ligt {wat} met {nu}{eenheid} in {jaar} boven de {streef} van {doel}{eenheid}",
     "{wat} ligt met {nu}{eenheid} in {jaar} boven de {streef} van {doel}{eenheid}.",
     "{wat} is {nu}{eenheid} in {jaar}, above the {streef} of {doel}{eenheid}"},
    {"streef",
     "onder",
     {"de waarde is lager dan de streefwaarde, en haar interval (als het er is) ook",
      "the value is below the target, and so is its interval (where there is one)"},
     "ligt {wat} met {nu}{eenheid} in {jaar} onder de {streef} van {doel}{eenheid}",
     "{wat} ligt met {nu}{eenheid} in {jaar} onder de {streef} van {doel}{eenheid}.",
     "{wat} is {nu}{eenheid} in {jaar}, below the {streef} of {doel}{eenheid}"},
    {"streef",
     "op",
     {"de waarde is afgerond de streefwaarde", "the value, rounded, is the target"},
     "ligt {wat} met {nu}{eenheid} in {jaar} afgerond op de {streef} van {doel}{eenheid}",
     "{wat} ligt met {nu}{eenheid} in {jaar} afgerond op de {streef} van {doel}{eenheid}.",
     "{wat} is {nu}{eenheid} in {jaar}, rounded at the {streef} of {doel}{eenheid}"},
    {"streef",
     "onzeker",
     {"de streefwaarde ligt in het interval van de waarde",
      "the target is in the interval of the value"},
     "is niet te zeggen of {wat} boven of onder de {streef} van {doel}{eenheid} ligt: "
     "{nu}{eenheid} in {jaar} (95 %-interval {laag} tot {hoog})",
     "Of {wat} boven of onder de {streef} van {doel}{eenheid} ligt, is niet te zeggen: "
     "{nu}{eenheid} in {jaar} (95 %-interval {laag} tot {hoog}).",
     "it cannot be said whether {wat} is above or below the {streef} of {doel}{eenheid}: "
     "{nu}{eenheid} in {jaar} (95 % interval {laag} to {hoog})"},
    {"streef",
     "geen_streef",
     {"er is geen streefwaarde", "there is no target"},
     "is er geen {streef} om naast {wat} te leggen: {nu}{eenheid} in {jaar}",
     "Er is geen {streef} om naast {wat} te leggen: {nu}{eenheid} in {jaar}.",
     "there is no {streef} beside {wat}: {nu}{eenheid} in {jaar}"},
    STATES("streef"),

    /* ---- geld ---- */
    {"geld",
     "besteed",
     {"er is een bedrag", "there is an amount"},
     "is {nu} euro besteed",
     "Er is {nu} euro besteed.",
     "{nu} euros were spent"},
    {"geld",
     "deel",
     {"er is een deel van een budget", "there is a share of a budget"},
     "is {nu} procent besteed van wat is begroot",
     "Er is {nu} procent besteed van wat is begroot.",
     "{nu} per cent was spent of what was budgeted"},
    {"geld",
     "niets_besteed",
     {"begroot, niets besteed", "budgeted, nothing spent"},
     "is niets besteed van wat is begroot",
     "Er is niets besteed van wat is begroot.",
     "nothing was spent of what was budgeted"},
    {"geld",
     "niet_begroot",
     {"niets begroot: er is geen deel van nul", "nothing budgeted: there is no share of zero"},
     "was er niets begroot",
     "Er was niets begroot.",
     "nothing was budgeted"},
    {"geld",
     "niet_opgegeven",
     {"geen opgave", "not reported"},
     "is er geen opgave van wat is besteed",
     "Er is geen opgave van wat is besteed.",
     "it was not reported what was spent"},
    STATES("geld"),

    /* ---- effect: of an evaluation, after so many years ---- */
    {"effect",
     "hoger",
     {"het interval van het verschil ligt boven nul",
      "the interval of the difference is above zero"},
     "was {wat} bij deelnemers hoger dan bij vergelijkbare leerlingen: {nu}{eenheid} naast "
     "{toen}{eenheid} " DIFFERENCE,
     "{wat} was bij deelnemers hoger dan bij vergelijkbare leerlingen: {nu}{eenheid} naast "
     "{toen}{eenheid} " DIFFERENCE ".",
     "{wat} was higher for participants than for comparable pupils: {nu}{eenheid} beside "
     "{toen}{eenheid} " DIFFERENCE_EN},
    {"effect",
     "lager",
     {"het interval van het verschil ligt onder nul",
      "the interval of the difference is below zero"},
     "was {wat} bij deelnemers lager dan bij vergelijkbare leerlingen: {nu}{eenheid} naast "
     "{toen}{eenheid} " DIFFERENCE,
     "{wat} was bij deelnemers lager dan bij vergelijkbare leerlingen: {nu}{eenheid} naast "
     "{toen}{eenheid} " DIFFERENCE ".",
     "{wat} was lower for participants than for comparable pupils: {nu}{eenheid} beside "
     "{toen}{eenheid} " DIFFERENCE_EN},
    {"effect",
     "geen_verschil",
     {"nul ligt in het interval", "zero is in the interval"},
     "is er geen aantoonbaar verschil in {wat} tussen deelnemers en vergelijkbare leerlingen: "
     "{nu}{eenheid} naast {toen}{eenheid} " DIFFERENCE,
     "Er is geen aantoonbaar verschil in {wat} tussen deelnemers en vergelijkbare leerlingen: "
     "{nu}{eenheid} naast {toen}{eenheid} " DIFFERENCE ".",
     "there is no demonstrable difference in {wat} between participants and comparable pupils: "
     "{nu}{eenheid} beside {toen}{eenheid} " DIFFERENCE_EN},
    {"effect",
     "na_correctie",
     {"nul ligt buiten het interval, maar p na correctie is niet onder 0,05",
      "zero is outside the interval, but p after correction is not below 0.05"},
     "is er na correctie voor het aantal toetsen geen aantoonbaar verschil in {wat} tussen "
     "deelnemers en vergelijkbare leerlingen: {nu}{eenheid} naast {toen}{eenheid} " DIFFERENCE,
     "Er is na correctie voor het aantal toetsen geen aantoonbaar verschil in {wat} tussen "
     "deelnemers en vergelijkbare leerlingen: {nu}{eenheid} naast {toen}{eenheid} " DIFFERENCE ".",
     "after correction for the number of tests there is no demonstrable difference in {wat} "
     "between participants and comparable pupils: {nu}{eenheid} beside "
     "{toen}{eenheid} " DIFFERENCE_EN},
    {"effect",
     "niet_getoetst",
     {"er is geen interval", "there is no interval"},
     "was {wat} bij deelnemers {nu}{eenheid} en bij vergelijkbare leerlingen {toen}{eenheid} (niet "
     "getoetst)",
     "{wat} was bij deelnemers {nu}{eenheid} en bij vergelijkbare leerlingen {toen}{eenheid} (niet "
     "getoetst).",
     "{wat} was {nu}{eenheid} for participants and {toen}{eenheid} for comparable pupils (not "
     "tested)"},
    STATES("effect"),

    /* ---- samenhang ---- */
    {"samenhang",
     "positief",
     {"aangetoond na correctie voor alle toetsen, en r is boven nul",
      "shown after correction for all tests, and r is above zero"},
     "gaat een hogere waarde van {met} samen met een hogere waarde van {wat} (r = {r}; "
     "95 %-interval {laag} tot {hoog}; n = {n})",
     "Een hogere waarde van {met} gaat samen met een hogere waarde van {wat} (r = {r}; "
     "95 %-interval {laag} tot {hoog}; n = {n}).",
     "a higher value of {met} goes with a higher value of {wat} (r = {r}; 95 % interval {laag} to "
     "{hoog}; n = {n})"},
    {"samenhang",
     "negatief",
     {"aangetoond na correctie, en r is onder nul", "shown after correction, and r is below zero"},
     "gaat een hogere waarde van {met} samen met een lagere waarde van {wat} (r = {r}; "
     "95 %-interval {laag} tot {hoog}; n = {n})",
     "Een hogere waarde van {met} gaat samen met een lagere waarde van {wat} (r = {r}; "
     "95 %-interval {laag} tot {hoog}; n = {n}).",
     "a higher value of {met} goes with a lower value of {wat} (r = {r}; 95 % interval {laag} to "
     "{hoog}; n = {n})"},
    {"samenhang",
     "als_toeval",
     {"aangetoond, maar r ligt in het gebied dat toeval alleen al geeft",
      "shown, but r lies within what chance alone gives"},
     "is de samenhang van {wat} met {met} (r = {r}; 95 %-interval {laag} tot {hoog}; n = {n}) niet "
     "sterker dan toeval alleen al geeft (r van {toeval_laag} tot {toeval_hoog})",
     "De samenhang van {wat} met {met} (r = {r}; 95 %-interval {laag} tot {hoog}; n = {n}) is niet "
     "sterker dan toeval alleen al geeft (r van {toeval_laag} tot {toeval_hoog}).",
     "the relation of {wat} with {met} (r = {r}; 95 % interval {laag} to {hoog}; n = {n}) is no "
     "stronger than chance alone gives (r from {toeval_laag} to {toeval_hoog})"},
    {"samenhang",
     "groepen",
     {"een verschil tussen groepen is aangetoond", "a difference between groups is shown"},
     "verschilt {wat} aantoonbaar tussen groepen naar {met} (n = {n})",
     "{wat} verschilt aantoonbaar tussen groepen naar {met} (n = {n}).",
     "{wat} differs demonstrably between groups by {met} (n = {n})"},
    {"samenhang",
     "niet_aangetoond",
     {"niet aangetoond: het interval zegt wat nog kan",
      "not shown: the interval says what is still possible"},
     "is geen samenhang van {wat} met {met} aangetoond (r tussen {laag} en {hoog}; n = {n})",
     "Een samenhang van {wat} met {met} is niet aangetoond (r tussen {laag} en {hoog}; n = {n}).",
     "no relation of {wat} with {met} was shown (r between {laag} and {hoog}; n = {n})"},
    {"samenhang",
     "groepen_niet",
     {"een verschil tussen groepen is niet aangetoond", "no difference between groups is shown"},
     "is geen verschil in {wat} tussen groepen naar {met} aangetoond (n = {n})",
     "Een verschil in {wat} tussen groepen naar {met} is niet aangetoond (n = {n}).",
     "no difference in {wat} between groups by {met} was shown (n = {n})"},
    {"samenhang",
     "aantal",
     {"zonder indicator of kenmerk: van hoeveel toetsen",
      "without indicator or attribute: of how many tests"},
     "is bij {nu} van de {van} toetsen een samenhang aangetoond",
     "Bij {nu} van de {van} toetsen is een samenhang aangetoond.",
     "a relation was shown in {nu} of the {van} tests"},
    {"samenhang",
     "aantal_geen",
     {"geen van de toetsen", "none of the tests"},
     "is bij geen van de {van} toetsen een samenhang aangetoond",
     "Bij geen van de {van} toetsen is een samenhang aangetoond.",
     "a relation was shown in none of the {van} tests"},
    {"samenhang",
     "een_toets",
     {"er is een toets, en die toont een samenhang aan",
      "there is one test, which shows a relation"},
     "is bij de enige toets een samenhang aangetoond",
     "Bij de enige toets is een samenhang aangetoond.",
     "a relation was shown in the only test"},
    {"samenhang",
     "een_toets_niet",
     {"er is een toets, en die toont niets aan", "there is one test, which shows nothing"},
     "is bij de enige toets geen samenhang aangetoond",
     "Bij de enige toets is geen samenhang aangetoond.",
     "no relation was shown in the only test"},
    STATES("samenhang"),

    /* ---- spreiding: over institutions ---- */
    {"spreiding",
     "uiteen",
     {"laagste en hoogste zijn getoond", "lowest and highest are shown"},
     "loopt {wat} uiteen van {laagste} tot {hoogste}{eenheid}",
     "{wat} loopt uiteen van {laagste} tot {hoogste}{eenheid}.",
     "{wat} ranges from {laagste} to {hoogste}{eenheid}"},
    {"spreiding",
     "kwartielen",
     {"ook de kwartielen zijn getoond", "the quartiles are shown, too"},
     "loopt {wat} uiteen van {laagste} tot {hoogste}{eenheid}, en ligt de middelste helft tussen "
     "{q1} en {q3}{eenheid}",
     "{wat} loopt uiteen van {laagste} tot {hoogste}{eenheid}; de middelste helft ligt tussen {q1} "
     "en {q3}{eenheid}.",
     "{wat} ranges from {laagste} to {hoogste}{eenheid}, the middle half from {q1} to "
     "{q3}{eenheid}"},
    STATES("spreiding"),

    /* ---- richting: how many groups ---- */
    {"richting",
     "telling",
     {"hoeveel groepen aantoonbaar stegen en daalden",
      "how many groups demonstrably rose and fell"},
     "steeg {wat} aantoonbaar bij {op} en daalde het aantoonbaar bij {neer} van de {van} groepen; "
     "bij {rest} is geen verschil aangetoond",
     "{wat} steeg aantoonbaar bij {op} en daalde aantoonbaar bij {neer} van de {van} groepen; bij "
     "{rest} is geen verschil aangetoond.",
     "{wat} demonstrably rose in {op} and fell in {neer} of the {van} groups; in {rest} no "
     "difference was shown"},
    {"richting",
     "geen",
     {"bij geen enkele groep", "in no group at all"},
     "is bij geen van de {van} groepen een verschil in {wat} aangetoond",
     "Bij geen van de {van} groepen is een verschil in {wat} aangetoond.",
     "a difference in {wat} was shown in none of the {van} groups"},
    STATES("richting"),

    /* ---- landelijk: the path to a limit ---- */
    {"landelijk",
     "gehaald",
     {"het aantal is onder de grens", "the number is below the limit"},
     "is de grens van {grens} gehaald: {nu} in {jaar}",
     "De grens van {grens} is gehaald: {nu} in {jaar}.",
     "the limit of {grens} was met: {nu} in {jaar}"},
    {"landelijk",
     "genoeg",
     {"de verandering per jaar is minstens wat nodig is",
      "the change a year is at least what is needed"},
     "is voor de grens van {grens} in {jaar_grens} een verandering van {nodig} per jaar nodig; het "
     "werd {verandering} per jaar, tot {nu} in {jaar}",
     "Voor de grens van {grens} in {jaar_grens} is een verandering van {nodig} per jaar nodig; het "
     "werd {verandering} per jaar, tot {nu} in {jaar}.",
     "for the limit of {grens} in {jaar_grens} a change of {nodig} a year is needed; it was "
     "{verandering} a year, to {nu} in {jaar}"},
    {"landelijk",
     "te_weinig",
     {"de verandering per jaar is minder dan nodig is", "the change a year is less than needed"},
     "is voor de grens van {grens} in {jaar_grens} een verandering van {nodig} per jaar nodig; het "
     "werd {verandering} per jaar, tot {nu} in {jaar}, en dat is te weinig",
     "Voor de grens van {grens} in {jaar_grens} is een verandering van {nodig} per jaar nodig; het "
     "werd {verandering} per jaar, tot {nu} in {jaar}, en dat is te weinig.",
     "for the limit of {grens} in {jaar_grens} a change of {nodig} a year is needed; it was "
     "{verandering} a year, to {nu} in {jaar}, which is too little"},
    STATES("landelijk"),

    /* ---- ontbreekt, n, jaar ---- */
    {"ontbreekt",
     "aantal",
     {"er telt iemand niet mee", "somebody does not count"},
     "{n} ({reden})",
     NULL,
     "{n} ({reden})"},
    {"ontbreekt", "geen", {"iedereen telt mee", "everybody counts"}, "0", NULL, "0"},
    NOUN_STATES("ontbreekt"),
    {"n", "n", {"hoeveel er tellen", "how many count"}, "{n} {eenheden}", NULL, "{n} {eenheden}"},
    NOUN_STATES("n"),
    {"jaar", "jaar", {"het laatste jaar", "the last year"}, "{jaar}", NULL, "{jaar}"},
    NOUN_STATES("jaar"),
};

const ds_words_case *ds_words_cases(size_t *out_n) {
    *out_n = sizeof cases / sizeof *cases;
    return cases;
}

const char *const *ds_words_rules(size_t *out_n) {
    static const char *const rules[] = {
        "verandering", "verschil",  "waarde",    "aantal", "klassen",   "hoogste",
        "laagste",     "streef",    "geld",      "effect", "samenhang", "spreiding",
        "richting",    "landelijk", "ontbreekt", "n",      "jaar"};
    *out_n = sizeof rules / sizeof *rules;
    return rules;
}
