import { z } from "zod";

/** Whom a gateway lets in without asking anybody, as its configuration says. */
export interface AutoApproval {
  /** Programs on the gateway's own machine. */
  readonly local: boolean;
  /** Nodes from these networks. */
  readonly cidrs: readonly string[];
  /** Nodes whose machine the gateway reaches by SSH and recognises. */
  readonly ssh: boolean;
}

const pairing = z.object({
  autoApproveLocal: z.boolean().optional().catch(undefined),
  autoApproveCidrs: z.array(z.string().max(64)).max(100).optional().catch(undefined),
  // false, true, or an object that tunes it.
  sshVerify: z.unknown().optional(),
});
const answer = z.object({
  config: z.object({
    gateway: z
      .object({
        nodes: z
          .object({ pairing: pairing.optional().catch(undefined) })
          .optional()
          .catch(undefined),
      })
      .optional()
      .catch(undefined),
  }),
});

/**
 * Reads the answer of `config.get` and keeps nothing else of it: a configuration is full of other people's business.
 * What isn't set has the gateway's default (loopback and SSH on, no networks; its configuration reference).
 * Undefined when it is no such answer.
 */
export function readAutoApproval(payload: unknown): AutoApproval | undefined {
  const read = answer.safeParse(payload).data;
  if (!read) return undefined;
  const { autoApproveLocal = true, autoApproveCidrs = [], sshVerify } = read.config.gateway?.nodes?.pairing ?? {};
  return { local: autoApproveLocal, cidrs: autoApproveCidrs, ssh: sshVerify !== false };
}
