/* intake/identity/identity.c: see identity.h. */
#include "intake/identity/identity.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>

#include "base/memory.h"
#include "base/secret.h"
#include "base/text.h"
#include "doorstroom/register.h"
#include "intake/worker.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* of the deliveries' counts */

/* ---- what a persoon looks like ---- */

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* The weighted sum of the eleven test, modulo 11: weights 9 to 2 and -1 for nine digits; fewer
 * digits have zeros before them. A BSN gives 0, an onderwijsnummer 5. */
static int eleven_sum(ds_text digits) {
    int sum = 0;
    for (size_t i = 0; i < digits.size; i++) {
        int weight = (int)(digits.size - i);
        sum += (digits.data[i] - '0') * (weight == 1 ? -1 : weight);
    }
    return (sum % 11 + 11) % 11;
}

static ds_identity_kind kind_of_digits(ds_text text) {
    bool zero = true;
    for (size_t i = 0; i < text.size; i++)
        zero = zero && text.data[i] == '0';
    if (zero || text.size < 7 || text.size > 9) return DS_IDENTITY_NUMBER;
    if (eleven_sum(text) == 0) return text.size == 9 ? DS_IDENTITY_BSN : DS_IDENTITY_BSN_SHORT;
    if (text.size == 9 && memcmp(text.data, "10", 2) == 0 && eleven_sum(text) == 5)
        return DS_IDENTITY_ONDERWIJSNUMMER;
    return DS_IDENTITY_NUMBER;
}

/* Which characters occur. */
typedef struct seen {
    bool digit, upper, lower, beyond_p, beyond_f, mark, other;
} seen;

static seen look_at(ds_text text) {
    seen s = {0};
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        bool upper = c >= 'A' && c <= 'Z', lower = c >= 'a' && c <= 'z';
        s.digit = s.digit || is_digit(c);
        s.upper = s.upper || upper;
        s.lower = s.lower || lower;
        s.beyond_p = s.beyond_p || (lower && c > 'p');
        s.beyond_f = s.beyond_f || (lower && c > 'f') || (upper && c > 'F');
        s.mark = s.mark || memchr("+/-_=", c, 5) != NULL;
        s.other = s.other || !(upper || lower || is_digit(c) || memchr("+/-_=", c, 5) != NULL);
    }
    return s;
}

/* Digits and nothing else, as nearly all are; it has no branch a digit. */
static bool are_digits(ds_text text) {
    bool digits = text.size > 0;
    for (size_t i = 0; i < text.size; i++)
        digits &= is_digit(text.data[i]);
    return digits;
}

ds_identity_kind ds_identity_kind_of(ds_text persoon) {
    seen s;
    bool letters;
    if (are_digits(persoon)) return kind_of_digits(persoon);
    s = look_at(persoon);
    letters = s.upper || s.lower;
    if (persoon.size == 0 || s.other) return DS_IDENTITY_TEXT;
    if (!letters && !s.mark) return kind_of_digits(persoon);
    if (persoon.size == DS_PSEUDONYM_SIZE && !s.upper && !s.digit && !s.mark && !s.beyond_p)
        return DS_IDENTITY_PSEUDONYM;
    if (persoon.size >= 16 && letters && !s.beyond_f && !s.mark && !(s.upper && s.lower))
        return DS_IDENTITY_HEX;
    if (persoon.size >= 20 && s.upper && s.lower && s.digit) return DS_IDENTITY_BASE64;
    return DS_IDENTITY_TEXT;
}

bool ds_identity_holds_number(ds_text text) {
    for (size_t i = 0; i + 9 <= text.size;) {
        size_t n = 0;
        ds_identity_kind kind;
        while (i + n < text.size && is_digit(text.data[i + n]))
            n++;
        kind = n == 9 ? kind_of_digits((ds_text){text.data + i, 9}) : DS_IDENTITY_TEXT;
        if (kind == DS_IDENTITY_BSN || kind == DS_IDENTITY_ONDERWIJSNUMMER) return true;
        i += n + 1;
    }
    return false;
}

/* ---- pseudonyms ---- */

void ds_identity_pseudonym(const unsigned char key[DS_KEY_SIZE], ds_text persoon,
                           char out[DS_PSEUDONYM_SIZE]) {
    unsigned char sum[DS_PSEUDONYM_SIZE / 2];
    (void)crypto_generichash(sum, sizeof sum, (const unsigned char *)persoon.data, persoon.size,
                             key, DS_KEY_SIZE);
    for (size_t i = 0; i < sizeof sum; i++) {
        out[2 * i] = (char)('a' + (sum[i] >> 4));
        out[2 * i + 1] = (char)('a' + (sum[i] & 15));
    }
}

void ds_identity_done(ds_identity *identity) {
    ds_secret_give(identity->key);
    sodium_memzero(identity, sizeof *identity);
}

/* ---- rows ---- */

static void add_counts(ds_identity_counts *to, const ds_identity_counts *from) {
    for (size_t i = 0; i < DS_IDENTITY_N; i++)
        to->n[i] += from->n[i];
    for (size_t i = 0; i < DS_NUMBER_N; i++)
        to->stated[i] += from->stated[i];
    to->unstated += from->unstated;
    to->n_known += from->n_known;
    to->zeros += from->zeros;
    if (from->longest > to->longest) to->longest = from->longest;
    if (to->shortest == 0 || (from->shortest != 0 && from->shortest < to->shortest))
        to->shortest = from->shortest;
}

static void flush_counts(ds_worker *worker) {
    if (worker->identity_of == NULL) return;
    (void)pthread_mutex_lock(&lock);
    add_counts(&worker->identity_of->identity, &worker->identity);
    (void)pthread_mutex_unlock(&lock);
    memset(&worker->identity, 0, sizeof worker->identity);
    worker->identity_of = NULL;
}

void ds_identity_flush(ds_intake *intake) {
    for (size_t i = 0; i < intake->n_workers; i++)
        flush_counts(&intake->workers[i]);
}

/* A thread counts for one delivery at a time, without a lock. */
static ds_identity_counts *counts_of(ds_row *row) {
    if (row->worker->identity_of != row->delivery) {
        flush_counts(row->worker);
        row->worker->identity_of = row->delivery;
    }
    return &row->worker->identity;
}

/* A persoon as it is stored, and as it was delivered. */
typedef struct persoon {
    char key[1 + DS_PERSOON_MAX];
    size_t size;
    ds_text raw;
    ds_number stated;
} persoon;

static ds_text key_of(const persoon *p) {
    return (ds_text){p->key, p->size};
}

static bool is_of_digits(ds_identity_kind kind) {
    return kind <= DS_IDENTITY_BSN_SHORT || kind == DS_IDENTITY_NUMBER;
}

static void count_persoon(ds_row *row, const persoon *p, bool known) {
    ds_identity_counts *counts = counts_of(row);
    const ds_identity_kind kind = ds_identity_kind_of(p->raw);
    counts->n[kind]++;
    counts->zeros += p->raw.data[0] == '0' && is_of_digits(kind);
    counts->n_known += known;
    if (p->stated < DS_NUMBER_N)
        counts->stated[p->stated]++;
    else
        counts->unstated++;
    if (p->raw.size > counts->longest) counts->longest = p->raw.size;
    if (counts->shortest == 0 || p->raw.size < counts->shortest) counts->shortest = p->raw.size;
}

/* Kept for after the join; only while enrolments are known. */
static bool note_stranger(ds_row *row, uint32_t person, bool month) {
    ds_identity_unknown *to;
    if (!row->worker->intake->identity.enrolments_read) return true;
    to = ds_list_add(&row->worker->unknown);
    if (to == NULL) {
        row->worker->no_memory = true;
        return false;
    }
    *to = (ds_identity_unknown){person, row->levering, month};
    return true;
}

/* What the row's own column, else its delivery, says. */
static bool state_number(ds_row *row, ds_number *number) {
    uint8_t code;
    if (*number == DS_NUMBER_UNSTATED && row->delivery->number != 0)
        *number = (ds_number)(row->delivery->number - 1);
    if (row->number_column == 0) return true;
    if (!ds_row_code(row, row->number_column - 1u, &ds_codes_persoon_soort, false, &code))
        return false;
    if (code != 0) *number = (ds_number)(code - 1);
    return true;
}

static bool is_onderwijsnummer(ds_text text) {
    return text.size == 9 && text.data[0] == '1' && /* most are not, and that is soon seen */
           ds_identity_kind_of(text) == DS_IDENTITY_ONDERWIJSNUMMER;
}

static ds_number number_in_family(ds_text text) {
    return is_onderwijsnummer(text) ? DS_NUMBER_ONDERWIJSNUMMER : DS_NUMBER_BSN;
}

/* What a number of no stated kind is taken for: until all is read, join.c sees it by its letter. */
static ds_number guess_number(const ds_identity *identity, ds_text text) {
    if (identity->unstated == DS_NUMBER_BSN) return number_in_family(text);
    if (identity->unstated == DS_NUMBER_EIGEN && is_onderwijsnummer(text)) return DS_NUMBER_CHECKED;
    return identity->unstated;
}

static bool store_persoon(ds_row *row, size_t column, ds_number number, persoon *out) {
    const ds_identity *identity = &row->worker->intake->identity;
    ds_text text = ds_row_text(row, column);
    if (!ds_gate_person(row, column, &text)) return false;
    if (text.size == 0 || text.size > DS_PERSOON_MAX) {
        (void)ds_refuse(row, column,
                        text.size == 0 ? DS_REASON_PERSOON_EMPTY : DS_REASON_PERSOON_LONG, NULL);
        return false;
    }
    if (!state_number(row, &number)) return false;
    if (number == DS_NUMBER_BSN_OR_ONDERWIJSNUMMER) number = number_in_family(text);
    out->raw = text;
    out->stated = number;
    if (number == DS_NUMBER_UNSTATED) number = guess_number(identity, text);
    out->key[0] = (char)('a' + (int)number);
    out->size = 1 + (identity->keyed ? DS_PSEUDONYM_SIZE : text.size);
    if (identity->keyed)
        ds_identity_pseudonym(identity->key, text, out->key + 1);
    else
        memcpy(out->key + 1, text.data, text.size);
    return true;
}

uint64_t ds_identity_prefetch(const ds_row *row, ds_text text) {
    const ds_intake *intake = row->worker->intake;
    char key[1 + DS_PERSOON_MAX];
    ds_number number = row->delivery->number == 0 ? guess_number(&intake->identity, text)
                                                  : (ds_number)(row->delivery->number - 1);
    if (text.size == 0 || text.size > DS_PERSOON_MAX || intake->identity.keyed) return 0;
    if (number == DS_NUMBER_BSN_OR_ONDERWIJSNUMMER) number = number_in_family(text);
    key[0] = (char)('a' + (int)number);
    memcpy(key + 1, text.data, text.size);
    return ds_dictionary_prefetch(intake->persons, (ds_text){key, 1 + text.size});
}

/* Whether a number of persons was given out while enrolments were read. */
static bool among_known(const ds_identity *identity, uint32_t number) {
    return identity->enrolments_read &&
           number / DS_DICTIONARY_SHARDS < identity->n_known[number % DS_DICTIONARY_SHARDS];
}

bool ds_identity_intern(ds_row *row, size_t column, ds_number number, ds_dictionary *into,
                        uint32_t *out) {
    const ds_intake *intake = row->worker->intake;
    persoon p;
    uint32_t other;
    bool known;
    if (!store_persoon(row, column, number, &p)) return false;
    if (!ds_dictionary_intern(into, key_of(&p), out)) {
        row->worker->no_memory = true;
        return false;
    }
    if (into == intake->persons)
        known = among_known(&intake->identity, *out);
    else /* nobody adds to persons while a monthly list is read */
        known = intake->identity.enrolments_read &&
                ds_dictionary_lookup(intake->persons, key_of(&p), &other);
    count_persoon(row, &p, known);
    row->worker->last_person = *out;
    row->worker->last_is_month = into != intake->persons;
    return known || note_stranger(row, *out, into != intake->persons);
}

bool ds_identity_lookup(ds_row *row, size_t column, ds_number number, uint32_t *out) {
    const ds_intake *intake = row->worker->intake;
    persoon p;
    if (!store_persoon(row, column, number, &p)) return false;
    if (!ds_dictionary_lookup(intake->persons, key_of(&p), out)) *out = UINT32_MAX;
    row->worker->last_person = *out;
    row->worker->last_is_month = false;
    count_persoon(row, &p, *out != UINT32_MAX && among_known(&intake->identity, *out));
    return true;
}

bool ds_identity_link(ds_row *row, size_t column, ds_number number, uint32_t *out) {
    persoon p;
    if (!store_persoon(row, column, number, &p)) return false;
    counts_of(row)->stated[number]++;
    if (ds_dictionary_intern(row->worker->intake->links, key_of(&p), out)) return true;
    row->worker->no_memory = true;
    return false;
}

/* ---- keys ---- */

ds_number ds_identity_number(ds_text key) {
    return (ds_number)(key.data[0] - 'a');
}

ds_text ds_identity_text(ds_text key) {
    return (ds_text){key.data + 1, key.size - 1};
}

unsigned ds_identity_family(ds_number number) {
    return 1u << (number == DS_NUMBER_ONDERWIJSNUMMER ? DS_NUMBER_BSN : number);
}

const char *ds_identity_family_name(unsigned family) {
    for (size_t i = 0; i < DS_NUMBER_N; i++)
        if (family == ds_identity_family((ds_number)i)) return ds_codes_persoon_soort.values[i];
    return "";
}

void ds_identity_enrolments_read(ds_intake *intake) {
    ds_dictionary_sizes(intake->persons, intake->identity.n_known);
    intake->identity.enrolments_read = true;
}

/* ---- refused values ---- */

bool ds_identity_names_person(const char *column) {
    static const char *const words[] = {"persoon", "burgerservice", "onderwijsnummer", "bsn"};
    ds_text name = ds_text_of(column);
    for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
        ds_text word = ds_text_of(words[w]);
        for (size_t i = 0; i + word.size <= name.size; i++)
            if (ds_text_equal_nocase((ds_text){name.data + i, word.size}, word)) return true;
    }
    return false;
}

char *ds_identity_refused(const ds_intake *intake, const char *column, bool of_person,
                          ds_text value) {
    size_t size = value.size > 4096 ? 4096 : value.size, n_digits = 0;
    char *copy;
    if (intake->identity.keyed && value.size > 0 &&
        (of_person || ds_identity_names_person(column))) {
        char pseudonym[DS_PSEUDONYM_SIZE];
        ds_identity_pseudonym(intake->identity.key, value, pseudonym);
        return ds_strndup(pseudonym, sizeof pseudonym);
    }
    copy = ds_strndup(value.data, size);
    if (copy == NULL || !intake->identity.keyed) return copy;
    for (size_t i = 0; i < size; i++)
        n_digits += is_digit(copy[i]);
    for (size_t i = 0; n_digits >= 7 && i < size; i++)
        if (is_digit(copy[i])) copy[i] = '#';
    return copy;
}
