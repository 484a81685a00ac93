/* report/recipe/front.c: the header of a recipe: titel, voor, versie and their kin. That of an
 * English text may say its title and description, and nothing else. */
#include <string.h>

#include "base/error.h"
#include "base/suggest.h"
#include "base/text.h"
#include "report/recipe/reading.h"

enum { TITLE, TITLE_EN, DESCRIPTION, DESCRIPTION_EN, VERSION, ID, FOR, SHAPE, N_KEYS };
static const char *const names[N_KEYS] = {
    [TITLE] = "titel",
    [TITLE_EN] = "titel_en",
    [DESCRIPTION] = "beschrijving",
    [DESCRIPTION_EN] = "beschrijving_en",
    [VERSION] = "versie",
    [ID] = "id",
    [FOR] = "voor",
    [SHAPE] = "vorm",
};

static ds_status place_key(const ds_value_source *source, const ds_item *item, ds_status status,
                           ds_error *err) {
    return ds_value_placed(source, item->at, status, err);
}

static ds_status refuse_header_key(const ds_value_source *source, const ds_item *key,
                                   ds_error *err) {
    ds_suggestion near;
    char found[64];
    ds_suggest(key->text, names, N_KEYS, &near);
    return place_key(source, key,
                     ds_error_set(err, DS_INPUT, "de kop kent de sleutel '%s' niet%s%.0s",
                                  "the header has no key '%s'%.0s%s",
                                  ds_suggest_excerpt(key->text, found, sizeof found), near.nl,
                                  near.en),
                     err);
}

static ds_status check_header_text(const ds_value_source *source, const ds_written *w,
                                   ds_error *err) {
    uint32_t point;
    if (w->list || w->keyed || w->n != 1 || w->items->text.size > DS_RECIPE_TEXT_MAX ||
        ds_recipe_bad_point(w->items->text, &point) != SIZE_MAX)
        return place_key(source, &w->key,
                         ds_error_set(err, DS_INPUT, "verwachtte hierachter een korte tekst",
                                      "expected a short text behind it"),
                         err);
    return DS_OK;
}

static ds_status refuse_id(const ds_value_source *source, const ds_item *item, ds_error *err) {
    return place_key(source, item,
                     ds_error_set(err, DS_INPUT,
                                  "id: verwachtte een naam van letters, cijfers, . _ en -",
                                  "id: expected a name of letters, digits, . _ and -"),
                     err);
}

static size_t find_name(ds_text key) {
    size_t i = 0;
    while (i < N_KEYS && !ds_text_is(key, names[i]))
        i++;
    return i;
}

/* Where the text behind a key goes; NULL for what is no text. */
static const char **find_place(ds_recipe_about *about, size_t key) {
    switch (key) {
    case TITLE:
        return &about->title.nl;
    case TITLE_EN:
        return &about->title.en;
    case DESCRIPTION:
        return &about->description.nl;
    case DESCRIPTION_EN:
        return &about->description.en;
    case VERSION:
        return &about->version;
    case ID:
        return &about->id;
    default:
        return NULL;
    }
}

static ds_status read_shape(const ds_value_source *source, const ds_item *item, bool *out_one_page,
                            ds_error *err) {
    if (ds_text_is(item->text, "blad") || ds_text_is(item->text, "verslag")) {
        *out_one_page = ds_text_is(item->text, "blad");
        return DS_OK;
    }
    return place_key(source, item,
                     ds_error_set(err, DS_INPUT, "vorm: verwachtte blad of verslag",
                                  "vorm: expected blad (one page) or verslag"),
                     err);
}

/* Of the English text: its title, whatever the key calls it; the rest as the Dutch one has it. */
static ds_status take_english(ds_recipe_reader *r, const ds_value_source *source,
                              const ds_written *w, size_t key) {
    ds_recipe_about *about = &r->recipe->about;
    const ds_text text = w->items->text;
    if (key == TITLE || key == TITLE_EN) {
        about->title.en = ds_arena_copy(&r->recipe->arena, text);
        return DS_OK;
    }
    if (key == DESCRIPTION || key == DESCRIPTION_EN) {
        about->description.en = ds_arena_copy(&r->recipe->arena, text);
        return DS_OK;
    }
    if (ds_text_is(text, key == FOR     ? ds_recipe_for_code(about->each)
                         : key == SHAPE ? (about->one_page ? "blad" : "verslag")
                         : key == ID    ? about->id
                                        : about->version))
        return DS_OK;
    return place_key(source, w->items,
                     ds_error_set(r->err, DS_INPUT,
                                  "%s is hier anders dan in het Nederlandse "
                                  "recept: laat het weg",
                                  "%s is not as in the Dutch recipe: leave it out", names[key]),
                     r->err);
}

static ds_status take_header(void *context, const ds_value_source *source, const ds_written *w,
                             ds_error *err) {
    ds_recipe_reader *r = context;
    const size_t key = find_name(w->key.text);
    ds_status status;
    if (key == N_KEYS) return refuse_header_key(source, &w->key, err);
    status = check_header_text(source, w, err);
    if (status != DS_OK) return status;
    if (r->lang == DS_EN) return take_english(r, source, w, key);
    if (key == FOR) return ds_value_read_for(source, w->items, &r->recipe->about.each, err);
    if (key == SHAPE) return read_shape(source, w->items, &r->recipe->about.one_page, err);
    if (key == ID && !ds_recipe_is_id(w->items->text)) return refuse_id(source, w->items, err);
    *find_place(&r->recipe->about, key) = ds_arena_copy(&r->recipe->arena, w->items->text);
    return DS_OK;
}

ds_status ds_recipe_read_front(ds_recipe_reader *reader, const ds_piece *front) {
    const ds_value_source source = {.raw = &reader->raw, .lines = front->line, .yaml = true};
    ds_status status = ds_value_each(&source, front->text, take_header, reader, reader->err);
    return status == DS_OK ? ds_arena_finish(&reader->recipe->arena, reader->err) : status;
}
