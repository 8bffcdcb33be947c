/** Importing this gives React's JSX the element's properties and events. It needs React 19 or newer. */
import type { ClassAttributes, HTMLAttributes } from "react";
import type { InteractionWrapUp, InteractionWrapUpAttributes } from "./index.js";

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "interaction-wrap-up": ClassAttributes<InteractionWrapUp> &
        Omit<HTMLAttributes<InteractionWrapUp>, keyof InteractionWrapUpAttributes> &
        InteractionWrapUpAttributes;
    }
  }
}
