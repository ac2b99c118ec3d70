import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { PracticeBreakGlassController } from './http/break-glass.controller.js';
import { MeController } from './http/me.controller.js';
import { NetworksController } from './http/networks.controller.js';
import { SecurityController } from './http/security.controller.js';
import { PracticeSignInsController } from './http/sign-ins.controller.js';

@Module({
  imports: [IdentityModule],
  controllers: [MeController, SecurityController, NetworksController, PracticeBreakGlassController, PracticeSignInsController],
})
export class OrganisationsModule {}
