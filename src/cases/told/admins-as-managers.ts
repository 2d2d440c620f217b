import { findAdmins, loadPeople } from '../../people/load-people.ts';
import type { TxCtx } from '../../platform/ctx.ts';
import type { Settings } from '../../settings/catalogue.ts';
import type { Told } from './told-on-rung.ts';

/** Returns those who hear where a last rung finds nobody: whoever can set up who should. */
export async function adminsAsManagers(ctx: TxCtx, settings: Settings): Promise<Told[]> {
  const ids = (await findAdmins(ctx.tx, ctx.workspace.id, settings)).map(({ id }) => id);
  const people = await loadPeople(ctx.tx, ctx.workspace.id, ids);
  return ids.flatMap((id) => {
    const person = people.get(id);
    return person ? [{ role: 'manager' as const, person }] : [];
  });
}
