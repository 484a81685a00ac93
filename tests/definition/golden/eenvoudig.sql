-- eenvoudig, versie 943826223795
WITH gedekt AS (SELECT s.schooljaar FROM schooljaar AS s WHERE s.inschrijving),
kenmerk AS (
    SELECT
        p.nr,
        s.schooljaar,
        coalesce(max_by(j.geboortedatum, j.schooljaar) FILTER (WHERE j.geboortedatum IS NOT NULL), any_value(p.geboortedatum)) AS geboortedatum
    FROM persoon AS p
    CROSS JOIN schooljaar AS s
    LEFT JOIN persoon_jaar AS j ON j.nr = p.nr AND j.schooljaar <= s.schooljaar
    WHERE p.loopbaan AND s.inschrijving
    GROUP BY p.nr, s.schooljaar
),
haalbaar(soort, diploma) AS (VALUES ('vmbo', 'vmbo'), ('havo', 'havo'), ('vwo', 'vwo'), ('vavo', 'vmbo'), ('vavo', 'havo'), ('vavo', 'vwo'), ('mbo', 'mbo'), ('hbo', 'hbo'), ('wo', 'wo')),
ongeleverd AS (
    SELECT e.nr, e.schooljaar, h.diploma, e.rang
    FROM inschrijving AS e
    JOIN haalbaar AS h ON h.soort = CAST(e.soort AS VARCHAR)
    LEFT JOIN diploma_geleverd AS g ON g.instelling IS NULL AND CAST(g.soort AS VARCHAR) = h.diploma
    LEFT JOIN diploma_geleverd AS i ON CAST(i.instelling AS VARCHAR) = CAST(e.instelling AS VARCHAR) AND CAST(i.soort AS VARCHAR) = h.diploma
    WHERE g.soort IS NULL AND i.soort IS NULL
),
open AS (
    SELECT
        o.nr,
        min(o.schooljaar) FILTER (WHERE o.diploma = 'mbo') AS mbo,
        min(o.schooljaar) FILTER (WHERE o.diploma = 'vmbo') AS vmbo,
        min(o.schooljaar) FILTER (WHERE o.diploma = 'havo') AS havo,
        min(o.schooljaar) FILTER (WHERE o.diploma = 'vwo') AS vwo,
        min(o.schooljaar) FILTER (WHERE o.diploma IN ('hbo', 'wo')) AS ho
    FROM ongeleverd AS o
    GROUP BY o.nr
),
behaald AS (
    SELECT
        p.nr,
        s.schooljaar,
        CASE WHEN max(d.niveau) FILTER (WHERE CAST(d.soort AS VARCHAR) = 'mbo') = 4 THEN 4
            WHEN bool_or(CAST(d.soort AS VARCHAR) = 'mbo' AND d.niveau IS NULL)
                OR bool_or(o.mbo < s.schooljaar) THEN NULL
            ELSE coalesce(max(d.niveau) FILTER (WHERE CAST(d.soort AS VARCHAR) = 'mbo'), 0) END AS diploma_mbo,
        ['geen', 'vmbo', 'vmbo-bb', 'vmbo-kb', 'vmbo-gl', 'vmbo-tl', 'havo', 'vwo'][CASE WHEN max(list_position(['geen', 'vmbo', 'vmbo-bb', 'vmbo-kb', 'vmbo-gl', 'vmbo-tl', 'havo', 'vwo'], CASE CAST(d.soort AS VARCHAR) WHEN 'havo' THEN 'havo' WHEN 'vwo' THEN 'vwo' WHEN 'vmbo' THEN 'vmbo' || coalesce('-' || CAST(d.leerweg AS VARCHAR), '') ELSE 'geen' END)) >= max(CASE WHEN o.vwo < s.schooljaar THEN 8 WHEN o.havo < s.schooljaar THEN 7 WHEN o.vmbo < s.schooljaar THEN 6 ELSE 0 END) THEN max(list_position(['geen', 'vmbo', 'vmbo-bb', 'vmbo-kb', 'vmbo-gl', 'vmbo-tl', 'havo', 'vwo'], CASE CAST(d.soort AS VARCHAR) WHEN 'havo' THEN 'havo' WHEN 'vwo' THEN 'vwo' WHEN 'vmbo' THEN 'vmbo' || coalesce('-' || CAST(d.leerweg AS VARCHAR), '') ELSE 'geen' END)) END] AS diploma_vo,
        CASE WHEN bool_or(CAST(d.soort AS VARCHAR) IN ('hbo', 'wo')) THEN true
            WHEN bool_or(o.ho < s.schooljaar) THEN NULL ELSE false END AS diploma_ho
    FROM persoon AS p
    CROSS JOIN schooljaar AS s
    LEFT JOIN diploma AS d ON d.nr = p.nr AND d.schooljaar < s.schooljaar
    LEFT JOIN open AS o ON o.nr = p.nr
    WHERE p.loopbaan AND s.inschrijving
    GROUP BY p.nr, s.schooljaar
),
loopbaan AS MATERIALIZED (
    SELECT
        p.nr,
        s.schooljaar,
        CASE WHEN s.inschrijving THEN coalesce(CAST(e.soort AS VARCHAR), 'geen') END AS soort,
        CAST(e.leerweg AS VARCHAR) AS leerweg,
        e.niveau,
        k.geboortedatum,
        coalesce(s.schooljaar - year(k.geboortedatum) - CASE WHEN month(k.geboortedatum) * 100 + day(k.geboortedatum) > 1001 THEN 1 ELSE 0 END, s.schooljaar - coalesce(last_value(s.schooljaar - e.leeftijd_geleverd IGNORE NULLS) OVER (PARTITION BY p.nr ORDER BY s.schooljaar ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), first_value(s.schooljaar - e.leeftijd_geleverd IGNORE NULLS) OVER (PARTITION BY p.nr ORDER BY s.schooljaar ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING))) AS leeftijd,
        CASE WHEN s.inschrijving THEN e.nr IS NOT NULL END AS ingeschreven,
        CASE WHEN s.inschrijving THEN EXISTS (SELECT 1 FROM vrijstelling AS x WHERE x.nr = p.nr AND x.schooljaar = s.schooljaar) END AS vrijgesteld,
        b.diploma_mbo,
        b.diploma_vo,
        b.diploma_ho
    FROM persoon AS p
    CROSS JOIN schooljaar AS s
    LEFT JOIN (
        SELECT * FROM inschrijving
        WHERE staat AND schooljaar IN (SELECT schooljaar FROM gedekt)
    ) AS e
        ON e.nr = p.nr AND e.schooljaar = s.schooljaar
    LEFT JOIN kenmerk AS k ON k.nr = p.nr AND k.schooljaar = s.schooljaar
    LEFT JOIN behaald AS b ON b.nr = p.nr AND b.schooljaar = s.schooljaar
    WHERE p.loopbaan
),
rijen AS (
    SELECT
        t.schooljaar,
        coalesce(CAST(t.niveau AS VARCHAR), 'onbekend') AS sleutel_1,
        coalesce(t.leerweg, 'onbekend') AS sleutel_2,
        NOT t_plus_1.ingeschreven AND NOT t_plus_1.vrijgesteld AND NOT (t_plus_1.diploma_mbo >= 2 OR t_plus_1.diploma_vo IN ('havo', 'vwo') OR t_plus_1.diploma_ho) AS uitkomst
    FROM loopbaan AS t
    LEFT JOIN loopbaan AS t_plus_1 ON t_plus_1.nr = t.nr AND t_plus_1.schooljaar = t.schooljaar + 1
    WHERE t.ingeschreven
      AND t.schooljaar + 1 IN (SELECT schooljaar FROM gedekt)
      AND t.soort = 'mbo'
      AND t.leeftijd < 23
)
SELECT
    'eenvoudig' AS indicator,
    r.schooljaar,
    r.sleutel_1 AS "niveau",
    r.sleutel_2 AS "leerweg",
    count(*) FILTER (WHERE r.uitkomst) AS teller,
    count(r.uitkomst) AS noemer,
    count(*) - count(r.uitkomst) AS onbekend
FROM rijen AS r
GROUP BY r.schooljaar, r.sleutel_1, r.sleutel_2
ORDER BY r.schooljaar, r.sleutel_1, r.sleutel_2;
