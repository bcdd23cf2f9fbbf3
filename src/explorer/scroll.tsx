/** What may be wider than the page, a table mostly: it scrolls by itself, by keyboard too. */
import type { ComponentChildren } from "preact";

export const Scroll = ({ label, children }: { label: string; children: ComponentChildren }) => (
  <section class="scroll" tabindex={0} aria-label={label}>
    {children}
  </section>
);
