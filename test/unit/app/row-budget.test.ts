import { expect, test } from "vitest";
import { RowBudget } from "../../../src/app/row-budget.ts";

const MINUTE = 60_000;
const bounds = [
  { rows: 6, ms: MINUTE },
  { rows: 20, ms: 60 * MINUTE },
];

test("what comes beyond the rows of a minute is counted, and the next minute has room again", () => {
  const budget = new RowBudget(bounds);
  const taken = Array.from({ length: 10 }, (_, second) => budget.take(second * 1_000));
  expect(taken.filter(Boolean)).toHaveLength(6);
  expect(budget.roomAtMs()).toBe(MINUTE);
  expect(budget.over()).toBe(4);
  expect(budget.over(), "counted once").toBe(0);
  expect(budget.take(MINUTE)).toBe(true);
});

test("one who is patient finds the rows of an hour used up", () => {
  const budget = new RowBudget(bounds);
  const taken = Array.from({ length: 59 }, (_, minute) => budget.take(minute * MINUTE));
  expect(taken.filter(Boolean)).toHaveLength(20);
  expect(budget.roomAtMs()).toBe(60 * MINUTE);
  expect(budget.take(60 * MINUTE)).toBe(true);
});

test("a clock that is set back closes it to nobody", () => {
  const budget = new RowBudget(bounds);
  for (let n = 0; n < 10; n += 1) budget.take(100 * MINUTE);
  expect(budget.take(5 * MINUTE)).toBe(true);
});
