import type { Element, Placed } from '../../../kit.ts';
import { ButtonElement } from './ButtonElement.tsx';
import { ChoiceElement } from './ChoiceElement.tsx';
import type { ElementProps } from './element-props.ts';
import { MomentElement } from './MomentElement.tsx';
import { OverflowElement } from './OverflowElement.tsx';
import { SelectElement } from './SelectElement.tsx';
import { TextElement } from './TextElement.tsx';

const VIEWS: Record<string, (props: ElementProps) => React.ReactNode> = {
  button: ButtonElement,
  overflow: OverflowElement,
  radio_buttons: ChoiceElement,
  checkboxes: ChoiceElement,
  plain_text_input: TextElement,
  email_text_input: TextElement,
  url_text_input: TextElement,
  number_input: TextElement,
  datepicker: TextElement,
  timepicker: TextElement,
  datetimepicker: MomentElement,
};

export function ElementView(props: ElementProps) {
  const { element } = props.placed;
  const View = VIEWS[element.type] ?? (element.type.endsWith('_select') ? SelectElement : undefined);
  return View ? <View {...props} /> : <Unknown what={element.type} />;
}

/** What this page cannot show is said, not left out. */
export const Unknown = ({ what }: { what: string }) => (
  <p className="unknown">This page does not know {what}.</p>
);

export const placedIn = (block: Placed['block'], element: Element): Placed => ({
  block,
  element: element as Placed['element'],
});
