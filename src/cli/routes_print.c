/* cli/routes_print.c: routes as a person reads them, school years beside each other: see routes.h.
 */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "cli/routes.h"

static void add_word(cli_table *table, const char *word, bool number) {
    cli_table_add(table, word, strlen(word), number);
}

static void add_text(cli_table *table, ds_text text, const char *otherwise) {
    if (text.data == NULL)
        add_word(table, otherwise, false);
    else
        cli_table_add(table, text.data, text.size, false);
}

static void add_number(const cli *c, cli_table *table, double value, int decimals) {
    char number[DS_NUMBER_SIZE];
    ds_number_print_grouped(value, decimals, c->dutch, number);
    add_word(table, number[0] == '\0' ? "–" : number, true);
}

static void add_count(const cli *c, cli_table *table, uint64_t n) {
    add_number(c, table, (double)n, 0);
}

static void year_name(int schooljaar, char out[16]) {
    (void)snprintf(out, 16, "%d/%02d", schooljaar, (schooljaar + 1) % 100);
}

static void add_years(const routes_found *found, cli_table *table) {
    for (size_t y = 0; y < found->n_years; y++) {
        char name[16];
        year_name(found->years[y], name);
        add_word(table, name, true);
    }
}

static void title(const cli *c, const routes_found *found, const char *nl, const char *en) {
    (void)printf("%s%s\n", cli_say(c, nl, en),
                 found->present_codes
                     ? cli_say(c, " · onder de huidige codes", " · under present codes")
                     : "");
}

/* ---- on offer ---- */

static double measure_of(const ds_routes_year *line, int measure) {
    const uint64_t all[] = {line->offered, line->begun, line->stopped, line->back};
    return measure > 0 && line->since == 0 ? (double)NAN : (double)all[measure];
}

/* lines: those of one slice, a school year each. */
static void offer_row(const cli *c, const routes_found *found, const ds_routes_year *lines,
                      const char *name, int measure, cli_table *table) {
    add_text(table, lines->group, "");
    add_text(table, lines->kind, cli_say(c, "alle", "all"));
    add_word(table, name, false);
    for (size_t y = 0; y < found->n_years; y++)
        add_number(c, table, measure_of(&lines[y], measure), 0);
}

static cli_table *offer_table(const cli *c, const routes_found *found, const char *third) {
    cli_table *table = cli_table_new(3 + found->n_years);
    add_word(table, cli_say(c, "groep", "group"), false);
    add_word(table, "route", false);
    add_word(table, third, false);
    add_years(found, table);
    return table;
}

static void screen_offer(const cli *c, const routes_found *found) {
    const char *const names[] = {cli_say(c, "aangeboden", "on offer"), cli_say(c, "nieuw", "new"),
                                 cli_say(c, "gestopt", "stopped"), cli_say(c, "terug", "back")};
    cli_table *table = offer_table(c, found, cli_say(c, "aantal", "number"));
    size_t n;
    const ds_routes_year *lines = ds_routes_years(found->routes, &n);
    title(c, found, "Routes, naar soort", "Routes, by kind");
    for (size_t i = 0; i < n; i += found->n_years)
        for (int m = 0; lines[i].sector.data == NULL && m < 4; m++)
            offer_row(c, found, &lines[i], names[m], m, table);
    cli_table_print(table, stdout);
    cli_table_free(table);
}

static void screen_sectors(const cli *c, const routes_found *found) {
    cli_table *table = offer_table(c, found, "sector");
    size_t n;
    const ds_routes_year *lines = ds_routes_years(found->routes, &n);
    (void)printf("\n");
    title(c, found, "Aangeboden routes, naar sector", "Routes on offer, by sector");
    for (size_t i = 0; i < n; i += found->n_years) {
        char sector[64];
        if (lines[i].sector.data == NULL) continue;
        (void)snprintf(sector, sizeof sector, "%.*s", (int)lines[i].sector.size,
                       lines[i].sector.data);
        offer_row(c, found, &lines[i], sector, 0, table);
    }
    cli_table_print(table, stdout);
    cli_table_free(table);
}

/* ---- carried over ---- */

static void screen_passage(const cli *c, const routes_found *found) {
    cli_table *table = cli_table_new(7);
    const char *const header[] = {cli_say(c, "groep", "group"),
                                  "route",
                                  cli_say(c, "nieuwe begon in", "new one began in"),
                                  cli_say(c, "routes", "routes"),
                                  cli_say(c, "overgegaan", "carried over"),
                                  "%",
                                  cli_say(c, "plaats onbekend", "place unknown")};
    size_t n;
    const ds_routes_passage *lines = ds_routes_passages(found->routes, &n);
    (void)printf("\n");
    title(c, found, "Van experimentele naar nieuwe routes (zelfde instelling, vestiging en sector)",
          "From experimental to new routes (same institution, vestiging and sector)");
    for (size_t i = 0; i < sizeof header / sizeof *header; i++)
        add_word(table, header[i], i > 2);
    for (size_t i = 0; i < n; i++) {
        char year[16];
        year_name(lines[i].schooljaar, year);
        add_text(table, lines[i].group, "");
        add_text(table, lines[i].kind, cli_say(c, "alle", "all"));
        add_word(table, lines[i].schooljaar == 0 ? cli_say(c, "ooit", "any year") : year, false);
        add_count(c, table, lines[i].routes);
        add_count(c, table, lines[i].carried);
        add_number(c, table, 100.0 * (double)lines[i].carried / (double)lines[i].routes, 1);
        add_count(c, table, lines[i].unknown);
    }
    cli_table_print(table, stdout);
    cli_table_free(table);
}

/* ---- who starts ---- */

static bool is_slice(const ds_starters_line *line, ds_text group, ds_text kind, int schooljaar) {
    return line->schooljaar == schooljaar && ds_text_equal(line->group, group) &&
           ds_text_equal(line->kind, kind);
}

static uint64_t total_of(const ds_starters *starters, ds_text group, ds_text kind, int schooljaar) {
    size_t n;
    const ds_starters_line *lines = ds_starters_lines(starters, &n);
    for (size_t i = 0; i < n; i++)
        if (is_slice(&lines[i], group, kind, schooljaar)) return lines[i].total;
    return 0;
}

/* The groups and kinds that occur, everybody first: the slices of all school years together. */
typedef struct slices {
    struct {
        ds_text group, kind;
    } list[64];
    size_t n;
} slices;

static slices slices_of(const ds_starters *starters) {
    slices all = {.n = 0};
    size_t n;
    const ds_starters_line *lines = ds_starters_lines(starters, &n);
    for (size_t i = 0; i < n && all.n < sizeof all.list / sizeof *all.list; i++) {
        bool same = all.n > 0 &&
                    is_slice(&lines[i], all.list[all.n - 1].group, all.list[all.n - 1].kind, 0);
        if (lines[i].schooljaar != 0 || same) continue;
        all.list[all.n].group = lines[i].group;
        all.list[all.n++].kind = lines[i].kind;
    }
    return all;
}

static void screen_starters(const cli *c, const routes_found *found) {
    slices all = slices_of(found->starters[0]);
    cli_table *table = cli_table_new(3 + found->n_years);
    (void)printf("\n");
    title(c, found, "Starters in vmbo-3", "Starters in vmbo-3");
    add_word(table, cli_say(c, "groep", "group"), false);
    add_word(table, "route", false);
    add_years(found, table);
    add_word(table, cli_say(c, "samen", "together"), true);
    for (size_t i = 0; i < all.n; i++) {
        ds_text group = all.list[i].group, kind = all.list[i].kind;
        add_text(table, group, cli_say(c, "heel vmbo-3", "all vmbo-3"));
        add_text(table, kind, cli_say(c, "alle", "all"));
        for (size_t y = 0; y < found->n_years; y++)
            add_count(c, table, total_of(found->starters[0], group, kind, found->years[y]));
        add_count(c, table, total_of(found->starters[0], group, kind, 0));
    }
    cli_table_print(table, stdout);
    cli_table_free(table);
}

/* The line of a value in a slice; NULL: nobody. */
static const ds_starters_line *line_of(const ds_starters *starters, ds_text group, ds_text kind,
                                       ds_text value) {
    size_t n;
    const ds_starters_line *lines = ds_starters_lines(starters, &n);
    for (size_t i = 0; i < n; i++)
        if (is_slice(&lines[i], group, kind, 0) && ds_text_equal(lines[i].value, value))
            return &lines[i];
    return NULL;
}

static void trait_row(const cli *c, const ds_starters *starters, const slices *all, ds_text value,
                      cli_table *table) {
    bool unknown = ds_text_is(value, "onbekend");
    if (unknown)
        add_word(table, cli_say(c, "onbekend (aantal)", "unknown (number)"), false);
    else
        add_text(table, value, "");
    for (size_t s = 0; s < all->n; s++) {
        const ds_starters_line *line =
            line_of(starters, all->list[s].group, all->list[s].kind, value);
        if (unknown)
            add_count(c, table, line == NULL ? 0 : line->n);
        else
            add_number(c, table, line == NULL ? 0 : line->share_pct, 1);
    }
}

static void screen_trait(const cli *c, const routes_found *found, size_t trait) {
    const ds_starters *starters = found->starters[trait];
    slices all = slices_of(starters);
    cli_table *table = cli_table_new(1 + all.n);
    size_t n;
    const ds_starters_line *lines = ds_starters_lines(starters, &n);
    (void)printf("\n%s %s (%%)\n", cli_say(c, "Starters naar", "Starters by"),
                 routes_traits[trait]);
    add_word(table, routes_traits[trait], false);
    for (size_t s = 0; s < all.n; s++) {
        ds_text name = all.list[s].kind.data != NULL ? all.list[s].kind : all.list[s].group;
        if (name.data == NULL)
            add_word(table, cli_say(c, "heel vmbo-3", "all vmbo-3"), true);
        else
            cli_table_add(table, name.data, name.size, true);
    }
    for (size_t i = 0; i < n; i++) /* everybody has every value */
        if (is_slice(&lines[i], (ds_text){NULL, 0}, (ds_text){NULL, 0}, 0))
            trait_row(c, starters, &all, lines[i].value, table);
    cli_table_print(table, stdout);
    cli_table_free(table);
}

static void screen_note(void *context, const char *text) {
    (void)context;
    (void)printf("\n%s\n", text);
}

void routes_screen(const cli *c, const routes_found *found) {
    size_t n;
    (void)ds_routes_years(found->routes, &n);
    if (n == 0) {
        (void)printf("%s\n", cli_say(c, "Niemand in vmbo-3 staat in een route ingeschreven.",
                                     "Nobody in vmbo-3 is enrolled in a route."));
    } else {
        screen_offer(c, found);
        screen_sectors(c, found);
        screen_passage(c, found);
    }
    screen_starters(c, found);
    for (size_t t = 0; t < ROUTES_TRAITS; t++)
        screen_trait(c, found, t);
    routes_notes(c, found, screen_note, NULL);
}
