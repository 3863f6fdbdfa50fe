// The figure ticks the boxes of the list, and shows what they say. Without this file each region leads to its box.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const boxes = [...document.querySelectorAll("[name=places]")];
  const said = document.querySelector(".chosen-places");
  if (!said) return;
  const regions = [...document.querySelectorAll("[data-place]")];
  const boxOf = (region) => document.getElementById(`place-${region.dataset.place}`);
  function show() {
    for (const region of regions) region.setAttribute("aria-checked", String(boxOf(region).checked));
    const chosen = boxes.filter((box) => box.checked).map((box) => box.parentElement.textContent.trim());
    said.textContent = chosen.length ? chosen.join(", ") : said.dataset.none;
    said.hidden = false;
  }
  for (const region of regions) {
    region.setAttribute("role", "checkbox");
    region.setAttribute("tabindex", "0");
    const toggle = (event) => {
      event.preventDefault();
      boxOf(region).checked = !boxOf(region).checked;
      show();
    };
    region.addEventListener("click", toggle);
    region.addEventListener("keydown", (event) => { if (event.key === " " || event.key === "Enter") toggle(event); });
  }
  for (const box of boxes) box.addEventListener("change", () => show());
  window.addEventListener("pageshow", () => show());
  show();
});
