import type { Block, Element, Placed } from '../../../kit.ts';
import { ElementView, placedIn, Unknown } from '../elements/ElementView.tsx';
import { Words } from '../text/Words.tsx';
import { InputBlock } from './InputBlock.tsx';
import { Picture } from './Picture.tsx';
import { SectionBlock } from './SectionBlock.tsx';

type Named = Placed['block'];

export function Blocks({ blocks }: { blocks: Block[] }) {
  return (
    <div className="blocks">
      {blocks.map((block, index) => (
        <BlockView key={block.block_id ?? index} block={block as Named} />
      ))}
    </div>
  );
}

function BlockView({ block }: { block: Named }) {
  switch (block.type) {
    case 'section':
      return <SectionBlock block={block} />;
    case 'input':
      return <InputBlock block={block} />;
    case 'header':
      return (
        <h3 className="block-header">
          <Words text={block.text} />
        </h3>
      );
    case 'divider':
      return <hr className="block-divider" />;
    case 'context':
      return (
        <div className="block-context">
          {(block.elements ?? []).map((element, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: they have no other name, and keep their order
            <ContextItem key={index} element={element} />
          ))}
        </div>
      );
    case 'actions':
      return (
        <div className="block-actions">
          {(block.elements ?? []).map((element) => (
            <ElementView key={element.action_id} placed={placedIn(block, element)} />
          ))}
        </div>
      );
    case 'image':
      return <Picture alt={block.alt_text ?? ''} title={block.title} file={block.slack_file?.id} />;
    default:
      return <Unknown what={`blocks of type ${block.type}`} />;
  }
}

function ContextItem({ element }: { element: Element }) {
  if (element.type === 'image')
    return <Picture alt={element.alt_text ?? ''} file={element.slack_file?.id} small />;
  return (
    <span>
      <Words text={{ type: element.type, text: String(element.text ?? '') }} />
    </span>
  );
}
