// tests/web/forms.mjs: forms to fill in and to send, as walks do it with the hands they have; and what is fetched.
import { inflateRawSync } from 'node:zlib';

/** What stands in a form (of the page, or the one that goes to action) to be filled in: name, kind, and what may
 *  be chosen. */
export function fieldsOf(page, action) {
  const form = action === undefined ? 'form[action^="/dossier"]' : `form[action="${action}"]`;
  return page.locator(`main ${form} :is(input:not([type=hidden]):not([type=file]),select,textarea)`)
    .evaluateAll((all) => all.map((e) => ({ name: e.name, kind: e.tagName === 'INPUT' ? e.type : e.tagName.toLowerCase(),
      mode: e.inputMode, value: e.value, options: e.tagName === 'SELECT' ? [...e.options].map((o) => o.value)
        : e.type === 'radio' ? [...e.form.elements].filter((o) => o.name === e.name && o.type === 'radio').map((o) => o.value) : [] })));
}

/** Fills a field by its name; of a radio the button with that value. */
export async function fillField(page, hands, field, value) {
  const quoted = `[name="${field.name}"]`;
  if (field.kind === 'radio' || field.kind === 'checkbox')
    await hands.tick(page.locator(`${quoted}[value="${value}"]`));
  else if (field.kind === 'select')
    await hands.choose(page.locator(`select${quoted}`), value);
  else
    await hands.write(page.locator(quoted), value);
}

/** Fills what is not filled so already; answerOf(field) gives what is typed, '' what is left. */
export async function fillForm(page, hands, action, answerOf) {
  const seen = new Set();
  for (const field of await fieldsOf(page, action)) {
    if (seen.has(field.name)) continue;
    seen.add(field.name);
    const answer = answerOf(field);
    if (answer !== '' && !(field.kind !== 'radio' && field.value === answer)) await fillField(page, hands, field, answer);
  }
}

/** Pressing what leads to a page, and being there: a page of its own each time, so that its address may stay the
 *  same. Gives the status of the answer. */
export async function send(page, hands, button) {
  const [response] = await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), hands.press(button)]);
  return response.status();
}

/** The button that sends a page's own form in this way: bewaar, verder. */
export const submit = (page, name) => page.locator(`main form button[value="${name}"]`);

/** From the task list to a new dossier; between(): at the page that asks its name. Gives its path. */
export async function beginDossier(page, hands, form, name, between) {
  await page.goto('/taken');
  await send(page, hands, page.locator(`main a[href*="formulier=${form}"]`));
  await between();
  await hands.write(page.locator('[name=naam]'), name);
  await send(page, hands, page.locator('main form button[type=submit]'));
  return new URL(page.url()).pathname;
}

/** One file of a zip, as text: what a docx or xlsx says. */
export function textInZip(bytes, name) {
  let at = bytes.readUInt32LE(bytes.length - 22 + 16);
  while (bytes.readUInt32LE(at) === 0x02014b50) {
    const size = bytes.readUInt16LE(at + 28), more = bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    if (bytes.toString('utf8', at + 46, at + 46 + size) === name) {
      const local = bytes.readUInt32LE(at + 42);
      const begin = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
      const packed = bytes.subarray(begin, begin + bytes.readUInt32LE(at + 20));
      return (bytes.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed)).toString('utf8');
    }
    at += 46 + size + more;
  }
  throw new Error(`no ${name} in the zip`);
}
