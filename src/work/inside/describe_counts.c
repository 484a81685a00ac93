/* work/inside/describe_counts.c: a first description of a table of counts, for `open --description`
 * (doorstroom/counted.h). What a column is, is told by its name and by what stands in it; what
 * cannot be seen says INVULLEN or is to be looked at. */
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "work/inside/describe_counts.h"

enum { DRAFT_MAX = 1 << 20, NAME_SIZE = 65 };

/* A percentage is neither a count nor a key: it is left out. */
typedef enum column_role { ROLE_KEY, ROLE_YEAR, ROLE_COUNT, ROLE_NONE } column_role;

/* Where four digits that are a year stand in a name; SIZE_MAX for none. */
static size_t year_in(const char *name) {
    for (size_t i = 0; name[i] != '\0'; i++) {
        const size_t n = strspn(name + i, "0123456789");
        if (n == 4 && (name[i] == '1' || name[i] == '2') &&
            (name[i + 1] == '9' || name[i + 1] == '0'))
            return i;
        if (n > 0) i += n - 1;
    }
    return SIZE_MAX;
}

static void fold_name(const char *name, char out[NAME_SIZE]) {
    size_t n = 0;
    for (; *name != '\0' && n + 1 < NAME_SIZE; name++) {
        const char c = *name >= 'A' && *name <= 'Z' ? (char)(*name + 32) : *name;
        const bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (word)
            out[n++] = c;
        else if (n > 0 && out[n - 1] != '_')
            out[n++] = '_';
    }
    while (n > 0 && out[n - 1] == '_')
        n--;
    out[n] = '\0';
}

static bool holds_one_of(const char *name, const char *const *words, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (strstr(name, words[i]) != NULL) return true;
    return false;
}

/* Numbers, or numbers and words such as <5 that hide one. */
static bool looks_counted(const ds_table_profile *p) {
    if (p->kind == DS_TABLE_KIND_INTEGER || (p->numbers && p->kind != DS_TABLE_KIND_IDENTIFIER))
        return true;
    for (size_t i = 0; i < p->n_codes; i++)
        if (p->codes[i].text[0] == '<' || strcmp(p->codes[i].text, "-1") == 0) return true;
    return false;
}

static column_role role_of_column(const ds_table_profile *p) {
    static const char *const counts[] = {"aantal",    "leerling", "student", "instroom", "totaal",
                                         "deelnemer", "count",    "dipman",  "dipvrouw"};
    static const char *const codes[] = {"code", "nummer", "naam", "brin", "niveau", "leerjaar"};
    static const char *const shares[] = {"perc", "aandeel", "pct"};
    char name[NAME_SIZE];
    fold_name(p->name, name);
    if (strcmp(name, "jaar") == 0 || strcmp(name, "peiljaar") == 0 ||
        strcmp(name, "schooljaar") == 0)
        return ROLE_YEAR;
    if (holds_one_of(name, shares, sizeof shares / sizeof *shares)) return ROLE_NONE;
    if (holds_one_of(name, codes, sizeof codes / sizeof *codes)) return ROLE_KEY;
    if (year_in(p->name) != SIZE_MAX) return ROLE_COUNT;
    if (looks_counted(p) || holds_one_of(name, counts, sizeof counts / sizeof *counts))
        return ROLE_COUNT;
    return ROLE_KEY;
}

static void put_quoted(ds_buffer *out, const char *text) {
    ds_buffer_add_char(out, '"');
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\') ds_buffer_add_char(out, '\\');
        ds_buffer_add_char(out, *text);
    }
    ds_buffer_add_char(out, '"');
}

static void put_keys(ds_buffer *out, const ds_table_description *d) {
    ds_buffer_add_string(out, "sleutels:\n");
    for (size_t i = 0; i < d->n_columns; i++) {
        char name[NAME_SIZE];
        if (role_of_column(&d->columns[i]) != ROLE_KEY || d->columns[i].name[0] == '\0') continue;
        fold_name(d->columns[i].name, name);
        ds_buffer_addf(out, "  %s: ", name[0] == '\0' ? "INVULLEN" : name);
        put_quoted(out, d->columns[i].name);
        ds_buffer_add_char(out, '\n');
    }
}

/* N2022 and N2023 are one pattern. */
static bool is_told(const ds_table_description *d, size_t column) {
    const char *name = d->columns[column].name;
    const size_t at = year_in(name);
    for (size_t i = 0; at != SIZE_MAX && i < column; i++) {
        const char *other = d->columns[i].name;
        if (year_in(other) == at && strncmp(name, other, at) == 0 &&
            strcmp(name + at + 4, other + at + 4) == 0)
            return true;
    }
    return false;
}

bool ds_describe_has_years(const ds_table_description *d) {
    for (size_t i = 0; i < d->n_columns; i++)
        if (is_told(d, i)) return true;
    return false;
}

static bool put_counts_of(ds_buffer *out, const ds_table_description *d) {
    bool years = false;
    ds_buffer_add_string(out, "aantallen: # geef kolommen van een indicator dezelfde naam, en wat "
                              "hen scheidt een sleutel: geslacht: m\n");
    for (size_t i = 0; i < d->n_columns; i++) {
        const char *name = d->columns[i].name;
        const size_t at = year_in(name);
        char folded[NAME_SIZE], pattern[NAME_SIZE + 8];
        if (role_of_column(&d->columns[i]) != ROLE_COUNT || is_told(d, i)) continue;
        if (at == SIZE_MAX)
            (void)snprintf(pattern, sizeof pattern, "%s", name);
        else
            (void)snprintf(pattern, sizeof pattern, "%.*s{jaar}%s", (int)at, name, name + at + 4);
        years = years || at != SIZE_MAX;
        (void)snprintf(folded, sizeof folded, "%s", name);
        if (at != SIZE_MAX) folded[at] = '\0';
        fold_name(folded, folded);
        ds_buffer_addf(out, "  - {indicator: %s, kolom: ", folded[0] == '\0' ? "INVULLEN" : folded);
        put_quoted(out, pattern);
        ds_buffer_add_string(out, "}\n");
    }
    return years;
}

static void put_year(ds_buffer *out, const ds_table_description *d) {
    for (size_t i = 0; i < d->n_columns; i++) {
        if (role_of_column(&d->columns[i]) != ROLE_YEAR) continue;
        ds_buffer_add_string(out, "jaar: {kolom: ");
        put_quoted(out, d->columns[i].name);
        ds_buffer_add_string(out, "}\n");
        return;
    }
    ds_buffer_add_string(out, "jaar: {bestandsnaam: ja}\n");
}

ds_status ds_describe_counts(const ds_table_description *d, const char *file, char **out,
                             ds_error *err) {
    ds_buffer yaml;
    ds_status status;
    ds_buffer_init(&yaml, DRAFT_MAX);
    ds_buffer_addf(&yaml, "# Een eerste beschrijving van een tabel van aantallen, voor: doorstroom "
                          "open BESTAND --description DIT.yaml\nnaam: ");
    put_quoted(&yaml, file);
    ds_buffer_add_string(&yaml, "\nbron: INVULLEN\nlicentie: INVULLEN\n");
    put_keys(&yaml, d);
    if (!put_counts_of(&yaml, d)) put_year(&yaml, d);
    ds_buffer_add_string(&yaml, "schooljaar: jaar # of: jaar - 1\nverborgen: {\"<5\": [1, 4], "
                                "\"-1\": [1, 4]} # kijk na wat ze hier betekenen\n"
                                "totaal: [TOTAAL, Totaal]\n");
    status = ds_buffer_finish(&yaml, err);
    if (status == DS_OK) *out = ds_buffer_take(&yaml);
    ds_buffer_done(&yaml);
    return status;
}
