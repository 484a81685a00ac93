// tests/web/looks.mjs: what each walk asks of each page that it meets, and the account of it at the end.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { idsTwice, pixelsTooWide, rulesBroken } from './drive.mjs';

/** check(good, what), look(page, where, picture) and lookAround, which looks at four widths, light and dark;
 *  finish(name) says and ends the process. pictures: a folder
 *  where each page that is named gets its picture; undefined: none are made. */
export function newLooks(pictures) {
  const faults = [];
  let looked = 0;

  function check(good, what) {
    looked++;
    if (!good) faults.push(what);
  }

  // No rule broken, not wider than the window, nothing that the browser complains of.
  async function look(page, where, picture, asksRules = true) {
    const broken = asksRules ? await rulesBroken(page) : [];
    check(broken.length === 0, `${where}: ${broken.join('\n    ')}`);
    const wide = await pixelsTooWide(page);
    check(wide <= 1, `${where}: ${wide} pixels wider than the window`);
    const twice = await idsTwice(page);
    check(twice.length === 0, `${where}: ids that stand twice: ${twice.join(' ')}`);
    const shifted = await page.locator('main table').evaluateAll((all) => all.filter((t) => {
      const wide = (row) => [...row.cells].reduce((n, cell) => n + cell.colSpan, 0);
      return [...t.tBodies].some((b) => [...b.rows].some((r) => wide(r) !== wide(t.tHead.rows[0])));
    }).map((t) => t.id));
    check(shifted.length === 0, `${where}: rows that have not a cell below each heading: ${shifted.join(' ')}`);
    // a page of an answer that was refused is a page; that its status is told is no complaint
    const complaints = page.complaints.filter((text) => !/status of 4(09|22)/.test(text));
    check(complaints.length === 0, `${where}: ${complaints.join(' | ')}`);
    page.complaints.length = 0;
    if (pictures === undefined || picture === undefined) return;
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: join(pictures, `${picture}.png`), fullPage: true });
  }

  // The same at each width; of rules it is asked at the widest in light and at the smallest in dark.
  async function lookAround(page, where, picture) {
    const { height } = page.viewportSize();
    for (const [width, scheme] of [[1280, 'light'], [768, 'light'], [390, 'dark'], [320, 'dark']]) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width, height });
      await look(page, `${where}, ${width} ${scheme}`, picture === undefined ? undefined : `${picture}-${width}-${scheme}`,
        width === 1280 || width === 320);
    }
    await page.emulateMedia({ colorScheme: 'light' });
  }

  function finish(name) {
    faults.forEach((fault) => console.error(fault));
    console.log(`${name}: ${looked} looks, ${faults.length} faults`);
    process.exit(faults.length === 0 && looked > 0 ? 0 : 1);
  }

  return { check, look, lookAround, finish };
}
