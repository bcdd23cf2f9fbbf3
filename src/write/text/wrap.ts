/** Long lines, broken where their parts meet. */

/** `text` in lines of at most `columns`, broken after `joint`, later lines indented by two. */
export function wrap(text: string, columns: number, joint: "+" | " "): string[] {
  const lines: string[] = [];
  let line = "";
  for (const part of text.split(new RegExp(`(?<=[${joint}])`))) {
    const length = line.length + part.trimEnd().length;
    if (line.trim() !== "" && length > columns) {
      lines.push(line.trimEnd());
      line = `  ${part}`;
    } else line += part;
  }
  return [...lines, line.trimEnd()];
}
