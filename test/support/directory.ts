import type { TestApp } from './app.js';
import { caller } from './caller.js';
import type { TestPractice } from './practice.js';

/** What a directory gets back. */
export interface ScimAnswer {
  status: number;
  body: Record<string, unknown>;
  headers: Record<string, string>;
}

/** A directory as an identity provider runs it: a token and the base address. */
export class Directory {
  constructor(
    private readonly app: TestApp,
    readonly token: string,
  ) {}

  /** Connects one to a practice. */
  static async of(app: TestApp, practice: TestPractice): Promise<Directory> {
    const owner = await caller(app, practice);
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    const { body } = await owner.send('post', '/access/directory/tokens', { expiresAt }).expect(201);
    return new Directory(app, (body as { token: string }).token);
  }

  async ask(
    method: 'get' | 'post' | 'put' | 'patch' | 'delete',
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<ScimAnswer> {
    const asked = this.app.http[method](`/scim/v2${path}`)
      .set('authorization', `Bearer ${this.token}`)
      .set('content-type', 'application/scim+json')
      .set(headers);
    const answer = await (body === undefined ? asked : asked.send(JSON.stringify(body)));
    return { status: answer.status, body: parsed(answer.text), headers: answer.headers as Record<string, string> };
  }

  /** Provisions a person. */
  async user(userName: string, more: object = {}): Promise<string> {
    const { body, status } = await this.ask('post', '/Users', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName,
      name: { givenName: 'Ada', familyName: 'Byron' },
      emails: [{ value: userName, type: 'work', primary: true }],
      active: true,
      ...more,
    });
    if (status !== 201) throw new Error(`not provisioned: ${status} ${JSON.stringify(body)}`);
    return body['id'] as string;
  }

  /** Provisions a group. */
  async group(displayName: string, members: readonly string[] = []): Promise<string> {
    const { body, status } = await this.ask('post', '/Groups', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      displayName,
      members: members.map((value) => ({ value })),
    });
    if (status !== 201) throw new Error(`not provisioned: ${status} ${JSON.stringify(body)}`);
    return body['id'] as string;
  }

  async patch(path: string, ...Operations: object[]): Promise<ScimAnswer> {
    return this.ask('patch', path, { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations });
  }

  async membersOf(groupId: string): Promise<string[]> {
    const { body } = await this.ask('get', `/Groups/${groupId}`);
    return (body['members'] as { value: string }[]).map(({ value }) => value).sort();
  }
}

function parsed(text: string): Record<string, unknown> {
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}
