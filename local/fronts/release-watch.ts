import type { IncomingMessage } from 'node:http';

const PUBLISHING = /^\/api\/workspace(\/releases\/[^/]+\/activate)?$/;

/**
 * Sees a release become the current one in an answer of the API. In AWS functions learn of it within the 5 s of their cache; here
 * `onRelease` (which forgets their threads) is awaited before the answer goes out, so that a story may publish and go on at once.
 */
export function releaseWatch(
  onRelease: () => Promise<void>,
): (request: IncomingMessage, answer: unknown) => Promise<void> {
  let current: unknown;
  return async (request, answer) => {
    if (request.method !== 'POST' || !PUBLISHING.test((request.url ?? '').split('?')[0]!)) return;
    const { statusCode, body } = answer as { statusCode?: number; body?: string };
    if (statusCode !== 200) return;
    const { release } = JSON.parse(body ?? '{}') as { release?: unknown };
    // The same files make no new release, and nothing to forget.
    if (release !== undefined && release === current) return;
    current = release;
    await onRelease();
  };
}
