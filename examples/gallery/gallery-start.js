// What the address asks for: `?theme=dark`, `?lang=ar`, `?dir=rtl`, `?width=320` for the
// scene's own width.
import start from "./gallery.js";

const { searchParams } = new URL(location.href);
const root = document.documentElement;
const lang = searchParams.get("lang") ?? "en";
root.lang = lang;
root.dataset.theme = searchParams.get("theme") ?? "";
root.dir = searchParams.get("dir") ?? (["ar", "he"].includes(lang) ? "rtl" : "ltr");
const width = Number(searchParams.get("width"));
if (width > 0) document.body.style.maxInlineSize = `${width}px`;
// English is built in.
if (lang !== "en") globalThis.galleryTexts = await (await fetch(`messages/${lang}.json`)).text();
await start();
root.dataset.ready = "";
