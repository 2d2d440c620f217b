import type { Core } from './core.ts';

/** Writes down what was called and answered; what breaks a rule of Slack is flagged. */
export function record(
  core: Core,
  method: string,
  args: Record<string, unknown>,
  status: number,
  error: string | null,
  answer: unknown,
  started: number,
): void {
  const ms = performance.now() - started;
  core.traffic.addCall({
    method,
    args,
    status,
    ok: error === null && status === 200,
    error,
    answer,
    ms,
    at: core.world.clock.now(),
  });
  if (
    (error?.startsWith('invalid_') && error !== 'invalid_auth') ||
    ['no_text', 'msg_too_long', 'msg_blocks_too_long', 'view_too_large'].includes(error ?? '')
  )
    core.traffic.flag(
      `${method}: ${error} ${JSON.stringify((answer as { response_metadata?: unknown } | undefined)?.response_metadata ?? '')}`,
    );
}
