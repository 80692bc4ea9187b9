// Draws the chart of a measure. Vega reads its expressions as a tree (`ast`) and walks it, so that no text is ever run as a
// program and the strict policy can stay.
"use strict";
(async () => {
  const place = document.getElementById("chart");
  const answer = await fetch(place.dataset.spec);
  if (!answer.ok) return;
  const chart = await answer.json();
  chart.config.legend.columns = Math.max(1, Math.floor(place.clientWidth / 260));
  const compiled = vegaLite.compile(chart).spec;
  const view = new vega.View(vega.parse(compiled, null, { ast: true }), {
    expr: vegaInterpreter.expressionInterpreter,
    renderer: "svg",
    container: place,
    hover: true,
    loader: { load: () => Promise.reject(new Error("nothing is loaded")) },
    tooltip: (handler, event, item, value) => tell(event, value),
  });
  const tip = document.body.appendChild(document.createElement("div"));
  tip.className = "tip";
  tip.hidden = true;

  function tell(event, value) {
    tip.hidden = !value;
    if (!value) return;
    tip.replaceChildren(...Object.entries(value).filter(([, text]) => text !== "").map(([name, text]) => {
      const line = document.createElement("div");
      line.textContent = `${name}: ${text}`;
      return line;
    }));
    tip.style.left = `${Math.min(event.pageX + 12, document.documentElement.scrollWidth - tip.offsetWidth - 8)}px`;
    tip.style.top = `${event.pageY + 12}px`;
  }

  await view.runAsync();
  place.dataset.drawn = "yes";
  for (const button of document.querySelectorAll(".save")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const kind = button.dataset.kind;
      const link = document.createElement("a");
      if (kind === "svg") {
        link.href = URL.createObjectURL(new Blob([await view.toSVG()], { type: "image/svg+xml" }));
      } else {
        link.href = await view.toImageURL("png", 2);
      }
      link.download = `${place.dataset.name}.${kind}`;
      link.click();
      if (kind === "svg") setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    });
  }
})();
