import { describe, expect, it } from '@jest/globals';
import { KeyUnavailable, KeyVersionRefused, SealBroken } from '../crypto/crypto.errors.js';
import { CommitUnknown } from '../database/database.errors.js';
import { problemOf } from './problem.js';

const answer = (error: unknown): [number, string] => {
  const { status, code } = problemOf(error, 'request');
  return [status, code];
};
const refused = (routine: string): Error => Object.assign(new Error('42501'), { code: '42501', severity: 'ERROR', routine });

describe('the problem of an error', () => {
  it('says that a key is out of reach, and of a broken seal that it is our fault', () => {
    expect(answer(new KeyUnavailable('throttled', 'slow down'))).toEqual([503, 'crypto.key_unavailable']);
    expect(answer(new KeyUnavailable('disabled', 'off'))).toEqual([503, 'crypto.key_unavailable']);
    expect(answer(new SealBroken())).toEqual([500, 'crypto.seal_broken']);
    expect(answer(new KeyVersionRefused(1))).toEqual([500, 'crypto.key_version_refused']);
  });

  it('hides a row that row security refuses, and does not hide a missing GRANT', () => {
    expect(answer(refused('ExecWithCheckOptions'))).toEqual([404, 'request.not_found']);
    expect(answer(refused('aclcheck_error'))).toEqual([500, 'service.failed']);
  });

  it('does not say that nothing was changed when nobody knows', () => {
    const { status, code, detail } = problemOf(new CommitUnknown(), 'request');
    expect([status, code]).toEqual([503, 'service.commit_unknown']);
    expect(detail).not.toContain('Nothing was changed');
  });
});
