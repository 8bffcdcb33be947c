// Codes as an administrator could have set them up, put where the preview keeps them.
import type { Page } from "@playwright/test";
import { many as manyCodes, offerInPage } from "./many-codes.mjs";

export interface Code {
  id: string;
  label: string;
  description?: string;
  parent?: string | null;
  synonyms?: string[];
  notes_required?: boolean;
}

/** Puts `codes` in the place of those on offer in a chat, and loads the page anew. */
export async function offer(page: Page, codes: Code[], rules: Record<string, unknown> = {}): Promise<void> {
  await page.evaluate(offerInPage, { codes, rules });
  await page.reload();
}

/** So many codes in a tree of three levels, the same each time. */
export const many = (count: number): Code[] => manyCodes(count);
