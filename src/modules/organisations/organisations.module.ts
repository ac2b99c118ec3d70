import { Module } from '@nestjs/common';
import { PracticeBreakGlassController } from './http/break-glass.controller.js';
import { MeController } from './http/me.controller.js';
import { NetworksController } from './http/networks.controller.js';
import { SecurityController } from './http/security.controller.js';

@Module({ controllers: [MeController, SecurityController, NetworksController, PracticeBreakGlassController] })
export class OrganisationsModule {}
