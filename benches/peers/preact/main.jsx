import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { codes } from "../shared/codes.js";
import { Desk } from "../shared/desk.js";
import "../shared/style.css";
import { band, clock, everySecond, left } from "../shared/time.js";

const desk = new Desk();

function Countdown({ segment }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => everySecond(setNow), []);
  return (
    <span class="time" role="timer" data-band={band(segment, now)}>
      {clock(left(segment, now))}
    </span>
  );
}

function Bar({ segment }) {
  const [{ duration, delay }] = useState(() => ({
    duration: `${segment.deadline - segment.opened}ms`,
    delay: `${segment.opened - Date.now()}ms`,
  }));
  const [shown, setShown] = useState(() => band(segment, Date.now()));
  useEffect(() => everySecond((now) => setShown(band(segment, now))), [segment]);
  return <div class="bar" data-band={shown} style={{ animationDuration: duration, animationDelay: delay }} />;
}

function WrapUp({ segment }) {
  const [code, setCode] = useState(segment.code);
  const [notes, setNotes] = useState(segment.notes);
  const choose = ({ currentTarget }) => {
    setCode(currentTarget.value);
    desk.draft(segment, { code: currentTarget.value });
  };
  const type = ({ currentTarget }) => {
    setNotes(currentTarget.value);
    desk.draft(segment, { notes: currentTarget.value });
  };
  const title = `title-${segment.id}`;
  return (
    <div class="wrap-up" role="dialog" aria-labelledby={title}>
      <header>
        <h2 id={title}>Wrap-up of {segment.id}</h2>
        <Countdown segment={segment} />
      </header>
      <Bar segment={segment} />
      <label>
        Wrap-up code
        <select value={code} onChange={choose}>
          <option value="">Choose a code</option>
          {codes.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <label>
        Notes
        <textarea maxLength={4000} value={notes} onInput={type} />
        <small>{notes.length} of 4,000</small>
      </label>
      <button type="button" onClick={() => desk.submit(segment)}>
        Submit &amp; close
      </button>
    </div>
  );
}

function WrapUps() {
  const [segments, setSegments] = useState(desk.segments);
  useEffect(() => desk.subscribe(setSegments), []);
  return segments.map((segment) => <WrapUp key={segment.id} segment={segment} />);
}

render(<WrapUps />, document.querySelector("#place"));
await desk.load();
globalThis.desk = desk;
