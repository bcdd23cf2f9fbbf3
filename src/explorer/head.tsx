/** The head of the page: the processor, the mask, the two sizes and whether the mask is legal. */
import { useState } from "preact/hooks";
import {
  CATALOGUE,
  compactedSize,
  hex,
  illegalities,
  maskNames,
  type Processor,
  parseMask,
  standardSize,
} from "../index.ts";
import { clip } from "./clip.tsx";
import { isCatalogued } from "./own-processor.ts";
import { withCpu } from "./state.ts";
import { become, change, current, undo, undoable } from "./store.ts";

export function Head() {
  const { cpu, mask } = current.value;
  return (
    <header class="head">
      <h1>
        xsweep <span>explorer</span>
      </h1>
      <div class="field">
        <label for="cpu">Processor</label>
        <CpuChoice id="cpu" cpu={cpu} onChoose={(next) => become(withCpu(current.value, next))} />
      </div>
      <MaskField key={`${hex(mask)} ${cpu.id}`} cpu={cpu} mask={mask} />
      <div class="tools">
        <button type="button" disabled={undoable.value === 0} onClick={undo} title="Ctrl+Z">
          Undo
        </button>
        <ThemeButton />
      </div>
      <Answer cpu={cpu} mask={mask} />
    </header>
  );
}

/** A list of the catalogue, with the processor of one's own at its head. */
export function CpuChoice({
  id: field,
  cpu,
  onChoose,
}: {
  id: string;
  /** Null where none is chosen yet. */
  cpu: Processor | null;
  onChoose: (cpu: Processor) => void;
}) {
  const own = cpu !== null && !isCatalogued(cpu);
  const vendors = [...new Set(CATALOGUE.map(({ vendor }) => vendor))];
  return (
    <select
      id={field}
      value={cpu === null || own ? "" : cpu.id}
      onChange={({ currentTarget }) => {
        const found = CATALOGUE.find(({ id }) => id === currentTarget.value);
        if (found) onChoose(found);
      }}
    >
      {own ? <option value="">{clip(cpu.name, 60)} (yours)</option> : null}
      {cpu === null ? <option value="">a processor …</option> : null}
      {vendors.map((vendor) => (
        <optgroup key={vendor} label={vendor}>
          {CATALOGUE.filter((one) => one.vendor === vendor).map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  );
}

/** Takes any MASK text; a text that is none is explained below it, and changes nothing. */
function MaskField({ cpu, mask }: { cpu: Processor; mask: bigint }) {
  const [wrong, setWrong] = useState("");
  const read = (text: string) => {
    try {
      const next = parseMask(cpu, text);
      setWrong("");
      if (next !== current.value.mask) change({ mask: next });
    } catch (error) {
      setWrong(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <div class="field mask-field">
      <label for="mask">Mask</label>
      <input
        id="mask"
        spellcheck={false}
        autocomplete="off"
        defaultValue={hex(mask)}
        aria-describedby="mask-help"
        aria-invalid={wrong !== ""}
        onChange={({ currentTarget }) => read(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") read(event.currentTarget.value);
        }}
      />
      <span id="mask-help" class={wrong ? "wrong" : "quiet"} role={wrong ? "alert" : undefined}>
        {wrong ? clip(wrong, 300) : "0x602e7, 0-2,5-7,9, avx512+pkru, @all-amx"}
      </span>
    </div>
  );
}

/** The two sizes and the verdict, in words. */
function Answer({ cpu, mask }: { cpu: Processor; mask: bigint }) {
  const broken = illegalities(cpu, mask);
  return (
    <div class="answer" role="status">
      <p>
        <b>{standardSize(cpu, mask)}</b> standard <b>{compactedSize(cpu, mask)}</b> compacted{" "}
        <small>bytes</small>{" "}
        <span class={broken.length === 0 ? "good" : "bad"}>
          {broken.length === 0 ? "legal" : "illegal"}
        </span>
      </p>
      <p class="names">
        {broken.length === 0
          ? maskNames(cpu, mask)
              .split("+")
              .map((name) => clip(name, 24))
              .join(" + ")
          : clip(broken.join("; "), 400)}
      </p>
    </div>
  );
}

/** Light, dark, or as the system has it; kept for this page alone. */
function ThemeButton() {
  const [theme, setTheme] = useState(document.documentElement.dataset.theme ?? "system");
  const next = { system: "dark", dark: "light", light: "system" }[theme] ?? "system";
  return (
    <button
      type="button"
      onClick={() => {
        if (next === "system") delete document.documentElement.dataset.theme;
        else document.documentElement.dataset.theme = next;
        setTheme(next);
      }}
    >
      Theme: {theme}
    </button>
  );
}
