import { createHash } from "node:crypto";
import { z } from "zod";
import type { Credentials } from "../gateway/session.ts";
import { secretNames } from "./open-gateway.ts";
import type { SecretStore } from "./ports.ts";

const stored = z.object({
  token: z.string().optional(),
  password: z.string().optional(),
  /** Hash of what the environment or the configuration said when it was typed; absent where they said nothing. */
  instead: z.string().optional(),
});

function read(text: string | undefined): z.infer<typeof stored> {
  try {
    return stored.safeParse(JSON.parse(text ?? "{}")).data ?? {};
  } catch {
    return {};
  }
}

function hashOf({ token, password }: Credentials): string | undefined {
  const secret = token ?? password;
  return secret === undefined ? undefined : createHash("sha256").update(secret).digest("hex");
}

/** Keeps what the user typed for a gateway, instead of `known`; empty fields leave what was typed before. */
export function keepTyped(
  secrets: SecretStore,
  gatewayId: string,
  { token, password }: { readonly token?: string | undefined; readonly password?: string | undefined },
  known: Credentials,
): void {
  const typed: Credentials | undefined = token?.trim() ? { token: token.trim() } : password ? { password } : undefined;
  if (!typed) return;
  const instead = hashOf(known);
  const text = JSON.stringify({ ...typed, ...(instead !== undefined && { instead }) });
  secrets.set(secretNames.credentials(gatewayId), text);
}

/**
 * What was typed for a gateway, unless the environment or the configuration says something else by now than it did then:
 * the newer of the two words counts, so that a token that is renewed there is not shut out for ever by one that was typed once.
 * @param known what the environment or the configuration says today
 */
export function credentialsFor(secrets: SecretStore, gatewayId: string, known: Credentials): Credentials {
  const { token, password, instead } = read(secrets.get(secretNames.credentials(gatewayId)));
  const today = hashOf(known);
  if (today !== undefined && today !== instead) return known;
  return token ? { token } : password ? { password } : known;
}
