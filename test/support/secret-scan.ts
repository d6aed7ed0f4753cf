/** A secret under the name that a failing test may show: the value itself never gets into a report. */
export interface NamedSecret {
  readonly name: string;
  /** Text, or bytes where the secret is no text (the seed of a key). */
  readonly value: string | Buffer;
}

export interface NamedBytes {
  readonly name: string;
  readonly bytes: Buffer;
}

/** The middle of base64 that holds the secret somewhere inside: the same whatever stands before it, by its place there. */
function insideBase64(bytes: Buffer): string[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    return text.slice(before === 0 ? 0 : before + 1, -2);
  });
}

/** A half is worth looking for while it is too long to stand anywhere by chance. */
const SHORTEST_HALF = 10;

/**
 * How a secret may hide: as it is, backwards, in halves, in base64 (also within longer base64), base64url, hex and
 * percent-encoded; each as UTF-8 and UTF-16. By name, so that a test can plant every one.
 */
export function shapesOf(value: NamedSecret["value"]): ReadonlyMap<string, Buffer> {
  const bytes = Buffer.from(value);
  const shapes = new Map<string, Buffer>([
    ["as it is", bytes],
    ["backwards", Buffer.from(bytes).reverse()],
  ]);
  const half = Math.floor(bytes.length / 2);
  if (half >= SHORTEST_HALF) {
    shapes.set("first half", bytes.subarray(0, half));
    shapes.set("second half", bytes.subarray(half));
  }
  const percent = [...bytes].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
  const texts: Readonly<Record<string, string>> = {
    hex: bytes.toString("hex"),
    "upper-case hex": bytes.toString("hex").toUpperCase(),
    percent,
    "upper-case percent": percent.toUpperCase(),
    ...(typeof value === "string" && { component: encodeURIComponent(value), utf16: value }),
    ...Object.fromEntries(
      insideBase64(bytes).flatMap((text, place) => [
        [`base64 at ${place}`, text],
        [`base64url at ${place}`, text.replaceAll("+", "-").replaceAll("/", "_")],
      ]),
    ),
  };
  for (const [name, text] of Object.entries(texts)) {
    if (name !== "utf16") shapes.set(name, Buffer.from(text, "utf8"));
    shapes.set(`${name} in UTF-16`, Buffer.from(text, "utf16le"));
  }
  return shapes;
}

/** Which secrets stand in which of the files, in clear or thinly veiled: "shared token (hex) in logs/main.log". */
export function findSecrets(files: readonly NamedBytes[], secrets: readonly NamedSecret[]): string[] {
  const wanted = secrets.map(({ name, value }) => ({ name, shapes: [...shapesOf(value)] }));
  return files.flatMap((file) =>
    wanted.flatMap(({ name, shapes }) => {
      const found = shapes.find(([, bytes]) => file.bytes.includes(bytes));
      return found ? [`${name} (${found[0]}) in ${file.name}`] : [];
    }),
  );
}
