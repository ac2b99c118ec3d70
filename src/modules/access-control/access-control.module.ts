import { Module } from '@nestjs/common';
import { MembersController } from './http/members.controller.js';

@Module({ controllers: [MembersController] })
export class AccessControlModule {}
