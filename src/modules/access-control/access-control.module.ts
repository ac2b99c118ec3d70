import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import './domain/access.errors.js';
import { DoorsController } from './http/doors.controller.js';
import { MembersController } from './http/members.controller.js';
import { ReviewsController } from './http/reviews.controller.js';
import { ServicesController } from './http/services.controller.js';

@Module({ imports: [IdentityModule], controllers: [MembersController, DoorsController, ServicesController, ReviewsController] })
export class AccessControlModule {}
