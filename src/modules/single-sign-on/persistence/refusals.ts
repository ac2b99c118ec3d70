import { registerRefusal } from '../../../common/database/database.errors.js';
import { ComeInFirst, LastDomain, NoVerifiedDomain, OwnerConfirms, TooManyDomains, WrongStage } from '../domain/single-sign-on.errors.js';

/** What the database refuses by a SQLSTATE of ours (migration 13). */
registerRefusal('IB016', () => new WrongStage());
registerRefusal('IB017', () => new NoVerifiedDomain());
registerRefusal('IB018', () => new OwnerConfirms());
registerRefusal('IB019', () => new LastDomain());
registerRefusal('IB020', () => new TooManyDomains());
registerRefusal('IB021', () => new ComeInFirst());
