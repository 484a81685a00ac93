/* cli/published.h: the published figures that the made register must show: simulatie/
 * gepubliceerd.csv, read and checked. docs/simulatie.md says what its columns mean. */
#ifndef DS_CLI_PUBLISHED_H
#define DS_CLI_PUBLISHED_H

#include "doorstroom/base.h"

enum { PUBLISHED_KEYS_MAX = 6, PUBLISHED_SIDES_MAX = 2, PUBLISHED_DECIMALS_MAX = 6 };

/* On what the figure is counted. */
typedef enum published_source {
    PUBLISHED_REGISTER,
    PUBLISHED_ENQUETE,
    PUBLISHED_STREEFWAARDE,
    PUBLISHED_BESTEDING,
    PUBLISHED_TEGENFEITELIJK, /* with the route against without, for who took part */
    PUBLISHED_SOURCES,
} published_source;

typedef enum published_unit {
    PUBLISHED_PERCENTAGE,
    PUBLISHED_AANTAL,          /* teller */
    PUBLISHED_NOEMER,          /* noemer */
    PUBLISHED_VERSCHIL,        /* percentage points, this year minus the year before */
    PUBLISHED_GROEPEN,         /* distinct keys */
    PUBLISHED_AANDEEL_GROEPEN, /* percentage of the distinct keys; the last key is the share taken
                                */
    PUBLISHED_GEMIDDELDE,
    PUBLISHED_SOM,
    PUBLISHED_RICHTING, /* value 1 hoger, -1 lager, 0 gelijk */
    PUBLISHED_UNITS,
} published_unit;

/* niveau=1;leerweg=bol. */
typedef struct published_side {
    size_t n_keys;
    const char *names[PUBLISHED_KEYS_MAX], *values[PUBLISHED_KEYS_MAX];
} published_side;

typedef struct published_row {
    uint32_t nummer;
    uint64_t line;
    published_source source;
    published_unit unit;
    const char *bron, *indicator, *uitsplitsing, *opmerking;
    int first_year, last_year; /* school years, added up */
    double value;              /* as printed */
    int decimals;              /* printed; -2: rounded to hundreds */
    size_t n_sides;            /* 2: a direction of the first against the second */
    published_side sides[PUBLISHED_SIDES_MAX];
    char *text; /* holds all of the above */
} published_row;

typedef struct published {
    published_row *rows;
    size_t n, capacity;
} published;

/* Reads path. Errors: DS_INPUT with file and line for a column that is missing, a value that is not
 * known, a key without a value, a number that stands twice. *out is the caller's (published_done),
 * also empty after a failure. Cost: one read; the file is small. */
ds_status published_read(const char *path, published *out, ds_error *err) DS_NODISCARD;
void published_done(published *all);

const char *published_source_name(published_source source);
const char *published_unit_name(published_unit unit);
/* Half a unit of the last printed decimal. */
double published_half_width(const published_row *row);
/* The row of this indicator, unit percentage and school year with exactly these keys, NULL for
 * none; of several the first. */
const published_row *published_find(const published *all, const char *indicator, int schooljaar,
                                    const char *const *names, const ds_text *values, size_t n_keys);

#endif
