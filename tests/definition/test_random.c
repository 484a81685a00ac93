/* tests/definition/test_random.c: random expressions. Checked nodes are written out in the language
 * again, and that text must give the same meaning, node for node. */
#include "definition/help.h"

#include <inttypes.h>

#include "base/buffer.h"
#include "base/date.h"

/* A small generator of its own, so that a failing seed can be run again anywhere. */
static uint64_t state_of_chance;

static unsigned chance(unsigned n) {
    state_of_chance = state_of_chance * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)((state_of_chance >> 33) % n);
}

static const char *pick(const char *const *list, unsigned n) {
    return list[chance(n)];
}
#define PICK(...)                                                                                  \
    pick((const char *const[]){__VA_ARGS__},                                                       \
         sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

static void random_bool(ds_buffer *b, int depth);

static void random_shift(ds_buffer *b) {
    if (chance(3) == 0) ds_buffer_add_string(b, PICK("[t+1]", "[t-2]", "[t]", " [ T + 3 ][t-1]"));
}

static void random_number(ds_buffer *b, int depth) {
    switch (depth <= 0 ? 0 : chance(5)) {
    case 1:
        ds_buffer_add_string(b, "count(");
        random_bool(b, depth - 1);
        ds_buffer_add_char(b, ')');
        break;
    case 2:
        ds_buffer_add_string(b, "years_until(");
        random_bool(b, depth - 1);
        ds_buffer_add_string(b, PICK(", 0, 2)", ", -1, 1)", ",2,2)"));
        break;
    case 3:
        ds_buffer_add_char(b, '(');
        random_number(b, depth - 1);
        ds_buffer_add_string(b, PICK(" + ", " - ", "-"));
        random_number(b, depth - 1);
        ds_buffer_add_char(b, ')');
        break;
    case 4:
        ds_buffer_add_string(b, PICK("1", "-3", "0", "1000"));
        return;
    default:
        ds_buffer_add_string(b, PICK("niveau", "ses", "leeftijd", "schooljaar", "diploma_mbo"));
    }
    random_shift(b);
}

static void random_comparison(ds_buffer *b, int depth) {
    switch (chance(7)) {
    case 0:
        ds_buffer_add_string(b, PICK("soort", "soort[t-1]", "(soort)[t+2]"));
        ds_buffer_add_string(b, PICK(" = 'mbo'", " not in ('vmbo','hbo')", " is null"));
        break;
    case 1:
        ds_buffer_add_string(b, PICK("opleiding = 'it''s'", "instelling <> instelling[t+1]"));
        break;
    case 2:
        ds_buffer_add_string(b, PICK("uren_werk > 12", "uren_werk + 2 <= 40", "12 in (12, 13)"));
        break;
    case 3:
        ds_buffer_add_string(b,
                             PICK("geboortedatum < '2004-02-29'", "diploma_vo between 'vmbo' and "
                                                                  "'havo'"));
        break;
    case 4:
        ds_buffer_add_string(b, PICK("vsv_duo = 'ja'", "bekostigd <> 'nee'", "diploma_ho"));
        break;
    default:
        random_number(b, depth - 1);
        ds_buffer_add_string(b, PICK(" = ", " < ", " >= ", " <> "));
        random_number(b, depth - 1);
    }
}

static void random_two(ds_buffer *b, int depth) {
    const char *word = PICK(" and ", " or ", " AND\t", " = ");
    unsigned n = word[1] == '=' ? 2 : 2 + chance(4);
    ds_buffer_add_char(b, '(');
    for (unsigned i = 0; i < n; i++) {
        if (i > 0) ds_buffer_add_string(b, word);
        ds_buffer_add_char(b, '(');
        random_bool(b, depth - 1);
        ds_buffer_add_char(b, ')');
    }
    ds_buffer_add_char(b, ')');
    random_shift(b);
}

static void random_bool(ds_buffer *b, int depth) {
    switch (depth <= 0 ? 9 : chance(6)) {
    case 0:
    case 1:
        random_two(b, depth);
        break;
    case 2:
        ds_buffer_add_string(b, "not ");
        random_bool(b, depth - 1);
        break;
    case 3:
        ds_buffer_add_string(b, PICK("ever(", "first(", "Ever("));
        random_bool(b, depth - 1);
        ds_buffer_add_char(b, ')');
        random_shift(b);
        break;
    case 4:
        ds_buffer_add_string(b, "within(");
        random_bool(b, depth - 1);
        ds_buffer_add_string(b, PICK(", 0, 1)", ", -2, -1)"));
        break;
    default:
        random_comparison(b, depth);
    }
}

static const char *const signs[] = {
    [DS_OP_AND] = "and", [DS_OP_OR] = "or", [DS_OP_EQ] = "=",  [DS_OP_NE] = "<>", [DS_OP_LT] = "<",
    [DS_OP_LE] = "<=",   [DS_OP_GT] = ">",  [DS_OP_GE] = ">=", [DS_OP_ADD] = "+", [DS_OP_SUB] = "-",
};

static void write_node(ds_buffer *b, const ds_definitions *d, uint32_t number);

static void write_arg(ds_buffer *b, const ds_definitions *d, const ds_node *node, uint32_t i) {
    write_node(b, d, ds_definitions_args(d)[node->first_arg + i]);
}

static void write_text(ds_buffer *b, ds_text text) {
    ds_buffer_add_char(b, '\'');
    for (size_t i = 0; i < text.size; i++)
        ds_buffer_addf(b, text.data[i] == '\'' ? "''" : "%c", text.data[i]);
    ds_buffer_add_char(b, '\'');
}

static void write_leaf(ds_buffer *b, const ds_node *node) {
    int year, month, day;
    switch (node->op) {
    case DS_OP_COLUMN:
        ds_buffer_add_string(b, ds_column_list(NULL)[node->column].name);
        break;
    case DS_OP_SCHOOLJAAR:
        ds_buffer_add_string(b, "schooljaar");
        break;
    case DS_OP_INTEGER:
        assert_int_equal(node->integer % node->scale, 0);
        ds_buffer_addf(b, "%" PRId64, node->integer / node->scale);
        break;
    case DS_OP_DATE:
        ds_date_civil((int32_t)node->integer, &year, &month, &day);
        ds_buffer_addf(b, "'%04d-%02d-%02d'", year, month, day);
        break;
    case DS_OP_BOOL:
        ds_buffer_add_string(b, node->integer == 0 ? "'nee'" : "'ja'");
        break;
    default:
        write_text(b, node->text);
    }
}

static void write_call(ds_buffer *b, const ds_definitions *d, const ds_node *node) {
    static const char *const names[] = {[DS_OP_EVER] = "ever",
                                        [DS_OP_FIRST] = "first",
                                        [DS_OP_COUNT] = "count",
                                        [DS_OP_WITHIN] = "within",
                                        [DS_OP_YEARS_UNTIL] = "years_until"};
    ds_buffer_addf(b, "%s(", names[node->op]);
    write_arg(b, d, node, 0);
    if (node->op == DS_OP_WITHIN || node->op == DS_OP_YEARS_UNTIL)
        ds_buffer_addf(b, ", %d, %d", node->from, node->to);
    ds_buffer_add_char(b, ')');
}

static void write_inner(ds_buffer *b, const ds_definitions *d, const ds_node *node) {
    switch (node->op) {
    case DS_OP_NOT:
        ds_buffer_add_string(b, "not ");
        write_arg(b, d, node, 0);
        break;
    case DS_OP_IS_NULL:
        write_arg(b, d, node, 0);
        ds_buffer_add_string(b, " is null");
        break;
    case DS_OP_IN:
        write_arg(b, d, node, 0);
        for (uint32_t i = 1; i < node->n_args; i++) {
            ds_buffer_add_string(b, i == 1 ? " in (" : ", ");
            write_arg(b, d, node, i);
        }
        ds_buffer_add_char(b, ')');
        break;
    default:
        write_arg(b, d, node, 0);
        ds_buffer_addf(b, " %s ", signs[node->op]);
        write_arg(b, d, node, 1);
    }
}

static void write_node(ds_buffer *b, const ds_definitions *d, uint32_t number) {
    const ds_node *node = &ds_definitions_nodes(d, NULL)[number];
    if (node->n_args == 0) {
        write_leaf(b, node);
    } else if (node->op == DS_OP_SHIFT) {
        write_arg(b, d, node, 0);
        ds_buffer_addf(b, "[t%+d]", node->from);
    } else if (node->op >= DS_OP_EVER) {
        write_call(b, d, node);
    } else {
        ds_buffer_add_char(b, '(');
        write_inner(b, d, node);
        ds_buffer_add_char(b, ')');
    }
}

static ds_definitions *parse_one(const char *expression) {
    ds_definitions *d = NULL;
    ds_buffer yaml;
    ds_error err;
    ds_buffer_init(&yaml, 1 << 20);
    ds_buffer_addf(&yaml,
                   "indicators:\n  - id: a\n    event: vsv_duo\n    population: |\n      %s\n",
                   expression);
    memset(&err, 0, sizeof err);
    if (ds_definitions_parse(HELP_FILE, ds_buffer_string(&yaml), yaml.size, &d, &err) != DS_OK) {
        /* What chance writes is right, but for shifts and sums that go too far. */
        if (strstr(err.nl, "schooljaren") == NULL && strstr(err.nl, "groter worden") == NULL)
            fail_msg("%s\n%s", ds_buffer_string(&yaml), err.nl);
        d = NULL;
    }
    ds_buffer_done(&yaml);
    return d;
}

static void test_definition_random__written_out_is_the_same(void **state) {
    size_t n_done = 0;
    (void)state;
    for (unsigned seed = 1; seed <= 3000; seed++) {
        ds_buffer text;
        ds_definitions *first, *second;
        ds_buffer_init(&text, 1 << 20);
        state_of_chance = seed;
        random_bool(&text, 2 + (int)chance(4));
        first = parse_one(ds_buffer_string(&text));
        if (first != NULL) {
            const ds_indicator *a = ds_definitions_at(first, 0);
            ds_buffer_clear(&text);
            write_node(&text, first, a->population);
            second = parse_one(ds_buffer_string(&text));
            assert_non_null(second);
            assert_string_equal(a->version, ds_definitions_at(second, 0)->version);
            ds_definitions_free(second);
            n_done++;
        }
        ds_definitions_free(first);
        ds_buffer_done(&text);
    }
    assert_true(n_done > 2000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_definition_random__written_out_is_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
