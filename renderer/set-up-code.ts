/**
 * Set-up codes are often pasted where the gateway's token belongs (openclaw/openclaw#141520). One is base64url of JSON
 * with a `url`; a gateway token never is.
 */
export function looksLikeSetUpCode(text: string): boolean {
  if (!/^[\w-]{24,}={0,2}$/.test(text)) return false;
  try {
    const json: unknown = JSON.parse(atob(text.replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, "")));
    return typeof json === "object" && json !== null && "url" in json;
  } catch {
    return false;
  }
}
