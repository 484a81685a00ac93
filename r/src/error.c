/* error.c: a ds_error as R has it. */
#include "glue.h"

static SEXP utf8(const char *text) {
    return Rf_ScalarString(Rf_mkCharCE(text, CE_UTF8));
}

SEXP error_as_list(const ds_error *err) {
    static const char *names[] = {"status", "file", "line", "column", "nl", "en", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    SET_VECTOR_ELT(list, 0, Rf_ScalarInteger((int)err->status));
    SET_VECTOR_ELT(list, 1, utf8(err->file));
    SET_VECTOR_ELT(list, 2, Rf_ScalarReal((double)err->line));
    SET_VECTOR_ELT(list, 3, Rf_ScalarReal((double)err->column));
    SET_VECTOR_ELT(list, 4, utf8(err->nl));
    SET_VECTOR_ELT(list, 5, utf8(err->en));
    UNPROTECT(1);
    return list;
}
