import { useCallback, useMemo, useState } from "react";
import type { RequestView } from "../src/app/snapshot.ts";

/** Requests that were picked, each as it was on screen then. */
export interface Selection {
  readonly on: boolean;
  /** Only what still is as it was when it was picked. */
  readonly picked: readonly RequestView[];
  readonly isPicked: (request: RequestView) => boolean;
  readonly start: () => void;
  readonly stop: () => void;
  readonly pick: (request: RequestView, on: boolean) => void;
  /** All that are in the list now; what comes later isn't among them. */
  readonly pickAll: () => void;
  /** Of the picked ones, those whose card was in view as it is now: nothing else is approved. */
  readonly displayed: readonly RequestView[];
  /** This card came into view. */
  readonly display: (request: RequestView) => void;
}

/** Digests of the picked requests by key. A request that changes is no longer picked: nobody picked what it is now. */
export function useSelection(requests: readonly RequestView[]): Selection {
  const [digests, setDigests] = useState<ReadonlyMap<string, string>>();
  const [seen, setSeen] = useState<ReadonlyMap<string, string>>(new Map());
  const isPicked = useCallback((request: RequestView) => digests?.get(request.key) === request.digest, [digests]);
  const picked = useMemo(() => (digests ? requests.filter(isPicked) : []), [digests, requests, isPicked]);
  const displayed = useMemo(() => picked.filter(({ key, digest }) => seen.get(key) === digest), [picked, seen]);
  const display = useCallback(({ key, digest }: RequestView) => {
    setSeen((old) => (old.get(key) === digest ? old : new Map(old).set(key, digest)));
  }, []);
  const pick = useCallback((request: RequestView, on: boolean) => {
    setDigests((old) => {
      const next = new Map(old);
      if (on) next.set(request.key, request.digest);
      else next.delete(request.key);
      return next;
    });
  }, []);
  return {
    on: digests !== undefined,
    picked,
    isPicked,
    start: () => {
      setSeen(new Map());
      setDigests(new Map());
    },
    stop: () => setDigests(undefined),
    pick,
    displayed,
    display,
    pickAll: () => setDigests(new Map(requests.map((request) => [request.key, request.digest]))),
  };
}
