import { beforeAll, describe, expect, it } from '@jest/globals';
import { testApp, type TestApp } from '../support/app.js';
import { caller, codeOf, newClient } from '../support/caller.js';
import { newPractice } from '../support/practice.js';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});

describe('merging a client that not everybody may see', () => {
  it('into one that they see opens nothing to them, and goes through once both are kept from the same members', async () => {
    const practice = await newPractice({ members: [{}, {}, {}] });
    const [owner, merging, kept] = [await caller(app, practice), await caller(app, practice, 1), await caller(app, practice, 2)];
    const blocked = [practice.memberIds[2]];
    const named = [practice.memberIds[0], practice.memberIds[1]];
    for (const restrictions of [
      { private: null, blocked },
      { private: named, blocked: [] },
    ]) {
      const secret = await newClient(owner, { legalName: { family: 'Hushworth', given: 'Ngozi', familyFirst: false } });
      const plain = await newClient(owner, { legalName: { family: 'Openshaw', given: 'Ada', familyFirst: false } });
      await owner.send('put', `/clients/${secret.id}/restrictions`, restrictions).expect(204);
      await kept.get(`/clients/${secret.id}`).expect(404);
      const merge = () =>
        merging.send('post', `/clients/${plain.id}/merge`, {
          version: plain.version,
          duplicateId: secret.id,
          duplicateVersion: secret.version,
        });
      const refused = await merge();
      const seen = await kept.get(`/clients/${plain.id}`).expect(200);
      expect([refused.status, codeOf(refused), JSON.stringify(seen.body).includes('Hushworth')]).toEqual([
        409,
        'access.restrictions_differ',
        false,
      ]);
      await owner.send('put', `/clients/${plain.id}/restrictions`, restrictions).expect(204);
      await merge().expect(200);
      await kept.get(`/clients/${plain.id}`).expect(404);
    }
  });
});
