-- getal, versie 53d77bffc1c8
WITH gedekt AS (SELECT s.schooljaar FROM schooljaar AS s WHERE s.inschrijving),
gedekt_werk AS (SELECT s.schooljaar FROM schooljaar AS s WHERE s.werk),
kenmerk AS (
    SELECT
        p.nr,
        s.schooljaar,
        coalesce(max_by(j.geboortedatum, j.schooljaar) FILTER (WHERE j.geboortedatum IS NOT NULL), any_value(p.geboortedatum)) AS geboortedatum,
        coalesce(max_by(j.functiebeperking, j.schooljaar) FILTER (WHERE j.functiebeperking IS NOT NULL), any_value(p.functiebeperking)) AS functiebeperking
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
        CASE WHEN bool_or(CAST(d.soort AS VARCHAR) = 'vmbo') THEN true
            WHEN bool_or(o.vmbo < s.schooljaar) THEN NULL ELSE false END AS diploma_vmbo
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
        k.geboortedatum,
        k.functiebeperking,
        coalesce(s.schooljaar - year(k.geboortedatum) - CASE WHEN month(k.geboortedatum) * 100 + day(k.geboortedatum) > 1001 THEN 1 ELSE 0 END, s.schooljaar - coalesce(last_value(s.schooljaar - e.leeftijd_geleverd IGNORE NULLS) OVER (PARTITION BY p.nr ORDER BY s.schooljaar ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), first_value(s.schooljaar - e.leeftijd_geleverd IGNORE NULLS) OVER (PARTITION BY p.nr ORDER BY s.schooljaar ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING))) AS leeftijd,
        CASE WHEN s.inschrijving THEN e.nr IS NOT NULL END AS ingeschreven,
        b.diploma_vmbo,
        CASE WHEN s.inschrijving THEN CASE
            WHEN EXISTS (SELECT 1 FROM diploma AS d WHERE d.nr = e.nr AND d.schooljaar = e.schooljaar AND (CAST(d.soort AS VARCHAR) = CAST(e.soort AS VARCHAR) OR (CAST(e.soort AS VARCHAR) = 'vavo' AND CAST(d.soort AS VARCHAR) IN ('vmbo', 'havo', 'vwo')))) THEN true
            WHEN EXISTS (SELECT 1 FROM ongeleverd AS o WHERE o.nr = e.nr AND o.schooljaar = e.schooljaar AND o.rang = e.rang) THEN NULL
            ELSE false END END AS gediplomeerd,
        CASE WHEN s.werk THEN CAST(coalesce(w.uren, 0) AS DECIMAL(18, 2)) END AS uren_werk
    FROM persoon AS p
    CROSS JOIN schooljaar AS s
    LEFT JOIN (
        SELECT * FROM inschrijving
        WHERE staat AND schooljaar IN (SELECT schooljaar FROM gedekt)
    ) AS e
        ON e.nr = p.nr AND e.schooljaar = s.schooljaar
    LEFT JOIN kenmerk AS k ON k.nr = p.nr AND k.schooljaar = s.schooljaar
    LEFT JOIN behaald AS b ON b.nr = p.nr AND b.schooljaar = s.schooljaar
    LEFT JOIN werk AS w ON w.nr = p.nr AND w.jaar = s.schooljaar
    WHERE p.loopbaan
),
rijen AS (
    SELECT
        t.schooljaar,
        CASE t.functiebeperking WHEN true THEN 'ja' WHEN false THEN 'nee' ELSE 'onbekend' END AS sleutel_1,
        coalesce(rtrim(rtrim(CAST(t.uren_werk AS VARCHAR), '0'), '.'), 'onbekend') AS sleutel_2,
        coalesce(CAST(t.geboortedatum AS VARCHAR), 'onbekend') AS sleutel_3,
        coalesce(CASE WHEN t_min_1.soort = 'vmbo' AND t.diploma_vmbo THEN 'vmbo met ''diploma''' WHEN t.leeftijd >= 27 THEN '27+' ELSE 'overig' END, 'onbekend') AS sleutel_4,
        t_plus_1.uren_werk - 1 AS uitkomst
    FROM loopbaan AS t
    LEFT JOIN loopbaan AS t_min_1 ON t_min_1.nr = t.nr AND t_min_1.schooljaar = t.schooljaar - 1
    LEFT JOIN loopbaan AS t_plus_1 ON t_plus_1.nr = t.nr AND t_plus_1.schooljaar = t.schooljaar + 1
    WHERE t.ingeschreven
      AND t.schooljaar - 1 IN (SELECT schooljaar FROM gedekt)
      AND t.schooljaar + 1 IN (SELECT schooljaar FROM gedekt)
      AND t.schooljaar IN (SELECT schooljaar FROM gedekt_werk)
      AND t.schooljaar + 1 IN (SELECT schooljaar FROM gedekt_werk)
      AND t.soort = 'mbo'
      AND t.gediplomeerd
)
SELECT
    'getal' AS indicator,
    r.schooljaar,
    r.sleutel_1 AS "functiebeperking",
    r.sleutel_2 AS "uren_werk",
    r.sleutel_3 AS "geboortedatum",
    r.sleutel_4 AS "herkomst",
    CAST(coalesce(sum(r.uitkomst), 0) AS DECIMAL(38, 2)) AS som,
    count(r.uitkomst) AS noemer,
    count(*) - count(r.uitkomst) AS onbekend
FROM rijen AS r
GROUP BY r.schooljaar, r.sleutel_1, r.sleutel_2, r.sleutel_3, r.sleutel_4
ORDER BY r.schooljaar, r.sleutel_1, r.sleutel_2, r.sleutel_3, r.sleutel_4;
