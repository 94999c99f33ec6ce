import { previewCampaign } from '../../shared/api/previews.ts';
import { type PreviewedMail, previewMail } from '../../shared/person/preview.ts';
import type { HttpRequest } from '../runtime/http-message.ts';
import { parseBody } from './json-body.ts';
import { orUncomposable, seenBy } from './preview-request.ts';
import type { AnswerTo } from './route.ts';
import type { ApiWorld } from './world.ts';

/** Every mail of the campaign that the path names, in every locale, for a profile or the tracking plan's sample. */
export async function previewAnswer(request: HttpRequest, world: ApiWorld): Promise<AnswerTo<typeof previewCampaign>> {
  const body = parseBody(request.body.length === 0 ? Buffer.from('{}') : request.body, previewCampaign.body);
  if (!body.ok) return body.answer;
  const seen = await seenBy(world, request.params.id ?? '', body.value);
  if ('answer' in seen) return seen.answer;
  const mails: PreviewedMail[] = [];
  return orUncomposable(async () => {
    for (const sight of seen.sights) {
      const locales = Object.keys(sight.template.parts).filter((each) => each === (body.value.locale ?? each));
      for (const locale of locales) mails.push(await previewMail(sight, locale, seen.world));
    }
    const profileId = body.value.profileId ?? null;
    return {
      status: 200,
      body: { campaign: request.params.id ?? '', release: seen.release, profileId, sample: profileId === null, mails },
    };
  });
}
