/* report/relate_notes.c: what must be said beside tests: what auto chose and why, for how many
 * tests p is adjusted, which could not be done, who is missing. See relate.h. */
#include <math.h>

#include "report/relate.h"

enum { LISTED_MAX = 40 };

typedef bool relate_holds(const ds_relate_row *row, int what);

/* A note with the tests for which it holds, at most LISTED_MAX of them by name: {0} how many, {1}
 * which. */
static void note_rows(ds_document *to, const ds_relate_block *block, relate_holds *holds, int what,
                      ds_note note) {
    ds_value list[LISTED_MAX], values[2];
    uint64_t n = 0;
    for (size_t i = 0; i < block->n; i++) {
        const ds_relate_row *row = &block->rows[i];
        if (!row->test || !holds(row, what)) continue;
        if (n < LISTED_MAX) list[n] = ds_value_text(ds_relate_subject(to, row));
        n++;
    }
    if (n == 0) return;
    values[0] = ds_value_count(n);
    values[1] = ds_value_list(list, n < LISTED_MAX ? (size_t)n : LISTED_MAX);
    note.values = values;
    note.n_values = 2;
    ds_document_note(to, &note);
}

/* ---- what auto chose ---- */

static bool is_choice(const ds_relate_row *row, int what) {
    return (int)row->choice == what;
}

static void note_choices(ds_document *to, const ds_relate_block *block) {
    static const struct {
        ds_relate_choice choice;
        const char *code;
        ds_say say;
    } all[] = {
        {DS_RELATE_TWO_NUMBERS,
         "auto_pearson",
         {"auto koos Pearson, want beide kolommen zijn getallen ({0}): {1}",
          "auto chose Pearson, both columns being numbers ({0}): {1}"}},
        {DS_RELATE_TWO_LARGE,
         "auto_welch",
         {"auto koos Welch, want er zijn twee groepen van elk vijftien of meer ({0}): {1}",
          "auto chose Welch, there being two groups of fifteen or more each ({0}): {1}"}},
        {DS_RELATE_TWO_SMALL,
         "auto_mann_whitney",
         {"auto koos Mann-Whitney, want van twee groepen heeft er een minder dan vijftien ({0}): "
          "{1}",
          "auto chose Mann-Whitney, one of two groups having fewer than fifteen ({0}): {1}"}},
        {DS_RELATE_MORE_GROUPS,
         "auto_kruskal_wallis",
         {"auto koos Kruskal-Wallis, want er zijn meer groepen ({0}): {1}",
          "auto chose Kruskal-Wallis, there being more groups ({0}): {1}"}},
        {DS_RELATE_LARGE_TABLE,
         "auto_chi_kwadraat",
         {"auto koos chi-kwadraat, want geen verwacht aantal is onder 1 en hoogstens een vijfde "
          "onder 5 ({0}): {1}",
          "auto chose chi-square, no expected count being below 1 and at most a fifth below 5 "
          "({0}): {1}"}},
        {DS_RELATE_SMALL_TABLE,
         "auto_fisher",
         {"auto koos Fisher, want een verwacht aantal is onder 1 of meer dan een vijfde onder 5 "
          "({0}): {1}",
          "auto chose Fisher, an expected count being below 1 or more than a fifth below 5 ({0}): "
          "{1}"}},
        {DS_RELATE_TABLE_TOO_LARGE,
         "auto_te_groot",
         {"auto koos chi-kwadraat waar Fisher beter was: zo veel tabellen zijn niet te tellen "
          "({0}): {1}",
          "auto chose chi-square where Fisher would be better: so many tables cannot be counted "
          "({0}): {1}"}},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        note_rows(to, block, is_choice, (int)all[i].choice,
                  (ds_note){.kind = all[i].choice == DS_RELATE_TABLE_TOO_LARGE ? DS_NOTE_MIND
                                                                               : DS_NOTE_REMARK,
                            .code = all[i].code,
                            .text = all[i].say});
}

/* ---- what could not be done ---- */

static bool is_excluded(const ds_relate_row *row, int what) {
    (void)what;
    return isnan(row->result.p);
}

static bool is_approximate(const ds_relate_row *row, int what) {
    return (int)row->result.reason == what && !isnan(row->result.p) &&
           row->choice != DS_RELATE_TABLE_TOO_LARGE;
}

static void note_collinear(ds_document *to, const ds_relate_block *block) {
    for (size_t i = 0; i < block->n; i++) {
        const ds_relate_row *row = &block->rows[i];
        const ds_value values[] = {ds_value_text(row->collinear),
                                   ds_value_text(ds_relate_subject(to, row))};
        const ds_note note = {
            .kind = DS_NOTE_MIND,
            .code = "samenvallend",
            .text =
                {"geen schatting ({1}): '{0}' volgt uit de kolommen ervoor, of is overal gelijk; "
                 "laat een van hen weg",
                 "no estimate ({1}): '{0}' follows from the columns before it, or is the same "
                 "everywhere; leave one of them out"},
            .values = values,
            .n_values = 2};
        if (row->collinear[0] != '\0' && row->test) ds_document_note(to, &note);
    }
}

static void note_family(ds_document *to, const ds_relate_block *block) {
    const ds_value values[] = {
        ds_value_count(block->n_tests),
        block->adjust == DS_ADJUST_HOLM ? ds_value_word("holm", "Holm", "Holm")
        : block->adjust == DS_ADJUST_BH
            ? ds_value_word("bh", "Benjamini-Hochberg", "Benjamini-Hochberg")
            : ds_value_word("by", "Benjamini-Yekutieli", "Benjamini-Yekutieli")};
    const ds_note note = {
        .kind = DS_NOTE_REMARK,
        .code = "samen_getoetst",
        .text = {"p samen (p_adjusted) is aangepast voor alle {0} toetsen van deze vraag ({1})",
                 "p, all (p_adjusted) is adjusted for all {0} tests of this question ({1})"},
        .values = values,
        .n_values = 2};
    if (block->n_tests > 1) ds_document_note(to, &note);
    note_rows(
        to, block, is_excluded, 0,
        (ds_note){.kind = DS_NOTE_MIND,
                  .code = "niet_te_doen",
                  .text = {"niet te toetsen, en dus niet meegeteld bij het aanpassen ({0}): {1}",
                           "could not be tested, and so not counted in adjusting ({0}): {1}"}});
    note_rows(to, block, is_approximate, DS_STAT_TOO_LARGE,
              (ds_note){.kind = DS_NOTE_REMARK,
                        .code = "benadering",
                        .text = {"te groot om exact te tellen; p is de benadering ({0}): {1}",
                                 "too large to count exactly; p is the approximation ({0}): {1}"}});
}

/* ---- who is missing ---- */

static void note_missing(ds_document *to, const ds_relate_block *block) {
    for (size_t i = 0; i < block->n_columns; i++) {
        const ds_relate_column *c = &block->columns[i];
        const ds_value values[] = {ds_value_text(c->name), ds_value_count(c->empty),
                                   ds_value_count(c->unknown)};
        const ds_note note = {
            .kind = DS_NOTE_REMARK,
            .code = "onbekend",
            .text = {"'{0}': {1} rijen leeg, {2} 'weet niet'; zij tellen niet mee",
                     "'{0}': {1} rows empty, {2} 'weet niet'; they do not count"},
            .values = values,
            .n_values = 3};
        if (c->empty + c->unknown > 0) ds_document_note(to, &note);
    }
}

/* What the measures are that are there. */
static void note_measures(ds_document *to, const ds_relate_block *block) {
    static const struct {
        ds_relate_measure measure;
        const char *code;
        ds_say say;
    } all[] = {
        {DS_RELATE_SUPERIORITY,
         "kans_op_meer",
         {"kans op meer: dat een rij van de eerste groep een hogere waarde heeft dan een van de "
          "tweede, gelijk telt half; 0,5 is geen verschil",
          "superiority: the chance that a row of the first group has a higher value than one of "
          "the second, equal counts half; 0.5 is no difference"}},
        {DS_RELATE_DIFFERENCE,
         "verschil",
         {"verschil: gemiddelde van de eerste groep min dat van de tweede",
          "difference: mean of the first group less that of the second"}},
        {DS_RELATE_EPSILON2,
         "epsilon2",
         {"epsilon²: deel van de spreiding van de rangen tussen de groepen, van 0 tot 1",
          "epsilon²: share of the spread of ranks between the groups, from 0 to 1"}},
        {DS_RELATE_J,
         "jonckheere",
         {"J: paren van een lagere en een hogere groep waarin de hogere meer heeft; J, stijgend: "
          "als deel van het meeste, 0,5 is geen verband, met p dat het stijgt",
          "J: pairs of a lower and a higher group in which the higher has more; J, rising: as a "
          "share of the most, 0.5 is no relation, with p that it rises"}},
        {DS_RELATE_V, "cramers_v", {"V van Cramér: van 0 tot 1", "Cramér's V: from 0 to 1"}},
        {DS_RELATE_BETA,
         "beta",
         {"bèta: de coëfficiënt in standaardafwijkingen; dezelfde toets als b",
          "beta: the coefficient in standard deviations; the same test as b"}},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        for (size_t r = 0; r < block->n; r++) {
            if (block->rows[r].measure != all[i].measure) continue;
            ds_document_remark(to, DS_NOTE_LEGEND, all[i].code, all[i].say);
            break;
        }
}

void ds_relate_note_all(ds_document *to, const ds_relate_block *block) {
    ds_document_remark(
        to, DS_NOTE_LEGEND, "samenhang",
        DS_SAY(
            "* p samen hoogstens 5 %, ** hoogstens 1 %. niet aangetoond is niet afwezig: het "
            "interval zegt wat er kan zijn. samenhang is geen oorzaak. weg: rijen zonder een van "
            "beide.",
            "* p, all at most 5 %, ** at most 1 %. not shown is not absent: the interval says "
            "what may be there. hanging together is no cause. missing: rows without one of "
            "both."));
    note_measures(to, block);
    note_family(to, block);
    note_choices(to, block);
    note_collinear(to, block);
    note_missing(to, block);
}
