/* simulate/catalogue.h: which file of simulatie/ holds which numbers of the model, and by which
 * columns a number is named. */
#ifndef DS_SIMULATE_CATALOGUE_H
#define DS_SIMULATE_CATALOGUE_H

#include "simulate/model.h"

enum { DS_CATALOGUE_KEYS_MAX = 4 };

/* A column that names numbers: its codes, in order. */
typedef struct ds_catalogue_key {
    const char *column;
    size_t n;
    const char *const *codes; /* NULL: the whole numbers from first on */
    int first;
} ds_catalogue_key;

typedef struct ds_catalogue_file {
    const char *name; /* of the file, without .csv */
    size_t offset;    /* of the numbers in ds_model, row-major by the keys */
    size_t n_keys;
    const ds_catalogue_key *keys[DS_CATALOGUE_KEYS_MAX];
    double default_value;
    double minimum, maximum;
} ds_catalogue_file;

/* A number, or a few in a row, of ds_model_kansen. */
typedef struct ds_catalogue_kans {
    const char *name;
    size_t offset; /* in ds_model_kansen */
    size_t n;
    double maximum;
} ds_catalogue_kans;

extern const ds_catalogue_file ds_catalogue_files[];
extern const size_t ds_catalogue_n_files;
extern const ds_catalogue_kans ds_catalogue_kansen[];
extern const size_t ds_catalogue_n_kansen;

extern const char *const ds_catalogue_hoofdgroepen[DS_MODEL_HOOFDGROEPEN]; /* as published */
extern const char *const ds_catalogue_profielen[DS_MODEL_PROFIELEN];       /* of vmbo */
extern const char *const ds_catalogue_vso_profielen[DS_MODEL_VSO_PROFIELEN];

/* How many numbers a file holds. */
size_t ds_catalogue_size(const ds_catalogue_file *file);
/* The code of place at key: text in out, at most 64 bytes. Returns out. */
char *ds_catalogue_code(const ds_catalogue_key *key, size_t place, char out[64]);
/* The place of a code, or -1. */
int ds_catalogue_place(const ds_catalogue_key *key, ds_text code);

#endif
