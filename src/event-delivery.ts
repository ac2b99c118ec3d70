import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { Settings } from './common/config/settings.js';
import { SETTINGS } from './common/config/settings.token.js';
import { OutboxDispatcher } from './common/events/outbox-dispatcher.js';
import { OutboxNudge } from './common/events/outbox-nudge.js';

/** Starts delivery in processes that work, and lets it finish before anything it needs is closed. */
@Injectable()
export class EventDelivery implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly dispatcher: OutboxDispatcher,
    private readonly outbox: OutboxNudge,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  onApplicationBootstrap(): void {
    if (this.settings.role === 'web') return;
    this.outbox.onNudge(() => this.dispatcher.nudge());
    this.dispatcher.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.dispatcher.stop();
  }
}
