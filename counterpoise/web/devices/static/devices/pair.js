// What stands behind the # of the link never leaves the browser by an address: it is taken out of it, into the form.
"use strict";
function taken() {
  const code = location.hash.slice(1), form = document.getElementById("pair");
  if (code.length < 20) return;
  history.replaceState(null, "", location.pathname);
  form.elements.code.value = code;
  document.getElementById("by-hand").hidden = true;
}
document.addEventListener("DOMContentLoaded", taken);
window.addEventListener("hashchange", taken);
