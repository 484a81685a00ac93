/* tests/cell/test_parts_said.c: what parts say of the whole, in two ways: refused, with both files
 * and both values; and a file that holds no count at all. Parts written by hand, as a program of
 * another might. */
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "doorstroom/parts.h"
#include "support/support.h"

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

/* What a part says beside its cell; what is NULL it does not say. */
typedef struct said {
    const char *part;         /* as json has it */
    const char *name, *value; /* what this test is about */
    const char *other;        /* a second table says this of it */
} said;

static void add_section(ds_buffer *out, const said *s, const char *indicator, const char *value) {
    ds_buffer_addf(out,
                   "{\"indicator\": \"%s\", \"versie\": \"a\", \"register\": \"r\", "
                   "\"versie_kenmerken\": \"b\", \"getal\": false, \"eenheid\": 1, \"kenmerken\": "
                   "[], %s",
                   indicator, s->part);
    if (value != NULL) ds_buffer_addf(out, ", \"%s\": %s", s->name, value);
    ds_buffer_add_string(out, ", \"cellen\": [{\"schooljaar\": 2016, \"teller\": 3, \"noemer\": 4, "
                              "\"onbekend\": 0, \"percentage\": 75}]}");
}

static char *write_part(const char *file, const said *s) {
    ds_buffer out;
    char *path;
    ds_buffer_init(&out, 1 << 16);
    ds_buffer_add_char(&out, '[');
    add_section(&out, s, "vsv", s->value);
    if (s->other != NULL) {
        ds_buffer_add_char(&out, ',');
        add_section(&out, s, "werk", s->other);
    }
    ds_buffer_add_string(&out, "]\n");
    path = ds_test_write_string(folder, file, ds_buffer_string(&out));
    ds_buffer_done(&out);
    return path;
}

static ds_status open_two(const said *a, const said *b, ds_error *err) {
    char *paths[] = {write_part("een.json", a), write_part("twee.json", b)};
    ds_parts *parts = NULL;
    const ds_status status = ds_parts_open((const char *const *)paths, 2, &parts, err);
    ds_parts_free(status == DS_OK ? parts : NULL);
    ds_free(paths[0]);
    ds_free(paths[1]);
    return status;
}

#define DEEL(i) "\"deel\": {\"deel\": " #i ", \"delen\": 2}"
#define GEDEELD(i) "\"gedeeld\": {\"deel\": " #i ", \"delen\": 2, \"geheel\": \"g\"}"

/* Both files, both values, and what to do. */
static void refuses_two(const said *a, const said *b, const char *name, const char *here,
                        const char *there) {
    ds_error err = {0};
    char is[200], was[200];
    (void)snprintf(is, sizeof is, "%s is '%s' here", name, here);
    (void)snprintf(was, sizeof was, "een.json '%s'", there);
    if (open_two(a, b, &err) != DS_INPUT || strstr(err.file, "twee.json") == NULL ||
        strstr(err.en, is) == NULL || strstr(err.en, was) == NULL ||
        strstr(err.en, "count them again") == NULL || strstr(err.nl, "tel ze opnieuw") == NULL)
        fail_msg("%s: %s: %s", name, err.file, err.en);
}

static void test_parts_said__in_two_ways(void **state) {
    static const struct {
        const char *name, *a, *b, *here, *there;
    } list[] = {{"openbaarheid", "\"intern\"", "\"openbaar\"", "openbaar", "intern"},
                {"openbaarheid", "\"intern\"", NULL, "", "intern"},
                {"alleen_instelling", "\"25LX\"", "\"\"", "", "25LX"},
                {"alleen_instelling", "\"25LX\"", "\"27DV\"", "27DV", "25LX"},
                {"diplomas_ontbreken", "\"hbo (3)\"", "\"hbo (4)\"", "hbo (4)", "hbo (3)"},
                {"diplomas_zonder_niveau", "2", "1", "1", "2"},
                {"naam", "\"Werk\"", "\"Uitval\"", "Uitval", "Werk"},
                {"naam_en", "\"Work\"", "\"Dropout\"", "Dropout", "Work"},
                {"doelstelling", "\"1.3\"", "\"1.4\"", "1.4", "1.3"},
                {"bron", "\"DUO\"", "\"CBS\"", "CBS", "DUO"}};
    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        const said a = {.part = DEEL(1), .name = list[i].name, .value = list[i].a},
                   b = {.part = DEEL(2), .name = list[i].name, .value = list[i].b},
                   c = {.part = DEEL(2), .name = list[i].name, .value = list[i].a};
        ds_error err = {0};
        refuses_two(&a, &b, list[i].name, list[i].here, list[i].there);
        if (open_two(&a, &c, &err) != DS_OK) fail_msg("%s: %s", list[i].name, err.en);
    }
}

/* Parts that split made have a register each, which says of its own persons what it has; who may
 * see them is one thing. */
static void test_parts_said__of_registers_apart(void **state) {
    const said one = {.part = GEDEELD(1), .name = "alleen_instelling", .value = "\"25LX\""},
               two = {.part = GEDEELD(2), .name = "alleen_instelling", .value = "\"27DV\""};
    const said intern = {.part = GEDEELD(1), .name = "openbaarheid", .value = "\"intern\""},
               open = {.part = GEDEELD(2), .name = "openbaarheid", .value = "\"openbaar\""};
    ds_error err = {0};
    (void)state;
    if (open_two(&one, &two, &err) != DS_OK) fail_msg("%s", err.en);
    refuses_two(&intern, &open, "openbaarheid", "openbaar", "intern");
}

/* Beside the sum stands once what all its tables say. */
static void test_parts_said__by_two_tables(void **state) {
    static const char *const names[] = {"openbaarheid", "alleen_instelling", "diplomas_ontbreken"};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        const said a = {.part = DEEL(1), .name = names[i], .value = "\"x\"", .other = "\"y\""},
                   b = {.part = DEEL(2), .name = names[i], .value = "\"x\"", .other = "\"y\""};
        ds_error err = {0};
        if (open_two(&a, &b, &err) != DS_INPUT || strstr(err.en, names[i]) == NULL ||
            strstr(err.en, "'y' here") == NULL)
            fail_msg("%s: %s", names[i], err.en);
    }
}

/* An empty list says of no count that it is empty. */
static void test_parts_said__no_count_at_all(void **state) {
    static const char *const empty[] = {"[]", "[]\n", "[ ]"};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        char *paths[] = {ds_test_write_string(folder, "leeg1.json", empty[i]),
                         ds_test_write_string(folder, "leeg2.json", "[]")};
        ds_parts *parts = NULL;
        ds_error err = {0};
        if (ds_parts_open((const char *const *)paths, 2, &parts, &err) != DS_INPUT ||
            strstr(err.file, "leeg1.json") == NULL || strstr(err.en, "an empty list") == NULL ||
            strstr(err.en, "tally --format json") == NULL)
            fail_msg("%s: %s", err.file, err.en);
        ds_free(paths[0]);
        ds_free(paths[1]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parts_said__in_two_ways),
        cmocka_unit_test(test_parts_said__of_registers_apart),
        cmocka_unit_test(test_parts_said__by_two_tables),
        cmocka_unit_test(test_parts_said__no_count_at_all),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
