/* intake/row/refuse.c: the rows that were refused: written to afgekeurd/ with place, value and
 * reason, and judged: more than max_afgekeurd of any one delivery fails the import. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/columns.h"
#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "intake/steps.h"

static const struct {
    const char *name, *nl, *en;
} reasons[DS_REASON_OF_KIND] = {
    {"persoon_leeg", "persoon is leeg", "persoon is empty"},
    {"persoon_te_lang", "persoon is langer dan 64 bytes", "persoon is longer than 64 bytes"},
    {"leeg", "leeg, maar verplicht", "empty, but required"},
    {"schooljaar", "geen schooljaar; verwacht bijvoorbeeld 2022 of 2022/23 (1950 tot 2150)",
     "not a school year; expected for example 2022 or 2022/23 (1950 to 2150)"},
    {"code", "onbekende code", "unknown code"},
    {"getal", "geen getal, of buiten de grenzen", "not a number, or out of range"},
    {"datum", "geen datum; verwacht JJJJ-MM-DD, DD-MM-JJJJ of JJJJ-MM",
     "not a date; expected YYYY-MM-DD, DD-MM-YYYY or YYYY-MM"},
    {"geboortedatum", "geboortedatum vóór 1900 of na 1 oktober van het laatste schooljaar",
     "birth date before 1900 or after 1 October of the last school year"},
    {"te_lang", "langer dan 255 bytes", "longer than 255 bytes"},
    {"niveau_ontbreekt", "een mbo-diploma heeft een niveau nodig",
     "an mbo diploma needs its niveau"},
    {"maand", "geen maand; verwacht bijvoorbeeld 202210",
     "not a month; expected for example 202210"},
    {"niet_in_beginstand", "niet in de beginstand (NRSP) van die instelling en dat jaar",
     "not in the start population (NRSP) of that institution and year"},
    {"persoonsnummer",
     "hier staat een burgerservicenummer of onderwijsnummer, in een kolom die daar niet voor is",
     "here stands a BSN or onderwijsnummer, in a column that is not for it"},
    {"datum_duo", "geen datum; verwacht JJJJ-MM-DD, D-M-JJJJ of JJJJMMDD",
     "not a date; expected YYYY-MM-DD, D-M-YYYY or YYYYMMDD"},
    {"hoort_niet_hier", "hoort niet bij de persoon, inschrijving of het diploma erboven",
     "does not belong to the person, enrolment or diploma above it"},
    {"datumvorm", "geen datum in de vorm die de vertaling noemt",
     "not a date in the form that the mapping names"},
    {"persoon_getal",
     "een getal met decimalen, een duizendtalpunt, een exponent of een teken ervoor; bewaar "
     "persoon als tekst",
     "a number with decimals, a thousands mark, an exponent or a sign; keep persoon as text"},
    {"persoon_afgerond",
     "uit een getal van het bestand dat zo veel cijfers niet onthoudt; bewaar persoon als tekst",
     "of a number in the file that does not keep so many digits; keep persoon as text"},
    {"persoon_geen_getal",
     "geen getal, terwijl ten minste negen op de tien van dit bestand dat zijn: een totaal of een "
     "bron onder de tabel?",
     "not a number, while at least nine in ten of this file are: a total or a source below the "
     "table?"},
    {"persoon_rekenblad",
     "begint als een formule, een foutwaarde van een rekenblad of een aanhalingsteken; bewaar "
     "persoon als tekst",
     "begins like a formula, an error of a spreadsheet or a quotation mark; keep persoon as text"},
    {"code_getal", "een getal met decimalen, een duizendtalpunt of een exponent, geen code",
     "a number with decimals, a thousands mark or an exponent, not a code"},
    {"onzichtbaar_teken", "een teken dat niet te zien is", "a character that cannot be seen"},
    {"geen_waarde", "geen enkele waarde maar een samengestelde",
     "no single value but a composed one"},
    {"zonder_label",
     "een getal zonder label, waar andere waarden van de kolom er een hebben; geef het een label, "
     "of "
     "zeg met codes in een vertaling wat het is",
     "a number without a label, where other values of the column have one; label it, or say with "
     "codes in a mapping what it is"},
    {"elementcode_onbekend",
     "staat niet in codes/elementcode.csv van uw werkmap; zet haar daar in (elementcode, soort, "
     "leerweg, leerjaar, route), en importeer opnieuw",
     "not in codes/elementcode.csv of your work folder; put it there (elementcode, soort, leerweg, "
     "leerjaar, route), and import again"},
    {"elementcode_anders",
     "anders dan codes/elementcode.csv het bij deze elementcode heeft; verbeter de lijst of de "
     "levering",
     "other than codes/elementcode.csv has it for this elementcode; mend the list or the "
     "delivery"},
    {"instelling_is_woord",
     "totaal, eigen en sector zijn woorden van tabellen, en geen code van een instelling",
     "totaal, eigen and sector are words of tables, and no code of an institution"},
    {"afgerond",
     "uit een getal van het bestand dat zo veel cijfers niet onthoudt; bewaar de kolom als tekst",
     "of a number in the file that does not keep so many digits; keep the column as text"},
};

const char *ds_reason_name(ds_reason reason) {
    if (reason >= DS_REASON_OF_KIND)
        return ds_kind_reason_name((ds_kind_reason)(reason - DS_REASON_OF_KIND));
    return reasons[reason].name;
}

static const char *reason_text(unsigned reason, bool dutch) {
    if (reason >= DS_REASON_OF_KIND)
        return ds_kind_reason_text((ds_kind_reason)(reason - DS_REASON_OF_KIND), dutch);
    return dutch ? reasons[reason].nl : reasons[reason].en;
}

/* DUO's own words for a niveau are "Mbo4 opleidingen" and its kin; Mboma is a name. */
static bool is_duo_niveau(const char *value) {
    return strncmp(value, "Mbo", 3) == 0 && value[3] >= '0' && value[3] <= '9' &&
           (value[4] == '\0' || strcmp(value + 4, " opleidingen") == 0);
}

/* A code of education may be shown, not one of a person; what looks like a number of a person, a
 * date or free text may not. */
static bool may_show(const ds_refusal *refusal) {
    static const ds_code_list *const of_persons[] = {&ds_codes_geslacht,
                                                     &ds_codes_migratieachtergrond};
    size_t digits = 0;
    if (refusal->hide) return false;
    if (refusal->codes != NULL && !refusal->codes->open &&
        ds_text_nearest(ds_text_of(refusal->value), refusal->codes->values,
                        refusal->codes->n_values) == SIZE_MAX)
        return false; /* not a slip of a code: perhaps a name, in shifted columns */
    for (size_t i = 0; i < 2; i++)
        if (refusal->codes == of_persons[i]) return false;
    if (strcmp(refusal->column, "functiebeperking") == 0 || strcmp(refusal->column, "ses") == 0)
        return false;
    if (refusal->source != NULL && /* a mapping's own codes of these */
        (strcmp(refusal->column, "geslacht") == 0 ||
         strcmp(refusal->column, "migratieachtergrond") == 0))
        return false;
    if (refusal->reason == DS_REASON_PERSOON_LONG || refusal->reason == DS_REASON_BIRTH ||
        refusal->reason == DS_REASON_DATE || refusal->reason == DS_REASON_OUTSIDE ||
        refusal->reason == DS_REASON_PERSON_NUMBER || refusal->reason == DS_REASON_DUO_DATE ||
        refusal->reason == DS_REASON_PERSOON_NUMBER ||
        refusal->reason == DS_REASON_PERSOON_ROUNDED || refusal->reason == DS_REASON_PERSOON_TEXT ||
        refusal->reason == DS_REASON_PERSOON_SHEET || refusal->reason == DS_REASON_HIDDEN ||
        refusal->reason == DS_REASON_ROUNDED || refusal->reason == DS_REASON_DATE_FORM ||
        refusal->value[0] == '\0')
        return false;
    /* What should be a number or a year may be a name, in shifted columns; DUO's own word for a
     * niveau is none. */
    if (refusal->codes == NULL && refusal->reason < DS_REASON_OF_KIND &&
        !is_duo_niveau(refusal->value) &&
        strspn(refusal->value, "0123456789#.,-/+% ") != strlen(refusal->value))
        return false;
    for (const char *c = refusal->value; *c != '\0'; c++) {
        digits += (*c >= '0' && *c <= '9') || *c == '#'; /* # stands for a digit: identity.c */
        if ((unsigned char)*c < ' ' || *c == '@') return false;
    }
    return strlen(refusal->value) <= 40 && digits <= 5;
}

enum { EXPECTED_MAX = 20 }; /* a mapping may have hundreds of codes */

/* Values are listed in full for short lists, with the nearest first suggestion for all. */
static void add_expected(const ds_refusal *refusal, bool dutch, ds_buffer *out) {
    const ds_code_list *codes = refusal->codes;
    size_t near = ds_text_nearest(ds_text_of(refusal->value), codes->values, codes->n_values);
    if (codes == &ds_codes_ja_nee) { /* the nearest of two short words may be the wrong one */
        ds_buffer_add_string(out, dutch ? "; verwacht ja of nee (of j n yes no waar onwaar true "
                                          "false 1 0)"
                                        : "; expected ja or nee (or j n yes no waar onwaar true "
                                          "false 1 0)");
        return;
    }
    if (codes->open) { /* names of others, of which there may be many: the nearest */
        if (near != SIZE_MAX)
            ds_buffer_addf(out, dutch ? "; bedoelt u %s?" : "; did you mean %s?",
                           codes->values[near]);
        return;
    }
    ds_buffer_add_string(out, dutch ? "; verwacht" : "; expected");
    for (size_t i = 0; i < codes->n_values && i < EXPECTED_MAX; i++)
        if (codes != &ds_codes_soort || i != DS_SOORT_GEEN)
            ds_buffer_addf(out, " %s", codes->values[i]);
    if (codes->n_values > EXPECTED_MAX) ds_buffer_add_string(out, " …");
    if (near != SIZE_MAX && refusal->value[0] != '\0')
        ds_buffer_addf(out, dutch ? " (bedoelt u %s?)" : " (did you mean %s?)",
                       codes->values[near]);
}

/* Of a number: between which it must lie. */
static void add_bounds(const ds_refusal *refusal, bool dutch, ds_buffer *out) {
    const ds_delivered *of = ds_delivered_find(ds_text_of(refusal->column));
    if (refusal->reason == DS_REASON_OF_KIND + DS_KIND_FAULT_NUMBER) {
        char bounds[160];
        ds_kind_bounds_text(refusal->of, dutch, bounds, sizeof bounds);
        ds_buffer_add_string(out, bounds);
    }
    if (refusal->reason != DS_REASON_NUMBER || of == NULL) return;
    if (of->kind == DS_KIND_NUMBER)
        ds_buffer_addf(out,
                       dutch ? "; verwacht een geheel getal van %d tot en met %d"
                             : "; expected a whole number from %d to %d",
                       of->low, of->high);
    else if (of->kind == DS_KIND_HOURS)
        ds_buffer_add_string(out, dutch ? "; verwacht uren van 0 tot en met 1000"
                                        : "; expected hours from 0 to 1000");
}

void ds_refusal_text(const ds_refusal *refusal, bool dutch, char *out, size_t size) {
    ds_buffer text;
    ds_buffer_init(&text, size);
    if (refusal->source != NULL)
        ds_buffer_addf(&text, "%.60s (%s): ", refusal->source, refusal->column);
    else if (refusal->column[0] != '\0')
        ds_buffer_addf(&text, "%s: ", refusal->column);
    ds_buffer_add_string(&text, reason_text(refusal->reason, dutch));
    add_bounds(refusal, dutch, &text);
    if (refusal->reason == DS_REASON_HIDDEN)
        ds_buffer_addf(&text, dutch ? ": U+%04X, teken %u" : ": U+%04X, character %u",
                       (unsigned)refusal->hidden, (unsigned)refusal->hidden_at);
    if (may_show(refusal))
        ds_buffer_addf(&text, dutch ? ", gevonden '%s'" : ", found '%s'", refusal->value);
    if ((refusal->reason == DS_REASON_CODE || refusal->reason == DS_REASON_DATE_FORM ||
         refusal->reason >= DS_REASON_OF_KIND) &&
        refusal->codes != NULL)
        add_expected(refusal, dutch, &text);
    (void)snprintf(out, size, "%s", ds_buffer_string(&text));
    ds_buffer_done(&text);
}

enum { COLUMN_SHOWN_MAX = 200 }; /* bytes before a reason: how a file calls the column, and we */
bool ds_refusal_is_text(const char *text, bool dutch) {
    const char *at = text;
    while (at != NULL && at - text <= COLUMN_SHOWN_MAX) {
        for (unsigned r = 0; r < DS_REASON_N; r++) {
            const char *reason = reason_text(r, dutch);
            if (reason != NULL && reason[0] != '\0' && strncmp(at, reason, strlen(reason)) == 0)
                return true;
        }
        at = strstr(at, ": ");
        if (at != NULL) at += 2;
    }
    return false;
}

static int compare_refusals(const void *a, const void *b) {
    const ds_refusal *x = *(const ds_refusal *const *)a, *y = *(const ds_refusal *const *)b;
    if (x->levering != y->levering) return x->levering < y->levering ? -1 : 1;
    if (x->line != y->line) return x->line < y->line ? -1 : 1;
    return 0;
}

/* All threads' refusals, by delivery and line; *out is the caller's. */
static ds_status sort_refusals(const ds_intake *intake, ds_refusal ***out, size_t *out_n,
                               ds_error *err) {
    size_t n = 0, at = 0;
    ds_refusal **list;
    for (size_t k = 0; k < intake->n_workers; k++)
        n += intake->workers[k].n_refusals;
    list = ds_malloc(n * sizeof *list);
    if (list == NULL) return ds_error_memory(err);
    for (size_t k = 0; k < intake->n_workers; k++)
        for (size_t i = 0; i < intake->workers[k].n_refusals; i++)
            list[at++] = &intake->workers[k].refusals[i];
    if (n > 0) qsort(list, n, sizeof *list, compare_refusals);
    *out = list;
    *out_n = n;
    return DS_OK;
}

static void put_field(ds_buffer *to, const char *text) {
    bool quote = strpbrk(text, ",\"\r\n") != NULL;
    if (quote) ds_buffer_add_char(to, '"');
    for (const char *c = text; *c != '\0'; c++) {
        if (*c == '"') ds_buffer_add_char(to, '"');
        ds_buffer_add_char(to, *c);
    }
    if (quote) ds_buffer_add_char(to, '"');
}

/* With a key no name stands there either: a word that is no slip of a code is masked. */
static bool is_masked(const ds_intake *intake, const ds_refusal *refusal) {
    return intake->identity.keyed && !may_show(refusal) &&
           strspn(refusal->value, "0123456789#.,-/+% ") != strlen(refusal->value);
}

static void put_refusal(const ds_intake *intake, ds_buffer *to, const ds_delivery *delivery,
                        const ds_refusal *refusal) {
    put_field(to, delivery->name);
    ds_buffer_addf(to, ",%llu,%u,", (unsigned long long)refusal->line, refusal->field);
    put_field(to, refusal->source != NULL ? refusal->source : refusal->column);
    ds_buffer_add_char(to, ',');
    put_field(to, is_masked(intake, refusal) ? "***" : refusal->value);
    ds_buffer_addf(to, ",%s\n", ds_reason_name((ds_reason)refusal->reason));
}

static ds_status flush_refusals(int fd, const char *path, ds_buffer *text, ds_error *err) {
    ds_status status = ds_buffer_finish(text, err);
    if (status == DS_OK) status = ds_file_put(fd, path, ds_buffer_string(text), text->size, err);
    ds_buffer_clear(text);
    return status;
}

static ds_status put_refusals(const ds_intake *intake, int fd, const char *path,
                              ds_refusal *const *list, size_t n, ds_error *err) {
    enum { PIECE = 1 << 16, TEXT_MAX = 1 << 24 };
    ds_status status = DS_OK;
    ds_buffer text;
    ds_buffer_init(&text, TEXT_MAX);
    ds_buffer_add_string(&text, "bestand,regel,kolom,naam,waarde,reden\n");
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        put_refusal(intake, &text, &intake->deliveries[list[0]->levering], list[i]);
        if (text.size >= PIECE) status = flush_refusals(fd, path, &text, err);
    }
    if (status == DS_OK) status = flush_refusals(fd, path, &text, err);
    ds_buffer_done(&text);
    return status;
}

/* afgekeurd/<delivery>.csv with list[0 .. n). */
static ds_status write_refusals(const ds_intake *intake, const char *folder,
                                ds_refusal *const *list, size_t n, ds_error *err) {
    const ds_delivery *delivery = &intake->deliveries[list[0]->levering];
    size_t length = strlen(delivery->name);
    bool csv = length > 4 && strcmp(delivery->name + length - 4, ".csv") == 0;
    char name[DS_PATH_SIZE], path[DS_PATH_SIZE];
    ds_status status;
    int fd = -1;
    (void)snprintf(name, sizeof name, "%s%s", delivery->name, csv ? "" : ".csv");
    status = ds_file_join(path, folder, name, err);
    if (status == DS_OK) status = ds_file_create_private(path, &fd, err);
    if (status != DS_OK) return status;
    status = put_refusals(intake, fd, path, list, n, err);
    if (close(fd) != 0 && status == DS_OK)
        status = ds_error_system(err, path, errno, "schrijven", "write");
    return status;
}

static ds_status write_all(const ds_intake *intake, ds_refusal *const *list, size_t n,
                           ds_error *err) {
    char folder[DS_PATH_SIZE];
    ds_status status = ds_file_join(folder, intake->options->work_folder, "afgekeurd", err);
    if (status == DS_OK) status = ds_file_remove(folder, err);
    if (status == DS_OK && n > 0) status = ds_file_make_private_folder(folder, err);
    for (size_t i = 0; status == DS_OK && i < n;) {
        size_t j = i;
        while (j < n && strcmp(intake->deliveries[list[j]->levering].name,
                               intake->deliveries[list[i]->levering].name) == 0)
            j++; /* the parts of one file stand together */
        status = write_refusals(intake, folder, list + i, j - i, err);
        i = j;
    }
    return status;
}

/* Rows outside a start population do not count as faults. A part was judged as a whole, by split.
 */
bool ds_refusals_are_many(const ds_intake *intake, const ds_delivery *d) {
    const uint64_t faults = d->n_refused - d->n_outside;
    return intake->whole.n_parts == 0 &&
           (double)faults * 100.0 > intake->max_refused_pct * (double)d->n_read;
}

ds_status ds_refusals_too_many(const ds_intake *intake, const ds_delivery *d, uint64_t line,
                               size_t field, const char *why_nl, const char *why_en,
                               ds_error *err) {
    const unsigned long long n_faults = d->n_refused - d->n_outside, n_read = d->n_read;
    char nl[768], en[768];
    (void)snprintf(nl, sizeof nl,
                   "%s; %llu van de %llu rijen afgekeurd, meer dan %g %% (max_afgekeurd): zie "
                   "afgekeurd/",
                   why_nl, n_faults, n_read, intake->max_refused_pct);
    (void)snprintf(en, sizeof en,
                   "%s; %llu of the %llu rows refused, more than %g %% (max_afgekeurd): see "
                   "afgekeurd/",
                   why_en, n_faults, n_read, intake->max_refused_pct);
    return ds_error_texts(err, DS_INPUT, d->path, line, field, nl, en);
}

/* The first delivery with too many. */
static ds_status judge_refusals(const ds_intake *intake, ds_refusal *const *list, size_t n,
                                ds_error *err) {
    for (size_t i = 0; i < n; i++) {
        const ds_delivery *d = &intake->deliveries[list[i]->levering];
        char nl[512], en[512];
        if (list[i]->reason == DS_REASON_OUTSIDE || !ds_refusals_are_many(intake, d)) continue;
        ds_refusal_text(list[i], true, nl, sizeof nl);
        ds_refusal_text(list[i], false, en, sizeof en);
        return ds_refusals_too_many(intake, d, list[i]->line, list[i]->field, nl, en, err);
    }
    return DS_OK;
}

ds_status ds_refusals_write(ds_intake *intake, ds_error *err) {
    ds_refusal **list = NULL;
    size_t n = 0;
    ds_status status = sort_refusals(intake, &list, &n, err);
    if (status == DS_OK) status = write_all(intake, list, n, err);
    if (status == DS_OK) status = judge_refusals(intake, list, n, err);
    ds_free(list);
    return status;
}

static ds_status copy_file(const char *from, const char *to, const char *name, ds_error *err) {
    char source[DS_PATH_SIZE], target[DS_PATH_SIZE];
    char *data = NULL;
    size_t size;
    ds_status status = ds_file_join(source, from, name, err);
    if (status == DS_OK) status = ds_file_join(target, to, name, err);
    if (status == DS_OK) status = ds_file_read(source, (size_t)1 << 33, &data, &size, err);
    if (status == DS_OK) status = ds_file_write_private(target, data, size, err);
    ds_free(data);
    return status;
}

ds_status ds_refusals_copy(const char *from_above, const char *to_above, ds_error *err) {
    char from[DS_PATH_SIZE], to[DS_PATH_SIZE];
    ds_file_names names = {0};
    ds_status status = ds_file_join(from, from_above, "afgekeurd", err);
    if (status == DS_OK) status = ds_file_join(to, to_above, "afgekeurd", err);
    if (status == DS_OK) status = ds_file_remove(to, err);
    if (status != DS_OK || !ds_file_is_folder(from)) return status;
    status = ds_file_make_private_folder(to, err);
    if (status == DS_OK) status = ds_file_list(from, &names, err);
    for (size_t i = 0; status == DS_OK && i < names.n_names; i++)
        status = copy_file(from, to, names.names[i], err);
    ds_file_names_done(&names);
    return status;
}
