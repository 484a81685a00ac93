/* report/recipe/account.c: the last section of a document: what it rests on. The release and its
 * rules of disclosure (totals only), the deliveries with their keyed checksums, the definitions as
 * they were, and the recipe itself. */
#include <string.h>

#include "doorstroom/filled.h"
#include "report/recipe/reading.h"

#define NO_SAY ((ds_say){NULL, NULL})

/* ---- the release ---- */

static void add_text_value(ds_document *section, const char *id, ds_say title, const char *text) {
    if (text[0] != '\0') ds_document_value(section, DS_IN_ALL, id, title, ds_value_text(text));
}

static void add_standing(ds_document *section, const ds_release_about *about) {
    ds_document_value(section, DS_IN_ALL, "stand", DS_SAY("stand", "standing"),
                      about->draft ? ds_value_word("concept", "concept: een levering is voorlopig",
                                                   "draft: a delivery is provisional")
                                   : ds_value_word("definitief", "definitief", "final"));
    ds_document_value(section, DS_IN_ALL, "gegevens", DS_SAY("gegevens", "data"),
                      about->made ? ds_value_word("verzonnen",
                                                  "verzonnen personen: geen enkel cijfer gaat "
                                                  "over echte mensen",
                                                  "made-up persons: no figure is about real people")
                                  : ds_value_word("echt", "leveringen over echte personen",
                                                  "deliveries about real persons"));
}

static void add_release(ds_document *to, const ds_release *release) {
    const ds_release_about about = ds_release_about_of(release);
    const ds_release_facts facts = ds_release_whole(release);
    ds_document *section =
        ds_document_section(to, "vrijgave", DS_SAY("De vrijgave", "The release"), DS_IN_ALL);
    add_text_value(section, "naam", DS_SAY("naam", "name"), about.name);
    if (about.date[0] != '\0') {
        const ds_say day = ds_recipe_day(section, about.date);
        ds_document_value(section, DS_IN_ALL, "datum", DS_SAY("datum", "date"),
                          ds_value_word(about.date, day.nl, day.en));
    }
    add_text_value(section, "generatie",
                   DS_SAY("generatie van het register", "generation of the register"),
                   facts.generation);
    add_text_value(section, "programma", DS_SAY("versie van doorstroom", "version of doorstroom"),
                   about.program);
    add_standing(section, &about);
}

static void add_disclosure(ds_document *to, const ds_release *release) {
    const ds_release_facts facts = ds_release_whole(release);
    const ds_value values[] = {ds_value_count(facts.minimum), ds_value_count(facts.n_values),
                               ds_value_count(facts.n_hidden), ds_value_count(facts.rounded_to)};
    ds_document *section = ds_document_section(
        to, "onthulling", DS_SAY("Wat niet wordt getoond", "What is not shown"), DS_IN_ALL);
    ds_document_text(
        section, DS_IN_PEOPLE,
        ds_document_phrase(section,
                           DS_SAY("Aantallen van 1 tot onder de {0} personen zijn niet getoond, "
                                  "en ook niet wat zulke aantallen zou verraden: {2} van de {1} "
                                  "getelde aantallen van de vrijgave.",
                                  "Counts from 1 to below {0} persons are not shown, nor is what "
                                  "would tell them: {2} of the {1} counts of the release."),
                           values, 4));
    if (facts.rounded_to > 1)
        ds_document_text(section, DS_IN_PEOPLE,
                         ds_document_phrase(section,
                                            DS_SAY("Aantallen zijn afgerond op {3}.",
                                                   "Counts are rounded to {3}."),
                                            values, 4));
    ds_document_value(section, DS_IN_JSON, "minimum", NO_SAY, values[0]);
    ds_document_value(section, DS_IN_JSON, "aantallen", NO_SAY, values[1]);
    ds_document_value(section, DS_IN_JSON, "niet_getoond", NO_SAY, values[2]);
    ds_document_value(section, DS_IN_JSON, "afgerond_op", NO_SAY, values[3]);
}

/* ---- deliveries ---- */

enum { DELIVERY_FIELDS = 5, SHORT_SIZE = 16 };
static const ds_field delivery_fields[DELIVERY_FIELDS] = {
    {.id = "levering", .title = {"levering", "delivery"}, .in = DS_IN_ALL, .key = true},
    {.id = "soort", .title = {"soort", "kind"}, .in = DS_IN_ALL},
    {.id = "stand", .title = {"stand", "standing"}, .in = DS_IN_ALL},
    {.id = "controlegetal",
     .title = {"controlegetal, met sleutel", "keyed checksum"},
     .in = DS_IN_MACHINE},
    {.id = "kort", .title = {"controlegetal, met sleutel", "keyed checksum"}, .in = DS_IN_PEOPLE},
};

/* People compare the first digits; machines have all. */
static ds_value shorten_checksum(ds_document *document, const char *checksum) {
    ds_text text = {checksum, strlen(checksum)};
    ds_value value;
    if (text.size <= SHORT_SIZE) return ds_value_text(checksum);
    text.size = SHORT_SIZE;
    value = ds_value_view(text);
    return ds_value_text(ds_document_phrase(document, DS_SAY("{0}…", "{0}…"), &value, 1).nl);
}

static void add_deliveries(ds_document *to, const ds_release *release) {
    size_t n;
    const ds_release_delivery *deliveries = ds_release_deliveries(release, &n);
    ds_doc_table *table;
    if (n == 0) return;
    table = ds_document_table(to, DS_IN_ALL, "leveringen", DS_SAY("Leveringen", "Deliveries"),
                              delivery_fields, DELIVERY_FIELDS);
    for (size_t i = 0; i < n; i++) {
        const ds_release_delivery *d = &deliveries[i];
        ds_value values[DELIVERY_FIELDS] = {
            ds_value_text(d->name), ds_value_text(d->kind),
            d->provisional ? ds_value_word("voorlopig", "voorlopig", "provisional")
                           : ds_value_word("definitief", "definitief", "final"),
            ds_value_none(DS_STATE_NOT_AVAILABLE), ds_value_none(DS_STATE_NOT_AVAILABLE)};
        if (d->checksum[0] != '\0') {
            values[3] = ds_value_text(d->checksum);
            values[4] = shorten_checksum(to, d->checksum);
        }
        ds_doc_table_row(table, values);
    }
}

/* ---- definitions ---- */

/* Whether anything in the document rests on it. */
static bool is_used(const ds_recipe *recipe, const ds_release *release, const char *scope,
                    const char *id) {
    for (size_t i = 0; i < recipe->n_questions; i++) {
        const ds_recipe_question *q = &recipe->questions[i];
        const ds_release_sheet *sheet = ds_release_sheet_of(release, q->text, scope);
        if (strcmp(q->subject, id) == 0) return true;
        if (sheet == NULL) sheet = ds_release_sheet_of(release, q->text, "");
        if (sheet != NULL && strcmp(sheet->indicator, id) == 0) return true;
    }
    return false;
}

static const char *shown_id(const ds_recipe_block *block) {
    if (block->evaluatie[0] != '\0') return block->evaluatie;
    return block->indicator[0] != '\0' ? block->indicator : block->id;
}

/* Where a block of the recipe shows it, it needs no second place. */
static bool is_shown(const ds_recipe *recipe, const char *id) {
    for (size_t i = 0; i < recipe->n_blocks; i++)
        if (recipe->blocks[i]->kind == DS_RECIPE_DEFINITION &&
            strcmp(shown_id(recipe->blocks[i]), id) == 0)
            return true;
    return false;
}

static void define_used(ds_document *section, const ds_release *release, const char *id) {
    ds_recipe_block *block = ds_document_room(section, sizeof *block);
    if (block == NULL) return;
    ds_recipe_init_block(block, DS_RECIPE_DEFINITION);
    block->id = block->indicator = id;
    (void)ds_filled_definition(section, block, release);
}

static void add_definitions(const ds_recipe *recipe, const ds_release *release, const char *scope,
                            ds_document *to) {
    ds_document *section = NULL;
    size_t n;
    const ds_release_definition *definitions = ds_release_definitions(release, &n);
    for (size_t i = 0; i < n; i++) {
        const char *id = definitions[i].id;
        if (is_shown(recipe, id) || !is_used(recipe, release, scope, id)) continue;
        if (section == NULL)
            section = ds_document_section(to, "definities",
                                          DS_SAY("De definities", "The definitions"), DS_IN_ALL);
        define_used(section, release, id);
    }
}

/* ---- the recipe ---- */

static void add_recipe(const ds_recipe *recipe, ds_document *to) {
    const ds_recipe_about *about = &recipe->about;
    ds_document *section =
        ds_document_section(to, "recept", DS_SAY("Het recept", "The recipe"), DS_IN_ALL);
    add_text_value(section, "naam", DS_SAY("naam", "name"), about->id);
    add_text_value(section, "versie", DS_SAY("versie", "version"), about->version);
    ds_document_value(section, DS_IN_MACHINE, "controlegetal", NO_SAY,
                      ds_value_text(about->checksum));
    ds_document_value(section, DS_IN_PEOPLE, "kort", DS_SAY("controlegetal", "checksum"),
                      shorten_checksum(section, about->checksum));
}

void ds_recipe_account(const ds_recipe *recipe, const ds_release *release, const char *scope,
                       ds_document *document) {
    ds_document *section = ds_document_section(document, "verantwoording",
                                               DS_SAY("Verantwoording", "Account"), DS_IN_ALL);
    add_release(section, release);
    add_deliveries(section, release);
    add_disclosure(section, release);
    add_definitions(recipe, release, scope, section);
    add_recipe(recipe, section);
}
