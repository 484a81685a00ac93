/* document/column_type.c: what the values of a column are, by what it is called: one word is one
 * thing in every table. So a column of an answer without a single value has the type that it has in
 * every other, and who reads two of them has one table. See csv_table.h.
 *
 * Names stand in the order of their bytes. A column that is called otherwise is one of texts, or of
 * numbers where its field says so; where its document means something else by the name, its field
 * says what (ds_field.type), or it stands in the list of exceptions. */
#include "document/column_type.h"

#include <stdlib.h>
#include <string.h>

static const char *const wholes[] = {"aantal",
                                     "aantal_hoog",
                                     "aantal_laag",
                                     "afgekeurd",
                                     "afstand",
                                     "alleen_links",
                                     "alleen_rechts",
                                     "beide",
                                     "buiten_steun",
                                     "bytes",
                                     "cases",
                                     "controles",
                                     "deelnemers",
                                     "diepte",
                                     "eens",
                                     "ertegen",
                                     "evaluaties",
                                     "gelezen",
                                     "genomen",
                                     "indicatoren",
                                     "jaar",
                                     "kijkjaar",
                                     "kolom",
                                     "kortste",
                                     "lagen",
                                     "langste",
                                     "leeg",
                                     "leeg_woord",
                                     "links",
                                     "links_dubbel",
                                     "links_rijen",
                                     "links_zonder_sleutel",
                                     "maand",
                                     "missing",
                                     "n",
                                     "n_behandeld",
                                     "n_cases",
                                     "n_controle",
                                     "n_oordelen",
                                     "noemer",
                                     "noemer_hoog",
                                     "noemer_is",
                                     "noemer_laag",
                                     "noemer_voor",
                                     "noemer_was",
                                     "nummer",
                                     "onbekend",
                                     "onbekend_is",
                                     "onbekend_voor",
                                     "onbekend_was",
                                     "ontbreekt",
                                     "oordeel_bevestigd",
                                     "oordeel_deels",
                                     "oordeel_geen",
                                     "oordeel_niet",
                                     "oordeel_overige_woorden",
                                     "oordelen",
                                     "personen",
                                     "plaats_onbekend",
                                     "rechts",
                                     "rechts_dubbel",
                                     "rechts_rijen",
                                     "rechts_zonder_sleutel",
                                     "regel",
                                     "rondes",
                                     "schaal",
                                     "schooljaar",
                                     "start",
                                     "tegen",
                                     "teller",
                                     "teller_hoog",
                                     "teller_is",
                                     "teller_laag",
                                     "teller_voor",
                                     "teller_was",
                                     "uitgerekend",
                                     "uitkomst_onbekend",
                                     "verborgen",
                                     "verschillend",
                                     "vestigingen",
                                     "vestigingen_controle",
                                     "voorwaarden",
                                     "year",
                                     "zeldzaam"};

static const char *const reals[] = {"aandeel",
                                    "aandeel_hoog",
                                    "aandeel_laag",
                                    "aandeel_naar",
                                    "aandeel_van",
                                    "aantoonbaar",
                                    "afstand_na",
                                    "afstand_voor",
                                    "alleen_links_pct",
                                    "alleen_rechts_pct",
                                    "band_hoog",
                                    "band_laag",
                                    "bandbreedte",
                                    "behandeld",
                                    "coefficient",
                                    "controle",
                                    "df",
                                    "df2",
                                    "effectieve_controles",
                                    "estimate",
                                    "exact",
                                    "g",
                                    "gamma",
                                    "gehouden",
                                    "gekrompen",
                                    "gekrompen_se",
                                    "gemiddelde",
                                    "gepubliceerd",
                                    "gepubliceerd_tot",
                                    "gesimuleerd",
                                    "gewogen_controle",
                                    "high",
                                    "hoog",
                                    "hoog_95",
                                    "hoog_998",
                                    "k5",
                                    "k95",
                                    "kans",
                                    "kans_pp",
                                    "laag",
                                    "laag_95",
                                    "laag_998",
                                    "low",
                                    "met_totalen_hoog",
                                    "met_totalen_laag",
                                    "norm",
                                    "omvang",
                                    "p",
                                    "p_adjusted",
                                    "p_holm",
                                    "percentage",
                                    "percentage_hoog",
                                    "percentage_laag",
                                    "percentage_rest",
                                    "percentage_voor",
                                    "ratio",
                                    "samenstelling",
                                    "samenstelling_pp",
                                    "se",
                                    "se_behandeld",
                                    "se_controle",
                                    "se_kans",
                                    "se_met_kernel",
                                    "som",
                                    "statistic",
                                    "statistic_kans",
                                    "variantieverhouding_na",
                                    "variantieverhouding_voor",
                                    "verschil",
                                    "verschil_hoog",
                                    "verschil_laag",
                                    "verschil_na",
                                    "verschil_pp",
                                    "verschil_voor",
                                    "verwacht",
                                    "verwacht_aantal",
                                    "waarde",
                                    "z",
                                    "zonder"};

static const char *const flags[] = {"gehaald",           "geslaagd",    "gevonden", "in_score",
                                    "meer_verschillend", "voorbeelden", "wijkt_af"};

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* Of the documents that use a word in another way. */
static const struct {
    const char *document, *column;
    ds_field_type type;
} exceptions[] = {
    {"aanval", "tot", DS_FIELD_WHOLE},
    {"aanval", "van", DS_FIELD_WHOLE},
    {"audit", "gedrukt", DS_FIELD_TEXT},
    {"audit", "kolom", DS_FIELD_TEXT},
    {"audit", "noemer_hoog", DS_FIELD_REAL},
    {"audit", "noemer_laag", DS_FIELD_REAL},
    {"audit", "tot", DS_FIELD_REAL},
    {"audit", "van", DS_FIELD_REAL},
    {"define", "hoog", DS_FIELD_WHOLE},
    {"define", "laag", DS_FIELD_WHOLE},
    {"describe", "sleutel", DS_FIELD_FLAG},
    {"expected", "missing", DS_FIELD_TEXT},
    {"fit", "n", DS_FIELD_REAL},
    {"fit", "schooljaar", DS_FIELD_TEXT},
    {"flows", "value", DS_FIELD_WHOLE},
    {"formulier", "controle", DS_FIELD_TEXT},
    {"formulier", "kolom", DS_FIELD_TEXT},
    {"formulier", "waarde", DS_FIELD_TEXT},
    {"gap", "missing", DS_FIELD_TEXT},
    {"inventaris", "kolom", DS_FIELD_TEXT},
    {"open", "hoog", DS_FIELD_WHOLE},
    {"open", "laag", DS_FIELD_WHOLE},
    {"process", "laag", DS_FIELD_TEXT},
    {"relate", "exact", DS_FIELD_FLAG},
    {"risk", "missing", DS_FIELD_TEXT},
    {"risk", "tegen", DS_FIELD_TEXT},
    {"routes", "van", DS_FIELD_WHOLE},
    {"routes", "waarde", DS_FIELD_TEXT},
};

static int compare_names(const void *key, const void *at) {
    return strcmp(key, *(const char *const *)at);
}

static bool is_one_of(const char *name, const char *const *list, size_t n) {
    return bsearch(name, list, n, sizeof *list, compare_names) != NULL;
}

static bool is_exception(const char *document, const char *column, ds_field_type *out) {
    for (size_t i = 0; document != NULL && i < COUNT(exceptions); i++)
        if (strcmp(exceptions[i].document, document) == 0 &&
            strcmp(exceptions[i].column, column) == 0) {
            *out = exceptions[i].type;
            return true;
        }
    return false;
}

ds_field_type ds_column_type(const char *document, const ds_field *field) {
    ds_field_type type = field->type;
    if (type != DS_FIELD_BY_NAME || is_exception(document, field->id, &type)) return type;
    if (is_one_of(field->id, wholes, COUNT(wholes))) return DS_FIELD_WHOLE;
    if (is_one_of(field->id, reals, COUNT(reals))) return DS_FIELD_REAL;
    if (is_one_of(field->id, flags, COUNT(flags))) return DS_FIELD_FLAG;
    return field->number ? DS_FIELD_REAL : DS_FIELD_BY_NAME;
}
