// What stands behind the # of a link never leaves the browser by an address: it is taken out of it, into the form.
"use strict";
function taken() {
  const code = location.hash.slice(1), form = document.querySelector("form[data-link]");
  if (code.length < 20) return;
  history.replaceState(null, "", location.pathname);
  form.elements.code.value = code;
  if (form.dataset.link === "send") form.requestSubmit();
  else document.getElementById("by-hand").hidden = true;
}
document.addEventListener("DOMContentLoaded", taken);
window.addEventListener("hashchange", taken);
