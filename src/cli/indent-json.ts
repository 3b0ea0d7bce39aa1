/** Indents compact JSON without reading its numbers, which might lose digits. */
export function indentJson(json: string): string {
  let depth = 0;
  const pretty = json.replaceAll(/"(?:[^"\\]|\\.)*"|[[\]{},:]/g, (piece, at: number) => {
    const line = (levels: number): string => `\n${'  '.repeat(levels)}`;
    const isEmpty = '[{'.includes(piece) && '}]'.includes(json.charAt(at + 1));
    const wasEmpty = '}]'.includes(piece) && '[{'.includes(json.charAt(at - 1));
    if (piece === '[' || piece === '{') return isEmpty ? piece : piece + line((depth += 1));
    if (piece === ']' || piece === '}') return wasEmpty ? piece : line((depth -= 1)) + piece;
    if (piece === ',') return piece + line(depth);
    return piece === ':' ? ': ' : piece;
  });
  return `${pretty}\n`;
}
