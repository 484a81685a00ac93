// tests/web/pages.mjs FOLDER [--whole] [PAGE…]: opens the pages of a folder (all of them, or those named) in a
// headless Chromium as people meet them, and looks: rules of accessibility (axe-core), reflow, dark,
// contrast, forced colours, keyboard, without script, what a screen reader is told. Ends with 77, skipped,
// where there is no Chromium or axe-core: it says so. --whole: the rules in
// each setting, not only where they can differ.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { openBrowser } from './browser.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const axeFile = join(here, 'node_modules/axe-core/axe.min.js');
const folder = resolve(process.argv[2] ?? '.');
const whole = process.argv.includes('--whole');
const named = process.argv.slice(3).filter((a) => a !== '--whole');
const faults = [];
let looked = 0;

function check(good, what) {
  looked++;
  if (!good) faults.push(what);
}

const settings = [
  { name: 'desktop', width: 1280 },
  { name: 'phone', width: 390, brief: true },
  { name: '400 %', width: 320, height: 256 },
  { name: 'dark', width: 1280, scheme: 'dark' },
  { name: 'dark phone', width: 320, scheme: 'dark', brief: true },
  { name: 'contrast', width: 1280, contrast: 'more', brief: true },
  { name: 'dark contrast', width: 1280, scheme: 'dark', contrast: 'more' },
  { name: 'forced colours', width: 1280, forced: 'active' },
  { name: 'without script', width: 1280, script: false },
];

async function lookByAxe(page, axe, where) {
  await page.value(axe + ';0');
  const found = await page.value(`axe.run(document, { resultTypes: ['violations'] }).then((r) =>
    r.violations.map((v) => v.id + ': ' + v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(' | ')))`);
  check(found.length === 0, `${where}: ${found.join('\n    ')}`);
}

async function lookAtLayout(page, where) {
  const wide = await page.value('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  check(wide <= 1, `${where}: ${wide} pixels wider than the window`);
  const small = await page.value(`[...document.querySelectorAll('p,td,th,li,a,caption,figcaption')].filter((e) =>
    parseFloat(getComputedStyle(e).fontSize) < 12).length`);
  check(small === 0, `${where}: ${small} texts below 12 pixels`);
}

// Each link that stays in the page arrives somewhere, and each name is there once.
async function lookAtAnchors(page, where) {
  const lost = await page.value(`[...document.querySelectorAll('a[href^="#"]')].map((a) => a.getAttribute('href').slice(1))
    .filter((id) => document.getElementById(id) === null)`);
  check(lost.length === 0, `${where}: links to nowhere: ${lost.join(' ')}`);
  const twice = await page.value(`(() => { const seen = {}; return [...document.querySelectorAll('[id]')]
    .filter((e) => { const again = seen[e.id]; seen[e.id] = true; return again; }).map((e) => e.id); })()`);
  check(twice.length === 0, `${where}: names that stand twice: ${twice.join(' ')}`);
}

// What a screen reader is told of tables: headers of columns and rows, in order, and no cell without.
async function lookAtTables(page, where) {
  const { nodes } = await page.send('Accessibility.getFullAXTree');
  const roles = nodes.filter((n) => !n.ignored).map((n) => n.role?.value);
  const tables = await page.value("document.querySelectorAll('table').length");
  const bare = await page.value(`[...document.querySelectorAll('table')].filter((t) => {
    const heads = t.tHead ? [...t.tHead.rows[t.tHead.rows.length - 1].cells] : [];
    const columns = heads.reduce((n, c) => n + c.colSpan, 0);
    return heads.length === 0 || heads.some((c) => c.nodeName !== 'TH' || c.scope !== 'col') ||
      [...t.tBodies[0].rows].some((r) => [...r.cells].reduce((n, c) => n + c.colSpan, 0) !== columns ||
        [...r.cells].some((c) => c.nodeName === 'TH' && c.scope !== 'row'));
  }).length`);
  check(bare === 0, `${where}: ${bare} tables with cells without a heading`);
  if (tables > 0) check(roles.includes('columnheader'), `${where}: no column headers in the accessibility tree`);
  const levels = await page.value("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map((h) => +h.nodeName[1])");
  check(levels[0] === 1 && levels.filter((l) => l === 1).length === 1, `${where}: not one first heading`);
  check(levels.every((l, i) => i === 0 || l <= levels[i - 1] + 1), `${where}: headings pass over a level`);
}

// From the top with the keyboard alone: the way past the bar, through all that can be reached, search.
async function walkByKeyboard(page, where) {
  await page.key('Tab');
  check(await page.value("document.activeElement.className") === 'overslaan', `${where}: Tab does not begin with the skip link`);
  await page.key('Enter');
  check(await page.value("document.activeElement.id") === 'ds-hoofd' || await page.value("location.hash") === '#ds-hoofd',
    `${where}: the skip link leads nowhere`);
  await page.value("document.activeElement.blur(); scrollTo(0, 0)");
  const wanted = await page.value(`[...document.querySelectorAll('a[href],button,input,summary,.breed[tabindex]')].filter((e) =>
    e.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })).length`);
  const reached = new Set();
  for (let i = 0; i < Math.min(wanted, 150); i++) {
    await page.key('Tab');
    const at = await page.value(`(() => { const e = document.activeElement; if (e === document.body) return null;
      const s = getComputedStyle(e), r = e.getBoundingClientRect();
      return { key: e.nodeName + (e.id || e.getAttribute('href') || e.textContent.slice(0, 40)) + '@' + Math.round(r.top + scrollY),
        outline: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2, seen: r.bottom > 0 && r.top < innerHeight }; })()`);
    if (at === null) continue;
    reached.add(at.key);
    check(at.outline, `${where}: focus is not seen on ${at.key}`);
    check(at.seen, `${where}: focus is outside the window on ${at.key}`);
  }
  check(reached.size >= Math.min(wanted, 150) * 0.8, `${where}: ${reached.size} of ${wanted} reached`);
  const box = await page.value("(() => { const i = document.querySelector('.zoek:not([hidden]) input'); if (i) i.focus(); return i !== null; })()");
  if (!box) return;
  await page.send('Input.insertText', { text: await page.value("document.documentElement.lang") === 'nl' ? 'tabel' : 'table' });
  const found = await page.value("document.querySelectorAll('.zoek li').length");
  const tables = await page.value("document.querySelectorAll('main caption:not(.sr)').length");
  check(tables === 0 || found > 0, `${where}: search finds no table`);
  if (found > 0) {
    await page.key('ArrowDown');
    check(await page.value("document.activeElement.closest('.zoek li') !== null"), `${where}: arrows do not reach what was found`);
    await page.key('Escape');
    check(await page.value("document.querySelectorAll('.zoek li').length") === 0, `${where}: Escape does not end the search`);
  }
}

async function lookAtPage(page, axe, url, name) {
  let words = null;
  for (const setting of settings) {
    const where = `${name}, ${setting.name}`;
    page.complaints.length = 0;
    await page.open(url, setting);
    check(page.complaints.length === 0, `${where}: ${page.complaints.join(' | ')}`);
    // the rules see the same page at these, but for the colours, which others have been through
    if (setting.script !== false && (whole || !setting.brief)) await lookByAxe(page, axe, where);
    await lookAtLayout(page, where);
    await lookAtAnchors(page, where);
    if (setting.name === 'desktop') {
      await lookAtTables(page, where);
      await walkByKeyboard(page, where);
      words = await page.value("document.querySelector('main').textContent.replace(/\\s+/g, '').length");
    }
    if (setting.script === false) {
      const plain = await page.value("document.querySelector('main').textContent.replace(/\\s+/g, '').length");
      check(plain >= words * 0.9, `${where}: ${plain} letters of ${words}`);
    }
  }
  await page.open(url, {});
  check((await page.print()).length > 1000, `${name}: does not print`);
}

const browser = existsSync(axeFile) ? await openBrowser() : null;
if (browser === null) {
  console.log('skipped: no Chromium or no tests/web/node_modules/axe-core (tools/fetch tests/web/packages.json)');
  process.exit(77);
}
const page = await browser.page();
const axe = readFileSync(axeFile, 'utf8');
const pages = named.length > 0 ? named : readdirSync(folder).filter((n) => n.endsWith('.html')).sort();
for (const name of pages) await lookAtPage(page, axe, pathToFileURL(join(folder, name)).href, name);
await browser.close();
faults.forEach((fault) => console.error(fault));
console.log(`${pages.length} pages, ${looked} looks, ${faults.length} faults`);
process.exit(faults.length === 0 && pages.length > 0 ? 0 : 1);
