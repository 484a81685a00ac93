/* report/answered/answered_published.c: the answers of blocks held against a published table. Which
 * key of the answer is which of the table is told by their values, so that no name has to be the
 * same; each row of the table takes as many values of the answer as it has itself, and none is
 * taken twice. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "report/answered/answered_parts.h"

enum { KEY_NONE = -1, KEY_YEAR = -2 };

/* Which key of an answer each key of the table is. */
typedef struct key_map {
    int to[DS_AUDIT_KEYS_MAX];
} key_map;

typedef struct holding_table {
    const ds_audit_table *table;
    ds_answered_claim *claims;
    size_t n;
    const ds_release *release;
    key_map *maps;                  /* maps[n] */
    bool mapped[DS_AUDIT_KEYS_MAX]; /* in any of the answers */
} holding_table;

/* ---- values ---- */

static bool is_school_year(const char *text) {
    char *end;
    const long year = strtol(text, &end, 10);
    return end - text == 4 && year > 1900 && (*end == '\0' || *end == '/' || *end == '-');
}

static bool is_difference(const char *text) {
    return strncmp(text, "verschil", strlen("verschil")) == 0;
}

/* What publications call a code otherwise. */
static bool is_published_name(const char *code, const char *printed) {
    return strcmp(code, "extraneus") == 0 && strcmp(printed, "examendeelnemer") == 0;
}

/* A code, or what people call it. */
static bool is_same_value(const holding_table *h, const char *column, const char *code,
                          const char *printed) {
    const ds_text text = ds_text_of(printed);
    if (ds_text_equal_nocase(ds_text_of(code), text) || is_published_name(code, printed))
        return true;
    if (h->release == NULL) return false;
    return ds_text_equal_nocase(
        ds_text_of(ds_say_text(ds_release_label_of(h->release, column, code), DS_NL)), text);
}

static bool is_of_year(const ds_release_fact *fact, const char *printed) {
    if (is_difference(printed)) return is_difference(fact->measure);
    return !is_difference(fact->measure) && fact->jaar == (int)strtol(printed, NULL, 10);
}

/* ---- which key is which ---- */

static bool is_key_of_years(const ds_audit_table *table, size_t key) {
    for (size_t r = 0; r < table->n_rows; r++) {
        const char *value = table->rows[r].keys[key];
        if (value != NULL && !is_school_year(value) && !is_difference(value)) return false;
    }
    return table->n_rows > 0;
}

/* Rows of the table whose value stands in that key of the answer. */
static size_t count_matches(const holding_table *h, const ds_release_sheet *sheet, size_t of,
                            size_t key) {
    size_t n = 0;
    for (size_t r = 0; r < h->table->n_rows; r++) {
        const char *printed = h->table->rows[r].keys[key];
        bool found = false;
        for (size_t i = 0; printed != NULL && !found && i < sheet->n_facts; i++)
            found = is_same_value(h, sheet->key_names[of], sheet->facts[i].keys[of], printed);
        if (found) n++;
    }
    return n;
}

static size_t count_named_rows(const ds_audit_table *table, size_t key) {
    size_t n = 0;
    for (size_t r = 0; r < table->n_rows; r++)
        if (table->rows[r].keys[key] != NULL) n++;
    return n;
}

static int find_key_of(const holding_table *h, const ds_release_sheet *sheet, size_t key) {
    size_t most = 0;
    int best = KEY_NONE;
    if (is_key_of_years(h->table, key)) return KEY_YEAR;
    for (size_t k = 0; k < sheet->n_keys; k++) {
        const size_t n = count_matches(h, sheet, k, key);
        if (n > most ||
            (n > 0 && n == most && strcmp(sheet->key_names[k], h->table->key_names[key]) == 0)) {
            most = n;
            best = (int)k;
        }
    }
    return most * 2 >= count_named_rows(h->table, key) ? best : KEY_NONE; /* a few are chance */
}

static void map_keys(holding_table *h) {
    for (size_t c = 0; c < h->n; c++)
        for (size_t k = 0; k < h->table->n_keys; k++) {
            h->maps[c].to[k] =
                h->claims[c].sheet == NULL ? KEY_NONE : find_key_of(h, h->claims[c].sheet, k);
            if (h->maps[c].to[k] != KEY_NONE) h->mapped[k] = true;
        }
}

/* ---- rows ---- */

static bool is_key_met(const holding_table *h, size_t claim, const ds_release_fact *fact,
                       size_t key, const char *printed) {
    const int to = h->maps[claim].to[key];
    const ds_release_sheet *sheet = h->claims[claim].sheet;
    if (to == KEY_YEAR) return printed == NULL || is_of_year(fact, printed);
    if (to == KEY_NONE) return printed == NULL || !h->mapped[key];
    if (printed == NULL) return strcmp(fact->keys[to], DS_TOTAL) == 0 || *fact->keys[to] == '\0';
    return is_same_value(h, sheet->key_names[to], fact->keys[to], printed);
}

static bool is_of_row(const holding_table *h, size_t claim, const ds_release_fact *fact,
                      const ds_audit_row *row) {
    for (size_t k = 0; k < h->table->n_keys; k++)
        if (!is_key_met(h, claim, fact, k, row->keys[k])) return false;
    return true;
}

static size_t count_printed(const holding_table *h, const ds_audit_row *row) {
    size_t n = 0;
    for (size_t m = 0; m < h->table->n_measures; m++)
        if (!isnan(row->values[m])) n++;
    return n;
}

/* Takes at most most values for a row; *out_any: there is one, taken or not. */
static size_t take_values(holding_table *h, const ds_audit_row *row, size_t most, bool *out_any) {
    size_t n = 0;
    *out_any = false;
    for (size_t c = 0; c < h->n; c++) {
        const ds_release_sheet *sheet = h->claims[c].sheet;
        for (size_t i = 0; sheet != NULL && n < most && i < sheet->n_facts; i++) {
            const ds_release_fact *fact = &sheet->facts[i];
            if (!ds_answered_is_value(&h->claims[c], fact) || !is_of_row(h, c, fact, row)) continue;
            *out_any = true;
            if (h->claims[c].used[i]) continue;
            h->claims[c].used[i] = true;
            n++;
        }
    }
    return n;
}

static void hold_rows(holding_table *h, ds_answered_held *out) {
    for (size_t r = 0; r < h->table->n_rows; r++) {
        const ds_audit_row *row = &h->table->rows[r];
        const size_t printed = count_printed(h, row);
        bool any;
        const size_t found = take_values(h, row, printed, &any);
        out->found += found;
        if (any)
            out->expected += printed;
        else
            out->absent += printed;
    }
}

static bool make_room(ds_answered_claim *claims, size_t n) {
    bool whole = true;
    for (size_t c = 0; c < n; c++) {
        const size_t n_facts = claims[c].sheet == NULL ? 0 : claims[c].sheet->n_facts;
        claims[c].used = ds_calloc(n_facts + 1, sizeof *claims[c].used);
        whole = whole && claims[c].used != NULL;
    }
    return whole;
}

ds_status ds_answered_hold(const ds_audit_table *table, ds_answered_claim *claims, size_t n,
                           const ds_release *release, ds_answered_held *out, ds_error *err) {
    holding_table h = {.table = table, .claims = claims, .n = n, .release = release};
    bool whole = make_room(claims, n);
    h.maps = ds_calloc(n + 1, sizeof *h.maps);
    *out = (ds_answered_held){0};
    if (whole && h.maps != NULL) {
        map_keys(&h);
        hold_rows(&h, out);
        out->keys = table->n_keys > 0;
        for (size_t k = 0; k < table->n_keys; k++)
            out->keys = out->keys && h.mapped[k];
    }
    whole = whole && h.maps != NULL;
    ds_free(h.maps);
    for (size_t c = 0; c < n; c++) {
        ds_free(claims[c].used);
        claims[c].used = NULL;
    }
    return whole ? DS_OK : ds_error_memory(err);
}
