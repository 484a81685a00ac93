/* report/recipe/fill.c: a recipe and a release into a document: headings become sections, prose is
 * copied with words in place of its braces, blocks are filled (doorstroom/filled.h), and at the end
 * stands what it all rests on (account.c). Only the release is read. */
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "document/model.h"
#include "doorstroom/filled.h"
#include "report/recipe/reading.h"

enum { LEVELS = 7 }; /* 0 is the document */

typedef struct filling {
    const ds_recipe *recipe;
    const ds_release *release;
    const char *scope;
    ds_lang lang;
    ds_document *document;
    ds_document *open[LEVELS]; /* the section of each level; NULL: none */
    unsigned off;              /* level of the heading that is not shown; 0: none */
    unsigned n_grids;
} filling;

static ds_document *current_section(const filling *f) {
    for (unsigned level = LEVELS; level-- > 0;)
        if (f->open[level] != NULL) return f->open[level];
    return f->document;
}

/* ---- words ---- */

static ds_say own_words(const filling *f, const char *rule) {
    const ds_release_about about = ds_release_about_of(f->release);
    if (strcmp(rule, "naam") == 0)
        return ds_recipe_scope_name(f->recipe->about.each, f->release, f->scope);
    if (strcmp(rule, "datum") == 0) return ds_recipe_day(f->document, about.date);
    if (about.name[0] == '\0') return DS_SAY("deze vrijgave", "this release");
    return (ds_say){about.name, about.name};
}

static bool is_own(const char *rule) {
    return strcmp(rule, "naam") == 0 || strcmp(rule, "datum") == 0 || strcmp(rule, "vrijgave") == 0;
}

/* The block as this document asks it: of one route or region its rows alone. */
static const ds_recipe_block *narrow_block(filling *f, const ds_recipe_block *block) {
    ds_recipe_block *narrow;
    ds_recipe_only *only;
    const char **value;
    if (f->scope[0] == '\0' || block->question == NULL ||
        (block->each != DS_FOR_ROUTE && block->each != DS_FOR_RMC_REGION))
        return block;
    narrow = ds_document_room(f->document, sizeof *narrow);
    only = ds_document_room(f->document, (block->n_alleen + 1) * sizeof *only);
    value = ds_document_room(f->document, sizeof *value);
    if (narrow == NULL || only == NULL || value == NULL) return block;
    value[0] = f->scope;
    if (block->n_alleen > 0) memcpy(only, block->alleen, block->n_alleen * sizeof *only);
    only[block->n_alleen] = (ds_recipe_only){ds_recipe_for_code(block->each), {value, 1}};
    *narrow = *block;
    narrow->alleen = only;
    narrow->n_alleen = block->n_alleen + 1;
    return narrow;
}

static ds_say find_words(filling *f, const ds_recipe_block *braces) {
    if (is_own(braces->rule)) return own_words(f, braces->rule);
    return ds_filled_words(f->document, narrow_block(f, braces),
                           ds_recipe_sheet(braces, f->release, f->scope), f->release);
}

static ds_say say_span(filling *f, const ds_recipe_span *span) {
    return span->brace == NULL ? (ds_say){span->text, span->text} : find_words(f, span->brace);
}

/* Spans as one plain text. */
static ds_say join_spans(filling *f, const ds_recipe_span *spans, size_t n) {
    ds_buffer nl, en;
    ds_say say;
    ds_buffer_init(&nl, DS_RECIPE_SIZE_MAX);
    ds_buffer_init(&en, DS_RECIPE_SIZE_MAX);
    for (size_t i = 0; i < n; i++) {
        const ds_say part = say_span(f, &spans[i]);
        ds_buffer_add_string(&nl, ds_say_text(part, DS_NL));
        ds_buffer_add_string(&en, ds_say_text(part, DS_EN));
    }
    if (ds_buffer_finish(&nl, NULL) != DS_OK || ds_buffer_finish(&en, NULL) != DS_OK)
        ds_document_fail(f->document);
    say = ds_document_say(f->document, ds_buffer_string(&nl), ds_buffer_string(&en));
    ds_buffer_done(&nl);
    ds_buffer_done(&en);
    return say;
}

/* ---- headings ---- */

/* No heading has the name under which a definition is found. */
static const char *choose_id(filling *f, const char *id) {
    if (ds_release_definition_of(f->release, id) == NULL) return id;
    return ds_document_keep(f->document,
                            ds_document_phrase(f->document, DS_SAY("deel-{0}", "deel-{0}"),
                                               (ds_value[]){ds_value_text(id)}, 1)
                                .nl);
}

static bool is_title(const filling *f, ds_say heading) {
    const ds_say title = f->recipe->about.title;
    return strcmp(ds_say_text(heading, f->lang), ds_say_text(title, f->lang)) == 0;
}

static void open_heading(filling *f, const ds_recipe_part *part, bool first) {
    ds_say title;
    f->off = 0;
    for (unsigned level = part->level; level < LEVELS; level++)
        f->open[level] = NULL;
    if (!ds_recipe_holds(part->when, f->release, f->scope)) {
        f->off = part->level;
        return;
    }
    title = join_spans(f, part->spans, part->n_spans);
    if (first && is_title(f, title)) return; /* it is the document's own */
    f->open[part->level] =
        ds_document_section(current_section(f), choose_id(f, part->id), title, DS_IN_ALL);
}

/* ---- prose ---- */

static ds_prose_kind prose_kind(ds_recipe_part_kind kind) {
    switch (kind) {
    case DS_PART_ITEM:
        return DS_PROSE_ITEM;
    case DS_PART_NUMBERED:
        return DS_PROSE_NUMBERED;
    case DS_PART_QUOTE:
        return DS_PROSE_QUOTE;
    default:
        return DS_PROSE_PARAGRAPH;
    }
}

static void add_prose(filling *f, const ds_recipe_part *part) {
    ds_prose_span *spans = ds_document_room(f->document, part->n_spans * sizeof *spans);
    const unsigned depth = part->level < DS_PROSE_DEPTH_MAX ? part->level : DS_PROSE_DEPTH_MAX;
    if (spans == NULL || part->n_spans == 0) return;
    for (size_t i = 0; i < part->n_spans; i++)
        spans[i] = (ds_prose_span){say_span(f, &part->spans[i]), part->spans[i].style,
                                   part->spans[i].href};
    ds_document_prose(current_section(f), DS_IN_PEOPLE, prose_kind(part->kind),
                      part->kind == DS_PART_PARAGRAPH ? 0 : depth, spans, part->n_spans);
}

static void add_grid(filling *f, const ds_recipe_part *part) {
    ds_field *fields = ds_document_room(f->document, part->n_columns * sizeof *fields);
    ds_value *values = ds_document_room(f->document, part->n_columns * sizeof *values);
    ds_doc_table *table;
    if (fields == NULL || values == NULL || part->n_rows == 0) return;
    for (size_t i = 0; i < part->n_columns; i++) {
        const ds_recipe_cell *cell = &part->cells[i];
        const ds_value number = ds_value_ordinal(i + 1);
        fields[i] = (ds_field){
            .title = join_spans(f, cell->spans, cell->n_spans), .in = DS_IN_PEOPLE, .key = i == 0};
        fields[i].id =
            ds_document_phrase(f->document, DS_SAY("kolom_{0}", "kolom_{0}"), &number, 1).nl;
    }
    table = ds_document_table(current_section(f), DS_IN_PEOPLE, NULL, (ds_say){NULL, NULL}, fields,
                              part->n_columns);
    for (size_t row = 1; row < part->n_rows; row++) {
        for (size_t i = 0; i < part->n_columns; i++) {
            const ds_recipe_cell *cell = &part->cells[row * part->n_columns + i];
            const ds_say say = join_spans(f, cell->spans, cell->n_spans);
            values[i] = ds_value_word(say.nl, say.nl, say.en);
        }
        ds_doc_table_row(table, values);
    }
}

/* ---- the whole ---- */

static void fill_part_block(filling *f, const ds_recipe_part *part) {
    if (!ds_recipe_holds(part->when, f->release, f->scope)) return;
    (void)ds_filled_block(current_section(f), narrow_block(f, part->block),
                          ds_recipe_sheet(part->block, f->release, f->scope), f->release);
}

static void fill_part(filling *f, const ds_recipe_part *part, bool first) {
    if (part->kind == DS_PART_HEADING) {
        if (f->off == 0 || part->level <= f->off) open_heading(f, part, first);
    } else if (f->off != 0) {
        return;
    } else if (part->kind == DS_PART_BLOCK) {
        fill_part_block(f, part);
    } else if (part->kind == DS_PART_GRID) {
        add_grid(f, part);
    } else {
        add_prose(f, part);
    }
}

/* Of one scope its name stands behind the title. */
static void set_title(filling *f) {
    const ds_say title = f->recipe->about.title;
    const ds_say name = ds_recipe_scope_name(f->recipe->about.each, f->release, f->scope);
    const ds_value values[] = {ds_value_word("titel", title.nl, title.en),
                               ds_value_word(f->scope, name.nl, name.en)};
    if (f->scope[0] == '\0') return;
    f->document->title = ds_document_phrase(f->document, DS_SAY("{0}: {1}", "{0}: {1}"), values, 2);
}

static void say_language(filling *f) {
    if (f->lang == DS_NL || f->recipe->about.twin) return;
    ds_document_remark(f->document, DS_NOTE_REMARK, "alleen_nederlands",
                       DS_SAY("De tekst van dit recept is er alleen in het Nederlands.",
                              "The text of this recipe is there in Dutch only."));
}

ds_status ds_recipe_fill(const ds_recipe *recipe, const ds_release *release, const char *scope,
                         ds_lang lang, ds_document **out, ds_error *err) {
    filling f = {.recipe = recipe, .release = release, .scope = scope, .lang = lang};
    size_t n;
    const ds_recipe_part *parts = ds_recipe_parts(recipe, lang, &n);
    ds_status status;
    f.document = ds_document_new(recipe->about.id, recipe->about.title);
    if (f.document == NULL) return ds_error_memory(err);
    f.open[0] = f.document;
    set_title(&f);
    say_language(&f);
    for (size_t i = 0; i < n; i++)
        fill_part(&f, &parts[i], i == 0);
    ds_recipe_account(recipe, release, scope, f.document);
    status = ds_document_finish(f.document, err);
    if (status == DS_OK)
        *out = f.document;
    else
        ds_document_free(f.document);
    return status;
}
