/* work/inside/enquete_notes.c: see enquete_notes.h. */
#include "work/inside/enquete_notes.h"

#include <string.h>

#include "base/text.h"

enum { NOTE_VALUES = 5, FEW_NOTES = 6 };

typedef struct noting {
    ds_arena *arena;
    ds_note *notes;
    size_t n;
} noting;

static void add_note(noting *to, ds_note_kind kind, const char *code, ds_say text,
                     const ds_value values[NOTE_VALUES]) {
    ds_value *kept = ds_arena_take(to->arena, NOTE_VALUES, sizeof *kept);
    if (kept == NULL) return;
    memcpy(kept, values, NOTE_VALUES * sizeof *kept);
    to->notes[to->n++] = (ds_note){
        .kind = kind, .code = code, .text = text, .values = kept, .n_values = NOTE_VALUES};
}

static ds_value keep_word(const noting *to, const char *nl, const char *en) {
    return ds_value_word(nl, ds_arena_copy(to->arena, ds_text_of(nl)),
                         ds_arena_copy(to->arena, ds_text_of(en)));
}

static ds_value blank_value(void) {
    return ds_value_none(DS_STATE_BLANK);
}

static void note_definition(noting *to, const ds_enquete_noted *of) {
    const ds_indicator *i = of->indicator;
    const ds_value values[NOTE_VALUES] = {
        ds_value_text(ds_arena_copy(to->arena, ds_text_of(i->id))),
        ds_value_text(ds_arena_copy(to->arena, ds_text_of(i->version))),
        ds_value_text(ds_arena_copy(to->arena, ds_text_of(i->source))),
        ds_value_text(
            of->generation == NULL ? "" : ds_arena_copy(to->arena, ds_text_of(of->generation))),
        blank_value()};
    add_note(to, DS_NOTE_REMARK, "definitie",
             i->source[0] == '\0'
                 ? DS_SAY("definitie: {0}, versie {1}", "definition: {0}, version {1}")
                 : DS_SAY("definitie: {0}, versie {1}. {2}", "definition: {0}, version {1}. {2}"),
             values);
}

/* Of every round how many there were; where nobody answered it was not asked. */
static void note_round(noting *to, const ds_survey_round *round) {
    const ds_value values[NOTE_VALUES] = {
        ds_value_text(ds_arena_copy(to->arena, ds_text_of(round->meting))),
        ds_value_year(round->jaar), ds_value_count(round->n), ds_value_count(round->n_population),
        ds_value_count(round->n_known)};
    if (round->asked)
        add_note(to, DS_NOTE_REMARK, "meting",
                 DS_SAY("{0} {1}: {2} met een gewicht, {3} in de populatie, {4} antwoordden",
                        "{0} {1}: {2} with a weight, {3} in the population, {4} answered"),
                 values);
    else
        add_note(to, DS_NOTE_REMARK, "meting_niet_gevraagd",
                 DS_SAY("{0} {1}: niet gevraagd", "{0} {1}: not asked"), values);
}

static void note_frame(noting *to, const ds_enquete_noted *of) {
    const ds_value values[NOTE_VALUES] = {
        ds_value_count(of->frame.n_without), ds_value_count(of->frame.n_strangers),
        ds_value_count(of->frame.n_classless), blank_value(), blank_value()};
    if (of->frame.n_without > 0)
        add_note(to, DS_NOTE_MIND, "register_zonder_jaar",
                 DS_SAY("jaren waarvan het register de 1 oktober ervoor niet heeft: {0}; daar is "
                        "niet bekend hoeveel instellingen en studenten er waren",
                        "years of which the register has not the 1 October before: {0}; there it "
                        "is not known how many institutions and students there were"),
                 values);
    if (of->frame.n_strangers > 0)
        add_note(to, DS_NOTE_MIND, "instelling_zonder_studenten",
                 DS_SAY("instellingen (per jaar) met antwoorden en zonder studenten in het "
                        "register: {1}",
                        "institutions (a year) with answers and without students in the register: "
                        "{1}"),
                 values);
    if (of->frame.n_classless > 0)
        add_note(to, DS_NOTE_REMARK, "studenten_zonder_klasse",
                 DS_SAY("studenten van wie een kenmerk om op te ijken onbekend is: {2}",
                        "students of whom an attribute to calibrate to is not known: {2}"),
                 values);
}

static void note_left_out(noting *to, const ds_error *why) {
    const ds_value values[NOTE_VALUES] = {keep_word(to, why->nl, why->en), blank_value(),
                                          blank_value(), blank_value(), blank_value()};
    add_note(to, DS_NOTE_MIND, "niet_vergeleken",
             DS_SAY("een vergelijking ontbreekt: {0}", "a comparison is missing: {0}"), values);
}

const ds_note *ds_enquete_make_notes(const ds_enquete_noted *of, ds_arena *arena, size_t *out_n) {
    const size_t n_max = of->tally->n_rounds + of->n_left_out + FEW_NOTES;
    noting to = {arena, ds_arena_take(arena, n_max, sizeof(ds_note)), 0};
    *out_n = 0;
    if (to.notes == NULL) return NULL;
    note_definition(&to, of);
    for (size_t i = 0; i < of->tally->n_rounds; i++)
        if (of->tally->rounds[i].jaar >= of->from && of->tally->rounds[i].jaar <= of->to)
            note_round(&to, &of->tally->rounds[i]);
    note_frame(&to, of);
    for (size_t i = 0; i < of->n_left_out; i++)
        note_left_out(&to, &of->left_out[i]);
    *out_n = to.n;
    return to.notes;
}
