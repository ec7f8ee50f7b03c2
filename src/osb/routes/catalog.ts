/** `GET /v2/catalog` (CAT-01, CAT-40, CAT-41): rendered and hashed once per catalog object. */
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Catalog } from '../catalog.js';
import { requestContext } from '../route-request.js';
import type { ServiceBroker } from '../service-broker.js';

interface Rendered {
  readonly body: string;
  /** Of the content, so that all replicas give the same. */
  readonly etag: string;
}

export function getCatalog(broker: ServiceBroker) {
  const known = new WeakMap<Catalog, Rendered>();
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const catalog = await broker.catalog(requestContext(request));
    const { body, etag } = known.get(catalog) ?? render(catalog);
    known.set(catalog, { body, etag });
    reply.header('etag', etag);
    if (matches(request.headers['if-none-match'], etag)) return reply.code(304).send();
    return reply.type('application/json; charset=utf-8').send(body);
  };
}

function render(catalog: Catalog): Rendered {
  const body = JSON.stringify(catalog);
  return { body, etag: `"${createHash('sha256').update(body).digest('base64url')}"` };
}

/** RFC 9110, 13.1.2: a list, `*`, and weak comparison. A comma inside another's tag cannot make it equal to ours. */
function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  const tags = ifNoneMatch?.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags?.some((tag) => tag === '*' || tag === etag) ?? false;
}
