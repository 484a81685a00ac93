/* disclosure/sheets.c: facts that are no counts of the system: which may leave, by the persons they
 * tell of. See doorstroom/disclosure.h. What is hidden is not copied: the release has no trace of
 * it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "disclosure/unnamed.h"
#include "doorstroom/disclosure.h"
#include "release/model.h"

/* ---- which facts are hidden ---- */

enum { SUM_LINE, SUM_ACROSS, SUMS };
enum { PARTS = 3 /* of a row that add up: all, in the teller, not in it */ };

/* The facts of one row, and what it adds to sums that are known. */
typedef struct sheet_row {
    uint32_t row, sum[SUMS];
    uint64_t sizes[PARTS]; /* of its first guards: persons */
    bool hidden;
    bool alone[SUMS]; /* hidden, and yet the rest of that sum tells it */
} sheet_row;

static int compare_rows(const void *a, const void *b) {
    const sheet_row *x = a, *y = b;
    return (x->row > y->row) - (x->row < y->row);
}

/* Within a sum: hidden ones first, then the smallest, then as they came. */
static int compare_in_sum(const sheet_row *x, const sheet_row *y, int axis) {
    if (x->sum[axis] != y->sum[axis]) return x->sum[axis] < y->sum[axis] ? -1 : 1;
    if (x->hidden != y->hidden) return x->hidden ? -1 : 1;
    if (x->sizes[0] != y->sizes[0]) return x->sizes[0] < y->sizes[0] ? -1 : 1;
    return compare_rows(x, y);
}

static int compare_in_line(const void *a, const void *b) {
    return compare_in_sum(a, b, SUM_LINE);
}

static int compare_in_across(const void *a, const void *b) {
    return compare_in_sum(a, b, SUM_ACROSS);
}

static bool has_small_guard(const ds_disclosure_fact *fact, uint64_t minimum) {
    for (size_t i = 0; i < fact->n_guards; i++)
        if (fact->guards[i] > 0 && fact->guards[i] < minimum) return true;
    return false;
}

static sheet_row make_row(const ds_disclosure_fact *fact, uint32_t row, uint64_t minimum) {
    sheet_row made = {
        .row = row, .sum = {fact->sum, fact->across}, .hidden = has_small_guard(fact, minimum)};
    for (size_t k = 0; k < fact->n_guards && k < PARTS; k++)
        made.sizes[k] = fact->guards[k];
    return made;
}

static void join_row(sheet_row *same, const sheet_row *other) {
    same->hidden = same->hidden || other->hidden;
    for (int k = 0; k < PARTS; k++)
        if (other->sizes[k] > same->sizes[k]) same->sizes[k] = other->sizes[k];
    for (int axis = 0; axis < SUMS; axis++)
        if (other->sum[axis] > same->sum[axis]) same->sum[axis] = other->sum[axis];
}

/* A row each; facts that stand alone are rows of their own, numbered behind all others. */
static size_t list_rows(const ds_disclosure_sheet *sheet, uint64_t minimum, sheet_row *rows,
                        uint32_t *row_of) {
    uint32_t next = 0;
    size_t kept = 0;
    for (size_t i = 0; i < sheet->n_facts; i++)
        if (sheet->facts[i].row > next) next = sheet->facts[i].row;
    for (size_t i = 0; i < sheet->n_facts; i++) {
        row_of[i] = sheet->facts[i].row > 0 ? sheet->facts[i].row : ++next;
        rows[i] = make_row(&sheet->facts[i], row_of[i], minimum);
    }
    if (sheet->n_facts > 1) qsort(rows, sheet->n_facts, sizeof *rows, compare_rows);
    for (size_t i = 0; i < sheet->n_facts; i++) {
        if (kept > 0 && rows[kept - 1].row == rows[i].row)
            join_row(&rows[kept - 1], &rows[i]);
        else
            rows[kept++] = rows[i];
    }
    return kept;
}

/* What the hidden rows of a sum have together. */
typedef struct hidden_sum {
    size_t n; /* rows with persons */
    uint64_t sizes[PARTS];
} hidden_sum;

static void add_hidden(hidden_sum *sum, const sheet_row *row) {
    sum->n += row->sizes[0] > 0;
    for (int k = 0; k < PARTS; k++)
        sum->sizes[k] += row->sizes[k];
}

/* A part is at most the sum, of those in the teller and of those not in it as well, which may be
 * known from elsewhere: none of the three is small. */
static bool is_sum_enough(const hidden_sum *sum, uint64_t minimum) {
    bool enough = sum->n >= 2 && sum->sizes[0] >= minimum;
    for (int k = 1; k < PARTS; k++)
        enough = enough && (sum->sizes[k] == 0 || sum->sizes[k] >= minimum);
    return enough;
}

/* Of a sum of which something is hidden, enough is: two rows, of minimum persons together. A row
 * without persons hides nothing and protects nothing, nor does one that its other sum tells. Where
 * there are not enough, the rest tells what is hidden: true when that is new, or more is hidden. */
static bool hide_beside(sheet_row *rows, size_t from, size_t to, uint64_t minimum, int axis) {
    hidden_sum sum = {0};
    size_t i = from;
    bool changed = false;
    for (; i < to && rows[i].hidden; i++)
        if (!rows[i].alone[1 - axis]) add_hidden(&sum, &rows[i]);
    if (i == from) return false;
    for (; i < to && !is_sum_enough(&sum, minimum); i++) {
        if (rows[i].sizes[0] == 0) continue;
        rows[i].hidden = changed = true;
        add_hidden(&sum, &rows[i]);
    }
    for (i = from; i < to && !is_sum_enough(&sum, minimum); i++) {
        changed = changed || (rows[i].hidden && !rows[i].alone[axis]);
        rows[i].alone[axis] = rows[i].hidden;
    }
    return changed;
}

static bool hide_in_sums(sheet_row *rows, size_t n, uint64_t minimum, int axis) {
    bool changed = false;
    if (n > 1) qsort(rows, n, sizeof *rows, axis == SUM_LINE ? compare_in_line : compare_in_across);
    for (size_t i = 0; i < n;) {
        size_t to = i + 1;
        while (to < n && rows[to].sum[axis] == rows[i].sum[axis])
            to++;
        if (rows[i].sum[axis] != 0) changed = hide_beside(rows, i, to, minimum, axis) || changed;
        i = to;
    }
    return changed;
}

static bool hides_sheet_row(const sheet_row *rows, size_t n, uint32_t row) {
    const sheet_row wanted = {.row = row};
    const sheet_row *found = n == 0 ? NULL : bsearch(&wanted, rows, n, sizeof *rows, compare_rows);
    return found != NULL && found->hidden;
}

static bool is_fact_hidden(const ds_disclosure_fact *fact, const sheet_row *rows, size_t n,
                           uint32_t row) {
    bool hidden = hides_sheet_row(rows, n, row);
    for (size_t i = 0; i < fact->n_from && !hidden; i++)
        hidden = hides_sheet_row(rows, n, fact->from[i]);
    return hidden;
}

/* hidden[n_facts] of a sheet. */
static ds_status choose_hidden(const ds_disclosure_sheet *sheet, uint64_t minimum, bool *hidden,
                               ds_error *err) {
    sheet_row *rows = ds_calloc(sheet->n_facts + 1, sizeof *rows);
    uint32_t *row_of = ds_calloc(sheet->n_facts + 1, sizeof *row_of);
    const ds_status status = rows == NULL || row_of == NULL ? ds_error_memory(err) : DS_OK;
    const size_t n = status == DS_OK ? list_rows(sheet, minimum, rows, row_of) : 0;
    bool changed = n > 0;
    while (changed) {
        changed = hide_in_sums(rows, n, minimum, SUM_LINE);
        changed = hide_in_sums(rows, n, minimum, SUM_ACROSS) || changed;
    }
    if (n > 1) qsort(rows, n, sizeof *rows, compare_rows);
    for (size_t i = 0; status == DS_OK && i < sheet->n_facts; i++)
        hidden[i] = is_fact_hidden(&sheet->facts[i], rows, n, row_of[i]);
    ds_free(rows);
    ds_free(row_of);
    return status;
}

/* ---- into the release ---- */

/* One call. */
typedef struct putting {
    ds_release *release;
    ds_arena *arena;
    size_t n_hidden;
} putting;

static const char *copy_text(putting *p, const char *text) {
    return text == NULL ? "" : ds_arena_copy(p->arena, ds_text_of(text));
}

static ds_say copy_say(putting *p, ds_say say) {
    return (ds_say){say.nl == NULL ? NULL : copy_text(p, say.nl),
                    say.en == NULL ? NULL : copy_text(p, say.en)};
}

static const char *const *copy_texts(putting *p, const char *const *texts, size_t n) {
    const char **copies = ds_arena_take(p->arena, n + 1, sizeof *copies);
    for (size_t i = 0; copies != NULL && i < n; i++)
        copies[i] = copy_text(p, texts[i]);
    return copies;
}

static double tidy_number(double x) {
    return isfinite(x) ? x : NAN;
}

/* Of an institution that is a number: its value alone, for all else tells how many it counts. */
static void leave_value(putting *p, ds_release_fact *copy, const ds_release_fact *fact,
                        size_t n_keys, size_t key, size_t number) {
    const char **keys = ds_arena_take(p->arena, n_keys + 1, sizeof *keys);
    for (size_t k = 0; keys != NULL && k < n_keys; k++)
        keys[k] = k == key ? ds_arena_print(p->arena, "%zu", number) : copy_text(p, fact->keys[k]);
    copy->keys = keys;
    copy->n = copy->missing = -1;
    copy->se = copy->low = copy->high = copy->p = copy->p_adjusted = NAN;
}

static ds_release_fact copy_fact(putting *p, const ds_release_fact *fact, size_t n_keys,
                                 bool hidden) {
    const bool shown = !hidden && fact->state == DS_STATE_SHOWN;
    ds_release_fact copy = {.jaar = fact->jaar,
                            .keys = copy_texts(p, fact->keys, n_keys),
                            .measure = copy_text(p, fact->measure),
                            .klasse = copy_text(p, fact->klasse),
                            .state = hidden ? DS_STATE_SUPPRESSED : fact->state,
                            .value = NAN,
                            .n = -1,
                            .missing = -1,
                            .reason = ""};
    copy.se = copy.low = copy.high = copy.p = copy.p_adjusted = NAN;
    if (hidden) return copy;
    copy.reason = copy_text(p, fact->reason);
    copy.n = fact->n < 0 ? -1 : fact->n;
    copy.missing = fact->missing < 0 ? -1 : fact->missing;
    if (!shown) return copy;
    copy.value = tidy_number(fact->value);
    copy.se = tidy_number(fact->se);
    copy.low = tidy_number(fact->low);
    copy.high = tidy_number(fact->high);
    copy.p = tidy_number(fact->p);
    copy.p_adjusted = tidy_number(fact->p_adjusted);
    if (isnan(copy.value)) copy.state = DS_STATE_UNDEFINED;
    return copy;
}

static ds_status put_facts(putting *p, const ds_disclosure_sheet *from, ds_release_sheet *to,
                           ds_error *err) {
    bool *hidden = ds_calloc(from->n_facts + 1, sizeof *hidden);
    ds_release_fact *facts = ds_arena_take(p->arena, from->n_facts + 1, sizeof *facts);
    ds_unnamed unnamed = {SIZE_MAX, NULL, NULL};
    ds_status status = hidden == NULL || facts == NULL
                           ? ds_error_memory(err)
                           : choose_hidden(from, p->release->facts.minimum, hidden, err);
    if (status == DS_OK) status = ds_unnamed_make(from, hidden, &unnamed, err);
    for (size_t i = 0; status == DS_OK && i < from->n_facts; i++) {
        const size_t at = unnamed.order[i];
        facts[i] = copy_fact(p, &from->facts[at].fact, from->sheet.n_keys, hidden[at]);
        if (unnamed.number[at] > 0)
            leave_value(p, &facts[i], &from->facts[at].fact, from->sheet.n_keys, unnamed.key,
                        unnamed.number[at]);
        p->n_hidden += hidden[at];
    }
    ds_unnamed_done(&unnamed);
    to->facts = facts;
    to->n_facts = from->n_facts;
    ds_free(hidden);
    return status;
}

static const ds_release_note *copy_notes(putting *p, const ds_release_sheet *sheet) {
    ds_release_note *notes = ds_arena_take(p->arena, sheet->n_notes + 1, sizeof *notes);
    for (size_t i = 0; notes != NULL && i < sheet->n_notes; i++)
        notes[i] = (ds_release_note){copy_text(p, sheet->notes[i].code),
                                     copy_say(p, sheet->notes[i].text)};
    return notes;
}

static ds_status put_sheet(putting *p, const ds_disclosure_sheet *from, ds_release_sheet *to,
                           ds_error *err) {
    const ds_release_sheet *s = &from->sheet;
    *to = (ds_release_sheet){.id = copy_text(p, s->id),
                             .kind = copy_text(p, s->kind),
                             .indicator = copy_text(p, s->indicator),
                             .version = copy_text(p, s->version),
                             .scope = copy_text(p, s->scope),
                             .unit = copy_text(p, s->unit),
                             .title = copy_say(p, s->title),
                             .source = copy_say(p, s->source),
                             .key_names = copy_texts(p, s->key_names, s->n_keys),
                             .n_keys = s->n_keys,
                             .notes = copy_notes(p, s),
                             .n_notes = s->n_notes,
                             .reason = copy_text(p, s->reason),
                             .reason_text = copy_say(p, s->reason_text)};
    return put_facts(p, from, to, err);
}

static ds_status put_sheets(putting *p, const ds_disclosure_sheet *sheets, size_t n,
                            ds_error *err) {
    ds_status status = DS_OK;
    p->release->sheets = ds_arena_take(p->arena, n + 1, sizeof *p->release->sheets);
    if (p->release->sheets == NULL) return ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < n; i++)
        status = put_sheet(p, &sheets[i], &p->release->sheets[i], err);
    if (status == DS_OK) p->release->n_sheets = n;
    return status;
}

/* ---- words ---- */

static void put_about(putting *p, const ds_release_about *about) {
    p->release->about = *about;
    p->release->about.name = copy_text(p, about->name);
    p->release->about.date = copy_text(p, about->date);
    p->release->about.program = copy_text(p, about->program);
    p->release->about.publisher = copy_text(p, about->publisher);
    p->release->about.licence = copy_text(p, about->licence);
}

static void put_definitions(putting *p, const ds_disclosure_words *words) {
    ds_release_definition *list = p->release->definitions;
    for (size_t i = 0; i < words->n_definitions; i++) {
        const ds_release_definition *d = &words->definitions[i];
        list[i] = (ds_release_definition){copy_text(p, d->id),     copy_text(p, d->version),
                                          copy_text(p, d->better), copy_say(p, d->name),
                                          copy_say(p, d->text),    copy_text(p, d->yaml)};
    }
    p->release->n_definitions = words->n_definitions;
}

static ds_status put_words(putting *p, const ds_disclosure_words *words, ds_error *err) {
    ds_release *to = p->release;
    to->labels = ds_arena_take(p->arena, words->n_labels + 1, sizeof *to->labels);
    to->definitions = ds_arena_take(p->arena, words->n_definitions + 1, sizeof *to->definitions);
    to->deliveries = ds_arena_take(p->arena, words->n_deliveries + 1, sizeof *to->deliveries);
    if (to->labels == NULL || to->definitions == NULL || to->deliveries == NULL)
        return ds_error_memory(err);
    put_about(p, &words->about);
    for (size_t i = 0; i < words->n_labels; i++)
        to->labels[i] = (ds_release_label){copy_text(p, words->labels[i].column),
                                           copy_text(p, words->labels[i].code),
                                           copy_say(p, words->labels[i].text)};
    to->n_labels = words->n_labels;
    put_definitions(p, words);
    for (size_t i = 0; i < words->n_deliveries; i++) {
        const ds_release_delivery *d = &words->deliveries[i];
        to->deliveries[i] = (ds_release_delivery){copy_text(p, d->name), copy_text(p, d->kind),
                                                  copy_text(p, d->checksum), d->provisional};
    }
    to->n_deliveries = words->n_deliveries;
    return DS_OK;
}

/* ---- the whole ---- */

static ds_status check_facts(const ds_disclosure_sheet *sheet, ds_error *err) {
    const char *id = sheet->sheet.id == NULL ? "" : sheet->sheet.id;
    bool good = id[0] != '\0' && (sheet->n_facts == 0 || sheet->facts != NULL);
    for (size_t i = 0; good && i < sheet->n_facts; i++) {
        const ds_disclosure_fact *fact = &sheet->facts[i];
        good = (sheet->sheet.n_keys == 0 || fact->fact.keys != NULL) &&
               fact->fact.measure != NULL && fact->fact.measure[0] != '\0' &&
               (fact->n_guards == 0 || fact->guards != NULL) && fact->row < UINT32_MAX / 2;
        for (size_t k = 0; good && k < sheet->sheet.n_keys; k++)
            good = fact->fact.keys[k] != NULL;
    }
    if (good) return DS_OK;
    return ds_error_set(err, DS_USAGE, "een feit van %.200s heeft geen maat, sleutel of wacht",
                        "a fact of %.200s has no measure, key or guard", id);
}

/* Back to how it was: what the arena holds is let go with the release. */
static void take_back(ds_release *release) {
    release->sheets = NULL;
    release->labels = NULL;
    release->definitions = NULL;
    release->deliveries = NULL;
    release->n_sheets = release->n_labels = release->n_definitions = release->n_deliveries = 0;
}

ds_status ds_disclose_sheets(ds_release *release, const ds_disclosure_sheet *sheets, size_t n,
                             const ds_disclosure_words *words, size_t *out_hidden, ds_error *err) {
    putting p = {.release = release, .arena = &release->arena};
    const ds_release_about before = release->about;
    ds_status status = release->n_sheets == 0
                           ? DS_OK
                           : ds_error_set(err, DS_USAGE, "deze vrijgave heeft haar bladen al",
                                          "this release has its sheets already");
    if (status != DS_OK) return status;
    for (size_t i = 0; status == DS_OK && i < n; i++)
        status = check_facts(&sheets[i], err);
    if (status == DS_OK) status = put_sheets(&p, sheets, n, err);
    if (status == DS_OK) status = put_words(&p, words, err);
    if (status == DS_OK) status = ds_arena_finish(p.arena, err);
    if (status == DS_OK) status = ds_release_settle(release, err);
    if (status != DS_OK) {
        ds_error ignored;
        take_back(release);
        release->about = before;
        if (ds_release_settle(release, &ignored) != DS_OK) release->n_scopes = 0;
        return status;
    }
    if (out_hidden != NULL) *out_hidden = p.n_hidden;
    return DS_OK;
}
