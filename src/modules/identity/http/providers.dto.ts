import { ApiProperty } from '@nestjs/swagger';
import { PROVIDER_NAMES, type Provider } from '../domain/provider.js';

/** The providers that are set up here. */
export class ProvidersDto {
  @ApiProperty({ enum: PROVIDER_NAMES, isArray: true })
  items!: Provider[];
}

/** Where a way through a provider led. */
export class ReturnedDto {
  @ApiProperty({
    enum: ['signed_in', 'confirm', 'enrol', 'unlinked'],
    description: 'unlinked: nobody here has linked that account; it can be linked from inside a session.',
  })
  outcome!: 'signed_in' | 'confirm' | 'enrol' | 'unlinked';

  @ApiProperty({ enum: PROVIDER_NAMES, required: false })
  provider?: Provider;

  @ApiProperty({ type: String, nullable: true, required: false, description: 'With unlinked: as the provider gave it.' })
  email?: string | null;
}

/** An account of a provider that is linked to one’s own. */
export class LinkedAccountDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: PROVIDER_NAMES })
  provider!: Provider;

  @ApiProperty({ type: String, nullable: true })
  email!: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  lastUsedAt!: string | null;
}

/** What this browser came back with and could link. */
export class WaitingLinkDto {
  @ApiProperty({ enum: PROVIDER_NAMES })
  provider!: Provider;

  @ApiProperty({ type: String, nullable: true })
  email!: string | null;
}

/** One’s own linked accounts. */
export class LinkedAccountsDto {
  @ApiProperty({ type: [LinkedAccountDto] })
  items!: LinkedAccountDto[];

  @ApiProperty({ type: WaitingLinkDto, nullable: true })
  waiting!: WaitingLinkDto | null;

  @ApiProperty({ enum: PROVIDER_NAMES, isArray: true, description: 'Providers that are set up here.' })
  available!: Provider[];
}
