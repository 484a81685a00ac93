/* tests/intake/duo_help.h: what the tests of DUO's funding deliveries share: what the summary says
 * a delivery did otherwise than described, and DUO's demo deliveries where they are present. */
#ifndef DS_TESTS_INTAKE_DUO_HELP_H
#define DS_TESTS_INTAKE_DUO_HELP_H

#include "intake/import_help.h"

#define DEMO DS_SOURCE_DIR "/../shared/data/duo_ro/"

/* The lines of a deviation of one kind of record, as "2, 5"; "" when it is not told. The caller's
 * (ds_free). */
static inline char *lines_of(const json_t *delivery, const char *deviation, const char *record) {
    const json_t *list = json_object_get(delivery, "afwijkingen");
    ds_buffer out;
    char *text;
    assert_non_null(list);
    ds_buffer_init(&out, 1 << 16);
    ds_buffer_add_string(&out, "");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *one = json_array_get(list, i), *lines = json_object_get(one, "regels");
        if (strcmp(json_string_value(json_object_get(one, "afwijking")), deviation) != 0 ||
            strcmp(json_string_value(json_object_get(one, "record")), record) != 0)
            continue;
        assert_int_equal(json_integer_value(json_object_get(one, "aantal")),
                         json_array_size(lines));
        for (size_t k = 0; k < json_array_size(lines); k++)
            ds_buffer_addf(&out, "%s%lld", k == 0 ? "" : ", ",
                           (long long)json_integer_value(json_array_get(lines, k)));
    }
    text = ds_buffer_take(&out);
    assert_non_null(text);
    return text;
}

static inline void deviates(const json_t *delivery, const char *deviation, const char *record,
                            const char *lines) {
    char *found = lines_of(delivery, deviation, record);
    if (strcmp(found, lines) != 0)
        fail_msg("%s of %s: lines '%s', expected '%s'", deviation, record, found, lines);
    ds_free(found);
}

static inline size_t n_deviations(const json_t *delivery) {
    return json_array_size(json_object_get(delivery, "afwijkingen"));
}

/* What one delivery gave. */
static inline void gave(const json_t *delivery, long long n_enrolments, long long n_diplomas,
                        long long n_persons) {
    assert_int_equal(count_of(delivery, "inschrijvingen"), n_enrolments);
    assert_int_equal(count_of(delivery, "diplomas"), n_diplomas);
    assert_int_equal(count_of(delivery, "personen"), n_persons);
}

/* Puts a demo delivery into leveringen; false where the demo deliveries are not present. */
static inline bool deliver_demo(const char *name) {
    char path[DS_PATH_SIZE], relative[300];
    char *data = NULL;
    size_t size;
    (void)snprintf(path, sizeof path, DEMO "%s", name);
    if (ds_file_read(path, 1 << 20, &data, &size, NULL) != DS_OK) return false;
    (void)snprintf(relative, sizeof relative, "leveringen/%s", name);
    ds_free(ds_test_write(folder, relative, data, size));
    ds_free(data);
    return true;
}

#endif
