import { LitElement, html, nothing } from "lit";
import config from "../../shared/config.json";

const record = { channel: "chat", fields: { customer: "Mira Lindqvist", vip: true } };
const roles = ["interaction_admin"];

// With a shadow root of its own: the element's events leave it all the same.
class WrapUpHost extends LitElement {
  static properties = {
    first: { state: true },
    hasSecond: { state: true },
    shown: { state: true },
    log: { state: true },
  };

  constructor() {
    super();
    this.first = "C-1";
    this.hasSecond = false;
    this.shown = true;
    this.log = [];
  }

  tell = (event) => {
    this.log = [...this.log, `${event.type} ${event.detail.interaction}`];
  };

  each(act) {
    return Promise.all([...this.renderRoot.querySelectorAll("interaction-wrap-up")].map(act));
  }

  wrapUp(interaction) {
    return html`<interaction-wrap-up
      .interaction=${interaction}
      agent="ada"
      .roles=${roles}
      backend="browser"
      .record=${record}
      .config=${config}
      ?docked=${true}
      @wrapup-opened=${this.tell}
      @wrapup-draft=${this.tell}
      @wrapup-closed=${this.tell}
    ></interaction-wrap-up>`;
  }

  render() {
    const interactions = this.hasSecond ? [this.first, "C-2"] : [this.first];
    return html`<main>
      <h1>Lit 3</h1>
      <p class="actions">
        <button @click=${() => this.each((element) => element.connected())}>Connect</button>
        <button @click=${() => this.each((element) => element.conversationEnded({ by: "agent" }))}>
          End conversation
        </button>
        <button @click=${() => (this.shown = !this.shown)}>${this.shown ? "Hide" : "Show"}</button>
        <button @click=${() => (this.hasSecond = !this.hasSecond)}>Second conversation</button>
        <button @click=${() => (this.first = this.first === "C-1" ? "C-3" : "C-1")}>Next conversation</button>
      </p>
      <div>${this.shown ? interactions.map((interaction) => this.wrapUp(interaction)) : nothing}</div>
      <ol aria-label="Events">
        ${this.log.map((line) => html`<li>${line}</li>`)}
      </ol>
    </main>`;
  }
}

customElements.define("wrap-up-host", WrapUpHost);
