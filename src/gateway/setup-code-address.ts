import { z } from "zod";

/** Characters; a set-up code has some hundred. */
const LONGEST = 8_192;

const code = z.object({ url: z.string().min(1).max(2048), bootstrapToken: z.string().min(1) });

/**
 * The gateway's address in a set-up code (base64url of JSON with `url` and `bootstrapToken`); undefined for any other text.
 * The code itself is a bearer secret and goes no further.
 */
export function readSetupCodeAddress(text: string): string | undefined {
  const typed = text.trim();
  if (typed.length < 24 || typed.length > LONGEST || !/^[\w+/-]+={0,2}$/.test(typed)) return undefined;
  try {
    return code.safeParse(JSON.parse(Buffer.from(typed, "base64url").toString("utf8"))).data?.url;
  } catch {
    return undefined;
  }
}
