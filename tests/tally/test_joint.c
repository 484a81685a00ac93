/* tests/tally/test_joint.c: joint cells add up to the cells of each of their indicators. */
#include "tally/work.h"

#include "support/random_register.h"
#include "tally/joint.h"

enum { REQUESTS = 4, KEYS = 3 };

/* The last has its value beside its event, as an evaluation asks for it. */
static const char *const ids[REQUESTS] = {"vsv", "switch", "switch_alle", "vsv"};
static const char *const names[KEYS + 1] = {"niveau", "instelling", "geslacht", "eerste_jaar_mbo"};

typedef struct question {
    ds_definitions *definitions;
    ds_overlay *overlay;
    uint32_t keys[KEYS + 1];
    ds_tally_request requests[REQUESTS];
} question;

static void ask(question *q) {
    ds_error err;
    memset(&err, 0, sizeof err);
    q->definitions = work_standard();
    q->overlay = ds_overlay_new(q->definitions);
    for (size_t k = 0; k < KEYS + 1; k++)
        if (ds_overlay_key(q->overlay, names[k], &q->keys[k], &err) != DS_OK)
            fail_msg("%s", err.en);
    for (size_t i = 0; i < REQUESTS; i++)
        q->requests[i] = (ds_tally_request){work_indicator(q->definitions, ids[i]), q->keys, names,
                                            i + 1 == REQUESTS ? KEYS + 1 : KEYS};
}

static void question_done(question *q) {
    ds_overlay_free(q->overlay);
    ds_definitions_free(q->definitions);
}

static ds_joint *count(const ds_register *reg, const question *q, const int *years, size_t n_years,
                       size_t n_workers, ds_tally_note *notes) {
    const ds_joint_asked asked = {.requests = q->requests,
                                  .n = REQUESTS,
                                  .n_keys = KEYS,
                                  .years = years,
                                  .n_years = n_years,
                                  .n_workers = n_workers};
    ds_joint *joint = NULL;
    ds_error err;
    memset(&err, 0, sizeof err);
    if (ds_tally_joint(reg, ds_overlay_definitions(q->overlay), &asked, &joint, notes, &err) !=
        DS_OK)
        fail_msg("%s", err.en);
    return joint;
}

/* The cells of one request, of a joint's rows. */
static ds_cells *expand(const ds_joint *joint, const question *q, size_t i) {
    const ds_joint_field *f = &joint->fields[i];
    ds_cells *cells = ds_cells_new(ids[i], false, 1, names, q->requests[i].n_keys);
    ds_error err;
    assert_non_null(cells);
    for (size_t r = 0; r < joint->n_rows; r++) {
        const uint64_t *row = joint->rows + r * joint->stride, n = ds_joint_persons(joint, row);
        const ds_joint_state state = ds_joint_state_of(f, row);
        const ds_measures m = {.teller = state == DS_JOINT_TRUE ? n : 0,
                               .noemer = state == DS_JOINT_UNKNOWN ? 0 : n,
                               .onbekend = state == DS_JOINT_UNKNOWN ? n : 0};
        ds_text keys[KEYS + 1];
        if (state == DS_JOINT_ABSENT) continue;
        for (size_t k = 0; k < KEYS; k++)
            keys[k] = joint->texts[k][joint->codes[r * KEYS + k]];
        if (f->bits > 0) keys[KEYS] = f->values[ds_joint_value_of(f, row)];
        assert_int_equal(ds_cells_add(cells, joint->years[ds_joint_year(row)], keys, &m, &err),
                         DS_OK);
    }
    ds_cells_finish(cells);
    return cells;
}

static void same_cells(ds_cells *a, ds_cells *b) {
    char *x = work_csv(a), *y = work_csv(b);
    assert_string_equal(x, y);
    ds_free(x);
    ds_free(y);
    ds_cells_free(a);
}

static ds_register *make_register(char *folder, size_t n, uint64_t seed) {
    const random_register options = {.n_persons = n, .row_seed = 1, .seed = seed};
    random_register_write(&options, folder, NULL, NULL);
    return work_register(folder);
}

static void compare(const ds_register *reg, const question *q) {
    const ds_tally_options options = {.n_workers = 2};
    ds_cells *cells[REQUESTS];
    ds_tally_note notes[REQUESTS], joint_notes[REQUESTS];
    ds_error err;
    memset(&err, 0, sizeof err);
    if (ds_tally(reg, ds_overlay_definitions(q->overlay), q->requests, REQUESTS, &options, cells,
                 notes, &err) != DS_OK)
        fail_msg("%s", err.en);
    for (size_t workers = 1; workers <= 3; workers += 2) {
        ds_joint *joint = count(reg, q, NULL, 0, workers, joint_notes);
        assert_memory_equal(notes, joint_notes, sizeof notes);
        for (size_t i = 0; i < REQUESTS; i++)
            same_cells(expand(joint, q, i), cells[i]);
        ds_joint_free(joint);
    }
    for (size_t i = 0; i < REQUESTS; i++)
        ds_cells_free(cells[i]);
}

static void test_joint__adds_up(void **state) {
    question q;
    (void)state;
    ask(&q);
    for (uint64_t seed = 20; seed < 24; seed++) {
        char *folder = ds_test_folder();
        ds_register *reg = make_register(folder, 1100 + 1200 * (seed % 2), seed);
        compare(reg, &q);
        ds_register_close(reg);
        ds_test_folder_remove(folder);
    }
    question_done(&q);
}

/* Only the school years that are wanted; no two rows are equal. */
static void test_joint__years_and_rows(void **state) {
    char *folder = ds_test_folder();
    ds_register *reg = make_register(folder, 1500, 21);
    question q;
    ds_tally_note notes[REQUESTS];
    uint64_t n[2] = {0, 0};
    int year = 0;
    ds_joint *joint;
    (void)state;
    ask(&q);
    joint = count(reg, &q, NULL, 0, 2, notes);
    assert_true(joint->n_rows > 0);
    year = joint->years[ds_joint_year(joint->rows)];
    for (size_t i = 0; i < joint->n_rows; i++) {
        const uint64_t *row = joint->rows + i * joint->stride;
        if (joint->years[ds_joint_year(row)] == year) n[0] += ds_joint_persons(joint, row);
        for (size_t k = 0; k < i; k++)
            if (memcmp(row, joint->rows + k * joint->stride, (joint->stride - 1) * 8) == 0 &&
                memcmp(joint->codes + i * KEYS, joint->codes + k * KEYS, KEYS * 4) == 0)
                fail_msg("rows %zu and %zu are equal", k, i);
    }
    ds_joint_free(joint);
    joint = count(reg, &q, &year, 1, 2, notes);
    for (size_t i = 0; i < joint->n_rows; i++) {
        const uint64_t *row = joint->rows + i * joint->stride;
        assert_int_equal(joint->years[ds_joint_year(row)], year);
        n[1] += ds_joint_persons(joint, row);
    }
    assert_int_equal(n[0], n[1]);
    ds_joint_free(joint);
    question_done(&q);
    ds_register_close(reg);
    ds_test_folder_remove(folder);
}

static void test_joint__refuses(void **state) {
    char *folder = ds_test_folder();
    ds_register *reg = make_register(folder, 300, 21);
    question q;
    ds_indicator other;
    ds_joint *joint = NULL;
    ds_tally_note notes[REQUESTS];
    ds_error err;
    (void)state;
    ask(&q);
    other = *q.requests[1].indicator;
    for (int fault = 0; fault < 4; fault++) {
        const ds_joint_asked asked = {.requests = q.requests, .n = REQUESTS, .n_keys = KEYS};
        uint32_t keys[KEYS];
        memcpy(keys, q.keys, sizeof keys);
        q.requests[1].indicator = &other;
        q.requests[1].keys = keys;
        other.pool = fault == 0 ? 2 : 0;
        other.numeric = fault == 1;
        other.per = fault == 2 ? DS_PER_OPLEIDING : DS_PER_PERSOON;
        if (fault == 3) keys[1] = keys[0];
        assert_int_equal(
            ds_tally_joint(reg, ds_overlay_definitions(q.overlay), &asked, &joint, notes, &err),
            DS_USAGE);
        assert_null(joint);
    }
    question_done(&q);
    ds_register_close(reg);
    ds_test_folder_remove(folder);
}

typedef struct counted {
    const ds_register *reg;
    const question *q;
} counted;

static ds_status count_once(void *context, ds_error *err) {
    const counted *c = context;
    const ds_joint_asked asked = {
        .requests = c->q->requests, .n = REQUESTS, .n_keys = KEYS, .n_workers = 1};
    ds_joint *joint = NULL;
    ds_tally_note notes[REQUESTS];
    const ds_status status =
        ds_tally_joint(c->reg, ds_overlay_definitions(c->q->overlay), &asked, &joint, notes, err);
    assert_true((status == DS_OK) == (joint != NULL));
    ds_joint_free(joint);
    return status;
}

static void test_joint__every_allocation(void **state) {
    char *folder = ds_test_folder();
    ds_register *reg = make_register(folder, 20, 21);
    question q;
    (void)state;
    ask(&q);
    ds_test_every_allocation(count_once, &(counted){reg, &q});
    question_done(&q);
    ds_register_close(reg);
    ds_test_folder_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_joint__adds_up), cmocka_unit_test(test_joint__years_and_rows),
        cmocka_unit_test(test_joint__refuses), cmocka_unit_test(test_joint__every_allocation)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
