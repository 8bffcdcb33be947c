// Everything by hand: what a framework's template would say is set in `render`.
const config = await (await fetch("shared/config.json")).json();
const record = { channel: "chat", fields: { customer: "Mira Lindqvist", vip: true } };
const roles = ["interaction_admin"];

const page = { first: "C-1", hasSecond: false, shown: true };
const place = document.querySelector("#place");
const log = document.querySelector("#events");

const wrapUps = () => [...place.children];
const wanted = () => (page.shown ? [page.first, ...(page.hasSecond ? ["C-2"] : [])] : []);

function make() {
  const element = document.createElement("interaction-wrap-up");
  element.setAttribute("agent", "ada");
  element.setAttribute("backend", "browser");
  element.docked = true;
  Object.assign(element, { config, record, roles });
  for (const type of ["wrapup-opened", "wrapup-draft", "wrapup-closed"]) {
    element.addEventListener(type, ({ detail }) => {
      const line = document.createElement("li");
      line.textContent = `${type} ${detail.interaction}`;
      log.append(line);
    });
  }
  return element;
}

function render() {
  const interactions = wanted();
  wrapUps().slice(interactions.length).forEach((element) => element.remove());
  interactions.forEach((interaction, index) => {
    const element = wrapUps()[index] ?? place.appendChild(make());
    element.interaction = interaction;
  });
  document.querySelector("#toggle").textContent = page.shown ? "Hide" : "Show";
}

const on = (id, act) => document.querySelector(id).addEventListener("click", act);
on("#connect", () => Promise.all(wrapUps().map((element) => element.connected())));
on("#end", () => Promise.all(wrapUps().map((element) => element.conversationEnded({ by: "agent" }))));
on("#toggle", () => {
  page.shown = !page.shown;
  render();
});
on("#second", () => {
  page.hasSecond = !page.hasSecond;
  render();
});
on("#next", () => {
  page.first = page.first === "C-1" ? "C-3" : "C-1";
  render();
});
render();
