import { afterAll } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import type { Clock } from '../../src/common/clock/clock.js';
import { createHttpApp } from '../../src/http-app.js';
import { testBench, testSettings, type TestPractice } from './practice.js';

/** The whole application over HTTP, on this worker's database. */
export interface TestApp {
  app: NestFastifyApplication;
  /** A request to the application, without a session. */
  http: ReturnType<typeof request>;
  /** The cookie header of a practice's member. */
  cookie(practice: TestPractice, member?: number): Promise<string>;
}

const apps: NestFastifyApplication[] = [];

afterAll(async () => {
  for (const app of apps) await app.close();
});

/** Starts an application of this file; closed after its last test. */
export async function testApp(options: { clock?: Clock; env?: Record<string, string> } = {}): Promise<TestApp> {
  const { urls } = await testBench();
  const app = await createHttpApp({
    settings: testSettings(options.env),
    urls,
    connections: 6,
    ...(options.clock && { clock: options.clock }),
  });
  apps.push(app);
  await app.getHttpAdapter().getInstance().ready();
  return {
    app,
    http: request(app.getHttpServer()),
    cookie: async (practice, member = 0) => `ironbark-session=${(await practice.as(member)).secret}`,
  };
}
