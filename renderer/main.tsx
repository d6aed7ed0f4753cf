import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { createStore } from "./store.ts";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/frame.css";
import "./styles/gateway.css";
import "./styles/request.css";
import "./styles/review.css";
import "./styles/device.css";
import "./styles/settings.css";
import "./styles/device-page.css";
import "./styles/lost-device.css";
import "./styles/pair.css";
import "./styles/forced-colors.css";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

const store = createStore(window.pairtray);
store.start();
createRoot(root).render(
  <StrictMode>
    <App store={store} />
  </StrictMode>,
);
