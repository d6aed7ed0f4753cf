import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { drawDigits, readDigits } from "../../../src/short-code/digits.ts";

function bytesOf(...values: number[]): (length: number) => Uint8Array {
  const queue = [...values];
  return (length) => {
    const bytes = new Uint8Array(length);
    new DataView(bytes.buffer).setUint32(0, queue.shift() ?? 0);
    return bytes;
  };
}

test("leading zeros stay", () => {
  expect(drawDigits(bytesOf(42))).toBe("000042");
  expect(drawDigits(bytesOf(3_000_007))).toBe("000007");
});

test("numbers that would make low codes likelier are thrown away", () => {
  // 4,294 whole millions fit in 32 bits; what is above them is drawn again.
  expect(drawDigits(bytesOf(4_294_000_000, 4_294_967_295, 123_456))).toBe("123456");
  expect(drawDigits(bytesOf(4_293_999_999))).toBe("999999");
});

test("every digit is about as likely in every place", () => {
  const draws = 20_000;
  const counts = Array.from({ length: 6 }, () => new Array<number>(10).fill(0));
  for (let n = 0; n < draws; n++) {
    const digits = drawDigits((length) => randomBytes(length));
    expect(digits).toMatch(/^[0-9]{6}$/);
    for (let place = 0; place < 6; place++) counts[place]![Number(digits[place])]!++;
  }
  // 2,000 each; eight standard deviations are 340.
  for (const count of counts.flat()) expect(Math.abs(count - draws / 10)).toBeLessThan(340);
});

test("digits are read as people type them", () => {
  expect(readDigits(" 482 913 ")).toBe("482913");
  expect(readDigits("482-913\n")).toBe("482913");
  for (const typed of ["", "48291", "4829133", "48291a", "４８２９１３", "4".repeat(1e6)]) {
    expect(readDigits(typed)).toBeUndefined();
  }
});
