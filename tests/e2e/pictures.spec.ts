// Every component in every state looks as it did when somebody last looked: `make accept-pictures`
// takes the pictures anew, to be looked at before they are committed.
import { SCENES, show, type Way } from "./gallery.ts";
import { expect, test } from "./test.ts";

const LOOKS = {
  light: { theme: "light", lang: "en", width: 480, wish: "none" },
  dark: { theme: "dark", lang: "en", width: 480, wish: "none" },
  "narrow-rtl": { theme: "light", lang: "ar", width: 320, wish: "none" },
} as const satisfies Record<string, Way>;

/** High enough for the highest; a picture is no higher than it needs to be to show a change. */
const HEIGHT = 640;

/** What moves by itself looks different each time. */
const MOVING = ["ten-countdowns"];

test.use({ timezoneId: "UTC", locale: "en-GB" });

for (const scene of SCENES.filter((scene) => !MOVING.includes(scene))) {
  test(`${scene} looks as it did`, async ({ page }) => {
    for (const [look, way] of Object.entries(LOOKS)) {
      await show(page, scene, way, HEIGHT);
      // Letters have soft edges, which differ a little with whatever draws them.
      const tolerance = { maxDiffPixels: 80, animations: "disabled", caret: "hide" } as const;
      await expect.soft(page).toHaveScreenshot(`${scene}-${look}.png`, { fullPage: true, ...tolerance });
    }
  });
}
