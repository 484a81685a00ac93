/* cli/table.c: tables that a person reads on a terminal. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/breaks.h"

typedef struct field {
    char *text;
    bool number;
} field;

struct cli_table {
    size_t n_columns;
    field *fields;
    size_t n, capacity;
};

cli_table *cli_table_new(size_t n_columns) {
    cli_table *table = ds_calloc(1, sizeof *table);
    if (table != NULL) table->n_columns = n_columns;
    return table;
}

void cli_table_free(cli_table *table) {
    if (table == NULL) return;
    for (size_t i = 0; i < table->n; i++)
        ds_free(table->fields[i].text);
    ds_free(table->fields);
    ds_free(table);
}

void cli_table_add(cli_table *table, const char *text, size_t size, bool number) {
    char *copy;
    if (table == NULL) return;
    copy = ds_strndup(text, size);
    if (copy != NULL) { /* a clean one is never longer */
        const char *cleaned = cli_clean(copy);
        memcpy(copy, cleaned, strlen(cleaned) + 1);
    }
    if (copy == NULL ||
        !ds_reserve(&table->fields, &table->capacity, table->n + 1, sizeof *table->fields)) {
        ds_free(copy);
        return;
    }
    table->fields[table->n++] = (field){copy, number};
}

/* Characters, not bytes: continuation bytes of UTF-8 take no place. */
static size_t width_of(const char *text) {
    size_t n = 0;
    for (; *text != '\0'; text++)
        n += ((unsigned char)*text & 0xC0) != 0x80;
    return n;
}

static void pad(FILE *to, size_t n) {
    while (n-- > 0)
        (void)fputc(' ', to);
}

static size_t column_width(const cli_table *table, size_t column) {
    size_t most = 0;
    for (size_t i = column; i < table->n; i += table->n_columns) {
        size_t width = width_of(table->fields[i].text);
        if (width > most) most = width;
    }
    return most;
}

/* The header follows its column: over numbers to the right. */
static bool is_right(const cli_table *table, size_t i) {
    if (i < table->n_columns && i + table->n_columns < table->n)
        return table->fields[i + table->n_columns].number;
    return table->fields[i].number;
}

/* Of each column, counted once: a list may have a million rows. NULL when memory is short. */
static size_t *column_widths(const cli_table *table) {
    size_t *widths = ds_calloc(table->n_columns, sizeof *widths);
    for (size_t k = 0; widths != NULL && k < table->n_columns; k++)
        widths[k] = column_width(table, k);
    return widths;
}

void cli_table_print(const cli_table *table, FILE *to) {
    size_t *widths = table == NULL ? NULL : column_widths(table);
    if (widths == NULL) return;
    for (size_t i = 0; i < table->n; i++) {
        size_t column = i % table->n_columns;
        size_t space = widths[column] - width_of(table->fields[i].text);
        bool right = is_right(table, i);
        (void)fputs("  ", to);
        if (right) pad(to, space);
        (void)fputs(table->fields[i].text, to);
        if (!right && column + 1 < table->n_columns) pad(to, space);
        if (column + 1 < table->n_columns) continue;
        (void)fputc('\n', to);
        if (i + 1 == table->n_columns) { /* a line under the header */
            size_t total = 2 * table->n_columns - 2;
            for (size_t k = 0; k < table->n_columns; k++)
                total += widths[k];
            (void)fputs("  ", to);
            while (total-- > 0)
                (void)fputs("─", to);
            (void)fputc('\n', to);
        }
    }
    ds_free(widths);
}

static void add_number(const cli *c, cli_table *table, double value, int decimals) {
    char number[DS_NUMBER_SIZE];
    ds_number_print_grouped(value, decimals, c->dutch, number);
    if (number[0] == '\0') (void)snprintf(number, sizeof number, "–");
    cli_table_add(table, number, strlen(number), true);
}

static void add_header(const cli *c, const ds_cells *cells, cli_table *table) {
    const char *last[4] = {"teller", "noemer", "onbekend", "%"};
    if (ds_cells_numeric(cells)) {
        last[0] = "som";
        last[3] = cli_say(c, "gemiddelde", "mean");
    }
    cli_table_add(table, cli_say(c, "schooljaar", "school year"),
                  strlen(cli_say(c, "schooljaar", "school year")), false);
    for (size_t k = 0; k < ds_cells_n_keys(cells); k++)
        cli_table_add(table, ds_cells_key_name(cells, k), strlen(ds_cells_key_name(cells, k)),
                      false);
    for (size_t k = 0; k < 4; k++)
        cli_table_add(table, last[k], strlen(last[k]), true);
}

static void add_row(const cli *c, const ds_cells *cells, size_t i, cli_table *table) {
    ds_cell cell = ds_cells_at(cells, i);
    bool numeric = ds_cells_numeric(cells);
    char year[32];
    if (cell.measures.noemer + cell.measures.onbekend == 0) return;
    (void)snprintf(year, sizeof year, "%d/%02d", cell.schooljaar, (cell.schooljaar + 1) % 100);
    cli_table_add(table, year, strlen(year), false);
    for (size_t k = 0; k < ds_cells_n_keys(cells); k++)
        cli_table_add(table, cell.keys[k].data, cell.keys[k].size, false);
    if (numeric)
        add_number(c, table, ds_sum_double(cell.measures.som) / ds_cells_scale(cells), 2);
    else
        add_number(c, table, (double)cell.measures.teller, 0);
    add_number(c, table, (double)cell.measures.noemer, 0);
    add_number(c, table, (double)cell.measures.onbekend, 0);
    add_number(c, table, numeric ? ds_cells_mean(cells, &cell) : ds_cells_share_pct(&cell), 2);
}

void cli_print_cells(const cli *c, const ds_cells *cells, const ds_indicator *indicator,
                     int from_year) {
    cli_table *table = cli_table_new(ds_cells_n_keys(cells) + 5);
    const char *name = indicator == NULL            ? ""
                       : c->dutch                   ? indicator->name
                       : indicator->name_en[0] != 0 ? indicator->name_en
                                                    : indicator->name;
    (void)printf("%s%s%s%s\n", ds_cells_indicator(cells), name[0] == '\0' ? "" : " · ",
                 cli_clean(name),
                 indicator != NULL && indicator->present_codes
                     ? cli_say(c, " · onder de huidige codes", " · under present codes")
                     : "");
    if (ds_cells_n(cells) == 0) {
        (void)printf("  %s\n\n", cli_say(c, "geen rijen", "no rows"));
        cli_table_free(table);
        return;
    }
    add_header(c, cells, table);
    for (size_t i = 0; i < ds_cells_n(cells); i++)
        if (ds_cells_at(cells, i).schooljaar >= from_year) add_row(c, cells, i, table);
    cli_table_print(table, stdout);
    cli_breaks_print(c, stdout, "  ", cells, indicator, from_year);
    (void)printf("\n");
    cli_table_free(table);
}

void cli_csv_field(ds_text text) {
    bool quote = false;
    for (size_t i = 0; i < text.size; i++)
        quote = quote || memchr(",\"\r\n", text.data[i], 4) != NULL;
    if (quote) (void)putchar('"');
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '"') (void)putchar('"');
        (void)putchar(text.data[i]);
    }
    if (quote) (void)putchar('"');
}
