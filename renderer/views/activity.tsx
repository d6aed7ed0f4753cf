import { Download, History, Search } from "lucide-react";
import { useEffect, useId, useState } from "react";
import type { Intent } from "../../src/app/intent.ts";
import type { ActivityListView, ActivityView } from "../../src/app/snapshot.ts";
import { Button } from "../parts/button.tsx";
import { Callout } from "../parts/callout.tsx";
import { Empty } from "../parts/empty.tsx";
import { GatewayMark } from "../parts/gateway-mark.tsx";
import { Page } from "../parts/page.tsx";
import { Select } from "../parts/select.tsx";
import { useSender } from "../send.ts";
import { fullTime } from "../time-words.ts";

type Watch = Extract<Intent, { type: "watch-activity" }>;

const aboutWords: Readonly<Record<Watch["about"], string>> = {
  everything: "Everything",
  decisions: "Decisions",
  requests: "Requests",
  devices: "Devices",
  trouble: "What went wrong",
};
const byWords: Readonly<Record<Watch["by"], string>> = {
  anybody: "By anybody",
  "this-app": "By you",
  "another-operator": "By other operators",
  gateway: "By the gateway",
};

const PAGE_ROWS = 200;

interface ActivityViewProps {
  readonly rows: readonly ActivityView[];
  readonly list: ActivityListView;
}

/** What happened, newest first: asked, shown, decided, sent, confirmed or not. Main searches; this draws. */
export function ActivityPage({ rows, list }: ActivityViewProps) {
  const { refusal, send } = useSender();
  const [text, setText] = useState("");
  const [about, setAbout] = useState<Watch["about"]>("everything");
  const [by, setBy] = useState<Watch["by"]>("anybody");
  const [most, setMost] = useState(PAGE_ROWS);
  const id = useId();

  useEffect(() => {
    void send({ type: "watch-activity", on: true, text, about, by, most });
  }, [send, text, about, by, most]);
  useEffect(
    () => () => void send({ type: "watch-activity", on: false, text: "", about: "everything", by: "anybody", most: 1 }),
    [send],
  );

  return (
    <Page title="Activity">
      <div className="toolbar" role="search">
        <div className="search">
          <Search size={16} aria-hidden />
          <label htmlFor={id} className="hidden-text">
            Search activity
          </label>
          <input
            id={id}
            type="search"
            placeholder="Name, what happened, id…"
            maxLength={200}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
        <div className="toolbar-line">
          <Select label="About" options={aboutWords} value={about} onChange={setAbout} />
          <Select label="By whom" options={byWords} value={by} onChange={setBy} />
          <span className="count" role="status">
            {list.matching === list.total ? list.total : `${list.matching} of ${list.total}`}
            <span className="hidden-text"> rows</span>
          </span>
        </div>
      </div>
      {list.problems.map((problem) => (
        <Callout key={problem} tone="bad" sentence={problem} />
      ))}
      {refusal && <Callout tone="warning" role="alert" sentence={refusal.sentence} step={refusal.step} />}
      {rows.length === 0 ? (
        <Empty icon={History} title={list.total === 0 ? "Nothing yet" : "Nothing found"}>
          <p>
            Every request, every decision and what the gateway made of it is written down here, on this machine only.
          </p>
        </Empty>
      ) : (
        <ol className="activity">
          {rows.map((row) => (
            <ActivityRow key={row.key} row={row} />
          ))}
        </ol>
      )}
      {rows.length > 0 && <p className="quiet">The newest rows are kept, up to 5,000, on this machine only.</p>}
      <div className="activity-foot">
        {list.matching > rows.length && (
          <Button onPress={() => setMost(Math.min(5000, most + PAGE_ROWS))}>Show more</Button>
        )}
        <Button onPress={() => void send({ type: "export-activity" })} icon={<Download size={14} aria-hidden />}>
          Export as JSON…
        </Button>
      </div>
    </Page>
  );
}

function ActivityRow({ row }: { readonly row: ActivityView }) {
  return (
    <li className={`activity-row activity-${row.tone}`}>
      <p>
        <span className="activity-what">{row.what}</span> {row.name !== "" && <bdi>{row.name}</bdi>}
      </p>
      {row.detail !== undefined && <p>{row.detail}</p>}
      <p className="quiet">
        <time dateTime={new Date(row.atMs).toISOString()}>{fullTime(row.atMs)}</time>
        {"\u00A0· "}
        {row.by}
        {row.gateway !== "" && <GatewayMark id={row.gatewayId} former={row.gateway} />}
      </p>
    </li>
  );
}
