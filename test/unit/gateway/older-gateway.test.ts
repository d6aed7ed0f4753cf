import { expect, test } from "vitest";
import { olderGatewayLimits } from "../../../src/gateway/older-gateway.ts";

const old = ["device.pair.list", "device.pair.remove"];
const limits = (methods: string[], protocol: number) => olderGatewayLimits({ methods: new Set(methods), protocol });

test("a gateway that leaves removed devices connected is said to", () => {
  expect(limits(old, 3)[0]).toContain("leaves a removed device's open connection alone");
  expect(limits([...old, "node.pair.remove"], 3).join()).not.toContain("open connection");
});

test("what is missing is said by generation, and nothing where nothing is missing", () => {
  expect(limits([...old, "node.pair.remove"], 3)).toEqual([expect.stringContaining("no set-up codes")]);
  expect(limits([...old, "node.pair.remove"], 4)).toEqual([expect.not.stringContaining("set-up codes")]);
  expect(limits([...old, "node.pair.remove", "device.pair.rename"], 4)).toEqual([]);
});

test("a hello that lists nothing says nothing", () => {
  expect(limits([], 4)).toEqual([]);
});
