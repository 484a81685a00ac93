/* cli/history.c: import --history: what changed, on the screen and as JSON. */
#include "cli/history.h"

#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"

/* Counts of rows have no teller. */
static bool is_count(const cli_change *change) {
    return strcmp(change->name, "inschrijvingen") == 0 || strcmp(change->name, "diplomas") == 0;
}

static void add_pair(json_t *to, const char *key, uint64_t before, uint64_t after) {
    (void)json_object_set_new(to, key, json_pack("[I, I]", (json_int_t)before, (json_int_t)after));
}

static json_t *change_json(const cli_change *change) {
    json_t *j = json_pack("{s:i, s:o, s:s}", "schooljaar", change->schooljaar, "instelling",
                          json_stringn(change->instelling.data, change->instelling.size),
                          "indicator", change->name);
    if (is_count(change)) {
        add_pair(j, "aantal", change->before.noemer, change->after.noemer);
        return j;
    }
    add_pair(j, "teller", change->before.teller, change->after.teller);
    add_pair(j, "noemer", change->before.noemer, change->after.noemer);
    add_pair(j, "onbekend", change->before.onbekend, change->after.onbekend);
    return j;
}

static json_t *to_json(const cli_state *before, const cli_state *after,
                       const cli_changes *changes) {
    json_t *list = json_array(), *redefined = json_array();
    for (size_t i = 0; i < changes->n; i++)
        (void)json_array_append_new(list, change_json(&changes->list[i]));
    for (size_t i = 0; i < changes->n_redefined; i++)
        (void)json_array_append_new(redefined, json_string(changes->redefined[i]));
    return json_pack("{s:s, s:s, s:o, s:o}", "vorige", before->generation, "huidige",
                     after->generation, "definitie_gewijzigd", redefined, "verschillen", list);
}

static void put(cli_table *table, const char *text) {
    cli_table_add(table, text, strlen(text), false);
}

static void put_count(const cli *c, cli_table *table, bool blank, uint64_t value) {
    char number[DS_NUMBER_SIZE] = "";
    if (!blank) ds_number_print_grouped((double)value, 0, c->dutch, number);
    cli_table_add(table, number, strlen(number), true);
}

static void put_row(const cli *c, cli_table *table, const cli_change *change, size_t n_places) {
    char place[64], year[16];
    bool count = is_count(change);
    (void)snprintf(year, sizeof year, "%d", change->schooljaar);
    (void)snprintf(place, sizeof place, cli_say(c, "(%zu instellingen)", "(%zu institutions)"),
                   n_places);
    put(table, year);
    if (n_places > 0)
        put(table, place);
    else
        cli_table_add(table, change->instelling.data, change->instelling.size, false);
    put(table, change->name);
    put_count(c, table, count, change->before.teller);
    put_count(c, table, count, change->after.teller);
    put_count(c, table, false, change->before.noemer);
    put_count(c, table, false, change->after.noemer);
    put_count(c, table, count, change->before.onbekend);
    put_count(c, table, count, change->after.onbekend);
}

static void sum(ds_measures *to, const ds_measures *from) {
    to->teller += from->teller;
    to->noemer += from->noemer;
    to->onbekend += from->onbekend;
}

/* A school year that came or went would fill pages: one row an indicator, at its first change. */
static void put_whole_year(const cli *c, cli_table *table, const cli_changes *changes, size_t at) {
    cli_change all = changes->list[at];
    size_t n_places = 1;
    for (size_t i = 0; i < at; i++)
        if (changes->list[i].whole_year && changes->list[i].schooljaar == all.schooljaar &&
            changes->list[i].indicator == all.indicator)
            return;
    for (size_t i = at + 1; i < changes->n; i++) {
        const cli_change *other = &changes->list[i];
        if (!other->whole_year || other->schooljaar != all.schooljaar ||
            other->indicator != all.indicator)
            continue;
        sum(&all.before, &other->before);
        sum(&all.after, &other->after);
        n_places++;
    }
    put_row(c, table, &all, n_places);
}

static void print_table(const cli *c, const cli_state *before, const cli_changes *changes) {
    static const char *const nl[] = {"schooljaar", "instelling", "wat",          "teller was", "is",
                                     "noemer was", "is",         "onbekend was", "is"};
    static const char *const en[] = {"school year", "institution",  "what",
                                     "teller was",  "is",           "noemer was",
                                     "is",          "onbekend was", "is"};
    cli_table *table = cli_table_new(9);
    (void)printf(cli_say(c, "\nSinds de vorige generatie (%s):\n",
                         "\nSince the previous generation (%s):\n"),
                 before->generation);
    for (size_t i = 0; i < changes->n_redefined; i++)
        (void)printf(cli_say(c, "  %s: de definitie is gewijzigd, niet vergeleken\n",
                             "  %s: the definition changed, not compared\n"),
                     changes->redefined[i]);
    if (changes->n == 0)
        (void)printf("%s\n", cli_say(c, "  geen verschil per jaar, instelling en indicator",
                                     "  no difference by year, institution and indicator"));
    for (size_t i = 0; i < 9; i++)
        put(table, c->dutch ? nl[i] : en[i]);
    for (size_t i = 0; i < changes->n; i++)
        if (changes->list[i].whole_year)
            put_whole_year(c, table, changes, i);
        else
            put_row(c, table, &changes->list[i], 0);
    if (changes->n > 0) cli_table_print(table, stdout);
    cli_table_free(table);
}

static ds_status show(const cli *c, const cli_state *before, const cli_state *after,
                      json_t *summary, ds_error *err) {
    cli_changes changes = {0};
    ds_status status = cli_changes_find(before, after, &changes, err);
    if (status != DS_OK) return status;
    cli_say_internal(c);
    if (summary != NULL)
        (void)json_object_set_new(summary, "geschiedenis", to_json(before, after, &changes));
    else
        print_table(c, before, &changes);
    cli_changes_done(&changes);
    return DS_OK;
}

ds_status cli_history_print(const cli *c, const char *folder, json_t *summary, ds_error *err) {
    cli_state before = {0}, after = {0};
    bool found = false;
    ds_status status = cli_state_take(c, folder, &after, err);
    if (status == DS_OK) status = cli_history_read(folder, after.generation, &before, &found, err);
    if (status == DS_OK && found) status = show(c, &before, &after, summary, err);
    if (status == DS_OK && !found && summary != NULL)
        (void)json_object_set_new(summary, "geschiedenis", json_null());
    if (status == DS_OK && !found && summary == NULL)
        (void)printf("\n%s\n", cli_say(c, "Er is nog geen vorige generatie om mee te vergelijken.",
                                       "There is no previous generation to compare with yet."));
    cli_state_done(&before);
    cli_state_done(&after);
    return status;
}
