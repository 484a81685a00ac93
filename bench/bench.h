/* bench/bench.h: what the commands of doorstroom-bench share.
 *
 * Each command measures one thing in its own process, so that one peak of memory is not another's,
 * and prints lines 'name value' on standard output; bench/run puts the report together. A fault
 * ends the program with a message: there is nothing to save. */
#ifndef DS_BENCH_H
#define DS_BENCH_H

#include <stdio.h>

#include "doorstroom/cell.h"
#include "doorstroom/definition.h"
#include "doorstroom/intake.h"
#include "doorstroom/register.h"

/* What the command line says: COMMAND FOLDER THREADS [NUMBER [FILE [MEMORY]]]. */
typedef struct bench_args {
    const char *folder; /* a work folder */
    size_t threads;
    size_t number;      /* persons, or how many runs */
    const char *file;   /* where the cells go, or the DuckDB file */
    const char *memory; /* DuckDB's memory_limit */
} bench_args;

int bench_simulate(const bench_args *args);
int bench_simulate_parquet(const bench_args *args);
int bench_import(const bench_args *args);
int bench_import_sql(const bench_args *args);
int bench_import_duckdb(const bench_args *args);
int bench_tally(const bench_args *args);
int bench_floor(const bench_args *args);
int bench_hand(const bench_args *args);
int bench_sql(const bench_args *args);
int bench_effect(const bench_args *args);

/* ---- measure.c ---- */

_Noreturn void bench_die(const char *format, ...) DS_PRINTF(1, 2);
/* Ends the program with the error's text unless status is DS_OK. */
void bench_check(ds_status status, const ds_error *err);
void bench_say(const char *name, double value);
/* With all its digits, to hold it against another's. */
void bench_say_exact(const char *name, double value);

/* Seconds by the clock, and of all the process's threads together: other work on the machine
 * lengthens the first and hardly the second. */
typedef struct bench_moment {
    double wall, cpu;
} bench_moment;

enum { BENCH_RUNS_MAX = 100 };
typedef struct bench_runs {
    bench_moment took[BENCH_RUNS_MAX];
    size_t n;
} bench_runs;

bench_moment bench_now(void);
/* Notes what has passed since start. */
void bench_note(bench_runs *runs, bench_moment start);
/* best and median by the clock, and the least cpu; names begin with prefix. */
void bench_say_runs(const char *prefix, const bench_runs *runs);
/* peak: the most memory this process had at once; mapped: how much of it is pages of files. */
void bench_say_memory(void);
ds_register *bench_open(const bench_args *args);

/* ---- asked.c ---- */

enum { BENCH_TABLES = 21, BENCH_KEYS = 3, BENCH_INDICATORS = 7 };

/* One table that is asked for: an indicator and a breakdown. */
typedef struct bench_table {
    const char *indicator;
    const char *keys[BENCH_KEYS];
    size_t n_keys;
} bench_table;

extern const bench_table bench_tables[BENCH_TABLES];
/* The column files and the event files that these tables read; closed by NULL. */
extern const char *const bench_columns[];
extern const char *const bench_events[];

/* ---- cells.c ---- */

/* One line of the file that is compared: indicator, breakdown, year, keys, counts. */
void bench_put_cell(FILE *file, const bench_table *table, int schooljaar, const ds_text *keys,
                    const ds_measures *measures);
/* The text of a stored number; number is room for what has no words. */
ds_text bench_key_text(const ds_register_column *column, uint32_t stored, char number[16]);
FILE *bench_create(const char *path);
void bench_close(FILE *file, const char *path);

#endif
