import { useId } from 'react';
import type { Placed } from '../../../kit.ts';
import { ElementView, placedIn } from '../elements/ElementView.tsx';
import { Words } from '../text/Words.tsx';
import { Picture } from './Picture.tsx';

export function SectionBlock({ block }: { block: Placed['block'] }) {
  const label = useId();
  const { accessory } = block;
  return (
    <div className="block-section">
      <div className="section-text" id={label}>
        {block.text !== undefined && (
          <div>
            <Words text={block.text} />
          </div>
        )}
        {block.fields && (
          <div className="section-fields">
            {block.fields.map((field, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: they have no other name, and keep their order
              <div key={index}>
                <Words text={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {accessory && (
        <div className="section-accessory">
          {accessory.type === 'image' ? (
            <Picture alt={accessory.alt_text ?? ''} file={accessory.slack_file?.id} />
          ) : (
            <ElementView placed={placedIn(block, accessory)} labelledBy={label} />
          )}
        </div>
      )}
    </div>
  );
}
