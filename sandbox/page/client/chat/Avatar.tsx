import type { PersonSeen } from '../../shapes.ts';

/** The first letters of a name, places left out, on a colour that stays the same for a person. */
export function Avatar({ person, size }: { person: PersonSeen | undefined; size?: 'small' }) {
  const words = (person?.realName ?? '?').replace(/^Sample | \(.*\)$/g, '').split(/\s+/);
  const isShort = words.length === 1 && /^\p{Lu}+$/u.test(words[0] ?? '');
  const letters = isShort ? (words[0] ?? '') : words.map((word) => word.charAt(0)).join('');
  const hue = [...(person?.id ?? '')].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 8, 0);
  return (
    <span className={`avatar hue-${person?.isBot ? 'app' : hue} ${size ?? ''}`} aria-hidden="true">
      {letters.slice(0, 2).toUpperCase()}
    </span>
  );
}
