/* delivery.c: a data frame as a delivery of a work folder. */
#include "glue.h"

/* NULL, or the error as a list. */
SEXP r_delivery(SEXP folder, SEXP name, SEXP frame) {
    struct ArrowArrayStream *stream = NULL;
    SEXP held = PROTECT(table_owner(&stream));
    const char *to = Rf_translateCharUTF8(STRING_ELT(folder, 0));
    const char *called = Rf_translateCharUTF8(STRING_ELT(name, 0));
    ds_error err = {.line = 0};
    SEXP result = R_NilValue;
    if (!frame_give(frame, stream)) Rf_error("doorstroom: a table was given already");
    if (ds_import_add_stream(to, called, stream, &err) != DS_OK) result = error_as_list(&err);
    UNPROTECT(1);
    (void)held;
    return result;
}
