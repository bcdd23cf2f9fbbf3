/** Text that others wrote, as the page may show it: short, in its own direction, nothing hidden. */
import { visibleLine } from "../write/index.ts";

/** `text` with what does not show made visible, cut to `most` characters. */
export function clip(text: string, most = 120): string {
  const shown = visibleLine(text.length > 4 * most ? text.slice(0, 4 * most) : text);
  return text.length > most || shown.length > 2 * most
    ? `${shown.slice(0, most)}… (${text.length} characters)`
    : shown;
}

/** The same where it stands in a sentence: its direction does not turn what is around it. */
export const Foreign = ({ text, most }: { text: string; most?: number }) => (
  <bdi>{clip(text, most)}</bdi>
);
