/* report/filled/aside.c: definitions, and numbers from elsewhere. See doorstroom/filled.h. */
#include "doorstroom/filled.h"

#include <math.h>
#include <string.h>

#include "report/filled/filling.h"

static void add_definition(ds_document *to, const ds_release_definition *definition) {
    const ds_value values[] = {ds_value_text(definition->id), ds_value_text(definition->version)};
    ds_document *section = ds_document_section(to, definition->id, definition->name, DS_IN_ALL);
    ds_document_anchor(section, definition->id);
    if (definition->text.nl != NULL && definition->text.nl[0] != '\0')
        ds_document_text(section, DS_IN_PEOPLE, definition->text);
    ds_document_text(
        section, DS_IN_PEOPLE,
        definition->version[0] == '\0'
            ? ds_document_phrase(section, DS_SAY("Definitie {0}.", "Definition {0}."), values, 1)
            : ds_document_phrase(
                  section, DS_SAY("Definitie {0}, versie {1}.", "Definition {0}, version {1}."),
                  values, 2));
    if (strcmp(definition->better, "lower") == 0)
        ds_document_text(section, DS_IN_PEOPLE, DS_SAY("Lager is beter.", "Lower is better."));
    if (strcmp(definition->better, "higher") == 0)
        ds_document_text(section, DS_IN_PEOPLE, DS_SAY("Hoger is beter.", "Higher is better."));
    if (definition->yaml[0] != '\0')
        ds_document_code(section, DS_IN_ALL, "definitie", definition->yaml);
}

bool ds_filled_definition(ds_document *to, const ds_recipe_block *block,
                          const ds_release *release) {
    const char *id = block->indicator[0] != '\0' ? block->indicator : block->id;
    const ds_release_definition *definition =
        release == NULL ? NULL : ds_release_definition_of(release, id);
    if (definition == NULL) {
        ds_filled_reason(to, block, release, NULL);
        return false;
    }
    add_definition(to, definition);
    return true;
}

bool ds_filled_quoted(ds_document *to, const ds_recipe_block *block) {
    const bool numbered = isfinite(block->waarde) != 0;
    const ds_value values[] = {ds_value_word("", block->tekst.nl, block->tekst.en),
                               ds_value_with_decimals(ds_value_number(block->waarde), -6),
                               ds_value_word("", block->bron.nl, block->bron.en)};
    const bool text = block->tekst.nl != NULL && block->tekst.nl[0] != '\0';
    const ds_say said = ds_document_phrase(
        to,
        numbered && text ? DS_SAY("{0}: {1} (aangehaald uit {2}; niet hier berekend)",
                                  "{0}: {1} (quoted from {2}; not computed here)")
        : numbered       ? DS_SAY("{1} (aangehaald uit {2}; niet hier berekend)",
                                  "{1} (quoted from {2}; not computed here)")
                         : DS_SAY("{0} (aangehaald uit {2}; niet hier berekend)",
                                  "{0} (quoted from {2}; not computed here)"),
        values, 3);
    const ds_prose_span span = {.text = said, .href = block->href[0] != '\0' ? block->href : NULL};
    if (!numbered && !text) {
        ds_filled_reason(to, block, NULL, NULL);
        return false;
    }
    ds_document_prose(to, DS_IN_PEOPLE, DS_PROSE_QUOTE, 0, &span, 1);
    ds_document_value(to, DS_IN_JSON, block->id, (ds_say){NULL, NULL},
                      numbered ? values[1] : ds_value_text(said.nl));
    return true;
}
