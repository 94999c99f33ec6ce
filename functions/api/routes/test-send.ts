import { testSend as endpoint } from '../../../shared/api/previews.ts';
import { route } from '../route.ts';

/**
 * POST /api/campaigns/{id}/test-send `{ to, profileId?, sample?, template?, step?, locale? }`: one mail, the campaign's first unless
 * template or step says which, to one address, marked as a test. Refused for everybody but the staff (P-88) and for addresses
 * that must not be written to. It enrolls nobody, no report counts it, and its links do nothing.
 */
export const testSend = route(endpoint, async (request, world) => {
  // Loaded with the first test: most of the API renders nothing.
  const { testAnswer } = await import('../test-answer.ts');
  return testAnswer(request, world);
});
