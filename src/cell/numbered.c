/* cell/numbered.c: cells with numbers for keys: of joint cells, sorted and added up; and the
 * combinations of keys that occur. See doorstroom/numbered.h. */
#include "cell/numbered.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

/* ---- life ---- */

typedef struct numbered_own {
    ds_arena arena; /* texts and names */
    ds_text **texts;
    const char **names;
    size_t *n_texts;
    int *years;
    uint32_t *year, *codes;
    uint64_t *counts; /* noemer, teller, onbekend */
} numbered_own;

static void free_numbered_own(numbered_own *own) {
    if (own == NULL) return;
    ds_arena_done(&own->arena);
    ds_free(own->texts);
    ds_free(own->names);
    ds_free(own->n_texts);
    ds_free(own->years);
    ds_free(own->year);
    ds_free(own->codes);
    ds_free(own->counts);
    ds_free(own);
}

void ds_numbered_free(ds_numbered *cells) {
    if (cells == NULL) return;
    free_numbered_own(cells->own);
    ds_free(cells);
}

/* ---- texts, by their bytes ---- */

typedef struct placed_text {
    ds_text text;
    uint32_t from;
} placed_text;

static int compare_placed_texts(const void *x, const void *y) {
    const placed_text *a = x, *b = y;
    return ds_text_compare(a->text, b->text);
}

/* rank[joint's code] is ours; equal texts are one. */
static ds_status rank_texts(const ds_joint *joint, size_t k, numbered_own *own, uint32_t *rank,
                            ds_error *err) {
    const size_t n = joint->n_texts[k];
    placed_text *placed = ds_calloc(n + 1, sizeof *placed);
    ds_text *texts = ds_arena_take(&own->arena, n + 1, sizeof *texts);
    size_t kept = 0;
    if (placed == NULL || texts == NULL) {
        ds_free(placed);
        return ds_error_memory(err);
    }
    for (size_t i = 0; i < n; i++)
        placed[i] = (placed_text){joint->texts[k][i], (uint32_t)i};
    if (n > 0) qsort(placed, n, sizeof *placed, compare_placed_texts);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || compare_placed_texts(&placed[i - 1], &placed[i]) != 0) {
            const char *copy = ds_arena_copy(&own->arena, placed[i].text);
            texts[kept++] = (ds_text){copy, copy == NULL ? 0 : strlen(copy)};
        }
        rank[placed[i].from] = (uint32_t)(kept - 1);
    }
    own->texts[k] = texts;
    own->n_texts[k] = kept;
    ds_free(placed);
    return ds_arena_finish(&own->arena, err);
}

/* ---- rows ---- */

typedef struct numbering {
    const ds_joint *joint;
    const ds_joint_field *field;
    uint32_t **rank; /* by key */
    uint32_t *codes; /* [n * n_keys]: ours, of the rows that count */
    uint64_t *at;    /* [n]: which row of the joint */
    uint32_t *order; /* [n] */
    size_t n;
} numbering;

static void done_numbering(numbering *m) {
    for (size_t k = 0; m->rank != NULL && k < m->joint->n_keys; k++)
        ds_free(m->rank[k]);
    ds_free(m->rank);
    ds_free(m->codes);
    ds_free(m->at);
    ds_free(m->order);
}

static int compare_numbered_rows(const void *x, const void *y, void *context) {
    const numbering *m = context;
    const size_t a = *(const uint32_t *)x, b = *(const uint32_t *)y, n = m->joint->n_keys;
    const uint64_t *rows = m->joint->rows;
    const uint64_t ya = rows[m->at[a] * m->joint->stride], yb = rows[m->at[b] * m->joint->stride];
    if (ya != yb) return ya < yb ? -1 : 1;
    for (size_t k = 0; k < n; k++)
        if (m->codes[a * n + k] != m->codes[b * n + k])
            return m->codes[a * n + k] < m->codes[b * n + k] ? -1 : 1;
    return 0;
}

static void take_joint_rows(numbering *m) {
    const ds_joint *joint = m->joint;
    const size_t n_keys = joint->n_keys;
    for (size_t i = 0; i < joint->n_rows; i++) {
        if (ds_joint_state_of(m->field, joint->rows + i * joint->stride) == DS_JOINT_ABSENT)
            continue;
        for (size_t k = 0; k < n_keys; k++)
            m->codes[m->n * n_keys + k] = m->rank[k][joint->codes[i * n_keys + k]];
        m->at[m->n] = i;
        m->order[m->n] = (uint32_t)m->n;
        m->n++;
    }
    if (m->n > 1) qsort_r(m->order, m->n, sizeof *m->order, compare_numbered_rows, m);
}

static void add_numbered_rows(numbering *m, numbered_own *own, ds_numbered *out) {
    const ds_joint *joint = m->joint;
    const size_t n_keys = joint->n_keys;
    uint64_t *noemer = own->counts, *teller = noemer + m->n, *onbekend = teller + m->n;
    size_t kept = 0;
    for (size_t i = 0; i < m->n; i++) {
        const uint32_t at = m->order[i];
        const uint64_t *row = joint->rows + m->at[at] * joint->stride;
        const ds_joint_state state = ds_joint_state_of(m->field, row);
        const uint64_t persons = ds_joint_persons(joint, row);
        if (i == 0 || compare_numbered_rows(&m->order[i - 1], &at, m) != 0) {
            own->year[kept] = (uint32_t)ds_joint_year(row);
            if (n_keys > 0)
                memcpy(own->codes + kept * n_keys, m->codes + at * n_keys,
                       n_keys * sizeof *own->codes);
            kept++;
        }
        if (state == DS_JOINT_UNKNOWN)
            onbekend[kept - 1] += persons;
        else
            noemer[kept - 1] += persons;
        if (state == DS_JOINT_TRUE) teller[kept - 1] += persons;
    }
    out->n_rows = kept;
    out->year = own->year;
    out->codes = own->codes;
    out->noemer = noemer;
    out->teller = teller;
    out->onbekend = onbekend;
}

/* ---- the whole ---- */

static ds_status make_numbering(const ds_joint *joint, numbering *m, numbered_own *own,
                                ds_error *err) {
    const size_t n = joint->n_rows, n_keys = joint->n_keys;
    ds_status status = DS_OK;
    if (n >= UINT32_MAX)
        return ds_error_set(err, DS_INPUT, "te veel combinaties: vraag minder kenmerken",
                            "too many combinations: ask for fewer attributes");
    m->rank = ds_calloc(n_keys + 1, sizeof(uint32_t *));
    m->codes = ds_calloc(n * n_keys + 1, sizeof *m->codes);
    m->at = ds_calloc(n + 1, sizeof *m->at);
    m->order = ds_calloc(n + 1, sizeof *m->order);
    if (m->rank == NULL || m->codes == NULL || m->at == NULL || m->order == NULL)
        return ds_error_memory(err);
    for (size_t k = 0; status == DS_OK && k < n_keys; k++) {
        m->rank[k] = ds_calloc(joint->n_texts[k] + 1, sizeof *m->rank[k]);
        status =
            m->rank[k] == NULL ? ds_error_memory(err) : rank_texts(joint, k, own, m->rank[k], err);
    }
    return status;
}

static ds_status make_numbered_own(const ds_joint *joint, const char *const *names,
                                   numbered_own *own, ds_error *err) {
    const size_t n = joint->n_rows, n_keys = joint->n_keys;
    own->texts = ds_calloc(n_keys + 1, sizeof(ds_text *));
    own->names = ds_calloc(n_keys + 1, sizeof(char *));
    own->n_texts = ds_calloc(n_keys + 1, sizeof *own->n_texts);
    own->years = ds_calloc(joint->n_years + 1, sizeof *own->years);
    own->year = ds_calloc(n + 1, sizeof *own->year);
    own->codes = ds_calloc(n * n_keys + 1, sizeof *own->codes);
    own->counts = ds_calloc(3 * n + 1, sizeof *own->counts);
    if (own->texts == NULL || own->names == NULL || own->n_texts == NULL || own->years == NULL ||
        own->year == NULL || own->codes == NULL || own->counts == NULL)
        return ds_error_memory(err);
    for (size_t k = 0; k < n_keys; k++)
        own->names[k] = ds_arena_copy(&own->arena, ds_text_of(names[k]));
    for (size_t y = 0; y < joint->n_years; y++)
        own->years[y] = joint->years[y];
    return ds_arena_finish(&own->arena, err);
}

ds_status ds_numbered_from_joint(const ds_joint *joint, size_t field, const char *const *names,
                                 ds_numbered **out, ds_error *err) {
    numbering m = {.joint = joint, .field = &joint->fields[field]};
    ds_numbered *cells = ds_calloc(1, sizeof *cells);
    numbered_own *own = ds_calloc(1, sizeof *own);
    ds_status status = cells == NULL || own == NULL ? ds_error_memory(err) : DS_OK;
    if (status == DS_OK) status = make_numbered_own(joint, names, own, err);
    if (status == DS_OK) status = make_numbering(joint, &m, own, err);
    if (status == DS_OK) {
        take_joint_rows(&m);
        cells->n_years = joint->n_years;
        cells->years = own->years;
        cells->n_keys = joint->n_keys;
        cells->names = own->names;
        cells->texts = (const ds_text *const *)own->texts;
        cells->n_texts = own->n_texts;
        add_numbered_rows(&m, own, cells);
        cells->own = own;
        *out = cells;
    } else {
        free_numbered_own(own);
        ds_free(cells);
    }
    done_numbering(&m);
    return status;
}

/* ---- combinations ---- */

static int compare_mixed(const void *x, const void *y) {
    const uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return (a > b) - (a < b);
}

static uint32_t find_mixed(const uint64_t *sorted, size_t n, uint64_t wanted) {
    size_t low = 0, high = n;
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (sorted[middle] <= wanted)
            low = middle;
        else
            high = middle;
    }
    return (uint32_t)low;
}

static ds_status mix_keys(const ds_numbered *cells, const size_t *keys, size_t n_keys,
                          uint64_t *mixed, ds_error *err) {
    uint64_t product = 1;
    for (size_t k = 0; k < n_keys; k++) {
        const uint64_t radix = cells->n_texts[keys[k]];
        if (radix > 0 && product > ((uint64_t)1 << 62) / radix)
            return ds_error_set(err, DS_INPUT, "te veel combinaties: vraag minder kenmerken",
                                "too many combinations: ask for fewer attributes");
        product *= radix > 0 ? radix : 1;
        for (size_t i = 0; i < cells->n_rows; i++)
            mixed[i] = mixed[i] * radix + cells->codes[i * cells->n_keys + keys[k]];
    }
    return DS_OK;
}

static void split_mixed(const ds_numbered *cells, const size_t *keys, const uint64_t *sorted,
                        ds_combinations *out) {
    for (size_t c = 0; c < out->n; c++) {
        uint64_t rest = sorted[c];
        for (size_t k = out->n_keys; k-- > 0;) {
            const uint64_t radix = cells->n_texts[keys[k]];
            out->codes[c * out->n_keys + k] = (uint32_t)(rest % radix);
            rest /= radix;
        }
    }
}

ds_status ds_combinations_make(const ds_numbered *cells, const size_t *keys, size_t n_keys,
                               ds_combinations *out, ds_error *err) {
    const size_t n = cells->n_rows;
    uint64_t *mixed = ds_calloc(2 * n + 1, sizeof *mixed), *sorted;
    ds_combinations made = {.n_keys = n_keys, .of_row = ds_calloc(n + 1, sizeof *made.of_row)};
    ds_status status = mixed == NULL || made.of_row == NULL
                           ? ds_error_memory(err)
                           : mix_keys(cells, keys, n_keys, mixed, err);
    if (status == DS_OK && n > 0) {
        sorted = mixed + n;
        memcpy(sorted, mixed, n * sizeof *mixed);
        qsort(sorted, n, sizeof *sorted, compare_mixed);
        for (size_t i = 0; i < n; i++)
            if (made.n == 0 || sorted[made.n - 1] != sorted[i]) sorted[made.n++] = sorted[i];
        for (size_t i = 0; i < n; i++)
            made.of_row[i] = find_mixed(sorted, made.n, mixed[i]);
    }
    if (status == DS_OK) {
        made.codes = ds_calloc(made.n * n_keys + 1, sizeof *made.codes);
        if (made.codes == NULL)
            status = ds_error_memory(err);
        else if (n > 0)
            split_mixed(cells, keys, mixed + n, &made);
    }
    ds_free(mixed);
    if (status == DS_OK)
        *out = made;
    else
        ds_combinations_done(&made);
    return status;
}

void ds_combinations_done(ds_combinations *combinations) {
    ds_free(combinations->of_row);
    ds_free(combinations->codes);
    memset(combinations, 0, sizeof *combinations);
}
