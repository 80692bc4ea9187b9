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
