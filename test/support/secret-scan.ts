/** A secret under the name that a failing test may show: the value itself never gets into a report. */
export interface NamedSecret {
  readonly name: string;
  readonly value: string;
}

/** How a secret may hide: as it is, base64 of it, and URL-encoded. */
function shapes(value: string): Buffer[] {
  const utf8 = Buffer.from(value, "utf8");
  const texts = [
    value,
    utf8.toString("base64"),
    utf8.toString("base64url"),
    utf8.toString("hex"),
    encodeURIComponent(value),
  ];
  return [...new Set(texts)].flatMap((text) => [Buffer.from(text, "utf8"), Buffer.from(text, "utf16le")]);
}

/** Which secrets stand in which of the files, in clear or thinly veiled: "shared token in logs/main.log". */
export function findSecrets(
  files: readonly { readonly name: string; readonly bytes: Buffer }[],
  secrets: readonly NamedSecret[],
): string[] {
  return files.flatMap((file) =>
    secrets
      .filter(({ value }) => shapes(value).some((shape) => file.bytes.includes(shape)))
      .map(({ name }) => `${name} in ${file.name}`),
  );
}
