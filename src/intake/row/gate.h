/* intake/row/gate.h: what a value goes through before a layout reads it, by what its column may
 * hold: words for missing, kinds of value that are none, and how a number stands in persoon,
 * instelling and opleiding. Of what every value goes through before, whatever it means, see
 * table/gate.h. All that is done is counted by column. */
#ifndef DS_INTAKE_ROW_GATE_H
#define DS_INTAKE_ROW_GATE_H

#include "base/missing.h"
#include "doorstroom/base.h"

struct ds_delivery;
struct ds_intake;
struct ds_row;
struct ds_worker;

/* What was done to a value. */
typedef enum ds_clean {
    DS_CLEAN_EDGES,    /* white space and what shows nothing, at its ends */
    DS_CLEAN_WRAPPING, /* ="…", an apostrophe before it */
    DS_CLEAN_ACCENTS,  /* to NFC */
    DS_CLEAN_MISSING,  /* a word for missing */
    DS_CLEAN_DECIMAL,  /* a .0 that all rows of the column have */
    DS_CLEAN_CAPITALS, /* of a BRIN */
    DS_CLEAN_WITHIN,   /* white space and what shows nothing, within words */
    DS_CLEAN_N,
} ds_clean;
extern const char *const ds_clean_names[DS_CLEAN_N]; /* for machines */

enum { DS_GATE_COLUMNS_MAX = 48, DS_GATE_WORD_MAX = 64 };

/* Of a delivery, or of a thread's share of one. */
typedef struct ds_gate_counts {
    uint64_t cleaned[DS_GATE_COLUMNS_MAX][DS_CLEAN_N]; /* by column of the layout */
    uint64_t n_empty_rows;
    /* values that are there; of those the numbers; of those the ones with .0, and refused as such
     */
    uint64_t persons, person_numbers, person_zeros, person_spoilt;
    uint64_t opleidingen, opleiding_zeros, opleiding_spoilt;
} ds_gate_counts;

/* What is known of a delivery only when all of it was read. Without it, a first reading takes what
 * it must not; then ds_gate_settle asks for another one. */
typedef struct ds_gate_whole {
    bool persons_are_numbers; /* nine in ten: whoever is none is refused */
    bool person_zeros_differ; /* some have a .0, some not: those that have it are refused */
    bool opleiding_zeros_differ;
} ds_gate_whole;

/* The words for missing of one source, made quick to look for. */
typedef struct ds_gate_words {
    ds_missing words;
    size_t longest;
    bool first[256];
} ds_gate_words;
void ds_gate_words_set(ds_gate_words *words, ds_missing missing);
/* True for a word, not for empty text. */
static inline bool ds_gate_is_word(const ds_gate_words *words, ds_text text) {
    return text.size > 0 && text.size <= words->longest &&
           words->first[(unsigned char)text.data[0]] && ds_missing_is(&words->words, text);
}

/* Counts the row and leaves it when all its fields are empty: true. */
bool ds_gate_is_empty(struct ds_row *row, const ds_text *fields, size_t n);
/* The row's values as its layout may read them. False: refused. */
bool ds_row_gate(struct ds_row *row);
void ds_gate_count(struct ds_row *row, size_t column, ds_clean what);

/* *text is a persoon: refused as a number that may be another's by now, or as no number among
 * numbers; else as it is kept. */
bool ds_gate_person(struct ds_row *row, size_t column, ds_text *text);
/* *text is an instelling, in capitals in buffer when it is a BRIN. */
bool ds_gate_institution(struct ds_row *row, size_t column, ds_text *text, char buffer[8]);
bool ds_gate_opleiding(struct ds_row *row, size_t column, ds_text *text);
/* Words as they are seen, in buffer when that differs: with ordinary blanks. */
ds_text ds_gate_words_seen(struct ds_row *row, size_t column, ds_text text, char *buffer,
                           size_t size);

/* Notes which decimal mark a number has (base/number.h). */
void ds_gate_note_mark(struct ds_row *row, ds_text number);
/* DS_INPUT when a number of the delivery may be a thousand or not. After its last row. */
ds_status ds_gate_check_marks(struct ds_intake *intake, const struct ds_delivery *delivery,
                              ds_error *err) DS_NODISCARD;

/* Adds the threads' last counts to their deliveries. */
void ds_gate_flush(struct ds_intake *intake);
/* As bits, and back. */
unsigned ds_gate_flags(const ds_gate_whole *whole);
ds_gate_whole ds_gate_whole_of(unsigned flags);
/* Fills in what is known of each delivery now. True when something was read otherwise. */
bool ds_gate_settle(struct ds_intake *intake);

#endif
