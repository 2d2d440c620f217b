import type { PlainTextOption } from '@slack/types';
import { isRefusal } from '../src/platform/refusal.ts';
import { type Deps, type Visit, visit, type Who, withinEdge } from './edge.ts';
import type { SuggestionPayload } from './payloads.ts';
import { explain } from './trouble.ts';

/** What a menu offers for what is typed; `metadata`: what its window carries. */
export type SuggestionHandler = (visit: Visit, typed: string, metadata: string) => Promise<PlainTextOption[]>;

/** Runs one row of the table of menus that ask for their options. A menu can say nothing: it stays empty. */
export function frameSuggestion(deps: Deps, handler: SuggestionHandler) {
  return async (
    { action_id, value, view }: SuggestionPayload,
    who: Who,
    ack: (answer: { options: PlainTextOption[] }) => Promise<void>,
  ): Promise<void> => {
    const work = visit(deps, who, { ask: false })
      .then((visited) =>
        isRefusal(visited) ? [] : handler(visited, value.trim(), view?.private_metadata ?? ''),
      )
      .catch((error: unknown) => {
        explain(deps.log, error, 'a menu got no options', { action: action_id });
        return [];
      });
    await ack({ options: await withinEdge(work, () => []) });
  };
}
