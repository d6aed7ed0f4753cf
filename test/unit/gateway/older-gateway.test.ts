import { expect, test } from "vitest";
import { codeMaking, olderGatewayLimits } from "../../../src/gateway/older-gateway.ts";

const old = ["device.pair.list", "device.pair.remove"];
const limits = (methods: string[], protocol: number) => olderGatewayLimits({ methods: new Set(methods), protocol });

test("a gateway that leaves removed devices connected is said to", () => {
  expect(limits(old, 3)[0]).toContain("leaves a removed device's open connection alone");
  expect(limits([...old, "node.pair.remove"], 3).join()).not.toContain("open connection");
});

test("what is missing is said by generation, and nothing where nothing is missing", () => {
  expect(limits([...old, "node.pair.remove"], 3)).toEqual([
    expect.stringContaining("set-up codes on its command line"),
  ]);
  expect(limits([...old, "node.pair.remove"], 4)).toEqual([expect.not.stringContaining("set-up codes")]);
  expect(limits([...old, "node.pair.remove", "device.pair.rename"], 4)).toEqual([]);
});

test("which set-up codes it makes is known without asking", () => {
  const codes = (methods: string[], protocol: number) => codeMaking({ methods: new Set(methods), protocol });
  expect(codes(old, 3)).toBe("command-line");
  expect(codes([...old, "node.pair.remove"], 3)).toBe("command-line");
  expect(codes([...old, "node.pair.remove"], 4)).toBe("full-access");
  expect(codes([...old, "node.pair.remove", "device.pair.rename"], 4)).toBe("any");
  expect(codes([], 3)).toBe("any");
});

test("a hello that lists nothing says nothing", () => {
  expect(limits([], 4)).toEqual([]);
});
