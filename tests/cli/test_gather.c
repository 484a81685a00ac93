/* tests/cli/test_gather.c: of deliveries in pieces, cut at random rows, the pieces together know
 * what split of the whole knows, to the byte, and are cut into the same parts; what is wrong with
 * the whole is said of it, though no piece shows it. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "support/work_run.h"

enum { PERSONS = 150, PIECES = 3, PARTS = 3, FILES = 7, ENROLMENT_FILES = 2 };

/* Enrolments first. */
static const char *const names[FILES] = {
    "inschrijving-1.csv", "inschrijving-2.csv", "persoon.csv", "diploma.csv",
    "werk.csv",           "koppeling.csv",      "agenda.csv"};
static char *folder;
static char *texts[FILES]; /* whole; the first line names the columns */
static const char *config;
static unsigned seed;

static int set_up(void **state) {
    (void)state;
    folder = ds_test_folder();
    seed = 20260611;
    config = "max_afgekeurd: 2 %\n";
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    for (size_t i = 0; i < FILES; i++) {
        ds_free(texts[i]);
        texts[i] = NULL;
    }
    ds_test_folder_remove(folder);
    return 0;
}

static unsigned draw(unsigned n) {
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % n;
}

/* ---- the deliveries ---- */

/* Two families of numbers, both of one institution in some years; of one delivery the numbers are
 * numbers but for a few, which only the whole tells. */
static void add_enrolments(ds_buffer *to, bool pgn, bool spoilt) {
    ds_buffer_add_string(to, "persoon,schooljaar,soort,niveau,opleiding,instelling\n");
    for (unsigned i = 0; i < PERSONS; i++)
        for (unsigned year = 2020 + draw(2); year < 2024; year++)
            ds_buffer_addf(to, "%s%u%05u,%u,mbo,%u,25%03u,%s\n", spoilt && i == 77 ? "X" : "",
                           pgn ? 7 : 9, i, year, 1 + draw(4), draw(3), draw(2) ? "25LX" : "27DV");
}

static void add_rows(ds_buffer *to, size_t file, bool spoilt) {
    for (unsigned i = 0; i < PERSONS; i++)
        switch (file) {
        case 2:
            ds_buffer_addf(to, "%s9%05u,%u-03-04,%s\n", spoilt && i == 50 ? "X" : "", i,
                           2000 + draw(4), draw(2) ? "v" : "m");
            break;
        case 3:
            if (draw(3) == 0)
                ds_buffer_addf(to, "9%05u,%u,mbo,%u,25%03u\n", i, 2021 + draw(3), 1 + draw(4),
                               draw(3));
            break;
        case 4:
            ds_buffer_addf(to, "9%05u,%u,%u.5\n", i, 2019 + draw(6), draw(40));
            break;
        case 5:
            if (draw(3) > 0) ds_buffer_addf(to, "9%05u,7%05u\n", i, i);
            break;
        default:
            ds_buffer_addf(to, "A%u,%s\n", i, draw(2) ? "25LX" : "27DV");
            break;
        }
}

static void make_texts(bool spoilt) {
    static const char *const headers[FILES] = {"",
                                               "",
                                               "persoon,geboortedatum,geslacht\n",
                                               "persoon,schooljaar,soort,niveau,opleiding\n",
                                               "persoon,jaar,uren\n",
                                               "bsn,pgn\n",
                                               "agenda,instelling\n"};
    for (size_t i = 0; i < FILES; i++) {
        ds_buffer to;
        ds_buffer_init(&to, 1 << 20);
        ds_buffer_add_string(&to, headers[i]);
        if (i < ENROLMENT_FILES)
            add_enrolments(&to, i == 1, spoilt && i == 0);
        else if (i == 6)
            ds_buffer_add_string(&to, "A,25LX\nB,27DV\n");
        else
            add_rows(&to, i, spoilt);
        texts[i] = ds_buffer_take(&to);
        assert_non_null(texts[i]);
    }
    config = "leveringen:\n  - {bestand: inschrijving-2.csv, persoon_soort: pgn}\n"
             "  - {bestand: inschrijving-1.csv, persoon_soort: bsn}\n"
             "  - {bestand: persoon.csv, persoon_soort: bsn}\n"
             "  - {bestand: diploma.csv, persoon_soort: bsn}\n"
             "  - {bestand: werk.csv, persoon_soort: bsn}\nmax_afgekeurd: 2 %\n";
}

/* ---- the whole ---- */

static char *write_in(const char *under, const char *name, const char *text, size_t size) {
    char relative[200];
    (void)snprintf(relative, sizeof relative, "%s/%s", under, name);
    return ds_test_write(folder, relative, text, size);
}

static void write_away(const char *under, const char *name, const char *text, size_t size) {
    ds_free(write_in(under, name, text, size));
}

static char *in_folder(const char *name, char out[DS_PATH_SIZE]) {
    (void)snprintf(out, DS_PATH_SIZE, "%s/%s", folder, name);
    return out;
}

static void write_whole(void) {
    for (size_t i = 0; i < FILES; i++)
        write_away("heel/leveringen", names[i], texts[i], strlen(texts[i]));
    write_away("heel", "doorstroom.yaml", config, strlen(config));
}

static ds_run split_folder(const char *name) {
    char path[DS_PATH_SIZE], parts[12];
    (void)snprintf(parts, sizeof parts, "%d", PARTS);
    return ds_run_program(DS_PROGRAM, NULL, "split", in_folder(name, path), parts, NULL);
}

static void done_well(ds_run run) {
    if (run.code != 0) fail_msg("%s", run.err);
    ds_run_done(&run);
}

/* ---- pieces ---- */

static size_t header_size(size_t file) {
    return (size_t)(strchr(texts[file], '\n') - texts[file]) + 1;
}

/* Cuts of a file at line ends: from[PIECES + 1]. */
static void choose_cuts(size_t file, size_t from[PIECES + 1]) {
    const size_t size = strlen(texts[file]);
    from[0] = header_size(file);
    from[PIECES] = size;
    for (size_t k = 1; k < PIECES; k++) {
        size_t at = from[k - 1] + draw((unsigned)(size - from[k - 1] + 1));
        while (at < size && at > 0 && texts[file][at - 1] != '\n')
            at++;
        from[k] = at;
    }
}

/* Piece k of a file is folder stuk-<file>-<k>: all deliveries by name, the rows of that one. facts:
 * the geheel.json so far. links: koppeling is whole, for who cuts. */
static void write_piece(size_t file, size_t k, const char *data, size_t size, const char *facts,
                        bool links) {
    char under[40], inside[60];
    char *text = ds_malloc(header_size(file) + size + 1);
    (void)snprintf(under, sizeof under, "stuk-%zu-%zu", file, k);
    (void)snprintf(inside, sizeof inside, "%s/leveringen", under);
    for (size_t i = 0; i < FILES; i++)
        write_away(inside, names[i], texts[i], links && i == 5 ? strlen(texts[i]) : header_size(i));
    memcpy(text, texts[file], header_size(file));
    memcpy(text + header_size(file), data, size);
    if (file != 5 || !links) write_away(inside, names[file], text, header_size(file) + size);
    ds_free(text);
    if (facts != NULL) {
        char deel[600];
        (void)snprintf(deel, sizeof deel, "%sdeel: 0/%d\n", config, PARTS);
        write_away(under, "doorstroom.yaml", deel, strlen(deel));
        write_away(under, "geheel.json", facts, strlen(facts));
    } else {
        write_away(under, "doorstroom.yaml", config, strlen(config));
    }
}

static size_t cuts[FILES][PIECES + 1];

/* The pieces of files from first on; file 6 and koppeling stand whole where pieces are added up. */
static void gather_files(size_t first, size_t end, const char *facts) {
    for (size_t f = first; f < end; f++)
        for (size_t k = 0; k < PIECES; k++) {
            char path[DS_PATH_SIZE], name[40];
            write_piece(f, k, texts[f] + cuts[f][k], cuts[f][k + 1] - cuts[f][k], facts, false);
            (void)snprintf(name, sizeof name, "stuk-%zu-%zu", f, k);
            done_well(ds_run_program(DS_PROGRAM, NULL, "gather", in_folder(name, path), NULL));
        }
}

/* In any order: from the last to the first. */
static ds_run join_pieces(size_t end, const char *const *more) {
    static char paths[FILES * PIECES][DS_PATH_SIZE];
    char kop[DS_PATH_SIZE], name[60];
    const char *p[5 * PIECES + 1] = {NULL};
    size_t n = 0;
    for (size_t f = end; f-- > 0;)
        for (size_t k = PIECES; k-- > 0; n++) {
            (void)snprintf(name, sizeof name, "stuk-%zu-%zu/stuk.json", f, k);
            p[n] = in_folder(name, paths[n]);
        }
    for (size_t i = 0; i < FILES; i++)
        write_away("kop/leveringen", names[i], texts[i],
                   i >= 5 && end > ENROLMENT_FILES ? strlen(texts[i]) : header_size(i));
    write_away("kop", "doorstroom.yaml", config, strlen(config));
    (void)in_folder("kop", kop);
    if (n == ENROLMENT_FILES * PIECES)
        return ds_run_program(DS_PROGRAM, NULL, "gather", kop, p[0], p[1], p[2], p[3], p[4], p[5],
                              "--parts", "3", "--of", "6", more[0], more[1], NULL);
    return ds_run_program(DS_PROGRAM, NULL, "gather", kop, p[0], p[1], p[2], p[3], p[4], p[5], p[6],
                          p[7], p[8], p[9], p[10], p[11], p[12], p[13], p[14], "--parts", "3",
                          "--of", "15", more[0], more[1], NULL);
}

static const char *const nothing[2] = {"--format", "json"};

/* geheel.json of the enrolments, then of all; once more where the program asks for it. */
static char *gather_all(size_t *out_times) {
    char *facts = NULL;
    bool again = true;
    for (size_t f = 0; f < FILES; f++)
        choose_cuts(f, cuts[f]);
    for (*out_times = 0; again && *out_times < 3; ++*out_times) {
        for (size_t end = ENROLMENT_FILES; end <= 5; end += 5 - ENROLMENT_FILES) {
            ds_run run;
            gather_files(end == 5 ? ENROLMENT_FILES : 0, end, facts);
            run = join_pieces(end, nothing);
            if (run.code != 0) fail_msg("%s", run.err);
            again = strstr(run.out, "\"opnieuw\": true") != NULL;
            ds_run_done(&run);
            ds_free(facts);
            facts = ds_work_read(folder, "kop/geheel.json", NULL);
            if (again && end == ENROLMENT_FILES) break;
        }
    }
    assert_false(again);
    return facts;
}

/* Both, without the fingerprint of what they were made of. */
static void same_facts(const char *facts, const char *expected) {
    const char *a = strstr(facts, "\"laatste_schooljaar\""),
               *b = strstr(expected, "\"laatste_schooljaar\"");
    const char *x = strstr(facts, "\"invoer\""), *y = strstr(expected, "\"invoer\"");
    assert_non_null(a);
    assert_non_null(b);
    assert_string_equal(a, b);
    assert_int_equal(x - facts, y - expected);
    assert_memory_equal(facts, expected, (size_t)(x - facts));
}

/* Part part of a file: what the pieces were cut into, one after the other. */
static void same_part(size_t file, unsigned part) {
    char name[100];
    char *whole, *at;
    (void)snprintf(name, sizeof name, "heel/delen/%u/leveringen/%s", part, names[file]);
    whole = ds_work_read(folder, name, NULL);
    at = whole + header_size(file);
    for (size_t k = 0; k < PIECES; k++) {
        char path[DS_PATH_SIZE];
        char *piece;
        size_t size;
        (void)snprintf(name, sizeof name, "stuk-%zu-%zu/delen/%u/leveringen/%s", file, k, part,
                       names[file]);
        if (!ds_file_exists(in_folder(name, path))) continue;
        piece = ds_work_read(folder, name, NULL);
        size = strlen(piece) - header_size(file);
        assert_memory_equal(at, piece + header_size(file), size);
        at += size;
        ds_free(piece);
    }
    assert_int_equal(*at, '\0');
    ds_free(whole);
}

static void cut_and_compare(const char *facts) {
    for (size_t f = 0; f < 5; f++) {
        for (size_t k = 0; k < PIECES; k++) {
            char name[40];
            write_piece(f, k, texts[f] + cuts[f][k], cuts[f][k + 1] - cuts[f][k], facts, true);
            (void)snprintf(name, sizeof name, "stuk-%zu-%zu", f, k);
            done_well(split_folder(name));
        }
        for (unsigned part = 1; part <= PARTS; part++)
            same_part(f, part);
    }
}

static void test_gather__as_split(void **state) {
    (void)state;
    for (int trial = 0, n = ds_work_scaled(2, 1); trial < n; trial++) {
        char *facts, *expected;
        size_t times;
        char path[DS_PATH_SIZE];
        make_texts(trial % 2 == 0);
        write_whole();
        done_well(split_folder("heel"));
        facts = gather_all(&times);
        assert_int_equal(times, trial % 2 == 0 ? 3 : 1);
        expected = ds_work_read(folder, "heel/delen/2/geheel.json", NULL);
        same_facts(facts, expected);
        cut_and_compare(facts);
        ds_free(facts);
        ds_free(expected);
        for (size_t i = 0; i < FILES; i++) {
            ds_free(texts[i]);
            texts[i] = NULL;
        }
        assert_int_equal(ds_file_remove(in_folder("heel/delen", path), NULL), DS_OK);
        for (size_t f = 0; f < 5; f++)
            for (size_t k = 0; k < PIECES; k++) {
                char name[60];
                (void)snprintf(name, sizeof name, "stuk-%zu-%zu", f, k);
                assert_int_equal(ds_file_remove(in_folder(name, path), NULL), DS_OK);
            }
    }
}

/* ---- what only the whole shows ---- */

/* The pieces of one delivery of enrolments that is cut by hand, the other as it is. */
static ds_run join_by_hand(const char *const pieces[PIECES], const char *const *more) {
    for (size_t f = 0; f < FILES; f++)
        choose_cuts(f, cuts[f]);
    gather_files(1, ENROLMENT_FILES, NULL);
    for (size_t k = 0; k < PIECES; k++) {
        char name[40], path[DS_PATH_SIZE];
        write_piece(0, k, pieces[k], strlen(pieces[k]), NULL, false);
        (void)snprintf(name, sizeof name, "stuk-0-%zu", k);
        done_well(ds_run_program(DS_PROGRAM, NULL, "gather", in_folder(name, path), NULL));
    }
    return join_pieces(ENROLMENT_FILES, more);
}

static char *good_rows(size_t n) {
    ds_buffer to;
    ds_buffer_init(&to, 1 << 20);
    for (size_t i = 0; i < n; i++)
        ds_buffer_addf(&to, "9%05zu,2021,mbo,2,25001,25LX,%zu\n", i, 1000 + i);
    return ds_buffer_take(&to);
}

/* One piece has 10 % of refused rows and the whole 1 %; then one more, and the whole has more than
 * it may. The row is named by the number that it has in the whole. */
static void test_gather__judges_the_whole(void **state) {
    static const char header[] =
        "persoon,schooljaar,soort,niveau,opleiding,instelling,doorstroom_rij\n";
    static const char *const english[2] = {"--lang", "en"};
    char *good = good_rows(95);
    const char bad[] = "900001,oeps,mbo,2,25001,25LX,777\n900002,2021,mbo,2,25001,25LX,778\n"
                       "900003,,mbo,2,25001,25LX,779\n";
    const char *pieces[PIECES] = {good, bad, ""};
    ds_run run;
    (void)state;
    make_texts(false);
    ds_free(texts[0]);
    texts[0] = ds_strdup(header);
    run = join_by_hand(pieces, english);
    assert_int_equal(run.code, 1); /* 2 of 98 */
    assert_non_null(strstr(run.err, "inschrijving-1.csv"));
    assert_non_null(strstr(run.err, "line 777"));
    assert_non_null(strstr(run.err, "2 of the 98 rows refused"));
    assert_null(strstr(run.err, "900001"));
    ds_run_done(&run);
    pieces[2] = "900004,2021,mbo,2,25001,25LX,780\n900005,2021,mbo,2,25001,25LX,781\n";
    run = join_by_hand(pieces, english);
    assert_int_equal(run.code, 0); /* 2 of 100 */
    ds_run_done(&run);
    ds_free(good);
}

/* The fingerprint hangs on the rows, and not on how they were cut. */
static void test_gather__fingerprint(void **state) {
    char *all = good_rows(40), *copy = good_rows(40), *first, *second, *third;
    const char *pieces[PIECES] = {"", all, ""};
    (void)state;
    make_texts(false);
    ds_free(texts[0]);
    texts[0] = ds_strdup("persoon,schooljaar,soort,niveau,opleiding,instelling,doorstroom_rij\n");
    done_well(join_by_hand(pieces, nothing));
    first = ds_work_read(folder, "kop/geheel.json", NULL);
    pieces[0] = strchr(copy + strlen(copy) / 2, '\n') + 1;
    copy[pieces[0] - copy - 1] = '\0'; /* the last row of the first half loses its line end */
    pieces[1] = copy;
    done_well(join_by_hand(pieces, nothing));
    second = ds_work_read(folder, "kop/geheel.json", NULL);
    assert_string_equal(first, second);
    pieces[2] = "900041,2021,mbo,2,25001,25LX,1041\n";
    done_well(join_by_hand(pieces, nothing));
    third = ds_work_read(folder, "kop/geheel.json", NULL);
    assert_string_not_equal(first, third);
    ds_free(all);
    ds_free(copy);
    ds_free(first);
    ds_free(second);
    ds_free(third);
}

static void fails_with(ds_run run, int code, const char *says) {
    if (run.code != code || strstr(run.err, says) == NULL)
        fail_msg("%d, expected %d and '%s': %s", run.code, code, says, run.err);
    ds_run_done(&run);
}

/* A piece is no part, and a text that is no piece adds nothing up. */
static void test_gather__refuses(void **state) {
    char path[DS_PATH_SIZE], other[DS_PATH_SIZE];
    size_t times;
    (void)state;
    make_texts(false);
    ds_free(gather_all(&times));
    fails_with(ds_run_program(DS_PROGRAM, NULL, "import", in_folder("stuk-2-0", path), NULL), 1,
               "deel: 0/3");
    fails_with(ds_run_program(DS_PROGRAM, NULL, "split", path, "4", NULL), 2, "3 delen");
    fails_with(ds_run_program(DS_PROGRAM, NULL, "gather", path, NULL, NULL), 0, "");
    write_away("kop", "raar.json", "{}", 2);
    fails_with(ds_run_program(DS_PROGRAM, NULL, "gather", in_folder("kop", path),
                              in_folder("kop/raar.json", other), "--parts", "3", "--of", "1", NULL),
               1, "raar.json");
    assert_false(ds_file_exists(in_folder("kop/geheel.json", path)));
    fails_with(
        ds_run_program(DS_PROGRAM, NULL, "gather", in_folder("kop", path), "--parts", "3", NULL), 2,
        "--parts");
    fails_with(ds_run_program(DS_PROGRAM, NULL, "gather", path,
                              in_folder("stuk-2-0/stuk.json", other), "--parts", "3", "--name",
                              "xyz", NULL),
               2, "64");
}

/* Damages the piece of the second machine by putting text for what it has. */
static void refuses_damaged(const char *was, const char *is) {
    char path[DS_PATH_SIZE], piece[DS_PATH_SIZE];
    char *text = ds_work_read(folder, "stuk-0-0/stuk.json", NULL), *at = strstr(text, was);
    ds_buffer made;
    ds_run run;
    if (at == NULL) fail_msg("no %s in %s", was, text);
    ds_buffer_init(&made, 1 << 20);
    ds_buffer_add(&made, text, (size_t)(at - text));
    ds_buffer_add_string(&made, is);
    ds_buffer_add_string(&made, at + strlen(was));
    write_away("kop", "stuk.json", made.data, made.size);
    run = ds_run_program(DS_PROGRAM, NULL, "gather", in_folder("kop", path),
                         in_folder("kop/stuk.json", piece), "--parts", "3", "--of", "1", "--lang",
                         "en", NULL);
    if (run.code != 1 || strstr(run.err, "this piece is damaged") == NULL)
        fail_msg("%s: %d: %s", is, run.code, run.err);
    assert_null(strstr(run.err, "Jansen"));
    ds_run_done(&run);
    ds_buffer_done(&made);
    ds_free(text);
}

/* Pieces of rows that say where each stood. */
static ds_run join_placed(const char *const pieces[PIECES]) {
    make_texts(false);
    ds_free(texts[0]);
    texts[0] = ds_strdup("persoon,schooljaar,soort,niveau,opleiding,instelling,doorstroom_rij\n");
    return join_by_hand(pieces, nothing);
}

/* Numbers that no reading gives, and what is said in our name. */
static void test_gather__damaged_pieces(void **state) {
    const char bad[] = "900001,oeps,mbo,2,25001,25LX,777\n900002,2021,mbo,2,25001,25LX,778\n";
    const char *pieces[PIECES] = {bad, "", ""};
    ds_run run;
    (void)state;
    run = join_placed(pieces);
    assert_int_equal(run.code, 1);
    ds_run_done(&run);
    refuses_damaged("\"aantallen\":[2,1,", "\"aantallen\":[2,-1,");
    refuses_damaged("\"aantallen\":[2,1,", "\"aantallen\":[2,3,");
    refuses_damaged("\"aantallen\":[2,1,", "\"aantallen\":[9223372036854775807,1,");
    refuses_damaged("\"aantallen\":[2,1,", "\"aantallen\":[2.5,1,");
    refuses_damaged("\"regel\":777", "\"regel\":-3");
    refuses_damaged("\"en\":\"", "\"en\":\"Jansen\", \"was\":\"");
}

static void test_gather__a_piece_twice(void **state) {
    char *good = good_rows(20);
    const char *pieces[PIECES] = {good, good, ""};
    ds_run run;
    (void)state;
    run = join_placed(pieces);
    assert_int_equal(run.code, 1);
    assert_non_null(strstr(run.err, "twee keer"));
    ds_run_done(&run);
    pieces[1] = ""; /* pieces without rows are as each other */
    done_well(join_by_hand(pieces, nothing));
    pieces[0] = "900041,2021,mbo,2,25001,25LX,1041\n"; /* the same row at another place */
    pieces[1] = "900041,2021,mbo,2,25001,25LX,1042\n";
    done_well(join_by_hand(pieces, nothing));
    ds_free(good);
}

/* ---- how many there are ---- */

enum { NUMBERED = 3 };

/* Piece k of NUMBERED, as number i of n; number NULL: it says none. */
static void number_piece(size_t k, const char *number) {
    char name[40], path[DS_PATH_SIZE];
    (void)snprintf(name, sizeof name, "stuk-0-%zu", k);
    done_well(number == NULL ? ds_run_program(DS_PROGRAM, NULL, "gather", in_folder(name, path),
                                              "--lang", "en", NULL)
                             : ds_run_program(DS_PROGRAM, NULL, "gather", in_folder(name, path),
                                              "--piece", number, NULL));
}

static void write_numbered(void) {
    make_texts(false);
    for (size_t k = 0; k < NUMBERED; k++) {
        char rows[100];
        const int size = snprintf(rows, sizeof rows, "90000%zu,2021,mbo,2,25001,25LX\n", k);
        write_piece(0, k, rows, (size_t)size, NULL, false);
    }
    for (size_t i = 0; i < FILES; i++) /* the second delivery of enrolments stands whole here */
        write_away("kop/leveringen", names[i], texts[i],
                   i == 1 ? strlen(texts[i]) : header_size(i));
    write_away("kop", "doorstroom.yaml", config, strlen(config));
}

/* Of the pieces first and second alone; pieces: what --of says, or NULL. */
static ds_run join_numbered(size_t first, size_t second, const char *pieces) {
    char kop[DS_PATH_SIZE], a[DS_PATH_SIZE], b[DS_PATH_SIZE], name[60];
    (void)in_folder("kop", kop);
    (void)snprintf(name, sizeof name, "stuk-0-%zu/stuk.json", first);
    (void)in_folder(name, a);
    (void)snprintf(name, sizeof name, "stuk-0-%zu/stuk.json", second);
    (void)in_folder(name, b);
    return ds_run_program(DS_PROGRAM, NULL, "gather", kop, a, b, "--parts", "3", "--lang", "en",
                          pieces == NULL ? NULL : "--of", pieces, NULL);
}

/* A piece that is not there is named by its number, wherever it is; what the pieces say is held
 * against what was asked. */
static void test_gather__a_piece_that_is_missing(void **state) {
    static const char *const numbers[NUMBERED] = {"1/3", "2/3", "3/3"};
    static const char *const missing[NUMBERED] = {"piece 1 is missing", "piece 2 is missing",
                                                  "piece 3 is missing"};
    (void)state;
    write_numbered();
    for (size_t k = 0; k < NUMBERED; k++)
        number_piece(k, numbers[k]);
    for (size_t k = 0; k < NUMBERED; k++)
        fails_with(join_numbered((k + 1) % NUMBERED, (k + 2) % NUMBERED, NULL), 1, missing[k]);
    fails_with(join_numbered(0, 1, "5"), 1, "3 too few: piece 3, 4, 5 is missing");
    done_well(join_numbered(0, 1, "2")); /* the first two of three */
    fails_with(join_numbered(0, 2, "2"), 1, "this is piece 3, and there should be 2");
    number_piece(2, "2/3");
    fails_with(join_numbered(1, 2, NULL), 1, "this is piece 2, and so is ");
    number_piece(2, NULL);
    fails_with(join_numbered(1, 2, NULL), 1, "does not say which one it is");
}

/* Pieces of a program that knew no numbers are counted. */
static void test_gather__pieces_without_a_number(void **state) {
    char *facts, *same;
    (void)state;
    write_numbered();
    number_piece(0, NULL);
    number_piece(1, NULL);
    fails_with(join_numbered(0, 1, NULL), 2, "--of N");
    fails_with(join_numbered(0, 1, "3"), 1, "expected 3 pieces (--of), and 2 were given");
    done_well(join_numbered(0, 1, "2"));
    facts = ds_work_read(folder, "kop/geheel.json", NULL);
    number_piece(0, "1/2");
    number_piece(1, "2/2");
    done_well(join_numbered(0, 1, NULL));
    same = ds_work_read(folder, "kop/geheel.json", NULL);
    assert_string_equal(same, facts); /* a number is no fact of the whole */
    ds_free(facts);
    ds_free(same);
}

/* Equal rows are one piece, whatever number it has; a number that gather gives no piece. */
static void test_gather__a_number_makes_no_other_piece(void **state) {
    char path[DS_PATH_SIZE], other[DS_PATH_SIZE], *text, *copy, *at;
    (void)state;
    write_numbered();
    number_piece(0, "1/2");
    text = ds_work_read(folder, "stuk-0-0/stuk.json", NULL);
    copy = ds_strdup(text);
    at = strstr(copy, "\"stuk\":1");
    assert_non_null(at);
    at[7] = '2';
    write_away("stuk-0-1", "stuk.json", copy, strlen(copy));
    fails_with(join_numbered(0, 1, NULL), 1, "there twice");
    at[7] = '3';
    write_away("stuk-0-1", "stuk.json", copy, strlen(copy));
    fails_with(join_numbered(0, 1, NULL), 1, "this piece is damaged");
    fails_with(ds_run_program(DS_PROGRAM, NULL, "gather", in_folder("stuk-0-0", path), "--piece",
                              "3/2", NULL),
               2, "--piece: ");
    fails_with(ds_run_program(DS_PROGRAM, NULL, "gather", path, "--of", "2", NULL), 2, "--of");
    fails_with(ds_run_program(DS_PROGRAM, NULL, "gather", path,
                              in_folder("stuk-0-0/stuk.json", other), "--parts", "3", "--piece",
                              "1/2", NULL),
               2, "--piece");
    ds_free(text);
    ds_free(copy);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_gather__as_split, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_gather__judges_the_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_gather__fingerprint, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_gather__refuses, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_gather__damaged_pieces, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_gather__a_piece_twice, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_gather__a_piece_that_is_missing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_gather__pieces_without_a_number, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_gather__a_number_makes_no_other_piece, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
