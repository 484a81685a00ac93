/* definition/sql_career.c: the career as SQL over the register's own tables: the CTE loopbaan, one
 * row for each person with a career and each row of schooljaar (docs/register.md). Only columns
 * that are used are written. Text columns may be ENUMs, which compare by their order; so they are
 * cast. */
#include "definition/sql.h"

#include "base/codes.h"
#include "base/text.h"

/* Which of the other tables and CTEs a column comes from. */
typedef enum origin {
    ORIGIN_STATE, /* e: the enrolment that decides the state */
    ORIGIN_STATE_TEXT,
    ORIGIN_PERSON, /* k: the CTE kenmerk */
    ORIGIN_PERSON_TEXT,
    ORIGIN_INSTITUTION, /* i */
    ORIGIN_DIPLOMA,     /* b: the CTE behaald */
    ORIGIN_ATTAINED,    /* y: the CTE hoogste */
    ORIGIN_WORK,        /* w */
    ORIGIN_DUO,         /* v */
    ORIGIN_OWN,         /* written out in sql */
} origin;

#define FIRST_YEAR_MBO(person)                                                                     \
    "CASE WHEN s.inschrijving THEN min(CASE WHEN CAST(e.soort AS VARCHAR) = 'mbo' THEN "           \
    "s.schooljaar END) OVER (PARTITION BY " person " ORDER BY s.schooljaar) END"
#define VMBO_LEERWEG "'vmbo' || coalesce('-' || CAST(d.leerweg AS VARCHAR), '')"

/* By KIND (doorstroom/columns.h): of texts the ENUM is cast. */
#define SOORT_OF_STATE                                                                             \
    "CASE WHEN s.inschrijving THEN coalesce(CAST(e.soort AS VARCHAR), 'geen') END"
#define STATE_SOORT                                                                                \
    { ORIGIN_OWN, SOORT_OF_STATE }
#define STATE_WORD                                                                                 \
    { ORIGIN_STATE_TEXT, NULL }
#define STATE_LEERWEG                                                                              \
    { ORIGIN_STATE_TEXT, NULL }
#define STATE_CODE                                                                                 \
    { ORIGIN_STATE_TEXT, NULL }
#define STATE_NUMBER                                                                               \
    { ORIGIN_STATE, NULL }
#define STATE_FLAG                                                                                 \
    { ORIGIN_STATE, NULL }
#define STATE_YESNO                                                                                \
    { ORIGIN_STATE, NULL }
#define STATE_DATE                                                                                 \
    { ORIGIN_STATE, NULL }
#define PERSON_WORD                                                                                \
    { ORIGIN_PERSON_TEXT, NULL }
#define PERSON_CODE                                                                                \
    { ORIGIN_PERSON_TEXT, NULL }
#define PERSON_NUMBER                                                                              \
    { ORIGIN_PERSON, NULL }
#define PERSON_FLAG                                                                                \
    { ORIGIN_PERSON, NULL }
#define PERSON_YESNO                                                                               \
    { ORIGIN_PERSON, NULL }
#define PERSON_DATE                                                                                \
    { ORIGIN_PERSON, NULL }
#define OF_STATE(ID, name, KIND, ...) [DS_COLUMN_##ID] = STATE_##KIND,
#define OF_PERSON(ID, name, KIND, ...) [DS_COLUMN_##ID] = PERSON_##KIND,
#define OF_INSTITUTION(ID, ...) [DS_COLUMN_##ID] = {ORIGIN_INSTITUTION, NULL},

static const struct {
    origin from;
    const char *sql; /* of ORIGIN_DIPLOMA: in behaald; of the others: in loopbaan */
} recipes[DS_COLUMN_N] = {
    DS_ENROLMENT_COLUMNS(OF_STATE) DS_PERSON_COLUMNS(OF_PERSON)
        DS_INSTITUTION_COLUMNS(OF_INSTITUTION)[DS_COLUMN_LEEFTIJD] =
            {ORIGIN_OWN,
             "coalesce(s.schooljaar - year(k.geboortedatum) - CASE WHEN "
             "month(k.geboortedatum) * 100 + day(k.geboortedatum) > 1001 "
             "THEN 1 ELSE 0 END, s.schooljaar - coalesce("
             "last_value(s.schooljaar - e.leeftijd_geleverd IGNORE NULLS) OVER (PARTITION BY p.nr "
             "ORDER BY s.schooljaar ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), "
             "first_value(s.schooljaar - e.leeftijd_geleverd IGNORE NULLS) OVER (PARTITION BY p.nr "
             "ORDER BY s.schooljaar ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)))"},
    [DS_COLUMN_INGESCHREVEN] = {ORIGIN_OWN, "CASE WHEN s.inschrijving THEN e.nr IS NOT NULL END"},
    [DS_COLUMN_VRIJGESTELD] =
        {ORIGIN_OWN, "CASE WHEN s.inschrijving THEN EXISTS (SELECT 1 FROM vrijstelling AS "
                     "x WHERE x.nr = p.nr AND x.schooljaar = s.schooljaar) END"},
    /* What may have been obtained besides leaves open what it could have raised. */
    [DS_COLUMN_DIPLOMA_MBO] =
        {ORIGIN_DIPLOMA,
         "CASE WHEN max(d.niveau) FILTER (WHERE CAST(d.soort AS VARCHAR) = 'mbo') = 4 THEN 4\n"
         "            WHEN bool_or(CAST(d.soort AS VARCHAR) = 'mbo' AND d.niveau IS NULL)\n"
         "                OR bool_or(o.mbo < s.schooljaar) THEN NULL\n"
         "            ELSE coalesce(max(d.niveau) FILTER (WHERE CAST(d.soort AS VARCHAR) = 'mbo'), "
         "0) END"},
    [DS_COLUMN_DIPLOMA_VO] = {ORIGIN_DIPLOMA, NULL},
    [DS_COLUMN_DIPLOMA_VMBO] =
        {ORIGIN_DIPLOMA, "CASE WHEN bool_or(CAST(d.soort AS VARCHAR) = 'vmbo') THEN true\n"
                         "            WHEN bool_or(o.vmbo < s.schooljaar) THEN NULL ELSE false "
                         "END"},
    [DS_COLUMN_DIPLOMA_HO] =
        {ORIGIN_DIPLOMA, "CASE WHEN bool_or(CAST(d.soort AS VARCHAR) IN ('hbo', 'wo')) THEN true\n"
                         "            WHEN bool_or(o.ho < s.schooljaar) THEN NULL ELSE false END"},
    [DS_COLUMN_GEDIPLOMEERD] =
        {ORIGIN_OWN, "CASE WHEN s.inschrijving THEN CASE\n"
                     "            WHEN EXISTS (SELECT 1 FROM diploma AS d WHERE d.nr = "
                     "e.nr AND d.schooljaar = e.schooljaar AND (CAST(d.soort AS VARCHAR) = "
                     "CAST(e.soort AS VARCHAR) OR (CAST(e.soort AS VARCHAR) = 'vavo' AND "
                     "CAST(d.soort AS VARCHAR) IN ('vmbo', 'havo', 'vwo')))) THEN true\n"
                     "            WHEN EXISTS (SELECT 1 FROM ongeleverd AS o WHERE o.nr = e.nr AND "
                     "o.schooljaar = e.schooljaar AND o.rang = e.rang) THEN NULL\n"
                     "            ELSE false END END"},
    [DS_COLUMN_BEHAALD_NIVEAU] = {ORIGIN_ATTAINED,
                                  "CASE WHEN s.inschrijving THEN CASE "
                                  "WHEN y.nr IS NULL THEN 0 ELSE y.niveau END END"},
    [DS_COLUMN_BEHAALD_INSTELLING] = {ORIGIN_ATTAINED, NULL},
    [DS_COLUMN_BEHAALD_LEERWEG] = {ORIGIN_ATTAINED, "CASE WHEN s.inschrijving THEN y.leerweg END"},
    [DS_COLUMN_BEHAALD_OPLEIDING] = {ORIGIN_ATTAINED,
                                     "CASE WHEN s.inschrijving THEN y.opleiding END"},
    [DS_COLUMN_BEHAALD_HOOFDGROEP] = {ORIGIN_ATTAINED,
                                      "CASE WHEN s.inschrijving THEN y.hoofdgroep END"},
    [DS_COLUMN_UREN_WERK] = {ORIGIN_WORK, "CASE WHEN s.werk THEN CAST(coalesce(w.uren, 0) AS "
                                          "DECIMAL(18, 2)) END"},
    [DS_COLUMN_EERSTE_JAAR_MBO] = {ORIGIN_OWN, FIRST_YEAR_MBO("p.nr")},
    [DS_COLUMN_VSV_DUO] = {ORIGIN_DUO, "CASE WHEN s.inschrijving THEN v.vsv_duo END"},
};

static bool any_from(const bool used[DS_COLUMN_N], origin from) {
    for (int i = 0; i < DS_COLUMN_N; i++)
        if (used[i] && recipes[i].from == from) return true;
    return false;
}

static const char *name_of(int column) {
    return ds_column_list(NULL)[column].name;
}

/* The attributes as they hold on each 1 October: the last value from persoon_jaar, else persoon's.
 */
static void write_kenmerk(ds_buffer *b, const bool used[DS_COLUMN_N]) {
    ds_buffer_add_string(b, "kenmerk AS (\n    SELECT\n        p.nr,\n        s.schooljaar");
    for (int i = 0; i < DS_COLUMN_N; i++) {
        const char *name = name_of(i);
        if (!used[i] || (recipes[i].from != ORIGIN_PERSON && recipes[i].from != ORIGIN_PERSON_TEXT))
            continue;
        ds_buffer_addf(b,
                       ",\n        coalesce(max_by(j.%s, j.schooljaar) FILTER (WHERE j.%s IS NOT "
                       "NULL), any_value(p.%s)) AS %s",
                       name, name, name, name);
    }
    ds_buffer_add_string(b, "\n    FROM persoon AS p\n    CROSS JOIN schooljaar AS s\n"
                            "    LEFT JOIN persoon_jaar AS j ON j.nr = p.nr AND j.schooljaar <= "
                            "s.schooljaar\n"
                            "    WHERE p.loopbaan AND s.inschrijving\n"
                            "    GROUP BY p.nr, s.schooljaar\n),\n");
}

static void write_code_list(ds_buffer *b, const ds_code_list *codes) {
    ds_buffer_add_char(b, '[');
    for (size_t i = 0; i < codes->n_values; i++) {
        if (i > 0) ds_buffer_add_string(b, ", ");
        ds_sql_quote(b, ds_text_of(codes->values[i]));
    }
    ds_buffer_add_char(b, ']');
}

/* The highest in the list's order, by its position there; missing when what may have been obtained
 * besides (of vmbo the highest leerweg) is higher. */
static void write_diploma_vo(ds_buffer *b) {
    static const char diploma_vo[] =
        "CASE CAST(d.soort AS VARCHAR) WHEN 'havo' THEN 'havo' WHEN 'vwo' THEN 'vwo' WHEN 'vmbo' "
        "THEN " VMBO_LEERWEG " ELSE 'geen' END";
    write_code_list(b, &ds_codes_diploma_vo);
    ds_buffer_add_string(b, "[CASE WHEN max(list_position(");
    write_code_list(b, &ds_codes_diploma_vo);
    ds_buffer_addf(b, ", %s)) >= max(CASE%s%s%s ELSE 0 END) THEN max(list_position(", diploma_vo,
                   " WHEN o.vwo < s.schooljaar THEN 8", " WHEN o.havo < s.schooljaar THEN 7",
                   " WHEN o.vmbo < s.schooljaar THEN 6");
    write_code_list(b, &ds_codes_diploma_vo);
    ds_buffer_addf(b, ", %s)) END]", diploma_vo);
}

/* What had been obtained before each school year. */
static void write_behaald(ds_buffer *b, const bool used[DS_COLUMN_N]) {
    ds_buffer_add_string(b, "behaald AS (\n    SELECT\n        p.nr,\n        s.schooljaar");
    for (int i = 0; i < DS_COLUMN_N; i++) {
        if (!used[i] || recipes[i].from != ORIGIN_DIPLOMA) continue;
        ds_buffer_add_string(b, ",\n        ");
        if (i == DS_COLUMN_DIPLOMA_VO)
            write_diploma_vo(b);
        else
            ds_buffer_add_string(b, recipes[i].sql);
        ds_buffer_addf(b, " AS %s", name_of(i));
    }
    ds_buffer_add_string(b, "\n    FROM persoon AS p\n    CROSS JOIN schooljaar AS s\n"
                            "    LEFT JOIN diploma AS d ON d.nr = p.nr AND d.schooljaar < "
                            "s.schooljaar\n"
                            "    LEFT JOIN open AS o ON o.nr = p.nr\n"
                            "    WHERE p.loopbaan AND s.inschrijving\n"
                            "    GROUP BY p.nr, s.schooljaar\n),\n");
}

/* ongeleverd: the enrolments whose diplomas were not delivered, by the soort of the diploma; open:
 * of each person the first school year of such an enrolment. */
static void write_ongeleverd(ds_buffer *b) {
    ds_buffer_add_string(
        b,
        "haalbaar(soort, diploma) AS (VALUES ('vmbo', 'vmbo'), ('havo', 'havo'), ('vwo', 'vwo'), "
        "('vavo', 'vmbo'), ('vavo', 'havo'), ('vavo', 'vwo'), ('mbo', 'mbo'), ('hbo', 'hbo'), "
        "('wo', 'wo')),\n"
        "ongeleverd AS (\n    SELECT e.nr, e.schooljaar, h.diploma, e.rang\n"
        "    FROM inschrijving AS e\n"
        "    JOIN haalbaar AS h ON h.soort = CAST(e.soort AS VARCHAR)\n"
        "    LEFT JOIN diploma_geleverd AS g ON g.instelling IS NULL AND CAST(g.soort AS "
        "VARCHAR) = h.diploma\n"
        "    LEFT JOIN diploma_geleverd AS i ON CAST(i.instelling AS VARCHAR) = "
        "CAST(e.instelling AS VARCHAR) AND CAST(i.soort AS VARCHAR) = h.diploma\n"
        "    WHERE g.soort IS NULL AND i.soort IS NULL\n),\n"
        "open AS (\n    SELECT\n        o.nr,\n"
        "        min(o.schooljaar) FILTER (WHERE o.diploma = 'mbo') AS mbo,\n"
        "        min(o.schooljaar) FILTER (WHERE o.diploma = 'vmbo') AS vmbo,\n"
        "        min(o.schooljaar) FILTER (WHERE o.diploma = 'havo') AS havo,\n"
        "        min(o.schooljaar) FILTER (WHERE o.diploma = 'vwo') AS vwo,\n"
        "        min(o.schooljaar) FILTER (WHERE o.diploma IN ('hbo', 'wo')) AS ho\n"
        "    FROM ongeleverd AS o\n    GROUP BY o.nr\n),\n");
}

/* The highest mbo diploma of each person and school year, missing where it is not known: what may
 * have been obtained besides, or has no niveau, stands above all but a niveau 4. */
static void write_hoogste(ds_buffer *b) {
    ds_buffer_add_string(
        b,
        "behaalde AS (\n"
        "    SELECT d.nr, d.schooljaar, d.niveau, CAST(d.instelling AS VARCHAR) AS instelling, "
        "CAST(d.leerweg AS VARCHAR) AS leerweg, CAST(d.opleiding AS VARCHAR) AS opleiding, "
        "CAST(d.hoofdgroep AS VARCHAR) AS hoofdgroep\n"
        "    FROM diploma AS d\n    WHERE CAST(d.soort AS VARCHAR) = 'mbo'\n"
        "    UNION ALL\n"
        "    SELECT DISTINCT o.nr, o.schooljaar, CAST(NULL AS INTEGER), NULL, NULL, NULL, NULL\n"
        "    FROM ongeleverd AS o\n    WHERE o.diploma = 'mbo'\n),\n"
        "hoogste AS (\n    SELECT\n        d.nr,\n        d.schooljaar,\n        d.niveau,\n"
        "        CASE WHEN d.niveau IS NOT NULL THEN d.instelling END AS instelling,\n"
        "        CASE WHEN d.niveau IS NOT NULL THEN d.leerweg END AS leerweg,\n"
        "        CASE WHEN d.niveau IS NOT NULL THEN d.opleiding END AS opleiding,\n"
        "        CASE WHEN d.niveau IS NOT NULL THEN d.hoofdgroep END AS hoofdgroep\n"
        "    FROM behaalde AS d\n"
        "    QUALIFY row_number() OVER (PARTITION BY d.nr, d.schooljaar ORDER BY "
        "coalesce(d.niveau, 3.5) DESC, d.opleiding NULLS LAST, d.instelling NULLS LAST, d.leerweg "
        "NULLS LAST, d.hoofdgroep NULLS LAST) = 1\n),\n");
}

/* keten: from each institution that merged, every one further on; huidig: where that ends in the
 * last covered school year. */
static void write_huidig(ds_buffer *b) {
    static const char merged[] =
        "i.opgegaan_in IS NOT NULL\n            AND coalesce(i.vanaf_schooljaar, 0) <= "
        "(SELECT max(schooljaar) FROM gedekt)\n";
    ds_buffer_addf(b,
                   "keten AS (\n    SELECT CAST(i.instelling AS VARCHAR) AS oud, "
                   "CAST(i.opgegaan_in AS VARCHAR) AS later\n    FROM instelling AS i\n    WHERE "
                   "%s    UNION\n    SELECT k.oud, CAST(i.opgegaan_in AS VARCHAR)\n    FROM keten "
                   "AS k\n    JOIN instelling AS i ON CAST(i.instelling AS VARCHAR) = k.later\n"
                   "    WHERE %s),\n",
                   merged, merged);
    ds_buffer_add_string(b, "huidig AS (\n    SELECT k.oud, k.later AS instelling\n    FROM keten "
                            "AS k\n    WHERE k.later NOT IN (SELECT oud FROM keten)\n),\n");
}

/* The institution of the state, as text. */
static const char *institution(const ds_sql *sql) {
    return sql->present_codes ? "coalesce(h.instelling, CAST(e.instelling AS VARCHAR))"
                              : "CAST(e.instelling AS VARCHAR)";
}

static void write_column(ds_sql *sql, int column) {
    ds_buffer *b = &sql->text;
    const char *name = name_of(column);
    ds_buffer_add_string(b, ",\n        ");
    switch (recipes[column].from) {
    case ORIGIN_STATE:
        ds_buffer_addf(b, "e.%s", name);
        break;
    case ORIGIN_STATE_TEXT:
        if (column == DS_COLUMN_INSTELLING)
            ds_buffer_addf(b, "%s AS %s", institution(sql), name);
        else
            ds_buffer_addf(b, "CAST(e.%s AS VARCHAR) AS %s", name, name);
        break;
    case ORIGIN_PERSON:
        ds_buffer_addf(b, "k.%s", name);
        break;
    case ORIGIN_PERSON_TEXT:
        ds_buffer_addf(b, "CAST(k.%s AS VARCHAR) AS %s", name, name);
        break;
    case ORIGIN_INSTITUTION:
        ds_buffer_addf(b, "CAST(i.%s AS VARCHAR) AS %s", name, name);
        break;
    case ORIGIN_DIPLOMA:
        ds_buffer_addf(b, "b.%s", name);
        break;
    case ORIGIN_ATTAINED:
        ds_buffer_addf(
            b, "%s AS %s",
            column != DS_COLUMN_BEHAALD_INSTELLING ? recipes[column].sql
            : sql->present_codes
                ? "CASE WHEN s.inschrijving THEN coalesce(hb.instelling, y.instelling) END"
                : "CASE WHEN s.inschrijving THEN y.instelling END",
            name);
        break;
    default:
        if (column == DS_COLUMN_EERSTE_JAAR_MBO && sql->grain != DS_PER_PERSOON)
            ds_buffer_addf(b, FIRST_YEAR_MBO("p.nr, p.eenheid") " AS %s", name);
        else
            ds_buffer_addf(b, "%s AS %s", recipes[column].sql, name);
    }
}

/* A person as the state of each school year (without eigen), and as each other institution or
 * programme of one, the first of its enrolments by rang. */
static void write_units(ds_sql *sql) {
    ds_buffer *b = &sql->text;
    const char *grain =
        sql->grain == DS_PER_OPLEIDING ? "CAST(e.opleiding AS VARCHAR)" : institution(sql);
    ds_buffer_addf(b,
                   "neven AS (\n    SELECT e.nr, e.schooljaar, min(e.rang) AS rang\n    FROM "
                   "inschrijving AS e\n%s    WHERE e.rang < 255\n    GROUP BY e.nr, e.schooljaar, "
                   "%s\n    HAVING min(e.rang) > 0\n),\n",
                   sql->present_codes
                       ? "    LEFT JOIN huidig AS h ON h.oud = CAST(e.instelling AS VARCHAR)\n"
                       : "",
                   grain);
    ds_buffer_add_string(
        b, "eenheid AS (\n    SELECT p.*, 0 AS eenheid, CAST(NULL AS INTEGER) AS eigen, 0 AS rang\n"
           "    FROM persoon AS p\n    UNION ALL\n    SELECT p.*, row_number() OVER (PARTITION BY "
           "p.nr) AS eenheid, n.schooljaar AS eigen, n.rang\n    FROM persoon AS p\n    JOIN neven "
           "AS n ON n.nr = p.nr\n),\n");
}

/* Which enrolment is the state of a school year: of a unit's own, its own. */
static void join_state(ds_sql *sql) {
    ds_buffer *b = &sql->text;
    if (sql->grain == DS_PER_PERSOON) {
        ds_buffer_add_string(
            b, "\n    FROM persoon AS p\n    CROSS JOIN schooljaar AS s\n"
               "    LEFT JOIN (\n        SELECT * FROM inschrijving\n        WHERE staat "
               "AND schooljaar IN (SELECT schooljaar FROM gedekt)\n    ) AS e\n"
               "        ON e.nr = p.nr AND e.schooljaar = s.schooljaar\n");
        return;
    }
    ds_buffer_add_string(
        b,
        "\n    FROM eenheid AS p\n    CROSS JOIN schooljaar AS s\n"
        "    LEFT JOIN (\n        SELECT * FROM inschrijving\n        WHERE "
        "schooljaar IN (SELECT schooljaar FROM gedekt)\n    ) AS e\n"
        "        ON e.nr = p.nr AND e.schooljaar = s.schooljaar\n"
        "        AND e.rang = CASE WHEN p.eigen IS NOT DISTINCT FROM s.schooljaar THEN p.rang ELSE "
        "0 END\n");
}

/* The state is joined on equality alone: with a condition on s beside it DuckDB 1.4 falls back to
 * comparing every row with every row. */
static void write_loopbaan(ds_sql *sql, const bool used[DS_COLUMN_N], bool person) {
    ds_buffer *b = &sql->text;
    ds_buffer_addf(b, "loopbaan AS MATERIALIZED (\n    SELECT\n        %s,\n        s.schooljaar",
                   sql->grain == DS_PER_PERSOON
                       ? "p.nr"
                       : "CAST(p.nr AS BIGINT) * 4294967296 + p.eenheid AS nr,\n        p.eigen");
    for (int i = 0; i < DS_COLUMN_N; i++)
        if (used[i]) write_column(sql, i);
    join_state(sql);
    if (sql->present_codes)
        ds_buffer_add_string(b, "    LEFT JOIN huidig AS h ON h.oud = CAST(e.instelling AS "
                                "VARCHAR)\n");
    if (any_from(used, ORIGIN_INSTITUTION))
        ds_buffer_addf(b, "    LEFT JOIN instelling AS i ON CAST(i.instelling AS VARCHAR) = %s\n",
                       institution(sql));
    if (person)
        ds_buffer_add_string(b, "    LEFT JOIN kenmerk AS k ON k.nr = p.nr AND k.schooljaar = "
                                "s.schooljaar\n");
    if (any_from(used, ORIGIN_DIPLOMA))
        ds_buffer_add_string(b, "    LEFT JOIN behaald AS b ON b.nr = p.nr AND b.schooljaar = "
                                "s.schooljaar\n");
    if (any_from(used, ORIGIN_ATTAINED))
        ds_buffer_add_string(b, "    LEFT JOIN hoogste AS y ON y.nr = p.nr AND y.schooljaar = "
                                "s.schooljaar\n");
    if (sql->present_codes && used[DS_COLUMN_BEHAALD_INSTELLING])
        ds_buffer_add_string(b, "    LEFT JOIN huidig AS hb ON hb.oud = y.instelling\n");
    if (any_from(used, ORIGIN_WORK))
        ds_buffer_add_string(b,
                             "    LEFT JOIN werk AS w ON w.nr = p.nr AND w.jaar = s.schooljaar\n");
    if (any_from(used, ORIGIN_DUO))
        ds_buffer_add_string(b, "    LEFT JOIN vsv_duo AS v ON v.nr = p.nr AND v.schooljaar = "
                                "s.schooljaar\n");
    ds_buffer_add_string(b, "    WHERE p.loopbaan\n),\n");
}

void ds_sql_covered_years(ds_sql *sql) {
    ds_buffer_add_string(&sql->text, "gedekt AS (SELECT s.schooljaar FROM schooljaar AS s WHERE "
                                     "s.inschrijving),\n");
    if (sql->present_codes) write_huidig(&sql->text);
}

void ds_sql_career(ds_sql *sql, const bool used[DS_COLUMN_N]) {
    ds_buffer *b = &sql->text;
    bool all[DS_COLUMN_N], person;
    for (int i = 0; i < DS_COLUMN_N; i++)
        all[i] = used[i];
    all[DS_COLUMN_INGESCHREVEN] = true;
    if (used[DS_COLUMN_LEEFTIJD]) all[DS_COLUMN_GEBOORTEDATUM] = true;
    person = any_from(all, ORIGIN_PERSON) || any_from(all, ORIGIN_PERSON_TEXT);
    ds_sql_covered_years(sql);
    if (used[DS_COLUMN_UREN_WERK])
        ds_buffer_add_string(b, "gedekt_werk AS (SELECT s.schooljaar FROM schooljaar AS s WHERE "
                                "s.werk),\n");
    if (person) write_kenmerk(b, all);
    if (any_from(all, ORIGIN_DIPLOMA) || any_from(all, ORIGIN_ATTAINED) ||
        used[DS_COLUMN_GEDIPLOMEERD])
        write_ongeleverd(b);
    if (any_from(all, ORIGIN_DIPLOMA)) write_behaald(b, all);
    if (any_from(all, ORIGIN_ATTAINED)) write_hoogste(b);
    if (sql->grain != DS_PER_PERSOON) write_units(sql);
    write_loopbaan(sql, all, person);
}
