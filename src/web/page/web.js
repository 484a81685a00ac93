/* web.js: what a page to fill in can do beside: go to what is wrong, warn before typed work is left,
   and send a form once. Without it nothing is missing. */
(function () {
  'use strict';
  var problems = document.getElementById('fouten');
  if (problems) { problems.focus(); }

  var changed = false;
  document.addEventListener('input', function (event) {
    if (event.target.form && event.target.form.method === 'post') { changed = true; }
  });
  document.addEventListener('submit', function (event) {
    var form = event.target;
    changed = false;
    if (form.method !== 'post') { return; }
    if (form.dataset.verstuurd) { event.preventDefault(); return; }
    form.dataset.verstuurd = '1';
    window.setTimeout(function () { delete form.dataset.verstuurd; }, 5000);
  });
  window.addEventListener('pageshow', function () {
    Array.prototype.forEach.call(document.forms, function (form) { delete form.dataset.verstuurd; });
  });
  window.addEventListener('beforeunload', function (event) {
    if (changed) { event.preventDefault(); }
  });
}());
