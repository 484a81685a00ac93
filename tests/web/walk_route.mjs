// tests/web/walk_route.mjs PROGRAM FOLDER [PICTURES]: a learning route goes through its ten steps with two
// partners: a vmbo school with a pointer (two steps by keyboard alone) and an mbo institution on a phone without
// script. Each rule that binds is tried to be broken on the way. Who oversees the region looks in the dark, on a
// small phone. FOLDER: a work folder, with a release where there is one.
import { newVisitor, startBrowser } from './drive.mjs';
import { newLooks } from './looks.mjs';
import { accept, invite, serve } from './people.mjs';
import { handsOf } from './hands.mjs';
import { beginDossier, fillForm, send, submit, textInZip } from './forms.mjs';

const [program, folder, pictures] = process.argv.slice(2);
const { check, look, finish } = newLooks(pictures);
const region = 'RMC15', vmboCode = '02VM', mboCode = '25LX';
const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n' +
  'xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \ntrailer<</Size 3/Root 1 0 R>>\nstartxref\n98\n%%EOF\n');

// What is typed, by the name of a field, else by its column, else by what kind it is.
const answers = {
  regio: region, sector: 'techniek', type: 'doorlopend', niveau: '3', variant: 'geheel', eerste_jaar: '2027-2028',
  vmbo_diploma: 'gewoon', ingang: '01-08-2027', rol: 'stuurgroep', brin: vmboCode, vestiging: `${vmboCode}00`,
  laag: '20', verwacht: '30', hoog: '40', minimum: '15', maanden_korter: '6', tarief: '65', betaalt: '90.000',
  bekostiging_leerling: '8.000', besproken: '01-10-2028', wanneer: '2029-2030', begin: '01-02-2027', klaar: '30-06-2027',
  overig: '1.000', subsidie: 'nee', kosten_erbij: '10',
};

function answerOf(field) {
  const [table, row, column] = field.name.split('/');
  const key = column ?? table.replace(/^stap\d+_/, '');
  if (table === 'jaarplan' && column === 'wanneer') return '01-09-2027';
  if (table === 'rollen' && column === 'van') return row === 'r1' ? 'vmbo' : 'mbo';
  if (answers[key] !== undefined && field.kind !== 'textarea') return answers[key];
  if (field.kind === 'radio') return field.options.includes('ja') ? 'ja' : field.options[0];
  if (field.kind === 'select') return field.options[1];
  if (field.kind === 'textarea') return 'In gewone woorden, zonder namen.';
  return ['decimal', 'numeric'].includes(field.mode) ? '100' : 'de coördinator';
}

async function save(page, hands, topic, name = 'bewaar', answer = answerOf) {
  await page.goto(topic);
  await fillForm(page, hands, topic, answer);
  const status = await send(page, hands, submit(page, name));
  check(status === 200, `${topic} is not taken: ${status} ${(await page.innerText('main')).slice(0, 500)}`);
}

const words = (page) => page.innerText('main');

// What the page to check says of starting: it must name this reason.
async function refused(page, dossier, reason, where) {
  await page.goto(`${dossier}/controleren`);
  const text = await words(page);
  check(text.includes('De route starten: nog niet') && text.includes(reason), `${where}: may be started, or not for "${reason}"`);
  check(await page.locator('main a[href*="overgang/starten"]').count() === 0, `${where}: a way to start`);
}

async function stateOf(page, dossier, topic) {
  await page.goto(dossier);
  return page.locator('main .taken > li', { has: page.locator(`a[href="${dossier}/${topic}"]`) }).locator('.label').innerText();
}

async function agree(page, hands, topic, party, says, remark) {
  await page.goto(topic);
  const form = page.locator(`main form[action="${topic}/akkoord"]`).filter({ hasText: party });
  await hands.tick(form.locator(`[name=zegt][value=${says}]`));
  if (remark !== undefined) await hands.write(form.locator('[name=opmerking]'), remark);
  return send(page, hands, form.locator('button[type=submit]'));
}

async function both(vmbo, pointer, mbo, phone, topic) {
  check(await agree(vmbo, pointer, topic, 'De Wilg', 'ja') === 200, `${topic}: the vmbo cannot agree`);
  check(await agree(mbo, phone, topic, 'ROC Delta', 'ja') === 200, `${topic}: the mbo cannot agree`);
}

async function upload(page, hands, topic, field, file) {
  await page.goto(topic);
  const form = page.locator(`main form[action="${topic}/stuk"]`, { has: page.locator(`[name=veld][value=${field}]`) });
  await form.locator('[type=file]').setInputFiles(file);
  return send(page, hands, form.locator('button[type=submit]'));
}

async function sign(page, hands, dossier, name) {
  await page.goto(`${dossier}/partijen`);
  const form = page.locator(`main form[action="${dossier}/ondertekenen"]`, { has: page.locator('[name=functie]') });
  check(await form.count() === 1, `${name}: ${await form.count()} places to sign`);
  await hands.write(form.locator('[name=naam]'), name);
  await hands.write(form.locator('[name=functie]'), 'bestuurder');
  check(await send(page, hands, form.locator('button').first()) === 200, `${name}: is not signed`);
}

async function fetched(page, path) {
  const response = await page.request.get(path);
  check(response.status() === 200, `${path}: ${response.status()}`);
  return response.body();
}

// ---- the parts of the walk ----

async function begin(vmbo, hands) {
  await vmbo.goto('/taken');
  await look(vmbo, 'taken');
  const dossier = await beginDossier(vmbo, hands, 'leerroute', 'Techniek van vmbo naar mbo', () => look(vmbo, 'nieuw'));
  await refused(vmbo, dossier, 'Niet alle partners hebben de overeenkomst', 'without parties');
  for (const [kind, name, code] of [['vmbo', 'De Wilg', vmboCode], ['mbo', 'ROC Delta', mboCode]]) {
    await vmbo.goto(`${dossier}/partijen`);
    const form = vmbo.locator(`main form[action="${dossier}/partijen"]`);
    await hands.choose(form.locator('[name=soort]'), kind);
    await hands.write(form.locator('[name=naam]'), name);
    await hands.write(form.locator('[name=code]'), code);
    await send(vmbo, hands, form.locator('button'));
  }
  await look(vmbo, 'partijen', 'route-partijen-1280');
  return dossier;
}

// 3 asks somebody of the mbo, and says so.
async function organise(vmbo, hands, dossier) {
  const topic = `${dossier}/stap3`;
  await save(vmbo, hands, topic);
  await vmbo.goto(topic);
  check((await words(vmbo)).includes('niemand van het mbo'), 'step 3: nobody of the mbo, and nothing is said');
  await look(vmbo, 'stap3 zonder mbo', 'route-stap3-1280');
  check(await stateOf(vmbo, dossier, 'stap3') !== 'klaar', 'step 3: done without the mbo');
  await refused(vmbo, dossier, 'Stap 3 is niet klaar', 'step 3 without the mbo');
  await save(vmbo, hands, topic);
  await vmbo.goto(topic);
  check(!(await words(vmbo)).includes('niemand van het mbo'), 'step 3: somebody of the mbo is not seen');
}

// 4 asks both: who does not agree says why, and both stand there.
async function disagree(vmbo, pointer, mbo, phone, dossier) {
  const topic = `${dossier}/stap4`;
  await save(vmbo, pointer, topic);
  check(await agree(vmbo, pointer, topic, 'De Wilg', 'ja') === 200, 'step 4: the vmbo cannot agree');
  check(await agree(mbo, phone, topic, 'ROC Delta', 'nee') === 422, 'step 4: disagreed without saying why');
  await look(mbo, 'niet akkoord zonder opmerking');
  check(await agree(mbo, phone, topic, 'ROC Delta', 'nee', 'De doelen zijn te vaag.') === 200, 'step 4: the mbo cannot disagree');
  await look(mbo, 'stap4, niet akkoord', 'route-stap4-390');
  check((await words(mbo)).includes('niet akkoord'), 'step 4: it does not say that one disagrees');
  await refused(vmbo, dossier, 'Stap 4 is niet klaar', 'step 4 without one agreement');
  check(await agree(mbo, phone, topic, 'ROC Delta', 'ja', 'Na overleg.') === 200, 'step 4: the mbo cannot agree after all');
}

// 6 asks the PTA and the OER themselves; what is no pdf is none, whatever its name.
async function examine(mbo, phone, dossier) {
  const topic = `${dossier}/stap6`;
  await save(mbo, phone, topic);
  await refused(mbo, dossier, 'Stap 6 is niet klaar', 'step 6 without PTA and OER');
  const wrong = await upload(mbo, phone, topic, 'pta', { name: 'pta.pdf', mimeType: 'application/pdf', buffer: Buffer.from('#!/bin/sh\necho\n') });
  check(wrong === 422, `step 6: a script by the name of a pdf is taken: ${wrong}`);
  await look(mbo, 'stap6, geweigerd stuk', 'route-geweigerd-390');
  const other = await upload(mbo, phone, topic, 'pta', { name: 'pta.txt', mimeType: 'text/plain', buffer: Buffer.from('gewone tekst') });
  check(other === 422, `step 6: a text is taken: ${other}`);
  check(await upload(mbo, phone, topic, 'pta', { name: 'pta.pdf', mimeType: 'application/pdf', buffer: pdf }) === 200, 'step 6: the PTA is refused');
  await refused(mbo, dossier, 'Stap 6 is niet klaar', 'step 6 without OER');
  check(await upload(mbo, phone, topic, 'oer', { name: 'oer.pdf', mimeType: 'application/pdf', buffer: pdf }) === 200, 'step 6: the OER is refused');
  await look(mbo, 'stap6', 'route-stap6-390');
  const link = await mbo.locator('main a[href*="/stuk/"]').first().getAttribute('href');
  check(Buffer.compare(await fetched(mbo, link), pdf) === 0, 'step 6: what comes back is not what was given');
}

// The same for Word; where there is no pandoc, the page that says so.
async function readWord(page, path) {
  const response = await page.request.get(path);
  if (response.status() === 409) {
    check((await response.text()).includes('pandoc'), `${path}: it is not said why it cannot be made`);
    return [];
  }
  check(response.status() === 200, `${path}: ${response.status()}`);
  return [['docx', textInZip(await response.body(), 'word/document.xml')]];
}

async function readPaper(page, dossier, missing) {
  const html = (await fetched(page, `${dossier}/document/overeenkomst/html`)).toString('utf8');
  for (const [form, text] of [['html', html], ...await readWord(page, `${dossier}/document/overeenkomst/docx`)]) {
    check(text.includes('Nog af te spreken'), `agreement as ${form}: nothing of what is yet to be agreed`);
    check(text.includes('Alles is ingevuld en afgesproken.') !== missing, `agreement as ${form}: it is ${missing ? '' : 'not '}told that all is agreed`);
    check(text.includes('ROC Delta') && text.includes('De Wilg'), `agreement as ${form}: not both parties`);
  }
  return html;
}

async function settle(vmbo, pointer, mbo, phone, dossier) {
  await save(vmbo, pointer, `${dossier}/stap9`);
  await both(vmbo, pointer, mbo, phone, `${dossier}/stap9`);
  await refused(vmbo, dossier, 'Niet alle partners hebben de overeenkomst', 'before 9 is signed');
  await sign(vmbo, pointer, dossier, 'Vera Vmbo');
  await refused(vmbo, dossier, 'Niet alle partners hebben de overeenkomst', 'signed by one');
  await mbo.goto(`${dossier}/partijen`);
  await look(mbo, 'ondertekenen', 'route-ondertekenen-390');
  await sign(mbo, phone, dossier, 'Mo Mbo');
  await vmbo.goto(`${dossier}/controleren`);
  check(await vmbo.locator('main a[href*="overgang/starten"]').count() === 1, `signed by both, and it cannot be started: ${(await words(vmbo)).slice(-900)}`);
  await save(vmbo, pointer, `${dossier}/stap8`, 'bewaar', (field) => (field.name === 'bij_weinig' ? 'Dan delen wij de kosten door twee.' : ''));
  await refused(vmbo, dossier, 'Niet alle partners hebben de overeenkomst', 'changed after signing');
  await vmbo.goto(`${dossier}/partijen`);
  check((await words(vmbo)).includes('gold voor een eerdere tekst'), 'a signature under another text does not say so');
  await look(vmbo, 'ondertekend, gewijzigd', 'route-verouderd-1280');
  await both(vmbo, pointer, mbo, phone, `${dossier}/stap8`);
  await sign(vmbo, pointer, dossier, 'Vera Vmbo');
  await sign(mbo, phone, dossier, 'Mo Mbo');
}

async function move(page, hands, dossier, transition, reason) {
  await page.goto(`${dossier}/controleren`);
  await send(page, hands, page.locator(`main a[href*="overgang/${transition}"]`));
  await look(page, transition);
  if (reason !== undefined) {
    await send(page, hands, page.locator('main form button[type=submit]'));
    check(new URL(page.url()).pathname.includes('/overgang/'), `${transition}: without a reason`);
    await hands.write(page.locator('[name=reden]'), reason);
  }
  await send(page, hands, page.locator('main form button[type=submit]'));
  check(new URL(page.url()).pathname === `${dossier}/ontvangst`, `${transition}: ${await words(page)}`);
  await look(page, `${transition}, ontvangst`, `route-${transition}-1280`);
}

async function oversee(regional, dossier, state) {
  await regional.goto('/routes');
  const text = await words(regional);
  check(text.includes('Techniek van vmbo naar mbo') && text.includes(state), `region: the route is not there as ${state}: ${text}`);
  await look(regional, `routes, ${state}`, 'routes-320-donker');
}

async function walk(admin, vmbo, mbo, regional) {
  const pointer = handsOf(vmbo), keyboard = handsOf(vmbo, true), phone = handsOf(mbo);
  const dossier = await begin(vmbo, pointer);
  await readPaper(vmbo, dossier, true);
  await save(vmbo, pointer, `${dossier}/route`);
  await look(vmbo, 'route', 'route-1280');
  for (const step of ['stap1', 'stap2']) {
    await vmbo.goto(`${dossier}/${step}`);
    await look(vmbo, step, `route-${step}-1280`);
    await save(vmbo, keyboard, `${dossier}/${step}`, 'verder');
  }
  await organise(vmbo, pointer, dossier);
  await disagree(vmbo, pointer, mbo, phone, dossier);
  await save(mbo, phone, `${dossier}/stap5`);
  check(await upload(mbo, phone, `${dossier}/stap5`, 'programma', { name: 'programma.pdf', mimeType: 'application/pdf', buffer: pdf }) === 200, 'step 5: the programme is refused');
  await examine(mbo, phone, dossier);
  for (const step of ['stap7', 'stap8', 'stap10']) {
    await save(vmbo, pointer, `${dossier}/${step}`);
    await look(vmbo, step, `route-${step}-1280`);
  }
  for (const step of [2, 3, 5, 6, 7, 10]) await both(vmbo, pointer, mbo, phone, `${dossier}/stap${step}`);
  // two boards that do not agree on money: both stand in the agreement
  await agree(vmbo, pointer, `${dossier}/stap8`, 'De Wilg', 'ja', 'De helft is eerlijk.');
  await agree(mbo, phone, `${dossier}/stap8`, 'ROC Delta', 'nee', 'Naar het aantal studenten.');
  const divided = await readPaper(vmbo, dossier, true);
  check(divided.includes('De helft is eerlijk.') && divided.includes('Naar het aantal studenten.'), 'agreement: not both positions on money');
  await both(vmbo, pointer, mbo, phone, `${dossier}/stap8`);
  await settle(vmbo, pointer, mbo, phone, dossier);
  const paper = await readPaper(vmbo, dossier, false);
  check(paper.includes('Vera Vmbo') && paper.includes('Mo Mbo'), 'agreement: not who signed');
  await vmbo.goto(`${dossier}/document/overeenkomst`);
  await look(vmbo, 'overeenkomst', 'route-document-1280');
  await vmbo.goto(dossier);
  await look(vmbo, 'dossier', 'route-dossier-1280');
  await move(vmbo, pointer, dossier, 'starten');
  await oversee(regional, dossier, 'gestart');
  await move(vmbo, pointer, dossier, 'stoppen', 'Te weinig leerlingen, drie jaar op rij.');
  await oversee(regional, dossier, 'gestopt');
  await mbo.goto(`${dossier}/ontvangst`);
  check((await words(mbo)).includes('Te weinig leerlingen'), 'the partner does not read why it stopped');
}

const browser = await startBrowser();
const server = await serve(program, folder, ['--first', 'beheer@example.nl']);
try {
  const admin = await newVisitor(browser, { base: server.base });
  await accept(admin, server.invitation);
  const people = [];
  for (const [address, name, role, scope, width, script, scheme] of [
    ['vmbo@example.nl', 'Vera Vmbo', 'school', vmboCode, 1280, true, 'light'],
    ['mbo@example.nl', 'Mo Mbo', 'school', mboCode, 390, false, 'light'],
    ['regio@example.nl', 'Rea Regio', 'regio', region, 320, true, 'dark']]) {
    const page = await newVisitor(browser, { base: server.base, width, script, scheme });
    await accept(page, await invite(admin, { address, name, role, scope }));
    people.push(page);
  }
  await walk(admin, ...people);
} finally {
  await browser.close();
  const code = await server.stop();
  check(code === 0, `serve ended with ${code}`);
}
finish('walk_route');
