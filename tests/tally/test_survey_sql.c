/* tests/tally/test_survey_sql.c: every indicator of definitions/enquete.yaml, and some of its own,
 * natively and as SQL on random answers: equal integers. The answers are delivered and imported,
 * with the tables for SQL. DS_TEST_SQL prints the query that differs. */
#include "tally/asked.h"
#include "tally/sql.h"

#include "support/random_source.h"

static const char *const columns[] = {"meting",
                                      "jaar",
                                      "respondent",
                                      "instelling",
                                      "niveau",
                                      "leerweg",
                                      "hoofdgroep",
                                      "sectorkamer",
                                      "geslacht",
                                      "migratieachtergrond",
                                      "functiebeperking",
                                      "opleiding_ouders",
                                      "gewicht",
                                      "gewicht_module",
                                      "module_allen",
                                      "voelt_zich_student",
                                      "als_student_gezien",
                                      "studievereniging_bekend",
                                      "veilig_school",
                                      "veilig_bpv",
                                      "hulpmiddelen",
                                      "tevreden_begeleiding",
                                      "begeleiding_naar_werk",
                                      "lob",
                                      "mentale_gezondheid",
                                      "cijfer"};
enum { COLUMNS = sizeof columns / sizeof *columns, FIRST_QUESTION = 15, ANSWERS = 700, TEXT = 24 };

static const char extra[] =
    "over: enquete\n"
    "terms: {goed: veilig_school or lob}\n"
    "columns: {groep: [{when: goed, is: goed}, {when: \"cijfer > 6\", is: zes}]}\n"
    "indicators:\n"
    "  - {id: gemiddeld, population: functiebeperking is null or not functiebeperking, "
    "value: cijfer, by: [[groep], [leerweg, geslacht]]}\n"
    "  - {id: som, population: niveau between 2 and 3, value: cijfer + cijfer - 1, weight: 1, "
    "by: [[niveau], [instelling, groep]]}\n"
    "  - {id: enkele, population: \"cijfer in (1, 3, 7) or cijfer between 8 and 9\", event: lob, "
    "by: [[niveau]]}\n"
    "  - {id: woord, population: leerweg <> 'bbl', event: \"mentale_gezondheid = 'goed' or "
    "veilig_school = lob\", module: allen, by: [[hoofdgroep], [lob]]}\n";

typedef struct made {
    char texts[ANSWERS][COLUMNS][TEXT];
} made;

static const char *answer_of(random_source *r, size_t column) {
    static const char *const yes[] = {"ja", "nee", "nee", "ja", ""};
    static const char *const health[] = {"zeer slecht", "slecht", "matig", "goed", "zeer goed", ""};
    if (column == COLUMNS - 2) return RANDOM_PICK(r, health);
    return RANDOM_PICK(r, yes);
}

static void make_row(random_source *r, size_t i, char t[COLUMNS][TEXT]) {
    static const char *const rounds[] = {"JOB-monitor", "JOB tussentijds", "Studentenpeiling"};
    static const char *const migration[] = {"geen", "westers", "niet-westers", ""};
    static const char *const parents[] = {"basis", "hoger", ""};
    const int round = random_below(r, 3);
    (void)snprintf(t[0], TEXT, "%s", rounds[round]);
    (void)snprintf(t[1], TEXT, "%d", random_from(r, 2023, 2025));
    (void)snprintf(t[2], TEXT, "%zu", i);
    (void)snprintf(t[3], TEXT, "0%dA", random_below(r, 5));
    (void)snprintf(t[4], TEXT, "%d", random_from(r, 1, 4));
    if (random_chance(r, 4)) t[4][0] = '\0';
    (void)snprintf(t[5], TEXT, "%s", random_chance(r, 60) ? "bol" : "bbl");
    (void)snprintf(t[6], TEXT, "groep %d", random_below(r, 3));
    (void)snprintf(t[7], TEXT, "kamer %d", random_below(r, 2));
    (void)snprintf(t[8], TEXT, "%s", random_chance(r, 50) ? "m" : "v");
    (void)snprintf(t[9], TEXT, "%s", RANDOM_PICK(r, migration));
    (void)snprintf(t[10], TEXT, "%s", answer_of(r, 0));
    (void)snprintf(t[11], TEXT, "%s", RANDOM_PICK(r, parents));
    (void)snprintf(t[12], TEXT, "%d.%06d", random_below(r, 9), random_below(r, 1000000));
    if (random_chance(r, 40)) (void)snprintf(t[13], TEXT, "%d.25", random_below(r, 20));
    (void)snprintf(t[14], TEXT, "%s", random_chance(r, 30) ? "ja" : "nee");
    for (size_t q = FIRST_QUESTION; q < COLUMNS - 1; q++)
        if ((round == 2) == (q == COLUMNS - 2)) (void)snprintf(t[q], TEXT, "%s", answer_of(r, q));
    if (random_chance(r, 80)) /* in quarters, up to 10 */
        (void)snprintf(t[COLUMNS - 1], TEXT, "%d.%02d", random_below(r, 10),
                       25 * random_below(r, 4));
}

static void deliver(const char *folder, const made *m) {
    ds_buffer b;
    ds_buffer_init(&b, 1 << 22);
    for (size_t c = 0; c < COLUMNS; c++)
        ds_buffer_addf(&b, "%s%s", c == 0 ? "" : ",", columns[c]);
    for (size_t i = 0; i < ANSWERS; i++)
        for (size_t c = 0; c < COLUMNS; c++)
            ds_buffer_addf(&b, "%s%s", c == 0 ? "\n" : ",", m->texts[i][c]);
    ds_buffer_add_char(&b, '\n');
    ds_free(ds_test_write_string(folder, "leveringen/enquete.csv", ds_buffer_string(&b)));
    ds_buffer_done(&b);
    ds_free(ds_test_write_string(folder, "leveringen/inschrijving.csv",
                                 "persoon,schooljaar,soort,niveau,leerweg,instelling\n"
                                 "1,2024,mbo,2,bol,00A\n2,2024,mbo,2,bol,01A\n"
                                 "3,2024,mbo,2,bol,02A\n4,2024,mbo,2,bol,03A\n"
                                 "5,2024,mbo,2,bol,04A\n"));
    ds_free(ds_test_write_string(folder, "leveringen/instelling.csv",
                                 "instelling,naam,type,opgegaan_in,vanaf_schooljaar\n"
                                 "00A,Nul,ROC,,\n01A,Een,AOC,,\n02A,Twee,ROC,01A,2022\n"
                                 "03A,,,,\n04A,,,,\n"));
    work_import_tables(folder);
}

/* ---- the native side, as the query prints it ---- */

static bool same_texts(const ds_text *a, const ds_text *b, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (!ds_text_equal(a[i], b[i])) return false;
    return true;
}

static void add_measures(ds_survey_measures *to, const ds_survey_measures *m) {
    to->n += m->n;
    to->known += m->known;
    to->yes += m->yes;
#define ADD_SUM(name) to->name = ds_sum_of(ds_sum_value(to->name) + ds_sum_value(m->name))
    ADD_SUM(w);
    ADD_SUM(known_w);
    ADD_SUM(wy);
    ADD_SUM(known_w2);
    ADD_SUM(w2y);
    ADD_SUM(w2y2);
#undef ADD_SUM
}

static void add_big(ds_buffer *out, ds_sum sum) {
    const ds_int128 value = ds_sum_value(sum);
    ds_buffer_addf(out, "|%llx:%016llx", (unsigned long long)(value >> 64),
                   (unsigned long long)value);
}

/* Cells are sorted by year, cluster and classes first: the same key is gathered. */
static size_t gather_cells(const ds_survey_tally *t, size_t n_by, ds_survey_row *rows) {
    size_t n = 0;
    for (size_t i = 0; i < ds_survey_cells_n(t->cells); i++) {
        const ds_survey_row row = ds_survey_cells_at(t->cells, i);
        size_t at = 0;
        while (at < n && !(rows[at].year == row.year && same_texts(rows[at].by, row.by, n_by)))
            at++;
        if (at == n)
            rows[n++] = row;
        else
            add_measures(&rows[at].measures, &row.measures);
    }
    return n;
}

static size_t n_compared;
static int compare_gathered(const void *a, const void *b) {
    const ds_survey_row *x = a, *y = b;
    if (x->year != y->year) return x->year - y->year;
    for (size_t i = 0; i < n_compared; i++) {
        const int order = ds_text_compare(x->by[i], y->by[i]);
        if (order != 0) return order;
    }
    return 0;
}

static void native_lines(const ds_survey_tally *t, size_t n_by, bool numeric, ds_buffer *out) {
    ds_survey_row *rows = ds_calloc(ds_survey_cells_n(t->cells) + 1, sizeof *rows);
    size_t n;
    assert_non_null(rows);
    n = gather_cells(t, n_by, rows);
    n_compared = n_by;
    qsort(rows, n, sizeof *rows, compare_gathered);
    for (size_t i = 0; i < n; i++) {
        const ds_survey_measures *m = &rows[i].measures;
        ds_buffer_addf(out, "%d", rows[i].year);
        for (size_t k = 0; k < n_by; k++)
            ds_buffer_addf(out, "|%.*s", (int)rows[i].by[k].size, rows[i].by[k].data);
        ds_buffer_addf(out, "|%llu|%llu", (unsigned long long)m->known, (unsigned long long)m->n);
        if (!numeric) ds_buffer_addf(out, "|%llu", (unsigned long long)m->yes);
        add_big(out, m->w);
        add_big(out, m->known_w);
        add_big(out, m->wy);
        add_big(out, m->known_w2);
        add_big(out, m->w2y);
        add_big(out, m->w2y2);
        ds_buffer_add_char(out, '\n');
    }
    ds_free(rows);
}

static void add_sql_value(duckdb_result *result, duckdb_vector vector, idx_t column, idx_t row,
                          ds_buffer *out) {
    if (duckdb_column_type(result, column) == DUCKDB_TYPE_HUGEINT) {
        const duckdb_hugeint v = ((duckdb_hugeint *)duckdb_vector_get_data(vector))[row];
        ds_buffer_addf(out, "|%llx:%016llx", (unsigned long long)v.upper,
                       (unsigned long long)v.lower);
        return;
    }
    if (column > 1) ds_buffer_add_char(out, '|');
    sql_add_value(result, vector, column, row, out);
}

/* As sql_lines, with sums of 128 bits; som, which the cells do not have, is left out. */
static void query_lines(const sql_session *session, const char *sql, ds_buffer *out) {
    duckdb_result result;
    duckdb_data_chunk chunk;
    if (duckdb_query(session->connection, sql, &result) != DuckDBSuccess)
        fail_msg("%s\n%s", duckdb_result_error(&result), sql);
    while ((chunk = duckdb_fetch_chunk(result)) != NULL) {
        for (idx_t row = 0; row < duckdb_data_chunk_get_size(chunk); row++) {
            for (idx_t c = 1; c < duckdb_column_count(&result); c++)
                if (strcmp(duckdb_column_name(&result, c), "som") != 0)
                    add_sql_value(&result, duckdb_data_chunk_get_vector(chunk, c), c, row, out);
            ds_buffer_add_char(out, '\n');
        }
        duckdb_destroy_data_chunk(&chunk);
    }
    duckdb_destroy_result(&result);
}

/* ---- both ---- */

typedef struct round {
    const sql_session *session;
    ds_survey_source source;
    const ds_definitions *definitions;
    size_t n_rows;
} round;

static void finish_unknown(const round *r, const ds_indicator *indicator, ds_survey_tally *tally) {
    ds_survey_frame_note note;
    ds_error err;
    memset(&err, 0, sizeof err);
    if (ds_survey_add_frame(NULL, r->definitions, indicator, tally, &note, &err) != DS_OK)
        fail_msg("%s", err.en);
}

static void compare_table(round *r, const ds_indicator *indicator, size_t by) {
    const size_t n = by == SIZE_MAX ? 0 : indicator->by_sizes[by];
    const ds_tally_request request = {.indicator = indicator,
                                      .keys = n == 0 ? NULL : indicator->by[by],
                                      .key_names = n == 0 ? NULL : indicator->by_names[by],
                                      .n_keys = n};
    ds_survey_tally tally = {0};
    ds_buffer native, query;
    char *sql = NULL;
    ds_error err;
    memset(&err, 0, sizeof err);
    ds_buffer_init(&native, 1 << 22);
    ds_buffer_init(&query, 1 << 22);
    if (ds_tally_survey(&r->source, r->definitions, &request, &tally, &err) != DS_OK)
        fail_msg("%s: %s", indicator->id, err.en);
    finish_unknown(r, indicator, &tally);
    native_lines(&tally, n, indicator->numeric, &native);
    assert_int_equal(ds_definition_sql(r->definitions, indicator, request.keys, request.key_names,
                                       n, &sql, &err),
                     DS_OK);
    query_lines(r->session, sql, &query);
    r->n_rows += ds_survey_cells_n(tally.cells);
    if (strcmp(ds_buffer_string(&native), ds_buffer_string(&query)) != 0)
        fail_msg("%s\nnative:\n%.900s\nsql:\n%.900s\n%s", indicator->id, ds_buffer_string(&native),
                 ds_buffer_string(&query), getenv("DS_TEST_SQL") == NULL ? "" : sql);
    ds_free(sql);
    ds_survey_tally_done(&tally);
    ds_buffer_done(&native);
    ds_buffer_done(&query);
}

static void compare_all(round *r, ds_definitions *definitions) {
    r->definitions = definitions;
    for (size_t i = 0; i < ds_definitions_n(definitions); i++) {
        const ds_indicator *indicator = ds_definitions_at(definitions, i);
        compare_table(r, indicator, SIZE_MAX);
        for (size_t by = 0; by < indicator->n_by; by++)
            compare_table(r, indicator, by);
    }
    ds_definitions_free(definitions);
}

static void run_seed(uint64_t seed) {
    char *folder = ds_test_folder();
    made *m = ds_calloc(1, sizeof *m);
    random_source source = {seed};
    sql_session session;
    round r = {.session = &session};
    ds_register *reg;
    ds_kind_table *table = NULL;
    ds_survey_institution *institutions = NULL;
    ds_definitions *standard = NULL;
    ds_error err;
    assert_non_null(m);
    for (size_t i = 0; i < ANSWERS; i++)
        make_row(&source, i, m->texts[i]);
    deliver(folder, m);
    reg = work_open(folder);
    sql_open(folder, &session);
    assert_int_equal(ds_register_kind(reg, "enquete", &table, &err), DS_OK);
    assert_int_equal(ds_kind_table_n_rows(table), ANSWERS);
    assert_int_equal(ds_survey_institutions(reg, &institutions, &r.source.n_institutions, &err),
                     DS_OK);
    r.source.table = table;
    r.source.reg = reg;
    r.source.institutions = institutions;
    assert_int_equal(
        ds_definitions_read(DS_SOURCE_DIR "/definitions/enquete.yaml", &standard, &err), DS_OK);
    compare_all(&r, standard);
    compare_all(&r, asked_definitions(extra));
    assert_true(r.n_rows > 300);
    sql_close(&session);
    ds_survey_institutions_free(institutions, r.source.n_institutions);
    ds_kind_table_free(table);
    ds_register_close(reg);
    ds_free(m);
    ds_test_folder_remove(folder);
}

static void test_tally_survey_sql__equal_integers(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 2; seed++)
        run_seed(seed);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tally_survey_sql__equal_integers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
