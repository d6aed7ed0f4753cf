import type { Server } from "node:http";
import { isIP } from "node:net";

/** Short and easy to type; the next ones where it is taken, then any. */
const usualPorts = [8585, 8586, 8587, 8588, 8589];

function listenOnce(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => {
      server.off("listening", ready);
      reject(error);
    };
    const ready = () => {
      server.off("error", failed);
      const bound = server.address();
      resolve(typeof bound === "object" && bound !== null ? bound.port : port);
    };
    server.once("error", failed);
    server.once("listening", ready);
    server.listen({ host, port, exclusive: true });
  });
}

/**
 * Listens on exactly one address and gives the port. Rejects with one plain sentence: not an address, every address at
 * once ("0.0.0.0"), an address this machine doesn't have, a port that is taken.
 */
export async function listenOn(server: Server, address: string, port: number | undefined): Promise<number> {
  const kind = isIP(address);
  if (kind === 0) throw new Error(`“${address}” is no network address.`);
  if (/^(0\.0\.0\.0|[0:]+)$/.test(address)) throw new Error("Choose one network address: not all of them at once.");
  const ports = port === undefined ? [...usualPorts, 0] : [port];
  for (const candidate of ports) {
    try {
      return await listenOnce(server, address, candidate);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      if (code === "EADDRNOTAVAIL")
        throw new Error(`This computer does not have the address ${address}.`, { cause: error });
      const taken = code === "EADDRINUSE" || code === "EACCES";
      if (!taken) throw error;
    }
  }
  throw new Error(`Port ${port ?? 0} is taken.`);
}

/** The address as a browser writes it (an IPv6 address in brackets, in its short form). */
export function originOf(address: string, port: number): string {
  return new URL(`http://${isIP(address) === 6 ? `[${address}]` : address}:${port}`).origin;
}
