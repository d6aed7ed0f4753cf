/** An error as a response frame carries it. Clients branch on `code` and `details.code`, never on `message`. */
export interface WireError {
  readonly code: string;
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly retryable?: boolean;
  readonly retryAfterMs?: number;
}

export const invalidRequest = (message: string): WireError => ({ code: "INVALID_REQUEST", message });

export const missingScopeError = (scope: string, required: readonly string[] = [scope]): WireError => ({
  code: "FORBIDDEN",
  message: `missing scope: ${scope}`,
  details: { code: "MISSING_SCOPE", missingScope: scope, requiredScopes: required },
});

/** An event for operators with `operator.pairing`. */
export interface WireEvent {
  readonly event: string;
  readonly payload: Readonly<Record<string, unknown>>;
}
