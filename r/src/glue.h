/* glue.h: R on one side, doorstroom/ask.h and arrow.h on the other.
 *
 * Two rules hold it together. No call of the library is under a call of R that may jump: questions
 * run in a thread of their own (job.c), which never calls R, and the R that waits for it may be
 * interrupted at any time. And what is not R's memory hangs from an external pointer before
 * anything else of R is called, so that a jump loses nothing: the collector ends it. */
#ifndef DOORSTROOM_R_GLUE_H
#define DOORSTROOM_R_GLUE_H

#define R_NO_REMAP
#define STRICT_R_HEADERS
#include <R.h>
#include <Rinternals.h>

#include <doorstroom/arrow.h>
#include <doorstroom/ask.h>
#include <doorstroom/intake.h>

/* ---- frame.c: a data frame as an Arrow stream ---- */

/* Of the list that R/frame.R makes of a data frame. owner: an external pointer that ends it. */
SEXP frame_owner(void);
void frame_fill(SEXP owner, SEXP columns, SEXP n_rows);
/* The frame as a stream, once; the stream owns it from then on. False: no memory. */
bool frame_give(SEXP owner, struct ArrowArrayStream *out);

/* ---- table.c: an Arrow stream as a list of columns ---- */

/* Takes the stream over, whatever happens. */
SEXP table_owner(struct ArrowArrayStream **out);
SEXP table_read(SEXP owner, SEXP big);

/* ---- error.c ---- */

/* list(status, file, line, column, nl, en). */
SEXP error_as_list(const ds_error *err);

/* ---- entry points (init.c registers them) ---- */

SEXP r_version(void);
SEXP r_job_begin(SEXP words, SEXP language, SEXP numbers, SEXP folder, SEXP frames);
SEXP r_job_wait(SEXP job, SEXP seconds);
SEXP r_job_stop(SEXP job);
SEXP r_job_answer(SEXP job);
SEXP r_answer_tables(SEXP answer);
SEXP r_answer_table(SEXP answer, SEXP id, SEXP big);
SEXP r_answer_text(SEXP answer, SEXP form, SEXP table);
SEXP r_answer_about(SEXP answer);
SEXP r_frame(SEXP columns, SEXP n_rows);
SEXP r_frame_back(SEXP held, SEXP big);
SEXP r_delivery(SEXP folder, SEXP name, SEXP frame);

#endif
