import { connect, type PeerCertificate } from "node:tls";

/** What a server shows before anything is said to it. */
export interface Certificate {
  /** SHA-256 over the whole certificate, 64 hex digits. */
  readonly fingerprint: string;
  /** The name that it claims; nobody vouches for it. */
  readonly subject: string;
  readonly validToMs?: number;
}

/** How long a server may take to show it, in ms. */
const PATIENCE_MS = 5_000;

/** 64 hex digits of a fingerprint in whatever form; undefined when it is none. */
export function plainFingerprint(text: string): string | undefined {
  const digits = text
    .trim()
    .replace(/^sha256:/i, "")
    .replaceAll(":", "")
    .toLowerCase();
  return /^[0-9a-f]{64}$/.test(digits) ? digits : undefined;
}

function facts(peer: Partial<PeerCertificate>): Certificate | undefined {
  const fingerprint = plainFingerprint(peer.fingerprint256 ?? "");
  if (fingerprint === undefined) return undefined;
  const name: unknown = peer.subject?.CN;
  const validToMs = Date.parse(peer.valid_to ?? "");
  return {
    fingerprint,
    subject: typeof name === "string" ? name : "",
    ...(Number.isFinite(validToMs) && { validToMs }),
  };
}

/**
 * The certificate of a `wss://` address, to be shown to the user and compared. Trusts nobody and sends nothing but the TLS
 * handshake. Undefined where there is none to be had within five seconds.
 */
export function readCertificate(address: string): Promise<Certificate | undefined> {
  const url = URL.parse(address);
  if (url?.protocol !== "wss:") return Promise.resolve(undefined);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return new Promise((resolve) => {
    const isName = !/^[\d.]+$|:/.test(host);
    const socket = connect({
      host,
      port: Number(url.port || 443),
      rejectUnauthorized: false,
      ...(isName && { servername: host }),
    });
    const done = (certificate: Certificate | undefined): void => {
      clearTimeout(late);
      socket.destroy();
      resolve(certificate);
    };
    const late = setTimeout(() => done(undefined), PATIENCE_MS);
    socket.once("secureConnect", () => done(facts(socket.getPeerCertificate())));
    socket.on("error", () => done(undefined));
  });
}
