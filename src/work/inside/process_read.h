/* work/inside/process_read.h: codes/onderzoekskader.yaml, what a process evaluation expects. */
#ifndef DS_WORK_INSIDE_PROCESS_READ_H
#define DS_WORK_INSIDE_PROCESS_READ_H

#include "base/arena.h"
#include "doorstroom/inside.h"

enum {
    PROCESS_WORDS_MAX = 200, /* of a list, answers of a question, hypotheses, questions */
    PROCESS_JUDGEMENTS_MAX = 30,
    PROCESS_TEXT_MAX = 200
};

typedef struct process_framework {
    ds_arena arena; /* holds all texts and arrays */
    const char *path;
    bool own; /* of the work folder */
    ds_process_words lists[DS_PROCESS_LISTS];
    const ds_process_hypothesis *hypotheses;
    size_t n_hypotheses;
    const ds_process_question *questions;
    size_t n_questions;
} process_framework;

/* The file of the work folder, else of the program; estimates are looked for in the definitions of
 * both. DS_INPUT with file, line, column, and the nearest name. */
ds_status ds_process_framework_read(const ds_work *work, process_framework *out,
                                    ds_error *err) DS_NODISCARD;
/* The same of a text; name stands in errors, estimates[n] is what there is. */
ds_status ds_process_framework_parse(const char *name, ds_text text, const char *const *estimates,
                                     size_t n, process_framework *out, ds_error *err) DS_NODISCARD;
void ds_process_framework_done(process_framework *framework);

#endif
