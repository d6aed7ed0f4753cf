import { GatewayBook } from "../../src/app/gateway-book.ts";
import { NoticeBoard } from "../../src/app/notice-board.ts";
import type { SavedGateway } from "../../src/app/ports.ts";
import { MemorySecrets, memorySettings } from "./desk-stage.ts";

/** An openclaw.json. */
export const config = JSON.stringify({ gateway: { port: 18_789, auth: { mode: "token", token: "config-token" } } });

/** The gateways of a user who has this openclaw.json. */
export function book(env: Record<string, string> = {}, file: string | undefined = config) {
  const secrets = new MemorySecrets();
  const settings = memorySettings();
  const surroundings = { env, home: "/home/u", readFile: () => file };
  return { secrets, settings, book: new GatewayBook({ surroundings, settings, secrets, notices: new NoticeBoard() }) };
}

/** The gateways over an openclaw.json that is edited, with PairTray started again at will. */
export function bookOverFile(text: string | undefined, saved: readonly SavedGateway[] = []) {
  const file = { text };
  const env: Record<string, string> = {};
  const secrets = new MemorySecrets();
  const settings = memorySettings({ gateways: saved });
  const surroundings = { env, home: "/home/u", readFile: () => file.text };
  const start = () => new GatewayBook({ surroundings, settings, secrets, notices: new NoticeBoard() });
  return { file, env, secrets, settings, start };
}

export const home = "ws://127.0.0.1:18789";
export const pi = "ws://192.168.1.20:18789";
