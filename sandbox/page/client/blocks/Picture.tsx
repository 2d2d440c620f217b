import type { Text } from '../../../kit.ts';
import { Words } from '../text/Words.tsx';

/** The sandbox keeps no files: a picture is shown by the words that stand for it. */
export function Picture({ alt, title, small }: { alt: string; title?: Text | undefined; small?: boolean }) {
  return (
    <figure className={small ? 'picture small' : 'picture'}>
      {title && (
        <figcaption>
          <Words text={title} />
        </figcaption>
      )}
      <div role="img" aria-label={alt}>
        {alt}
      </div>
    </figure>
  );
}
