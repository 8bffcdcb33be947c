import { mount } from "svelte";
import { Desk } from "../shared/desk.js";
import "../shared/style.css";
import WrapUps from "./WrapUps.svelte";

const desk = new Desk();
mount(WrapUps, { target: document.querySelector("#place"), props: { desk } });
await desk.load();
globalThis.desk = desk;
