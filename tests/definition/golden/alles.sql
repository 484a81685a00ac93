-- alles, versie 4761bca72cbe
WITH gedekt AS (SELECT s.schooljaar FROM schooljaar AS s WHERE s.inschrijving),
gedekt_werk AS (SELECT s.schooljaar FROM schooljaar AS s WHERE s.werk),
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
        ['geen', 'vmbo', 'vmbo-bb', 'vmbo-kb', 'vmbo-gl', 'vmbo-tl', 'havo', 'vwo'][CASE WHEN max(list_position(['geen', 'vmbo', 'vmbo-bb', 'vmbo-kb', 'vmbo-gl', 'vmbo-tl', 'havo', 'vwo'], CASE CAST(d.soort AS VARCHAR) WHEN 'havo' THEN 'havo' WHEN 'vwo' THEN 'vwo' WHEN 'vmbo' THEN 'vmbo' || coalesce('-' || CAST(d.leerweg AS VARCHAR), '') ELSE 'geen' END)) >= max(CASE WHEN o.vwo < s.schooljaar THEN 8 WHEN o.havo < s.schooljaar THEN 7 WHEN o.vmbo < s.schooljaar THEN 6 ELSE 0 END) THEN max(list_position(['geen', 'vmbo', 'vmbo-bb', 'vmbo-kb', 'vmbo-gl', 'vmbo-tl', 'havo', 'vwo'], CASE CAST(d.soort AS VARCHAR) WHEN 'havo' THEN 'havo' WHEN 'vwo' THEN 'vwo' WHEN 'vmbo' THEN 'vmbo' || coalesce('-' || CAST(d.leerweg AS VARCHAR), '') ELSE 'geen' END)) END] AS diploma_vo
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
        e.niveau,
        CAST(e.opleiding AS VARCHAR) AS opleiding,
        CAST(e.instelling AS VARCHAR) AS instelling,
        k.geboortedatum,
        CAST(i.naam AS VARCHAR) AS naam,
        CAST(i.type AS VARCHAR) AS type,
        CASE WHEN s.inschrijving THEN e.nr IS NOT NULL END AS ingeschreven,
        b.diploma_vo,
        CASE WHEN s.inschrijving THEN CASE
            WHEN EXISTS (SELECT 1 FROM diploma AS d WHERE d.nr = e.nr AND d.schooljaar = e.schooljaar AND (CAST(d.soort AS VARCHAR) = CAST(e.soort AS VARCHAR) OR (CAST(e.soort AS VARCHAR) = 'vavo' AND CAST(d.soort AS VARCHAR) IN ('vmbo', 'havo', 'vwo')))) THEN true
            WHEN EXISTS (SELECT 1 FROM ongeleverd AS o WHERE o.nr = e.nr AND o.schooljaar = e.schooljaar AND o.rang = e.rang) THEN NULL
            ELSE false END END AS gediplomeerd,
        CASE WHEN s.werk THEN CAST(coalesce(w.uren, 0) AS DECIMAL(18, 2)) END AS uren_werk,
        CASE WHEN s.inschrijving THEN min(CASE WHEN CAST(e.soort AS VARCHAR) = 'mbo' THEN s.schooljaar END) OVER (PARTITION BY p.nr ORDER BY s.schooljaar) END AS eerste_jaar_mbo,
        CASE WHEN s.inschrijving THEN v.vsv_duo END AS vsv_duo
    FROM persoon AS p
    CROSS JOIN schooljaar AS s
    LEFT JOIN (
        SELECT * FROM inschrijving
        WHERE staat AND schooljaar IN (SELECT schooljaar FROM gedekt)
    ) AS e
        ON e.nr = p.nr AND e.schooljaar = s.schooljaar
    LEFT JOIN instelling AS i ON CAST(i.instelling AS VARCHAR) = CAST(e.instelling AS VARCHAR)
    LEFT JOIN kenmerk AS k ON k.nr = p.nr AND k.schooljaar = s.schooljaar
    LEFT JOIN behaald AS b ON b.nr = p.nr AND b.schooljaar = s.schooljaar
    LEFT JOIN werk AS w ON w.nr = p.nr AND w.jaar = s.schooljaar
    LEFT JOIN vsv_duo AS v ON v.nr = p.nr AND v.schooljaar = s.schooljaar
    WHERE p.loopbaan
),
rijen AS (
    SELECT
        t.schooljaar,
        coalesce(t.instelling, 'onbekend') AS sleutel_1,
        coalesce(t_min_1.soort, 'onbekend') AS sleutel_2,
        EXISTS (SELECT 1 FROM loopbaan AS j1 WHERE j1.nr = t.nr AND j1.schooljaar <= t.schooljaar + 1 AND j1.schooljaar - 1 IN (SELECT schooljaar FROM gedekt) AND j1.schooljaar IN (SELECT schooljaar FROM gedekt) AND j1.schooljaar IN (SELECT schooljaar FROM gedekt_werk) AND j1.schooljaar IS NOT DISTINCT FROM (SELECT min(j2.schooljaar) FROM loopbaan AS j2 WHERE j2.nr = j1.nr AND j2.schooljaar <= j1.schooljaar AND j2.schooljaar IN (SELECT schooljaar FROM gedekt) AND j2.soort = 'mbo') AND j1.uren_werk > 12) OR EXISTS (SELECT 1 FROM loopbaan AS j3 WHERE j3.nr = t.nr AND j3.schooljaar BETWEEN t.schooljaar AND t.schooljaar + 2 AND j3.schooljaar IN (SELECT schooljaar FROM gedekt) AND j3.schooljaar + 1 IN (SELECT schooljaar FROM gedekt) AND j3.gediplomeerd) OR (SELECT count(*) FROM loopbaan AS j4 LEFT JOIN loopbaan AS j4_plus_1 ON j4_plus_1.nr = j4.nr AND j4_plus_1.schooljaar = j4.schooljaar + 1 WHERE j4.nr = t.nr AND j4.schooljaar <= t.schooljaar AND j4.schooljaar + 1 IN (SELECT schooljaar FROM gedekt) AND j4_plus_1.soort = 'hbo') >= 2 OR (SELECT min(j5.schooljaar) FROM loopbaan AS j5 WHERE j5.nr = t.nr AND j5.schooljaar BETWEEN t.schooljaar + 1 AND t.schooljaar + 3 AND j5.schooljaar IN (SELECT schooljaar FROM gedekt) AND EXISTS (SELECT 1 FROM loopbaan AS j6 WHERE j6.nr = j5.nr AND j6.schooljaar <= j5.schooljaar AND j6.schooljaar IN (SELECT schooljaar FROM gedekt) AND j6.vsv_duo)) - t.schooljaar - 1 = 0 OR t.eerste_jaar_mbo = t.schooljaar AS uitkomst
    FROM loopbaan AS t
    LEFT JOIN loopbaan AS t_min_1 ON t_min_1.nr = t.nr AND t_min_1.schooljaar = t.schooljaar - 1
    WHERE t.ingeschreven
      AND t.schooljaar - 1 IN (SELECT schooljaar FROM gedekt)
      AND t.schooljaar + 1 IN (SELECT schooljaar FROM gedekt)
      AND t.schooljaar + 2 IN (SELECT schooljaar FROM gedekt)
      AND t.schooljaar + 3 IN (SELECT schooljaar FROM gedekt)
      AND t.schooljaar + 1 IN (SELECT schooljaar FROM gedekt_werk)
      AND (t.niveau IN (1, 2) OR t.niveau IS NOT NULL)
      AND t.opleiding NOT IN ('a''b')
      AND NOT t.vsv_duo = true
      AND list_position(['geen', 'vmbo', 'vmbo-bb', 'vmbo-kb', 'vmbo-gl', 'vmbo-tl', 'havo', 'vwo'], t.diploma_vo) >= list_position(['geen', 'vmbo', 'vmbo-bb', 'vmbo-kb', 'vmbo-gl', 'vmbo-tl', 'havo', 'vwo'], 'havo')
      AND t.geboortedatum < DATE '2004-10-01'
      AND t.schooljaar - 1 - 1 > (-1)
      AND t.type <> t.naam
)
SELECT
    'alles' AS indicator,
    r.schooljaar,
    r.sleutel_1 AS "instelling",
    r.sleutel_2 AS "soort[t-1]",
    count(*) FILTER (WHERE r.uitkomst) AS teller,
    count(r.uitkomst) AS noemer,
    count(*) - count(r.uitkomst) AS onbekend
FROM rijen AS r
GROUP BY r.schooljaar, r.sleutel_1, r.sleutel_2
ORDER BY r.schooljaar, r.sleutel_1, r.sleutel_2;
