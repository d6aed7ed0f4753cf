import { GatewayBook } from "../../src/app/gateway-book.ts";
import { NoticeBoard } from "../../src/app/notice-board.ts";
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

export const home = "ws://127.0.0.1:18789";
export const pi = "ws://192.168.1.20:18789";
