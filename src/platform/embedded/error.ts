export type EmbeddedProblem =
  | 'unsupported_system'
  | 'incomplete_installation'
  | 'folder_in_use'
  | 'folder_not_writable'
  | 'other_version'
  | 'password_missing'
  | 'no_unprivileged_user'
  | 'server_failed';

/** The embedded database cannot run here. The message says what is wrong and what to do about it. */
export class EmbeddedError extends Error {
  readonly code: EmbeddedProblem;
  constructor(code: EmbeddedProblem, message: string) {
    super(message);
    this.name = 'EmbeddedError';
    this.code = code;
  }
}
