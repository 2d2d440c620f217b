import { createHash, randomBytes } from 'node:crypto';

const PREFIX = 'baton_';
const SHAPE = /^baton_[A-Za-z0-9_-]{43}$/;

/** A secret of 256 random bits. The prefix lets scanners of source code and logs find one that leaked. */
export function newSecret(): string {
  return PREFIX + randomBytes(32).toString('base64url');
}

/** What is kept of it. No salt and no slow hash: there is nothing in 256 random bits to guess. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

export function looksLikeSecret(text: string): boolean {
  return SHAPE.test(text);
}
