/** The panels, in the order of their tabs: each a function of the state. */
import type { ComponentType } from "preact";
import type { ExplorerState, View } from "../state.ts";
import { BenchPanel } from "./bench.tsx";
import { ComparePanel } from "./compare.tsx";
import { FindPanel } from "./find.tsx";
import { JudgePanel } from "./judge.tsx";
import { KernelPanel } from "./kernel.tsx";
import { LayoutPanel } from "./layout.tsx";
import { MasksPanel } from "./masks.tsx";
import { ModelPanel } from "./model.tsx";
import { OwnPanel } from "./own.tsx";
import { ReportPanel } from "./report.tsx";
import { RulesPanel } from "./rules.tsx";

interface Panel {
  readonly title: string;
  readonly panel: ComponentType<{ state: ExplorerState }>;
}

export const PANELS: Readonly<Record<View, Panel>> = {
  layout: { title: "Layout", panel: LayoutPanel },
  judge: { title: "Judge a dump", panel: JudgePanel },
  find: { title: "Find a size", panel: FindPanel },
  compare: { title: "Compare", panel: ComparePanel },
  rules: { title: "Rules", panel: RulesPanel },
  kernel: { title: "Kernel", panel: KernelPanel },
  masks: { title: "Every mask", panel: MasksPanel },
  model: { title: "Promises", panel: ModelPanel },
  own: { title: "Your processor", panel: OwnPanel },
  report: { title: "Report", panel: ReportPanel },
  bench: { title: "Bench", panel: BenchPanel },
};
