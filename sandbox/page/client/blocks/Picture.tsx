import { useState } from 'react';
import type { Text } from '../../../kit.ts';
import { useReader } from '../text/reader.ts';
import { Words } from '../text/Words.tsx';

/** A picture that the app uploaded; the words that stand for it where there is none to be had. */
export function Picture({
  alt,
  title,
  file,
  small,
}: {
  alt: string;
  title?: Text | undefined;
  /** Its id. */
  file?: string | undefined;
  small?: boolean;
}) {
  const { me } = useReader();
  const [missing, setMissing] = useState<string | null>(null);
  return (
    <figure className={small ? 'picture small' : 'picture'}>
      {title && (
        <figcaption>
          <Words text={title} />
        </figcaption>
      )}
      {file !== undefined && file !== missing ? (
        <img
          src={`/api/as/${encodeURIComponent(me.name)}/file/${encodeURIComponent(file)}`}
          alt={alt}
          onError={() => setMissing(file)}
        />
      ) : (
        <div role="img" aria-label={alt}>
          {alt}
        </div>
      )}
    </figure>
  );
}
