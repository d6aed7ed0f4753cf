import { Ban, KeyRound } from "lucide-react";
import { useId } from "react";
import type { DeviceView, Fact, TokenView } from "../../src/app/snapshot.ts";
import { AccessSentences } from "../parts/access-lines.tsx";
import { Button } from "../parts/button.tsx";
import { Callout } from "../parts/callout.tsx";
import { useConfirm } from "../parts/confirm.ts";
import { Facts } from "../parts/facts.tsx";
import { Pill } from "../parts/pill.tsx";
import { Ago } from "../parts/times.tsx";
import { useSender } from "../send.ts";
import { fullTime } from "../time-words.ts";
import { revokeQuestion } from "./device-questions.ts";

/** Everything the gateway knows about one device. */
export function DeviceDetails({ device }: { readonly device: DeviceView }) {
  const facts: readonly (Fact | false)[] = [
    ...device.facts,
    device.pairedAtMs !== undefined && { label: "Paired", value: fullTime(device.pairedAtMs) },
    device.approvedVia !== undefined && { label: "Came in", value: device.approvedVia },
    { label: "Device ID", value: device.deviceId },
  ];
  return (
    <>
      {!device.canManage && device.cannotManage && <Callout tone="info" sentence={device.cannotManage} />}
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
            off={busy || !device.canManage || device.action.state === "sending"}
            describedBy={id}
            onPress={() =>
              confirm(revokeQuestion(device, token, () => void send({ type: "revoke", gatewayId, deviceId, role })))
            }
          >
            Revoke
          </Button>
        )}
      </div>
      <p>{token.roleWords}</p>
      {!revoked && <AccessSentences lines={token.scopes} showRisk />}
      <p className="quiet">
        <TokenTimes token={token} />
      </p>
      {refusal && <Callout tone="warning" role="status" sentence={refusal.sentence} step={refusal.step} />}
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
