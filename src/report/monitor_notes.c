/* report/monitor_notes.c: what must be said of the monitor's tables. See monitor.h. */
#include <math.h>
#include <string.h>

#include "report/monitor.h"

static const struct {
    const char *code;
    ds_note_kind kind;
    ds_say text;
} notes[] = {
    {"basis_start",
     DS_NOTE_REMARK,
     {"Beter of slechter: naast de startwaarde. Gelijk is bereikt, gelijk is niet beter.",
      "Better or worse: beside the start value. Equal is reached, equal is not better."}},
    {"basis_vorig",
     DS_NOTE_REMARK,
     {"Beter of slechter: naast het vorige jaar. Gelijk is bereikt, gelijk is niet beter.",
      "Better or worse: beside the previous year. Equal is reached, equal is not better."}},
    {"versie",
     DS_NOTE_REMARK,
     {"Streefwaarden tot en met versie {0}.", "Targets up to and including version {0}."}},
    {"versies",
     DS_NOTE_REMARK,
     {"Gemiddelden over agenda's; de verschillen zijn van onafgeronde gemiddelden.",
      "Means over agendas; differences are of means that were not rounded."}},
    {"onzeker",
     DS_NOTE_REMARK,
     {"Onzeker: het 95 %-interval van de huidige waarde bevat de streefwaarde, of dat van het "
      "verschil de nul. Van {0} vergelijkingen zijn er bij 95 % zo'n {1} alleen door toeval aan de "
      "verkeerde kant. De jaren gelden daarbij als onafhankelijk.",
      "Uncertain: the 95 % interval of the present value holds the target, or that of the "
      "difference zero. Of {0} comparisons some {1} are on the wrong side by chance alone at 95 %. "
      "Years count as independent."}},
    {"jaren_samen",
     DS_NOTE_MIND,
     {"Met minder dan {0} studenten zijn {1} jaren samengenomen, bij {2} waarden: de noemer telt "
      "dan persoonsjaren en het interval is te smal.",
      "With fewer than {0} students {1} years are taken together, for {2} values: persons count "
      "once a year and the interval is too narrow."}},
    {"negatieve_ambitie",
     DS_NOTE_REMARK,
     {"Van {0} agenda's is de streefwaarde slechter dan de startwaarde.",
      "Of {0} agendas the target is worse than the start value."}},
    {"geen_huidige_waarde",
     DS_NOTE_MIND,
     {"Geen huidige waarden: {0}.", "No present values: {0}."}},
    {"kwadrant_meer_dan",
     DS_NOTE_REMARK,
     {"De meeste: meer dan 50 % van de indicatoren met een streefwaarde, een startwaarde en een "
      "huidige waarde; minstens {0} van de {1}.",
      "Most: more than 50 % of the indicators with a target, a start and a present value; at least "
      "{0} of the {1}."}},
    {"kwadrant_minstens",
     DS_NOTE_REMARK,
     {"De meeste: minstens 50 % van de indicatoren met een streefwaarde, een startwaarde en een "
      "huidige waarde; minstens {0} van de {1}.",
      "Most: at least 50 % of the indicators with a target, a start and a present value; at least "
      "{0} of the {1}."}},
    {"kwartielen",
     DS_NOTE_REMARK,
     {"Kwartielen van type 7 (als R en Excel).", "Quartiles of type 7 (as R and Excel)."}},
    {"twee_gemiddelden",
     DS_NOTE_REMARK,
     {"Het gemiddelde van instellingen telt elke instelling even zwaar; alle studenten samen telt "
      "elke student even zwaar.",
      "The mean of institutions counts each institution the same; all students together counts "
      "each student the same."}},
    {"eerste_jaar",
     DS_NOTE_REMARK,
     {"Besteed in {0}, van het budget van alle jaren; naar rato zou {1} % zijn.",
      "Spent in {0}, of the budget of all years; in proportion it would be {1} %."}},
    {"cumulatief",
     DS_NOTE_MIND,
     {"Besteed van {0} tot en met {1}, van het budget van alle jaren; naar rato zou {2} % zijn. De "
      "grenzen van de banden zijn die van een jaar, maal het aantal jaren.",
      "Spent from {0} to {1}, of the budget of all years; in proportion it would be {2} %. The "
      "cuts "
      "of the bands are those of one year, times the years."}},
    {"een_jaar", DS_NOTE_REMARK, {"Besteed in {0} alleen.", "Spent in {0} alone."}},
    {"per_indicator",
     DS_NOTE_REMARK,
     {"Gevraagd per indicator; de effectiviteit is per doelstelling gevraagd. Wie niets zei telt "
      "niet mee.",
      "Asked by indicator; effectiveness was asked by goal. Who said nothing does not count."}},
    {"per_doelstelling",
     DS_NOTE_REMARK,
     {"Gevraagd per doelstelling; de planning is per indicator gevraagd. Wie het niet weet of "
      "niets "
      "zei telt niet mee.",
      "Asked by goal; planning was asked by indicator. Who does not know or said nothing does not "
      "count."}},
    {"kansmodel",
     DS_NOTE_REMARK,
     {"Een register telt iedereen: het interval is een kansmodel (Wilson; verschillen Newcombe).",
      "A register counts everybody: the interval is a model of chance (Wilson; differences "
      "Newcombe)."}},
    {"uitersten",
     DS_NOTE_REMARK,
     {"Laagste en hoogste: van de groepen met minstens {0} personen.",
      "Lowest and highest: of the groups with at least {0} persons."}},
    {"norm",
     DS_NOTE_REMARK,
     {"Gelijk aan de norm is gehaald. De norm staat in de lijst van de definitie (norm:).",
      "Equal to the norm is met. The norm stands in the list of the definition (norm:)."}},
    {"norm_geen",
     DS_NOTE_REMARK,
     {"Voor {0} rijen is er geen norm.", "For {0} rows there is no norm."}},
    {"norm_samen",
     DS_NOTE_MIND,
     {"Bij {0} rijen is de noemer kleiner dan die van de norm: daar zijn {1} schooljaren "
      "samengenomen "
      "(personen tellen elk jaar, het interval is te smal); {2} bleven te klein.",
      "Of {0} rows the denominator is below that of the norm: there {1} school years are taken "
      "together (persons count each year, the interval is too narrow); {2} stayed too small."}},
    {"groepen", DS_NOTE_REMARK, {"Alleen wie voldoet aan: {0}.", "Only those with: {0}."}},
    {"enquete",
     DS_NOTE_REMARK,
     {"Gewogen en geijkt op het register; standaardfouten van het ontwerp, instellingen als "
      "clusters. "
      "De instellingen kozen zelf of zij meededen. p: Holm over de verschillen van deze tabel.",
      "Weighted and calibrated to the register; standard errors of the design, institutions as "
      "clusters. The institutions chose themselves whether to take part. p: Holm over the "
      "differences of this table."}},
    {"bereik",
     DS_NOTE_REMARK,
     {"Bereik: de indicator {0}. Nodig per jaar: van het laatste jaar tot de grens, in gelijke "
      "stappen.",
      "Scope: the indicator {0}. Needed a year: from the last year to the limit, in equal steps."}},
    {"tekort",
     DS_NOTE_REMARK,
     {"Van een groep is nodig wat past bij haar deel van het aantal nu; tekort: verandering per "
      "jaar "
      "min wat nodig is, boven nul is te weinig.",
      "A group needs what goes with its part of the number now; short: change a year less what is "
      "needed, above zero is too little."}},
    {"familie",
     DS_NOTE_REMARK,
     {"Holm over alle {0} toetsen van deze vraag; {1} konden niet worden gedaan en staan erbij met "
      "de reden. Niet aangetoond is niet hetzelfde als geen samenhang: het interval zegt wat nog "
      "kan.",
      "Holm over all {0} tests of this question; {1} could not be done and stand there with the "
      "reason. Not shown is not the same as none: the interval says what is still possible."}},
    {"toeval",
     DS_NOTE_MIND,
     {"Ambitie en ontwikkeling bevatten allebei de startwaarde: toeval daarin geeft al samenhang, "
      "ook als er niets gebeurt (terugkeer naar het gemiddelde). r door toeval alleen staat erbij, "
      "als de streefwaarde een niveau is en als zij een stap is.",
      "Ambition and development both contain the start value: chance in it gives a correlation "
      "even "
      "when nothing happens (regression to the mean). r by chance alone stands beside it, with the "
      "target taken as a level and as a step."}},
    {"korrel",
     DS_NOTE_REMARK,
     {"De effectiviteit is van de doelstelling, de ontwikkeling van de indicator: een oordeel "
      "staat "
      "naast elk van de indicatoren van zijn doelstelling.",
      "Effectiveness is of the goal, development of the indicator: a judgement stands beside each "
      "indicator of its goal."}},
};

/* Years have no grouping mark, shares few decimals: a number is shown as short as it is. */
static ds_value show_note_number(double x) {
    if (x == floor(x) && x >= 1900 && x <= 2200) return ds_value_year((int)x);
    if (x == floor(x) && x >= 0) return ds_value_count((uint64_t)x);
    return ds_value_with_decimals(ds_value_number(x), 1);
}

ds_say ds_report_monitor_note_text(const char *code) {
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
        if (strcmp(notes[i].code, code) == 0) return notes[i].text;
    return DS_SAY("", "");
}

void ds_report_monitor_note(ds_document *document, const ds_monitor_note *note) {
    ds_value values[3];
    size_t n = 0;
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
        if (strcmp(notes[i].code, note->code) != 0) continue;
        if (note->text != NULL) values[n++] = ds_report_monitor_word(document, note->text);
        while (note->text == NULL && n < 3 && isfinite(note->values[n])) {
            values[n] = show_note_number(note->values[n]);
            n++;
        }
        ds_document_note(document, &(ds_note){.kind = notes[i].kind,
                                              .code = notes[i].code,
                                              .text = notes[i].text,
                                              .values = values,
                                              .n_values = n,
                                              .in = DS_IN_PEOPLE | DS_IN_JSON});
    }
}
