/* init.c: what R calls by name. */
#include "glue.h"

#include <R_ext/Rdynload.h>
#include <R_ext/Visibility.h>

#define ENTRY(name, n)                                                                             \
    { "C_" #name, (DL_FUNC)(void (*)(void)) & r_##name, n }

static const R_CallMethodDef entries[] = {
    ENTRY(version, 0),      ENTRY(job_begin, 5),     ENTRY(job_wait, 2),     ENTRY(job_stop, 1),
    ENTRY(job_answer, 1),   ENTRY(answer_tables, 1), ENTRY(answer_table, 3), ENTRY(answer_text, 3),
    ENTRY(answer_about, 1), ENTRY(frame, 2),         ENTRY(frame_back, 2),   ENTRY(delivery, 3),
    {NULL, NULL, 0},
};

void R_init_doorstroom(DllInfo *dll);

void attribute_visible R_init_doorstroom(DllInfo *dll) {
    R_registerRoutines(dll, NULL, entries, NULL, NULL);
    R_useDynamicSymbols(dll, FALSE);
    R_forceSymbols(dll, TRUE);
}
