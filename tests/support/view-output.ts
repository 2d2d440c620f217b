import type { ShownView } from '../../listeners/payloads.ts';

/** A modal as Slack sends it back: what a test does not name is empty. */
export function viewOutput(part: Partial<ShownView>): ShownView {
  return {
    ...{ id: 'V0SAMPLE', callback_id: '', type: 'modal', hash: '', private_metadata: '' },
    title: { type: 'plain_text', text: 'Sample' },
    ...{ blocks: [], state: { values: {} } },
    ...part,
  };
}
