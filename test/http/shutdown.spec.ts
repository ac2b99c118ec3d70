import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newPractice, testBench } from '../support/practice.js';
import { Product } from '../support/product.js';
import { StepProxy } from '../support/step-proxy.js';

let proxy: StepProxy;
let port: number;
beforeAll(async () => {
  const { urls } = await testBench();
  const { hostname, port: databasePort } = new URL(urls.tenant);
  proxy = new StepProxy({ host: hostname, port: Number(databasePort) });
  port = await proxy.start();
});
afterAll(() => proxy.stop());

describe('a signal', () => {
  it('lets requests in flight finish, takes no new ones, and ends with code 0', async () => {
    const { urls } = await testBench();
    const practice = await newPractice();
    const tenant = new URL(urls.tenant);
    tenant.port = String(port);
    const product = await Product.start({ ...urls, tenant: tenant.toString() });
    const headers = { cookie: `ironbark-session=${(await practice.as()).secret}` };
    expect((await fetch(`${product.url}/api/v1/members`, { headers })).status).toBe(200);
    proxy.delay = 400;
    const slow = fetch(`${product.url}/api/v1/members`, { headers });
    await new Promise((resolve) => setTimeout(resolve, 200));
    const ended = product.end('SIGTERM');
    const answer = await slow;
    expect(answer.status).toBe(200);
    expect(((await answer.json()) as { items: unknown[] }).items).toHaveLength(1);
    proxy.delay = 0;
    expect(await ended).toBe(0);
    await expect(fetch(`${product.url}/health/live`)).rejects.toThrow();
  }, 60_000);

  it('stops the start with one sentence and no damage when the port is taken', async () => {
    const { urls } = await testBench();
    const product = await Product.start(urls);
    const second = await Product.failToStart(urls, Number(new URL(product.url).port));
    expect(second.code).toBe(1);
    expect(second.output).toContain(`Port ${new URL(product.url).port} on 127.0.0.1 is taken`);
    expect((await fetch(`${product.url}/health/live`)).status).toBe(200);
    await product.kill();
  }, 60_000);
});
