// "/" goes to the search box, as on many sites; folds are closed on narrow screens, where they would push the text away.
"use strict";
document.addEventListener("keydown", (event) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    const box = document.getElementById("q");
    box.focus();
    box.select();
  }
});
if (window.matchMedia("(max-width: 56rem)").matches) {
  for (const fold of document.querySelectorAll("aside details.fold")) fold.open = false;
}
// A list is narrowed to what holds the text of its search box.
for (const box of document.querySelectorAll("input[data-filters]")) {
  const list = document.getElementById(box.dataset.filters);
  box.addEventListener("input", () => {
    const wanted = box.value.trim().toLowerCase();
    for (const item of list.querySelectorAll("li")) item.hidden = !item.textContent.toLowerCase().includes(wanted);
    for (const part of list.querySelectorAll("section")) part.hidden = !part.querySelector("li:not([hidden])");
  });
}
