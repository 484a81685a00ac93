/* table/describe.c: looks at an unknown file. See ds_table_describe.
 *
 * The first line is read as a record like any other, and judged after the others are known: it
 * names the columns when more of its fields stand out from what is below them (a word above
 * numbers, dates, or codes that are others) than are numbers, dates or words of the rows. Of a file
 * without names the fields of the first line are a row. A file of which the lines have different
 * kinds is told by its first fields. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "base/text.h"
#include "table/describe.h"

enum { PAIR_COLUMNS_MAX = 8, PAIRS_MAX = PAIR_COLUMNS_MAX * (PAIR_COLUMNS_MAX - 1) / 2 };

typedef struct describing {
    ds_table_description *d;
    const ds_table_place *places; /* of fixed width; NULL */
    char **first;                 /* first[n]: the fields of the first line */
    size_t n;
    ds_column_look *looks;
    uint64_t n_rows;
    size_t share, n_shares; /* which columns are looked at here: of each n_shares the share-th */
} describing;

/* ---- lines of different kinds ---- */

static const char *const record_kinds[] = {"VLP", "SLR", "PER", "ISG", "ISP", "ISE", "BPV", "BII",
                                           "DIP", "BID", "AMO", "GEO", "KZD", "VAK", "TSO"};

static bool is_record_kind(ds_text text) {
    for (size_t i = 0; i < sizeof record_kinds / sizeof *record_kinds; i++)
        if (ds_text_is(text, record_kinds[i])) return true;
    return false;
}

static ds_text first_field(ds_text line, char delimiter) {
    const char *end = line.size == 0 ? NULL : memchr(line.data, delimiter, line.size);
    return ds_text_trim((ds_text){line.data, end == NULL ? line.size : (size_t)(end - line.data)});
}

static void count_kind(ds_table_description *d, ds_text text) {
    if (!is_record_kind(text)) return;
    for (size_t i = 0; i < d->n_kinds; i++)
        if (ds_text_is(text, d->kinds[i].text)) {
            d->kinds[i].n++;
            return;
        }
    memcpy(d->kinds[d->n_kinds].text, text.data, text.size);
    d->kinds[d->n_kinds++].n = 1;
}

static ds_status no_header(void *context, const ds_text *names, size_t n_names, ds_error *err) {
    (void)context;
    (void)names;
    (void)n_names;
    (void)err;
    return DS_OK;
}

static ds_status count_lines(void *context, const ds_table_batch *b, ds_error *err) {
    ds_table_description *d = context;
    (void)err;
    for (size_t i = 0; i < b->n_records; i++)
        count_kind(d, first_field(b->fields[i], d->info.delimiter));
    d->n_rows += b->n_records;
    return DS_OK;
}

/* Whether the lines are DUO's records: more than half of them begin with a known kind. */
static ds_status look_for_records(const char *path, ds_table_description *d, ds_error *err) {
    const ds_table_place whole = {{"regel", 5}, 1, 0};
    const ds_table_shape shape = {
        .columns = &whole, .n_columns = 1, .fixed_width = true, .short_lines = true};
    const ds_table_sink sink = {d, no_header, count_lines, NULL, NULL, NULL};
    uint64_t n = 0;
    ds_status status = ds_table_read_shaped(path, &d->info, &shape, 1, &sink, err);
    for (size_t i = 0; i < d->n_kinds; i++)
        n += d->kinds[i].n;
    d->records = n * 2 > d->n_rows;
    if (!d->records) d->n_rows = 0;
    return status;
}

/* ---- columns ---- */

static ds_status take_first(void *context, const ds_text *names, size_t n_names, ds_error *err) {
    describing *t = context;
    t->first = ds_calloc(n_names, sizeof *t->first);
    t->looks = ds_calloc(n_names, sizeof *t->looks);
    if (t->first == NULL || t->looks == NULL) return ds_error_memory(err);
    t->n = n_names;
    if (t->share == 0) { /* what is of the whole is the first share's */
        t->d->columns = ds_calloc(n_names, sizeof *t->d->columns);
        if (t->d->columns == NULL) return ds_error_memory(err);
        t->d->n_columns = n_names;
    }
    for (size_t i = 0; i < n_names; i++) {
        ds_column_look_init(&t->looks[i]);
        t->first[i] = ds_strndup(names[i].data, names[i].size);
        if (t->first[i] == NULL) return ds_error_memory(err);
    }
    return DS_OK;
}

static void copy_cut(char *to, size_t size, ds_text text) {
    size_t n = text.size < size - 1 ? text.size : size - 1;
    while (n > 0 && n < text.size && ((unsigned char)text.data[n] & 0xC0) == 0x80)
        n--; /* no half characters */
    if (n > 0) memcpy(to, text.data, n);
    to[n] = '\0';
}

/* Keeps it; the values stay what is looked at. */
static ds_table_label_use take_label(void *context, const ds_table_label *label) {
    const describing *t = context;
    ds_table_profile *p;
    if (t->share != 0) return DS_TABLE_VALUE;
    p = &t->d->columns[label->column];
    if (ds_name_is_personal(ds_text_of(t->first[label->column]))) return DS_TABLE_VALUE;
    if (p->n_labels == DS_TABLE_CODES_MAX || label->value.size > DS_TABLE_CODE_SIZE) {
        p->n_more_labels++;
        return DS_TABLE_VALUE;
    }
    copy_cut(p->labels[p->n_labels].value, sizeof p->labels[0].value, label->value);
    copy_cut(p->labels[p->n_labels].label, sizeof p->labels[0].label, label->label);
    p->n_labels++;
    return DS_TABLE_VALUE;
}

static ds_status take_batch(void *context, const ds_table_batch *b, ds_error *err) {
    describing *t = context;
    for (size_t i = 0; i < b->n_records; i++)
        for (size_t c = t->share; c < b->n_columns; c += t->n_shares)
            if (!ds_column_look_add(&t->looks[c], b->fields[i * b->n_columns + c]))
                return ds_error_memory(err);
    t->n_rows += b->n_records;
    return DS_OK;
}

/* What speaks for names on the first line, column by column, and what against: one word that
 * happens to be a value, or a year over a column, is outvoted by the others. */
typedef struct header_votes {
    size_t n_for, n_against, n_empty;
} header_votes;

static bool stands_below(const ds_column_look *look, ds_text text) {
    for (size_t c = 0; c < look->n_codes && c < DS_TABLE_CODES_MAX; c++)
        if (ds_text_is(text, look->codes[c].text)) return true;
    return false;
}

static void vote_by_column(const ds_column_look *look, ds_text text, header_votes *votes) {
    const bool codes =
        look->n_codes <= DS_TABLE_CODES_MAX && look->n >= 20 && look->n >= 10 * look->n_codes;
    const bool numbers = look->dates != 0 || (look->looks & (DS_LOOKS_DECIMAL | DS_LOOKS_SERIAL));
    const bool value = (ds_value_looks(text) & DS_LOOKS_DECIMAL) || ds_value_dates(text) != 0 ||
                       ds_value_is_mark(text) || (codes && stands_below(look, text));
    if (text.size == 0)
        votes->n_empty++;
    else if (value)
        votes->n_against++;
    else if (look->longest > 0) /* a word above numbers, dates or codes that are not it */
        votes->n_for += codes || numbers;
}

/* Whether the first line names the columns. */
static bool is_header(const describing *t) {
    header_votes votes = {0};
    for (size_t i = 0; i < t->n; i++)
        vote_by_column(&t->looks[i], ds_text_of(t->first[i]), &votes);
    if (votes.n_empty > 1 && votes.n_empty * 4 > t->n) return false;
    if (t->n_rows == 0) return votes.n_against == 0;
    return votes.n_for > votes.n_against;
}

/* Names that may stand in a mapping; else kolom_<n>. */
static void name_columns(const describing *t) {
    ds_table_description *d = t->d;
    for (size_t i = 0; i < t->n && d->header; i++) {
        d->bad_names = d->bad_names || (t->first[i][0] == '\0' && t->looks[i].longest > 0);
        for (size_t j = 0; j < i && t->first[i][0] != '\0'; j++)
            d->bad_names = d->bad_names ||
                           ds_text_equal_nocase(ds_text_of(t->first[i]), ds_text_of(t->first[j]));
    }
    for (size_t i = 0; i < t->n; i++) {
        bool clash = t->first[i][0] == '\0';
        for (size_t j = 0; j < i && !clash; j++)
            clash = ds_text_equal_nocase(ds_text_of(t->first[i]), ds_text_of(t->first[j]));
        if (d->header && !clash && strlen(t->first[i]) < sizeof d->columns[i].name)
            (void)snprintf(d->columns[i].name, sizeof d->columns[i].name, "%s", t->first[i]);
        else if (d->header && !clash)
            d->bad_names = true; /* too long to be given back as it stands */
        if (d->columns[i].name[0] == '\0')
            (void)snprintf(d->columns[i].name, sizeof d->columns[i].name, "kolom_%zu", i + 1);
    }
}

static ds_status finish_columns(describing *t, ds_error *err) {
    ds_table_description *d = t->d;
    d->header = d->info.format != DS_TABLE_CSV || (t->places == NULL && is_header(t));
    for (size_t i = 0; i < t->n && !d->header && t->places == NULL; i++)
        if (!ds_column_look_add(&t->looks[i], ds_text_of(t->first[i]))) return ds_error_memory(err);
    d->n_rows = t->n_rows + (!d->header && t->places == NULL);
    name_columns(t);
    for (size_t i = 0; i < t->n && t->places != NULL; i++) {
        d->columns[i].from = t->places[i].from;
        d->columns[i].to = t->places[i].to;
    }
    for (size_t i = 0; i < t->n; i++)
        ds_column_look_finish(&t->looks[i], d->n_rows, &d->columns[i]);
    return DS_OK;
}

/* ---- pairs ---- */

typedef struct pairing {
    const ds_table_description *d;
    size_t columns[PAIR_COLUMNS_MAX], n_columns;
    ds_hash_set sets[PAIRS_MAX];
    bool twice[PAIRS_MAX];
} pairing;

/* The row may tell two apart: of each pair of columns a hash of both values. */
static bool add_row(pairing *p, const ds_text *fields) {
    uint64_t hashes[PAIR_COLUMNS_MAX] = {0};
    size_t at = 0;
    for (size_t i = 0; i < p->n_columns; i++) {
        ds_text text = ds_text_trim(fields[p->columns[i]]);
        hashes[i] = ds_hash_mix(ds_hash_fnv1a(text.data, text.size));
    }
    for (size_t i = 0; i < p->n_columns; i++)
        for (size_t j = i + 1; j < p->n_columns; j++, at++) {
            bool is_new = true;
            if (p->twice[at]) continue;
            if (!ds_hash_set_add(&p->sets[at], hashes[i] * 31 + hashes[j], &is_new)) return false;
            if (!is_new || p->sets[at].full) {
                p->twice[at] = true;
                ds_hash_set_done(&p->sets[at]);
            }
        }
    return true;
}

static ds_status pair_first(void *context, const ds_text *names, size_t n_names, ds_error *err) {
    pairing *p = context;
    (void)n_names;
    return p->d->header || add_row(p, names) ? DS_OK : ds_error_memory(err);
}

static ds_status pair_batch(void *context, const ds_table_batch *b, ds_error *err) {
    pairing *p = context;
    for (size_t i = 0; i < b->n_records; i++)
        if (!add_row(p, b->fields + i * b->n_columns)) return ds_error_memory(err);
    return DS_OK;
}

/* Of the columns without missing values and without decimals, those with the most different values:
 * two of them can only tell the rows apart when the product of their numbers is large enough. */
static void choose_columns(const ds_table_description *d, pairing *p) {
    for (size_t i = 0; i < d->n_columns; i++) {
        const ds_table_profile *c = &d->columns[i];
        size_t at = p->n_columns;
        if (c->n_empty + c->n_marked > 0 || c->kind == DS_TABLE_KIND_DECIMAL || c->n_distinct < 2)
            continue;
        while (at > 0 && d->columns[p->columns[at - 1]].n_distinct < c->n_distinct) {
            if (at < PAIR_COLUMNS_MAX) p->columns[at] = p->columns[at - 1];
            at--;
        }
        if (at < PAIR_COLUMNS_MAX) p->columns[at] = i;
        if (p->n_columns < PAIR_COLUMNS_MAX) p->n_columns++;
    }
}

static void skip_hopeless(pairing *p) {
    size_t at = 0;
    for (size_t i = 0; i < p->n_columns; i++)
        for (size_t j = i + 1; j < p->n_columns; j++, at++) {
            const uint64_t a = p->d->columns[p->columns[i]].n_distinct;
            const uint64_t b = p->d->columns[p->columns[j]].n_distinct;
            p->sets[at].maximum = DS_TABLE_DISTINCT_MAX;
            p->twice[at] = a * b < p->d->n_rows;
        }
}

static void take_pairs(const pairing *p, ds_table_description *d) {
    size_t at = 0;
    for (size_t i = 0; i < p->n_columns; i++)
        for (size_t j = i + 1; j < p->n_columns; j++, at++) {
            const size_t a = p->columns[i], b = p->columns[j];
            if (p->twice[at] || d->n_pairs == DS_TABLE_KEYS_MAX) continue;
            d->pairs[d->n_pairs][0] = a < b ? a : b;
            d->pairs[d->n_pairs++][1] = a < b ? b : a;
        }
}

static ds_status find_pairs(const char *path, ds_table_description *d, ds_error *err) {
    const ds_table_shape shape = {.unchecked = true};
    pairing *p;
    ds_table_sink sink = {NULL, pair_first, pair_batch, NULL, NULL, NULL};
    ds_status status;
    if (d->n_rows < 2 || d->n_rows > DS_TABLE_DISTINCT_MAX || d->fixed_width) return DS_OK;
    for (size_t i = 0; i < d->n_columns; i++)
        if (d->columns[i].key) return DS_OK;
    p = ds_calloc(1, sizeof *p);
    if (p == NULL) return ds_error_memory(err);
    p->d = d;
    sink.context = p;
    choose_columns(d, p);
    skip_hopeless(p);
    status = ds_table_read_shaped(path, &d->info, &shape, 1, &sink, err);
    if (status == DS_OK) take_pairs(p, d);
    for (size_t i = 0; i < PAIRS_MAX; i++)
        ds_hash_set_done(&p->sets[i]);
    ds_free(p);
    return status;
}

/* ---- shares ----
 *
 * To look at a value takes many times what it takes to read it, so each thread reads the whole file
 * and looks at columns of its own: nothing is to be brought together, and what comes of it does not
 * depend on how many there are. */

typedef struct shares {
    const char *path;
    const ds_table_shape *shape;
    const ds_table_info *info;
    describing *each;
} shares;

static ds_status read_share(void *context, size_t i, size_t worker, ds_error *err) {
    const shares *s = context;
    const ds_table_sink sink = {&s->each[i], take_first, take_batch, NULL, take_label, NULL};
    (void)worker;
    return ds_table_read_shaped(s->path, s->info, s->shape, 1, &sink, err);
}

/* What reads more slowly than text is read once. */
static size_t count_shares(const ds_table_info *info) {
    return info->format == DS_TABLE_CSV ? ds_parallel_workers(0) : 1;
}

static void free_share(describing *t) {
    for (size_t i = 0; i < t->n && t->looks != NULL && t->first != NULL; i++) {
        ds_hash_set_done(&t->looks[i].distinct);
        ds_free(t->first[i]);
    }
    ds_free(t->first);
    ds_free(t->looks);
}

/* The first share gets the columns of the others. */
static void gather_shares(describing *each, size_t n) {
    for (size_t i = 0; n > 0 && i < each[0].n; i++) {
        ds_column_look *from = &each[i % n].looks[i], *to = &each[0].looks[i];
        if (from == to) continue;
        *to = *from;
        from->distinct = (ds_hash_set){.maximum = from->distinct.maximum};
    }
}

static ds_status read_columns(const char *path, const ds_table_shape *shape,
                              ds_table_description *d, ds_error *err) {
    const size_t n = count_shares(&d->info);
    describing *each = ds_calloc(n, sizeof *each);
    shares s = {path, shape, &d->info, each};
    ds_status status;
    if (each == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < n; i++)
        each[i] = (describing){.d = d, .places = shape->columns, .share = i, .n_shares = n};
    status = ds_parallel(n, n, read_share, &s, err);
    if (status == DS_OK) {
        gather_shares(each, n);
        status = finish_columns(&each[0], err);
    }
    for (size_t i = 0; i < n; i++)
        free_share(&each[i]);
    ds_free(each);
    return status;
}

/* Reads the lines at the places where columns seem to be. */
static ds_status read_places(const char *path, const ds_width_look *look, ds_table_description *d,
                             ds_error *err) {
    enum { PLACES_MAX = 256 };
    ds_table_place *places = ds_calloc(PLACES_MAX, sizeof *places);
    char(*names)[32] = ds_calloc(PLACES_MAX, sizeof *names);
    ds_table_shape shape = {.columns = places, .fixed_width = true, .short_lines = true};
    ds_status status = DS_OK;
    if (places == NULL || names == NULL) status = ds_error_memory(err);
    if (status == DS_OK) shape.n_columns = ds_width_places(look, places, PLACES_MAX);
    for (size_t i = 0; i < shape.n_columns; i++) {
        (void)snprintf(names[i], sizeof names[i], "kolom_%zu", i + 1);
        places[i].name = ds_text_of(names[i]);
    }
    d->fixed_width = true;
    d->short_lines = look->shortest < look->longest;
    if (status == DS_OK) status = read_columns(path, &shape, d, err);
    ds_free(places);
    ds_free(names);
    return status;
}

static bool is_asc(const char *path) {
    const size_t size = strlen(path);
    return size > 4 && ds_text_equal_nocase((ds_text){path + size - 4, 4}, ds_text_of(".asc"));
}

/* Lines of one length, or in a file that is called .asc, as DUO calls them. */
static bool is_fixed_width(const char *path, const ds_width_look *look) {
    return look->n > 0 && look->n_lines > 0 && (look->shortest == look->longest || is_asc(path));
}

/* Text that has no delimiter, or not the same number on each line, may have columns at fixed
 * places. fault: what reading it with a delimiter met; DS_OK when that went well, with one column.
 */
static ds_status try_fixed_width(const char *path, ds_status fault, ds_table_description *d,
                                 ds_error *err) {
    ds_table_description other = {.info = d->info};
    ds_width_look look = {.kinds = NULL};
    ds_error aside;
    ds_status status = ds_width_look_at(path, &d->info, &look, &aside);
    bool fixed = status == DS_OK && is_fixed_width(path, &look);
    /* a list of one column, with or without a name, is read as well either way */
    if (fault == DS_OK && fixed) fixed = look.shortest < look.longest || look.n > 12;
    if (status == DS_OK && fixed) status = read_places(path, &look, &other, &aside);
    ds_width_look_done(&look);
    if (status == DS_OK && fixed && (fault != DS_OK || other.n_columns > 1)) {
        ds_table_description_done(d);
        *d = other;
        return DS_OK;
    }
    ds_table_description_done(&other);
    if (status != DS_OK && err != NULL) *err = aside;
    return status != DS_OK ? status : fault;
}

static ds_status read_any_columns(const char *path, ds_table_description *d, ds_error *err) {
    const ds_table_shape shape = {.unchecked = true};
    ds_status status = read_columns(path, &shape, d, err);
    if (d->info.format != DS_TABLE_CSV || status == DS_FAULT) return status;
    if (status == DS_OK && (d->n_columns > 1 || !is_asc(path))) return DS_OK;
    return try_fixed_width(path, status, d, err);
}

ds_status ds_table_describe(const char *path, ds_table_description *out, ds_error *err) {
    ds_table_description d;
    ds_status status;
    memset(&d, 0, sizeof d);
    status = ds_table_inspect(path, &d.info, err);
    if (status == DS_OK && d.info.format == DS_TABLE_CSV) status = look_for_records(path, &d, err);
    if (status == DS_OK && !d.records) status = read_any_columns(path, &d, err);
    if (status == DS_OK && !d.records) status = find_pairs(path, &d, err);
    if (status == DS_OK)
        *out = d;
    else
        ds_table_description_done(&d);
    return status;
}

void ds_table_description_done(ds_table_description *description) {
    ds_free(description->columns);
    description->columns = NULL;
    description->n_columns = 0;
}
