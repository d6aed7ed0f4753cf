import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { devicePake, laptopPake } from "../../../src/short-code/pake.ts";
import { checkNumber, isReceipt, openHandover, sealHandover, sealReceipt } from "../../../src/short-code/sealed.ts";

const origin = "http://192.168.1.5:8585";
const random = (length: number) => randomBytes(length);

async function agree(laptopDigits: string, deviceDigits: string, deviceOrigin = origin) {
  const laptop = await laptopPake(laptopDigits, origin);
  const device = await devicePake(deviceDigits, deviceOrigin);
  const answer = laptop.answer(device.request);
  const finished = device.finish(answer.response);
  return { answer, finished };
}

describe("the number to compare", () => {
  test("is the same two digits on both ends of a run, and says nothing about another", async () => {
    const numbers = new Set<string>();
    for (let run = 0; run < 12; run += 1) {
      const { answer, finished } = await agree("048213", "048213");
      const shown = checkNumber(finished!.keys, "run-1");
      expect(shown).toMatch(/^[0-9]{2}$/);
      expect(checkNumber(answer.finish(finished!.request), "run-1")).toBe(shown);
      numbers.add(shown);
    }
    // Twelve runs with the same digits: all alike by chance once in 10^22.
    expect(numbers.size).toBeGreaterThan(1);
  });

  test("is spread evenly, and bound to its run", () => {
    const keys = (byte: number) => ({
      laptopToDevice: new Uint8Array(32),
      deviceToLaptop: new Uint8Array(32).fill(byte),
    });
    const counts = new Map<string, number>();
    for (let byte = 0; byte < 256; byte += 1) {
      const number = checkNumber(keys(byte), "run-1");
      counts.set(number, (counts.get(number) ?? 0) + 1);
    }
    const runs = new Set(Array.from({ length: 50 }, (_, run) => checkNumber(keys(7), `run-${run}`)));
    expect(runs.size).toBeGreaterThan(20);
    expect(counts.size).toBeGreaterThan(75);
    expect(Math.max(...counts.values())).toBeLessThan(12);
  });
});

describe("the key exchange", () => {
  test("the same digits give both ends the same two keys, each time others", async () => {
    const first = await agree("048213", "048213");
    const keys = first.answer.finish(first.finished!.request);
    expect(keys).toEqual(first.finished!.keys);
    expect(keys.laptopToDevice).toHaveLength(32);
    expect(keys.laptopToDevice).not.toEqual(keys.deviceToLaptop);
    const second = await agree("048213", "048213");
    expect(second.finished!.keys).not.toEqual(keys);
  });

  test("with other digits the device learns that, and has nothing to send", async () => {
    expect((await agree("048213", "048214")).finished).toBeUndefined();
  });

  test("through another address it fails, so it can't be relayed", async () => {
    expect((await agree("048213", "048213", "http://192.168.1.66:8585")).finished).toBeUndefined();
  });

  test("an answer from someone who does not know the digits is not believed", async () => {
    const impostor = await laptopPake("111111", origin);
    const device = await devicePake("048213", origin);
    expect(device.finish(impostor.answer(device.request).response)).toBeUndefined();
  });

  test("the laptop believes no proof of another run, and no nonsense", async () => {
    const laptop = await laptopPake("048213", origin);
    const one = await devicePake("048213", origin);
    const other = await devicePake("048213", origin);
    const proof = one.finish(laptop.answer(one.request).response)!.request;
    expect(() => laptop.answer(other.request).finish(proof)).toThrow();
    expect(() => laptop.answer("AAAA")).toThrow();
    expect(() => laptop.answer(one.request).finish("AAAA")).toThrow();
  });
});

test("a box opens only with its key, in its run, whole", async () => {
  const { finished } = await agree("048213", "048213");
  const { keys } = finished!;
  const handover = { setupCode: "secret", access: "limited", goodForMs: 1_000 } as const;
  const box = sealHandover(keys, "run-1", handover, random);
  expect(openHandover(keys, "run-1", box)).toEqual(handover);
  expect(() => openHandover(keys, "run-2", box)).toThrow();
  const swapped = { laptopToDevice: keys.deviceToLaptop, deviceToLaptop: keys.laptopToDevice };
  expect(() => openHandover(swapped, "run-1", box)).toThrow();
  const bytes = Buffer.from(box, "base64url");
  bytes[30]! ^= 1;
  expect(() => openHandover(keys, "run-1", bytes.toString("base64url"))).toThrow();
});

test("a receipt counts only in its run, and nothing else is one", async () => {
  const { keys } = (await agree("048213", "048213")).finished!;
  const receipt = sealReceipt(keys, "run-1", random);
  expect(isReceipt(keys, "run-1", receipt)).toBe(true);
  expect(isReceipt(keys, "run-2", receipt)).toBe(false);
  expect(isReceipt(keys, "run-1", sealHandover(keys, "run-1", { setupCode: "x" }, random))).toBe(false);
  expect(isReceipt(keys, "run-1", "!!")).toBe(false);
});
