/* tally/survey.c: answers × a definition → survey cells. See doorstroom/survey_tally.h.
 *
 * The definition is compiled as over careers (program.c), with an answer in the place of a person
 * and one year. Each row that counts gets the number of its group (year, cluster, stratum, classes,
 * keys) and what was answered; then the rounds in which nobody answered fall away, for there it was
 * not asked; then the rows are sorted by group and each group is added up, in whole numbers. */
#include "doorstroom/survey_tally.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "tally/answers.h"
#include "tally/count.h"
#include "tally/evaluate.h"
#include "tally/survey.h"

/* The keys of a group: jaar, the cluster, the stratum where there is one, the classes, what is
 * broken down by. */
enum { PLACE_YEAR, PLACE_CLUSTER, PLACE_STRATUM };

/* A row that counts. */
typedef struct counted_row {
    uint64_t group;
    int64_t weight;
    int32_t value; /* in the unit of the outcome; of an event 0 or 1 */
    uint32_t round;
    bool in_population, known;
} counted_row;

typedef struct surveying {
    const ds_survey_source *source;
    const ds_indicator *indicator;
    const ds_enquete *enquete;
    const ds_tally_request *request;
    ds_answer_columns *answers;
    ds_program program;
    ds_evaluator *evaluator;
    ds_tally_request grouped; /* the keys of a group */
    uint32_t nodes[DS_KEYS_MAX];
    const char *names[DS_KEYS_MAX];
    size_t n_before; /* keys before those of the breakdown */
    ds_count_plan plan;
    ds_operand frame, meting;
    int64_t *weights;
    counted_row *rows;
    size_t n_rows;
    ds_survey_rounds rounds;
} surveying;

static void surveying_done(surveying *s) {
    ds_evaluator_free(s->evaluator);
    ds_program_done(&s->program);
    ds_answer_columns_free(s->answers);
    ds_free(s->weights);
    ds_free(s->rows);
    ds_survey_rounds_done(&s->rounds);
}

/* ---- compiling ---- */

static ds_status add_group_key(surveying *s, uint32_t node, const char *name, ds_error *err) {
    if (s->grouped.n_keys == DS_KEYS_MAX)
        return ds_error_set(err, DS_USAGE, "meer dan %d kenmerken", "more than %d keys",
                            DS_KEYS_MAX);
    s->nodes[s->grouped.n_keys] = node;
    s->names[s->grouped.n_keys++] = name;
    return DS_OK;
}

static ds_status list_group_keys(surveying *s, ds_error *err) {
    ds_status status = add_group_key(s, s->enquete->jaar_node, "jaar", err);
    if (status == DS_OK)
        status = add_group_key(s, s->enquete->cluster_node, s->enquete->cluster, err);
    if (status == DS_OK && s->enquete->strata_node != UINT32_MAX)
        status = add_group_key(s, s->enquete->strata_node, s->enquete->strata, err);
    for (size_t i = 0; status == DS_OK && i < s->enquete->n_margins; i++)
        status = add_group_key(s, s->enquete->margin_nodes[i], s->enquete->margins[i], err);
    s->n_before = s->grouped.n_keys;
    for (size_t i = 0; status == DS_OK && i < s->request->n_keys; i++)
        status = add_group_key(s, s->request->keys[i], s->request->key_names[i], err);
    return status;
}

static ds_status compile_all(surveying *s, ds_error *err) {
    ds_status status = list_group_keys(s, err);
    if (status == DS_OK)
        status = ds_program_add(&s->program, s->enquete->meting_node, &s->meting, err);
    s->grouped.keys = s->nodes;
    s->grouped.key_names = s->names;
    s->grouped.indicator = s->indicator;
    s->plan.request = &s->grouped;
    if (status == DS_OK)
        status = ds_program_add(&s->program, s->indicator->population, &s->plan.population, err);
    if (status == DS_OK)
        status = ds_program_add(&s->program, s->indicator->outcome, &s->plan.outcome, err);
    if (status == DS_OK && s->indicator->numeric)
        status = ds_program_decode(&s->program, &s->plan.outcome, err);
    if (status == DS_OK && s->enquete->frame != UINT32_MAX)
        status = ds_program_add(&s->program, s->enquete->frame, &s->frame, err);
    for (size_t k = 0; status == DS_OK && k < s->grouped.n_keys; k++)
        status = ds_program_add(&s->program, s->nodes[k], &s->plan.keys[k].operand, err);
    return status == DS_OK ? ds_count_plan_keys(&s->program, &s->plan, err) : status;
}

static void mark_all(surveying *s) {
    ds_program_mark(&s->program, s->plan.population, 1);
    ds_program_mark(&s->program, s->plan.outcome, 1);
    ds_program_mark(&s->program, s->meting, 1);
    if (s->enquete->frame != UINT32_MAX) ds_program_mark(&s->program, s->frame, 1);
    for (size_t k = 0; k < s->grouped.n_keys; k++)
        ds_program_mark(&s->program, s->plan.keys[k].operand, 1);
}

/* ---- the rows ---- */

/* One block's rows, as the evaluator made them. */
typedef struct block_rows {
    const uint8_t *frame; /* NULL: everybody */
    const uint8_t *population;
    const void *outcome;
    const uint32_t *meting;
    const int32_t *jaar;
    uint64_t groups[DS_WIDE];
    bool nowhere[DS_WIDE];   /* has no cluster or stratum */
    bool classless[DS_WIDE]; /* has not each of the attributes to be calibrated to */
} block_rows;

static void read_block(const surveying *s, block_rows *b) {
    const ds_evaluator *e = s->evaluator;
    b->frame = s->enquete->frame == UINT32_MAX ? NULL : ds_evaluator_row(e, s->frame, 0);
    b->population = ds_evaluator_row(e, s->plan.population, 0);
    b->outcome = ds_evaluator_row(e, s->plan.outcome, 0);
    b->meting = ds_evaluator_row(e, s->meting, 0);
    b->jaar = ds_evaluator_row(e, s->plan.keys[PLACE_YEAR].operand, 0);
}

/* The codes of all keys as one number, key by key; a missing one of those before the breakdown is
 * code 0. */
static ds_status number_groups(const surveying *s, const uint16_t *slots, size_t n, block_rows *b,
                               ds_error *err) {
    const size_t first_class = s->n_before - s->enquete->n_margins;
    uint64_t codes[DS_WIDE];
    memset(b->groups, 0, sizeof b->groups);
    memset(b->nowhere, 0, sizeof b->nowhere);
    memset(b->classless, 0, sizeof b->classless);
    for (size_t k = 0; k < s->grouped.n_keys; k++) {
        const ds_counter_key *key = &s->plan.keys[k];
        const bool truth = s->program.steps[key->operand.step].format == DS_FORMAT_BOOL;
        memset(codes, 0, sizeof codes);
        if (!ds_count_add_key(&s->program, s->evaluator, key, 0, slots, n, codes))
            return ds_error_set(err, DS_FAULT, "een code buiten zijn lijst",
                                "a code beyond its list");
        for (size_t i = 0; i < n; i++) {
            const bool missing = codes[i] == (truth ? DS_U : 0);
            b->groups[i] = b->groups[i] * key->n + codes[i];
            b->nowhere[i] |= missing && k < first_class;
            b->classless[i] |= missing && k >= first_class && k < s->n_before;
        }
    }
    return DS_OK;
}

/* Who was not asked counts nowhere, but says that its cluster took part. */
static void take_row(surveying *s, const block_rows *b, size_t i, uint64_t at,
                     ds_survey_round *round, size_t n_round) {
    counted_row *row = &s->rows[s->n_rows++];
    *row = (counted_row){.group = b->groups[i], .weight = s->weights[at]};
    row->round = (uint32_t)n_round;
    if (row->weight == 0) return;
    row->in_population = b->population[i] == DS_T;
    if (s->indicator->numeric) {
        row->value = ((const int32_t *)b->outcome)[i];
        row->known = row->in_population && row->value != INT32_MIN;
    } else {
        const uint8_t truth = ((const uint8_t *)b->outcome)[i];
        row->value = truth == DS_T;
        row->known = row->in_population && truth != DS_U;
    }
    round->n++;
    round->n_population += row->in_population;
    round->n_known += row->known;
    round->asked = round->asked || row->known;
}

/* Where it lies, or that it lies nowhere: then it is counted by why. */
static void place_row(surveying *s, const block_rows *b, size_t i, uint64_t at,
                      ds_survey_round *round, size_t n_round) {
    const bool weighs = s->weights[at] != 0;
    round->n_weightless += !weighs;
    if (b->nowhere[i])
        round->n_nowhere += weighs;
    else if (b->classless[i])
        round->n_classless += weighs && b->population[i] == DS_T;
    else
        take_row(s, b, i, at, round, n_round);
}

static ds_status take_block(surveying *s, uint64_t block, ds_error *err) {
    const uint64_t first = block * DS_WIDE, left = ds_answer_columns_n(s->answers) - first;
    const size_t n = left < DS_WIDE ? (size_t)left : DS_WIDE;
    const ds_step *metingen = &s->program.steps[s->meting.step];
    uint16_t slots[DS_WIDE];
    block_rows b;
    ds_status status = ds_evaluator_run(s->evaluator, block, 0, err);
    for (size_t i = 0; i < n; i++)
        slots[i] = (uint16_t)i;
    if (status != DS_OK) return status;
    read_block(s, &b);
    status = number_groups(s, slots, n, &b, err);
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        size_t n_round = 0;
        if ((b.frame != NULL && b.frame[i] != DS_T) || b.meting[i] == 0 || b.jaar[i] == INT32_MIN)
            continue;
        status = ds_survey_rounds_find(&s->rounds, metingen->words[b.meting[i] - 1], b.jaar[i],
                                       &n_round, err);
        if (status == DS_OK) place_row(s, &b, i, first + i, &s->rounds.list[n_round], n_round);
    }
    return status;
}

/* ---- adding up ---- */

static int compare_counted(const void *a, const void *b) {
    const counted_row *x = a, *y = b;
    return x->group < y->group ? -1 : x->group > y->group;
}

/* The keys of a group as texts; out[k] may lie in numbers[k]. */
static void group_texts(const surveying *s, uint64_t group, char numbers[][DS_NUMBER_SIZE],
                        ds_text *out) {
    for (size_t k = s->grouped.n_keys; k-- > 0;) {
        const ds_counter_key *key = &s->plan.keys[k];
        out[k] = ds_count_code_text(&s->program, s->nodes[k], key, group % key->n, numbers[k]);
        group /= key->n;
    }
}

static int group_year(const surveying *s, uint64_t group) {
    for (size_t k = s->grouped.n_keys; k-- > 1;)
        group /= s->plan.keys[k].n;
    return (int)((int64_t)group - 1 + s->plan.keys[PLACE_YEAR].low);
}

static ds_status add_group(const surveying *s, uint64_t group, const ds_survey_measures *measures,
                           const ds_measures *counts, ds_survey_tally *out, ds_error *err) {
    char numbers[DS_KEYS_MAX][DS_NUMBER_SIZE];
    ds_text texts[DS_KEYS_MAX] = {{NULL, 0}}, out_keys[DS_KEYS_MAX];
    const size_t strata = s->enquete->strata_node != UINT32_MAX;
    ds_survey_row row = {.year = group_year(s, group), .measures = *measures};
    ds_status status;
    group_texts(s, group, numbers, texts);
    row.cluster = texts[PLACE_CLUSTER];
    row.calibration = texts + PLACE_STRATUM + strata;
    row.by = texts + s->n_before;
    status = ds_survey_add_part(out, row.year, row.cluster,
                                strata ? texts[PLACE_STRATUM] : ds_text_of(""), err);
    if (status == DS_OK && measures->n > 0) status = ds_survey_cells_add(out->cells, &row, err);
    if (status != DS_OK || counts->noemer + counts->onbekend == 0) return status;
    out_keys[0] = row.cluster;
    memcpy(out_keys + 1, row.by, s->request->n_keys * sizeof *out_keys);
    return ds_cells_add(out->counts, row.year, out_keys, counts, err);
}

static void count_row(const surveying *s, const counted_row *row, ds_measures *to) {
    if (!row->known) {
        to->onbekend += row->in_population;
        return;
    }
    to->noemer++;
    if (!s->indicator->numeric) {
        to->teller += row->value == 1;
        return;
    }
    to->som = ds_sum_of(ds_sum_value(to->som) + row->value);
    to->som_kwadraten =
        ds_sum_of(ds_sum_value(to->som_kwadraten) + (ds_int128)row->value * row->value);
}

/* Rows of rounds that were asked, group by group. */
static ds_status add_groups(surveying *s, ds_survey_tally *out, ds_error *err) {
    ds_status status = DS_OK;
    size_t i = 0;
    if (s->n_rows > 1) qsort(s->rows, s->n_rows, sizeof *s->rows, compare_counted);
    while (status == DS_OK && i < s->n_rows) {
        const uint64_t group = s->rows[i].group;
        ds_survey_measures measures = {0};
        ds_measures counts = {0};
        bool asked = false;
        for (; status == DS_OK && i < s->n_rows && s->rows[i].group == group; i++) {
            const counted_row *row = &s->rows[i];
            const ds_survey_answer answer = {row->weight, row->known, row->value, 0};
            if (!s->rounds.list[row->round].asked) continue;
            asked = true;
            status = ds_survey_count(out->cells, &answer, &measures, err);
            count_row(s, row, &counts);
        }
        if (status == DS_OK && asked) status = add_group(s, group, &measures, &counts, out, err);
    }
    return status;
}

static ds_status make_tables(const surveying *s, ds_survey_tally *out, ds_error *err) {
    const ds_node *outcome = &s->program.nodes[s->indicator->outcome];
    const char *names[DS_KEYS_MAX];
    const int32_t scale = s->indicator->numeric ? outcome->scale : 1;
    const ds_survey_shape shape = {.question = s->indicator->id,
                                   .kind = s->indicator->numeric ? DS_SURVEY_MEAN : DS_SURVEY_SHARE,
                                   .weight_scale = 1000000,
                                   .y_scale = scale,
                                   .x_scale = 1,
                                   .calibration = s->enquete->margins,
                                   .n_calibration = s->enquete->n_margins,
                                   .by = s->request->key_names,
                                   .n_by = s->request->n_keys};
    out->cells = ds_survey_cells_new(&shape);
    names[0] = s->enquete->cluster;
    for (size_t k = 0; k < s->request->n_keys; k++)
        names[k + 1] = s->request->key_names[k];
    out->counts =
        ds_cells_new(s->indicator->id, s->indicator->numeric, scale, names, s->request->n_keys + 1);
    return out->cells == NULL || out->counts == NULL ? ds_error_memory(err) : DS_OK;
}

/* ---- the whole ---- */

static ds_status prepare_survey(surveying *s, const ds_definitions *definitions, ds_error *err) {
    uint64_t n;
    ds_status status;
    s->answers = ds_answer_columns_new(s->source);
    if (s->answers == NULL) return ds_error_memory(err);
    n = ds_answer_columns_n(s->answers);
    s->weights = ds_calloc(n + 1, sizeof *s->weights);
    s->rows = ds_calloc(n + 1, sizeof *s->rows);
    if (s->weights == NULL || s->rows == NULL) return ds_error_memory(err);
    status = ds_program_init_answers(&s->program, s->answers, definitions, err);
    if (status == DS_OK)
        status = ds_answer_columns_weights(s->answers, s->enquete->weight, s->weights, err);
    if (status == DS_OK) status = compile_all(s, err);
    if (status != DS_OK) return status;
    mark_all(s);
    s->evaluator = ds_evaluator_new(&s->program);
    return s->evaluator == NULL ? ds_error_memory(err) : DS_OK;
}

static ds_status run_survey(surveying *s, const ds_definitions *definitions, ds_survey_tally *out,
                            ds_error *err) {
    ds_status status = prepare_survey(s, definitions, err);
    for (uint64_t b = 0; status == DS_OK && b < ds_answer_columns_n_blocks(s->answers); b++)
        status = take_block(s, b, err);
    if (status == DS_OK) status = make_tables(s, out, err);
    if (status == DS_OK) status = add_groups(s, out, err);
    if (status != DS_OK) return status;
    ds_cells_finish(out->counts);
    ds_survey_rounds_take(&s->rounds, &out->rounds, &out->n_rounds);
    return DS_OK;
}

ds_status ds_tally_survey(const ds_survey_source *source, const ds_definitions *definitions,
                          const ds_tally_request *request, ds_survey_tally *out, ds_error *err) {
    surveying s = {.source = source, .request = request, .indicator = request->indicator};
    ds_survey_tally made = {0};
    ds_status status;
    s.enquete = request->indicator->enquete;
    if (s.enquete == NULL)
        return ds_error_set(err, DS_USAGE, "'%s' gaat over loopbanen, niet over een enquête",
                            "'%s' is over careers, not over a survey", request->indicator->id);
    status = run_survey(&s, definitions, &made, err);
    surveying_done(&s);
    if (status == DS_OK)
        *out = made;
    else
        ds_survey_tally_done(&made);
    return status;
}
