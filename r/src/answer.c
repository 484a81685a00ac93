/* answer.c: a finished answer: its tables, its texts, and what is beside them. */
#include "glue.h"

#include <string.h>

static ds_answer *answer_of(SEXP owner) {
    ds_answer *answer = NULL;
    if (TYPEOF(owner) == EXTPTRSXP) answer = R_ExternalPtrAddr(owner);
    return answer;
}

SEXP r_answer_tables(SEXP owner) {
    const ds_answer *answer = answer_of(owner);
    const size_t n = answer == NULL ? 0 : ds_answer_n_tables(answer);
    SEXP ids = PROTECT(Rf_allocVector(STRSXP, (R_xlen_t)n));
    for (size_t i = 0; i < n; i++)
        SET_STRING_ELT(ids, (R_xlen_t)i, Rf_mkCharCE(ds_answer_table_id(answer, i), CE_UTF8));
    UNPROTECT(1);
    return ids;
}

/* A list of columns, or the error as a list without n_rows. */
SEXP r_answer_table(SEXP owner, SEXP id, SEXP big) {
    const ds_answer *answer = answer_of(owner);
    const char *name = id == R_NilValue ? NULL : Rf_translateCharUTF8(STRING_ELT(id, 0));
    struct ArrowArrayStream *stream = NULL;
    ds_error err = {.line = 0};
    SEXP held, result;
    if (answer == NULL) Rf_error("doorstroom: this answer is of an earlier session");
    held = PROTECT(table_owner(&stream));
    if (ds_answer_arrow(answer, name, stream, &err) == DS_OK)
        result = table_read(held, big);
    else
        result = error_as_list(&err);
    UNPROTECT(1);
    return result;
}

static void end_text(SEXP held) {
    ds_free(R_ExternalPtrAddr(held));
    R_ClearExternalPtr(held);
}

/* The text as bytes (R/answer.R makes text of them), or the error as a list. */
SEXP r_answer_text(SEXP owner, SEXP form, SEXP table) {
    const ds_answer *answer = answer_of(owner);
    const char *name = table == R_NilValue ? NULL : Rf_translateCharUTF8(STRING_ELT(table, 0));
    SEXP held = PROTECT(R_MakeExternalPtr(NULL, R_NilValue, R_NilValue)), result;
    ds_error err = {.line = 0};
    char *text = NULL;
    size_t size = 0;
    if (answer == NULL) Rf_error("doorstroom: this answer is of an earlier session");
    R_RegisterCFinalizerEx(held, end_text, FALSE);
    if (ds_answer_text(answer, (ds_form)Rf_asInteger(form), name, &text, &size, &err) == DS_OK) {
        R_SetExternalPtrAddr(held, text);
        result = PROTECT(Rf_allocVector(RAWSXP, (R_xlen_t)size));
        if (size > 0) memcpy(RAW(result), text, size);
        end_text(held);
    } else {
        result = PROTECT(error_as_list(&err));
    }
    UNPROTECT(2);
    return result;
}

/* What is to be said of its tables; the error as a list. */
static SEXP notes_of(const ds_answer *answer) {
    SEXP held = PROTECT(R_MakeExternalPtr(NULL, R_NilValue, R_NilValue)), result;
    ds_error err = {.line = 0};
    char *text = NULL;
    R_RegisterCFinalizerEx(held, end_text, FALSE);
    if (ds_answer_notes(answer, ds_answer_asked(answer).lang, &text, &err) == DS_OK) {
        R_SetExternalPtrAddr(held, text);
        result = PROTECT(Rf_ScalarString(Rf_mkCharCE(text, CE_UTF8)));
        end_text(held);
    } else {
        result = PROTECT(error_as_list(&err));
    }
    UNPROTECT(2);
    return result;
}

/* list(status, notes, out, document); NULL when the answer is of an earlier session. */
SEXP r_answer_about(SEXP owner) {
    static const char *names[] = {"status", "notes", "out", "document", ""};
    const ds_answer *answer = answer_of(owner);
    ds_answer_form asked;
    SEXP about;
    if (answer == NULL) return R_NilValue;
    asked = ds_answer_asked(answer);
    about = PROTECT(Rf_mkNamed(VECSXP, names));
    SET_VECTOR_ELT(about, 0, Rf_ScalarInteger((int)ds_answer_status(answer)));
    SET_VECTOR_ELT(about, 1, notes_of(answer));
    SET_VECTOR_ELT(about, 2,
                   Rf_ScalarString(Rf_mkCharCE(asked.out == NULL ? "" : asked.out, CE_UTF8)));
    SET_VECTOR_ELT(about, 3, Rf_ScalarLogical(ds_answer_document(answer) != NULL));
    UNPROTECT(1);
    return about;
}

SEXP r_version(void) {
    static const char *names[] = {"library", "headers", ""};
    SEXP version = PROTECT(Rf_mkNamed(STRSXP, names));
    SET_STRING_ELT(version, 0, Rf_mkChar(ds_version()));
    SET_STRING_ELT(version, 1, Rf_mkChar(DS_VERSION));
    UNPROTECT(1);
    return version;
}
