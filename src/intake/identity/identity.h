/* intake/identity/identity.h: the door that every persoon comes through: what kind of number it is,
 * and, when doorstroom.yaml names a key, its pseudonym in its place.
 *
 * A pseudonym is keyed BLAKE2b (RFC 7693) of the bytes of persoon, 128 bits, written in 32 letters
 * a to p: 16 letters and no digit, so that no number of a person can stand in one by chance and a
 * search of the register for a BSN finds nothing at all. The same key gives the same pseudonym in
 * every delivery, so what joined before still joins; equal 128 bits for two of 4 million persons
 * have a chance of 2e-26. Whoever has the key can work out the pseudonym of any BSN, so it stays
 * outside the folders that go round.
 *
 * A person is a kind of number and its text: the key under which a dictionary has it is one letter
 * for the kind and then the text (or its pseudonym). join.c settles, when all is read, what was of
 * no stated kind and which numbers are one person. */
#ifndef DS_INTAKE_IDENTITY_IDENTITY_H
#define DS_INTAKE_IDENTITY_IDENTITY_H

#include "doorstroom/base.h"
#include "intake/row/dictionary.h"

struct ds_delivery;
struct ds_intake;
struct ds_layout;
struct ds_row;
struct ds_worker;

enum { DS_KEY_SIZE = 32, DS_PSEUDONYM_SIZE = 32, DS_FINGERPRINT_SIZE = 17 };

/* Kinds of number, in the order of ds_codes_persoon_soort; then what a column may say of them. */
typedef enum ds_number {
    DS_NUMBER_BSN,
    DS_NUMBER_ONDERWIJSNUMMER,
    DS_NUMBER_PGN,
    DS_NUMBER_PSEUDONIEM,
    DS_NUMBER_EIGEN,
    DS_NUMBER_N,
    DS_NUMBER_CHECKED = DS_NUMBER_N, /* unstated, with the onderwijsnummer's check; within import */
    DS_NUMBER_BSN_OR_ONDERWIJSNUMMER, /* the one that the check says */
    DS_NUMBER_UNSTATED,
} ds_number;

/* What a persoon looks like. A number that looks like a BSN need not be one: one in eleven does. */
typedef enum ds_identity_kind {
    DS_IDENTITY_BSN,             /* nine digits that pass the eleven test */
    DS_IDENTITY_ONDERWIJSNUMMER, /* nine digits, 10 first, remainder 5 in that test */
    DS_IDENTITY_BSN_SHORT,       /* seven or eight digits that pass with zeros before them */
    DS_IDENTITY_PSEUDONYM,       /* of our own making */
    DS_IDENTITY_HEX,             /* sixteen or more hexadecimal digits with a letter */
    DS_IDENTITY_BASE64,          /* twenty or more letters and digits, capitals and small */
    DS_IDENTITY_NUMBER,          /* other digits */
    DS_IDENTITY_TEXT,
    DS_IDENTITY_N,
} ds_identity_kind;

/* Of the rows of a delivery, or of a thread's share of one. */
typedef struct ds_identity_counts {
    uint64_t n[DS_IDENTITY_N];
    uint64_t n_known; /* persons with an enrolment; counted after the enrolments were read */
    uint64_t shortest, longest;             /* bytes; 0 before the first */
    uint64_t zeros;                         /* digits, the first of them 0 */
    uint64_t stated[DS_NUMBER_N], unstated; /* by kind of number */
} ds_identity_counts;

/* A row whose persoon had no enrolment when it was read; a link may give it one. */
typedef struct ds_identity_unknown {
    uint32_t person;
    uint16_t levering;
    bool month; /* a number of month_persons */
} ds_identity_unknown;

/* Persons that stand here without the zeros in front that they have there: zeros.c. */
typedef struct ds_identity_lost {
    uint64_t n_persons;
    size_t without, with; /* the delivery with most of them each */
} ds_identity_lost;

typedef struct ds_identity {
    bool keyed;
    unsigned char *key; /* DS_KEY_SIZE bytes of base/secret.h; NULL without a key */
    char fingerprint[DS_FINGERPRINT_SIZE]; /* "" without a key */
    uint8_t everywhere; /* doorstroom.yaml: the kind of who states none, + 1; 0 none */
    ds_number unstated; /* what a number of no stated kind is taken for while reading */
    ds_number settled;  /* what it is, when all was read */
    ds_identity_lost lost;
    bool enrolments_read;
    uint32_t n_known[DS_DICTIONARY_SHARDS]; /* words in each shard when they were */
} ds_identity;

ds_identity_kind ds_identity_kind_of(ds_text persoon);
/* Whether a run of exactly nine digits in text is a BSN or an onderwijsnummer by its digits. */
bool ds_identity_holds_number(ds_text text);
/* The pseudonym under key; not terminated. */
void ds_identity_pseudonym(const unsigned char key[DS_KEY_SIZE], ds_text persoon,
                           char out[DS_PSEUDONYM_SIZE]);

/* Reads the key file, a path from the work folder: 64 hexadecimal digits or 32 bytes. DS_INPUT when
 * it is not there, anyone but its owner may read it, it stands where deliveries, refused rows, the
 * register or publications stand, or does not hold a key. */
ds_status ds_identity_read_key(struct ds_intake *intake, const char *path,
                               ds_error *err) DS_NODISCARD;
/* Forgets the key. */
void ds_identity_done(ds_identity *identity);

/* The number of a row's persoon in into, which is one of the intake's dictionaries of persons; of
 * the kind that the layout fixes, or DS_NUMBER_UNSTATED for what row and delivery say. False: the
 * row was refused (empty, too long), or memory is short and the worker says so. */
bool ds_identity_intern(struct ds_row *row, size_t column, ds_number number, ds_dictionary *into,
                        uint32_t *out) DS_NODISCARD;
/* Of a row that comes soon: what it seems to say is fetched ahead, in two steps, the first of which
 * gives what the second needs. Only a guess: nothing rests on it. */
uint64_t ds_identity_prefetch(const struct ds_row *row, ds_text persoon);
/* The same of a persoon that must be known already: UINT32_MAX when it is not. */
bool ds_identity_lookup(struct ds_row *row, size_t column, ds_number number,
                        uint32_t *out) DS_NODISCARD;
/* A number of a link file, in the intake's links; it makes nobody a person. */
bool ds_identity_link(struct ds_row *row, size_t column, ds_number number,
                      uint32_t *out) DS_NODISCARD;
/* Of a key: its kind, and its text without it. */
ds_number ds_identity_number(ds_text key);
ds_text ds_identity_text(ds_text key);
/* Families: kinds that are one stand as one bit. */
unsigned ds_identity_family(ds_number number);
unsigned ds_identity_families(const ds_identity_counts *counts); /* that its rows state */
const char *ds_identity_family_name(unsigned family);
/* Whether the layout fixes the kind, as DUO's do. */
bool ds_identity_is_fixed(const struct ds_layout *layout);
/* What a number of no stated kind is taken for while reading: that of the layouts, mappings and
 * doorstroom.yaml that state one, when they are of one family. After the plan. */
void ds_identity_guess(struct ds_intake *intake);
/* After all was read: numbers of no stated kind get theirs, link files join; then it is known who
 * of each delivery has an enrolment. DS_INPUT when a delivery states no kind and others are of
 * several families. */
ds_status ds_identity_join(struct ds_intake *intake, ds_error *err) DS_NODISCARD;
/* The first half of that, by the deliveries' counts: what numbers of no stated kind are. */
ds_status ds_identity_settle(struct ds_intake *intake, ds_error *err) DS_NODISCARD;
/* After that: which persons stand here with zeros in front and there without, as two; a warning
 * says so (ds_identity_warn). DS_INPUT where they are more rows of a delivery than may be refused.
 */
ds_status ds_identity_find_lost(struct ds_intake *intake, ds_error *err) DS_NODISCARD;
/* The number that stands for the person of a number of persons. */
uint32_t ds_identity_same(const struct ds_intake *intake, uint32_t person);
/* After the last row with an enrolment: who is in persons now is known. */
void ds_identity_enrolments_read(struct ds_intake *intake);
/* Adds the workers' last counts to their deliveries. */
void ds_identity_flush(struct ds_intake *intake);
/* Whether a column of that name holds numbers of persons. */
bool ds_identity_names_person(const char *column);
/* What may be kept of a refused value, the caller's; NULL when memory is short. With a key: of a
 * column of persons the pseudonym, of other values with seven digits or more # in place of each
 * digit (a row with shifted columns may have a person's number anywhere). Without one: the value,
 * of at most 4,096 bytes. */
char *ds_identity_refused(const struct ds_intake *intake, const char *column, bool of_person,
                          ds_text value) DS_NODISCARD;

#endif
