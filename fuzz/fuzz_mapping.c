/* fuzz/fuzz_mapping.c: any bytes as a mapping, and of one that is accepted an import with it of a
 * few files; any bytes as a file to describe, and its draft as a mapping. The first byte says
 * which. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "fuzz_folder.h"
#include "intake/mapping/file.h"
#include "intake/steps.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void make_folders(void) {
    static const char *const folders[] = {"leveringen", "vertalingen"};
    static const char table[] =
        "a;b;c;d\n1;2022;mbo;x\n2;1-10-2022;Mbo2;NULL\n;;;\n3;20221001;1;-\n";
    static const char wide[] = "1234 2022mbo  x\n5678 2023hbo\n";
    char path[128];
    ds_error err;
    (void)snprintf(folder, sizeof folder, "%s/doorstroom-fuzz-m-%ld",
                   access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp", (long)getpid());
    for (size_t i = 0; i < 2; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, folders[i]);
        MUST(ds_file_make_folder(path, &err) == DS_OK);
    }
    MUST(atexit(remove_folder) == 0);
    write_file("leveringen/inschrijving.csv", "persoon,schooljaar,soort\n1,2022,mbo\n", 35);
    write_file("leveringen/a.csv", table, sizeof table - 1);
    write_file("leveringen/b.txt", wide, sizeof wide - 1);
}

static void told(ds_status status, const ds_error *err) {
    MUST(status == DS_OK || status == DS_INPUT);
    MUST(status == DS_OK || (err->nl[0] != '\0' && err->en[0] != '\0'));
    MUST(strchr(err->nl, '\n') == NULL && strchr(err->en, '\n') == NULL);
}

/* Reads all deliveries with what stands in vertalingen/. */
static void import_all(void) {
    const ds_import_options options = {.work_folder = folder, .n_workers = 1};
    ds_intake intake;
    ds_error err;
    ds_status status;
    memset(&err, 0, sizeof err);
    MUST(ds_intake_init(&intake, &options, &err) == DS_OK);
    status = ds_config_read(&intake, &err);
    if (status == DS_OK) status = ds_plan(&intake, &err);
    if (status == DS_OK) status = ds_intake_read(&intake, &err);
    if (status == DS_OK) status = ds_refusals_write(&intake, &err);
    told(status, &err);
    ds_intake_done(&intake);
}

/* Most bytes are no mapping; an import costs a thousand times as much as finding that out. */
static bool check(void) {
    char path[128];
    ds_error err;
    ds_status status;
    memset(&err, 0, sizeof err);
    (void)snprintf(path, sizeof path, "%s/vertalingen/v.yaml", folder);
    status = ds_mapping_check(path, &err);
    told(status, &err);
    MUST(status == DS_OK || strcmp(err.file, path) == 0);
    return status == DS_OK;
}

/* The draft is a mapping, but for the places to fill in. */
static void describe(const unsigned char *data, size_t size) {
    ds_table_description d;
    ds_mapping_draft draft;
    char path[128];
    ds_error err;
    ds_status status;
    memset(&err, 0, sizeof err);
    write_file("onbekend.csv", data, size);
    (void)snprintf(path, sizeof path, "%s/onbekend.csv", folder);
    status = ds_table_describe(path, &d, &err);
    told(status, &err);
    if (status != DS_OK) return;
    MUST(ds_mapping_draft_make(&d, "onbekend.csv", &draft, &err) == DS_OK);
    if (!d.records) {
        write_file("eerste.yaml", draft.yaml, strlen(draft.yaml));
        (void)snprintf(path, sizeof path, "%s/eerste.yaml", folder);
        status = ds_mapping_check(path, &err);
        told(status, &err);
        MUST(status == DS_OK || draft.n_open > 0);
    }
    ds_mapping_draft_done(&draft);
    ds_table_description_done(&d);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    if (size == 0) return 0;
    if (folder[0] == '\0') make_folders();
    if (data[0] == 'd') {
        describe(data + 1, size - 1);
        return 0;
    }
    write_file("vertalingen/v.yaml", data + 1, size - 1);
    if (check()) import_all();
    return 0;
}
