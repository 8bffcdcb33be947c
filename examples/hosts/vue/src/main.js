import { createApp } from "vue";
import "interaction-wrap-up/define";
import "../../shared/page.css";
import Page from "./Page.vue";

createApp(Page).mount("#app");
