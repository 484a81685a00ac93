// tests/web/walk_follow.mjs PROGRAM AGENDAS FOLDER [PICTURES]: a researcher follows fifty-one institutions, that
// AGENDAS makes in FOLDER: sees who submitted, who is late and what does not add up, sets themes at an open answer,
// asks, and exports what was submitted, which import reads. Once with script in a wide window, once without at the
// width of a phone, once by keyboard alone.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newVisitor, startBrowser } from './drive.mjs';
import { newLooks } from './looks.mjs';
import { accept, invite, serve } from './people.mjs';
import { handsOf } from './hands.mjs';
import { send } from './forms.mjs';

const [program, agendas, folder, pictures] = process.argv.slice(2);
const { check, look, finish } = newLooks(pictures);
const words = (page) => page.innerText('main');

const ways = [
  { name: 'pointer', width: 1280, agenda: 'Instelling 3' },
  { name: 'phone, no script', width: 390, script: false, agenda: 'Instelling 7' },
  { name: 'keyboard', width: 768, keyboard: true, agenda: 'Instelling 2' },
];

async function overview(page, hands, way) {
  await page.goto('/volgen');
  await look(page, `${way.name}: volgen`);
  await send(page, hands, page.locator('main a[href*="formulier=efile&versie=2025"]'));
  await look(page, `${way.name}: volgen, 51`, `volgen-${way.width}`);
  const text = await words(page);
  check(/Dossiers: 51\./.test(text), `${way.name}: not fifty-one: ${text.slice(0, 300)}`);
  // over budget, reopened, filled in and not submitted, only begun
  check(text.includes('Ingediend: 47.') && text.includes('Te laat: 4.'), `${way.name}: not 47 and 4: ${text.slice(0, 300)}`);
  check(await page.locator('main tbody tr').count() === 51, `${way.name}: not a row each`);
  const over = page.locator('main tbody tr', { has: page.locator('th', { hasText: /^Instelling 46$/ }) });
  check((await over.textContent()).includes('hebben meer budget dan de hele Werkagenda'),
    `${way.name}: the budget over the total is not seen: ${await over.textContent()}`);
}

async function open(page, hands, way) {
  await send(page, hands, page.locator('main tbody th a', { hasText: new RegExp(`^${way.agenda}$`) }));
  const dossier = new URL(page.url()).pathname;
  await look(page, `${way.name}: dossier`, `volgen-dossier-${way.width}`);
  return dossier;
}

async function theme(page, hands, way, dossier) {
  const topics = await page.locator('main .taken a').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  for (const topic of topics) {
    await page.goto(topic);
    const form = page.locator(`main form[action="${topic}/thema"]`).first();
    if (await form.count() === 0) continue;
    await look(page, `${way.name}: thema's`, `themas-${way.width}`);
    const box = form.locator('input[type=checkbox]').last(), typed = form.locator('input[name=themas]');
    const listed = await box.count() > 0, code = listed ? await box.getAttribute('value') : 'samenwerking';
    if (listed && !await box.isChecked()) await hands.tick(box);
    if (!listed) await hands.write(typed, code);
    check(await send(page, hands, form.locator('button')) === 200, `${way.name}: no themes can be set`);
    const kept = page.locator(`main form[action="${topic}/thema"]`).first();
    check(listed ? await kept.locator('input[type=checkbox]').last().isChecked()
      : await kept.locator('input[name=themas]').inputValue() === code, `${way.name}: the theme is not kept`);
    return;
  }
  check(false, `${way.name}: no open answer to set a theme at: ${dossier}`);
}

async function ask(page, hands, way, dossier) {
  await page.goto(`${dossier}/vragen`);
  await hands.choose(page.locator('[name=over]'), 'geld|totaal');
  await hands.write(page.locator('[name=tekst]'), 'Telt dit de subsidie mee?');
  await send(page, hands, page.locator('main form[action$="/vragen"] button'));
  check((await words(page)).includes('Telt dit de subsidie mee?'), `${way.name}: the question is not there`);
  await look(page, `${way.name}: vragen`, `volgen-vragen-${way.width}`);
}

// Each file that is listed, into a folder of deliveries of its own; and import reads it without a fault.
async function exported(page, way) {
  const into = join(folder, `uit-${way.width}`), deliveries = join(into, 'leveringen');
  mkdirSync(deliveries, { recursive: true });
  await page.goto('/volgen/uitvoer/efile/2025');
  await look(page, `${way.name}: uitvoer`, `uitvoer-${way.width}`);
  const links = await page.locator('main li a:not([href*="?"])').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  check(links.length >= 9, `${way.name}: ${links.length} deliveries`);
  for (const link of links) {
    const response = await page.request.get(link);
    check(response.status() === 200, `${link}: ${response.status()}`);
    writeFileSync(join(deliveries, link.split('/').pop()), await response.body());
  }
  // a register has people in it, of each institution one
  const codes = ['04EU', '21CS', ...Array.from({ length: 51 }, (_, i) => `${i + 10}AG`)];
  writeFileSync(join(deliveries, 'inschrijving-2024.csv'), 'persoon,schooljaar,soort,niveau,leerweg,leerjaar,instelling\n' +
    codes.map((code, i) => `p${i},2024,mbo,3,bol,1,${code}\n`).join(''));
  writeFileSync(join(deliveries, 'persoon.csv'), 'persoon,geboortedatum\n' + codes.map((_, i) => `p${i},2005-03-01\n`).join(''));
  const said = JSON.parse(execFileSync(program, ['import', into, '--lang', 'nl', '--format', 'json'], { encoding: 'utf8' }));
  check(said.geslaagd === true, `${way.name}: import does not read the export`);
  for (const delivery of said.leveringen)
    check(delivery.genomen > 0 && delivery.afgekeurd === 0, `${way.name}: ${delivery.bestand}: ${JSON.stringify(delivery)}`);
  // of each of the 47 that are submitted its five goals
  check(said.leveringen.find((d) => d.soort === 'besteding')?.genomen === 235, `${way.name}: not the spending of all`);
}

execFileSync(agendas, [folder]);
const browser = await startBrowser();
const server = await serve(program, folder, ['--first', 'beheer@example.nl']);
try {
  const admin = await newVisitor(browser, { base: server.base });
  await accept(admin, server.invitation);
  for (const way of ways) {
    const page = await newVisitor(browser, { base: server.base, width: way.width, script: way.script ?? true });
    await accept(page, await invite(admin, { address: `rie-${way.width}@example.nl`, name: 'Rie Zoeker', role: 'onderzoeker', scope: '*' }));
    const hands = handsOf(page, way.keyboard);
    await overview(page, hands, way);
    const dossier = await open(page, hands, way);
    await theme(page, hands, way, dossier);
    await ask(page, hands, way, dossier);
    if (!way.keyboard) await exported(page, way);
  }
} finally {
  await browser.close();
  const code = await server.stop();
  check(code === 0, `serve ended with ${code}`);
}
finish('walk_follow');
