/* parse/xlsx/book.c: the workbook: its relations, its sheets, its formats. See book.h. */
#include "parse/xlsx/book.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"

static bool copy_name(char *out, size_t size, const char *text) {
    const size_t length = strlen(text);
    if (length >= size) return false;
    memcpy(out, text, length + 1);
    return true;
}

static bool ends_with(const char *text, const char *end) {
    const size_t a = strlen(text), b = strlen(end);
    return a >= b && strcmp(text + a - b, end) == 0;
}

/* ---- relations: which part is meant by an id ---- */

/* target, seen from the folder of part, without . and .. ; false when it does not fit or leaves the
 * file. */
static bool resolve_target(const char *part, const char *target, char out[DS_XLSX_NAME_MAX + 1]) {
    const char *slash = strrchr(part, '/');
    size_t used = 0;
    if (*target == '/')
        target++;
    else if (slash != NULL)
        used = (size_t)(slash - part) + 1;
    if (used > DS_XLSX_NAME_MAX) return false;
    memcpy(out, part, used);
    while (*target != '\0') {
        const size_t length = strcspn(target, "/");
        if (length == 2 && memcmp(target, "..", 2) == 0) {
            if (used == 0) return false;
            used--;
            while (used > 0 && out[used - 1] != '/')
                used--;
        } else if (!(length == 1 && *target == '.') && length > 0) {
            if (used + length + 1 > DS_XLSX_NAME_MAX) return false;
            memcpy(out + used, target, length);
            used += length;
            if (target[length] == '/') out[used++] = '/';
        }
        target += length + (target[length] == '/');
    }
    out[used] = '\0';
    return used > 0;
}

typedef struct relations {
    ds_xlsx_book *book;
    bool top; /* of the file itself: it says which part is the workbook */
} relations;

static ds_status take_sheet_relation(ds_xlsx_book *book, const char *type, const char *id,
                                     const char *part) {
    for (size_t i = 0; i < book->n_sheets; i++) {
        ds_xlsx_sheet *sheet = &book->sheets[i];
        if (id == NULL || strcmp(sheet->id, id) != 0) continue;
        sheet->table = ends_with(type, "/worksheet");
        (void)copy_name(sheet->part, sizeof sheet->part, part);
    }
    return DS_OK;
}

static ds_status begin_relation(void *context, const char *name, const char *const *attributes,
                                ds_error *err) {
    relations *r = context;
    ds_xlsx_book *book = r->book;
    const char *type = ds_xlsx_attribute(attributes, "Type"),
               *target = ds_xlsx_attribute(attributes, "Target");
    const char *mode = ds_xlsx_attribute(attributes, "TargetMode");
    char part[DS_XLSX_NAME_MAX + 1];
    (void)err;
    if (strcmp(name, "Relationship") != 0 || type == NULL || target == NULL) return DS_OK;
    if (mode != NULL && strcmp(mode, "External") == 0) return DS_OK; /* nothing outside is read */
    if (!resolve_target(r->top ? "" : book->part, target, part)) return DS_OK;
    if (r->top) {
        if (ends_with(type, "/officeDocument"))
            (void)copy_name(book->part, sizeof book->part, part);
        return DS_OK;
    }
    if (ends_with(type, "/styles")) (void)copy_name(book->styles, sizeof book->styles, part);
    if (ends_with(type, "/sharedStrings"))
        (void)copy_name(book->strings, sizeof book->strings, part);
    return take_sheet_relation(book, type, ds_xlsx_attribute(attributes, "Id"), part);
}

static ds_status end_nothing(void *context, const char *name, ds_error *err) {
    (void)context;
    (void)name;
    (void)err;
    return DS_OK;
}

static ds_status read_relations(ds_xlsx_book *book, bool top, ds_error *err) {
    relations r = {book, top};
    const ds_xlsx_handler handler = {&r, begin_relation, end_nothing, NULL};
    const char *slash = strrchr(book->part, '/');
    const size_t folder = top || slash == NULL ? 0 : (size_t)(slash - book->part) + 1;
    char part[2 * DS_XLSX_NAME_MAX];
    (void)snprintf(part, sizeof part, "%.*s_rels/%s.rels", (int)folder, book->part,
                   top ? "" : book->part + folder);
    return ds_xlsx_parse(book->package, part, &handler, err);
}

/* ---- the workbook ---- */

static bool is_true(const char *text) {
    return text != NULL && (strcmp(text, "1") == 0 || strcmp(text, "true") == 0);
}

static ds_status add_sheet(ds_xlsx_book *book, const char *const *attributes, ds_error *err) {
    const char *name = ds_xlsx_attribute(attributes, "name"),
               *id = ds_xlsx_attribute(attributes, "id");
    const char *state = ds_xlsx_attribute(attributes, "state");
    ds_xlsx_sheet *sheet;
    if (book->n_sheets == DS_XLSX_SHEETS_MAX)
        return ds_error_at(err, DS_INPUT, ds_xlsx_path(book->package), 0, 0, "meer dan %d bladen",
                           "more than %d sheets", DS_XLSX_SHEETS_MAX);
    if (!ds_reserve(&book->sheets, &book->sheets_capacity, book->n_sheets + 1,
                    sizeof *book->sheets))
        return ds_error_memory(err);
    sheet = &book->sheets[book->n_sheets];
    *sheet = (ds_xlsx_sheet){.hidden = state != NULL && strcmp(state, "visible") != 0};
    if (name == NULL || id == NULL || !copy_name(sheet->name, sizeof sheet->name, name) ||
        !copy_name(sheet->id, sizeof sheet->id, id))
        return ds_error_at(err, DS_INPUT, ds_xlsx_path(book->package), 0, 0,
                           "een blad zonder naam of met een te lange",
                           "a sheet without a name or with one too long");
    book->n_sheets++;
    return DS_OK;
}

static ds_status begin_workbook(void *context, const char *name, const char *const *attributes,
                                ds_error *err) {
    ds_xlsx_book *book = context;
    if (strcmp(name, "workbookPr") == 0)
        book->from_1904 = is_true(ds_xlsx_attribute(attributes, "date1904"));
    return strcmp(name, "sheet") == 0 ? add_sheet(book, attributes, err) : DS_OK;
}

/* ---- formats ---- */

/* The letters of a format that mean something: without what is quoted, escaped, or between brackets
 * (but for the time that has gone by, [h]); of the part for numbers above 0. */
static size_t bare_format(ds_text format, char *out, size_t size) {
    size_t n = 0;
    for (size_t i = 0; i < format.size && n < size; i++) {
        const char c = format.data[i];
        if (c == ';') break;
        if (c == '"') {
            for (i++; i < format.size && format.data[i] != '"'; i++) {
            }
        } else if (c == '[') {
            const bool gone = i + 1 < format.size && strchr("hHmMsS", format.data[i + 1]) != NULL;
            for (; i < format.size && format.data[i] != ']'; i++) {
            }
            if (gone) out[n++] = 'h';
        } else if (c == '\\' || c == '_' || c == '*') {
            i++;
        } else {
            out[n++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
        }
    }
    return n;
}

/* A date has a year or a day in it, or a month that is no minutes; a time alone is a number. Dutch
 * and other Excels write the same letters into the file, whatever they show (j for jaar stands as
 * y). */
uint8_t ds_xlsx_shown_by(ds_text format) {
    char bare[256];
    const size_t n = bare_format(format, bare, sizeof bare);
    bool day = false, month = false, clock = false, percent = false, zeros = n > 1;
    if (n >= 7 && memcmp(bare, "general", 7) == 0) return DS_XLSX_PLAIN;
    for (size_t i = 0; i < n; i++) {
        day = day || bare[i] == 'y' || bare[i] == 'd' || bare[i] == 'j';
        month = month || bare[i] == 'm';
        clock = clock || bare[i] == 'h' || bare[i] == 's';
        percent = percent || bare[i] == '%';
        zeros = zeros && bare[i] == '0';
    }
    if (day || (month && !clock)) return DS_XLSX_DATE;
    if (percent) return DS_XLSX_PERCENT;
    return zeros && n < 64 ? (uint8_t)(DS_XLSX_ZEROS + n) : DS_XLSX_PLAIN;
}

/* The formats that have a number instead of a text (ISO/IEC 29500-1, 18.8.30). */
static uint8_t shown_by_number(uint64_t number) {
    if (number == 9 || number == 10) return DS_XLSX_PERCENT;
    if ((number >= 14 && number <= 17) || number == 22 || (number >= 27 && number <= 31) ||
        number == 36 || (number >= 50 && number <= 54) || number == 57 || number == 58)
        return DS_XLSX_DATE;
    return DS_XLSX_PLAIN;
}

typedef struct own_format {
    uint64_t number;
    uint8_t shown;
} own_format;

typedef struct formats {
    ds_xlsx_book *book;
    own_format *own;
    size_t n_own, capacity;
    bool in_cells; /* the list that cells go by */
} formats;

static uint64_t format_number_of(const char *text) {
    int64_t value;
    return text != NULL && ds_number_parse_integer(ds_text_of(text), &value) && value >= 0
               ? (uint64_t)value
               : 0;
}

static ds_status refuse_formats(const ds_xlsx_book *book, ds_error *err) {
    return ds_error_at(err, DS_INPUT, ds_xlsx_path(book->package), 0, 0,
                       "meer opmaak dan Excel zelf toestaat",
                       "more formats than Excel itself allows");
}

static ds_status add_format(formats *f, const char *const *attributes, ds_error *err) {
    const char *code = ds_xlsx_attribute(attributes, "formatCode");
    if (code == NULL) return DS_OK;
    if (f->n_own == DS_XLSX_FORMATS_MAX) return refuse_formats(f->book, err);
    if (!ds_reserve(&f->own, &f->capacity, f->n_own + 1, sizeof *f->own))
        return ds_error_memory(err);
    f->own[f->n_own++] = (own_format){format_number_of(ds_xlsx_attribute(attributes, "numFmtId")),
                                      ds_xlsx_shown_by(ds_text_of(code))};
    return DS_OK;
}

static ds_status add_style(formats *f, const char *const *attributes, ds_error *err) {
    ds_xlsx_book *book = f->book;
    const uint64_t number = format_number_of(ds_xlsx_attribute(attributes, "numFmtId"));
    uint8_t shown = shown_by_number(number);
    for (size_t i = 0; i < f->n_own; i++)
        if (f->own[i].number == number) shown = f->own[i].shown;
    if (book->n_shown == DS_XLSX_STYLES_MAX) return refuse_formats(book, err);
    if (!ds_reserve(&book->shown, &book->shown_capacity, book->n_shown + 1, sizeof *book->shown))
        return ds_error_memory(err);
    book->shown[book->n_shown++] = shown;
    return DS_OK;
}

static ds_status begin_format(void *context, const char *name, const char *const *attributes,
                              ds_error *err) {
    formats *f = context;
    if (strcmp(name, "numFmt") == 0) return add_format(f, attributes, err);
    if (strcmp(name, "cellXfs") == 0) f->in_cells = true;
    return f->in_cells && strcmp(name, "xf") == 0 ? add_style(f, attributes, err) : DS_OK;
}

static ds_status end_format(void *context, const char *name, ds_error *err) {
    formats *f = context;
    (void)err;
    if (strcmp(name, "cellXfs") == 0) f->in_cells = false;
    return DS_OK;
}

static ds_status read_formats(ds_xlsx_book *book, ds_error *err) {
    formats f = {.book = book};
    const ds_xlsx_handler handler = {&f, begin_format, end_format, NULL};
    ds_status status = DS_OK;
    if (book->styles[0] != '\0') status = ds_xlsx_parse(book->package, book->styles, &handler, err);
    ds_free(f.own);
    return status;
}

/* ---- all of it ---- */

ds_status ds_xlsx_book_read(ds_xlsx_package *package, ds_xlsx_book *book, ds_error *err) {
    const ds_xlsx_handler handler = {book, begin_workbook, end_nothing, NULL};
    ds_status status;
    *book = (ds_xlsx_book){.package = package, .part = "xl/workbook.xml"};
    ds_buffer_init(&book->text, 1);
    status = read_relations(book, true, err);
    if (status == DS_OK) status = ds_xlsx_parse(package, book->part, &handler, err);
    if (status == DS_OK) status = read_relations(book, false, err);
    if (status == DS_OK) status = read_formats(book, err);
    if (status == DS_OK) status = ds_xlsx_strings_read(book, err);
    return status;
}

void ds_xlsx_book_done(ds_xlsx_book *book) {
    ds_free(book->sheets);
    ds_free(book->shown);
    ds_free(book->ends);
    ds_buffer_done(&book->text);
    *book = (ds_xlsx_book){0};
}

static ds_status refuse_sheet(const ds_xlsx_book *book, ds_text name, ds_error *err) {
    char names[600] = "";
    size_t used = 0;
    for (size_t i = 0; i < book->n_sheets; i++)
        if (used + strlen(book->sheets[i].name) + 3 < sizeof names)
            used += (size_t)snprintf(names + used, sizeof names - used, "%s%s",
                                     used == 0 ? "" : ", ", book->sheets[i].name);
    if (name.size == 0)
        return ds_error_at(
            err, DS_INPUT, ds_xlsx_path(book->package), 0, 0,
            "dit Excel-bestand heeft geen blad met cellen dat te zien is (bladen: %s)",
            "this Excel file has no visible sheet with cells (sheets: %s)", names);
    return ds_error_at(err, DS_INPUT, ds_xlsx_path(book->package), 0, 0,
                       "er is geen blad '%.*s' met cellen; de bladen zijn: %s",
                       "there is no sheet '%.*s' with cells; the sheets are: %s",
                       (int)(name.size > 80 ? 80 : name.size), name.data, names);
}

ds_status ds_xlsx_book_find(const ds_xlsx_book *book, ds_text name, size_t *out, ds_error *err) {
    for (size_t i = 0; i < book->n_sheets; i++) {
        const ds_xlsx_sheet *sheet = &book->sheets[i];
        const bool wanted =
            name.size == 0 ? !sheet->hidden : ds_text_equal_nocase(ds_text_of(sheet->name), name);
        if (!wanted || !sheet->table || sheet->part[0] == '\0') continue;
        *out = i;
        return DS_OK;
    }
    return refuse_sheet(book, name, err);
}
