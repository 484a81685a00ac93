/* cli/open_print.c: see open_print.h. */
#include "cli/open_print.h"

#include <math.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/number.h"
#include "cli/open_json.h"

enum { EXCESSES_SHOWN = 40 };

const char *cli_open_from(ds_open_from from) {
    static const char *const names[] = {"ongelijkheid", "percentage", "gelijkheid", ""};
    return names[from];
}

/* ---- for a person ---- */

static void add_text(cli_table *table, const char *text, bool number) {
    cli_table_add(table, text, strlen(text), number);
}

/* One number, or low–high. */
static void add_range(const cli *c, cli_table *table, double low, double high, int decimals) {
    char from[DS_NUMBER_SIZE], to[DS_NUMBER_SIZE], both[2 * DS_NUMBER_SIZE + 8];
    ds_number_print_grouped(low, decimals, c->dutch, from);
    ds_number_print_grouped(high, decimals, c->dutch, to);
    if (isnan(low) || isnan(high))
        (void)snprintf(both, sizeof both, "–");
    else if (strcmp(from, to) == 0)
        (void)snprintf(both, sizeof both, "%s", from);
    else
        (void)snprintf(both, sizeof both, "%s–%s", from, to);
    add_text(table, both, true);
}

static void add_year(cli_table *table, int year) {
    char text[32];
    (void)snprintf(text, sizeof text, "%d/%02d", year, (year + 1) % 100);
    add_text(table, text, false);
}

static void print_table(const cli *c, const ds_bounded *cells, const char *assumption) {
    cli_table *table = cli_table_new(ds_bounded_n_keys(cells) + 4);
    add_text(table, cli_say(c, "schooljaar", "school year"), false);
    for (size_t k = 0; k < ds_bounded_n_keys(cells); k++)
        add_text(table, ds_bounded_key_name(cells, k), false);
    add_text(table, "teller", true);
    add_text(table, "noemer", true);
    add_text(table, "%", true);
    for (size_t i = 0; i < ds_bounded_n(cells); i++) {
        const ds_bounded_cell cell = ds_bounded_at(cells, i);
        if (cell.noemer_high == 0) continue;
        add_year(table, cell.schooljaar);
        for (size_t k = 0; k < ds_bounded_n_keys(cells); k++)
            cli_table_add(table, cell.keys[k].data, cell.keys[k].size, false);
        add_range(c, table, (double)cell.teller_low, (double)cell.teller_high, 0);
        add_range(c, table, (double)cell.noemer_low, (double)cell.noemer_high, 0);
        add_range(c, table, cell.low_pct, cell.high_pct, 2);
    }
    (void)printf("%s%s%s\n", ds_bounded_indicator(cells), assumption == NULL ? "" : " · ",
                 assumption == NULL ? "" : assumption);
    cli_table_print(table, stdout);
    cli_table_free(table);
}

ds_status cli_open_print_cells(const cli *c, const ds_open *open, const ds_bounded *cells,
                               const char *assumption, ds_error *err) {
    char *text = NULL;
    ds_status status;
    if (c->format == CLI_TABLE) {
        print_table(c, cells, assumption);
        return DS_OK;
    }
    if (c->format == CLI_JSON) return cli_open_json_cells(open, cells, assumption, err);
    status = ds_bounded_print_csv(cells, assumption, &text, err);
    if (status == DS_OK) (void)fputs(text, stdout);
    ds_free(text);
    return status;
}

/* ---- hidden counts ---- */

/* All in one table on the screen; csv goes out line by line. */
typedef struct hidden_printer {
    const cli *c;
    cli_table *table;
} hidden_printer;

static const char *const hidden_names[] = {
    "regel",         "kolom",       "schooljaar", "instelling", "vestiging",
    "onderwijstype", "opleiding",   "geslacht",   "telling",    "laag",
    "hoog",          "uitgerekend", "uit"};
enum { HIDDEN_COLUMNS = sizeof hidden_names / sizeof *hidden_names, HIDDEN_KEYS = 4 };

static const char *telling(const ds_open_hidden *hidden) {
    return hidden->teller ? "teller" : "noemer";
}

static ds_status hidden_csv(void *context, const ds_open_hidden *h, ds_error *err) {
    (void)context;
    (void)err;
    (void)printf("%llu,%llu,%d,", (unsigned long long)h->line, (unsigned long long)h->column,
                 h->schooljaar);
    for (size_t k = 0; k < HIDDEN_KEYS; k++) {
        cli_csv_field(h->keys[k]);
        (void)putchar(',');
    }
    (void)printf("%s,%s,%llu,%llu,", h->geslacht, telling(h), (unsigned long long)h->low,
                 (unsigned long long)h->high);
    if (h->from != DS_OPEN_FROM_N) (void)printf("%llu", (unsigned long long)h->value);
    (void)printf(",%s\n", cli_open_from(h->from));
    return DS_OK;
}

static void add_whole(cli_table *table, uint64_t value) {
    char text[DS_NUMBER_SIZE];
    (void)snprintf(text, sizeof text, "%llu", (unsigned long long)value);
    add_text(table, text, true);
}

static ds_status hidden_row(void *context, const ds_open_hidden *h, ds_error *err) {
    const hidden_printer *p = context;
    (void)err;
    add_whole(p->table, h->line);
    add_whole(p->table, h->column);
    add_year(p->table, h->schooljaar);
    for (size_t k = 0; k < HIDDEN_KEYS; k++)
        cli_table_add(p->table, h->keys[k].data, h->keys[k].size, false);
    add_text(p->table, h->geslacht, false);
    add_text(p->table, telling(h), false);
    add_whole(p->table, h->low);
    add_whole(p->table, h->high);
    if (h->from == DS_OPEN_FROM_N)
        add_text(p->table, "", true);
    else
        add_whole(p->table, h->value);
    add_text(p->table, cli_open_from(h->from), false);
    return DS_OK;
}

ds_status cli_open_print_hidden(const cli *c, const ds_open *open, ds_error *err) {
    hidden_printer p = {c, NULL};
    ds_status status;
    if (c->format == CLI_JSON) return cli_open_json_hidden(open, err);
    if (c->format == CLI_CSV) {
        for (size_t i = 0; i < HIDDEN_COLUMNS; i++)
            (void)printf("%s%s", hidden_names[i], i + 1 < HIDDEN_COLUMNS ? "," : "\n");
        return ds_open_each_hidden(open, hidden_csv, NULL, err);
    }
    p.table = cli_table_new(HIDDEN_COLUMNS);
    for (size_t i = 0; i < HIDDEN_COLUMNS; i++)
        add_text(p.table, hidden_names[i], false);
    status = ds_open_each_hidden(open, hidden_row, &p, err);
    if (status == DS_OK) cli_table_print(p.table, stdout);
    cli_table_free(p.table);
    return status;
}

/* ---- summary ---- */

static void print_counts(const cli *c, const ds_open_summary *s) {
    const unsigned long long n[] = {s->n_records, s->n_counts, s->n_hidden};
    const uint64_t sure = s->n_worked_out[DS_OPEN_INEQUALITY] + s->n_worked_out[DS_OPEN_PERCENTAGE];
    (void)fprintf(stderr,
                  cli_say(c, "%llu regels, %llu aantallen, waarvan %llu verborgen\n",
                          "%llu lines, %llu counts, of which %llu hidden\n"),
                  n[0], n[1], n[2]);
    if (s->n_hidden == 0) return;
    (void)fprintf(
        stderr,
        cli_say(c,
                "zeker uit te rekenen: %llu (%llu uit ongelijkheden alleen, %llu met de "
                "percentages)\n"
                "nog eens %llu als het totaal mannen en vrouwen samen is; dat is een aanname\n",
                "can be worked out for certain: %llu (%llu from inequalities alone, %llu with the "
                "percentages)\n"
                "another %llu if the total is men and women together; that is an assumption\n"),
        (unsigned long long)sure, (unsigned long long)s->n_worked_out[DS_OPEN_INEQUALITY],
        (unsigned long long)s->n_worked_out[DS_OPEN_PERCENTAGE],
        (unsigned long long)s->n_worked_out[DS_OPEN_EQUALITY]);
}

static void print_excesses(const cli *c, const ds_open_summary *s) {
    uint64_t noemer = 0, teller = 0;
    if (s->n_excesses == 0) return;
    for (size_t i = 0; i < s->n_excesses; i++) {
        noemer += s->excesses[i].noemer_low > 0;
        teller += s->excesses[i].teller_low > 0;
    }
    (void)fprintf(
        stderr,
        cli_say(c,
                "totaal hoger dan mannen en vrouwen samen: %llu keer bij kandidaten, %llu "
                "keer bij geslaagden; regel",
                "total above men and women together: %llu times in candidates, %llu times "
                "in passes; line"),
        (unsigned long long)noemer, (unsigned long long)teller);
    for (size_t i = 0; i < s->n_excesses && i < EXCESSES_SHOWN; i++)
        (void)fprintf(stderr, "%s %llu (%d/%02d)", i == 0 ? "" : ",",
                      (unsigned long long)s->excesses[i].line, s->excesses[i].schooljaar,
                      (s->excesses[i].schooljaar + 1) % 100);
    if (s->n_excesses > EXCESSES_SHOWN)
        (void)fprintf(stderr,
                      cli_say(c, " en %zu andere; alle in --format json",
                              " and %zu others; all in --format json"),
                      s->n_excesses - EXCESSES_SHOWN);
    (void)fputc('\n', stderr);
}

void cli_open_print_summary(const cli *c, const ds_open *open) {
    const ds_open_summary s = ds_open_summary_of(open);
    print_counts(c, &s);
    print_excesses(c, &s);
}
