import type { ApiRoute } from '../route.ts';

/**
 * POST /api/campaigns/{id}/test-send `{ to, profileId?, sample?, template?, step?, locale? }`: one mail, the campaign's first unless
 * template or step says which, to one address, marked as a test. Refused for everybody but the staff (P-88) and for addresses
 * that must not be written to. It enrolls nobody, no report counts it, and its links do nothing.
 */
export const testSend: ApiRoute = {
  method: 'POST',
  path: '/api/campaigns/{id}/test-send',
  async answer(request, world) {
    // Loaded with the first test: most of the API renders nothing.
    const { testAnswer } = await import('../test-answer.ts');
    return testAnswer(request, world);
  },
};
