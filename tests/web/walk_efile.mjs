// tests/web/walk_efile.mjs PROGRAM FOLDER [PICTURES]: an institution fills in the whole e-form in a browser, is
// interrupted, comes back, is warned, hands it in, is asked something, answers, reopens it; a researcher follows.
// Once with script by pointer, once without script at the width of a phone, once by keyboard alone. Rules of
// accessibility are asked of every page. FOLDER: a work folder, with a release where there is one.
import { newVisitor, startBrowser } from './drive.mjs';
import { newLooks } from './looks.mjs';
import { accept, invite, serve, signIn } from './people.mjs';
import { handsOf } from './hands.mjs';
import { beginDossier, fillForm, send, submit } from './forms.mjs';

const [program, folder, pictures] = process.argv.slice(2);
const { check, look, finish } = newLooks(pictures);

const ways = [
  { name: 'pointer', scope: '27GZ', width: 1280 },
  { name: 'phone, no script', scope: '25LH', width: 390, script: false },
  { name: 'keyboard', scope: '04EM', width: 1280, keyboard: true, few: true },
];

// An answer that adds up, by the kind of the field; a few fields have their own.
function answerOf(field) {
  const [table, row, column] = field.name.split('/');
  if (field.name === 'totaal') return '9.000.000';
  if (field.name === 'gezamenlijk') return 'nee';
  if (column === 'begroot') return '1.000.000';
  if (column?.startsWith('besteed')) return '250.000,50';
  if (column === 'gecorrigeerd') return 'nee';
  if (table === 'streef') return column === 'reden' ? (row.endsWith('bbl') ? 'geen studenten' : '')
    : column === 'oorspronkelijk' && !row.endsWith('bbl') ? '12,5' : '';
  if (table === 'eigen_indicator' || table === 'eigen_waarde') return '';
  if (field.kind === 'radio') return 'nee';
  if (field.kind === 'select') return field.options.includes('op schema') ? 'op schema'
    : field.options.includes('effectief') ? 'effectief' : field.options[1];
  if (field.kind === 'textarea') return 'In gewone woorden, zonder namen.';
  return '';
}

async function begin(page, hands, way) {
  await page.goto('/taken');
  await look(page, `${way.name}: taken`, `taken-${way.width}`);
  const dossier = await beginDossier(page, hands, 'efile', `Instelling ${way.scope}`,
    () => look(page, `${way.name}: nieuw`));
  await look(page, `${way.name}: dossier`, `dossier-${way.width}`);
  return dossier;
}

async function fillTopics(page, hands, way, dossier, topics) {
  for (const topic of topics) {
    await page.goto(topic);
    await look(page, `${way.name}: ${topic}`, `${topic.split('/').pop()}-${way.width}`);
    await fillForm(page, hands, topic, answerOf);
    await send(page, hands, submit(page, 'verder'));
    check(await page.locator('main .fout-lijst, main [role=alert]').count() === 0,
      `${way.name}: ${topic} is not taken: ${(await page.innerText('main')).slice(0, 400)}`);
  }
}

// What cannot be read is said at its field, and nothing else that was typed is lost.
async function mistype(page, hands, way, dossier) {
  await page.goto(`${dossier}/geld`);
  await hands.write(page.locator('[name=totaal]'), 'veel');
  await hands.write(page.locator('[name="geld/1.1/begroot"]'), '123.456');
  await send(page, hands, submit(page, 'bewaar'));
  await look(page, `${way.name}: verkeerd getypt`, `fout-${way.width}`);
  check(await page.locator('[name=totaal]').inputValue() === 'veel', `${way.name}: what was typed is gone`);
  check(await page.locator('[name=totaal]').getAttribute('aria-invalid') === 'true', `${way.name}: the field does not say it is wrong`);
  await page.goto(`${dossier}/geld`);
  const kept = await page.locator('[name="geld/1.1/begroot"]').inputValue();
  check(kept === '123.456,00', `${way.name}: what could be read was not kept: ${kept}`);
}

// More spent than budgeted: warned, and it may be handed in all the same, or must be mended.
async function warned(page, hands, way, dossier) {
  await page.goto(`${dossier}/geld`);
  const spent = page.locator('[name^="geld/1.1/besteed"]').first();
  await hands.write(spent, '1.500.000');
  await send(page, hands, submit(page, 'bewaar'));
  await page.goto(`${dossier}/controleren`);
  await look(page, `${way.name}: gewaarschuwd`, `controleren-${way.width}`);
  check(/Let op|Nog niet goed/.test(await page.innerText('main')), `${way.name}: no warning of spending over budget`);
  await page.goto(`${dossier}/geld`);
  await hands.write(page.locator('[name^="geld/1.1/besteed"]').first(), '250.000,50');
  await send(page, hands, submit(page, 'bewaar'));
}

// A budget of one goal was corrected: what is asked of that row alone stands below its own heading.
async function correct(page, hands, way, dossier) {
  await page.goto(`${dossier}/geld`);
  await hands.choose(page.locator('select[name="geld/1.2/gecorrigeerd"]'), 'ja');
  await send(page, hands, submit(page, 'bewaar'));
  await look(page, `${way.name}: gecorrigeerd`);
  await hands.write(page.locator('[name="geld/1.2/begroot_nieuw"]'), '900.000');
  await send(page, hands, submit(page, 'bewaar'));
  const place = await page.locator('[name="geld/1.2/begroot_nieuw"]').evaluate((e) =>
    e.closest('table').tHead.rows[0].cells[e.closest('td').cellIndex].textContent);
  check(place === 'Nieuw bedrag', `${way.name}: the new amount stands below ${place}`);
}

async function handIn(page, hands, way, dossier) {
  await page.goto(`${dossier}/controleren`);
  await look(page, `${way.name}: controleren`);
  const step = page.locator('main a.doe[href*="/overgang/"]').first();
  if (await step.count() === 0) throw new Error(`${way.name}: cannot be handed in: ${await page.innerText('main')}`);
  await send(page, hands, step);
  await look(page, `${way.name}: indienen`, `indienen-${way.width}`);
  await hands.write(page.locator('[name=naam]'), 'Teun Tekenaar');
  await hands.write(page.locator('[name=functie]'), 'bestuurder');
  await send(page, hands, page.locator('main form button[type=submit]'));
  await look(page, `${way.name}: ontvangst`, `ontvangst-${way.width}`);
  check((await page.innerText('main')).includes('Teun Tekenaar'), `${way.name}: the receipt does not say who signed`);
}

async function askAndAnswer(researcher, page, hands, way, dossier) {
  await researcher.goto(`${dossier}/vragen`);
  await look(researcher, `${way.name}: onderzoeker, vragen`);
  await researcher.selectOption('[name=over]', 'geld|totaal');
  await researcher.fill('[name=tekst]', 'Klopt dit totaal?');
  await researcher.click('main form[action$="/vragen"] button');
  await researcher.waitForLoadState();
  await page.goto(`${dossier}/vragen`);
  await look(page, `${way.name}: vragen`, `vragen-${way.width}`);
  check((await page.innerText('main')).includes('Klopt dit totaal?'), `${way.name}: the question did not arrive`);
  await hands.write(page.locator('textarea[name^="tekst-"]').first(), 'Ja, dat klopt.');
  await send(page, hands, page.locator('main section form button').first());
  await researcher.goto(`${dossier}/vragen`);
  check((await researcher.innerText('main')).includes('Ja, dat klopt.'), `${way.name}: the reply did not arrive`);
  await researcher.click('main form[action$="/sluit"] button');
  await researcher.waitForLoadState();
}

async function reopen(page, hands, way, dossier) {
  await page.goto(`${dossier}/controleren`);
  const step = page.locator('main a.doe[href*="/overgang/"]').first();
  check(await step.count() === 1, `${way.name}: cannot be reopened by who signs`);
  if (await step.count() === 0) return;
  await send(page, hands, step);
  await send(page, hands, page.locator('main form button[type=submit]'));
  check(new URL(page.url()).pathname.includes('/overgang/'), `${way.name}: reopened without a reason`);
  await look(page, `${way.name}: zonder reden`);
  await hands.write(page.locator('[name=reden]'), 'Een bedrag was verwisseld.');
  if (await page.locator('main [name=naam]').count() > 0) {
    await hands.write(page.locator('[name=naam]'), 'Teun Tekenaar');
    await hands.write(page.locator('[name=functie]'), 'bestuurder');
  }
  await send(page, hands, page.locator('main form button[type=submit]'));
  await look(page, `${way.name}: heropend`);
}

async function walk(browser, base, admin, researcher, way) {
  const address = `${way.scope.toLowerCase()}@example.nl`;
  const filler = await newVisitor(browser, { base, width: way.width, script: way.script ?? true });
  const signer = await newVisitor(browser, { base, width: way.width, script: way.script ?? true });
  const person = await accept(filler, await invite(admin, { address, name: 'Ina Vuller', role: 'invuller', scope: way.scope }));
  await accept(signer, await invite(admin, { address: `bestuur-${address}`, name: 'Teun Tekenaar', role: 'tekenaar', scope: way.scope }));
  const hands = handsOf(filler, way.keyboard), signing = handsOf(signer, way.keyboard);
  const dossier = await begin(filler, hands, way);
  const topics = await filler.locator('main .taken a').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  check(topics.length >= 8, `${way.name}: ${topics.length} topics`);
  await mistype(filler, hands, way, dossier);
  await fillTopics(filler, hands, way, dossier, topics.slice(0, 3));
  // interrupted: the browser is closed, and somebody comes back another day
  await filler.context().clearCookies();
  await filler.goto(dossier);
  check(new URL(filler.url()).pathname === '/inloggen', `${way.name}: a dossier without a session`);
  await look(filler, `${way.name}: inloggen`, `inloggen-${way.width}`);
  await signIn(filler, address, person);
  await filler.goto(`${dossier}/geld`);
  const kept = await filler.locator('[name=totaal]').inputValue();
  check(kept === '9.000.000,00', `${way.name}: what was saved is not there: ${kept}`);
  await fillTopics(filler, hands, way, dossier, topics.slice(3));
  await warned(filler, hands, way, dossier);
  await correct(filler, hands, way, dossier);
  await handIn(signer, signing, way, dossier);
  await askAndAnswer(researcher, filler, hands, way, dossier);
  await reopen(signer, signing, way, dossier);
  await handIn(signer, signing, way, dossier);
  await filler.context().close();
  await signer.context().close();
}

const browser = await startBrowser();
const server = await serve(program, folder, ['--first', 'beheer@example.nl']);
try {
  const admin = await newVisitor(browser, { base: server.base });
  await accept(admin, server.invitation);
  const researcher = await newVisitor(browser, { base: server.base });
  await accept(researcher, await invite(admin, { address: 'onderzoek@example.nl', name: 'Onno Zoeker', role: 'onderzoeker', scope: '*' }));
  const asked = process.env.DS_WALKS?.split(',');
  for (const way of ways.filter((w) => asked === undefined || asked.includes(w.scope)))
    await walk(browser, server.base, admin, researcher, way);
} finally {
  await browser.close();
  const code = await server.stop();
  check(code === 0, `serve ended with ${code}`);
}
finish('walk_efile');
