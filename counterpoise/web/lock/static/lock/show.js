// A long passphrase need not be typed blind: one button shows what stands in the fields of its form, and hides it again.
"use strict";

for (const button of document.querySelectorAll("button.show")) {
  const fields = [...button.form.querySelectorAll("input[type=password]")];

  function show(open) {
    for (const field of fields) field.type = open ? "text" : "password";
    button.setAttribute("aria-pressed", String(open));
  }

  button.hidden = false;
  button.addEventListener("click", () => show(button.getAttribute("aria-pressed") !== "true"));
  button.form.addEventListener("submit", () => show(false)); // what is kept by the browser is a passphrase, not a text
  window.addEventListener("pageshow", () => show(false));
}
