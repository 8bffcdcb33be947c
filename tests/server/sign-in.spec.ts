// Tokens of an RSA key, which the server's own tests cannot make.
import { createSign, generateKeyPairSync, type KeyObject } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { Server } from "./server.ts";

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

function token(key: KeyObject, header: object = {}): string {
  const claims = { sub: "ada", exp: Math.floor(Date.now() / 1000) + 60 };
  const said = `${part({ alg: "RS256", kid: "one", ...header })}.${part(claims)}`;
  return `${said}.${createSign("RSA-SHA256").update(said).sign(key, "base64url")}`;
}

test("a key set with an RSA key signs in whoever has its other half", async ({}, testInfo) => {
  const [own, another] = [0, 1].map(() => generateKeyPairSync("rsa", { modulusLength: 2048 }));
  const file = testInfo.outputPath("keys.json");
  await writeFile(file, JSON.stringify({ keys: [{ ...own!.publicKey.export({ format: "jwk" }), kid: "one" }] }));
  const server = await Server.start({ WRAPUP_JWKS: file }, []);
  const status = async (bearer: string) =>
    (await fetch(`${server.url}/api/time`, { headers: { authorization: `Bearer ${bearer}` } })).status;
  try {
    expect(await status(token(own!.privateKey))).toBe(200);
    expect(await status(token(another!.privateKey))).toBe(401);
    expect(await status(token(own!.privateKey, { kid: "two" }))).toBe(401);
    expect(await status(token(own!.privateKey, { alg: "RS512" }))).toBe(401);
  } finally {
    await server.close();
  }
});
