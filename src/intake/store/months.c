/* intake/store/months.c: DUO's monthly lists counted, as cells in a file of the generation
 * (maanden.csv): of each school year, month and institution who was in the start population, and
 * who of them stood on the list of early leavers. A person counts once at each institution. What
 * is asked of them (doorstroom maand) adds cells up and reads no person.
 *
 * A month counts where an institution has both lists of it. DUO's own list of leavers has every
 * month from its first to its last: one between them without rows is a month without leavers; any
 * other month without rows has no list, which is not the same as nobody. */
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "intake/store/store.h"

enum {
    YEAR_MONTHS = 12, /* October to September */
    MONTHS = 15,      /* and October to December after it */
    LEVELS = 5,
    WAYS = 16,
    TEXT_MAX = 1 << 28
};

/* The measures, an indicator each; of the first and NA the persons are the noemer of a share. */
typedef enum month_measure {
    MONTH_STARTED,       /* in the start population, and the leavers are known */
    MONTH_UNKNOWN,       /* in the start population of a month without a list of leavers */
    MONTH_LEFT,          /* of STARTED: on the list of leavers */
    MONTH_FIRST,         /* LEFT for the first time in the school year; with ENTERED */
    MONTH_ENTERED,       /* in a start population for the first time in the school year */
    MONTH_OUTSIDE,       /* on the list of leavers, not in the start population */
    MONTH_WITHOUT_START, /* on the list of leavers of a month without a start population */
    MONTH_AFTER,         /* in a start population of the year that a list after it is of */
    MONTH_AFTER_LEFT,
    MONTH_AFTER_OUTSIDE,
    MONTH_UNSTATED, /* rows of no list */
    MONTH_MEASURES
} month_measure;

typedef struct month_lists { /* of one institution and school year; a bit a month */
    uint32_t start, left, after;
} month_lists;

typedef struct month_person {
    const ds_month *start[MONTHS], *left[MONTHS], *after[MONTHS];
} month_person;

typedef uint64_t month_counts[MONTHS][LEVELS][WAYS][MONTH_MEASURES];

enum {
    OUT_MONTH,
    OUT_FIRST,
    OUT_ENTERED,
    OUT_OUTSIDE,
    OUT_WITHOUT_START,
    OUT_AFTER,
    OUT_AFTER_OUTSIDE,
    OUT_UNSTATED,
    OUT_BOTH,    /* 1 where an institution has both lists of a month */
    OUT_MISSING, /* 1 where it lacks one */
    OUTS
};
static const char *const indicators[OUTS] = {
    "vsv_maand",           "vsv_maand_nieuw",        "vsv_maand_ingestroomd",
    "vsv_maand_buiten",    "vsv_maand_zonder_start", "vsv_maand_na",
    "vsv_maand_na_buiten", "vsv_maand_zonder_lijst", "vsv_maand_gedekt",
    "vsv_maand_ontbreekt"};

typedef struct months_writing {
    const ds_resolved *resolved;
    month_counts *counts;
    ds_buffer out[OUTS];
} months_writing;

static size_t month_index(const ds_month *row) {
    const uint32_t at = (row->maand / 100 - row->schooljaar) * 12 + row->maand % 100 - 10;
    return at < MONTHS ? at : MONTHS - 1;
}

/* Rows of the same list: those from i on of its school year and, with place, institution. */
static size_t end_of_list(const ds_resolved *r, size_t i, bool place) {
    const ds_month *first = &r->months[i];
    while (i < r->n_months && r->months[i].schooljaar == first->schooljaar &&
           (!place || r->months[i].instelling == first->instelling))
        i++;
    return i;
}

static month_lists find_lists(const ds_month *rows, size_t n) {
    month_lists lists = {0};
    size_t low = MONTHS, high = 0;
    for (size_t i = 0; i < n; i++) {
        const size_t at = month_index(&rows[i]);
        if (rows[i].lijst == DS_LIST_START) lists.start |= 1u << at;
        if (rows[i].lijst == DS_LIST_VSV) lists.left |= 1u << at;
        if (rows[i].lijst == DS_LIST_NA) lists.after |= 1u << at;
        if (rows[i].lijst != DS_LIST_VSV || !rows[i].duo) continue;
        if (at < low) low = at;
        if (at > high) high = at;
    }
    for (size_t at = low; at <= high; at++)
        lists.left |= 1u << at;
    return lists;
}

/* ---- counting ---- */

static void count_month(months_writing *w, size_t at, const ds_month *row, month_measure measure) {
    (*w->counts)[at][row->niveau % LEVELS][row->leerweg % WAYS][measure]++;
}

static void count_year(months_writing *w, const month_lists *lists, const month_person *p) {
    const ds_month *entered = NULL; /* a person keeps the keys of then, so that shares are of one */
    bool before = false;
    for (size_t at = 0; at < YEAR_MONTHS; at++) {
        const ds_month *start = p->start[at], *left = p->left[at];
        const bool known = (lists->left >> at & 1) != 0;
        if (start != NULL) count_month(w, at, start, known ? MONTH_STARTED : MONTH_UNKNOWN);
        if (start != NULL && entered == NULL) {
            entered = start;
            count_month(w, at, start, MONTH_ENTERED);
        }
        if (left == NULL) continue;
        if (start == NULL) {
            const bool has_start = (lists->start >> at & 1) != 0;
            count_month(w, at, left, has_start ? MONTH_OUTSIDE : MONTH_WITHOUT_START);
            continue;
        }
        count_month(w, at, start, MONTH_LEFT);
        if (!before) count_month(w, at, entered, MONTH_FIRST);
        before = true;
    }
}

/* A list after the year is of whoever was in a start population of the year. */
static void count_after(months_writing *w, const month_lists *lists, const month_person *p) {
    const ds_month *entered = NULL;
    for (size_t at = 0; at < MONTHS; at++) {
        if (entered == NULL) entered = p->start[at];
        if ((lists->after >> at & 1) == 0) continue;
        if (entered != NULL) count_month(w, at, entered, MONTH_AFTER);
        if (p->after[at] == NULL) continue;
        if (entered != NULL)
            count_month(w, at, entered, MONTH_AFTER_LEFT);
        else
            count_month(w, at, p->after[at], MONTH_AFTER_OUTSIDE);
    }
}

static void count_list(months_writing *w, const ds_month *rows, size_t n,
                       const month_lists *lists) {
    for (size_t i = 0; i < n;) {
        const uint32_t person = rows[i].person;
        month_person p = {0};
        for (; i < n && rows[i].person == person; i++) {
            const size_t at = month_index(&rows[i]);
            if (rows[i].lijst == DS_LIST_START) p.start[at] = &rows[i];
            if (rows[i].lijst == DS_LIST_VSV) p.left[at] = &rows[i];
            if (rows[i].lijst == DS_LIST_NA) p.after[at] = &rows[i];
            if (rows[i].lijst == DS_LIST_UNSTATED) count_month(w, at, &rows[i], MONTH_UNSTATED);
        }
        count_year(w, lists, &p);
        count_after(w, lists, &p);
    }
}

/* ---- writing ---- */

/* RFC 4180; a name is quoted always, which is the same to whoever reads it. */
static void add_place(ds_buffer *out, ds_text name) {
    ds_buffer_add_char(out, '"');
    for (size_t i = 0; i < name.size; i++) {
        if (name.data[i] == '"') ds_buffer_add_char(out, '"');
        ds_buffer_add_char(out, name.data[i]);
    }
    ds_buffer_add_char(out, '"');
}

typedef struct month_key {
    uint16_t schooljaar;
    uint32_t instelling;
    size_t at, niveau, leerweg;
} month_key;

static void put_month_cell(months_writing *w, size_t out, const month_key *key, uint64_t teller,
                           uint64_t noemer, uint64_t onbekend) {
    ds_buffer *to = &w->out[out];
    const size_t month = (key->at + 9) % 12 + 1;
    const size_t year = key->schooljaar + (key->at + 9) / 12;
    if (noemer + onbekend == 0) return;
    ds_buffer_addf(to, "%s,%u,%zu,", indicators[out], key->schooljaar, year * 100 + month);
    add_place(to, key->instelling == 0
                      ? ds_text_of("onbekend")
                      : w->resolved->words[DS_WORD_INSTELLING][key->instelling - 1]);
    if (key->niveau == 0)
        ds_buffer_add_string(to, ",onbekend,");
    else
        ds_buffer_addf(to, ",%zu,", key->niveau);
    ds_buffer_add_string(to, key->leerweg == 0 ? "onbekend"
                                               : ds_codes_leerweg.values[key->leerweg - 1]);
    ds_buffer_addf(to, ",%llu,%llu,%llu,0\n", (unsigned long long)teller,
                   (unsigned long long)noemer, (unsigned long long)onbekend);
}

static void put_counts(months_writing *w, const month_key *key) {
    const uint64_t *n = (*w->counts)[key->at][key->niveau][key->leerweg];
    put_month_cell(w, OUT_MONTH, key, n[MONTH_LEFT], n[MONTH_STARTED],
                   n[MONTH_UNKNOWN] + n[MONTH_WITHOUT_START]);
    put_month_cell(w, OUT_FIRST, key, 0, n[MONTH_FIRST], 0);
    put_month_cell(w, OUT_ENTERED, key, 0, n[MONTH_ENTERED], 0);
    put_month_cell(w, OUT_OUTSIDE, key, 0, n[MONTH_OUTSIDE], 0);
    put_month_cell(w, OUT_WITHOUT_START, key, 0, n[MONTH_WITHOUT_START], 0);
    put_month_cell(w, OUT_AFTER, key, n[MONTH_AFTER_LEFT], n[MONTH_AFTER], 0);
    put_month_cell(w, OUT_AFTER_OUTSIDE, key, 0, n[MONTH_AFTER_OUTSIDE], 0);
    put_month_cell(w, OUT_UNSTATED, key, 0, n[MONTH_UNSTATED], 0);
}

static void put_list(months_writing *w, const ds_month *first, const month_lists *lists,
                     size_t n_months) {
    month_key key = {.schooljaar = first->schooljaar, .instelling = first->instelling};
    for (key.at = 0; key.at < MONTHS; key.at++)
        for (key.niveau = 0; key.niveau < LEVELS; key.niveau++)
            for (key.leerweg = 0; key.leerweg <= ds_codes_leerweg.n_values; key.leerweg++)
                put_counts(w, &key);
    key.niveau = key.leerweg = 0;
    for (key.at = 0; key.at < n_months; key.at++)
        put_month_cell(w, (lists->start & lists->left) >> key.at & 1 ? OUT_BOTH : OUT_MISSING, &key,
                       0, 1, 0);
}

/* How many months of the school year that begins at i have a list, at whichever institution. */
static size_t count_months(const ds_resolved *r, size_t i) {
    const size_t end = end_of_list(r, i, false);
    size_t n = 0;
    for (; i < end; i++) {
        const bool in_year =
            r->months[i].lijst == DS_LIST_START || r->months[i].lijst == DS_LIST_VSV;
        if (in_year && month_index(&r->months[i]) + 1 > n) n = month_index(&r->months[i]) + 1;
    }
    return n < YEAR_MONTHS ? n : YEAR_MONTHS;
}

static void write_months(months_writing *w) {
    const ds_resolved *r = w->resolved;
    size_t n_months = 0;
    for (size_t i = 0; i < r->n_months;) {
        const size_t end = end_of_list(r, i, true);
        const month_lists lists = find_lists(&r->months[i], end - i);
        if (i == 0 || r->months[i].schooljaar != r->months[i - 1].schooljaar)
            n_months = count_months(r, i);
        memset(w->counts, 0, sizeof *w->counts);
        count_list(w, &r->months[i], end - i, &lists);
        put_list(w, &r->months[i], &lists, n_months);
        i = end;
    }
}

ds_status ds_store_months(const ds_resolved *resolved, const char *folder, ds_error *err) {
    months_writing w = {.resolved = resolved, .counts = ds_malloc(sizeof *w.counts)};
    char path[DS_PATH_SIZE];
    ds_buffer text;
    ds_status status = ds_file_join(path, folder, "maanden.csv", err);
    ds_buffer_init(&text, TEXT_MAX);
    for (size_t i = 0; i < OUTS; i++)
        ds_buffer_init(&w.out[i], TEXT_MAX);
    if (status == DS_OK && w.counts == NULL) status = ds_error_memory(err);
    if (status == DS_OK) write_months(&w);
    for (size_t i = 0; i < OUTS; i++) {
        if (status == DS_OK) status = ds_buffer_finish(&w.out[i], err);
        if (status == DS_OK && w.out[i].size > 0) {
            ds_buffer_add_string(&text, "indicator,schooljaar,maand,instelling,niveau,leerweg,"
                                        "teller,noemer,onbekend,percentage\n");
            ds_buffer_add(&text, w.out[i].data, w.out[i].size);
        }
        ds_buffer_done(&w.out[i]);
    }
    if (status == DS_OK) status = ds_buffer_finish(&text, err);
    if (status == DS_OK)
        status = ds_file_write_private(path, ds_buffer_string(&text), text.size, err);
    ds_buffer_done(&text);
    ds_free(w.counts);
    return status;
}
