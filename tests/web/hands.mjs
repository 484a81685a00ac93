// tests/web/hands.mjs: how somebody works a page: by pointer, or by the keyboard alone. A walk asks hands for
// what it wants done and does not know which they are.

class Pointer {
  constructor(page) { this.page = page; }
  async press(locator) { await locator.first().click(); }
  async write(locator, text) { await locator.fill(text); }
  async choose(locator, value) { await locator.selectOption(value); }
  async tick(locator) { await locator.check(); }
  async untick(locator) { await locator.uncheck(); }
}

/** Tab until the element has the focus; it fails where Tab never gets there. */
class Keyboard {
  constructor(page) { this.page = page; }

  async reach(locator) {
    const element = await locator.first().elementHandle();
    for (let i = 0; i < 1500; i++) {
      if (await element.evaluate((e) => document.activeElement === e)) return element;
      // a group of radios is one stop: arrows move within it
      if (await element.evaluate((e) => e.type === 'radio' && document.activeElement?.name === e.name &&
          document.activeElement?.type === 'radio')) {
        await this.page.keyboard.press('ArrowDown');
        continue;
      }
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`the keyboard does not reach ${await element.evaluate((e) => e.outerHTML.slice(0, 200))}`);
  }

  async press(locator) {
    await this.reach(locator);
    await this.page.keyboard.press('Enter');
  }

  async write(locator, text) {
    const element = await this.reach(locator);
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.press('Delete');
    await this.page.keyboard.type(text);
    if (await element.inputValue() !== text) throw new Error('typing did not arrive');
  }

  async choose(locator, value) {
    const element = await this.reach(locator);
    const [now, wanted] = await element.evaluate((e, v) =>
      [e.selectedIndex, [...e.options].findIndex((o) => o.value === v)], value);
    for (let i = now; i < wanted; i++) await this.page.keyboard.press('ArrowDown');
    for (let i = now; i > wanted; i--) await this.page.keyboard.press('ArrowUp');
    if (await element.inputValue() !== value) throw new Error(`the keyboard did not choose ${value}`);
  }

  async tick(locator) {
    const element = await this.reach(locator);
    await this.page.keyboard.press('Space');
    if (!await element.isChecked()) throw new Error('Space did not tick');
  }

  async untick(locator) {
    const element = await this.reach(locator);
    await this.page.keyboard.press('Space');
    if (await element.isChecked()) throw new Error('Space did not untick');
  }
}

export const handsOf = (page, keyboard) => (keyboard ? new Keyboard(page) : new Pointer(page));
