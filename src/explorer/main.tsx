/** The one script of the page; in a worker, which is started with the same script, the other side. */
import { render } from "preact";
import { Page } from "./page.tsx";
import { followAddress } from "./store.ts";
import "./styles/base.css";
import "./styles/head.css";
import "./styles/drawing.css";
import "./styles/panels.css";
import "./styles/narrow.css";
import { prepare } from "./worker/client.ts";
import { serve } from "./worker/serve.ts";

if (typeof document === "undefined") serve();
else {
  followAddress();
  render(<Page />, document.querySelector("#page") as Element);
  requestAnimationFrame(() => setTimeout(prepare, 100));
}
