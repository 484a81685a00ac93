/* bench/main.c: doorstroom-bench COMMAND FOLDER THREADS [NUMBER [FILE [MEMORY]]]: measures one
 * thing. bench/run calls it. */
#include <stdlib.h>
#include <string.h>

#include "bench.h"

typedef struct command {
    const char *name;
    int (*run)(const bench_args *args);
    int n_args; /* how many of the arguments it needs */
} command;

static const command commands[] = {
    {"simulate", bench_simulate, 3},
    {"simulate-parquet", bench_simulate_parquet, 3},
    {"import", bench_import, 2},
    {"tally", bench_tally, 4},
    {"floor", bench_floor, 3},
    {"hand", bench_hand, 4},
    {"import-sql", bench_import_sql, 2},
    {"import-duckdb", bench_import_duckdb, 5},
    {"sql", bench_sql, 5},
    {"effect", bench_effect, 4},
};

static size_t number(const char *text) {
    char *end;
    unsigned long value = strtoul(text, &end, 10);
    if (*end != '\0' || value == 0) bench_die("'%s' is not a number above 0", text);
    return value;
}

int main(int argc, char **argv) {
    for (size_t i = 0; argc >= 2 && i < sizeof commands / sizeof *commands; i++) {
        bench_args args = {0};
        if (strcmp(argv[1], commands[i].name) != 0 || argc - 2 < commands[i].n_args) continue;
        args.folder = argv[2];
        args.threads = number(argv[3]);
        if (commands[i].n_args >= 3) args.number = number(argv[4]);
        if (commands[i].n_args >= 4) args.file = argv[5];
        if (commands[i].n_args >= 5) args.memory = argv[6];
        return commands[i].run(&args);
    }
    (void)fputs("doorstroom-bench COMMAND FOLDER THREADS [NUMBER [FILE [MEMORY]]]\n"
                "  simulate F T PERSONS, simulate-parquet F T PERSONS, import F T, import-sql F T, "
                "tally F T RUNS "
                "CELLS, floor F T RUNS,\n"
                "  hand F T RUNS CELLS, import-duckdb F T 1 DATABASE MEMORY,\n"
                "  sql F T RUNS CELLS MEMORY, effect F T REPLICATES ROWS\n",
                stderr);
    return 2;
}
