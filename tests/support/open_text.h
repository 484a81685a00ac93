/* tests/support/open_text.h: files in the layout of DUO's exam file, made by the tests. */
#ifndef DS_TESTS_OPEN_TEXT_H
#define DS_TESTS_OPEN_TEXT_H

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "support/random_source.h"

/* The header of these school years; each adds nine columns. */
static inline void open_header(ds_buffer *to, int first_year, int n_years) {
    static const char *const measures[] = {"EXAMENKANDIDATEN", "GESLAAGDEN", "SLAAGPERC"};
    static const char *const parts[] = {"MAN", "VROUW", "TOTAAL"};
    ds_buffer_add_string(to, "\"INSTELLINGSCODE\";\"VESTIGINGSCODE\";\"INSTELLINGSNAAM VESTIGING\";"
                             "\"GEMEENTENAAM\";\"ONDERWIJSTYPE VO\";\"INSPECTIECODE\";"
                             "\"OPLEIDINGSNAAM\"");
    for (int y = first_year; y < first_year + n_years; y++)
        for (int p = 0; p < 3; p++)
            for (int m = 0; m < 3; m++)
                ds_buffer_addf(to, ";\"%s SCHOOLJAAR %d-%d - %s\"", measures[m], y, y + 1,
                               parts[p]);
    ds_buffer_add_string(to, "\n");
}

/* What really is the case in one record and year: men, women, total. */
typedef struct open_truth {
    int noemer[3], teller[3];
} open_truth;

/* others: whether the total may hold persons who are neither. */
static inline open_truth open_random(random_source *source, bool others) {
    open_truth t = {{0}, {0}};
    const int top = random_chance(source, 60) ? 6 : 40;
    for (int p = 0; p < 2; p++) {
        t.noemer[p] = random_chance(source, 20) ? 0 : random_from(source, 0, top);
        t.teller[p] = random_from(source, t.noemer[p] / 2, t.noemer[p]);
    }
    t.noemer[2] = t.noemer[0] + t.noemer[1];
    t.teller[2] = t.teller[0] + t.teller[1];
    if (others && random_chance(source, 15)) {
        t.noemer[2] += 2;
        t.teller[2] += random_from(source, 0, 2);
    }
    return t;
}

static inline void open_count(ds_buffer *to, int value) {
    if (value >= 1 && value <= 4)
        ds_buffer_add_string(to, ";\"<5\"");
    else
        ds_buffer_addf(to, ";\"%d\"", value);
}

/* The nine fields of one year, as DUO prints them: one decimal, none when it is 0. */
static inline void open_group(ds_buffer *to, const open_truth *t) {
    for (int p = 0; p < 3; p++) {
        const int n = t->noemer[p], tenths = n == 0 ? 0 : (2000 * t->teller[p] + n) / (2 * n);
        open_count(to, n);
        open_count(to, t->teller[p]);
        if (tenths % 10 == 0)
            ds_buffer_addf(to, ";\"%d\"", tenths / 10);
        else
            ds_buffer_addf(to, ";\"%d.%d\"", tenths / 10, tenths % 10);
    }
}

/* The seven fields before the counts, of school i and a programme. */
static inline void open_keys(ds_buffer *to, int i, const char *type, const char *programme) {
    ds_buffer_addf(to, "\"%02dAB\";\"%02dAB00\";\"School %d\";\"ENSCHEDE\";\"%s\";\"50\";\"%s\"", i,
                   i, i, type, programme);
}

#endif
