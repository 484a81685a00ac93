/* tests/ask/asked.h: questions as lines of words, asked in this process and of the program. */
#ifndef DS_TESTS_ASK_ASKED_H
#define DS_TESTS_ASK_ASKED_H

#include "doorstroom/ask.h"
#include "support/work_run.h"

enum { ASKED_WORDS_MAX = 40 };

/* A line cut at spaces; 'quoted' words stay whole. */
typedef struct asked_words {
    char text[2048];
    const char *words[ASKED_WORDS_MAX];
    size_t n;
} asked_words;
void asked_split(const char *line, asked_words *out);

/* What came of one, with all that came beside it, line after line. */
typedef struct asked {
    ds_status status;
    ds_error err;
    ds_answer *answer;
    char said[4096], see_help[128];
    double last_share; /* of its progress; -1: none */
} asked;
/* options NULL: the defaults, with the program's data. */
void asked_ask(const char *line, const ds_ask_options *options, asked *out);
void asked_done(asked *a);
/* What standard error of the program has: lines beside, an error, or what goes beside the form. */
void asked_beside(const asked *a, char *out, size_t size);

/* The program with the words of this line, through a shell, in the folder that the test is in. */
ds_run asked_run(const char *line);

/* Makes a folder with a made register and tables, which the test then is in; and removes it. */
int asked_begin(void **state);
int asked_end(void **state);

#endif
