/* target/plan.h: a plan while it is read and after. */
#ifndef DS_TARGET_PLAN_H
#define DS_TARGET_PLAN_H

#include "base/arena.h"
#include "base/yaml.h"
#include "doorstroom/monitor.h"

struct ds_monitor_plan {
    ds_arena texts;
    ds_monitor_rules rules;
    ds_monitor_goal *goals;
    ds_monitor_indicator *indicators;
    ds_monitor_table *tables;
    ds_monitor_question *questions;
    size_t n_goals, n_indicators, n_tables, n_questions;
};

typedef struct ds_plan_reader {
    ds_monitor_plan *plan;
    ds_raw raw;
    ds_yaml yaml;
    ds_error *err;
} ds_plan_reader;

/* How the value of a key is read into a struct. */
typedef enum ds_plan_type {
    DS_PLAN_TEXT,      /* const char *; "" where it is left out */
    DS_PLAN_NEEDED,    /* the same, and it must be there */
    DS_PLAN_YEAR,      /* int */
    DS_PLAN_OFFSET,    /* int, from -20 to 20 */
    DS_PLAN_FLAG,      /* bool: ja, nee */
    DS_PLAN_LOWER,     /* bool: lower, higher */
    DS_PLAN_ELSEWHERE, /* read by its own function */
} ds_plan_type;

typedef struct ds_plan_key {
    const char *name;
    ds_plan_type type;
    size_t offset;
} ds_plan_key;
enum { DS_PLAN_KEYS_MAX = 32 };

/* The keys of a block into a struct; out[i] is the node of key i, or NULL. */
ds_status ds_plan_read_block(ds_plan_reader *reader, yaml_node_t *node, const ds_plan_key *keys,
                             size_t n_keys, void *into, yaml_node_t **out) DS_NODISCARD;
/* Adds the place of node to what was set. */
ds_status ds_plan_placed(ds_plan_reader *reader, const yaml_node_t *node,
                         ds_status status) DS_NODISCARD;
ds_status ds_plan_keep(ds_plan_reader *reader, const yaml_node_t *node,
                       const char **out) DS_NODISCARD;
/* A whole number from low to high. */
ds_status ds_plan_number(ds_plan_reader *reader, const yaml_node_t *node, int64_t low, int64_t high,
                         int64_t *out) DS_NODISCARD;
/* A list of at most maximum items; *out_n of them. */
ds_status ds_plan_list(ds_plan_reader *reader, const yaml_node_t *node, size_t maximum,
                       size_t *out_n) DS_NODISCARD;
yaml_node_t *ds_plan_item(ds_plan_reader *reader, const yaml_node_t *list, size_t i);
/* Rising numbers from 0 to 1,000. */
ds_status ds_plan_cuts(ds_plan_reader *reader, const yaml_node_t *node, double *out,
                       size_t *out_n) DS_NODISCARD;
/* Which of names[n] node is; an error names the nearest. what: "soort". */
ds_status ds_plan_word(ds_plan_reader *reader, const yaml_node_t *node, const char *const *names,
                       size_t n, size_t *out) DS_NODISCARD;
/* "<= 2", ">=40", "≥ 40"; false for anything else. */
bool ds_plan_threshold(ds_text text, ds_threshold *out);
/* The relations that a question may ask for. */
extern const char *const ds_plan_relations[];
extern const size_t ds_plan_n_relations;

/* One item of tabellen:. */
ds_status ds_plan_read_table(ds_plan_reader *reader, yaml_node_t *node,
                             ds_monitor_table *out) DS_NODISCARD;

#endif
