import { useCallback, useRef, useState } from "react";
import type { InteractionWrapUp, Role, WrapUpConfig, WrapUpEventMap } from "interaction-wrap-up";
import "interaction-wrap-up/react";
import sample from "../../shared/config.json";

const config = sample as WrapUpConfig;
const record = { channel: "chat", fields: { customer: "Mira Lindqvist", vip: true } };
const roles: Role[] = ["interaction_admin"];

type Told = WrapUpEventMap["wrapup-opened" | "wrapup-draft" | "wrapup-closed"];

export function Page() {
  const [first, setFirst] = useState("C-1");
  const [hasSecond, setHasSecond] = useState(false);
  const [shown, setShown] = useState(true);
  const [log, setLog] = useState<string[]>([]);
  const place = useRef<HTMLDivElement>(null);
  const tell = useCallback(
    (event: Told) => setLog((log) => [...log, `${event.type} ${event.detail.interaction}`]),
    [],
  );
  const each = (act: (element: InteractionWrapUp) => Promise<unknown>) =>
    Promise.all([...place.current!.querySelectorAll("interaction-wrap-up")].map(act));

  return (
    <main>
      <h1>React 19</h1>
      <p className="actions">
        <button onClick={() => each((element) => element.connected())}>Connect</button>
        <button onClick={() => each((element) => element.conversationEnded({ by: "agent" }))}>End conversation</button>
        <button onClick={() => setShown(!shown)}>{shown ? "Hide" : "Show"}</button>
        <button onClick={() => setHasSecond(!hasSecond)}>Second conversation</button>
        <button onClick={() => setFirst(first === "C-1" ? "C-3" : "C-1")}>Next conversation</button>
      </p>
      <div ref={place}>
        {shown &&
          [first, ...(hasSecond ? ["C-2"] : [])].map((interaction, index) => (
            <interaction-wrap-up
              key={index}
              interaction={interaction}
              agent="ada"
              roles={roles}
              backend="browser"
              record={record}
              config={config}
              docked
              onwrapup-opened={tell}
              onwrapup-draft={tell}
              onwrapup-closed={tell}
            />
          ))}
      </div>
      <ol aria-label="Events">
        {log.map((line, index) => (
          <li key={index}>{line}</li>
        ))}
      </ol>
    </main>
  );
}
