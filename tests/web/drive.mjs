// tests/web/drive.mjs: a headless Chromium driven by playwright-core, for walks through served pages as
// people make them. Nothing here waits by the clock: each step waits for what it needs.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const axeFile = join(here, 'node_modules/axe-core/axe.min.js');
const driverFile = join(here, 'node_modules/playwright-core/index.mjs');
const programs = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The browser; ends the process with 77, skipped, where there is no Chromium or no driver. */
export async function startBrowser() {
  const executablePath = programs.find(existsSync);
  if (executablePath === undefined || !existsSync(axeFile) || !existsSync(driverFile)) {
    console.log('skipped: no Chromium, or no packages in tests/web (tools/fetch tests/web/packages.json)');
    process.exit(77);
  }
  const { chromium } = await import(driverFile);
  return chromium.launch({ executablePath, headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'] });
}

/** A visitor of their own: cookies, width, with or without script. Complaints of its pages are kept. */
export async function newVisitor(browser, { base, width = 1280, height = 900, script = true, scheme = 'light', locale = 'nl-NL' } = {}) {
  const context = await browser.newContext({ baseURL: base, javaScriptEnabled: script, colorScheme: scheme,
    viewport: { width, height }, reducedMotion: 'reduce', acceptDownloads: true,
    locale });
  context.setDefaultTimeout(120000); // a limit for a hang, not a measure: machines are slow at times
  const page = await context.newPage();
  page.complaints = [];
  page.runsScript = script;
  page.on('pageerror', (error) => page.complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') page.complaints.push(message.text());
  });
  return page;
}

/** What axe-core finds on the page as it stands; the rules are handed in past the page's own policy, as
 *  evaluation by the driver is. They wait for timers, which a page without script has not: none there. */
export async function rulesBroken(page) {
  if (!page.runsScript) return [];
  await page.evaluate(readFileSync(axeFile, 'utf8') + ';0');
  return page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }).then((r) =>
    r.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(' | ')}`)));
}

/** How many pixels the page is wider than its window. */
export function pixelsTooWide(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Ids that stand twice in the page: a label that names another field than its own. */
export function idsTwice(page) {
  return page.evaluate(() => [...document.querySelectorAll('[id]')].map((e) => e.id)
    .filter((id, i, all) => all.indexOf(id) !== i));
}
