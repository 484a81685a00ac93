/* intake/identity/join.c: who is the same person, once all deliveries were read: numbers of no
 * stated kind are of the one family that the others are of, and link files (koppeling) join numbers
 * of whatever kind. The result does not depend on the order of rows, deliveries or threads: of
 * numbers that are one person the first by kind and bytes stands for all. See identity.h. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "intake/duo/duo.h"
#include "intake/mapping/file.h"

/* A number that is the same person as another. */
typedef struct alias {
    uint32_t from, to;
} alias;

typedef struct joining {
    ds_intake *intake;
    ds_dictionary *dictionary;
    alias *aliases;
    size_t n_aliases, capacity;
} joining;

static bool add_alias(joining *j, uint32_t from, uint32_t to) {
    if (!ds_reserve(&j->aliases, &j->capacity, j->n_aliases + 1, sizeof *j->aliases)) return false;
    j->aliases[j->n_aliases++] = (alias){from, to};
    return true;
}

/* ---- which families there are ---- */

static unsigned family_of_layout(const ds_layout *layout) {
    static const ds_layout *const of_bsn[] = {&ds_layout_nrsp, &ds_layout_nenr, &ds_layout_a04,
                                              &ds_layout_a05,  &ds_layout_a14,  &ds_layout_ro,
                                              &ds_layout_tbgi};
    for (size_t i = 0; i < sizeof of_bsn / sizeof *of_bsn; i++)
        if (layout == of_bsn[i]) return ds_identity_family(DS_NUMBER_BSN);
    return layout == &ds_layout_grondslag ? ds_identity_family(DS_NUMBER_PGN) : 0;
}

bool ds_identity_is_fixed(const ds_layout *layout) {
    return family_of_layout(layout) != 0;
}

/* What the mapping says of every row of the part; 0 for nothing. */
static unsigned family_of_part(const ds_mapping_part *part) {
    for (size_t i = 0; i < part->layout->n_columns; i++) {
        const ds_mapping_column *column = &part->columns[i];
        int code = -1;
        if (strcmp(part->layout->columns[i], "persoon_soort") != 0) continue;
        if (column->is_constant)
            code = ds_codes_find(&ds_codes_persoon_soort, column->constant, true);
        return code < 0 ? 0 : ds_identity_family((ds_number)code);
    }
    return 0;
}

/* What a delivery states before it is read. */
static unsigned family_planned(const ds_delivery *d) {
    unsigned family = family_of_layout(d->layout);
    if (d->part != NULL && family_of_part(d->part) != 0) return family_of_part(d->part);
    return family != 0 || d->number == 0 ? family : ds_identity_family((ds_number)(d->number - 1));
}

static ds_number number_of_family(unsigned families) {
    for (size_t i = 0; i < DS_NUMBER_N; i++)
        if (families == ds_identity_family((ds_number)i)) return (ds_number)i;
    return DS_NUMBER_EIGEN; /* none, or several */
}

/* Of a part: what numbers of no stated kind are in the whole. */
static ds_number number_of_whole(const ds_intake *intake) {
    const char *name = json_string_value(json_object_get(intake->whole.facts, "nummers"));
    int code = name == NULL ? -1 : ds_codes_find(&ds_codes_persoon_soort, ds_text_of(name), false);
    return code < 0 ? DS_NUMBER_EIGEN : (ds_number)code;
}

void ds_identity_guess(ds_intake *intake) {
    unsigned families = 0;
    for (size_t i = 0; i < intake->n_deliveries; i++) {
        ds_delivery *d = &intake->deliveries[i];
        if (d->layout == NULL || d->replaced_by != NULL) continue;
        if (d->number == 0 && !ds_identity_is_fixed(d->layout))
            d->number = intake->identity.everywhere;
        families |= family_planned(d);
    }
    intake->identity.unstated = number_of_family(families);
    if (intake->whole.n_parts > 0) intake->identity.unstated = number_of_whole(intake);
}

unsigned ds_identity_families(const ds_identity_counts *counts) {
    unsigned families = 0;
    for (size_t i = 0; i < DS_NUMBER_N; i++)
        if (counts->stated[i] > 0) families |= ds_identity_family((ds_number)i);
    return families;
}

/* "bsn (RO_….csv), pgn (1cho.csv)": each family once, with the first delivery that is of it. */
static void name_families(const ds_intake *intake, char *out, size_t size) {
    unsigned named = 0;
    size_t used = 0;
    for (size_t i = 0; i < intake->n_deliveries; i++) {
        const ds_delivery *d = &intake->deliveries[i];
        unsigned more = ds_identity_families(&d->identity) & ~named;
        for (unsigned bit = 1; bit < 1u << DS_NUMBER_N && used < size; bit <<= 1) {
            if ((more & bit) == 0) continue;
            used += (size_t)snprintf(out + used, size - used, "%s%s (%.80s)",
                                     named == 0 ? "" : ", ", ds_identity_family_name(bit), d->name);
            named |= bit;
        }
    }
}

static ds_status refuse_unstated(const ds_intake *intake, const ds_delivery *d, ds_error *err) {
    char families[400] = "";
    name_families(intake, families, sizeof families);
    return ds_error_at(
        err, DS_INPUT, d->path, 0, 0,
        "van welke soort zijn de nummers van personen hier? Andere leveringen hebben "
        "%s. Zet het in doorstroom.yaml (leveringen: - {bestand: %.100s, "
        "persoon_soort: …}), in een kolom persoon_soort of in de vertaling: bsn, "
        "onderwijsnummer, pgn, pseudoniem of eigen",
        "of which kind are the numbers of persons here? Other deliveries have %s. "
        "Say so in doorstroom.yaml (leveringen: - {bestand: %.100s, persoon_soort: "
        "…}), in a column persoon_soort or in the mapping: bsn, onderwijsnummer, "
        "pgn, pseudoniem or eigen",
        families, d->name);
}

/* ---- numbers of no stated kind ---- */

/* What a key read as this kind is, when it may be one of no stated kind. */
static ds_number settle_kind(const ds_identity *identity, unsigned families, ds_number kind) {
    const ds_number guess = identity->unstated;
    bool guessed = kind == guess || kind == DS_NUMBER_CHECKED ||
                   (guess == DS_NUMBER_BSN && kind == DS_NUMBER_ONDERWIJSNUMMER);
    if (!guessed) return kind;
    if (families != ds_identity_family(DS_NUMBER_BSN)) return number_of_family(families);
    return kind == DS_NUMBER_CHECKED || kind == DS_NUMBER_ONDERWIJSNUMMER
               ? DS_NUMBER_ONDERWIJSNUMMER
               : DS_NUMBER_BSN;
}

static bool settle_word(joining *j, unsigned families, uint32_t number) {
    char key[1 + DS_PERSOON_MAX];
    ds_text word = ds_dictionary_word(j->dictionary, number);
    ds_number kind = ds_identity_number(word);
    ds_number settled = settle_kind(&j->intake->identity, families, kind);
    uint32_t to;
    if (settled == kind) return true;
    memcpy(key, word.data, word.size);
    key[0] = (char)('a' + (int)settled);
    return ds_dictionary_intern(j->dictionary, (ds_text){key, word.size}, &to) &&
           add_alias(j, number, to);
}

static bool settle_words(joining *j, unsigned families) {
    uint32_t sizes[DS_DICTIONARY_SHARDS];
    ds_dictionary_sizes(j->dictionary, sizes);
    for (uint32_t s = 0; s < DS_DICTIONARY_SHARDS; s++)
        for (uint32_t i = 0; i < sizes[s]; i++)
            if (!settle_word(j, families, i * DS_DICTIONARY_SHARDS + s)) return false;
    return true;
}

/* ---- links ---- */

static uint32_t find_end(uint32_t *leads, uint32_t number) {
    while (leads[number] != number) {
        leads[number] = leads[leads[number]];
        number = leads[number];
    }
    return number;
}

static bool is_before(ds_text a, ds_text b) {
    size_t size = a.size < b.size ? a.size : b.size;
    int order = memcmp(a.data, b.data, size);
    return order != 0 ? order < 0 : a.size < b.size;
}

/* leads[number of links]: the number that stands for its person. */
static uint32_t *gather_links(const ds_intake *intake) {
    uint32_t span = ds_dictionary_span(intake->links);
    uint32_t *leads = ds_malloc((size_t)span * sizeof *leads);
    if (leads == NULL) return NULL;
    for (uint32_t i = 0; i < span; i++)
        leads[i] = i;
    for (size_t k = 0; k < intake->n_workers; k++) {
        const ds_list *links = &intake->workers[k].links;
        for (uint64_t i = 0; i < links->n; i++) {
            const ds_link_pair *pair = ds_list_at(links, i);
            uint32_t a = find_end(leads, pair->a), b = find_end(leads, pair->b);
            if (is_before(ds_dictionary_word(intake->links, a),
                          ds_dictionary_word(intake->links, b)))
                leads[b] = a;
            else
                leads[a] = b;
        }
    }
    return leads;
}

/* Whoever of the linked numbers was delivered is the person that the first of them stands for. */
static bool join_linked(joining *j, uint32_t *leads) {
    const ds_dictionary *links = j->intake->links;
    uint32_t sizes[DS_DICTIONARY_SHARDS];
    ds_dictionary_sizes(links, sizes);
    for (uint32_t s = 0; s < DS_DICTIONARY_SHARDS; s++)
        for (uint32_t i = 0; i < sizes[s]; i++) {
            uint32_t number = i * DS_DICTIONARY_SHARDS + s, from, to;
            uint32_t first = find_end(leads, number);
            if (first == number ||
                !ds_dictionary_lookup(j->dictionary, ds_dictionary_word(links, number), &from))
                continue;
            if (!ds_dictionary_intern(j->dictionary, ds_dictionary_word(links, first), &to) ||
                !add_alias(j, from, to))
                return false;
        }
    return true;
}

/* *out: by number, who stands for it; stays NULL when every number is a person of its own. */
static bool make_same(const joining *j, uint32_t **out) {
    uint32_t span = ds_dictionary_span(j->dictionary);
    uint32_t *same;
    if (j->n_aliases == 0) return true;
    same = ds_malloc((size_t)span * sizeof *same);
    if (same == NULL) return false;
    for (uint32_t i = 0; i < span; i++)
        same[i] = i;
    for (size_t i = 0; i < j->n_aliases; i++)
        same[j->aliases[i].from] = j->aliases[i].to;
    for (uint32_t i = 0; i < span; i++)
        (void)find_end(same, i);
    for (uint32_t i = 0; i < span; i++)
        same[i] = find_end(same, i);
    *out = same;
    return true;
}

static bool join_dictionary(ds_intake *intake, ds_dictionary *dictionary, bool unstated,
                            unsigned families, uint32_t *leads, uint32_t **out) {
    joining j = {.intake = intake, .dictionary = dictionary};
    bool good =
        (!unstated || settle_words(&j, families)) && join_linked(&j, leads) && make_same(&j, out);
    ds_free(j.aliases);
    return good;
}

/* ---- who has an enrolment after all ---- */

uint32_t ds_identity_same(const ds_intake *intake, uint32_t person) {
    return intake->same_person == NULL ? person : intake->same_person[person];
}

static bool is_enrolled(const ds_intake *intake, const uint8_t *enrolled,
                        const ds_identity_unknown *row) {
    uint32_t person = row->person;
    if (row->month) {
        if (intake->same_month != NULL) person = intake->same_month[person];
        if (!ds_dictionary_lookup(intake->persons,
                                  ds_dictionary_word(intake->month_persons, person), &person))
            return false;
    }
    return enrolled[ds_identity_same(intake, person)] != 0;
}

/* Joined, a row that was nobody's may be somebody's. */
static bool count_joined(ds_intake *intake) {
    uint8_t *enrolled;
    if (intake->same_person == NULL && intake->same_month == NULL) return true;
    enrolled = ds_calloc(ds_dictionary_span(intake->persons), 1);
    if (enrolled == NULL) return false;
    for (size_t k = 0; k < intake->n_workers; k++)
        for (uint64_t i = 0; i < intake->workers[k].enrolments.n; i++) {
            const ds_kept *e = ds_list_at(&intake->workers[k].enrolments, i);
            enrolled[ds_identity_same(intake, e->person)] = 1;
        }
    for (size_t k = 0; k < intake->n_workers; k++)
        for (uint64_t i = 0; i < intake->workers[k].unknown.n; i++) {
            const ds_identity_unknown *row = ds_list_at(&intake->workers[k].unknown, i);
            intake->deliveries[row->levering].identity.n_known +=
                is_enrolled(intake, enrolled, row);
        }
    ds_free(enrolled);
    return true;
}

/* ---- the whole ---- */

/* The families that are stated; *out_unstated a delivery that states none, or NULL. */
static unsigned find_families(const ds_intake *intake, const ds_delivery **out_unstated) {
    unsigned families = 0;
    *out_unstated = NULL;
    for (size_t i = 0; i < intake->n_deliveries; i++) {
        families |= ds_identity_families(&intake->deliveries[i].identity);
        if (*out_unstated == NULL && intake->deliveries[i].identity.unstated > 0)
            *out_unstated = &intake->deliveries[i];
    }
    return intake->whole.n_parts > 0 ? ds_identity_family(intake->identity.unstated) : families;
}

ds_status ds_identity_settle(ds_intake *intake, ds_error *err) {
    const ds_delivery *unstated;
    const unsigned families = find_families(intake, &unstated);
    if (unstated != NULL && (families & (families - 1)) != 0)
        return refuse_unstated(intake, unstated, err);
    if (unstated != NULL) intake->identity.settled = number_of_family(families);
    return DS_OK;
}

ds_status ds_identity_join(ds_intake *intake, ds_error *err) {
    const ds_delivery *unstated;
    const unsigned families = find_families(intake, &unstated);
    const bool unsettled = unstated != NULL;
    uint32_t *leads;
    bool good;
    ds_status status = intake->gathering ? DS_OK : ds_identity_settle(intake, err);
    if (status != DS_OK || intake->gathering) return status;
    leads = gather_links(intake);
    good = leads != NULL &&
           join_dictionary(intake, intake->persons, unsettled, families, leads,
                           &intake->same_person) &&
           join_dictionary(intake, intake->month_persons, unsettled, families, leads,
                           &intake->same_month) &&
           count_joined(intake);
    ds_free(leads);
    return good ? DS_OK : ds_error_memory(err);
}
