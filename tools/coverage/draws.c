/* coverage/draws.c: the deliveries of several draws, in both worlds: see coverage.h. Of each person
 * who comes into vmbo-3 in the cohorts the school years from then on are delivered: nobody else
 * counts in the evaluations, and the numbers say nothing of them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "coverage.h"
#include "simulate/lines.h"

enum { LAST_COHORT = 2020, WORLDS = 2 };

static const char *const worlds[WORLDS] = {"met", "zonder"};

static ds_simulate_options options_of(const coverage_plan *plan, uint32_t draw) {
    return (ds_simulate_options){.n_persons = plan->n_persons,
                                 .seed = plan->seed * DRAWS_MAX + draw,
                                 .first_year = DS_SIMULATE_FIRST_YEAR,
                                 .last_year = DS_SIMULATE_LAST_YEAR,
                                 .register_only = true};
}

/* The index of the first school year in vmbo-3, in the cohorts; -1: none. */
static int start_of(const ds_life_person *person) {
    for (int i = 0; i <= LAST_COHORT - DS_SIMULATE_FIRST_YEAR; i++)
        if (person->states[i].soort == DS_SOORT_VMBO && person->states[i].leerjaar == 3) return i;
    return -1;
}

/* The person as one of this draw: nothing from before the start. */
static void mark(ds_life_person *person, int start, uint32_t gemeente, uint64_t serial) {
    static const ds_life_state none = {.soort = DS_SOORT_GEEN};
    for (int i = 0; i < DS_SIMULATE_YEARS_MAX; i++) {
        person->gemeente[i] = (uint16_t)gemeente;
        if (i >= start) continue;
        person->states[i] = person->seconds[i] = none;
        person->exempt[i] = 0;
    }
    for (int i = DS_LIFE_ID_SIZE - 1; i >= 0; i--, serial /= 10)
        person->id[i] = (char)('0' + serial % 10);
}

static void make_draw(const coverage_plan *plan, const ds_model *model, uint32_t draw,
                      uint32_t gemeente, uint64_t *serial,
                      ds_lines files[WORLDS][DS_LINES_FILES_MAX]) {
    ds_simulate_options options = options_of(plan, draw);
    ds_life_person person;
    for (uint64_t number = 0; number < plan->n_persons; number++) {
        int start;
        bool route, ok;
        ds_person_make(model, &options, number, false, NULL, &person);
        start = start_of(&person);
        if (start < 0) continue;
        route = person.states[start].route != 0;
        mark(&person, start, gemeente, ++*serial);
        ok = ds_lines_add_person(files[0], &options, &person);
        if (ok && route) {
            ds_person_make(model, &options, number, true, NULL, &person);
            mark(&person, start, gemeente, *serial);
            ok = ds_lines_add_person(files[1], &options, &person);
        }
        if (!ok) coverage_check(DS_FAULT, &(ds_error){.en = "no memory"});
    }
}

/* Jobs decide nothing here, and what changes in life is not compared. */
static bool is_delivered(const ds_simulate_options *options, size_t file) {
    return file != ds_lines_file(options, DS_LINES_WERK) &&
           file != ds_lines_file(options, DS_LINES_PERSOON_JAAR) &&
           file != ds_lines_file(options, DS_LINES_INSTELLING);
}

static void write_file(const char *folder, const char *name, const char *header,
                       const ds_lines *rows) {
    char path[DS_PATH_SIZE];
    ds_error err = {0};
    FILE *file;
    coverage_check(ds_file_join(path, folder, name, &err), &err);
    file = fopen(path, "wb");
    if (file == NULL || fputs(header, file) < 0 ||
        fwrite(rows->data == NULL ? "" : rows->data, 1, rows->size, file) != rows->size ||
        fclose(file) != 0) {
        (void)fprintf(stderr, "coverage: cannot write %s\n", path);
        exit(DS_FAULT);
    }
}

static void write_world(const coverage_plan *plan, size_t world, const ds_lines *files) {
    ds_simulate_options options = options_of(plan, 0);
    char above[DS_PATH_SIZE], folder[DS_PATH_SIZE], name[DS_LINES_NAME_SIZE];
    ds_error err = {0};
    coverage_check(ds_file_join(above, plan->folder, worlds[world], &err), &err);
    coverage_check(ds_file_remove(above, &err), &err);
    coverage_check(ds_file_join(folder, above, "leveringen", &err), &err);
    coverage_check(ds_file_make_folder(folder, &err), &err);
    for (size_t i = 0; i < ds_lines_n_files(&options); i++)
        if (is_delivered(&options, i))
            write_file(folder, ds_lines_name(&options, i, name), ds_lines_header(&options, i),
                       &files[i]);
}

void coverage_write_draws(const coverage_plan *plan, const ds_model *model, uint32_t first,
                          uint32_t n) {
    static ds_lines files[WORLDS][DS_LINES_FILES_MAX];
    uint64_t serial = 0;
    for (uint32_t i = 0; i < n; i++)
        make_draw(plan, model, first + i, i, &serial, files);
    for (size_t world = 0; world < WORLDS; world++) {
        write_world(plan, world, files[world]);
        for (size_t i = 0; i < DS_LINES_FILES_MAX; i++) {
            ds_free(files[world][i].data);
            files[world][i] = (ds_lines){0};
        }
    }
}

/* The deliveries of one person, one behind the other, added to text. */
static void put_person(const coverage_plan *plan, const ds_model *model, uint64_t number,
                       bool without_route, ds_life_person *person, ds_buffer *text) {
    ds_lines files[DS_LINES_FILES_MAX] = {0};
    ds_simulate_options options = options_of(plan, 0);
    ds_person_make(model, &options, number, without_route, NULL, person);
    if (!ds_lines_add_person(files, &options, person))
        coverage_check(DS_FAULT, &(ds_error){.en = "no memory"});
    for (size_t i = 0; i < DS_LINES_FILES_MAX; i++) {
        ds_buffer_add(text, files[i].data == NULL ? "" : files[i].data, files[i].size);
        ds_free(files[i].data);
    }
}

bool coverage_same_without(const ds_model *model, uint64_t n) {
    const coverage_plan plan = {.n_persons = n};
    static ds_life_person person;
    bool same = true;
    for (uint64_t number = 0; same && number < n; number++) {
        ds_buffer with, without;
        ds_buffer_init(&with, 1 << 20);
        ds_buffer_init(&without, 1 << 20);
        put_person(&plan, model, number, true, &person, &without);
        put_person(&plan, model, number, false, &person, &with);
        if (!person.route) same = strcmp(ds_buffer_string(&with), ds_buffer_string(&without)) == 0;
        ds_buffer_done(&with);
        ds_buffer_done(&without);
    }
    return same;
}
