import { afterAll } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import type { Clock } from '../../src/common/clock/clock.js';
import type { ObjectStore } from '../../src/common/object-store/object-store.js';
import { createHttpApp } from '../../src/http-app.js';
import { testBench, testSettings, type TestPractice } from './practice.js';

/** The whole application over HTTP, on this worker's database. */
export interface TestApp {
  app: NestFastifyApplication;
  /** A request to the application, without a session; from a network of this application's own unless the test says otherwise. */
  http: ReturnType<typeof request>;
  /** The cookie header of a practice's member. */
  cookie(practice: TestPractice, member?: number): Promise<string>;
}

const apps: NestFastifyApplication[] = [];

afterAll(async () => {
  for (const app of apps) await app.close();
});

/** Methods that tests call. */
const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options'] as const;

/** An address that no other file has: the limits of networks are shared by all that stand on one database. */
export function someNetwork(): string {
  const [a, b, c] = randomBytes(3);
  return `10.${a}.${b}.${c}`;
}

/** Requests that say where they come from, as the proxy in front would. */
function fromNetwork(server: Parameters<typeof request>[0], network: string): ReturnType<typeof request> {
  const plain = request(server);
  const methods = METHODS.map((method) => [method, (path: string) => plain[method](path).set('x-forwarded-for', network)]);
  return Object.fromEntries(methods) as ReturnType<typeof request>;
}

/** Starts an application of this file; closed after its last test. It trusts this machine as its proxy unless told whom to trust. */
export async function testApp(
  options: { clock?: Clock; env?: Record<string, string>; connections?: number; objects?: ObjectStore } = {},
): Promise<TestApp> {
  const { urls } = await testBench();
  const app = await createHttpApp({
    settings: testSettings({ TRUSTED_PROXIES: '127.0.0.1', ...options.env }),
    urls,
    connections: options.connections ?? 6,
    ...(options.clock && { clock: options.clock }),
    ...(options.objects && { objects: options.objects }),
  });
  apps.push(app);
  await app.getHttpAdapter().getInstance().ready();
  return {
    app,
    http: options.env?.['TRUSTED_PROXIES'] === undefined ? fromNetwork(app.getHttpServer(), someNetwork()) : request(app.getHttpServer()),
    cookie: async (practice, member = 0) => `ironbark-session=${(await practice.as(member)).secret}`,
  };
}
