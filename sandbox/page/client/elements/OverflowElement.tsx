import { Menu } from '../floating/Menu.tsx';
import { useOperator } from '../state/operator.ts';
import { Words } from '../text/Words.tsx';
import type { ElementProps } from './element-props.ts';

export function OverflowElement({ placed }: ElementProps) {
  const operator = useOperator();
  return (
    <Menu
      label="More"
      className="button overflow"
      align="end"
      disabled={operator.busy !== null}
      items={(placed.element.options ?? []).map((option, index) => ({
        key: option.value ?? String(index),
        text: <Words text={option.text} />,
        ...(option.description ? { note: <Words text={option.description} /> } : {}),
        onChoose: () => operator.press(placed, option),
      }))}
    >
      <span aria-hidden="true">⋯</span>
    </Menu>
  );
}
