/* fuzz/fuzz_identity.c: any bytes as a persoon, as a refused value and as a key file. Whatever they
 * are: a pseudonym is 32 letters a to p, a kind is one of the list, a refused value keeps no seven
 * digits, and a key file is taken or refused in one line. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "fuzz_must.h"
#include "intake/worker.h"

static char folder[64], path[96];

static void remove_files(void) {
    (void)unlink(path);
    (void)rmdir(folder);
}

static void make_folder(void) {
    (void)snprintf(folder, sizeof folder, "%s/doorstroom-fuzz-sleutel-%ld",
                   access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp", (long)getpid());
    (void)snprintf(path, sizeof path, "%s/sleutel", folder);
    MUST(mkdir(folder, 0700) == 0);
    MUST(atexit(remove_files) == 0);
}

static const unsigned char own_key[DS_KEY_SIZE] = {1};

static void key_file(ds_intake *intake, const unsigned char *data, size_t size) {
    const ds_import_options options = {.work_folder = folder};
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ds_error err;
    ds_status status;
    MUST(fd >= 0 && write(fd, data, size) == (ssize_t)size && close(fd) == 0);
    intake->options = &options;
    status = ds_identity_read_key(intake, "sleutel", &err);
    MUST(status == DS_OK || status == DS_INPUT);
    MUST(intake->identity.keyed == (status == DS_OK));
    MUST(status == DS_OK || (err.nl[0] != '\0' && strchr(err.nl, '\n') == NULL));
    if (status == DS_OK) MUST(size >= DS_KEY_SIZE && strlen(intake->identity.fingerprint) == 16);
    intake->options = NULL;
}

static void pseudonym(const ds_intake *intake, ds_text text) {
    char out[DS_PSEUDONYM_SIZE];
    ds_identity_pseudonym(intake->identity.key == NULL ? own_key : intake->identity.key, text, out);
    for (size_t i = 0; i < sizeof out; i++)
        MUST(out[i] >= 'a' && out[i] <= 'p');
    MUST(ds_identity_kind_of((ds_text){out, sizeof out}) == DS_IDENTITY_PSEUDONYM);
    MUST(!ds_identity_holds_number((ds_text){out, sizeof out}));
}

static void refused(ds_intake *intake, ds_text text) {
    size_t n_digits = 0;
    char *kept;
    intake->identity.keyed = true;
    kept = ds_identity_refused(intake, "opleiding", false, text);
    MUST(kept != NULL);
    for (const char *c = kept; *c != '\0'; c++)
        n_digits += *c >= '0' && *c <= '9';
    MUST(n_digits < 7);
    ds_free(kept);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    static ds_intake intake;
    ds_text text = {(const char *)data, size};
    ds_identity_kind kind = ds_identity_kind_of(text);
    if (folder[0] == '\0') make_folder();
    memset(&intake, 0, sizeof intake);
    MUST(kind < DS_IDENTITY_N);
    MUST((kind != DS_IDENTITY_BSN && kind != DS_IDENTITY_ONDERWIJSNUMMER) ||
         (size == 9 && ds_identity_holds_number(text)));
    key_file(&intake, data, size);
    pseudonym(&intake, text);
    refused(&intake, text);
    ds_identity_done(&intake.identity);
    return 0;
}
