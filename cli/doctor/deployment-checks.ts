import type * as z from 'zod';
import type { Told } from '../../shared/api/endpoint.ts';
import type { getStanding } from '../../shared/api/standing.ts';
import type { Check } from './check.ts';

/** What `GET /api/standing` tells. */
export type DeploymentStanding = Told<z.output<typeof getStanding.answer>>;

/** What the deployment says of itself: its release, where its links point to, and what Gmail said (P-83). */
export function deploymentChecks(standing: DeploymentStanding): Check[] {
  return [releaseCheck(standing), linkCheck(standing), ...spamChecks(standing)];
}

function releaseCheck({ release, paused }: DeploymentStanding): Check {
  const check = 'release';
  if (release === 0) return { check, verdict: 'fault', words: 'nothing is published: npx heed publish workspace' };
  if (paused) return { check, verdict: 'warning', words: `release ${release} has sending.paused: no mail goes out` };
  return { check, verdict: 'fine', words: `release ${release} is active` };
}

/** P-10: links in mails must work for 24 months. */
function linkCheck({ linkOrigin }: DeploymentStanding): Check {
  const check = 'links';
  if (/\.execute-api\.|\.amazonaws\.com/.test(linkOrigin)) {
    const words = `${linkOrigin} dies with the API, but links must work for 24 months: deploy with --context linkDomain=… before the first mail`;
    return { check, verdict: 'fault', words };
  }
  return { check, verdict: 'fine', words: `links point to ${linkOrigin}` };
}

function spamChecks({ spamRate, spamRates }: DeploymentStanding): Check[] {
  const check = 'gmail';
  if (spamRates.length === 0) {
    const words = 'nobody tells Gmail’s spam rate, so no breaker stands on it: see docs/runbook.md#spam-rate';
    return [{ check, verdict: 'warning', words }];
  }
  return spamRates.map(({ domain, day, percent }) => {
    const words = `${domain}: ${percent} % on ${day} (told from ${spamRate.warn} % on, marketing stops at ${spamRate.stop} %)`;
    if (percent >= spamRate.stop && spamRate.marketing === 'stopped') return { check, verdict: 'fault', words };
    return { check, verdict: percent >= spamRate.warn ? 'warning' : 'fine', words };
  });
}
