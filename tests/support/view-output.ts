import type { ViewOutput } from '@slack/bolt';

/** A modal as Slack sends it back: what a test does not name is empty. */
export function viewOutput(part: Partial<ViewOutput>): ViewOutput {
  return {
    ...{ id: 'V0SAMPLE', callback_id: '', external_id: '', type: 'modal', hash: '', private_metadata: '' },
    ...{ team_id: 'T0SAMPLE', app_id: null, app_installed_team_id: 'T0SAMPLE', bot_id: 'B0SAMPLE' },
    title: { type: 'plain_text', text: 'Sample' },
    ...{ blocks: [], close: null, submit: null, state: { values: {} } },
    ...{ root_view_id: null, previous_view_id: null, clear_on_close: false, notify_on_close: false },
    ...part,
  };
}
