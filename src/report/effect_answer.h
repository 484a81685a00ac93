/* report/effect_answer.h: the answer in words: what effect_answer.c (which rows, in what order) has
 * from effect_judge.c (the rules by which a row's numbers become sentences). See effect.h. */
#ifndef DS_REPORT_EFFECT_ANSWER_H
#define DS_REPORT_EFFECT_ANSWER_H

#include "report/effect.h"

typedef enum answer_kind {
    ANSWER_MAIN,
    ANSWER_TWIN,
    ANSWER_DESCRIPTION,
    ANSWER_PLACEBO
} answer_kind;
enum { ANSWER_KINDS = 4 };

/* One sentence, with its code for machines. */
typedef struct answer_sentence {
    const char *code;
    ds_say text;
    bool against; /* what a critical reader would hold against the row */
} answer_sentence;

enum { ANSWER_SENTENCES_MAX = 32 };

/* One row being put into words. */
typedef struct answer {
    ds_document *to;
    const ds_effect_block *block;
    const ds_effect_row *row;
    answer_kind kind;
    bool unequal; /* a placebo of the block differs */
    answer_sentence sentences[ANSWER_SENTENCES_MAX];
    size_t n;
} answer;

void ds_report_answer_add(answer *a, const char *code, ds_say text, bool against);
/* What the row says, by its own numbers and flags. */
void ds_report_answer_judge(answer *a);
/* The shortest form: higher, lower, not shown, … */
ds_say ds_report_answer_title(const answer *a);
/* The verdict for machines: verschil, niet_aangetoond, … */
const char *ds_report_answer_code(effect_verdict verdict);

#endif
