import { provideZonelessChangeDetection } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";
import "interaction-wrap-up/define";
import { Page } from "./page";

bootstrapApplication(Page, { providers: [provideZonelessChangeDetection()] });
