/* cli/link_print.c: what a link found, as a table, csv or json. See link.h. */
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "cli/link.h"

/* The numbers of a count, in the order in which all forms have them. */
typedef struct figure {
    const char *name, *nl, *en;
} figure;
static const figure figures[] = {
    {"links_rijen", "rijen links", "rows left"},
    {"links_zonder_sleutel", "zonder sleutel", "without key"},
    {"links_dubbel", "dubbel", "double"},
    {"rechts_rijen", "rijen rechts", "rows right"},
    {"rechts_zonder_sleutel", "zonder sleutel", "without key"},
    {"rechts_dubbel", "dubbel", "double"},
    {"links", "links", "left"},
    {"rechts", "rechts", "right"},
    {"beide", "beide", "both"},
    {"alleen_links", "alleen links", "left only"},
    {"alleen_rechts", "alleen rechts", "right only"},
};
enum { FIGURES = sizeof figures / sizeof *figures };

static void fill(const ds_link_count *n, uint64_t out[FIGURES]) {
    const uint64_t all[FIGURES] = {n->rows[0],    n->missing[0], n->doubles[0],  n->rows[1],
                                   n->missing[1], n->doubles[1], n->distinct[0], n->distinct[1],
                                   n->both,       n->only[0],    n->only[1]};
    memcpy(out, all, sizeof all);
}

/* "instelling+vestiging": the left's names of the first keys. */
static void name_level(const link_asked *a, size_t n_keys, char *out, size_t size) {
    size_t used = 0;
    out[0] = '\0';
    for (size_t k = 0; k < n_keys && used < size; k++)
        used += (size_t)snprintf(out + used, size - used, "%s%s", k == 0 ? "" : "+",
                                 a->keys[k].names[DS_LINK_LEFT]);
}

static const char *where(const ds_link_row *row) {
    if (row->n[DS_LINK_LEFT] == 0) return "rechts";
    return row->n[DS_LINK_RIGHT] == 0 ? "links" : "beide";
}

/* ---- csv ---- */

static void csv_counts(const link_asked *a, const ds_link *link) {
    (void)printf("sleutel");
    for (size_t i = 0; i < FIGURES; i++)
        (void)printf(",%s", figures[i].name);
    (void)printf(",alleen_links_pct,alleen_rechts_pct\n");
    for (size_t level = 1; level <= a->n_keys; level++) {
        char name[1024], left[DS_NUMBER_SIZE], right[DS_NUMBER_SIZE];
        uint64_t numbers[FIGURES];
        ds_link_count count;
        ds_link_count_by(link, level, &count);
        fill(&count, numbers);
        name_level(a, level, name, sizeof name);
        cli_csv_field(ds_text_of(name));
        for (size_t i = 0; i < FIGURES; i++)
            (void)printf(",%llu", (unsigned long long)numbers[i]);
        (void)printf(",%s,%s\n", ds_number_print(ds_link_only_pct(&count, DS_LINK_LEFT), left),
                     ds_number_print(ds_link_only_pct(&count, DS_LINK_RIGHT), right));
    }
}

static bool csv_row(void *context, const ds_link_row *row) {
    const link_asked *a = context;
    for (size_t k = 0; k < a->n_keys; k++) {
        cli_csv_field(row->keys[k]);
        (void)putchar(',');
    }
    (void)printf("%s,%llu,%llu\n", where(row), (unsigned long long)row->n[DS_LINK_LEFT],
                 (unsigned long long)row->n[DS_LINK_RIGHT]);
    return true;
}

static void csv_list(const link_asked *a, const ds_link *link) {
    for (size_t k = 0; k < a->n_keys; k++) {
        cli_csv_field(ds_text_of(a->keys[k].names[DS_LINK_LEFT]));
        (void)putchar(',');
    }
    (void)printf("waar,links,rechts\n");
    ds_link_each(link, csv_row, (void *)(uintptr_t)a);
}

/* ---- json ---- */

typedef struct json_rows {
    const link_asked *a;
    json_t *list;
} json_rows;

static bool json_row(void *context, const ds_link_row *row) {
    json_rows *to = context;
    json_t *j = json_object();
    for (size_t k = 0; k < to->a->n_keys; k++)
        (void)json_object_set_new(j, to->a->keys[k].names[DS_LINK_LEFT],
                                  json_stringn(row->keys[k].data, row->keys[k].size));
    (void)json_object_set_new(j, "waar", json_string(where(row)));
    (void)json_object_set_new(j, "links", json_integer((json_int_t)row->n[DS_LINK_LEFT]));
    (void)json_object_set_new(j, "rechts", json_integer((json_int_t)row->n[DS_LINK_RIGHT]));
    return json_array_append_new(to->list, j) == 0;
}

static json_t *json_pct(const ds_link_count *count, ds_link_side side) {
    double share = ds_link_only_pct(count, side);
    return isnan(share) ? json_null() : json_real(share);
}

static json_t *json_level(const link_asked *a, const ds_link *link, size_t level) {
    json_t *names = json_array(), *j = json_object();
    uint64_t numbers[FIGURES];
    ds_link_count count;
    ds_link_count_by(link, level, &count);
    fill(&count, numbers);
    for (size_t k = 0; k < level; k++)
        (void)json_array_append_new(names, json_string(a->keys[k].names[DS_LINK_LEFT]));
    (void)json_object_set_new(j, "sleutel", names);
    for (size_t i = 0; i < FIGURES; i++)
        (void)json_object_set_new(j, figures[i].name, json_integer((json_int_t)numbers[i]));
    (void)json_object_set_new(j, "alleen_links_pct", json_pct(&count, DS_LINK_LEFT));
    (void)json_object_set_new(j, "alleen_rechts_pct", json_pct(&count, DS_LINK_RIGHT));
    return j;
}

static void json_all(const link_asked *a, const ds_link *link) {
    json_t *all = json_object(), *levels = json_array();
    char *text;
    for (size_t level = 1; level <= a->n_keys; level++)
        (void)json_array_append_new(levels, json_level(a, link, level));
    (void)json_object_set_new(all, "aantallen", levels);
    if (a->list) {
        json_rows rows = {a, json_array()};
        ds_link_each(link, json_row, &rows);
        (void)json_object_set_new(all, "lijst", rows.list);
    }
    text = json_dumps(all, JSON_INDENT(2) | JSON_REAL_PRECISION(17));
    if (text != NULL) (void)printf("%s\n", text);
    free(text);
    json_decref(all);
}

/* ---- the screen ---- */

static void add_word(cli_table *table, const char *word, bool number) {
    cli_table_add(table, word, strlen(word), number);
}

static void add_number(const cli *c, cli_table *table, double value, int decimals) {
    char number[DS_NUMBER_SIZE];
    ds_number_print_grouped(value, decimals, c->dutch, number);
    add_word(table, number[0] == '\0' ? "–" : number, true);
}

/* A side a table: what came in; then what was found. from and to: which figures. */
static void screen_counts(const cli *c, const link_asked *a, const ds_link *link, size_t from,
                          size_t to, bool shares) {
    cli_table *table = cli_table_new(1 + to - from + (shares ? 2 : 0));
    add_word(table, cli_say(c, "sleutel", "key"), false);
    for (size_t i = from; i < to; i++)
        add_word(table, cli_say(c, figures[i].nl, figures[i].en), true);
    for (size_t i = 0; shares && i < DS_LINK_SIDES; i++)
        add_word(table,
                 i == 0 ? cli_say(c, "alleen links %", "left only %")
                        : cli_say(c, "alleen rechts %", "right only %"),
                 true);
    for (size_t level = 1; level <= a->n_keys; level++) {
        char name[1024];
        uint64_t numbers[FIGURES];
        ds_link_count count;
        ds_link_count_by(link, level, &count);
        fill(&count, numbers);
        name_level(a, level, name, sizeof name);
        add_word(table, name, false);
        for (size_t i = from; i < to; i++)
            add_number(c, table, (double)numbers[i], 0);
        for (size_t i = 0; shares && i < DS_LINK_SIDES; i++)
            add_number(c, table, ds_link_only_pct(&count, (ds_link_side)i), 1);
    }
    cli_table_print(table, stdout);
    (void)printf("\n");
    cli_table_free(table);
}

typedef struct screen_rows {
    const cli *c;
    const link_asked *a;
    cli_table *table;
} screen_rows;

static bool screen_row(void *context, const ds_link_row *row) {
    screen_rows *to = context;
    const char *en = row->n[DS_LINK_LEFT] == 0    ? "right"
                     : row->n[DS_LINK_RIGHT] == 0 ? "left"
                                                  : "both";
    for (size_t k = 0; k < to->a->n_keys; k++)
        cli_table_add(to->table, row->keys[k].data, row->keys[k].size, false);
    add_word(to->table, cli_say(to->c, where(row), en), false);
    add_number(to->c, to->table, (double)row->n[DS_LINK_LEFT], 0);
    add_number(to->c, to->table, (double)row->n[DS_LINK_RIGHT], 0);
    return true;
}

static void screen_list(const cli *c, const link_asked *a, const ds_link *link) {
    screen_rows to = {c, a, cli_table_new(a->n_keys + 3)};
    for (size_t k = 0; k < a->n_keys; k++)
        add_word(to.table, a->keys[k].names[DS_LINK_LEFT], false);
    add_word(to.table, cli_say(c, "waar", "where"), false);
    add_word(to.table, cli_say(c, "links", "left"), true);
    add_word(to.table, cli_say(c, "rechts", "right"), true);
    ds_link_each(link, screen_row, &to);
    cli_table_print(to.table, stdout);
    cli_table_free(to.table);
}

/* What was compared: of the register also which school year, and who. */
static void screen_sides(const cli *c, const link_asked *a) {
    (void)printf(cli_say(c, "links   %s\nrechts  %s", "left    %s\nright   %s"),
                 cli_clean(a->paths[DS_LINK_LEFT]),
                 cli_clean(a->folder != NULL ? a->folder : a->paths[DS_LINK_RIGHT]));
    if (a->folder != NULL) {
        if (a->year_read != 0)
            (void)printf(cli_say(c, " · schooljaar %d/%02d", " · school year %d/%02d"),
                         a->year_read, (a->year_read + 1) % 100);
        else
            (void)printf("%s", cli_say(c, " · alle schooljaren", " · all school years"));
        (void)printf(" · %s%s", cli_clean(a->population != NULL ? a->population : LINK_POPULATION),
                     a->present_codes
                         ? cli_say(c, " · onder de huidige codes", " · under present codes")
                         : "");
    }
    (void)printf("\n\n");
}

void link_print(const cli *c, const link_asked *a, const ds_link *link) {
    if (c->format == CLI_JSON) {
        json_all(a, link);
    } else if (c->format == CLI_CSV) {
        if (a->list)
            csv_list(a, link);
        else
            csv_counts(a, link);
    } else {
        screen_sides(c, a);
        screen_counts(c, a, link, 0, 6, false);
        screen_counts(c, a, link, 6, FIGURES, true);
        if (a->list) screen_list(c, a, link);
    }
}
