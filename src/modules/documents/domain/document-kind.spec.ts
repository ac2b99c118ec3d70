import { describe, expect, it } from '@jest/globals';
import { kindOf } from './document-kind.js';

describe('the kind of a file', () => {
  it.each([
    ['application/pdf', null, 'pdf'],
    ['IMAGE/HEIC', null, 'image'],
    ['text/plain', 'notes.doc', 'text'],
    ['text/csv', null, 'spreadsheet'],
    ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', null, 'word'],
    ['application/x-cfb', 'Letter.DOC', 'word'],
    ['application/x-cfb', 'mail.msg', 'email'],
    ['application/x-cfb', 'constructor', 'other'],
    ['application/x-cfb', 'a.constructor', 'other'],
    ['application/zip', null, 'other'],
    [null, null, 'other'],
  ])('of %s named %s is %s', (type, fileName, expected) => expect(kindOf(type, fileName)).toBe(expected));
});
