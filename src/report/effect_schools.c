/* report/effect_schools.c: an effect school by school: how much locations differ, what is left
 * without one of them, and each of them for a forest plot. All of it names single locations, so a
 * document with it is internal. See effect.h. */
#include <math.h>

#include "report/effect.h"

typedef struct school_writing {
    ds_document *to;
    const ds_effect_row *row;
    const ds_effect_schools *schools;
} school_writing;

static ds_value show_school_range(const school_writing *w, double low, double high) {
    return ds_value_with_decimals(ds_value_range(low, high, w->row->share), w->row->share ? 1 : 2);
}

static ds_value show_school_value(const school_writing *w, double x) {
    return ds_report_effect_value(w->row, x, w->row->share ? 1 : 2);
}

/* ---- for people ---- */

static void say_school_spread(const school_writing *w) {
    const ds_effect_schools *s = w->schools;
    const ds_value values[] = {ds_value_count(s->n),
                               show_school_value(w, s->list[0].difference),
                               show_school_value(w, s->list[s->n - 1].difference),
                               show_school_value(w, sqrt(s->tau2)),
                               show_school_range(w, sqrt(s->tau2_low), sqrt(s->tau2_high)),
                               ds_value_p(s->p_equal)};
    ds_report_effect_line(w->to, DS_IN_PEOPLE,
                          DS_SAY("locaties met deelnemers: {0}, met een verschil van {1} tot {2}",
                                 "locations that took part: {0}, with a difference of {1} to {2}"),
                          values, 3);
    if (isfinite(s->tau2))
        ds_report_effect_line(w->to, DS_IN_PEOPLE,
                              DS_SAY("spreiding tussen locaties buiten het toeval: sd {3} (95 % "
                                     "{4}); p dat alle gelijk zijn {5}",
                                     "spread between locations beyond chance: sd {3} (95 % {4}); p "
                                     "that all are equal {5}"),
                              values, 6);
}

static void say_school_without(const school_writing *w) {
    const ds_effect_schools *s = w->schools;
    const ds_value values[] = {show_school_value(w, s->without_low),
                               show_school_value(w, s->without_high)};
    if (!isfinite(s->without_low)) return;
    ds_report_effect_line(w->to, DS_IN_PEOPLE,
                          DS_SAY("telkens zonder een van de locaties: een verschil van {0} tot {1}",
                                 "each time without one of the locations: a difference of {0} to "
                                 "{1}"),
                          values, 2);
}

static void mind_school_carrier(const school_writing *w) {
    const ds_effect_school *one = w->schools->carrier;
    ds_value values[3];
    if (one == NULL) return;
    values[0] = ds_value_text(one->location);
    values[1] = ds_value_count(one->treated);
    values[2] = show_school_value(w, one->without);
    {
        const ds_note note = {
            .kind = DS_NOTE_MIND,
            .code = "een_locatie_draagt",
            .text = {"een locatie draagt dit verschil: zonder {0} ({1} deelnemers) is het {2}",
                     "one location carries this difference: without {0} ({1} that took part) it "
                     "is {2}"},
            .values = values,
            .n_values = 3,
            .in = DS_IN_PEOPLE};
        ds_document_note(w->to, &note);
    }
}

/* What a forest plot is made of, on a page. */
static void add_school_forest(const school_writing *w) {
    static const ds_field fields[] = {
        {.id = "locatie", .title = {"locatie", "location"}, .key = true, .in = DS_IN_PAGE},
        {.id = "deelnemers",
         .title = {"deelnemers", "took part"},
         .number = true,
         .in = DS_IN_PAGE},
        {.id = "verschil", .title = {"verschil", "diff."}, .number = true, .in = DS_IN_PAGE},
        {.id = "interval", .title = {"95 %", "95 %"}, .number = true, .in = DS_IN_PAGE},
        {.id = "gekrompen", .title = {"gekrompen", "shrunken"}, .number = true, .in = DS_IN_PAGE},
        {.id = "zonder", .title = {"zonder", "without"}, .number = true, .in = DS_IN_PAGE}};
    ds_doc_table *table =
        ds_document_table(w->to, DS_IN_PAGE, NULL, DS_SAY("per locatie", "by location"), fields,
                          sizeof fields / sizeof *fields);
    for (size_t i = 0; i < w->schools->n; i++) {
        const ds_effect_school *s = &w->schools->list[i];
        const ds_value values[] = {
            ds_value_text(s->location),          ds_value_count(s->treated),
            show_school_value(w, s->difference), show_school_range(w, s->low, s->high),
            show_school_value(w, s->shrunken),   show_school_value(w, s->without)};
        ds_doc_table_row(table, values);
    }
}

void ds_report_effect_schools(ds_document *to, const ds_effect_row *row) {
    const school_writing w = {to, row, row->diagnostics->schools};
    if (w.schools == NULL || w.schools->n == 0) return;
    say_school_spread(&w);
    say_school_without(&w);
    mind_school_carrier(&w);
    add_school_forest(&w);
}

bool ds_report_effect_names_schools(const ds_effect_block *block) {
    for (size_t i = 0; i < block->n_rows; i++) {
        const ds_effect_diagnostics *d = block->rows[i].diagnostics;
        if (d != NULL && d->schools != NULL && d->schools->n > 0) return true;
    }
    return false;
}

/* ---- for machines ---- */

static void set_school_number(ds_document *to, const char *id, double x) {
    ds_document_value(to, DS_IN_JSON, id, NO_SAY, ds_value_number(x));
}

void ds_report_effect_school_facts(ds_document *to, const ds_effect_schools *s) {
    ds_document_value(to, DS_IN_JSON, "openbaarheid", NO_SAY, ds_value_text("intern"));
    set_school_number(to, "tau2", s->tau2);
    set_school_number(to, "tau2_laag", s->tau2_low);
    set_school_number(to, "tau2_hoog", s->tau2_high);
    set_school_number(to, "gemiddelde", s->mean);
    set_school_number(to, "gemiddelde_se", s->mean_se);
    set_school_number(to, "p_gelijk", s->p_equal);
    set_school_number(to, "zonder_laag", s->without_low);
    set_school_number(to, "zonder_hoog", s->without_high);
    ds_document_value(to, DS_IN_JSON, "draagt", NO_SAY,
                      s->carrier == NULL ? ds_value_none(DS_STATE_UNDEFINED)
                                         : ds_value_text(s->carrier->location));
    ds_document_value(to, DS_IN_JSON, "deelnemers_zonder_locatie", NO_SAY,
                      ds_value_count(s->unknown));
}
