import type { message } from '../kit/blocks.ts';

/** What a message view answers. */
export type Message = ReturnType<typeof message>;
