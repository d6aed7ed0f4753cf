import type { Server } from "node:http";
import type { Socket } from "node:net";
import { plainAddress } from "./asker.ts";

export interface ConnectionLimits {
  /** Open connections from one address; a browser uses up to six. */
  readonly perAddress: number;
  readonly inAll: number;
}

export interface ConnectionGuard {
  /** This connection waits for the user's answer: it isn't dropped to make room. The undo gives that up. */
  keep(socket: Socket): () => void;
  /** Open connections. */
  count(): number;
}

/**
 * Bounds the open connections. One too many from an address is refused; where there are too many in all, the oldest that
 * waits for nothing goes, so a crowd of slow ones never keeps an honest device (which needs milliseconds) out.
 */
export function guardConnections(server: Server, limits: ConnectionLimits): ConnectionGuard {
  /** In the order they came. */
  const open = new Set<Socket>();
  const kept = new Set<Socket>();
  const perAddress = new Map<string, number>();

  server.on("connection", (socket: Socket) => {
    const address = plainAddress(socket.remoteAddress);
    const already = perAddress.get(address) ?? 0;
    if (already >= limits.perAddress) {
      socket.destroy();
      return;
    }
    perAddress.set(address, already + 1);
    open.add(socket);
    socket.once("close", () => {
      open.delete(socket);
      kept.delete(socket);
      const rest = (perAddress.get(address) ?? 1) - 1;
      if (rest === 0) perAddress.delete(address);
      else perAddress.set(address, rest);
    });
    if (open.size > limits.inAll) {
      for (const oldest of open) {
        if (kept.has(oldest)) continue;
        oldest.destroy();
        break;
      }
    }
  });

  return {
    keep: (socket) => {
      kept.add(socket);
      return () => void kept.delete(socket);
    },
    count: () => open.size,
  };
}
