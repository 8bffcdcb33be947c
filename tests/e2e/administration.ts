// The administration as the people who use it would speak of it.
import { expect, type Locator, type Page } from "@playwright/test";

export class Administration {
  readonly tree: Locator;
  readonly form: Locator;
  readonly save: Locator;
  readonly status: Locator;

  constructor(readonly page: Page) {
    this.tree = page.getByRole("tree", { name: "Wrap-up codes" });
    this.form = page.locator("form.admin-form");
    this.save = this.form.getByRole("button", { name: "Save", exact: true });
    this.status = page.locator(".admin-status");
  }

  /** Opens it at a section, and a record of it. */
  async open(place = "codes"): Promise<void> {
    await this.page.goto(`/admin.html#${place}`);
    await expect(this.page.getByRole("navigation", { name: "Administration" })).toBeVisible();
  }

  async go(section: "Codes" | "Configurations" | "Explain" | "Audit trail" | "Team" | "Numbers"): Promise<void> {
    await this.page.getByRole("link", { name: section }).click();
  }

  async signIn(name: string): Promise<void> {
    await this.page.getByLabel("Signed in as").selectOption(name);
  }

  code(label: string): Locator {
    return this.tree.getByRole("treeitem", { name: label, exact: true });
  }

  /** The card of a configuration in the list. */
  configuration(name: string): Locator {
    return this.page.locator(".admin-card", { hasText: name });
  }

  /** The record's own; translations have fields of the same name below. */
  field(label: string): Locator {
    return this.form.getByLabel(label, { exact: true }).first();
  }

  /** Saves, and waits until that is said. */
  async saved(name: string): Promise<void> {
    await this.save.click();
    await expect(this.form).toContainText("No unsaved changes");
    await expect(this.status).toContainText(`“${name}” is saved.`);
  }

  /** Chooses a file to import. */
  async choose(name: string, content: string | Buffer): Promise<void> {
    const buffer = typeof content === "string" ? Buffer.from(content) : content;
    await this.page.locator("input[type=file]").setInputFiles({ name, mimeType: "text/plain", buffer });
  }

  get dialog(): Locator {
    return this.page.getByRole("dialog", { name: "Import" });
  }

  /** The problems of the file, as rows of line, column, field and problem. */
  async problems(): Promise<string[][]> {
    const rows = this.dialog.locator("tbody tr");
    await expect(rows.first()).toBeVisible();
    return await rows.evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent ?? "")),
    );
  }
}
