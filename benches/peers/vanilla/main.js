import { codes } from "../shared/codes.js";
import { Desk } from "../shared/desk.js";
import style from "../shared/style.css?inline";
import { band, clock, everySecond, left } from "../shared/time.js";

const sheet = new CSSStyleSheet();
sheet.replaceSync(style);

const template = document.createElement("template");
template.innerHTML = `
  <div class="wrap-up" role="dialog" aria-labelledby="title">
    <header><h2 id="title"></h2><span class="time" role="timer"></span></header>
    <div class="bar"></div>
    <label>Wrap-up code <select><option value="">Choose a code</option></select></label>
    <label>Notes <textarea maxlength="4000"></textarea><small></small></label>
    <button type="button">Submit &amp; close</button>
  </div>`;
template.content.querySelector("select").append(...codes.map(({ id, label }) => new Option(label, id)));

class WrapUpDialog extends HTMLElement {
  #root = this.attachShadow({ mode: "open" });
  #stop;

  connectedCallback() {
    const { desk, segment } = this;
    this.#root.adoptedStyleSheets = [sheet];
    this.#root.append(template.content.cloneNode(true));
    const [time, bar, select, notes, count, button] = [".time", ".bar", "select", "textarea", "small", "button"].map((each) =>
      this.#root.querySelector(each),
    );
    this.#root.querySelector("h2").textContent = `Wrap-up of ${segment.id}`;
    bar.style.animationDuration = `${segment.deadline - segment.opened}ms`;
    bar.style.animationDelay = `${segment.opened - Date.now()}ms`;
    const tick = (now) => {
      time.textContent = clock(left(segment, now));
      const shown = band(segment, now);
      if (time.dataset.band !== shown) time.dataset.band = bar.dataset.band = shown;
    };
    const counted = () => (count.textContent = `${notes.value.length} of 4,000`);
    select.value = segment.code;
    notes.value = segment.notes;
    select.onchange = () => desk.draft(segment, { code: select.value });
    notes.oninput = () => {
      counted();
      desk.draft(segment, { notes: notes.value });
    };
    button.onclick = () => desk.submit(segment);
    counted();
    tick(Date.now());
    this.#stop = everySecond(tick);
  }

  disconnectedCallback() {
    this.#stop();
    this.#root.replaceChildren();
  }
}
customElements.define("wrap-up-dialog", WrapUpDialog);

const desk = new Desk();
const place = document.querySelector("#place");
const shown = new Map();
desk.subscribe((segments) => {
  for (const [segment, dialog] of shown) {
    if (segments.includes(segment)) continue;
    dialog.remove();
    shown.delete(segment);
  }
  for (const segment of segments) {
    if (shown.has(segment)) continue;
    const dialog = Object.assign(document.createElement("wrap-up-dialog"), { desk, segment });
    shown.set(segment, dialog);
    place.append(dialog);
  }
});
await desk.load();
globalThis.desk = desk;
