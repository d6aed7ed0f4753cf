/** IPv4 in dotted form, as numbers; undefined for anything else. */
function ipv4(text: string): readonly [number, number, number, number] | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (!match) return undefined;
  const [a = 256, b = 256, c = 256, d = 256] = match.slice(1).map(Number);
  return [a, b, c, d].every((part) => part < 256) ? [a, b, c, d] : undefined;
}

/**
 * Whether an address belongs to a private network: this machine, a home or office network (RFC 1918, RFC 4193, link-local)
 * or the range that carriers and Tailscale use (RFC 6598). Anything else, also what isn't an address, counts as public.
 */
export function isPrivateAddress(address: string): boolean {
  const text = (address.toLowerCase().split("%")[0] ?? "").replace(/^\[|\]$/g, "");
  const four = ipv4(text.replace(/^::ffff:/, ""));
  if (four) {
    const [a, b] = four;
    if (a === 10 || a === 127) return true;
    if (a === 172) return b >= 16 && b <= 31;
    if (a === 192) return b === 168;
    if (a === 169) return b === 254;
    return a === 100 && b >= 64 && b <= 127;
  }
  if (text === "::1") return true;
  return /^f[cd][0-9a-f]{2}:[0-9a-f:]+$/.test(text) || /^fe[89ab][0-9a-f]:[0-9a-f:]+$/.test(text);
}
