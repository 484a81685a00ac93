/* report/recipe/read.c: the files of a recipe, one after the other, into one recipe. */
#include <string.h>

#include "base/buffer.h"
#include "base/checksum.h"
#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "report/recipe/reading.h"

ds_recipe_part *ds_recipe_add_part(ds_recipe_reader *reader, ds_recipe_part_kind kind,
                                   uint64_t line) {
    ds_recipe_side *side = reader->side;
    ds_recipe_part *part;
    if (!ds_reserve(&side->parts, &side->capacity, side->n + 1, sizeof *side->parts)) return NULL;
    part = &side->parts[side->n++];
    *part = (ds_recipe_part){.kind = kind, .id = "", .line = line};
    return part;
}

static ds_status take_piece(ds_recipe_reader *reader, const ds_piece *piece) {
    switch (piece->kind) {
    case DS_PIECE_HEADING:
        return ds_recipe_read_heading(reader, piece);
    case DS_PIECE_FENCE:
        return ds_recipe_read_fence(reader, piece);
    default:
        return ds_recipe_read_prose(reader, piece);
    }
}

/* Whether it has a header, a block or braces: what has none of them lies there by mistake, or by
 * somebody's ill will (a link to what is not ours). */
static bool is_recipe(const ds_recipe_reader *reader, const ds_piece *front) {
    return front->text.data != reader->raw.text.data || reader->recipe->n_blocks > 0 ||
           reader->recipe->n_braces > 0;
}

static ds_status read_side(ds_recipe *recipe, ds_lang lang, const char *name, ds_text text,
                           ds_error *err) {
    ds_recipe_reader reader = {.recipe = recipe, .lang = lang, .err = err};
    ds_piece front;
    ds_status status;
    reader.side = &recipe->sides[lang];
    reader.side->there = true;
    reader.raw = (ds_raw){.name = ds_arena_copy(&recipe->arena, ds_text_of(name)),
                          .text = text.data == NULL ? ds_text_of("") : text};
    if (reader.raw.name == NULL) return ds_error_memory(err);
    status = ds_recipe_check_bytes(&reader);
    if (status == DS_OK) status = ds_recipe_scan(&reader, &front, take_piece);
    if (status != DS_OK || lang == DS_EN || is_recipe(&reader, &front)) return status;
    return ds_error_at(
        err, DS_INPUT, name, 1, 1,
        "dit is geen recept: er is geen kop (tussen twee regels ---) en geen blok, en "
        "een recept wordt gepubliceerd",
        "this is no recipe: it has no header (between two lines ---) and no block, "
        "and a recipe is published");
}

/* ---- names ---- */

static const char *base_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

static bool ends_with(const char *text, const char *with) {
    const size_t n = strlen(text), m = strlen(with);
    return n >= m && strcmp(text + n - m, with) == 0;
}

/* The file's name without its ending, with - for what no id has. */
static bool name_recipe(ds_recipe *recipe, const char *path) {
    const char *name = base_name(path);
    size_t n = strlen(name) - (ends_with(name, ".md") ? 3 : 0), used = 0;
    char id[64];
    for (size_t i = 0; i < n && used + 1 < sizeof id; i++) {
        const bool good = ds_recipe_is_id((ds_text){name + i, 1}) ||
                          (used > 0 && (name[i] == '.' || name[i] == '-'));
        if (good || (used > 0 && id[used - 1] != '-')) id[used++] = good ? name[i] : '-';
    }
    recipe->about.id =
        ds_arena_copy(&recipe->arena, used == 0 ? ds_text_of("recept") : (ds_text){id, used});
    return recipe->about.id != NULL;
}

/* The Dutch and the English file, of either. */
static ds_status name_files(const char *path, char nl[DS_PATH_SIZE], char en[DS_PATH_SIZE],
                            ds_error *err) {
    size_t n = strlen(path);
    if (ends_with(path, ".en.md"))
        n -= strlen(".en.md");
    else if (ends_with(path, ".md"))
        n -= strlen(".md");
    else
        return ds_error_at(err, DS_INPUT, path, 0, 0,
                           "een recept is een bestand dat op .md eindigt",
                           "a recipe is a file that ends in .md");
    if (n + sizeof ".en.md" > DS_PATH_SIZE)
        return ds_error_at(err, DS_INPUT, NULL, 0, 0, "de naam van het recept is te lang",
                           "the name of the recipe is too long");
    memcpy(nl, path, n);
    memcpy(nl + n, ".md", sizeof ".md");
    memcpy(en, path, n);
    memcpy(en + n, ".en.md", sizeof ".en.md");
    return DS_OK;
}

/* ---- the whole ---- */

/* Of both texts, one after the other, with a zero byte between them. */
static ds_status sum_texts(ds_recipe *recipe, ds_text nl, ds_text en, ds_error *err) {
    ds_buffer both;
    ds_status status;
    ds_buffer_init(&both, 2 * (DS_RECIPE_SIZE_MAX + 1));
    ds_buffer_add(&both, nl.data, nl.size);
    ds_buffer_add(&both, "", 1);
    if (en.data != NULL) ds_buffer_add(&both, en.data, en.size);
    status = ds_buffer_finish(&both, err);
    if (status == DS_OK) ds_checksum_bytes(both.data, both.size, recipe->about.checksum);
    ds_buffer_done(&both);
    return status;
}

static void settle_title(ds_recipe_about *about) {
    if (about->title.nl[0] == '\0') about->title.nl = about->id;
    if (about->title.en[0] == '\0') about->title.en = about->title.nl;
    if (about->description.en[0] == '\0') about->description.en = about->description.nl;
}

static ds_status parse_both(ds_recipe *recipe, const char *name, ds_text nl, const char *name_en,
                            ds_text en, ds_error *err) {
    ds_recipe_about *about = &recipe->about;
    ds_status status;
    about->title = about->description = (ds_say){"", ""};
    about->version = "";
    about->twin = en.data != NULL;
    if (!name_recipe(recipe, name)) return ds_error_memory(err);
    status = read_side(recipe, DS_NL, name, nl, err);
    if (status == DS_OK && about->twin) status = read_side(recipe, DS_EN, name_en, en, err);
    if (status == DS_OK) status = ds_recipe_match_sides(recipe, name_en, err);
    if (status == DS_OK) status = ds_recipe_settle(recipe, name, err);
    if (status == DS_OK) status = ds_arena_finish(&recipe->arena, err);
    if (status != DS_OK) return status;
    settle_title(about);
    return sum_texts(recipe, nl, en, err);
}

static ds_status parse_recipe(const char *name, ds_text nl, const char *name_en, ds_text en,
                              ds_recipe **out, ds_error *err) {
    ds_recipe *recipe = ds_calloc(1, sizeof *recipe);
    ds_status status;
    if (recipe == NULL) return ds_error_memory(err);
    status = parse_both(recipe, name, nl, name_en, en, err);
    if (status == DS_OK)
        *out = recipe;
    else
        ds_recipe_free(recipe);
    return status;
}

ds_status ds_recipe_parse(const char *name, ds_text nl, ds_text en, ds_recipe **out,
                          ds_error *err) {
    char dutch[DS_PATH_SIZE], english[DS_PATH_SIZE];
    ds_status status = name_files(name, dutch, english, err);
    return status == DS_OK ? parse_recipe(dutch, nl, english, en, out, err) : status;
}

ds_status ds_recipe_read(const char *path, ds_recipe **out, ds_error *err) {
    char nl[DS_PATH_SIZE], en[DS_PATH_SIZE], *data = NULL, *data_en = NULL;
    size_t size = 0, size_en = 0;
    ds_status status = name_files(path, nl, en, err);
    if (status == DS_OK) status = ds_file_read(nl, DS_RECIPE_SIZE_MAX, &data, &size, err);
    if (status == DS_OK && ds_file_exists(en))
        status = ds_file_read(en, DS_RECIPE_SIZE_MAX, &data_en, &size_en, err);
    if (status == DS_OK)
        status = parse_recipe(nl, (ds_text){data, size}, en, (ds_text){data_en, size_en}, out, err);
    ds_free(data);
    ds_free(data_en);
    return status;
}
