/* report/process_notes.c: what must be said with a process evaluation: what a count is, what the
 * framework does not know, what was not delivered. See report/process.h. */
#include "report/process.h"

static void note_value(ds_document *to, ds_note_kind kind, const char *code, ds_say text,
                       ds_value value) {
    const ds_note note = {
        .kind = kind, .code = code, .text = text, .values = &value, .n_values = 1};
    ds_document_note(to, &note);
}

static void note_not_delivered(ds_document *to, const ds_process_block *b) {
    const struct {
        bool there;
        const char *name;
    } kinds[] = {{b->cases_delivered, "casus"},
                 {b->contacts_delivered, "contactenquete"},
                 {b->external_delivered, "extern"}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (!kinds[i].there)
            note_value(to, DS_NOTE_MIND, "niet_geleverd",
                       DS_SAY("er is geen levering {0}: niet beschikbaar, en niet 0",
                              "there is no delivery {0}: not available, and not 0"),
                       ds_value_text(kinds[i].name));
}

/* The words of the framework are known by its index; a note each for what is not. */
static void note_unknown(ds_document *to, const ds_process_block *b) {
    const ds_process_cell *all = ds_process_find(b, SIZE_MAX, SIZE_MAX, SIZE_MAX);
    const ds_process_cell *none = ds_process_find(b, b->n_mechanisms, SIZE_MAX, SIZE_MAX);
    const size_t other = b->lists[DS_PROCESS_JUDGEMENTS].n;
    for (size_t i = b->n_known_mechanisms; i < b->n_mechanisms; i++)
        note_value(to, DS_NOTE_MIND, "mechanisme_onbekend",
                   DS_SAY("het onderzoekskader kent dit mechanisme niet, geen hypothese telt het: "
                          "{0}",
                          "the framework does not know this mechanism, no hypothesis counts it: "
                          "{0}"),
                   ds_value_text(b->mechanisms[i].code));
    if (none != NULL)
        note_value(to, DS_NOTE_MIND, "zonder_mechanisme",
                   DS_SAY("oordelen die geen mechanisme noemen, in geen hypothese: {0}",
                          "judgements that name no mechanism, in no hypothesis: {0}"),
                   ds_value_count(none->judgements));
    if (all != NULL && all->given[other].times > 0)
        note_value(to, DS_NOTE_MIND, "overige_woorden",
                   DS_SAY("oordelen in woorden die het onderzoekskader niet heeft, geteld en niet "
                          "getoond: {0}",
                          "judgements in words that the framework does not have, counted and not "
                          "shown: {0}"),
                   ds_value_count(all->given[other].times));
    for (size_t i = 0; i < b->n_questions; i++)
        if (!b->questions[i].known)
            note_value(to, DS_NOTE_MIND, "vraag_onbekend",
                       DS_SAY("het onderzoekskader heeft bij vragen geen antwoorden op '{0}': "
                              "geteld, en niet getoond",
                              "the framework has under vragen no answers to '{0}': counted, and "
                              "not shown"),
                       ds_value_text(b->questions[i].word.code));
}

/* Of a mechanism that stands in several hypotheses. */
static bool shares_mechanism(const ds_process_block *b) {
    for (size_t i = 0; i < b->n_hypotheses; i++)
        for (size_t k = 0; k < i; k++)
            if (b->hypotheses[i].of[DS_PROCESS_MECHANISMS] ==
                b->hypotheses[k].of[DS_PROCESS_MECHANISMS])
                return true;
    return false;
}

static void note_what_counts_are(ds_document *to, const ds_process_block *b) {
    const ds_process_cell *all = ds_process_find(b, SIZE_MAX, SIZE_MAX, SIZE_MAX);
    if (all != NULL)
        note_value(to, DS_NOTE_REMARK, "eenheid",
                   DS_SAY("cases in alle rondes samen: {0}; een case telt in elke ronde waarin hij "
                          "er is, en een oordeel is wat één laag van een case van een mechanisme "
                          "bij één thema zegt",
                          "cases in all rounds together: {0}; a case counts in each round that it "
                          "is in, and a judgement is what one layer of a case says of a mechanism "
                          "under one theme"),
                   ds_value_count(all->cases));
    if (shares_mechanism(b))
        ds_document_remark(to, DS_NOTE_REMARK, "zelfde_mechanisme",
                           DS_SAY("cases spreken over een mechanisme: hypothesen met hetzelfde "
                                  "mechanisme hebben dezelfde aantallen, die niet optellen",
                                  "cases speak of a mechanism: hypotheses with the same mechanism "
                                  "have the same counts, which do not add up"));
    if (b->contacts_delivered)
        ds_document_remark(
            to, DS_NOTE_REMARK, "ongewogen",
            DS_SAY("antwoorden van contactpersonen zijn niet gewogen; aandelen van wie antwoordde; "
                   "wie voor meer routes antwoordt telt bij elke route",
                   "answers of contacts are not weighted; shares of those who answered; who "
                   "answers for several routes counts with each"));
}

void ds_report_process_notes(ds_document *to, const ds_process_block *block) {
    note_not_delivered(to, block);
    note_unknown(to, block);
    note_what_counts_are(to, block);
    ds_document_remark(
        to, DS_NOTE_REMARK, "schatting",
        DS_SAY("schatting: evaluatie.uitkomst is van effect --evaluation … --outcome …, een naam "
               "zonder punt van tally --indicator …; welke erbij hoort is een keuze",
               "estimate: evaluation.outcome is of effect --evaluation … --outcome …, a name "
               "without a dot of tally --indicator …; which one bears on it is a choice"));
    if (block->n_external > 0)
        ds_document_remark(
            to, DS_NOTE_REMARK, "extern",
            DS_SAY("cijfers van anderen staan zoals zij geleverd zijn, in geen klasse "
                   "en geen gemiddelde",
                   "figures of others stand as they were delivered, in no class and "
                   "no mean"));
    ds_document_remark(to, DS_NOTE_REMARK, "weinig_personen",
                       DS_SAY("aantallen van enkele personen: intern; in een uitgave vallen zij "
                              "onder onthulling",
                              "counts of a few persons: internal; in a release they fall under "
                              "disclosure"));
}
