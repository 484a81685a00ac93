/* document/html_anchor.c: the names under which a page's headings, tables and figures are linked
 * to: each once, the same whatever is in them. See html.h. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "document/html.h"

enum { NAMES_MAX = 1 << 28, LEVEL_MAX = 6 };

static void add_anchor(html_anchors *a, const void *of, const char *name, int level) {
    html_anchor *one;
    if (!ds_reserve(&a->list, &a->capacity, a->n + 1, sizeof *a->list)) {
        a->names.failed = DS_FAULT;
        return;
    }
    one = &a->list[a->n++];
    *one = (html_anchor){.of = of, .at = a->names.size, .level = level};
    ds_html_id(name == NULL || name[0] == '\0' ? "deel" : name, &a->names);
    if (a->names.size == one->at) ds_buffer_add_string(&a->names, "deel");
    ds_buffer_add_char(&a->names, '\0');
}

static void find_in_document(const ds_document *document, int level, html_anchors *out) {
    for (size_t i = 0; i < document->n_blocks; i++) {
        const ds_block *block = &document->blocks[i];
        if (!(block->in & DS_IN_PAGE)) continue;
        if (block->kind == DS_BLOCK_TABLE &&
            (block->as.table->figure != NULL || !ds_say_is_empty(block->title)))
            add_anchor(out, block, block->id, 0);
        if (block->kind == DS_BLOCK_SECTION) {
            const ds_document *section = block->as.section;
            const bool titled = !ds_say_is_empty(section->title);
            const int below = titled && level < LEVEL_MAX ? level + 1 : level;
            if (titled || section->anchor != NULL)
                add_anchor(out, section, section->anchor != NULL ? section->anchor : section->id,
                           below);
            find_in_document(section, below, out);
        }
    }
}

/* ---- each name once ---- */

typedef struct named_anchor {
    const char *name;
    size_t index;
} named_anchor;

static int compare_named(const void *left, const void *right) {
    const named_anchor *a = left, *b = right;
    const int order = strcmp(a->name, b->name);
    return order != 0 ? order : a->index < b->index ? -1 : a->index > b->index;
}

static void number_copies(html_anchors *a) {
    named_anchor *sorted = a->n == 0 ? NULL : ds_calloc(a->n, sizeof *sorted);
    if (sorted == NULL) {
        if (a->n > 0) a->names.failed = DS_FAULT;
        return;
    }
    for (size_t i = 0; i < a->n; i++)
        sorted[i] = (named_anchor){a->names.data + a->list[i].at, i};
    qsort(sorted, a->n, sizeof *sorted, compare_named);
    for (size_t i = 1; i < a->n; i++)
        if (strcmp(sorted[i].name, sorted[i - 1].name) == 0)
            a->list[sorted[i].index].copy = a->list[sorted[i - 1].index].copy + 1;
    ds_free(sorted);
}

void ds_html_anchors_find(const ds_document *document, const char *prefix, html_anchors *out) {
    *out = (html_anchors){.prefix = prefix};
    ds_buffer_init(&out->names, NAMES_MAX);
    find_in_document(document, 1, out);
    if (out->names.failed == DS_OK) number_copies(out);
}

void ds_html_anchors_done(html_anchors *anchors) {
    ds_free(anchors->list);
    ds_buffer_done(&anchors->names);
}

const html_anchor *ds_html_anchor_next(html_anchors *anchors, const void *of) {
    if (anchors->next >= anchors->n || anchors->list[anchors->next].of != of) return NULL;
    return &anchors->list[anchors->next++];
}

void ds_html_anchor_name(const html_anchors *anchors, const html_anchor *anchor, ds_buffer *out) {
    ds_buffer_add_string(out, anchors->prefix);
    ds_buffer_add_string(out, anchors->names.data + anchor->at);
    if (anchor->copy > 0) ds_buffer_addf(out, "--%zu", anchor->copy + 1);
}

bool ds_html_has_anchor(const html_anchors *anchors, const char *name) {
    for (size_t i = 0; i < anchors->n; i++)
        if (strcmp(anchors->names.data + anchors->list[i].at, name) == 0) return true;
    return false;
}
