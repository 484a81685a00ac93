/* tests/ask/asked.c: see asked.h. */
#include "ask/asked.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"

void asked_split(const char *line, asked_words *out) {
    char *at = out->text;
    out->n = 0;
    assert_true(strlen(line) < sizeof out->text);
    while (*line != '\0') {
        const bool quoted = *line == '\'';
        const size_t size = strcspn(quoted ? ++line : line, quoted ? "'" : " ");
        assert_true(out->n < ASKED_WORDS_MAX);
        memcpy(at, line, size);
        at[size] = '\0';
        out->words[out->n++] = at;
        at += size + 1;
        line += size;
        line += quoted;
        line += *line == ' ';
    }
}

static void keep_line(void *context, ds_ask_line what, const char *nl, const char *en) {
    asked *a = context;
    const size_t size = strlen(a->said);
    assert_true(en[0] != '\0');
    if (what == DS_ASK_SEE_HELP)
        (void)snprintf(a->see_help, sizeof a->see_help, "%s\n", nl);
    else
        (void)snprintf(a->said + size, sizeof a->said - size, "%s\n", nl);
}

static void keep_share(void *context, const char *nl, const char *en, double share) {
    asked *a = context;
    assert_true(nl[0] != '\0' && en[0] != '\0' && share >= 0 && share <= 1);
    a->last_share = share;
}

void asked_ask(const char *line, const ds_ask_options *options, asked *out) {
    const ds_ask_options usual = DS_ASK_OPTIONS_INIT;
    ds_ask_options own = options == NULL ? usual : *options;
    asked_words words;
    *out = (asked){.last_share = -1};
    own.said = keep_line;
    own.progress = own.n_threads == 1 ? keep_share : NULL; /* from one thread here */
    own.context = out;
    asked_split(line, &words);
    out->status = ds_ask(words.words, words.n, &own, &out->answer, &out->err);
    memset(words.text, '#', sizeof words.text - 1); /* borrowed for the call only */
}

void asked_done(asked *a) {
    ds_answer_free(a->answer);
    a->answer = NULL;
}

void asked_beside(const asked *a, char *out, size_t size) {
    const ds_error *err = &a->err;
    char place[64] = "";
    if (a->status == DS_OK) {
        (void)snprintf(out, size, "%s%s", a->said, ds_answer_beside(a->answer));
        return;
    }
    if (err->line != 0 && err->column != 0)
        (void)snprintf(place, sizeof place,
                       "regel %llu, kolom %llu: ", (unsigned long long)err->line,
                       (unsigned long long)err->column);
    else if (err->line != 0)
        (void)snprintf(place, sizeof place, "regel %llu: ", (unsigned long long)err->line);
    (void)snprintf(out, size, "%s%s%s%s%s\n%s", a->said, err->file,
                   err->file[0] != '\0' ? ": " : "", place, err->nl, a->see_help);
}

ds_run asked_run(const char *line) {
    char command[4096];
    assert_true(snprintf(command, sizeof command, "exec '%s' %s", DS_PROGRAM, line) <
                (int)sizeof command);
    return ds_run_program("/bin/sh", NULL, "-c", command, NULL);
}

/* ---- what is asked of ---- */

static void write_here(const char *name, const char *text) {
    ds_free(ds_test_write_string(".", name, text));
}

/* A table of pupils of schools, the same each time. */
static void write_pupils(void) {
    uint64_t seed = 5;
    char *text = ds_calloc(1, 1 << 16), *at = text;
    assert_non_null(text);
    at += sprintf(at, "mee,score,groep,jaar,school,y,z,n,start\n");
    for (int i = 0; i < 300; i++) {
        unsigned draw[4];
        for (size_t k = 0; k < 4; k++) {
            seed = seed * 6364136223846793005U + 1442695040888963407U;
            draw[k] = (unsigned)(seed >> 33);
        }
        at += sprintf(at, "%d,%u.%u,g%u,%d,s%d,%u.%u,%u,%u,%d\n", draw[0] % 4 == 0, draw[1] % 40,
                      draw[1] / 64 % 10, draw[2] % 4, 2012 + i % 6, i / 6 % 25, draw[3] % 9,
                      draw[2] / 64 % 10, draw[3] / 64 % 2, 1 + draw[0] / 64 % 9,
                      i / 6 % 25 < 8 ? 2014 + i / 6 % 25 % 3 : 0);
    }
    write_here("l.csv", text);
    ds_free(text);
}

/* A form, of those that others are tested with. */
static void copy_form(void) {
    char *text = NULL;
    size_t size;
    ds_error err;
    assert_int_equal(ds_file_read(DS_SOURCE_DIR "/tests/formulier/forms/klein.yaml", 1 << 20, &text,
                                  &size, &err),
                     DS_OK);
    write_here("klein.yaml", text);
    ds_free(text);
}

static void write_tables(void) {
    write_pupils();
    copy_form();
    write_here("links.csv", "brin,vestiging\n10AA,00\n20BB,01\n");
    write_here("rechts.csv", "brin,vestiging\n10AA,00\n30CC,\n");
    write_here("n.csv", "groep,n\ng0,90\ng1,80\ng2,70\ng3,60\n");
    write_here("tabel_4_1.csv", "leerweg,n_vsv_2022,pct_vsv_2022\nbbl,100,10.00\nbol,300,5.00\n"
                                "totaal,800,5.71\n");
    write_here("duur.csv",
               "jaar,einde,mee\n1,diploma,1\n2,weg,0\n3,0,1\n2,diploma,0\n3,diploma,1\n");
    write_here("sectorkamer.csv",
               "SECTORKAMER NAAM;HOOFDGROEP NAAM;LEERWEG;NIVEAU;WOONPROVINCIE;JAAR_2023;JAAR_2024\n"
               "Zorg;Zorg;BOL;2;Utrecht;120;<5\nZorg;Zorg;BBL;2;Utrecht;-1;40\n"
               "Zorg;Zorg;TOTAAL;2;Utrecht;123;43\n");
    write_here("veilig/scholen.csv",
               "indicator,schooljaar,school,teller,noemer,onbekend,percentage\n"
               "vsv,2022,A,,100,0,\nvsv,2022,B,,100,0,\nvsv,2022,C,30,100,0,30\n");
    write_here("vragen.csv", "id,soort,wat\nA1,tabel,vsv naar niveau\n");
    write_here("stuk.yaml", "indicators:\n  - {id: x, population: nergens\n");
    write_here("met_fout/definities/stuk.yaml", "indicators:\n  - {id: x, population: nergens}\n");
    write_here("maanden/leveringen/inschrijving.csv",
               "persoon,schooljaar,soort,niveau,leerweg,instelling,leeftijd\n"
               "1,2022,mbo,2,bol,91AA,17\n2,2022,mbo,2,bbl,91AA,18\n1,2023,mbo,2,bol,91AA,18\n");
    write_here("maanden/leveringen/vsv_maand.csv",
               "persoon,maand,instelling,niveau,leerweg,lijst\n1,202210,91AA,2,bol,start\n"
               "2,202210,91AA,2,bbl,start\n2,202210,91AA,2,bbl,vsv\n");
}

static void run_here(const char *line) {
    ds_run run = asked_run(line);
    if (run.code != 0) fail_msg("%s: %d, %s", line, run.code, run.err);
    ds_run_done(&run);
}

static char *folder;

int asked_begin(void **state) {
    (void)state;
    folder = ds_test_folder();
    assert_int_equal(chdir(folder), 0);
    (void)unsetenv("COLUMNS");
    write_tables();
    run_here("simulate proef --persons 3000 --seed 7");
    run_here("import proef");
    run_here("import maanden");
    run_here("tally proef --indicator vsv --by leerweg --part 1/2 --out deel1.json");
    run_here("tally proef --indicator vsv --by leerweg --part 2/2 --out deel2.json");
    return 0;
}

int asked_end(void **state) {
    (void)state;
    assert_int_equal(chdir("/"), 0);
    ds_test_folder_remove(folder);
    return 0;
}
