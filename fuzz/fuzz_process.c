/* fuzz/fuzz_process.c: any bytes as a framework of a process evaluation; an error has its file and
 * both texts, and of what is accepted every hypothesis names a word of each list. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "work/inside/process_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_framework(const process_framework *f) {
    for (size_t i = 0; i < f->n_hypotheses; i++) {
        const ds_process_hypothesis *h = &f->hypotheses[i];
        for (size_t list = DS_PROCESS_INTERVENTIONS; list < DS_PROCESS_LISTS; list++)
            if (h->of[list] >= f->lists[list].n) abort();
        if (h->id[0] == '\0' || h->estimate[0] == '\0') abort();
        if (!h->chosen && h->place == NULL) abort();
    }
    for (size_t i = 0; i < f->n_questions; i++)
        if (!f->questions[i].known || f->questions[i].n_answers == 0) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const estimates[] = {"a.vsv", "starters"};
    process_framework f = {.path = NULL};
    const ds_text text = {(const char *)data, size};
    ds_error err;
    memset(&err, 0, sizeof err);
    if (ds_process_framework_parse("fuzz.yaml", text, estimates, 2, &f, &err) != DS_OK) {
        if (err.nl[0] == '\0' || err.en[0] == '\0' || strcmp(err.file, "fuzz.yaml") != 0) abort();
        if (f.path != NULL) abort();
        return 0;
    }
    check_framework(&f);
    ds_process_framework_done(&f);
    return 0;
}
