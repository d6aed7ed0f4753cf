import { X } from "lucide-react";
import type { NoticeView } from "../../src/app/snapshot.ts";
import { Button } from "../parts/button.tsx";
import { Callout } from "../parts/callout.tsx";
import { useSender } from "../send.ts";

/**
 * Things said once, docked above the foot, so that they never push a list about under the pointer. New ones are
 * announced; problems at once.
 */
export function Notices({ notices }: { readonly notices: readonly NoticeView[] }) {
  const { send } = useSender();
  return (
    <div className="notices" aria-live="polite" data-empty={notices.length === 0}>
      {notices.map((notice) => (
        <Callout
          key={notice.id}
          tone={notice.tone}
          sentence={notice.sentence}
          step={notice.step}
          role={notice.tone === "bad" ? "alert" : "status"}
        >
          {notice.offer && <Offer noticeId={notice.id} offer={notice.offer} />}
          <button
            type="button"
            className="icon-button"
            aria-label="Dismiss"
            onClick={() => void send({ type: "dismiss", noticeId: notice.id })}
          >
            <X size={16} aria-hidden />
          </button>
        </Callout>
      ))}
    </div>
  );
}

interface OfferProps {
  readonly noticeId: string;
  readonly offer: NonNullable<NoticeView["offer"]>;
}

/** Where the notice leads; taken, it has nothing more to say. */
function Offer({ noticeId, offer: { label, view, key } }: OfferProps) {
  const { send } = useSender();
  const open = async () => {
    await send({ type: "open", view, ...(key !== undefined && { key }) });
    await send({ type: "dismiss", noticeId });
  };
  return <Button onPress={() => void open()}>{label}</Button>;
}
