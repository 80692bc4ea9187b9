// Shows what is known of a figure when the mouse or the keyboard comes to it. Without this script a figure is a link to the
// same explanation on a page of its own. All text is set as text, never as markup.
"use strict";
(() => {
  const known = JSON.parse(document.getElementById("explained").textContent);
  const said = document.getElementById("card-words").dataset;
  let card = null;
  let figure = null;
  let closing = 0;

  const make = (tag, text, className) => {
    const node = document.createElement(tag);
    if (text) node.textContent = text;
    if (className) node.className = className;
    return node;
  };

  const linkTo = (id, text) => {
    const link = make("a", text);
    link.href = document.getElementById(`f-${id}`) ? `#f-${id}` : `/fact/${id}`;
    link.lang = "zh-Hans";
    return link;
  };

  const explain = (id) => {
    const part = document.createDocumentFragment();
    const fact = known[id];
    const title = part.appendChild(make("p", fact.quote, "title"));
    title.lang = "zh-Hans";
    const list = part.appendChild(make("dl"));
    for (const [name, text, rule] of fact.fields) {
      list.appendChild(make("dt", name));
      const told = list.appendChild(make("dd", text));
      if (rule) told.appendChild(make("span", rule, "rule")).lang = "en";
    }
    if (fact.links.length) {
      const links = part.appendChild(make("ul"));
      links.setAttribute("aria-label", said.links);
      for (const [rel, other, quote] of fact.links) {
        const item = links.appendChild(make("li", `${rel} `));
        item.appendChild(linkTo(other, quote || other));
      }
    }
    const more = part.appendChild(make("p", "", "next"));
    const full = more.appendChild(make("a", said.open));
    full.href = `/fact/${id}`;
    return part;
  };

  const close = () => {
    clearTimeout(closing);
    card?.remove();
    figure?.classList.remove("open");
    figure?.removeAttribute("aria-describedby");
    for (const other of document.querySelectorAll(".fig.linked")) other.classList.remove("linked");
    card = figure = null;
  };

  const place = () => {
    const box = figure.getBoundingClientRect();
    const width = card.offsetWidth;
    const room = document.documentElement.clientWidth;
    const left = Math.max(8, Math.min(box.left, room - width - 8));
    const below = box.bottom + 6;
    const fits = below + card.offsetHeight < window.innerHeight || box.top < card.offsetHeight + 80;
    const top = fits ? below : box.top - card.offsetHeight - 6;
    // The nearest positioned ancestor is what absolute places count from.
    const base = (card.offsetParent ?? document.body).getBoundingClientRect();
    card.style.left = `${left - base.left}px`;
    card.style.top = `${top - base.top}px`;
  };

  const open = (chosen) => {
    clearTimeout(closing);
    if (figure === chosen) return;
    close();
    figure = chosen;
    card = make("span", "", "card");
    card.id = "card";
    card.setAttribute("role", "group");
    card.lang = document.documentElement.lang;
    for (const id of chosen.dataset.facts.split(" ")) {
      card.appendChild(explain(id));
      for (const [, other] of known[id].links) document.getElementById(`f-${other}`)?.classList.add("linked");
    }
    card.addEventListener("pointerleave", later);
    card.addEventListener("pointerenter", () => clearTimeout(closing));
    const scroller = chosen.closest(".scroll");
    (scroller ?? chosen).after(card); // next in the order of the keyboard, outside of what would cut it off
    chosen.classList.add("open");
    chosen.setAttribute("aria-describedby", "card");
    place();
  };

  const later = () => {
    clearTimeout(closing);
    closing = setTimeout(() => {
      if (card && !card.contains(document.activeElement) && document.activeElement !== figure) close();
    }, 250);
  };

  const figureAt = (node) => (node instanceof Element ? node.closest(".fig") : null);

  document.addEventListener("pointerover", (event) => {
    const found = figureAt(event.target);
    if (found && event.pointerType === "mouse") open(found);
  });
  document.addEventListener("pointerout", (event) => {
    if (figureAt(event.target)) later();
  });
  document.addEventListener("focusin", (event) => {
    const found = figureAt(event.target);
    if (found) open(found);
    else if (card && !card.contains(event.target)) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !card) return;
    const back = card.contains(document.activeElement) ? figure : null;
    close();
    if (back) {
      back.focus();
      close();
    }
  });
  // A finger has no hover: the first touch shows the card, a second one follows the link.
  let shownBefore = false;
  document.addEventListener("pointerdown", (event) => {
    shownBefore = figureAt(event.target) === figure && figure !== null;
  });
  document.addEventListener("click", (event) => {
    const found = figureAt(event.target);
    if (found && event.pointerType === "touch" && !shownBefore) {
      event.preventDefault();
      open(found);
    } else if (card && !found && !card.contains(event.target)) {
      close();
    }
  });

  // A jump lands on a figure: it is given the keyboard, so that its card shows.
  const land = () => {
    const target = location.hash.startsWith("#f-") ? document.getElementById(location.hash.slice(1)) : null;
    for (const other of document.querySelectorAll(".fig.found")) other.classList.remove("found");
    if (!target?.classList.contains("fig")) return;
    target.classList.add("found");
    target.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
  };
  window.addEventListener("hashchange", land);
  window.addEventListener("load", land); // by then the browser has done its own scrolling

  // The section that is read is marked in the tree.
  const entries = new Map([...document.querySelectorAll(".tree a")].map((link) => [link.hash.slice(1), link]));
  const seen = new IntersectionObserver((changes) => {
    for (const change of changes) {
      if (!change.isIntersecting) continue;
      for (const link of entries.values()) link.classList.remove("here");
      entries.get(change.target.id)?.classList.add("here");
    }
  }, { rootMargin: "-10% 0px -75% 0px" });
  for (const heading of document.querySelectorAll(".heading")) seen.observe(heading);
})();
