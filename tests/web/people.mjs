// tests/web/people.mjs: a served work folder, and people in it: started by its own program, invited by its
// administrator, each with a password and a second step, as they would do it themselves.
import { createHmac } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';

export const password = 'vier gewone woorden achter elkaar';

/** Serves a folder on a free port; ends with stop(). invitation: of the first administrator. */
export async function serve(program, folder, options = []) {
  const child = spawn(program, ['serve', folder, '--listen', '127.0.0.1:0', '--lang', 'nl', ...options],
    { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const found = { base: null, invitation: null };
  await new Promise((resolve, reject) => {
    const take = (data) => {
      said += data;
      found.base = /te bereiken op (\S+)/.exec(said)?.[1] ?? null;
      found.invitation = /eenmalig: (\S+)/.exec(said)?.[1] ?? null;
      if (found.base !== null) resolve();
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('exit', () => reject(new Error(`serve ended: ${said}`)));
  });
  return { ...found, said: () => said, async stop(signal = 'SIGTERM') {
    const ended = once(child, 'exit');
    child.kill(signal);
    return (await ended)[0];
  } };
}

/** The six digits of RFC 6238 (SHA-1, 30 seconds) for a secret in base 32. */
export function codeOf(secret, step) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret.replace(/\s/g, '')].map((c) => letters.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
  const moment = Buffer.alloc(8);
  moment.writeBigUInt64BE(BigInt(step));
  const sum = createHmac('sha1', key).update(moment).digest();
  const at = sum[19] & 15;
  return String((sum.readUInt32BE(at) & 0x7fffffff) % 1000000).padStart(6, '0');
}

const stepNow = () => Math.floor(Date.now() / 30000);

/** Accepts an invitation in a browser: a password and a second step. Gives what signing in needs. */
export async function accept(page, link) {
  await page.goto(link);
  await page.fill('[name=nieuw]', password);
  await page.fill('[name=nogmaals]', password);
  await page.click('main form button[type=submit]');
  await page.goto('/account/tweede-stap');
  if (await page.locator('main code.geheim').count() === 0) await page.click('main form button[type=submit]');
  const secret = await page.locator('main code.geheim').first().innerText();
  const step = stepNow();
  await page.fill('[name=code]', codeOf(secret, step));
  await page.click('main button[value=bevestig]');
  await page.locator('main .doe').first().waitFor();
  return { secret, used: step };
}

/** Signs in with a code that was not used before: the next one is taken early where the last was just used. */
export async function signIn(page, address, person) {
  await page.goto('/inloggen');
  await page.fill('[name=adres]', address);
  await page.fill('[name=wachtwoord]', password);
  await page.click('main button[type=submit]');
  const step = Math.max(stepNow(), person.used + 1);
  person.used = step;
  await page.fill('[name=code]', codeOf(person.secret, step));
  await page.click('main button[type=submit]');
}

/** Has the administrator invite somebody; gives the link. */
export async function invite(admin, { address, name, func = '', role, scope }) {
  await admin.goto('/beheer/uitnodigen');
  await admin.fill('[name=adres]', address);
  await admin.fill('[name=naam]', name);
  await admin.fill('[name=functie]', func);
  await admin.selectOption('[name=rol]', role);
  await admin.fill('[name=bereik]', scope);
  await admin.click('main form button[type=submit]');
  return admin.locator('main code.geheim').innerText();
}
