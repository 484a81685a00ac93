/* intake/duo/report.c: what one of DUO's funding deliveries held, and what it did otherwise than
 * its description: per kind of deviation and record how often, and on which lines. See duo.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "intake/duo/duo.h"

enum { LINES_MAX = 1000, CREBOS_MAX = 10000 }; /* of each deviation; different ones counted */

const char *const ds_duo_records[DS_DUO_RECORD_N] = {"VLP", "PER", "ISG", "ISP",   "ISE",
                                                     "BPV", "BII", "DIP", "BID",   "AMO",
                                                     "GEO", "KZD", "SLR", "overig"};

static const struct {
    const char *name, *nl, *en;
} kinds[DS_DUO_KIND_N] = {
    {"velden_leeg", "meer velden dan beschreven; de overige zijn leeg",
     "more fields than described; the others are empty"},
    {"velden_gevuld", "meer velden dan beschreven, met inhoud; die is niet gebruikt",
     "more fields than described, with content; that is not used"},
    {"velden_minder", "minder velden dan beschreven; wat ontbreekt geldt als leeg",
     "fewer fields than described; what is missing counts as empty"},
    {"dip_veld_7", "met het onbeschreven 7e veld, leeg; overgeslagen",
     "with the undescribed 7th field, empty; passed over"},
    {"dip_veld_7_gevuld", "met het onbeschreven 7e veld, gevuld; niet gebruikt",
     "with the undescribed 7th field, filled; not used"},
    {"dip_zonder_veld_7", "zonder het 7e veld dat leveringen anders hebben; gelezen als beschreven",
     "without the 7th field that deliveries have otherwise; read as described"},
    {"datumvorm", "een andere datumvorm dan beschreven; gelezen als wat er staat",
     "another form of date than described; read as what it says"},
    {"datum_onleesbaar", "een datum die geen datum is, in een record dat alleen wordt geteld",
     "a date that is no date, in a record that is only counted"},
    {"reden_kort", "reden uitschrijving van één cijfer; 8 geldt als 08",
     "reason for leaving of one digit; 8 counts as 08"},
    {"reden_onbekend", "reden uitschrijving die geen twee cijfers is; niet gebruikt",
     "reason for leaving that is not two digits; not used"},
    {"record_onbekend",
     "recordtype dat de beschrijving van deze levering niet heeft; geteld, niet "
     "gebruikt",
     "kind of record that the description of this delivery does not have; counted, not used"},
    {"vlp_ontbreekt", "ontbreekt; instelling en periode zijn die van de bestandsnaam",
     "missing; institution and period are those of the file name"},
    {"vlp_later", "staat niet op de eerste regel; toch gelezen als voorlooprecord",
     "not on the first line; read as the opening record all the same"},
    {"slr_eerder", "staat niet op de laatste regel; toch gelezen als sluitrecord",
     "not on the last line; read as the closing record all the same"},
    {"slr_ontbreekt", "ontbreekt; is het bestand compleet?", "missing; is the file complete?"},
    {"slr_aantal", "SLR noemt een ander aantal dan het bestand heeft; is het bestand compleet?",
     "SLR names another number than the file has; is the file complete?"},
    {"isg_na_dip", "na een DIP van dezelfde persoon; de volgorde is niet zoals beschreven",
     "after a DIP of the same person; the order is not as described"},
    {"twee_nummers", "burgerservicenummer en onderwijsnummer beide gevuld; het eerste geldt",
     "burgerservicenummer and onderwijsnummer both filled; the first counts"},
    {"geboortedag_00", "geboortedag onbekend (00); geldt als de eerste van de maand",
     "day of birth unknown (00); counts as the first of the month"},
    {"geboortemaand_00", "geboortemaand onbekend (00); de geboortedatum is leeg",
     "month of birth unknown (00); the birth date is missing"},
    {"einde_voor_begin", "eindigt voor zij begint; telt op geen enkele 1 oktober",
     "ends before it begins; counts on no 1 October"},
    {"geen_periode",
     "op een 1 oktober zonder inschrijvingsperiode; geteld, niet bekostigd, opleiding onbekend",
     "on a 1 October without an enrolment period; counted, not funded, opleiding unknown"},
    {"periodes_zelfde_dag", "begint op de dag van een eerdere periode; de laatste geldt",
     "begins on the day of an earlier period; the last counts"},
    {"leerroute_onbekend", "leerroute anders dan DLP; route is leeg",
     "leerroute other than DLP; route is missing"},
    {"niveau_anders", "niveau anders dan in codes/crebo.csv; dat van de levering geldt",
     "niveau other than in codes/crebo.csv; the delivery's counts"},
    {"brin_anders", "andere instelling dan die van de levering; die van het record geldt",
     "another institution than the delivery's; the record's counts"},
    {"geen_teldatum",
     "ingeschreven op 1 oktober, zonder teldatum 1 oktober; geteld, niet bekostigd, opleiding "
     "onbekend",
     "enrolled on 1 October, without count date 1 October; counted, not funded, opleiding unknown"},
    {"alleen_teldatum",
     "teldatum 1 oktober, maar volgens de datums dan niet ingeschreven; niet "
     "geteld",
     "count date 1 October, but not enrolled then by its dates; not counted"},
    {"element_dubbel", "een element staat er twee keer; het eerste geldt",
     "an element stands there twice; the first counts"},
    {"na_aanmaak", "op een 1 oktober na de aanmaak van de levering; niet geteld",
     "on a 1 October after the delivery was made; not counted"},
    {"leeftijd_augustus",
     "leeftijd op 1 augustus; geldt als die op 1 oktober, en is een jaar te laag van wie "
     "daartussen "
     "jarig is",
     "age on 1 August; counts as that on 1 October, and is a year too low of who has a birthday in "
     "between"},
    {"op_sleutel_gekoppeld",
     "niet onder de persoon, de inschrijving of het diploma waar het bij hoort; daaraan gekoppeld "
     "op de nummers in het record zelf",
     "not below the person, the enrolment or the diploma that it belongs to; joined to that on the "
     "numbers in the record itself"},
};

typedef struct note {
    uint64_t n, last;
    uint64_t *lines; /* the first LINES_MAX */
    size_t n_lines, capacity;
} note;

typedef struct crebo_count {
    char code[16];
    uint64_t n;
} crebo_count;

struct ds_duo_report {
    note notes[DS_DUO_KIND_N][DS_DUO_RECORD_N];
    uint64_t records[DS_DUO_RECORD_N], totals[DS_DUO_RECORD_N]; /* totals: n + 1, 0 not said */
    uint64_t n_enrolments, n_diplomas, n_persons;
    uint8_t *seen; /* a bit a person */
    size_t seen_capacity;
    crebo_count *crebos; /* in order of code */
    size_t n_crebos, crebos_capacity;
};

ds_duo_report *ds_duo_report_new(void) {
    return ds_calloc(1, sizeof(ds_duo_report));
}

void ds_duo_report_free(ds_duo_report *report) {
    if (report == NULL) return;
    for (size_t k = 0; k < DS_DUO_KIND_N; k++)
        for (size_t r = 0; r < DS_DUO_RECORD_N; r++)
            ds_free(report->notes[k][r].lines);
    ds_free(report->seen);
    ds_free(report->crebos);
    ds_free(report);
}

bool ds_duo_note(ds_duo_report *report, ds_duo_kind kind, ds_duo_record record, uint64_t line) {
    note *to = &report->notes[kind][record];
    if (to->n > 0 && to->last == line) return true; /* twice on one line is once */
    to->n++;
    to->last = line;
    if (to->n_lines == LINES_MAX) return true;
    if (!ds_reserve(&to->lines, &to->capacity, to->n_lines + 1, sizeof *to->lines)) return false;
    to->lines[to->n_lines++] = line;
    return true;
}

bool ds_duo_note_crebo(ds_duo_report *report, ds_text crebo) {
    size_t low = 0, high = report->n_crebos;
    if (crebo.size >= sizeof report->crebos->code) return true;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = ds_text_compare(ds_text_of(report->crebos[middle].code), crebo);
        if (order == 0) {
            report->crebos[middle].n++;
            return true;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (report->n_crebos == CREBOS_MAX) return true;
    if (!ds_reserve(&report->crebos, &report->crebos_capacity, report->n_crebos + 1,
                    sizeof *report->crebos))
        return false;
    memmove(report->crebos + low + 1, report->crebos + low,
            (report->n_crebos - low) * sizeof *report->crebos);
    report->crebos[low] = (crebo_count){.n = 1};
    memcpy(report->crebos[low].code, crebo.data, crebo.size);
    report->n_crebos++;
    return true;
}

bool ds_duo_note_person(ds_duo_report *report, uint32_t person) {
    size_t at = person / 8, before = report->seen_capacity;
    uint8_t bit = (uint8_t)(1u << person % 8);
    if (at >= before) {
        if (!ds_reserve(&report->seen, &report->seen_capacity, at + 1, 1)) return false;
        memset(report->seen + before, 0, report->seen_capacity - before);
    }
    if ((report->seen[at] & bit) == 0) report->n_persons++;
    report->seen[at] |= bit;
    return true;
}

void ds_duo_count(ds_duo_report *report, ds_duo_record record) {
    report->records[record]++;
}

uint64_t ds_duo_counted(const ds_duo_report *report, ds_duo_record record) {
    return report->records[record];
}

void ds_duo_note_total(ds_duo_report *report, ds_duo_record record, uint64_t n) {
    report->totals[record] = n + 1;
}

void ds_duo_note_taken(ds_duo_report *report, bool diploma) {
    if (diploma)
        report->n_diplomas++;
    else
        report->n_enrolments++;
}

static ds_import_counts list_records(const uint64_t counts[DS_DUO_RECORD_N], uint64_t more,
                                     ds_arena *arena) {
    ds_import_count *list = ds_arena_take(arena, DS_DUO_RECORD_N, sizeof *list);
    size_t n = 0;
    for (size_t r = 0; list != NULL && r < DS_DUO_RECORD_N; r++)
        if (counts[r] > 0) list[n++] = (ds_import_count){ds_duo_records[r], counts[r] - more};
    return (ds_import_counts){list, n};
}

static ds_import_counts list_crebos(const ds_duo_report *report, ds_arena *arena) {
    ds_import_count *list = ds_arena_take(arena, report->n_crebos, sizeof *list);
    if (list == NULL) return (ds_import_counts){NULL, 0};
    for (size_t i = 0; i < report->n_crebos; i++) {
        const crebo_count *crebo = &report->crebos[i];
        const char *code = ds_arena_copy(arena, ds_text_of(crebo->code));
        list[i] = (ds_import_count){code == NULL || code[0] == '\0' ? "-" : code, crebo->n};
    }
    return (ds_import_counts){list, report->n_crebos};
}

static int compare_line_numbers(const void *left, const void *right) {
    const uint64_t *a = left, *b = right;
    return *a < *b ? -1 : *a > *b;
}

/* In order: records that were joined to others were not taken as they stand. */
static ds_import_lines list_lines(const note *of, ds_arena *arena) {
    uint64_t *lines = ds_arena_take(arena, of->n_lines, sizeof *lines);
    if (lines == NULL) return (ds_import_lines){NULL, 0};
    if (of->n_lines > 0) {
        memcpy(lines, of->lines, of->n_lines * sizeof *lines);
        qsort(lines, of->n_lines, sizeof *lines, compare_line_numbers);
    }
    return (ds_import_lines){lines, of->n_lines};
}

static void add_deviations(const ds_duo_report *report, ds_import_duo *out, ds_arena *arena) {
    enum { MOST = (int)DS_DUO_KIND_N * (int)DS_DUO_RECORD_N };
    ds_import_deviation *list = ds_arena_take(arena, MOST, sizeof *list);
    size_t n = 0;
    for (size_t i = 0; list != NULL && i < MOST; i++) {
        size_t kind = i / DS_DUO_RECORD_N, record = i % DS_DUO_RECORD_N;
        const note *of = &report->notes[kind][record];
        if (of->n == 0) continue;
        list[n] = (ds_import_deviation){.code = kinds[kind].name,
                                        .record = ds_duo_records[record],
                                        .n = of->n,
                                        .lines = list_lines(of, arena),
                                        .nl = kinds[kind].nl,
                                        .en = kinds[kind].en};
        n++;
    }
    out->deviations = list;
    out->n_deviations = n;
}

const ds_import_duo *ds_duo_report_of(const ds_duo_report *report, ds_arena *arena) {
    ds_import_duo *out = ds_arena_take(arena, 1, sizeof *out);
    if (out == NULL) return NULL;
    *out = (ds_import_duo){.records = list_records(report->records, 0, arena),
                           .closing = list_records(report->totals, 1, arena),
                           .n_persons = report->n_persons,
                           .n_enrolments = report->n_enrolments,
                           .n_diplomas = report->n_diplomas,
                           .unknown_levels = list_crebos(report, arena)};
    add_deviations(report, out, arena);
    return out;
}
