import { Injectable, type PipeTransform } from '@nestjs/common';
import { NotFound } from '../errors.js';
import { isId } from '../ids.js';

/** An id in an address. What cannot be one names nothing: the same answer as for an id that is not there. */
@Injectable()
export class IdPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!isId(value)) throw new NotFound();
    return value;
  }
}
