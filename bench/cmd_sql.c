/* bench/cmd_sql.c: 'sql' measures the same 21 tables as SQL in DuckDB, over the tables that import
 * --sql writes.
 *
 * One window pass makes the careers of those who were ever in mbo or vmbo, with what lies one and
 * two years ahead and one behind, joined with persons, diplomas and exemptions; jobs are joined
 * with the one small population that looks at them; then one GROUP BY a table. Of the ways tried
 * (windows over everybody; self joins by hash, on person and year or on one packed number; all
 * joined at once) this was the fastest that does not lean on the order of the rows. */
#include <string.h>

#include "duck.h"
#include "register/generation.h"

static const char careers[] =
    "CREATE OR REPLACE TEMP TABLE loopbaan AS\n"
    "WITH wie AS (SELECT DISTINCT nr FROM inschrijving WHERE staat AND soort IN ('mbo', 'vmbo')),\n"
    "venster AS (\n"
    "  SELECT nr, schooljaar, soort, niveau, leerweg, hoofdgroep, sector, instelling,\n"
    "    lead(schooljaar) OVER w AS j1, lead(schooljaar, 2) OVER w AS j2,\n"
    "    lag(schooljaar) OVER w AS jv, lead(soort) OVER w AS s1, lead(soort, 2) OVER w AS s2,\n"
    "    lag(soort) OVER w AS sv, lead(instelling) OVER w AS i1, lag(instelling) OVER w AS iv,\n"
    "    lead(hoofdgroep) OVER w AS h1\n"
    "  FROM inschrijving SEMI JOIN wie USING (nr) WHERE staat\n"
    "  WINDOW w AS (PARTITION BY nr ORDER BY schooljaar)),\n"
    "behaald AS (\n"
    "  SELECT nr, min(schooljaar) FILTER (WHERE soort = 'mbo' AND niveau >= 1) AS mbo_in,\n"
    "    min(schooljaar) FILTER (WHERE soort = 'mbo' AND niveau >= 2\n"
    "                            OR soort IN ('havo', 'vwo', 'hbo', 'wo')) AS start_in,\n"
    "    bit_or(1::BIGINT << (schooljaar - 1990)) FILTER (WHERE soort = 'mbo') AS mbo_jaren,\n"
    "    bit_or(1::BIGINT << (schooljaar - 1990)) FILTER (WHERE soort = 'vmbo') AS vmbo_jaren\n"
    "  FROM diploma GROUP BY nr),\n"
    "vrij AS (\n"
    "  SELECT nr, bit_or(1::BIGINT << (schooljaar - 1990)) AS vrij_jaren\n"
    "  FROM vrijstelling GROUP BY nr),\n"
    "mens AS (SELECT * FROM persoon LEFT JOIN behaald USING (nr) LEFT JOIN vrij USING (nr)\n"
    "         WHERE loopbaan)\n"
    "SELECT nr, schooljaar, soort, niveau, leerweg, hoofdgroep, sector, instelling, geslacht,\n"
    "  migratieachtergrond, ses,\n"
    "  schooljaar - year(geboortedatum) - CASE WHEN month(geboortedatum) * 100 +\n"
    "    day(geboortedatum) > 1001 THEN 1 ELSE 0 END AS leeftijd,\n"
    "  CASE WHEN j1 = schooljaar + 1 THEN s1 ELSE 'geen' END AS soort1,\n"
    "  CASE WHEN j1 = schooljaar + 1 THEN i1 END AS instelling1,\n"
    "  CASE WHEN j1 = schooljaar + 1 THEN h1 END AS hoofdgroep1,\n"
    "  CASE WHEN j1 = schooljaar + 2 THEN s1 WHEN j2 = schooljaar + 2 THEN s2\n"
    "    ELSE 'geen' END AS soort2,\n"
    "  CASE WHEN jv = schooljaar - 1 THEN sv ELSE 'geen' END AS soortv,\n"
    "  CASE WHEN jv = schooljaar - 1 THEN iv END AS instellingv,\n"
    "  coalesce(CASE soort WHEN 'mbo' THEN mbo_jaren ELSE vmbo_jaren END\n"
    "    >> (schooljaar - 1990) & 1, 0) = 1 AS gediplomeerd,\n"
    "  coalesce(vrij_jaren >> (schooljaar + 1 - 1990) & 1, 0) = 1 AS vrijgesteld1,\n"
    "  coalesce(mbo_in <= schooljaar, false) AS mbo1,\n"
    "  coalesce(start_in <= schooljaar, false) AS start1\n"
    "FROM venster JOIN mens USING (nr) WHERE soort IN ('mbo', 'vmbo')\n";

/* The one population that looks at jobs is small: they are joined with it alone. */
static const char with_work[] =
    "CREATE OR REPLACE TEMP TABLE gaat_werken AS\n"
    "SELECT l.*, coalesce(w.uren, 0) AS uren2 FROM loopbaan AS l\n"
    "LEFT JOIN werk AS w ON w.nr = l.nr AND w.jaar = l.schooljaar + 2\n"
    "WHERE l.soort = 'mbo' AND l.niveau IN (1, 2) AND l.gediplomeerd AND l.soort1 = 'geen'\n";

/* The one table that looks at ses, which may change, is of a small population too. */
static const char with_ses[] =
    "CREATE OR REPLACE TEMP TABLE naar_hbo AS\n"
    "SELECT l.* REPLACE (coalesce(p.ses, l.ses) AS ses) FROM (\n"
    "  SELECT * FROM loopbaan\n"
    "  WHERE soort = 'mbo' AND niveau = 4 AND gediplomeerd AND soort1 = 'hbo') AS l\n"
    "ASOF LEFT JOIN (SELECT nr, schooljaar, ses FROM persoon_jaar WHERE ses IS NOT NULL) AS p\n"
    "  ON p.nr = l.nr AND p.schooljaar <= l.schooljaar\n";

#define COVERED(shift)                                                                             \
    "schooljaar " shift " IN (SELECT schooljaar FROM schooljaar WHERE inschrijving)"
#define COVERED_WERK "schooljaar + 2 IN (SELECT schooljaar FROM schooljaar WHERE werk)"

static const struct {
    const char *id, *from, *population, *event;
} indicators[BENCH_INDICATORS] = {
    {"vsv", "loopbaan", "soort = 'mbo' AND leeftijd < 23 AND " COVERED("+ 1"),
     "soort1 = 'geen' AND NOT vrijgesteld1 AND NOT start1"},
    {"startersresultaat", "loopbaan",
     "soort = 'mbo' AND niveau IN (2, 3, 4) AND (soortv <> 'mbo' OR instellingv <> instelling) "
     "AND " COVERED("- 1") " AND " COVERED("+ 1"),
     "(soort1 = 'mbo' AND instelling1 = instelling) OR gediplomeerd"},
    {"hbo_succes", "naar_hbo", COVERED("+ 1") " AND " COVERED("+ 2"), "soort2 = 'hbo'"},
    {"werk", "gaat_werken", COVERED("+ 1") " AND " COVERED_WERK, "uren2 > 12"},
    {"switch", "loopbaan",
     "soort = 'mbo' AND niveau > 1 AND soort1 = 'mbo' AND NOT gediplomeerd AND " COVERED("+ 1"),
     "hoofdgroep1 <> hoofdgroep"},
    {"uitstroom_diploma", "loopbaan", "soort = 'mbo' AND soort1 <> 'mbo' AND " COVERED("+ 1"),
     "mbo1"},
    {"doorstroom_vmbo", "loopbaan", "soort = 'vmbo' AND gediplomeerd AND " COVERED("+ 1"),
     "soort1 <> 'geen'"},
};

static void write_query(const bench_table *table, char *sql, size_t size) {
    char keys[128] = "", shown[256] = "";
    size_t i = 0, at = 0, at_shown = 0;
    int n;
    while (strcmp(indicators[i].id, table->indicator) != 0)
        i++;
    for (size_t k = 0; k < table->n_keys; k++) {
        at += (size_t)snprintf(keys + at, sizeof keys - at, ", %s", table->keys[k]);
        at_shown += (size_t)snprintf(shown + at_shown, sizeof shown - at_shown,
                                     ", CAST(%s AS VARCHAR)", table->keys[k]);
    }
    n = snprintf(sql, size,
                 "SELECT schooljaar%s, count(*) FILTER (WHERE uitkomst), count(uitkomst), count(*) "
                 "- count(uitkomst) FROM (SELECT *, %s AS uitkomst FROM %s WHERE %s) "
                 "GROUP BY schooljaar%s",
                 shown, indicators[i].event, indicators[i].from, indicators[i].population, keys);
    if (n < 0 || (size_t)n >= size) bench_die("the query of %s is too long", table->indicator);
}

static void write_cells(FILE *file, const bench_table *table, duckdb_result *result) {
    for (idx_t row = 0; row < duckdb_row_count(result); row++) {
        idx_t n = (idx_t)table->n_keys;
        char *texts[BENCH_KEYS];
        ds_text keys[BENCH_KEYS];
        ds_measures m = {.teller = (uint64_t)duckdb_value_int64(result, n + 1, row),
                         .noemer = (uint64_t)duckdb_value_int64(result, n + 2, row),
                         .onbekend = (uint64_t)duckdb_value_int64(result, n + 3, row)};
        for (idx_t k = 0; k < n; k++) {
            const char *text;
            texts[k] = duckdb_value_varchar(result, k + 1, row);
            text = texts[k] == NULL ? "onbekend" : texts[k];
            keys[k] = (ds_text){text, strlen(text)};
        }
        bench_put_cell(file, table, (int)duckdb_value_int32(result, 0, row), keys, &m);
        for (idx_t k = 0; k < n; k++)
            duckdb_free(texts[k]);
    }
}

static void run_tables(const duck *d, FILE *file) {
    for (size_t i = 0; i < BENCH_TABLES; i++) {
        char sql[4096];
        duckdb_result result;
        write_query(&bench_tables[i], sql, sizeof sql);
        result = duck_query(d, sql);
        if (file != NULL) write_cells(file, &bench_tables[i], &result);
        duckdb_destroy_result(&result);
    }
}

/* Once more, for the cells: outside the time. */
static void write_all(const duck *d, const char *path) {
    FILE *file = bench_create(path);
    run_tables(d, file);
    bench_close(file, path);
}

int bench_sql(const bench_args *args) {
    bench_runs whole = {0}, pass = {0}, tables = {0};
    char path[DS_PATH_SIZE];
    ds_error err = {0};
    duck d;
    bench_check(ds_generation_sql_path(args->folder, path, &err), &err);
    d = duck_open(path, true, args);
    for (size_t run = 0; run < args->number; run++) {
        bench_moment start = bench_now(), between;
        duck_run(&d, careers);
        duck_run(&d, with_work);
        duck_run(&d, with_ses);
        bench_note(&pass, start);
        between = bench_now();
        run_tables(&d, NULL);
        bench_note(&tables, between);
        bench_note(&whole, start);
    }
    bench_say_runs("", &whole);
    bench_say_runs("pass_", &pass);
    bench_say_runs("tables_", &tables);
    bench_say_memory();
    write_all(&d, args->file);
    duck_close(&d);
    return 0;
}
