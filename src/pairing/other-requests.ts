/** A paired node that asks for its commands to be used: the gateway's second queue. It waits until it is answered. */
export interface NodeAccessRequest {
  readonly requestId: string;
  readonly nodeId: string;
  readonly displayName?: string;
  readonly platform?: string;
  readonly deviceFamily?: string;
  readonly clientId?: string;
  readonly clientMode?: string;
  readonly remoteIp?: string;
  readonly version?: string;
  readonly caps: readonly string[];
  readonly commands: readonly string[];
  /** What whoever approves must hold; the gateway says it. */
  readonly requiredApproveScopes: readonly string[];
  /** ms since the epoch, by the gateway's clock. */
  readonly askedAtMs: number;
}

/** A person who wrote in a channel and isn't known there: the third queue. Nothing tells of it, so it has to be asked. */
export interface DirectMessageRequest {
  readonly requestId: string;
  readonly channel: string;
  readonly channelLabel?: string;
  readonly accountId: string;
  readonly accountLabel?: string;
  readonly senderId: string;
  /** What kind of id `senderId` is, in the channel's own word. */
  readonly senderLabel?: string;
  /** What the channel tells of the person, by its own keys. Chosen by the person. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  /** The gateway can tell the person. */
  readonly notifySupported: boolean;
}

/** What the list of direct messages says beside the requests. */
export interface DirectMessageList {
  readonly requests: readonly DirectMessageRequest[];
  /** Nobody may give commands in a channel yet, and the gateway offers to make the approved person that. */
  readonly offersOwner: boolean;
}
