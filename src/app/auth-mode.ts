import type { Hello } from "../gateway/hello.ts";

/** The modes that a gateway of 2026.9 has, so that nothing else of a stranger's text reaches the window. */
const authModes = new Set(["token", "password", "trusted-proxy", "none"]);

/** What the gateway asks of strangers: as it says, else by how we got in. */
export function authModeOf(hello: Hello | undefined): { readonly authMode?: string } {
  const authMode = hello?.authMode ?? hello?.authMethod;
  return authMode !== undefined && authModes.has(authMode) ? { authMode } : {};
}
