/* doorstroom/register.h: the register on disk, as the later stages see it. ds_import (intake.h)
 * makes it.
 *
 * ds_register_open maps the current generation's column files. A generation never changes: an open
 * register stays whole while imports go on beside it. Opening holds the manifest against its
 * checksum, and where blocks begin against the manifest's; the blocks themselves are for who reads
 * them: ds_register_check_….
 *
 * Threads: an open register changes no more: any number may read it, in several tallies at once.
 * One of them closes it, when the others are done. Ownership: all that is handed out is the
 * register's. */
#ifndef DOORSTROOM_REGISTER_H
#define DOORSTROOM_REGISTER_H

#include "doorstroom/base.h"
#include "doorstroom/kinds.h"

DS_BEGIN_DECLS

enum {
    DS_BLOCK_PERSONS = 1024, /* persons in a block of the column files */
    DS_PERSOON_MAX = 64,     /* bytes in persoon */
    DS_YEARS_MAX = 64,       /* school years in one register */
};

typedef struct ds_register ds_register;

/* How the numbers in a column file are to be read. */
typedef enum ds_column_coding {
    DS_CODING_TEXT,    /* 0 missing, else index + 1 in words; with zero_is_value: index in words */
    DS_CODING_INTEGER, /* 0 missing, else value + 1; with zero_is_value: the value */
    DS_CODING_BOOL,    /* 0 false, 1 unknown, 2 true */
    DS_CODING_DATE,    /* int32 days since 1970-01-01; INT32_MIN missing */
} ds_column_coding;

/* A column file, mapped. by_year: data[((block * n_years) + year) * DS_BLOCK_PERSONS + slot], else
 * data[block * DS_BLOCK_PERSONS + slot]; width bytes each, little-endian. */
typedef struct ds_register_column {
    const char *name;
    ds_column_coding coding;
    bool zero_is_value;
    bool by_year;
    uint8_t width;        /* 1, 2 or 4 */
    int64_t max;          /* largest stored number, dated ones too */
    const void *data;     /* NULL: events only */
    const ds_text *words; /* sorted by bytes, but for code lists: in their list's order */
    size_t n_words;
    int64_t min;          /* of dates that are there: the first */
    const uint32_t *sums; /* CRC-32C of each block */
} ds_register_column;

/* Something that happens to a person in a school year; value means what the events' name says. */
typedef struct ds_register_event {
    uint16_t slot; /* of the person in the block */
    int16_t jaar;
    uint32_t value;
} ds_register_event;

/* Events of block b: events[offsets[b] .. offsets[b + 1]), by slot, then jaar. */
typedef struct ds_register_events {
    const char *name;
    const uint64_t *offsets;
    const ds_register_event *events;
    const uint32_t *sums; /* CRC-32C of each block's events */
    int64_t min, max;     /* values from min to max; dates and 0 as int32 */
} ds_register_events;

/* Diploma events: value = soort | niveau << 8 | (leerweg + 1) << 16 (0 for no leerweg). */
#define DS_EVENT_DIPLOMA "diploma"
/* An enrolment of which the diplomas were not delivered: value = a bit for each soort (1 << its
 * code) of which there may be one | rang << DS_UNDELIVERED_RANG, 0 for the enrolment that decides
 * the state, then as DS_EVENT_BESIDE has them. */
#define DS_EVENT_UNDELIVERED "diploma_ongeleverd"
enum { DS_UNDELIVERED_RANG = 16 };
/* vrijstelling: value = reden. vsv_duo: 0 or 1. A person's attribute: the stored number. */
#define DS_EVENT_VRIJSTELLING "vrijstelling"
#define DS_EVENT_VSV_DUO "vsv_duo"
/* "neven_<column>": of enrolments that decide no state, the stored number of the column, by slot,
 * jaar and the tie rules; the i-th of each is of one enrolment. neven_soort is there also when
 * there are none. */
#define DS_EVENT_BESIDE "neven_"

/* DS_INPUT when there is no register yet or it is damaged. */
DS_API ds_status ds_register_open(const char *work_folder, ds_register **out,
                                  ds_error *err) DS_NODISCARD;
DS_API void ds_register_close(ds_register *reg);
/* The pages of its files that were read are no longer this process's; whoever reads on gets them
 * again from the system's cache. For who reads much once, any number of times, also while others
 * read. */
DS_API void ds_register_let_go(const ds_register *reg);
/* Reads every file of the generation and holds it against the checksum in the manifest; DS_INPUT
 * names the first that differs, is not there, or is there and not in the manifest. Cost: one read
 * of the register. */
DS_API ds_status ds_register_verify(const ds_register *reg, ds_error *err) DS_NODISCARD;

/* Whether what it was made of changed since: a delivery was changed, added or removed, or
 * doorstroom.yaml, a code list or a mapping that it used was changed; *out_what then says so in one
 * line and what to do; what may not be read is taken for unchanged. Errors: DS_FAULT.
 * program_folder may be NULL. Cost: a look at each file of leveringen/, and a read of those whose
 * moment of change differs. */
DS_API ds_status ds_register_stale(const ds_register *reg, const char *work_folder,
                                   const char *program_folder, bool *out_stale, ds_error *out_what,
                                   ds_error *err) DS_NODISCARD;

DS_API uint64_t ds_register_n_persons(const ds_register *reg); /* with a career */
DS_API uint64_t ds_register_n_blocks(const ds_register *reg);
/* School years in ascending order, and by which deliveries each is covered. */
DS_API size_t ds_register_n_years(const ds_register *reg);
DS_API const int *ds_register_years(const ds_register *reg);
DS_API const bool *ds_register_covered(const ds_register *reg);
DS_API const bool *ds_register_covered_werk(const ds_register *reg);
/* NULL when the register has no such column or events (nothing was delivered). */
DS_API const ds_register_column *ds_register_find(const ds_register *reg, const char *name);
DS_API const ds_register_events *ds_register_find_events(const ds_register *reg, const char *name);
/* Whether a block is as import wrote it, by its checksum, and holds no number that nothing stands
 * for: after DS_OK each number of it may index a table of max + 1 places, each slot a row of
 * DS_BLOCK_PERSONS. Whoever reads a block asks first; DS_INPUT says which file is damaged. Cost:
 * one look at the block, at the speed of memory. */
DS_API ds_status ds_register_check_column(const ds_register *reg, const ds_register_column *column,
                                          uint64_t block, ds_error *err) DS_NODISCARD;
DS_API ds_status ds_register_check_events(const ds_register *reg, const ds_register_events *events,
                                          uint64_t block, ds_error *err) DS_NODISCARD;
/* Institutions that merged, under the code they have in the last covered school year: chains of
 * opgegaan_in followed as far as vanaf_schooljaar says (without one: always). of[c][i], for the
 * stored number i of the column instelling, is the stored number of the present institution in the
 * column c; n numbers each, n - 1 the words of instelling. */
typedef enum ds_present_column {
    DS_PRESENT_INSTELLING,
    DS_PRESENT_NAAM,
    DS_PRESENT_TYPE,
    DS_PRESENT_GROOTTE,
    DS_PRESENT_COLUMNS,
} ds_present_column;
typedef struct ds_register_present {
    size_t n;
    uint32_t *of[DS_PRESENT_COLUMNS];
} ds_register_present;
/* NULL when every institution still has its own code. */
DS_API const ds_register_present *ds_register_find_present(const ds_register *reg);
/* The present code of an institution; code itself when it did not merge or is not known. */
DS_API ds_text ds_register_present_code(const ds_register *reg, ds_text code);
/* The institutions whose deliveries this register was made of, when it was made of DUO's lists of
 * single institutions only; "" otherwise. What moved to another institution then looks like
 * leaving. */
DS_API const char *ds_register_single_institution(const ds_register *reg);
/* The soorten whose diplomas were not delivered while persons were enrolled in them, each with how
 * many those are: "hbo (1234), wo (56)"; "" when all were. What definitions say of these diplomas
 * is unknown for them. */
DS_API const char *ds_register_undelivered(const ds_register *reg);
/* Diplomas of mbo whose niveau nobody could tell. */
DS_API uint64_t ds_register_unlevelled(const ds_register *reg);
DS_API const char *ds_register_generation(const ds_register *reg);
/* Of which whole this register is a part (split). whole: what the deliveries of the whole were, ""
 * and 0 of 0 for a register that is no part. */
typedef struct ds_register_part {
    const char *whole;
    uint32_t part, n_parts;
} ds_register_part;
DS_API ds_register_part ds_register_part_of(const ds_register *reg);
/* What is counted of reg from now on goes through a book of counts (book.h), which stays the
 * caller's; NULL: through none. */
typedef struct ds_tally_book ds_tally_book;
DS_API void ds_register_lend(ds_register *reg, ds_tally_book *book);
DS_API ds_tally_book *ds_register_book(const ds_register *reg);
/* Enrolments (one a person and school year) and diplomas by school year and institution, as cells
 * (indicators inschrijvingen and diplomas, key instelling, the count as noemer) in the text that
 * ds_cells_parse_csv_all reads. *out is the caller's (ds_free). DS_INPUT when the generation has
 * none: it was made before there were such. */
DS_API ds_status ds_register_counts(const ds_register *reg, char **out, size_t *out_size,
                                    ds_error *err) DS_NODISCARD;
/* DUO's monthly lists counted, as cells in the same form: indicators vsv_maand (teller on the list
 * of leavers, noemer in the start population, onbekend of months with one of the two
 * only),
 * vsv_maand_na (after the year), and of these as noemer: _nieuw and _ingestroomd (first month of a
 * person on the list of leavers, in a start population), _buiten and _na_buiten (not in the start
 * population), _zonder_start, _zonder_lijst; _gedekt and _ontbreekt (institutions with both lists
 * of a month, and without). Keys maand (202210), instelling, niveau, leerweg. "" when there are
 * none. DS_INPUT as above, and of a part. */
DS_API ds_status ds_register_months(const ds_register *reg, char **out, size_t *out_size,
                                    ds_error *err) DS_NODISCARD;
/* The rows of a delivery of the monitor (kinds.h), as import checked them. A kind that was not
 * delivered is a table without rows that is not present, without columns too when no kind was. *out
 * is the caller's (ds_kind_table_free); it outlives the register. DS_INPUT when its file is
 * damaged. Cost: one read of the file. */
DS_API ds_status ds_register_kind(const ds_register *reg, const char *kind, ds_kind_table **out,
                                  ds_error *err) DS_NODISCARD;

DS_END_DECLS

#endif
