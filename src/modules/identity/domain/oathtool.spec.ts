import { spawnSync } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { stepOfCode, timeStep, typedSecret } from './factor.js';

const NEEDED =
  'This test needs Debian’s oathtool: run "apt-get install --no-install-recommends oathtool" (Debian, Ubuntu) or "brew install oath-toolkit".';

/** The code that oathtool shows for a secret at an instant. */
function shownBy(secret: Buffer, at: Date): string {
  const now = at.toISOString().replace('T', ' ').replace('.000Z', ' UTC');
  const { stdout, error } = spawnSync('oathtool', ['--totp', '--base32', typedSecret(secret), '--now', now], { encoding: 'utf8' });
  if (error) throw new Error(NEEDED);
  return stdout.trim();
}

describe('an authenticator that nobody here wrote', () => {
  beforeAll(() => void shownBy(Buffer.from('12345678901234567890'), new Date(59_000)));

  it('[F-17] [ASVS 6.5.8] shows the codes that are taken, at random secrets and instants to the second', () => {
    for (let round = 0; round < 40; round++) {
      const secret = randomBytes(20);
      const at = new Date(randomInt(1_000_000_000, 4_000_000_000) * 1000);
      const code = shownBy(secret, at);
      expect([secret.toString('hex'), at.toISOString(), stepOfCode(secret, code, at)]).toEqual([
        secret.toString('hex'),
        at.toISOString(),
        timeStep(at),
      ]);
      expect(stepOfCode(secret, code, new Date(at.getTime() - 30_000))).toBeUndefined();
    }
  });
});
