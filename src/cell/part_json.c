/* cell/part_json.c: cells in the json form of doorstroom tally: a list of sections, each with what
 * it says of itself and its cells. See parts.h. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "cell/json_pull.h"
#include "cell/parts.h"

enum { SCRATCH_MAX = 1 << 24, SCALE_MAX = 1000000000, YEARS_MAX = 256 };

static ds_text text_of(const ds_pull *j) {
    return (ds_text){ds_buffer_string(j->text), j->text->size};
}

static bool is_text(const ds_pull *j, const char *text) {
    return ds_text_is(text_of(j), text);
}

/* ---- rows ---- */

typedef enum json_measure {
    MEASURE_TELLER,
    MEASURE_SOM,
    MEASURE_SQUARES,
    MEASURE_NOEMER,
    MEASURE_ONBEKEND,
    MEASURE_PERCENTAGE,
    MEASURE_MEAN,
    MEASURE_NORM,
    MEASURES
} json_measure;

static const char *const measure_names[MEASURES] = {
    "teller", "som", "som_kwadraten", "noemer", "onbekend", "percentage", "gemiddelde", "norm"};

/* A key of this name could not be told apart. */
static bool is_reserved(const char *name) {
    bool found = strcmp(name, "schooljaar") == 0;
    for (size_t i = 0; i < MEASURES; i++)
        found = found || strcmp(name, measure_names[i]) == 0;
    return found;
}

static ds_status read_count_of(ds_pull *j, uint64_t *out, ds_error *err) {
    ds_status status = ds_pull_number(j, err);
    if (status != DS_OK || ds_part_parse_count(text_of(j), out)) return status;
    return ds_pull_refuse(j, "dit is geen aantal", "this is no count", err);
}

static ds_status read_sum(ds_pull *j, ds_part_rows *rows, bool squares, ds_sum *out,
                          ds_error *err) {
    ds_int128 sum;
    int ignored = 0;
    ds_status status = ds_pull_string(j, err);
    if (status != DS_OK) return status;
    if (!ds_part_parse_sum(text_of(j), squares ? 1 : rows->head->scale, &ignored, &sum) ||
        (squares && sum < 0))
        return ds_pull_refuse(j, "dit is geen som in deze eenheid", "this is no sum in this unit",
                              err);
    *out = ds_sum_of(sum);
    return DS_OK;
}

/* Worked out anew, so only its form matters. */
static ds_status pass_number(ds_pull *j, ds_error *err) {
    char c;
    ds_status status = ds_pull_peek(j, &c, err);
    if (status != DS_OK) return status;
    return c == 'n' ? ds_pull_null(j, err) : ds_pull_number(j, err);
}

static ds_status read_measure(ds_pull *j, ds_part_rows *rows, json_measure which, ds_error *err) {
    switch (which) {
    case MEASURE_TELLER:
        return read_count_of(j, &rows->measures.teller, err);
    case MEASURE_NOEMER:
        return read_count_of(j, &rows->measures.noemer, err);
    case MEASURE_ONBEKEND:
        return read_count_of(j, &rows->measures.onbekend, err);
    case MEASURE_SOM:
        return read_sum(j, rows, false, &rows->measures.som, err);
    case MEASURE_SQUARES:
        return read_sum(j, rows, true, &rows->measures.som_kwadraten, err);
    case MEASURE_PERCENTAGE:
    case MEASURE_MEAN:
    case MEASURE_NORM:
    case MEASURES:
    default:
        return pass_number(j, err);
    }
}

/* The measures that a row of this table must have, as bits. */
static unsigned needed_measures(const ds_part_head *head) {
    const unsigned both = 1u << MEASURE_NOEMER | 1u << MEASURE_ONBEKEND;
    return both |
           (head->numeric ? 1u << MEASURE_SOM | 1u << MEASURE_SQUARES : 1u << MEASURE_TELLER);
}

/* Behind the keys: a measure that the table has, once. */
static ds_status take_measure(ds_pull *j, ds_part_rows *rows, unsigned *seen, ds_error *err) {
    const unsigned may = needed_measures(rows->head) | 1u << MEASURE_NORM |
                         1u << (rows->head->numeric ? MEASURE_MEAN : MEASURE_PERCENTAGE);
    size_t which = 0;
    while (which < MEASURES && !is_text(j, measure_names[which]))
        which++;
    if (which == MEASURES || !(may >> which & 1) || (*seen >> which & 1))
        return ds_pull_refuse(j,
                              "dit hoort niet in deze cel, staat er twee keer, of niet op zijn "
                              "plaats",
                              "this does not belong in this cell, is there twice, or not in its "
                              "place",
                              err);
    *seen |= 1u << which;
    return read_measure(j, rows, (json_measure)which, err);
}

static ds_status read_year(ds_pull *j, int *out, ds_error *err) {
    int64_t year;
    ds_status status = ds_pull_number(j, err);
    if (status != DS_OK) return status;
    if (!ds_number_parse_integer(text_of(j), &year) || year < 1900 || year > 2200)
        return ds_pull_refuse(j, "dit is geen schooljaar", "this is no school year", err);
    *out = (int)year;
    return DS_OK;
}

/* The school year, then the keys in their order. */
static ds_status take_key(ds_pull *j, ds_part_rows *rows, size_t at, ds_error *err) {
    int year = 0;
    ds_status status = DS_OK;
    if (!is_text(j, at == 0 ? "schooljaar" : rows->head->key_names[at - 1]))
        return ds_pull_refuse(j, "een cel begint met schooljaar en de kenmerken, op volgorde",
                              "a cell begins with schooljaar and the keys, in order", err);
    status = ds_pull_mark(j, ':', err);
    if (status == DS_OK && at == 0) {
        status = read_year(j, &year, err);
        return status == DS_OK ? ds_part_begin_key(rows, year, err) : status;
    }
    if (status == DS_OK) status = ds_pull_string(j, err);
    return status == DS_OK ? ds_part_add_key(rows, text_of(j), err) : status;
}

static ds_status check_row(const ds_pull *j, const ds_part_rows *rows, size_t n_keys, unsigned seen,
                           ds_error *err) {
    const unsigned needed = needed_measures(rows->head);
    if (n_keys != rows->head->n_keys + 1 || (seen & needed) != needed)
        return ds_pull_refuse(j, "deze cel is niet heel", "this cell is not whole", err);
    if (rows->measures.teller > rows->measures.noemer)
        return ds_pull_refuse(j, "de teller is groter dan de noemer",
                              "the numerator is larger than the denominator", err);
    return DS_OK;
}

static ds_status read_row(ds_pull *j, ds_part_rows *rows, ds_error *err) {
    bool begun = false, more = true;
    size_t n_keys = 0;
    unsigned seen = 0;
    ds_status status = ds_pull_mark(j, '{', err);
    rows->line = j->in->line;
    rows->measures = (ds_measures){0};
    while (status == DS_OK) {
        status = ds_pull_more(j, '}', &begun, &more, err);
        if (status == DS_OK && !more) return check_row(j, rows, n_keys, seen, err);
        if (status == DS_OK) status = ds_pull_string(j, err);
        if (status == DS_OK && n_keys <= rows->head->n_keys) {
            status = take_key(j, rows, n_keys++, err);
            continue;
        }
        if (status != DS_OK) break;
        /* its name is looked at before the colon is passed, which keeps the text */
        status = ds_pull_mark(j, ':', err);
        if (status == DS_OK) status = take_measure(j, rows, &seen, err);
    }
    return status;
}

ds_status ds_part_next_json(ds_part_rows *rows, ds_error *err) {
    ds_pull j = {&rows->in, &rows->scratch};
    bool more;
    ds_status status = ds_pull_more(&j, ']', &rows->begun, &more, err);
    if (status != DS_OK) return status;
    rows->end = !more;
    return more ? read_row(&j, rows, err) : DS_OK;
}

/* ---- what a section says of itself ---- */

static ds_status keep_string_of(ds_pull *j, char **out, ds_error *err) {
    ds_status status = ds_pull_string(j, err);
    if (status != DS_OK) return status;
    *out = ds_strndup(ds_buffer_string(j->text), j->text->size);
    return *out == NULL ? ds_error_memory(err) : DS_OK;
}

static ds_status read_key_names(ds_pull *j, ds_part_head *head, ds_error *err) {
    bool begun = false, more = true;
    ds_status status = ds_pull_mark(j, '[', err);
    head->has_keys = true;
    while (status == DS_OK) {
        status = ds_pull_more(j, ']', &begun, &more, err);
        if (status != DS_OK || !more) return status;
        if (head->n_keys == DS_PART_KEYS_MAX)
            return ds_pull_refuse(j, "te veel kenmerken", "too many keys", err);
        status = keep_string_of(j, &head->key_names[head->n_keys], err);
        if (status != DS_OK) return status;
        if (is_reserved(head->key_names[head->n_keys++]))
            return ds_pull_refuse(j,
                                  "een kenmerk heet als een kolom van de telling; als csv tellen "
                                  "deze cellen wel op",
                                  "a key is called as a column of the count; as csv these cells do "
                                  "add up",
                                  err);
    }
    return status;
}

static ds_status read_years(ds_pull *j, int **list, size_t *n, ds_error *err) {
    bool begun = false, more = true;
    size_t capacity = 0;
    ds_status status = ds_pull_mark(j, '[', err);
    while (status == DS_OK) {
        status = ds_pull_more(j, ']', &begun, &more, err);
        if (status != DS_OK || !more) return status;
        if (*n == YEARS_MAX)
            return ds_pull_refuse(j, "te veel schooljaren", "too many school years", err);
        if (!ds_reserve(list, &capacity, *n + 1, sizeof **list)) return ds_error_memory(err);
        status = read_year(j, &(*list)[*n], err);
        *n += status == DS_OK;
    }
    return status;
}

static ds_status read_number_to(ds_pull *j, uint64_t low, uint64_t high, uint64_t *out,
                                ds_error *err) {
    ds_status status = read_count_of(j, out, err);
    if (status != DS_OK || (*out >= low && *out <= high)) return status;
    return ds_pull_refuse(j, "dit getal kan hier niet", "this number cannot be here", err);
}

/* {"deel": i, "delen": n, "geheel": "…"}; the last of a part that split made. */
static ds_status read_part(ds_pull *j, uint32_t *part, uint32_t *n_parts, char **whole,
                           ds_error *err) {
    bool begun = false, more = true;
    uint64_t number = 0;
    ds_status status = ds_pull_mark(j, '{', err);
    while (status == DS_OK) {
        status = ds_pull_more(j, '}', &begun, &more, err);
        if (status != DS_OK || !more) break;
        status = ds_pull_name(j, err);
        if (status != DS_OK) break;
        if (is_text(j, "deel")) {
            status = read_number_to(j, 1, UINT32_MAX, &number, err);
            *part = (uint32_t)number;
        } else if (is_text(j, "delen")) {
            status = read_number_to(j, 1, UINT32_MAX, &number, err);
            *n_parts = (uint32_t)number;
        } else if (whole != NULL && *whole == NULL && is_text(j, "geheel")) {
            status = keep_string_of(j, whole, err);
        } else {
            status = ds_pull_refuse(j, "dit hoort niet bij een deel",
                                    "this does not belong to a part", err);
        }
    }
    if (status == DS_OK && (*part == 0 || *part > *n_parts || (whole != NULL && *whole == NULL)))
        return ds_pull_refuse(j, "dit is geen deel i van n", "this is no part i of n", err);
    return status;
}

typedef enum json_fact_kind {
    FACT_SKIPPED,
    FACT_TEXT,
    FACT_YEARS,
    FACT_INDICATOR,
    FACT_KEYS,
    FACT_NUMERIC,
    FACT_SCALE,
    FACT_PRESENT,
    FACT_PART,
    FACT_SPLIT,
    FACT_UNLEVELLED,
    FACT_CELLS
} json_fact_kind;

static const struct {
    const char *name;
    json_fact_kind kind;
    int which;
} facts[] = {{"indicator", FACT_INDICATOR, 0},
             {"versie", FACT_TEXT, DS_PART_VERSION},
             {"register", FACT_TEXT, DS_PART_GENERATION},
             {"naam", FACT_TEXT, DS_PART_NAME},
             {"naam_en", FACT_TEXT, DS_PART_NAME_EN},
             {"doelstelling", FACT_TEXT, DS_PART_GOAL},
             {"bron", FACT_TEXT, DS_PART_SOURCE},
             {"alleen_instelling", FACT_TEXT, DS_PART_SINGLE},
             {"openbaarheid", FACT_TEXT, DS_PART_PUBLIC},
             {"huidige_codes", FACT_PRESENT, 0},
             {"kenmerken", FACT_KEYS, 0},
             {"versie_kenmerken", FACT_TEXT, DS_PART_KEYS_VERSION},
             {"getal", FACT_NUMERIC, 0},
             {"eenheid", FACT_SCALE, 0},
             {"deel", FACT_PART, 0},
             {"gedeeld", FACT_SPLIT, 0},
             {"geteld", FACT_YEARS, DS_PART_COUNTED},
             {"weggelaten", FACT_YEARS, DS_PART_DROPPED},
             {"korte_terugkijktijd", FACT_YEARS, DS_PART_SHORT},
             {"deels_gedekt", FACT_YEARS, DS_PART_PARTIAL},
             {"diplomas_ontbreken", FACT_TEXT, DS_PART_UNDELIVERED},
             {"diplomas_zonder_niveau", FACT_UNLEVELLED, 0},
             {"cellen", FACT_CELLS, 0}};
enum { N_FACTS = sizeof facts / sizeof *facts };

/* A file, and the section at hand. */
typedef struct json_reading {
    ds_part_rows rows; /* its in is that of the file */
    ds_part_section section;
    uint32_t seen; /* bits of facts */
} json_reading;

static bool is_head_whole(const ds_part_head *head) {
    return head->indicator != NULL && head->has_keys && head->scale > 0 &&
           head->texts[DS_PART_VERSION] != NULL && head->texts[DS_PART_KEYS_VERSION] != NULL &&
           head->texts[DS_PART_GENERATION] != NULL;
}

static ds_status read_cells(json_reading *r, ds_pull *j, ds_error *err) {
    ds_part_section *section = &r->section;
    ds_status status;
    if (!is_head_whole(&section->head))
        return ds_pull_refuse(
            j,
            "dit zijn geen cellen die optellen: verwacht ervoor indicator, versie, register, "
            "kenmerken, versie_kenmerken, getal en eenheid, zoals tally --format json schrijft",
            "these are no cells that add up: expected before them indicator, versie, register, "
            "kenmerken, versie_kenmerken, getal and eenheid, as tally --format json writes",
            err);
    status = ds_pull_mark(j, '[', err);
    section->offset = ds_pieces_offset(j->in);
    section->line = j->in->line;
    r->rows.head = &section->head;
    r->rows.begun = r->rows.end = false;
    if (status == DS_OK) status = ds_part_check_rows(&r->rows, section, err);
    section->end = ds_pieces_offset(j->in);
    r->rows.head = NULL;
    return status;
}

static ds_status read_fact(json_reading *r, ds_pull *j, size_t which, ds_error *err) {
    ds_part_head *head = &r->section.head;
    const int to = facts[which].which;
    uint64_t number = 0;
    ds_status status;
    switch (facts[which].kind) {
    case FACT_TEXT:
        return keep_string_of(j, &head->texts[to], err);
    case FACT_YEARS:
        return read_years(j, &head->years[to], &head->n_years[to], err);
    case FACT_INDICATOR:
        return keep_string_of(j, &head->indicator, err);
    case FACT_KEYS:
        return read_key_names(j, head, err);
    case FACT_NUMERIC:
        return ds_pull_flag(j, &head->numeric, err);
    case FACT_PRESENT:
        return ds_pull_flag(j, &head->present_codes, err);
    case FACT_SCALE:
        status = read_number_to(j, 1, SCALE_MAX, &number, err);
        head->scale = (int32_t)number;
        return status;
    case FACT_PART:
        return read_part(j, &head->part, &head->n_parts, NULL, err);
    case FACT_SPLIT:
        return read_part(j, &head->split_part, &head->n_split_parts, &head->texts[DS_PART_WHOLE],
                         err);
    case FACT_UNLEVELLED:
        return read_count_of(j, &head->n_unlevelled, err);
    case FACT_CELLS:
        return read_cells(r, j, err);
    case FACT_SKIPPED:
    default:
        return ds_pull_skip(j, err);
    }
}

static ds_status take_fact(json_reading *r, ds_pull *j, ds_error *err) {
    size_t which = 0;
    ds_status status = ds_pull_name(j, err);
    if (status != DS_OK) return status;
    while (which < N_FACTS && !is_text(j, facts[which].name))
        which++;
    if (which == N_FACTS) return ds_pull_skip(j, err);
    if (r->seen >> which & 1)
        return ds_pull_refuse(j, "deze naam staat hier twee keer", "this name is here twice", err);
    r->seen |= (uint32_t)1 << which;
    return read_fact(r, j, which, err);
}

static ds_status read_section(json_reading *r, ds_take_section take, void *context, ds_error *err) {
    ds_pull j = {&r->rows.in, &r->rows.scratch};
    bool begun = false, more = true;
    ds_status status = ds_pull_mark(&j, '{', err);
    r->section = (ds_part_section){.form = DS_PART_JSON};
    r->seen = 0;
    while (status == DS_OK && more) {
        status = ds_pull_more(&j, '}', &begun, &more, err);
        if (status == DS_OK && more) status = take_fact(r, &j, err);
    }
    if (status == DS_OK && !(r->seen >> (N_FACTS - 1) & 1))
        status = ds_pull_refuse(&j, "hier staan geen cellen", "there are no cells here", err);
    if (status == DS_OK) status = take(context, &r->section, err);
    ds_part_head_done(&r->section.head);
    return status;
}

static ds_status read_sections(json_reading *r, ds_take_section take, void *context,
                               ds_error *err) {
    ds_pull j = {&r->rows.in, &r->rows.scratch};
    bool begun = false, more = true, any = false;
    char c;
    ds_status status = ds_pull_mark(&j, '[', err);
    while (status == DS_OK && more) {
        status = ds_pull_more(&j, ']', &begun, &more, err);
        any = any || more;
        if (status == DS_OK && more) status = read_section(r, take, context, err);
    }
    if (status == DS_OK && !any) /* of nobody a table stands there all the same, without cells */
        return ds_pull_refuse(
            &j,
            "hier staat een lege lijst, zonder een telling; verwacht wat tally --format json "
            "schrijft: ook een deel zonder personen noemt elke telling, met een lege lijst cellen; "
            "maak dit deel opnieuw",
            "here is an empty list, without a count; expected what tally --format json writes: a "
            "part without persons names each count too, with an empty list cellen; make this part "
            "again",
            err);
    if (status == DS_OK) status = ds_pull_peek(&j, &c, err);
    if (status == DS_OK && c != '\0')
        status = ds_pull_refuse(&j, "hier hoort het bestand op te houden",
                                "the file should end here", err);
    return status;
}

ds_status ds_part_read_json(ds_pieces *in, ds_take_section take, void *context, ds_error *err) {
    json_reading r = {.rows = {.in = *in, .form = DS_PART_JSON}};
    ds_status status;
    ds_buffer_init(&r.rows.key, SCRATCH_MAX);
    ds_buffer_init(&r.rows.scratch, SCRATCH_MAX);
    status = read_sections(&r, take, context, err);
    *in = r.rows.in; /* its memory is the caller's again */
    r.rows.in.data = NULL;
    ds_part_rows_done(&r.rows);
    return status;
}
