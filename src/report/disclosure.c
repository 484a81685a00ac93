/* report/disclosure.c: what protecting a release took, as an internal document. See
 * doorstroom/attack.h. */
#include <math.h>

#include "doorstroom/attack.h"

#define NO_SAY ((ds_say){NULL, NULL})

static void add_count(ds_document *document, const char *id, ds_say title, uint64_t n) {
    ds_document_value(document, DS_IN_PEOPLE | DS_IN_JSON, id, title, ds_value_count(n));
}

static void add_system(ds_document *document, const ds_disclosure_report *r,
                       const ds_release_facts *facts) {
    add_count(document, "minimum", DS_SAY("minimum", "minimum"), facts->minimum);
    add_count(document, "afgerond_op", DS_SAY("afgerond op", "rounded to"), facts->rounded_to);
    add_count(document, "waarden", DS_SAY("waarden in de tabellen", "values in the tables"),
              facts->n_values);
    add_count(document, "verborgen", DS_SAY("daarvan verborgen", "of these hidden"),
              facts->n_hidden);
    add_count(document, "tellingen", DS_SAY("tellingen in het stelsel", "counts in the system"),
              r->n_cells);
    add_count(document, "verbanden", DS_SAY("verbanden ertussen", "relations between them"),
              r->n_relations);
}

static void add_hiding(ds_document *document, const ds_disclosure_report *r) {
    add_count(document, "primair",
              DS_SAY("zelf te klein (primair)", "too small themselves (primary)"), r->n_primary);
    add_count(document, "secundair",
              DS_SAY("om die te beschermen (secundair)", "to protect those (secondary)"),
              r->n_secondary);
    add_count(document, "onbeschermd_voor_zichzelf",
              DS_SAY("alleen bekend aan wie er zelf in zit", "known only to who is in it"),
              r->n_unprotected_own);
    ds_document_value(document, DS_IN_PEOPLE | DS_IN_JSON, "verlies",
                      DS_SAY("personen in verborgen tellingen", "persons in hidden counts"),
                      ds_value_with_decimals(ds_value_number(r->cost), 0));
}

/* An infinite range is none that can be told: nothing was primary, or nothing bounds it. */
static void add_attack(ds_document *document, const ds_disclosure_report *r) {
    add_count(document, "programmas_keuze",
              DS_SAY("lineaire programma's om te kiezen", "linear programs to choose"),
              r->n_programs);
    add_count(document, "programmas_aanval",
              DS_SAY("lineaire programma's van de aanvaller", "linear programs of the attacker"),
              r->n_attacks);
    ds_document_value(
        document, DS_IN_PEOPLE | DS_IN_JSON, "nauwst",
        DS_SAY("nauwste bereik dat de aanvaller vond", "narrowest range that the attacker found"),
        ds_value_with_decimals(ds_value_number(r->narrowest), 0));
}

static void add_sheet(ds_document *document, const ds_disclosure_report *r) {
    add_count(document, "kleinste_getoond",
              DS_SAY("kleinste telling die getoond is (boven 0)",
                     "smallest count that is shown (above 0)"),
              r->smallest);
    add_count(document, "boven_90",
              DS_SAY("getoonde rijen met meer dan 90 % in één categorie",
                     "shown rows with more than 90 % in one category"),
              r->n_above_90);
    add_count(document, "gedomineerd",
              DS_SAY("getoonde tellingen waarvan één instelling meer dan de helft heeft",
                     "shown counts of which one institution has more than half"),
              r->n_dominated);
}

static void add_implied(ds_document *document, const ds_disclosure_report *r) {
    static const ds_field fields[] = {
        {.id = "verband",
         .title = {"wie links telt, telt rechts ook (⊂), of links is wat rechts is (=)",
                   "who counts on the left counts on the right (⊂), or both are equal (=)"},
         .in = DS_IN_PEOPLE | DS_IN_JSON,
         .key = true}};
    ds_doc_table *table;
    if (r->n_implied == 0) return;
    table = ds_document_table(document, DS_IN_PEOPLE | DS_IN_JSON, "impliceert",
                              DS_SAY("Indicatoren waarvan de ene de andere inhoudt",
                                     "Indicators of which one implies the other"),
                              fields, 1);
    for (size_t i = 0; i < r->n_implied; i++) {
        const ds_value row[] = {ds_value_text(r->implied[i])};
        ds_doc_table_row(table, row);
    }
}

/* The same once more as one table, which csv needs. */
static void add_csv(ds_document *document, const ds_disclosure_report *r,
                    const ds_release_facts *facts) {
    static const ds_field fields[] = {{.id = "feit", .in = DS_IN_CSV, .key = true},
                                      {.id = "waarde", .in = DS_IN_CSV}};
    const struct {
        const char *id;
        double value;
    } rows[] = {{"minimum", (double)facts->minimum},
                {"afgerond_op", (double)facts->rounded_to},
                {"waarden", (double)facts->n_values},
                {"verborgen", (double)facts->n_hidden},
                {"tellingen", (double)r->n_cells},
                {"verbanden", (double)r->n_relations},
                {"primair", (double)r->n_primary},
                {"secundair", (double)r->n_secondary},
                {"onbeschermd_voor_zichzelf", (double)r->n_unprotected_own},
                {"verlies", r->cost},
                {"programmas_keuze", (double)r->n_programs},
                {"programmas_aanval", (double)r->n_attacks},
                {"nauwst", r->narrowest},
                {"kleinste_getoond", (double)r->smallest},
                {"boven_90", (double)r->n_above_90},
                {"gedomineerd", (double)r->n_dominated}};
    ds_doc_table *table = ds_document_table(document, DS_IN_CSV, "onthulling", NO_SAY, fields, 2);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const ds_value row[] = {ds_value_text(rows[i].id), ds_value_number(rows[i].value)};
        ds_doc_table_row(table, row);
    }
}

ds_status ds_report_disclosure(const ds_disclosure_report *report, const ds_release_facts *facts,
                               ds_document **out, ds_error *err) {
    ds_document *document =
        ds_document_new("onthulling", DS_SAY("Onthullingscontrole", "Disclosure control"));
    ds_status status;
    ds_document_value(document, DS_IN_JSON, "openbaarheid", NO_SAY, ds_value_text("intern"));
    add_system(document, report, facts);
    add_hiding(document, report);
    add_attack(document, report);
    add_sheet(document, report);
    add_implied(document, report);
    add_csv(document, report, facts);
    ds_document_set_internal(document);
    status = ds_document_finish(document, err);
    if (status == DS_OK)
        *out = document;
    else
        ds_document_free(document);
    return status;
}
