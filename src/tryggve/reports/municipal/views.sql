-- What the numbers of a two-year draft are made of. DuckDB 1.3 or later; nothing of Tryggve's is needed.
CREATE MACRO poisson_at_most(k, m) AS
  list_sum([exp(i * ln(m) - m - lgamma(i + 1)) FOR i IN range(greatest(0, k - CAST(ceil(14 * sqrt(k + 1) + 60) AS BIGINT)), k + 1)]);
-- Exact limits (95 %) of the mean behind a count, found by halving: Garwood (1936).
CREATE MACRO poisson_high(k) AS
  list_reduce([[k + 0.0, k + 6 * sqrt(k + 1) + 12] FOR i IN range(60)], lambda a, b:
    CASE WHEN poisson_at_most(k, (a[1] + a[2]) / 2) > 0.025 THEN [(a[1] + a[2]) / 2, a[2]] ELSE [a[1], (a[1] + a[2]) / 2] END)[1];
CREATE MACRO poisson_low(k) AS
  CASE WHEN k = 0 THEN 0.0 ELSE
  list_reduce([[greatest(0.0, k - 6 * sqrt(k) - 12), k + 0.0] FOR i IN range(60)], lambda a, b:
    CASE WHEN 1 - poisson_at_most(k - 1, (a[1] + a[2]) / 2) > 0.025 THEN [a[1], (a[1] + a[2]) / 2] ELSE [(a[1] + a[2]) / 2, a[2]] END)[1] END;
CREATE VIEW population AS
  SELECT area, period AS year, COALESCE(max(value) FILTER (indicator = 'invanare'), max(value) FILTER (indicator = 'folkmangd')) AS n
  FROM figures WHERE indicator IN ('invanare', 'folkmangd') AND sex = 'T' AND value > 0 AND level <> 'regso' GROUP BY ALL;
CREATE VIEW mean_population AS
  SELECT area, period AS year, value AS n FROM figures WHERE indicator = 'medelfolkmangd' AND sex = 'T' AND value > 0;
-- The inhabitants that a rate was counted on: Brå's on the mean population of the year where it is at hand.
CREATE VIEW of_people AS
  SELECT f.*, i.unit, i.measures, COALESCE(CASE i.origin WHEN 'bra' THEN m.n END, p.n) AS people
  FROM figures f JOIN indicators i ON i.id = f.indicator
    LEFT JOIN population p ON p.area = f.area AND p.year = left(f.period, 4)
    LEFT JOIN mean_population m ON m.area = f.area AND m.year = left(f.period, 4);
-- Reported offences: n is the number of offences behind a rate, scale what one of them adds to it.
CREATE VIEW counted AS
  SELECT indicator, area, period, value, status, people, CASE unit WHEN 'count' THEN 1.0 ELSE 100000.0 / people END AS scale,
    CAST(CASE unit WHEN 'count' THEN value ELSE floor(value * people / 100000.0 + 0.5) END AS BIGINT) AS n
  FROM of_people
  WHERE measures = 'reported' AND unit IN ('count', 'per_100000') AND sex = 'T' AND value IS NOT NULL
    AND (unit = 'count' OR people IS NOT NULL);
-- How many times more a series varies from one year to the next than chance alone; 2 where there are fewer than four pairs.
CREATE VIEW spread AS
  SELECT a.indicator, a.area, CASE WHEN count(*) < 4 THEN 2.0 ELSE
    greatest(1.0, avg(power(a.value - b.value, 2) / (power(a.value, 2) / greatest(a.n, 1) + power(b.value, 2) / greatest(b.n, 1)))) END AS phi
  FROM counted a JOIN counted b ON b.indicator = a.indicator AND b.area = a.area
    AND b.period = CAST(CAST(left(a.period, 4) AS INTEGER) - 1 AS VARCHAR) || substr(a.period, 5)
  WHERE (a.value > 0 OR b.value > 0)
    AND NOT EXISTS (SELECT 1 FROM breaks k WHERE k.indicator = a.indicator AND CAST(k.year AS INTEGER) = CAST(left(a.period, 4) AS INTEGER))
  GROUP BY ALL;
CREATE MACRO rate_limits(indicator_, area_, period_) AS TABLE
  SELECT poisson_low(n) * scale AS low, poisson_high(n) * scale AS high FROM counted
  WHERE indicator = indicator_ AND area = area_ AND period = period_;
CREATE MACRO share_limits(indicator_, area_, period_, sex_) AS TABLE
  SELECT greatest(0.0, value - margin) AS low, least(100.0, value + margin) AS high FROM figures
  WHERE indicator = indicator_ AND area = area_ AND division = '' AND period = period_ AND sex = sex_;
CREATE MACRO ratio(indicator_, area_, period_, other_area_, other_period_) AS TABLE
  SELECT q AS value, q * exp(-1.959963984540054 * e) AS low, q * exp(1.959963984540054 * e) AS high FROM (
    SELECT a.value / b.value AS q, sqrt(COALESCE(s.phi, 2.0) / a.n + COALESCE(t.phi, 2.0) / b.n) AS e
    FROM counted a JOIN counted b ON b.indicator = a.indicator AND b.area = other_area_ AND b.period = other_period_
    LEFT JOIN spread s ON s.indicator = a.indicator AND s.area = a.area
    LEFT JOIN spread t ON t.indicator = b.indicator AND t.area = b.area
    WHERE a.indicator = indicator_ AND a.area = area_ AND a.period = period_);
CREATE MACRO difference(indicator_, area_, period_, sex_, other_area_, other_period_, other_sex_) AS TABLE
  SELECT d AS value, d - e AS low, d + e AS high FROM (
    SELECT a.value - b.value AS d, sqrt(a.margin * a.margin + b.margin * b.margin) AS e
    FROM figures a JOIN figures b ON b.indicator = a.indicator AND b.area = other_area_ AND b.division = '' AND b.period = other_period_ AND b.sex = other_sex_
    WHERE a.indicator = indicator_ AND a.area = area_ AND a.division = '' AND a.period = period_ AND a.sex = sex_);
-- Where a municipality may stand among all, 1 the highest: limits that hold all of them at once (z_: Sidak's), on the square root's scale.
CREATE MACRO rate_places(indicator_, period_, area_, z_) AS TABLE
  WITH l AS (
    SELECT c.area,
      greatest(0.0, power(greatest(0.0, sqrt(c.n + 0.375) - z_ * sqrt(COALESCE(s.phi, 2.0)) / 2), 2) - 0.375) * c.scale AS low,
      (power(sqrt(c.n + 0.375) + z_ * sqrt(COALESCE(s.phi, 2.0)) / 2, 2) - 0.375) * c.scale AS high
    FROM counted c LEFT JOIN spread s ON s.indicator = c.indicator AND s.area = c.area
    WHERE c.indicator = indicator_ AND c.period = period_ AND length(c.area) = 4)
  SELECT 1 + count(*) FILTER (l.low > own.high) AS first, count(*) - count(*) FILTER (l.high < own.low) AS last, count(*) AS n
  FROM l, (SELECT low, high FROM l WHERE area = area_) own;
CREATE MACRO share_places(indicator_, period_, area_, z_) AS TABLE
  WITH l AS (
    SELECT area, value - z_ * margin / 1.959963984540054 AS low, value + z_ * margin / 1.959963984540054 AS high FROM figures
    WHERE indicator = indicator_ AND period = period_ AND sex = 'T' AND level = 'municipality' AND margin > 0)
  SELECT 1 + count(*) FILTER (l.low > own.high) AS first, count(*) - count(*) FILTER (l.high < own.low) AS last, count(*) AS n
  FROM l, (SELECT low, high FROM l WHERE area = area_) own;
-- Small areas: x people of low economic standard among t inhabitants, by area, division and year.
CREATE VIEW by_means AS
  SELECT f.area, left(f.area, 4) AS municipality, f.division, f.period, CAST(floor(p.value * f.value / 100.0 + 0.5) AS BIGINT) AS x,
    CAST(p.value AS BIGINT) AS t
  FROM figures f JOIN figures p ON p.indicator = 'folkmangd' AND p.area = f.area AND p.division = f.division AND p.period = f.period AND p.sex = 'T'
  WHERE f.indicator = 'lag_ekonomisk_standard' AND f.level = 'regso' AND f.sex = 'T' AND f.value BETWEEN 0 AND 100 AND p.value > 0;
CREATE MACRO shares(municipality_, division_, period_) AS TABLE
  SELECT x, t, x / sum(x) OVER () AS of_x, (t - x) / sum(t - x) OVER () AS of_y, x / t AS share FROM by_means
  WHERE municipality = municipality_ AND division = division_ AND period = period_;
CREATE MACRO dissimilarity(municipality_, division_, period_) AS TABLE
  SELECT 0.5 * sum(abs(of_x - of_y)) AS value FROM shares(municipality_, division_, period_);
CREATE MACRO isolation(municipality_, division_, period_) AS TABLE
  SELECT sum(of_x * share) AS value FROM shares(municipality_, division_, period_);
CREATE MACRO plogp(part, whole) AS CASE WHEN part > 0 THEN part * ln(part / whole) ELSE 0.0 END;
CREATE MACRO entropy(municipality_, division_, period_) AS TABLE
  SELECT 1 - sum(plogp(x, t) + plogp(t - x, t)) / (plogp(sum(x), sum(t)) + plogp(sum(t - x), sum(t))) AS value
  FROM shares(municipality_, division_, period_);
CREATE MACRO part_young(area_, division_, period_) AS TABLE
  SELECT 100.0 * y.value / p.value AS value FROM figures y JOIN figures p ON p.indicator = 'folkmangd' AND p.area = y.area
    AND p.division = y.division AND p.period = y.period AND p.sex = 'T'
  WHERE y.indicator = 'folkmangd_unga' AND y.area = area_ AND y.division = division_ AND y.period = period_ AND y.sex = 'T';
-- Offences, inhabitants and circumstances of every municipality: percent aged 15-24, percent women, the logarithm of the
-- inhabitants, percent of low economic standard, percent unemployed.
CREATE MACRO circumstances(indicator_, period_, people_year_, standard_year_, unemployed_year_) AS TABLE
  WITH told AS (
    SELECT area, indicator, period, sex, value FROM figures WHERE level = 'municipality' AND value IS NOT NULL
      AND indicator IN ('folkmangd', 'folkmangd_unga', 'lag_ekonomisk_standard', 'arbetslosa'))
  SELECT c.n, 100000.0 / c.scale AS people, 100.0 * y.value / p.value AS young, 100.0 * w.value / p.value AS women, ln(p.value) AS size,
    s.value AS standard, u.value AS unemployed
  FROM counted c JOIN told p ON p.area = c.area AND p.indicator = 'folkmangd' AND p.period = people_year_ AND p.sex = 'T' AND p.value > 0
    JOIN told w ON w.area = c.area AND w.indicator = 'folkmangd' AND w.period = people_year_ AND w.sex = 'K'
    JOIN told y ON y.area = c.area AND y.indicator = 'folkmangd_unga' AND y.period = people_year_ AND y.sex = 'T'
    JOIN told s ON s.area = c.area AND s.indicator = 'lag_ekonomisk_standard' AND s.period = standard_year_ AND s.sex = 'T'
    JOIN told u ON u.area = c.area AND u.indicator = 'arbetslosa' AND u.period = unemployed_year_ AND u.sex = 'T'
  WHERE c.indicator = indicator_ AND c.period = period_ AND length(c.area) = 4 ORDER BY c.area;
-- The offences of each year of a place, the inhabitants (or 1, for the number itself), and how much its years vary.
CREATE MACRO yearly(indicator_, area_, first_, last_, per_inhabitant_) AS TABLE
  SELECT CAST(c.period AS INTEGER) AS year, c.n, CASE WHEN per_inhabitant_ THEN c.people ELSE 1.0 END AS people, COALESCE(s.phi, 2.0) AS phi
  FROM counted c LEFT JOIN spread s ON s.indicator = c.indicator AND s.area = c.area
  WHERE c.indicator = indicator_ AND c.area = area_ AND length(c.period) = 4 AND c.period BETWEEN first_ AND last_ ORDER BY year;
