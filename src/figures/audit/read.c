/* figures/audit/read.c: a table as it was published: all its texts first, then what its columns
 * are, then its numbers. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/missing.h"
#include "base/number.h"
#include "base/text.h"
#include "doorstroom/table.h"
#include "figures/audit/audit.h"

typedef struct record {
    uint64_t line;
    const char **fields;
} record;

typedef struct reading {
    const char *path;
    ds_arena *arena;
    const char **names;
    size_t n_columns;
    record *records;
    size_t n_records, capacity;
} reading;

static ds_status take_audit_header(void *context, const ds_text *names, size_t n, ds_error *err) {
    reading *r = context;
    if (n > DS_AUDIT_MEASURES_MAX)
        return ds_error_at(err, DS_INPUT, r->path, 1, 0, "meer dan %d kolommen",
                           "more than %d columns", DS_AUDIT_MEASURES_MAX);
    r->names = ds_arena_take(r->arena, n, sizeof *r->names);
    r->n_columns = n;
    for (size_t i = 0; r->names != NULL && i < n; i++)
        r->names[i] = ds_arena_copy(r->arena, names[i]);
    return ds_arena_finish(r->arena, err);
}

static ds_status take_audit_batch(void *context, const ds_table_batch *batch, ds_error *err) {
    reading *r = context;
    for (size_t i = 0; i < batch->n_records; i++) {
        record *to;
        if (r->n_records == DS_AUDIT_ROWS_MAX)
            return ds_error_at(err, DS_INPUT, r->path, batch->lines[i], 0, "meer dan %d rijen",
                               "more than %d rows", DS_AUDIT_ROWS_MAX);
        if (!ds_reserve(&r->records, &r->capacity, r->n_records + 1, sizeof *r->records))
            return ds_error_memory(err);
        to = &r->records[r->n_records++];
        to->line = batch->lines[i];
        to->fields = ds_arena_take(r->arena, batch->n_columns, sizeof *to->fields);
        for (size_t k = 0; to->fields != NULL && k < batch->n_columns; k++)
            to->fields[k] = ds_arena_copy(r->arena, batch->fields[i * batch->n_columns + k]);
        if (r->arena->failed) return ds_error_memory(err);
    }
    return DS_OK;
}

/* ---- a number as it is printed ---- */

/* Without % behind and with an ordinary minus; decimals: digits after the mark. False for what is
 * no number. */
static bool read_printed(const char *text, double *out, int *out_decimals) {
    char plain[DS_NUMBER_TEXT_MAX];
    size_t n = 0;
    const char *mark;
    if (strncmp(text, "\xE2\x88\x92", 3) == 0) { /* the minus of typesetters */
        plain[n++] = '-';
        text += 3;
    }
    for (; *text != '\0' && n + 1 < sizeof plain; text++)
        if (*text != '%' && *text != ' ' && !(n == 0 && *text == '+')) plain[n++] = *text;
    plain[n] = '\0';
    if (strpbrk(plain, "eE") != NULL || !ds_number_parse_decimal((ds_text){plain, n}, out))
        return false;
    mark = strpbrk(plain, ".,");
    *out_decimals = mark == NULL ? 0 : (int)strlen(mark + 1);
    return true;
}

static void look_at_column(const reading *r, size_t column, ds_audit_column *out) {
    size_t n = 0;
    *out = (ds_audit_column){r->names[column], true, true};
    for (size_t i = 0; i < r->n_records && out->numeric; i++) {
        double value;
        int decimals;
        if (ds_missing_is(&ds_missing_usual, ds_text_of(r->records[i].fields[column]))) continue;
        out->numeric = read_printed(r->records[i].fields[column], &value, &decimals);
        out->within_100 = out->within_100 && out->numeric && value >= 0 && value <= 100;
        n++;
    }
    out->numeric = out->numeric && n > 0;
}

/* ---- rows ---- */

static bool is_total(const char *text, const ds_audit_said *said) {
    static const char *const usual[] = {"totaal", "total", "mbo totaal", "eindtotaal",
                                        "alle",   "allen", "all",        "*"};
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        if (ds_text_equal_nocase(ds_text_of(text), ds_text_of(usual[i]))) return true;
    for (size_t i = 0; said->totals != NULL && said->totals[i] != NULL; i++)
        if (ds_text_equal_nocase(ds_text_of(text), ds_text_of(said->totals[i]))) return true;
    return false;
}

/* A row of differences: verschil, verschil_pp, Verschil (n). */
static bool is_step(const char *text) {
    return strlen(text) >= 8 && ds_text_equal_nocase((ds_text){text, 8}, ds_text_of("verschil"));
}

/* A measure that says what it is has numbers or words for missing; anything else is named. */
static ds_status take_value(const reading *r, const record *from, size_t column,
                            ds_audit_measure *m, int *decimals, double *out, ds_error *err) {
    const char *text = from->fields[column];
    int digits = 0;
    *out = NAN;
    if (ds_missing_is(&ds_missing_usual, ds_text_of(text)) || text[0] == '<' || text[0] == 'x')
        return DS_OK;
    if (!read_printed(text, out, &digits))
        return ds_error_at(err, DS_INPUT, r->path, from->line, column + 1,
                           "kolom '%s' is een maat, en hier staat geen getal",
                           "column '%s' is a measure, and this is no number", m->name);
    if (digits > *decimals) *decimals = digits;
    return DS_OK;
}

static ds_status fill_rows(const reading *r, ds_audit_table *t, const int *column_of,
                           const ds_audit_said *said, ds_error *err) {
    int *decimals = ds_arena_take(r->arena, t->n_measures + 1, sizeof *decimals);
    t->rows = ds_arena_take(r->arena, r->n_records + 1, sizeof *t->rows);
    if (decimals == NULL || t->rows == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < r->n_records; i++) {
        ds_audit_row *row = &t->rows[i];
        ds_status status = DS_OK;
        row->line = r->records[i].line;
        row->step_over = DS_AUDIT_NONE;
        row->keys = ds_arena_take(r->arena, t->n_keys + 1, sizeof *row->keys);
        row->values = ds_arena_take(r->arena, t->n_measures + 1, sizeof *row->values);
        if (row->keys == NULL || row->values == NULL) return ds_error_memory(err);
        for (size_t c = 0; status == DS_OK && c < r->n_columns; c++) {
            const int of = column_of[c];
            if (of == INT32_MAX) continue;
            if (of < 0) {
                const char *text = r->records[i].fields[c];
                row->keys[~of] = is_total(text, said) ? NULL : text;
                if (is_step(text)) row->step_over = ~of;
            } else
                status = take_value(r, &r->records[i], c, &t->measures[of], &decimals[of],
                                    &row->values[of], err);
        }
        if (status != DS_OK) return status;
    }
    t->n_rows = r->n_records;
    for (size_t m = 0; m < t->n_measures; m++)
        if (t->measures[m].decimals == INT32_MIN || t->measures[m].decimals == 0)
            t->measures[m].decimals = decimals[m];
    return DS_OK;
}

/* A column of years within 100 may as well be counts: then a total is above each of its parts. */
static void tell_counts(ds_audit_table *t) {
    for (size_t m = 0; m < t->n_measures; m++) {
        double most = -1, total = -1;
        if (t->measures[m].kind != DS_AUDIT_PERCENTAGE || t->measures[m].teller != DS_AUDIT_NONE ||
            strpbrk(t->measures[m].name, "%p") != NULL) /* it says so itself: pct, percentage */
            continue;
        for (size_t i = 0; i < t->n_rows; i++) {
            bool leaf = true;
            if (t->rows[i].step_over != DS_AUDIT_NONE) continue;
            for (size_t k = 0; k < t->n_keys; k++)
                leaf = leaf && t->rows[i].keys[k] != NULL;
            if (leaf)
                most = fmax(most, t->rows[i].values[m]);
            else
                total = fmax(total, t->rows[i].values[m]);
        }
        if (most >= 0 && total > 1.5 * most + 1) t->measures[m].kind = DS_AUDIT_COUNT;
    }
}

static ds_status make_table(const reading *r, const char *description, ds_audit_table *t,
                            ds_error *err) {
    ds_audit_column *columns = ds_arena_take(r->arena, r->n_columns, sizeof *columns);
    int *column_of = ds_arena_take(r->arena, r->n_columns, sizeof *column_of);
    ds_audit_said said = {NULL};
    ds_status status;
    if (columns == NULL || column_of == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < r->n_columns; i++)
        look_at_column(r, i, &columns[i]);
    status = description == NULL
                 ? ds_audit_tell_columns(t, r->arena, columns, r->n_columns, column_of, err)
                 : ds_audit_describe(description, t, r->arena, columns, r->n_columns, column_of,
                                     &said, err);
    if (status == DS_OK && t->n_keys > DS_AUDIT_KEYS_MAX)
        status = ds_error_at(
            err, DS_INPUT, r->path, 1, 0,
            "meer dan %d kolommen die een groep noemen; beschrijf de tabel (docs/audit.md)",
            "more than %d columns that name a group; describe the table (docs/audit.en.md)",
            DS_AUDIT_KEYS_MAX);
    if (status == DS_OK && t->n_measures == 0)
        status = ds_error_at(
            err, DS_INPUT, r->path, 1, 0,
            "geen kolom waarvan de naam zegt dat het een aantal of percentage is; beschrijf de "
            "tabel "
            "(docs/audit.md)",
            "no column whose name says that it is a count or a percentage; describe the table "
            "(docs/audit.en.md)");
    if (status == DS_OK) status = fill_rows(r, t, column_of, &said, err);
    if (status == DS_OK && description == NULL) tell_counts(t);
    return status;
}

/* <path>.yaml, where it is there. */
static const char *description_beside(const char *path, char beside[DS_PATH_SIZE]) {
    const int n = snprintf(beside, DS_PATH_SIZE, "%s.yaml", path);
    return n > 0 && n < DS_PATH_SIZE && ds_file_exists(beside) ? beside : NULL;
}

ds_status ds_audit_table_read(const char *path, const char *description, ds_audit_table **out,
                              ds_error *err) {
    ds_arena *arena = ds_calloc(1, sizeof *arena);
    reading r = {.path = path, .arena = arena};
    const ds_table_sink sink = {
        .context = &r, .header = take_audit_header, .batch = take_audit_batch};
    ds_table_info info;
    char beside[DS_PATH_SIZE];
    ds_audit_table *table;
    ds_status status;
    if (arena == NULL) return ds_error_memory(err);
    table = ds_arena_take(arena, 1, sizeof *table);
    status = table == NULL ? ds_error_memory(err) : ds_table_inspect(path, &info, err);
    if (status == DS_OK) status = ds_table_read(path, &info, 1, &sink, err);
    if (status == DS_OK) {
        const char *slash = strrchr(path, '/');
        table->name = ds_arena_copy(arena, ds_text_of(slash == NULL ? path : slash + 1));
        table->own = arena;
        status = make_table(
            &r, description != NULL ? description : description_beside(path, beside), table, err);
    }
    if (status == DS_OK) status = ds_arena_finish(arena, err);
    ds_free(r.records);
    if (status == DS_OK) {
        *out = table;
    } else {
        ds_arena_done(arena);
        ds_free(arena);
    }
    return status;
}

void ds_audit_table_free(ds_audit_table *table) {
    ds_arena *arena = table == NULL ? NULL : table->own;
    if (arena == NULL) return;
    ds_arena_done(arena);
    ds_free(arena);
}
