import { type RefObject, useEffect, useRef } from 'react';

const FIELDS = 'input:not([type=hidden]), textarea, select';

/** Brings the focus into a modal when it opens or becomes another one, and back when it closes. */
export function useFocusInside(box: RefObject<HTMLElement | null>, title: string, content: unknown): void {
  useEffect(() => {
    const before = document.activeElement;
    return () => {
      const composer = document.querySelector<HTMLElement>('.composer textarea');
      const back = before instanceof HTMLElement && before.isConnected && before !== document.body;
      (back ? before : composer)?.focus();
    };
  }, []);
  const isNew = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another content begins at its top
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    element.querySelector('.modal-body')?.scrollTo({ top: 0 });
    if (document.activeElement?.closest('.bar, .tour, .traffic')) return;
    const first = isNew.current ? element.querySelector<HTMLElement>(`.modal-body :is(${FIELDS})`) : null;
    isNew.current = false;
    (first ?? element).focus();
  }, [box, title]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a replaced content may have taken the focus with it
  useEffect(() => {
    if (document.activeElement === document.body) box.current?.focus();
  }, [box, content]);
}
