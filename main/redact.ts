const hidden = "[hidden]";

/**
 * What must never reach the log, by its looks: PEM blocks, credentials in addresses, values of fields whose name says that
 * they are secret, set-up codes and tokens (long runs of base64, base64url or hex). Ids that help to find a fault
 * (request ids are UUIDs) survive, because a UUID's runs are short.
 */
const looks: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [^-]+-----[\s\S]*?(?:-----END [^-]+-----|$)/g, hidden],
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, `$1${hidden}@`],
  [/([?&#][^=\s&#]*(?:token|password|secret|code|key|auth)[^=\s&#]*=)[^\s&#]+/gi, `$1${hidden}`],
  [/\b(bearer|basic)\s+\S+/gi, `$1 ${hidden}`],
  [
    /((?:token|password|passphrase|secret|private[_-]?key|setup[_-]?code|signature|authorization)"?'?\s*[:=]\s*)("[^"]*"|'[^']*'|[^\s,;}\]]+)/gi,
    `$1${hidden}`,
  ],
];

/** 24 random bytes and more in hex, base64 or base64url. */
const longRun = /[A-Za-z0-9+/_-]{32,}={0,2}/g;

/** Random bytes mix cases, or are all hex. A long path that does so too is hidden with them: that costs little. */
function looksRandom(run: string): boolean {
  return /^[0-9a-f]+$/i.test(run) || (/[a-z]/.test(run) && /[A-Z]/.test(run));
}

/** A UUID is 36 characters of the same alphabet: let it pass, it is an id and not a secret. */
const uuid = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;

/** `text` fit to be written down. `known` are secrets in use, which go however short they are. */
export function redact(text: string, known: Iterable<string> = []): string {
  let clean = text;
  for (const secret of known) if (secret.length >= 4) clean = clean.replaceAll(secret, hidden);
  const ids: string[] = [];
  clean = clean.replace(uuid, (id) => `\u0000${ids.push(id) - 1}\u0000`);
  for (const [look, instead] of looks) clean = clean.replace(look, instead);
  clean = clean.replace(longRun, (run) => (looksRandom(run) ? hidden : run));
  // eslint-disable-next-line no-control-regex -- NUL marks a place: no text that a person reads holds one
  return clean.replace(/\u0000(\d+)\u0000/g, (_mark, n: string) => ids[Number(n)] ?? "");
}
