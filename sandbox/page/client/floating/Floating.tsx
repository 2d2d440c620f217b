import { type ReactNode, type RefObject, useLayoutEffect, useRef } from 'react';

const GAP = 4;
const EDGE = 8;

/** Shows its children over everything else, under or over the anchor, wherever there is room. */
export function Floating(props: {
  anchor: RefObject<HTMLElement | null>;
  onClose: () => void;
  /** As wide as the anchor at least. */
  wide?: boolean;
  align?: 'start' | 'end';
  children: ReactNode;
}) {
  const { anchor, onClose, wide = false, align = 'start' } = props;
  const box = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    element.showPopover();
    const place = () => {
      const from = anchor.current?.getBoundingClientRect();
      if (!from) return;
      element.style.minWidth = wide ? `${from.width}px` : '';
      element.style.maxHeight = '';
      const { width, height } = element.getBoundingClientRect();
      const below = innerHeight - from.bottom - GAP - EDGE;
      const above = from.top - GAP - EDGE;
      const goesUp = height > below && above > below;
      element.style.maxHeight = `${Math.max(120, goesUp ? above : below)}px`;
      const left = align === 'end' ? from.right - width : from.left;
      element.style.left = `${Math.max(EDGE, Math.min(left, innerWidth - width - EDGE))}px`;
      element.style.top = goesUp ? '' : `${from.bottom + GAP}px`;
      element.style.bottom = goesUp ? `${innerHeight - from.top + GAP}px` : '';
    };
    place();
    const outside = (event: Event) => {
      const target = event.target as Node;
      if (!element.contains(target) && !anchor.current?.contains(target)) close.current();
    };
    const resized = new ResizeObserver(place);
    resized.observe(element);
    addEventListener('scroll', place, true);
    addEventListener('resize', place);
    document.addEventListener('pointerdown', outside);
    return () => {
      resized.disconnect();
      removeEventListener('scroll', place, true);
      removeEventListener('resize', place);
      document.removeEventListener('pointerdown', outside);
    };
  }, [anchor, wide, align]);

  return (
    <div className="floating" popover="manual" ref={box}>
      {props.children}
    </div>
  );
}
