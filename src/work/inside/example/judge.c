/* work/inside/example/judge.c: what was found, held against what the example says. Of an indicator
 * an example says of everybody whether they count; of a term or a column only of who is named. See
 * example.h. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "work/inside/example/example.h"

typedef struct judging {
    const example_run *run;
    const example_claim *claim;
    example_counted *counted;
    example_report *report;
    ds_arena *arena;
} judging;

/* ---- how somebody stands, in words ---- */

static ds_say words_of_stand(const judging *j, ds_stand stand) {
    static const ds_say indicator[DS_STANDS] = {
        {"telt niet mee", "does not count"},
        {"teller", "numerator"},
        {"noemer, niet de teller", "denominator, not the numerator"},
        {"onbekend", "unknown"}};
    static const ds_say term[DS_STANDS] = {{"niet ingeschreven", "not enrolled"},
                                           {"ja", "yes"},
                                           {"nee", "no"},
                                           {"onbekend", "unknown"}};
    if (j->claim->about == DS_EXAMPLE_INDICATOR) return indicator[stand];
    if (j->claim->about == DS_EXAMPLE_COLUMN && stand != DS_STAND_NOT) return (ds_say){"", ""};
    return term[stand];
}

/* "teller, bij 2 | bol, waarde 3"; NULL: somebody who does not count. */
static ds_say words_of_entry(const judging *j, const example_entry *e) {
    const ds_say stand = words_of_stand(j, e == NULL ? DS_STAND_NOT : e->stand);
    const char *key = e == NULL ? "" : e->key, *value = e == NULL ? NULL : e->value;
    const char *comma = stand.nl[0] == '\0' || key[0] == '\0' ? "" : ", ";
    const bool column = j->claim->about == DS_EXAMPLE_COLUMN;
    return (ds_say){ds_arena_print(j->arena, "%s%s%s%s%s%s", stand.nl, comma,
                                   key[0] == '\0' || column ? "" : "bij ", key,
                                   value == NULL ? "" : ", waarde ", value == NULL ? "" : value),
                    ds_arena_print(j->arena, "%s%s%s%s%s%s", stand.en, comma,
                                   key[0] == '\0' || column ? "" : "at ", key,
                                   value == NULL ? "" : ", value ", value == NULL ? "" : value)};
}

/* ---- person by person ---- */

static ds_status differ_person(judging *j, const example_entry *expected,
                               const example_entry *found, uint64_t line, uint64_t column,
                               ds_error *err) {
    const example_entry *of = expected != NULL ? expected : found;
    ds_example_difference d = {.line = line,
                               .column = column,
                               .schooljaar = of->year,
                               .person = of->person,
                               .expected = words_of_entry(j, expected),
                               .got = words_of_entry(j, found)};
    ds_status status =
        ds_example_why(j->run, j->claim, of->person, of->year, j->arena, &d.why, err);
    if (status == DS_OK) status = ds_arena_finish(j->arena, err);
    return status == DS_OK ? ds_example_differ(j->report, &d, err) : status;
}

static bool same_value(const example_entry *expected, const example_entry *found) {
    return expected->value == NULL ||
           (found->value != NULL && strcmp(expected->value, found->value) == 0);
}

static bool stands_as_expected(const judging *j, const example_entry *e, const example_entry *f) {
    const bool value = e->value == NULL || e->stand == DS_STAND_ONBEKEND || same_value(e, f);
    if (j->claim->about == DS_EXAMPLE_COLUMN) return strcmp(e->key, f->key) == 0;
    return e->stand == f->stand && strcmp(e->key, f->key) == 0 && value;
}

/* The one that stands as expected, or else any of that person and year. */
static example_entry *find_found(const judging *j, const example_entry *expected) {
    example_entry *any = NULL;
    for (size_t i = 0; i < j->counted->n; i++) {
        example_entry *f = &j->counted->found[i];
        if (f->met || f->year != expected->year || strcmp(f->person, expected->person) != 0)
            continue;
        if (stands_as_expected(j, expected, f)) return f;
        any = f;
    }
    return any;
}

static ds_status judge_expected(judging *j, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < j->claim->n_entries; i++) {
        const example_entry *e = &j->claim->entries[i];
        example_entry *f = find_found(j, e);
        if (f != NULL) f->met = true;
        if (f == NULL || !stands_as_expected(j, e, f))
            status = differ_person(j, e, f, e->line, e->column, err);
    }
    return status;
}

static const example_year *find_year(const judging *j, int year) {
    for (size_t i = 0; i < j->claim->n_years; i++)
        if (j->claim->years[i].year == year) return &j->claim->years[i];
    return NULL;
}

/* Who counts and is not named. */
static ds_status judge_others(judging *j, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < j->counted->n; i++) {
        const example_entry *f = &j->counted->found[i];
        const example_year *year = find_year(j, f->year);
        if (!f->met)
            status = differ_person(j, NULL, f, year == NULL ? j->claim->line : year->line,
                                   year == NULL ? j->claim->column : year->column, err);
    }
    return status;
}

/* ---- school years that drop ---- */

/* vervalt, and the register has that school year and does not drop it. */
static bool is_dropped(const judging *j, int year) {
    const int *years = ds_register_years(j->run->reg);
    for (size_t i = 0; i < ds_register_n_years(j->run->reg); i++)
        if (years[i] == year) return (j->counted->dropped >> i & 1) != 0;
    return false;
}

static ds_status judge_dropped(judging *j, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < j->claim->n_years; i++) {
        const example_year *y = &j->claim->years[i];
        const bool dropped = j->counted->cells != NULL && is_dropped(j, y->year);
        ds_example_difference d = {
            .line = y->line,
            .column = y->column,
            .schooljaar = y->year,
            .person = "",
            .expected = DS_SAY("dit schooljaar vervalt", "this school year is dropped"),
            .got = DS_SAY("het telt", "it counts")};
        if (y->dropped == dropped || j->counted->cells == NULL) continue;
        if (dropped) {
            const ds_say swap = d.expected;
            d.expected = d.got;
            d.got = swap;
        }
        status = ds_example_differ(j->report, &d, err);
    }
    return status;
}

/* ---- counts ---- */

static ds_status differ_count(judging *j, uint64_t line, uint64_t column, int year, ds_say expected,
                              ds_say got, ds_error *err) {
    const ds_example_difference d = {.line = line,
                                     .column = column,
                                     .schooljaar = year,
                                     .person = "",
                                     .expected = expected,
                                     .got = got};
    ds_status status = ds_arena_finish(j->arena, err);
    return status == DS_OK ? ds_example_differ(j->report, &d, err) : status;
}

/* What the persons who were listed come to. */
static ds_measures add_up(const judging *j, int year, const char *key) {
    ds_measures m = {0};
    for (size_t i = 0; i < j->counted->n; i++) {
        const example_entry *f = &j->counted->found[i];
        if (f->year != year || strcmp(f->key, key) != 0) continue;
        m.teller += f->stand == DS_STAND_TELLER;
        m.noemer += f->stand == DS_STAND_TELLER || f->stand == DS_STAND_NOEMER;
        m.onbekend += f->stand == DS_STAND_ONBEKEND;
    }
    return m;
}

/* The tally counts whom the list names: two ways through the program, one number. */
static ds_status judge_cells(judging *j, ds_error *err) {
    const ds_cells *cells = j->counted->cells;
    uint64_t n = 0;
    ds_status status = DS_OK;
    for (size_t i = 0; cells != NULL && status == DS_OK && i < ds_cells_n(cells); i++) {
        const ds_cell cell = ds_cells_at(cells, i);
        const char *key = ds_example_key(j->arena, cell.keys, ds_cells_n_keys(cells));
        const ds_measures *m = &cell.measures;
        ds_measures listed;
        if (key == NULL) return ds_error_memory(err);
        listed = add_up(j, cell.schooljaar, key);
        n += m->noemer + m->onbekend;
        if (listed.teller != m->teller || listed.noemer != m->noemer ||
            listed.onbekend != m->onbekend)
            status =
                differ_count(j, j->claim->line, j->claim->column, cell.schooljaar,
                             DS_SAY("zoveel als er personen zijn", "as many as there are persons"),
                             DS_SAY("een andere telling", "another count"), err);
    }
    if (status == DS_OK && cells != NULL && n != j->counted->noemer + j->counted->onbekend)
        status = differ_count(j, j->claim->line, j->claim->column, 0,
                              DS_SAY("zoveel als er personen zijn", "as many as there are persons"),
                              DS_SAY("een andere telling", "another count"), err);
    return status;
}

/* ---- shares ---- */

/* In percent; NAN where nobody is in the denominator. */
static double share_of(const judging *j, int year, const char *key) {
    double yes = 0, all = 0;
    for (size_t i = 0; i < j->counted->n; i++) {
        const example_entry *f = &j->counted->found[i];
        if (f->year != year || strcmp(f->key, key) != 0 || f->stand == DS_STAND_ONBEKEND) continue;
        all += f->weight;
        if (f->stand == DS_STAND_TELLER) yes += f->weight;
    }
    return all > 0 ? 100 * yes / all : NAN;
}

/* As precise as it is written: 33.3 is all that rounds to it. */
static bool is_share(const char *text, double share) {
    const char *mark = strpbrk(text, ".,");
    const size_t decimals = mark == NULL ? 0 : strlen(mark + 1);
    double number = NAN;
    return ds_number_parse_decimal(ds_text_of(text), &number) &&
           fabs(share - number) <= 0.5 * pow(10, -(double)decimals) + 1e-9;
}

/* With the decimals that it has, at most four. */
static const char *print_share(const judging *j, double share, bool dutch) {
    char text[DS_NUMBER_SIZE];
    size_t size = strlen(ds_number_print_grouped(share, 4, dutch, text));
    while (text[size - 1] == '0')
        size--;
    size -= text[size - 1] == '.' || text[size - 1] == ',';
    text[size] = '\0';
    return ds_arena_print(j->arena, "%s %%", text);
}

static ds_status judge_shares(judging *j, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < j->claim->n_shares; i++) {
        const example_share *s = &j->claim->shares[i];
        const double share = share_of(j, s->year, s->key);
        ds_say got = {"-", "-"};
        const char *expected;
        if (is_share(s->text, share)) continue;
        expected = ds_arena_print(j->arena, "%s %%", s->text);
        if (!isnan(share))
            got = (ds_say){print_share(j, share, true), print_share(j, share, false)};
        status =
            differ_count(j, s->line, s->column, s->year, (ds_say){expected, expected}, got, err);
    }
    return status;
}

ds_status ds_example_judge(const example_run *run, const example_claim *claim,
                           example_counted *counted, example_report *report, ds_error *err) {
    judging j = {run, claim, counted, report, report->arena};
    ds_status status = judge_expected(&j, err);
    if (status == DS_OK && claim->about == DS_EXAMPLE_INDICATOR) status = judge_others(&j, err);
    if (status == DS_OK && claim->about == DS_EXAMPLE_INDICATOR) status = judge_dropped(&j, err);
    if (status == DS_OK) status = judge_cells(&j, err);
    return status == DS_OK ? judge_shares(&j, err) : status;
}
