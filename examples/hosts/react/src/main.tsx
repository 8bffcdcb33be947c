import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "interaction-wrap-up/define";
import "../../shared/page.css";
import { Page } from "./Page.tsx";

createRoot(document.querySelector("#app")!).render(
  <StrictMode>
    <Page />
  </StrictMode>,
);
