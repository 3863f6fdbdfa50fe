// Copying with one tap, where the browser lets a page do that; everywhere else it can be marked by hand.
"use strict";
for (const button of document.querySelectorAll("[data-copy]")) {
  const shown = document.getElementById(button.dataset.copy);
  if ("select" in shown) shown.addEventListener("focus", () => shown.select());
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(shown.value ?? shown.textContent);
    button.parentElement.querySelector(".given").textContent = button.dataset.done;
  });
}
