// libexec/doorstroom/pdf/pdf.js: the helper that typesets. src/publish/pdf_worker.c starts it as
// `node pdf.js FOLDER` and is the only one to talk to it, over standard input and output:
//
//   asked:    size (4 bytes, little-endian), then source for Typst in UTF-8
//   answered: kind, number of pages, size (4 bytes each), then the PDF or the reason why not
//
// It first answers READY, or BROKEN with the reason, and ends when nothing more can be asked. It opens
// no file of a document and no connection, and looks at no font but the two that it is given.
'use strict';
const fs = require('fs');
const path = require('path');

const READY = 0, MADE = 1, REFUSED = 2, BROKEN = 3;
const SOURCE_MAX = 1 << 28;
const folder = process.argv[2];

function answer(kind, pages, bytes) {
  const head = Buffer.alloc(12);
  [kind, pages, bytes.length].forEach((n, i) => head.writeUInt32LE(n, 4 * i));
  for (let all = Buffer.concat([head, bytes]); all.length > 0;)
    all = all.subarray(fs.writeSync(1, all));
}

// NULL where the other side has closed.
function read(size) {
  const all = Buffer.alloc(size);
  for (let at = 0, n; at < size; at += n) {
    n = fs.readSync(0, all, at, size - at, null);
    if (n === 0) return null;
  }
  return all;
}

// ---- which characters a font has: what it has not would make Typst refuse the whole document ----

function addSegments(cmap, has) {
  const n = cmap.readUInt16BE(6) / 2;
  for (let i = 0; i < n; i++) {
    const end = cmap.readUInt16BE(14 + 2 * i), begin = cmap.readUInt16BE(16 + 2 * (n + i));
    const delta = cmap.readUInt16BE(16 + 2 * (2 * n + i));
    const at = 16 + 2 * (3 * n + i), offset = cmap.readUInt16BE(at);
    for (let c = begin; c <= end && c < 0xffff; c++) {
      const raw = offset === 0 ? c : cmap.readUInt16BE(at + offset + 2 * (c - begin));
      if (raw !== 0 && ((raw + delta) & 0xffff) !== 0) has.add(c);
    }
  }
}

function addGroups(cmap, has) {
  for (let i = 0, n = cmap.readUInt32BE(12); i < n; i++)
    for (let c = cmap.readUInt32BE(16 + 12 * i); c <= cmap.readUInt32BE(20 + 12 * i); c++) has.add(c);
}

function charactersOf(font) {
  const has = new Set();
  for (let i = 0, n = font.readUInt16BE(4); i < n; i++) {
    if (font.toString('latin1', 12 + 16 * i, 16 + 16 * i) !== 'cmap') continue;
    const table = font.subarray(font.readUInt32BE(20 + 16 * i));
    for (let k = 0, tables = table.readUInt16BE(2); k < tables; k++) {
      const cmap = table.subarray(table.readUInt32BE(8 + 8 * k)), format = cmap.readUInt16BE(0);
      if (format === 4) addSegments(cmap, has);
      if (format === 12) addGroups(cmap, has);
    }
  }
  return has;
}

// One spelling of an accent, and a question mark for a character that is not in every font. What has no
// width (a soft hyphen, a place to break a word) is drawn by nobody.
function makeShowable(text, fonts) {
  const known = new Map([['\u00ad', '\u00ad'], ['\u200b', '\u200b'], ['\u2060', '\u2060']]);
  const show = c => {
    if (!known.has(c)) known.set(c, fonts.every(has => has.has(c.codePointAt(0))) ? c : '?');
    return known.get(c);
  };
  return text.normalize('NFC').replace(/[^\x00-\x7e]/gu, show);
}

// ---- typesetting ----

// Beside the helper where it was put by hand, beside the program where it was built or installed.
function readFonts() {
  for (const place of ['lettertype', '../../../lettertype', '../../../share/doorstroom/lettertype']) {
    const from = path.join(folder, place);
    if (!fs.existsSync(from)) continue;
    const names = fs.readdirSync(from).filter(name => name.endsWith('.ttf')).sort();
    if (names.length > 0) return names.map(name => fs.readFileSync(path.join(from, name)));
  }
  throw new Error('lettertype');
}

// The first thing that Typst says, without the texts of the document in it.
function reasonOf(said) {
  const found = /message: "((?:[^"\\]|\\.)*)"/.exec(said);
  return (found === null ? said : found[1]).replace(/`[^`]*`/g, '…').slice(0, 300);
}

// A font that is not there leaves its text out, and a layout that does not settle has wrong page
// numbers; Typst only warns of these.
const GRAVE = /unknown font family|did not converge/;

function faultsOf(made) {
  const failed = made.hasError();
  const said = failed ? made.takeDiagnostics() || made.takeError() : made.takeWarnings();
  const messages = said === null ? [] : said.shortDiagnostics.map(fault => fault.message);
  return failed ? [messages.join('; ') || 'no reason given'] : messages.filter(message => GRAVE.test(message));
}

function typeset(compiler, source) {
  const made = compiler.compile({ mainFileContent: source });
  const faults = faultsOf(made);
  if (faults.length > 0) return answer(REFUSED, 0, Buffer.from(reasonOf(faults.join('; '))));
  try {
    const pdf = compiler.pdf(made.result, { pdfStandard: 'ua-1' });
    answer(MADE, made.result.numOfPages, pdf);
  } catch (fault) {
    answer(REFUSED, 0, Buffer.from(reasonOf(String(fault.message))));
  }
}

function open() {
  process.env.FONTCONFIG_FILE = path.join(folder, 'fonts.conf');
  const { NodeCompiler } = require(path.join(folder, 'typst.node'));
  const fonts = readFonts();
  const compiler = NodeCompiler.create({ workspace: '/nonexistent', fontArgs: [{ fontBlobs: fonts }] });
  compiler.mapShadow('/nonexistent/report.typ', fs.readFileSync(path.join(folder, 'report.typ')));
  return { compiler, characters: fonts.map(charactersOf) };
}

async function main() {
  let opened;
  try {
    opened = open();
  } catch (fault) {
    return answer(BROKEN, 0, Buffer.from(String(fault.message).slice(0, 300)));
  }
  answer(READY, 0, Buffer.alloc(0));
  for (let head; (head = read(4)) !== null;) {
    const size = head.readUInt32LE(0), source = size > SOURCE_MAX ? null : read(size);
    if (source === null) return;
    typeset(opened.compiler, makeShowable(source.toString('utf8'), opened.characters));
    // What a document took is given back only once node has had a turn of its own.
    global.gc();
    await new Promise(setImmediate);
    opened.compiler.evictCache(0);
  }
}

main();
