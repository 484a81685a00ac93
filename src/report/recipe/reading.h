/* report/recipe/reading.h: what the readers of a recipe share. A file goes through them in this
 * order: scan.c (which lines are what), front.c (its header), heading.c, fence.c with value.c and
 * keys.c (a fence's YAML), prose.c (md4c on what is left) with braces.c, condition.c; ask.c,
 * question.c and canonical.c say what is asked; twin.c lays the English text beside it, and
 * settle.c looks up what is named. fill.c, scope.c and account.c make documents of it. */
#ifndef DS_REPORT_RECIPE_READING_H
#define DS_REPORT_RECIPE_READING_H

#include "base/arena.h"
#include "base/place.h"
#include "base/yaml.h"
#include "doorstroom/recipe.h"

enum {
    DS_RECIPE_DEPTH_MAX = 8, /* lists and quotes in one another */
    DS_RECIPE_HEADINGS_MAX = 1000
};

/* ---- conditions ---- */

typedef enum ds_condition_kind {
    DS_IF_FILLED,   /* gevuld ID */
    DS_IF_DELIVERY, /* levering SOORT */
    DS_IF_FACTS,    /* feiten ID >= N */
    DS_IF_MADE,     /* gemaakt */
    DS_IF_DRAFT,    /* concept */
} ds_condition_kind;

enum { DS_CONDITION_TERMS_MAX = 8 };

typedef struct ds_condition_term {
    ds_condition_kind kind;
    bool negated;
    const char *name; /* of a block or a kind of delivery */
    const ds_recipe_block *block;
    uint64_t least;
} ds_condition_term;

struct ds_recipe_condition {
    ds_condition_term terms[DS_CONDITION_TERMS_MAX]; /* all must hold */
    size_t n;
    const ds_recipe_condition *otherwise_of; /* anders: holds where that one does not */
    uint64_t line, column;
};

/* ---- the recipe ---- */

typedef struct ds_recipe_braces {
    ds_recipe_block *block;
    const char *what; /* the word behind the rule: a block's id, an indicator, …; "" none */
} ds_recipe_braces;

typedef struct ds_recipe_side {
    bool there;
    ds_recipe_part *parts;
    size_t n, capacity;
    const char **attributes; /* of each heading, what stands behind its words; "" nothing */
    size_t n_attributes, attributes_capacity;
} ds_recipe_side;

struct ds_recipe {
    ds_arena arena;
    ds_recipe_about about;
    ds_recipe_side sides[2];        /* by ds_lang */
    const ds_recipe_block **blocks; /* of the fences */
    size_t n_blocks, blocks_capacity;
    const ds_recipe_condition **whens; /* [n_blocks] */
    size_t whens_capacity;
    size_t *stand_ins; /* English parts that stand for Dutch blocks */
    size_t n_stand_ins, stand_ins_capacity;
    ds_recipe_braces *braces; /* of both sides */
    size_t n_braces, braces_capacity;
    ds_recipe_condition **conditions; /* in order, to be settled */
    size_t n_conditions, conditions_capacity;
    ds_recipe_question *questions;
    size_t n_questions;
};

/* ---- values, of YAML and of braces alike ---- */

/* Where values come from: the whole file (braces), or the body of a fence or header as YAML, lines
 * further down in it. */
typedef struct ds_value_source {
    const ds_raw *raw;
    uint64_t lines; /* before it */
    bool yaml;      /* places are characters of the YAML, else bytes */
} ds_value_source;

typedef struct ds_item {
    ds_text text;
    size_t at;
} ds_item;

/* What stands behind a key: texts, or lists of them, or keys with them. */
typedef struct ds_written {
    ds_item key;
    bool list, nested, keyed; /* a list; of lists; of keys */
    ds_item *items;           /* [n]: plain; of keyed the key of each */
    struct ds_written *inner; /* [n]: of nested and keyed */
    size_t n;
} ds_written;

/* ---- reading one file ---- */

typedef struct ds_recipe_reader {
    ds_recipe *recipe;
    ds_recipe_side *side;
    ds_lang lang;
    ds_raw raw;
    const ds_recipe_condition *open[7]; /* of the last heading of each level, for anders */
    size_t n_braces, n_anchors;
    const char *anchors[DS_RECIPE_HEADINGS_MAX];
    struct {
        const char *at;
        uint64_t line, column;
    } located;
    ds_error *err;
} ds_recipe_reader;

/* A piece of the file as scan.c finds it. */
typedef enum ds_piece_kind { DS_PIECE_HEADING, DS_PIECE_PROSE, DS_PIECE_FENCE } ds_piece_kind;
typedef struct ds_piece {
    ds_piece_kind kind;
    ds_text text;   /* of a heading what stands behind the #s; of a fence its body */
    ds_text head;   /* of a fence what stands behind the ``` */
    unsigned level; /* of a heading */
    uint64_t line;  /* on which it begins; of a fence that of its ``` */
    size_t head_at; /* byte in the file of head, or of the heading's text */
} ds_piece;
typedef ds_status (*ds_take_piece)(ds_recipe_reader *reader, const ds_piece *piece);

/* Adds the place of a byte in the file to an error. */
ds_status ds_recipe_placed(const ds_recipe_reader *reader, size_t byte,
                           ds_status status) DS_NODISCARD;
size_t ds_recipe_byte_of(const ds_recipe_reader *reader, const char *at);
/* The line and column (in characters) of a place in the file. Cost: the bytes since it was asked
 * last, where it is asked from front to back. */
void ds_recipe_locate(ds_recipe_reader *reader, const char *at, uint64_t *out_line,
                      uint64_t *out_column);

/* Refuses bytes that are no text of ours: NUL, no UTF-8, controls, marks of direction, private use.
 */
ds_status ds_recipe_check_bytes(const ds_recipe_reader *reader) DS_NODISCARD;
/* Where the first such character of good UTF-8 is, SIZE_MAX when there is none. */
size_t ds_recipe_bad_point(ds_text text, uint32_t *out_point);
/* The header between --- lines, if there is one (a body of no lines otherwise), then the pieces. */
ds_status ds_recipe_scan(ds_recipe_reader *reader, ds_piece *out_front,
                         ds_take_piece take) DS_NODISCARD;
/* Where braces that begin at text end: behind the }}; DS_INPUT for unclosed and nested ones. */
ds_status ds_recipe_braces_end(const ds_recipe_reader *reader, ds_text text,
                               size_t *out_size) DS_NODISCARD;

ds_status ds_recipe_read_front(ds_recipe_reader *reader, const ds_piece *front) DS_NODISCARD;
ds_status ds_recipe_read_fence(ds_recipe_reader *reader, const ds_piece *fence) DS_NODISCARD;
ds_status ds_recipe_read_heading(ds_recipe_reader *reader, const ds_piece *heading) DS_NODISCARD;
ds_status ds_recipe_read_prose(ds_recipe_reader *reader, const ds_piece *prose) DS_NODISCARD;
/* One line of prose without paragraphs: a heading's. */
ds_status ds_recipe_read_inline(ds_recipe_reader *reader, const ds_piece *piece,
                                const ds_recipe_span **out, size_t *out_n) DS_NODISCARD;
/* text is what stands between the braces, of the file. *out is the recipe's. */
ds_status ds_recipe_read_braces(ds_recipe_reader *reader, ds_text text,
                                const ds_recipe_block **out) DS_NODISCARD;
/* als: of a heading or block; *out is the recipe's. Blocks are looked up later (ds_recipe_settle).
 */
ds_status ds_recipe_read_condition(ds_recipe_reader *reader, const ds_value_source *source,
                                   const ds_item *text,
                                   const ds_recipe_condition **out) DS_NODISCARD;
ds_recipe_part *ds_recipe_add_part(ds_recipe_reader *reader, ds_recipe_part_kind kind,
                                   uint64_t line);

/* ---- keys (keys.c) ---- */

/* Sets what is written behind a key in block: DS_INPUT for a key that a block of this kind has not,
 * and for a value that is none of it. when: where als: goes, or NULL. */
ds_status ds_recipe_set_key(ds_recipe_reader *reader, const ds_value_source *source,
                            const ds_written *written, ds_recipe_block *block,
                            const ds_recipe_condition **when) DS_NODISCARD;
/* The names of all keys, one by one (some twice); NULL behind the last. */
const char *ds_recipe_key_at(size_t i);
/* Whether it is a key of a block of this kind. */
bool ds_recipe_is_key(ds_text name, ds_recipe_block_kind kind);
/* The key of braces that name is but for one letter; NULL. */
const char *ds_recipe_near_key(ds_text name);
void ds_recipe_init_block(ds_recipe_block *block, ds_recipe_block_kind kind);
/* Adds the place of an item to an error. */
ds_status ds_value_placed(const ds_value_source *source, size_t at, ds_status status,
                          ds_error *err);
ds_status ds_value_read_for(const ds_value_source *source, const ds_item *item, ds_recipe_for *out,
                            ds_error *err) DS_NODISCARD;
/* Letters, digits and . _ -, beginning with a letter or digit; at most 64. */
bool ds_recipe_is_id(ds_text text);
/* http, https, or a path without one, and no quotes or blanks. */
bool ds_recipe_is_link(ds_text text);
/* A name of a column: letters, digits, _ and what shifts it in time: soort[t+1]. */
bool ds_recipe_is_name(ds_text text);
/* Reads a mapping of YAML key by key. */
typedef ds_status (*ds_take_written)(void *context, const ds_value_source *source,
                                     const ds_written *written, ds_error *err);
ds_status ds_value_each(const ds_value_source *source, ds_text body, ds_take_written take,
                        void *context, ds_error *err) DS_NODISCARD;

/* ---- questions (question.c, ask.c) ---- */

/* Sets what a block asks, or NULL when it asks nothing. DS_INPUT, with its place, for keys that do
 * not go together. */
ds_status ds_recipe_set_question(ds_recipe *recipe, ds_recipe_block *block,
                                 ds_error *err) DS_NODISCARD;
/* Of a table that is there already indicator and, of braces, kenmerk choose rows: they go to
 * alleen. */
ds_status ds_recipe_settle_choices(ds_arena *arena, ds_recipe_block *block, ds_recipe_ask ask,
                                   ds_error *err) DS_NODISCARD;
/* The text of a question of which all else is set; the recipe's, NULL when memory is short. */
const char *ds_recipe_write_question(ds_recipe *recipe, const ds_recipe_question *question);
/* What is asked by vraag: and its kin, from the keys of a block. */
ds_status ds_recipe_find_ask(ds_recipe *recipe, const ds_recipe_block *block,
                             ds_recipe_question *out, ds_error *err) DS_NODISCARD;
bool ds_recipe_is_ask(ds_text word);
/* A key that chooses rows and is no column of the counts: wie, klasse, maat. */
bool ds_recipe_is_of_answer(const char *key);
/* An error at the place of a block. */
ds_status ds_recipe_at_block(const ds_recipe_block *block, ds_status status, ds_error *err);
/* Blocks that conditions and braces name, and the list of questions: once both files are read. */
ds_status ds_recipe_settle(ds_recipe *recipe, const char *name, ds_error *err) DS_NODISCARD;
/* Holds the English text against the Dutch one. */
ds_status ds_recipe_match_sides(ds_recipe *recipe, const char *name_en, ds_error *err) DS_NODISCARD;

/* ---- filling ---- */

bool ds_recipe_holds(const ds_recipe_condition *condition, const ds_release *release,
                     const char *scope);
/* The section of account at the end of a document: what it rests on. */
void ds_recipe_account(const ds_recipe *recipe, const ds_release *release, const char *scope,
                       ds_document *document);
/* What a scope is called. */
ds_say ds_recipe_scope_name(ds_recipe_for each, const ds_release *release, const char *scope);
/* A day as people write it, kept in the document: 1 maart 2026. */
ds_say ds_recipe_day(ds_document *document, const char *date);

#endif
