/* table/describe_column.c: what one column holds, value by value, and what that makes it. See
 * describe.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/text.h"
#include "table/describe.h"

void ds_hash_set_done(ds_hash_set *set) {
    ds_free(set->slots);
    *set = (ds_hash_set){.maximum = set->maximum};
}

static void put_hash(uint64_t *slots, size_t n_slots, uint64_t hash) {
    size_t i = (size_t)hash & (n_slots - 1);
    while (slots[i] != 0)
        i = (i + 1) & (n_slots - 1);
    slots[i] = hash;
}

static bool grow_set(ds_hash_set *set) {
    size_t n_slots = set->n_slots == 0 ? 64 : set->n_slots * 2;
    uint64_t *slots = ds_calloc(n_slots, sizeof *slots);
    if (slots == NULL) return false;
    for (size_t i = 0; i < set->n_slots; i++)
        if (set->slots[i] != 0) put_hash(slots, n_slots, set->slots[i]);
    ds_free(set->slots);
    set->slots = slots;
    set->n_slots = n_slots;
    return true;
}

bool ds_hash_set_add(ds_hash_set *set, uint64_t hash, bool *out_new) {
    bool is_new = true;
    hash = ds_hash_mix(hash);
    if (hash == 0) hash = 1;
    if (set->n * 2 >= set->n_slots && !set->full && !grow_set(set)) return false;
    for (size_t i = (size_t)hash & (set->n_slots - 1); set->slots[i] != 0 && is_new;
         i = (i + 1) & (set->n_slots - 1))
        is_new = set->slots[i] != hash;
    if (is_new && set->n == set->maximum) set->full = true;
    if (is_new && !set->full) {
        put_hash(set->slots, set->n_slots, hash);
        set->n++;
    }
    if (out_new != NULL) *out_new = is_new;
    return true;
}

void ds_column_look_init(ds_column_look *look) {
    memset(look, 0, sizeof *look);
    look->distinct.maximum = DS_TABLE_DISTINCT_MAX;
    look->looks = look->dates = ~0u;
    look->shortest = UINT32_MAX;
}

/* As it stands, once each, as many as fit. */
static void note_mark(ds_column_look *look, ds_text text) {
    size_t used = strlen(look->marks);
    const char *at = look->marks;
    while (*at != '\0') {
        size_t n = strcspn(at, ",");
        if (ds_text_equal((ds_text){at, n}, text)) return;
        at += n + (at[n] == ',');
    }
    if (used + text.size + 2 > sizeof look->marks) return;
    if (used > 0) look->marks[used++] = ',';
    memcpy(look->marks + used, text.data, text.size);
    look->marks[used + text.size] = '\0';
}

static void count_code(ds_column_look *look, ds_text text) {
    if (look->n_codes > DS_TABLE_CODES_MAX) return;
    for (size_t i = 0; i < look->n_codes; i++)
        if (ds_text_is(text, look->codes[i].text)) {
            look->codes[i].n++;
            return;
        }
    if (look->n_codes == DS_TABLE_CODES_MAX || text.size > DS_TABLE_CODE_SIZE) {
        look->n_codes = DS_TABLE_CODES_MAX + 1;
        return;
    }
    memcpy(look->codes[look->n_codes].text, text.data, text.size);
    look->codes[look->n_codes].text[text.size] = '\0';
    look->codes[look->n_codes++].n = 1;
}

bool ds_column_look_add(ds_column_look *look, ds_text text) {
    text = ds_text_trim(text);
    look->n++;
    if (text.size == 0) {
        look->n_empty++;
        return true;
    }
    if (ds_value_is_mark(text)) {
        look->n_marked++;
        note_mark(look, text);
        return true;
    }
    if (text.size < look->shortest) look->shortest = (uint32_t)text.size;
    if (text.size > look->longest) look->longest = (uint32_t)text.size;
    if (look->looks != 0) look->looks &= ds_value_looks(text);
    if (look->dates != 0) look->dates &= ds_value_dates(text);
    count_code(look, text);
    return ds_hash_set_add(&look->distinct, ds_hash_fnv1a(text.data, text.size), NULL);
}

static const char *date_form(unsigned dates) {
    for (size_t i = 0; i < DS_DATE_FORMS; i++)
        if (dates & 1u << i) return ds_date_forms[i];
    return "";
}

/* A code may be shown: short, hardly any digits, no @. Of a column that no name tells about, only
 * what no surname looks like: one character, or something with a digit. */
static bool may_show(const ds_table_code *code, bool named) {
    size_t n_digits = 0;
    for (const char *c = code->text; *c != '\0'; c++) {
        n_digits += *c >= '0' && *c <= '9';
        if (*c == '@' || (unsigned char)*c < ' ') return false;
    }
    return n_digits <= 5 && (named || n_digits > 0 || code->text[1] == '\0');
}

static int compare_codes(const void *a, const void *b) {
    return strcmp(((const ds_table_code *)a)->text, ((const ds_table_code *)b)->text);
}

static bool is_code_list(const ds_column_look *look, const ds_table_profile *out) {
    const uint64_t n = look->n - look->n_empty - look->n_marked;
    bool named;
    if (look->n_codes == 0 || look->n_codes > DS_TABLE_CODES_MAX || n < 10 * look->n_codes)
        return false;
    if (ds_name_is_personal(ds_text_of(out->name))) return false;
    named = strncmp(out->name, "kolom_", 6) != 0; /* what we call a column without a name */
    for (size_t i = 0; i < look->n_codes; i++)
        if (!may_show(&look->codes[i], named)) return false;
    return true;
}

static void take_codes(ds_column_look *look, ds_table_profile *out) {
    qsort(look->codes, look->n_codes, sizeof *look->codes, compare_codes);
    for (size_t i = 0; i < look->n_codes; i++) {
        if (look->codes[i].n >= DS_TABLE_CODE_MIN)
            out->codes[out->n_codes++] = look->codes[i];
        else
            out->n_rare++;
    }
}

/* Digits of one length, or digits and capitals, of which few stand twice. */
static bool is_identifier(const ds_column_look *look) {
    const uint64_t n = look->n - look->n_empty - look->n_marked;
    if (!(look->looks & DS_LOOKS_SERIAL) || look->longest - look->shortest > 1) return false;
    return look->distinct.full || look->distinct.n * 4 >= n;
}

static ds_table_kind kind_of(const ds_column_look *look, const ds_table_profile *out) {
    if (look->n == look->n_empty + look->n_marked) return DS_TABLE_KIND_EMPTY;
    if (look->dates != 0) return DS_TABLE_KIND_DATE;
    if (is_code_list(look, out)) return DS_TABLE_KIND_CODE;
    if (is_identifier(look)) return DS_TABLE_KIND_IDENTIFIER;
    if (look->looks & DS_LOOKS_INTEGER) return DS_TABLE_KIND_INTEGER;
    if (look->looks & DS_LOOKS_DECIMAL) return DS_TABLE_KIND_DECIMAL;
    return DS_TABLE_KIND_FREE_TEXT;
}

void ds_column_look_finish(ds_column_look *look, uint64_t n_rows, ds_table_profile *out) {
    out->kind = kind_of(look, out);
    out->numbers = (look->looks & DS_LOOKS_DECIMAL) != 0 && look->longest > 0;
    out->n_empty = look->n_empty;
    out->n_marked = look->n_marked;
    memcpy(out->marks, look->marks, sizeof out->marks);
    out->n_distinct = look->distinct.n;
    out->more_distinct = look->distinct.full;
    out->shortest = look->longest == 0 ? 0 : look->shortest;
    out->longest = look->longest;
    out->key = n_rows > 1 && !look->distinct.full && look->distinct.n == n_rows;
    if (out->kind == DS_TABLE_KIND_DATE)
        (void)snprintf(out->date_form, sizeof out->date_form, "%s", date_form(look->dates));
    if (out->kind == DS_TABLE_KIND_CODE) take_codes(look, out);
}
