import { html, LitElement, render, unsafeCSS } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { codes } from "../shared/codes.js";
import { Desk } from "../shared/desk.js";
import style from "../shared/style.css?inline";
import { band, clock, everySecond, left } from "../shared/time.js";

const desk = new Desk();

/** Renders its host anew at each full second. */
class Seconds {
  now = Date.now();
  #stop;

  constructor(host) {
    this.host = host;
    host.addController(this);
  }
  hostConnected() {
    this.#stop = everySecond((now) => {
      this.now = now;
      this.host.requestUpdate();
    });
  }
  hostDisconnected() {
    this.#stop();
  }
}

class WrapUpDialog extends LitElement {
  static properties = { segment: { attribute: false } };
  static styles = unsafeCSS(style);

  #seconds = new Seconds(this);
  #began = Date.now();

  #choose({ target }) {
    desk.draft(this.segment, { code: target.value });
  }

  #type({ target }) {
    desk.draft(this.segment, { notes: target.value });
    this.requestUpdate();
  }

  render() {
    const { segment } = this;
    const { now } = this.#seconds;
    const shown = band(segment, now);
    const bar = `animation-duration: ${segment.deadline - segment.opened}ms; animation-delay: ${segment.opened - this.#began}ms`;
    return html`<div class="wrap-up" role="dialog" aria-labelledby="title">
      <header>
        <h2 id="title">Wrap-up of ${segment.id}</h2>
        <span class="time" role="timer" data-band=${shown}>${clock(left(segment, now))}</span>
      </header>
      <div class="bar" data-band=${shown} style=${bar}></div>
      <label>
        Wrap-up code
        <select @change=${this.#choose}>
          <option value="">Choose a code</option>
          ${codes.map(({ id, label }) => html`<option value=${id} ?selected=${id === segment.code}>${label}</option>`)}
        </select>
      </label>
      <label>
        Notes
        <textarea maxlength="4000" .value=${segment.notes} @input=${this.#type}></textarea>
        <small>${segment.notes.length} of 4,000</small>
      </label>
      <button type="button" @click=${() => desk.submit(segment)}>Submit &amp; close</button>
    </div>`;
  }
}
customElements.define("wrap-up-dialog", WrapUpDialog);

const place = document.querySelector("#place");
desk.subscribe((segments) => {
  const dialogs = repeat(
    segments,
    ({ id }) => id,
    (segment) => html`<wrap-up-dialog .segment=${segment}></wrap-up-dialog>`,
  );
  render(dialogs, place);
});
await desk.load();
globalThis.desk = desk;
