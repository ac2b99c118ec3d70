import { TheWall1700000000001 } from './1700000000001-the-wall.js';
import { Identity1700000000002 } from './1700000000002-identity.js';
import { Practices1700000000003 } from './1700000000003-practices.js';
import { Clients1700000000004 } from './1700000000004-clients.js';
import { AuditAndEvents1700000000005 } from './1700000000005-audit-and-events.js';
import { OneFlush1700000000006 } from './1700000000006-one-flush.js';
import { NarrowerReach1700000000007 } from './1700000000007-narrower-reach.js';
import { Access1700000000008 } from './1700000000008-access.js';
import { DoorsAndReviews1700000000009 } from './1700000000009-doors-and-reviews.js';
import { SecondFactors1700000000010 } from './1700000000010-second-factors.js';
import { Networks1700000000011 } from './1700000000011-networks.js';
import { Watch1700000000012 } from './1700000000012-watch.js';
import { SingleSignOn1700000000013 } from './1700000000013-single-sign-on.js';
import { DirectorySync1700000000014 } from './1700000000014-directory-sync.js';
import { BreakGlass1700000000015 } from './1700000000015-break-glass.js';
import { LinkedAccounts1700000000016 } from './1700000000016-linked-accounts.js';
import { Upkeep1700000000017 } from './1700000000017-upkeep.js';
import { IdleLimit1700000000018 } from './1700000000018-idle-limit.js';
import { AfterAnAttack1700000000019 } from './1700000000019-after-an-attack.js';
import { Documents1700000000020 } from './1700000000020-documents.js';
import { DocumentSearch1700000000023 } from './1700000000023-document-search.js';
import { OnceAndKept1700000000024 } from './1700000000024-once-and-kept.js';
import { Outside1700000000025 } from './1700000000025-outside.js';
import { ClientReminders1700000000026 } from './1700000000026-client-reminders.js';
import { DoorsStayShut1700000000027 } from './1700000000027-doors-stay-shut.js';
import { GlassPasskey1700000000028 } from './1700000000028-glass-passkey.js';
import { DoorsKept1700000000029 } from './1700000000029-doors-kept.js';
import { Checklists1700000000030 } from './1700000000030-checklists.js';

/** Every migration, oldest first: named here rather than found by a pattern, so that nothing runs by accident. */
export const MIGRATIONS = [
  TheWall1700000000001,
  Identity1700000000002,
  Practices1700000000003,
  Clients1700000000004,
  AuditAndEvents1700000000005,
  OneFlush1700000000006,
  NarrowerReach1700000000007,
  Access1700000000008,
  DoorsAndReviews1700000000009,
  SecondFactors1700000000010,
  Networks1700000000011,
  Watch1700000000012,
  SingleSignOn1700000000013,
  DirectorySync1700000000014,
  BreakGlass1700000000015,
  LinkedAccounts1700000000016,
  Upkeep1700000000017,
  IdleLimit1700000000018,
  AfterAnAttack1700000000019,
  Documents1700000000020,
  DocumentSearch1700000000023,
  OnceAndKept1700000000024,
  Outside1700000000025,
  ClientReminders1700000000026,
  DoorsStayShut1700000000027,
  GlassPasskey1700000000028,
  DoorsKept1700000000029,
  Checklists1700000000030,
];
