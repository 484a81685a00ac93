/* report/recipe/heading.c: a heading: its words, its anchor and what it stands on:
 * "## 4.2 Begeleiding {#begeleiding als: gevuld T4.1}". Of the English text it has words alone. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/unicode.h"
#include "report/recipe/reading.h"

enum { ANCHOR_SIZE = 64 };

/* ---- what stands behind the words, in { } ---- */

/* Cuts a last {…} that is no braces off the text; false when there is none. */
static bool cut_attributes(ds_text *text, ds_text *out) {
    size_t i = text->size;
    if (i < 2 || text->data[i - 1] != '}' || text->data[i - 2] == '}') return false;
    while (i > 0 && text->data[i - 1] != '{')
        i--;
    if (i == 0 || (i > 1 && text->data[i - 2] == '{')) return false;
    *out = ds_text_trim((ds_text){text->data + i, text->size - i - 1});
    *text = ds_text_trim((ds_text){text->data, i - 1});
    return true;
}

static ds_status refuse_attributes(const ds_recipe_reader *r, ds_text at) {
    return ds_recipe_placed(r, ds_recipe_byte_of(r, at.data),
                            ds_error_set(r->err, DS_INPUT,
                                         "achter een kop staat {#anker}, {als: …} of {anders}; "
                                         "docs/recepten.md legt het uit",
                                         "behind a heading there is {#anchor}, {als: …} or "
                                         "{anders}; docs/recepten.en.md explains"));
}

static ds_status refuse_otherwise(const ds_recipe_reader *r, ds_text at) {
    return ds_recipe_placed(r, ds_recipe_byte_of(r, at.data),
                            ds_error_set(r->err, DS_INPUT,
                                         "{anders} volgt op een kop van dezelfde hoogte met "
                                         "{als: …}",
                                         "{anders} follows a heading of the same level with "
                                         "{als: …}"));
}

/* Holds where the chapter before does not. */
static ds_status read_otherwise(ds_recipe_reader *r, ds_text at, unsigned level,
                                const ds_recipe_condition **out) {
    const ds_recipe_condition *before = r->open[level];
    ds_recipe_condition *condition;
    if (before == NULL || before->otherwise_of != NULL) return refuse_otherwise(r, at);
    condition = ds_arena_take(&r->recipe->arena, 1, sizeof *condition);
    if (condition == NULL) return ds_error_memory(r->err);
    condition->otherwise_of = before;
    *out = condition;
    return DS_OK;
}

static ds_status read_attributes(ds_recipe_reader *r, ds_text rest, unsigned level,
                                 const char **out_id, const ds_recipe_condition **out) {
    const ds_value_source source = {.raw = &r->raw};
    ds_item item;
    if (rest.size > 0 && rest.data[0] == '#') {
        size_t n = 1;
        while (n < rest.size && rest.data[n] != ' ')
            n++;
        if (!ds_recipe_is_id((ds_text){rest.data + 1, n - 1})) return refuse_attributes(r, rest);
        *out_id = ds_arena_copy(&r->recipe->arena, (ds_text){rest.data + 1, n - 1});
        if (*out_id == NULL) return ds_error_memory(r->err);
        rest = ds_text_trim((ds_text){rest.data + n, rest.size - n});
        if (rest.size == 0) return DS_OK;
    }
    if (ds_text_is(rest, "anders")) return read_otherwise(r, rest, level, out);
    if (rest.size < 4 || memcmp(rest.data, "als:", 4) != 0) return refuse_attributes(r, rest);
    item.text = ds_text_trim((ds_text){rest.data + 4, rest.size - 4});
    item.at = ds_recipe_byte_of(r, item.text.data);
    return ds_recipe_read_condition(r, &source, &item, out);
}

/* ---- anchors ---- */

static bool is_anchor(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Letters without accents, digits, and one - between words. */
static void make_anchor(const ds_recipe_span *spans, size_t n_spans, char out[ANCHOR_SIZE]) {
    size_t n = 0;
    for (size_t i = 0; i < n_spans; i++) {
        const char *at = spans[i].text;
        while (*at != '\0' && n + 1 < ANCHOR_SIZE) {
            const size_t size = strcspn(at, " \t\n");
            char folded[DS_UNICODE_FOLD_MAX];
            const size_t length = ds_unicode_fold((ds_text){at, size}, true, folded, sizeof folded);
            if (n > 0 && out[n - 1] != '-') out[n++] = '-';
            for (size_t k = 0; k < length && n + 1 < ANCHOR_SIZE; k++)
                if (is_anchor(folded[k]))
                    out[n++] = folded[k];
                else if (n > 0 && out[n - 1] != '-')
                    out[n++] = '-';
            at += size + strspn(at + size, " \t\n");
        }
    }
    while (n > 0 && out[n - 1] == '-')
        n--;
    out[n] = '\0';
}

static bool is_taken(const ds_recipe_reader *r, const char *id) {
    for (size_t i = 0; i < r->n_anchors; i++)
        if (strcmp(r->anchors[i], id) == 0) return true;
    return false;
}

/* How many are of these words already. */
static unsigned count_alike(const ds_recipe_reader *r, const char *words) {
    const size_t size = strlen(words);
    unsigned n = 0;
    for (size_t i = 0; i < r->n_anchors; i++)
        n += strncmp(r->anchors[i], words, size) == 0 &&
             (r->anchors[i][size] == '\0' || r->anchors[i][size] == '-');
    return n;
}

/* Of two headings with the same words the second is words-2. */
static const char *choose_anchor(ds_recipe_reader *r, const ds_recipe_span *spans, size_t n) {
    ds_arena *arena = &r->recipe->arena;
    char anchor[ANCHOR_SIZE];
    const char *id;
    make_anchor(spans, n, anchor);
    if (anchor[0] == '\0') memcpy(anchor, "deel", sizeof "deel");
    id = ds_arena_print(arena, "%s", anchor);
    for (unsigned k = count_alike(r, anchor); id != NULL && is_taken(r, id);)
        id = ds_arena_print(arena, "%s-%u", anchor, ++k);
    return id;
}

static ds_status refuse_anchor(const ds_recipe_reader *r, const ds_piece *heading, const char *id) {
    return ds_recipe_placed(r, heading->head_at,
                            ds_error_set(r->err, DS_INPUT, "het anker #%s is er al",
                                         "the anchor #%s is there already", id));
}

/* ---- the heading ---- */

static ds_status check_heading(ds_recipe_reader *r, const ds_piece *heading) {
    if (r->n_anchors == DS_RECIPE_HEADINGS_MAX)
        return ds_recipe_placed(r, heading->head_at,
                                ds_error_set(r->err, DS_INPUT, "meer dan %d koppen",
                                             "more than %d headings", DS_RECIPE_HEADINGS_MAX));
    if (heading->text.size == 0)
        return ds_recipe_placed(
            r, heading->head_at,
            ds_error_set(r->err, DS_INPUT, "een kop zonder woorden", "a heading without words"));
    return DS_OK;
}

/* What stood behind the words, for twin.c to compare. */
static ds_status keep_attributes(ds_recipe_reader *r, ds_text attributes) {
    ds_recipe_side *side = r->side;
    const char *text = ds_arena_copy(&r->recipe->arena, attributes);
    if (text == NULL || !ds_reserve(&side->attributes, &side->attributes_capacity,
                                    side->n_attributes + 1, sizeof *side->attributes))
        return ds_error_memory(r->err);
    side->attributes[side->n_attributes++] = text;
    return DS_OK;
}

static ds_status add_heading(ds_recipe_reader *r, const ds_piece *heading, const char *id,
                             const ds_recipe_condition *when) {
    const ds_recipe_span *spans;
    size_t n;
    ds_recipe_part *part;
    ds_status status = ds_recipe_read_inline(r, heading, &spans, &n);
    if (status != DS_OK) return status;
    if (id != NULL && is_taken(r, id)) return refuse_anchor(r, heading, id);
    if (id == NULL) id = choose_anchor(r, spans, n);
    part = id == NULL ? NULL : ds_recipe_add_part(r, DS_PART_HEADING, heading->line);
    if (part == NULL) return ds_error_memory(r->err);
    part->level = heading->level;
    part->id = r->anchors[r->n_anchors++] = id;
    part->spans = spans;
    part->n_spans = n;
    part->when = when;
    for (unsigned level = heading->level + 1; level <= 6; level++)
        r->open[level] = NULL;
    r->open[heading->level] = when;
    return DS_OK;
}

ds_status ds_recipe_read_heading(ds_recipe_reader *reader, const ds_piece *heading) {
    ds_piece words = *heading;
    const ds_recipe_condition *when = NULL;
    const char *id = NULL;
    ds_text attributes = {NULL, 0};
    ds_status status = DS_OK;
    if (cut_attributes(&words.text, &attributes) && reader->lang == DS_NL)
        status = read_attributes(reader, attributes, heading->level, &id, &when);
    if (status == DS_OK) status = check_heading(reader, &words);
    if (status == DS_OK) status = keep_attributes(reader, attributes);
    return status == DS_OK ? add_heading(reader, &words, id, when) : status;
}
