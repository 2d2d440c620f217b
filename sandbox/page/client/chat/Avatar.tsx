import type { PersonSeen } from '../../shapes.ts';

/** The first letters of a name, on a colour that stays the same for a person. */
export function Avatar({ person, size }: { person: PersonSeen | undefined; size?: 'small' }) {
  const words = (person?.realName ?? '?').replace(/^Sample /, '').split(/\s+/);
  const letters = words.map((word) => word.replace(/[^\p{L}]/gu, '').charAt(0)).join('');
  const hue = [...(person?.id ?? '')].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 8, 0);
  return (
    <span className={`avatar hue-${person?.isBot ? 'app' : hue} ${size ?? ''}`} aria-hidden="true">
      {letters.slice(0, 2).toUpperCase()}
    </span>
  );
}
