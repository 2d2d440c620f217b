import type { TxCtx } from '../platform/ctx.ts';

/** The workspace removed the app. What waits there stays where it is, for the day that it is installed again. */
export async function leaveWorkspace({ tx, workspace, now, log }: TxCtx): Promise<void> {
  await tx.workspace.updateMany({
    where: { id: workspace.id, uninstalledAt: null },
    data: { state: 'blocked', blockedReason: 'app_uninstalled', uninstalledAt: now },
  });
  log.warn({ workspaceId: workspace.id }, 'the app was uninstalled; nothing more is done for this workspace');
}

/** The bot token was revoked, as it is by removing the app, which is then told as well. */
export async function loseToken({ tx, workspace, log }: TxCtx): Promise<void> {
  await tx.workspace.updateMany({
    where: { id: workspace.id, state: 'active' },
    data: { state: 'blocked', blockedReason: 'token_revoked' },
  });
  log.error(
    { workspaceId: workspace.id },
    'our token was revoked; nothing is done until there is one that works',
  );
}
