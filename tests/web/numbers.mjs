// tests/web/numbers.mjs: the numbers of a page's table and of the files of it, read so that they can be compared.
import { textInZip } from './forms.mjs';

/** The first table of what is seen: its headings and its rows, each the texts of its cells; spans stand in each
 *  place that they span. */
export function tableOf(page) {
  return page.locator('#gezien table').first().evaluate((table) => {
    const texts = (row) => [...row.cells].flatMap((c) => Array(c.colSpan).fill(c.innerText.trim()));
    return { heads: [...table.tHead.rows].map(texts), rows: [...table.tBodies].flatMap((b) => [...b.rows]).map(texts) };
  });
}

/** A number as a page says it in Dutch or English, with the decimals that it shows; null: no number. */
export function readNumber(text, lang = 'nl') {
  const plain = lang === 'nl' ? text.replaceAll('.', '').replace(',', '.') : text.replaceAll(',', '');
  if (!/^[-−]?\d+(\.\d+)?$/.test(plain)) return null;
  return { value: Number(plain.replace('−', '-')), decimals: plain.split('.')[1]?.length ?? 0 };
}

/** Whether a page may show this number so: rounded to its decimals. */
export const shows = (shown, value) => shown !== null &&
  Math.abs(shown.value - value) <= 0.5 * 10 ** -shown.decimals + 1e-9;

/** The rows of a csv, each by the names of its columns. */
export function readCsv(text) {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/).filter((line) => line !== '');
  const cells = lines.map((line) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map((m) => m[1])
    .map((cell) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell)));
  return cells.slice(1).map((row) => Object.fromEntries(cells[0].map((name, i) => [name, row[i]])));
}

/** All numbers of the table of an xlsx, whose first sheet says what it is of. */
export function readXlsx(bytes) {
  const sheet = textInZip(bytes, 'xl/worksheets/sheet2.xml');
  return [...sheet.matchAll(/<c ([^>]*)>(?:<f>[^<]*<\/f>)?<v>([^<]*)<\/v>/g)].filter((m) => !/t="s"/.test(m[1]))
    .map((m) => Number(m[2]));
}

/** All numbers of the tables of a json: what begins with an array. */
export const readJson = (text) => Object.values(JSON.parse(text)).filter(Array.isArray).flat()
  .flatMap((row) => Object.entries(row)).filter(([name, value]) => typeof value === 'number' && !name.endsWith('_n'))
  .map(([, value]) => value);
