/* intake/gather.c: what only the whole knows, of deliveries that are too many for one machine.
 *
 * Each machine gathers the facts of the rows that it has (a piece: a work folder with all
 * deliveries by name, of most of them a header alone); added up they are what split would have
 * found, and become the geheel.json that pieces are split by and parts are imported by. Enrolments
 * first: what comes after is read by their last school year. See facts.h. */
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "base/memory.h"
#include "intake/facts.h"
#include "intake/resolve/resolve.h"
#include "intake/steps.h"

enum { PIECE_MAX = 1 << 28 };

static ds_status begin_gathering(ds_intake *intake, const ds_import_options *options,
                                 ds_error *err) {
    ds_status status = ds_intake_init(intake, options, err);
    intake->gathering = true;
    if (status == DS_OK) status = ds_config_read(intake, err);
    if (status == DS_OK) status = ds_plan(intake, err);
    return status;
}

/* Facts as the text of a file. */
static ds_status write_piece(const ds_intake *intake, const json_t *facts, ds_error *err) {
    char path[DS_PATH_SIZE];
    char *text = json_dumps(facts, JSON_COMPACT | JSON_SORT_KEYS);
    ds_status status = text == NULL
                           ? ds_error_memory(err)
                           : ds_file_join(path, intake->options->work_folder, DS_PIECE_FILE, err);
    if (status == DS_OK) status = ds_file_write_private(path, text, strlen(text), err);
    ds_free(text);
    return status;
}

/* ---- numbers ---- */

/* Which piece it is of how many: 0 of 0 where that is not said. */
typedef struct piece_number {
    uint32_t piece, n;
} piece_number;

static const char key_piece[] = "stuk", key_n_pieces[] = "stukken";

static piece_number number_asked(const ds_pieces_options *asked) {
    if (asked == NULL || asked->version < 2) return (piece_number){0, 0};
    return (piece_number){asked->piece, asked->n_pieces};
}

static ds_status check_number_asked(piece_number number, ds_error *err) {
    if ((number.piece == 0 && number.n == 0) ||
        (number.piece >= 1 && number.piece <= number.n && number.n <= DS_PIECES_MAX))
        return DS_OK;
    return ds_error_set(err, DS_USAGE, "verwacht stuk i van n, met n tot en met %d",
                        "expected piece i of n, with n up to %d", DS_PIECES_MAX);
}

static ds_status set_number(json_t *facts, piece_number number, ds_error *err) {
    if (number.n == 0) return DS_OK;
    return json_object_set_new(facts, key_piece, json_integer((json_int_t)number.piece)) == 0 &&
                   json_object_set_new(facts, key_n_pieces, json_integer((json_int_t)number.n)) == 0
               ? DS_OK
               : ds_error_memory(err);
}

/* Takes the number out: the same rows are the same piece, whatever it is called. */
static ds_status take_number(json_t *piece, const char *path, piece_number *out, ds_error *err) {
    const json_t *number = json_object_get(piece, key_piece),
                 *of = json_object_get(piece, key_n_pieces);
    const json_int_t i = json_integer_value(number), n = json_integer_value(of);
    *out = (piece_number){0, 0};
    if (number == NULL && of == NULL) return DS_OK;
    if (i < 1 || i > n || n > DS_PIECES_MAX)
        return ds_error_at(err, DS_INPUT, path, 0, 0,
                           "dit stuk is beschadigd: gather nummert stukken i van n niet zo",
                           "this piece is damaged: gather does not number pieces i of n like this");
    *out = (piece_number){(uint32_t)i, (uint32_t)n};
    (void)json_object_del(piece, key_piece);
    (void)json_object_del(piece, key_n_pieces);
    return DS_OK;
}

/* ---- a piece ---- */

ds_status ds_piece_gather(const ds_import_options *options, const ds_pieces_options *asked,
                          ds_error *err) {
    ds_intake intake;
    json_t *facts = NULL;
    const piece_number number = number_asked(asked);
    ds_status status = asked == NULL ? DS_OK
                                     : ds_error_version(err, "ds_pieces_options", asked->version,
                                                        DS_PIECES_OPTIONS_VERSION);
    if (status == DS_OK) status = check_number_asked(number, err);
    if (status != DS_OK) return status;
    status = begin_gathering(&intake, options, err);
    if (status == DS_OK) status = ds_intake_read(&intake, err);
    if (status == DS_OK) {
        facts = ds_facts_of(&intake);
        if (facts == NULL) status = ds_error_memory(err);
    }
    if (status == DS_OK) status = set_number(facts, number, err);
    if (status == DS_OK) status = write_piece(&intake, facts, err);
    json_decref(facts);
    ds_intake_done(&intake);
    return status;
}

/* ---- adding up ---- */

static ds_status read_piece(const char *path, json_t **out, ds_error *err) {
    char *text = NULL;
    size_t size;
    json_t *piece;
    ds_status status = ds_file_read(path, PIECE_MAX, &text, &size, err);
    if (status != DS_OK) return status;
    ds_json_begin();
    piece = json_loadb(text, size, 0, NULL);
    ds_free(text);
    if (ds_json_ran_out()) {
        json_decref(piece);
        return ds_error_memory(err);
    }
    if (piece == NULL)
        return ds_error_at(err, DS_INPUT, path, 0, 0, "dit is geen stuk dat gather schreef",
                           "this is no piece that gather wrote");
    *out = piece;
    return DS_OK;
}

/* How pieces were read says how the deliveries are read: they agree, or are refused when added. */
static void take_flags(ds_intake *intake, const json_t *piece) {
    for (size_t i = 0; i < intake->n_deliveries; i++) {
        const json_t *one = json_array_get(json_object_get(piece, "leveringen"), i);
        intake->deliveries[i].whole =
            ds_gate_whole_of((unsigned)json_integer_value(json_object_get(one, "vlaggen")));
    }
}

enum { PIECE_SUM = 32 };

/* Its sum, whatever the layout of the file; all zeros where it has no rows: then it may come twice.
 */
static ds_status sum_piece(const json_t *piece, unsigned char out[PIECE_SUM], ds_error *err) {
    char *text;
    memset(out, 0, PIECE_SUM);
    if (!ds_facts_have_rows(piece)) return DS_OK;
    text = json_dumps(piece, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
    if (text == NULL) return ds_error_memory(err);
    (void)crypto_generichash(out, PIECE_SUM, (const unsigned char *)text, strlen(text), NULL, 0);
    ds_free(text);
    return DS_OK;
}

/* A piece that was added: its place in the list is that of its path. */
typedef struct added_piece {
    unsigned char sum[PIECE_SUM];
    piece_number number;
} added_piece;

/* The same rows of the same places count once. */
static ds_status check_twice(const char *const *pieces, const added_piece *added, size_t at,
                             ds_error *err) {
    static const unsigned char none[PIECE_SUM];
    for (size_t i = 0; i < at && memcmp(added[at].sum, none, PIECE_SUM) != 0; i++)
        if (memcmp(added[i].sum, added[at].sum, PIECE_SUM) == 0)
            return ds_error_at(err, DS_INPUT, pieces[at], 0, 0,
                               "dit stuk is er twee keer: ook als %.200s; zijn het andere rijen, "
                               "geef ze dan een kolom " DS_PLACE_COLUMN,
                               "this piece is there twice: also as %.200s; if these are other "
                               "rows, give them a column " DS_PLACE_COLUMN,
                               pieces[i]);
    return DS_OK;
}

static ds_status add_file(ds_intake *intake, const char *const *pieces, size_t at,
                          added_piece *added, ds_error *err) {
    const char *path = pieces[at];
    json_t *piece = NULL;
    ds_status status = read_piece(path, &piece, err);
    if (status == DS_OK) status = take_number(piece, path, &added[at].number, err);
    if (status == DS_OK) status = sum_piece(piece, added[at].sum, err);
    if (status == DS_OK) status = check_twice(pieces, added, at, err);
    if (status == DS_OK && intake->gathered == NULL) {
        take_flags(intake, piece);
        intake->gathered = ds_facts_of(intake); /* of no rows yet */
        if (intake->gathered == NULL) status = ds_error_memory(err);
    }
    if (status == DS_OK) status = ds_facts_add(intake, intake->gathered, piece, path, err);
    json_decref(piece);
    return status;
}

/* Pieces that say no number: all that can be held against what was asked is how many they are. */
static ds_status check_how_many(uint32_t asked, size_t n, ds_error *err) {
    if (asked == n) return DS_OK;
    if (asked == 0)
        return ds_error_set(
            err, DS_USAGE,
            "deze stukken zeggen niet met hoeveel zij zijn: zeg het met --of N, of maak ze "
            "met gather STUK --piece i/n",
            "these pieces do not say how many there are: say it by --of N, or make them by "
            "gather PIECE --piece i/n");
    return ds_error_set(err, DS_INPUT,
                        "verwacht %" PRIu32 " stukken (--of), en er zijn er %zu gegeven",
                        "expected %" PRIu32 " pieces (--of), and %zu were given", asked, n);
}

/* The numbers that no piece has: the first ten. place[i]: the piece with number i + 1, from 1. */
static ds_status refuse_missing_pieces(const size_t *place, uint32_t n, ds_error *err) {
    char list[160] = "";
    uint32_t n_missing = 0;
    for (uint32_t i = 0; i < n; i++) {
        const size_t used = strlen(list);
        if (place[i] != 0) continue;
        if (n_missing++ < 10)
            (void)snprintf(list + used, sizeof list - used, "%s%" PRIu32, used == 0 ? "" : ", ",
                           i + 1);
    }
    if (n_missing == 0) return DS_OK;
    return ds_error_set(err, DS_INPUT,
                        "niet alle %" PRIu32 " stukken zijn er, %" PRIu32 " te weinig: stuk %s%s "
                        "ontbreekt; geef de stuk.json van alle stukken, of zeg met --of met "
                        "hoeveel de eerste zijn",
                        "not all %" PRIu32 " pieces are there, %" PRIu32 " too few: piece %s%s is "
                        "missing; give the stuk.json of all pieces, or say by --of how many the "
                        "first are",
                        n, n_missing, list, n_missing > 10 ? ", …" : "");
}

/* Each of 1 to total once. place[total]: room. */
static ds_status place_pieces(const char *const *pieces, const added_piece *added, size_t n,
                              size_t *place, uint32_t total, ds_error *err) {
    for (size_t i = 0; i < n; i++) {
        const uint32_t number = added[i].number.piece;
        if (number > total)
            return ds_error_at(err, DS_INPUT, pieces[i], 0, 0,
                               "dit is stuk %" PRIu32 ", en er zouden %" PRIu32 " stukken zijn "
                               "(--of)",
                               "this is piece %" PRIu32 ", and there should be %" PRIu32 " pieces "
                               "(--of)",
                               number, total);
        if (place[number - 1] != 0)
            return ds_error_at(err, DS_INPUT, pieces[i], 0, 0,
                               "dit is stuk %" PRIu32 ", en %.200s ook; nummer de stukken van "
                               "beide gangen door",
                               "this is piece %" PRIu32 ", and so is %.200s; let the numbers go on "
                               "through both rounds",
                               number, pieces[place[number - 1] - 1]);
        place[number - 1] = i + 1;
    }
    return refuse_missing_pieces(place, total, err);
}

/* Whether all pieces are there: what is missing would be missing from the whole without a word. */
static ds_status check_all_there(const ds_pieces_options *asked, const char *const *pieces,
                                 const added_piece *added, size_t n, ds_error *err) {
    uint32_t total = number_asked(asked).n;
    size_t n_numbered = 0, bare = 0, *place;
    ds_status status;
    for (size_t i = 0; i < n; i++) {
        const piece_number number = added[i].number;
        n_numbered += number.n > 0;
        if (number.n == 0) bare = i;
        if (number_asked(asked).n == 0 && number.n > total) total = number.n;
    }
    if (n_numbered == 0) return check_how_many(total, n, err);
    if (n_numbered < n)
        return ds_error_at(err, DS_INPUT, pieces[bare], 0, 0,
                           "dit stuk zegt niet het hoeveelste het is, en andere wel; maak het "
                           "opnieuw met gather STUK --piece i/n",
                           "this piece does not say which one it is, and others do; make it again "
                           "by gather PIECE --piece i/n");
    place = ds_calloc(total, sizeof *place);
    status =
        place == NULL ? ds_error_memory(err) : place_pieces(pieces, added, n, place, total, err);
    ds_free(place);
    return status;
}

/* The pieces, and then what stands in this folder itself. */
static ds_status add_up(ds_intake *intake, const ds_pieces_options *asked,
                        const char *const *pieces, size_t n, ds_error *err) {
    json_t *own = NULL;
    added_piece *added = ds_calloc(n, sizeof *added);
    ds_status status = added == NULL ? ds_error_memory(err) : DS_OK;
    for (size_t i = 0; status == DS_OK && i < n; i++)
        status = add_file(intake, pieces, i, added, err);
    if (status == DS_OK) status = check_all_there(asked, pieces, added, n, err);
    ds_free(added);
    if (status == DS_OK) status = ds_intake_read(intake, err);
    if (status == DS_OK) {
        own = ds_facts_of(intake);
        if (own == NULL) status = ds_error_memory(err);
    }
    if (status == DS_OK)
        status = ds_facts_add(intake, intake->gathered, own, intake->options->work_folder, err);
    json_decref(own);
    if (status == DS_OK) ds_facts_apply(intake, intake->gathered);
    return status;
}

/* The deliveries' rows are elsewhere: their fingerprints make the whole's. */
static void seal_rows(ds_intake *intake) {
    crypto_generichash_state state;
    unsigned char sum[32];
    (void)crypto_generichash_init(&state, NULL, 0, sizeof sum);
    (void)crypto_generichash_update(&state, (const unsigned char *)intake->input_checksum,
                                    strlen(intake->input_checksum));
    for (size_t i = 0; i < intake->n_deliveries; i++)
        (void)crypto_generichash_update(&state,
                                        (const unsigned char *)intake->deliveries[i].row_sum_text,
                                        sizeof intake->deliveries[i].row_sum_text - 1);
    (void)crypto_generichash_final(&state, sum, sizeof sum);
    (void)sodium_bin2hex(intake->input_checksum, sizeof intake->input_checksum, sum, sizeof sum);
    ds_seal_key_seal(&intake->secret, intake->input_checksum);
}

static ds_status check_name(const char *name, ds_error *err) {
    if (name == NULL || (strlen(name) == DS_CHECKSUM_SIZE - 1 &&
                         strspn(name, "0123456789abcdef") == DS_CHECKSUM_SIZE - 1))
        return DS_OK;
    return ds_error_set(err, DS_USAGE,
                        "verwacht de vingerafdruk van een register: %d cijfers en letters a tot f",
                        "expected the fingerprint of a register: %d digits and letters a to f",
                        DS_CHECKSUM_SIZE - 1);
}

static ds_status finish_gathering(ds_intake *intake, const ds_pieces_options *asked,
                                  bool *out_again, ds_error *err) {
    char path[DS_PATH_SIZE];
    char *text = NULL;
    const bool again = ds_intake_is_unsettled(intake);
    ds_status status = again ? DS_OK : ds_facts_judge(intake, intake->gathered, err);
    seal_rows(intake);
    if (asked->name != NULL) memcpy(intake->input_checksum, asked->name, DS_CHECKSUM_SIZE);
    if (status == DS_OK)
        status = ds_facts_write(intake, intake->gathered, asked->n_parts, again, &text, err);
    if (status == DS_OK)
        status = ds_file_join(path, intake->options->work_folder, DS_WHOLE_FILE, err);
    if (status == DS_OK) status = ds_file_write_private(path, text, strlen(text), err);
    if (status == DS_OK) *out_again = again;
    ds_free(text);
    return status;
}

/* Of an earlier adding up, which is not what these pieces say. */
static ds_status remove_earlier(const ds_import_options *options, ds_error *err) {
    char path[DS_PATH_SIZE];
    ds_status status = ds_file_join(path, options->work_folder, DS_WHOLE_FILE, err);
    return status == DS_OK && ds_file_exists(path) ? ds_file_remove(path, err) : status;
}

ds_status ds_pieces_join(const ds_import_options *options, const ds_pieces_options *asked,
                         const char *const *pieces, size_t n, bool *out_again, ds_error *err) {
    ds_intake intake;
    ds_status status =
        ds_error_version(err, "ds_pieces_options", asked->version, DS_PIECES_OPTIONS_VERSION);
    if (status != DS_OK) return status;
    if (n == 0 || asked->n_parts < 2 || asked->n_parts > DS_SPLIT_PARTS_MAX)
        return ds_error_set(err, DS_USAGE, "verwacht stukken, en 2 tot en met %d delen",
                            "expected pieces, and 2 to %d parts", DS_SPLIT_PARTS_MAX);
    if (number_asked(asked).n > DS_PIECES_MAX)
        return ds_error_set(err, DS_USAGE, "verwacht niet meer dan %d stukken",
                            "expected no more than %d pieces", DS_PIECES_MAX);
    status = check_name(asked->name, err);
    if (status == DS_OK) status = remove_earlier(options, err);
    if (status != DS_OK) return status;
    status = begin_gathering(&intake, options, err);
    if (status == DS_OK) status = ds_plan_keep_secret(&intake, err);
    if (status == DS_OK) status = add_up(&intake, asked, pieces, n, err);
    if (status == DS_OK) status = finish_gathering(&intake, asked, out_again, err);
    ds_intake_done(&intake);
    return status;
}
