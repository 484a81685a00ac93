/* report/filled/caption.c: what stands above and below a table or figure, made of the question and
 * the facts. See filling.h. */
#include <ctype.h>
#include <math.h>
#include <string.h>

#include "report/filled/filling.h"
#include "report/keep.h"

/* ---- numbers of tables and figures ---- */

/* T4.1, F8.22, S1P: a letter, a number, perhaps letters; of F2.1-003 what stands before the hyphen,
 * which says of which source the number is. {NULL, 0} for an id that is no number. */
static ds_text find_number(const char *id) {
    const size_t begin = isupper((unsigned char)id[0]) ? 1 : 0;
    const bool known = id[0] == 'T' || id[0] == 'F';
    size_t at = begin, end;
    if (!isdigit((unsigned char)id[at])) return (ds_text){NULL, 0};
    while (isdigit((unsigned char)id[at]) || id[at] == '.')
        at++;
    while (isupper((unsigned char)id[at]))
        at++;
    end = at;
    if (id[at] == '-') at += 1 + strspn(id + at + 1, "0123456789");
    if (id[at] != '\0') return (ds_text){NULL, 0};
    return known ? (ds_text){id + 1, end - 1} : (ds_text){id, end};
}

static ds_say say_number(const ds_filling *filling) {
    const ds_text number = find_number(filling->block->id);
    const ds_value value = ds_value_view(number);
    const char letter = filling->block->id[0];
    const bool figure =
        letter == 'F' || (letter != 'T' && filling->block->kind == DS_RECIPE_FIGURE);
    if (number.data == NULL) return (ds_say){NULL, NULL};
    return ds_document_phrase(
        filling->to, figure ? DS_SAY("Figuur {0}", "Figure {0}") : DS_SAY("Tabel {0}", "Table {0}"),
        &value, 1);
}

/* ---- captions ---- */

/* "naar niveau en leerweg", unless the title says so itself. */
ds_say ds_filled_say_by(const ds_filling *filling, const ds_say *keys, size_t n) {
    const ds_say both[2] = {ds_filled_join(filling, keys, n - 1, DS_SAY(", ", ", ")), keys[n - 1]},
                 all = ds_filled_join(filling, both, 2, DS_SAY(" en ", " and "));
    const ds_value value = ds_value_word("", all.nl, all.en);
    return ds_document_phrase(filling->to, DS_SAY("naar {0}", "by {0}"), &value, 1);
}

static ds_say say_keys(const ds_filling *filling, ds_say subject) {
    const ds_recipe_names *by = &filling->block->by;
    ds_say keys[DS_FILLED_KEYS];
    size_t n = 0;
    if (subject.nl != NULL && strstr(subject.nl, "naar ") != NULL) return (ds_say){NULL, NULL};
    for (size_t i = 0; i < by->n && n < DS_FILLED_KEYS; i++)
        keys[n++] = ds_filled_heading(filling, by->names[i]);
    return n == 0 ? (ds_say){NULL, NULL} : ds_filled_say_by(filling, keys, n);
}

static ds_say say_years(const ds_filling *filling, size_t *out_n) {
    int years[DS_FILLED_YEARS];
    const size_t n = ds_filled_covered(filling->sheet, years);
    *out_n = n;
    /* of an evaluation a year is one after the start */
    if (strncmp(filling->sheet->kind, "evaluatie", strlen("evaluatie")) == 0)
        return (ds_say){NULL, NULL};
    return ds_filled_say_years(filling, years, n);
}

/* The one outcome that the block is about; NULL: more, or none. */
static const char *find_only_outcome(const ds_filling *filling) {
    const ds_release_sheet *sheet = filling->sheet;
    const size_t key = ds_filled_key(sheet, "uitkomst");
    if (key >= DS_FILLED_KEYS || sheet->n_facts == 0) return NULL;
    for (size_t i = 1; i < sheet->n_facts; i++)
        if (strcmp(sheet->facts[i].keys[key], sheet->facts[0].keys[key]) != 0) return NULL;
    return sheet->facts[0].keys[key];
}

static ds_say say_outcome(const ds_filling *filling) {
    const char *outcome =
        strcmp(filling->sheet->kind, "evaluatie") == 0 ? find_only_outcome(filling) : NULL;
    return outcome == NULL ? (ds_say){NULL, NULL} : ds_filled_label(filling, "uitkomst", outcome);
}

ds_say ds_filled_caption(const ds_filling *filling, ds_say tail) {
    const ds_say subject = ds_filled_subject(filling);
    const ds_say about[] = {ds_filled_subject(filling), say_outcome(filling)};
    ds_say parts[4], whole[2];
    size_t n_years;
    if (filling->block->titel.nl != NULL && filling->block->titel.nl[0] != '\0') {
        parts[0] = filling->block->titel;
        parts[1] = tail;
        whole[1] = ds_filled_join(filling, parts, 2, DS_SAY(": ", ": "));
    } else {
        parts[0] = ds_filled_join(filling, about, 2, DS_SAY(": ", ": "));
        parts[1] = say_keys(filling, subject);
        parts[2] = say_years(filling, &n_years);
        parts[3] = tail;
        whole[1] = ds_filled_join(filling, parts, 4, DS_SAY(", ", ", "));
    }
    whole[0] = say_number(filling);
    return ds_filled_join(filling, whole, 2, DS_SAY("  ", "  "));
}

/* ---- below ---- */

void ds_filled_remark(ds_document *to, ds_note_kind kind, const char *code, ds_say text) {
    const ds_value value = ds_value_word(text.nl, text.nl, text.en);
    ds_document_note(
        to,
        &(ds_note){
            .kind = kind, .code = code, .text = {"{0}", "{0}"}, .values = &value, .n_values = 1});
}

static bool is_of_one_agenda(const ds_release_sheet *sheet, const ds_release_fact *fact) {
    const size_t agenda = ds_filled_key(sheet, "agenda");
    return strcmp(sheet->unit, "agenda") == 0 && agenda < DS_FILLED_KEYS &&
           !ds_filled_is_total(fact->keys[agenda]);
}

/* A difference counts both groups or years that it is of; and what all students together are stands
 * among institutions as persons. */
static bool counts_otherwise(const ds_release_sheet *sheet, const ds_release_fact *fact) {
    static const char *const measures[] = {"verschil",          "verschil_pp",      "kloof_pp",
                                           "kloof_verschil_pp", "samenstelling_pp", "binnen_pp"};
    if (strcmp(sheet->kind, "evaluatie") == 0) return false; /* its n is of the comparison */
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++)
        if (strcmp(measures[i], fact->measure) == 0) return true;
    return strcmp(fact->measure, "alle_studenten") == 0 && strcmp(sheet->unit, "persoon") != 0;
}

/* n of the facts that are shown: one number, or from so many to so many. */
static ds_say say_n(const ds_filling *filling) {
    int64_t low = INT64_MAX, high = -1;
    ds_value values[3];
    ds_say unit;
    if (strcmp(filling->sheet->kind, "eigen_waarden") == 0) /* of persons, targets of agendas */
        return (ds_say){NULL, NULL};
    for (size_t i = 0; i < filling->sheet->n_facts; i++) {
        const ds_release_fact *fact = &filling->sheet->facts[i];
        if (fact->state != DS_STATE_SHOWN || fact->n < 0 || !isfinite(fact->value)) continue;
        if (is_of_one_agenda(filling->sheet, fact)) continue; /* it counts something else */
        if (counts_otherwise(filling->sheet, fact)) continue;
        if (fact->n < low) low = fact->n;
        if (fact->n > high) high = fact->n;
    }
    if (high < 0) return (ds_say){NULL, NULL};
    unit = ds_filled_unit_word(filling, high);
    values[0] = ds_value_integer(low);
    values[1] = ds_value_integer(high);
    values[2] = ds_value_word("", unit.nl, unit.en);
    if (low == high)
        return ds_document_phrase(filling->to, DS_SAY("n = {1} {2}", "n = {1} {2}"), values, 3);
    return ds_document_phrase(filling->to, DS_SAY("n van {0} tot {1} {2}", "n from {0} to {1} {2}"),
                              values, 3);
}

static ds_say say_basis(const ds_filling *filling) {
    const char *basis = filling->block->basis;
    for (size_t i = 0; basis[0] == '\0' && i < filling->sheet->n_notes; i++) {
        if (strcmp(filling->sheet->notes[i].code, "basis_start") == 0) basis = "start";
        if (strcmp(filling->sheet->notes[i].code, "basis_vorig") == 0) basis = "vorig";
    }
    if (strcmp(basis, "start") == 0)
        return DS_SAY("basis: de startwaarde", "basis: the start value");
    if (strcmp(basis, "vorig") == 0)
        return DS_SAY("basis: het vorige jaar", "basis: the previous year");
    return (ds_say){NULL, NULL};
}

static void add_facts_line(const ds_filling *filling) {
    size_t n;
    const ds_say years = say_years(filling, &n);
    const ds_value year = ds_value_word("", years.nl, years.en);
    ds_say parts[3] = {{NULL, NULL}, say_n(filling), say_basis(filling)}, line;
    ds_value value;
    if (years.nl != NULL)
        parts[0] = ds_document_phrase(filling->to,
                                      ds_filled_in_schooljaren(filling->sheet)
                                          ? n == 1 ? DS_SAY("schooljaar {0}", "school year {0}")
                                                   : DS_SAY("schooljaren {0}", "school years {0}")
                                      : n == 1 ? DS_SAY("het jaar {0}", "the year {0}")
                                               : DS_SAY("de jaren {0}", "the years {0}"),
                                      &year, 1);
    line = ds_filled_join(filling, parts, 3, DS_SAY("; ", "; "));
    if (line.nl[0] == '\0') return;
    value = ds_value_word("", line.nl, line.en);
    ds_filled_remark(
        filling->to, DS_NOTE_REMARK, "betreft",
        ds_document_phrase(filling->to, DS_SAY("Betreft {0}.", "Covers {0}."), &value, 1));
}

static void add_not_counted(const ds_filling *filling, const ds_filled_grid *grid) {
    ds_say parts[16], line;
    size_t n = 0;
    ds_value value;
    if (grid != NULL && grid->reasons) return; /* a column of its own */
    for (size_t i = 0; i < filling->sheet->n_facts && n < 16; i++) {
        const ds_release_fact *fact = &filling->sheet->facts[i];
        ds_value values[2];
        ds_say why;
        if (strcmp(fact->measure, "ontbreekt") != 0 || fact->missing <= 0) continue;
        why = ds_filled_label(filling, "reden", fact->reason);
        values[0] = ds_value_integer(fact->missing);
        values[1] = ds_value_word("", why.nl, why.en);
        parts[n++] = ds_document_phrase(filling->to, DS_SAY("{0} {1}", "{0} {1}"), values, 2);
    }
    if (n == 0) return;
    line = ds_filled_join(filling, parts, n, DS_SAY("; ", "; "));
    value = ds_value_word("", line.nl, line.en);
    ds_filled_remark(filling->to, DS_NOTE_REMARK, "niet_meegeteld",
                     ds_document_phrase(filling->to,
                                        DS_SAY("Niet meegeteld: {0}.", "Not counted: {0}."), &value,
                                        1));
}

static void add_filled_legend(const ds_filling *filling, const ds_filled_grid *grid) {
    bool stars = false, hidden = false;
    for (; grid != NULL; grid = grid->next) {
        stars = stars || grid->stars;
        hidden = hidden || grid->hidden;
    }
    if (stars)
        ds_filled_remark(
            filling->to, DS_NOTE_LEGEND, "ster",
            DS_SAY("* aantoonbaar: nul ligt buiten het 95 %-interval (en p, waar die voor het "
                   "aantal toetsen is gecorrigeerd, is onder 0,05). Zonder ster is geen verschil "
                   "aangetoond; dat is niet hetzelfde als geen verschil.",
                   "* shown: zero is outside the 95 % interval (and p, where corrected for the "
                   "number of tests, is below 0.05). Without a star no difference was shown, which "
                   "is not the same as no difference."));
    if (hidden) /* a page says so itself */
        ds_document_note(filling->to,
                         &(ds_note){.kind = DS_NOTE_LEGEND,
                                    .code = "niet_getoond",
                                    .text = {"× niet getoond, om personen te beschermen.",
                                             "× not shown, to protect persons."},
                                    .in = DS_IN_SCREEN});
}

static void add_hidden_columns(const ds_filling *filling, const ds_filled_grid *grid) {
    for (; grid != NULL; grid = grid->next) {
        const ds_value what = ds_value_word("", grid->left_out.nl, grid->left_out.en);
        if (grid->left_out.nl == NULL) continue;
        ds_filled_remark(
            filling->to, DS_NOTE_REMARK, "kolommen_niet_getoond",
            ds_document_phrase(filling->to,
                               DS_SAY("Geen van deze waarden mag worden getoond, om personen te "
                                      "beschermen: {0}.",
                                      "None of these values may be shown, to protect persons: "
                                      "{0}."),
                               &what, 1));
    }
}

/* Without a source of its own a sheet may still have a definition. */
void ds_filled_source(const ds_filling *filling) {
    const ds_release_sheet *sheet = filling->sheet;
    const bool defined = filling->release != NULL && sheet->indicator[0] != '\0' &&
                         ds_release_definition_of(filling->release, sheet->indicator) != NULL;
    if (defined || (sheet->source.nl != NULL && sheet->source.nl[0] != '\0'))
        ds_document_source(filling->to, sheet->source, defined ? sheet->indicator : NULL);
}

/* A note of a sheet; of an evaluation outcome/code is of one outcome, and stands with that alone.
 */
static void add_sheet_note(const ds_filling *filling, const ds_release_note *note) {
    const char *slash = strchr(note->code, '/'), *outcome;
    if (slash != NULL) {
        const size_t size = (size_t)(slash - note->code);
        outcome = find_only_outcome(filling);
        if (outcome == NULL || strlen(outcome) != size || strncmp(outcome, note->code, size) != 0)
            return;
    }
    ds_filled_remark(filling->to, DS_NOTE_REMARK, slash == NULL ? note->code : slash + 1,
                     note->text);
}

void ds_filled_notes(const ds_filling *filling, const ds_filled_grid *grid) {
    const ds_release_sheet *sheet = filling->sheet;
    add_facts_line(filling);
    add_not_counted(filling, grid);
    add_filled_legend(filling, grid);
    add_hidden_columns(filling, grid);
    for (size_t i = 0; i < sheet->n_notes; i++)
        if (strcmp(sheet->notes[i].code, "basis_start") != 0 || filling->block->basis[0] == '\0')
            add_sheet_note(filling, &sheet->notes[i]);
    if (filling->block->noot.nl != NULL && filling->block->noot.nl[0] != '\0')
        ds_filled_remark(filling->to, DS_NOTE_REMARK, "noot", filling->block->noot);
}

void ds_filled_below(const ds_filling *filling, const ds_filled_grid *grid) {
    ds_filled_notes(filling, grid);
    ds_filled_source(filling);
}

/* ---- what cannot be filled ---- */

void ds_filled_reason(ds_document *to, const ds_recipe_block *block, const ds_release *release,
                      const ds_release_sheet *sheet) {
    static const ds_release_sheet none = {.id = "", .kind = "", .indicator = "", .unit = ""};
    const ds_filling filling = {to, block, release, sheet == NULL ? &none : sheet};
    ds_say what = say_number(&filling),
           why = DS_SAY("niet gevraagd in deze vrijgave", "not asked in this release");
    const char *code = "niet_gevraagd";
    ds_value values[2];
    if (sheet != NULL) {
        code = sheet->reason[0] != '\0' ? sheet->reason : "leeg";
        why = sheet->reason[0] == '\0'
                  ? DS_SAY("er is niets om te tonen", "there is nothing to show")
              : sheet->reason_text.nl != NULL ? sheet->reason_text
                                              : ds_filled_label(&filling, "reden", sheet->reason);
    }
    if (block->titel.nl != NULL && block->titel.nl[0] != '\0') {
        const ds_say parts[] = {what, block->titel};
        what = ds_filled_join(&filling, parts, 2, DS_SAY("  ", "  "));
    } else if (sheet != NULL && ds_filled_subject(&filling).nl != NULL) {
        const ds_say parts[] = {what, ds_filled_subject(&filling)};
        what = ds_filled_join(&filling, parts, 2, DS_SAY("  ", "  "));
    }
    if (what.nl == NULL || what.nl[0] == '\0') what = ds_document_say(to, block->id, block->id);
    values[0] = ds_value_word("", what.nl, what.en);
    values[1] = ds_value_word(code, why.nl, why.en);
    ds_document_note(to, &(ds_note){.kind = DS_NOTE_MIND,
                                    .code = "niet_gevuld",
                                    .text = {"{0}: niet te vullen, want {1}.",
                                             "{0}: cannot be filled, because {1}."},
                                    .values = values,
                                    .n_values = 2});
}
