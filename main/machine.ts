import { devDependencies } from "../package.json";

/**
 * Whether this binary is the stand-in that tests and the demo may use where the official download is out of reach: it is
 * another version than the one the project names. A packed app is only ever made with the official one.
 */
export function isUnofficial(electronVersion: string, packed: boolean): boolean {
  return !packed && electronVersion !== devDependencies.electron;
}
