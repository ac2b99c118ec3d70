/** What this context tells others. Past tense, versioned, ids and field names only, never a value. */
export type ClientEvent = ClientCreated | ClientChanged | ClientArchived | ClientRestored | ClientsMerged | ImportFinished;

/** A client exists. Raised once for each, imported ones included. */
export interface ClientCreated {
  readonly type: 'clients.client_created.v1';
  readonly clientId: string;
  readonly version: number;
}

/** Values of a client changed; `fields` are names as in `changedFields`. */
export interface ClientChanged {
  readonly type: 'clients.client_changed.v1';
  readonly clientId: string;
  readonly version: number;
  readonly fields: readonly string[];
}

/** A client left the working list. */
export interface ClientArchived {
  readonly type: 'clients.client_archived.v1';
  readonly clientId: string;
  readonly version: number;
}

/** An archived client is back. */
export interface ClientRestored {
  readonly type: 'clients.client_restored.v1';
  readonly clientId: string;
  readonly version: number;
}

/** Everything of the duplicate now belongs to the kept client: other contexts move their records too. */
export interface ClientsMerged {
  readonly type: 'clients.clients_merged.v1';
  readonly clientId: string;
  readonly duplicateId: string;
  readonly version: number;
}

/** An import ran to its end (or was cancelled); the counts are of rows. */
export interface ImportFinished {
  readonly type: 'clients.import_finished.v1';
  readonly importId: string;
  readonly state: 'done' | 'cancelled';
  readonly importedRows: number;
  readonly failedRows: number;
}
