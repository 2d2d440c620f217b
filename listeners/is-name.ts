import { searchAccounts } from '../src/accounts/search-accounts.ts';
import type { Visit } from './edge.ts';

/** Whether an account's name has this in it. */
export async function isName({ db, workspace }: Visit, text: string): Promise<boolean> {
  return (await searchAccounts(db, workspace.id, text, 1)).length > 0;
}
