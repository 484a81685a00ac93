/* fuzz/fuzz_delivery.c: any bytes as a delivery, or as doorstroom.yaml, beside good deliveries. The
 * first byte says which kind of file it is, the rest is the file. Whatever they are, the import
 * takes them or says what is wrong, and the register that it makes opens.
 *
 * All steps of ds_import but one: the database, whose making takes longer than all else together,
 * is left out. The bytes serve as a file name as well. */
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
#include "register/generation.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

enum { PATH = 128 };

static const char *const names[] = {
    "leveringen/inschrijving.csv",
    "leveringen/persoon.csv",
    "leveringen/diploma.csv",
    "leveringen/werk.csv",
    "leveringen/vrijstelling.csv",
    "leveringen/instelling.csv",
    "leveringen/vsv_maand.csv",
    "leveringen/NRSP2023DI27GZ.csv",
    "leveringen/NenR2023DI25LX.csv",
    "leveringen/202309A04I27GZ.csv",
    "leveringen/202309A05I27GZ.csv",
    "leveringen/202311A14I27GZ.csv",
    "leveringen/persoon-2.csv",
    "leveringen/inschrijving-1.csv",
    "doorstroom.yaml",
    "codes/duo_niveau.csv",
    "leveringen/agenda.csv",
    "leveringen/werkagenda.csv",
    "leveringen/streefwaarde.csv",
    "leveringen/besteding.csv",
    "leveringen/maatregel.csv",
    "leveringen/voortgang.csv",
    "leveringen/oordeel.csv",
    "leveringen/antwoord.csv",
    "leveringen/eigen_indicator.csv",
    "leveringen/extern.csv",
    "leveringen/enquete.csv",
    "leveringen/casus.csv",
    "leveringen/contactenquete.csv",
    "codes/soorten.yaml",
    "codes/maatregelen.csv",
};
enum { KINDS_FIRST = 16, KINDS = 13 };

static const char *const good[][2] = {
    {"leveringen/inschrijving-1.csv", "persoon,schooljaar,soort,niveau,instelling\n"
                                      "1,2021,mbo,2,27GZ\n1,2022,mbo,3,27GZ\n2,2022,vmbo,,10AA\n"},
    {"leveringen/NRSP2023DI25LX.csv",
     "#BURGERSERVICENUMMER;ONDERWIJSNUMMER;GEBOORTEDATUM;GESLACHT;RMC_REGIO;GEMEENTENAAM;BRIN;"
     "BRIN_VOLGNR;NIVEAU;ONDERWIJSSOORT;CREBO\n3;;1-1-2004;M;R;G;25LX;;Mbo4 opleidingen;BOL;1\n"},
    {"codes/duo_niveau.csv", "bron,soort,niveau\nMbo4 opleidingen,mbo,4\nVMBO bovenbouw,vavo,\n"},
    {"codes/duo_leerweg.csv", "bron,leerweg\nBOL,bol\nEX,extraneus\n"},
};

/* The program's own, of the monitor's deliveries; a file of codes is read with deliveries beside
 * it.
 */
static const char *const lists[] = {"soorten.yaml", "doelstellingen.csv", "maatregelen.csv"};
static const char *const monitor[][2] = {
    {"leveringen/maatregel.csv",
     "agenda,jaar,doelstelling,maatregel,ingezet\n10AA,2024,1.3,nazorg,ja\n"},
    {"leveringen/enquete.csv", "respondent,meting,jaar,instelling,veilig\na,J,2024,10AA,ja\n"},
};

static void put_lists(void) {
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        char path[DS_PATH_SIZE], name[PATH], *text = NULL;
        size_t size;
        MUST(ds_file_join(path, DS_SOURCE_DIR "/codes", lists[i], NULL) == DS_OK);
        MUST(ds_file_read(path, 1 << 20, &text, &size, NULL) == DS_OK);
        (void)snprintf(name, sizeof name, "codes/%s", lists[i]);
        write_file(name, text, size);
        ds_free(text);
    }
}

static void put_monitor(void) {
    for (size_t i = 0; i < sizeof monitor / sizeof *monitor; i++)
        write_file(monitor[i][0], monitor[i][1], strlen(monitor[i][1]));
}

static void take_monitor(void) {
    for (size_t i = 0; i < sizeof monitor / sizeof *monitor; i++) {
        char path[DS_PATH_SIZE];
        MUST(ds_file_join(path, folder, monitor[i][0], NULL) == DS_OK);
        (void)unlink(path);
    }
}

/* What a register has of each kind can be asked to its last cell. */
static void look_at_kinds(const ds_register *reg) {
    for (size_t k = KINDS_FIRST; k < KINDS_FIRST + KINDS; k++) {
        char kind[PATH];
        ds_kind_table *table = NULL;
        (void)snprintf(kind, sizeof kind, "%s", names[k] + strlen("leveringen/"));
        *strchr(kind, '.') = '\0';
        MUST(ds_register_kind(reg, kind, &table, NULL) == DS_OK);
        for (size_t c = 0; c < ds_kind_table_n_columns(table); c++)
            for (uint64_t row = 0; row < ds_kind_table_n_rows(table); row++)
                MUST(ds_kind_table_column(table, c)->words == NULL ||
                     (ds_kind_table_text(table, row, c).data == NULL) ==
                         ds_kind_table_is_missing(table, row, c));
        ds_kind_table_free(table);
    }
}

static void make_folders(void) {
    static const char *const folders[] = {"leveringen", "codes"};
    char path[PATH];
    ds_error err;
    (void)snprintf(folder, sizeof folder, "%s/doorstroom-fuzz-%ld",
                   access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp", (long)getpid());
    for (size_t i = 0; i < 2; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, folders[i]);
        MUST(ds_file_make_folder(path, &err) == DS_OK);
    }
    MUST(atexit(remove_folder) == 0);
}

static void put_good_files(void) {
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        write_file(good[i][0], good[i][1], strlen(good[i][1]));
}

static ds_status read_and_resolve(ds_intake *intake, ds_resolved *resolved, ds_error *err) {
    ds_status status = ds_config_read(intake, err);
    if (status == DS_OK) status = ds_plan(intake, err);
    if (status == DS_OK) status = ds_intake_read(intake, err);
    if (status == DS_OK) status = ds_intake_resolve(intake, resolved, err);
    return status;
}

/* A generation without its database, put in place and opened. */
static void store_and_open(ds_intake *intake, const ds_resolved *resolved) {
    ds_generation generation;
    ds_register *reg;
    ds_stored_columns stored = {0};
    char name[17];
    ds_error err;
    MUST(ds_generation_lock(&generation, folder, NULL, NULL, &err) == DS_OK);
    MUST(ds_generation_begin(&generation, &err) == DS_OK);
    MUST(ds_store_columns(intake, resolved, generation.made, &stored, &err) == DS_OK);
    MUST(ds_store_kinds(intake, generation.made, &err) == DS_OK);
    MUST(ds_store_manifest(intake, resolved, generation.made, &stored, &err) == DS_OK);
    ds_stored_columns_done(&stored);
    memcpy(name, intake->input_checksum, 16);
    name[16] = '\0';
    MUST(ds_generation_publish(&generation, name, &err) == DS_OK);
    ds_generation_unlock(&generation);
    MUST(ds_register_open(folder, &reg, &err) == DS_OK);
    MUST(ds_register_verify(reg, &err) == DS_OK);
    look_at_kinds(reg);
    MUST(ds_register_n_years(reg) > 0 && ds_register_find(reg, "soort") != NULL);
    ds_register_close(reg);
}

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
    status = read_and_resolve(&intake, &resolved, &err);
    MUST(status == DS_OK || status == DS_INPUT);
    MUST(status == DS_OK || (err.nl[0] != '\0' && err.en[0] != '\0'));
    MUST(strchr(err.nl, '\n') == NULL && strchr(err.en, '\n') == NULL);
    MUST(ds_report_make(&intake, status == DS_OK ? &resolved : NULL, &report, NULL) == DS_OK);
    MUST(ds_import_report_json(report, &summary, NULL) == DS_OK);
    ds_import_report_free(report);
    ds_free(summary);
    if (status == DS_OK) store_and_open(&intake, &resolved);
    ds_resolved_done(&resolved);
    ds_intake_done(&intake);
}

static void recognise(const unsigned char *data, size_t size) {
    char *name = ds_strndup((const char *)data, size < 300 ? size : 300);
    ds_delivery delivery;
    MUST(name != NULL);
    memset(&delivery, 0, sizeof delivery);
    ds_plan_recognise(name, &delivery);
    MUST(strlen(delivery.institution) == 0 || strlen(delivery.institution) == 4);
    ds_free(name);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    char path[PATH];
    const char *name;
    if (size == 0) return 0;
    if (folder[0] == '\0') make_folders();
    name = names[data[0] % (sizeof names / sizeof *names)];
    put_good_files();
    put_lists();
    if (strstr(name, "codes/") != NULL) put_monitor();
    write_file(name, data + 1, size - 1);
    import_all();
    recognise(data + 1, size - 1);
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    MUST(unlink(path) == 0);
    take_monitor();
    return 0;
}
