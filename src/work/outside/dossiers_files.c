/* work/outside/dossiers_files.c: files that are added to a field of a dossier: what they are is
 * looked up in their bytes, a scanner looks at them where there is one, and the field's answer is
 * the checksum of the file, or of the checksums of all of them: "filled" means that there is a
 * file, and who agrees or signs does so to each. */
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/checksum.h"
#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/logboek.h"
#include "work/outside/dossiers_desk.h"
#include "work/outside/dossiers_sniff.h"

enum { FILES_MAX = 50, NAME_ROOM = 200, MEGABYTE = 1 << 20, DEFAULT_MB = 20, PUT_SIZE = 1 << 18 };

typedef struct filing {
    const char *path, *name, *file;
    int64_t id;
    ds_desk_stored *stored;
} filing;

static ds_status refuse_file(desk_answering *a, const char *code, const char *path, ds_say say) {
    a->to->outcome = DS_OUTCOME_INVALID;
    ds_desk_reply_say(a, code, DS_ERNST_FOUT, "", path, say);
    return DS_OK;
}

/* ---- its answer ---- */

static ds_status keep_file_answer(const desk_case *c, const ds_plek *place, const char *path,
                                  const char *value, ds_error *err) {
    const ds_dossier_change change = {c->form->topics[place->field->topic].id, path, value};
    const ds_dossier_save save = {.dossier = c->dossier.head.id,
                                  .revisie = INT64_MAX, /* whatever stands there: it is a file's */
                                  .changes = &change,
                                  .n_changes = 1};
    ds_dossier_saved saved = {0};
    const ds_status status = ds_dossier_keep(c->desk->store, c->actor->user, &save, &saved, err);
    ds_dossier_saved_done(&saved);
    return status;
}

/* Of the files at a path: "" for none, of one its own, of more that of theirs, in order. */
static ds_status sum_files(const ds_dossier_stukken *files, const char *path,
                           char out[DS_CHECKSUM_SIZE], ds_error *err) {
    ds_buffer sums;
    ds_status status;
    size_t n = 0;
    ds_buffer_init(&sums, 2 * FILES_MAX * DS_CHECKSUM_SIZE);
    for (size_t i = 0; i < files->n; i++) {
        if (strcmp(files->list[i].path, path) != 0) continue;
        ds_buffer_add_string(&sums, files->list[i].sha256);
        n++;
    }
    status = ds_buffer_finish(&sums, err);
    if (status == DS_OK && n > 1)
        ds_checksum_bytes(sums.data, sums.size, out);
    else if (status == DS_OK)
        (void)snprintf(out, DS_CHECKSUM_SIZE, "%s", ds_buffer_string(&sums));
    ds_buffer_done(&sums);
    return status;
}

static ds_status renew_file_answer(const desk_case *c, const ds_plek *place, const char *path,
                                   ds_error *err) {
    ds_dossier_stukken files = {0};
    char sum[DS_CHECKSUM_SIZE] = "";
    ds_status status = ds_stukken_read(c->desk->store, c->dossier.head.id, &files, err);
    if (status == DS_OK) status = sum_files(&files, path, sum, err);
    if (status == DS_OK) status = keep_file_answer(c, place, path, sum, err);
    ds_stukken_done(&files);
    return status;
}

/* ---- in ---- */

/* What is shown of a name: without folders and control characters, with the ending of what it is.
 */
static void clean_name(const char *name, const desk_file_kind *kind, char out[NAME_ROOM + 8]) {
    const char *last = name;
    size_t n = 0, ending = strlen(kind->ending);
    for (const char *at = name; *at != '\0'; at++)
        if (*at == '/' || *at == '\\') last = at + 1;
    for (const char *at = last; *at != '\0' && n < NAME_ROOM; at++)
        if ((unsigned char)*at >= 0x20 && *at != 0x7f && strchr("<>:\"|?*", *at) == NULL)
            out[n++] = *at;
    while (n > 0 && !ds_text_is_utf8((ds_text){out, n}, NULL))
        n--; /* cut within a character */
    out[n] = '\0';
    if (n == 0 || strcmp(out, ".") == 0 || strcmp(out, "..") == 0)
        n = (size_t)snprintf(out, NAME_ROOM, "bestand");
    if (n <= ending || out[n - ending - 1] != '.' ||
        !ds_text_equal_nocase((ds_text){out + n - ending, ending}, ds_text_of(kind->ending)))
        (void)snprintf(out + n, 8, ".%s", kind->ending);
}

static bool is_wanted_type(const ds_veld *field, const desk_file_kind *kind) {
    for (size_t i = 0; i < field->n_types; i++)
        if (strcmp(field->types[i], kind->ending) == 0 ||
            (strcmp(field->types[i], "jpeg") == 0 && strcmp(kind->ending, "jpg") == 0))
            return true;
    return field->n_types == 0;
}

static ds_status put_bytes(ds_stuk_upload *upload, ds_text bytes, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t at = 0; status == DS_OK && at < bytes.size; at += PUT_SIZE)
        status = ds_stuk_put(upload, bytes.data + at,
                             bytes.size - at < PUT_SIZE ? bytes.size - at : PUT_SIZE, err);
    return status;
}

/* Looks at it, where there is a scanner. *out false: it is not wanted, and that is told. */
static ds_status look_for_viruses(const desk_case *c, const filing *f, ds_stuk_upload *upload,
                                  ds_stuk_scan *scan, bool *out, desk_answering *a, ds_error *err) {
    desk_scanned verdict = DESK_SCAN_CLEAN;
    ds_status status;
    *scan = DS_STUK_NOT_SCANNED;
    *out = true;
    if (c->desk->options.scanner == NULL) return DS_OK;
    status = ds_desk_scan_file(c->desk->options.scanner, ds_stuk_path(upload), &verdict, err);
    if (status != DS_OK) return status;
    *scan = verdict == DESK_SCAN_CLEAN ? DS_STUK_CLEAN : DS_STUK_REFUSED;
    *out = verdict == DESK_SCAN_CLEAN;
    if (*out) return DS_OK;
    status =
        ds_logboek_add(c->desk->store, c->actor->user, c->dossier.head.id, "virus", f->path, err);
    return status == DS_OK ? refuse_file(a, "virus", f->path,
                                         DS_SAY("de virusscanner weigert dit bestand",
                                                "the virus scanner refuses this file"))
                           : status;
}

static ds_status keep_upload(desk_case *c, const filing *f, const ds_plek *place,
                             const desk_file_kind *kind, ds_text bytes, desk_answering *a,
                             ds_error *err) {
    char name[NAME_ROOM + 8];
    ds_dossier_stuk stuk = {.dossier = c->dossier.head.id,
                            .path = f->path,
                            .naam = name,
                            .toestand = c->dossier.head.toestand};
    ds_stuk_upload *upload = NULL;
    ds_dossier_outcome outcome = DS_DOSSIER_DONE;
    bool wanted = false;
    ds_status status = ds_stuk_begin(c->desk->store, bytes.size, &upload, err);
    if (status != DS_OK) return status;
    clean_name(f->name == NULL ? "" : f->name, kind, name);
    stuk.soort = kind->type;
    status = put_bytes(upload, bytes, err);
    if (status == DS_OK) status = look_for_viruses(c, f, upload, &stuk.scan, &wanted, a, err);
    if (status != DS_OK || !wanted) {
        ds_stuk_abandon(upload);
        return status;
    }
    status = ds_stuk_keep(upload, c->actor->user, &stuk, &a->to->id, &outcome, err);
    if (status == DS_OK) ds_desk_stored_outcome(a, outcome);
    if (status == DS_OK && outcome == DS_DOSSIER_DONE)
        status = renew_file_answer(c, place, f->path, err);
    return status;
}

static bool is_file_field(const desk_case *c, const char *path, unsigned roles, ds_plek *place) {
    return path != NULL && ds_formulier_place(c->form, ds_text_of(path), place) &&
           place->field->soort == DS_VELD_BESTAND &&
           ds_desk_field_is_visible(c->form, place->field, roles);
}

static ds_status count_files(const desk_case *c, const char *path, size_t *out, ds_error *err) {
    ds_dossier_stukken files = {0};
    const ds_status status = ds_stukken_read(c->desk->store, c->dossier.head.id, &files, err);
    *out = 0;
    for (size_t i = 0; status == DS_OK && i < files.n; i++)
        *out += strcmp(files.list[i].path, path) == 0;
    ds_stukken_done(&files);
    return status;
}

static ds_status upload_in_case(desk_case *c, void *context, desk_answering *a, ds_error *err) {
    const filing *f = context;
    const desk_file_kind *kind = NULL;
    ds_error why = {0};
    ds_plek place;
    char *data = NULL;
    size_t size = 0, n = 0, most;
    ds_status status;
    if (!is_file_field(c, f->path, ds_desk_case_may(c, DS_DESK_UPLOAD), &place)) {
        a->to->outcome = DS_OUTCOME_NOT_THERE;
        return DS_OK;
    }
    most = (size_t)(place.field->max_mb == 0 ? DEFAULT_MB : place.field->max_mb) * MEGABYTE;
    status = count_files(c, f->path, &n, err);
    if (status != DS_OK) return status;
    if (n >= FILES_MAX)
        return refuse_file(a, "te_veel", f->path,
                           DS_SAY("bij dit veld staan al vijftig bestanden",
                                  "there are fifty files at this field already"));
    status = ds_file_read(f->file, most, &data, &size, &why);
    if (status == DS_INPUT)
        return refuse_file(a, "te_groot", f->path,
                           DS_SAY("het bestand is te groot", "the file is too large"));
    if (status != DS_OK) {
        if (err != NULL) *err = why;
        return status;
    }
    kind = ds_desk_sniff((ds_text){data, size});
    status = kind != NULL && is_wanted_type(place.field, kind)
                 ? keep_upload(c, f, &place, kind, (ds_text){data, size}, a, err)
                 : refuse_file(a, "soort", f->path,
                               DS_SAY("dit soort bestand kan hier niet worden toegevoegd",
                                      "this kind of file cannot be added here"));
    ds_free(data);
    return status;
}

ds_status ds_desk_upload(ds_desk *desk, const ds_desk_actor *actor, int64_t id, const char *path,
                         const char *name, const char *file, ds_desk_reply *out, ds_error *err) {
    filing f = {.path = path, .name = name, .file = file};
    const desk_request request = {desk, actor, id, DS_DESK_UPLOAD, NULL, upload_in_case, &f};
    return ds_desk_do(&request, out, err);
}

/* ---- out ---- */

/* Its place among the files that those roles may see; SIZE_MAX for none. */
static size_t find_file(const desk_case *c, const ds_dossier_stukken *files, int64_t id,
                        unsigned roles, ds_plek *place) {
    for (size_t i = 0; i < files->n; i++)
        if (files->list[i].id == id && is_file_field(c, files->list[i].path, roles, place))
            return i;
    return SIZE_MAX;
}

static ds_status remove_in_case(desk_case *c, void *context, desk_answering *a, ds_error *err) {
    const filing *f = context;
    ds_dossier_outcome outcome = DS_DOSSIER_ABSENT;
    ds_dossier_stukken files = {0};
    ds_plek place;
    size_t i = SIZE_MAX;
    ds_status status = ds_stukken_read(c->desk->store, c->dossier.head.id, &files, err);
    if (status == DS_OK)
        i = find_file(c, &files, f->id, ds_desk_case_may(c, DS_DESK_REMOVE_FILE), &place);
    if (i != SIZE_MAX)
        status = ds_stuk_remove(c->desk->store, c->actor->user, c->dossier.head.id, f->id, &outcome,
                                err);
    if (status == DS_OK && outcome == DS_DOSSIER_DONE)
        status = renew_file_answer(c, &place, files.list[i].path, err);
    if (status == DS_OK) ds_desk_stored_outcome(a, outcome);
    ds_stukken_done(&files);
    return status;
}

ds_status ds_desk_remove_file(ds_desk *desk, const ds_desk_actor *actor, int64_t id, int64_t file,
                              ds_desk_reply *out, ds_error *err) {
    filing f = {.id = file};
    const desk_request request = {desk, actor, id, DS_DESK_REMOVE_FILE, NULL, remove_in_case, &f};
    return ds_desk_do(&request, out, err);
}

static ds_status download_in_case(desk_case *c, void *context, desk_answering *a, ds_error *err) {
    const filing *f = context;
    ds_dossier_outcome outcome = DS_DOSSIER_ABSENT;
    ds_dossier_stukken files = {0};
    ds_plek place;
    char about[32];
    size_t i = SIZE_MAX;
    ds_status status = ds_stukken_read(c->desk->store, c->dossier.head.id, &files, err);
    if (status == DS_OK)
        i = find_file(c, &files, f->id, ds_desk_case_may(c, DS_DESK_DOWNLOAD), &place);
    if (i != SIZE_MAX) {
        (void)snprintf(about, sizeof about, "%lld", (long long)f->id);
        status = ds_logboek_add(c->desk->store, c->actor->user, c->dossier.head.id, "stuk_ophalen",
                                about, err);
    }
    if (status == DS_OK && i != SIZE_MAX)
        status =
            ds_stuk_open(c->desk->store, c->dossier.head.id, f->id, &f->stored->fd, &outcome, err);
    if (status == DS_OK && outcome == DS_DOSSIER_DONE) {
        f->stored->size = files.list[i].size;
        (void)snprintf(f->stored->name, sizeof f->stored->name, "%s", files.list[i].naam);
        (void)snprintf(f->stored->type, sizeof f->stored->type, "%s", files.list[i].soort);
    }
    if (status == DS_OK) ds_desk_stored_outcome(a, outcome);
    ds_stukken_done(&files);
    return status;
}

ds_status ds_desk_download(ds_desk *desk, const ds_desk_actor *actor, int64_t id, int64_t file,
                           ds_desk_outcome *outcome, ds_desk_stored *out, ds_error *err) {
    ds_desk_stored stored = {.fd = -1};
    filing f = {.id = file, .stored = &stored};
    const desk_request request = {desk, actor, id, DS_DESK_DOWNLOAD, NULL, download_in_case, &f};
    ds_desk_reply reply;
    ds_status status = ds_desk_do(&request, &reply, err);
    if (status != DS_OK) return status;
    *outcome = reply.outcome;
    if (reply.outcome == DS_OUTCOME_DONE) *out = stored;
    ds_desk_reply_done(&reply);
    return DS_OK;
}
