import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../common/clock/clock.js';
import type { Origin } from '../../../common/database/audit-entry.js';
import type { PlainTransaction } from '../../../common/database/plain-database.js';
import { NotFound } from '../../../common/errors.js';
import { providerMail } from '../domain/factor-mail.js';
import { ProviderFlowOver, ProviderLinked, ProviderTaken } from '../domain/identity.errors.js';
import type { FlowPurpose, Provider, ProviderIdentity } from '../domain/provider.js';
import type { IdentityRepository } from '../persistence/identity.repository.js';
import type { FlowSecrets, LinkedAccount, LinkedAccountRepository } from '../persistence/linked-account.repository.js';
import type { LeadOn } from './lead-on.js';
import type { Entered } from './lead-on.js';

/** Where a way through a provider led: in, or to the question whether to link the account that it named. */
export type Returned = Entered | { outcome: 'unlinked'; provider: Provider; email: string | null };

/** What a browser takes along to a provider. */
export interface SetOut {
  browserSecret: string;
  state: string;
  expiresAt: Date;
}

/**
 * Signing in with Google or Apple (promise I-33). A provider vouches for its own name for somebody and for nothing else:
 * only an account that linked that name from inside a session is opened by it, whatever address the provider gives
 * (ASVS 6.8.1). It counts as one factor, like the mailbox.
 */
export class ProviderSignIn {
  constructor(
    private readonly identity: IdentityRepository,
    private readonly linked: LinkedAccountRepository,
    private readonly leadOn: LeadOn,
    private readonly clock: Clock,
    private readonly onQueued: () => void,
  ) {}

  /** Sets out to a provider. */
  async begin(provider: Provider, purpose: FlowPurpose, secrets: FlowSecrets): Promise<SetOut> {
    const browser = randomBytes(32);
    const state = randomBytes(32).toString('base64url');
    const expiresAt = await this.linked.begin({ provider, purpose, browser, state, secrets });
    return { browserSecret: browser.toString('base64url'), state, expiresAt };
  }

  /** What was set out with, once, for the state that came back. @throws ProviderFlowOver */
  async call(provider: Provider, state: string): Promise<{ id: string; secrets: FlowSecrets }> {
    const flow = await this.linked.call(provider, state);
    if (!flow) throw new ProviderFlowOver();
    return flow;
  }

  /** Notes whom the provider named. Nothing is opened: only the browser that set out goes on. */
  async arrived(flowId: string, identity: ProviderIdentity): Promise<void> {
    await this.linked.arrived(flowId, identity);
  }

  /** Goes on in the browser that set out. @throws ProviderFlowOver */
  async goOn(browser: Buffer | undefined, origin: Origin): Promise<Returned> {
    const flow = browser && (await this.linked.called(browser));
    if (!flow) throw new ProviderFlowOver();
    const { provider, email } = flow.identity;
    const accountId = flow.purpose === 'sign_in' ? await this.linked.accountOf(flow.identity) : undefined;
    if (accountId === undefined) return { outcome: 'unlinked', provider, email };
    const entered = await this.leadOn.execute(
      accountId,
      async (tx) => (await this.linked.spend(tx, flow.id)) && this.linked.use(tx, accountId, flow.identity),
      `signed_in_${provider}`,
      origin,
    );
    if (entered) return entered;
    await this.identity.logSignIn(accountId, 'provider_refused', origin, this.clock.now());
    throw new ProviderFlowOver();
  }

  /** What is linked to an account, and what this browser came back with that could be. */
  async list(accountId: string, browser: Buffer | undefined): Promise<{ items: LinkedAccount[]; waiting: ProviderIdentity | null }> {
    const [items, flow] = await Promise.all([this.linked.ofAccount(accountId), browser && this.linked.called(browser)]);
    return { items, waiting: flow?.identity ?? null };
  }

  /** Links what this browser came back with. @throws ProviderFlowOver, ProviderTaken, ProviderLinked */
  async link(accountId: string, browser: Buffer | undefined, origin: Origin): Promise<void> {
    const flow = browser && (await this.linked.called(browser));
    if (!flow) throw new ProviderFlowOver();
    const { identity } = flow;
    const holder = await this.linked.accountOf(identity);
    if (holder !== undefined && holder !== accountId) throw new ProviderTaken();
    await this.identity.database.transaction(async (tx) => {
      if (!(await this.linked.spend(tx, flow.id))) throw new ProviderFlowOver();
      if (holder === undefined && !(await this.linked.link(tx, accountId, identity))) throw new ProviderLinked();
      await this.tell(tx, accountId, identity.provider, true, origin);
    });
    this.onQueued();
  }

  /** Forgets what this browser came back with. */
  async dismiss(browser: Buffer | undefined): Promise<void> {
    const flow = browser && (await this.linked.called(browser));
    if (flow) await this.identity.database.transaction(async (tx) => this.linked.spend(tx, flow.id));
  }

  /** Takes a link away; the next sign-in with it finds nobody. @throws NotFound */
  async unlink(accountId: string, id: string, origin: Origin): Promise<void> {
    await this.identity.database.transaction(async (tx) => {
      const provider = await this.linked.unlink(tx, accountId, id);
      if (!provider) throw new NotFound();
      await this.tell(tx, accountId, provider, false, origin);
    });
    this.onQueued();
  }

  private async tell(tx: PlainTransaction, accountId: string, provider: Provider, linked: boolean, origin: Origin): Promise<void> {
    const now = this.clock.now();
    await this.identity.logSignIn(accountId, `${linked ? 'linked' : 'unlinked'}_${provider}`, origin, now, tx);
    await this.identity.queueMail(providerMail(await this.identity.addressOf(accountId, tx), provider, linked, now), tx);
  }
}
