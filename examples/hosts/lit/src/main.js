import "interaction-wrap-up/define";
import "../../shared/page.css";
import "./wrap-up-host.js";

document.querySelector("#app").append(document.createElement("wrap-up-host"));
