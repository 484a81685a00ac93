/* tests/cell/test_parts.c: cells in files, added up as a stream: the same as adding them in memory,
 * whatever the number of files and the form; what does not belong together, is missing, twice, out
 * of order or broken is refused, with file and line. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/int128.h"
#include "base/memory.h"
#include "doorstroom/parts.h"
#include "support/support.h"

enum { MANY = 2100, CELLS = 400 };

static char *folder;

static int set_up(void **state) {
    (void)state;
    folder = ds_test_folder();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    ds_test_folder_remove(folder);
    return 0;
}

/* ---- files of cells ---- */

typedef struct said {
    const char *version, *keys_version, *generation;
    int part, n_parts, split_part, n_split_parts;
    int unit;
} said;

static const said usual = {"0123456789ab", "ba9876543210", "register1", 0, 0, 0, 0, 1};

static void add_quoted(ds_buffer *out, ds_text text) {
    ds_buffer_add_char(out, '"');
    for (size_t i = 0; i < text.size; i++) {
        const char c = text.data[i];
        if ((unsigned char)c < ' ')
            ds_buffer_addf(out, "\\u%04x", c);
        else if (c == '"' || c == '\\')
            ds_buffer_addf(out, "\\%c", c);
        else
            ds_buffer_add_char(out, c);
    }
    ds_buffer_add_char(out, '"');
}

static void add_head(ds_buffer *out, const ds_cells *cells, const said *s) {
    ds_buffer_addf(out,
                   "{\"indicator\": \"%s\", \"naam\": \"x\", \"versie\": \"%s\", \"register\": "
                   "\"%s\",\n\"versie_kenmerken\": \"%s\", \"getal\": %s, \"eenheid\": %d, "
                   "\"kenmerken\": [",
                   ds_cells_indicator(cells), s->version, s->generation, s->keys_version,
                   ds_cells_numeric(cells) ? "true" : "false", s->unit);
    for (size_t k = 0; k < ds_cells_n_keys(cells); k++)
        ds_buffer_addf(out, "%s\"%s\"", k > 0 ? "," : "", ds_cells_key_name(cells, k));
    ds_buffer_add_string(out, "],\n");
    if (s->n_parts > 0)
        ds_buffer_addf(out, "\"deel\": {\"deel\": %d, \"delen\": %d},\n", s->part, s->n_parts);
    if (s->n_split_parts > 0)
        ds_buffer_addf(out,
                       "\"gedeeld\": {\"deel\": %d, \"delen\": %d, \"geheel\": \"alles\"},\n"
                       "\"diplomas_ontbreken\": \"hbo (%d), wo (1)\",\n"
                       "\"diplomas_zonder_niveau\": 2,\n",
                       s->split_part, s->n_split_parts, s->split_part);
    ds_buffer_add_string(out,
                         "\"geteld\": [2016, 2017], \"opmerkingen\": [{\"a\": [1, -2.5e3, null,"
                         " true, \"\\u00e9\\ud83d\\ude00\"]}],\n\"cellen\": [");
}

static void add_wide(ds_buffer *out, ds_sum sum) {
    ds_int128 value = ds_sum_value(sum);
    ds_buffer_addf(out, "\"%s%llu\"", value < 0 ? "-" : "",
                   (unsigned long long)(value < 0 ? -value : value));
}

static void add_cell_json(ds_buffer *out, const ds_cells *cells, const ds_cell *cell) {
    ds_buffer_addf(out, "{\"schooljaar\": %d", cell->schooljaar);
    for (size_t k = 0; k < ds_cells_n_keys(cells); k++) {
        ds_buffer_addf(out, ", \"%s\": ", ds_cells_key_name(cells, k));
        add_quoted(out, cell->keys[k]);
    }
    if (ds_cells_numeric(cells)) {
        ds_buffer_add_string(out, ", \"som\": ");
        add_wide(out, cell->measures.som); /* of unit 1 here */
        ds_buffer_add_string(out, ", \"som_kwadraten\": ");
        add_wide(out, cell->measures.som_kwadraten);
    } else {
        ds_buffer_addf(out, ", \"teller\": %llu", (unsigned long long)cell->measures.teller);
    }
    ds_buffer_addf(out, ", \"noemer\": %llu, \"onbekend\": %llu, \"%s\": null}",
                   (unsigned long long)cell->measures.noemer,
                   (unsigned long long)cell->measures.onbekend,
                   ds_cells_numeric(cells) ? "gemiddelde" : "percentage");
}

/* As tally --format json has it; the caller's. */
static char *json_of(const ds_cells *cells, const said *s) {
    ds_buffer out;
    ds_buffer_init(&out, 1 << 26);
    ds_buffer_add_char(&out, '[');
    add_head(&out, cells, s);
    for (size_t i = 0; i < ds_cells_n(cells); i++) {
        const ds_cell cell = ds_cells_at(cells, i);
        ds_buffer_add_string(&out, i > 0 ? ",\n" : "\n");
        add_cell_json(&out, cells, &cell);
    }
    ds_buffer_add_string(&out, "\n]}]\n");
    return ds_buffer_take(&out);
}

static char *keep_file(const char *name, const char *text) {
    return ds_test_write_string(folder, name, text);
}

static ds_cells *new_cells(bool numeric) {
    static const char *const names[] = {"plaats", "soort"};
    ds_cells *cells = ds_cells_new("vsv", numeric, 1, names, 2);
    assert_non_null(cells);
    return cells;
}

static const char *const words[] = {"", "a", "aa", "a,\"b\"", "b", "é", "twee\nregels", "z\\z"};

/* A row of few keys, so that rows of several parts fall together. */
static void add_random(ds_cells *cells, uint32_t *seed, bool numeric) {
    ds_measures m = {0};
    ds_error err;
    uint32_t draws[6];
    for (size_t i = 0; i < 6; i++) {
        *seed = *seed * 1664525u + 1013904223u;
        draws[i] = *seed >> 8;
    }
    const ds_text keys[] = {{words[draws[0] % 8], strlen(words[draws[0] % 8])},
                            {words[draws[1] % 8], strlen(words[draws[1] % 8])}};
    m.noemer = draws[2] % 50 + 1;
    m.onbekend = draws[3] % 3;
    m.teller = numeric ? 0 : draws[4] % (m.noemer + 1);
    if (numeric) {
        m.som = ds_sum_of((ds_int128)draws[4] - 4000000);
        m.som_kwadraten = ds_sum_of((ds_int128)draws[5] * draws[4]);
    }
    assert_int_equal(ds_cells_add(cells, 2014 + (int)(draws[5] % 4), keys, &m, &err), DS_OK);
}

static bool same_cells(const ds_cells *a, const ds_cells *b) {
    if (ds_cells_n(a) != ds_cells_n(b)) return false;
    for (size_t i = 0; i < ds_cells_n(a); i++) {
        const ds_cell x = ds_cells_at(a, i), y = ds_cells_at(b, i);
        if (x.schooljaar != y.schooljaar ||
            memcmp(&x.measures, &y.measures, sizeof x.measures) != 0)
            return false;
        for (size_t k = 0; k < ds_cells_n_keys(a); k++)
            if (x.keys[k].size != y.keys[k].size ||
                memcmp(x.keys[k].data, y.keys[k].data, x.keys[k].size) != 0)
                return false;
    }
    return true;
}

/* n parts of random cells, in files; the whole into *out. */
static char **make_parts(size_t n, bool json, bool numeric, ds_cells **out) {
    char **paths = ds_calloc(n, sizeof(char *));
    uint32_t seed = (uint32_t)n * 2 + json;
    ds_error err;
    assert_non_null(paths);
    *out = new_cells(numeric);
    for (size_t i = 0; i < n; i++) {
        ds_cells *part = new_cells(numeric);
        said s = usual;
        char name[40], *text;
        for (size_t c = 0; c < CELLS / n + (i % 3 == 1); c++)
            add_random(part, &seed, numeric);
        ds_cells_finish(part);
        assert_int_equal(ds_cells_merge(*out, part, &err), DS_OK);
        s.part = (int)i + 1;
        s.n_parts = (int)n;
        if (json)
            text = json_of(part, &s);
        else
            assert_int_equal(ds_cells_print_csv(part, true, &text, &err), DS_OK);
        (void)snprintf(name, sizeof name, "delen/%zu.%s", i, json ? "json" : "csv");
        paths[i] = keep_file(name, text);
        ds_free(text);
        ds_cells_free(part);
    }
    ds_cells_finish(*out);
    return paths;
}

static void free_paths(char **paths, size_t n) {
    for (size_t i = 0; i < n; i++)
        ds_free(paths[i]);
    ds_free(paths);
}

static void add_up(size_t n, bool json, bool numeric) {
    ds_cells *whole, *sum;
    char **paths = make_parts(n, json, numeric, &whole);
    ds_parts *parts;
    ds_error err;
    if (ds_parts_open((const char *const *)paths, n, &parts, &err) != DS_OK)
        fail_msg("%s: %s (%zu)", err.file, err.en, (size_t)err.line);
    assert_int_equal(ds_parts_n(parts), 1);
    assert_int_equal(ds_parts_at(parts, 0).said, json);
    for (int again = 0; again < 2; again++) {
        assert_int_equal(ds_parts_cells(parts, 0, &sum, &err), DS_OK);
        assert_int_equal(ds_cells_numeric(sum), numeric);
        assert_true(same_cells(whole, sum));
        ds_cells_free(sum);
    }
    ds_parts_free(parts);
    ds_cells_free(whole);
    free_paths(paths, n);
}

static void test_parts__same_as_in_memory(void **state) {
    static const size_t counts[] = {1, 2, 3, 17};
    (void)state;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        add_up(counts[i], false, false);
        add_up(counts[i], true, false);
        add_up(counts[i], true, true);
    }
}

/* More than are read side by side: by a round, through a file; and each write of it failing. */
static void test_parts__in_rounds(void **state) {
    ds_cells *whole, *sum = NULL;
    char **paths = make_parts(MANY, true, false, &whole);
    ds_parts *parts;
    ds_error err;
    uint64_t n_writes;
    (void)state;
    assert_int_equal(ds_parts_open((const char *const *)paths, MANY, &parts, &err), DS_OK);
    ds_file_fail_at(0);
    assert_int_equal(ds_parts_cells(parts, 0, &sum, &err), DS_OK);
    n_writes = ds_file_writes();
    assert_true(n_writes >= 2);
    assert_true(same_cells(whole, sum));
    ds_cells_free(sum);
    ds_file_fail_at(n_writes);
    assert_int_equal(ds_parts_cells(parts, 0, &sum, &err), DS_FAULT);
    ds_file_fail_at(0);
    ds_parts_free(parts);
    ds_cells_free(whole);
    free_paths(paths, MANY);
}

/* A key that is longer than the pieces in which a file is read. */
static void test_parts__long_rows(void **state) {
    enum { LONG = 300000 };
    char *text = ds_malloc(LONG + 100), *paths[2];
    ds_parts *parts;
    ds_cells *sum;
    ds_error err;
    (void)state;
    for (int i = 0; i < 2; i++) {
        char name[20];
        int n = snprintf(text, 100,
                         "indicator,schooljaar,k,teller,noemer,onbekend,percentage\nvsv,2016,");
        memset(text + n, 'x', LONG - 200);
        (void)snprintf(text + n + LONG - 200, 100, ",%d,4,0,25\n", i + 1);
        (void)snprintf(name, sizeof name, "lang%d.csv", i);
        paths[i] = keep_file(name, text);
    }
    assert_int_equal(ds_parts_open((const char *const *)paths, 2, &parts, &err), DS_OK);
    assert_int_equal(ds_parts_cells(parts, 0, &sum, &err), DS_OK);
    assert_int_equal(ds_cells_n(sum), 1);
    assert_int_equal(ds_cells_at(sum, 0).measures.teller, 3);
    assert_int_equal(ds_cells_at(sum, 0).keys[0].size, LONG - 200);
    ds_cells_free(sum);
    ds_parts_free(parts);
    ds_free(paths[0]);
    ds_free(paths[1]);
    ds_free(text);
}

/* ---- what is refused ---- */

static ds_status open_texts(const char *const *texts, size_t n, const char *ending, ds_error *err) {
    char *paths[8] = {NULL};
    ds_parts *parts = NULL;
    ds_status status;
    for (size_t i = 0; i < n; i++) {
        char name[40];
        (void)snprintf(name, sizeof name, "tekst%zu.%s", i, ending);
        paths[i] = keep_file(name, texts[i]);
    }
    status = ds_parts_open((const char *const *)paths, n, &parts, err);
    if (status == DS_OK) {
        for (size_t t = 0; t < ds_parts_n(parts); t++) {
            ds_cells *cells;
            assert_int_equal(ds_parts_cells(parts, t, &cells, err), DS_OK);
            ds_cells_free(cells);
        }
        ds_parts_free(parts);
    }
    for (size_t i = 0; i < n; i++)
        ds_free(paths[i]);
    return status;
}

#define HEAD "indicator,schooljaar,k,teller,noemer,onbekend,percentage\n"

/* A name with a zero byte is never the name of the rows that follow. */
static void test_parts__zero_byte_in_csv(void **state) {
    static const char text[] = HEAD "v\0s,2016,1,1,4,0,25\n";
    char *path = ds_test_write(folder, "nul.csv", text, sizeof text - 1);
    ds_parts *parts;
    ds_error err;
    (void)state;
    assert_int_equal(ds_parts_open((const char *const *)&path, 1, &parts, &err), DS_INPUT);
    assert_int_equal(err.line, 2);
    ds_free(path);
}

static void test_parts__broken_csv(void **state) {
    static const struct {
        const char *text, *en;
        uint64_t line, column;
    } list[] = {{"", "header", 1, 1},
                {"a,b\n", "header", 1, 1},
                {"indicator,schooljaar,k,teller_laag,a,b,c\n", "bounds", 1, 1},
                {"indicator;schooljaar;k;teller;noemer;onbekend;percentage\n", "header", 1, 1},
                {HEAD "vsv,2016,1,1,4,0\n", "fields", 2, 0},
                {HEAD "vsv,2016,1,1,4,0,25,9\n", "fields", 2, 0},
                {HEAD "vsv,twee,1,1,4,0,25\n", "school year", 2, 2},
                {HEAD "vsv,2016,1,-1,4,0,25\n", "count", 2, 4},
                {HEAD "vsv,2016,1,1,4.5,0,25\n", "count", 2, 5},
                {HEAD "vsv,2016,1,1,4,,25\n", "count", 2, 6},
                {HEAD "vsv,2016,1,5,4,0,125\n", "larger", 2, 4},
                {HEAD "vsv,2016,1,1,4,0,x\n", "number", 2, 7},
                {HEAD "vsv,2016,1,1,4,0,25\nvsv,2016,1,1,4,0,25\n", "out of order", 3, 0},
                {HEAD "vsv,2016,2,1,4,0,25\nvsv,2016,1,1,4,0,25\n", "out of order", 3, 0},
                {HEAD "vsv,2017,1,1,4,0,25\nvsv,2016,1,1,4,0,25\n", "out of order", 3, 0},
                {HEAD "vsv,2016,\"1,1,4,0,25\n", "not closed", 2, 0},
                {HEAD "vsv,2016,\"1\"x,1,4,0,25\n", "comma", 2, 3},
                {HEAD "vsv,2016,x\"1\",1,4,0,25\n", "within a field", 2, 3},
                {HEAD "vsv,2016,1,1,4,0,25\nvsv,2016,2,1,4,0,2", "cut off", 3, 0},
                {HEAD "\nvsv,2016,1,1,4,0,25\n", "fields", 2, 0}};
    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        ds_error err = {0};
        if (open_texts(&list[i].text, 1, "csv", &err) != DS_INPUT ||
            strstr(err.en, list[i].en) == NULL || err.line != list[i].line ||
            err.column != list[i].column)
            fail_msg("%zu: %s (%zu, %zu)", i, err.en, (size_t)err.line, (size_t)err.column);
    }
}

/* One part of a small table. */
static char *small_json(const said *s, bool numeric) {
    ds_cells *cells = new_cells(numeric);
    uint32_t seed = 5;
    char *text;
    for (size_t i = 0; i < 4; i++)
        add_random(cells, &seed, numeric);
    ds_cells_finish(cells);
    text = json_of(cells, s);
    ds_cells_free(cells);
    return text;
}

/* No text but the whole one is taken: not one that ends early, nor one with a byte changed to what
 * it cannot be; and whatever it is, nothing falls over. */
static void test_parts__broken_json(void **state) {
    char *text = small_json(&usual, true);
    const size_t size = strlen(text);
    const char *const all[] = {text};
    ds_error err;
    (void)state;
    assert_int_equal(open_texts(all, 1, "json", &err), DS_OK);
    for (size_t i = 0; i + 1 < size; i += 1 + i % 5) {
        const char kept = text[i];
        text[i] = '\0';
        assert_int_equal(open_texts(all, 1, "json", &err), DS_INPUT);
        text[i] = '\x01';
        assert_int_equal(open_texts(all, 1, "json", &err), DS_INPUT);
        text[i] = (char)(kept ^ 1 << i % 7);
        if (text[i] != '\0') (void)open_texts(all, 1, "json", &err);
        text[i] = kept;
    }
    ds_free(text);
}

typedef struct wrong {
    const char *from, *to, *en;
} wrong;

/* Replaces from by to in a small part, which is then refused. */
static void refuses_change(const wrong *w, bool numeric) {
    char *text = small_json(&usual, numeric), *at = strstr(text, w->from);
    ds_buffer changed;
    ds_error err = {0};
    const char *all[1];
    if (at == NULL) fail_msg("no %s in %s", w->from, text);
    ds_buffer_init(&changed, 1 << 20);
    ds_buffer_add(&changed, text, (size_t)(at - text));
    ds_buffer_add_string(&changed, w->to);
    ds_buffer_add_string(&changed, at + strlen(w->from));
    all[0] = ds_buffer_string(&changed);
    if (open_texts(all, 1, "json", &err) != DS_INPUT || strstr(err.en, w->en) == NULL ||
        err.line == 0 || err.column == 0)
        fail_msg("%s for %s: %s", w->to, w->from, err.en);
    ds_buffer_done(&changed);
    ds_free(text);
}

static void test_parts__json_of_something_else(void **state) {
    static const wrong counts[] = {{"\"versie\"", "\"versi\"", "no cells that add up"},
                                   {"\"eenheid\": 1", "\"eenheid\": 0", "number cannot be here"},
                                   {"\"eenheid\": 1", "\"eenheid\": 1, \"eenheid\": 1", "twice"},
                                   {"\"soort\"]", "\"teller\"]", "called as a column"},
                                   {"\"cellen\"", "\"cel\"", "no cells here"},
                                   {"\"teller\"", "\"som\"", "does not belong"},
                                   {"\"teller\"", "\"nog\": 1, \"teller\"", "does not belong"},
                                   {"\"noemer\"", "\"onbekend\": 1, \"noemer\"", "twice"},
                                   {", \"onbekend\": ", ", \"norm\": ", "not whole"},
                                   {"\"plaats\": ", "\"soort\": ", "in order"},
                                   {"\"schooljaar\": 2", "\"schooljaar\": 3", "school year"},
                                   {"\"schooljaar\": 2", "\"schooljaar\": 02", "number"},
                                   {"\\ude00", "", "no character"},
                                   {"-2.5e3", "-2.5e", "cannot be here"},
                                   {"null,", "nul,", "cannot be here"},
                                   {"\n]}]", "]}] x", "end here"}};
    static const wrong sums[] = {{"\"som\": \"", "\"som\": \"0.5", "no sum in this unit"},
                                 {"\"som_kwadraten\": \"", "\"som_kwadraten\": \"-", "no sum"},
                                 {", \"som_kwadraten\": ", ", \"norm\": ", "number"}};
    (void)state;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        refuses_change(&counts[i], false);
    for (size_t i = 0; i < sizeof sums / sizeof *sums; i++)
        refuses_change(&sums[i], true);
}

static void test_parts__mixtures_gaps_and_doubles(void **state) {
    static const struct {
        said parts[3];
        const char *en; /* NULL: good */
    } list[] = {{{{"a", "k", "r", 1, 3, 0, 0, 1},
                  {"a", "k", "r", 3, 3, 0, 0, 1},
                  {"a", "k", "r", 2, 3, 0, 0, 1}},
                 NULL},
                {{{"a", "k", "r", 1, 3, 0, 0, 1},
                  {"b", "k", "r", 2, 3, 0, 0, 1},
                  {"a", "k", "r", 3, 3, 0, 0, 1}},
                 "another version"},
                {{{"a", "k", "r", 1, 3, 0, 0, 1},
                  {"a", "l", "r", 2, 3, 0, 0, 1},
                  {"a", "k", "r", 3, 3, 0, 0, 1}},
                 "mean something else"},
                {{{"a", "k", "r", 1, 3, 0, 0, 1},
                  {"a", "k", "s", 2, 3, 0, 0, 1},
                  {"a", "k", "r", 3, 3, 0, 0, 1}},
                 "another register"},
                {{{"a", "k", "r", 1, 3, 0, 0, 1},
                  {"a", "k", "r", 2, 3, 0, 0, 100},
                  {"a", "k", "r", 3, 3, 0, 0, 1}},
                 "another unit"},
                {{{"a", "k", "r", 1, 3, 0, 0, 1},
                  {"a", "k", "r", 2, 3, 0, 0, 1},
                  {"a", "k", "r", 2, 3, 0, 0, 1}},
                 "count double"},
                {{{"a", "k", "r", 1, 4, 0, 0, 1},
                  {"a", "k", "r", 2, 4, 0, 0, 1},
                  {"a", "k", "r", 4, 4, 0, 0, 1}},
                 "part 3/4 of vsv is missing"},
                {{{"a", "k", "r", 1, 4, 0, 0, 1},
                  {"a", "k", "r", 2, 4, 0, 0, 1},
                  {"a", "k", "r", 3, 4, 0, 0, 1}},
                 "part 4/4 of vsv is missing"},
                {{{"a", "k", "r", 4, 4, 0, 0, 1},
                  {"a", "k", "r", 2, 4, 0, 0, 1},
                  {"a", "k", "r", 3, 4, 0, 0, 1}},
                 "part 1/4 of vsv is missing"},
                {{{"a", "k", "r", 1, 3, 0, 0, 1},
                  {"a", "k", "r", 2, 2, 0, 0, 1},
                  {"a", "k", "r", 3, 3, 0, 0, 1}},
                 "divided in another way"},
                {{{"a", "k", "r", 0, 0, 0, 0, 1},
                  {"a", "k", "r", 0, 0, 0, 0, 1},
                  {"a", "k", "r", 0, 0, 0, 0, 1}},
                 "count double"},
                {{{"a", "k", "r", 0, 0, 1, 3, 1},
                  {"a", "k", "s", 0, 0, 2, 3, 1},
                  {"a", "k", "t", 0, 0, 3, 3, 1}},
                 NULL},
                {{{"a", "k", "r", 0, 0, 1, 3, 1},
                  {"a", "k", "s", 0, 0, 2, 3, 1},
                  {"a", "k", "t", 0, 0, 2, 3, 1}},
                 "another register"},
                {{{"a", "k", "r", 0, 0, 1, 3, 1},
                  {"a", "k", "s", 0, 0, 2, 3, 1},
                  {"a", "k", "s", 0, 0, 2, 3, 1}},
                 "count double"},
                {{{"a", "k", "r", 0, 0, 1, 4, 1},
                  {"a", "k", "s", 0, 0, 2, 4, 1},
                  {"a", "k", "t", 0, 0, 4, 4, 1}},
                 "part 3/4 of vsv is missing"},
                {{{"a", "k", "r", 0, 0, 1, 4, 1},
                  {"a", "k", "s", 0, 0, 2, 4, 1},
                  {"a", "k", "t", 0, 0, 3, 4, 1}},
                 "part 4/4 of vsv is missing"},
                {{{"a", "k", "r", 1, 2, 1, 2, 1},
                  {"a", "k", "r", 2, 2, 1, 2, 1},
                  {"a", "k", "s", 0, 0, 2, 2, 1}},
                 NULL},
                {{{"a", "k", "r", 1, 2, 1, 2, 1},
                  {"a", "k", "s", 1, 2, 2, 2, 1},
                  {"a", "k", "s", 2, 2, 2, 2, 1}},
                 "part 2/2, 1/2 of vsv is missing"},
                {{{"a", "k", "r", 2, 2, 1, 2, 1},
                  {"a", "k", "r", 1, 2, 1, 2, 1},
                  {"a", "k", "s", 2, 2, 2, 2, 1}},
                 "part 1/2, 2/2 of vsv is missing"},
                {{{"a", "k", "r", 0, 0, 1, 3, 1},
                  {"a", "k", "s", 0, 0, 2, 3, 1},
                  {"a", "k", "t", 3, 3, 0, 0, 1}},
                 "another whole"}};
    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        char *texts[3];
        ds_error err = {0};
        ds_status status;
        for (size_t k = 0; k < 3; k++)
            texts[k] = small_json(&list[i].parts[k], false);
        status = open_texts((const char *const *)texts, 3, "json", &err);
        if (status != (list[i].en == NULL ? DS_OK : DS_INPUT) ||
            (list[i].en != NULL && (strstr(err.en, list[i].en) == NULL || err.file[0] == '\0')))
            fail_msg("%zu: %s", i, err.en);
        for (size_t k = 0; k < 3; k++)
            ds_free(texts[k]);
    }
}

static void test_parts__what_all_say_together(void **state) {
    said s[2] = {{"a", "k", "r", 0, 0, 1, 2, 1}, {"a", "k", "s", 0, 0, 2, 2, 1}};
    char *paths[2];
    ds_parts *parts;
    ds_error err;
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        char *text = small_json(&s[i], false), name[20];
        (void)snprintf(name, sizeof name, "samen%zu.json", i);
        paths[i] = keep_file(name, text);
        ds_free(text);
    }
    assert_int_equal(ds_parts_open((const char *const *)paths, 2, &parts, &err), DS_OK);
    assert_string_equal(ds_parts_at(parts, 0).undelivered, "hbo (3), wo (2)");
    assert_int_equal(ds_parts_at(parts, 0).n_unlevelled, 4);
    assert_string_equal(ds_parts_at(parts, 0).whole, "alles");
    ds_parts_free(parts);
    ds_free(paths[0]);
    ds_free(paths[1]);
}

/* A part without a cell of an indicator does not name it in csv: the order is that of the whole. */
static void test_parts__tables_in_the_order_of_the_whole(void **state) {
    static const char *const texts[] = {HEAD "a,2016,1,1,4,0,25\nc,2016,1,1,4,0,25\n",
                                        HEAD "b,2016,1,1,4,0,25\nc,2016,1,1,4,0,25\n",
                                        HEAD "a,2016,1,1,4,0,25\nd,2016,1,1,4,0,25\n"};
    static const char *const expected[] = {"a", "b", "c", "d"};
    char *paths[3];
    ds_parts *parts;
    ds_error err;
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        char name[20];
        (void)snprintf(name, sizeof name, "orde%zu.csv", i);
        paths[i] = keep_file(name, texts[i]);
    }
    assert_int_equal(ds_parts_open((const char *const *)paths, 3, &parts, &err), DS_OK);
    assert_int_equal(ds_parts_n(parts), 4);
    for (size_t t = 0; t < 4; t++)
        assert_string_equal(ds_parts_at(parts, t).indicator, expected[t]);
    ds_parts_free(parts);
    for (size_t i = 0; i < 3; i++)
        ds_free(paths[i]);
}

/* Decimals of a sum in csv are never rounded away. */
static void test_parts__sums_of_csv_are_exact(void **state) {
    static const char *const texts[] = {
        "indicator,schooljaar,som,noemer,onbekend,gemiddelde\nu,2016,1.5,1,0,1.5\n",
        "indicator,schooljaar,som,noemer,onbekend,gemiddelde\nu,2016,-0.000001,1,0,-1e-06\n",
        "indicator,schooljaar,som,noemer,onbekend,gemiddelde\nu,2016,1.0000000001,1,0,1\n"};
    char *paths[2];
    ds_parts *parts;
    ds_cells *sum;
    ds_error err;
    char *csv;
    (void)state;
    paths[0] = keep_file("som0.csv", texts[0]);
    paths[1] = keep_file("som1.csv", texts[1]);
    assert_int_equal(ds_parts_open((const char *const *)paths, 2, &parts, &err), DS_OK);
    assert_int_equal(ds_parts_cells(parts, 0, &sum, &err), DS_OK);
    assert_int_equal(ds_cells_print_csv(sum, false, &csv, &err), DS_OK);
    assert_string_equal(csv, "u,2016,1.499999,2,0,0.7499995\n");
    ds_free(csv);
    ds_cells_free(sum);
    ds_parts_free(parts);
    assert_int_equal(open_texts(&texts[2], 1, "csv", &err), DS_INPUT);
    ds_free(paths[0]);
    ds_free(paths[1]);
}

/* Writes it anew in its place, with the time that it had. */
static void write_unseen(const char *path, const char *text) {
    struct stat info;
    FILE *file;
    assert_int_equal(stat(path, &info), 0);
    file = fopen(path, "r+");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
    const struct timespec times[] = {info.st_atim, info.st_mtim};
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

/* Counts, numbers in csv and in json: what is read a second time is what was read before, or it is
 * said. */
static void test_parts__changed_unseen(void **state) {
    static const char *const forms[][3] = {
        {"csv", "indicator,schooljaar,teller,noemer,onbekend,percentage\nv,2016,3,4,0,75\n",
         "indicator,schooljaar,teller,noemer,onbekend,percentage\nv,2016,2,4,0,75\n"},
        {"csv", "indicator,schooljaar,som,noemer,onbekend,gemiddelde\nu,2016,1.25,4,0,1\n",
         "indicator,schooljaar,som,noemer,onbekend,gemiddelde\nu,2016,1.26,4,0,1\n"},
        {"json",
         "[{\"indicator\": \"v\", \"naam\": \"x\", \"versie\": \"a\", \"register\": \"r\", "
         "\"versie_kenmerken\": \"b\", \"getal\": false, \"eenheid\": 1, \"kenmerken\": "
         "[\"k\"],\n\"cellen\": [{\"schooljaar\": 2016, \"k\": \"een\", \"teller\": 3, "
         "\"noemer\": 4, \"onbekend\": 0, \"percentage\": 75}]}]\n",
         NULL},
    };
    ds_error err;
    (void)state;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        char name[16], *path, *other = ds_strdup(forms[i][1]);
        const char *then = forms[i][2];
        ds_parts *parts;
        ds_cells *cells;
        (void)snprintf(name, sizeof name, "toen.%s", forms[i][0]);
        path = keep_file(name, forms[i][1]);
        if (ds_parts_open((const char *const *)&path, 1, &parts, &err) != DS_OK)
            fail_msg("%s", err.en);
        if (then == NULL) {
            strstr(other, "\"een\"")[1] = 'z';
            then = other;
        }
        assert_int_equal(ds_parts_cells(parts, 0, &cells, &err), DS_OK);
        ds_cells_free(cells);
        write_unseen(path, then);
        assert_int_equal(ds_parts_cells(parts, 0, &cells, &err), DS_INPUT);
        assert_non_null(strstr(err.nl, "veranderde"));
        write_unseen(path, forms[i][1]); /* as it was */
        assert_int_equal(ds_parts_cells(parts, 0, &cells, &err), DS_OK);
        ds_cells_free(cells);
        ds_parts_free(parts);
        ds_free(other);
        ds_free(path);
    }
}

static ds_status read_once(void *context, ds_error *err) {
    const char *const *paths = context;
    ds_parts *parts;
    ds_cells *cells;
    ds_status status = ds_parts_open(paths, 2, &parts, err);
    if (status != DS_OK) return status;
    status = ds_parts_cells(parts, 0, &cells, err);
    if (status == DS_OK) ds_cells_free(cells);
    ds_parts_free(parts);
    return status;
}

static void test_parts__every_allocation_fails_once(void **state) {
    ds_cells *whole;
    (void)state;
    for (int json = 0; json < 2; json++) {
        char **paths = make_parts(2, json == 1, false, &whole);
        ds_test_every_allocation(read_once, paths);
        ds_cells_free(whole);
        free_paths(paths, 2);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parts__same_as_in_memory),
        cmocka_unit_test(test_parts__in_rounds),
        cmocka_unit_test(test_parts__long_rows),
        cmocka_unit_test(test_parts__zero_byte_in_csv),
        cmocka_unit_test(test_parts__broken_csv),
        cmocka_unit_test(test_parts__broken_json),
        cmocka_unit_test(test_parts__json_of_something_else),
        cmocka_unit_test(test_parts__mixtures_gaps_and_doubles),
        cmocka_unit_test(test_parts__what_all_say_together),
        cmocka_unit_test(test_parts__tables_in_the_order_of_the_whole),
        cmocka_unit_test(test_parts__sums_of_csv_are_exact),
        cmocka_unit_test(test_parts__changed_unseen),
        cmocka_unit_test(test_parts__every_allocation_fails_once),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
