/* work/inside/enquete_missing.c: see enquete_missing.h. The counts of a tally are by cluster and
 * keys; a line is about one or two groups in one or two years, of all clusters or of the same. */
#include "work/inside/enquete_missing.h"

#include <string.h>

#include "base/number.h"
#include "base/text.h"

/* One side of a line. */
typedef struct line_group {
    int year;
    const char *by[DS_SURVEY_KEYS_MAX]; /* NULL: all */
    const int *panel;                   /* [n_panel]: of clusters that took part in all of these */
    size_t n_panel;
} line_group;

static bool took_part(const ds_survey_tally *t, int year, ds_text cluster) {
    for (size_t i = 0; i < t->n_parts; i++)
        if (t->parts[i].year == year && ds_text_is(cluster, t->parts[i].cluster)) return true;
    return false;
}

static bool is_of_group(const ds_survey_tally *t, const ds_cell *cell, size_t n_by,
                        const line_group *g) {
    if (cell->schooljaar != g->year) return false;
    for (size_t k = 0; k < n_by; k++)
        if (g->by[k] != NULL && !ds_text_is(cell->keys[k + 1], g->by[k])) return false;
    for (size_t i = 0; i < g->n_panel; i++)
        if (!took_part(t, g->panel[i], cell->keys[0])) return false;
    return true;
}

static uint64_t count_group(const ds_survey_tally *t, size_t n_by, const line_group *g) {
    uint64_t n = 0;
    for (size_t i = 0; i < ds_cells_n(t->counts); i++) {
        const ds_cell cell = ds_cells_at(t->counts, i);
        if (is_of_group(t, &cell, n_by, g)) n += cell.measures.onbekend;
    }
    return n;
}

/* The year before that of the line among those that are estimated; 0: none. */
static int year_before(const survey_lines *l, int year) {
    int before = 0;
    for (size_t i = 0; i < l->n_years && l->years[i] < year; i++)
        before = l->years[i];
    return before;
}

static int year_against(const ds_survey_line *line) {
    int64_t year = 0;
    if (line->against == NULL || line->compared != SIZE_MAX) return 0;
    return ds_number_parse_integer(ds_text_of(line->against), &year) ? (int)year : 0;
}

static uint64_t count_line(const ds_survey_tally *t, size_t n_by, const survey_lines *l,
                           const ds_survey_line *line) {
    line_group g = {.year = line->year};
    const int against = year_against(line), both[] = {line->year, against};
    uint64_t n;
    for (size_t k = 0; line->by != NULL && k < n_by; k++)
        g.by[k] = line->by[k];
    if (line->same) {
        g.panel = against != 0 ? both : l->years;
        g.n_panel = against != 0 ? 2 : l->n_years;
    }
    n = count_group(t, n_by, &g);
    if (line->kind == DS_SURVEY_LINE_DIFFERENCE && against != 0) {
        g.year = against;
        return n + count_group(t, n_by, &g);
    }
    if (line->compared >= n_by || line->against == NULL) return n;
    g.by[line->compared] = line->against;
    n += count_group(t, n_by, &g);
    g.year = year_before(l, line->year);
    if (line->kind != DS_SURVEY_LINE_DOUBLE || g.year == 0) return n;
    n += count_group(t, n_by, &g);
    g.by[line->compared] = line->by == NULL ? NULL : line->by[line->compared];
    return n + count_group(t, n_by, &g);
}

void ds_enquete_count_missing(const ds_survey_tally *tally, size_t n_by, survey_lines *lines) {
    for (size_t i = 0; i < lines->n; i++) {
        lines->lines[i].missing = count_line(tally, n_by, lines, &lines->lines[i]);
    }
}
