import { Module } from '@nestjs/common';

/** Injection token of the context's event handlers. */
export const CLIENT_EVENT_HANDLERS = Symbol('ClientEventHandlers');

@Module({
  providers: [{ provide: CLIENT_EVENT_HANDLERS, useValue: [] }],
  exports: [CLIENT_EVENT_HANDLERS],
})
export class ClientsModule {}
