import { Module } from '@nestjs/common';
import type { Settings } from '../../common/config/settings.js';
import { SETTINGS } from '../../common/config/settings.token.js';
import { TenantDatabase } from '../../common/database/tenant-database.js';
import { IdentityFacade, IdentityModule } from '../identity/index.js';
import { DirectoryController } from './http/directory.controller.js';
import { NoteRefusals } from './http/note-refusals.js';
import { SCIM_BASE } from './http/scim-base.token.js';
import { ScimConfigController } from './http/scim-config.controller.js';
import { ScimGroupsController, ScimUsersController } from './http/scim.controller.js';
import { DirectoryGroups } from './use-cases/directory-groups.use-case.js';
import { DirectoryUsers } from './use-cases/directory-users.use-case.js';

@Module({
  imports: [IdentityModule],
  controllers: [ScimConfigController, ScimUsersController, ScimGroupsController, DirectoryController],
  providers: [
    { provide: SCIM_BASE, inject: [SETTINGS], useFactory: ({ http }: Settings) => `${http.publicUrl}/scim/v2` },
    { provide: NoteRefusals, inject: [TenantDatabase], useFactory: (database: TenantDatabase) => new NoteRefusals(database) },
    {
      provide: DirectoryUsers,
      inject: [IdentityFacade],
      useFactory: (identity: IdentityFacade) => new DirectoryUsers(identity),
    },
    DirectoryGroups,
  ],
})
export class DirectorySyncModule {}
