/* formulier/reading.h: what the readers of the parts of a form share: the file at hand, small
 * things of its nodes, and expressions that wait until all fields are known. See read.c. */
#ifndef DS_FORMULIER_READING_H
#define DS_FORMULIER_READING_H

#include "base/yaml.h"
#include "formulier/expression.h"
#include "formulier/model.h"

/* An expression or a name of a field that is read when all fields are known. */
typedef struct ds_formulier_later {
    ds_scalar source;
    const yaml_node_t *node;
    const ds_veld *table; /* in whose row it stands; NULL: none */
    size_t topic;   /* whose completion it tells: it may ask that of earlier ones alone; SIZE_MAX:
                       of none */
    unsigned wants; /* DS_EXPRESSIE_… */
    const ds_expressie **expression; /* where it goes; or NULL, and */
    const ds_veld **field;           /* where the field goes */
    const ds_veld *const *within;    /* the table whose column it may be, when that is known */
    bool words; /* or it is a text in which {veld} stands for a value: only held to the fields */
} ds_formulier_later;

typedef struct ds_formulier_reading {
    ds_formulier_whole *form;
    ds_yaml yaml;
    const char *const *folders;
    size_t n_folders;
    const ds_kinds *kinds;
    ds_formulier_later *later;
    size_t n_later, later_capacity;
    size_t n_fields; /* fields and columns so far */
    ds_error *err;
} ds_formulier_reading;

/* A form of text that was read already; for ds_formulier_read, and for who has no file. */
ds_status ds_formulier_read_text(const ds_raw *raw, const char *const *folders, size_t n_folders,
                                 const ds_kinds *kinds, ds_formulier **out,
                                 ds_error *err) DS_NODISCARD;

/* ---- nodes (node.c) ---- */

/* "…" at the node. */
ds_status ds_formulier_refuse(ds_formulier_reading *r, const yaml_node_t *node, const char *nl,
                              const char *en) DS_NODISCARD;
/* "'found' is no …" with the nearest of names. */
ds_status ds_formulier_refuse_name(ds_formulier_reading *r, const yaml_node_t *node, const char *nl,
                                   const char *en, const char *const *names,
                                   size_t n_names) DS_NODISCARD;
size_t ds_formulier_seq_n(const yaml_node_t *node);
yaml_node_t *ds_formulier_seq_at(ds_formulier_reading *r, const yaml_node_t *node, size_t i);
/* A list of 1 (or, with empty, 0) to most items; its length in *out_n. NULL is an empty one. */
ds_status ds_formulier_need_seq(ds_formulier_reading *r, const yaml_node_t *node, size_t most,
                                size_t *out_n) DS_NODISCARD;
/* Memory of the form. */
void *ds_formulier_take(ds_formulier_reading *r, size_t n, size_t size);
/* A key that must be there: refuses NULL at the block. */
ds_status ds_formulier_need_key(ds_formulier_reading *r, const yaml_node_t *block,
                                const yaml_node_t *node, const char *key) DS_NODISCARD;

/* Each leaves *out as it was where node is NULL. */
ds_status ds_formulier_node_text(ds_formulier_reading *r, const yaml_node_t *node, size_t most,
                                 const char **out) DS_NODISCARD;
/* A word of small letters, digits and _ that begins with a letter: an id. */
ds_status ds_formulier_node_id(ds_formulier_reading *r, const yaml_node_t *node,
                               const char **out) DS_NODISCARD;
ds_status ds_formulier_node_yes(ds_formulier_reading *r, const yaml_node_t *node,
                                bool *out) DS_NODISCARD;
ds_status ds_formulier_node_whole(ds_formulier_reading *r, const yaml_node_t *node, int64_t low,
                                  int64_t high, int64_t *out) DS_NODISCARD;
ds_status ds_formulier_node_date(ds_formulier_reading *r, const yaml_node_t *node,
                                 int32_t *out) DS_NODISCARD;
/* The index of a word in words. */
ds_status ds_formulier_node_word(ds_formulier_reading *r, const yaml_node_t *node,
                                 const char *const *words, size_t n_words,
                                 size_t *out) DS_NODISCARD;
/* A list of such words, each at most once; *out_words are of words. */
ds_status ds_formulier_node_words(ds_formulier_reading *r, const yaml_node_t *node,
                                  const char *const *words, size_t n_words, const char *const **out,
                                  size_t *out_n) DS_NODISCARD;
/* {nl: …, en: …} */
ds_status ds_formulier_node_say(ds_formulier_reading *r, const yaml_node_t *node,
                                ds_say *out) DS_NODISCARD;
/* The same of the two keys of a block, both of which it needs. */
ds_status ds_formulier_need_say(ds_formulier_reading *r, const yaml_node_t *block,
                                const yaml_node_t *nl, const yaml_node_t *en,
                                ds_say *out) DS_NODISCARD;
/* Puts an expression, or the name of a field, by for when all fields are known; NULL: none. */
ds_status ds_formulier_put_by(ds_formulier_reading *r, const yaml_node_t *node,
                              ds_formulier_later later) DS_NODISCARD;
/* Reads what was put by. */
ds_status ds_formulier_read_later(ds_formulier_reading *r) DS_NODISCARD;

/* ---- parts, in the order in which they are read; node NULL: there is none ---- */

extern const char *const ds_formulier_roles[];
extern const size_t ds_formulier_n_roles;

ds_status ds_formulier_read_lists(ds_formulier_reading *r, const yaml_node_t *node) DS_NODISCARD;
/* The rows that stand in the form itself: for lijsten and for keuzes. */
ds_status ds_formulier_read_list_rows(ds_formulier_reading *r, const yaml_node_t *node,
                                      ds_lijst *list) DS_NODISCARD;
ds_status ds_formulier_read_list_file(ds_formulier_reading *r, yaml_node_t *const *nodes,
                                      const yaml_node_t *block, ds_lijst *list) DS_NODISCARD;
/* The list that a node names. */
ds_status ds_formulier_node_list(ds_formulier_reading *r, const yaml_node_t *node,
                                 const ds_lijst **out) DS_NODISCARD;
ds_status ds_formulier_read_texts(ds_formulier_reading *r, const yaml_node_t *node) DS_NODISCARD;
ds_status ds_formulier_read_parties(ds_formulier_reading *r, const yaml_node_t *node) DS_NODISCARD;
/* Ids of the form's kinds of parties. */
ds_status ds_formulier_node_parties(ds_formulier_reading *r, const yaml_node_t *node,
                                    const char *const **out, size_t *out_n) DS_NODISCARD;
ds_status ds_formulier_read_states(ds_formulier_reading *r, const yaml_node_t *node) DS_NODISCARD;
/* Ids of the form's states. */
ds_status ds_formulier_node_states(ds_formulier_reading *r, const yaml_node_t *node,
                                   const char *const **out, size_t *out_n) DS_NODISCARD;
ds_status ds_formulier_read_topics(ds_formulier_reading *r, const yaml_node_t *node) DS_NODISCARD;
/* kolommen of a table. */
ds_status ds_formulier_read_columns(ds_formulier_reading *r, const yaml_node_t *node,
                                    ds_veld *table) DS_NODISCARD;
/* velden of a topic, and those that beheer adds. */
ds_status ds_formulier_read_topic_fields(ds_formulier_reading *r, const yaml_node_t *node,
                                         const yaml_node_t *name, size_t i,
                                         ds_onderwerp *topic) DS_NODISCARD;
/* rijen and kolommen of a table. */
ds_status ds_formulier_read_table(ds_formulier_reading *r, const yaml_node_t *block,
                                  const yaml_node_t *rows, const yaml_node_t *columns,
                                  ds_veld *table) DS_NODISCARD;
/* A table of the form, whose topics are read by now. */
ds_status ds_formulier_node_table(ds_formulier_reading *r, const yaml_node_t *node,
                                  const ds_veld **out) DS_NODISCARD;
ds_status ds_formulier_read_checks(ds_formulier_reading *r, const yaml_node_t *node) DS_NODISCARD;
ds_status ds_formulier_read_transitions(ds_formulier_reading *r,
                                        const yaml_node_t *node) DS_NODISCARD;
ds_status ds_formulier_read_deliveries(ds_formulier_reading *r,
                                       const yaml_node_t *node) DS_NODISCARD;
ds_status ds_formulier_read_papers(ds_formulier_reading *r, const yaml_node_t *node) DS_NODISCARD;
ds_status ds_formulier_read_who(ds_formulier_reading *r, const yaml_node_t *node) DS_NODISCARD;

#endif
