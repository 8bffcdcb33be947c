import { createMemo, createSignal, For, from, onCleanup } from "solid-js";
import { render } from "solid-js/web";
import { codes } from "../shared/codes.js";
import { Desk } from "../shared/desk.js";
import "../shared/style.css";
import { band, clock, everySecond, left } from "../shared/time.js";

const desk = new Desk();

function WrapUp(props) {
  const segment = props.segment;
  const [now, setNow] = createSignal(Date.now());
  const [notes, setNotes] = createSignal(segment.notes);
  const shown = createMemo(() => band(segment, now()));
  const delay = segment.opened - Date.now();
  const title = `title-${segment.id}`;
  onCleanup(everySecond(setNow));
  const type = ({ currentTarget }) => {
    setNotes(currentTarget.value);
    desk.draft(segment, { notes: currentTarget.value });
  };
  return (
    <div class="wrap-up" role="dialog" aria-labelledby={title}>
      <header>
        <h2 id={title}>Wrap-up of {segment.id}</h2>
        <span class="time" role="timer" data-band={shown()}>
          {clock(left(segment, now()))}
        </span>
      </header>
      <div
        class="bar"
        data-band={shown()}
        style={{ "animation-duration": `${segment.deadline - segment.opened}ms`, "animation-delay": `${delay}ms` }}
      />
      <label>
        Wrap-up code
        <select value={segment.code} onChange={({ currentTarget }) => desk.draft(segment, { code: currentTarget.value })}>
          <option value="">Choose a code</option>
          <For each={codes}>{({ id, label }) => <option value={id}>{label}</option>}</For>
        </select>
      </label>
      <label>
        Notes
        <textarea maxLength={4000} value={notes()} onInput={type} />
        <small>{notes().length} of 4,000</small>
      </label>
      <button type="button" onClick={() => desk.submit(segment)}>
        Submit &amp; close
      </button>
    </div>
  );
}

function WrapUps() {
  const segments = from(desk);
  return <For each={segments()}>{(segment) => <WrapUp segment={segment} />}</For>;
}

render(() => <WrapUps />, document.querySelector("#place"));
await desk.load();
globalThis.desk = desk;
