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

/* The second factor and its recovery codes, failed tries; who takes part, agrees and signs;
 * questions, themes, uploaded files. */
static const char schema_2[] =
    "ALTER TABLE gebruikers ADD COLUMN totp BLOB;"
    "ALTER TABLE gebruikers ADD COLUMN totp_nieuw BLOB;"
    "ALTER TABLE gebruikers ADD COLUMN totp_stap INTEGER NOT NULL DEFAULT 0;"
    "CREATE TABLE herstelcodes(gebruiker INTEGER NOT NULL REFERENCES gebruikers, som BLOB NOT NULL,"
    " PRIMARY KEY(gebruiker,som)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE pogingen(adres BLOB NOT NULL, bron BLOB NOT NULL, mislukt INTEGER NOT NULL,"
    " laatst INTEGER NOT NULL, PRIMARY KEY(adres,bron)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX pogingen_laatst ON pogingen(laatst);"
    "CREATE TABLE partijen(id INTEGER PRIMARY KEY AUTOINCREMENT, dossier INTEGER NOT NULL"
    " REFERENCES dossiers, partij TEXT NOT NULL, naam TEXT NOT NULL, bereik TEXT NOT NULL,"
    " weg INTEGER NOT NULL DEFAULT 0) STRICT;"
    "CREATE INDEX partijen_dossier ON partijen(dossier);"
    "CREATE INDEX partijen_bereik ON partijen(bereik);"
    "CREATE TABLE akkoorden(id INTEGER PRIMARY KEY, dossier INTEGER NOT NULL REFERENCES dossiers,"
    " partij INTEGER NOT NULL REFERENCES partijen, onderwerp TEXT NOT NULL, zegt INTEGER NOT NULL,"
    " opmerking TEXT NOT NULL, digest TEXT NOT NULL, som BLOB NOT NULL, revisie INTEGER NOT NULL,"
    " door INTEGER NOT NULL REFERENCES gebruikers, op INTEGER NOT NULL,"
    " vervallen INTEGER NOT NULL DEFAULT 0) STRICT;"
    "CREATE UNIQUE INDEX akkoorden_nu ON akkoorden(dossier,onderwerp,partij) WHERE vervallen=0;"
    "CREATE TABLE ondertekeningen(id INTEGER PRIMARY KEY, dossier INTEGER NOT NULL"
    " REFERENCES dossiers, partij INTEGER REFERENCES partijen, onderwerp TEXT NOT NULL,"
    " naam TEXT NOT NULL, functie TEXT NOT NULL, digest TEXT NOT NULL, som BLOB NOT NULL,"
    " revisie INTEGER NOT NULL, door INTEGER NOT NULL REFERENCES gebruikers, op INTEGER NOT NULL,"
    " ingetrokken INTEGER NOT NULL DEFAULT 0) STRICT;"
    "CREATE INDEX ondertekeningen_dossier ON ondertekeningen(dossier);"
    "CREATE TABLE vragen(id INTEGER PRIMARY KEY, dossier INTEGER NOT NULL REFERENCES dossiers,"
    " onderwerp TEXT NOT NULL, pad TEXT NOT NULL, tekst TEXT NOT NULL,"
    " door INTEGER NOT NULL REFERENCES gebruikers, op INTEGER NOT NULL,"
    " gesloten_door INTEGER NOT NULL DEFAULT 0 REFERENCES gebruikers,"
    " gesloten INTEGER NOT NULL DEFAULT 0) STRICT;"
    "CREATE INDEX vragen_dossier ON vragen(dossier);"
    "CREATE TABLE reacties(id INTEGER PRIMARY KEY, vraag INTEGER NOT NULL REFERENCES vragen,"
    " tekst TEXT NOT NULL, door INTEGER NOT NULL REFERENCES gebruikers, op INTEGER NOT NULL) "
    "STRICT;"
    "CREATE INDEX reacties_vraag ON reacties(vraag);"
    "CREATE TABLE themas(dossier INTEGER NOT NULL REFERENCES dossiers, pad TEXT NOT NULL,"
    " code TEXT NOT NULL, door INTEGER NOT NULL REFERENCES gebruikers, op INTEGER NOT NULL,"
    " PRIMARY KEY(dossier,pad,code)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE stukken(id INTEGER PRIMARY KEY AUTOINCREMENT, dossier INTEGER NOT NULL"
    " REFERENCES dossiers, pad TEXT NOT NULL, naam TEXT NOT NULL, soort TEXT NOT NULL,"
    " sha256 TEXT NOT NULL, grootte INTEGER NOT NULL, scan INTEGER NOT NULL,"
    " door INTEGER NOT NULL REFERENCES gebruikers, op INTEGER NOT NULL) STRICT;"
    "CREATE INDEX stukken_dossier ON stukken(dossier);"
    "CREATE INDEX stukken_sha256 ON stukken(sha256);";

static const struct {
    const char *script, *mark, *about;
} steps[DS_SCHEMA] = {
    {schema_1, "PRAGMA user_version=1;", "1"},
    {schema_2, "PRAGMA user_version=2;", "2"},
};

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

/* The step's line in the log: who reads it sees from when on what was kept how. */
static ds_status log_step(ds_lite *db, const char *about, int64_t now_ms, ds_error *err) {
    ds_writing w = {.db = db, .now_ms = now_ms};
    ds_status status = ds_chain_read_last(db, &w.chain, err);
    return status == DS_OK ? ds_chain_add(&w, 0, 0, "schema", about, err) : status;
}

static ds_status take_step(ds_lite *db, int64_t from, int64_t now_ms, ds_error *err) {
    ds_status status = ds_lite_script(db, "BEGIN IMMEDIATE;", err);
    if (status != DS_OK) return status;
    status = ds_lite_script(db, steps[from].script, err);
    if (status == DS_OK) status = ds_lite_script(db, steps[from].mark, err);
    if (status == DS_OK) status = log_step(db, steps[from].about, now_ms, err);
    if (status == DS_OK) status = ds_lite_script(db, "COMMIT;", err);
    if (status != DS_OK) (void)sqlite3_exec(db->db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

ds_status ds_schema_bring(ds_lite *db, int64_t version, int64_t now_ms, ds_error *err) {
    ds_status status = DS_OK;
    for (; status == DS_OK && version < DS_SCHEMA; version++)
        status = take_step(db, version, now_ms, err);
    return status;
}
