/** What somebody wrote, fit to be shown back: short, and on one line. */
export function quoted(text: string): string {
  const characters = [...text.slice(0, 200).replace(/[\p{Cc}\p{Cs}]/gu, '\uFFFD')];
  return `"${characters.length > 60 ? `${characters.slice(0, 59).join('')}…` : characters.join('')}"`;
}
