/* work/inside/survey_fields.c: what one field of a row says. See survey_fields.h. */
#include "work/inside/survey_fields.h"

#include <math.h>
#include <stdio.h>

#include "base/buffer.h"
#include "base/codes.h"
#include "base/error.h"
#include "base/missing.h"
#include "base/number.h"
#include "base/text.h"
#include "base/unicode.h"
#include "doorstroom/table.h"

bool ds_survey_field_is_missing(ds_text text) {
    return ds_missing_is(&ds_missing_usual, text);
}

ds_status ds_survey_field_refuse(const survey_fields *f, uint64_t line, const survey_place *at,
                                 const char *nl, const char *en, ds_error *err) {
    char text_nl[512], text_en[512];
    (void)snprintf(text_nl, sizeof text_nl, "'%.200s': %s", at->name, nl);
    (void)snprintf(text_en, sizeof text_en, "'%.200s': %s", at->name, en);
    return ds_error_texts(err, DS_INPUT, f->path, line, at->index + 1, text_nl, text_en);
}

/* A field that has no single value, or may have been another number; as a key, one not seen. */
ds_status ds_survey_field_check(const survey_fields *f, uint64_t line, const survey_place *at,
                                ds_text text, bool key, ds_error *err) {
    const uint8_t mark = f->row_marks == NULL ? 0 : f->row_marks[at->index];
    size_t character;
    if (mark & DS_TABLE_NO_VALUE)
        return ds_survey_field_refuse(f, line, at, "geen enkele waarde maar een samengestelde",
                                      "no single value but a composed one", err);
    if (mark & DS_TABLE_INEXACT)
        return ds_survey_field_refuse(
            f, line, at,
            "uit een getal van het bestand dat zo veel cijfers niet onthoudt; bewaar dit als tekst",
            "of a number in the file that does not keep so many digits; keep this as text", err);
    if (key && ds_unicode_hidden(text, &character) != 0)
        return ds_survey_field_refuse(f, line, at, "een teken dat niet te zien is",
                                      "a character that cannot be seen", err);
    return DS_OK;
}

bool ds_survey_field_number(const survey_fields *f, uint64_t line, const survey_place *at,
                            ds_text text, double *out) {
    if (!ds_number_parse_decimal(text, out)) return false;
    ds_number_note_mark(&f->marks[f->csv ? 0 : at->index], text, line);
    return true;
}

static bool is_survey_event(const char *event, ds_text text) {
    double a, b;
    const ds_text wanted = ds_text_of(event), plain = ds_text_trim(text);
    return ds_text_equal_nocase(wanted, plain) ||
           (ds_number_parse_decimal(wanted, &a) && ds_number_parse_decimal(plain, &b) && a == b);
}

/* *out NAN: no answer. */
ds_status ds_survey_field_answer(const survey_fields *f, uint64_t line, const survey_place *at,
                                 ds_text text, double *out, ds_error *err) {
    ds_status status = ds_survey_field_check(f, line, at, text, false, err);
    int yes;
    *out = NAN;
    if (status != DS_OK || ds_survey_field_is_missing(text)) return status;
    if (f->event != NULL) {
        *out = is_survey_event(f->event, text);
        if (*out == 1) f->answered[at->index] |= SURVEY_ANSWER_EVENT;
        if (ds_codes_yes_no(ds_text_trim(text)) < 0) f->answered[at->index] |= SURVEY_ANSWER_CODE;
        return DS_OK;
    }
    if (ds_survey_field_number(f, line, at, text, out)) return DS_OK;
    yes = ds_codes_yes_no(text);
    if (yes < 0)
        return ds_survey_field_refuse(
            f, line, at,
            "verwacht een getal, of ja of nee; welke waarde telt als ja zegt --event WAARDE",
            "expected a number, or yes or no; which value counts as yes --event VALUE says", err);
    *out = yes;
    return DS_OK;
}

ds_status ds_survey_field_check_event(const survey_fields *f, const survey_place *at,
                                      ds_error *err) {
    if (f->event == NULL || at->name == NULL || f->answered[at->index] != SURVEY_ANSWER_CODE)
        return DS_OK;
    return ds_error_at(
        err, DS_INPUT, f->path, 1, at->index + 1,
        "--event %.200s: in kolom '%.200s' antwoordde niemand dat; vraag haar apart, "
        "of met een waarde die er staat",
        "--event %.200s: in column '%.200s' nobody answered that; ask it by itself, "
        "or with a value that is there",
        f->event, at->name);
}

/* Missing: 0. */
ds_status ds_survey_field_size(const survey_fields *f, uint64_t line, const survey_place *at,
                               const ds_text *fields, uint64_t *out, ds_error *err) {
    int64_t value;
    *out = 0;
    if (at->name == NULL || ds_survey_field_is_missing(fields[at->index])) return DS_OK;
    if (!ds_number_parse_whole(fields[at->index], &value) || value < 1)
        return ds_survey_field_refuse(f, line, at, "verwacht een aantal: een geheel getal vanaf 1",
                                      "expected a count: a whole number from 1", err);
    *out = (uint64_t)value;
    return DS_OK;
}

/* Columns as one text, with a byte between them that no code has; none when all are missing. */
ds_status ds_survey_field_joined(const survey_fields *f, uint64_t line, const survey_place *places,
                                 size_t n, const ds_text *fields, ds_buffer *buffer, ds_text *out,
                                 ds_error *err) {
    bool known = false;
    ds_status status = DS_OK;
    ds_buffer_clear(buffer);
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        const ds_text text = ds_number_plain(fields[places[i].index]);
        status = ds_survey_field_check(f, line, &places[i], text, true, err);
        if (i > 0) ds_buffer_add_char(buffer, '\x1f');
        if (ds_survey_field_is_missing(text)) continue;
        known = true;
        ds_buffer_add(buffer, text.data, text.size);
    }
    if (status == DS_OK) status = ds_buffer_finish(buffer, err);
    if (status == DS_OK) *out = known ? (ds_text){buffer->data, buffer->size} : (ds_text){NULL, 0};
    return status;
}
