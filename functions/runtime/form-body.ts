import { Busboy } from '@fastify/busboy';
import { BadRequestError } from './bad-request.ts';
import type { HttpRequest } from './http-message.ts';

/** Forms of ours are a few hundred bytes; a page of ticked topics stays far below. */
const LARGEST_FORM = 64 * 1024;

const limits = { fieldNameSize: 100, fieldSize: 8 * 1024, fields: 200, files: 0, parts: 200, headerPairs: 20 };

/**
 * The fields of a form, urlencoded or multipart (P-06); files are left out, a body without a type counts as urlencoded.
 * Any other type has no fields. Throws BadRequestError for a form that is too large or breaks off.
 */
export async function formFields(request: HttpRequest): Promise<URLSearchParams> {
  if (request.body.length > LARGEST_FORM) {
    throw new BadRequestError([{ field: '', message: 'is larger than any form of this page' }]);
  }
  switch (request.contentType) {
    case '':
    case 'application/x-www-form-urlencoded':
      return new URLSearchParams(request.body.toString('utf8'));
    case 'multipart/form-data':
      return multipartFields(request);
    default:
      return new URLSearchParams();
  }
}

function multipartFields(request: HttpRequest): Promise<URLSearchParams> {
  const broken = () => new BadRequestError([{ field: '', message: 'is not a complete multipart form' }]);
  return new Promise((resolve, reject) => {
    const fields = new URLSearchParams();
    try {
      const form = new Busboy({ headers: { 'content-type': request.headers['content-type'] ?? '' }, limits });
      form.on('field', (name, value) => fields.append(name, value));
      form.on('error', () => reject(broken()));
      form.on('finish', () => resolve(fields));
      form.end(request.body);
    } catch {
      // Busboy throws at once when the type names no boundary.
      reject(broken());
    }
  });
}

/** The JSON value of a body. Throws BadRequestError where it is none; the text is not repeated. */
export function jsonBody(request: HttpRequest): unknown {
  try {
    return JSON.parse(request.body.toString('utf8')) as unknown;
  } catch {
    throw new BadRequestError([{ field: '', message: 'is not JSON' }]);
  }
}
