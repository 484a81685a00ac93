/* tests/support/random_register.h: a small work folder as messy as real ones, from a seed: several
 * enrolments a day, gaps, missing values everywhere, deliveries that replace each other, attributes
 * that change, jobs and diplomas outside the covered years, every spelling that is allowed. */
#ifndef DS_TESTS_RANDOM_REGISTER_H
#define DS_TESTS_RANDOM_REGISTER_H

#include <stddef.h>
#include <stdint.h>

typedef struct random_register {
    uint64_t seed;     /* of the people, and of how the files are written */
    uint64_t row_seed; /* of the order of the rows in each file; changes nothing else */
    size_t n_persons;  /* 0: from 10 to 120 */
} random_register;

/* Words that opleiding, hoofdgroep and the other free texts are made of. */
extern const char *const random_words[];
extern const size_t random_n_words;
extern const char *const random_institutions[];
extern const size_t random_n_institutions;

/* Writes folder/leveringen/ and perhaps folder/doorstroom.yaml. *out_first and *out_last, where not
 * NULL: the school years between which the enrolments lie. */
void random_register_write(const random_register *options, const char *folder, int *out_first,
                           int *out_last);

#endif
