import type { Server } from '../../bench/environment.ts';
import { createEmptyDatabase, dropDatabase, urlOf } from '../support/database.ts';

/** The databases of a benchmark on the server of the tests, without the durability of a real one. */
export function benchServer(template: string): Server {
  const made = new Map<string, string>();
  return {
    version: 'of the tests',
    async createDatabase(name, from) {
      const database = await createEmptyDatabase(from === undefined ? template : made.get(from));
      made.set(name, database);
      return urlOf(database);
    },
    async close() {
      for (const database of made.values()) await dropDatabase(database);
    },
  };
}
