/* bench/cmd_import_duckdb.c: 'import-duckdb' measures what DuckDB itself needs to read the same
 * deliveries, sort them by person and school year, and write them as tables. It is told each
 * column's type, as a reader that keeps leading zeros must be; it resolves, checks and hashes
 * nothing more than that. */
#include <string.h>

#include "duck.h"

typedef struct kind {
    const char *table, *files, *columns, *order;
} kind;

#define TEXT "': 'VARCHAR'"
static const kind kinds[] = {
    {"inschrijving", "inschrijving-*.csv",
     "'persoon" TEXT ", 'schooljaar': 'INTEGER', 'soort" TEXT
     ", 'leerjaar': 'INTEGER', 'leerweg" TEXT ", 'niveau': 'INTEGER', 'opleiding" TEXT
     ", 'hoofdgroep" TEXT ", 'sector" TEXT ", 'profiel" TEXT ", 'route" TEXT ", 'instelling" TEXT
     ", 'vestiging" TEXT ", 'hoofdinschrijving" TEXT ", 'bekostigd" TEXT,
     "persoon, schooljaar"},
    {"persoon", "persoon.csv",
     "'persoon" TEXT ", 'geboortedatum': 'DATE', 'geslacht" TEXT ", 'migratieachtergrond" TEXT
     ", 'ses': 'INTEGER', 'functiebeperking" TEXT ", 'advies" TEXT ", 'opleiding_ouders" TEXT
     ", 'gemeente" TEXT ", 'rmc_regio" TEXT ", 'vso_cluster" TEXT,
     "persoon"},
    {"persoon_jaar", "persoon-*.csv",
     "'persoon" TEXT ", 'schooljaar': 'INTEGER', 'ses': 'INTEGER', 'functiebeperking" TEXT
     ", 'gemeente" TEXT ", 'rmc_regio" TEXT,
     "persoon, schooljaar"},
    {"diploma", "diploma.csv",
     "'persoon" TEXT ", 'schooljaar': 'INTEGER', 'datum': 'DATE', 'soort" TEXT
     ", 'niveau': 'INTEGER', 'leerweg" TEXT ", 'opleiding" TEXT ", 'hoofdgroep" TEXT
     ", 'sector" TEXT ", 'instelling" TEXT,
     "persoon, schooljaar"},
    {"werk", "werk.csv", "'persoon" TEXT ", 'jaar': 'INTEGER', 'uren': 'DECIMAL(18,2)'",
     "persoon, jaar"},
    {"vrijstelling", "vrijstelling.csv", "'persoon" TEXT ", 'schooljaar': 'INTEGER', 'reden" TEXT,
     "persoon, schooljaar"},
    {"instelling", "instelling.csv",
     "'instelling" TEXT ", 'naam" TEXT ", 'type" TEXT ", 'opgegaan_in" TEXT
     ", 'vanaf_schooljaar': 'INTEGER'",
     "instelling"},
};

int bench_import_duckdb(const bench_args *args) {
    bench_moment start = bench_now();
    bench_runs runs = {0};
    duck d = duck_open(args->file, false, args);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        char sql[4096];
        int n = snprintf(sql, sizeof sql,
                         "CREATE TABLE %s AS SELECT * FROM read_csv('%s/leveringen/%s', header = "
                         "true, delim = ',', quote = '\"', columns = {%s}) ORDER BY %s",
                         kinds[i].table, args->folder, kinds[i].files, kinds[i].columns,
                         kinds[i].order);
        if (n < 0 || (size_t)n >= sizeof sql) bench_die("the folder's name is too long");
        duck_run(&d, sql);
    }
    duck_run(&d, "CHECKPOINT");
    duck_close(&d);
    bench_note(&runs, start);
    bench_say_runs("", &runs);
    bench_say_memory();
    return 0;
}
