// `?theme=dark` and `?dir=rtl` set what the page would.
import start from "./gallery.js";

const { searchParams } = new URL(location.href);
document.documentElement.dataset.theme = searchParams.get("theme") ?? "";
document.documentElement.dir = searchParams.get("dir") ?? "ltr";
await start();
