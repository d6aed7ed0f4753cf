import type { App } from "electron";
import { linkOf, linkScheme, readLink } from "../src/app/app-link.ts";
import type { Intent } from "../src/app/intent.ts";

export interface AppLinksOptions {
  readonly app: Pick<App, "on" | "off" | "isPackaged" | "setAsDefaultProtocolClient">;
  readonly platform: NodeJS.Platform;
  /** The command line of this very start. */
  readonly argv: readonly string[];
  /** Links of the demo would lead to a gateway that isn't the user's. */
  readonly demo: boolean;
  readonly open: (intent: Intent) => void;
  /** A second launch without a link. */
  readonly show: () => void;
}

/**
 * `pairtray://` links, from wherever the system brings them: the command line (Windows, Linux), a second launch, or an event
 * (macOS). On Linux the package's desktop entry names the scheme. Returns its own undo.
 */
export function watchLinks({ app, platform, argv, demo, open, show }: AppLinksOptions): () => void {
  // A copy that runs from its sources must not take the links away from the installed one.
  if (app.isPackaged && !demo && platform !== "linux") app.setAsDefaultProtocolClient(linkScheme);
  const first = linkOf(argv);
  if (first) open(first);

  const onSecond = (_event: unknown, words: readonly string[] = []) => {
    const link = linkOf(words);
    if (link) open(link);
    else show();
  };
  const onUrl = (event: { preventDefault: () => void }, url: string) => {
    event.preventDefault();
    const link = readLink(url);
    if (link) open(link);
  };
  app.on("second-instance", onSecond);
  app.on("open-url", onUrl);
  return () => {
    app.off("second-instance", onSecond);
    app.off("open-url", onUrl);
  };
}
