/* view/views.c: the sheets of a release that are for one reader, by topic. See doorstroom/view.h.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "view/model.h"

enum { BY_SIZE = 400 };

/* ---- sheets ---- */

static size_t count_sheets(const ds_views *views) {
    size_t n = 0;
    for (size_t i = 0; i < ds_release_n_sheets(views->release); i++)
        n += strcmp(ds_release_sheet_at(views->release, i)->scope, views->scope) == 0;
    return n;
}

/* How a query spells the keys: of the question where it asks less than the sheet has, else all that
 * tell facts apart; of a sheet without facts those that were asked. */
static bool spell_by(ds_views *views, ds_view_sheet *sheet) {
    const ds_view_breakdown *b = &sheet->breakdown;
    char by[BY_SIZE] = "";
    size_t used = 0, asked = 0;
    for (size_t k = 0; k < b->n_keys; k++)
        asked += ds_view_is_in_list(sheet->by, sheet->sheet->key_names[sheet->index.sheet_keys[k]]);
    for (size_t k = 0; k < b->n_keys; k++) {
        const char *name = sheet->sheet->key_names[sheet->index.sheet_keys[k]];
        if (asked > 0 && !ds_view_is_in_list(sheet->by, name)) continue;
        if (used + strlen(b->keys[k].name) + 2 >= sizeof by) continue;
        used += (size_t)snprintf(by + used, sizeof by - used, "%s%s", used > 0 ? "," : "",
                                 b->keys[k].name);
    }
    if (b->n_keys == 0 && sheet->sheet->n_facts == 0)
        (void)snprintf(by, sizeof by, "%s", sheet->by);
    sheet->breakdown.by = ds_document_keep(views->words, by);
    return sheet->breakdown.by != NULL;
}

static bool take_sheet(ds_views *views, const ds_release_sheet *of, ds_view_sheet *out) {
    *out = (ds_view_sheet){.sheet = of, .breakdown = {.sheet = of}};
    if (!ds_view_name_topic(views, out) || !ds_view_index_sheet(views, out) ||
        !spell_by(views, out) || !ds_view_find_usual(views, out))
        return false;
    out->breakdown.title = ds_view_breakdown_title(views, out);
    out->index.constant = ds_view_say_constant(views, out);
    return true;
}

/* ---- topics ---- */

static bool is_filled(const ds_view_sheet *sheet) {
    return sheet->sheet->reason[0] == '\0' && sheet->sheet->n_facts > 0;
}

static size_t count_names(const char *by) {
    size_t n = by[0] != '\0';
    for (; *by != '\0'; by++)
        n += *by == ',';
    return n;
}

/* Of one topic the default first: what is filled, then few keys, then the question that narrows
 * least, which is the shortest. The order depends on questions, so that a link keeps its meaning.
 */
static int compare_sheets(const void *a, const void *b) {
    const ds_view_sheet *x = a, *y = b;
    const int order = strcmp(x->topic, y->topic);
    const size_t n_x = count_names(x->breakdown.by), n_y = count_names(y->breakdown.by);
    const size_t size_x = strlen(x->sheet->id), size_y = strlen(y->sheet->id);
    if (order != 0) return order;
    if (is_filled(x) != is_filled(y)) return is_filled(x) ? -1 : 1;
    if (n_x != n_y) return n_x < n_y ? -1 : 1;
    if (size_x != size_y) return size_x < size_y ? -1 : 1;
    return strcmp(x->sheet->id, y->sheet->id);
}

/* Two of one topic by the same keys: the second gets ~2. */
static bool tell_apart(ds_views *views, ds_view_sheet *sheets, size_t n) {
    for (size_t i = 0; i < n; i++) {
        unsigned twins = 1;
        char by[BY_SIZE + 16];
        for (size_t j = 0; j < i; j++) {
            const char *other = sheets[j].breakdown.by;
            const size_t size = strcspn(other, "~");
            twins += strlen(sheets[i].breakdown.by) == size &&
                     strncmp(other, sheets[i].breakdown.by, size) == 0;
        }
        if (twins == 1) continue;
        (void)snprintf(by, sizeof by, "%s~%u", sheets[i].breakdown.by, twins);
        sheets[i].breakdown.by = ds_document_keep(views->words, by);
        if (sheets[i].breakdown.by == NULL) return false;
    }
    return true;
}

/* sheets[n] are of one topic. */
static bool add_topic(ds_views *views, ds_view_sheet *sheets, size_t n) {
    ds_view_breakdown *breakdowns = ds_document_room(views->words, n * sizeof *breakdowns);
    ds_view_index *indexes = ds_document_room(views->words, n * sizeof *indexes);
    const ds_release_sheet *first = sheets[0].sheet;
    if (breakdowns == NULL || indexes == NULL || !tell_apart(views, sheets, n)) return false;
    for (size_t i = 0; i < n; i++) {
        breakdowns[i] = sheets[i].breakdown;
        indexes[i] = sheets[i].index;
    }
    views->indexes[views->n_topics] = indexes;
    views->topics[views->n_topics++] = (ds_view_topic){
        .id = sheets[0].topic,
        .title = ds_view_topic_title(views, &sheets[0]),
        .kind = first->kind,
        .definition = ds_release_definition_of(
            views->release, first->indicator[0] != '\0' ? first->indicator : sheets[0].subject),
        .breakdowns = breakdowns,
        .n_breakdowns = n};
    return true;
}

static bool add_topics(ds_views *views, ds_view_sheet *sheets, size_t n) {
    for (size_t i = 0; i < n;) {
        size_t end = i + 1;
        while (end < n && strcmp(sheets[end].topic, sheets[i].topic) == 0)
            end++;
        if (!add_topic(views, sheets + i, end - i)) return false;
        i = end;
    }
    return true;
}

static bool take_sheets(ds_views *views) {
    const size_t most = count_sheets(views);
    ds_view_sheet *sheets = ds_calloc(most + 1, sizeof *sheets);
    size_t n = 0;
    bool good = sheets != NULL;
    views->topics = ds_document_room(views->words, (most + 1) * sizeof *views->topics);
    views->indexes = ds_document_room(views->words, (most + 1) * sizeof(ds_view_index *));
    good = good && views->topics != NULL && views->indexes != NULL;
    for (size_t i = 0; good && i < ds_release_n_sheets(views->release); i++) {
        const ds_release_sheet *of = ds_release_sheet_at(views->release, i);
        if (strcmp(of->scope, views->scope) == 0) good = take_sheet(views, of, &sheets[n++]);
    }
    if (good && n > 1) qsort(sheets, n, sizeof *sheets, compare_sheets);
    good = good && add_topics(views, sheets, n);
    ds_free(sheets);
    return good;
}

/* ---- the whole ---- */

static ds_say say_release(ds_views *views) {
    const ds_release_about about = ds_release_about_of(views->release);
    const ds_filling filling = {views->words, NULL, views->release, NULL};
    const ds_value values[] = {ds_value_text(about.name), ds_value_text(about.date)};
    ds_say parts[4] = {{NULL, NULL}};
    if (about.name[0] != '\0')
        parts[0] =
            ds_document_phrase(views->words, DS_SAY("Vrijgave {0}", "Release {0}"), values, 1);
    if (about.date[0] != '\0')
        parts[1] = ds_document_phrase(views->words, DS_SAY("{1}", "{1}"), values, 2);
    if (about.made) parts[2] = DS_SAY("gemaakte gegevens", "made-up data");
    if (about.draft) parts[3] = DS_SAY("concept", "draft");
    return ds_filled_join(&filling, parts, 4, DS_SAY(", ", ", "));
}

ds_status ds_views_make(const ds_release *release, ds_recipe *const *recipes, size_t n,
                        const char *scope, ds_views **out, ds_error *err) {
    ds_views *views = ds_calloc(1, sizeof *views);
    ds_status status = DS_OK;
    if (views == NULL) return ds_error_memory(err);
    views->release = release;
    views->words = ds_document_new("views", (ds_say){NULL, NULL});
    views->scope = ds_document_keep(views->words, scope);
    if (views->words == NULL || views->scope == NULL || !take_sheets(views) ||
        !ds_views_find_chapters(views, recipes, n))
        status = ds_error_memory(err);
    if (status == DS_OK) views->release_line = say_release(views);
    if (status == DS_OK) status = ds_document_finish(views->words, err);
    if (status == DS_OK)
        *out = views;
    else
        ds_views_free(views);
    return status;
}

void ds_views_free(ds_views *views) {
    if (views == NULL) return;
    ds_document_free(views->words);
    ds_free(views);
}

const ds_view_topic *ds_views_topics(const ds_views *views, size_t *out_n) {
    *out_n = views->n_topics;
    return views->topics;
}

static int compare_topic_id(const void *id, const void *topic) {
    return strcmp(id, ((const ds_view_topic *)topic)->id);
}

const ds_view_topic *ds_views_topic(const ds_views *views, const char *id) {
    if (views->n_topics == 0) return NULL;
    return bsearch(id, views->topics, views->n_topics, sizeof *views->topics, compare_topic_id);
}

const ds_view_chapter *ds_views_chapters(const ds_views *views, size_t *out_n) {
    *out_n = views->n_chapters;
    return views->chapters;
}

ds_say ds_views_release_line(const ds_views *views) {
    return views->release_line;
}

size_t ds_views_topic_of_sheet(const ds_views *views, const ds_release_sheet *sheet) {
    for (size_t t = 0; t < views->n_topics; t++)
        for (size_t i = 0; i < views->topics[t].n_breakdowns; i++)
            if (views->topics[t].breakdowns[i].sheet == sheet) return t;
    return SIZE_MAX;
}
