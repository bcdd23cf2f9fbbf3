/** The panels, in the order of their tabs: each a function of the state. */
import type { ComponentType } from "preact";
import type { ExplorerState, View } from "../state.ts";
import { FindPanel } from "./find.tsx";
import { JudgePanel } from "./judge.tsx";
import { LayoutPanel } from "./layout.tsx";
import { ReportPanel } from "./report.tsx";

interface Panel {
  readonly title: string;
  readonly panel: ComponentType<{ state: ExplorerState }>;
}

export const PANELS: Readonly<Record<View, Panel>> = {
  layout: { title: "Layout", panel: LayoutPanel },
  judge: { title: "Judge a dump", panel: JudgePanel },
  find: { title: "Find a size", panel: FindPanel },
  report: { title: "Report", panel: ReportPanel },
};
