/* fuzz/fuzz_duo.h: what the fuzzers of DUO's funding deliveries share: a work folder with the bytes
 * as one delivery, and all steps of an import up to the register's files. Whatever the bytes are,
 * the import takes them or says what is wrong in one line. */
#ifndef DS_FUZZ_DUO_H
#define DS_FUZZ_DUO_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "fuzz_folder.h"
#include "intake/plan.h"
#include "intake/report.h"
#include "intake/steps.h"
#include "intake/store/store.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void make_folder(void) {
    static const char *const folders[] = {"leveringen", "codes"};
    static const char leerweg[] = "bron,leerweg\nBOL,bol\nBBL,bbl\nEX,extraneus\nOVO,\n";
    static const char crebo[] = "crebo,niveau,hoofdgroep,sector\n25748,1,Zorg,zorgwelzijn\n"
                                "25297,4,,\n23301,,,\n";
    static const char yaml[] = "max_afgekeurd: 90\n";
    ds_error err;
    (void)snprintf(folder, sizeof folder, "%s/doorstroom-fuzz-%ld",
                   access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp", (long)getpid());
    for (size_t i = 0; i < 2; i++) {
        char path[200];
        (void)snprintf(path, sizeof path, "%s/%s", folder, folders[i]);
        MUST(ds_file_make_folder(path, &err) == DS_OK);
    }
    MUST(atexit(remove_folder) == 0);
    write_file("codes/duo_leerweg.csv", leerweg, sizeof leerweg - 1);
    write_file("codes/crebo.csv", crebo, sizeof crebo - 1);
    write_file("doorstroom.yaml", yaml, sizeof yaml - 1);
}

/* Reads and resolves; the summary is valid JSON whatever stood in the file. */
static void import_all(void) {
    const ds_import_options options = {.work_folder = folder, .n_workers = 1};
    ds_intake intake;
    ds_resolved resolved;
    ds_error err;
    ds_import_report *report = NULL;
    char *summary = NULL;
    ds_status status;
    memset(&err, 0, sizeof err);
    memset(&resolved, 0, sizeof resolved);
    MUST(ds_intake_init(&intake, &options, &err) == DS_OK);
    status = ds_config_read(&intake, &err);
    if (status == DS_OK) status = ds_plan(&intake, &err);
    if (status == DS_OK) status = ds_intake_read(&intake, &err);
    if (status == DS_OK) status = ds_intake_resolve(&intake, &resolved, &err);
    MUST(status == DS_OK || status == DS_INPUT);
    MUST(status == DS_OK || (err.nl[0] != '\0' && err.en[0] != '\0'));
    MUST(strchr(err.nl, '\n') == NULL && strchr(err.en, '\n') == NULL);
    MUST(ds_report_make(&intake, status == DS_OK ? &resolved : NULL, &report, NULL) == DS_OK);
    MUST(ds_import_report_json(report, &summary, NULL) == DS_OK);
    ds_import_report_free(report);
    ds_free(summary);
    ds_resolved_done(&resolved);
    ds_intake_done(&intake);
}

static void try_as(const char *name, const unsigned char *data, size_t size) {
    char path[200];
    if (folder[0] == '\0') make_folder();
    write_file(name, data, size);
    import_all();
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    MUST(unlink(path) == 0);
}

#endif
