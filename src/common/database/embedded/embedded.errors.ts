/** The embedded PostgreSQL cannot run. The message is one sentence that says what is wrong and what to do. */
export class EmbeddedPostgresError extends Error {
  readonly code = 'database.embedded_unavailable';

  constructor(sentence: string) {
    super(sentence);
    this.name = 'EmbeddedPostgresError';
  }
}
