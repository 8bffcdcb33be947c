/** Importing this registers `<interaction-wrap-up>`. */
export {};

import "./index.js";
