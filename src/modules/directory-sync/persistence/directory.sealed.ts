import { Sealed, SealedRow } from '../../../common/crypto/sealed.js';

/** Sealed column of `app.directory_user`: what the directory calls somebody, and its own id of them. */
@SealedRow('directory_user')
export class DirectoryUserSealed {
  @Sealed({ group: 'sealed' }) userName!: string;
  @Sealed({ group: 'sealed' }) externalId!: string | null;
  @Sealed({ group: 'sealed' }) givenName!: string;
  @Sealed({ group: 'sealed' }) familyName!: string;
  @Sealed({ group: 'sealed' }) displayName!: string;
  @Sealed({ group: 'sealed' }) title!: string;
}

/** Sealed column of `app.directory_group`: the directory's own id of it. */
@SealedRow('directory_group')
export class DirectoryGroupSealed {
  @Sealed({ group: 'sealed' }) externalId!: string | null;
}

/** Sealed column of `app.directory_refusal`: why something was refused. */
@SealedRow('directory_refusal')
export class DirectoryRefusalSealed {
  @Sealed({ group: 'sealed' }) detail!: string;
}
