/* intake/identity/identity.h: the door that every persoon comes through: what kind of number it is,
 * and, when doorstroom.yaml names a key, its pseudonym in its place.
 *
 * A pseudonym is keyed BLAKE2b (RFC 7693) of the bytes of persoon, 128 bits, written in 32 letters
 * a to p: 16 letters and no digit, so that no number of a person can stand in one by chance and a
 * search of the register for a BSN finds nothing at all. The same key gives the same pseudonym in
 * every delivery, so what joined before still joins; equal 128 bits for two of 4 million persons
 * have a chance of 2e-26. Whoever has the key can work out the pseudonym of any BSN, so it stays
 * outside the folders that go round. */
#ifndef DS_INTAKE_IDENTITY_IDENTITY_H
#define DS_INTAKE_IDENTITY_IDENTITY_H

#include "doorstroom/base.h"
#include "intake/row/dictionary.h"

struct ds_delivery;
struct ds_intake;
struct ds_row;
struct ds_worker;

enum { DS_KEY_SIZE = 32, DS_PSEUDONYM_SIZE = 32, DS_FINGERPRINT_SIZE = 17 };

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
    uint64_t shortest, longest; /* bytes; 0 before the first */
} ds_identity_counts;

typedef struct ds_identity {
    bool keyed;
    unsigned char key[DS_KEY_SIZE];
    char fingerprint[DS_FINGERPRINT_SIZE]; /* "" without a key */
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

/* The number of a row's persoon in into, which is one of the intake's two dictionaries of persons.
 * False: the row was refused (empty, too long), or memory is short and the worker says so. */
bool ds_identity_intern(struct ds_row *row, size_t column, ds_dictionary *into,
                        uint32_t *out) DS_NODISCARD;
/* The same of a persoon that must be known already: UINT32_MAX when it is not. */
bool ds_identity_lookup(struct ds_row *row, size_t column, uint32_t *out) DS_NODISCARD;
/* After the last row with an enrolment: who is in persons now is known. */
void ds_identity_enrolments_read(struct ds_intake *intake);
/* Adds the workers' last counts to their deliveries. */
void ds_identity_flush(struct ds_intake *intake);
/* What may be kept of a refused value, the caller's; NULL when memory is short. With a key: of a
 * column of persons the pseudonym, of other values with seven digits or more # in place of each
 * digit (a row with shifted columns may have a person's number anywhere). Without one: the value,
 * of at most 4,096 bytes. */
char *ds_identity_refused(const struct ds_intake *intake, const char *column, bool of_person,
                          ds_text value) DS_NODISCARD;

#endif
