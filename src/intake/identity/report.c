/* intake/identity/report.c: what the summary says of persons' numbers: of which kind each
 * delivery's are, and which deliveries cannot be joined though they should: numbers of another
 * kind, or (almost) nobody in common with the deliveries that the same persons must stand in.
 *
 * Who must stand where: whoever has a diploma, a job, attributes or an exemption should mostly have
 * an enrolment too; and of those enrolled at an institution some were there the year before or are
 * there the year after, where another delivery has that year. Under one in a hundred is no
 * accident: of mbo students some two in three go on for another year. */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/memory.h"
#include "base/text.h"
#include "intake/layout/layout.h"
#include "intake/report.h"

enum {
    ENOUGH = 20,      /* rows before a share says anything */
    ENOUGH_KINDS = 5, /* rows before a kind does */
    PLACES_MAX = 100000,
    ROWS_MAX = 1000, /* of one person */
    MANY = UINT16_MAX,
};

static const struct {
    const char *name, *nl, *en;
    bool strict; /* such a number is not by accident of this kind */
} kinds[DS_IDENTITY_N + 1] = {
    {"burgerservicenummer", "burgerservicenummers", "BSNs", true},
    {"onderwijsnummer", "onderwijsnummers", "onderwijsnummers", true},
    {"burgerservicenummer_zonder_voorloopnul", "burgerservicenummers zonder voorloopnul",
     "BSNs without their leading zero", true},
    {"pseudoniem", "pseudoniemen van doorstroom", "pseudonyms of doorstroom", true},
    {"pseudoniem_hex", "hexadecimale pseudoniemen", "hexadecimal pseudonyms", true},
    {"pseudoniem_base64", "pseudoniemen in letters en cijfers", "pseudonyms in letters and digits",
     true},
    {"getal", "andere getallen", "other numbers", false},
    {"tekst", "andere tekst", "other text", false},
    {"gemengd", "nummers van meer dan één soort", "numbers of more than one kind", false},
};
enum { MIXED = DS_IDENTITY_N };

static uint64_t rows_of(const ds_identity_counts *c) {
    uint64_t n = 0;
    for (size_t i = 0; i < DS_IDENTITY_N; i++)
        n += c->n[i];
    return n;
}

/* The kind of 19 in 20; of random digits one in eleven looks like a BSN. */
static size_t kind_of_numbers(const ds_identity_counts *c) {
    uint64_t n = rows_of(c), enough = n - n / 20;
    uint64_t issued = c->n[DS_IDENTITY_BSN] + c->n[DS_IDENTITY_ONDERWIJSNUMMER];
    uint64_t bsn = issued + c->n[DS_IDENTITY_BSN_SHORT];
    for (size_t i = 0; i < DS_IDENTITY_N; i++)
        if (c->n[i] >= enough) return i;
    if (bsn >= enough && issued > 0)
        return c->n[DS_IDENTITY_BSN] >= c->n[DS_IDENTITY_ONDERWIJSNUMMER]
                   ? DS_IDENTITY_BSN
                   : DS_IDENTITY_ONDERWIJSNUMMER;
    if (bsn + c->n[DS_IDENTITY_NUMBER] >= enough && bsn * 2 < n) return DS_IDENTITY_NUMBER;
    if (c->n[DS_IDENTITY_TEXT] * 2 >= n && bsn * 20 < n) return DS_IDENTITY_TEXT;
    return MIXED;
}

/* "bsn onderwijsnummer": the kinds that its rows state; NULL for none. */
static const char *name_numbers(const ds_identity_counts *c, ds_arena *arena) {
    char text[80] = "";
    for (size_t i = 0, used = 0; i < DS_NUMBER_N; i++)
        if (c->stated[i] > 0)
            used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", used == 0 ? "" : " ",
                                     ds_codes_persoon_soort.values[i]);
    return text[0] == '\0' ? NULL : ds_arena_copy(arena, ds_text_of(text));
}

void ds_identity_describe(const ds_identity_counts *c, ds_import_delivery *out, ds_arena *arena) {
    if (rows_of(c) == 0) return;
    out->persons = kinds[kind_of_numbers(c)].name;
    out->numbers = name_numbers(c, arena);
    out->shortest = c->shortest;
    out->longest = c->longest;
}

/* Both state the family of their numbers, and it is another. */
static bool are_other_families(const ds_identity_counts *a, const ds_identity_counts *b) {
    unsigned x = ds_identity_families(a), y = ds_identity_families(b);
    return x != 0 && y != 0 && (x & y) == 0;
}

/* Whether persons of both may be the same by their numbers. Pseudonyms of two lengths are of two
 * makes. */
static bool can_join(const ds_identity_counts *a, const ds_identity_counts *b) {
    size_t x = kind_of_numbers(a), y = kind_of_numbers(b);
    if (are_other_families(a, b)) return false;
    if (rows_of(a) < ENOUGH_KINDS || rows_of(b) < ENOUGH_KINDS) return true;
    if (x == MIXED || y == MIXED || (!kinds[x].strict && !kinds[y].strict)) return true;
    if (x != y) return x <= DS_IDENTITY_ONDERWIJSNUMMER && y <= DS_IDENTITY_ONDERWIJSNUMMER;
    return (x != DS_IDENTITY_HEX && x != DS_IDENTITY_BASE64) ||
           (a->shortest <= b->longest && b->shortest <= a->longest);
}

static bool is_used(const ds_delivery *d) {
    return d->layout != NULL && d->replaced_by == NULL && rows_of(&d->identity) > 0;
}

/* The first delivery of enrolments; NULL for none. */
static const ds_delivery *first_enrolments(const ds_intake *intake) {
    for (size_t i = 0; i < intake->n_deliveries; i++)
        if (is_used(&intake->deliveries[i]) && intake->deliveries[i].layout->phase == 0)
            return &intake->deliveries[i];
    return NULL;
}

static unsigned lowest_family(const ds_identity_counts *c) {
    unsigned families = ds_identity_families(c);
    return families & (~families + 1);
}

static void warn_of_families(const ds_delivery *a, const ds_delivery *b, ds_import_report *report) {
    const char *x = ds_identity_family_name(lowest_family(&a->identity)),
               *y = ds_identity_family_name(lowest_family(&b->identity));
    ds_report_warn(report, "nummers_andere_familie",
                   "%.200s heeft nummers van de soort %s, %.200s van de soort %s: zonder levering "
                   "koppeling zijn het andere personen",
                   "%.200s has numbers of the kind %s, %.200s of the kind %s: without a delivery "
                   "koppeling they are other persons",
                   a->name, x, b->name, y);
}

static void warn_of_kinds(const ds_delivery *a, const ds_delivery *b, ds_import_report *report) {
    size_t x = kind_of_numbers(&a->identity), y = kind_of_numbers(&b->identity);
    char nl[800], en[800];
    if (are_other_families(&a->identity, &b->identity)) {
        warn_of_families(a, b, report);
        return;
    }
    (void)snprintf(nl, sizeof nl,
                   "%.200s heeft %s (%llu tot %llu tekens), %.200s heeft %s (%llu tot %llu): "
                   "personen zijn daartussen niet te koppelen",
                   a->name, kinds[x].nl, (unsigned long long)a->identity.shortest,
                   (unsigned long long)a->identity.longest, b->name, kinds[y].nl,
                   (unsigned long long)b->identity.shortest,
                   (unsigned long long)b->identity.longest);
    (void)snprintf(en, sizeof en,
                   "%.200s has %s (%llu to %llu characters), %.200s has %s (%llu to %llu): persons "
                   "cannot be joined between them",
                   a->name, kinds[x].en, (unsigned long long)a->identity.shortest,
                   (unsigned long long)a->identity.longest, b->name, kinds[y].en,
                   (unsigned long long)b->identity.shortest,
                   (unsigned long long)b->identity.longest);
    ds_report_warn_texts(report, "nummers_andere_soort", nl, en);
}

/* Of one delivery, beside others of its own: what is odd within it. */
static void warn_of_itself(const ds_delivery *d, ds_import_report *report) {
    const ds_identity_counts *c = &d->identity;
    uint64_t n = rows_of(c);
    size_t kind = kind_of_numbers(c);
    bool strict = false;
    for (size_t i = 0; i < DS_IDENTITY_N; i++)
        strict = strict || (kinds[i].strict && c->n[i] * 20 >= n);
    if (kind == MIXED && n >= ENOUGH && strict) {
        ds_report_warn(report, "nummers_gemengd",
                       "%.200s: persoon is niet overal een nummer van dezelfde soort",
                       "%.200s: persoon is not a number of one kind throughout", d->name);
    }
    if (c->n[DS_IDENTITY_BSN_SHORT] == 0 || n < ENOUGH_KINDS ||
        (kind != DS_IDENTITY_BSN && kind != DS_IDENTITY_BSN_SHORT))
        return;
    ds_report_warn(report, "voorloopnul_ontbreekt",
                   "%.200s: %llu keer mist een burgerservicenummer zijn voorloopnul; zo is het een "
                   "ander nummer",
                   "%.200s: %llu times a BSN lacks its leading zero; that makes it another number",
                   d->name, (unsigned long long)c->n[DS_IDENTITY_BSN_SHORT]);
}

/* A delivery that is not of enrolments, beside all that are. */
static void warn_of_unknown(const ds_delivery *d, const ds_delivery *enrolments,
                            ds_import_report *report) {
    const ds_identity_counts *c = &d->identity;
    uint64_t n = rows_of(c);
    if (c->n_known * 100 >= n) return;
    if (!can_join(c, &enrolments->identity)) {
        warn_of_kinds(d, enrolments, report);
        return;
    }
    if (n < ENOUGH) return;
    ds_report_warn(report, "personen_onbekend",
                   "%.200s: van de %llu rijen horen er maar %llu bij iemand met een inschrijving; "
                   "zijn de personen daar anders genummerd?",
                   "%.200s: of the %llu rows only %llu belong to someone with an enrolment; are "
                   "persons numbered differently there?",
                   d->name, (unsigned long long)n, (unsigned long long)c->n_known);
}

/* ---- enrolments beside each other ---- */

typedef struct overlap {
    uint16_t (*delivered)[DS_YEARS_MAX]; /* by instelling and year: delivery + 1, MANY; 0 none */
    int first;                           /* the school year of column 0 */
    uint64_t *expected, *found;          /* by delivery, rows */
} overlap;

static ds_enrolment row_at(const ds_resolved *r, uint64_t i) {
    ds_enrolment row;
    ds_enrolment_at(r, i, &row);
    return row;
}

static uint16_t delivered_at(const overlap *o, uint32_t place, int year) {
    int at = year - o->first;
    return at < 0 || at >= DS_YEARS_MAX ? 0 : o->delivered[place][at];
}

static void note_delivered(overlap *o, const ds_resolved *r) {
    for (DS_EACH_ROW(r->enrolments, i)) {
        const ds_enrolment e = row_at(r, i);
        int at = e.jaar - o->first;
        uint16_t *cell, mine = (uint16_t)(e.levering + 1);
        if (at < 0 || at >= DS_YEARS_MAX) continue;
        cell = &o->delivered[e.instelling][at];
        *cell = *cell == 0 || *cell == mine ? mine : MANY;
    }
}

static bool is_elsewhere(uint16_t cell, uint16_t levering) {
    return cell != 0 && cell != levering + 1;
}

/* Rows [from, to) are one person's. Every row is held against every other, so whoever has more than
 * anybody can have is passed over. */
static void compare_person(overlap *o, const ds_resolved *r, uint64_t from, uint64_t to) {
    if (to - from > ROWS_MAX) return;
    for (uint64_t i = from; i < to; i++) {
        const ds_enrolment e = row_at(r, i);
        bool found = false;
        if (!is_elsewhere(delivered_at(o, e.instelling, e.jaar - 1), e.levering) &&
            !is_elsewhere(delivered_at(o, e.instelling, e.jaar + 1), e.levering))
            continue;
        for (uint64_t j = from; j < to && !found; j++) {
            const ds_kept *other = ds_kept_rows(r) + j;
            int years = other->jaar + DS_YEAR_MIN - e.jaar;
            found = other->levering != e.levering && years >= -1 && years <= 1 && years != 0;
        }
        o->expected[e.levering]++;
        o->found[e.levering] += found;
    }
}

static void warn_of_overlap(const ds_intake *intake, const overlap *o, ds_import_report *report) {
    for (size_t i = 0; i < intake->n_deliveries; i++) {
        if (o->expected[i] < ENOUGH || o->found[i] * 100 >= o->expected[i]) continue;
        ds_report_warn(
            report, "personen_weinig_gemeen",
            "%.200s: van %llu inschrijvingen is het jaar ervoor of erna van dezelfde "
            "instelling in een andere levering, maar van maar %llu de persoon: zijn de "
            "personen daar anders genummerd?",
            "%.200s: of %llu enrolments the year before or after of the same institution "
            "is in another delivery, but of only %llu the person: are persons numbered "
            "differently there?",
            intake->deliveries[i].name, (unsigned long long)o->expected[i],
            (unsigned long long)o->found[i]);
    }
}

static void warn_of_enrolments(const ds_intake *intake, const ds_resolved *r,
                               ds_import_report *report) {
    size_t n_places = (size_t)r->n_words[DS_WORD_INSTELLING] + 1;
    overlap o = {.first = r->n_years == 0 ? 0 : r->years[0].schooljaar};
    if (n_places > PLACES_MAX) return;
    o.delivered = ds_calloc(n_places, sizeof *o.delivered);
    o.expected = ds_calloc(intake->n_deliveries, sizeof *o.expected);
    o.found = ds_calloc(intake->n_deliveries, sizeof *o.found);
    if (o.delivered != NULL && o.expected != NULL && o.found != NULL) {
        note_delivered(&o, r);
        for (uint32_t p = 0; p < r->enrolments.n_persons; p++)
            compare_person(&o, r, r->enrolments.offsets[p], r->enrolments.offsets[p + 1]);
        warn_of_overlap(intake, &o, report);
    } else {
        ds_import_report_arena(report)->failed = true;
    }
    ds_free(o.delivered);
    ds_free(o.expected);
    ds_free(o.found);
}

static bool is_linked(const ds_intake *intake) {
    for (size_t i = 0; i < intake->n_deliveries; i++)
        if (intake->deliveries[i].layout == &ds_layout_koppeling) return true;
    return false;
}

/* What another family of numbers kept out. */
static void warn_of_aside(const ds_intake *intake, const ds_resolved *resolved,
                          ds_import_report *report) {
    for (size_t i = 0; i < intake->n_deliveries; i++) {
        const ds_delivery *d = &intake->deliveries[i];
        if (d->n_aside == 0) continue;
        ds_report_warn(report, "familie_terzijde",
                       "%.200s: %llu inschrijvingen gaan terzijde: van die instelling en dat "
                       "schooljaar telt %.200s, met een andere soort nummers",
                       "%.200s: %llu enrolments go aside: of that institution and school year "
                       "%.200s counts, with another kind of numbers",
                       d->name, (unsigned long long)d->n_aside,
                       intake->deliveries[d->aside_for].name);
    }
    if (resolved->n_diplomas_aside > 0)
        ds_report_warn(
            report, "diplomas_terzijde",
            "%llu diploma's gaan terzijde: van die instelling en dat schooljaar telt een "
            "andere soort nummers",
            "%llu diplomas go aside: of that institution and school year another kind of "
            "numbers counts",
            (unsigned long long)resolved->n_diplomas_aside);
}

/* ---- zeros in front ---- */

static uint64_t count_digits(const ds_identity_counts *c) {
    return c->n[DS_IDENTITY_BSN] + c->n[DS_IDENTITY_ONDERWIJSNUMMER] + c->n[DS_IDENTITY_BSN_SHORT] +
           c->n[DS_IDENTITY_NUMBER];
}

/* Numbers as long as each other, with zeros, beside shorter ones of which none has one. */
static bool seems_without_zeros(const ds_identity_counts *c, const ds_identity_counts *other) {
    return count_digits(c) >= ENOUGH && c->zeros == 0 &&
           other->zeros * 100 >= count_digits(other) && other->zeros > 0 &&
           other->shortest == other->longest && c->shortest < other->shortest &&
           !are_other_families(c, other);
}

/* Below a key it is not known who. */
static void warn_of_seeming(const ds_intake *intake, ds_import_report *report) {
    for (size_t i = 0; i < intake->n_deliveries; i++)
        for (size_t k = 0; k < intake->n_deliveries; k++) {
            const ds_delivery *d = &intake->deliveries[i], *other = &intake->deliveries[k];
            if (!is_used(d) || !is_used(other) ||
                !seems_without_zeros(&d->identity, &other->identity))
                continue;
            ds_report_warn(report, "voorloopnul_verschilt",
                           "%.200s: geen nummer begint met een nul, en sommige zijn korter dan "
                           "die van %.200s, waar dat wel zo is: zonder hun nullen tellen personen "
                           "als anderen",
                           "%.200s: no number begins with a zero, and some are shorter than those "
                           "of %.200s, where some do: without their zeros persons count as others",
                           d->name, other->name);
            break;
        }
}

static void warn_of_zeros(const ds_intake *intake, ds_import_report *report) {
    const ds_identity_lost *lost = &intake->identity.lost;
    if (intake->identity.keyed) warn_of_seeming(intake, report);
    if (lost->n_persons == 0) return;
    ds_report_warn(report, "voorloopnul_verschilt",
                   "%.200s: %llu personen staan hier zonder de nullen die in %.200s voor hun "
                   "nummer staan, en tellen als anderen",
                   "%.200s: %llu persons stand here without the zeros that their number has in "
                   "front in %.200s, and count as others",
                   intake->deliveries[lost->without].name, (unsigned long long)lost->n_persons,
                   intake->deliveries[lost->with].name);
}

/* Numbers that point at people everywhere, kept as they came. */
static void suggest_key(const ds_intake *intake, ds_import_report *report) {
    uint64_t n = 0;
    for (size_t i = 0; i < intake->n_deliveries; i++)
        if (kind_of_numbers(&intake->deliveries[i].identity) == DS_IDENTITY_BSN)
            n += intake->deliveries[i].identity.n[DS_IDENTITY_BSN];
    if (intake->identity.keyed || n == 0) return;
    ds_report_warn(report, "zonder_sleutel",
                   "er staan burgerservicenummers in het register (%llu rijen); met een sleutel "
                   "zijn het pseudoniemen: doorstroom key BESTAND, en pseudonimiseer: in "
                   "doorstroom.yaml",
                   "there are BSNs in the register (%llu rows); with a key they are pseudonyms: "
                   "doorstroom key FILE, and pseudonimiseer: in doorstroom.yaml",
                   (unsigned long long)n);
}

void ds_identity_warn(const ds_intake *intake, const ds_resolved *resolved,
                      ds_import_report *report) {
    const ds_delivery *first = first_enrolments(intake);
    for (size_t i = 0; first != NULL && i < intake->n_deliveries; i++) {
        const ds_delivery *d = &intake->deliveries[i];
        if (!is_used(d)) continue;
        warn_of_itself(d, report);
        if (d->layout->phase > 0)
            warn_of_unknown(d, first, report);
        else if (!can_join(&d->identity, &first->identity) && !is_linked(intake))
            warn_of_kinds(first, d, report);
    }
    warn_of_zeros(intake, report);
    suggest_key(intake, report);
    warn_of_aside(intake, resolved, report);
    warn_of_enrolments(intake, resolved, report);
}
