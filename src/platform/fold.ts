/** A text folded for matching: width, case, spacing and invisible characters make no difference; accents do. */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .toUpperCase() // upper first: ß and SS, ς and σ meet
    .toLowerCase()
    .normalize('NFKC')
    .replace(/\s+/gu, ' ')
    .trim();
}
