import { method } from "./method.ts";

export const presenceMethods = {
  "system-presence": method({ scope: "operator.read" }, {}, (_params, { presence }) => ({
    ok: true,
    payload: presence(),
  })),
};
