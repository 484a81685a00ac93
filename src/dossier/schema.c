/* dossier/schema.c: the tables of the store, and how an earlier store is brought forward. A step is
 * never changed once it was given out: what is to be otherwise is a step after it. See store.h. */
#include "base/error.h"
#include "dossier/store.h"

/* Account 0 is the program itself. Names of persons stand in gebruikers and under signatures, and
 * nowhere else. */
static const char schema_1[] =
    "CREATE TABLE gebruikers(id INTEGER PRIMARY KEY AUTOINCREMENT, adres TEXT UNIQUE,"
    " naam TEXT NOT NULL, functie TEXT NOT NULL, extern TEXT UNIQUE, staat INTEGER NOT NULL,"
    " wachtwoord TEXT, gemaakt INTEGER NOT NULL, aangemeld INTEGER NOT NULL DEFAULT 0) STRICT;"
    "INSERT INTO gebruikers(id,naam,functie,staat,gemaakt) VALUES(0,'','',4,0);"
    "CREATE TABLE rollen(gebruiker INTEGER NOT NULL REFERENCES gebruikers, rol TEXT NOT NULL,"
    " bereik TEXT NOT NULL, PRIMARY KEY(gebruiker,rol,bereik)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE uitnodigingen(token BLOB PRIMARY KEY, gebruiker INTEGER NOT NULL"
    " REFERENCES gebruikers, verloopt INTEGER NOT NULL, nieuwe_totp INTEGER NOT NULL)"
    " STRICT, WITHOUT ROWID;"
    "CREATE INDEX uitnodigingen_gebruiker ON uitnodigingen(gebruiker);"
    "CREATE TABLE sessies(token BLOB PRIMARY KEY, gebruiker INTEGER NOT NULL REFERENCES gebruikers,"
    " begonnen INTEGER NOT NULL, gezien INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE INDEX sessies_gebruiker ON sessies(gebruiker);"
    "CREATE TABLE dossiers(id INTEGER PRIMARY KEY AUTOINCREMENT, formulier TEXT NOT NULL,"
    " versie TEXT NOT NULL, soort TEXT NOT NULL, naam TEXT NOT NULL, bereik TEXT NOT NULL,"
    " toestand TEXT NOT NULL, revisie INTEGER NOT NULL, gemaakt INTEGER NOT NULL,"
    " gemaakt_door INTEGER NOT NULL REFERENCES gebruikers, gewijzigd INTEGER NOT NULL,"
    " gewijzigd_door INTEGER NOT NULL REFERENCES gebruikers, sinds INTEGER NOT NULL,"
    " sinds_door INTEGER NOT NULL REFERENCES gebruikers,"
    " UNIQUE(formulier,versie,naam,bereik)) STRICT;"
    "CREATE INDEX dossiers_bereik ON dossiers(bereik);"
    "CREATE TABLE antwoorden(dossier INTEGER NOT NULL REFERENCES dossiers, pad TEXT NOT NULL,"
    " onderwerp TEXT NOT NULL, waarde TEXT NOT NULL, revisie INTEGER NOT NULL,"
    " door INTEGER NOT NULL REFERENCES gebruikers, op INTEGER NOT NULL,"
    " PRIMARY KEY(dossier,pad)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE versies(id INTEGER PRIMARY KEY, regel INTEGER NOT NULL,"
    " dossier INTEGER NOT NULL REFERENCES dossiers, pad TEXT NOT NULL, onderwerp TEXT NOT NULL,"
    " waarde TEXT NOT NULL, vorige TEXT NOT NULL, revisie INTEGER NOT NULL,"
    " door INTEGER NOT NULL REFERENCES gebruikers, op INTEGER NOT NULL,"
    " geweigerd INTEGER NOT NULL) STRICT;"
    "CREATE INDEX versies_pad ON versies(dossier,pad,revisie);"
    "CREATE TABLE overgangen(id INTEGER PRIMARY KEY, dossier INTEGER NOT NULL REFERENCES dossiers,"
    " overgang TEXT NOT NULL, van TEXT NOT NULL, naar TEXT NOT NULL, reden TEXT NOT NULL,"
    " revisie INTEGER NOT NULL, door INTEGER NOT NULL REFERENCES gebruikers,"
    " op INTEGER NOT NULL) STRICT;"
    "CREATE INDEX overgangen_dossier ON overgangen(dossier);"
    "CREATE TABLE logboek(id INTEGER PRIMARY KEY, op INTEGER NOT NULL,"
    " door INTEGER NOT NULL REFERENCES gebruikers, dossier INTEGER NOT NULL, daad TEXT NOT NULL,"
    " over TEXT NOT NULL, bewijs BLOB, som BLOB NOT NULL) STRICT;"
    "CREATE INDEX logboek_dossier ON logboek(dossier,id);"
    "CREATE INDEX logboek_door ON logboek(door,id);"
    "CREATE TRIGGER logboek_blijft BEFORE UPDATE ON logboek BEGIN"
    " SELECT RAISE(ABORT,'logboek'); END;"
    "CREATE TRIGGER logboek_houdt BEFORE DELETE ON logboek BEGIN"
    " SELECT RAISE(ABORT,'logboek'); END;"
    "CREATE TRIGGER versies_blijven BEFORE UPDATE ON versies BEGIN"
    " SELECT RAISE(ABORT,'versies'); END;"
    "CREATE TRIGGER versies_houden BEFORE DELETE ON versies BEGIN"
    " SELECT RAISE(ABORT,'versies'); END;"
    "PRAGMA application_id=0x64734473;";

static const char *const steps[DS_SCHEMA] = {schema_1};
static const char *const marks[DS_SCHEMA] = {"PRAGMA user_version=1;"};

ds_status ds_schema_look(ds_lite *db, int64_t *out_version, ds_error *err) {
    int64_t version = 0, application = 0, n = 0;
    ds_status status = ds_lite_number(db, "PRAGMA user_version", DS_BOUND_NONE, &version, err);
    if (status == DS_OK)
        status = ds_lite_number(db, "PRAGMA application_id", DS_BOUND_NONE, &application, err);
    if (status == DS_OK)
        status = ds_lite_number(db, "SELECT count(*) FROM sqlite_schema", DS_BOUND_NONE, &n, err);
    if (status != DS_OK) return status;
    if (version < 0 || (n > 0) != (version > 0) || (n > 0 && application != DS_SCHEMA_APPLICATION))
        return ds_error_at(err, DS_INPUT, db->path, 0, 0,
                           "dit is een database van iets anders, geen opslag van dossiers",
                           "this is a database of something else, no store of dossiers");
    if (version > DS_SCHEMA)
        return ds_error_at(err, DS_INPUT, db->path, 0, 0,
                           "dit bestand is van een later doorstroom (schema %d, verwachtte "
                           "hoogstens %d)",
                           "this file is of a later doorstroom (schema %d, expected %d at most)",
                           (int)version, DS_SCHEMA);
    *out_version = version;
    return DS_OK;
}

static ds_status take_step(ds_lite *db, int64_t from, ds_error *err) {
    ds_status status = ds_lite_script(db, "BEGIN IMMEDIATE;", err);
    if (status != DS_OK) return status;
    status = ds_lite_script(db, steps[from], err);
    if (status == DS_OK) status = ds_lite_script(db, marks[from], err);
    if (status == DS_OK) status = ds_lite_script(db, "COMMIT;", err);
    if (status != DS_OK) (void)sqlite3_exec(db->db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

ds_status ds_schema_bring(ds_lite *db, int64_t version, ds_error *err) {
    ds_status status = DS_OK;
    for (; status == DS_OK && version < DS_SCHEMA; version++)
        status = take_step(db, version, err);
    return status;
}
