import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

/** Prometheus metrics of one process. Labels are routes and codes, never ids or people. */
export class Metrics {
  readonly registry = new Registry();
  readonly requests: Histogram<'method' | 'route' | 'status'>;
  readonly refusals: Counter<'code'>;

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    this.requests = new Histogram({
      name: 'ironbark_http_request_seconds',
      help: 'Time from the first byte of a request to the last of its answer, by route',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 10],
      registers: [this.registry],
    });
    this.refusals = new Counter({
      name: 'ironbark_http_refusals_total',
      help: 'Requests answered 401, 403 or 429, by status',
      labelNames: ['code'],
      registers: [this.registry],
    });
  }

  /** The exposition text. */
  async text(): Promise<string> {
    return this.registry.metrics();
  }
}
