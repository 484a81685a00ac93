/* bench/hand.h: the seven indicators and 21 tables of asked.c, written out by hand in C over the
 * same mapped files: what the best evaluator of definitions could come to.
 *
 * It may assume what a program for one register may assume: consecutive school years that are all
 * covered, of the attributes only ses that changes, numbers as wide as they are. hand_open ends the
 * program where that is not so. */
#ifndef DS_BENCH_HAND_H
#define DS_BENCH_HAND_H

#include "bench.h"

/* A finely divided count for each indicator; the tables are sums over it. Names: what it is divided
 * by. Each group has room for the outcomes: 0 not in the population, 1 no, 2 yes, 3 unknown. */
typedef enum hand_part {
    HAND_VSV,            /* niveau, leerweg, hoofdgroep, migratieachtergrond */
    HAND_SWITCH,         /* niveau, leerweg, hoofdgroep, geslacht */
    HAND_UITSTROOM,      /* niveau, leerweg, migratieachtergrond */
    HAND_UITSTROOM_INST, /* instelling, niveau */
    HAND_STARTERS,       /* niveau, hoofdgroep */
    HAND_STARTERS_INST,  /* instelling, niveau */
    HAND_HBO,            /* leerweg, hoofdgroep, ses */
    HAND_WERK,           /* niveau, leerweg, hoofdgroep, migratieachtergrond */
    HAND_VMBO,           /* leerweg, sector */
    HAND_VMBO_INST,      /* instelling */
    HAND_PARTS
} hand_part;

enum {
    HAND_YEARS_MAX = 32,
    HAND_NIVEAU = 6, /* stored: 0 unknown, else niveau + 1 */
    HAND_PIECE = 16, /* blocks a piece of work */
};

/* How many stored numbers each column has. */
typedef struct hand_radix {
    size_t leerweg, hoofdgroep, sector, instelling, migratie, ses, geslacht;
} hand_radix;

typedef struct hand_input {
    const ds_register *reg;
    size_t n_years;
    uint64_t n_blocks;
    const int *years;
    bool werk[HAND_YEARS_MAX];
    int32_t birth_limit[HAND_YEARS_MAX]; /* born after: under 23 on that 1 October */
    const uint8_t *soort, *niveau, *leerweg, *hoofdgroep, *sector;
    const uint16_t *instelling, *uren;
    const int32_t *birth;
    const uint8_t *migratie, *ses, *geslacht;
    const ds_register_events *diploma, *vrijstelling;
    const ds_register_events *ses_change; /* NULL: it never does */
    uint8_t diploma_flags[128];           /* what a diploma says, by soort and niveau */
    hand_radix radix;
    size_t size[HAND_PARTS];   /* numbers a school year */
    size_t offset[HAND_PARTS]; /* of the part in the counts of a school year */
    size_t year_size;
} hand_input;

void hand_count_init(hand_input *in);
/* counts: n_years times year_size. */
void hand_count_block(const hand_input *in, uint64_t block, uint32_t *counts);

/* The counts of each of the 21 tables: [year][group][outcome]. */
typedef struct hand_cells {
    uint64_t *counts[BENCH_TABLES];
    size_t n_groups[BENCH_TABLES];
} hand_cells;

void hand_cells_init(const hand_input *in, hand_cells *cells);
void hand_cells_done(hand_cells *cells);
/* Adds up the parts into the tables, which were cleared. */
void hand_cells_sum(const hand_input *in, const uint32_t *counts, hand_cells *cells);
void hand_cells_write(const hand_input *in, const hand_cells *cells, const char *path);

#endif
