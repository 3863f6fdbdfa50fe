"use strict";

// A value that was changed is no longer what the page says: its tick is taken away, and has to be set again.
document.addEventListener("input", (event) => {
  const field = event.target;
  const line = field.closest(".looked .line");
  if (!line || field.type === "checkbox") {
    return;
  }
  const typed = [...line.querySelectorAll("input:not([type=checkbox])")];
  line.querySelector(".changed").hidden = typed.every((one) => one.value === one.defaultValue);
  line.querySelector("input[type=checkbox]").checked = false;
});
