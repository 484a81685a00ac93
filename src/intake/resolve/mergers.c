/* intake/resolve/mergers.c: institutions that merged, and the code each goes under in the last
 * covered school year. Every institution has at most one that it went up in, so a chain is walked
 * link by link, and each link once: a number that is met again in the same walk closes a circle.
 * See resolve.h. */
#include "base/error.h"
#include "base/memory.h"
#include "intake/resolve/resolve.h"

static uint32_t next_of(const ds_resolved *r, uint32_t code) {
    uint32_t row = r->institution_of[code];
    return row == 0 ? 0 : r->institutions[row - 1].opgegaan_in;
}

/* Whether the merger has taken place by the school year last. */
static bool has_merged(const ds_resolved *r, uint32_t code, int last) {
    uint32_t row = r->institution_of[code];
    return row != 0 && r->institutions[row - 1].opgegaan_in != 0 &&
           r->institutions[row - 1].vanaf <= last; /* 0, no year: always */
}

/* A code that is longer than a BRIN with its location may be something else, in the wrong column.
 */
static ds_text shown_code(const ds_resolved *r, uint32_t code) {
    ds_text word = r->words[DS_WORD_INSTELLING][code - 1];
    return word.size <= 6 ? word : (ds_text){"…", sizeof "…" - 1};
}

/* Named is the link that was delivered last: without it there would be no circle. */
static ds_status refuse_circle(const ds_intake *intake, const ds_resolved *r, uint32_t code,
                               ds_error *err) {
    const ds_institution *named = NULL;
    const ds_delivery *d;
    ds_text from, to;
    uint32_t at = code;
    do {
        const ds_institution *x = &r->institutions[r->institution_of[at] - 1];
        if (named == NULL || x->levering > named->levering ||
            (x->levering == named->levering && x->line > named->line))
            named = x;
        at = x->opgegaan_in;
    } while (at != code);
    d = &intake->deliveries[named->levering];
    from = shown_code(r, named->instelling);
    to = shown_code(r, named->opgegaan_in);
    return ds_error_at(err, DS_INPUT, d->path, named->line, named->field,
                       "instelling %.*s gaat op in %.*s, en dat leidt terug naar %.*s; verwacht "
                       "fusies zonder kring",
                       "institution %.*s merges into %.*s, which leads back to %.*s; expected "
                       "mergers without a circle",
                       (int)from.size, from.data, (int)to.size, to.data, (int)from.size, from.data);
}

/* Circles are refused whatever their years: a series under present codes would have no end. */
static ds_status check_circles(const ds_intake *intake, const ds_resolved *r, uint32_t *walk_of,
                               ds_error *err) {
    for (uint32_t start = 1; start <= r->n_words[DS_WORD_INSTELLING]; start++) {
        uint32_t code = start;
        for (; code != 0 && walk_of[code] == 0; code = next_of(r, code))
            walk_of[code] = start;
        if (code != 0 && walk_of[code] == start) return refuse_circle(intake, r, code, err);
    }
    return DS_OK;
}

static int last_covered(const ds_resolved *r) {
    int last = 0;
    for (size_t i = 0; i < r->n_years; i++)
        if (r->years[i].inschrijving) last = r->years[i].schooljaar;
    return last;
}

/* The end of each chain; links whose end is known lend it to the links before. */
static void follow_chains(const ds_resolved *r, uint32_t *present) {
    int last = last_covered(r);
    for (uint32_t start = 1; start <= r->n_words[DS_WORD_INSTELLING]; start++) {
        uint32_t end = start, code = start;
        while (present[end] == 0 && has_merged(r, end, last))
            end = next_of(r, end);
        if (present[end] != 0) end = present[end];
        while (present[code] == 0) {
            uint32_t next = has_merged(r, code, last) ? next_of(r, code) : code;
            present[code] = end;
            code = next;
        }
    }
}

ds_status ds_resolve_mergers(const ds_intake *intake, ds_resolved *out, ds_error *err) {
    size_t n = (size_t)out->n_words[DS_WORD_INSTELLING] + 1;
    uint32_t *walk_of = ds_calloc(n, sizeof *walk_of), *present = ds_calloc(n, sizeof *present);
    ds_status status;
    if (walk_of == NULL || present == NULL)
        status = ds_error_memory(err);
    else
        status = check_circles(intake, out, walk_of, err);
    ds_free(walk_of);
    if (status != DS_OK) {
        ds_free(present);
        return status;
    }
    follow_chains(out, present);
    for (uint32_t code = 1; code < n; code++)
        out->n_merged += present[code] != code;
    out->present_of = present;
    return DS_OK;
}
