import { mount } from "svelte";
import "interaction-wrap-up/define";
import "../../shared/page.css";
import Page from "./Page.svelte";

mount(Page, { target: document.querySelector("#app") });
