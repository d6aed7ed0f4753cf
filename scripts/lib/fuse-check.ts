import { FuseState, FuseV1Options, getCurrentFuseWire } from "@electron/fuses";

/** What electron-builder.yml asks for, once more: two places must agree before anything is shipped. */
const wanted = {
  RunAsNode: FuseState.DISABLE,
  EnableCookieEncryption: FuseState.ENABLE,
  EnableNodeOptionsEnvironmentVariable: FuseState.DISABLE,
  EnableNodeCliInspectArguments: FuseState.DISABLE,
  EnableEmbeddedAsarIntegrityValidation: FuseState.ENABLE,
  OnlyLoadAppFromAsar: FuseState.ENABLE,
  LoadBrowserProcessSpecificV8Snapshot: FuseState.DISABLE,
  GrantFileProtocolExtraPrivileges: FuseState.DISABLE,
} as const;

/** Names of the fuses in this binary that differ. Rejects when the file is no Electron. */
export async function wrongFuses(binary: string): Promise<string[]> {
  const wire = await getCurrentFuseWire(binary);
  return Object.entries(wanted)
    .filter(([name, state]) => wire[FuseV1Options[name as keyof typeof wanted]] !== state)
    .map(([name]) => name);
}
