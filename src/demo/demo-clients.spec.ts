import { describe, expect, it } from '@jest/globals';
import { addDays, ageOn } from '../modules/clients/domain/calendar.js';
import { changedFields, displayName } from '../modules/clients/domain/client.js';
import { readClientValues } from '../modules/clients/domain/client-details.js';
import { readConsent } from '../modules/clients/domain/consents.js';
import { readIdentifier } from '../modules/clients/domain/identifiers.js';
import { readRelationship } from '../modules/clients/domain/relationships.js';
import { nextEighteenthBirthday } from './birthdays.js';
import { demoClients } from './demo-clients.js';
import { FICTION_MOBILES } from './demo-numbers.js';
import type { DemoClient, DemoPractice, DemoSize } from './practice-types.js';
import { demoPractices } from './practices.js';

const TODAYS = ['2026-11-24', '2028-02-28', '2028-02-29', '2027-02-28', '2027-12-31', '2030-01-01'];
const RESERVED = /^[^@]+@(?:[a-z0-9-]+\.)*(?:example|example\.(?:com|net|org))$/;
const clockOn = (today: string) => ({ now: () => new Date(`${today}T02:00:00Z`) });
const practice = (slug: string): DemoPractice => demoPractices('small').find((known) => known.slug === slug)!;
const all = (slug: string, today: string, size: DemoSize = 'small'): DemoClient[] => [...demoClients(practice(slug), size, today)];
const byFile = (slug: string, today: string, file: string): DemoClient => all(slug, today).find((client) => client.fileNumber === file)!;

describe('the demo clients', () => {
  it.each(TODAYS.slice(1, 3))("pass the product's own validators unchanged, each one of them, on %s", (today) => {
    const clock = clockOn(today);
    const changed: string[] = [];
    for (const { slug } of demoPractices('small')) {
      for (const client of all(slug, today)) {
        const { card, details } = readClientValues({ ...client.card, ...client.details }, clock);
        const identifiers = client.identifiers.map((identifier) => readIdentifier(identifier));
        const consents = client.consents.map((consent) => readConsent(consent, clock));
        for (const { otherIndex, ...rest } of client.relationships) {
          readRelationship({ ...rest, otherClientId: otherIndex === null ? null : `client ${otherIndex}` }, 'self', clock);
        }
        if (changedFields(client, { ...client, card, details, identifiers, consents }).length > 0) changed.push(client.fileNumber);
      }
    }
    expect(changed).toEqual([]);
  });

  it('are the same for the same seed and others for another', () => {
    expect(all('saltbush', '2026-11-24')).toEqual(all('saltbush', '2026-11-24'));
    const other = [...demoClients(practice('saltbush'), 'small', '2026-11-24', 2)];
    expect(other.slice(21).map((client) => client.card)).not.toEqual(
      all('saltbush', '2026-11-24')
        .slice(21)
        .map((client) => client.card),
    );
  });

  it('have the promised numbers, members and teams', () => {
    expect(demoPractices('small').map((known) => [...demoClients(known, 'small', '2026-11-24')].length)).toEqual([300, 600, 400]);
    expect(demoPractices('mid').map((known) => known.clients.mid)).toEqual([300, 12_000, 1_400]);
    expect(demoPractices('mid').map((known) => [known.members.length, known.teams.length])).toEqual([
      [3, 1],
      [40, 6],
      [8, 2],
    ]);
    const [large] = demoPractices('large');
    expect([large!.members.length, large!.teams.length, large!.clients.large]).toEqual([800, 60, 400_000]);
    expect(large!.members.filter((member) => member.practitioner)).toHaveLength(500);
  });

  it('use no real e-mail address, no real phone number, and no address twice but the known duplicates', () => {
    const seen = new Map<string, number>();
    const real: string[] = [];
    for (const known of [...demoPractices('mid'), ...demoPractices('large')]) {
      for (const member of known.members) expect(member.email).toMatch(RESERVED);
      expect(new Set(known.members.map((member) => member.email)).size).toBe(known.members.length);
    }
    for (const client of all('saltbush', '2026-11-24', 'mid')) {
      for (const { value } of client.details.emails) {
        if (!RESERVED.test(value)) real.push(client.fileNumber);
        seen.set(value, (seen.get(value) ?? 0) + 1);
      }
      const emergency = client.details.emergencyContact === null ? [] : [client.details.emergencyContact.phone];
      for (const phone of [...client.details.phones.map((entry) => entry.value), ...emergency]) {
        if (!FICTION_MOBILES.includes(phone) && !/^\+61[2378]5550\d{4}$/.test(phone)) real.push(client.fileNumber);
      }
    }
    expect(real).toEqual([]);
    expect([...seen].filter(([, count]) => count > 1)).toEqual([['ines.goncalves@mail.example', 2]]);
  });

  it('point only backwards, at practitioners who exist, and never into the future', () => {
    for (const { slug } of demoPractices('small')) {
      const known = practice(slug);
      all(slug, '2026-11-24').forEach((client, index) => {
        for (const { otherIndex } of client.relationships) expect(otherIndex ?? -1).toBeLessThan(index);
        expect(known.teams[client.teamIndex]).toBeDefined();
        if (client.practitionerIndex !== null) expect(known.members[client.practitionerIndex]!.practitioner).toBe(true);
        expect(client.lastActivityAt <= '2026-11-23T13:00:00.000Z').toBe(true);
      });
      const files = all(slug, '2026-11-24').map((client) => client.fileNumber);
      expect(new Set(files).size).toBe(files.length);
    }
  });

  it('look like many people: few share a full name', () => {
    const clients = all('saltbush', '2026-11-24', 'mid');
    const names = new Set(clients.map((client) => displayName(client.card.legalName)));
    expect(names.size / clients.length).toBeGreaterThan(0.85);
  });
});

describe('the hand-written cases', () => {
  it.each(TODAYS)('keep their ages and dates true on %s', (today) => {
    const toby = byFile('saltbush', today, 'SB-2002').card.dateOfBirth!;
    const birthday = nextEighteenthBirthday(today);
    expect([ageOn(toby, today), ageOn(toby, addDays(birthday, -1)), ageOn(toby, birthday)]).toEqual([17, 17, 18]);
    expect(birthday).toBe(today === '2028-02-28' ? '2028-03-01' : addDays(today, 1));
    expect(ageOn(byFile('saltbush', today, 'SB-2009').card.dateOfBirth!, today)).toBe(16);
    expect(byFile('saltbush', today, 'SB-2012').card.dateOfBirth).toMatch(/-02-29$/);
    expect(ageOn(byFile('wattlebird', today, 'WB-2216').card.dateOfBirth!, today)).toBe(4);
    const visa = byFile('wattlebird', today, 'WB-2214').identifiers.find((identifier) => identifier.kind === 'visa_grant')!;
    expect(visa.expiresOn).toBe(addDays(today, 12));
    expect(byFile('wattlebird', today, 'WB-2236').identifiers[0]!.expiresOn).toBe(addDays(today, 12));
    expect(byFile('wattlebird', today, 'WB-2235').identifiers[0]!.expiresOn! < today).toBe(true);
  });

  it('are all there', () => {
    const today = '2026-11-24';
    expect(displayName(byFile('wattlebird', today, 'WB-2214').card.legalName)).toBe('Nguyễn Thị Thu Hà');
    expect(byFile('wattlebird', today, 'WB-2241').card.legalName.family).toHaveLength(200);
    expect(byFile('wattlebird', today, 'WB-2240').lastActivityAt.slice(0, 10)).toBe('2019-11-23');
    expect(all('wattlebird', today).filter((client) => client.relationships.some((other) => other.kind === 'sponsor'))).toHaveLength(9);
    const refused = byFile('wattlebird', today, 'WB-2234').consents.find((consent) => consent.kind === 'ai_assistant')!;
    expect(refused.withdrawnOn).toBe(refused.givenOn);
    expect(byFile('clearwater', today, 'CR-2401').details.emails).toEqual([]);
  });
});
