// tests/web/browser.mjs: a headless Chromium by its own protocol over a pipe: no package needed.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** Starts it; null where there is none. */
export async function openBrowser() {
  const home = mkdtempSync(join(tmpdir(), 'doorstroom-web-'));
  for (const name of names) {
    const child = spawn(name, ['--headless=new', '--no-sandbox', '--disable-gpu', '--remote-debugging-pipe',
      `--user-data-dir=${home}`, 'about:blank'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    const started = await new Promise((resolve) => {
      child.once('spawn', () => resolve(true));
      child.once('error', () => resolve(false));
    });
    if (started) return new Browser(child, home);
  }
  rmSync(home, { recursive: true, force: true });
  return null;
}

class Browser {
  constructor(child, home) {
    this.child = child;
    this.home = home;
    this.waiting = new Map();
    this.listeners = [];
    this.n = 0;
    let rest = '';
    child.stdio[4].setEncoding('utf8');
    child.stdio[4].on('data', (data) => {
      const parts = (rest + data).split('\0');
      rest = parts.pop();
      parts.forEach((part) => this.take(JSON.parse(part)));
    });
  }

  take(message) {
    const wait = this.waiting.get(message.id);
    if (wait !== undefined) {
      this.waiting.delete(message.id);
      if (message.error) wait.reject(new Error(`${wait.method}: ${message.error.message}`));
      else wait.resolve(message.result);
    } else {
      this.listeners.forEach((listener) => listener(message));
    }
  }

  send(method, params = {}, sessionId = undefined) {
    const id = ++this.n;
    this.child.stdio[3].write(JSON.stringify({ id, method, params, sessionId }) + '\0');
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject, method }));
  }

  async page() {
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    const page = new Page(this, sessionId);
    await page.send('Page.enable');
    await page.send('Log.enable');
    await page.send('Runtime.enable');
    return page;
  }

  async close() {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill();
    await ended;
    rmSync(this.home, { recursive: true, force: true });
  }
}

class Page {
  constructor(browser, sessionId) {
    this.browser = browser;
    this.sessionId = sessionId;
    this.complaints = [];
    this.loaded = () => {};
    browser.listeners.push((message) => {
      if (message.sessionId !== sessionId) return;
      if (message.method === 'Page.loadEventFired') this.loaded();
      if (message.method === 'Log.entryAdded') this.complaints.push(message.params.entry.text);
      if (message.method === 'Runtime.exceptionThrown')
        this.complaints.push(message.params.exceptionDetails.exception?.description ?? 'exception');
    });
  }

  send(method, params) {
    return this.browser.send(method, params, this.sessionId);
  }

  /** width, height; scheme: light, dark; contrast: more; forced: active; script: false switches it off. */
  async open(url, { width = 1280, height = 900, scheme = 'light', contrast = 'no-preference', forced = 'none',
    script = true } = {}) {
    await this.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
    await this.send('Emulation.setScriptExecutionDisabled', { value: !script });
    await this.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme },
      { name: 'prefers-contrast', value: contrast }, { name: 'forced-colors', value: forced },
      { name: 'prefers-reduced-motion', value: 'reduce' }] });
    const loaded = new Promise((resolve) => { this.loaded = resolve; });
    await this.send('Page.navigate', { url });
    await loaded;
  }

  /** The value of an expression in the page, a promise waited for. */
  async value(expression) {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate',
      { expression, returnByValue: true, awaitPromise: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  async key(key, code = key) {
    const codes = { Tab: 9, Enter: 13, Escape: 27, ArrowDown: 40, ArrowRight: 39 };
    const event = { key, code, windowsVirtualKeyCode: codes[key] };
    await this.send('Input.dispatchKeyEvent', { type: 'keyDown', ...event, text: key === 'Enter' ? '\r' : undefined });
    await this.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
  }

  async picture(whole = true) {
    const { data } = await this.send('Page.captureScreenshot', { captureBeyondViewport: whole });
    return Buffer.from(data, 'base64');
  }

  async print() {
    const { data } = await this.send('Page.printToPDF', { preferCSSPageSize: true, printBackground: true,
      paperWidth: 8.27, paperHeight: 11.69 });
    return Buffer.from(data, 'base64');
  }
}
