/* cijfers.js: pages of figures without waiting: a choice shows at once, in place, and what has the
   keyboard keeps it; an address is copied by a button. Without it nothing is missing. */
(function () {
  'use strict';
  var doc = document, nl = doc.documentElement.lang !== 'en', latest = 0, waiting = 0;
  var shown = window.location.pathname + window.location.search;
  function all(where, what) { return Array.prototype.slice.call(where.querySelectorAll(what)); }

  /* ---- what is seen, fetched anew and put in place ---- */
  var told = doc.createElement('p');
  told.className = 'sr';
  told.setAttribute('role', 'status');
  doc.body.appendChild(told);

  function open_choices(form) {
    return all(form, 'details[open]').map(function (e) { return e.dataset.keus; });
  }
  function put(next, address) {
    var form = doc.getElementById('filter'), fresh = next.getElementById('filter');
    var seen = doc.getElementById('gezien'), now = next.getElementById('gezien');
    var focus = doc.activeElement ? doc.activeElement.id : '', open, top;
    if (!form || !fresh || !seen || !now) { window.location.assign(address); return; }
    open = open_choices(form);
    top = form.getBoundingClientRect().top;
    form.replaceWith(doc.adoptNode(fresh));
    seen.replaceWith(doc.adoptNode(now));
    all(fresh, 'details').forEach(function (e) { e.open = open.indexOf(e.dataset.keus) >= 0; });
    if (focus && doc.getElementById(focus)) { doc.getElementById(focus).focus({ preventScroll: true }); }
    window.scrollBy(0, fresh.getBoundingClientRect().top - top);
    doc.title = next.title;
    told.textContent = doc.getElementById('gezien-kop').textContent;
    window.history.pushState(null, '', address);
    shown = window.location.pathname + window.location.search;
    all(doc, '.balk .rechts').forEach(function (link, i) {
      var other = all(next, '.balk .rechts')[i];
      if (other) { link.setAttribute('href', other.getAttribute('href')); }
    });
    dress(now);
    doc.dispatchEvent(new CustomEvent('ds-nieuw', { detail: now }));
  }
  function show(address) {
    var mine = ++latest;
    window.fetch(address, { headers: { Accept: 'text/html' } }).then(function (answer) {
      if (!answer.ok) { throw new Error(String(answer.status)); }
      return answer.text().then(function (text) {
        if (mine !== latest) { return; }
        put(new DOMParser().parseFromString(text, 'text/html'), answer.url);
      });
    }).catch(function () {
      if (mine === latest) { window.location.assign(address); }
    });
  }
  function address_of(form) {
    return form.action.split('?')[0] + '?' + new URLSearchParams(new FormData(form)).toString();
  }
  function ask(form) {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(function () { show(address_of(form)); }, 120);
  }
  doc.addEventListener('change', function (event) {
    var form = event.target.form;
    if (form && form.id === 'filter') { ask(form); }
  });
  doc.addEventListener('submit', function (event) {
    if (event.target.id !== 'filter') { return; }
    event.preventDefault();
    window.clearTimeout(waiting);
    show(address_of(event.target));
  });
  window.addEventListener('popstate', function () {
    if (doc.getElementById('filter') && shown !== window.location.pathname + window.location.search) { window.location.reload(); }
  });

  /* ---- copying ---- */
  function add_button(box) {
    var field = box.querySelector('input, textarea'), button = doc.createElement('button');
    if (!field || !window.navigator.clipboard) { return; }
    button.type = 'button';
    button.className = 'doe tweede';
    button.textContent = nl ? 'Kopieer' : 'Copy';
    button.addEventListener('click', function () {
      window.navigator.clipboard.writeText(field.value).then(function () {
        button.textContent = nl ? 'Gekopieerd' : 'Copied';
        told.textContent = button.textContent;
      }, function () { field.focus(); field.select(); });
    });
    box.appendChild(button);
  }
  function dress(where) { all(where, '.kopieer').forEach(add_button); }
  dress(doc);
}());
