import { nextBroadcast } from '../../shared/campaigns/schedule.ts';
import type { Instant } from '../../shared/kernel/instants.ts';
import type { Coming } from './coming.ts';

/** The next broadcast of each active campaign that has a schedule. */
export type ComingBroadcasts = (now: Instant) => Promise<readonly Coming[]>;

/**
 * Reads the active release at the engine itself: a look at the page is neither checked nor metered. The SDK is loaded with the
 * first look, because a start must not wait for it.
 */
export function comingBroadcasts(dynamodbOrigin: string, region: string, recordsTable: string): ComingBroadcasts {
  const opened = once(async () => {
    const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
    const { dynamoReleaseStore } = await import('../../shared/table/release.dynamodb.ts');
    const credentials = { accessKeyId: 'runner', secretAccessKey: 'runner' };
    return dynamoReleaseStore(new DynamoDBClient({ endpoint: dynamodbOrigin, region, credentials }), recordsTable);
  });
  return async (now) => {
    const { content } = await (await opened()).active();
    const { settings, campaigns } = content;
    return campaigns.flatMap((campaign): Coming[] => {
      const at = campaign.status === 'active' ? nextBroadcast(campaign, settings.timeZone, now) : null;
      if (at === null) return [];
      return [{ at, profileId: null, campaign: campaign.id, what: 'broadcast', about: campaign.name }];
    });
  };
}

function once<T>(open: () => Promise<T>): () => Promise<T> {
  let opened: Promise<T> | null = null;
  return () => {
    opened ??= open();
    return opened;
  };
}
