/** What a gateway does about lock-outs, in memory: lists, presence, reject, remove. */
export class PlayedLockOutGateway {
  pending: Record<string, unknown>[] = [];
  paired: Record<string, unknown>[] = [];
  /** Device ids that it keeps from this session: without `operator.admin` one sees only one's own entry. */
  hidden: string[] = [];
  /** Device ids that presence names as connected. */
  online: string[] = [];
  /** How many times presence is asked until a removed device's connection counts as closed. */
  closesBy = 0;
  /** This method is done, but its answer never comes. */
  swallow: string | undefined;
  /** What rejecting and removing fail with. */
  failure: Error | undefined;
  /** How many times the list was asked for. */
  looks = 0;
  readonly #calls: string[] = [];

  /** What changed something, in order. */
  sent(): readonly string[] {
    return this.#calls;
  }

  list(): unknown {
    return {
      pending: [...this.pending],
      paired: this.paired.filter((row) => !this.hidden.includes(String(row["deviceId"]))),
    };
  }

  async handle(method: string, params: unknown): Promise<unknown> {
    const { requestId, deviceId } = params as { requestId?: string; deviceId?: string };
    if (method === "device.pair.list") {
      this.looks += 1;
      return this.list();
    }
    if (method === "system-presence") return this.#presence();
    this.#calls.push(`${method.split(".").at(-1) ?? ""} ${requestId ?? deviceId ?? ""}`);
    if (this.failure) throw this.failure;
    if (method === "device.pair.reject") this.pending = this.pending.filter((row) => row["requestId"] !== requestId);
    if (method === "device.pair.remove") this.paired = this.paired.filter((row) => row["deviceId"] !== deviceId);
    return method === this.swallow ? new Promise(() => undefined) : {};
  }

  #presence(): unknown {
    const listed = new Set(this.paired.map((row) => row["deviceId"]));
    if (this.online.some((id) => id !== "self" && !listed.has(id))) {
      this.closesBy -= 1;
      if (this.closesBy < 0) this.online = this.online.filter((id) => id === "self" || listed.has(id));
    }
    return [{ host: "gateway", reason: "self" }, ...this.online.map((deviceId) => ({ deviceId, reason: "connect" }))];
  }
}
