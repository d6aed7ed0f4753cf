import { Ban, KeyRound, ShieldAlert } from "lucide-react";
import { useId, useState } from "react";
import type { DeviceView, Fact, TokenView } from "../../src/app/snapshot.ts";
import { AccessSentences } from "../parts/access-lines.tsx";
import { Button } from "../parts/button.tsx";
import { Callout } from "../parts/callout.tsx";
import { useConfirm } from "../parts/confirm.ts";
import { Facts } from "../parts/facts.tsx";
import { Pill } from "../parts/pill.tsx";
import { Ago } from "../parts/times.tsx";
import { isBusy } from "../busy.ts";
import { useSender } from "../send.ts";
import { fullTime } from "../time-words.ts";
import { revokeQuestion } from "./device-questions.ts";
import { DeviceRename } from "./device-rename.tsx";
import { TokenRotate } from "./token-rotate.tsx";

interface DeviceDetailsProps {
  readonly device: DeviceView;
  /** The entry that took its place, when its machine paired again. */
  readonly laterName: string | undefined;
}

/** A device's page: everything the gateway knows about it, and everything that can be done to it. */
export function DeviceDetails({ device, laterName }: DeviceDetailsProps) {
  const { send } = useSender();
  const facts: readonly (Fact | false)[] = [
    ...device.facts,
    device.pairedAtMs !== undefined && { label: "Paired", value: fullTime(device.pairedAtMs) },
    device.approvedVia !== undefined && { label: "Came in", value: device.approvedVia },
    { label: "Device ID", value: device.deviceId },
  ];
  return (
    <>
      {!device.canManage && device.cannotManage && <Callout tone="info" sentence={device.cannotManage} />}
      {laterName !== undefined && (
        <Callout
          tone="info"
          sentence={`This machine paired again later, as “${laterName}”, and has not used this entry since.`}
          step="It can be removed."
        />
      )}
      <div className="device-actions">
        <DeviceRename device={device} />
        {!device.isSelf && (
          <Button
            icon={<ShieldAlert size={14} aria-hidden />}
            onPress={() => void send({ type: "open", view: "lost-device", key: device.key })}
          >
            Lost it…
          </Button>
        )}
      </div>
      <Facts facts={facts.filter((fact) => fact !== false)} />
      {device.tokens.map((token) => (
        <Token key={token.role} device={device} token={token} />
      ))}
      {device.tokens.length === 0 && <p className="quiet">It has no tokens: it can’t connect on its own.</p>}
      {device.commands.length > 0 && (
        <details>
          <summary>Commands it offers ({device.commands.length})</summary>
          <p className="tags">
            {device.commands.map((command) => (
              <code key={command}>{command}</code>
            ))}
          </p>
        </details>
      )}
    </>
  );
}

function Token({ device, token }: { readonly device: DeviceView; readonly token: TokenView }) {
  const id = useId();
  const confirm = useConfirm();
  const { busy, refusal, send } = useSender();
  const { gatewayId, deviceId } = device;
  const { role } = token;
  const revoked = token.revokedAtMs !== undefined;
  const [rotating, setRotating] = useState(false);
  const over = busy || !device.canManage || isBusy(device.action);
  const cannot = token.cannotRevoke ?? token.cannotRotate;
  return (
    <section className="token" aria-labelledby={id}>
      <div className="token-head">
        <KeyRound size={16} aria-hidden />
        <h3 id={id}>
          Role <code>{token.role}</code>
        </h3>
        {revoked ? (
          <Pill tone="neutral" icon={<Ban size={12} aria-hidden />}>
            Revoked
          </Pill>
        ) : (
          <Button
            look="quiet-danger"
            off={over || token.cannotRevoke !== undefined}
            describedBy={token.cannotRevoke === undefined ? id : `${id}-cannot`}
            onPress={() =>
              confirm(revokeQuestion(device, token, () => void send({ type: "revoke", gatewayId, deviceId, role })))
            }
          >
            Revoke
          </Button>
        )}
      </div>
      <p>{token.roleWords}</p>
      {device.canManage && cannot !== undefined && (
        <p id={`${id}-cannot`} className="quiet">
          {cannot}
        </p>
      )}
      {!revoked && <AccessSentences lines={token.scopes} showRisk />}
      <p className="quiet">
        <TokenTimes token={token} />
      </p>
      {refusal && <Callout tone="warning" role="status" sentence={refusal.sentence} step={refusal.step} />}
      {rotating ? (
        <TokenRotate device={device} token={token} onClose={() => setRotating(false)} />
      ) : (
        <div>
          <Button
            off={over || token.cannotRotate !== undefined}
            describedBy={token.cannotRotate === undefined ? id : `${id}-cannot`}
            onPress={() => setRotating(true)}
          >
            Rotate…
          </Button>
        </div>
      )}
    </section>
  );
}

function TokenTimes({ token }: { readonly token: TokenView }) {
  const times: readonly (readonly [words: string, atMs: number | undefined])[] = [
    ["Created", token.createdAtMs],
    ["rotated", token.rotatedAtMs],
    ["last used", token.lastUsedAtMs],
    ["revoked", token.revokedAtMs],
  ];
  const known = times.filter((time): time is readonly [string, number] => time[1] !== undefined);
  if (known.length === 0) return <>The gateway doesn’t say when it was used.</>;
  return known.map(([words, atMs], index) => (
    <span key={words}>
      {index > 0 && ", "}
      {words} <Ago atMs={atMs} />
    </span>
  ));
}
