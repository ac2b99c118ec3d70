import { Logger } from '@nestjs/common';
import type { FastifyInstance, onRequestHookHandler } from 'fastify';
import { isLoopbackHost } from '../config/hosts.js';
import { DomainError } from '../errors.js';
import { answerWithProblem } from '../http/problem.filter.js';
import type { CaughtMail, MailCatcher } from './mail-catcher.js';

/** The request names a host that is not ours: a page elsewhere may have pointed its own name at this machine (DNS rebinding). */
export class ForeignHost extends DomainError {
  readonly code = 'request.foreign_host';
  override readonly status = 403;

  constructor() {
    super('Caught mail is shown at localhost and at the host of PUBLIC_URL only.');
  }
}

/**
 * Serves caught mail to people at `/dev/mail` and to programs at `/dev/mail.json`, newest first. Never in production.
 * Sign-in links are in there, and no session guards them, so the host's name must be loopback or that of `publicUrl`.
 */
export function installCaughtMail(fastify: FastifyInstance, catcher: MailCatcher, publicUrl: string): void {
  const own = new URL(publicUrl).hostname;
  const logger = new Logger('CaughtMail');
  const onRequest: onRequestHookHandler = (request, reply, next) => {
    const name = /^(\[[0-9a-f:.]+\]|[^:@/?#\s]+)(?::\d+)?$/i.exec(request.headers.host ?? '')?.[1]?.toLowerCase();
    if (name !== undefined && (name === own || isLoopbackHost(name))) next();
    else answerWithProblem(new ForeignHost(), request, reply, logger);
  };
  fastify.get('/dev/mail.json', { onRequest }, async () => catcher.list());
  fastify.get('/dev/mail', { onRequest }, async (_request, reply) => reply.type('text/html; charset=utf-8').send(page(catcher.list())));
}

function page(mails: readonly CaughtMail[]): string {
  const items = mails.map((mail) => {
    const link = /https?:\/\/\S+/.exec(mail.text)?.[0];
    return `<li><p><strong>${escape(mail.subject)}</strong><br><span>to ${escape(mail.to)}, ${escape(mail.receivedAt.replace('T', ' ').slice(0, 19))} UTC</span></p>
${link === undefined ? '' : `<p><a class="open" href="${escape(link)}">Open the link</a></p>`}<pre>${escape(mail.text)}</pre></li>`;
  });
  return `<!doctype html><html lang="en-AU"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Caught mail</title><style>
:root{color-scheme:light dark}body{font:15px/23px 'Hanken Grotesk Variable','Segoe UI',system-ui,sans-serif;margin:0;background:light-dark(#f4f2ed,#121210);color:light-dark(#23211c,#ece9e2)}
main{max-width:720px;margin:0 auto;padding:40px 20px}h1{font-size:20px}p{margin:0 0 12px}ul{list-style:none;padding:0;display:grid;gap:12px}
li{background:light-dark(#fff,#1a1917);border:1px solid light-dark(#e7e3db,#2d2b28);border-radius:12px;padding:20px}span{color:light-dark(#6b665c,#9c968b)}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font:13px/20px inherit;font-family:inherit;margin:0;color:light-dark(#57534a,#b5afa4)}
.open{display:inline-block;background:light-dark(#1f5a46,#2b755c);color:#fff;text-decoration:none;border-radius:6px;padding:8px 14px;font-weight:600}
</style></head><body><main><h1>Caught mail</h1><p><span>Outside production, mail goes no further than this page. Newest first.</span></p>
<ul>${items.join('') || '<li>No mail yet. Ask for a sign-in link, then reload this page.</li>'}</ul></main></body></html>`;
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
