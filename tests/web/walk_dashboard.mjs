// tests/web/walk_dashboard.mjs PROGRAM FIGURES FOLDER [PICTURES]: a visitor finds a figure, chooses, shares,
// downloads, reads how it was counted, compares two institutions, sees what changed, embeds it, in two languages.
// Once with script by pointer, once without script at the width of a phone, once by keyboard alone. Then somebody of
// an institution sees its own, and others do not; and every kind of page is looked at, at four widths, light and dark.
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { newVisitor, startBrowser } from './drive.mjs';
import { send } from './forms.mjs';
import { handsOf } from './hands.mjs';
import { newLooks } from './looks.mjs';
import { readCsv, readJson, readNumber, readXlsx, shows, tableOf } from './numbers.mjs';
import { accept, invite, serve } from './people.mjs';

const [program, figures, folder, pictures] = process.argv.slice(2);
const { check, look, lookAround, finish } = newLooks(pictures);
const ownNumber = '7.654.321'; // of tests/web/figures_made.h

const ways = [
  { name: 'pointer', width: 1280 },
  { name: 'phone, no script', width: 390, script: false },
  { name: 'keyboard', width: 1280, keyboard: true, few: true },
];
/** What a page is asked on the way; by keyboard they are those of the pointer. */
const lookBy = (way) => (way.few ? async () => {} : look);

const chosen = { by: 'leerweg,niveau', jaar: ['2022', '2023'], niveau: ['2', '3'], leerweg: ['bol', 'bbl'], maat: 'noemer' };

// ---- finding ----

async function search(page, hands, way) {
  await page.goto('/');
  await lookBy(way)(page, `${way.name}: cijfers`, `cijfers-${way.width}`);
  await hands.write(page.locator('[name=zoek]'), 'STARTKWALIFICATIE');
  await send(page, hands, page.locator('form[role=search] button'));
  await lookBy(way)(page, `${way.name}: gevonden`);
  const found = await page.locator('main .onderwerpen a').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  check(found.join(' ') === '/cijfers/vsv /begrippen/vsv', `${way.name}: found: ${found.join(' ')}`);
  await send(page, hands, page.locator('main .onderwerpen a[href="/cijfers/vsv"]'));
  await lookBy(way)(page, `${way.name}: onderwerp`, `onderwerp-${way.width}`);
}

// ---- choosing ----

/** Each act is shown at once, in place, and what had the keyboard keeps it; without script when Toon is pressed. */
async function choose(page, hands, way, acts) {
  for (const [field, act] of acts) {
    if (!page.runsScript) {
      await act(field);
      continue;
    }
    const before = page.url();
    await act(field);
    await page.waitForURL((url) => url.href !== before);
    if (!way.keyboard) continue;
    check(await field.evaluate((e) => e === document.activeElement), `${way.name}: the keyboard was lost at ${page.url()}`);
  }
  if (!page.runsScript) await send(page, hands, page.locator('#filter button[type=submit]'));
}

const isOpen = (page, key) => page.locator(`details[data-keus="${key}"]`).evaluate((e) => e.open);

async function open(page, hands, key) {
  if (!await isOpen(page, key)) await hands.press(page.locator(`details[data-keus="${key}"] summary`));
}

const boxOf = (page, key, value) => page.locator(`#filter [name="${key}"][value="${value}"]`);

async function filter(page, hands, way) {
  await choose(page, hands, way, [[page.locator('#v-by'), (field) => hands.choose(field, chosen.by)]]);
  await open(page, hands, 'jaren');
  await open(page, hands, 'niveau');
  const away = [['jaren', '2021'], ['niveau', 'totaal'], ['niveau', '4'], ['niveau', 'onbekend']];
  await choose(page, hands, way, [
    ...away.map(([key, value]) => [boxOf(page, key, value), (field) => hands.untick(field)]),
    [page.locator('#v-maat'), (field) => hands.choose(field, chosen.maat)]]);
  if (page.runsScript) check(await isOpen(page, 'niveau'), `${way.name}: what was open to choose from is closed`);
  const query = new URL(page.url()).search;
  check(query === '?by=leerweg,niveau&jaren=2022,2023&niveau=2,3&maat=noemer', `${way.name}: the address is ${query}`);
  const chips = await page.locator('.chips .chip').count();
  check(chips === 5, `${way.name}: ${chips} chips`);
  await page.goto(`${page.url()}#meenemen`); // past the table, and the choice is as it was
  check(await page.locator('#v-maat').inputValue() === chosen.maat, `${way.name}: the choice is lost by going down the page`);
  await page.goBack();
  await lookBy(way)(page, `${way.name}: gekozen`, `gekozen-${way.width}`);
}

/** What a chip says is taken away by it, and going back brings it back. */
async function takeAway(page, hands, way) {
  const before = page.url();
  await send(page, hands, page.locator('.chips .chip', { hasText: 'niveau 2' }));
  check(new URL(page.url()).search.includes('niveau=3&'), `${way.name}: a chip leads to ${page.url()}`);
  check(!(await page.innerText('#gezien table')).includes('niveau 2'), `${way.name}: what was taken away is there`);
  await page.goBack();
  check(page.url() === before, `${way.name}: going back leads to ${page.url()}`);
}

// ---- what is seen, and the files of it ----

/** Each number of the csv stands in the table at its own row and year, and nothing else does. */
function compareCsv(way, table, rows) {
  const wanted = chosen.niveau.length * chosen.leerweg.length;
  check(table.rows.length === wanted, `${way.name}: ${table.rows.length} rows in place of ${wanted}`);
  check(rows.length === wanted * chosen.jaar.length, `${way.name}: ${rows.length} rows of the csv`);
  for (const row of rows) {
    const column = table.heads.at(-1).findIndex((head) => head.startsWith(row.jaar));
    const line = table.rows.find((cells) => cells[0] === row.leerweg && cells[1] === `niveau ${row.niveau}`);
    const text = line?.[column] ?? '';
    check(chosen.jaar.includes(row.jaar) && chosen.niveau.includes(row.niveau) && row.maat === chosen.maat &&
      shows(readNumber(text), Number(row.waarde)), `${way.name}: ${JSON.stringify(row)}, and the page has '${text}'`);
  }
}

async function fetchFile(page, hands, form) {
  const [download] = await Promise.all([page.waitForEvent('download'), hands.press(page.locator(`#haal-${form}`))]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

const sorted = (numbers) => numbers.toSorted((a, b) => a - b).join(' ');

async function download(page, hands, way) {
  const table = await tableOf(page);
  const csv = await fetchFile(page, hands, 'csv');
  const rows = readCsv(csv.bytes.toString('utf8')), numbers = sorted(rows.map((row) => Number(row.waarde)));
  check(csv.name === 'vsv.csv', `${way.name}: the file is ${csv.name}`);
  compareCsv(way, table, rows);
  const json = sorted(readJson((await fetchFile(page, hands, 'json')).bytes.toString('utf8')));
  check(json === numbers, `${way.name}: json has ${json}, csv ${numbers}`);
  const xlsx = sorted(readXlsx((await fetchFile(page, hands, 'xlsx')).bytes));
  check(xlsx === numbers, `${way.name}: xlsx has ${xlsx}, csv ${numbers}`);
  const svg = (await fetchFile(page, hands, 'svg')).bytes.toString('utf8');
  const unseen = table.rows.flatMap((row) => row.slice(2)).filter((text) => !svg.includes(text));
  check(svg.startsWith('<svg') && unseen.length === 0, `${way.name}: not in the svg: ${unseen.join(' ')}`);
  if (await page.locator('#haal-png').count() === 0) return; // where nobody draws
  const png = (await fetchFile(page, hands, 'png')).bytes;
  check(png.toString('latin1', 1, 4) === 'PNG' && png.readUInt32BE(16) >= 500, `${way.name}: this is no png of the figure`);
}

async function seenOf(page) {
  const words = await page.evaluate(() => [document.documentElement.lang, document.title,
    ...[...document.querySelectorAll('#gezien :is(h2, figcaption, .ruim svg text, .noot), .chip')].map((e) => e.textContent)]);
  return JSON.stringify([words, await tableOf(page)], null, 1);
}

/** Who opens the address somewhere else sees the same, with or without script. */
async function share(browser, page, way) {
  const address = await page.locator('#v-deel').inputValue();
  check(address === page.url(), `${way.name}: shared is ${address}, shown ${page.url()}`);
  const other = await newVisitor(browser, { base: page.base, script: !page.runsScript });
  await other.goto(address);
  const mine = await seenOf(page), theirs = await seenOf(other);
  const others = theirs.split('\n').filter((line) => !mine.includes(line));
  check(mine === theirs, `${way.name}: another who opens ${address} sees ${others.join(' ') || 'less'}`);
  await other.context().close();
}

// ---- what it means, what changed, two institutions ----

async function readDefinition(page, hands, way) {
  const here = page.url();
  await send(page, hands, page.locator('section[aria-labelledby=definitie] a'));
  await lookBy(way)(page, `${way.name}: begrip`, `begrip-${way.width}`);
  const text = await page.innerText('main');
  check(text.includes('Wie stopt zonder <startkwalificatie>.') && text.includes('id: vsv'), `${way.name}: no definition: ${text}`);
  await page.goto(here);
}

async function compareTwo(page, hands, way) {
  await send(page, hands, page.locator('.balk a[href="/instellingen"]'));
  await lookBy(way)(page, `${way.name}: instellingen`);
  await send(page, hands, page.locator('main a', { hasText: 'School <1>' }));
  await hands.choose(page.locator('[name=naast]'), '02BB');
  await send(page, hands, page.locator('main form button'));
  await lookBy(way)(page, `${way.name}: twee instellingen`, `twee-${way.width}`);
  const rows = await page.locator('main table tbody tr').evaluateAll((all) => all.map((r) => r.cells[0].innerText));
  check(rows.join() === 'School <1>,School 2', `${way.name}: compared are ${rows.join()}`);
  await send(page, hands, page.locator('main section a[href^="/cijfers/switch"]'));
  check((await tableOf(page)).rows.length >= 2, `${way.name}: no institutions beside each other at ${page.url()}`);
}

/** What a page says that changed is what the pages of both publications say. */
async function seeChanges(page, hands, way, before) {
  await send(page, hands, page.locator('.balk a[href="/gewijzigd"]'));
  await lookBy(way)(page, `${way.name}: gewijzigd`, `gewijzigd-${way.width}`);
  const rows = await page.locator('main table').first().evaluate((t) =>
    [...t.tBodies[0].rows].map((r) => [...r.cells].map((c) => c.innerText.trim())));
  const row = rows.find((cells) => cells.includes(before));
  check(row !== undefined, `${way.name}: ${before} of the publication before is not among what changed`);
  if (row === undefined) return;
  const [then, now, change] = row.slice(-3).map((text) => readNumber(text)?.value);
  check(now - then === change && change !== 0, `${way.name}: ${row.join(' | ')}`);
}

// ---- in another's page, in another language ----

/** Another site with these lines in its page. */
async function startOther(lines) {
  const server = createServer((_, answer) => {
    answer.setHeader('Content-Type', 'text/html; charset=utf-8');
    answer.end(`<!doctype html><html lang="nl"><title>Elders</title><body>${lines}</body></html>`);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { address: `http://localhost:${server.address().port}/`, stop: () => server.close() };
}

async function embed(browser, page, hands, way) {
  await send(page, hands, page.locator('section.mee a[href*="/insluiten"]'));
  await lookBy(way)(page, `${way.name}: insluiten`, `insluiten-${way.width}`);
  const lines = await page.locator('[name=regels]').inputValue();
  const site = await startOther(`${lines}<iframe name="niet" src="${page.base}/cijfers/vsv"></iframe>`);
  const other = await newVisitor(browser, { base: page.base, width: way.width });
  await other.goto(site.address);
  const [embedded, refused] = other.mainFrame().childFrames();
  check(await embedded.locator('figure svg').count() > 0 && embedded.url().startsWith(page.base),
    `${way.name}: no figure in the frame of ${lines}`);
  check(await embedded.locator('nav, form').count() === 0, `${way.name}: a frame has more than its figure`);
  check((await other.context().cookies()).length === 0, `${way.name}: the frame sets cookies`);
  check(refused.url().startsWith('chrome-error:'), `${way.name}: ${refused.url()} stands in the frame of another`);
  await other.context().close();
  site.stop();
  await page.goBack();
}

async function switchLanguage(page, hands, way) {
  const here = page.url(), before = await tableOf(page);
  await send(page, hands, page.locator('.balk a[hreflang=en]'));
  await lookBy(way)(page, `${way.name}: Engels`, `engels-${way.width}`);
  const now = await tableOf(page);
  const values = (table, lang) => table.rows.flat().map((text) => readNumber(text, lang)?.value).join();
  check(await page.getAttribute('html', 'lang') === 'en', `${way.name}: not in English`);
  check(values(before, 'nl') === values(now, 'en'), `${way.name}: in English it is ${values(now, 'en')}`);
  check(new URL(page.url()).search.startsWith(new URL(here).search), `${way.name}: English has lost the choice: ${page.url()}`);
  await send(page, hands, page.locator('.balk a[hreflang=nl]'));
  check(new URL(page.url()).search.startsWith(new URL(here).search), `${way.name}: Dutch has lost the choice: ${page.url()}`);
  check(values(await tableOf(page), 'nl') === values(before, 'nl'), `${way.name}: Dutch again is something else`);
}

async function visit(browser, base, way, before) {
  const page = await newVisitor(browser, { base, width: way.width, script: way.script ?? true });
  page.base = base;
  const hands = handsOf(page, way.keyboard);
  await search(page, hands, way);
  await filter(page, hands, way);
  await takeAway(page, hands, way);
  await download(page, hands, way);
  await share(browser, page, way);
  await readDefinition(page, hands, way);
  await embed(browser, page, hands, way);
  await switchLanguage(page, hands, way);
  await compareTwo(page, hands, way);
  await seeChanges(page, hands, way, before);
  await page.context().close();
}

// ---- whose own ----

async function seeOwn(browser, server) {
  const admin = await newVisitor(browser, { base: server.base });
  await accept(admin, server.invitation);
  const own = await newVisitor(browser, { base: server.base }), other = await newVisitor(browser, { base: server.base });
  await accept(own, await invite(admin, { address: 'eigen@example.nl', name: 'Eva Eigen', role: 'school', scope: '01AA' }));
  await accept(other, await invite(admin, { address: 'ander@example.nl', name: 'Ans Ander', role: 'school', scope: '02BB' }));
  await own.goto('/cijfers');
  await send(own, handsOf(own), own.locator('.balk a[href="/eigen"]'));
  await look(own, 'own: chapters');
  await send(own, handsOf(own), own.locator('main a[href="/eigen/01AA/vsv"]'));
  await lookAround(own, 'own: topic', 'eigen');
  check((await own.innerText('#gezien')).includes(ownNumber), 'own: the number of the institution is not on its page');
  for (const path of ['/eigen/01AA', '/eigen/01AA/vsv', '/eigen/01AA/vsv?by=niveau']) {
    const status = (await other.goto(path)).status();
    check(status === 404, `another: ${path} gives ${status}`);
    check(!/7[.,]?654[.,]?321/.test(await other.content()), `another: ${path} tells a number`);
  }
  other.complaints.length = 0; // a 404 is what it should be
  await look(other, 'another: not there');
  await own.context().clearCookies();
  await own.goto('/eigen/01AA/vsv');
  check(new URL(own.url()).pathname === '/inloggen', `signed out: ${own.url()}`);
  check(!/7[.,]?654[.,]?321/.test(await own.content()), 'signed out: a number is told');
  for (const page of [admin, own, other]) await page.context().close();
}

// ---- every kind of page ----

const kinds = [['/cijfers'], ['/cijfers?zoek=school'], ['/cijfers?zoek=nergens'], ['/cijfers/vsv?by=leerweg,niveau&maat=alles', 'onderwerp'],
  ['/cijfers/vsv?by=hoofdgroep&soort=tabel'], ['/cijfers/werk'], ['/cijfers/vsv/insluiten'], ['/insluiten/vsv?by=niveau', 'kader'],
  ['/begrippen'], ['/begrippen/vsv'], ['/instellingen'], ['/instellingen/01AA', 'instelling'], ['/gewijzigd'], ['/cijfers/vsv?niveau=9']];

const statusSaid = /status of 400/; // of what is not there

async function lookAtAll(browser, base) {
  const page = await newVisitor(browser, { base });
  for (const [address, picture] of kinds) {
    await page.goto(address);
    page.complaints = page.complaints.filter((text) => !statusSaid.test(text));
    await lookAround(page, address, picture);
  }
  await page.context().close();
}

// ---- two publications ----

/** Publishes the second while the first is looked at, until it shows; gives a number that the first had. */
async function publishAgain(browser, base) {
  const page = await newVisitor(browser, { base });
  await page.goto('/cijfers/vsv?maat=noemer');
  const before = (await tableOf(page)).rows[0].at(-1);
  execFileSync(figures, [folder, '2']);
  while ((await tableOf(page)).rows[0].at(-1) === before) await page.reload();
  await page.context().close();
  return before;
}

execFileSync(figures, [folder, '1']);
const browser = await startBrowser();
const server = await serve(program, folder, ['--first', 'beheer@example.nl']);
try {
  const before = await publishAgain(browser, server.base);
  await seeOwn(browser, server);
  const asked = process.env.DS_WALKS?.split(',');
  for (const way of ways.filter((w) => asked === undefined || asked.includes(w.name)))
    await visit(browser, server.base, way, before);
  await lookAtAll(browser, server.base);
} finally {
  await browser.close();
  const code = await server.stop();
  check(code === 0, `serve ended with ${code}`);
}
finish('walk_dashboard');
