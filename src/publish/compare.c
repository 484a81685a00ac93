/* publish/compare.c: what changed since the release before, and by how much: only from what both
 * show, and in one scope. See doorstroom/publish.h. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "publish/publishing.h"
#include "report/filled/filling.h"

enum { SHOWN_MOST = 100, CHANGED_FIELDS = 8, SUMMARY_FIELDS = 6 };
#define SAME 1e-9

/* One number that both releases show. */
typedef struct both_shown {
    size_t group; /* the table or sheet that it is of */
    int jaar;
    const char *const *keys; /* of its group's names */
    const char *measure, *klasse;
    double before, now;
} both_shown;

/* A table or sheet of both. */
typedef struct both_group {
    const char *id, *indicator, *version, *earlier_version;
    ds_say title;
    const char *const *key_names;
    size_t n_keys, n, n_changed, n_rows, n_earlier;
} both_group;

typedef struct comparing {
    const ds_release *release, *previous;
    const char *scope;
    both_shown *changed;
    size_t n_changed, changed_capacity;
    both_group *groups;
    size_t n_groups, groups_capacity;
} comparing;

/* ---- what is in both ---- */

static bool is_changed(double before, double now) {
    return fabs(now - before) > SAME * fmax(1, fmax(fabs(before), fabs(now)));
}

static ds_status note_number(comparing *c, const both_shown *number, ds_error *err) {
    both_group *group = &c->groups[number->group];
    group->n++;
    if (!is_changed(number->before, number->now)) return DS_OK;
    group->n_changed++;
    if (!ds_reserve(&c->changed, &c->changed_capacity, c->n_changed + 1, sizeof *c->changed))
        return ds_error_memory(err);
    c->changed[c->n_changed++] = *number;
    return DS_OK;
}

static ds_status add_group(comparing *c, const both_group *group, ds_error *err) {
    if (!ds_reserve(&c->groups, &c->groups_capacity, c->n_groups + 1, sizeof *c->groups))
        return ds_error_memory(err);
    c->groups[c->n_groups++] = *group;
    return DS_OK;
}

static bool same_names(const char *const *a, size_t n_a, const char *const *b, size_t n_b) {
    if (n_a != n_b) return false;
    for (size_t i = 0; i < n_a; i++)
        if (strcmp(a[i], b[i]) != 0) return false;
    return true;
}

static int compare_keys(const char *const *a, const char *const *b, size_t n) {
    for (size_t i = 0; i < n; i++) {
        const int order = strcmp(a[i], b[i]);
        if (order != 0) return order;
    }
    return 0;
}

/* ---- tables of counts ---- */

static const ds_release_table *find_table(const ds_release *release, const ds_release_table *t) {
    for (size_t i = 0; i < ds_release_n_tables(release); i++) {
        const ds_release_table *other = ds_release_at(release, i);
        if (strcmp(other->id, t->id) == 0 && strcmp(other->scope, t->scope) == 0 &&
            strcmp(other->without, t->without) == 0 && !other->numeric &&
            same_names(other->key_names, other->n_keys, t->key_names, t->n_keys))
            return other;
    }
    return NULL;
}

static ds_status compare_row(comparing *c, const ds_release_row *before, const ds_release_row *now,
                             ds_error *err) {
    both_shown number = {
        .group = c->n_groups - 1, .jaar = now->schooljaar, .keys = now->keys, .klasse = ""};
    const double share_before = ds_release_share_pct(before), share_now = ds_release_share_pct(now);
    ds_status status = DS_OK;
    if (before->noemer.shown && now->noemer.shown) {
        number.measure = "noemer";
        number.before = (double)before->noemer.n;
        number.now = (double)now->noemer.n;
        status = note_number(c, &number, err);
    }
    if (status != DS_OK || isnan(share_before) || isnan(share_now)) return status;
    number.measure = "percentage";
    number.before = share_before;
    number.now = share_now;
    return note_number(c, &number, err);
}

static int order_rows(const ds_release_row *a, const ds_release_row *b, size_t n_keys) {
    if (a->schooljaar != b->schooljaar) return a->schooljaar < b->schooljaar ? -1 : 1;
    return compare_keys(a->keys, b->keys, n_keys);
}

/* Both are in the same order. */
static ds_status compare_table(comparing *c, const ds_release_table *before,
                               const ds_release_table *now, ds_error *err) {
    const both_group group = {.id = now->id,
                              .indicator = now->indicator,
                              .version = now->version,
                              .earlier_version = before->version,
                              .title = ds_release_label_of(c->release, "indicator", now->indicator),
                              .key_names = now->key_names,
                              .n_keys = now->n_keys,
                              .n_rows = now->n_rows,
                              .n_earlier = before->n_rows};
    ds_status status = add_group(c, &group, err);
    size_t i = 0, k = 0;
    while (status == DS_OK && i < before->n_rows && k < now->n_rows) {
        const int order = order_rows(&before->rows[i], &now->rows[k], now->n_keys);
        if (order == 0) status = compare_row(c, &before->rows[i], &now->rows[k], err);
        i += order <= 0;
        k += order >= 0;
    }
    return status;
}

static ds_status compare_tables(comparing *c, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < ds_release_n_tables(c->release); i++) {
        const ds_release_table *now = ds_release_at(c->release, i), *before;
        if (strcmp(now->scope, c->scope) != 0 || now->numeric) continue;
        before = find_table(c->previous, now);
        if (before != NULL) status = compare_table(c, before, now, err);
    }
    return status;
}

/* ---- sheets of facts ---- */

/* The facts of a sheet, sorted by what they are of. */
typedef struct fact_order {
    const ds_release_fact *fact;
    size_t n_keys;
} fact_order;

static int order_facts(const ds_release_fact *a, const ds_release_fact *b, size_t n_keys) {
    int order = strcmp(a->measure, b->measure);
    if (a->jaar != b->jaar) return a->jaar < b->jaar ? -1 : 1;
    if (order == 0) order = strcmp(a->klasse, b->klasse);
    return order != 0 ? order : compare_keys(a->keys, b->keys, n_keys);
}

static int compare_facts(const void *a, const void *b) {
    const fact_order *x = a, *y = b;
    const int order = order_facts(x->fact, y->fact, x->n_keys);
    return order != 0 ? order : (x->fact > y->fact) - (x->fact < y->fact);
}

static fact_order *sort_facts(ds_arena *arena, const ds_release_sheet *sheet) {
    fact_order *list = ds_arena_take(arena, sheet->n_facts + 1, sizeof *list);
    if (list == NULL) return NULL;
    for (size_t i = 0; i < sheet->n_facts; i++)
        list[i] = (fact_order){&sheet->facts[i], sheet->n_keys};
    if (sheet->n_facts > 0) qsort(list, sheet->n_facts, sizeof *list, compare_facts);
    return list;
}

static ds_status compare_fact(comparing *c, const ds_release_fact *before,
                              const ds_release_fact *now, ds_error *err) {
    const both_shown number = {.group = c->n_groups - 1,
                               .jaar = now->jaar,
                               .keys = now->keys,
                               .measure = now->measure,
                               .klasse = now->klasse,
                               .before = before->value,
                               .now = now->value};
    if (before->state != DS_STATE_SHOWN || now->state != DS_STATE_SHOWN || isnan(number.before) ||
        isnan(number.now))
        return DS_OK;
    return note_number(c, &number, err);
}

static ds_status compare_sheet(comparing *c, const ds_release_sheet *before,
                               const ds_release_sheet *now, ds_error *err) {
    const both_group group = {.id = now->id,
                              .indicator = now->indicator,
                              .version = now->version,
                              .earlier_version = before->version,
                              .title = now->title,
                              .key_names = now->key_names,
                              .n_keys = now->n_keys,
                              .n_rows = now->n_facts,
                              .n_earlier = before->n_facts};
    ds_arena arena = {0};
    const fact_order *a = sort_facts(&arena, before), *b = sort_facts(&arena, now);
    ds_status status = a == NULL || b == NULL ? ds_error_memory(err) : add_group(c, &group, err);
    size_t i = 0, k = 0;
    while (status == DS_OK && i < before->n_facts && k < now->n_facts) {
        const int order = order_facts(a[i].fact, b[k].fact, now->n_keys);
        if (order == 0) status = compare_fact(c, a[i].fact, b[k].fact, err);
        i += order <= 0;
        k += order >= 0;
    }
    ds_arena_done(&arena);
    return status;
}

static ds_status compare_sheets(comparing *c, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < ds_release_n_sheets(c->release); i++) {
        const ds_release_sheet *now = ds_release_sheet_at(c->release, i), *before;
        if (strcmp(now->scope, c->scope) != 0) continue;
        before = ds_release_sheet_of(c->previous, now->id, c->scope);
        if (before != NULL &&
            same_names(before->key_names, before->n_keys, now->key_names, now->n_keys))
            status = compare_sheet(c, before, now, err);
    }
    return status;
}

/* ---- as a document ---- */

static const ds_field summary_fields[SUMMARY_FIELDS] = {
    {.id = "wat", .title = {"wat", "what"}, .in = DS_IN_ALL, .key = true},
    {.id = "vraag", .title = {"vraag", "question"}, .in = DS_IN_MACHINE},
    {.id = "vergeleken",
     .title = {"in beide getoond", "shown in both"},
     .in = DS_IN_ALL,
     .number = true},
    {.id = "gewijzigd", .title = {"gewijzigd", "changed"}, .in = DS_IN_ALL, .number = true},
    {.id = "grootste_verschil",
     .title = {"grootste verschil", "largest difference"},
     .in = DS_IN_ALL,
     .decimals = 1,
     .number = true},
    {.id = "definitie", .title = {"definitie", "definition"}, .in = DS_IN_ALL},
};

static const ds_field changed_fields[CHANGED_FIELDS] = {
    {.id = "wat", .title = {"wat", "what"}, .in = DS_IN_ALL, .key = true},
    {.id = "vraag", .title = {"vraag", "question"}, .in = DS_IN_MACHINE},
    {.id = "jaar", .title = {"jaar", "year"}, .in = DS_IN_ALL, .key = true},
    {.id = "groep", .title = {"groep", "group"}, .in = DS_IN_ALL, .key = true},
    {.id = "maat", .title = {"maat", "measure"}, .in = DS_IN_ALL},
    {.id = "toen", .title = {"toen", "then"}, .in = DS_IN_ALL, .decimals = 1, .number = true},
    {.id = "nu", .title = {"nu", "now"}, .in = DS_IN_ALL, .decimals = 1, .number = true},
    {.id = "verschil",
     .title = {"verschil", "difference"},
     .in = DS_IN_ALL,
     .decimals = 1,
     .number = true},
};

static double change_of(const both_shown *number) {
    return number->now - number->before;
}

/* A difference of counts says more of a large group: beside what it was. */
static double weight_of(const both_shown *number) {
    const double size = fabs(number->before);
    return strcmp(number->measure, "percentage") == 0 || size < 100
               ? fabs(change_of(number))
               : 100 * fabs(change_of(number)) / size;
}

static int compare_changes(const void *a, const void *b) {
    const both_shown *x = a, *y = b;
    const double left = weight_of(x), right = weight_of(y);
    if (left != right) return left > right ? -1 : 1;
    if (x->group != y->group) return x->group < y->group ? -1 : 1;
    if (x->jaar != y->jaar) return x->jaar < y->jaar ? -1 : 1;
    return strcmp(x->measure, y->measure);
}

static ds_value title_value(ds_document *document, const both_group *group) {
    const ds_say say = ds_say_text(group->title, DS_NL)[0] == '\0'
                           ? ds_document_say(document, group->id, NULL)
                           : group->title;
    return ds_value_word(group->id, ds_say_text(say, DS_NL), ds_say_text(say, DS_EN));
}

/* "niveau 2, bol" */
static ds_value group_value(const comparing *c, ds_document *document, const both_shown *number) {
    const both_group *group = &c->groups[number->group];
    const ds_filling filling = {document, NULL, c->release, NULL};
    ds_buffer nl, en;
    ds_say said;
    ds_buffer_init(&nl, 1 << 16);
    ds_buffer_init(&en, 1 << 16);
    for (size_t i = 0; i < group->n_keys; i++) {
        const ds_say label = ds_filled_label(&filling, group->key_names[i], number->keys[i]);
        ds_buffer_addf(&nl, "%s%s", i == 0 ? "" : ", ", ds_say_text(label, DS_NL));
        ds_buffer_addf(&en, "%s%s", i == 0 ? "" : ", ", ds_say_text(label, DS_EN));
    }
    said = ds_document_say(document, ds_buffer_string(&nl), ds_buffer_string(&en));
    if (nl.failed != DS_OK || en.failed != DS_OK) ds_document_fail(document);
    ds_buffer_done(&nl);
    ds_buffer_done(&en);
    return ds_value_word(ds_say_text(said, DS_NL), ds_say_text(said, DS_NL),
                         ds_say_text(said, DS_EN));
}

static ds_value measure_value(const comparing *c, ds_document *document, const both_shown *number) {
    const ds_filling filling = {document, NULL, c->release, NULL};
    const ds_say label = ds_filled_measure_name(&filling, number->measure);
    return ds_value_word(number->measure, ds_say_text(label, DS_NL), ds_say_text(label, DS_EN));
}

/* Of two whole numbers these are counts, and are read as such. */
static int decimals_of(double before, double now) {
    return before == floor(before) && now == floor(now) ? 0 : 1;
}

static ds_value number_value(const both_shown *number, double x) {
    return ds_value_with_decimals(ds_value_number(x), decimals_of(number->before, number->now));
}

static ds_value largest_value(const comparing *c, size_t group) {
    const both_shown *largest = NULL;
    for (size_t i = 0; i < c->n_changed; i++)
        if (c->changed[i].group == group &&
            (largest == NULL || fabs(change_of(&c->changed[i])) > fabs(change_of(largest))))
            largest = &c->changed[i];
    return largest == NULL ? ds_value_none(DS_STATE_BLANK)
                           : number_value(largest, change_of(largest));
}

static void add_summary(const comparing *c, ds_document *document) {
    ds_doc_table *table =
        ds_document_table(document, DS_IN_ALL, "samenvatting",
                          DS_SAY("Wat is vergeleken, en hoeveel ervan is gewijzigd",
                                 "What was compared, and how much of it changed"),
                          summary_fields, SUMMARY_FIELDS);
    for (size_t i = 0; i < c->n_groups; i++) {
        const both_group *group = &c->groups[i];
        const bool redefined = strcmp(group->version, group->earlier_version) != 0;
        const ds_value values[SUMMARY_FIELDS] = {
            title_value(document, group),
            ds_value_text(group->id),
            ds_value_count(group->n),
            ds_value_count(group->n_changed),
            largest_value(c, i),
            redefined ? ds_value_word("gewijzigd", "gewijzigd", "changed")
                      : ds_value_word("gelijk", "gelijk", "the same")};
        if (group->n > 0) ds_doc_table_row(table, values);
    }
}

static void add_changes(comparing *c, ds_document *document) {
    ds_doc_table *table;
    if (c->n_changed == 0) return;
    qsort(c->changed, c->n_changed, sizeof *c->changed, compare_changes);
    table = ds_document_table(document, DS_IN_ALL, "wijzigingen",
                              DS_SAY("De grootste wijzigingen", "The largest changes"),
                              changed_fields, CHANGED_FIELDS);
    for (size_t i = 0; i < c->n_changed; i++) {
        const both_shown *number = &c->changed[i];
        const both_group *group = &c->groups[number->group];
        const ds_value values[CHANGED_FIELDS] = {title_value(document, group),
                                                 ds_value_text(group->id),
                                                 number->jaar == 0 ? ds_value_none(DS_STATE_BLANK)
                                                                   : ds_value_year(number->jaar),
                                                 group_value(c, document, number),
                                                 measure_value(c, document, number),
                                                 number_value(number, number->before),
                                                 number_value(number, number->now),
                                                 number_value(number, change_of(number))};
        if (i == SHOWN_MOST) ds_doc_table_rows_in(table, DS_IN_MACHINE);
        ds_doc_table_row(table, values);
    }
}

static void add_words(const comparing *c, ds_document *document, const char *name,
                      const char *previous_name) {
    size_t n = 0;
    const size_t shown = c->n_changed < SHOWN_MOST ? c->n_changed : SHOWN_MOST;
    ds_value values[5];
    for (size_t i = 0; i < c->n_groups; i++)
        n += c->groups[i].n;
    values[0] = ds_value_text(name);
    values[1] = ds_value_text(previous_name);
    values[2] = ds_value_count(n);
    values[3] = ds_value_count(c->n_changed);
    values[4] = ds_value_count(shown);
    ds_document_text(
        document, DS_IN_PEOPLE,
        ds_document_phrase(
            document,
            DS_SAY(
                "Vrijgave {0} naast {1}, de vorige. Van de {2} getallen die beide tonen, zijn er "
                "{3} gewijzigd; hieronder staan de {4} grootste, in de bestanden alle. Wat een "
                "van beide niet toont, is niet vergeleken.",
                "Release {0} beside {1}, the one before. Of the {2} numbers that both show, {3} "
                "changed; the {4} largest are below, the files have all. What one of both does "
                "not show was not compared."),
            values, 5));
}

ds_status ds_publish_compare(const ds_release *release, const char *name,
                             const ds_release *previous, const char *previous_name,
                             const char *scope, ds_document **out, ds_error *err) {
    comparing c = {.release = release, .previous = previous, .scope = scope};
    ds_document *document = NULL;
    ds_status status = compare_sheets(&c, err);
    if (status == DS_OK && c.n_groups == 0) /* of no answers: the counts that they would be of */
        status = compare_tables(&c, err);
    if (status == DS_OK) {
        document = ds_document_new("vergelijking", DS_SAY("Wat is er gewijzigd sinds de vorige "
                                                          "vrijgave",
                                                          "What changed since the release before"));
        add_words(&c, document, name, previous_name);
        add_changes(&c, document);
        add_summary(&c, document);
        status = ds_document_finish(document, err);
    }
    ds_free(c.changed);
    ds_free(c.groups);
    if (status == DS_OK)
        *out = document;
    else
        ds_document_free(document);
    return status;
}
