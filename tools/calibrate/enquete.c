/* tools/calibrate/enquete.c: fits the chances of simulatie/enquete.csv to the published tables.
 *
 *     enquete SIMULATIE LEVERINGEN
 *
 * SIMULATIE holds enquete.csv (read, then written anew), gepubliceerd.csv and the other parameters;
 * LEVERINGEN a made register's deliveries, of which enquete.csv tells who the students are: how
 * they divide over niveau, leerweg, type of institution and so on, by weight. Run it again whenever
 * the composition of the register has changed.
 *
 * An answer's log odds are a sum of the rows that fit the student (simulate/survey.h), a logistic
 * model, so each published share is a smooth function of the rows. The rows are moved, from where
 * they are, to the least sum over the published figures of ((expected - published) / se)^2, se
 * being that of the sample and of the rounding together, plus a small penalty on the move for what
 * no figure tells. Gauss-Newton. Where figures contradict each other this is the compromise that
 * lies within their errors as well as can be; the report printed shows how well. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "doorstroom/table.h"
#include "simulate/survey.h"

enum { ROWS_MAX = 1024, COLUMNS = 14, TARGETS_MAX = 512, ROUNDS = 12, KEYS = 8, FIT_MAX = 96 };
enum { TYPE = 0, NIVEAU, LEERWEG, GESLACHT, MIGRATIE, BEPERKING, OUDERS, HOOFDGROEP };
/* Columns of enquete.csv of simulatie/, where the keys stand. */
enum { C_ANTWOORD, C_JAAR, C_NIVEAU, C_LEERWEG, C_TYPE, C_KANS = 10, C_ODDS, C_SPREIDING };
static const char *const key_names[KEYS] = {"type",
                                            "niveau",
                                            "leerweg",
                                            "geslacht",
                                            "migratieachtergrond",
                                            "functiebeperking",
                                            "opleiding_ouders",
                                            "hoofdgroep"};
static const size_t key_columns[KEYS] = {C_TYPE, C_NIVEAU, C_LEERWEG, 5, 6, 7, 8, 9};
static const double prior_sd = 0.5; /* of a move, in log odds */

/* Words get numbers, in the order in which they come; 0 is the empty word. */
typedef struct words {
    size_t n;
    char of[128][64];
} words;

/* A row of the parameters: the keys it names (0: any), and its log odds. */
typedef struct row {
    char text[COLUMNS][160];
    int answer, jaar;
    uint8_t keys[KEYS];
    double value, start, spread;
} row;

typedef struct respondent {
    uint16_t jaar;
    uint8_t instelling, keys[KEYS];
    bool peiling, has_background;
    uint16_t answered; /* bits by enum ds_answer */
    float weight;
} respondent;

/* A published share, or the difference of two years: those with these keys. */
typedef struct target {
    int answer, jaar;
    bool is_difference;
    uint8_t keys[KEYS];
    double published, half_width, se, expected, n;
    char label[128];
} target;

typedef struct fit {
    words words[KEYS];
    char types[DS_MODEL_INSTELLINGEN_MAX][32];
    row rows[ROWS_MAX];
    size_t n_rows;
    char header[1024];
    respondent *respondents;
    size_t n_respondents, capacity;
    target targets[TARGETS_MAX];
    size_t n_targets;
} fit;

static uint8_t word_of(words *list, ds_text text) {
    if (text.size == 0) return 0;
    for (size_t i = 0; i < list->n; i++)
        if (ds_text_is(text, list->of[i])) return (uint8_t)(i + 1);
    if (list->n == 128) return 0;
    (void)snprintf(list->of[list->n], sizeof list->of[0], "%.*s", (int)text.size, text.data);
    return (uint8_t)++list->n;
}

static int answer_of(ds_text name) {
    for (int a = DS_ANSWER_VOELT_ZICH_STUDENT; a < DS_ANSWERS; a++)
        if (ds_text_is(name, ds_answer_names[a])) return a;
    return -1;
}

static double number_of(ds_text text) {
    int64_t scaled;
    return ds_number_parse_scaled(text, 1000000, &scaled) ? (double)scaled / 1e6 : 0;
}

/* ---- reading ---- */

typedef struct reading {
    fit *fit;
    ds_text names[64];
    char copies[64][48];
    size_t n_names;
    void (*row)(struct reading *r, const ds_text *fields);
} reading;

static ds_status header(void *context, const ds_text *names, size_t n, ds_error *err) {
    reading *r = context;
    if (n > 64) return ds_error_set(err, DS_INPUT, "te veel kolommen", "too many columns");
    for (r->n_names = 0; r->n_names < n; r->n_names++) {
        char *copy = r->copies[r->n_names];
        (void)snprintf(copy, sizeof r->copies[0], "%.*s", (int)names[r->n_names].size,
                       names[r->n_names].data);
        r->names[r->n_names] = ds_text_of(copy);
    }
    return DS_OK;
}

static ds_status batch(void *context, const ds_table_batch *b, ds_error *err) {
    reading *r = context;
    (void)err;
    for (size_t i = 0; i < b->n_records; i++)
        r->row(r, &b->fields[i * b->n_columns]);
    return DS_OK;
}

static ds_text field(const reading *r, const ds_text *fields, const char *name) {
    for (size_t i = 0; i < r->n_names; i++)
        if (ds_text_is(r->names[i], name)) return fields[i];
    return (ds_text){NULL, 0};
}

static ds_status read_table(fit *f, const char *folder, const char *name,
                            void (*take)(reading *, const ds_text *), ds_error *err) {
    reading r = {.fit = f, .row = take};
    ds_table_sink sink = {&r, header, batch, NULL, NULL, NULL};
    char path[DS_PATH_SIZE];
    ds_table_info info;
    ds_status status = ds_file_join(path, folder, name, err);
    if (status == DS_OK) status = ds_table_inspect(path, &info, err);
    if (status == DS_OK) status = ds_table_read(path, &info, 1, &sink, err);
    return status;
}

static void take_institution(reading *r, const ds_text *fields) {
    ds_text type = field(r, fields, "type");
    size_t i = (size_t)number_of(field(r, fields, "nummer")) - 1;
    if (i < DS_MODEL_INSTELLINGEN_MAX)
        (void)snprintf(r->fit->types[i], sizeof r->fit->types[0], "%.*s", (int)type.size,
                       type.data);
}

static void take_row(reading *r, const ds_text *fields) {
    row *to = &r->fit->rows[r->fit->n_rows];
    double number;
    if (r->fit->n_rows == ROWS_MAX || r->n_names != COLUMNS) return;
    r->fit->n_rows++;
    for (size_t c = 0; c < COLUMNS; c++)
        (void)snprintf(to->text[c], sizeof to->text[c], "%.*s", (int)fields[c].size,
                       fields[c].data);
    to->answer = answer_of(fields[C_ANTWOORD]);
    to->jaar = (int)number_of(fields[C_JAAR]);
    for (size_t k = 0; k < KEYS; k++)
        to->keys[k] = word_of(&r->fit->words[k], fields[key_columns[k]]);
    number = number_of(fields[C_KANS]);
    if (fields[C_KANS].size > 0) to->value = log(number / (1 - number));
    if (fields[C_ODDS].size > 0) to->value = log(number_of(fields[C_ODDS]));
    to->spread = number_of(fields[C_SPREIDING]);
    to->start = to->value;
}

static void take_respondent(reading *r, const ds_text *fields) {
    fit *f = r->fit;
    ds_text code = field(r, fields, "instelling");
    respondent to = {.jaar = (uint16_t)number_of(field(r, fields, "jaar")),
                     .weight = (float)number_of(field(r, fields, "gewicht")),
                     .peiling = ds_text_is(field(r, fields, "meting"), "Studentenpeiling")};
    if (code.size != 4) return;
    to.instelling = (uint8_t)((code.data[2] - 'A') * 26 + code.data[3] - 'A');
    if (to.instelling >= DS_MODEL_INSTELLINGEN_MAX) return;
    to.keys[TYPE] = word_of(&f->words[TYPE], ds_text_of(f->types[to.instelling]));
    for (size_t k = NIVEAU; k < KEYS; k++)
        to.keys[k] = word_of(&f->words[k], field(r, fields, key_names[k]));
    to.has_background = to.keys[MIGRATIE] != 0;
    for (int a = DS_ANSWER_VOELT_ZICH_STUDENT; a < DS_ANSWERS; a++)
        if (field(r, fields, ds_answer_names[a]).size > 0) to.answered |= (uint16_t)(1u << a);
    if (!ds_reserve(&f->respondents, &f->capacity, f->n_respondents + 1, sizeof to)) abort();
    f->respondents[f->n_respondents++] = to;
}

/* `niveau=1;leerweg=bol` into keys; false for what is no cell of one year. */
static bool read_keys(fit *f, ds_text text, uint8_t keys[KEYS]) {
    while (text.size > 0) {
        const char *end = memchr(text.data, ';', text.size);
        size_t size = end == NULL ? text.size : (size_t)(end - text.data), k = 0;
        const char *equals = memchr(text.data, '=', size);
        ds_text name, value;
        if (equals == NULL || memchr(text.data, '|', size) != NULL) return false;
        name = (ds_text){text.data, (size_t)(equals - text.data)};
        value = (ds_text){equals + 1, size - name.size - 1};
        if (ds_text_is(name, "type_instelling")) name = ds_text_of("type");
        while (k < KEYS && !ds_text_is(name, key_names[k]))
            k++;
        if (k == KEYS) return false;
        keys[k] = word_of(&f->words[k], value);
        size += end != NULL;
        text = (ds_text){text.data + size, text.size - size};
    }
    return true;
}

static void take_target(reading *r, const ds_text *fields) {
    fit *f = r->fit;
    target to = {.answer = answer_of(field(r, fields, "indicator")),
                 .jaar = (int)number_of(field(r, fields, "schooljaar")),
                 .is_difference = ds_text_is(field(r, fields, "eenheid"), "verschil"),
                 .published = number_of(field(r, fields, "waarde")) / 100};
    ds_text cell = field(r, fields, "uitsplitsing");
    if (!ds_text_is(field(r, fields, "bestand"), "enquete") || to.answer < 0 ||
        f->n_targets == TARGETS_MAX ||
        (!to.is_difference && !ds_text_is(field(r, fields, "eenheid"), "percentage")) ||
        !read_keys(f, cell, to.keys))
        return;
    to.half_width = 0.005 * pow(10, -number_of(field(r, fields, "decimalen")));
    (void)snprintf(to.label, sizeof to.label, "%s %d %.*s%s", ds_answer_names[to.answer], to.jaar,
                   (int)cell.size, cell.data, to.is_difference ? " verschil" : "");
    f->targets[f->n_targets++] = to;
}

/* ---- the model ---- */

static bool fits(const uint8_t keys[KEYS], const uint8_t of[KEYS]) {
    for (size_t k = 0; k < KEYS; k++)
        if (keys[k] != 0 && keys[k] != of[k]) return false;
    return true;
}

/* Whether this respondent stands for the students whom the answer was asked of in jaar: those of
 * its survey, or where that asks no background, of another survey at the same institutions. */
static bool stands_for(const fit *f, const respondent *who, int answer, int jaar) {
    bool peiling = answer == DS_ANSWER_MENTALE_GEZONDHEID, background = false, at = false;
    if (who->jaar != jaar || !who->has_background) return false;
    for (size_t i = 0; i < f->n_respondents && !(background && at); i++) {
        const respondent *other = &f->respondents[i];
        if (other->jaar != jaar || other->peiling != peiling) continue;
        background = background || other->has_background;
        at = at || other->instelling == who->instelling;
    }
    return background ? who->peiling == peiling : at;
}

/* The rows of one answer that are moved, and who stands for whom. */
typedef struct problem {
    fit *fit;
    int answer;
    size_t n;
    row *rows[FIT_MAX];
    size_t n_who;
    const respondent **who;
    double *offset; /* log odds of the institution's own factors */
} problem;

static double own_log_odds(const problem *p, const respondent *who) {
    double sum = 0;
    for (size_t i = 0; i < p->fit->n_rows; i++) {
        const row *of = &p->fit->rows[i];
        if (of->answer == p->answer && of->spread > 0 && (of->jaar == 0 || of->jaar == who->jaar))
            sum += log(ds_survey_own_factor((enum ds_answer)p->answer, of->jaar, who->instelling,
                                            of->spread));
    }
    return sum;
}

static void fill_who(problem *p) {
    enum { UNKNOWN, NO, YES, YEARS = 64 };
    static uint8_t known[YEARS][2][DS_MODEL_INSTELLINGEN_MAX];
    fit *f = p->fit;
    memset(known, UNKNOWN, sizeof known);
    for (size_t i = 0; i < f->n_respondents; i++) {
        const respondent *who = &f->respondents[i];
        uint8_t *stands = &known[who->jaar % YEARS][who->peiling][who->instelling];
        if (!who->has_background) continue;
        if (*stands == UNKNOWN) *stands = stands_for(f, who, p->answer, who->jaar) ? YES : NO;
        if (*stands != YES) continue;
        p->who[p->n_who] = who;
        p->offset[p->n_who++] = own_log_odds(p, who);
    }
}

/* Expected shares and their derivatives by the rows: sums[2][...] for jaar and the year before. */
typedef struct sums {
    double weight, share, by[FIT_MAX];
} sums;

static int year_before(const problem *p, int jaar) {
    int before = 0;
    for (size_t i = 0; i < p->n; i++)
        if (p->rows[i]->jaar < jaar && p->rows[i]->jaar > before) before = p->rows[i]->jaar;
    return before;
}

static void add_person(const problem *p, const respondent *who, double chance, const bool *holds,
                       sums *to) {
    to->weight += who->weight;
    to->share += who->weight * chance;
    for (size_t j = 0; j < p->n; j++)
        if (holds[j]) to->by[j] += who->weight * chance * (1 - chance);
}

static void add_sums(const problem *p, sums (*out)[2]) {
    for (size_t i = 0; i < p->n_who; i++) {
        const respondent *who = p->who[i];
        double log_odds = p->offset[i], chance;
        bool holds[FIT_MAX];
        for (size_t j = 0; j < p->n; j++) {
            const row *of = p->rows[j];
            holds[j] = (of->jaar == 0 || of->jaar == who->jaar) && fits(of->keys, who->keys);
            if (holds[j]) log_odds += of->value;
        }
        chance = 1 / (1 + exp(-log_odds));
        for (size_t t = 0; t < p->fit->n_targets; t++) {
            const target *of = &p->fit->targets[t];
            if (of->answer != p->answer || !fits(of->keys, who->keys)) continue;
            if (of->jaar == who->jaar) add_person(p, who, chance, holds, &out[t][0]);
            if (of->is_difference && year_before(p, of->jaar) == who->jaar)
                add_person(p, who, chance, holds, &out[t][1]);
        }
    }
}

/* Solves a x = b in place, a symmetric and positive definite. */
static void solve(double a[FIT_MAX][FIT_MAX], double *b, size_t n) {
    for (size_t i = 0; i < n; i++) {
        for (size_t k = i + 1; k < n; k++) {
            double factor = a[k][i] / a[i][i];
            for (size_t j = i; j < n; j++)
                a[k][j] -= factor * a[i][j];
            b[k] -= factor * b[i];
        }
    }
    for (size_t i = n; i-- > 0;) {
        for (size_t j = i + 1; j < n; j++)
            b[i] -= a[i][j] * b[j];
        b[i] /= a[i][i];
    }
}

static void step(problem *p) {
    static double a[FIT_MAX][FIT_MAX];
    static sums all[TARGETS_MAX][2];
    double b[FIT_MAX];
    memset(all, 0, sizeof all);
    add_sums(p, all);
    for (size_t i = 0; i < p->n; i++) {
        for (size_t j = 0; j < p->n; j++)
            a[i][j] = 0;
        a[i][i] = 1 / (prior_sd * prior_sd);
        b[i] = (p->rows[i]->start - p->rows[i]->value) / (prior_sd * prior_sd);
    }
    for (size_t t = 0; t < p->fit->n_targets; t++) {
        target *of = &p->fit->targets[t];
        const sums *now = &all[t][0], *then = &all[t][1];
        double slope[FIT_MAX];
        if (of->answer != p->answer || now->weight <= 0) continue;
        of->expected = now->share / now->weight;
        if (of->is_difference && then->weight > 0) of->expected -= then->share / then->weight;
        for (size_t j = 0; j < p->n; j++) {
            slope[j] = now->by[j] / now->weight;
            if (of->is_difference && then->weight > 0) slope[j] -= then->by[j] / then->weight;
        }
        for (size_t i = 0; i < p->n; i++) {
            for (size_t j = 0; j < p->n; j++)
                a[i][j] += slope[i] * slope[j] / (of->se * of->se);
            b[i] += slope[i] * (of->published - of->expected) / (of->se * of->se);
        }
    }
    solve(a, b, p->n);
    for (size_t i = 0; i < p->n; i++)
        p->rows[i]->value += b[i];
}

/* The standard error of a published share as it will be seen: of the sample and of the rounding. */
static void fill_errors(fit *f) {
    for (size_t t = 0; t < f->n_targets; t++) {
        target *of = &f->targets[t];
        double share = of->is_difference ? 0.8 : of->published;
        for (size_t i = 0; i < f->n_respondents; i++)
            if (f->respondents[i].jaar == of->jaar && fits(of->keys, f->respondents[i].keys) &&
                (f->respondents[i].answered >> of->answer & 1) != 0)
                of->n++;
        of->se = sqrt(share * (1 - share) / (of->n + 1) * (of->is_difference ? 1.6 : 1) +
                      of->half_width * of->half_width / 3);
    }
}

static void fit_answer(fit *f, int answer) {
    problem p = {.fit = f, .answer = answer};
    size_t n_targets = 0;
    for (size_t t = 0; t < f->n_targets; t++)
        n_targets += f->targets[t].answer == answer;
    for (size_t i = 0; i < f->n_rows && p.n < FIT_MAX; i++)
        if (f->rows[i].answer == answer && f->rows[i].spread == 0) p.rows[p.n++] = &f->rows[i];
    if (n_targets == 0 || p.n == 0) return;
    p.who = ds_malloc((f->n_respondents + 1) * sizeof *p.who);
    p.offset = ds_malloc((f->n_respondents + 1) * sizeof *p.offset);
    if (p.who == NULL || p.offset == NULL) abort();
    fill_who(&p);
    for (int round = 0; round < ROUNDS; round++)
        step(&p);
    ds_free(p.who);
    ds_free(p.offset);
}

/* ---- writing ---- */

static void write_rows(const fit *f, FILE *out) {
    static const char names[] = "antwoord,jaar,niveau,leerweg,type,geslacht,migratieachtergrond,"
                                "functiebeperking,opleiding_ouders,hoofdgroep,kans,odds,spreiding,"
                                "bron\n";
    (void)fputs(names, out);
    for (size_t i = 0; i < f->n_rows; i++) {
        const row *of = &f->rows[i];
        bool moved = fabs(of->value - of->start) > 1e-4;
        for (size_t c = 0; c < COLUMNS; c++) {
            bool quoted = strchr(of->text[c], ',') != NULL;
            if (moved && c == C_KANS && of->text[c][0] != '\0')
                (void)fprintf(out, "%.5f", 1 / (1 + exp(-of->value)));
            else if (moved && c == C_ODDS && of->text[c][0] != '\0')
                (void)fprintf(out, "%.4f", exp(of->value));
            else
                (void)fprintf(out, quoted ? "\"%s\"" : "%s", of->text[c]);
            (void)fputc(c + 1 < COLUMNS ? ',' : '\n', out);
        }
    }
}

static ds_status write_file(const fit *f, const char *folder, ds_error *err) {
    char path[DS_PATH_SIZE], *data = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&data, &size);
    ds_status status = ds_file_join(path, folder, "enquete.csv", err);
    if (memory == NULL) return ds_error_memory(err);
    write_rows(f, memory);
    (void)fclose(memory);
    if (status == DS_OK) status = ds_file_write(path, data, size, err);
    free(data);
    return status;
}

static void report(const fit *f) {
    for (size_t t = 0; t < f->n_targets; t++) {
        const target *of = &f->targets[t];
        (void)printf("%-75s %6.2f %6.2f  z %5.2f  n %.0f\n", of->label, 100 * of->published,
                     100 * of->expected, (of->expected - of->published) / of->se, of->n);
    }
}

int main(int argc, char **argv) {
    fit *f = ds_calloc(1, sizeof *f);
    ds_error err = {0};
    ds_status status;
    if (argc != 3 || f == NULL) {
        (void)fputs("enquete SIMULATIE LEVERINGEN\n", stderr);
        ds_free(f);
        return DS_USAGE;
    }
    status = read_table(f, argv[1], "instellingen.csv", take_institution, &err);
    if (status == DS_OK) status = read_table(f, argv[1], "enquete.csv", take_row, &err);
    if (status == DS_OK) status = read_table(f, argv[1], "gepubliceerd.csv", take_target, &err);
    if (status == DS_OK) status = read_table(f, argv[2], "enquete.csv", take_respondent, &err);
    if (status == DS_OK) {
        fill_errors(f);
        for (int a = DS_ANSWER_VOELT_ZICH_STUDENT; a < DS_ANSWERS; a++)
            fit_answer(f, a);
        report(f);
        status = write_file(f, argv[1], &err);
    }
    if (status != DS_OK)
        (void)fprintf(stderr, "%s:%llu: %s\n", err.file, (unsigned long long)err.line, err.en);
    ds_free(f->respondents);
    ds_free(f);
    return (int)status;
}
