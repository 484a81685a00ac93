/* page.js: what a page of doorstroom can do beside being read: search, tables and figures in turn,
   what a mark in a figure says, a series apart from the others. Without it nothing is missing. */
(function () {
  'use strict';
  var doc = document, nl = doc.documentElement.lang !== 'en';
  function say(a, b) { return nl ? a : b; }
  function all(where, what) { return Array.prototype.slice.call(where.querySelectorAll(what)); }
  function make(name, cls, text) {
    var e = doc.createElement(name);
    if (cls) { e.className = cls; }
    if (text) { e.textContent = text; }
    return e;
  }

  /* ---- the contents: closed where they stand above the text ---- */
  var contents = doc.querySelector('.inhoudsopgave details');
  if (contents && !window.matchMedia('(min-width: 70rem)').matches) { contents.open = false; }

  function mark_place() {
    var links = all(doc, '.inhoudsopgave a'), now = null;
    links.forEach(function (link) {
      var target = doc.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (target && target.getBoundingClientRect().top <= 120) { now = link; }
    });
    links.forEach(function (link) {
      if (link === now) { link.setAttribute('aria-current', 'location'); } else { link.removeAttribute('aria-current'); }
    });
  }
  var waiting = false;
  function later() {
    if (waiting) { return; }
    waiting = true;
    window.requestAnimationFrame(function () { waiting = false; mark_place(); });
  }
  if (contents) { window.addEventListener('scroll', later, { passive: true }); mark_place(); }

  /* ---- wide tables: only those that scroll stop the keyboard ---- */
  function measure() {
    all(doc, '.breed').forEach(function (box) {
      var wide = box.scrollWidth > box.clientWidth + 1;
      box.classList.toggle('schuift', wide);
      if (wide) { box.tabIndex = 0; } else { box.removeAttribute('tabindex'); }
    });
  }
  measure();
  window.addEventListener('resize', measure);
  doc.addEventListener('toggle', measure, true);

  /* ---- search over headings, tables and figures ---- */
  var form = doc.querySelector('.zoek');
  function kind_of(e) {
    if (e.nodeName === 'CAPTION') { return say('tabel', 'table'); }
    if (e.nodeName === 'FIGCAPTION') { return say('figuur', 'figure'); }
    return '';
  }
  function fold(text) { return text.toLowerCase().normalize('NFD').replace(/[\u0300-\u036f]/g, ''); }
  function index_page() {
    return all(doc, 'main h2, main h3, main h4, main h5, main h6, main caption, main figcaption').filter(function (e) {
      return !e.classList.contains('sr');
    }).map(function (e) {
      var target = e.closest('[id]');
      return { text: e.textContent.trim(), key: fold(e.textContent), kind: kind_of(e), id: target ? target.id : '' };
    }).filter(function (e) { return e.id; });
  }
  function start_search() {
    var input = form.querySelector('input'), list = form.querySelector('ul'), told = form.querySelector('[role=status]');
    var index = index_page();
    if (index.length === 0) { return; }
    form.hidden = false;
    function clear() { list.textContent = ''; told.textContent = ''; }
    function look() {
      var words = fold(input.value).split(/\s+/).filter(Boolean), found;
      clear();
      if (words.length === 0) { return; }
      found = index.filter(function (e) {
        return words.every(function (w) { return e.key.indexOf(w) >= 0 || e.kind.indexOf(w) === 0; });
      });
      told.textContent = found.length === 0 ? say('niets gevonden', 'nothing found')
        : found.length + say(' gevonden', ' found');
      found.slice(0, 30).forEach(function (e) {
        var item = make('li'), link = make('a', '', e.text);
        link.href = '#' + e.id;
        if (e.kind) { link.appendChild(make('span', 'soort', e.kind)); }
        item.appendChild(link);
        list.appendChild(item);
      });
    }
    input.addEventListener('input', look);
    form.addEventListener('submit', function (event) {
      var first = list.querySelector('a');
      event.preventDefault();
      if (first) { first.click(); }
    });
    form.addEventListener('keydown', function (event) {
      var links = all(list, 'a'), at = links.indexOf(doc.activeElement), step;
      if (event.key === 'Escape') { input.value = ''; clear(); input.focus(); }
      step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
      if (step === 0 || links.length === 0) { return; }
      event.preventDefault();
      at += step;
      (links[at] || (at === -1 || at === -2 ? input : links[links.length - 1])).focus();
    });
    list.addEventListener('click', function () { input.value = ''; clear(); });
    doc.addEventListener('click', function (event) { if (!form.contains(event.target)) { clear(); } });
  }
  if (form) { start_search(); }

  /* ---- figures ---- */
  var tip = make('div', 'tip'), tip_mark = null, leave = 0;
  tip.hidden = true;
  doc.body.appendChild(tip);
  function hide_tip() { tip.hidden = true; tip_mark = null; }
  function show_tip(mark) {
    var box = mark.getBoundingClientRect(), width, left;
    window.clearTimeout(leave);
    if (mark === tip_mark) { return; }
    tip_mark = mark;
    tip.textContent = mark.getAttribute('data-tip');
    tip.hidden = false;
    width = tip.offsetWidth;
    left = Math.max(8, Math.min(box.left + box.width / 2 - width / 2, doc.documentElement.clientWidth - width - 8));
    tip.style.left = left + window.scrollX + 'px';
    tip.style.top = (box.top - tip.offsetHeight - 6 > 0 ? box.top - tip.offsetHeight - 6 : box.bottom + 6) + window.scrollY + 'px';
  }
  tip.addEventListener('pointerenter', function () { window.clearTimeout(leave); });
  tip.addEventListener('pointerleave', hide_tip);
  doc.addEventListener('keydown', function (event) { if (event.key === 'Escape') { hide_tip(); } });

  function light(svg, series) {
    var box = svg.parentNode;
    box.classList.toggle('ds-dof', series !== null);
    all(svg, '.ds-m, .ds-l').forEach(function (mark) {
      mark.classList.toggle('ds-aan', mark.getAttribute('data-s') === series);
    });
  }
  function dress_svg(svg) {
    var kept = null;
    all(svg, '.ds-m').forEach(function (mark) {
      var title = mark.querySelector('title');
      if (!title) { return; }
      mark.setAttribute('data-tip', title.textContent);
      title.remove(); /* or the browser's own would stand beside it */
    });
    svg.addEventListener('pointerover', function (event) {
      var mark = event.target.closest('.ds-m'), entry = event.target.closest('.ds-l');
      if (mark && mark.hasAttribute('data-tip')) { show_tip(mark); }
      if (entry && kept === null) { light(svg, entry.getAttribute('data-s')); }
    });
    svg.addEventListener('pointerout', function (event) {
      if (event.target.closest('.ds-m')) { leave = window.setTimeout(hide_tip, 200); }
      if (event.target.closest('.ds-l') && kept === null) { light(svg, null); }
    });
    svg.addEventListener('click', function (event) {
      var entry = event.target.closest('.ds-l'), series = entry ? entry.getAttribute('data-s') : null;
      kept = series === kept ? null : series;
      light(svg, kept);
    });
  }
  function add_toggle(figure) {
    var details = figure.querySelector('details'), button;
    if (!details || !figure.querySelector('.prent')) { return; }
    button = make('button', 'knop', say('Toon alleen de tabel', 'Show the table only'));
    button.type = 'button';
    button.setAttribute('aria-pressed', 'false');
    button.addEventListener('click', function () {
      var on = figure.classList.toggle('als-tabel');
      details.open = on;
      button.setAttribute('aria-pressed', String(on));
      measure();
    });
    details.parentNode.insertBefore(button, details);
  }
  function dress_all(where) {
    all(where, 'figure').forEach(add_toggle);
    all(where, '.prent svg').forEach(dress_svg);
  }
  dress_all(doc);
  doc.addEventListener('ds-nieuw', function (event) { dress_all(event.detail); measure(); }); /* put in later */

  /* a link to a table within a closed figure opens it */
  function open_target() {
    var target = location.hash.length > 1 ? doc.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    var details = target ? target.closest('details') : null;
    if (details) { details.open = true; target.scrollIntoView(); }
  }
  window.addEventListener('hashchange', open_target);
  open_target();
})();
