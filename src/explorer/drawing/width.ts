/** The width of an element in pixels, so that a drawing is made for it and no text is scaled. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";

export function useWidth<Of extends HTMLElement>(): [{ current: Of | null }, number] {
  const ref = useRef<Of>(null);
  const [width, setWidth] = useState(() => Math.max(280, Math.min(1240, innerWidth - 40)));
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const measure = () => setWidth(Math.max(280, Math.floor(element.clientWidth)));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}
