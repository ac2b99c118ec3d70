import { DomainError } from '../../../common/errors.js';

/** What a SCIM answer says of a refusal beside its status (RFC 7644, 3.12). */
export type ScimType =
  'invalidFilter' | 'tooMany' | 'uniqueness' | 'mutability' | 'invalidSyntax' | 'invalidPath' | 'noTarget' | 'invalidValue';

/** A directory asked for something that is not done. The sentence says why, without repeating what it sent. */
export class ScimRefused extends DomainError {
  readonly code = 'directory.refused';

  constructor(
    override readonly status: 400 | 404 | 409 | 412,
    message: string,
    readonly scimType: ScimType | null = null,
  ) {
    super(message);
  }
}

/** The resource of this id is not the directory's, or is not there. */
export const noSuchResource = (): ScimRefused => new ScimRefused(404, 'There is no such resource.');
