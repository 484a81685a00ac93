/* intake/duo/duo.h: DUO's mbo funding deliveries: RO, GRONDSLAG IP MBO (ro.c) and TBGI
 * (tbgi.c). What they share: which institution and period a file covers (name.c), which speaks
 * on a 1 October (october.c), what it gives to the register (duo.c), codes/crebo.csv (crebo.c), and
 * what a delivery did otherwise than its description, by line (report.c).
 *
 * docs/formats.md states the rules; each deviation from the description is taken by one of them and
 * reported, never passed over in silence. */
#ifndef DS_INTAKE_DUO_DUO_H
#define DS_INTAKE_DUO_DUO_H

#include "base/arena.h"
#include "base/date.h"
#include "doorstroom/import_report.h"
#include "intake/layout/layout.h"
#include "intake/worker.h"

/* Kinds of record, of RO and GRONDSLAG; a TBGI's two elements count as ISG and DIP. */
typedef enum ds_duo_record {
    DS_DUO_VLP,
    DS_DUO_PER,
    DS_DUO_ISG,
    DS_DUO_ISP,
    DS_DUO_ISE,
    DS_DUO_BPV,
    DS_DUO_BII,
    DS_DUO_DIP,
    DS_DUO_BID,
    DS_DUO_AMO,
    DS_DUO_GEO,
    DS_DUO_KZD,
    DS_DUO_SLR,
    DS_DUO_OTHER,
    DS_DUO_RECORD_N,
} ds_duo_record;
extern const char *const ds_duo_records[DS_DUO_RECORD_N];

/* What a delivery did otherwise than its description says, and by which rule it was taken. */
typedef enum ds_duo_kind {
    DS_DUO_FIELDS_EMPTY,
    DS_DUO_FIELDS_FILLED,
    DS_DUO_FIELDS_FEWER,
    DS_DUO_DIP_SEVENTH,
    DS_DUO_DIP_SEVENTH_FILLED,
    DS_DUO_DIP_WITHOUT_SEVENTH,
    DS_DUO_DATE_FORM,
    DS_DUO_DATE_UNREADABLE,
    DS_DUO_REASON_SHORT,
    DS_DUO_REASON_UNKNOWN,
    DS_DUO_RECORD_UNKNOWN,
    DS_DUO_VLP_MISSING,
    DS_DUO_VLP_LATE,
    DS_DUO_SLR_EARLY,
    DS_DUO_SLR_MISSING,
    DS_DUO_SLR_COUNT,
    DS_DUO_ISG_AFTER_DIP,
    DS_DUO_BOTH_NUMBERS,
    DS_DUO_BIRTH_DAY,
    DS_DUO_BIRTH_MONTH,
    DS_DUO_END_BEFORE,
    DS_DUO_NO_PERIOD,
    DS_DUO_PERIODS_SAME_DAY,
    DS_DUO_ROUTE_UNKNOWN,
    DS_DUO_NIVEAU_DIFFERS,
    DS_DUO_BRIN_DIFFERS,
    DS_DUO_NO_COUNT_DATE,
    DS_DUO_COUNT_DATE_ONLY,
    DS_DUO_ELEMENT_TWICE,
    DS_DUO_FUTURE,
    DS_DUO_AGE_AUGUST,
    DS_DUO_JOINED,
    DS_DUO_KIND_N,
} ds_duo_kind;

typedef struct ds_duo_report ds_duo_report;

ds_duo_report *ds_duo_report_new(void) DS_NODISCARD;
void ds_duo_report_free(ds_duo_report *report);
/* The following three return false when memory is short. */
bool ds_duo_note(ds_duo_report *report, ds_duo_kind kind, ds_duo_record record, uint64_t line);
/* An enrolment or a diploma whose niveau nobody could tell. */
bool ds_duo_note_crebo(ds_duo_report *report, ds_text crebo);
/* Counts a person once. */
bool ds_duo_note_person(ds_duo_report *report, uint32_t person);
void ds_duo_count(ds_duo_report *report, ds_duo_record record);
uint64_t ds_duo_counted(const ds_duo_report *report, ds_duo_record record);
/* What the closing record says there are. */
void ds_duo_note_total(ds_duo_report *report, ds_duo_record record, uint64_t n);
void ds_duo_note_taken(ds_duo_report *report, bool diploma);
/* What it tells, kept in the arena; NULL when memory is short. */
const ds_import_duo *ds_duo_report_of(const ds_duo_report *report, ds_arena *arena);

/* ---- names, periods ---- */

extern const ds_layout ds_layout_ro, ds_layout_grondslag, ds_layout_tbgi;
bool ds_duo_is(const ds_layout *layout);
/* RO_27DV_20240731_20260324, GRONDSLAG_IP_MBO_27DV_20251119_2025, TBGI_25LX_2027_20251124: fills
 * layout, institution, period and date of making. The stem, without its ending. */
bool ds_duo_recognise(ds_text stem, ds_delivery *out);
/* Whether a file of this format can be what its name says: TBGI is XML, RO and GRONDSLAG are text,
 * all other layouts any table; NULL fits nothing. */
bool ds_duo_fits(const ds_layout *layout, ds_table_format format);
/* Reads the first lines for what the name does not say: an RO's date of making, a GRONDSLAG's V or
 * D. Whatever is wrong with the file is found later, by its reader. */
void ds_duo_peek(ds_delivery *delivery);
/* Whether the delivery tells what was so on this day: in its period, and not after it was made. */
bool ds_duo_covers(const ds_delivery *delivery, int32_t day);
/* Once each was looked into: those that doorstroom.yaml does not name stand in the order in which
 * they were made, each layout over its own places. */
void ds_duo_order(ds_intake *intake);
/* Whether it is counted when another replaces it whole: an RO or a GRONDSLAG. */
bool ds_duo_is_counted(const ds_delivery *delivery);
/* Makes room for the counts on each 1 October; false when memory is short. */
bool ds_duo_counts_init(ds_delivery *delivery);
/* Counts the enrolments of a delivery that is replaced whole. */
ds_status ds_duo_count_replaced(ds_intake *intake, size_t levering, ds_error *err) DS_NODISCARD;
/* For each institution and 1 October the delivery that speaks; NULL when memory is short. */
const ds_import_october *ds_duo_octobers(const ds_intake *intake, ds_arena *arena, size_t *out_n);
/* Of two RO of one institution: whether all of b's days are a's too. */
bool ds_duo_encloses(const ds_delivery *a, const ds_delivery *b);
/* 2024-10-01, 1-10-2024 or 20241001. *out_form: '-' for the first, 'd', 'c'. With partial, day 00
 * becomes 01; month 00 is no date (*out_form '0'); anything else that is none has '\0'. */
bool ds_duo_date(ds_text text, bool partial, int32_t *out, char *out_form);

/* ---- words ---- */

/* Reads the lists of codes/ that some delivery needs: DUO's words, crebo. */
ds_status ds_duo_words_read(ds_intake *intake, ds_error *err) DS_NODISCARD;
/* NULL: the list does not have it. */
const ds_duo_word *ds_duo_word_find(const ds_duo_word *words, size_t n, ds_text source);

/* ---- crebo ---- */

/* codes/crebo.csv: what an opleiding is. */
typedef struct ds_crebo {
    char code[16];
    char *hoofdgroep; /* NULL missing */
    uint8_t niveau;   /* 0 missing */
    uint8_t sector;   /* + 1 */
    uint64_t line;
} ds_crebo;
ds_status ds_crebo_read(ds_intake *intake, ds_error *err) DS_NODISCARD;
void ds_crebo_done(ds_intake *intake);
const ds_crebo *ds_crebo_find(const ds_intake *intake, ds_text code);

/* ---- what goes into the register ---- */

/* Reading one delivery; on one thread. */
typedef struct ds_duo {
    ds_intake *intake;
    ds_worker *worker;
    ds_delivery *delivery;
    uint16_t levering;
    ds_duo_report *report;
    int32_t made;                             /* INT32_MAX: not told */
    int first_year, last_year;                /* whose 1 Octobers it gives; first > last: none */
    bool gone[DS_YEAR_MAX + 2 - DS_YEAR_MIN]; /* a later delivery gives that 1 October */
} ds_duo;

/* Notes a deviation; that memory is short stands in the worker then. */
void ds_duo_say(ds_duo *duo, ds_duo_kind kind, ds_duo_record record, uint64_t line);
ds_status ds_duo_init(ds_duo *duo, ds_intake *intake, size_t levering, ds_error *err) DS_NODISCARD;
bool ds_duo_gives(const ds_duo *duo, int year);
/* The school years begin … end of whose 1 October lies in [begin, end]; end INT32_MAX: no end. */
void ds_duo_years(const ds_duo *duo, int32_t begin, int32_t end, int *out_first, int *out_last);
/* What is known of an opleiding; the words interned. False when memory is short. */
typedef struct ds_duo_opleiding {
    char code[16]; /* for the report */
    uint32_t opleiding, hoofdgroep;
    uint8_t niveau, sector; /* niveau: the list's, 0 for none */
} ds_duo_opleiding;
bool ds_duo_opleiding_of(ds_row *row, size_t column, ds_duo_opleiding *out);
/* A record of the person says that the opleiding is of this niveau; 0 says nothing. False when
 * memory is short. */
bool ds_duo_tell_niveau(ds_duo *duo, uint32_t person, const ds_duo_opleiding *of, uint8_t niveau);
/* An age in whole years, + 1; 0 when there is none. Refuses the row for anything else. */
bool ds_duo_age(ds_row *row, size_t column, uint8_t *out);
/* MBO-1 to MBO-4; 0 when empty; refuses the row for anything else. */
bool ds_duo_niveau(ds_row *row, size_t column, uint8_t *out);
/* BOL, BBL, … by codes/duo_leerweg.csv; refuses what it does not have. */
bool ds_duo_leerweg(ds_row *row, size_t column, uint8_t *out);
/* The enrolment; a niveau that it does not have is looked for once all is read. */
bool ds_duo_add_enrolment(ds_duo *duo, ds_row *row, const ds_enrolment *enrolment,
                          const ds_duo_opleiding *of);
/* The same of an mbo diploma, with its datum filled in: it is of the school year from 1 October to
 * 30 September in which that lies. One that a later RO tells about is left to that. */
bool ds_duo_add_diploma(ds_duo *duo, ds_row *row, const ds_diploma *diploma,
                        const ds_duo_opleiding *of);
bool ds_duo_add_person(ds_duo *duo, ds_row *row, const ds_attributes *attributes);

ds_status ds_duo_read(ds_intake *intake, size_t levering, ds_error *err) DS_NODISCARD;
ds_status ds_duo_read_ro(ds_intake *intake, size_t levering, ds_error *err) DS_NODISCARD;
ds_status ds_duo_read_tbgi(ds_intake *intake, size_t levering, ds_error *err) DS_NODISCARD;

#endif
