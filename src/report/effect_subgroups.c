/* report/effect_subgroups.c: effects of subgroups, and whether they differ: for people a table, for
 * machines one too. See effect.h. */
#include <string.h>

#include "report/effect.h"

static const ds_effect_interaction *find_subgroup_test(const ds_effect_block *block,
                                                       const ds_effect_subgroup *s) {
    for (size_t i = 0; i < block->n_interactions; i++)
        if (block->interactions[i].row == s->row &&
            strcmp(block->interactions[i].column, s->column) == 0)
            return &block->interactions[i].test;
    return NULL;
}

/* Whether this is the first of its row and column, where what holds for all stands. */
static bool begins_subgroups(const ds_effect_block *block, size_t i) {
    return i == 0 || block->subgroups[i - 1].row != block->subgroups[i].row ||
           strcmp(block->subgroups[i - 1].column, block->subgroups[i].column) != 0;
}

static const ds_field subgroup_fields[] = {
    {.id = "outcome", .title = {"uitkomst", "outcome"}, .key = true},
    {.id = "jaar", .title = {"jaar", "year"}, .key = true, .number = true},
    {.id = "kenmerk", .title = {"kenmerk", "column"}, .key = true},
    {.id = "niveau", .title = {"waarde", "value"}, .key = true},
    {.id = "n_behandeld", .title = {"deeln.", "route"}, .number = true},
    {.id = "verschil", .title = {"verschil", "diff."}, .number = true},
    {.id = "interval", .title = {"95 %", "95 %"}, .number = true},
    {.id = "p_gelijk", .title = {"p gelijk", "p equal"}, .number = true},
    {.id = "aantoonbaar", .title = {"vindbaar", "findable"}, .number = true}};
enum { SUBGROUP_FIELDS = sizeof subgroup_fields / sizeof *subgroup_fields };

static void add_subgroup_rows(const ds_effect_block *block, ds_doc_table *table) {
    const ds_value blank = ds_value_none(DS_STATE_BLANK);
    for (size_t i = 0; i < block->n_subgroups; i++) {
        const ds_effect_subgroup *s = &block->subgroups[i];
        const ds_effect_row *row = &block->rows[s->row];
        const ds_effect_interaction *test = find_subgroup_test(block, s);
        const bool first = begins_subgroups(block, i) && test != NULL;
        const int d = row->share ? 1 : 2;
        const ds_value values[] = {
            ds_value_text(row->outcome),
            ds_value_year(row->year),
            ds_value_text(s->column),
            ds_value_text(s->level),
            ds_value_count(s->n_treated),
            ds_report_effect_value(row, s->difference, d),
            ds_value_with_decimals(ds_value_range(s->low, s->high, row->share), d),
            first ? ds_value_p(test->p) : blank,
            first && test->p > 0.05 ? ds_report_effect_value(row, test->smallest, d) : blank};
        ds_doc_table_row(table, values);
    }
}

static void add_subgroup_people(const effect_writing *w) {
    ds_document *to =
        ds_document_section(w->to, NULL,
                            DS_SAY("deelgroepen: is het effect voor wie anders is anders?",
                                   "subgroups: does the effect differ with who somebody is?"),
                            DS_IN_PEOPLE);
    ds_field fields[SUBGROUP_FIELDS];
    memcpy(fields, subgroup_fields, sizeof fields);
    for (size_t i = 0; i < SUBGROUP_FIELDS; i++)
        fields[i].in = DS_IN_PEOPLE;
    add_subgroup_rows(w->block,
                      ds_document_table(to, DS_IN_PEOPLE, NULL, NO_SAY, fields, SUBGROUP_FIELDS));
    ds_document_remark(
        to, DS_NOTE_LEGEND, "deelgroepen",
        DS_SAY("elke waarde apart vergeleken; interval naar locaties, leeg bij minder dan tien met "
               "deelnemers. p gelijk: dat alle waarden een effect hebben, leeg om dezelfde reden; "
               "niet aangepast aan het aantal toetsen.",
               "each value compared on its own; interval by location, empty with fewer than ten "
               "that took part. p equal: that all values have one effect, empty for the same "
               "reason; not adjusted for the number of tests."));
}

static void add_subgroup_machine(const effect_writing *w) {
    static const char *const ids[] = {"kenmerk",  "niveau",     "n_behandeld", "n_controle",
                                      "verschil", "se",         "laag",        "hoog",
                                      "p_gelijk", "aantoonbaar"};
    enum { IDS = sizeof ids / sizeof *ids };
    ds_field fields[EFFECT_KEYS + IDS];
    ds_doc_table *table;
    for (size_t i = 0; i < EFFECT_KEYS; i++) {
        fields[i] = ds_report_effect_keys[i];
        fields[i].in = DS_IN_MACHINE;
    }
    for (size_t i = 0; i < IDS; i++)
        fields[EFFECT_KEYS + i] = (ds_field){.id = ids[i], .in = DS_IN_MACHINE};
    table = ds_document_table(w->to, DS_IN_JSON | DS_IN_NAMED, "deelgroepen", NO_SAY, fields,
                              EFFECT_KEYS + IDS);
    for (size_t i = 0; i < w->block->n_subgroups; i++) {
        const ds_effect_subgroup *s = &w->block->subgroups[i];
        const ds_effect_interaction *test = find_subgroup_test(w->block, s);
        ds_value values[EFFECT_KEYS + IDS];
        size_t n = EFFECT_KEYS;
        ds_report_effect_fill_keys(w->block, &w->block->rows[s->row], values);
        values[n++] = ds_value_text(s->column);
        values[n++] = ds_value_text(s->level);
        values[n++] = ds_value_count(s->n_treated);
        values[n++] = ds_value_count(s->n_control);
        values[n++] = ds_value_number(s->difference);
        values[n++] = ds_value_number(s->se);
        values[n++] = ds_value_number(s->low);
        values[n++] = ds_value_number(s->high);
        values[n++] = test == NULL ? ds_value_none(DS_STATE_UNDEFINED) : ds_value_number(test->p);
        values[n++] =
            test == NULL ? ds_value_none(DS_STATE_UNDEFINED) : ds_value_number(test->smallest);
        ds_doc_table_row(table, values);
    }
}

static void mind_left_out_subgroup(const effect_writing *w) {
    const ds_value value = ds_value_text(w->block->subgroup_left_out);
    const ds_note note = {.kind = DS_NOTE_MIND,
                          .code = "deelgroep_weggelaten",
                          .text = {"geen deelgroepen naar {0}: door --exact is dat geen kolom "
                                   "van deze vergelijking meer",
                                   "no subgroups by {0}: with --exact that is no column of this "
                                   "comparison any more"},
                          .values = &value,
                          .n_values = 1};
    if (w->block->subgroup_left_out != NULL) ds_document_note(w->to, &note);
}

void ds_report_effect_subgroups(const effect_writing *w) {
    if (w->block->subgroups_missing)
        ds_document_remark(w->to, DS_NOTE_MIND, "deelgroepen_niet",
                           DS_SAY("deelgroepen worden niet uit getelde cellen geschat: vraag het "
                                  "register zelf",
                                  "subgroups are not estimated of cells that were counted before: "
                                  "ask the register itself"));
    mind_left_out_subgroup(w);
    if (w->block->n_subgroups == 0) return;
    add_subgroup_people(w);
    add_subgroup_machine(w);
}
