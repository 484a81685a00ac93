/* view/chapters.c: topics in the order of recipes: a recipe is a chapter, its headings are parts of
 * it, and a topic stands where it appears first. See model.h. */
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "view/model.h"

enum { HEADING_MAX = 1 << 12 };

typedef struct finding {
    ds_views *views;
    bool *placed;                /* [n_topics] */
    const ds_view_topic **order; /* [n_topics] in the order of placing */
    size_t n_order;
    ds_view_part *parts; /* of all chapters */
    size_t n_parts;
} finding;

/* Prose without what braces say: that depends on numbers. */
static void add_spans(ds_buffer *to, const ds_recipe_part *part) {
    for (size_t i = 0; i < part->n_spans; i++)
        ds_buffer_add_string(to, part->spans[i].text);
}

static ds_say say_heading(ds_views *views, const ds_recipe_part *nl, const ds_recipe_part *en) {
    ds_buffer texts[2];
    ds_say say;
    ds_buffer_init(&texts[0], HEADING_MAX);
    ds_buffer_init(&texts[1], HEADING_MAX);
    add_spans(&texts[0], nl);
    add_spans(&texts[1], en == NULL ? nl : en);
    if (texts[0].failed != DS_OK || texts[1].failed != DS_OK) ds_document_fail(views->words);
    say = ds_document_say(views->words, ds_buffer_string(&texts[0]), ds_buffer_string(&texts[1]));
    ds_buffer_done(&texts[0]);
    ds_buffer_done(&texts[1]);
    return say;
}

/* The n-th heading of the English text: both have the same. */
static const ds_recipe_part *find_heading(const ds_recipe *recipe, size_t n) {
    size_t n_parts;
    const ds_recipe_part *parts = ds_recipe_parts(recipe, DS_EN, &n_parts);
    for (size_t i = 0; i < n_parts; i++)
        if (parts[i].kind == DS_PART_HEADING && n-- == 0) return &parts[i];
    return NULL;
}

/* A topic below that heading, if it stands nowhere yet. */
static void place_topic(finding *f, const ds_recipe_block *block, const ds_recipe *recipe,
                        const ds_recipe_part *heading, size_t n_heading, size_t first_part) {
    const ds_release_sheet *sheet =
        ds_release_sheet_of(f->views->release, ds_recipe_question_text(block), f->views->scope);
    const size_t topic = sheet == NULL ? SIZE_MAX : ds_views_topic_of_sheet(f->views, sheet);
    ds_say title;
    ds_view_part *part;
    if (topic == SIZE_MAX || f->placed[topic]) return;
    title = heading == NULL ? (ds_say){"", ""}
                            : say_heading(f->views, heading, find_heading(recipe, n_heading));
    part = f->n_parts > first_part ? &f->parts[f->n_parts - 1] : NULL;
    if (part == NULL || strcmp(part->title.nl, title.nl) != 0) {
        part = &f->parts[f->n_parts++];
        *part = (ds_view_part){title, f->n_order, 0};
    }
    part->n++;
    f->placed[topic] = true;
    f->order[f->n_order++] = &f->views->topics[topic];
}

/* The parts of a chapter begin to count at its own first topic. */
static void add_chapter(finding *f, const char *id, ds_say title, ds_say description,
                        size_t first_topic, size_t first_part) {
    ds_views *views = f->views;
    if (f->n_order == first_topic) return;
    for (size_t p = first_part; p < f->n_parts; p++)
        f->parts[p].first -= first_topic;
    views->chapters[views->n_chapters++] = (ds_view_chapter){.id = id,
                                                             .title = title,
                                                             .description = description,
                                                             .topics = f->order + first_topic,
                                                             .n_topics = f->n_order - first_topic,
                                                             .parts = f->parts + first_part,
                                                             .n_parts = f->n_parts - first_part};
}

static void add_recipe(finding *f, const ds_recipe *recipe) {
    const ds_recipe_about about = ds_recipe_about_of(recipe);
    const size_t first_topic = f->n_order, first_part = f->n_parts;
    const ds_recipe_part *heading = NULL;
    size_t n, n_headings = 0;
    const ds_recipe_part *parts = ds_recipe_parts(recipe, DS_NL, &n);
    for (size_t i = 0; i < n; i++) {
        if (parts[i].kind == DS_PART_HEADING) {
            heading = &parts[i];
            n_headings++;
        }
        if (parts[i].kind == DS_PART_BLOCK && parts[i].block->question != NULL)
            place_topic(f, parts[i].block, recipe, heading, n_headings - (n_headings > 0),
                        first_part);
    }
    add_chapter(f, about.id, about.title, about.description, first_topic, first_part);
}

static void add_others(finding *f) {
    const size_t first_topic = f->n_order, first_part = f->n_parts;
    for (size_t t = 0; t < f->views->n_topics; t++)
        if (!f->placed[t]) f->order[f->n_order++] = &f->views->topics[t];
    if (f->n_order == first_topic) return;
    f->parts[f->n_parts++] = (ds_view_part){{"", ""}, first_topic, f->n_order - first_topic};
    add_chapter(f, DS_VIEW_OTHERS, DS_SAY("Overige cijfers", "Other figures"), (ds_say){"", ""},
                first_topic, first_part);
}

bool ds_views_find_chapters(ds_views *views, ds_recipe *const *recipes, size_t n) {
    finding f = {.views = views};
    f.placed = ds_calloc(views->n_topics + 1, sizeof *f.placed);
    f.order = ds_document_room(views->words, (views->n_topics + 1) * sizeof(ds_view_topic *));
    f.parts = ds_document_room(views->words, (views->n_topics + 1) * sizeof *f.parts);
    views->chapters = ds_document_room(views->words, (n + 1) * sizeof *views->chapters);
    if (f.placed == NULL || f.order == NULL || f.parts == NULL || views->chapters == NULL) {
        ds_free(f.placed);
        return false;
    }
    for (size_t i = 0; i < n; i++)
        add_recipe(&f, recipes[i]);
    add_others(&f);
    ds_free(f.placed);
    return true;
}
