import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { networkInterfaces, tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocket } from "ws";
import { ensureOpenclaw } from "../../scripts/lib/real-gateway-install.ts";
import { freePort } from "./free-port.ts";
import { startTcpProxy } from "./tcp-proxy.ts";

export interface RealGatewayOptions {
  /** Shared credential of the gateway. Default: a fresh random token. */
  auth?: { mode: "token"; token?: string } | { mode: "password"; password?: string } | { mode: "none" };
  /** Whether a connection from loopback is approved silently (the gateway's own default). Default here: false. */
  autoApproveLocal?: boolean;
  /** Default: a free one. It stays the same over `restart()`. */
  port?: number;
  /** Which openclaw to run. Default: the version the contract is written for. */
  version?: string;
  /** TLS with the certificate that the gateway makes for itself; `url` is a `wss://` then. */
  tls?: boolean;
  /** It announces itself by mDNS on every network it sees: only inside a network of the test's own (network-namespace.ts). */
  announces?: boolean;
  /** `gateway.auth.rateLimit`. Default: the gateway's own, which slows wrong credentials from loopback down instead. */
  rateLimit?: Readonly<Record<string, number | boolean>>;
  /** More of `gateway.nodes.pairing`, such as `autoApproveCidrs`. */
  pairing?: Readonly<Record<string, unknown>>;
  /**
   * An IPv4 address of this machine (`ownAddress`) where the gateway listens beside loopback: who connects there comes
   * from that address, as from the network.
   */
  alsoAt?: string;
  /**
   * Clients come through a reverse proxy that names this address as theirs, so that the gateway takes none of them for
   * its own machine. Versions up to 2026.7 can't be told otherwise not to let loopback in silently: there each connection comes from an
   * address of its own, since strangers who err are locked out by address.
   */
  clientAddress?: string;
}

/** A real OpenClaw gateway in a throw-away state folder, on loopback. */
export interface RealGateway {
  readonly url: string;
  readonly port: number;
  /** The shared token, where `auth.mode` is `token`. */
  readonly token: string | undefined;
  /** The shared password, where `auth.mode` is `password`. */
  readonly password: string | undefined;
  /** `OPENCLAW_STATE_DIR` and `HOME` of this gateway; gone after `stop()`. */
  readonly stateDir: string;
  /** The last part of what the gateway wrote, for error messages. */
  logTail(): string;
  /** Runs the openclaw CLI on the same state. Rejects with its output if it exits with another code than 0. */
  cli(args: readonly string[]): Promise<string>;
  /** SIGKILL, as a crash or a power cut does. State stays, `restart()` works. */
  kill(): Promise<void>;
  /** Stops it if it runs and starts it again on the same port and state. */
  restart(): Promise<void>;
  /** SIGTERM, after 8 s SIGKILL; then deletes the state folder. */
  stop(): Promise<void>;
}

/** The version that the contract is written for. */
export const realGatewayVersion = "2026.9.6";
const startLimitMs = 150_000;
const stopLimitMs = 8_000;
const logLimit = 64 * 1024;
/** Before a command: the system kills it with us, also when we are killed outright. */
const diesWithUs = process.platform === "linux" ? (["setpriv", "--pdeathsig", "KILL"] as const) : [];

/** Starts a real gateway and waits until it listens (150 s at most, then an error with the end of its log). */
export async function startRealGateway(options: RealGatewayOptions = {}): Promise<RealGateway> {
  if (options.port !== undefined) return startOn(options.port, options);
  try {
    return await startOn(await freePort(), options);
  } catch (error) {
    // Somebody else was quicker.
    if (!/EADDRINUSE|already in use|already listening/i.test(String(error))) throw error;
    return startOn(await freePort(), options);
  }
}

async function startOn(port: number, options: RealGatewayOptions): Promise<RealGateway> {
  const installed = await ensureOpenclaw(options.version ?? realGatewayVersion);
  const auth = withSecret(options.auth ?? { mode: "token" });
  const stateDir = await mkdtemp(path.join(tmpdir(), "pairtray-gateway-"));
  await mkdir(path.join(stateDir, "home"), { recursive: true });
  // Up to 2026.7.1 these keys are refused ("Invalid input").
  const hasPairingKeys = !options.version || options.version >= "2026.9";
  const isBehindProxy = options.clientAddress !== undefined || !hasPairingKeys;
  const config = {
    gateway: {
      mode: "local",
      port,
      ...(options.alsoAt === undefined ? { bind: "loopback" } : { bind: "custom", customBindHost: options.alsoAt }),
      auth: { ...auth, ...(options.rateLimit && { rateLimit: options.rateLimit }) },
      ...(options.tls && { tls: { enabled: true } }),
      ...(isBehindProxy && { trustedProxies: ["127.0.0.1"] }),
      ...(hasPairingKeys && {
        nodes: {
          pairing: { autoApproveLocal: options.autoApproveLocal ?? false, sshVerify: false, ...options.pairing },
        },
      }),
    },
    ...(options.announces && { plugins: { entries: { bonjour: { enabled: true } } } }),
  };
  await writeFile(path.join(stateDir, "openclaw.json"), JSON.stringify(config, null, 2), { mode: 0o600 });

  // It doesn't announce itself in what looks like a container, unless it is told to.
  const env = { ...gatewayEnvironment(stateDir), ...(options.announces && { OPENCLAW_DISABLE_BONJOUR: "0" }) };
  let log = "";
  let child: ChildProcess | undefined;

  const logTail = () => log.slice(-4_000);
  const ownUrl = `${options.tls ? "wss" : "ws"}://127.0.0.1:${port}`;
  const forwarded = (nth: number) => `X-Forwarded-For: ${options.clientAddress ?? `192.0.2.${1 + (nth % 250)}`}`;
  const proxy = isBehindProxy ? await startTcpProxy({ port }, forwarded) : undefined;
  const url = proxy?.url ?? ownUrl;

  const start = async () => {
    log = "";
    const [program, ...args] = [...diesWithUs, installed.node, installed.entry, "gateway", "run"] as const;
    const started = spawn(program, args, {
      cwd: stateDir,
      // Older ones would run in a child of their own, which outlives a kill (seen on 2026.3.13).
      env: hasPairingKeys ? env : { ...env, OPENCLAW_NO_RESPAWN: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    child = started;
    const keep = (part: Buffer) => (log = (log + part.toString()).slice(-logLimit));
    started.stdout.on("data", keep);
    started.stderr.on("data", keep);
    // A test run that is interrupted must not leave half a gigabyte of gateway behind, not even where setpriv is missing.
    const reap = () => started.kill("SIGKILL");
    process.once("exit", reap);
    started.once("exit", () => process.removeListener("exit", reap));
    const until = Date.now() + startLimitMs;
    while (!(await listens(ownUrl))) {
      if (started.exitCode !== null || started.signalCode !== null) {
        throw new Error(
          `The gateway ended with ${started.exitCode ?? started.signalCode} before it listened:\n${logTail()}`,
        );
      }
      if (Date.now() > until) {
        started.kill("SIGKILL");
        throw new Error(`The gateway did not listen on ${ownUrl} within ${startLimitMs / 1000} s:\n${logTail()}`);
      }
      await sleep(100);
    }
  };

  const end = async (signal: NodeJS.Signals) => {
    const running = child;
    child = undefined;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => running.once("exit", () => resolve()));
    running.kill(signal);
    const late = setTimeout(() => running.kill("SIGKILL"), stopLimitMs);
    await gone;
    clearTimeout(late);
  };

  const stop = async () => {
    await proxy?.close();
    await end("SIGTERM");
    await rm(stateDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };

  try {
    await start();
  } catch (error) {
    await stop();
    throw error;
  }

  return {
    url,
    port,
    token: auth.mode === "token" ? auth.token : undefined,
    password: auth.mode === "password" ? auth.password : undefined,
    stateDir,
    logTail,
    cli: (args) => runCli(installed, args, env, stateDir),
    kill: () => end("SIGKILL"),
    restart: async () => {
      await end("SIGTERM");
      await start();
    },
    stop,
  };
}

/**
 * An IPv4 address of this machine that isn't loopback. What is sent to it never leaves the machine. Throws where there is
 * none: a gateway takes everything else for its own machine.
 */
export function ownAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const own = all.find(({ family, internal, address }) => family === "IPv4" && !internal && !isLinkLocal(address));
  if (!own) throw new Error("This test needs a network address beside loopback, and this machine has none");
  return own.address;
}

const isLinkLocal = (address: string) => address.startsWith("169.254.");

function withSecret(auth: NonNullable<RealGatewayOptions["auth"]>) {
  if (auth.mode === "token") return { mode: auth.mode, token: auth.token ?? randomBytes(24).toString("base64url") };
  if (auth.mode === "password") {
    return { mode: auth.mode, password: auth.password ?? randomBytes(24).toString("base64url") };
  }
  return { mode: auth.mode };
}

/** The gateway sees nothing of the machine it is tested on: no user's config, no user's credentials. */
function gatewayEnvironment(stateDir: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env["PATH"],
    LANG: "C.UTF-8",
    TMPDIR: process.env["TMPDIR"],
    HOME: path.join(stateDir, "home"),
    OPENCLAW_STATE_DIR: stateDir,
    OPENCLAW_CONFIG_PATH: path.join(stateDir, "openclaw.json"),
    NO_COLOR: "1",
  };
}

/** True once a WebSocket opens there and the gateway greets with its challenge: a bare port is open earlier. */
function listens(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    // Whose certificate it is doesn't matter here: nothing is sent.
    const socket = new WebSocket(url, { handshakeTimeout: 2_000, rejectUnauthorized: false });
    const done = (answer: boolean) => {
      socket.removeAllListeners();
      socket.on("error", () => undefined);
      socket.terminate();
      resolve(answer);
    };
    socket.once("message", () => done(true));
    socket.once("error", () => done(false));
    socket.once("close", () => done(false));
  });
}

function runCli(
  installed: { entry: string; node: string },
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  cwd: string,
): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      installed.node,
      [installed.entry, ...args],
      { env, cwd, timeout: 60_000, maxBuffer: 16 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (error) reject(new Error(`openclaw ${args.join(" ")} failed: ${error.message}\n${stdout}\n${stderr}`));
        else resolve(stdout);
      },
    );
  });
}
