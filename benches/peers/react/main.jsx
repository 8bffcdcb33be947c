import * as Dialog from "@radix-ui/react-dialog";
import { useEffect, useState, useSyncExternalStore } from "react";
import { createRoot } from "react-dom/client";
import { codes } from "../shared/codes.js";
import { Desk } from "../shared/desk.js";
import "../shared/style.css";
import { band, clock, everySecond, left } from "../shared/time.js";

const desk = new Desk();
const stay = (event) => event.preventDefault();

function Countdown({ segment }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => everySecond(setNow), []);
  return (
    <span className="time" role="timer" data-band={band(segment, now)}>
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
  return <div className="bar" data-band={shown} style={{ animationDuration: duration, animationDelay: delay }} />;
}

function WrapUp({ segment }) {
  const [code, setCode] = useState(segment.code);
  const [notes, setNotes] = useState(segment.notes);
  const choose = ({ target }) => {
    setCode(target.value);
    desk.draft(segment, { code: target.value });
  };
  const type = ({ target }) => {
    setNotes(target.value);
    desk.draft(segment, { notes: target.value });
  };
  return (
    <Dialog.Root open modal={false}>
      <Dialog.Content
        className="wrap-up"
        aria-describedby={undefined}
        onOpenAutoFocus={stay}
        onInteractOutside={stay}
        onEscapeKeyDown={stay}
      >
        <header>
          <Dialog.Title>Wrap-up of {segment.id}</Dialog.Title>
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
          <textarea maxLength={4000} value={notes} onChange={type} />
          <small>{notes.length} of 4,000</small>
        </label>
        <button type="button" onClick={() => desk.submit(segment)}>
          Submit &amp; close
        </button>
      </Dialog.Content>
    </Dialog.Root>
  );
}

function WrapUps() {
  const segments = useSyncExternalStore(desk.subscribe, () => desk.segments);
  return segments.map((segment) => <WrapUp key={segment.id} segment={segment} />);
}

createRoot(document.querySelector("#place")).render(<WrapUps />);
await desk.load();
globalThis.desk = desk;
