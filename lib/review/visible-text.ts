// Text that may come from a file under review, so that it can be shown: a character that nobody sees, such as one that begins a
// line, moves the cursor or changes the direction of writing, is shown by its number.

/** Text of one line. */
export function visibleText(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, numberOf);
}

/** Text whose lines and tabs stay. */
export function visibleLines(text: string): string {
  return text.replace(/\r\n/g, "\n").replace(/[^\P{C}\t\n]|[\p{Zl}\p{Zp}]/gu, numberOf);
}

function numberOf(sign: string): string {
  return `\\u{${sign.codePointAt(0)?.toString(16)}}`;
}
