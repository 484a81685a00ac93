/* strtod.c: texts as numbers by C's own strtod, for the tests. */
#include <stdlib.h>

#include <R.h>
#include <Rinternals.h>

SEXP read_numbers(SEXP texts) {
    const R_xlen_t n = Rf_xlength(texts);
    SEXP numbers = PROTECT(Rf_allocVector(REALSXP, n));
    for (R_xlen_t i = 0; i < n; i++) {
        const char *text = CHAR(STRING_ELT(texts, i));
        char *end = NULL;
        REAL(numbers)[i] = strtod(text, &end);
        if (end == text || *end != '\0') REAL(numbers)[i] = R_NaN;
    }
    UNPROTECT(1);
    return numbers;
}
