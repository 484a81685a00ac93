/* tests/view/test_choices.c: ten thousand random choices of all scopes: what is seen are the facts
 * of the release at those keys, all of them and no other, none of another scope and none that is
 * hidden; the canonical query says the same. With DS_VIEW_RELEASE the same of that release. */
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "support/support.h"
#include "view/made_views.h"

enum { CHOICES = 10000, WRITTEN_EACH = 2, NUMBERS_MOST = 20000 };

/* ---- what is chosen ---- */

/* A key as views spell it. */
static const char *spell(const char *name, const char *code) {
    static const char *const absent[] = {"agenda",       "kenmerk", "groep",   "indicator",
                                         "doelstelling", "wie",     "uitkomst"};
    if (code[0] != '\0') return code;
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
        if (strcmp(absent[i], name) == 0) return DS_TOTAL;
    return "onbekend";
}

static bool is_at_own_year(const char *measure) {
    return strcmp(measure, "streefwaarde") == 0 || strcmp(measure, "startwaarde") == 0 ||
           strcmp(measure, "gemiddelde_streefwaarde") == 0 || strcmp(measure, "grens") == 0 ||
           strcmp(measure, "verwacht") == 0;
}

/* Which key of the sheet that of the breakdown is. */
static size_t sheet_key(const ds_release_sheet *sheet, const char *name) {
    if (strncmp(name, "sleutel_", 8) == 0) name += 8;
    for (size_t k = 0; k < sheet->n_keys; k++)
        if (strcmp(sheet->key_names[k], name) == 0) return k;
    fail_msg("no key %s", name);
    return 0;
}

static bool should_be_seen(const ds_view *view, const ds_release_fact *fact) {
    const ds_view_breakdown *b = ds_view_breakdown_of(view);
    if (b->n_years > 0 && fact->jaar != 0 && !is_at_own_year(fact->measure) &&
        !ds_view_has_year(view, fact->jaar))
        return false;
    if (strcmp(ds_view_measure(view), "alles") != 0 &&
        strcmp(ds_view_measure(view), fact->measure) != 0)
        return false;
    for (size_t k = 0; k < b->n_keys; k++) {
        const size_t at = sheet_key(b->sheet, b->keys[k].name);
        if (!ds_view_has_value(view, k, spell(b->sheet->key_names[at], fact->keys[at])))
            return false;
    }
    return true;
}

static void check_facts(const ds_view *view, const char *scope) {
    const ds_release_sheet *sheet = ds_view_breakdown_of(view)->sheet;
    size_t n, seen = 0;
    const ds_release_fact *const *facts = ds_view_facts(view, &n);
    assert_string_equal(sheet->scope, scope);
    for (size_t i = 0; i < sheet->n_facts; i++) {
        if (!should_be_seen(view, &sheet->facts[i])) continue;
        assert_true(seen < n);
        assert_ptr_equal(facts[seen], &sheet->facts[i]);
        seen++;
    }
    assert_int_equal(seen, n);
}

/* ---- the numbers of a document ---- */

typedef struct numbers {
    double list[NUMBERS_MOST];
    size_t n;
} numbers;

static int compare_numbers(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void add_number(numbers *to, double x) {
    if (!isfinite(x)) return;
    assert_true(to->n < NUMBERS_MOST);
    to->list[to->n++] = x;
}

static void list_numbers(const ds_view *view, numbers *to) {
    size_t n;
    const ds_release_fact *const *facts = ds_view_facts(view, &n);
    to->n = 0;
    for (size_t i = 0; i < n; i++) {
        add_number(to, facts[i]->value);
        add_number(to, facts[i]->low);
        add_number(to, facts[i]->high);
        add_number(to, facts[i]->jaar);
        if (facts[i]->n >= 0) add_number(to, (double)facts[i]->n);
        if (facts[i]->missing >= 0) add_number(to, (double)facts[i]->missing);
    }
    qsort(to->list, to->n, sizeof *to->list, compare_numbers);
}

typedef struct looking {
    const ds_view *view;
    const numbers *allowed;
    const made_views *made; /* NULL: numbers may stand twice */
    size_t n;               /* numbers that were seen */
} looking;

/* The fact that a number is of; numbers of made releases stand once. */
static void check_row(const looking *l, json_t *row, double x) {
    size_t n;
    const ds_release_fact *const *facts = ds_view_facts(l->view, &n);
    const ds_release_sheet *sheet = ds_view_breakdown_of(l->view)->sheet;
    for (size_t i = 0; i < n; i++) {
        if (facts[i]->value != x && facts[i]->low != x && facts[i]->high != x &&
            (double)facts[i]->n != x)
            continue;
        for (size_t k = 0; k < sheet->n_keys; k++) {
            const json_t *code = json_object_get(row, sheet->key_names[k]);
            if (!json_is_string(code)) continue;
            if (facts[i]->keys[k][0] != '\0')
                assert_string_equal(json_string_value(code), facts[i]->keys[k]);
        }
        return;
    }
    fail_msg("%g is of no fact", x);
}

static void look_at(looking *l, json_t *value, json_t *row) {
    const char *key;
    json_t *part;
    size_t i;
    for (i = 0; i < json_array_size(value); i++)
        look_at(l, json_array_get(value, i), row);
    json_object_foreach(value, key, part) {
        if (strcmp(key, "opmerkingen") == 0) continue;
        look_at(l, part, value);
    }
    if (!json_is_number(value)) return;
    {
        const double x = json_number_value(value);
        l->n++;
        if (bsearch(&x, l->allowed->list, l->allowed->n, sizeof x, compare_numbers) == NULL)
            fail_msg("%.17g is not among what was chosen", x);
        if (l->made == NULL || x < 10000) return; /* a year */
        assert_null(bsearch(&x, l->made->hidden, l->made->n_hidden, sizeof x, compare_numbers));
        check_row(l, row, x);
    }
}

static ds_status keep(void *context, const char *data, size_t size, ds_error *err) {
    ds_buffer_add(context, data, size);
    return ds_buffer_finish(context, err);
}

static void write_view(const ds_view *view, unsigned parts, ds_form form, ds_buffer *out) {
    ds_write_options options = DS_WRITE_OPTIONS_INIT;
    const ds_sink sink = {out, keep};
    ds_document *document = NULL;
    ds_error err;
    ds_buffer_clear(out);
    if (ds_view_document(view, DS_NL, parts, &document, &err) != DS_OK) fail_msg("%s", err.en);
    if (ds_document_write(document, form, &options, &sink, &err) != DS_OK) fail_msg("%s", err.en);
    ds_document_free(document);
}

static size_t count_facts(const ds_view *view) {
    size_t n;
    (void)ds_view_facts(view, &n);
    return n;
}

static size_t count_shown(const ds_view *view) {
    size_t n, shown = 0;
    const ds_release_fact *const *facts = ds_view_facts(view, &n);
    for (size_t i = 0; i < n; i++)
        shown += facts[i]->state == DS_STATE_SHOWN && isfinite(facts[i]->value);
    return shown;
}

/* A line of names in which each is once. */
static void check_names(const ds_view *view) {
    ds_buffer text;
    char *rest, *name, seen[64][64];
    size_t n = 0;
    ds_buffer_init(&text, 1 << 26);
    write_view(view, DS_VIEW_FACTS, DS_FORM_CSV, &text);
    text.data[strcspn(text.data, "\r\n")] = '\0';
    for (name = strtok_r(text.data, ",", &rest); name != NULL; name = strtok_r(NULL, ",", &rest)) {
        for (size_t i = 0; i < n; i++)
            assert_string_not_equal(seen[i], name);
        assert_true(n < 64);
        (void)snprintf(seen[n++], sizeof seen[0], "%s", name);
    }
    assert_true(n > 4);
    ds_buffer_done(&text);
}

static void check_document(const ds_view *view, const made_views *made) {
    static numbers allowed;
    ds_buffer text;
    json_t *json;
    looking l = {view, &allowed, made, 0};
    ds_buffer_init(&text, 1 << 26);
    list_numbers(view, &allowed);
    write_view(view, DS_VIEW_ALL & ~(unsigned)DS_VIEW_DEFINITION, DS_FORM_JSON, &text);
    json = json_loadb(text.data, text.size, JSON_DECODE_ANY, NULL);
    assert_non_null(json);
    look_at(&l, json, NULL);
    json_decref(json);
    write_view(view, DS_VIEW_FACTS, DS_FORM_JSON,
               &text); /* all of them, whatever a table leaves out */
    json = json_loadb(text.data, text.size, JSON_DECODE_ANY, NULL);
    look_at(&l, json, NULL);
    assert_int_equal(json_array_size(json_object_get(json, "feiten")), count_facts(view));
    if (l.n == 0 && count_shown(view) > 0 && strcmp(ds_view_topic_of(view)->kind, "telling") == 0 &&
        ds_view_breakdown_of(view)->sheet->reason[0] == '\0')
        fail_msg("%s?%s: %s", ds_view_topic_of(view)->id, ds_view_query(view), text.data);
    json_decref(json);
    ds_buffer_done(&text);
    check_names(view);
}

/* ---- the canonical query ---- */

static void check_query(const ds_views *views, const ds_view *view) {
    ds_view_pair pairs[DS_VIEW_PAIRS_MAX];
    ds_arena arena = {0};
    ds_view *again = NULL;
    ds_error err;
    size_t n, n_again;
    const size_t n_pairs = made_read_query(ds_view_query(view), &arena, pairs, DS_VIEW_PAIRS_MAX);
    const ds_release_fact *const *facts = ds_view_facts(view, &n), *const * facts_again;
    if (ds_view_ask(views, ds_view_topic_of(view)->id, pairs, n_pairs, &again, &err) != DS_OK)
        fail_msg("%s: %s", ds_view_query(view), err.en);
    assert_string_equal(ds_view_query(again), ds_view_query(view));
    assert_ptr_equal(ds_view_breakdown_of(again), ds_view_breakdown_of(view));
    assert_string_equal(ds_view_measure(again), ds_view_measure(view));
    assert_string_equal(ds_view_shape(again), ds_view_shape(view));
    facts_again = ds_view_facts(again, &n_again);
    assert_int_equal(n_again, n);
    if (n > 0) assert_memory_equal(facts_again, facts, n * sizeof *facts);
    ds_view_free(again);
    ds_arena_done(&arena);
}

static void check_choice(const ds_views *views, const char *scope, uint64_t *state,
                         const made_views *made, bool written) {
    ds_view_pair pairs[16];
    ds_arena arena = {0};
    ds_view *view = NULL;
    ds_error err;
    size_t n;
    const ds_view_topic *topic = made_random_choice(views, state, &arena, pairs, &n);
    if (ds_view_ask(views, topic->id, pairs, n, &view, &err) != DS_OK) {
        assert_int_equal(err.status, DS_INPUT);
        /* soort: two random ones, or one that shows a single value of each key */
        assert_true(strstr(err.nl, "twee keer") != NULL ||
                    strstr(err.nl, "proef toont één waarde") != NULL);
    } else {
        check_facts(view, scope);
        check_query(views, view);
        if (written) check_document(view, made);
    }
    ds_view_free(view);
    ds_arena_done(&arena);
}

static void test_choices__are_of_the_release(void **state) {
    made_views made;
    uint64_t chance = 42;
    (void)state;
    made_views_new(&made, 7);
    for (size_t i = 0; i < CHOICES; i++) {
        const size_t s = i % MADE_SCOPES;
        check_choice(made.views[s], made_scopes[s], &chance, &made, i % WRITTEN_EACH == 0);
    }
    made_views_done(&made);
}

/* A release that was published: named by who runs this by hand. */
static void test_choices__of_a_real_release(void **state) {
    const char *path = getenv("DS_VIEW_RELEASE");
    ds_release *release = NULL;
    uint64_t chance = 1;
    ds_error err;
    size_t n_scopes;
    const char *const *scopes;
    (void)state;
    if (path == NULL) skip();
    if (ds_release_read(path, &release, &err) != DS_OK) fail_msg("%s", err.en);
    scopes = ds_release_scopes(release, &n_scopes);
    for (size_t s = 0; s <= n_scopes; s++) {
        const char *scope = s == 0 ? "" : scopes[s - 1];
        ds_views *views = NULL;
        assert_int_equal(ds_views_make(release, NULL, 0, scope, &views, &err), DS_OK);
        for (size_t i = 0; i < (s == 0 ? CHOICES : 200); i++)
            check_choice(views, scope, &chance, NULL, true);
        ds_views_free(views);
    }
    ds_release_free(release);
}

/* ---- threads ---- */

typedef struct asking_thread {
    const ds_views *views;
    ds_buffer text;
} asking_thread;

static void *ask_much(void *context) {
    asking_thread *t = context;
    uint64_t chance = 3;
    for (size_t i = 0; i < 100; i++) {
        ds_view_pair pairs[16];
        ds_arena arena = {0};
        ds_view *view = NULL;
        ds_buffer text;
        size_t n;
        const ds_view_topic *topic = made_random_choice(t->views, &chance, &arena, pairs, &n);
        ds_buffer_init(&text, 1 << 26);
        if (ds_view_ask(t->views, topic->id, pairs, n, &view, NULL) == DS_OK) {
            write_view(view, DS_VIEW_ALL, DS_FORM_HTML, &text);
            ds_buffer_add(&t->text, text.data, text.size);
        }
        ds_buffer_done(&text);
        ds_view_free(view);
        ds_arena_done(&arena);
    }
    return NULL;
}

static void test_choices__two_threads_see_the_same(void **state) {
    made_views made;
    asking_thread two[2];
    pthread_t threads[2];
    (void)state;
    made_views_new(&made, 11);
    for (size_t i = 0; i < 2; i++) {
        two[i].views = made.views[0];
        ds_buffer_init(&two[i].text, 1 << 28);
        assert_int_equal(pthread_create(&threads[i], NULL, ask_much, &two[i]), 0);
    }
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    assert_int_equal(two[0].text.size, two[1].text.size);
    assert_true(two[0].text.size > 100000);
    assert_memory_equal(two[0].text.data, two[1].text.data, two[0].text.size);
    for (size_t i = 0; i < 2; i++)
        ds_buffer_done(&two[i].text);
    made_views_done(&made);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_choices__are_of_the_release),
        cmocka_unit_test(test_choices__of_a_real_release),
        cmocka_unit_test(test_choices__two_threads_see_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
