import { CUSTOM_ELEMENTS_SCHEMA, Component, ElementRef, computed, inject, signal } from "@angular/core";
import type { InteractionWrapUp, Role, WrapUpConfig } from "interaction-wrap-up";
import sample from "../../shared/config.json";

@Component({
  selector: "host-page",
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <main>
      <h1>Angular</h1>
      <p class="actions">
        <button (click)="connect()">Connect</button>
        <button (click)="end()">End conversation</button>
        <button (click)="shown.set(!shown())">{{ shown() ? "Hide" : "Show" }}</button>
        <button (click)="hasSecond.set(!hasSecond())">Second conversation</button>
        <button (click)="first.set(first() === 'C-1' ? 'C-3' : 'C-1')">Next conversation</button>
      </p>
      <div>
        @if (shown()) {
          @for (interaction of interactions(); track $index) {
            <interaction-wrap-up
              [interaction]="interaction"
              agent="ada"
              [roles]="roles"
              backend="browser"
              [record]="record"
              [config]="config"
              [docked]="true"
              (wrapup-opened)="tell($event)"
              (wrapup-draft)="tell($event)"
              (wrapup-closed)="tell($event)"
            ></interaction-wrap-up>
          }
        }
      </div>
      <ol aria-label="Events">
        @for (line of log(); track $index) {
          <li>{{ line }}</li>
        }
      </ol>
    </main>
  `,
})
export class Page {
  readonly config = sample as WrapUpConfig;
  readonly record = { channel: "chat", fields: { customer: "Mira Lindqvist", vip: true } };
  readonly roles: Role[] = ["interaction_admin"];

  readonly first = signal("C-1");
  readonly hasSecond = signal(false);
  readonly shown = signal(true);
  readonly log = signal<string[]>([]);
  readonly interactions = computed(() => (this.hasSecond() ? [this.first(), "C-2"] : [this.first()]));

  private readonly host: ElementRef<HTMLElement> = inject(ElementRef);

  tell(event: Event): void {
    const { type, detail } = event as CustomEvent<{ interaction: string }>;
    this.log.update((log) => [...log, `${type} ${detail.interaction}`]);
  }

  connect(): Promise<unknown> {
    return this.each((element) => element.connected());
  }

  end(): Promise<unknown> {
    return this.each((element) => element.conversationEnded({ by: "agent" }));
  }

  private each(act: (element: InteractionWrapUp) => Promise<unknown>): Promise<unknown> {
    return Promise.all([...this.host.nativeElement.querySelectorAll("interaction-wrap-up")].map(act));
  }
}
