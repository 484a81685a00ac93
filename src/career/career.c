/* career/career.c: which column is the register's own and which is worked out; see career.h. */
#include "career/career.h"

#include <pthread.h>
#include <string.h>

#include "base/codes.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/wide.h"

static ds_text diploma_vo_words[16];
static pthread_once_t filled = PTHREAD_ONCE_INIT;

/* Words of the one text that is worked out and has no words of the register's: diploma_vo. */
static void fill_words(void) {
    for (size_t i = 0; i < ds_codes_diploma_vo.n_values; i++)
        diploma_vo_words[i] =
            (ds_text){ds_codes_diploma_vo.values[i], strlen(ds_codes_diploma_vo.values[i])};
}

static ds_vector describe_raw(const ds_register_column *raw, bool by_year) {
    int64_t add = raw->zero_is_value ? 0 : 1;
    return (ds_vector){.coding = raw->coding,
                       .zero_is_value = raw->zero_is_value,
                       .by_year = by_year,
                       .width = raw->width,
                       .min = raw->coding == DS_CODING_DATE ? raw->min : 0,
                       .max = raw->coding == DS_CODING_DATE ? raw->max
                              : raw->max > add              ? raw->max - add
                                                            : 0,
                       .words = raw->words,
                       .n_words = raw->n_words};
}

/* A column that no delivery had: missing for everybody. */
static ds_vector describe_absent(ds_type type) {
    ds_vector v = {.width = 1};
    v.coding = type == DS_TYPE_BOOL   ? DS_CODING_BOOL
               : type == DS_TYPE_TEXT ? DS_CODING_TEXT
                                      : DS_CODING_INTEGER;
    if (type == DS_TYPE_DATE) {
        v.coding = DS_CODING_DATE;
        v.width = 4;
    }
    return v;
}

/* From the first year of the youngest to the last of the oldest; an age that was delivered holds
 * for the years around it (computed.c). */
static void describe_ages(const ds_career *career, ds_vector *ages) {
    const ds_register_column *birth = ds_register_find(career->reg, "geboortedatum");
    const ds_register_column *given = ds_register_find(career->reg, "leeftijd_geleverd");
    const int first = career->years[0], last = career->years[career->n_years - 1];
    int64_t min = INT64_MAX, max = INT64_MIN;
    if (birth != NULL) {
        min = first - ds_career_year_zero((int32_t)birth->max);
        max = last - ds_career_year_zero((int32_t)birth->min);
    }
    if (given != NULL && given->max > 0) {
        if (first - last < min) min = first - last;
        if (given->max - 1 + last - first > max) max = given->max - 1 + last - first;
    }
    ages->min = min > max ? 0 : min;
    ages->max = min > max ? 0 : max;
}

static ds_vector describe_made(const ds_career *career, ds_column_id column) {
    int first = career->years[0], last = career->years[career->n_years - 1];
    ds_vector whole = {.coding = DS_CODING_DATE, .by_year = true, .width = 4};
    switch (column) {
    case DS_COLUMN_LEEFTIJD:
        describe_ages(career, &whole);
        return whole;
    case DS_COLUMN_EERSTE_JAAR_MBO:
        whole.min = first;
        whole.max = last;
        return whole;
    case DS_COLUMN_DIPLOMA_MBO:
    case DS_COLUMN_BEHAALD_NIVEAU:
        return (ds_vector){
            .coding = DS_CODING_INTEGER, .by_year = true, .width = 1, .min = 0, .max = 4};
    case DS_COLUMN_BEHAALD_INSTELLING: /* no diplomas delivered at all */
    case DS_COLUMN_BEHAALD_LEERWEG:
    case DS_COLUMN_BEHAALD_OPLEIDING:
    case DS_COLUMN_BEHAALD_HOOFDGROEP:
        return (ds_vector){.coding = DS_CODING_TEXT, .by_year = true, .width = 1};
    case DS_COLUMN_DIPLOMA_VO:
        return (ds_vector){.coding = DS_CODING_TEXT,
                           .by_year = true,
                           .width = 1,
                           .max = (int64_t)ds_codes_diploma_vo.n_values - 1,
                           .words = diploma_vo_words,
                           .n_words = ds_codes_diploma_vo.n_values};
    case DS_COLUMN_UREN_WERK: /* no jobs delivered at all: nothing is covered either */
        return (ds_vector){.coding = DS_CODING_INTEGER, .zero_is_value = true, .width = 1};
    default:
        return (ds_vector){.coding = DS_CODING_BOOL, .by_year = true, .width = 1};
    }
}

/* How large an attribute's numbers are when only dated rows have it. */
static uint8_t width_of(const ds_register_column *raw) {
    if (raw->width != 0) return raw->width;
    if (raw->coding == DS_CODING_DATE) return 4;
    return raw->max <= UINT8_MAX ? 1 : raw->max <= UINT16_MAX ? 2 : 4;
}

#define CASE(ID, ...) case DS_COLUMN_##ID:

static bool is_of_person(ds_column_id id) {
    switch (id) {
        DS_PERSON_COLUMNS(CASE)
        return true;
    default:
        return false;
    }
}

/* Of the highest mbo diploma of a school year: the register keeps them as events. */
static bool is_attained(ds_column_id id) {
    return id >= DS_COLUMN_BEHAALD_NIVEAU && id <= DS_COLUMN_BEHAALD_HOOFDGROEP;
}

static bool is_computed(ds_column_id id) {
    switch (id) {
        DS_COMPUTED_COLUMNS(CASE)
        return true;
    default:
        return false;
    }
}

static void describe_column(ds_career *career, ds_column_id id, const ds_column *column) {
    ds_slot *slot = &career->slots[id];
    slot->raw = ds_register_find(career->reg, column->name);
    if (is_of_person(id) || is_attained(id))
        slot->events = ds_register_find_events(career->reg, column->name);
    if (slot->raw != NULL) {
        slot->vector = describe_raw(slot->raw, slot->raw->by_year || slot->events != NULL);
        slot->vector.width = width_of(slot->raw);
    } else if (!is_computed(id)) {
        slot->vector = describe_absent(column->type);
    } else {
        slot->vector = describe_made(career, id);
    }
}

ds_career *ds_career_new(const ds_register *reg) {
    ds_career *career = ds_calloc(1, sizeof *career);
    const ds_column *columns = ds_column_list(NULL);
    if (career == NULL) return NULL;
    career->reg = reg;
    career->n_years = ds_register_n_years(reg);
    career->years = ds_register_years(reg);
    career->diplomas = ds_register_find_events(reg, DS_EVENT_DIPLOMA);
    career->exemptions = ds_register_find_events(reg, DS_EVENT_VRIJSTELLING);
    career->undelivered = ds_register_find_events(reg, DS_EVENT_UNDELIVERED);
    career->verdicts = ds_register_find_events(reg, DS_EVENT_VSV_DUO);
    for (int year = 0; year < 512; year++) {
        size_t i = 0;
        while (i < career->n_years && career->years[i] < year + 1900)
            i++;
        career->from_year[year] = (int8_t)i;
    }
    (void)pthread_once(&filled, fill_words);
    for (int id = 0; id < DS_COLUMN_N; id++)
        describe_column(career, (ds_column_id)id, &columns[id]);
    return career;
}

void ds_career_free(ds_career *career) {
    if (career == NULL) return;
    for (size_t i = 0; i < DS_COLUMN_N; i++)
        ds_free(career->slots[i].made);
    ds_free(career->units);
    ds_free(career->of_pass);
    ds_free(career->year_zero);
    ds_free(career->open);
    ds_free(career);
}

void ds_career_use_present_codes(ds_career *career) {
    static const ds_column_id columns[DS_PRESENT_COLUMNS] = {DS_COLUMN_INSTELLING, DS_COLUMN_NAAM,
                                                             DS_COLUMN_TYPE, DS_COLUMN_GROOTTE};
    const ds_register_present *present = ds_register_find_present(career->reg);
    if (present != NULL)
        career->slots[DS_COLUMN_BEHAALD_INSTELLING].present = present->of[DS_PRESENT_INSTELLING];
    for (size_t c = 0; present != NULL && c < DS_PRESENT_COLUMNS; c++)
        if (career->slots[columns[c]].raw != NULL)
            career->slots[columns[c]].present = present->of[c];
}

ds_status ds_career_go(ds_career *career, uint64_t block, ds_error *err) {
    ds_status status = ds_career_check(career, block, err);
    career->gone = status == DS_OK;
    career->block = block;
    for (size_t i = 0; i < DS_COLUMN_N; i++)
        career->slots[i].ready = false;
    return status;
}

/* Whether the register's bytes serve as they are. */
static bool is_raw(const ds_slot *slot) {
    return slot->raw != NULL && slot->events == NULL && slot->raw->data != NULL &&
           slot->present == NULL && !slot->copied;
}

static void missing_row(const ds_vector *vector, void *made, size_t n) {
    if (vector->coding == DS_CODING_DATE)
        for (size_t i = 0; i < n; i++)
            ((int32_t *)made)[i] = INT32_MIN;
    else
        memset(made, vector->coding == DS_CODING_BOOL ? 1 : 0, n * vector->width);
}

ds_status ds_career_need(ds_career *career, ds_column_id column, ds_error *err) {
    static const struct {
        ds_column_id column, needs;
    } needs[] = {{DS_COLUMN_LEEFTIJD, DS_COLUMN_GEBOORTEDATUM},
                 {DS_COLUMN_LEEFTIJD, DS_COLUMN_LEEFTIJD_GELEVERD},
                 {DS_COLUMN_INGESCHREVEN, DS_COLUMN_SOORT},
                 {DS_COLUMN_GEDIPLOMEERD, DS_COLUMN_SOORT},
                 {DS_COLUMN_EERSTE_JAAR_MBO, DS_COLUMN_SOORT},
                 {DS_COLUMN_BEHAALD_INSTELLING, DS_COLUMN_BEHAALD_NIVEAU},
                 {DS_COLUMN_BEHAALD_LEERWEG, DS_COLUMN_BEHAALD_NIVEAU},
                 {DS_COLUMN_BEHAALD_OPLEIDING, DS_COLUMN_BEHAALD_NIVEAU},
                 {DS_COLUMN_BEHAALD_HOOFDGROEP, DS_COLUMN_BEHAALD_NIVEAU}};
    ds_slot *slot = &career->slots[column];
    size_t n = (slot->vector.by_year ? career->n_years : 1) * DS_ROW;
    if (slot->needed) return DS_OK;
    for (size_t i = 0; i < sizeof needs / sizeof *needs; i++)
        if (needs[i].column == column && ds_career_need(career, needs[i].needs, err) != DS_OK)
            return DS_FAULT;
    if (!is_raw(slot)) {
        slot->made = ds_malloc_aligned(n * slot->vector.width);
        if (slot->made == NULL) return ds_error_memory(err);
        missing_row(&slot->vector, slot->made, n);
        slot->vector.data = slot->made;
    }
    if (column >= DS_COLUMN_DIPLOMA_MBO && column <= DS_COLUMN_DIPLOMA_HO && career->open == NULL) {
        career->open = ds_malloc_aligned(career->n_years * DS_ROW);
        if (career->open == NULL) return ds_error_memory(err);
    }
    if (column == DS_COLUMN_LEEFTIJD) {
        career->year_zero = ds_malloc(DS_AGE_DAYS * sizeof *career->year_zero);
        if (career->year_zero == NULL) return ds_error_memory(err);
        ds_career_fill_ages(career);
    }
    slot->needed = true;
    ds_career_add_checks(career, column);
    return DS_OK;
}

DS_WIDE_CODE static void make_ingeschreven(size_t n, const uint8_t *restrict soort,
                                           uint8_t *restrict out) {
    for (size_t i = 0; i < n; i++)
        out[i] = soort[i] != 0 ? 2 : 0;
}

/* otherwise everywhere, and where there is an event: 2, or its value × 2. */
static void make_from_events(const ds_career *career, const ds_register_events *events,
                             int otherwise, bool by_value, uint8_t *out) {
    memset(out, otherwise, career->n_years * DS_ROW);
    if (events == NULL) return;
    for (uint64_t i = events->offsets[career->block]; i < events->offsets[career->block + 1]; i++) {
        const ds_register_event *e = &events->events[i];
        size_t year = ds_career_year_from(career, e->jaar);
        if (year < career->n_years && career->years[year] == e->jaar)
            out[year * DS_ROW + e->slot] = (uint8_t)(by_value ? e->value * 2 : 2);
    }
}

static void make_diplomas(ds_career *career) {
    ds_slot *slots = career->slots;
    ds_diploma_columns to = {.mbo = slots[DS_COLUMN_DIPLOMA_MBO].made,
                             .vo = slots[DS_COLUMN_DIPLOMA_VO].made,
                             .vmbo = slots[DS_COLUMN_DIPLOMA_VMBO].made,
                             .ho = slots[DS_COLUMN_DIPLOMA_HO].made,
                             .gediplomeerd = slots[DS_COLUMN_GEDIPLOMEERD].made,
                             .soort = slots[DS_COLUMN_SOORT].vector.data};
    ds_career_make_diplomas(career, &to);
    for (int c = DS_COLUMN_DIPLOMA_MBO; c <= DS_COLUMN_GEDIPLOMEERD; c++)
        slots[c].ready = slots[c].needed;
}

static void make_column(ds_career *career, ds_column_id column, ds_slot *slot) {
    const uint8_t *soort = career->slots[DS_COLUMN_SOORT].vector.data;
    if (slot->copied) {
        ds_career_copy_enrolment(career, slot, slot->made);
        return;
    }
    switch (column) {
    case DS_COLUMN_LEEFTIJD:
        ds_career_make_leeftijd(career, ds_career_vector(career, DS_COLUMN_GEBOORTEDATUM),
                                career->slots[DS_COLUMN_LEEFTIJD_GELEVERD].raw == NULL
                                    ? NULL
                                    : ds_career_vector(career, DS_COLUMN_LEEFTIJD_GELEVERD)->data,
                                slot->made);
        break;
    case DS_COLUMN_INGESCHREVEN:
        make_ingeschreven(career->n_years * DS_ROW, soort, slot->made);
        break;
    case DS_COLUMN_VRIJGESTELD:
        make_from_events(career, career->exemptions, 0, false, slot->made);
        break;
    case DS_COLUMN_VSV_DUO:
        make_from_events(career, career->verdicts, 1, true, slot->made);
        break;
    case DS_COLUMN_DIPLOMA_MBO:
    case DS_COLUMN_DIPLOMA_VO:
    case DS_COLUMN_DIPLOMA_VMBO:
    case DS_COLUMN_DIPLOMA_HO:
    case DS_COLUMN_GEDIPLOMEERD:
        make_diplomas(career);
        break;
    case DS_COLUMN_BEHAALD_NIVEAU:
    case DS_COLUMN_BEHAALD_INSTELLING:
    case DS_COLUMN_BEHAALD_LEERWEG:
    case DS_COLUMN_BEHAALD_OPLEIDING:
    case DS_COLUMN_BEHAALD_HOOFDGROEP:
        ds_career_make_attained(career, slot,
                                column == DS_COLUMN_BEHAALD_NIVEAU
                                    ? NULL
                                    : ds_career_vector(career, DS_COLUMN_BEHAALD_NIVEAU)->data);
        break;
    case DS_COLUMN_EERSTE_JAAR_MBO:
        ds_career_make_eerste_jaar(career, soort, slot->made);
        break;
    case DS_COLUMN_INSTELLING:
    case DS_COLUMN_NAAM:
    case DS_COLUMN_TYPE:
    case DS_COLUMN_GROOTTE:
        if (slot->present != NULL) ds_career_make_present(career, slot); /* else not delivered */
        break;
    default:
        if (slot->events != NULL) ds_career_make_attribute(career, slot, slot->made);
    }
}

const ds_vector *ds_career_vector(ds_career *career, ds_column_id column) {
    ds_slot *slot = &career->slots[column];
    if (slot->ready || !slot->needed) return &slot->vector;
    if (!career->gone) return &slot->vector; /* what it is, and no values yet */
    if (is_raw(slot)) {
        size_t n = (slot->vector.by_year ? career->n_years : 1) * DS_ROW;
        slot->vector.data =
            (const char *)slot->raw->data + (size_t)career->block * n * slot->vector.width;
    } else {
        if (column != DS_COLUMN_SOORT) /* others are made of it */
            (void)ds_career_vector(career, DS_COLUMN_SOORT);
        make_column(career, column, slot);
    }
    slot->ready = true;
    return &slot->vector;
}
