import { z } from "zod";
import { plainVault, type SecretVault } from "./secret-vault.ts";

const entrySchema = z.object({ name: z.string().min(1), value: z.string() });
export type SecretEntry = z.infer<typeof entrySchema>;

/** First line of every file: what it is and how the rest was sealed. */
const header = /^pairtray-secret 1 (keyring|plain)\n/;

/** What a file turned out to be. `shut`: sealed by a keyring that this session doesn't have; `sealed`: nobody opens it. */
export type SecretFound =
  | { readonly state: "open"; readonly entry: SecretEntry; readonly sealedBy: SecretVault["kind"] }
  | { readonly state: "shut" | "sealed" | "unknown" };

/** The bytes to write for one secret. */
export async function secretFile(entry: SecretEntry, vault: SecretVault): Promise<Uint8Array> {
  const sealed = await vault.seal(JSON.stringify(entry));
  return Buffer.concat([Buffer.from(`pairtray-secret 1 ${vault.kind}\n`), sealed]);
}

function readEntry(text: string): SecretEntry | undefined {
  try {
    return entrySchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Reads what `secretFile` wrote. Never rejects: whatever is wrong with the file is its state. */
export async function readSecretFile(file: Buffer, vault: SecretVault): Promise<SecretFound> {
  const start = header.exec(file.subarray(0, 40).toString("latin1"));
  if (!start) return { state: "unknown" };
  const sealedBy = start[1] === "keyring" ? "keyring" : "plain";
  if (sealedBy === "keyring" && vault.kind === "plain") return { state: "shut" };
  try {
    const text = await (sealedBy === "plain" ? plainVault : vault).open(file.subarray(start[0].length));
    const entry = readEntry(text);
    return entry ? { state: "open", entry, sealedBy } : { state: "unknown" };
  } catch {
    return { state: "sealed" };
  }
}
