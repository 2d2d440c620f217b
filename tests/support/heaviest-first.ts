import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The longest first, the longest of all in the front. They run beside each other, and not beside what must be quick. */
const HEAVY = [
  'tests/crash/crash.test.ts',
  'tests/crash/health.test.ts',
  'tests/crash/failures.test.ts',
  'tests/crash/digests.test.ts',
  'tests/handoffs/model.test.ts',
  'tests/risks/model.test.ts',
];

export class HeaviestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const index = HEAVY.findIndex((path) => moduleId.endsWith(path));
      return index < 0 ? HEAVY.length : index;
    };
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}
