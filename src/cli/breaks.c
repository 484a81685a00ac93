/* cli/breaks.c: the breaks in a series that a table crosses, and the note that goes with it. */
#include "cli/breaks.h"

static bool counts(const ds_cell *cell, int from_year) {
    return cell->schooljaar >= from_year && cell->measures.noemer + cell->measures.onbekend > 0;
}

bool cli_crosses(const ds_cells *cells, const ds_break *at, int from_year) {
    bool before = false, after = false;
    for (size_t i = 0; i < ds_cells_n(cells); i++) {
        ds_cell cell = ds_cells_at(cells, i);
        if (!counts(&cell, from_year)) continue;
        before = before || cell.schooljaar < at->from;
        after = after || cell.schooljaar >= at->from;
    }
    return before && after;
}

void cli_break_text(const cli *c, const ds_break *at, char *out, size_t size) {
    const char *note = c->dutch || at->note_en[0] == '\0' ? at->note : at->note_en;
    (void)snprintf(out, size,
                   cli_say(c, "breuk in de reeks vanaf %d/%02d: %s",
                           "break in the series from %d/%02d on: %s"),
                   at->from, (at->from + 1) % 100, cli_clean(note));
}

void cli_breaks_print(const cli *c, FILE *to, const char *before, const ds_cells *cells,
                      const ds_indicator *indicator, int from_year) {
    for (uint32_t i = 0; indicator != NULL && i < indicator->n_breaks; i++) {
        char text[CLI_BREAK_SIZE];
        if (!cli_crosses(cells, &indicator->breaks[i], from_year)) continue;
        cli_break_text(c, &indicator->breaks[i], text, sizeof text);
        (void)fprintf(to, "%s%s\n", before, text);
    }
}
