import { readFile } from "node:fs/promises";
import { Administration } from "./administration.ts";
import { expect, test } from "./test.ts";

const COUNT = 5_000;

/** A table of codes: a hundred groups of fifty; the lines named in `faulty` are spoilt. */
function table(faulty: Set<number>): string {
  const lines = ["id,label,parent,shortcut"];
  for (let number = 0; number < COUNT; number++) {
    const group = number - (number % 50);
    const parent = number === group ? "" : `code-${group}`;
    const shortcut = faulty.has(number) ? "xx" : "";
    lines.push(`code-${number},Code ${number},${parent},${shortcut}`);
  }
  return lines.join("\r\n");
}

test("5,000 codes: each faulty line is named, then all come in, stay quick, and go again", async ({ page }) => {
  test.slow();
  const faulty = new Set(Array.from({ length: 20 }, (_, at) => at * 250 + 3));
  const admin = new Administration(page);
  await admin.open();
  await expect(admin.code("Resolved")).toBeVisible();
  await admin.choose("codes.csv", table(faulty));
  const problems = await admin.problems();
  expect(problems).toEqual(
    [...faulty].map((number) => [`${number + 2}`, "4", "shortcut", "must be one letter or digit."]),
  );
  await admin.dialog.getByRole("button", { name: "Close" }).click();
  await expect(page.locator(".admin-row")).toHaveCount(12);

  await admin.choose("codes.csv", table(new Set()));
  await expect(admin.dialog).toContainText("would make 5000 new and change 0");
  await admin.dialog.getByRole("button", { name: "Import 5000 changes" }).click();
  await expect(admin.status).toContainText("5000 changes from codes.csv are made");
  // On the page are the rows in sight, whatever their number.
  await expect(admin.code("Code 0")).toBeVisible();
  await page.getByRole("searchbox").fill("code 4999");
  await admin.code("Code 4999").click();
  await expect(admin.field("Code above")).toHaveValue("Code 4950");
  await page.getByRole("searchbox").fill("");
  await admin.tree.focus();
  await page.keyboard.press("End");
  await expect(admin.code("Wrong contact or spam")).toBeVisible();
  expect(await page.locator(".admin-row").count()).toBeLessThan(100);

  await admin.go("Audit trail");
  await expect(page.getByText("5000 changes at once")).toBeVisible();
  await page.getByRole("button", { name: "Take back" }).click();
  await expect(page.getByText("Takes a change back")).toBeVisible();
  await admin.go("Codes");
  await expect(page.locator(".admin-row")).toHaveCount(12);
});

const SCHEMA_2 = JSON.stringify({ schema: 2, codes: [] });
const FAULTY: { what: string; name: string; content: string | Buffer; says: string }[] = [
  { what: "another encoding", name: "a.csv", content: Buffer.from("id,label\nü,Rückfrage", "latin1"), says: "must be saved as UTF-8" },
  { what: "UTF-16", name: "a.csv", content: Buffer.from("id,label\na,b", "utf16le"), says: "must be saved as UTF-8" },
  { what: "nothing in it", name: "a.csv", content: "\ufeff", says: "The file is empty" },
  { what: "a column that is missing", name: "a.csv", content: "id,description\na,b", says: "The column “label” is missing" },
  { what: "a label twice on a level", name: "a.csv", content: "id,label\na,Same\nb,same", says: "is the label of “a” on the same level too" },
  { what: "a cycle", name: "a.csv", content: "id,label,parent\na,A,b\nb,B,a", says: "leads back to the code itself" },
  { what: "a newer schema", name: "a.json", content: SCHEMA_2, says: "The file comes from a newer version" },
  {
    what: "a field of the wrong type",
    name: "a.json",
    content: '{"schema":1,"codes":[{"id":"a","label":"A","description":"","active":"yes","external":false,"parent":null,"shortcut":null}]}',
    says: "invalid type",
  },
];

for (const { what, name, content, says } of FAULTY) {
  test(`a file with ${what} is refused with its reason, and nothing is imported`, async ({ page }) => {
    const admin = new Administration(page);
    await admin.open();
    await expect(admin.code("Resolved")).toBeVisible();
    await admin.choose(name, content);
    await expect(admin.dialog).toContainText(says);
    await expect(admin.dialog.getByRole("button", { name: /^Import/ })).toHaveCount(0);
    await page.keyboard.press("Escape");
    await expect(admin.dialog).toBeHidden();
    await expect(page.locator(".admin-row")).toHaveCount(12);
  });
}

test("what is exported comes in again, formulas and all", async ({ page }) => {
  const admin = new Administration(page);
  await admin.open("codes/refund");
  await admin.field("Label").fill("=1+1");
  await admin.saved("=1+1");
  const exported = async (button: string) => {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: button }).click(),
    ]);
    return await readFile(await download.path(), "utf8");
  };
  const csv = await exported("Export CSV");
  expect(csv.startsWith("\ufeffid,label,")).toBe(true);
  expect(csv).toContain("refund,'=1+1,");
  await admin.choose("codes.csv", csv);
  await expect(admin.dialog).toContainText("is set up like this already");
  await page.keyboard.press("Escape");
  await admin.go("Configurations");
  const json = await exported("Export JSON");
  await admin.choose("configurations.json", json.replace('"duration_seconds": 60', '"duration_seconds": 75'));
  await expect(admin.dialog).toContainText("would make 0 new and change 1");
  await admin.dialog.getByRole("button", { name: "Import 1 changes" }).click();
  await expect(admin.configuration("Chat")).toContainText("75 s");
});
