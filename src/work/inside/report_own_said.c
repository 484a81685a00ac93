/* work/inside/report_own_said.c: what an institution wrote in the form, and with whom it shares its
 * agenda: themes, own indicators. In the scope of all only how many agendas did, where enough. See
 * report_own.h. */
#include <string.h>

#include "base/text.h"
#include "work/inside/report_own.h"

/* ---- themes and own indicators ---- */

static ds_text cell_text(const ds_kind_table *t, uint64_t row, const char *column) {
    const size_t at = ds_kind_table_find(t, column);
    const ds_text none = {"", 0};
    return at == SIZE_MAX || ds_kind_table_is_missing(t, row, at) ? none
                                                                  : ds_kind_table_text(t, row, at);
}

/* Of the year of the forms; in an institution's own scope, of its own agenda. */
static bool is_row_told(const own_sheet *o, const ds_kind_table *t, uint64_t row) {
    const size_t at = ds_kind_table_find(t, "jaar");
    if (o->self != SIZE_MAX &&
        !ds_text_is(cell_text(t, row, "agenda"), o->in->agendas[o->self].code))
        return false;
    return at != SIZE_MAX && ds_kind_table_integer(t, row, at) == o->in->jaar;
}

static bool is_same_row(const ds_kind_table *t, uint64_t a, uint64_t b, const char *const *columns,
                        size_t n) {
    for (size_t k = 0; k < n; k++)
        if (!ds_text_equal(cell_text(t, a, columns[k]), cell_text(t, b, columns[k]))) return false;
    return true;
}

/* Rows counted by agendas: each combination of columns once, where enough agendas have it, or the
 * own ones. */
static void put_rows(own_sheet *o, const ds_kind_table *t, const char *const *columns, size_t n,
                     bool public_only) {
    const uint64_t n_rows = t == NULL || !ds_kind_table_is_present(t) ? 0 : ds_kind_table_n_rows(t);
    for (uint64_t r = 0; r < n_rows; r++) {
        const char *keys[OWN_KEYS] = {NULL};
        uint64_t count = 0;
        bool first = is_row_told(o, t, r);
        for (uint64_t b = 0; first && b < n_rows; b++) {
            const bool told = is_row_told(o, t, b) && is_same_row(t, r, b, columns, n) &&
                              (o->self != SIZE_MAX || !public_only ||
                               ds_text_is(cell_text(t, b, "openbaar"), "ja"));
            if (!told) continue;
            if (b < r) first = false;
            count++;
        }
        if (!first || count == 0) continue;
        for (size_t k = 0; k < n; k++)
            keys[k] = ds_gather_text(o->g, cell_text(t, r, columns[k]));
        if (o->self != SIZE_MAX)
            ds_own_put(o, OWN_SELF, keys, o->in->jaar, "genoemd", "ja", 1, 1);
        else if (count >= o->g->rules.options.institutions)
            ds_own_put(o, OWN_ALL, keys, o->in->jaar, "aantal", "", (double)count, count);
    }
}

void ds_own_put_themes(own_sheet *o) {
    static const char *const columns[] = {"doelstelling", "veld", "thema"};
    put_rows(o, o->g->monitor->forms[7], columns, 3, true);
}

/* The values are the institution's own, and nobody else's. */
static void put_indicator_values(own_sheet *o, const ds_kind_table *t) {
    const uint64_t n = t == NULL || !ds_kind_table_is_present(t) ? 0 : ds_kind_table_n_rows(t);
    const size_t at = t == NULL ? SIZE_MAX : ds_kind_table_find(t, "waarde");
    for (uint64_t r = 0; o->self != SIZE_MAX && at != SIZE_MAX && r < n; r++) {
        const char *const keys[] = {ds_gather_text(o->g, cell_text(t, r, "doelstelling")),
                                    ds_gather_text(o->g, cell_text(t, r, "naam"))};
        if (is_row_told(o, t, r) && !ds_kind_table_is_missing(t, r, at))
            ds_own_put(o, OWN_SELF, keys, o->in->jaar, "eigen_waarde", "",
                       ds_kind_table_number(t, r, at), 1);
    }
}

void ds_own_put_indicators(own_sheet *o) {
    static const char *const columns[] = {"doelstelling", "naam"};
    put_rows(o, o->g->monitor->own_indicators, columns, 2, false);
    put_indicator_values(o, o->g->monitor->own_indicators);
}

/* ---- who shares an agenda ---- */

static uint64_t count_schools_of(const own_sheet *o, size_t agenda) {
    uint64_t n = 0;
    for (size_t k = 0; k < o->g->n_schools; k++)
        n += strcmp(o->g->schools[k].agenda, o->in->agendas[agenda].code) == 0;
    return n;
}

/* The institutions of the own agenda; of all, how many agendas are of more than one. */
void ds_own_put_sharing(own_sheet *o) {
    uint64_t joint = 0, schools = 0;
    for (size_t a = 0; a < o->in->n_agendas; a++) {
        const uint64_t n = count_schools_of(o, a);
        joint += n > 1;
        schools += n > 1 ? n : 0;
    }
    if (o->self == SIZE_MAX) {
        const char *const keys[] = {DS_TOTAL};
        ds_own_put(o, OWN_ALL, keys, o->in->jaar, "gezamenlijke_agendas", "", (double)joint,
                   o->in->n_agendas);
        ds_own_put(o, OWN_ALL, keys, o->in->jaar, "instellingen_samen", "", (double)schools,
                   o->in->n_agendas);
        return;
    }
    for (size_t k = 0; k < o->g->n_schools; k++) {
        const char *const keys[] = {o->g->schools[k].code};
        if (strcmp(o->g->schools[k].agenda, o->in->agendas[o->self].code) == 0)
            ds_own_put(o, OWN_SELF, keys, o->in->jaar, "genoemd", "ja", 1, 1);
    }
}
